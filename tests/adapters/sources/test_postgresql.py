"""PostgreSQL as a source: the contract, and what only PostgreSQL does. Each test on a real server."""

from __future__ import annotations

import threading
import tracemalloc
from dataclasses import replace

import psycopg
import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.postgresql_errors import sqlstate_error
from kbconnect.core.errors import (
    AccessDeniedError,
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
)
from kbconnect.core.model import ColumnKind, QuerySelection, Secret, TableRef, TableSelection
from kbconnect.core.ports import ReadPlan, Source, SourceReader
from tests import servers
from tests.adapters.sources.contract import SourceContract, everything, hashes, plan, scanned_hashes
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of

pytestmark = pytest.mark.server


class TestPostgresqlSource(SourceContract):
    """Runs on the fixture `world` of conftest.py."""


# --------------------------------------------------------------------------------------------------- types

ZOO = {
    "a smallint": ("(-32768)::smallint", "-32768"),
    "b numeric": ("12345678901234567890.000123", "12345678901234567890.000123"),
    "c numeric": ("'NaN'", "NaN"),
    "d numeric": ("'-Infinity'", "-Infinity"),
    "e double precision": ("0.1", "0.1"),
    "f double precision": ("'NaN'", "NaN"),
    "g real": ("'Infinity'", "Infinity"),
    "h boolean": ("true", "true"),
    "i date": ("'infinity'", "infinity"),
    "j date": ("'4713-01-01 BC'", "4713-01-01 BC"),
    "k date": ("'294276-12-31'", "294276-12-31"),
    "l timestamp": ("'0001-01-01 00:00:00.000001 BC'", "0001-01-01 00:00:00.000001 BC"),
    "m timestamptz": ("'2025-11-18 09:42:00+01'", "2025-11-18 08:42:00+00"),
    "n timestamptz": ("'-infinity'", "-infinity"),
    "o time": ("'24:00:00'", "24:00:00"),
    "p timetz": ("'10:00:00+05:30'", "10:00:00+05:30"),
    "q interval": ("'1 year 2 days 03:04:05.6'", "P1Y2DT3H4M5.6S"),
    "r json": ("'{\"a\":  [1, null]}'", '{"a":  [1, null]}'),
    "s jsonb": ("'{\"b\": 1, \"a\": \"ä\"}'", '{"a": "ä", "b": 1}'),
    "t integer[]": ("'{{1,2},{3,NULL}}'", "{{1,2},{3,NULL}}"),
    "u text[]": ("ARRAY['a,b', '\"', '']", '{"a,b","\\"",""}'),
    "v bytea": ("'\\x00ff5c'", "\\x00ff5c"),
    "w mood": ("'so, so'", "so, so"),
    "x int4range": ("'[1,5)'", "[1,5)"),
    "y uuid": ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "z point": ("'(1,2)'", "(1,2)"),
    "aa pair": ("ROW(1, 'x y')", '(1,"x y")'),
    "ab short_name": ("'Ann'", "Ann"),
    "ac money": ("12.5", "$12.50"),
    "ae tsvector": ("to_tsvector('simple', 'b a')", "'a':2 'b':1"),
    "af bit(3)": ("B'101'", "101"),
    "ag bit varying": ("B'1'", "1"),
    "ah inet": ("'10.0.0.1/8'", "10.0.0.1/8"),
    "ai macaddr": ("'08:00:2b:01:02:03'", "08:00:2b:01:02:03"),
    "aj char(5)": ("'ab'", "ab"),
    "ak \"char\"": ("'x'", "x"),
    "al oid": ("4294967295", "4294967295"),
    "am polygon": ("'((0,0),(1,1))'", "((0,0),(1,1))"),
    "an datemultirange": ("'{[2020-01-01,2020-02-01)}'", "{[2020-01-01,2020-02-01)}"),
    "ao name": ("'n'", "n"),
    "ap blob_domain": ("'\\x01'", "\\x01"),
    "aq regclass": ("'pg_class'", "pg_class"),
    "ar vector(2)": ("'[1,2.5]'", "[1,2.5]"),
}  # fmt: skip


@pytest.fixture
def zoo(world: PostgresWorld) -> TableRef:
    world.script(
        "CREATE TYPE mood AS ENUM ('so, so', 'fine'); CREATE TYPE pair AS (a int, b text);"
        "CREATE DOMAIN short_name AS varchar(20) CHECK (VALUE <> ''); CREATE DOMAIN blob_domain AS bytea;"
        "CREATE EXTENSION IF NOT EXISTS vector SCHEMA public"
    )
    world.script(f"CREATE TABLE zoo (id bigint PRIMARY KEY, {', '.join(ZOO)})")
    values = ", ".join(value for value, _ in ZOO.values())
    world.script(f"INSERT INTO zoo VALUES (1, {values}), (2{', NULL' * len(ZOO)})")
    return world.table("zoo")


