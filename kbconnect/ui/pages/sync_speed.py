"""The speed of a running sync as a small curve: how many rows or chunks a second, over the last minutes."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbconnect.core.job import Stage
from kbconnect.ui.language import say
from kbconnect.ui.painting import ink_on
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.cards import Card
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.words import count

POINTS = 90
"""A point each time the rate is told anew, which is every two seconds: three minutes."""


class _Curve(QWidget):
    """Values from old to new; its scale begins at 0, so that a small change looks small."""

    def __init__(self) -> None:
        super().__init__()
        self._values: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_values(self, values: tuple[float, ...]) -> None:
        self._values = values
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        box = QRectF(self.rect()).adjusted(1, 2, -1, 0)
        most = max(self._values) * 1.1 or 1.0
        step = box.width() / (len(self._values) - 1)
        points = [
            QPointF(box.x() + number * step, box.bottom() - value / most * box.height())
            for number, value in enumerate(self._values)
        ]
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        ground = QPainterPath(line)
        ground.lineTo(box.bottomRight())
        ground.lineTo(box.bottomLeft())
        ground.closeSubpath()
        with ink_on(self) as ink:
            ink.painter.fillPath(ground, ink.theme.colour("accent_bg"))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.setPen(QPen(ink.theme.colour("accent"), 2))
            ink.painter.drawPath(line)


class SpeedCard(Card):
    """Hidden until there are two figures to join."""

    def __init__(self) -> None:
        self._title = text("", "label")
        self._now = text("", "strong")
        self._curve = _Curve()
        self._since = text("", "caption")
        self._values: deque[float] = deque(maxlen=POINTS)
        self._stage: Stage | None = None
        below = across(self._since, None, text(say("now"), "caption"))
        super().__init__(
            down(across(self._title, None, self._now), (self._curve, 1), below, gap=6), margins=(15, 11, 15, 9)
        )
        self.setFixedSize(300, 180)
        self.setVisible(False)

    def show_sync(self, sync: RunningSync) -> None:
        if sync.stage is not self._stage:
            self._stage = sync.stage
            self._values.clear()
        rate = sync.pace.rate
        if rate is not None and (not self._values or self._values[-1] != rate):
            self._values.append(rate)
        known = len(self._values) >= 2 and rate is not None
        self.setVisible(known)
        if not known or rate is None:
            return
        unit = self.tr("Chunks a second") if sync.stage is Stage.EMBEDDING else self.tr("Rows a second")
        self._title.setText(unit)
        self._now.setText(count(round(rate)))
        self._since.setText(self.tr("{0} s ago").format(2 * (len(self._values) - 1)))
        self._curve.setAccessibleName(f"{unit}, {count(round(rate))}")
        self._curve.show_values(tuple(self._values))
