"""What is kept of the run history: by number and age, never less than what people need."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kbconnect.adapters.store import SqlStore
from kbconnect.core.model import RunStatus
from kbconnect.core.store import ChunkMark, RunsKept
from tests.adapters.store.examples import DATASET, NOON, RUN, fill

ALL_OF_TIME = NOON - timedelta(days=10_000)


@pytest.fixture
def history(store: SqlStore) -> SqlStore:
    """Forty failed runs with rejects, one a day up to NOON, numbered 1 to 40; and one of another dataset."""
    fill(store)
    for day in range(40):
        store.runs.add(replace(RUN, status=RunStatus.FAILED, started_at=NOON - timedelta(days=39 - day)))
    store.datasets.add(replace(DATASET, id="d2", name="other"))
    store.runs.add(replace(RUN, dataset_id="d2", started_at=NOON - timedelta(days=5000)))
    return store


def test_marks_come_newest_first_and_go_with_their_runs(history: SqlStore) -> None:
    for run_id, mark in ((3, ChunkMark("k1", 1)), (7, ChunkMark("k1", 20)), (8, ChunkMark("k2", 5))):
        history.runs.mark(run_id, mark)
    history.runs.mark(41, ChunkMark("k1", 30))
    assert history.runs.marks("d1", "k1") == ((7, ChunkMark("k1", 20)), (3, ChunkMark("k1", 1)))
    assert history.runs.marks("d2", "k1") == ((41, ChunkMark("k1", 30)),)
    history.runs.prune("d1", RunsKept(runs=36, since=ALL_OF_TIME))
    assert history.runs.marks("d1", "k1") == ((7, ChunkMark("k1", 20)),)


def numbers(store: SqlStore) -> list[int]:
    return [run.id for run in reversed(store.runs.list("d1", 1000))]


def test_the_newest_runs_stay(history: SqlStore) -> None:
    assert history.runs.prune("d1", RunsKept(30, ALL_OF_TIME)) == 10
    assert numbers(history) == list(range(11, 41))
    assert history.runs.prune("d1", RunsKept(30, ALL_OF_TIME)) == 0
    assert len(history.runs.list("d2")) == 1


def test_old_runs_go(history: SqlStore) -> None:
    assert history.runs.prune("d1", RunsKept(500, NOON - timedelta(days=25))) == 14
    assert numbers(history) == list(range(15, 41))


@pytest.mark.parametrize("kept", [RunsKept(1, ALL_OF_TIME), RunsKept(500, NOON + timedelta(days=1))])
def test_the_last_twenty_stay_whatever_is_asked(history: SqlStore, kept: RunsKept) -> None:
    assert history.runs.prune("d1", kept) == 20
    assert numbers(history) == list(range(21, 41))


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS])
def test_the_last_completed_run_stays(history: SqlStore, status: RunStatus) -> None:
    for number in (3, 5):
        history.runs.update(replace(history.runs.get(number), status=status))
    history.runs.prune("d1", RunsKept(20, NOON))
    assert numbers(history) == [5, *range(21, 41)]


def test_a_run_that_is_going_on_stays(history: SqlStore) -> None:
    history.runs.update(replace(history.runs.get(2), status=RunStatus.RUNNING))
    history.runs.prune("d1", RunsKept(20, NOON))
    assert numbers(history) == [2, *range(21, 41)]


def test_older_runs_keep_the_count_of_their_rejects_but_not_the_list(history: SqlStore) -> None:
    assert history.runs.prune("d1", RunsKept(500, ALL_OF_TIME, with_rejects=30)) == 0
    assert [len(history.runs.get(number).rejects) for number in (1, 10, 11, 40)] == [0, 0, 2, 2]
    assert history.runs.get(1).counts.rejected == RUN.counts.rejected


def test_there_is_nothing_to_prune_in_a_short_history(store: SqlStore) -> None:
    fill(store)
    store.runs.add(RUN)
    assert store.runs.prune("d1", RunsKept(1, NOON + timedelta(days=1))) == 0
    assert store.runs.prune("nobody", RunsKept(1, NOON)) == 0
    assert store.runs.get(1).rejects == RUN.rejects
