"""How long the run history is kept can be set, within reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.application import Application
from kbconnect.app.history import History, HistoryLimits
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.errors import InputError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset, RunStatus, SyncOptions, SyncRun, Trigger
from tests.adapters.store.examples import fill

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_old_runs_go_by_number_and_age(tmp_path: Path) -> None:
    with open_store(tmp_path / "kbconnect.db") as store:
        fill(store)
        history = History(store, DatasetLocks(tmp_path), lambda: NOW)
        assert history.limits == HistoryLimits(500, 400)
        for day in range(50, 0, -1):
            started = NOW - timedelta(days=day, minutes=1)
            store.runs.add(SyncRun(0, "d1", Trigger.SCHEDULE, RunStatus.COMPLETED, started))
        assert history.prune("d1") == 0
        history.set_limits(HistoryLimits(runs=40, days=400))
        assert (history.prune("d1"), len(store.runs.list())) == (10, 40)
        history.set_limits(HistoryLimits(runs=500, days=30))
        assert history.limits == HistoryLimits(500, 30)
        assert (history.prune_all(), len(store.runs.list())) == (11, 29)
        history.set_limits(HistoryLimits(runs=1, days=1))
        assert (history.prune_all(), len(store.runs.list())) == (9, 20)


def test_a_sync_lets_old_runs_go(application: Application, dataset: Dataset) -> None:
    application.history.set_limits(HistoryLimits(runs=1))
    for _ in range(22):
        application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert [run.id for run in application.history.runs()] == list(range(22, 2, -1))


@pytest.mark.parametrize("limits", [HistoryLimits(runs=0), HistoryLimits(days=0), HistoryLimits(days=-1)])
def test_something_is_always_kept(tmp_path: Path, limits: HistoryLimits) -> None:
    with open_store(tmp_path / "kbconnect.db") as store:
        history = History(store, DatasetLocks(tmp_path), lambda: NOW)
        with pytest.raises(InputError, match="at least one"):
            history.set_limits(limits)
        assert history.limits == HistoryLimits()


def test_an_unreadable_setting_is_the_usual_one(tmp_path: Path) -> None:
    with open_store(tmp_path / "kbconnect.db") as store:
        store.settings.put("history_runs", "many")
        store.settings.put("history_days", "10" * 30)
        history = History(store, DatasetLocks(tmp_path), lambda: NOW)
        assert history.limits.runs == 500
        assert history.prune("d1") == 0
