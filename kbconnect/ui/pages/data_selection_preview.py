"""The pane that shows documents and chunks as a sync would write them, a document at a time. Asks no source."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kbconnect.core.model import Reject
from kbconnect.core.ports import SAMPLE_CHARACTERS
from kbconnect.core.preview import Preview, PreviewChunk, PreviewDocument
from kbconnect.ui.language import say, told
from kbconnect.ui.models.estimates import Estimates, estimates_of
from kbconnect.ui.models.hits import key_words
from kbconnect.ui.widgets.bars import Bar, Skeleton
from kbconnect.ui.widgets.buttons import Kind, button, icon_button
from kbconnect.ui.widgets.cards import Card, Chip, Notice, Swap
from kbconnect.ui.widgets.labels import Hint, Text, text
from kbconnect.ui.widgets.layout import across, clear, down, flow, frame, rule, scroll
from kbconnect.ui.words import count, counted, estimate, rough, short_count

CHUNKS_SHOWN = 20
LATE_MS = 1_000
"""A preview that takes longer says so, and can be stopped."""
_REJECTS_SHOWN = 3
_SUMS_GAP = 6
_UNKNOWN = "–"
_BREAK = "\u200b"
_ENDLESS, _PIECES = re.compile(r"\S{25,}"), re.compile(r".{1,8}", re.DOTALL)


class PreviewPane(QFrame):
    """Shows a Preview. What was shown stays while a new one is made, so that nothing flickers.

    limit: rows a preview is asked for. stop_asked: it takes too long.
    """

    stop_asked = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.tr("Preview"))
        self._limit = limit
        self._preview = Preview((), ())
        self._reckoned: Estimates | None = None
        self._at = 0
        self._is_of_another = False
        self._pager = text("", "small")
        self._before = icon_button("caret-left", self.tr("Previous row"))
        self._after = icon_button("caret-right", self.tr("Next row"))
        self._before.clicked.connect(self._go_back)
        self._after.clicked.connect(self._go_on)
        self._content = QVBoxLayout()
        self._content.setContentsMargins(20, 0, 20, 16)
        self._content.setSpacing(0)
        self._hint = text("", "muted", wrap=True)
        self._busy = self._make_busy()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._show_busy)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(20, 0, 20, 0)
        self._states = Swap(
            hint=frame(down(self._hint, None, margins=(20, 8, 20, 16))),
            loading=frame(down(Skeleton(rows=5, row_height=64), margins=(20, 8, 20, 16))),
            full=scroll(self._content),
        )
        self._sums = {
            "documents": _Sum(say("documents")),
            "chunks": _Sum(say("chunks")),
            "tokens": _Sum(say("tokens")),
            "first sync": _Sum(say("first sync")),
        }
        head = across(text(self.tr("Preview"), "section"), None, self._before, self._pager, self._after, gap=4)
        sums = _Sums(*self._sums.values())
        self._below = QVBoxLayout()
        self._counted: Estimates | None = None
        self._foot = frame(down(rule(), 12, sums, self._below, gap=0, margins=(20, 0, 20, 14)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(0)
        head_height = 40  # the same with and without the pager
        whole.addWidget(frame(down(head, margins=(20, 0, 20, 8)), height=head_height))
        whole.addLayout(self._notices)
        whole.addWidget(self._busy)
        whole.addWidget(self._states, 1)
        whole.addWidget(self._foot)
        self.ask_for(self.tr("Choose a table to see its documents."))

    def _make_busy(self) -> QWidget:
        """The line that is there once reading takes its time."""
        stop = button(self.tr("Stop"), Kind.LINK, "stop-circle", tip=self.tr("Stop reading from the source"))
        stop.clicked.connect(self.stop_asked)
        line = across(Hint(self.tr("Reading the first rows…"), "hourglass", "text3"), None, stop)
        made = frame(down(line, margins=(20, 0, 20, 8)))
        made.hide()
        return made

    @Slot()
    def _show_busy(self) -> None:
        self._busy.show()
        if self._is_of_another:
            self._take_away("loading")

    def _show_calm(self) -> None:
        self._late.stop()
        self._busy.hide()

    def add_below(self, widget: QWidget) -> None:
        """Something about the whole, below its figures."""
        self._below.addSpacing(8)
        self._below.addWidget(widget)

    def show_counted(self, counted: Estimates | None) -> None:
        """Figures in the place of those reckoned from the preview; None: those again."""
        self._counted = counted
        self._show_sums(self._reckoned)

    def ask_for(self, words: str) -> None:
        """Nothing to show yet, and why."""
        self._show_calm()
        self._hint.setText(words)
        self._say_problem(None)
        self._take_away("hint")

    def forget(self) -> None:
        """What is shown is of another table: it stays only until there is something to say about this one."""
        self._is_of_another = True

    def _take_away(self, state: str) -> None:
        """The documents, and with them their figures. state: what is seen in their place."""
        self._preview, self._at, self._is_of_another = Preview((), ()), 0, False
        self._states.show_state(state)
        self._show_pager()
        self._show_sums(None)

    def wait(self) -> None:
        """A preview is being made; one that is there stays. After a second it can be stopped."""
        if self._busy.isHidden():
            self._late.start()
        if self._states.current() != "full":
            self._states.show_state("loading")

    def show_problem(self, problem: QWidget) -> None:
        """Why there is no new preview; the one before stays below, unless it is of another table."""
        self._show_calm()
        if self._is_of_another:
            self._take_away("loading")
        if self._states.current() == "loading":
            self._hint.setText("")
            self._states.show_state("hint")
        self._say_problem(problem)

    def show_preview(self, preview: Preview) -> None:
        """The document that was looked at stays in view if the new preview has as many."""
        self._show_calm()
        self._preview = preview
        self._at = 0 if self._is_of_another else min(self._at, max(len(preview.documents) - 1, 0))
        self._is_of_another = False
        self._say_problem(self._rejects_notice(preview.rejects) if preview.rejects else None)
        self._show_sums(estimates_of(preview, self._limit))
        if preview.documents:
            self._show_document()
            self._states.show_state("full")
        else:
            self._hint.setText("" if preview.rejects else self._empty_words())
            self._states.show_state("hint")
        self._show_pager()

    def document(self) -> PreviewDocument | None:
        """The document in view."""
        return self._preview.documents[self._at] if self._preview.documents else None

    def said(self) -> str:
        """The sentence in the place of a document."""
        return self._hint.words() if self._states.current() == "hint" else ""

    def _empty_words(self) -> str:
        return self.tr("There are no rows yet. You can save the dataset; documents come with the first rows.")

    @Slot()
    def _go_back(self) -> None:
        self._go(-1)

    @Slot()
    def _go_on(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        wanted = self._at + step
        if 0 <= wanted < len(self._preview.documents):
            self._at = wanted
            self._show_document()
            self._show_pager()

    def _show_pager(self) -> None:
        total = len(self._preview.documents)
        self._pager.setText(self.tr("{0} of {1}").format(self._at + 1, total) if total else "")
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at + 1 < total)
        for arrow in (self._before, self._after):
            arrow.setVisible(total > 1)

    def _show_document(self) -> None:
        clear(self._content)
        shown = self._preview.documents[self._at]
        document = shown.document
        self._content.addWidget(text(_breakable(document.title) or self.tr("No title"), "strong", wrap=True))
        self._content.addSpacing(2)
        self._content.addWidget(text(self.tr("Key: {0}").format(_breakable(key_words(document))), "caption", wrap=True))
        self._content.addSpacing(10)
        for number, chunk in enumerate(shown.chunks[:CHUNKS_SHOWN], 1):
            self._content.addWidget(self._chunk_card(number, len(shown.chunks), chunk))
            self._content.addSpacing(8)
        more = len(shown.chunks) - CHUNKS_SHOWN
        if more > 0:
            words = counted(more, self.tr("more chunk"), self.tr("more chunks"))
            self._content.addWidget(text(self.tr("and {0}").format(words), "caption"))
            self._content.addSpacing(8)
        if shown.shortened:
            words = self.tr("Only the first {count} characters of a value are shown here. A sync takes all of it.")
            self._content.addWidget(Hint(words.format(count=count(SAMPLE_CHARACTERS)), "info", "text3"))
            self._content.addSpacing(8)
        if document.metadata:
            self._content.addSpacing(4)
            self._content.addWidget(text(self.tr("Metadata"), "label"))
            self._content.addSpacing(6)
            self._content.addWidget(flow(*(Chip(_fact(field.name, field.value)) for field in document.metadata)))
        self._content.addStretch(1)

    def _chunk_card(self, number: int, total: int, chunk: PreviewChunk) -> QWidget:
        head = across(text(self.tr("Chunk {0} of {1}").format(number, total), "label"), None)
        most = self._preview.max_tokens
        if chunk.tokens is not None and most:
            token = "bar_part" if chunk.cut else "bar"
            bar = Bar(chunk.tokens / most, width=48, height=5, token=token, name=self.tr("Room used"))
            bar.setMinimumWidth(20)  # it gives way before the words of a narrow pane are cut
            tip = self.tr("{tokens} of the {most} tokens that the model reads at once, the title with each chunk")
            bar.setToolTip(tip.format(tokens=count(chunk.tokens), most=count(most)))
            head.addWidget(bar)
            head.addWidget(text(counted(chunk.tokens, self.tr("token"), self.tr("tokens")), "caption"))
        else:
            characters = counted(len(chunk.text), self.tr("character"), self.tr("characters"))
            head.addWidget(text(characters, "caption"))
        words = _Passage(chunk.text)
        remark = self._chunk_remark(chunk)
        return Card(down(head, words, *([remark] if remark is not None else []), gap=6), margins=(11, 9, 11, 11))

    def _chunk_remark(self, chunk: PreviewChunk) -> Hint | None:
        """What is not as it should be with a chunk, in words."""
        if chunk.cut:
            more = (chunk.tokens or 0) - (self._preview.max_tokens or 0)
            tokens = counted(more, self.tr("token"), self.tr("tokens"))
            words = self.tr("Longer than the model reads: its last {tokens} are found by words only.")
            return Hint(words.format(tokens=tokens), "warning-circle", "warning")
        if chunk.broken == "word":
            return Hint(self.tr("Cut inside a word: there was no better place."), "warning-circle", "warning")
        if chunk.broken:
            return Hint(self.tr("The sentence goes on in the next chunk."), "arrow-down", "text3")
        return None

    def _rejects_notice(self, rejects: tuple[Reject, ...]) -> QWidget:
        seen = len(rejects) + len(self._preview.documents)
        what = self.tr("{0} of {1} rows would be rejected").format(count(len(rejects)), count(seen))
        every = (f"{', '.join(part or 'NULL' for part in reject.key)}: {told(reject.reason)}" for reject in rejects)
        lines = list(dict.fromkeys(every))  # rows of one key have one line
        more = ["…"] if len(lines) > _REJECTS_SHOWN else []
        return Notice("warning", "warning-circle", what, "\n".join([*lines[:_REJECTS_SHOWN], *more]))

    def _say_problem(self, problem: QWidget | None) -> None:
        clear(self._notices)
        if problem is not None:
            self._notices.addWidget(problem)
            self._notices.addSpacing(12)

    def _show_sums(self, sums: Estimates | None) -> None:
        self._reckoned = sums
        sums = self._counted or sums
        self._foot.setVisible(sums is not None)
        if sums is None:
            return
        number = count if sums.exact else rough
        self._sums["documents"].show_number(number(sums.documents))
        self._sums["chunks"].show_number(number(sums.chunks))
        tokens = _UNKNOWN if sums.tokens is None else short_count(sums.tokens) if sums.exact else rough(sums.tokens)
        self._sums["tokens"].show_number(tokens)
        self._sums["first sync"].show_number(f"≈ {estimate(sums.seconds)}")


class _Passage(Text):
    """A text of the source, whose words may be longer than a line; what is copied of it is as it was."""

    def __init__(self, words: str) -> None:
        super().__init__(_breakable(words), "small", wrap=True)
        self.setAccessibleName(words)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # Qt's own would copy the breaks, too

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))
        else:
            super().keyPressEvent(event)


def _breakable(words: str) -> str:
    """With places to break in what has none: a label never gets narrower than its longest word."""
    return _ENDLESS.sub(lambda found: _BREAK.join(_PIECES.findall(found[0])), words)


class _Sums(QWidget):
    """Figures on one line, or on two where they would be cut."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._parts = parts
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_SUMS_GAP)
        self._grid.setVerticalSpacing(8)
        self._arrange(len(parts))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            needed = sum(part.sizeHint().width() for part in self._parts) + _SUMS_GAP * (len(self._parts) - 1)
            self._arrange(len(self._parts) if needed <= self.width() else 2)
        return super().event(event)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)


class _Sum(QWidget):
    """A number with its word below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._number: Text = text("", "strong")
        self.setLayout(down(self._number, text(name, "caption"), gap=0))

    def show_number(self, number: str) -> None:
        self._number.setText(number)
        self.setAccessibleName(f"{number} {self._name}")


def _fact(name: str, value: object) -> str:
    return f"{name}: {_UNKNOWN if value is None else value}"
