"""Below the datasets of a connector: which sensitive columns stand in a knowledge base as they are, and the way to the
columns of their dataset. Shows frozen values; must not judge what is sensitive.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.ui.language import say
from kbconnect.ui.models.sources import DatasetOverview
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, clear, down
from kbconnect.ui.words import count, counted

_MOST = 3
"""So many datasets are named; a connector with more has a number for the others."""


def exposure_words(one: DatasetOverview) -> str:
    """What of a dataset everybody who can search may read; "" if nothing sensitive is known."""
    columns = one.exposed
    if not columns:
        return ""
    if len(columns) == 1:
        return say("{dataset}: the sensitive column {column} is stored as it is").format(
            dataset=one.dataset.name, column=columns[0]
        )
    return say("{dataset}: {number} sensitive columns are stored as they are: {columns}").format(
        dataset=one.dataset.name, number=count(len(columns)), columns=", ".join(columns)
    )


class ExposedColumns(QWidget):
    """A line for each dataset that takes something sensitive as it is. edit_asked: the id of a dataset."""

    edit_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[DatasetOverview, ...] = ()
        self._lines = down(gap=2)
        self.setLayout(down(6, self._lines, gap=0))
        self.hide()

    def show_datasets(self, datasets: Sequence[DatasetOverview]) -> None:
        """Nothing is built again, and no focus lost, while all stays as it was."""
        exposed = tuple(one for one in datasets if one.exposed)
        if exposed != self._shown:
            self._shown = exposed
            self._fill()
        self.setVisible(bool(exposed))

    def _fill(self) -> None:
        clear(self._lines)
        for one in self._shown[:_MOST]:
            words = exposure_words(one)
            line = text(words, "muted", wrap=True)
            line.setToolTip(self.tr("Everybody who can search this knowledge base can read what stands in them."))
            look = button(self.tr("Look at its columns"), Kind.LINK, "table")
            look.setAccessibleName(self.tr("Look at the columns of {dataset}").format(dataset=one.dataset.name))
            look.setProperty("dataset", one.dataset.id)
            look.clicked.connect(self._ask)
            holder = QWidget()
            sign = down(6, Glyph("fingerprint", "warning", 16), None, gap=0)
            holder.setLayout(across(sign, (down(6, line, None, gap=0), 1), down(look, None), margins=(12, 0, 0, 0)))
            self._lines.addWidget(holder)
        more = len(self._shown) - _MOST
        if more > 0:
            datasets = counted(more, self.tr("dataset"), self.tr("datasets"))
            words = self.tr("{datasets} more with sensitive columns as they are").format(datasets=datasets)
            self._lines.addWidget(text(words, "caption"))

    @Slot()
    def _ask(self) -> None:
        self.edit_asked.emit(str(self.sender().property("dataset")))
