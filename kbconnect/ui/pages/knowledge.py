"""The page "Knowledge": the knowledge bases, questions to one of them, and the row each answer came from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from kbconnect.app.embedding import NO_EMBEDDER
from kbconnect.core.errors import InUseError
from kbconnect.core.model import KnowledgeBaseDraft, KnowledgeBaseInfo, SearchHit, SearchRequest
from kbconnect.core.questions import QuestionState
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.icons import icon
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say, told
from kbconnect.ui.models.cells import Entry
from kbconnect.ui.models.questions import tab_words, worse_status
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge_answers import AnswersPane
from kbconnect.ui.pages.knowledge_detail import HitPane
from kbconnect.ui.pages.knowledge_document import DocumentPage
from kbconnect.ui.pages.knowledge_new import NewKnowledgeBase
from kbconnect.ui.pages.knowledge_questions import QuestionDesk
from kbconnect.ui.pages.knowledge_work import Answered, Base, KnowledgeWork, Shelf
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.widgets.adaptive_panes import AdaptivePanes
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, Tabs, button, icon_button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.labels import hint
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.tables import MasterList
from kbconnect.ui.words import DOT, counted, percent, plain_tip, size

LIST_WIDTHS, DETAIL_WIDTHS = (320, 264), (288, 248)
"""In a wide window and in a narrow one."""
REFRESH_MS = 3000
"""While a sync runs, the list is read again this often at most."""
ASK, SAVED = "ask", "saved"

_EXPOSED_NAMED, _EXPOSED_IN_TIP = 3, 40
"""So many datasets with sensitive columns are named below the list, and in its tool tip."""


class KnowledgePage(Page):
    """Where questions are asked. From an empty knowledge base the way leads to the sources."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Knowledge"))
        self._shell, self._navigator = shell, shell.navigator
        self._routes = Routes(shell, self)
        self._answered: Answered | None = None
        self._shelf = Shelf((), {})
        self._wanted = ""
        self._removing = ""
        self._work = self.make_work(shell)
        self._list = MasterList(name=self.tr("Knowledge bases"))
        self._answers = AnswersPane()
        self._pane = HitPane()
        self._desk = QuestionDesk(shell, self._work, self)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._arrange(shell)
        self._make_jobs(shell)
        self._connect_parts(shell)

    # -------------------------------------------------------------------------------------------- building

    def make_work(self, shell: Shell) -> KnowledgeWork:
        """What answers the page's questions; pictures override it."""
        return KnowledgeWork(shell.application)

    def _arrange(self, shell: Shell) -> None:
        self._new = button(self.tr("New knowledge base"), glyph="plus", shortcut="Ctrl+N")
        self._more = icon_button("dots-three-bold", self.tr("More for this knowledge base"))
        self._more.hide()
        self.set_actions(self._more, self._new)
        self._exposed = hint("", "fingerprint", "warning")
        self._exposed_line = frame(down(self._exposed, margins=(20, 10, 16, 14)))
        self._exposed_line.hide()
        left = frame(down((self._list, 1), self._exposed_line, gap=0, margins=(0, 10, 0, 0)), "surface")
        self._tabs = Tabs((ASK, self.tr("Ask")), (SAVED, tab_words(())), name=self.tr("Ask or look at saved questions"))
        self._tab_bar = frame(across(self._tabs, None, margins=(20, 0, 20, 0)), "top")
        self._middle = Swap(ask=self._answers, saved=self._desk.pane)
        middle = frame(down(self._tab_bar, (self._middle, 1), gap=0), "surface")
        self._right = Swap(ask=self._pane, saved=self._desk.detail)
        panes = AdaptivePanes("knowledge", shell.memory, (left, *LIST_WIDTHS), middle, (self._right, *DETAIL_WIDTHS))
        for pane, least in ((left, 240), (middle, 340)):
            pane.setMinimumWidth(least)
        first = button(self.tr("Choose data"), Kind.PRIMARY, "plus")
        first.clicked.connect(self._go_to_sources)
        self._states = Swap(
            loading=frame(down(Skeleton(rows=4, row_height=84, tile=True), margins=(20, 20, 20, 20))),
            full=panes,
            empty=EmptyState(
                Picture.ROWS_TO_ANSWERS,
                self.tr("From rows to answers"),
                self.tr("A knowledge base holds what the rows of your databases say, ready to be asked."),
                first,
                safe=self.tr("Everything stays on this machine."),
            ),
            error=frame(down(gap=0, margins=(24, 20, 24, 16))),
        )
        self.set_body(self._states)

    def _make_jobs(self, shell: Shell) -> None:
        self._shelf_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._search_job = Latest(shell.jobs, self)
        self._add_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._remove_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        for job, returned, errored in (
            (self._shelf_job, self._shelf_loaded, self._shelf_failed),
            (self._search_job, self._answer_came, self._search_failed),
            (self._add_job, self._was_added, self._act_failed),
            (self._remove_job, self._was_removed, self._act_failed),
        ):
            job.returned.connect(returned)
            job.errored.connect(errored)

    def _connect_parts(self, shell: Shell) -> None:
        self._list.chosen.connect(self._base_chosen)
        self._list.delete_asked.connect(self._ask_to_remove)
        self._list.menu_asked.connect(self._show_menu)
        self._answers.asked.connect(self._search)
        self._answers.chosen.connect(self._show_hit)
        self._answers.whole_asked.connect(self._show_whole)
        self._answers.copy_asked.connect(self._copy_hit)
        self._answers.data_asked.connect(self._go_to_sources)
        self._pane.whole_asked.connect(self._show_whole)
        self._pane.copied.connect(self._tell_copied)
        self._pane.save_asked.connect(self._save_question)
        self._pane.dataset_asked.connect(self._open_dataset)
        self._tabs.chosen.connect(self._show_tab)
        self._desk.changed.connect(self.reload)
        self._desk.start_asked.connect(self.focus_question)
        self._desk.answers_asked.connect(self._ask_again)
        self._new.clicked.connect(self._ask_for_base)
        self._more.clicked.connect(self._show_more)
        self._refresh.timeout.connect(self.reload)
        shell.syncs.changed.connect(self._sync_changed)
        for keys, slot in (
            ("Ctrl+K", self.focus_question),
            ("Ctrl+F", self.focus_question),
            ("F5", self.reload),
            ("Ctrl+R", self.reload),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # -------------------------------------------------------------------------------------------- knowledge bases

    def entered(self) -> None:
        self.reload()

    def ask(self, knowledge_base_id: str) -> None:
        """Goes to a knowledge base and puts the cursor into the question box."""
        self._wanted = knowledge_base_id
        self._list.choose(knowledge_base_id)
        self.reload()
        self.focus_question()

    @Slot()
    def _go_to_sources(self) -> None:
        self._navigator.go("sources")

    @Slot()
    def focus_question(self) -> None:
        self._tabs.choose(ASK)
        self._show_tab(ASK)
        self._answers.question.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._answers.question.selectAll()

    @Slot()
    def reload(self) -> None:
        """Counts everything again; question and answers stay."""
        self._shelf_job.start(self._work.shelf)

    @Slot()
    def _sync_changed(self) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    @Slot(object)
    def _shelf_loaded(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._list.set_entries([entry_of(base, shelf.questions_of(base.info.id)) for base in shelf.bases])
        if not shelf.bases:
            self._more.hide()
            self._states.show_state("empty")
            return
        self._states.show_state("full")
        known = {base.info.id for base in shelf.bases}
        wanted = self._wanted if self._wanted in known else self._list.chosen_id()
        self._wanted = ""
        if wanted != self._list.chosen_id() or not wanted:
            filled = [base.info.id for base in shelf.bases if base.counts is not None and base.counts.documents]
            self._list.choose(wanted or (filled or [shelf.bases[0].info.id])[0])
        else:
            self._base_chosen(wanted)

    @Slot(object)
    def _shelf_failed(self, error: BaseException) -> None:
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        self._states.add_state("error", frame(down(notice, None, margins=(24, 20, 24, 16))))
        self._states.show_state("error")

    def _base(self, base_id: str) -> Base | None:
        return next((base for base in self._shelf.bases if base.info.id == base_id), None)

    @Slot(str)
    def _base_chosen(self, base_id: str) -> None:
        base = self._base(base_id)
        self._more.setVisible(base is not None)
        self._answers.show_base(base)
        exposed = exposure_words(base)
        self._exposed.say(exposed, "fingerprint", "warning")
        self._exposed_line.setVisible(bool(exposed))
        self._exposed_line.setToolTip(plain_tip(exposure_words(base, _EXPOSED_IN_TIP)))
        questions = self._shelf.questions_of(base_id)
        self._tabs.set_words(SAVED, tab_words(questions))
        has_documents = base is not None and base.counts is not None and base.counts.documents > 0
        self._pane.invite(can_ask=has_documents)
        self._tab_bar.setVisible(base is not None and bool(questions or has_documents))
        if not self._tab_bar.isVisibleTo(self):
            self._tabs.choose(ASK)
            self._show_tab(ASK)
        self._desk.show_base(self._shelf, base_id)
        if base is not None and base.problem is not None:
            notice = ErrorNotice(base.problem)
            notice.retry_asked.connect(self.reload)
            self._answers.show_problem(notice)

    @Slot()
    def _ask_for_base(self) -> None:
        dialog = NewKnowledgeBase(self, [base.info.name for base in self._shelf.bases])
        dialog.drafted.connect(self._add)
        dialog.open()

    @Slot(object)
    def _add(self, draft: KnowledgeBaseDraft) -> None:
        self._add_job.start(partial(self._work.add, draft))

    @Slot(object)
    def _was_added(self, info: KnowledgeBaseInfo) -> None:
        self._wanted = info.id
        toast(self, self.tr("{0} is ready").format(info.name))
        self.reload()

    @Slot()
    def _show_more(self) -> None:
        self._show_menu(self._list.chosen_id(), self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot(str, QPoint)
    def _show_menu(self, base_id: str, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = menu.addAction(icon("trash", "danger"), self.tr("Remove knowledge base…"))
        remove.setData(base_id)
        remove.triggered.connect(self._remove_from_menu)
        menu.popup(place)

    @Slot()
    def _remove_from_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._ask_to_remove(str(action.data()))

    @Slot(str)
    def _ask_to_remove(self, base_id: str) -> None:
        base = self._base(base_id)
        if base is None:
            return
        if base.datasets:
            fed = ", ".join(dataset.name for dataset in base.datasets)
            show_error(
                self,
                InUseError(
                    self.tr("{0} is fed by {1}.").format(base.info.name, fed),
                    meaning=self.tr("Nothing was removed."),
                    hint=self.tr("Remove those datasets first, or let them feed another knowledge base."),
                ),
            )
            return
        self._removing = base_id
        question = Question(self, removal_question(base))
        question.answered.connect(self._removal_answered)
        question.open()

    @Slot(bool)
    def _removal_answered(self, remove: bool) -> None:
        if remove:
            self._remove_job.start(partial(self._work.remove, self._removing))

    @Slot()
    def _was_removed(self) -> None:
        toast(self, self.tr("The knowledge base was removed"))
        self.reload()

    @Slot(object)
    def _act_failed(self, error: BaseException) -> None:
        show_error(self, error)

    # -------------------------------------------------------------------------------------------- questions

    @Slot(object)
    def _search(self, request: SearchRequest | None) -> None:
        if request is None:
            self._search_job.cancel()
            return
        self._answers.wait()
        self._search_job.start(partial(self._work.search, request))

    @Slot(object)
    def _answer_came(self, answered: Answered) -> None:
        self._answered = answered
        self._answers.show_answer(answered.answer, self._shelf.sources)

    @Slot(object)
    def _search_failed(self, error: BaseException) -> None:
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._answers.ask)
        self._answers.show_problem(notice)

    @Slot(object)
    def _show_hit(self, hit: SearchHit | None) -> None:
        source = self._shelf.sources.get(hit.chunk.dataset_id) if hit is not None else None
        if hit is None or self._answered is None:
            self._pane.show_hit(None)
            return
        tokens, share = self._answered.tokens.get(hit.chunk.chunk_id), self._answered.answer.meaning_share
        self._pane.show_hit(hit, source, tokens=tokens, meaning_share=share)

    @Slot()
    def _copy_hit(self) -> None:
        self._pane.copy()

    @Slot()
    def _tell_copied(self) -> None:
        toast(self, self.tr("Text and source were copied"))

    @Slot()
    def _show_whole(self) -> None:
        hit = self._answers.hit()
        if hit is not None:
            source = self._shelf.sources.get(hit.chunk.dataset_id)
            page = DocumentPage(self._shell, self._work, self._list.chosen_id(), hit.chunk, source)
            page.dataset_asked.connect(self._routes.open_sync)
            self._navigator.push(lambda: page)

    @Slot(str)
    def _open_dataset(self, dataset_id: str) -> None:
        source = self._shelf.sources.get(dataset_id)
        if source is not None:
            self._routes.open_sync(dataset_id, source.dataset)

    # -------------------------------------------------------------------------------------------- saved questions

    @Slot(str)
    def _show_tab(self, tab: str) -> None:
        self._middle.show_state(tab)
        self._right.show_state(tab)

    @Slot()
    def _save_question(self) -> None:
        hit = self._answers.hit()
        if hit is not None and self._answered is not None:
            self._desk.save(self._answered, hit)

    @Slot(str)
    def _ask_again(self, words: str) -> None:
        """A saved question, with its answers."""
        self.focus_question()
        self._answers.question.setText(words)
        self._answers.ask()


def entry_of(base: Base, questions: Sequence[QuestionState] = ()) -> Entry:
    """A knowledge base as a row of the list. questions: those that are saved for it."""
    words_only = base.info.embedder == NO_EMBEDDER
    glyph = "text-aa" if words_only else "books"
    counts = base.counts
    if counts is None:
        problem = told(base.problem.message) if base.problem is not None else ""
        return Entry(base.info.id, base.info.name, say("Can't be opened"), problem, glyph=glyph, tip=problem)
    documents = counted(counts.documents, say("document"), say("documents"))
    held = DOT.join((documents, counted(counts.chunks, say("chunk"), say("chunks"))))
    share = counts.vectors / counts.chunks if counts.chunks else 1.0
    part = not words_only and counts.vectors < counts.chunks
    if words_only:
        meaning = say("Words only, no model")
    elif not counts.chunks:
        meaning = say("Empty")
    else:
        meaning = say("{share} with meaning").format(share=percent(share)) if part else say("All with meaning")
    second = DOT.join((meaning, size(counts.size_bytes)))
    status = worse_status(questions)
    return Entry(base.info.id, base.info.name, held, second, glyph=glyph, status=status, share=share if part else None)


def exposure_words(base: Base | None, most: int = _EXPOSED_NAMED) -> str:
    """Which datasets hold sensitive columns as they are; "" if none does. most: so many are named, others counted."""
    if base is None or not base.exposed:
        return ""
    named = [f"{one.dataset.name} ({', '.join(one.columns)})" for one in base.exposed[:most]]
    if len(base.exposed) > most:
        others = counted(len(base.exposed) - most, say("dataset"), say("datasets"))
        named.append(say("{datasets} more").format(datasets=others))
    return say("Sensitive columns are stored as they are: {columns}").format(columns=DOT.join(named))


def removal_question(base: Base) -> Asking:
    """The words before a knowledge base is removed."""
    why = say("Its documents are deleted from this machine and can no longer be searched.")
    if base.counts is not None:
        documents = counted(base.counts.documents, say("document"), say("documents"))
        why = say("Deletes {documents} from this machine; they can no longer be searched.").format(documents=documents)
    return Asking(
        title=say("Remove {name}?").format(name=base.info.name),
        why=why,
        unchanged=say("Nothing has been removed yet. The databases they came from stay as they are."),
        act=say("Remove knowledge base"),
        keep=say("Keep it"),
        glyph="books",
    )
