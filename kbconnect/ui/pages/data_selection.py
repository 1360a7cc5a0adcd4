"""The page "Choose data": a table or a SELECT, a role for each column, and the documents they make beside it.

Owns which question is asked when; the answers come from jobs. A preview follows each change after a short pause.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.dry_run import DryRun
from kbconnect.core.errors import KbConnectError, MappingError, NameTakenError
from kbconnect.core.mapping import check_mapping
from kbconnect.core.model import (
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    QuerySelection,
    Selection,
    TableInfo,
    TableRef,
    TableSelection,
)
from kbconnect.ui.errors import ErrorNotice, explain
from kbconnect.ui.jobs import Jobs, Latest, Queue
from kbconnect.ui.language import say, told
from kbconnect.ui.models.change_detection import ChangeDetection, detection_of
from kbconnect.ui.models.estimates import counted_estimates
from kbconnect.ui.models.table_tree import Catalogue
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_page import ConnectorPage
from kbconnect.ui.pages.data_selection_changes import ChangesQuestion
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.pages.data_selection_count import FirstSyncCount
from kbconnect.ui.pages.data_selection_foot import SelectionFoot, proposed_name, proposed_query_name
from kbconnect.ui.pages.data_selection_leaving import LeavingQuestion
from kbconnect.ui.pages.data_selection_making import PreviewMaking
from kbconnect.ui.pages.data_selection_names import ColumnNames
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_query import QueryPane
from kbconnect.ui.pages.data_selection_sensitive import ExposureQuestion
from kbconnect.ui.pages.data_selection_tables import TablesPane, table_gone
from kbconnect.ui.pages.data_selection_work import PREVIEW_ROWS, FoundColumns, SelectionWork, Setting
from kbconnect.ui.pages.knowledge_new import NewKnowledgeBase
from kbconnect.ui.widgets.adaptive_panes import AdaptivePanes
from kbconnect.ui.widgets.buttons import Tabs
from kbconnect.ui.widgets.cards import Notice, Swap
from kbconnect.ui.widgets.layout import across, clear, down, frame

TABLE, QUERY = "table", "query"


class DataSelectionPage(ConnectorPage):
    """saved: the Dataset, and whether it is to be synced now. The page doesn't leave by itself."""

    saved = Signal(object, bool)

    def __init__(
        self,
        shell: Shell,
        connector_id: str,
        dataset_id: str = "",
    ) -> None:
        """dataset_id: the dataset to change, "" for a new one."""
        super().__init__(say("Choose data"))
        self._work = self.make_work(shell, connector_id, dataset_id)
        self._connector_id, self._dataset_id = connector_id, dataset_id
        self._setting: Setting | None = None
        self._table: TableInfo | None = None
        self._clean: DatasetDraft | None = None
        self._sync_after = self._is_stopped = False
        self._tables = TablesPane()
        self._columns = ColumnsPane()
        self._query = QueryPane()
        self._preview = PreviewPane(PREVIEW_ROWS)
        self._decision = SelectionFoot(self)
        self._tabs = Tabs((TABLE, self.tr("Pick a table")), (QUERY, self.tr("Write a SELECT")), name=self.tr("Data"))
        self._middle = Swap(table=self._columns, query=self._query)
        self._left = frame(down(self._tables), "surface")
        self._notices = QVBoxLayout()
        self._arrange(shell.memory)
        self._make_jobs(shell.jobs)
        self._connect_parts()
        self._tables.wait()
        self._show_tab()
        self._setting_job.start(self._work.setting)
        self._tables_job.start(self._work.tables)

    # -------------------------------------------------------------------------------------------- building

    def make_work(self, shell: Shell, connector_id: str, dataset_id: str) -> SelectionWork:
        """What answers the page's questions; pictures override it."""
        return SelectionWork(shell.application, connector_id, dataset_id)

    def _arrange(self, memory: QSettings) -> None:
        tabs = frame(across(self._tabs, None, margins=(24, 0, 24, 0)), "top", height=42)
        panes = AdaptivePanes("data-selection", memory, (self._left, 240, 208), self._middle, (self._preview, 336, 292))
        for pane, least in ((self._left, 200), (self._middle, 360), (self._preview, 280)):
            pane.setMinimumWidth(least)
        self.set_body(frame(down(tabs, self._notices, (panes, 1), gap=0)))
        self.set_foot(*self._decision.items())

    def _make_jobs(self, jobs: Jobs) -> None:
        self._setting_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._tables_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._columns_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._save_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._base_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._making = PreviewMaking(jobs, self._work, self._preview, self)
        self._names = ColumnNames(jobs, self._work, self._query.editor(), self)
        self._changes = ChangesQuestion(jobs, self._work, self)
        self._exposure = ExposureQuestion(self)
        self._leaving = LeavingQuestion(self)
        self._count = FirstSyncCount(jobs, self._work.count, self)
        self._preview.add_below(self._count.line)
        self._count.found.connect(self._show_counted)
        for job, returned, errored in (
            (self._setting_job, self._setting_loaded, self._setting_failed),
            (self._tables_job, self._tables_loaded, self._tables_failed),
            (self._columns_job, self._columns_loaded, self._columns_failed),
            (self._save_job, self._was_saved, self._save_failed),
            (self._base_job, self._base_made, self._save_failed),
        ):
            job.returned.connect(returned)
            job.errored.connect(errored)

    def _connect_parts(self) -> None:
        self._tabs.chosen.connect(self._show_tab)
        self._tables.chosen.connect(self._table_chosen)
        self._query.run_asked.connect(self._run_query)
        self._query.stop_asked.connect(self._stop_query)
        self._query.changed.connect(self._edited)
        for columns in (self._columns, self._query.columns):
            columns.changed.connect(self._edited)
            columns.detection_asked.connect(self._ask_how_changes_are_found)
        self._changes.answered.connect(self._detection_chosen)
        self._exposure.agreed.connect(self._save_now)
        self._leaving.agreed.connect(self.discarded)
        self._decision.name_edited.connect(self._show_readiness)
        self._decision.base_picked.connect(self._edited)
        self._decision.new_base_asked.connect(self._ask_for_base)
        self._decision.save_asked.connect(self._save)
        self._making.due.connect(self._make_preview)
        self._preview.stop_asked.connect(self._stop_reading)
        for keys, slot in (
            ("F5", self.reload),
            ("Ctrl+R", self.reload),
            ("Ctrl+F", self._go_to_search),
            ("Ctrl+S", self._save_only),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # -------------------------------------------------------------------------------------------- what is chosen

    def _pane_of(self, selection: Selection) -> ColumnsPane:
        return self._query.columns if isinstance(selection, QuerySelection) else self._columns

    def _pane(self) -> ColumnsPane:
        return self._columns if self._tabs.current() == TABLE else self._query.columns

    def _selection(self) -> Selection | None:
        if self._tabs.current() == TABLE:
            return TableSelection(self._table.ref) if self._table is not None else None
        return QuerySelection(self._query.sql()) if self._query.is_current() else None

    def draft(self) -> DatasetDraft | None:
        """The dataset as it is filled in now; None while there are no columns."""
        selection = self._selection()
        if selection is None or not self._pane().is_loaded():
            return None
        saved = self._setting.dataset if self._setting is not None else None
        base = draft_of_dataset(saved) if saved is not None else None
        mapping, detection = self._pane().mapping(), self._pane().detection()
        name, base_id = self._decision.dataset_name(), self._decision.base_id()
        if base is None:
            base = DatasetDraft(name, self._connector_id, selection, mapping)
        return replace(
            base,
            name=name,
            selection=selection,
            mapping=mapping,
            knowledge_base_id=base_id,
            mode=detection.mode,
            cursor_column=detection.column_for(mapping.key),
            policy=replace(base.policy, cursor_lag=detection.lag),
        )

    def _fault(self, draft: DatasetDraft) -> MappingError | None:
        """Why no document can be made, found without asking the source."""
        try:
            check_mapping(draft.mapping, [suggestion.column for suggestion in self._pane().columns()])
        except MappingError as fault:
            return fault
        return None

    # -------------------------------------------------------------------------------------------- loading

    @Slot()
    def reload(self) -> None:
        """Reads the tables again, or runs the query again."""
        if self._tabs.current() == QUERY:
            self._query.run()
            return
        clear(self._notices)
        self._tables.wait()
        if self._table is None:
            self._columns.show_nothing()
        self._tables_job.start(self._work.tables)
        if self._table is not None:
            self._load_columns(TableSelection(self._table.ref))

    @Slot(object)
    def _setting_loaded(self, setting: Setting) -> None:
        self._setting = setting
        dataset = setting.dataset
        self.set_connector_name(setting.connector.name, dataset.name if dataset is not None else "")
        self._decision.show_bases(setting.knowledge_bases, dataset.knowledge_base_id if dataset is not None else "")
        self._tables.model.set_used(setting.used)
        if dataset is not None:
            self._decision.set_name(dataset.name)
            self._clean = draft_of_dataset(dataset)
            if isinstance(dataset.selection, QuerySelection):
                self._tabs.choose(QUERY)
                self._show_tab()
                self._query.show_saved(dataset.selection.sql)
                self._query.run()
            else:
                self._go_to_saved(dataset.selection.table)

    @Slot(object)
    def _setting_failed(self, error: BaseException) -> None:
        self._say(ErrorNotice(error, can_retry=False))

    @Slot(object)
    def _tables_loaded(self, catalogue: Catalogue) -> None:
        self._names.learn_tables(catalogue)
        self._tables.show_catalogue(catalogue, self._setting.used if self._setting is not None else frozenset())
        dataset = self._setting.dataset if self._setting is not None else None
        if self._table is not None:
            self._tables.choose(self._table.ref)
        elif dataset is not None and isinstance(dataset.selection, TableSelection):
            self._go_to_saved(dataset.selection.table)

    def _go_to_saved(self, ref: TableRef) -> None:
        """To the table of the dataset that is changed, once there are tables; says so if it is none of them."""
        if not self._tables.choose(ref) and self._tables.model.rowCount():
            self._say(table_gone(ref))

    @Slot(object)
    def _tables_failed(self, error: BaseException) -> None:
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        self._tables.show_failed()
        if self._columns.is_loaded():
            self._say(notice)
        else:
            self._columns.show_problem(notice)

    @Slot(object)
    def _table_chosen(self, table: TableInfo) -> None:
        if self._table is not None and table.ref == self._table.ref:
            return
        self._table = table
        clear(self._notices)
        self._preview.forget()
        self._decision.propose_name(proposed_name(table.ref.name))
        self._load_columns(TableSelection(table.ref))

    def _load_columns(self, selection: TableSelection) -> None:
        self._is_stopped = False
        self._making.cancel()
        if self._table is not None:
            self._columns.wait_for(self._table)
            self._preview.wait()
        self._columns_job.start(partial(self._work.columns, selection))
        self._show_readiness()

    @Slot(str)
    def _run_query(self, sql: str) -> None:
        self._preview.wait()
        self._decision.propose_name(proposed_query_name(sql))
        self._columns_job.start(partial(self._work.columns, QuerySelection(sql)))

    @Slot()
    def _stop_query(self) -> None:
        self._columns_job.cancel()
        self._making.cancel()
        self._query.show_stopped()
        self._preview.ask_for(self.tr("Run the query to see its documents."))

    @Slot(object)
    def _columns_loaded(self, found: FoundColumns) -> None:
        dataset = self._setting.dataset if self._setting is not None else None
        is_query = isinstance(found.selection, QuerySelection)
        ours = dataset is not None and (
            isinstance(dataset.selection, QuerySelection) if is_query else dataset.selection == found.selection
        )
        saved, detection = (dataset.mapping, detection_of(dataset)) if dataset is not None and ours else (None, None)
        if isinstance(found.selection, QuerySelection):
            self._query.show_result(found.selection.sql, len(found.columns))
        self._pane_of(found.selection).show_columns(found.columns, saved, detection, keep=is_query)
        self._show_readiness()
        self._make_preview()

    @Slot(object)
    def _columns_failed(self, error: BaseException) -> None:
        self._making.cancel()
        self._preview.ask_for(self.tr("Documents are shown here once the columns are known."))
        if self._tabs.current() == QUERY and isinstance(error, KbConnectError):
            self._query.show_problem(error)
        else:
            notice = ErrorNotice(error)
            notice.retry_asked.connect(self.reload)
            self._pane().show_problem(notice)
        self._show_readiness()

    # -------------------------------------------------------------------------------------------- preview

    @Slot()
    def _edited(self) -> None:
        self._show_readiness()
        self._making.soon()

    @Slot()
    def _make_preview(self) -> None:
        draft = self.draft()
        if draft is None:
            if self._is_stopped:
                self.reload()
            return
        fault = self._fault(draft)
        if fault is not None:
            self._making.cancel()
            self._preview.show_problem(Notice("warning", "warning-circle", explain(fault).what, told(fault.hint)))
            return
        self._making.make(draft, self._decision.embedder())

    @Slot()
    def _stop_reading(self) -> None:
        """Of the columns, or of the rows for the preview."""
        if self._tabs.current() == QUERY and self._columns_job.is_busy():
            self._stop_query()
            return
        self._is_stopped = self._columns_job.is_busy()
        self._columns_job.cancel()
        self._making.stop()
        if self._is_stopped:
            self._columns.show_problem(self._making.stopped())

    @Slot(object)
    def _show_counted(self, counted: DryRun | None) -> None:
        self._preview.show_counted(counted_estimates(counted) if counted is not None else None)

    # -------------------------------------------------------------------------------------------- changes

    @Slot()
    def _ask_how_changes_are_found(self) -> None:
        draft = self.draft()
        if draft is not None:
            columns = [suggestion.column for suggestion in self._pane().columns()]
            self._changes.ask(draft, self._pane().detection(), columns)

    @Slot(object)
    def _detection_chosen(self, detection: ChangeDetection) -> None:
        self._pane().choose_detection(detection)

    # -------------------------------------------------------------------------------------------- saving

    @Slot()
    def _show_readiness(self) -> None:
        draft = self.draft()
        self._count.show_draft(draft if draft is not None and self._fault(draft) is None else None)
        why = self.tr("Choose a table first.") if draft is None else ""
        if draft is not None:
            fault = self._fault(draft)
            why = told(fault.message) if fault is not None else self._pane().detection_fault()
            why = why or ("" if draft.name else self.tr("Give the dataset a name."))
        self._decision.set_ready(ready=not why and not self._save_job.is_busy(), why=why)

    @Slot()
    def _save_only(self) -> None:
        if self._decision.save.isEnabled():
            self._save(False)

    @Slot(bool)
    def _save(self, sync: bool) -> None:
        draft = self.draft()
        if draft is None or self._save_job.is_busy():
            return
        self._sync_after = sync
        saved = self._clean.mapping if self._clean is not None else None
        self._exposure.ask(self._pane().columns(), draft.mapping, saved)

    @Slot()
    def _save_now(self) -> None:
        draft = self.draft()
        if draft is not None and not self._save_job.is_busy():
            self._save_job.start(partial(self._work.save, draft, self._count.result()))
            self._show_readiness()

    @Slot(object)
    def _was_saved(self, dataset: Dataset) -> None:
        self._clean = self.draft()
        for part in (self._columns, self._query, self._decision):
            part.was_saved()
        clear(self._notices)
        self._show_readiness()
        self.saved.emit(dataset, self._sync_after)

    @Slot(object)
    def _save_failed(self, error: BaseException) -> None:
        if isinstance(error, NameTakenError):
            self._decision.show_name_fault(told(error.message))
            self._decision.name.setFocus()
        self._say(ErrorNotice(error, can_retry=False))
        self._show_readiness()

    @Slot()
    def _ask_for_base(self) -> None:
        bases = self._setting.knowledge_bases if self._setting is not None else ()
        dialog = NewKnowledgeBase(self, [base.name for base in bases])
        dialog.drafted.connect(self._make_base)
        dialog.open()

    @Slot(object)
    def _make_base(self, draft: KnowledgeBaseDraft) -> None:
        self._base_job.start(partial(self._work.add_knowledge_base, draft))

    @Slot(object)
    def _base_made(self, made: KnowledgeBaseInfo) -> None:
        if self._setting is not None:
            self._setting = replace(self._setting, knowledge_bases=(*self._setting.knowledge_bases, made))
            self._decision.show_bases(self._setting.knowledge_bases, made.id)
        self._edited()

    # -------------------------------------------------------------------------------------------- the page

    def may_leave(self) -> bool:
        if not self.is_changed() or self._leaving.is_agreed():
            return True
        self._leaving.ask()
        return False

    def is_changed(self) -> bool:
        """Somebody changed what was filled in, or a saved dataset would take other data."""
        parts = (self._columns, self._query, self._decision)
        return self._takes_other_data() or any(part.is_changed() for part in parts)

    def _takes_other_data(self) -> bool:
        draft, saved = self.draft(), self._clean
        if draft is None or saved is None:
            return False
        both_queries = isinstance(draft.selection, QuerySelection) and isinstance(saved.selection, QuerySelection)
        return draft.selection != saved.selection and not both_queries  # the query knows if it was written anew

    def _say(self, notice: Notice) -> None:
        clear(self._notices)
        self._notices.addWidget(frame(down(notice, margins=(24, 12, 24, 12)), "top"))

    @Slot()
    def _go_to_search(self) -> None:
        if self._tabs.current() == TABLE:
            self._tables.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._query.editor().setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _show_tab(self) -> None:
        query = self._tabs.current() == QUERY
        self._left.setVisible(not query)
        self._middle.show_state(QUERY if query else TABLE)
        if query:
            self._names.offer()
        self._preview.ask_for(
            self.tr("Run the query to see its documents.") if query else self.tr("Choose a table to see its documents.")
        )
        self._show_readiness()
        self._make_preview()
