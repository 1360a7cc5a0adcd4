"""Pausing all schedules at once, and resuming those that ran before; ones a person had paused alone stay paused."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kbconnect.core.errors import NotFoundError

if TYPE_CHECKING:
    from kbconnect.app.schedule import Schedules
    from kbconnect.core.store import Store

_TOGETHER = "schedules_paused_together"


class ScheduleSwitch:
    """Of the schedules of one data folder, for whichever program runs them."""

    def __init__(self, store: Store, schedules: Schedules) -> None:
        self._store = store
        self._schedules = schedules

    def is_off(self) -> bool:
        """Whether `pause_all` is in force: nothing starts by itself, and `resume_all` would change that."""
        states = self._schedules.list()
        together = set(self._noted())
        return any(one.dataset.id in together for one in states) and not any(one.schedule.enabled for one in states)

    def pause_all(self) -> int:
        """How many were running. What is missed meanwhile is caught up once each. Raises StoreError."""
        running = [one.dataset.id for one in self._schedules.list() if one.schedule.enabled]
        # First, because what is noted can be resumed. Those of an earlier call stay: syncs that stop for good without
        # anybody's wish would be worse than one that is resumed too early.
        self._note([*self._noted(), *running])
        for dataset_id in running:
            with suppress(NotFoundError):  # removed a moment ago
                self._schedules.pause(dataset_id)
        return len(running)

    def resume_all(self) -> int:
        """Those that `pause_all` has paused; how many. Raises StoreError."""
        resumed = 0
        for dataset_id in self._noted():
            with suppress(NotFoundError):
                self._schedules.resume(dataset_id)
                resumed += 1
        self._note(())
        return resumed

    def _noted(self) -> list[str]:
        return (self._store.settings.get(_TOGETHER) or "").split()

    def _note(self, dataset_ids: list[str] | tuple[str, ...]) -> None:
        self._store.settings.put(_TOGETHER, "\n".join(dict.fromkeys(dataset_ids)))
