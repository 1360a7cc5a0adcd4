"""Runs that are killed at random moments, in every mode and both stages, on a source that goes on changing.

The next one continues, says so, reads and embeds at most a batch again, and ends equal to a clean run.

A child that is killed is a fork of the test, so that a kill costs no start of the interpreter; test_kills.py does the
same with whole commands. FAULT_KILLS in the environment says how many kills a case has.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.app.connectors import KeepSecret
from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import DatasetBusyError, InUseError, KbConnectError
from kbconnect.core.job import Progress, Stage
from kbconnect.core.meaning import EMBED_BATCH
from kbconnect.core.model import ChangeMode, RunStatus, SyncPolicy, SyncRun, TableRef
from tests import servers
from tests.faults.counting import CountingEmbedder, embedded_again, texts_embedded
from tests.faults.lab import NOTES, Lab, Watch, open_lab, postgres_draft, reopen_lab
from tests.faults.proxy import Proxy

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes that fork"),
    pytest.mark.timeout(3_600),
]

KILLS = int(os.environ.get("FAULT_KILLS", "3"))
ROWS = 900
BATCH = 150


@dataclass
class Source:
    """A table of notes in some database. execute: runs SQL that both kinds of database understand."""

    draft: ConnectorDraft
    password: str | None
    table: TableRef
    execute: Callable[[str], None]

    def change(self, choose: random.Random, mode: ChangeMode, step: int) -> None:
        """What happens at a source between two runs, as far as the mode promises to find it."""
        first = 10_000 * (step + 1)
        rows = ", ".join(
            f"({first + n}, 'New', 'New note {first + n}. Much to say.', 'new', '2027-01-01')" for n in range(99)
        )
        self.execute(f"INSERT INTO notes (id, title, body, tag, changed_at) VALUES {rows}")
        if mode is ChangeMode.APPEND:
            return
        part = choose.randrange(13)
        when = f"2027-01-{1 + step % 28:02}"
        self.execute(
            f"UPDATE notes SET body = body || ' More.', changed_at = '{when}' WHERE id % 13 = {part} AND body <> ''"
        )
        self.execute(f"UPDATE notes SET tag = 'step {step}', changed_at = '{when}' WHERE id % 17 = {part}")
        self.execute(f"UPDATE notes SET body = '', changed_at = '{when}' WHERE id % 501 = {part}")
        self.execute(f"DELETE FROM notes WHERE id % 97 = {part}")


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.server), "sqlite"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    if request.param == "postgresql":
        database: servers.PostgresDatabase = request.getfixturevalue("pg_database")
        database.execute(NOTES.format(rows=ROWS))
        return Source(postgres_draft(database), database.password, TableRef("public", "notes"), database.execute)
    path = tmp_path / "source.db"

    def execute(statement: str) -> None:
        with closing(sqlite3.connect(path, timeout=60)) as connection, connection:
            connection.execute(statement)

    execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT, tag TEXT, changed_at TEXT)")
    execute(
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {ROWS}) INSERT INTO notes SELECT n,"
        " 'Note ' || n, replace(printf('%0' || (1 + n % 20) || 'd', 0), '0', 'A note on matter ' || n || '. '),"
        " 'tag ' || n % 3, '2026-01-01' FROM s"
    )
    return Source(ConnectorDraft("Source", "sqlite", database=str(path)), None, TableRef("", "notes"), execute)


@dataclass
class Campaign:
    """A data folder whose syncs get killed. embedded: file with a line for each text that was embedded."""

    home: Path
    key: str
    embedded: Path

    @contextmanager
    def open(self) -> Iterator[Lab]:
        with reopen_lab(self.home, self.key) as lab:
            yield lab

    def copy(self, name: str) -> Campaign:
        target = Campaign(self.home.with_name(name), self.key, self.embedded)
        shutil.copytree(self.home, target.home)
        return target

    def sync(self) -> SyncRun:
        with self.open() as lab:
            return lab.sync(allow_deletes=True)

    def start(self) -> int:
        """Syncs in a child and returns its process id. It exits with 0 if the run is done, 1 if it isn't, 2 if another
        one is under way."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                with suppress(DatasetBusyError):
                    code = 2
                    code = int(self.sync().error is not None)
            finally:
                os._exit(code)
        return child

    def sync_and_die(self, after_s: float) -> bool:
        """Whether it was killed before it was done."""
        child = self.start()
        time.sleep(after_s)  # noqa: TID251 - the moment of a kill is what this is about
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)


