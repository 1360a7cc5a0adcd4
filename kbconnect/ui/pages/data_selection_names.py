"""The names of columns for the list of the editor: asked for a table at a time, when somebody mentions it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from kbconnect.core.model import TableRef
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.pages.data_selection_work import KnownColumns, SelectionWork
from kbconnect.ui.widgets.sql_edit import SqlEdit


class ColumnNames(QObject):
    """Answers `SqlEdit.columns_asked`."""

    def __init__(self, jobs: Jobs, work: SelectionWork, editor: SqlEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._work, self._editor = jobs, work, editor
        editor.columns_asked.connect(self._ask)

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
