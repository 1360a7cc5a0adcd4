"""How long the run history is kept. Runs are written by `kbconnect.app.syncing`; this only lets old ones go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kbconnect.core.errors import InputError
from kbconnect.core.store import RunsKept

if TYPE_CHECKING:
    from kbconnect.core.store import Store

_RUNS_SETTING, _DAYS_SETTING = "history_runs", "history_days"


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """Of each dataset the newest `runs` are kept, none older than `days`; at least the last twenty and the last one
    that was completed, whatever these say."""

    runs: int = 500
    days: int = 400


class History:
    """The limits of one data folder's run history."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

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
