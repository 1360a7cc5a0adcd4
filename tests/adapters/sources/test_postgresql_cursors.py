"""PostgreSQL read by cursor: every type that can be one, the ends of its values, and columns that can't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from kbconnect.core.errors import MappingError
from kbconnect.core.model import QuerySelection, TableRef
from kbconnect.core.ports import CursorWindow, ReadPlan, SourceReader
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of
from tests.adapters.sources.world import plan

pytestmark = pytest.mark.server


def cursor_plan(table: TableRef) -> ReadPlan:
    return plan(table, "id", "", cursor_column="at")


def in_window(reader: SourceReader, position: str | None, lag: float) -> set[str]:
    assert position is not None
    window = CursorWindow(position, lag)
    found = {str(key[0]) for batch in reader.fingerprints(window) for key in batch.keys}
    assert found == {str(key[0]) for batch in reader.rows(window) for key in batch.fingerprints.keys}
    return found


# Of each type: values by the name of their row, a lag, and the rows in the window before the position of all of them.
TIMES = "5: 'infinity', 6: '-infinity', 7: '0044-03-15 BC'"
FLOATS = "4: 'NaN', 5: 'Infinity', 6: '-Infinity'"
CURSORS = {
    "smallint": ("0: -32768, 1: 32757, 2: 32762, 3: 32767", 5.0, "2 3"),
    "integer": ("1: 7, 2: 8, 3: 9", 0.5, "2 3"),
    "bigint": ("1: 9223372036854775797, 2: 9223372036854775802, 3: 9223372036854775807", 5.0, "2 3"),
    "numeric": (f"1: 1.99, 2: 2.000000000000000000001, 3: 2.5, {FLOATS}", 0.5, "2 3 4 5 6"),
    "numeric(30, 20)": ("1: 0.1, 2: 0.30000000000000000001, 3: 0.4", 0.1, "2 3"),
    "real": (f"1: 0.1, 2: 0.7, 3: 0.7, {FLOATS}", 0.0, "2 3 4 5 6"),
    "double precision": (f"1: 0.1, 2: 0.2, 3: 0.3, {FLOATS}", 0.1, "2 3 4 5 6"),
    "date": (f"1: '2025-02-26', 2: '2025-02-27', 3: '2025-02-28', 4: '2999-01-01', {TIMES}", 60.0, "2 3 4 5 6"),
    "timestamp": (
        f"1: '2025-03-01 11:58:59.9', 2: '2025-03-01 11:59', 3: '2025-03-01 12:00', 4: '2999-01-01', {TIMES}",
        60.0,
        "2 3 4 5 6",
    ),
    "timestamp(0)": ("1: '2025-03-01 11:58:59', 2: '2025-03-01 11:59', 3: '2025-03-01 12:00'", 60.0, "2 3"),
    "timestamptz": (
        f"1: '2025-03-01 11:58:59.9Z', 2: '2025-03-01 12:59+01', 3: '2025-03-01 07:00-05', 4: '2999-01-01Z', {TIMES}",
        60.0,
        "2 3 4 5 6",
    ),
    "later": ("1: '2025-03-01 11:58Z', 2: '2025-03-01 12:59+01', 3: '2025-03-01 07:00-05'", 60.0, "2 3"),
}


@pytest.mark.parametrize("type_", CURSORS)
def test_any_type_with_an_order_can_be_a_cursor(world: PostgresWorld, type_: str) -> None:
    values, lag, expected = CURSORS[type_]
    world.script("CREATE DOMAIN later AS timestamptz(3) CHECK (VALUE > '2000-01-01')")
    world.script(f"CREATE TABLE t (id text PRIMARY KEY, at {type_}); INSERT INTO t VALUES ('unset', NULL)")
    for entry in values.split(", "):
        name, value = entry.split(": ")
        world.script(f"INSERT INTO t VALUES ('{name}', {value})")
    everyone = {entry.split(": ")[0] for entry in values.split(", ")} | {"unset"}
    query = QuerySelection(f'SELECT id, at FROM "{world.schema}".t')
    wanted = cursor_plan(world.table("t"))
    for one in (wanted, replace(wanted, selection=query)):
        with world.open() as source, source.read(one) as reader:
            position = reader.cursor_position()
            assert in_window(reader, position, lag) == {*expected.split(), "unset"}
            assert in_window(reader, position, 1e9) >= {*expected.split(), "unset"}
            assert in_window(reader, position, 1e30) == everyone


def test_a_position_is_the_same_whatever_zone_the_account_is_set_to(world: PostgresWorld) -> None:
    login = world.account()
    world.script(
        "CREATE TABLE t (id int PRIMARY KEY, at timestamptz); INSERT INTO t VALUES (1, '2025-03-01 12:00:00.5+05:30')"
    )
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON t TO {}", login.user)
    found = []
    for zone in ("UTC", "Asia/Kolkata", "America/St_Johns"):
        world.run(f"ALTER ROLE {{}} SET TimeZone = '{zone}'", login.user)
        with world.open_as(login) as source, source.read(cursor_plan(world.table("t"))) as reader:
            found.append(reader.cursor_position())
    assert found == ["timestamptz:2025-03-01 06:30:00.5+00"] * 3


@pytest.mark.parametrize("type_", ["date", "timestamp", "timestamptz"])
def test_a_time_that_is_still_to_come_counts_as_now(world: PostgresWorld, type_: str) -> None:
    world.script(f"CREATE TABLE t (id text PRIMARY KEY, at {type_}); INSERT INTO t VALUES ('far', '2999-01-01')")
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        position = reader.cursor_position()
        assert in_window(reader, position, 0) == {"far"}
    world.script("INSERT INTO t VALUES ('since', clock_timestamp())")
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        assert in_window(reader, position, 0) == {"far", "since"}
        assert "2999" not in str(reader.cursor_position())


@pytest.mark.parametrize("type_", ["integer", "numeric", "real", "date", "timestamptz"])
def test_values_without_an_end_are_no_position(world: PostgresWorld, type_: str) -> None:
    endless = {"integer": "NULL", "numeric": "'NaN'"}.get(type_, "'-infinity'")
    world.script(f"CREATE TABLE t (id int PRIMARY KEY, at {type_}); INSERT INTO t VALUES (1, NULL), (2, {endless})")
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        assert reader.cursor_position() is None


@pytest.mark.parametrize(
    "type_",
    ["text", "uuid", "json", "jsonb", "bytea", "boolean", "time", "timetz", "interval", "money", "oid", "integer[]"],
)
def test_a_type_without_an_order_in_time_is_no_cursor(world: PostgresWorld, type_: str) -> None:
    world.script(f'CREATE TABLE t (id int PRIMARY KEY, "at" {type_})')
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        for use in (reader.cursor_position, lambda: next(reader.fingerprints(CursorWindow("integer:1", 0)))):
            with pytest.raises(MappingError, match="“at” can't be used") as caught:
                use()
            assert caught.value.hint
        assert list(reader.keys()) == []


@pytest.mark.parametrize(
    "position",
    ["", "7", "integer:", "integer:x", "numeric:7", "timestamptz:2025-01-01 00:00:00+00", "integer:1'; SELECT 1 --"],
)
def test_a_position_of_another_kind_of_column_hides_nothing(world: PostgresWorld, position: str) -> None:
    world.script("CREATE TABLE t (id int PRIMARY KEY, at int); INSERT INTO t VALUES (1, 1), (2, 2)")
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        assert in_window(reader, position, 0) == {"1", "2"}


@pytest.mark.parametrize("position", ["timestamptz:", "timestamptz:now()", "timestamptz:0044-03-15 00:00:00+00 BC"])
def test_a_position_that_is_no_time_after_christ_hides_nothing(world: PostgresWorld, position: str) -> None:
    world.script("CREATE TABLE t (id int PRIMARY KEY, at timestamptz); INSERT INTO t VALUES (1, '2025-01-01')")
    with world.open() as source, source.read(cursor_plan(world.table("t"))) as reader:
        assert in_window(reader, position, 0) == {"1"}


def test_a_window_and_a_position_are_found_by_the_cursors_index(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (id int PRIMARY KEY, body text, at timestamptz); INSERT INTO t SELECT g, repeat('x', 200), "
        "timestamptz '2025-01-01Z' + g * interval '1 s' FROM generate_series(1, 20000) g; "
        "UPDATE t SET at = NULL WHERE id % 5000 = 0; CREATE INDEX ON t (at)"
    )
    world.run("VACUUM ANALYZE t")
    login = world.account()
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON t TO {}", login.user)
    # A scan of the table would have to be paid dearly, and takes longer than the statement may.
    scans = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 't' AND schemaname = current_schema()"
    used = "SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 't' AND schemaname = current_schema()"
    (before,), (used_before,) = world.run(scans)[0], world.run(used)[0]
    with (
        open_source(draft_of(login), Secret(login.password)) as source,
        source.read(plan(world.table("t"), "id", "body", cursor_column="at")) as reader,
    ):
        assert len(in_window(reader, reader.cursor_position(), 60)) == 61 + 4
    # The server counts a session's scans when the session has ended, a moment later.
    while world.run(used)[0] == (used_before,):
        pass
    assert world.run(scans)[0] == (before,)
