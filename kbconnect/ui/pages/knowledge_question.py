"""The pane that explains a saved question: how it stands, where its rows are, and how that was before. Asks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from kbconnect.core.questions import QuestionCheck, QuestionState, Standing
from kbconnect.ui.models.questions import (
    Asking,
    askings,
    coverage,
    place_words,
    row_source,
    row_title,
    status_of,
    verdict,
    wanted_words,
)
from kbconnect.ui.pages.knowledge_ranks import RankPicture
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Notice, Swap
from kbconnect.ui.widgets.labels import Pill, Text, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, rule, scroll
from kbconnect.ui.words import utc_now

LINES = 8
"""So many times of the history stand as words below the picture."""


class QuestionPane(QFrame):
    """ask_asked, edit_asked, remove_asked, answers_asked: what somebody wants of the question in view."""

    ask_asked = Signal()
    edit_asked = Signal()
    remove_asked = Signal()
    answers_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.tr("Saved question"))
        self._shown: tuple[QuestionState, Mapping[str, str]] | None = None
        self._title = text("", "section", wrap=True)
        self._pill_row = across()
        self._verdict = QVBoxLayout()
        self._rows = QVBoxLayout()
        self._wanted = text("", "caption")
        self._picture = RankPicture()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(1, 1)
        self._none = text(self.tr("No history yet."), "muted")
        for column in (self._verdict, self._rows):
            column.setSpacing(0)
        self._buttons = (
            button(self.tr("Show the answers"), Kind.SECONDARY, "magnifying-glass"),
            button(self.tr("Change expectation"), Kind.SECONDARY, "pencil-simple"),
            button(self.tr("Ask it now"), Kind.LINK, "play"),
            button(self.tr("Remove"), Kind.DANGER_QUIET, "trash"),
        )
        signals = (self.answers_asked, self.edit_asked, self.ask_asked, self.remove_asked)
        for each, signal in zip(self._buttons, signals, strict=True):
            each.clicked.connect(signal)
        full = down(self._title, 6, self._pill_row, 12, self._verdict, 14, gap=0, margins=(20, 18, 20, 16))
        expected = across((text(self.tr("Rows it should find"), "label", elide=True), 1), self._wanted)
        full.addLayout(expected)
        full.addSpacing(4)
        full.addLayout(self._rows)
        full.addSpacing(14)
        for each in self._buttons[:2]:
            full.addWidget(each)
            full.addSpacing(8)
        full.addLayout(across(self._buttons[2], None, self._buttons[3], gap=2))
        full.addSpacing(16)
        full.addWidget(text(self.tr("Place over time"), "label"))
        full.addSpacing(6)
        for item in (self._picture, self._none):
            full.addWidget(item)
        full.addSpacing(6)
        full.addLayout(self._lines)
        full.addStretch(1)
        hint = text(self.tr("Choose a saved question to see where its rows are found."), "muted", wrap=True)
        self._states = Swap(hint=frame(down(hint, None, margins=(20, 18, 20, 16))), full=scroll(full))
        self.setLayout(down(self._states, gap=0))

    def minimumSizeHint(self) -> QSize:
        """As wide as its buttons, in any size of text."""
        widest = max(each.sizeHint().width() for each in self._buttons)
        return QSize(widest + 40, super().minimumSizeHint().height())

    def show_question(self, state: QuestionState | None, datasets: Mapping[str, str]) -> None:
        """datasets: names by id. The history comes by `show_history`."""
        if state is None:
            self._shown = None
            self._states.show_state("hint")
            return
        if (state, datasets) == self._shown:
            return  # what has the keyboard here keeps it
        self._shown = (state, dict(datasets))
        self._title.setText(state.question.text)
        clear(self._pill_row)
        self._pill_row.addWidget(Pill(status_of(state)))
        self._pill_row.addStretch(1)
        self._show_verdict(state)
        self._wanted.setText(wanted_words(state.question.within))
        self._show_rows(state, datasets)
        self._states.show_state("full")

    def show_history(self, checks: Sequence[QuestionCheck]) -> None:
        """Of the question in view, newest first."""
        if self._shown is None:
            return
        question = self._shown[0].question
        shown = askings(question, checks, utc_now())
        self._picture.show_askings(shown, question.within)
        self._picture.setVisible(len(shown) > 1)
        self._none.setVisible(not shown)
        clear(self._lines)
        for number, asking in enumerate(shown[:LINES]):
            for column, words in enumerate(_line(asking)):
                self._lines.addWidget(words, number, column)

    def _show_verdict(self, state: QuestionState) -> None:
        clear(self._verdict)
        if state.standing is Standing.WORSE:
            self._verdict.addWidget(Notice("warning", "trend-down", verdict(state), coverage(state.check)))
            return
        self._verdict.addWidget(text(verdict(state), "muted", wrap=True))
        if coverage(state.check):
            self._verdict.addWidget(text(coverage(state.check), "caption", wrap=True))

    def _show_rows(self, state: QuestionState, datasets: Mapping[str, str]) -> None:
        clear(self._rows)
        places = {place.document_id: place for place in state.check.places} if state.check is not None else {}
        for row in state.question.expected:
            source = text(row_source(row, datasets), "caption", elide=True)
            names = down(text(row_title(row), elide=True), source, gap=1)
            place = text(place_words(places.get(row.document_id)), "strong")
            self._rows.addWidget(frame(across((names, 1), place, gap=10, margins=(0, 7, 0, 7))))
            self._rows.addWidget(rule())


def _line(asking: Asking) -> tuple[Text, Text, Text]:
    """When it was asked, after which sync, and where its rows were."""
    when = text(asking.when, "small")
    when.setToolTip(asking.exact)
    after = text(asking.after, "caption", elide=True)
    place = text(asking.places, "strong" if asking.worse else "small")
    place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return when, after, place
