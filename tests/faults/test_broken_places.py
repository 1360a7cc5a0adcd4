"""What breaks around the knowledge base and the program's own database while a sync writes.

Locks, full disks, files that go or change: the run says what it was, everything written before stays, and the next run
heals.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import DiskFullError, StoreBusyError
from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import RunStatus, SyncRun, TableRef
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.cli.conftest import CommandLine, Shop
from tests.faults.contents import content_of
from tests.faults.counting import CountingEmbedder
from tests.faults.lab import Lab, Watch, open_lab, readers

ROWS = 3_000
BATCH = 1_000
READING, EMBEDDING = Stage.READING, Stage.EMBEDDING


@pytest.fixture
def embedder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder(tmp_path / "embedded")
    monkeypatch.setattr("kbconnect.adapters.embedders.open_embedder", lambda *model: made)
    return made


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a lock."""
    monkeypatch.setattr("kbconnect.adapters.knowledge_bases.sqlite_schema._BUSY_TIMEOUT_S", 0.2)
    monkeypatch.setattr("kbconnect.adapters.store.database.BUSY_TIMEOUT_S", 0.2)


def make_source(path: Path) -> ConnectorDraft:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT, tag TEXT)")
        connection.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, ?)",
            ((n, f"Note {n}", f"A note on matter {n}. " * (1 + n % 9), f"tag {n % 3}") for n in range(ROWS)),
        )
    return ConnectorDraft("Source", "sqlite", database=str(path))


@pytest.fixture
def lab(
    tmp_path: Path, vault_key: str, embedder: CountingEmbedder, hurry: None, batches_of: Callable[[int], None]
) -> Iterator[Lab]:
    batches_of(BATCH)
    draft = make_source(tmp_path / "source.db")
    home = tmp_path / "home"
    with open_lab(home, vault_key, draft, None, table=TableRef("", "notes"), embedder="minilm") as made:
        yield made


def once_in(stage: Stage, action: Callable[[], object]) -> Watch:
    """Does something when the first batch of a stage is done."""
    due = iter((action,))

    def look(progress: Progress) -> None:
        if progress.stage is stage and progress.done:
            next(due, lambda: None)()

    return Watch(at=look)