@pytest.fixture
def campaign(
    tmp_path: Path,
    vault_key: str,
    source: Source,
    monkeypatch: pytest.MonkeyPatch,
    batches_of: Callable[[int], None],
) -> Campaign:
    batches_of(BATCH)
    made = Campaign(tmp_path / "home", vault_key, tmp_path / "embedded")
    embedder = CountingEmbedder(made.embedded)
    monkeypatch.setattr("kbconnect.adapters.embedders.open_embedder", lambda *model: embedder)
    with open_lab(made.home, vault_key, source.draft, source.password, table=source.table, embedder="minilm"):
        pass  # nothing of it may stay open when the test forks
    return made


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(ChangeMode))
def test_killed_runs_lose_nothing_and_do_nothing_twice(campaign: Campaign, source: Source, mode: ChangeMode) -> None:
    choose = random.Random(f"{mode} {source.draft.provider}")
    with campaign.open() as lab:
        lab.change(
            mode=mode,
            cursor_column="changed_at" if mode is ChangeMode.CURSOR else "",
            policy=SyncPolicy(key_scan_hours=0),
        )
    full = campaign.copy("full")
    started = time.monotonic()
    full.sync()
    first_s = time.monotonic() - started
    started = time.monotonic()
    full.sync()
    shortest_s = time.monotonic() - started
    killed = 0
    # In turns a first sync and one that has changes to do.
    for number in range(KILLS):
        case = (campaign, full)[number % 2].copy(f"killed {number}")
        before, kills = texts_embedded(campaign.embedded), 0
        for step in range(1 + number % 2):
            source.change(choose, mode, 100 * number + step)
            longest = first_s if number % 2 == 0 else 0.5 * first_s
            kills += case.sync_and_die(choose.uniform(0.2 * shortest_s, longest))
        run = case.sync()
        killed += kills
        with case.open() as lab:
            assert run.status in {RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS}, run
            assert lab.content() == lab.clean(CountingEmbedder(Path(os.devnull))), f"{mode}, kill {number}"
            history = lab.application.history.runs(limit=2)
            if len(history) == 2 and history[1].status is RunStatus.INTERRUPTED:
                assert run.continues == history[1].id
                assert run.remarks[0].startswith(f"Continues run {history[1].id}, which was interrupted.")
        assert embedded_again(campaign.embedded, before) <= EMBED_BATCH * kills
        shutil.rmtree(case.home)
    assert killed


# ----------------------------------------------------------------------------------- power, sleep, company


@pytest.mark.slow
def test_power_that_fails_while_a_sync_writes(campaign: Campaign, source: Source) -> None:
    """What a disk holds at an instant, less the end of the log, which was not flushed yet: documents that a run has
    counted may be gone, and are written again."""
    choose = random.Random(f"power {source.draft.provider}")
    source.change(choose, ChangeMode.COMPARE, 1)
    started = time.monotonic()
    campaign.copy("full").sync()
    seconds = time.monotonic() - started
    with campaign.open() as lab:
        clean = lab.clean(CountingEmbedder(Path(os.devnull)))
    for number in range(KILLS):
        running = campaign.copy(f"running {number}")
        child = running.start()
        time.sleep(choose.uniform(0.3, 1.0) * seconds)  # noqa: TID251 - the moment is what this is about
        os.kill(child, signal.SIGSTOP)
        try:
            disk = running.copy(f"disk {number}")
        finally:
            os.kill(child, signal.SIGCONT)
        assert os.waitpid(child, 0)[1] == 0  # having slept for a while is no reason to fail
        for lost in disk.home.rglob("*-shm"):
            lost.unlink()
        for log in disk.home.rglob("*.kb-wal"):
            size = log.stat().st_size
            os.truncate(log, size - choose.randrange(1 + min(size, 400_000)))
        run = disk.sync()
        assert run.error is None
        for case in (disk, running):
            with case.open() as lab:
                assert lab.content() == clean
        shutil.rmtree(disk.home)
        shutil.rmtree(running.home)


