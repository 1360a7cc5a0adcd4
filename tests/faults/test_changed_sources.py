"""What people change at a source while or before it is synced: each is told by its name, nothing that can still be
found is lost, and the next run heals once the source is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from kbconnect.core.connector import Secret
from kbconnect.core.job import Stage
from kbconnect.core.model import ChangeMode, RunStatus, SyncRun
from tests import servers
from tests.faults.conftest import ROWS
from tests.faults.lab import Lab, Watch, postgres_draft, readers
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.server


def assert_failed(run: SyncRun, code: str, *, retryable: bool = False) -> None:
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == code, run.error
    assert run.error.hint
    assert run.error.retryable is retryable
    assert run.counts.deleted == 0
    assert readers() == []


@dataclass(frozen=True)
class Change:
    """Something done to the source and how it is undone. code: of the error between; "" if the run goes through."""

    code: str
    do: str
    undo: str
    retryable: bool = False


BETWEEN_RUNS = {
    "table dropped": Change("table_missing", "ALTER TABLE notes RENAME TO gone", "ALTER TABLE gone RENAME TO notes"),
    "column dropped": Change(
        "column_missing", "ALTER TABLE notes RENAME body TO gone", "ALTER TABLE notes RENAME gone TO body"
    ),
    "key dropped": Change(
        "column_missing", "ALTER TABLE notes RENAME id TO gone", "ALTER TABLE notes RENAME gone TO id"
    ),
    "schema dropped": Change(
        "table_missing", "ALTER SCHEMA public RENAME TO gone", "ALTER SCHEMA gone RENAME TO public"
    ),
    "right to read revoked": Change(
        "access_denied", "REVOKE SELECT ON notes FROM faulty", "GRANT SELECT ON notes TO faulty"
    ),
    "right to one column left": Change(
        "access_denied",
        "REVOKE SELECT ON notes FROM faulty; GRANT SELECT (id, title) ON notes TO faulty",
        "GRANT SELECT ON notes TO faulty",
    ),
    "password changed": Change(
        "login_refused", "ALTER ROLE faulty PASSWORD 'another'", "ALTER ROLE faulty PASSWORD 'first'"
    ),
    "login disabled": Change("login_refused", "ALTER ROLE faulty NOLOGIN", "ALTER ROLE faulty LOGIN"),
    "right to connect revoked": Change(
        "access_denied", "REVOKE CONNECT ON DATABASE {} FROM PUBLIC", "GRANT CONNECT ON DATABASE {} TO PUBLIC"
    ),
    "no room for connections": Change(
        "source", "ALTER ROLE faulty CONNECTION LIMIT 0", "ALTER ROLE faulty CONNECTION LIMIT -1", retryable=True
    ),
    "table emptied": Change(
        "delete_brake",
        "CREATE TABLE kept AS SELECT * FROM notes; TRUNCATE notes",
        "INSERT INTO notes SELECT * FROM kept; DROP TABLE kept",
    ),
    "view that fails": Change(
        "query_failed",
        "ALTER TABLE notes RENAME TO gone; CREATE VIEW notes AS SELECT id, title, (1 / (id - 1))::text AS body, tag"
        " FROM gone; GRANT SELECT ON notes TO faulty",
        "DROP VIEW notes; ALTER TABLE gone RENAME TO notes",
    ),
    "view that gives less": Change(
        "delete_brake",
        "ALTER TABLE notes RENAME TO gone; CREATE VIEW notes AS SELECT * FROM gone WHERE id < 10;"
        "GRANT SELECT ON notes TO faulty",
        "DROP VIEW notes; ALTER TABLE gone RENAME TO notes",
    ),
}  # fmt: skip


@pytest.fixture
def faulty(lab: Lab, pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    """The login of somebody who may read, and whose rights a test takes away."""
    pg_database.execute(
        "CREATE ROLE faulty LOGIN PASSWORD 'first'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO faulty;"
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO faulty"
    )
    try:
        yield replace(pg_database, user="faulty", password="first")
    finally:
        pg_database.execute(
            f"GRANT CONNECT ON DATABASE {pg_database.database} TO PUBLIC; DROP OWNED BY faulty; DROP ROLE faulty"
        )


@pytest.fixture
def few(lab: Lab, faulty: servers.PostgresDatabase, pg_database: servers.PostgresDatabase) -> Lab:
    """Sixty rows, read as `faulty`, synced once."""
    as_faulty(lab, faulty)
    pg_database.execute("DELETE FROM notes WHERE id > 60")
    run = lab.sync()
    assert run.error is None
    assert run.counts.added == 60
    return lab


def as_faulty(lab: Lab, faulty: servers.PostgresDatabase) -> None:
    connectors = lab.application.connectors
    (connector,) = connectors.list()
    connectors.edit(connector.id, postgres_draft(faulty, port=connector.port), Secret(faulty.password))


@pytest.mark.parametrize("what", BETWEEN_RUNS)
def test_a_change_between_runs(few: Lab, pg_database: servers.PostgresDatabase, what: str) -> None:
    lab, change = few, BETWEEN_RUNS[what]
    before = lab.content()
    pg_database.execute(change.do.format(pg_database.database))
    run = lab.sync()
    assert_failed(run, change.code, retryable=change.retryable)
    assert run.counts.added + run.counts.updated + run.counts.chunks_written == 0
    assert lab.content() == before
    pg_database.execute(change.undo.format(pg_database.database))
    pg_database.execute("UPDATE notes SET body = 'New body.' WHERE id = 7")
    healed = lab.sync()
    assert (healed.counts.updated, healed.counts.unchanged) == (1, 59)
    lab.assert_healed(healed)


# --------------------------------------------------------------------------------------------------- in the middle

COMPARING_BYTES = 100_000


def test_a_right_that_goes_in_the_middle(
    lab: Lab, proxy: Proxy, faulty: servers.PostgresDatabase, pg_database: servers.PostgresDatabase
) -> None:
    as_faulty(lab, faulty)
    proxy.after(COMPARING_BYTES, lambda: pg_database.execute("REVOKE SELECT ON notes FROM faulty"))
    run = lab.sync()
    assert_failed(run, "access_denied")
    pg_database.execute("GRANT SELECT ON notes TO faulty")
    lab.assert_healed(lab.sync())


def test_a_password_that_changes_in_the_middle_matters_with_the_next_login(
    lab: Lab, proxy: Proxy, faulty: servers.PostgresDatabase, pg_database: servers.PostgresDatabase, short_waits: object
) -> None:
    as_faulty(lab, faulty)

    def change_and_end() -> None:
        pg_database.execute(
            "ALTER ROLE faulty PASSWORD 'another';"
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'faulty'"
        )

    watch = Watch()
    proxy.after(COMPARING_BYTES, change_and_end)
    run = lab.sync(watch)
    assert Stage.WAITING in watch.stages
    assert_failed(run, "login_refused")
    pg_database.execute("ALTER ROLE faulty PASSWORD 'first'")
    lab.assert_healed(lab.sync())


def test_a_database_that_is_dropped_in_the_middle(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, pg_database: servers.PostgresDatabase, short_waits: object
) -> None:
    def drop() -> None:
        postgres.superuser.execute(f"ALTER DATABASE {pg_database.database} RENAME TO gone")

    def end_and_drop() -> None:
        postgres.superuser.execute(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{pg_database.database}'"
        )
        drop()

    watch = Watch()
    proxy.after(COMPARING_BYTES, end_and_drop)
    run = lab.sync(watch)
    assert_failed(run, "database_missing")
    postgres.superuser.execute(f"ALTER DATABASE gone RENAME TO {pg_database.database}")
    lab.assert_healed(lab.sync())


def test_rows_that_move_while_they_are_read_come_with_the_next_run(
    lab: Lab, proxy: Proxy, pg_database: servers.PostgresDatabase
) -> None:
    """Keys that change, rows that go and come: a run sees one state of the table, the one it began with."""
    before = lab.clean()
    proxy.after(
        COMPARING_BYTES,
        lambda: pg_database.execute(
            "UPDATE notes SET id = id + 100000 WHERE id % 3 = 0; DELETE FROM notes WHERE id % 7 = 0;"
            "UPDATE notes SET body = 'Moved.' WHERE id % 11 = 0; INSERT INTO notes VALUES (-1, 'New', 'New.', 'new')"
        ),
    )
    run = lab.sync()
    assert (run.status, run.counts.added) == (RunStatus.COMPLETED, ROWS)
    assert lab.content() == before
    again = lab.sync(allow_deletes=True)
    assert again.counts.deleted > 0
    assert again.counts.updated > 0
    lab.assert_healed(again)


def test_a_key_that_two_rows_exchange(few: Lab, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute(
        "UPDATE notes SET id = -id WHERE id IN (1, 2); UPDATE notes SET id = 3 + id WHERE id IN (-1, -2)"
    )
    run = few.sync()
    assert (run.counts.updated, run.counts.added, run.counts.deleted) == (2, 0, 0)
    few.assert_healed(run)


# --------------------------------------------------------------------------------------------------- types


@pytest.mark.parametrize(
    ("change", "updated", "metadata_updated"),
    [
        pytest.param("ALTER TABLE notes ALTER id TYPE text", 0, 0, id="key: int to text"),
        pytest.param("ALTER TABLE notes ALTER id TYPE numeric(12, 0)", 0, 0, id="key: int to numeric"),
        pytest.param("ALTER TABLE notes ALTER id TYPE bigint", 0, 0, id="key: int to bigint"),
        pytest.param("ALTER TABLE notes ALTER body TYPE jsonb USING to_jsonb(body)", 60, 0, id="text to jsonb"),
        pytest.param("ALTER TABLE notes ALTER body TYPE bytea USING body::bytea", 60, 0, id="text to bytea"),
        pytest.param("ALTER TABLE notes ALTER tag TYPE text[] USING ARRAY[tag]", 0, 60, id="text to array"),
        pytest.param("ALTER TABLE notes ALTER body TYPE varchar(10000)", 0, 0, id="text to varchar"),
    ],
)
def test_a_type_that_changes_keeps_what_it_can(
    few: Lab, pg_database: servers.PostgresDatabase, change: str, updated: int, metadata_updated: int
) -> None:
    ids = {row[0] for row in few.content()["documents"]}
    pg_database.execute(change)
    run = few.sync()
    assert run.error is None
    assert (run.counts.updated, run.counts.metadata_updated) == (updated, metadata_updated)
    assert (run.counts.added, run.counts.deleted, run.counts.rejected) == (0, 0, 0)
    few.assert_healed(run)
    assert {row[0] for row in few.content()["documents"]} == ids
    column = change.removeprefix("ALTER TABLE notes ALTER ").split(maxsplit=1)[0]
    (told,) = run.remarks
    assert re.match(rf"The column “{column}” was of the type (integer|text) and is .+ now\. All rows were", told)
    assert few.sync().remarks == ()


def test_a_column_that_comes_is_told_once(few: Lab, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute("ALTER TABLE notes ADD summary text")
    told = "The column “summary” is new at the source. It is not taken; choose it in the data selection if it should."
    assert few.sync().remarks == (told,)
    assert few.sync().remarks == ()


def test_a_cursor_whose_type_changes(few: Lab, pg_database: servers.PostgresDatabase) -> None:
    few.change(mode=ChangeMode.CURSOR, cursor_column="changed_at")
    few.sync()
    pg_database.execute(
        "ALTER TABLE notes ALTER changed_at TYPE timestamp; UPDATE notes SET body = 'New.' WHERE id = 1;"
        "UPDATE notes SET body = 'New too.', changed_at = '2026-02-02' WHERE id = 2"
    )
    run = few.sync()
    assert run.counts.updated == 2  # a position of another type says nothing, so everything is looked at
    assert any("“changed_at” was of the type timestamp with time zone and is" in remark for remark in run.remarks)
    few.assert_healed(run)
    pg_database.execute("ALTER TABLE notes ALTER changed_at TYPE text")
    failed = few.sync()
    assert_failed(failed, "mapping")
    assert failed.error is not None
    assert "changed_at" in failed.error.message
    pg_database.execute("ALTER TABLE notes DROP changed_at")
    assert_failed(few.sync(), "column_missing")
    few.change(mode=ChangeMode.COMPARE, cursor_column="")
    few.assert_healed(few.sync())


def test_a_time_that_gets_a_zone(few: Lab, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute(
        "SET timezone = 'Europe/Paris'; ALTER TABLE notes ALTER tag TYPE timestamp USING '2026-07-01 12:00:00';"
        f"ALTER DATABASE {pg_database.database} SET timezone = 'America/New_York'"
    )
    few.sync()
    assert {row[3] for row in few.content()["documents"]} == {'{"tag":"2026-07-01 12:00:00"}'}
    pg_database.execute("ALTER TABLE notes ALTER tag TYPE timestamptz USING tag AT TIME ZONE 'Europe/Paris'")
    run = few.sync()
    assert (run.counts.updated, run.counts.metadata_updated) == (0, 60)
    assert {row[3] for row in few.content()["documents"]} == {'{"tag":"2026-07-01 10:00:00+00"}'}
    few.assert_healed(run)
