"""Compacting and backing up SQLite files: exact, checked, and the file as it was wherever it breaks off."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases.sqlite_errors import translated as base_translated
from kbconnect.adapters.sqlite_upkeep import SqliteUpkeep, temporary_folder
from kbconnect.adapters.store.faults import translated as store_translated
from kbconnect.core.errors import (
    DiskFullError,
    InputError,
    KnowledgeBaseBusyError,
    KnowledgeBaseDamagedError,
    KnowledgeBaseMissingError,
    StoreDamagedError,
)
from kbconnect.core.job import InlineContext, JobCancelled, Progress

ROWS = 4_000


@pytest.fixture(params=["knowledge base", "program"])
def upkeep(request: pytest.FixtureRequest) -> SqliteUpkeep:
    if request.param == "program":
        return SqliteUpkeep(store_translated, StoreDamagedError)
    return SqliteUpkeep(base_translated, KnowledgeBaseDamagedError)


@pytest.fixture
def bases() -> SqliteUpkeep:
    return SqliteUpkeep(base_translated, KnowledgeBaseDamagedError)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four thousand rows of a kilobyte, of which half were removed."""
    made = tmp_path / "some.kb"
    with closing(sqlite3.connect(made)) as file, file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("CREATE TABLE rows(id INTEGER PRIMARY KEY, text TEXT)")
        file.executemany("INSERT INTO rows VALUES(?, ?)", [(number, "x" * 1_000) for number in range(ROWS)])
        file.execute("DELETE FROM rows WHERE id < ?", (ROWS // 2,))
    return made


def contents(path: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT id, text FROM rows ORDER BY id").fetchall()


def test_compacting_gives_back_what_is_unused_and_keeps_every_row(upkeep: SqliteUpkeep, path: Path) -> None:
    before, rows, unused = path.stat().st_size, contents(path), upkeep.unused_bytes(path)
    assert len(rows) == ROWS // 2
    upkeep.compact(path, InlineContext())
    assert contents(path) == rows
    given_back = before - path.stat().st_size
    assert given_back > 0.4 * before
    assert given_back == pytest.approx(unused, rel=0.15)
    assert upkeep.unused_bytes(path) == 0


def test_too_little_room_is_told_before_anything_is_written(path: Path) -> None:
    tight = SqliteUpkeep(base_translated, KnowledgeBaseDamagedError, lambda _: 3_000_000)
    before = path.read_bytes()
    with pytest.raises(DiskFullError, match="MB are needed, 3 MB are free"):
        tight.compact(path, InlineContext())
    with pytest.raises(DiskFullError, match="MB are needed"):
        tight.back_up(path, path.with_name("copy.kb"), InlineContext())
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if "copy" in file.name] == []


def test_compacting_while_somebody_writes_waits_and_then_says_so(
    bases: SqliteUpkeep, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.adapters.sqlite_upkeep._BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnowledgeBaseBusyError):
            bases.compact(path, InlineContext())
        writer.execute("ROLLBACK")
    bases.compact(path, InlineContext())


def test_readers_go_on_while_a_file_is_compacted(bases: SqliteUpkeep, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        (count,) = reader.execute("SELECT count(*) FROM rows").fetchone()
        bases.compact(path, InlineContext())
        assert reader.execute("SELECT count(*) FROM rows").fetchone() == (count,)
        reader.execute("ROLLBACK")
    assert len(contents(path)) == count


class StoppedInside(InlineContext):
    """Somebody presses Stop while a statement runs."""

    @contextmanager
    def on_cancel(self, interrupt: Callable[[], None]) -> Iterator[None]:
        connection: sqlite3.Connection = interrupt.__self__  # type: ignore[attr-defined]  # it is a bound method
        with super().on_cancel(interrupt):
            self._cancelled = True
            connection.set_progress_handler(lambda: 1, 100)
            yield


@pytest.mark.parametrize("context", [StoppedInside(), InlineContext(is_cancelled=lambda: True)])
def test_compacting_that_is_stopped_leaves_the_file_as_it_was(
    bases: SqliteUpkeep, path: Path, context: InlineContext
) -> None:
    before = contents(path), path.stat().st_size
    with pytest.raises(JobCancelled):
        bases.compact(path, context)
    assert (contents(path), path.stat().st_size) == before


@pytest.mark.parametrize("context", [StoppedInside(), InlineContext(is_cancelled=iter([False, True]).__next__)])
def test_a_backup_that_is_stopped_leaves_the_older_one(bases: SqliteUpkeep, path: Path, context: InlineContext) -> None:
    target = path.with_name("copy.kb")
    target.write_bytes(b"an older backup")
    with pytest.raises(JobCancelled):
        bases.back_up(path, target, context)
    assert target.read_bytes() == b"an older backup"
    assert not target.with_name("copy.kb.part").exists()


def test_a_backup_is_a_whole_file_of_its_own(upkeep: SqliteUpkeep, path: Path, tmp_path: Path) -> None:
    target, seen = tmp_path / "backups.kb", list[Progress]()
    target.write_bytes(b"an older backup")
    upkeep.back_up(path, target, InlineContext(seen.append))
    assert contents(target) == contents(path)
    assert [progress.done for progress in seen if progress.total] == sorted(
        progress.done for progress in seen if progress.total
    )
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith("backups")) == ["backups.kb"]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_is_of_one_moment_whatever_is_written_meanwhile(
    bases: SqliteUpkeep, path: Path, tmp_path: Path
) -> None:
    """A sync that writes between any two steps neither changes the copy nor keeps it from ending."""
    before, target = contents(path), tmp_path / "backup.kb"
    steps = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:

        def write(_: Progress) -> None:
            nonlocal steps
            steps += 1
            writer.execute("UPDATE rows SET text = ? WHERE id % 10 = 0", (f"changed {steps}",))

        bases.back_up(path, target, InlineContext(write))
    assert 1 < steps < 50
    assert contents(target) == before
    assert contents(path) != before


def test_a_damaged_file_gives_no_backup(upkeep: SqliteUpkeep, path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(40_000))
    target = tmp_path / "backup.kb"
    with pytest.raises((KnowledgeBaseDamagedError, StoreDamagedError)):
        upkeep.back_up(path, target, InlineContext())
    assert not target.exists()


def test_a_file_that_is_gone_is_not_made_anew(bases: SqliteUpkeep, tmp_path: Path) -> None:
    gone = tmp_path / "gone.kb"
    for call in (
        lambda: bases.unused_bytes(gone),
        lambda: bases.compact(gone, InlineContext()),
        lambda: bases.back_up(gone, tmp_path / "copy.kb", InlineContext()),
    ):
        with pytest.raises(KnowledgeBaseMissingError):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_written_is_named(bases: SqliteUpkeep, path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written to"):
        bases.back_up(path, tmp_path / "no folder" / "copy.kb", InlineContext())
    with pytest.raises(InputError, match="place of the file"):
        bases.back_up(path, path, InlineContext())
    assert len(contents(path)) == ROWS // 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one such folder")
def test_temporary_files_are_where_sqlite_puts_them(tmp_path: Path) -> None:
    assert temporary_folder({"SQLITE_TMPDIR": str(tmp_path), "TMPDIR": "/tmp"}) == tmp_path
    assert temporary_folder({"SQLITE_TMPDIR": "/not there", "TMPDIR": str(tmp_path)}) == tmp_path
    assert temporary_folder({}).is_dir()
