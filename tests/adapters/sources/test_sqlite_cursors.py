"""Cursors over SQLite's values: no type for times, and any value in any column."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.changes import key_digest
from kbconnect.core.errors import ColumnMissingError, MappingError, SourceError
from kbconnect.core.model import QuerySelection, Selection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan, Source, SourceReader
from tests.adapters.sources.test_sqlite import SqliteWorld

DAY_S = 86_400.0
# Without a zone, as SQLite's own CURRENT_TIMESTAMP writes them.
EARLY, LATE = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2025-01-01")


@pytest.fixture
def world(tmp_path: Path) -> SqliteWorld:
    return SqliteWorld(tmp_path / "shop.db")


def cursor_plan(selection: Selection | None = None) -> ReadPlan:
    return ReadPlan(selection or TableSelection(TableRef("", "t")), ("id",), ("at",), (), cursor_column="at")


def fill(world: SqliteWorld, declared: str, values: Sequence[object]) -> None:
    world.run(f"CREATE TABLE t (id INTEGER PRIMARY KEY, at {declared})")
    if values:
        world.run("INSERT INTO t VALUES (?, ?)", list(enumerate(values)))


def inside(reader: SourceReader, window: CursorWindow) -> set[int]:
    """The ids in a window; rows and fingerprints have to agree."""
    rows = [key for batch in reader.rows(window) for key in batch.fingerprints.keys]
    assert rows == [key for batch in reader.fingerprints(window) for key in batch.keys]
    assert len(set(rows)) == len(rows)
    return {int(key[0] or "") for key in rows}


def read_again(world: SqliteWorld, lag: float, selection: Selection | None = None) -> tuple[str | None, set[int]]:
    """The position now, and what a run from there would read."""
    with world.open() as source, source.read(cursor_plan(selection)) as reader:
        position = reader.cursor_position()
        return position, set() if position is None else inside(reader, CursorWindow(position, lag))


# --------------------------------------------------------------------------------------------------- numbers


def test_integers_are_compared_exactly(world: SqliteWorld) -> None:
    top = 2**63 - 1
    fill(world, "INTEGER", [top - 3, top - 2, top - 1, top, -(2**63), None])
    assert read_again(world, 0)[1] == {3, 5}
    assert read_again(world, 1)[1] == {2, 3, 5}
    assert read_again(world, 1.5)[1] == {1, 2, 3, 5}
    assert read_again(world, 1e30)[1] == {0, 1, 2, 3, 4, 5}


def test_what_is_no_finite_number_is_always_read(world: SqliteWorld) -> None:
    fill(world, "REAL", [1.5, 2.5, float("inf"), -float("inf"), None, "n/a", b"\x00", 2.5000001, 1e300])
    assert read_again(world, 0)[1] == {2, 3, 4, 5, 6, 8}
    assert read_again(world, 1e300)[1] == set(range(9))


def test_integers_may_be_negative(world: SqliteWorld) -> None:
    fill(world, "BIGINT", [-5, -4, -3])
    assert read_again(world, 1)[1] == {1, 2}


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.none(), min_size=1, max_size=20))
@settings(max_examples=40)
def test_no_number_at_or_above_the_position_is_lost(
    tmp_path_factory: pytest.TempPathFactory, values: list[object]
) -> None:
    world = SqliteWorld(tmp_path_factory.mktemp("numbers") / "shop.db")
    fill(world, "NUMERIC", values)
    position, found = read_again(world, 0)
    finite = [value for value in values if isinstance(value, (int, float)) and abs(value) != float("inf")]
    wanted = {
        number
        for number, value in enumerate(values)
        if not isinstance(value, (int, float)) or abs(value) == float("inf") or value >= max(finite)
    }
    assert position is None or found >= wanted
    assert (position is None) == (not finite)


# --------------------------------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("TIMESTAMP", lambda moment: moment.isoformat()),
        ("DATETIME", lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S")),
        ("TEXT", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("", lambda moment: moment.astimezone().isoformat(" ")),
        ("TIMESTAMP", lambda moment: int(moment.timestamp())),
        ("TIMESTAMP", lambda moment: moment.timestamp()),
        ("DATETIME", lambda moment: int(moment.timestamp() * 1e3)),
        ("DATETIME", lambda moment: int(moment.timestamp() * 1e6)),
        ("DATETIME", lambda moment: int(moment.timestamp()) * 10**9),
        ("DATETIME", lambda moment: moment.timestamp() / DAY_S + 2440587.5),
        ("INTEGER", lambda moment: int(moment.timestamp())),
    ],
)
def test_times_may_be_written_in_any_way(world: SqliteWorld, declared: str, written: object) -> None:
    assert callable(written)
    newest = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    ages = [3000, 400, 3, 2, 1, 0]
    fill(world, declared, [*(written(newest - timedelta(minutes=age)) for age in ages), None])
    assert read_again(world, 0)[1] == {5, 6}
    assert read_again(world, 61)[1] == {4, 5, 6}
    assert read_again(world, 181)[1] == {2, 3, 4, 5, 6}
    assert read_again(world, 1e6)[1] == set(range(7))


def test_dates_are_days(world: SqliteWorld) -> None:
    fill(world, "DATE", ["2026-06-28", "2026-06-29", "2026-06-30", "2026-06-30", None, ""])
    assert read_again(world, 0)[1] == {2, 3, 4, 5}
    assert read_again(world, DAY_S)[1] == {1, 2, 3, 4, 5}


def test_offsets_are_honoured(world: SqliteWorld) -> None:
    fill(world, "TIMESTAMP", ["2026-06-30 12:00:00+02:00", "2026-06-30 10:00:00Z", "2026-06-30 09:59:59"])
    assert read_again(world, 0)[1] == {0, 1}


def test_a_time_that_is_no_time_is_always_read(world: SqliteWorld) -> None:
    odd = ["n/a", "", "0", "30/06/2026", "2026-06-30 25:61", "12:00", b"2026-01-01", "now", float("inf"), "2026-6-1"]
    fill(world, "TEXT", ["2026-06-29", "2026-06-30", *odd])
    assert read_again(world, 0)[1] == set(range(1, 2 + len(odd)))


def test_a_time_to_come_counts_as_now(world: SqliteWorld) -> None:
    now = datetime.now(UTC)
    fill(
        world,
        "TIMESTAMP",
        [(now - timedelta(days=1)).isoformat(), (now - timedelta(minutes=1)).isoformat(), "9999-12-31 00:00:00"],
    )
    position, found = read_again(world, 600)
    assert found == {1, 2}
    with closing(sqlite3.connect(world.path)) as connection:
        (later,) = connection.execute("SELECT julianday('now')").fetchone()
    assert position is not None
    assert 0 <= later - float(position.removeprefix("time:")) < 1


@given(
    st.lists(
        st.datetimes(EARLY, LATE) | st.none() | st.sampled_from(["", "x", "1 a"]),
        min_size=1,
        max_size=20,
    ),
    st.floats(0, 1e9),
)
@settings(max_examples=40)
def test_no_time_inside_the_lag_is_lost(
    tmp_path_factory: pytest.TempPathFactory, values: list[datetime | str | None], lag: float
) -> None:
    world = SqliteWorld(tmp_path_factory.mktemp("times") / "shop.db")
    times = [value for value in values if isinstance(value, datetime)]
    if not times:
        values, times = [*values, EARLY], [EARLY]
    fill(world, "DATETIME", [str(value) if isinstance(value, datetime) else value for value in values])
    found = read_again(world, lag)[1]
    oldest = max(times) - timedelta(seconds=lag)
    for number, value in enumerate(values):
        if not isinstance(value, datetime) or value >= oldest:
            assert number in found
        elif value < oldest - timedelta(seconds=1):
            assert number not in found


# --------------------------------------------------------------------------------------------------- what has no order


@pytest.mark.parametrize(
    ("declared", "values"),
    [
        ("TEXT", ["anna", "bert"]), ("BLOB", [b"\x00"]), ("BOOLEAN", [0, 1]), ("UUID", ["a"]), ("JSON", ["{}"]),
        ("TIME", ["12:00"]), ("", ["x", b"y"]), ("DATE", ["30.06.2026"]), ("INTEGER", ["many"]),
    ],
)  # fmt: skip
def test_values_without_order_are_refused(world: SqliteWorld, declared: str, values: Sequence[object]) -> None:
    fill(world, declared, values)
    with world.open() as source, source.read(cursor_plan()) as reader:
        with pytest.raises(MappingError, match="“at”") as caught:
            reader.cursor_position()
        assert caught.value.hint


@pytest.mark.parametrize("declared", ["TEXT", "INTEGER", "TIMESTAMP", ""])
def test_without_values_there_is_no_position(world: SqliteWorld, declared: str) -> None:
    fill(world, declared, [])
    assert read_again(world, 0)[0] is None
    world.run("INSERT INTO t VALUES (1, NULL), (2, ' ')")
    assert read_again(world, 0)[0] is None


def test_an_endless_number_is_no_position(world: SqliteWorld) -> None:
    fill(world, "REAL", [float("inf"), -float("inf")])
    assert read_again(world, 0)[0] is None


def test_numbers_outvote_a_stray_time(world: SqliteWorld) -> None:
    fill(world, "", [5373484, 5373485, 5373486, "2026-01-01"])
    assert read_again(world, 1)[1] == {1, 2, 3}


def test_a_query_goes_by_its_values(world: SqliteWorld) -> None:
    fill(world, "TIMESTAMP", ["2026-06-28 10:00", "2026-06-29 10:00", None])
    times = QuerySelection("SELECT id, at FROM t -- all")
    assert read_again(world, 0, times)[1] == {1, 2}
    assert read_again(world, DAY_S, times)[1] == {0, 1, 2}
    numbers = QuerySelection("SELECT id, id * 10 AS at FROM t")
    assert read_again(world, 10, numbers)[1] == {1, 2}
    with pytest.raises(MappingError):
        read_again(world, 0, QuerySelection("SELECT id, 'x' AS at FROM t"))


def test_a_position_from_elsewhere_reads_everything(world: SqliteWorld) -> None:
    fill(world, "TIMESTAMP", ["2026-06-28", "2026-06-29", None])
    with world.open() as source, source.read(cursor_plan()) as reader:
        for position in ["", "2026-06-29", "time:", "time:nan", "number:x", "number:inf", "lsn:1"]:
            assert inside(reader, CursorWindow(position, 0)) == {0, 1, 2}


def test_a_position_that_outlived_a_change_of_type_loses_nothing(world: SqliteWorld) -> None:
    fill(world, "TEXT", ["10", "9", "11"])
    with world.open() as source, source.read(cursor_plan()) as reader:
        assert inside(reader, CursorWindow("number:9", 0)) == {0, 1, 2}
        assert inside(reader, CursorWindow("time:2461000.5", 0)) == {0, 1, 2}


def test_a_cursor_column_that_is_gone_is_named(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    wanted = ReadPlan(TableSelection(TableRef("", "t")), ("id",), ("body",), (), cursor_column="at")
    with world.open() as source, pytest.raises(ColumnMissingError, match="“at”"), source.read(wanted):
        pass


# --------------------------------------------------------------------------------------------------- keys alone


def test_keys_come_in_order_and_in_batches(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (a TEXT, b INTEGER, at TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID")
    world.run("INSERT INTO t VALUES (?, ?, ?)", [(text, number, "x" * 50) for text in "cab" for number in range(3)])
    wanted = ReadPlan(TableSelection(TableRef("", "t")), ("a", "b"), ("at",), (), batch_rows=4)
    with world.open() as source, source.read(wanted) as reader:
        batches = list(reader.keys())
        scanned = [key for batch in reader.fingerprints() for key in batch.keys]
    assert [len(batch.keys) for batch in batches] == [4, 4, 1]
    assert [key for batch in batches for key in batch.keys] == scanned
    assert [digest.astype(">u8").tobytes() for batch in batches for digest in batch.key_digests] == [
        key_digest(key) for key in scanned
    ]


def test_an_interruption_stops_keys_and_position(world: SqliteWorld) -> None:
    fill(world, "INTEGER", [1])
    uses: tuple[Callable[[SourceReader], object], ...] = (
        lambda reader: next(iter(reader.keys())),
        lambda reader: reader.cursor_position(),
    )

    def interrupt_and_use(source: Source, reader: SourceReader, use: Callable[[SourceReader], object]) -> None:
        source.interrupt()
        use(reader)

    with world.open() as source:
        for use in uses:
            with pytest.raises(SourceError, match="stopped"), source.read(cursor_plan()) as reader:
                interrupt_and_use(source, reader, use)