def locked(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def assert_failed(run: SyncRun, code: str) -> None:
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == code, run.error
    assert run.error.hint
    assert readers() == []


def assert_continued(lab: Lab, run: SyncRun, embedder: CountingEmbedder) -> None:
    again = lab.sync()
    assert again.continues == run.id
    assert again.counts.added == ROWS - run.counts.added
    lab.assert_healed(again, embedder)


# --------------------------------------------------------------------------------------------------- locks


@pytest.mark.parametrize("stage", [READING, EMBEDDING])
def test_another_program_writes_into_the_knowledge_base(lab: Lab, embedder: CountingEmbedder, stage: Stage) -> None:
    others: list[sqlite3.Connection] = []
    run = lab.sync(once_in(stage, lambda: others.append(locked(lab.file))))
    assert_failed(run, "knowledge_base_busy")
    assert run.error is not None
    assert run.error.retryable
    assert run.counts.added == (BATCH if stage is READING else ROWS)
    others[0].close()
    assert_continued(lab, run, embedder)


@pytest.mark.parametrize("stage", [READING, EMBEDDING])
def test_another_program_that_is_done_soon_is_waited_for(
    lab: Lab, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr("kbconnect.adapters.knowledge_bases.sqlite_schema._BUSY_TIMEOUT_S", 30)

    def lock_for_a_moment() -> None:
        timer = threading.Timer(0.4, locked(lab.file).close)  # noqa: TID251 - another program
        timer.start()

    run = lab.sync(once_in(stage, lock_for_a_moment))
    assert run.status is RunStatus.COMPLETED
    lab.assert_healed(run, embedder)


def test_the_program_s_own_database_is_locked_when_a_run_ends(lab: Lab, embedder: CountingEmbedder) -> None:
    others: list[sqlite3.Connection] = []
    watch = once_in(READING, lambda: others.append(locked(lab.home / "kbconnect.db")))
    with pytest.raises(StoreBusyError) as told:
        lab.sync(watch)
    assert told.value.hint
    with pytest.raises(StoreBusyError):
        lab.sync()
    others[0].close()
    assert lab.application.history.runs(limit=1)[0].status is RunStatus.INTERRUPTED
    run = lab.sync()
    assert (run.counts.added, run.counts.unchanged) == (0, ROWS)
    lab.assert_healed(run, embedder)


# --------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("stage", [READING, EMBEDDING])
def test_a_knowledge_base_that_is_taken_away_and_put_back(lab: Lab, embedder: CountingEmbedder, stage: Stage) -> None:
    path = lab.file
    away = path.with_suffix(".away")
    run = lab.sync(once_in(stage, lambda: path.rename(away)))
    assert_failed(run, "knowledge_base_missing")
    assert_failed(lab.sync(), "knowledge_base_missing")
    away.rename(path)
    again = lab.sync()
    lab.assert_healed(again, embedder)


def test_a_knowledge_base_that_is_replaced_by_an_older_copy(
    lab: Lab, embedder: CountingEmbedder, tmp_path: Path
) -> None:
    path, copy = lab.file, tmp_path / "copy"
    shutil.copy(path, copy)

    def put_back() -> None:
        path.unlink()
        shutil.copy(copy, path)

    assert_failed(lab.sync(once_in(READING, put_back)), "knowledge_base_missing")
    again = lab.sync()
    # SQLite takes the log that still lies beside the file for the copy's own.
    assert again.counts.added + again.counts.unchanged == ROWS
    lab.assert_healed(again, embedder)


def test_pages_that_are_damaged_are_told_or_do_no_harm(lab: Lab, embedder: CountingEmbedder, tmp_path: Path) -> None:
    lab.sync()
    path = lab.file
    whole = path.read_bytes()
    choose = random.Random(7)
    told = 0
    with closing(sqlite3.connect(tmp_path / "source.db")) as source, source:
        source.execute("UPDATE notes SET body = 'Other.' WHERE id % 5 = 0")
    for _ in range(12):
        bad = bytearray(whole)
        start = 4096 * choose.randrange(1, len(whole) // 4096)
        bad[start : start + 4096] = choose.randbytes(4096)
        path.write_bytes(bad)
        run = lab.sync()
        if run.status is RunStatus.FAILED:
            told += 1
            assert_failed(run, "knowledge_base_damaged")
        for side in path.parent.glob(f"{path.name}-*"):
            side.unlink()
    assert told
    path.write_bytes(whole[: len(whole) // 2])
    assert_failed(lab.sync(), "knowledge_base_damaged")
    path.write_bytes(whole)
    again = lab.sync()
    assert again.counts.updated == ROWS // 5
    lab.assert_healed(again, embedder)


# --------------------------------------------------------------------------------------------------- disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of its own. Called again with another size, it becomes larger or smaller."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux":
        pytest.skip("only Linux mounts a small disk")

    def sized(size: str) -> Path:
        how = f"remount,size={size}" if folder.is_mount() else f"size={size}"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(folder)], capture_output=True)
        if mounted.returncode:
            pytest.skip("mounting isn't allowed here")
        return folder

    yield sized
    if folder.is_mount():
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_disk_with_everything_fills_up(
    disk: Callable[[str], Path], tmp_path: Path, vault_key: str, embedder: CountingEmbedder, hurry: None
) -> None:
    """Knowledge base, run history, locks and log in one place, as they are by default."""
    draft = make_source(tmp_path / "source.db")
    home = disk("3m") / "home"
    with open_lab(home, vault_key, draft, None, table=TableRef("", "notes"), embedder="minilm") as lab:
        with suppress(DiskFullError):  # there may be no room for the end of the run in the history either
            assert_failed(lab.sync(), "disk_full")
        assert readers() == []
        assert_sound(lab.file)
        disk("80m")
        last = lab.application.history.runs(limit=1)[0]
        assert last.status in {RunStatus.FAILED, RunStatus.INTERRUPTED}
        again = lab.sync()
        lab.assert_healed(again, embedder)


@pytest.mark.parametrize("stage", [READING, EMBEDDING])
def test_the_disk_with_the_history_fills_up_while_documents_are_written(
    disk: Callable[[str], Path], lab: Lab, embedder: CountingEmbedder, tmp_path: Path, vault_key: str, stage: Stage
) -> None:
    """The knowledge base lies elsewhere and takes everything; the end of the run can't be kept."""
    place = disk("30m")
    with open_lab(place / "home", vault_key, make_source(tmp_path / "other.db"), None, table=TableRef("", "notes"),
                  embedder="minilm") as full:  # fmt: skip
        path, elsewhere = full.file, tmp_path / "elsewhere.kb"
        shutil.move(path, elsewhere)
        path.symlink_to(elsewhere)
        filler = place / "filler"

        def fill() -> None:
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(b"\0" * 65_536):
                    pass

        try:
            full.sync(once_in(stage, fill))
        except DiskFullError as error:
            assert error.meaning.startswith("What this sync wrote before is kept")  # noqa: PT017 - it need not come
        filler.unlink()
        assert full.application.history.runs(limit=1)[0].status is not RunStatus.RUNNING
        again = full.sync()
        assert again.error is None
        assert content_of(elsewhere) == full.clean(embedder)


def test_a_full_disk_on_the_command_line(cli: CommandLine, shop: Shop, disk: Callable[[str], Path]) -> None:
    folder = str(disk("3m") / "home")
    cli("connector", "add", "Shop", "--url", shop.url, "--home", folder)
    cli("kb", "add", "Base", "--embedder", "none", "--home", folder)
    cli("dataset", "add", "Articles", "--connector", "Shop", "--table", "articles", "--key", "id", "--text", "body",
        "--home", folder)  # fmt: skip
    shop.execute(
        "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
        " INSERT INTO articles SELECT i, 'Article ' || i, 'A stove ' || hex(randomblob(300)), 'care' FROM n"
    )
    told = cli.json("sync", "Articles", "--home", folder, code=1)
    error = told["runs"][0]["error"] if "runs" in told else told["error"]
    assert error["code"] == "disk_full"
    assert error["hint"]
    disk("80m")
    (run,) = cli.json("sync", "Articles", "--home", folder)["runs"]
    assert run["status"] == "completed"
    assert cli.json("kb", "show", "Base", "--home", folder)["documents"] == 6000
