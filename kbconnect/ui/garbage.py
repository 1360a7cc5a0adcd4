"""When Python collects cyclic garbage while a window is open: on the window's thread, by a timer. Owns nothing else."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

COLLECT_EVERY_MS = 500


class WindowGarbage(QObject):
    """Python's cyclic garbage collector, on the window's thread only.

    Left alone it runs on whichever thread allocates, and would delete a widget on a worker's. While this object lives
    automatic collection is off and a timer collects by Python's own thresholds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collects the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > limits[generation]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Gives collection back to Python."""
        self._timer.stop()
        gc.enable()
