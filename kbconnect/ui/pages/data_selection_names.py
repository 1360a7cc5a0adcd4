"""The names that the editor offers: tables, sorted in a job once somebody is about to write, and columns, asked for
when a table is mentioned."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from kbconnect.core.model import TableRef
from kbconnect.ui.jobs import Jobs, Latest, Queue
from kbconnect.ui.models.sql_words import TableIndex
from kbconnect.ui.models.table_tree import Catalogue
from kbconnect.ui.pages.data_selection_work import KnownColumns, SelectionWork
from kbconnect.ui.widgets.sql_edit import SqlEdit


class ColumnNames(QObject):
    """Answers `SqlEdit.columns_asked`. `learn_tables` is for new tables, `offer` before the editor is shown."""

    def __init__(self, jobs: Jobs, work: SelectionWork, editor: SqlEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._work, self._editor = jobs, work, editor
        editor.columns_asked.connect(self._ask)
        self._sorting = Latest(jobs, self, Queue.INTERACTIVE)
        self._sorting.returned.connect(self._sorted)
        self._unsorted: Catalogue | None = None
        self._is_asked = False

    def learn_tables(self, catalogue: Catalogue) -> None:
        """What the source offers now."""
        self._unsorted = catalogue
        if self._is_asked:
            self.offer()

    def offer(self) -> None:
        """From now on names are needed. Sorting 50,000 while their tree is drawn would slow that down."""
        self._is_asked = True
        if self._unsorted is not None:
            self._sorting.start(partial(self._work.table_names, self._unsorted))
            self._unsorted = None

    @Slot(object)
    def _sorted(self, tables: TableIndex) -> None:
        self._editor.set_tables(tables)

    @Slot(object)
    def _ask(self, table: TableRef) -> None:
        job = self._jobs.start(partial(self._work.column_names, table), Queue.INTERACTIVE, owner=self)
        job.then(returned=self._known, errored=self._unknown)

    @Slot(object)
    def _known(self, found: KnownColumns) -> None:
        self._editor.learn_columns(found.table, found.names)

    @Slot(object)
    def _unknown(self, _: BaseException) -> None:
        """The query itself will say what is wrong."""
