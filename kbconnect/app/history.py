"""The run history: reading it, telling runs whose process died, and how long it is kept.

Runs are written by `kbconnect.app.syncing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kbconnect.core.errors import DatasetBusyError, InputError, NotFoundError
from kbconnect.core.model import Dataset, RunStatus, SyncRun
from kbconnect.core.store import RunsKept

if TYPE_CHECKING:
    from kbconnect.app.locking import DatasetLocks
    from kbconnect.core.store import Store

_RUNS_SETTING, _DAYS_SETTING = "history_runs", "history_days"


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """Of each dataset the newest `runs` are kept, none older than `days`; at least the last twenty and the last one
    that was completed, whatever these say."""

    runs: int = 500
    days: int = 400


class History:
    """The run history of one data folder."""

    def __init__(self, store: Store, locks: DatasetLocks, now: Callable[[], datetime]) -> None:
        self._store = store
        self._locks = locks
        self._now = now

    def runs(self, dataset_id: str | None = None, limit: int = 100) -> tuple[SyncRun, ...]:
        """Newest first; those whose process died are shown as interrupted."""
        for run in self._store.runs.list(dataset_id, limit):
            if run.status is RunStatus.RUNNING:
                self._settle_run(run)
        return self._store.runs.list(dataset_id, limit)

    def run(self, run_id: int) -> SyncRun:
        """With its rejects. Raises NotFoundError."""
        run = self._store.runs.get(run_id)
        if run.status is RunStatus.RUNNING:
            self._settle_run(run)
            return self._store.runs.get(run_id)
        return run

    def last_run(self, dataset_id: str) -> SyncRun | None:
        newest = self.runs(dataset_id, 1)
        return newest[0] if newest else None

    def _settle_run(self, run: SyncRun) -> None:
        try:
            dataset = self._store.datasets.get(run.dataset_id)
        except NotFoundError:
            return
        try:
            with self._locks.hold(dataset):  # so that no run begins or ends while its history is put right
                self.settle(dataset)
        except DatasetBusyError:
            return  # it is running

    def settle(self, dataset: Dataset) -> None:
        """Whoever holds the dataset's lock calls it: a run that still says running died with its process."""
        for run in self._store.runs.list(dataset.id, 5):
            if run.status is RunStatus.RUNNING:
                self._store.runs.update(replace(run, status=RunStatus.INTERRUPTED))

    @property
    def limits(self) -> HistoryLimits:
        usual = HistoryLimits()
        return HistoryLimits(self._number(_RUNS_SETTING, usual.runs), self._number(_DAYS_SETTING, usual.days))

    def set_limits(self, limits: HistoryLimits) -> None:
        """They hold from the next prune on. Raises InputError for numbers below 1."""
        if limits.runs < 1 or limits.days < 1:
            raise InputError(
                "The run history keeps at least one run and one day.",
                meaning="Nothing was changed.",
                hint="Choose numbers from 1 on.",
            )
        self._store.settings.put(_RUNS_SETTING, str(limits.runs))
        self._store.settings.put(_DAYS_SETTING, str(limits.days))

    def prune(self, dataset_id: str) -> int:
        """Lets go of a dataset's old runs, and of the lists of rejects of all but the newest; mostly one short look.

        Returns how many runs went. Raises StoreError.
        """
        limits = self.limits
        since = self._now() - timedelta(days=min(limits.days, 100_000))
        return self._store.runs.prune(dataset_id, RunsKept(limits.runs, since))

    def prune_all(self) -> int:
        """As `prune`, for every dataset."""
        return sum(self.prune(dataset.id) for dataset in self._store.datasets.list())

    def _number(self, name: str, usual: int) -> int:
        text = self._store.settings.get(name) or ""
        return int(text) if text.isascii() and text.isdigit() and int(text) else usual
