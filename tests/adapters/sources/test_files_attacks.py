"""What a query over files must not be able to do: read another file, write one, reach the network, change a setting.

Each attack is tried twice: through the source, and past its refusals on the locked instance of DuckDB alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from kbconnect.adapters.sources.files_engine import lock, opened
from kbconnect.core.errors import KbConnectError, QueryFailedError, QueryRefusedError, TableMissingError
from kbconnect.core.model import QuerySelection
from kbconnect.core.ports import ReadPlan
from tests.adapters.sources.files_world import FilesWorld

SECRET = "the password is swordfish"

OUTSIDE = (
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_blob('{outside}')",
    "SELECT * FROM read_json('{outside}')",
    "SELECT * FROM read_parquet('{outside}')",
    "SELECT * FROM '{outside}'",
    'SELECT * FROM "{outside}"',
    'SELECT * FROM "link.csv"',
    "SELECT * FROM read_csv('{folder}/link.csv')",
    "SELECT * FROM read_csv('{folder}/../outside.csv')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('{outside}')",
    "SELECT * FROM parquet_metadata('{outside}')",
    "SELECT (SELECT content FROM read_text('{outside}'))",
    "SELECT * FROM orders WHERE id IN (SELECT content FROM read_text('{outside}'))",
    "WITH x AS (SELECT * FROM read_text('{outside}')) SELECT * FROM x",
    "SELECT * FROM orders, LATERAL (SELECT * FROM read_text('{outside}'))",
    "SELECT * FROM query('SELECT * FROM read_text(''{outside}'')')",
    "SELECT * FROM query_table('{outside}')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''{outside}'')'))",
    "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT * FROM 's3://bucket/x.parquet'",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM read_duckdb('{outside}')",
)
"""They would give something that is no table of this connector."""

ACTING = (
    "COPY orders TO '{folder}/stolen.csv'",
    "COPY (SELECT 1) TO '{folder}/orders.csv'",
    "SELECT 1; COPY orders TO '{folder}/stolen.csv'",
    "SELECT 1) AS q; COPY orders TO '{folder}/stolen.csv'; SELECT * FROM (SELECT 1",
    "EXPORT DATABASE '{folder}/all'",
    "ATTACH '{folder}/other.db'",
    "INSTALL httpfs",
    "LOAD '{folder}/evil.duckdb_extension'",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET allowed_paths",
    "PRAGMA enable_profiling",
    "CALL enable_logging('QueryLog', storage = 'file', storage_config = {{'path': '{folder}/log'}})",
    "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_config = {{'path': '{folder}/log'}})",
    "CREATE TABLE x AS SELECT 1",
    "CREATE OR REPLACE VIEW orders AS SELECT 1",
    "CREATE SECRET (TYPE s3)",
    "INSERT INTO orders VALUES (1)",
    "DELETE FROM orders",
    "DROP VIEW orders",
    "PREPARE x AS SELECT 1",
    "DETACH memory",
    "CHECKPOINT",
)
"""They would write, or change what a later query may do."""

ODD = (
    "SELECT sleep_ms(1)",
    "SELECT getenv('HOME')",
    "SELECT current_setting('temp_directory')",
    "SELECT nextval('x')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT * FROM pandas_scan(1)",
    "SELECT * FROM python_map_function(1)",
    "SELECT * FROM seq_scan('orders')",
    "SELECT * FROM pragma_version()",
    "SELECT * FROM (DESCRIBE orders)",
    "SELECT * FROM (SHOW TABLES)",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM secret_variable",
    "FROM orders SELECT *; SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT $1",
    "",
    "   ;",
)
"""They would tell about this program or hang it, or are no single query."""


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    world = FilesWorld(tmp_path / "exports")
    world.write("orders.csv", "id,what\n1,tea\n2,salt\n")
    (tmp_path / "outside.csv").write_text(f"secret\n{SECRET}\n")
    (world.folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    return world


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def filled(sql: str, world: FilesWorld) -> str:
    return sql.format(outside=world.folder.parent / "outside.csv", folder=world.folder)


@pytest.mark.parametrize("sql", [*OUTSIDE, *ACTING, *ODD])
def test_a_query_that_does_more_than_read_the_tables_is_refused(world: FilesWorld, sql: str) -> None:
    secret_variable = [SECRET]
    before = contents(world.folder.parent)
    query = QuerySelection(filled(sql, world))
    with world.open() as source:
        with pytest.raises((QueryRefusedError, QueryFailedError, TableMissingError)) as caught:
            source.sample(query, 5)
        with pytest.raises(type(caught.value)), source.read(ReadPlan(query, ("id",), (), ())):
            pass
    assert SECRET not in f"{caught.value} {caught.value.detail}"
    assert caught.value.hint
    assert contents(world.folder.parent) == before
    assert secret_variable


@contextmanager
def locked(world: FilesWorld) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(world.folder.parent / "spill", 20.0) as connection:
        orders = world.folder / "orders.csv"
        connection.execute(f"CREATE VIEW orders AS SELECT * FROM read_csv('{orders}')")
        lock(connection, [orders])
        with closing(connection.cursor()) as cursor:
            yield cursor


def test_past_all_refusals_no_other_file_can_be_read(world: FilesWorld) -> None:
    told: list[object] = []
    with locked(world) as connection:
        for sql in OUTSIDE:
            try:
                told += connection.execute(filled(sql, world)).fetchall()
            except duckdb.Error as error:
                told.append(str(error))
    assert len(told) >= len(OUTSIDE)
    assert SECRET not in repr(told)


def test_past_all_refusals_nothing_can_be_written_or_set(world: FilesWorld) -> None:
    before = contents(world.folder.parent)
    with locked(world) as connection:
        for sql in ACTING:
            with suppress(duckdb.Error):
                connection.execute(filled(sql, world))
            # What could be made lives in memory, and goes with the instance.
            for setting, value in (("enable_external_access", False), ("lock_configuration", True)):
                assert connection.execute(f"SELECT current_setting('{setting}')").fetchall() == [(value,)], sql
            with pytest.raises(duckdb.Error):
                connection.execute("SET threads = 1")
            with pytest.raises(duckdb.Error):
                connection.execute(f"SELECT * FROM read_csv('{world.folder.parent}/outside.csv')")
            assert contents(world.folder.parent) == before, sql


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id, upper(what) AS what FROM orders WHERE id > '1' -- done",
        'SELECT * FROM "orders.csv" ORDER BY id;',
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT x AS id FROM n",
        "SELECT unnest([1, 2]) AS id, 'x' AS what",
        "SELECT r AS id, 'x' AS what FROM range(2) AS t(r)",
        "SELECT id, what FROM orders UNION ALL BY NAME SELECT what, id FROM orders",
        "SELECT id, count(*) AS what FROM orders GROUP BY ALL HAVING count(*) > 0",
        "VALUES (1, 'a')",
    ],
)
def test_a_query_that_only_reads_runs(world: FilesWorld, sql: str) -> None:
    with world.open() as source:
        assert source.sample(QuerySelection(sql), 5).rows


def test_deep_nesting_ends_with_an_answer(world: FilesWorld) -> None:
    with world.open() as source:
        for sql in ("SELECT " + "(" * 5_000 + "1" + ")" * 5_000, "SELECT " + "1+" * 20_000 + "1 AS id"):
            told: list[object] = []
            try:
                told += source.sample(QuerySelection(sql), 1).rows
            except KbConnectError as error:
                told.append(error.hint)
            assert all(told)
            assert told
