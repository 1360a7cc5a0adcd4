"""The dialog that saves a question with the rows it should find, or changes what a saved one expects. Saves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from kbconnect.core.questions import ExpectedRow, QuestionDraft
from kbconnect.ui.language import say
from kbconnect.ui.models.questions import row_source, row_title
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Check, Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import Hint, text
from kbconnect.ui.widgets.layout import across, down, frame, scroll
from kbconnect.ui.words import plain_tip

WITHIN = (1, 3, 5, 10, 20, 50)
_USUAL = 5
_WIDTH, _LIST_HEIGHT, _ROW_HEIGHT = 560, 264, 50
_TITLE_WIDTH = 440


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that a question could be expected to find. rank: where it stands now, None if not among the answers."""

    row: ExpectedRow
    rank: int | None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Saving:
    """What the dialog starts from. question_id: of the one that is changed, 0 for a new one."""

    knowledge_base_id: str
    text: str
    candidates: tuple[Candidate, ...]
    within: int = _USUAL
    question_id: int = 0


class SaveQuestion(Dialog):
    """drafted: the number of the question (0 for a new one) and the QuestionDraft somebody filled in."""

    drafted = Signal(int, object)

    def __init__(self, parent: QWidget, saving: Saving, datasets: Mapping[str, str]) -> None:
        """datasets: names by id."""
        self._saving = saving
        is_new = saving.question_id == 0
        title = say("Save this question") if is_new else say("Change expectation")
        self._question = Field(say("Question"), LineEdit(saving.text), validate=_fault_of_text)
        self._rows = [(_tick(candidate), candidate) for candidate in saving.candidates]
        self._within = Choice(*((str(number), within_words(number)) for number in _choices(saving.within)))
        self._within.choose(str(saving.within))
        self._within.setAccessibleName(say("Where they should be"))
        self._fault = Hint("", "warning-circle", "danger", role="error")
        self._fault.hide()
        self._save = button(
            say("Save question") if is_new else say("Save changes"), Kind.PRIMARY, shortcut="Ctrl+Return"
        )
        keep = button(say("Cancel"))
        listed = down(*(_line(tick, one, datasets) for tick, one in self._rows), None, gap=0, margins=(12, 6, 12, 6))
        rows = scroll(listed)
        rows.setFixedHeight(min(theme().px(_LIST_HEIGHT), theme().px(_ROW_HEIGHT) * len(self._rows) + 14))
        why = say("It is asked again after each sync. You are told when a row is no longer found where it should be.")
        body = down(
            text(title, "title"),
            4,
            text(why, "caption", wrap=True),
            16,
            self._question,
            16,
            text(say("Rows it should find"), "label"),
            6,
            frame(down(rows), "card"),
            6,
            self._fault,
            10,
            across(text(say("Each of them should be"), "body"), self._within, None, gap=8),
            gap=0,
        )
        super().__init__(parent, body, across(keep, None, self._save), title=title, width=_WIDTH)
        self._save.setDefault(True)
        self._save.clicked.connect(self._finish)
        keep.clicked.connect(self.reject)
        for tick, _ in self._rows:
            tick.toggled.connect(self._fault.hide)
        chosen = next((tick for tick, one in self._rows if one.chosen), None)
        (chosen or self._question.editor).setFocus()

    @Slot()
    def _finish(self) -> None:
        expected = tuple(one.row for tick, one in self._rows if tick.isChecked())
        if not expected:
            self._fault.say(self.tr("Tick at least one row that answers the question."), "warning-circle", "danger")
            self._fault.show()
        if self._question.check() and expected:
            within = int(self._within.key())
            draft = QuestionDraft(self._saving.knowledge_base_id, self._question.value().strip(), expected, within)
            self.drafted.emit(self._saving.question_id, draft)
            self.accept()


def within_words(number: int) -> str:
    """ "among the first 5"."""
    return say("the first answer") if number == 1 else say("among the first {count}").format(count=number)


def _choices(current: int) -> Sequence[int]:
    return sorted({*WITHIN, current})


def _fault_of_text(words: str) -> str:
    return "" if words.strip() else say("Write what people ask.")


def _tick(candidate: Candidate) -> Check:
    title = row_title(candidate.row)
    face = theme().font()
    tick = Check(QFontMetrics(face).elidedText(title, Qt.TextElideMode.ElideRight, _TITLE_WIDTH).replace("&", "&&"))
    tick.setChecked(candidate.chosen)
    tick.setToolTip(plain_tip(title))
    tick.setAccessibleName(title)
    return tick


def _line(tick: Check, candidate: Candidate, datasets: Mapping[str, str]) -> QWidget:
    source = row_source(candidate.row, datasets)
    place = say("answer {rank}") if candidate.rank is not None else say("not among the answers now")
    told = text(f"{source}, {place.format(rank=candidate.rank)}", "caption", elide=True)
    return frame(down(tick, across(26, (told, 1), gap=0), gap=0, margins=(0, 0, 0, 5)))
