"""The question of "Choose data" before what isn't saved is lost. Knows not what was changed; takes no page away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.ui.widgets.dialogs import Asking, Question


class LeavingQuestion(QObject):
    """agreed: what isn't saved may be lost; from now on there is nothing to ask."""

    agreed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._question: Question | None = None
        self._is_agreed = False

    def is_agreed(self) -> bool:
        return self._is_agreed

    def ask(self) -> None:
        """Opens the question, unless it is open."""
        if self._question is not None:
            return
        self._question = Question(
            self._page,
            Asking(
                title=self.tr("Leave without saving?"),
                why=self.tr("What you have chosen here is not saved yet."),
                unchanged=self.tr("Nothing at the source or in the knowledge base depends on it."),
                act=self.tr("Leave without saving"),
                keep=self.tr("Keep choosing"),
                glyph="pencil-simple",
                act_glyph="sign-out",
            ),
        )
        self._question.answered.connect(self._answered)
        self._question.open()

    @Slot(bool)
    def _answered(self, leave: bool) -> None:
        self._question = None
        if leave:
            self._is_agreed = True
            self.agreed.emit()