def test_a_clock_that_is_set_back(campaign: Campaign, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [datetime(2027, 6, 1, tzinfo=UTC)]
    monkeypatch.setattr("kbconnect.app.application._now", lambda: now[0])
    with campaign.open() as lab:
        lab.change(mode=ChangeMode.CURSOR, cursor_column="changed_at")
        first = lab.sync()
        now[0] = datetime(2025, 1, 1, tzinfo=UTC)
        source.change(random.Random(1), ChangeMode.CURSOR, 1)
        second = lab.sync()
        assert second.counts.updated > 0
        assert second.counts.deleted > 0  # when the keys were last looked through can't be told, so they are
        assert second.seconds is not None
        assert second.seconds >= 0
        assert [run.id for run in lab.application.history.runs()] == [second.id, first.id]
        lab.assert_healed(second, CountingEmbedder(Path(os.devnull)))


def test_two_processes_sync_one_dataset(campaign: Campaign, source: Source) -> None:
    children = [campaign.start() for _ in range(3)]
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert set(codes) <= {0, 2}  # one that waited long enough runs after the other
    assert codes[0] == 0
    with campaign.open() as lab:
        runs = lab.application.history.runs()
        assert sum(run.counts.added for run in runs) == len(lab.content()["documents"])
        assert sum(run.counts.embedded for run in runs) == len(lab.content()["chunks"])
        assert lab.content() == lab.clean(CountingEmbedder(Path(os.devnull)))
    assert embedded_again(campaign.embedded, 0) == 0


def test_what_may_not_be_done_while_a_sync_runs(campaign: Campaign, source: Source, impatient: object) -> None:
    """Removing or editing what is synced is refused; editing the connector counts from the next run on."""
    refused: list[KbConnectError] = []

    def meddle(progress: Progress) -> None:
        if refused or progress.stage is not Stage.READING:
            return
        with reopen_lab(campaign.home, campaign.key) as other:  # a window beside the command
            application = other.application
            (connector,) = application.connectors.list()
            (knowledge_base,) = application.knowledge_bases.list()
            for attempt in (
                lambda: application.datasets.remove(other.dataset.id),
                lambda: application.datasets.edit(other.dataset.id, draft_of_dataset(other.dataset)),
                other.sync,
                lambda: application.connectors.remove(connector.id),
                lambda: application.knowledge_bases.remove(knowledge_base.id),
            ):
                with pytest.raises((DatasetBusyError, InUseError)) as told:
                    attempt()
                refused.append(told.value)
            application.connectors.edit(connector.id, replace(source.draft, database="/nowhere"), KeepSecret.KEEP)

    with campaign.open() as lab:
        run = lab.sync(Watch(at=meddle))
        assert run.error is None
        assert len(refused) == 5
        assert all(error.message and error.hint for error in refused)
        assert lab.sync().error is not None
        (connector,) = lab.application.connectors.list()
        lab.application.connectors.edit(connector.id, source.draft, KeepSecret.KEEP)
        lab.assert_healed(lab.sync(), CountingEmbedder(Path(os.devnull)))


# --------------------------------------------------------------------------------------------------- reading again


@pytest.mark.server
def test_the_next_run_reads_at_most_one_batch_of_texts_again(
    lab: Lab, proxy: Proxy, pg_database: servers.PostgresDatabase, batches_of: Callable[[int], None]
) -> None:
    """After a batch of 500 the rest, 2,500 rows, is too long to be asked for row by row."""
    batches_of(500)

    def stop_after_a_batch(progress: Progress) -> None:
        if progress.stage is Stage.READING and progress.done:
            watch.context.cancel()

    watch = Watch(at=stop_after_a_batch)
    stopped = lab.sync(watch)
    assert stopped.status is RunStatus.CANCELLED
    assert stopped.counts.added >= 500
    with pg_database.connect() as connection:
        texts = connection.execute(
            "SELECT sum(length(title) + length(body)) FROM (SELECT * FROM notes ORDER BY id LIMIT %s) AS first",
            (stopped.counts.added,),
        ).fetchone()
    assert texts is not None
    before = proxy.received
    lab.application.syncing.plan(lab.dataset.id, Watch().context)
    compared = proxy.received - before
    run = lab.sync()
    moved = proxy.received - before - 2 * compared
    before = proxy.received
    lab.assert_healed(run)
    everything = proxy.received - before - compared
    assert run.counts.added == 3_000 - stopped.counts.added
    assert moved < everything - 0.9 * int(texts[0])