def test_any_type_reads(world: PostgresWorld, zoo: TableRef) -> None:
    names = tuple(column.split()[0] for column in ZOO)
    expected = tuple(text for _, text in ZOO.values())
    for text, metadata in ((names, ()), ((), names)):
        with world.open() as source, source.read(ReadPlan(TableSelection(zoo), ("id",), text, metadata)) as reader:
            assert everything(reader) == {("1",): expected, ("2",): (None,) * len(ZOO)}
            assert hashes(reader.rows()) == scanned_hashes(reader)
            assert hashes(reader.rows_by_key([("1",), ("2",)])) == scanned_hashes(reader)
    with world.open() as source:
        sample = source.sample(TableSelection(zoo), 5)
    assert sample.rows[0] == ("1", *expected)


def test_any_type_can_be_a_key(world: PostgresWorld, zoo: TableRef) -> None:
    for column, (_, text) in ZOO.items():
        name = column.split()[0]
        with world.open() as source, source.read(ReadPlan(TableSelection(zoo), (name,), ("id",), ())) as reader:
            assert everything(reader) == {(text,): ("1",), (None,): ("2",)}, column
            assert hashes(reader.rows_by_key([(text,), (None,)])) == scanned_hashes(reader), column


def test_kinds_of_columns(world: PostgresWorld, zoo: TableRef) -> None:
    with world.open() as source:
        columns = {column.name: column for column in source.columns(zoo)}
        query = source.describe(QuerySelection(f'SELECT * FROM "{world.schema}".zoo'))
    kinds = {
        name: columns[name].kind.value for name in ("a", "b", "h", "i", "m", "o", "s", "v", "w", "y", "ab", "ap", "t")
    }
    assert kinds == {
        "a": "integer", "b": "number", "h": "boolean", "i": "date", "m": "timestamp", "o": "time", "s": "json",
        "v": "binary", "w": "text", "y": "uuid", "ab": "text", "ap": "binary", "t": "other",
    }  # fmt: skip
    assert [(column.name, column.kind) for column in query] == [
        (column.name, column.kind) for column in columns.values()
    ]
    domains = {"ab", "ap"}  # of a query's column the server names the type below the domain
    assert [c.type for c in query if c.name not in domains] == [
        c.type for c in columns.values() if c.name not in domains
    ]
    assert columns["af"].type == "bit(3)"
    assert columns["ae"].generated


def test_columns_say_what_the_catalogue_knows(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (gone int, id int, lang char(2) NOT NULL, slug text UNIQUE, a int, b int, "
        "total int GENERATED ALWAYS AS (a + b) STORED, PRIMARY KEY (lang, id), UNIQUE (a, b));"
        "CREATE UNIQUE INDEX ON t (a) WHERE a > 0; CREATE UNIQUE INDEX ON t (lower(slug));"
        "ALTER TABLE t DROP COLUMN gone; COMMENT ON COLUMN t.slug IS 'as in the URL'"
    )
    with world.open() as source:
        columns = source.columns(world.table("t"))
    assert [(c.name, c.primary_key, c.nullable, c.unique, c.generated, c.comment) for c in columns] == [
        ("id", 2, False, False, False, ""),
        ("lang", 1, False, False, False, ""),
        ("slug", 0, True, True, False, "as in the URL"),
        ("a", 0, True, False, False, ""),
        ("b", 0, True, False, False, ""),
        ("total", 0, True, False, True, ""),
    ]


def test_a_name_may_have_any_character_of_a_type_as_well(world: PostgresWorld) -> None:
    world.script('CREATE TYPE "my (odd) type%" AS ENUM (\'x\'); CREATE TABLE t (k "my (odd) type%" PRIMARY KEY, v int)')
    world.script("INSERT INTO t VALUES ('x', 1)")
    with world.open() as source, source.read(plan(world.table("t"), "k", "v")) as reader:
        assert [batch.values for batch in reader.rows_by_key([("x",)])] == [[("1",)]]


def test_keys_that_are_equal_but_written_differently_are_two(world: PostgresWorld) -> None:
    world.script("CREATE TABLE t (k numeric, v int); INSERT INTO t VALUES (1.0, 1), (1.00, 2), (1.0, 3), (1, 4)")
    with world.open() as source, source.read(plan(world.table("t"), "k", "v", batch_rows=1)) as reader:
        keys = [key for batch in reader.fingerprints() for key in batch.keys]
        assert sorted(keys, key=str) == [("1",), ("1.0",), ("1.0",), ("1.00",)]
        assert abs(keys.index(("1.0",)) - len(keys) + 1 + keys[::-1].index(("1.0",))) == 1
        assert [len(batch.values) for batch in reader.rows_by_key([("1.00",)])] == [1]


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
