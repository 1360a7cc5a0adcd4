"""What a MariaDB server does when it breaks off, refuses or hangs, each by a real server."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace

import pymysql
import pytest
from pymysql.constants import CR, ER

from kbconnect.adapters.sources import mysql_connect, open_source
from kbconnect.adapters.sources.mysql_errors import numbered_error, translate
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import ReadPlan, Source, SourceReader
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.mysql_world import MysqlWorld, draft_of
from tests.adapters.sources.world import scanned_keys
from tests.conftest import require
from tests.faults.proxy import run_proxy
from tests.mariadb_server import has_mariadb, run_mariadb

pytestmark = pytest.mark.server

SLOW = "SELECT SUM(a.seq * b.seq * c.seq) AS id FROM {0} a, {0} b, {0} c"


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


def many(world: MysqlWorld) -> TableRef:
    world.run("CREATE TABLE articles (id int PRIMARY KEY, body text)")
    world.run("INSERT INTO articles SELECT seq, REPEAT('x', 2000) FROM seq_1_to_9000")
    return world.table("articles")


def ours(world: MysqlWorld, more: str = "") -> list[int]:
    """The sessions of sources in this world's database."""
    found = world.run(
        f"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = %s AND ID <> CONNECTION_ID() {more}", world.schema
    )
    return [number for (number,) in found]


def test_a_server_that_breaks_off_is_a_loss_that_can_be_tried_again(world: MysqlWorld) -> None:
    wanted = plan(many(world), "id", "body")

    def kill_while_reading(reader: SourceReader) -> None:
        for _ in reader.rows():
            for number in ours(world):
                world.run(f"KILL {number}")

    with (
        world.open() as source,
        pytest.raises(SourceLostError) as caught,
        source.read(wanted) as reader,
    ):
        kill_while_reading(reader)
    assert caught.value.retryable
    assert caught.value.hint


def test_a_long_statement_can_be_interrupted_from_another_thread(world: MysqlWorld) -> None:
    endless = QuerySelection(SLOW.format("seq_1_to_100000"))
    with world.open() as source:

        def stop() -> None:
            while not ours(world, "AND COMMAND = 'Query' AND INFO LIKE '%%seq_1_to_100000%%'"):
                pass
            source.interrupt()

        thread = threading.Thread(target=stop)  # noqa: TID251 - the test is about another thread
        thread.start()
        with pytest.raises(SourceError, match="stopped"):
            source.sample(endless, 1)
        thread.join()
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)


