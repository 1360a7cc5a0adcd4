"""The pace of a sync and the state it goes through, as pure values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    ErrorInfo,
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
from kbconnect.ui.pace import Pace, Pacer
from kbconnect.ui.status import State
from kbconnect.ui.sync_state import RunningSync, advanced, counts_line, status_of_run, status_of_sync

NOW = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)
DATASET = Dataset(
    id="d",
    name="Help articles",
    connector_id="c",
    knowledge_base_id="k",
    selection=TableSelection(TableRef("public", "help_articles")),
    mapping=Mapping(("id",), "title", ("body",)),
    mode=ChangeMode.COMPARE,
    cursor_column="",
    chunks=ChunkPolicy(),
    policy=SyncPolicy(),
    created_at=NOW,
    updated_at=NOW,
)
QUEUED = RunningSync(DATASET, "db.example", SyncOptions(), NOW)


def run_through(*reports: tuple[float, Progress]) -> RunningSync:
    state = replace(QUEUED, started_at=NOW)
    for seconds, progress in reports:
        state = advanced(state, progress, Pace(), NOW + timedelta(seconds=seconds))
    return state


def test_the_rate_is_that_of_the_last_seconds() -> None:
    pacer, pace = Pacer(), Pace()
    for second in range(60):
        pacer.take(Progress(Stage.EMBEDDING, second * 10, 10_000), second)
    for second in range(60, 120):
        pace = pacer.take(Progress(Stage.EMBEDDING, 600 + (second - 60) * 100, 10_000), second)
    assert pace.rate == pytest.approx(100, rel=0.02)


def test_no_time_left_is_told_too_early_or_without_a_total() -> None:
    pacer = Pacer()
    pacer.take(Progress(Stage.READING, 0, 1_000), 0)
    assert pacer.take(Progress(Stage.READING, 100, 1_000), 2).left_s is None
    assert Pacer().take(Progress(Stage.COMPARING, 5, None), 9) == Pace()
    unknown = Pacer()
    unknown.take(Progress(Stage.COMPARING, 0, None), 0)
    assert unknown.take(Progress(Stage.COMPARING, 500, None), 5) == Pace(100, None)


def test_the_time_left_only_goes_down_while_it_is_about_right() -> None:
    pacer, told = Pacer(), []
    done = 0
    for second in range(100):
        done += 10 if second % 10 < 6 else 4  # an uneven server
        told.append(pacer.take(Progress(Stage.EMBEDDING, done, 5_000), second).left_s)
    known = [left for left in told if left is not None]
    assert known == sorted(known, reverse=True)
    changes = sum(1 for before, after in pairwise(told) if before != after)
    assert changes <= 50  # at most every two seconds


def test_a_server_that_became_much_slower_is_told_honestly() -> None:
    pacer = Pacer()
    quick = slow = None
    for second in range(30):
        quick = pacer.take(Progress(Stage.EMBEDDING, second * 100, 10_000), second).left_s
    for second in range(30, 90):
        slow = pacer.take(Progress(Stage.EMBEDDING, 3_000 + second - 30, 10_000), second).left_s
    assert quick is not None
    assert slow is not None
    assert slow > 10 * quick


def test_a_new_stage_begins_anew() -> None:
    pacer = Pacer()
    for second in range(10):
        pacer.take(Progress(Stage.READING, second * 100, 1_000), second)
    assert pacer.take(Progress(Stage.EMBEDDING, 0, 50), 11) == Pace()


def test_a_sync_tells_what_happened() -> None:
    counts = SyncCounts(read=100, added=93, rejected=7, chunks_written=180)
    state = run_through(
        (0, Progress(Stage.CONNECTING)),
        (1, Progress(Stage.COMPARING, 0, 100)),
        (2, Progress(Stage.READING, 0, 100, SyncCounts(read=100))),
        (3, Progress(Stage.READING, 50, 100, SyncCounts(read=100, added=48, rejected=2))),
        (4, Progress(Stage.READING, 100, 100, counts)),
        (5, Progress(Stage.EMBEDDING, 0, 180, counts)),
    )
    assert [event.words for event in state.events] == [
        "Connected to db.example, read-only",
        "Compared with the knowledge base: 100 rows are new or changed",
        "7 rows rejected; the rest goes on",
        "All rows can be searched by words; adding meaning",
    ]
    assert state.words_seconds == 5
    assert (state.rows, state.counts, state.share) == (100, counts, 0)
    assert counts_line(state) == "0 of 180 chunks"


def test_rows_written_before_a_broken_read_stay_counted() -> None:
    reports = (
        (0, Progress(Stage.READING, 0, 60_000)),
        (1, Progress(Stage.READING, 20_000, 60_000, SyncCounts(added=19_990, rejected=10))),
        (2, Progress(Stage.WAITING, note="The source broke off.")),
        (3, Progress(Stage.COMPARING, 60_000, 60_000)),
        (4, Progress(Stage.READING, 0, 40_000, SyncCounts(added=20_000))),
        (5, Progress(Stage.READING, 10_000, 40_000, SyncCounts(added=30_000))),
    )
    first, again = run_through(*reports[:2]), run_through(*reports)
    assert counts_line(first) == "20,000 of 60,000 rows"
    assert (counts_line(again), again.share) == ("30,000 of 60,000 rows", 0.5)
    assert "40,000 rows are new or changed" in again.events[-1].words
    done = advanced(again, Progress(Stage.EMBEDDING, 0, 9, SyncCounts(added=60_000)), Pace(), NOW)
    assert done.rows == 60_000


def test_a_database_that_says_nothing_is_told_once_for_each_silence() -> None:
    reading = Progress(Stage.READING, 40, 100)
    note = "Waiting for the database db.example: nothing has come for {} s."
    silent = run_through((0, reading), (10, replace(reading, note=note.format(10))))
    assert (silent.note, silent.is_silent, silent.left_words) == (note.format(10), True, "")
    silent = advanced(silent, replace(reading, note=note.format(15)), Pace(), NOW + timedelta(seconds=15))
    goes_on = advanced(silent, replace(reading, done=80), Pace(), NOW + timedelta(seconds=20))
    assert (goes_on.note, goes_on.is_silent) == ("", False)
    assert [event.words for event in goes_on.events[2:]] == ["Nothing comes from db.example; waiting"]


def test_a_sync_without_changes_says_so() -> None:
    state = run_through(
        (0, Progress(Stage.COMPARING, 0, 100)), (2, Progress(Stage.EMBEDDING, 0, 4, SyncCounts(unchanged=100)))
    )
    assert "no row has changed" in state.events[1].words
    assert state.rows == 0


def test_the_summary_of_each_state() -> None:
    assert QUEUED.summary == "Queued"
    half = replace(QUEUED, started_at=NOW, stage=Stage.EMBEDDING, done=62, total=100, pace=Pace(1, 1_100))
    assert half.summary == "62 %, about 19 min left"
    assert status_of_sync(half).word == "Adding meaning"
    assert replace(half, stopping=True).summary == "Stopping"
    assert replace(half, total=None).summary == "Adding meaning"


def finished(status: RunStatus, code: str = "") -> SyncRun:
    error = ErrorInfo(code, "", "", retryable=False) if code else None
    return SyncRun(1, "d", Trigger.MANUAL, status, NOW, NOW, SyncCounts(rejected=7), error=error)


@pytest.mark.parametrize(
    ("run", "state"),
    [
        (finished(RunStatus.COMPLETED), State.COMPLETED),
        (finished(RunStatus.COMPLETED_WITH_REJECTS), State.COMPLETED_WITH_REJECTS),
        (finished(RunStatus.FAILED, "port_closed"), State.FAILED),
        (finished(RunStatus.FAILED, "delete_brake"), State.WAITING_ANSWER),
        (finished(RunStatus.FAILED, "login_refused"), State.LOGIN_REFUSED),
        (finished(RunStatus.FAILED), State.FAILED),
        (finished(RunStatus.CANCELLED), State.CANCELLED),
        (finished(RunStatus.INTERRUPTED), State.INTERRUPTED),
        (finished(RunStatus.RUNNING), State.RUNNING),
    ],
)
def test_a_run_of_the_history_has_its_pill(run: SyncRun, state: State) -> None:
    assert status_of_run(run).state is state
