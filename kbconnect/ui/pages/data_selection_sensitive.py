"""The question before a dataset is saved that takes sensitive columns as they are. Asks once for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.discovery import taken_as_they_are
from kbconnect.core.mapping import plain_columns
from kbconnect.core.model import ColumnSuggestion, Mapping
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.words import count, counted

_SHOWN = 6


class ExposureQuestion(QObject):
    """agreed: everything sensitive that is taken as it is was agreed to; nothing comes if somebody goes back."""

    agreed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._known: set[str] = set()
        self._asked: tuple[str, ...] = ()

    def ask(self, columns: Sequence[ColumnSuggestion], mapping: Mapping, saved: Mapping | None) -> None:
        """saved: what is in force by now; what it takes as it is was agreed to before."""
        known = {*self._known, *(plain_columns(saved) if saved is not None else ())}
        exposed = [each for each in taken_as_they_are(columns, mapping) if each.column.name not in known]
        if not exposed:
            self.agreed.emit()
            return
        self._asked = tuple(each.column.name for each in exposed)
        question = Question(self._page, _asking(exposed))
        question.answered.connect(self._answered)
        question.open()

    @Slot(bool)
    def _answered(self, as_they_are: bool) -> None:
        if as_they_are:
            self._known.update(self._asked)
            self.agreed.emit()


def _asking(exposed: Sequence[ColumnSuggestion]) -> Asking:
    title = say("Take a sensitive column as it is?")
    if len(exposed) > 1:
        title = say("Take {number} sensitive columns as they are?").format(number=count(len(exposed)))
    return Asking(
        title=title,
        why=say(
            "Everybody who can search this knowledge base can read what stands in them, and so can programs that ask "
            "it questions."
        ),
        unchanged=say("Nothing is saved yet."),
        act=say("Save as it is"),
        keep=say("Go back and choose"),
        examples=tuple(
            (each.column.name, told(each.sensitive.reason), "")
            for each in exposed[:_SHOWN]
            if each.sensitive is not None
        ),
        heading=counted(len(exposed), say("column"), say("columns")) if len(exposed) <= _SHOWN else "",
        cause=say("The role of a column offers to mask or hash it, or to leave it out."),
        glyph="fingerprint",
        act_glyph="floppy-disk",
    )
