"""The row a document came from: connector, dataset with the way there, key and metadata. Asks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kbconnect.core.model import Document, Field, QuerySelection, Selection
from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import Tile, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, rule
from kbconnect.ui.words import plain_tip

NO_VALUE = "–"


@dataclass(frozen=True, slots=True)
class HitSource:
    """Where the documents of a dataset come from, as names. provider: its id and its label."""

    dataset: str
    connector: str
    provider: str
    provider_label: str
    selection: str


def selection_words(selection: Selection) -> str:
    """ "public.help_articles", "a SELECT"."""
    return say("a SELECT") if isinstance(selection, QuerySelection) else str(selection.table)


def value_words(value: object) -> str:
    return NO_VALUE if value is None else str(value)


class OriginView(QWidget):
    """dataset_asked: the id of the dataset somebody wants to see."""

    dataset_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._dataset_id = ""
        self._tile = Tile("", 28)
        self._connector = text("", "strong", elide=True)
        self._selection = text("", "caption", elide=True)
        names = down(across(self._connector, None), across(self._selection, None), gap=0)
        self._dataset = button("", Kind.LINK, "arrow-right")
        self._dataset.clicked.connect(self._ask_for_dataset)
        place = across(self._tile, (names, 1), gap=10, margins=(0, 8, 0, 6))
        self._origin = frame(down(place, across(self._dataset, None, margins=(0, 0, 0, 6)), gap=0))
        self._values = QVBoxLayout()
        self._values.setSpacing(0)
        column = down(text(self.tr("Where it comes from"), "label"), self._origin, gap=0)
        column.addLayout(self._values)
        self.setLayout(column)

    def show_origin(self, document: Document, dataset_id: str, source: HitSource | None) -> None:
        """source: None if its dataset was removed."""
        self._dataset_id = dataset_id
        self._origin.setVisible(source is not None)
        if source is not None:
            self._tile.show_provider(source.provider, source.provider_label)
            self._connector.setText(source.connector)
            self._selection.setText(source.selection)
            self._dataset.setText(source.dataset)
            self._dataset.setToolTip(plain_tip(self.tr("Show the dataset {name}").format(name=source.dataset)))
        self._show_values(document)

    def _show_values(self, document: Document) -> None:
        clear(self._values)
        grid = QWidget()
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(0)
        rows.setColumnStretch(1, 1)
        line = 0
        for column, words, role in values_of(document):
            rows.addWidget(text(column, "muted", elide=True), line, 0)
            value = text(words, role, elide=True)
            value.setMinimumHeight(33)
            rows.addWidget(value, line, 1)
            rows.addWidget(rule(), line + 1, 0, 1, 2)
            line += 2
        rows.setColumnMinimumWidth(0, 80)
        self._values.addWidget(grid)

    @Slot()
    def _ask_for_dataset(self) -> None:
        self.dataset_asked.emit(self._dataset_id)


def values_of(document: Document) -> list[tuple[str, str, str]]:
    """Name, value and role of text of every column that is kept: the key, the metadata."""
    fields: list[tuple[Field, str]] = [(field, "mono") for field in document.key]
    known = {field.name for field in document.key}
    fields += [(field, "body") for field in document.metadata if field.name not in known]
    return [(field.name, value_words(field.value), role) for field, role in fields]
