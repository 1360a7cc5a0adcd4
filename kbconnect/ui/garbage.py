"""When Python collects cyclic garbage while a window is open: on the window's thread, by a timer. Owns nothing else."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

COLLECT_EVERY_MS = 500
SELDOM = 8
"""While jobs run, every so many turns of the timer only: a sync makes objects by the thousand and hardly a cycle."""
EVERYTHING_AFTER_S = 60.0


class WindowGarbage(QObject):
    """Python's cyclic garbage collector, on the window's thread only.

    Left alone it runs on whichever thread allocates, and would delete a widget on a worker's. While this object lives
    automatic collection is off and a timer collects what is new, by Python's own thresholds. To look through everything
    takes longer than a person waits for an answer of the window: that is done once a minute, and not while jobs run.
    What was there before a job, and what the job has brought, is left out until then (`gc.freeze`).

    is_busy: whether jobs run. clock: seconds that never go back.
    """

    def __init__(
        self,
        parent: QObject,
        is_busy: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_busy, self._clock = is_busy, clock
        self._busy_turns = 0
        self._all_at = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_EVERY_MS)
        self._timer.timeout.connect(self.turn)
        self._timer.start()

    @Slot()
    def turn(self) -> None:
        """Collects what is due now."""
        if self._is_busy():
            if not self._busy_turns:
                self.leave_out()
            self._busy_turns += 1
            if self._busy_turns % SELDOM == 0:
                self._collect_new()
            return
        self._busy_turns = 0
        if self._clock() - self._all_at >= EVERYTHING_AFTER_S:
            self.collect()
        else:
            self._collect_new()

    @Slot()
    def leave_out(self) -> None:
        """What there is now, a job's result as a rule, is looked at with everything only."""
        gc.freeze()

    def collect(self) -> None:
        """Looks through everything, if enough is new since the last time."""
        self._all_at = self._clock()
        new, *older = gc.get_count()
        if gc.get_freeze_count() or any(older) or new > gc.get_threshold()[0]:
            gc.unfreeze()
            gc.collect()

    def stop(self) -> None:
        """Gives collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @staticmethod
    def _collect_new() -> None:
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in (0, 1) if counts[generation] > limits[generation]]
        if due:
            gc.collect(due[-1])
