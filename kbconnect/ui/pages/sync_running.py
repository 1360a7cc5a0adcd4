"""A sync while it runs: both stages, counts, what happened so far. Shows a RunningSync; starts and stops nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.pages.sync_counts import CountRow
from kbconnect.ui.pages.sync_speed import SpeedCard
from kbconnect.ui.pages.sync_stages import StagesCard
from kbconnect.ui.sync_state import RunningSync, SyncEvent
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, down, scroll
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import clock, exact_moment


class RunningView(QWidget):
    """Scrolls as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._stages = StagesCard()
        self._counts = CountRow()
        self._speed = SpeedCard()
        self._events = Table(
            (Column(self.tr("Time"), 92), Column(self.tr("Event"))),
            row_height=36,
            selects=False,
            fit=True,
            name=self.tr("What happened"),
        )
        goes_on = self.tr("If you stop it or close the window, nothing is lost: the next sync continues here.")
        happened = down(text(self.tr("What happened"), "section"), 4, self._events, None, gap=0)
        content = down(
            self._stages,
            16,
            self._counts,
            24,
            across((happened, 1), (down(self._speed, None), 0), gap=24),
            20,
            hint(goes_on),
            None,
            gap=0,
            margins=(24, 20, 24, 16),
        )
        self.setLayout(down(scroll(content), gap=0))

    def show_sync(self, sync: RunningSync, *, with_meaning: bool, first: bool) -> None:
        """with_meaning: the knowledge base has a model. first: the dataset was never synced before."""
        self._stages.show_sync(sync, with_meaning=with_meaning)
        self._counts.show_running(sync.counts, first=first)
        self._speed.show_sync(sync)
        rows = [
            Row(
                str(number),
                (Cell(clock(event.at), faint=True, tip=exact_moment(event.at)), Cell(event.words, glyph=event.glyph)),
            )
            for number, event in reversed([*enumerate(sync.events)])
        ]
        self._events.set_rows(rows)
        self._events.setVisible(bool(rows))


def _time(event: SyncEvent) -> Cell:
    return Cell(clock(event.at), faint=True, tip=exact_moment(event.at))
