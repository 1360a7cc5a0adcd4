"""The pane that explains a hit: why it was found, the row it came from, and what can be done with it. Asks nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from kbconnect.core.model import SearchHit
from kbconnect.ui.language import say
from kbconnect.ui.models.hits import key_words
from kbconnect.ui.pages.knowledge_origin import HitSource, OriginView
from kbconnect.ui.pages.knowledge_score import ScoreView
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import down, frame, rule, scroll
from kbconnect.ui.words import DOT, counted


def copied_words(hit: SearchHit, source: HitSource | None) -> str:
    """A chunk with its source, ready to be pasted into a message."""
    document = hit.chunk.document
    origin = [source.connector, source.selection] if source is not None else []
    parts = [document.title, hit.chunk.text, say("Source: {0}").format(", ".join([*origin, key_words(document)]))]
    return "\n\n".join(part for part in parts if part)


def chunk_words(ordinal: int, chunk_count: int, tokens: int | None) -> str:
    """ "Chunk 1 of 2  ·  214 tokens". ordinal from 0."""
    place = say("Chunk {number} of {count}").format(number=ordinal + 1, count=chunk_count)
    return place if tokens is None else DOT.join((place, counted(tokens, say("token"), say("tokens"))))


class HitPane(QFrame):
    """Shows one hit. whole_asked: its document is to be opened. save_asked: the question is to be saved with it.

    copied: text and source are in the clipboard. dataset_asked: the id of the dataset somebody wants to see.
    """

    whole_asked = Signal()
    save_asked = Signal()
    copied = Signal()
    dataset_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.tr("Where it comes from"))
        self._hit: SearchHit | None = None
        self._source: HitSource | None = None
        self._title = text("", "section", wrap=True)
        self._place = text("", "caption")
        self._score = ScoreView()
        self._origin = OriginView()
        self._whole = button(self.tr("Open document"), Kind.SECONDARY, "article", shortcut="Ctrl+O")
        self._save = button(self.tr("Save this question"), Kind.SECONDARY, "bookmark-simple", shortcut="Ctrl+S")
        self._copy = button(self.tr("Copy text and source"), Kind.SECONDARY, "copy")
        self._whole.clicked.connect(self.whole_asked)
        self._save.clicked.connect(self.save_asked)
        self._copy.clicked.connect(self.copy)
        self._origin.dataset_asked.connect(self.dataset_asked)
        said = down(self._title, 2, self._place, 16, self._score, 18, self._origin, None, gap=0)
        said.setContentsMargins(20, 18, 20, 16)
        acts = frame(down(self._whole, self._save, self._copy, margins=(20, 12, 20, 16)))
        full = frame(down((scroll(said), 1), rule(), acts, gap=0))
        self._hint = text(self.tr("Choose an answer to see the row it comes from."), "muted", wrap=True)
        self._states = Swap(hint=frame(down(self._hint, None, margins=(20, 18, 20, 16))), full=full)
        self.setLayout(down(self._states, gap=0))

    def minimumSizeHint(self) -> QSize:
        """As wide as its buttons, in any size of text."""
        widest = max(each.sizeHint().width() for each in (self._whole, self._save, self._copy))
        return QSize(widest + 40, super().minimumSizeHint().height())

    def invite(self, *, can_ask: bool) -> None:
        """can_ask: there are documents, so that there may be an answer to choose."""
        self._hint.setVisible(can_ask)

    def show_hit(
        self,
        hit: SearchHit | None,
        source: HitSource | None = None,
        *,
        tokens: int | None = None,
        meaning_share: float | None = None,
    ) -> None:
        """None: nothing is chosen. tokens: of its chunk. meaning_share: of the answer, as in a SearchAnswer."""
        self._hit, self._source = hit, source
        if hit is None:
            self._states.show_state("hint")
            return
        chunk, document = hit.chunk, hit.chunk.document
        self._title.setText(document.title or key_words(document))
        self._place.setText(chunk_words(chunk.ordinal, chunk.chunk_count, tokens))
        self._score.show_hit(hit, meaning_share)
        self._origin.show_origin(document, chunk.dataset_id, source)
        self._states.show_state("full")

    @Slot()
    def copy(self) -> None:
        """Copies the chunk and its source."""
        if self._hit is not None:
            QGuiApplication.clipboard().setText(copied_words(self._hit, self._source))
            self.copied.emit()
