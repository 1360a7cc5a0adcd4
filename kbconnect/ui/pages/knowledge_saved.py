"""The list of saved questions of a knowledge base, in the middle of the knowledge page. Asks nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QFrame

from kbconnect.core.questions import QuestionState, Standing
from kbconnect.ui.models.cells import Column
from kbconnect.ui.models.questions import question_row
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import count


class SavedPane(QFrame):
    """chosen: the number of the question in view, 0 for none. ask_asked: all are to be asked now. edit_asked,
    remove_asked: Enter and Delete on a question. start_asked: the way to a first one. menu_asked: as of a Table.
    """

    chosen = Signal(int)
    ask_asked = Signal()
    edit_asked = Signal(int)
    remove_asked = Signal(int)
    start_asked = Signal()
    menu_asked = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._states: tuple[QuestionState, ...] = ()
        self._table = Table(
            (
                Column(self.tr("Question")),
                Column(self.tr("Place"), 112),
                Column(self.tr("State"), 136, sortable=True),
            ),
            row_height=52,
            name=self.tr("Saved questions"),
        )
        self._told = text("", "caption", elide=True)
        self._ask = button(self.tr("Ask all now"), Kind.SECONDARY, "play")
        self._ask.clicked.connect(self.ask_asked)
        start = button(self.tr("Ask a question"), Kind.PRIMARY, "magnifying-glass")
        start.clicked.connect(self.start_asked)
        head = frame(across((self._told, 1), self._ask, gap=12, margins=(20, 12, 20, 12)))
        self._swap = Swap(
            empty=EmptyState(
                Picture.SEARCH,
                self.tr("Notice when an answer gets worse"),
                self.tr(
                    "Ask a question, choose the row that answers it, and save both. It is asked again after each sync, "
                    "and you are told when that row is no longer found where it should be."
                ),
                start,
            ),
            full=frame(down(head, (frame(down(self._table, margins=(8, 0, 8, 0))), 1), gap=0)),
        )
        self.setLayout(down(self._swap, gap=0))
        self._table.chosen.connect(self._tell_chosen)
        self._table.opened.connect(self._tell_opened)
        self._table.delete_asked.connect(self._tell_delete)
        self._table.menu_asked.connect(self._tell_menu)

    def show_questions(self, states: Sequence[QuestionState]) -> None:
        """The questions of the chosen knowledge base; the chosen one stays chosen if it is still there."""
        self._states = tuple(states)
        rows = [question_row(state) for state in sorted(states, key=_worst_first)]
        self._table.set_rows(rows)
        self._swap.show_state("full" if states else "empty")
        found = sum(state.standing is Standing.FOUND for state in states)
        words = self.tr("{found} of {count} found where expected")
        self._told.setText(words.format(found=count(found), count=count(len(states))))
        if states and not self._table.chosen_id():
            self._table.choose(rows[0].id)
        self._tell_chosen(self._table.chosen_id())

    def show_asking(self, *, busy: bool) -> None:
        """The questions are being asked."""
        self._ask.setEnabled(not busy)
        self._ask.setText(self.tr("Asking…") if busy else self.tr("Ask all now"))

    def state(self) -> QuestionState | None:
        """The question in view."""
        chosen = self._table.chosen_id()
        return next((state for state in self._states if str(state.question.id) == chosen), None)

    def choose(self, question_id: int) -> None:
        self._table.choose(str(question_id))

    @Slot(str)
    def _tell_chosen(self, row_id: str) -> None:
        self.chosen.emit(int(row_id or 0))

    @Slot(str)
    def _tell_opened(self, row_id: str) -> None:
        self.edit_asked.emit(int(row_id))

    @Slot(str)
    def _tell_delete(self, row_id: str) -> None:
        self.remove_asked.emit(int(row_id))

    @Slot(str, QPoint)
    def _tell_menu(self, row_id: str, place: QPoint) -> None:
        self.menu_asked.emit(int(row_id), place)


_ORDER = (Standing.WORSE, Standing.MISSED, Standing.NOT_ASKED, Standing.FOUND)


def _worst_first(state: QuestionState) -> tuple[int, str]:
    return _ORDER.index(state.standing), state.question.text.casefold()
