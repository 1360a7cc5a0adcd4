"""Saving, asking and removing questions on the knowledge page: what stands between its panes and the use cases.

Owns the list of saved questions and the pane that explains one. Must not know the rest of the page.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from kbconnect.app.questions import expected_row
from kbconnect.core.model import SearchHit, SearchRequest
from kbconnect.core.questions import QuestionCheck, QuestionDraft, QuestionState, SavedQuestion, Standing
from kbconnect.ui.errors import show_error
from kbconnect.ui.icons import icon
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say
from kbconnect.ui.models.questions import verdict
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge_question import QuestionPane
from kbconnect.ui.pages.knowledge_save import Candidate, SaveQuestion, Saving
from kbconnect.ui.pages.knowledge_saved import SavedPane
from kbconnect.ui.pages.knowledge_work import Answered, KnowledgeWork, Shelf
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.overlays import toast

_OFFERED = 10
"""So many answers are offered as rows to expect when a saved question is changed."""


class QuestionDesk(QObject):
    """pane: the list of saved questions. detail: the one in view. changed: something was saved, asked or removed.

    answers_asked: what is asked, to be shown with its answers. start_asked: the way to a first question.
    """

    changed = Signal()
    answers_asked = Signal(str)
    start_asked = Signal()

    def __init__(self, shell: Shell, work: KnowledgeWork, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._page = work, page
        self._shelf, self._base_id = Shelf((), {}), ""
        self._wanted = self._removing = 0
        self._editing: SavedQuestion | None = None
        self.pane, self.detail = SavedPane(), QuestionPane()
        self._history_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._save_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._ask_job = Latest(shell.jobs, self)
        self._candidates_job = Latest(shell.jobs, self)
        self._remove_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        for job, returned in (
            (self._history_job, self._history_came),
            (self._save_job, self._was_saved),
            (self._ask_job, self._were_asked),
            (self._candidates_job, self._candidates_came),
            (self._remove_job, self._was_removed),
        ):
            job.returned.connect(returned)
            job.errored.connect(self._failed)
        self._ask_job.busy_changed.connect(self._asking_changed)
        self.pane.chosen.connect(self._show_question)
        self.pane.ask_asked.connect(self.ask_all)
        self.pane.edit_asked.connect(self._edit)
        self.pane.remove_asked.connect(self._ask_to_remove)
        self.pane.start_asked.connect(self.start_asked)
        self.pane.menu_asked.connect(self._show_menu)
        self.detail.ask_asked.connect(self._ask_one)
        self.detail.edit_asked.connect(self._edit_shown)
        self.detail.remove_asked.connect(self._remove_shown)
        self.detail.answers_asked.connect(self._show_answers)

    def show_base(self, shelf: Shelf, base_id: str) -> None:
        """The saved questions of a knowledge base."""
        self._shelf, self._base_id = shelf, base_id
        self.pane.show_questions(shelf.questions_of(base_id))
        if self._wanted:
            self.pane.choose(self._wanted)
            self._wanted = 0

    # -------------------------------------------------------------------------------------------- saving

    def save(self, answered: Answered, chosen: SearchHit) -> None:
        """Asks which of these answers are expected; a question that is saved already is changed."""
        asked = " ".join(answered.request.text.split()).casefold()
        known = [state.question for state in self._shelf.questions_of(self._base_id)]
        saved = next((each for each in known if " ".join(each.text.split()).casefold() == asked), None)
        self._open_dialog(answered, saved, chosen)

    def _open_dialog(self, answered: Answered, saved: SavedQuestion | None, chosen: SearchHit | None) -> None:
        rows = {row.document_id: Candidate(row, None, chosen=True) for row in saved.expected} if saved else {}
        for hit in answered.answer.hits:
            row = expected_row(hit.chunk)
            is_expected = row.document_id in rows or (chosen is not None and hit.rank == chosen.rank)
            rows[row.document_id] = Candidate(row, hit.rank, chosen=is_expected)
        saving = Saving(self._base_id, answered.request.text.strip(), tuple(rows.values()))
        if saved is not None:
            saving = Saving(self._base_id, saved.text, tuple(rows.values()), saved.within, saved.id)
        dialog = SaveQuestion(self._page, saving, self._names())
        dialog.drafted.connect(self._save)
        dialog.open()

    @Slot(int, object)
    def _save(self, question_id: int, draft: QuestionDraft) -> None:
        self._save_job.start(partial(self._work.save, question_id, draft))

    @Slot(object)
    def _was_saved(self, state: QuestionState) -> None:
        self._wanted = state.question.id
        if state.standing is Standing.FOUND:
            toast(self._page, self.tr("The question was saved; it finds what it should"))
        else:
            toast(self._page, verdict(state), "magnifying-glass-minus", "warning")
        self.changed.emit()

    def _names(self) -> dict[str, str]:
        return {dataset_id: source.dataset for dataset_id, source in self._shelf.sources.items()}

    @Slot(int)
    def _edit(self, _question_id: int) -> None:
        self._edit_shown()

    @Slot()
    def _edit_shown(self) -> None:
        state = self.pane.state()
        if state is None:
            return
        self._editing = state.question
        request = SearchRequest(state.question.text, self._base_id, _OFFERED)
        self._candidates_job.start(partial(self._work.search, request))

    @Slot(object)
    def _candidates_came(self, answered: Answered) -> None:
        if self._editing is not None:
            self._open_dialog(answered, self._editing, None)

    # -------------------------------------------------------------------------------------------- asking

    @Slot()
    def ask_all(self) -> None:
        self._ask_job.start(partial(self._work.ask, self._base_id, None))

    @Slot()
    def _ask_one(self) -> None:
        state = self.pane.state()
        if state is not None:
            self._ask_job.start(partial(self._work.ask, self._base_id, [state.question.id]))

    @Slot(bool)
    def _asking_changed(self, busy: bool) -> None:
        self.pane.show_asking(busy=busy)

    @Slot(object)
    def _were_asked(self, states: tuple[QuestionState, ...]) -> None:
        worse = sum(state.standing is Standing.WORSE for state in states)
        if worse:
            words = self.tr("{worse} of {count} are worse than before")
            toast(self._page, words.format(worse=worse, count=len(states)), "trend-down", "warning")
        else:
            toast(self._page, self.tr("Asked; none is worse than before"))
        self.changed.emit()

    @Slot()
    def _show_answers(self) -> None:
        state = self.pane.state()
        if state is not None:
            self.answers_asked.emit(state.question.text)

    # -------------------------------------------------------------------------------------------- looking

    @Slot(int)
    def _show_question(self, _question_id: int) -> None:
        state = self.pane.state()
        self.detail.show_question(state, self._names())
        if state is None:
            self._history_job.cancel()
        else:
            self._history_job.start(partial(self._work.history, state.question.id))

    @Slot(object)
    def _history_came(self, checks: tuple[QuestionCheck, ...]) -> None:
        self.detail.show_history(checks)

    @Slot(int, QPoint)
    def _show_menu(self, question_id: int, place: QPoint) -> None:
        self.pane.choose(question_id)
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for glyph, words, slot in (
            ("magnifying-glass", self.tr("Show the answers"), self._show_answers),
            ("pencil-simple", self.tr("Change expectation"), self._edit_shown),
            ("play", self.tr("Ask it now"), self._ask_one),
        ):
            menu.addAction(icon(glyph), words).triggered.connect(slot)
        menu.addSeparator()
        menu.addAction(icon("trash", "danger"), self.tr("Remove question…")).triggered.connect(self._remove_shown)
        menu.popup(place)

    # -------------------------------------------------------------------------------------------- removing

    @Slot()
    def _remove_shown(self) -> None:
        state = self.pane.state()
        if state is not None:
            self._ask_to_remove(state.question.id)

    @Slot(int)
    def _ask_to_remove(self, question_id: int) -> None:
        state = self.pane.state()
        if state is None:
            return
        self._removing = question_id
        question = Question(self._page, removal_question(state.question))
        question.answered.connect(self._removal_answered)
        question.open()

    @Slot(bool)
    def _removal_answered(self, remove: bool) -> None:
        if remove:
            self._remove_job.start(partial(self._work.forget, self._removing))

    @Slot()
    def _was_removed(self) -> None:
        toast(self._page, self.tr("The question was removed"))
        self.changed.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._page, error)


def removal_question(question: SavedQuestion) -> Asking:
    """The words before a saved question is removed."""
    return Asking(
        title=say("Remove the saved question “{question}”?").format(question=question.text),
        why=say("It is no longer asked after syncs, and its history goes with it."),
        unchanged=say("Nothing has been removed yet. Documents and answers stay as they are."),
        act=say("Remove question"),
        keep=say("Keep it"),
        glyph="bookmark-simple",
    )
