"""PostgreSQL as a source: the contract, and what only PostgreSQL does. Each test on a real server."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import psycopg
import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.postgresql_copy import BlockLimits, copy_blocks
from kbconnect.adapters.sources.postgresql_errors import sqlstate_error
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    AccessDeniedError,
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
)
from kbconnect.core.model import (
    ColumnKind,
    QuerySelection,
    TableRef,
    TableSelection,
)
from kbconnect.core.ports import ReadPlan, Source, SourceReader
from tests import servers
from tests.adapters.sources.contract import SourceContract, everything, hashes, plan, scanned_hashes
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of

pytestmark = pytest.mark.server


class TestPostgresqlSource(SourceContract):
    """Runs on the fixture `world` of conftest.py."""


# --------------------------------------------------------------------------------------------------- tables


def test_kinds_of_tables(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE plain (id int); CREATE VIEW seen AS SELECT 1 AS id; "
        "CREATE MATERIALIZED VIEW kept AS SELECT 1 AS id; "
        "CREATE TABLE parts (id int) PARTITION BY RANGE (id); "
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (id); "
        "CREATE TABLE parts_1_1 PARTITION OF parts_1 FOR VALUES FROM (0) TO (500); "
        "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (1000) TO (2000); "
        "CREATE TEMP TABLE passing (id int); "
        "INSERT INTO parts SELECT generate_series(0, 299); INSERT INTO parts SELECT generate_series(1000, 1099); "
        "INSERT INTO plain SELECT generate_series(1, 77); COMMENT ON TABLE plain IS 'Published articles'; "
    )
    for name in ("plain", "parts", "kept"):
        world.run("ANALYZE {}", name)
    with world.open() as source:
        found = {info.ref.name: info for info in source.tables() if info.ref.schema == world.schema}
        assert {name: source.row_estimate(TableSelection(info.ref)) for name, info in found.items()} == {
            name: info.rows_estimate for name, info in found.items()
        }
        schemas = {info.ref.schema for info in source.tables()}
    assert {name: info.kind for name, info in found.items()} == {
        "plain": "table", "seen": "view", "kept": "materialized_view", "parts": "partitioned_table",
    }  # fmt: skip
    assert (found["plain"].rows_estimate, found["parts"].rows_estimate) == (77, 400)
    assert found["seen"].rows_estimate is None
    assert found["plain"].comment == "Published articles"
    assert not {schema for schema in schemas if schema.startswith("pg_") or schema == "information_schema"}


def test_a_partitioned_table_and_a_view_read_like_any_other(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE parts (id int PRIMARY KEY, v text) PARTITION BY RANGE (id); "
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10); "
        "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20); "
        "INSERT INTO parts SELECT g, 'v' || g FROM generate_series(0, 19) g; CREATE VIEW seen AS TABLE parts"
    )
    for name in ("parts", "seen"):
        with world.open() as source, source.read(plan(world.table(name), "id", "v")) as reader:
            assert len(everything(reader)) == 20
            assert len(list(reader.rows_by_key([("3",), ("13",)]))) == 1


@pytest.mark.slow
def test_ten_thousand_tables_are_listed_by_one_query(postgres: servers.PostgresServer) -> None:
    with postgres.fresh_database() as database:
        database.execute(
            "DO $$ BEGIN FOR i IN 1..10000 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); "
            "IF i % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$"
        )
        draft = draft_of(database, statement_timeout_s=2)
        with open_source(draft, Secret(database.password)) as source:
            assert len(source.tables()) == 10_000


# --------------------------------------------------------------------------------------------------- rights


def test_an_account_sees_what_it_may_read(world: PostgresWorld) -> None:
    world.create("open", ["id", "body"], [("1", "A")], ["id"])
    world.create("closed", ["id", "body"], [("1", "A")], ["id"])
    world.create("half", ["id", "body", "salary"], [("1", "A", "9")], ["id"])
    login = world.account()
    with world.open_as(login) as source:
        assert not any(info.readable for info in source.tables() if info.ref.schema == world.schema)
        with pytest.raises(AccessDeniedError, match="open"):
            source.columns(world.table("open"))
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON open TO {}", login.user)
    world.run("GRANT SELECT (id, body) ON half TO {}", login.user)
    with world.open_as(login) as source:
        readable = {info.ref.name: info.readable for info in source.tables() if info.ref.schema == world.schema}
        assert readable == {"open": True, "closed": False, "half": True}
        assert [column.name for column in source.columns(world.table("half"))] == ["id", "body"]
        assert source.sample(TableSelection(world.table("half")), 5).rows == (("1", "A"),)
        with source.read(plan(world.table("half"), "id", "body")) as reader:
            assert everything(reader) == {("1",): ("A",)}
        for use in (source.columns, lambda table: source.sample(TableSelection(table), 1)):
            with pytest.raises(AccessDeniedError, match="closed"):
                use(world.table("closed"))
        with pytest.raises(AccessDeniedError):
            source.sample(QuerySelection(f'SELECT * FROM "{world.schema}".closed'), 1)


def test_the_session_can_not_write(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (id int); CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql VOLATILE AS "
        f'$$ BEGIN INSERT INTO "{world.schema}".t VALUES (1); RETURN 1; END $$; '
        "CREATE FUNCTION unlock() RETURNS text LANGUAGE sql AS "
        "$$ SELECT set_config('transaction_read_only', 'off', false) $$"
    )
    for function in ("sneak", "unlock"):
        query = QuerySelection(f'SELECT "{world.schema}".{function}() AS id')
        with world.open() as source:
            with pytest.raises((QueryRefusedError, QueryFailedError)):
                source.sample(query, 1)
            with (
                pytest.raises((QueryRefusedError, QueryFailedError)),
                source.read(ReadPlan(query, ("id",), (), ())) as reader,
            ):
                list(reader.rows())
    assert world.run("SELECT count(*) FROM t") == [(0,)]


# --------------------------------------------------------------------------------------------------- queries


def test_a_query_is_read_like_a_table(world: PostgresWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
    query = QuerySelection(f'SELECT id::int AS id, body || \' 100%\' AS "Body" FROM "{world.schema}".articles; -- all')
    with world.open() as source:
        described = source.describe(query)
        assert [(column.name, column.type, column.kind) for column in described] == [
            ("id", "integer", ColumnKind.INTEGER), ("Body", "text", ColumnKind.TEXT),
        ]  # fmt: skip
        assert source.sample(query, 1).rows == (("1", "A 100%"),)
        with source.read(ReadPlan(query, ("id",), ("Body",), ())) as reader:
            assert everything(reader) == {("1",): ("A 100%",), ("2",): ("B 100%",)}
            assert [batch.values for batch in reader.rows_by_key([("2",)])] == [[("B 100%",)]]
            assert reader.row_estimate() is not None


def test_a_query_with_two_columns_of_one_name_is_named(world: PostgresWorld) -> None:
    with world.open() as source, pytest.raises(QueryFailedError, match="two columns named “a”"):
        source.describe(QuerySelection("SELECT 1 AS a, 2 AS a"))


def test_a_wrong_query_says_where(world: PostgresWorld) -> None:
    with world.open() as source, pytest.raises(QueryFailedError) as caught:
        source.sample(QuerySelection("SELECT nonsense_of(1)"), 1)
    assert caught.value.position is not None
    assert "nonsense_of" in caught.value.detail


def test_a_preview_is_stopped_at_the_time_limit_and_a_sync_is_not(world: PostgresWorld) -> None:
    slow = QuerySelection("SELECT sum(a * b) AS id FROM generate_series(1, 3000) a, generate_series(1, 3000) b")
    with world.open_as(world.database, statement_timeout_s=1) as source:
        with pytest.raises(SourceTimeoutError, match="time limit"):
            source.sample(QuerySelection(slow.sql.replace("3000", "30000")), 1)
        with source.read(ReadPlan(slow, ("id",), (), ())) as reader:
            assert len(everything(reader)) == 1


# --------------------------------------------------------------------------------------------------- size


def test_a_cell_of_50_megabytes_stays_where_it_is(world: PostgresWorld) -> None:
    world.script("CREATE TABLE t (id int PRIMARY KEY, body text, data bytea)")
    world.script("INSERT INTO t VALUES (1, 'fine', '\\x00'), (3, 'fine', NULL)")
    world.script(
        "INSERT INTO t SELECT 2, string_agg(md5(g::text), ''), "
        "decode(string_agg(md5(g::text), ''), 'hex') FROM generate_series(1, 1625000) g"
    )
    tracemalloc.start()
    try:
        with world.open() as source, source.read(plan(world.table("t"), "id", "body data")) as reader:
            (batch,) = reader.rows()
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert batch.values == [("fine", "\\x00"), (None, None), ("fine", None)]
    assert [(fault.column, fault.reason) for fault in batch.faults] == [
        ("body", "Larger than the limit of 20 MB (52 MB)"), ("data", "Larger than the limit of 20 MB (26 MB)"),
    ]  # fmt: skip
    assert peak < 10_000_000


def test_memory_is_bounded_by_the_batch(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (id int PRIMARY KEY, body text); "
        "INSERT INTO t SELECT g, repeat(md5(g::text), 31250) FROM generate_series(1, 60) g"
    )
    tracemalloc.start()
    try:
        with world.open() as source, source.read(plan(world.table("t"), "id", "body", batch_bytes=3_500_000)) as reader:
            sizes = [len(batch.values) for batch in reader.rows()]
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(sizes) == 60
    assert max(sizes) == 3
    assert peak < 16_000_000


def test_a_comparison_sorts_hashes_and_not_texts(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (id uuid PRIMARY KEY, body text); "
        "INSERT INTO t SELECT md5(g::text)::uuid, repeat(md5(g::text), 30) FROM generate_series(1, 40000) g; ANALYZE t"
    )
    login = world.account()
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON t TO {}", login.user)
    for setting in (
        "work_mem = '64kB'",
        "temp_file_limit = '12MB'",
        "max_parallel_workers_per_gather = 0",
        "enable_indexscan = off",
    ):
        world.run("ALTER ROLE {} SET " + setting, login.user)
    with world.open_as(login) as source, source.read(plan(world.table("t"), "id", "body")) as reader:
        assert sum(len(batch.keys) for batch in reader.fingerprints()) == 40_000


# --------------------------------------------------------------------------------------------------- losing it


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


# --------------------------------------------------------------------------------------------------- session


def test_the_session_is_as_agreed(world: PostgresWorld) -> None:
    settings = (
        "default_transaction_read_only", "transaction_read_only", "transaction_isolation", "TimeZone", "DateStyle",
        "IntervalStyle", "application_name", "client_encoding", "bytea_output", "statement_timeout",
    )  # fmt: skip
    columns = ", ".join(f"current_setting('{name}') AS c{number}" for number, name in enumerate(settings))
    with world.open() as source:
        (row,) = source.sample(QuerySelection(f"SELECT {columns}"), 1).rows
    assert row == ("on", "on", "repeatable read", "UTC", "ISO, MDY", "iso_8601", "kbconnect", "UTF8", "hex", "1min")


def test_a_password_of_any_characters_works_and_shows_nowhere(world: PostgresWorld) -> None:
    login = world.account()
    with world.open_as(login) as source:
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)
    wrong = replace(login, password=login.password + "!wrong!")
    with pytest.raises(KbConnectError) as caught, world.open_as(wrong):
        pass
    shown = (
        f"{caught.value!r} {caught.value.message} {caught.value.hint} {caught.value.detail} {caught.value.__cause__!r}"
    )
    assert "!wrong!" not in shown
    assert login.password not in shown


def test_a_database_in_another_encoding_gives_the_same_digests(postgres: servers.PostgresServer) -> None:
    from kbconnect.core.changes import key_digest

    with postgres.superuser.connect() as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        connection.execute("CREATE DATABASE raw ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    try:
        latin = replace(postgres.superuser, database="latin")
        latin.execute("CREATE TABLE t (id text PRIMARY KEY, v text); INSERT INTO t VALUES (chr(228), 'b' || chr(233))")
        wanted = plan(TableRef("public", "t"), "id", "v")
        with open_source(draft_of(latin), Secret(latin.password)) as source, source.read(wanted) as reader:
            assert everything(reader) == {("ä",): ("bé",)}
            assert {digest for digest, _, _ in scanned_hashes(reader).values()} == {key_digest(("ä",))}
            assert hashes(reader.rows_by_key([("ä",)])) == scanned_hashes(reader)
        raw = replace(postgres.superuser, database="raw")
        raw.execute(
            "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a' || chr(255) || 'b'), (2, 'ok')"
        )
        with open_source(draft_of(raw), Secret(raw.password)) as source, source.read(wanted) as reader:
            (batch,) = reader.rows()
            assert source.sample(wanted.selection, 2).rows == (("1", "a\ufffdb"), ("2", "ok"))
            assert hashes(reader.rows()) == scanned_hashes(reader)
            assert [found.values for found in reader.rows_by_key([("2",)])] == [[("ok",)]]
        assert batch.values == [(None,), ("ok",)]
        assert [fault.reason for fault in batch.faults] == ["Not valid UTF-8 at character 2"]
    finally:
        with postgres.superuser.connect() as connection:
            connection.execute("DROP DATABASE latin WITH (FORCE)")
            connection.execute("DROP DATABASE raw WITH (FORCE)")


def test_a_server_that_is_too_old_is_named(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql_connect.OLDEST_VERSION", 99)
    with pytest.raises(SourceError, match=r"PostgreSQL \d+, which is too old"), world.open():
        pass


def test_a_pooler_that_takes_no_options_gets_the_settings_per_transaction(world: PostgresWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    with pooler_in_front_of(world.database) as port, world.open_as(replace(world.database, port=port)) as source:
        query = QuerySelection(
            "SELECT current_setting('TimeZone') AS zone, current_setting('transaction_read_only') AS read_only, "
            "current_setting('statement_timeout') AS statement"
        )
        assert source.sample(query, 1).rows == (("UTC", "on", "1min"),)
        with source.read(plan(table, "id", "body")) as reader:
            assert everything(reader) == {("1",): ("A",)}
        with source.read(ReadPlan(query, ("zone",), ("statement",), ())) as reader:
            assert everything(reader) == {("UTC",): ("0",)}


def test_settings_hold_behind_a_pooler_that_drops_them_without_a_word(world: PostgresWorld) -> None:
    login = world.account()
    for setting in ("TimeZone = 'America/New_York'", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'postgres_verbose'"):
        world.run("ALTER ROLE {} SET " + setting, login.user)
    query = QuerySelection(
        "SELECT timestamptz '2026-03-04 05:06+00' AS at, interval '1 day' AS span, "
        "current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, "
        "current_setting('idle_in_transaction_session_timeout') AS idle"
    )
    with (
        pooler_in_front_of(world.database, refuses=False) as port,
        world.open_as(replace(login, port=port)) as source,
    ):
        assert source.sample(query, 1).rows == (("2026-03-04 05:06:00+00", "P1D", "1min", "10s", "15min"),)


def test_texts_end_where_the_guard_thinks_whatever_the_account_is_set_to(world: PostgresWorld) -> None:
    login = world.account()
    world.run("ALTER ROLE {} SET standard_conforming_strings = off", login.user)
    world.run("ALTER ROLE {} SET escape_string_warning = off", login.user)
    world.create("articles", ["id", "body"], [("back\\slash", "it's")], ["id"])
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON articles TO {}", login.user)
    # With backslashes that escape, this would be a text, a sleep of 2 s and another text.
    disguised = QuerySelection(r"SELECT 'a\' AS x, (' AS y, pg_sleep(2), ') AS z' AS w")
    with world.open_as(login, statement_timeout_s=1) as source:
        with pytest.raises((QueryRefusedError, QueryFailedError)):
            source.sample(disguised, 1)
        assert source.sample(QuerySelection(r"SELECT 'a\' AS x"), 1).rows == (("a\\",),)
        with source.read(plan(world.table("articles"), "id", "body")) as reader:
            assert [batch.values for batch in reader.rows_by_key([("back\\slash",)])] == [[("it's",)]]


@contextmanager
def pooler_in_front_of(database: servers.PostgresDatabase, *, refuses: bool = True) -> Iterator[int]:
    """A proxy that refuses the start-up parameter "options" as PgBouncer does, or drops it as PgBouncer can be told to,
    and passes everything else on."""
    fields = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
    refusal = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        threads: list[threading.Thread] = []  # noqa: TID251 - a proxy needs them

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threads.append(threading.Thread(target=talk, args=(client,)))  # noqa: TID251 - see above
                    threads[-1].start()

        def talk(client: socket.socket) -> None:
            with client, socket.create_connection((database.host, database.port)) as server:
                first = client.recv(8192)
                while first[4:8] == (80877103).to_bytes(4, "big"):
                    client.sendall(b"N")
                    first = client.recv(8192)
                if b"\0options\0" in first and refuses:
                    client.sendall(refusal)
                    return
                server.sendall(without_options(first))
                back = threading.Thread(target=pass_on, args=(server, client))  # noqa: TID251 - see above
                back.start()
                pass_on(client, server)
                back.join()

        thread = threading.Thread(target=serve)  # noqa: TID251 - see above
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for talking in threads:
                talking.join()


def without_options(start_up: bytes) -> bytes:
    """A start-up packet (length, version, name and value pairs) without the parameter "options"."""
    fields = start_up[8:].rstrip(b"\0").split(b"\0")
    pairs = [pair for pair in zip(fields[::2], fields[1::2], strict=True) if pair[0] != b"options"]
    body = start_up[4:8] + b"".join(name + b"\0" + value + b"\0" for name, value in pairs) + b"\0"
    return (len(body) + 4).to_bytes(4, "big") + body


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
