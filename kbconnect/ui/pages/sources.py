"""The page "Sources": every connector, and of the chosen one its datasets and what happened to them.

Owns which connector is chosen and what is asked before something is removed. Follows the syncs of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kbconnect.core.connector import Connector
from kbconnect.core.model import Dataset
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Job, Latest, Queue, Work
from kbconnect.ui.language import say
from kbconnect.ui.models.next_sync import NextSync
from kbconnect.ui.models.sources import ConnectorOverview, DatasetOverview, SourcesOverview, place_of
from kbconnect.ui.models.sources_entries import Entries, Wanted
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.sources_access import AccessQuestion, AccessWork
from kbconnect.ui.pages.sources_acts import ConnectorActs
from kbconnect.ui.pages.sources_chosen_test import ChosenTest, ManyTests
from kbconnect.ui.pages.sources_first import FirstConnector
from kbconnect.ui.pages.sources_list import ListPane
from kbconnect.ui.pages.sources_questions import remove_dataset
from kbconnect.ui.pages.sources_transfer import Transfer
from kbconnect.ui.pages.sources_undo import Undo
from kbconnect.ui.pages.sources_work import SourcesWork
from kbconnect.ui.style import MASTER_WIDTH
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button, icon_button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.layout import clear, down, frame, scroll
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.words import utc_now

if TYPE_CHECKING:  # they come with the first connector
    from kbconnect.ui.pages.sources_detail import ConnectorDetail
    from kbconnect.ui.pages.sources_many import ManyChosen

NARROW, NARROW_LIST = 1000, 344
"""On a page below this width the list gives way, so that the names of datasets can be read."""
PLANS_EVERY_MS = 30_000
"""So often the page looks what is due next: syncs begin, and wait, by themselves."""


class SourcesPage(Page):
    """The first page of the window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Sources"))
        self._shell = shell
        self._work = SourcesWork(shell.application)
        self._routes = Routes(shell, self)
        self._overview: SourcesOverview | None = None
        self._wanted = ""
        self._dataset_to_remove = ""
        self._entries = Entries()
        self._filling = False
        self._make_parts(shell)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._plans_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._plans_timer = QTimer(self)
        self._plans_timer.start(PLANS_EVERY_MS)
        self._connect_parts()

    # -------------------------------------------------------------------------------------------- building

    def _make_parts(self, shell: Shell) -> None:
        self.transfer = Transfer(self, shell.jobs, shell.application, self._routes, self.chosen_ids)
        self.undo = Undo(self, shell.jobs, shell.application.connectors)
        self.pane = ListPane(shell.memory)
        self.search, self.list = self.pane.search, self.pane.list
        self.tests = ManyTests(self, shell.jobs, self._work.test)
        self.acts = ConnectorActs(self, shell.jobs, self._work, (self.undo, self.transfer), self._chosen_of_all)
        self.access = AccessQuestion(self, shell.jobs, AccessWork(shell.application), self._only_connector)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(24, 0, 24, 0)
        self._problem = QVBoxLayout()
        self._problem.setContentsMargins(24, 20, 24, 16)
        self._right = Swap()
        self._right.add_later("one", lambda: scroll(self.detail))
        self._right.add_later("many", lambda: scroll(self.many))
        self._right.setMinimumWidth(440)
        self.first = FirstConnector()
        self._panes = Panes("sources", shell.memory, (self.pane, MASTER_WIDTH), (self._right, 0))
        self._is_narrow, self._wide = False, MASTER_WIDTH
        self.states = Swap(
            loading=frame(down(Skeleton(rows=5, row_height=84, tile=True), margins=(16, 20, 24, 16))),
            empty=self.first,
            error=frame(down(self._problem, None)),
            full=self._panes,
        )
        self.set_body(frame(down(self._notices, (self.states, 1), gap=0)))
        self._sync_all = button(self.tr("Sync all"), glyph="arrows-clockwise")
        self._new = button(self.tr("New connector"), Kind.PRIMARY, "plus", shortcut="Ctrl+N")
        self._more = icon_button("dots-three-bold", self.tr("Import and export"))
        self._more.setMenu(self.transfer.menu)
        self.set_actions(self._sync_all, self._more, self._new)
        self._show_actions()

    def _connect_parts(self) -> None:
        self._job.returned.connect(self.show_overview)
        self._job.errored.connect(self._load_failed)
        # Nothing listens to its errors: what is shown stays, and the next look comes by itself.
        self._plans_job.returned.connect(self._show_plans)
        self._plans_timer.timeout.connect(self.look_at_plans)
        self._new.clicked.connect(self._new_connector)
        self._sync_all.clicked.connect(self.sync_all)
        self.first.new_asked.connect(self._new_connector)
        self.first.sample_asked.connect(self._try_sample)
        self.first.import_asked.connect(self.transfer.ask_to_import)
        self.pane.changed.connect(self._show_list)
        self.list.selected.connect(self._selected)
        self.list.opened.connect(self._edit)
        self.list.delete_asked.connect(self.acts.ask_delete)
        self.list.rename_asked.connect(self.acts.ask_name)
        self.list.menu_asked.connect(self.acts.open_menu)
        self.acts.changed.connect(self._came)
        self.acts.copied.connect(self._copied)
        self.acts.sync_asked.connect(self.sync_chosen)
        self.acts.test_asked.connect(self.test_chosen)
        self.acts.edit_asked.connect(self._edit)
        self.tests.tested.connect(self._tested_one)
        self.tests.changed.connect(self._tests_changed)
        self._shell.syncs.changed.connect(self._syncs_changed)
        self._shell.syncs.ended.connect(self._sync_ended)
        self._shell.syncs.failed.connect(self._sync_failed)
        self._routes.connector_saved.connect(self._connector_saved)
        self.transfer.imported.connect(self._came)
        self.undo.changed.connect(self._came)
        self.undo.forget_left_over()
        for keys, slot in (
            ("Ctrl+F", self._go_to_search),
            ("/", self._go_to_search),
            ("Ctrl+R", self.reload),
            ("Ctrl+Z", self.undo.undo),
            ("Ctrl+D", self.acts.duplicate),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    @cached_property
    def detail(self) -> ConnectorDetail:
        """One chosen connector. Made for the first one: a third of what the page weighs."""
        from kbconnect.ui.pages.sources_detail import ConnectorDetail
        from kbconnect.ui.pages.sources_ways import Ways

        detail = ConnectorDetail()
        ways = Ways(self._shell, self._routes, detail)
        ways.changed.connect(self.reload)
        detail.sync_asked.connect(self.sync_chosen)
        detail.stop_asked.connect(self._stop_syncs)
        detail.test_asked.connect(self.test_chosen)
        detail.test.retry_asked.connect(self.test_chosen)
        detail.edit_asked.connect(self._edit)
        detail.duplicate_asked.connect(self.acts.duplicate)
        detail.access_asked.connect(self.access.ask)
        detail.delete_asked.connect(self.acts.ask_delete)
        detail.add_asked.connect(self._add_dataset)
        detail.dataset_opened.connect(self._open_dataset)
        detail.dataset_sync_asked.connect(self._sync_dataset)
        detail.dataset_edit_asked.connect(self._edit_dataset)
        detail.dataset_delete_asked.connect(self._ask_remove_dataset)
        return detail

    @cached_property
    def many(self) -> ManyChosen:
        """Several chosen connectors."""
        from kbconnect.ui.pages.sources_many import ManyChosen

        many = ManyChosen()
        many.sync_asked.connect(self.sync_chosen)
        many.test_asked.connect(self.test_chosen)
        many.stop_tests_asked.connect(self.tests.stop)
        many.export_asked.connect(self.transfer.export_chosen)
        many.delete_asked.connect(self.acts.ask_delete)
        return many

    @cached_property
    def _test(self) -> ChosenTest:
        test = ChosenTest(self.detail, self._shell)
        test.ended.connect(self.reload)
        return test

    # -------------------------------------------------------------------------------------------- loading

    def entered(self) -> None:
        self.transfer.go_on()
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Reads connectors, datasets and history again; what is shown stays until then."""
        self._job.start(self._work.overview)

    @Slot(object)
    def show_overview(self, overview: SourcesOverview) -> None:
        """Shows what was loaded, with the connector chosen that was before."""
        self._overview = overview
        clear(self._notices)
        self.states.show_state("full" if overview.connectors else "empty")
        self._show_actions()
        self._show_list()

    @Slot()
    def look_at_plans(self) -> None:
        """Asks again when syncs come next and what they wait for; nothing else is read."""
        if self._overview is not None and self.isVisible() and not self._job.is_busy():
            self._plans_job.start(self._work.plans)

    @Slot(object)
    def _show_plans(self, plans: Mapping[str, NextSync]) -> None:
        if self._overview is not None:
            self._overview = self._overview.with_plans(plans)
            self._show_list()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        place = self._problem if self._overview is None else self._notices
        clear(place)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        place.addWidget(notice)
        if self._overview is None:
            self.states.show_state("error")
            self._show_actions()

    def _show_actions(self) -> None:
        full = self.states.current() == "full"
        self._sync_all.setVisible(full)
        self._new.setVisible(full)
        self._more.setVisible(full)
        has_datasets = self._overview is not None and any(one.datasets for one in self._overview.connectors)
        self._sync_all.setEnabled(has_datasets)

    @Slot()
    def _show_list(self) -> None:
        if self._overview is None:
            return
        self._fill_list()
        ids = [entry.id for entry in self.list.entries()]
        if self._wanted in ids:
            self.list.choose(self._wanted)
            self._wanted = ""
        elif ids and self.list.chosen_id() not in ids:
            self.list.choose(ids[0])
        self._show_chosen()

    def _fill_list(self) -> None:
        if self._overview is None:
            return
        wanted = Wanted(self.search.text(), self.pane.order(), self.tests.testing())
        self._filling = True  # what is chosen changes while rows go and come
        entries = self._entries.of(self._overview, self._shell.syncs.all(), utc_now(), wanted)
        self.pane.show_entries(entries, len(self._overview.connectors))
        self._filling = False

    @Slot()
    def _selected(self) -> None:
        if not self._filling:
            self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        if self._overview is None:
            return
        if not self._overview.connectors:
            return
        chosen, syncs, now = self._chosen(), self._shell.syncs.all(), utc_now()
        shown = chosen[0] if len(chosen) == 1 else None
        self._test.leave_unless(shown.connector.id if shown is not None else "")
        self._right.show_state("many" if len(chosen) > 1 else "one")
        self.detail.setVisible(shown is not None)
        if shown is not None:
            self.detail.show_connector(self._overview, shown, syncs, now)
        elif chosen:
            self._show_many(chosen)

    def _show_many(self, chosen: tuple[ConnectorOverview, ...]) -> None:
        entries = {entry.id: entry for entry in self.list.entries()}
        ours = [entries[shown.connector.id] for shown in chosen]
        self.many.show_chosen(chosen, ours, self._shell.syncs.all(), utc_now())

    def chosen_ids(self) -> tuple[str, ...]:
        """The ids of the chosen connectors, in the order of the list."""
        return self.list.chosen_ids()

    def _chosen(self) -> tuple[ConnectorOverview, ...]:
        if self._overview is None:
            return ()
        found = (self._overview.find(one) for one in self.chosen_ids())
        return tuple(shown for shown in found if shown is not None)

    def _chosen_of_all(self) -> tuple[tuple[ConnectorOverview, ...], tuple[ConnectorOverview, ...]]:
        return self._chosen(), self._overview.connectors if self._overview is not None else ()

    def _only(self) -> ConnectorOverview | None:
        """The chosen connector, if it is one."""
        chosen = self._chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _only_connector(self) -> Connector | None:
        shown = self._only()
        return shown.connector if shown is not None else None

    def _dataset(self, dataset_id: str) -> DatasetOverview | None:
        every = self._overview.connectors if self._overview is not None else ()
        return next((one for shown in every for one in shown.datasets if one.dataset.id == dataset_id), None)

    # -------------------------------------------------------------------------------------------- syncs

    @Slot()
    def sync_all(self) -> None:
        """Syncs every dataset that isn't synced already."""
        if self._overview is not None:
            self._sync(self._overview.connectors)

    @Slot()
    def sync_chosen(self) -> None:
        """Syncs the datasets of the chosen connectors."""
        self._sync(self._chosen())

    def _sync(self, connectors: tuple[ConnectorOverview, ...]) -> None:
        for shown in connectors:
            for one in shown.datasets:
                self._shell.syncs.start(one.dataset, source=place_of(shown.connector))

    @Slot(str)
    def _sync_dataset(self, dataset_id: str) -> None:
        one, shown = self._dataset(dataset_id), self._only()
        if one is not None and shown is not None:
            self._shell.syncs.start(one.dataset, source=place_of(shown.connector))

    @Slot()
    def _stop_syncs(self) -> None:
        for shown in self._chosen():
            for one in shown.datasets:
                self._shell.syncs.stop(one.dataset.id)

    @Slot()
    def _syncs_changed(self) -> None:
        if self._overview is None or not self.isVisible():
            return
        self._fill_list()
        chosen = self._chosen()
        if len(chosen) == 1:
            self.detail.show_syncs(self._shell.syncs.all(), utc_now())
        elif chosen:
            self._show_many(chosen)

    @Slot()
    def _sync_ended(self) -> None:
        if self.isVisible():
            self.reload()

    @Slot(str, object)
    def _sync_failed(self, dataset_id: str, error: BaseException) -> None:
        if self.isVisible():
            show_error(self, error)
            self.reload()

    # -------------------------------------------------------------------------------------------- connectors

    @Slot()
    def _new_connector(self) -> None:
        self._routes.edit_connector()

    @Slot()
    def _edit(self) -> None:
        if self.list.chosen_id():
            self._routes.edit_connector(self.list.chosen_id())

    @Slot(object)
    def _connector_saved(self, connector: Connector) -> None:
        self._wanted = connector.id
        self.search.clear()
        toast(self, self.tr("%s is saved") % connector.name)

    @Slot(str)
    def _came(self, connector_id: str) -> None:
        """Connectors came or went; the one with this id is what to look at."""
        if connector_id:
            self._wanted = connector_id
            self.search.clear()
        self.reload()

    @Slot(str)
    def _copied(self, connector_id: str) -> None:
        self._came(connector_id)
        self._routes.edit_connector(connector_id)

    @Slot()
    def test_chosen(self) -> None:
        """Tests the chosen connectors and keeps their outcomes."""
        chosen, overview = self._chosen(), self._overview
        if len(chosen) > 1:
            self.tests.start(self.chosen_ids())
        elif chosen and overview is not None:
            connector = chosen[0].connector
            provider = overview.providers.get(connector.provider)
            from kbconnect.ui.pages.connector_form_words import way_to
            from kbconnect.ui.pages.connector_form_work import test_of_saved

            work = test_of_saved(self._shell.application.connectors, connector.id)
            self._test.start(connector.id, work, way_to(provider, connector.options))

    @Slot(object)
    def _tested_one(self, connector: Connector) -> None:
        if self._overview is not None:
            self._overview = self._overview.with_connector(connector)

    @Slot()
    def _tests_changed(self) -> None:
        self.many.show_tests(self.tests)
        self._show_list()
        if not self.tests.is_running() and self.tests.problem is not None:
            problem, self.tests.problem = self.tests.problem, None
            show_error(self, problem)

    # -------------------------------------------------------------------------------------------- datasets

    @Slot()
    def _add_dataset(self) -> None:
        if self.list.chosen_id():
            self._routes.choose_data(self.list.chosen_id())

    @Slot(str)
    def _open_dataset(self, dataset_id: str) -> None:
        one = self._dataset(dataset_id)
        if one is not None:
            self._routes.open_sync(dataset_id, one.dataset.name)

    @Slot(str)
    def _edit_dataset(self, dataset_id: str) -> None:
        one = self._dataset(dataset_id)
        if one is not None:
            self._routes.choose_data(one.dataset.connector_id, dataset_id)

    @Slot(str)
    def _ask_remove_dataset(self, dataset_id: str) -> None:
        one = self._dataset(dataset_id)
        if one is not None and self._shell.syncs.get(dataset_id) is None:
            self._dataset_to_remove = dataset_id
            self._ask(remove_dataset(one), self._remove_dataset_answered)

    @Slot(bool)
    def _remove_dataset_answered(self, remove: bool) -> None:
        if remove:
            work = self._work.remove_dataset(self._dataset_to_remove)
            self._start(work).then(returned=self.acts.show_removed, finished=self.reload)

    @Slot()
    def _try_sample(self) -> None:
        self.first.show_making(making=True)
        self._start(self._work.sample).then(returned=self._sample_made, finished=self._sample_finished)

    @Slot(object)
    def _sample_made(self, made: tuple[Connector, tuple[Dataset, ...]]) -> None:
        connector, datasets = made
        self._wanted = connector.id
        for dataset in datasets:
            self._shell.syncs.start(dataset, source=place_of(connector))
        self.reload()

    @Slot()
    def _sample_finished(self) -> None:
        self.first.show_making(making=False)

    # -------------------------------------------------------------------------------------------- the page

    def _start(self, work: Work) -> Job:
        """Work whose error is shown over the window."""
        return self._shell.jobs.start(work, owner=self).then(errored=self._show_failed)

    @Slot(object)
    def _show_failed(self, error: BaseException) -> None:
        show_error(self, error)

    def _ask(self, asking: Asking, answered: Callable[[bool], None]) -> None:
        question = Question(self, asking)
        question.answered.connect(answered)
        question.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        wide = self._panes.sizes()[0]
        width = min(wide, NARROW_LIST) if narrow else max(wide, self._wide)
        self._wide = wide if narrow else self._wide
        self._panes.setSizes([width, max(1, self.width() - width)])

    @Slot()
    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
