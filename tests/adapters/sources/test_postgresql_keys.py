"""PostgreSQL finds rows again by their keys: exactly those, each once, and no error where one can't be found."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from kbconnect.core.model import TableRef
from kbconnect.core.ports import SourceReader
from tests import servers
from tests.adapters.sources.contract import Row, plan, scanned_hashes
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of

pytestmark = pytest.mark.server


def again(reader: SourceReader) -> list[Row]:
    """The rows of all keys a scan finds, read by key."""
    found = [values for batch in reader.rows_by_key(list(scanned_hashes(reader))) for values in batch.values]
    return sorted(found, key=str)


def test_a_collation_that_ignores_case_gives_each_row_once(debian_postgres: servers.DebianPostgres) -> None:
    with debian_postgres.server.fresh_database() as database:  # one built with ICU
        database.execute(
            "CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false); "
            "CREATE TABLE t (code text COLLATE no_case, body text); "
            "INSERT INTO t VALUES ('a', '1'), ('A', '2'), ('b', '3'); CREATE INDEX ON t (code)"
        )
        with (
            open_source(draft_of(database), Secret(database.password)) as source,
            source.read(plan(TableRef("public", "t"), "code", "body")) as reader,
        ):
            assert again(reader) == [("1",), ("2",), ("3",)]


@pytest.mark.parametrize(
    ("base", "values", "check"),
    [("text", "('x1'), ('y2')", "VALUE LIKE 'y%'"), ("int", "(1), (2)", "VALUE > 1"),
     ("varchar(5)", "('abc')", "VALUE > 'x'"), ("timestamp(3) with time zone", "('2026-01-02 03:04:05.678+00')",
                                                "VALUE > now()")],
)  # fmt: skip
def test_a_domain_whose_rule_old_rows_break_is_read(world: PostgresWorld, base: str, values: str, check: str) -> None:
    world.script(
        f'CREATE DOMAIN inner_code AS {base}; CREATE DOMAIN "Code " AS inner_code; '
        f'CREATE TABLE t (id "Code " PRIMARY KEY, body text); INSERT INTO t (id) VALUES {values}; '
        "UPDATE t SET body = id::text; "
        f'ALTER DOMAIN "Code " ADD CHECK ({check}) NOT VALID'
    )
    with world.open() as source, source.read(plan(world.table("t"), "id", "body")) as reader:
        assert len(again(reader)) == values.count("(")


def test_rows_are_found_by_the_index_of_their_key(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (id text PRIMARY KEY, body text); "
        "INSERT INTO t SELECT md5(g::text), 'x' FROM generate_series(1, 20000) g; ANALYZE t"
    )
    scans = "SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = 't' AND schemaname = current_schema()"
    ((tables_before, indexes_before),) = world.run(scans)
    keys = [(hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(),) for number in range(1, 51)]
    with world.open() as source, source.read(plan(world.table("t"), "id", "body")) as reader:
        assert sum(len(batch.values) for batch in reader.rows_by_key(keys)) == 50
    # The server counts a session's scans when the session has ended, a moment later.
    while (counts := world.run(scans)) == [(tables_before, indexes_before)]:
        pass
    assert counts == [(tables_before, indexes_before + 50)]


def test_a_key_of_any_bytes_raises_nothing(postgres: servers.PostgresServer) -> None:
    with postgres.superuser.connect() as connection:
        connection.execute("CREATE DATABASE raw_keys ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    try:
        raw = replace(postgres.superuser, database="raw_keys")
        raw.execute(
            "CREATE TABLE t (id text PRIMARY KEY, v text); INSERT INTO t VALUES ('a' || chr(255), '1'), ('ok', '2')"
        )
        wanted = plan(TableRef("public", "t"), "id", "v")
        with open_source(draft_of(raw), Secret(raw.password)) as source, source.read(wanted) as reader:
            assert again(reader) == [("2",)]
            assert sum(len(batch.values) for batch in reader.rows()) == 2
    finally:
        with postgres.superuser.connect() as connection:
            connection.execute("DROP DATABASE raw_keys WITH (FORCE)")
