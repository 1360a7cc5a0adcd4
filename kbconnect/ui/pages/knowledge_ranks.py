"""A small picture of where a saved question found its rows over time. Paints values; asks nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbconnect.core.questions import DEPTH
from kbconnect.ui.fonts import Size
from kbconnect.ui.language import say
from kbconnect.ui.models.questions import Asking
from kbconnect.ui.painting import RIGHT, Ink, ink_on
from kbconnect.ui.words import count

SHOWN = 24
_HEIGHT, _LABELS, _EDGE = 92, 40, 8
_DOT = 3.5


class RankPicture(QWidget):
    """The place of the worst row each time, newest at the right, the first place on top. A cross: not found."""

    def __init__(self) -> None:
        super().__init__()
        self._askings: tuple[Asking, ...] = ()
        self._within = 1
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_askings(self, askings: Sequence[Asking], within: int) -> None:
        """askings: newest first."""
        self._askings, self._within = tuple(reversed(askings[:SHOWN])), within
        met = sum(asking.met for asking in self._askings)
        words = say("Found where it should be {met} of {count} times")
        self.setAccessibleName(words.format(met=count(met), count=count(len(self._askings))))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            plot = QRectF(self.rect()).adjusted(_LABELS, _EDGE, -_EDGE, -_EDGE)
            self._paint_scale(ink, plot)
            points = [self._point(plot, number, asking) for number, asking in enumerate(self._askings)]
            path = QPainterPath(points[0]) if points else QPainterPath()
            for point in points[1:]:
                path.lineTo(point)
            ink.painter.setPen(QPen(ink.theme.colour("track"), 2))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawPath(path)
            for point, asking in zip(points, self._askings, strict=True):
                _paint_dot(ink, point, asking)

    def _paint_scale(self, ink: Ink, plot: QRectF) -> None:
        limit = self._height(plot, self._within)
        ink.line(QRectF(plot.x() - 4, plot.y() - _EDGE / 2, plot.width() + 8, limit - plot.y() + _EDGE), "success_bg")
        for rank in sorted({1, self._within, DEPTH}):
            at = self._height(plot, rank)
            ink.line(QRectF(plot.x() - 4, at, plot.width() + 8, 1))
            ink.text(QRectF(0, at - 8, _LABELS - 12, 16), str(rank), Size.CAPTION, "text3", align=RIGHT)

    @staticmethod
    def _height(plot: QRectF, rank: int) -> float:
        """Logarithmic: from the first place to the second is a longer way than from the 20th to the 30th."""
        return plot.y() + plot.height() * math.log(rank) / math.log(DEPTH)

    def _point(self, plot: QRectF, number: int, asking: Asking) -> QPointF:
        last = len(self._askings) - 1
        x = plot.right() if last == 0 else plot.x() + plot.width() * number / last
        return QPointF(x, self._height(plot, asking.rank if asking.rank is not None else DEPTH))


def _paint_dot(ink: Ink, at: QPointF, asking: Asking) -> None:
    painter, tone = ink.painter, "bar" if asking.met else "danger"
    if asking.rank is None:
        painter.setPen(QPen(ink.theme.colour(tone), 2))
        painter.drawLine(at + QPointF(-_DOT, -_DOT), at + QPointF(_DOT, _DOT))
        painter.drawLine(at + QPointF(-_DOT, _DOT), at + QPointF(_DOT, -_DOT))
        return
    ink.round(QRectF(at.x() - _DOT, at.y() - _DOT, 2 * _DOT, 2 * _DOT), _DOT if asking.met else 1, tone)