def test_a_server_that_notes_the_wish_late_does_not_work_on(world: MysqlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.mysql._INTERRUPT_S", 0.0)
    at_work = "AND COMMAND = 'Query' AND INFO LIKE '%%seq_1_to_100000%%'"

    def stop(source: Source) -> None:
        while not ours(world, at_work):
            pass
        source.interrupt()

    with world.open() as source:
        thread = threading.Thread(target=stop, args=(source,))  # noqa: TID251 - the test is about another thread
        thread.start()
        with pytest.raises(SourceError, match="stopped"):
            source.sample(QuerySelection(SLOW.format("seq_1_to_100000")), 1)
        thread.join()
    while ours(world, at_work):
        pass
    assert ours(world, at_work) == []


def test_a_scan_can_be_interrupted(world: MysqlWorld) -> None:
    wanted = plan(many(world), "id", "body")

    def interrupt_while_reading(source: Source, reader: SourceReader) -> None:
        for _ in reader.rows():
            source.interrupt()

    with world.open() as source:
        with pytest.raises(SourceError, match="stopped"), source.read(wanted) as reader:
            interrupt_while_reading(source, reader)
        with source.read(wanted) as reader:
            assert len(next(iter(reader.rows())).values) > 0


def interrupt_after_one(source: Source, reader: SourceReader) -> None:
    rows = reader.rows()
    next(rows)
    source.interrupt()
    next(rows)


def test_rows_that_have_come_already_are_no_reason_not_to_stop(world: MysqlWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A"), ("2", "B"), ("3", "C")], ["id"])
    wanted = plan(table, "id", "body", batch_rows=1)
    with world.open() as source:
        with pytest.raises(SourceError, match="stopped"), source.read(wanted) as reader:
            interrupt_after_one(source, reader)
        with source.read(wanted) as reader:
            assert len(scanned_keys(reader)) == 3


def test_a_scan_given_up_leaves_the_view_of_the_data_and_the_session(world: MysqlWorld) -> None:
    wanted = plan(many(world), "id", "body", batch_rows=100)
    with world.open() as source, source.read(wanted) as reader:
        for _ in range(5):
            scan = reader.rows()
            assert len(next(scan).values) == 100
            scan.close()
            world.run("DELETE FROM articles WHERE id = 9000")
        assert len(scanned_keys(reader)) == 9_000
        assert len(ours(world)) == 1


def test_a_network_that_swallows_everything_is_hung_up_on(world: MysqlWorld) -> None:
    wanted = plan(many(world), "id", "body")
    with run_proxy(world.database.port) as proxy:

        def swallow_and_stop(source: Source, reader: SourceReader) -> None:
            scan = reader.rows()
            next(scan)
            proxy.stall()
            source.interrupt()
            list(scan)

        with (
            open_source(draft_of(replace(world.database, port=proxy.port)), Secret(world.database.password)) as source,
            pytest.raises(SourceError, match="stopped"),
            source.read(wanted) as reader,
        ):
            swallow_and_stop(source, reader)


def test_a_server_that_says_nothing_any_more_is_given_up(world: MysqlWorld) -> None:
    wanted = plan(many(world), "id", "body")
    with run_proxy(world.database.port) as proxy:

        def swallow_and_ask(source: Source, reader: SourceReader) -> None:
            scan = reader.rows()
            next(scan)
            proxy.stall()
            thread = threading.Thread(target=source.check_alive, args=(100.0,))  # noqa: TID251 - as the program does
            thread.start()
            try:
                list(scan)
            finally:
                thread.join()

        draft = draft_of(replace(world.database, port=proxy.port), statement_timeout_s=0, connect_timeout_s=1)
        with (
            open_source(draft, Secret(world.database.password)) as source,
            pytest.raises(SourceLostError, match="nothing had come for 100 s"),
            source.read(wanted) as reader,
        ):
            swallow_and_ask(source, reader)


def test_a_server_that_works_for_us_is_waited_for(world: MysqlWorld) -> None:
    slow = QuerySelection(SLOW.format("seq_1_to_100000"))
    heard: list[float] = []
    with world.open_as(world.database, statement_timeout_s=0) as source:

        def ask() -> None:
            while not (working := ours(world, "AND COMMAND = 'Query' AND INFO LIKE '%%seq_1_to_100000%%'")):
                pass
            source.check_alive(100.0)
            heard.append(source.heard_at())
            world.run(f"KILL QUERY {working[0]}")  # it would go on for years

        thread = threading.Thread(target=ask)  # noqa: TID251 - as the program does
        thread.start()
        with pytest.raises(SourceTimeoutError), source.read(ReadPlan(slow, ("id",), (), ())) as reader:
            everything(reader)
        thread.join()
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)
        assert 0 < heard[0] <= source.heard_at()


def test_a_preview_is_stopped_at_the_time_limit_and_a_sync_is_not(world: MysqlWorld) -> None:
    with world.open_as(world.database, statement_timeout_s=1) as source:
        with pytest.raises(SourceTimeoutError, match="time limit"):
            source.sample(QuerySelection(SLOW.format("seq_1_to_100000")), 1)
        with source.read(ReadPlan(QuerySelection(SLOW.format("seq_1_to_320")), ("id",), (), ())) as reader:
            assert len(everything(reader)) == 1
        assert source.sample(QuerySelection("SELECT @@max_statement_time AS a"), 1).rows == (("1.000000",),)


def test_a_table_locked_by_others_is_named_in_time(world: MysqlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    monkeypatch.setitem(mysql_connect._SETTINGS, "lock_wait_timeout", "1")
    with world.open() as source:
        world.run("LOCK TABLES articles WRITE")
        with pytest.raises(SourceTimeoutError, match="structure") as caught:
            source.sample(TableSelection(table), 1)
        world.run("UNLOCK TABLES")
    assert caught.value.retryable


def test_a_server_that_is_killed_and_comes_back() -> None:
    require(has_mariadb(), "Debian's MariaDB")
    with run_mariadb() as server:
        login = server.admin
        login.run(
            "CREATE TABLE t (id int PRIMARY KEY, body text)",
            "INSERT INTO t SELECT seq, REPEAT('x', 2000) FROM seq_1_to_9000",
        )
        wanted = plan(TableRef("shop", "t"), "id", "body")

        def read_on(reader: SourceReader) -> None:
            scan = reader.rows()
            next(scan)
            server.stop()
            assert list(scan)

        with open_source(draft_of(login), Secret(login.password)) as source:
            with pytest.raises(SourceLostError) as caught, source.read(wanted) as reader:
                read_on(reader)
            assert caught.value.retryable
            with pytest.raises(SourceLostError) as again, source.read(wanted):
                pass
            assert again.value.retryable
        with pytest.raises(PortClosedError) as away, open_source(draft_of(login), Secret(login.password)):
            pass
        assert away.value.retryable
        server.start()
        with open_source(draft_of(login), Secret(login.password)) as source, source.read(wanted) as reader:
            assert len(scanned_keys(reader)) == 9_000


def test_too_many_connections_can_be_tried_again_and_a_new_password_can_not(world: MysqlWorld) -> None:
    login = world.account()
    world.grant("SELECT", f"`{world.schema}`.*", login)
    world.run(f"ALTER USER `{login.user}` WITH MAX_USER_CONNECTIONS 1")
    with (
        world.open_as(login),
        pytest.raises(SourceError, match="too many connections") as full,
        world.open_as(login),
    ):
        pass
    assert full.value.retryable
    world.run(f"ALTER USER `{login.user}` IDENTIFIED BY 'another'")
    with pytest.raises(LoginRefusedError) as refused, world.open_as(login):
        pass
    assert not refused.value.retryable


def test_what_people_took_away_is_not_tried_again(world: MysqlWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.create("other", ["id"], [], ["id"])
    login = world.account()
    world.grant("SELECT", "other", login)
    world.grant("SELECT", "articles", login)
    wanted = plan(table, "id", "body")
    with world.open_as(login) as source:
        with source.read(wanted) as reader:
            assert len(list(reader.rows())) == 1
        for take_away, error in (
            ("ALTER TABLE articles RENAME COLUMN body TO text", ColumnMissingError),
            (f"REVOKE SELECT ON articles FROM `{login.user}`", AccessDeniedError),
        ):
            world.run(take_away)
            with pytest.raises(error) as caught, source.read(wanted):
                pass
            assert not caught.value.retryable
    world.drop(table)
    with world.open() as source, pytest.raises(TableMissingError) as gone, source.read(wanted):
        pass
    assert not gone.value.retryable


def test_a_column_without_a_grant_is_named(world: MysqlWorld) -> None:
    table = world.create("half", ["id", "body", "salary"], [("1", "A", "9")], ["id"])
    login = world.account()
    world.grant("SELECT (id, body)", "half", login)
    with world.open_as(login) as source:
        assert source.sample(TableSelection(table), 5).rows == (("1", "A"),)
        with source.read(plan(table, "id", "body")) as reader:
            assert everything(reader) == {("1",): ("A",)}
        with pytest.raises(AccessDeniedError, match="salary"), source.read(plan(table, "id", "salary")):
            pass


RETRYABLE = "1040 1205 1213 1053 1203 1226 1317 1969 2003 2006 2013 3024 1021 1038 1158 1160"
FINAL = "1044 1045 1049 1054 1064 1142 1143 1146 1130 1290 1792 1305 1194 2026 1301"


@pytest.mark.parametrize(
    ("number", "retryable"),
    [*((code, True) for code in RETRYABLE.split()), *((code, False) for code in FINAL.split())],
)
def test_only_what_passes_by_itself_is_tried_again(number: str, retryable: bool) -> None:
    assert numbered_error(int(number), "HY000", "words").retryable is retryable


def test_every_error_of_the_driver_has_a_meaning() -> None:
    numbers = {value for names in (ER, CR) for value in vars(names).values() if isinstance(value, int)}
    assert len(numbers) > 400
    for number in numbers:
        meant = translate(pymysql.err.OperationalError(number, "words"))
        assert isinstance(meant, KbConnectError)
        assert meant.message
        assert meant.hint
        assert str(number) in meant.detail


def test_a_session_left_by_an_error_is_closed(world: MysqlWorld) -> None:
    with pytest.raises(ZeroDivisionError), world.open():
        raise ZeroDivisionError
    with closing(world.database.connect()) as other:
        assert other.open
    while len(ours(world)) > 0:
        pass
    assert ours(world) == []
