"""The picture of the last four weeks: syncs a day as bars, with a cross on a day that has a failed one.

pyqtgraph is imported when the first picture is drawn: it would cost a third of the start of the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.ui.fonts import Size
from kbconnect.ui.language import noted, say
from kbconnect.ui.models.activity import DayCount, days_words
from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.words import count, day_words

HEIGHT = 126
_BARS = (("bar", noted("Done")), ("bar_part", noted("Done, some rejected")), ("danger", noted("✕ Failed")))
_LEAST_TOP = 4


class _Swatch(QWidget):
    """The colour of a kind of bar, beside its word."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.round(QRectF(self.rect()), 3, self._token)


class DayChart(QWidget):
    """The card with the picture and its legend. Its accessible name tells the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[DayCount, ...] = ()
        self._plot: Any = None  # pyqtgraph has no types
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        legend = across(text(self.tr("Syncs a day"), "strong"), None, gap=6)
        for token, words in _BARS:
            legend.addSpacing(10)
            legend.addWidget(_Swatch(token))
            legend.addWidget(text(say(words), "small"))
        room = frame(self._place, height=HEIGHT)
        self.setLayout(down(frame(down(legend, room, gap=4, margins=(15, 11, 15, 5)), "card"), gap=0))
        theme().changed.connect(self._draw)

    def show_days(self, days: Sequence[DayCount]) -> None:
        """One bar a day, oldest first; the last one is today."""
        if tuple(days) == self._days:
            return
        self._days = tuple(days)
        self.setAccessibleName(f"{self.tr('Syncs a day')}: {days_words(days)}")
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Draws all again: pens and grounds of the picture don't follow the theme by themselves."""
        if not self._days:
            return
        if self._plot is not None:
            self._place.removeWidget(self._plot)
            self._plot.deleteLater()
        self._plot = _plot(self._days, self)
        self._plot.setFixedHeight(HEIGHT)
        self._place.addWidget(self._plot)


def _plot(days: Sequence[DayCount], parent: QWidget) -> Any:  # pyqtgraph has no types
    import pyqtgraph

    colours = theme()
    made = pyqtgraph.PlotWidget(parent, background=colours.colour("surface"))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.setMouseEnabled(False, False)
    made.hideButtons()
    made.setMenuEnabled(False)
    top = max(_LEAST_TOP, *(one.done + one.rejected + one.failed for one in days))
    made.setXRange(-1, len(days), padding=0)
    made.setYRange(0, top * 1.25, padding=0)
    base = [0] * len(days)
    series = ([one.done for one in days], [one.rejected for one in days], [one.failed for one in days])
    for values, (token, _) in zip(series, _BARS, strict=True):
        made.addItem(
            pyqtgraph.BarGraphItem(
                x=list(range(len(days))),
                y0=base,
                height=values,
                width=0.6,
                brush=colours.colour(token),
                pen=pyqtgraph.mkPen(None),
            )
        )
        base = [below + value for below, value in zip(base, values, strict=True)]
    for number, one in enumerate(days):
        if one.failed:
            sign = pyqtgraph.TextItem("✕", color=colours.colour("danger"), anchor=(0.5, 0.9))
            sign.setPos(number, base[number])
            made.addItem(sign)
    _dress_axes(made, pyqtgraph, days, top)
    return made


def _dress_axes(made: Any, pyqtgraph: Any, days: Sequence[DayCount], top: int) -> None:  # pyqtgraph has no types
    bottom, left = made.getAxis("bottom"), made.getAxis("left")
    last = len(days) - 1
    named = [(number, day_words(days[number].day)) for number in range(0, last - 3, 7)]
    bottom.setTicks([[*named, (last, say("today"))]])
    step = max(1, round(top / 2))
    left.setTicks([[(value, count(value)) for value in range(0, top + 1, step)]])
    for axis in (bottom, left):
        axis.setPen(pyqtgraph.mkPen(None))
        axis.setTextPen(theme().colour("text3"))
        axis.setStyle(tickFont=theme().font(Size.CAPTION), tickLength=0, hideOverlappingLabels=False)
    left.setWidth(30)
