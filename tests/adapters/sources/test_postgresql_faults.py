"""What a PostgreSQL server does when it breaks off, refuses or hangs, each by a real server."""

from __future__ import annotations

import threading

import psycopg
import pytest

from kbconnect.adapters.sources.postgresql_copy import BlockLimits, copy_blocks
from kbconnect.adapters.sources.postgresql_errors import sqlstate_error
from kbconnect.core.errors import (
    KbConnectError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
)
from kbconnect.core.model import (
    QuerySelection,
    TableSelection,
)
from kbconnect.core.ports import Source, SourceReader
from tests.adapters.sources.contract import plan
from tests.adapters.sources.postgresql_world import PostgresWorld

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
            assert len(next(iter(reader.rows())).values) == 2000


def test_a_statement_just_sent_is_stopped_when_the_wish_came_just_before(world: PostgresWorld) -> None:
    with pytest.raises(psycopg.errors.QueryCanceled):
        list(copy_blocks(world.connection, "SELECT pg_sleep(60)", BlockLimits(1, 1), lambda: True))
    assert world.run("SELECT 1") == [(1,)]


def test_a_table_locked_by_others_is_named_in_time(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbconnect.adapters.sources import postgresql_connect

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
