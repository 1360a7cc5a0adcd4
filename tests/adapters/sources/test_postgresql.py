"""PostgreSQL as a source: the contract, and what only PostgreSQL does. Each test on a real server."""

from __future__ import annotations

import tracemalloc

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    AccessDeniedError,
    QueryFailedError,
    QueryRefusedError,
    SourceTimeoutError,
)
from kbconnect.core.model import (
    ColumnKind,
    QuerySelection,
    TableSelection,
)
from kbconnect.core.ports import ReadPlan
from tests import servers
from tests.adapters.sources.contract import SourceContract, everything, plan
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
