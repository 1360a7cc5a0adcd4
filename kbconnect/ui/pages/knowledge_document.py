"""The page of one document: its chunks with their tokens, its full text, the row it came from, and when it was written.

Shows what a job has loaded. Must not ask a use case itself but through `KnowledgeWork`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from kbconnect.core.model import StoredChunk
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say
from kbconnect.ui.models.hits import key_words
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge_detail import chunk_words
from kbconnect.ui.pages.knowledge_origin import HitSource, OriginView
from kbconnect.ui.pages.knowledge_work import KnowledgeWork, OpenedDocument
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, Segments, button
from kbconnect.ui.widgets.cards import Card, Swap
from kbconnect.ui.widgets.labels import Text, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, rule, scroll
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.words import count, counted, exact_moment, inside, moment, plain_tip, utc_now

CHUNKS_SHOWN = 50
"""At once; a document of thousands shows the rest by and by."""
_PANE, _READING_WIDTH, _TEXT_MARGIN = 320, 760, 10
CHUNKS, WHOLE = "chunks", "whole"


class DocumentPage(Page):
    """dataset_asked: the id and the name of the dataset somebody wants to see."""

    dataset_asked = Signal(str, str)

    def __init__(
        self, shell: Shell, work: KnowledgeWork, knowledge_base_id: str, chunk: StoredChunk, source: HitSource | None
    ) -> None:
        """chunk: the one that led here."""
        super().__init__(chunk.document.title or key_words(chunk.document))
        self._work, self._base_id, self._chunk, self._source = work, knowledge_base_id, chunk, source
        self._opened: OpenedDocument | None = None
        self._shown = 0
        self._copy = button(self.tr("Copy text"), Kind.SECONDARY, "copy")
        self._copy.clicked.connect(self._copy_text)
        self._copy.setEnabled(False)
        self.set_actions(self._copy)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.document().setDocumentMargin(_TEXT_MARGIN)
        self._text.setAccessibleName(self.tr("Full text"))
        self._origin = OriginView()
        self._origin.dataset_asked.connect(self._ask_for_dataset)
        self._history = QVBoxLayout()
        self._history.setSpacing(0)
        self._arrange(shell)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self._loaded)
        self._job.errored.connect(self._failed)
        for keys in ("F5", "Ctrl+R"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.reload)

    def _arrange(self, shell: Shell) -> None:
        self._view = Segments((CHUNKS, self.tr("Chunks")), (WHOLE, self.tr("Full text")), name=self.tr("View"))
        self._view.chosen.connect(self._show_view)
        self._facts = text("", "caption", elide=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._more = button(self.tr("Show more chunks"), Kind.SECONDARY)
        self._more.clicked.connect(self._show_more)
        cards = down(self._cards, 8, across(self._more, None), None, gap=0, margins=(24, 2, 24, 20))
        self._chunks: QScrollArea = scroll(cards)
        self._views = Swap(chunks=self._chunks, whole=frame(down(self._text, margins=(24, 2, 24, 20))))
        head = frame(across(self._view, None, self._facts, gap=16, margins=(24, 16, 24, 12)))
        main = frame(down(head, (self._views, 1), gap=0), "surface")
        side = frame(down(gap=0), "canvas")
        column = down(self._origin, 20, text(self.tr("History"), "label"), 8, self._history, None, gap=0)
        column.setContentsMargins(20, 18, 20, 16)
        side_layout = side.layout()
        if side_layout is not None:
            side_layout.addWidget(scroll(column))
        main.setMinimumWidth(340)
        side.setMinimumWidth(248)
        self._states = Swap(
            loading=frame(down(Skeleton(rows=4, row_height=96), margins=(24, 20, 24, 20))),
            full=Panes("document", shell.memory, (main, 0), (side, _PANE)),
            error=frame(down(gap=0)),
        )
        self.set_body(self._states)

    def entered(self) -> None:
        if self._opened is None:
            self.reload()

    @Slot()
    def reload(self) -> None:
        """Reads the document again."""
        document_id = self._chunk.document.document_id
        self._job.start(partial(self._work.document, self._base_id, document_id))

    @Slot(object)
    def _loaded(self, opened: OpenedDocument) -> None:
        self._opened = opened
        first = opened.chunks[0]
        self._text.setPlainText(_whole_text(opened))
        self._view.set_words(CHUNKS, self.tr("Chunks {count}").format(count=count(len(opened.chunks))))
        self._facts.setText(_facts(opened))
        self._origin.show_origin(first.document, first.dataset_id, self._source)
        self._show_history(opened)
        clear(self._cards)
        self._shown = 0
        self._show_more()
        self._copy.setEnabled(True)
        self._states.show_state("full")

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        self._states.add_state("error", frame(down(notice, None, margins=(24, 20, 24, 16))))
        self._states.show_state("error")

    @Slot()
    def _show_more(self) -> None:
        if self._opened is None:
            return
        least = self._shown + CHUNKS_SHOWN
        found_at = next((n for n, one in enumerate(self._opened.chunks) if one.chunk_id == self._chunk.chunk_id), -1)
        until = max(least, found_at + 1) if self._shown == 0 else least
        for number in range(self._shown, min(until, len(self._opened.chunks))):
            chunk, tokens = self._opened.chunks[number], self._opened.tokens[number]
            card = ChunkCard(chunk, tokens, found=number == found_at)
            self._cards.addWidget(card)
            if card.is_found:
                QTimer.singleShot(0, card, self._scroll_to_found)
        self._shown = min(until, len(self._opened.chunks))
        self._more.setVisible(self._shown < len(self._opened.chunks))

    @Slot()
    def _scroll_to_found(self) -> None:
        card = next((each for each in self.findChildren(ChunkCard) if each.is_found), None)
        if card is not None:
            self._chunks.ensureWidgetVisible(card, 0, 24)

    @Slot(str)
    def _show_view(self, view: str) -> None:
        self._views.show_state(view)

    def _show_history(self, opened: OpenedDocument) -> None:
        clear(self._history)
        for name, words, tip in history_lines(opened, self._source, utc_now()):
            said = text(words, "small", wrap=True)
            said.setToolTip(plain_tip(tip))
            self._history.addWidget(frame(down(text(name, "caption"), said, gap=1, margins=(0, 0, 0, 10))))
        self._history.addWidget(rule())
        words = self.tr("Syncs tell when its text was written; its metadata may be newer.")
        remark = text(words, "caption", wrap=True)
        self._history.addWidget(frame(down(remark, margins=(0, 8, 0, 0))))

    @Slot()
    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        toast(self, self.tr("The text was copied"))

    @Slot(str)
    def _ask_for_dataset(self, dataset_id: str) -> None:
        self.dataset_asked.emit(dataset_id, self._source.dataset if self._source is not None else "")


class ChunkCard(QFrame):
    """One chunk: which one, how many tokens, what it says. found: the one that led here."""

    def __init__(self, chunk: StoredChunk, tokens: int | None, *, found: bool) -> None:
        super().__init__()
        self.is_found = found
        said: Text = text(chunk.text, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = across(text(chunk_words(chunk.ordinal, chunk.chunk_count, tokens), "caption"), None)
        if found:
            head.addWidget(text(self.tr("This one was found"), "caption"))
        column: QWidget = Card(down(head, 4, said, gap=0), chosen=found)
        column.setMaximumWidth(_READING_WIDTH)
        self.setProperty("role", "plain")
        self.setLayout(across((column, 1), (frame(down()), 0), gap=0))
        self.setAccessibleName(chunk_words(chunk.ordinal, chunk.chunk_count, tokens))


def history_lines(opened: OpenedDocument, source: HitSource | None, now: datetime) -> list[tuple[str, str, str]]:
    """What is known of when a document was written: name, words, the exact time."""
    history = opened.history
    lines = []
    if history.written is not None:
        run = history.written
        at = run.finished_at or run.started_at
        words = say("{when}, by sync {run}")
        added_only = run.counts.added and not run.counts.updated and run.finished_at is not None
        name = say("Added") if added_only else say("Text written")
        lines.append((name, words.format(when=moment(at, now), run=run.id), exact_moment(at)))
    elif history.before is not None:
        words = say("Before {when}; older syncs are no longer kept").format(when=inside(moment(history.before, now)))
        lines.append((say("Text written"), words, exact_moment(history.before)))
    else:
        lines.append((say("Text written"), say("By a sync before this version of the program"), ""))
    if history.last_sync is not None:
        at = history.last_sync.finished_at or history.last_sync.started_at
        name = say("Last sync of {dataset}").format(dataset=source.dataset) if source is not None else say("Last sync")
        words = say("{when}, by sync {run}")
        lines.append((name, words.format(when=moment(at, now), run=history.last_sync.id), exact_moment(at)))
    return lines


def _whole_text(opened: OpenedDocument) -> str:
    return opened.chunks[0].document.text or "\n\n".join(chunk.text for chunk in opened.chunks)


def _facts(opened: OpenedDocument) -> str:
    known = [tokens for tokens in opened.tokens if tokens is not None]
    letters = counted(len(_whole_text(opened)), say("character"), say("characters"))
    if not known:
        return letters
    return say("{characters}, {tokens} tokens").format(characters=letters, tokens=count(sum(known)))
