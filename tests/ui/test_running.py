"""Syncs of the window: one a dataset, one after the other on a connector, stopped and told about."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.job import JobCancelled, JobContext, Progress, Stage
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    Mapping,
    RunStatus,
    SyncCounts,
    SyncOptions,
    SyncPolicy,
    SyncRun,
    TableRef,
    TableSelection,
    Trigger,
)
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.running import RunningSyncs

NOW = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)


def dataset(name: str, connector: str = "c") -> Dataset:
    return Dataset(
        id=name,
        name=name,
        connector_id=connector,
        knowledge_base_id="k",
        selection=TableSelection(TableRef("", name)),
        mapping=Mapping(("id",)),
        mode=ChangeMode.COMPARE,
        cursor_column="",
        chunks=ChunkPolicy(),
        policy=SyncPolicy(),
        created_at=NOW,
        updated_at=NOW,
    )


class Script:
    """A sync use case that reports once, then waits for its gate or for the wish to stop."""

    def __init__(self) -> None:
        self.gates: dict[str, threading.Event] = {}
        self.options: list[SyncOptions] = []
        self.errors: dict[str, Exception] = {}

    def gate(self, name: str) -> threading.Event:
        return self.gates.setdefault(name, threading.Event())

    def sync(self, dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        self.options.append(options)
        if dataset_id in self.errors:
            raise self.errors[dataset_id]
        context.report(Progress(Stage.READING, 1, 2, SyncCounts(added=1)))
        run = SyncRun(1, dataset_id, Trigger.MANUAL, RunStatus.COMPLETED, NOW, NOW)
        gate = self.gate(dataset_id)
        with context.on_cancel(gate.set):
            gate.wait(10)
        try:
            context.check()
        except JobCancelled:
            return replace(run, status=RunStatus.CANCELLED)
        return run


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.shutdown(5)


@pytest.fixture
def running(jobs: Jobs, script: Script) -> RunningSyncs:
    return RunningSyncs(script.sync, jobs, jobs)


def states(running: RunningSyncs) -> list[tuple[str, str]]:
    return [(sync.dataset.id, sync.stage_words) for sync in running.all()]


def test_progress_and_the_end_are_told(running: RunningSyncs, script: Script, qtbot: QtBot) -> None:
    options = SyncOptions(allow_deletes=True)
    assert running.start(dataset("a"), options, "db.example")
    qtbot.waitUntil(lambda: states(running) == [("a", "Reading")])
    state = running.get("a")
    assert state is not None
    assert (state.share, state.counts.added, state.source) == (0.5, 1, "db.example")
    assert not running.start(dataset("a"))
    with qtbot.waitSignal(running.ended) as ended:
        script.gate("a").set()
    assert ended.args is not None
    assert ended.args[0] == "a"
    assert ended.args[1].status is RunStatus.COMPLETED
    assert running.all() == ()
    assert script.options == [options]


def test_datasets_of_one_connector_run_one_after_the_other(running: RunningSyncs, script: Script, qtbot: QtBot) -> None:
    for each in (dataset("a"), dataset("b"), dataset("other", "another connector")):
        running.start(each)
    qtbot.waitUntil(lambda: states(running) == [("a", "Reading"), ("other", "Reading"), ("b", "Queued")])
    script.gate("a").set()
    qtbot.waitUntil(lambda: ("b", "Reading") in states(running))
    script.gate("b").set()
    script.gate("other").set()
    qtbot.waitUntil(lambda: running.all() == ())


def test_a_running_sync_is_asked_to_stop_and_says_so(running: RunningSyncs, script: Script, qtbot: QtBot) -> None:
    running.start(dataset("a"))
    qtbot.waitUntil(lambda: states(running) == [("a", "Reading")])
    with qtbot.waitSignal(running.ended) as ended:
        running.stop("a")
        assert states(running) == [("a", "Stopping")]
        running.stop("a")
    assert ended.args is not None
    assert ended.args[1].status is RunStatus.CANCELLED


def test_a_queued_sync_leaves_the_queue_at_once(running: RunningSyncs, script: Script, qtbot: QtBot) -> None:
    running.start(dataset("a"))
    running.start(dataset("b"))
    running.stop("b")
    assert running.get("b") is None
    running.stop("b")
    with qtbot.waitSignal(running.ended):
        script.gate("a").set()
    assert len(script.options) == 1


def test_stop_all_ends_what_runs_and_what_waits(running: RunningSyncs, script: Script, qtbot: QtBot) -> None:
    running.start(dataset("a"))
    running.start(dataset("b"))
    qtbot.waitUntil(lambda: ("a", "Reading") in states(running))
    running.stop_all()
    qtbot.waitUntil(lambda: running.all() == ())
    assert len(script.options) == 1


def test_a_sync_that_cannot_begin_is_told_and_the_next_one_runs(
    running: RunningSyncs, script: Script, qtbot: QtBot
) -> None:
    script.errors["a"] = DatasetBusyError("a is synced by another program.")
    script.gate("b").set()
    with qtbot.waitSignals([running.failed, running.ended]):
        running.start(dataset("a"))
        running.start(dataset("b"))
    assert running.all() == ()
