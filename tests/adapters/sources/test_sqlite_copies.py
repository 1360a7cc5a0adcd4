"""SQLite files without a write-ahead log: a sync reads a copy, so that it keeps nobody from writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.adapters.sources import check_connection
from kbconnect.adapters.sources.sqlite import SqliteSource
from kbconnect.core.connector import StepState
from kbconnect.core.errors import SourceError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import TableSelection
from tests.adapters.sources.contract import SourceContract, everything, plan
from tests.adapters.sources.test_sqlite import SqliteWorld


@pytest.fixture
def world(tmp_path: Path) -> SqliteWorld:
    return SqliteWorld(tmp_path / "shop.db", "DELETE")


class TestSqliteSourceWithoutLog(SourceContract):
    """Runs on the fixture `world`; that a reader sees one state is what a lock would break."""


def test_a_large_file_without_a_log_is_read_in_place_and_the_connection_test_says_what_that_means(
    world: SqliteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    small = check_connection(world.draft(), None, lambda step: None, InlineContext())
    assert (small.steps[-1].name, small.steps[-1].state) == ("privileges", StepState.PASSED)
    monkeypatch.setattr("kbconnect.adapters.sources.sqlite._COPIED_BYTES", 1_000)
    large = check_connection(world.draft(), None, lambda step: None, InlineContext())
    assert (large.steps[-1].name, large.steps[-1].state) == ("privileges", StepState.WARNING)
    assert "no other program can write" in large.steps[-1].detail
    assert "journal_mode = WAL" in large.steps[-1].fix
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        assert everything(reader) == {("1",): ("A",)}
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            world.insert(table, ("2", "B"))
    world.run("PRAGMA journal_mode = WAL")
    logged = check_connection(world.draft(), None, lambda step: None, InlineContext())
    assert logged.steps[-1].state is StepState.PASSED


def test_copying_a_file_can_be_interrupted(world: SqliteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    table = world.create("articles", ["id", "body"], [(str(n), "x" * 900) for n in range(400)], ["id"])
    monkeypatch.setattr("kbconnect.adapters.sources.sqlite._PAGES_A_STEP", 1)
    steps: list[int] = []

    class Interrupting(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, *, pages: int, progress: Callable[..., None]) -> None:  # type: ignore[override] # as it is called
            def stop(*numbers: int) -> None:
                steps.append(pages)
                source.interrupt()
                progress(*numbers)

            super().backup(target, pages=pages, progress=stop)

    with closing(sqlite3.connect(world.path, isolation_level=None, factory=Interrupting)) as connection:
        source = SqliteSource(connection, 60, copied=True)
        with pytest.raises(SourceError, match="stopped"), source.read(plan(table, "id", "body")):
            pass
        assert steps == [1]
        assert source.row_estimate(TableSelection(table)) == 400
