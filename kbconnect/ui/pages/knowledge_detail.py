"""The pane that explains a hit: the row it came from, the whole document, and copying it. Asks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kbconnect.core.model import (
    Document,
    Field,
    QuerySelection,
    SearchHit,
    Selection,
    StoredChunk,
)
from kbconnect.ui.language import say
from kbconnect.ui.models.hits import key_words
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Text, Tile, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, rule, scroll

NO_VALUE = "–"
_LEAST_HEIGHT, _MOST_HEIGHT = 120, 420
_LINE = 100
"""About so many characters of a document stand on one line."""


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


def copied_words(hit: SearchHit, source: HitSource | None) -> str:
    """A chunk with its source, ready to be pasted into a message."""
    document = hit.chunk.document
    origin = [source.connector, source.selection] if source is not None else []
    parts = [document.title, hit.chunk.text, say("Source: {0}").format(", ".join([*origin, key_words(document)]))]
    return "\n\n".join(part for part in parts if part)


class HitPane(QFrame):
    """Shows one hit. whole_asked: its document is to be shown in full. copied: text and source are in the clipboard."""

    whole_asked = Signal()
    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.tr("Where it comes from"))
        self._hit: SearchHit | None = None
        self._source: HitSource | None = None
        self._title = text("", "section", wrap=True)
        self._place = text("", "caption")
        self._tile = Tile("", 28)
        self._connector = text("", "strong", elide=True)
        self._selection = text("", "caption", elide=True)
        names = down(across(self._connector, None), across(self._selection, None), gap=0)
        self._origin = frame(across(self._tile, (names, 1), gap=10, margins=(0, 8, 0, 10)))
        self._values = QVBoxLayout()
        self._values.setSpacing(0)
        self._whole = button(self.tr("Show the whole document"), Kind.SECONDARY, "article")
        self._copy = button(self.tr("Copy text and source"), Kind.SECONDARY, "copy")
        self._whole.clicked.connect(self.whole_asked)
        self._copy.clicked.connect(self.copy)
        full = down(self._title, 2, self._place, 18, text(self.tr("Where it comes from"), "label"), gap=0)
        full.addWidget(self._origin)
        full.addLayout(self._values)
        full.addSpacing(16)
        full.addWidget(self._whole)
        full.addSpacing(8)
        full.addWidget(self._copy)
        full.addStretch(1)
        full.setContentsMargins(20, 18, 20, 16)
        hint = text(self.tr("Choose an answer to see the row it comes from."), "muted", wrap=True)
        self._states = Swap(hint=frame(down(hint, None, margins=(20, 18, 20, 16))), full=scroll(full))
        self.setLayout(down(self._states, gap=0))

    def minimumSizeHint(self) -> QSize:
        """As wide as its buttons, in any size of text."""
        widest = max(each.sizeHint().width() for each in (self._whole, self._copy))
        return QSize(widest + 40, super().minimumSizeHint().height())

    def show_hit(self, hit: SearchHit | None, source: HitSource | None = None) -> None:
        """None: nothing is chosen."""
        self._hit, self._source = hit, source
        if hit is None:
            self._states.show_state("hint")
            return
        chunk, document = hit.chunk, hit.chunk.document
        self._title.setText(document.title or key_words(document))
        self._place.setText(self.tr("Chunk {0} of {1}").format(chunk.ordinal + 1, chunk.chunk_count))
        self._origin.setVisible(source is not None)
        if source is not None:
            self._tile.show_provider(source.provider, source.provider_label)
            self._connector.setText(source.connector)
            self._selection.setText(source.selection)
        self._show_values(document)
        self._states.show_state("full")

    def _show_values(self, document: Document) -> None:
        clear(self._values)
        grid = QWidget()
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(0)
        rows.setColumnStretch(1, 1)
        line = 0
        for column, words, role in (*_values_of(document),):
            rows.addWidget(text(column, "muted", elide=True), line, 0)
            value = text(words, role, elide=True)
            value.setMinimumHeight(33)
            rows.addWidget(value, line, 1)
            rows.addWidget(rule(), line + 1, 0, 1, 2)
            line += 2
        rows.setColumnMinimumWidth(0, 80)
        self._values.addWidget(grid)

    @Slot()
    def copy(self) -> None:
        """Copies the chunk and its source."""
        if self._hit is not None:
            QGuiApplication.clipboard().setText(copied_words(self._hit, self._source))
            self.copied.emit()


def _values_of(document: Document) -> list[tuple[str, str, str]]:
    """Name, value and role of text of every column that is kept: the key, the metadata."""
    fields: list[tuple[Field, str]] = [(field, "mono") for field in document.key]
    known = {field.name for field in document.key}
    fields += [(field, "body") for field in document.metadata if field.name not in known]
    return [(field.name, value_words(field.value), role) for field, role in fields]


class WholeDocument(Dialog):
    """A document's full text, to be read and copied."""

    def __init__(self, parent: QWidget, chunks: tuple[StoredChunk, ...], source: HitSource | None) -> None:
        document = chunks[0].document
        self._text = QPlainTextEdit(document.text or "\n\n".join(chunk.text for chunk in chunks))
        self._text.setReadOnly(True)
        lines = sum(1 + len(line) // _LINE for line in self._text.toPlainText().split("\n"))
        self._text.setFixedHeight(min(max(lines * 18 + 24, _LEAST_HEIGHT), _MOST_HEIGHT))
        self._text.setAccessibleName(say("Document"))
        self._close = button(say("Close"), Kind.SECONDARY)
        self._copy = button(say("Copy text"), Kind.SECONDARY, "copy")
        origin = f"{source.dataset}, {key_words(document)}" if source is not None else key_words(document)
        head: Text = text(document.title or key_words(document), "title", wrap=True)
        body = down(head, 4, text(origin, "caption"), 14, self._text, gap=0)
        super().__init__(parent, body, across(self._copy, None, self._close), title=head.words(), width=720)
        self._close.clicked.connect(self.accept)
        self._close.setFocus()
        self._copy.clicked.connect(self._copy_text)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    @Slot()
    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
