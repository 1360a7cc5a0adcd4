"""Progress and waiting: bars whose value glides, and rows of blocks while something loads. Knows no jobs."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QTimer, QVariantAnimation, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbconnect.core.shares import percent
from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import theme

GLIDE_MS = 120
SKELETON_DELAY_MS = 300
"""What loads faster than this shows no blocks: a flash would only disturb."""


class Bar(QWidget):
    """A bar filled to a share of 0 to 1. Its number stands beside it, so it never shows one.

    width: fixed in pixels, 0 for what is left. token: `fill` for running, `bar` for counts at rest.
    """

    def __init__(
        self, share: float = 0.0, *, width: int = 0, height: int = 6, token: str = "fill", name: str = ""
    ) -> None:
        super().__init__()
        self._target = self._shown = share
        self._token, self._name = token, name or self.tr("Progress")
        self.setFixedHeight(height)
        if width:
            self.setFixedWidth(width)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._step)
        self._name_it()

    def share(self) -> float:
        """The share it is at or gliding to."""
        return self._target

    def set_share(self, share: float) -> None:
        """Glides to a share; jumps while hidden and when the person asked for reduced motion."""
        share = min(max(share, 0.0), 1.0)
        if share == self._target:
            return
        self._target = share
        self._name_it()
        self._glide.stop()
        if theme().reduced_motion or not self.isVisible():
            self._step(share)
            return
        self._glide.setStartValue(self._shown)
        self._glide.setEndValue(share)
        self._glide.start()

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self._name}, {percent(self._target)}")

    @Slot(object)
    def _step(self, share: object) -> None:
        self._shown = float(share)  # type: ignore[arg-type]  # the animation runs between two floats
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.bar(QRectF(self.rect()), self._shown, self._token)


class Skeleton(QWidget):
    """Rows of grey blocks in the place of what is loading; they appear after 300 ms and stand still.

    row_height should be that of the rows to come, so that nothing jumps. `tile` leaves a square at the left.
    """

    def __init__(self, *, rows: int = 4, row_height: int = 52, tile: bool = False) -> None:
        super().__init__()
        self._rows, self._row_height, self._tile = rows, row_height, tile
        self._due = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SKELETON_DELAY_MS)
        self._timer.timeout.connect(self._appear)
        self.setAccessibleName(self.tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._due = False
        self._timer.start()

    @Slot()
    def _appear(self) -> None:
        self._due = True
        self.update()

    def appear_now(self) -> None:
        """Shows the blocks without waiting."""
        self._timer.stop()
        self._appear()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._due:
            return
        with ink_on(self) as ink:
            left = 60 if self._tile else 0
            for row in range(self._rows):
                middle = row * self._row_height + self._row_height / 2
                if self._tile:
                    ink.round(QRectF(12, middle - 18, 36, 36), 8, "track")
                length = min(self.width() - left - 16, 220 - 36 * (row % 3))
                ink.round(QRectF(left, middle - 13, length, 10), 5, "track")
                ink.round(QRectF(left, middle + 5, length * 0.6, 8), 4, "track")
