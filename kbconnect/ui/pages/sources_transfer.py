"""Taking connections over and writing them to a file, from the page "Sources": the menu, its dialogs, its jobs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from kbconnect.app.application import Application
from kbconnect.core.connector import Connector
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Job, Jobs
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.words import counted

if TYPE_CHECKING:  # they come with the first job
    from kbconnect.app.connector_files import Act, Imported, Planned
    from kbconnect.ui.pages.sources_import import ImportDialog
    from kbconnect.ui.pages.sources_transfer_work import Plan, TransferWork


class Transfer(QObject):
    """imported: connectors came in; the id of the first one."""

    imported = Signal(str)

    def __init__(
        self,
        page: QWidget,
        jobs: Jobs,
        application: Application,
        routes: Routes,
        chosen: Callable[[], tuple[str, ...]],
    ) -> None:
        """routes: of the page, to the form where passwords are given. chosen: gives the ids of the chosen ones."""
        super().__init__(page)
        self._page, self._jobs, self._application, self._chosen = page, jobs, application, chosen
        self._routes = routes
        self._left: Imported | None = None
        self._asked = self._given = ""
        routes.connector_saved.connect(self._note_given)
        self._dialog: ImportDialog | None = None
        self._plan: tuple[Planned, ...] = ()
        self.menu = QMenu(page)
        self._action(self.tr("Import connections…"), self.ask_to_import)
        self._export_one = self._action(self.tr("Export the chosen connector…"), self.export_chosen)
        self._export_all = self._action(self.tr("Export all connectors…"), self._export_everything)
        self.menu.aboutToShow.connect(self._show_what_fits)

    def _action(self, words: str, act: Callable[[], None]) -> QAction:
        made = self.menu.addAction(words)
        made.triggered.connect(act)
        return made

    @Slot()
    def _show_what_fits(self) -> None:
        many = len(self._chosen())
        connectors = counted(many, self.tr("connector"), self.tr("connectors"))
        self._export_one.setEnabled(many > 0)
        self._export_one.setText(
            self.tr("Export {connectors}…").format(connectors=connectors)
            if many > 1
            else self.tr("Export the chosen connector…")
        )

    @Slot()
    def ask_to_import(self) -> None:
        """Looks where other programs keep connections, and shows what is there."""
        self._start(lambda work, context: work.find(context)).then(returned=self._found)

    @Slot(object)
    def _found(self, plan: Plan) -> None:
        from kbconnect.ui.pages.sources_import import ImportDialog

        found, self._plan = plan
        if self._dialog is None:
            self._dialog = ImportDialog(self._page)
            self._dialog.chosen.connect(self._take)
            self._dialog.file_asked.connect(self._ask_for_file)
            self._dialog.finished.connect(self._dialog_closed)
            self._dialog.show_plan(found, self._plan)
            self._dialog.open()
        else:
            self._dialog.show_plan(found, self._plan)

    @Slot()
    def _dialog_closed(self) -> None:
        self._dialog = None

    @Slot()
    def _ask_for_file(self) -> None:
        kinds = self.tr("Connections ({patterns})").format(patterns="*.json *.conf .pgpass pgpass.conf *.pgpass")
        everything = self.tr("All files (*)")
        owner = self._dialog or self._page
        chosen, _ = QFileDialog.getOpenFileName(owner, self.tr("Connections to import"), "", f"{kinds};;{everything}")
        if chosen:
            path = Path(chosen)
            self._start(lambda work, context: work.read(path, context)).then(returned=self._found)

    @Slot(object, bool)
    def _take(self, acts: tuple[Act, ...], take_references: bool) -> None:
        plan = self._plan

        def take(work: TransferWork, context: JobContext) -> Imported:
            return work.take(plan, acts, context, take_references=take_references)

        self._start(take).then(returned=self._taken)

    @Slot(object)
    def _taken(self, done: Imported) -> None:
        from kbconnect.ui.pages.sources_import_result import imported_words, is_smooth

        came = (*done.added, *done.replaced)
        if not came and len(done.failed) == 1:
            show_error(self._page, done.failed[0].error)
        elif not is_smooth(done):
            self._show_left(done)
            return
        elif came:
            toast(self._page, imported_words(done))
        if came:
            self.imported.emit(_first(came))

    def _show_left(self, done: Imported) -> None:
        """What is left to do; the page is told of what came in once somebody is through with it."""
        from kbconnect.ui.pages.sources_import_result import ImportResult

        self._left, self._asked, self._given = done, "", ""
        result = ImportResult(self._page, done)
        result.password_asked.connect(self._ask_password)
        result.finished.connect(self._left_alone)
        result.open()

    @Slot(str)
    def _ask_password(self, connector_id: str) -> None:
        self._asked = connector_id
        self._routes.edit_connector(connector_id, focus_secret=True)

    @Slot()
    def _left_alone(self) -> None:
        if self._left is None or self._asked:
            return
        came, self._left = (*self._left.added, *self._left.replaced), None
        if came:
            self.imported.emit(_first(came))

    @Slot(object)
    def _note_given(self, connector: Connector) -> None:
        self._given = connector.id

    def go_on(self) -> None:
        """The page is in front again: goes on with what was left of an import if the connector that was asked for has
        been saved. Who comes back without that is through with it."""
        left, asked = self._left, self._asked
        if left is None or not asked:  # the list may be open still
            return
        self._left, self._asked = None, ""
        if self._given != asked:
            return
        from kbconnect.ui.pages.sources_import_result import without

        rest = without(left, asked)
        self._start(lambda work, context: work.still_left(rest, context)).then(returned=self._show_rest)

    @Slot(object)
    def _show_rest(self, left: Imported) -> None:
        from kbconnect.ui.pages.sources_import_result import is_smooth

        if is_smooth(left):
            self.imported.emit(self._given)
        else:
            self._show_left(left)

    @Slot()
    def export_chosen(self) -> None:
        """Asks for a file and writes the chosen connectors into it."""
        if self._chosen():
            self._export(self._chosen())

    @Slot()
    def _export_everything(self) -> None:
        self._export(None)

    def _export(self, connector_ids: tuple[str, ...] | None) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / "kbconnect-connectors.json")
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Export connectors"), usual, self.tr("Connectors (*.json)")
        )
        if chosen:
            path = Path(chosen)
            self._start(lambda work, context: work.write(path, connector_ids, context)).then(returned=self._exported)

    @Slot(object)
    def _exported(self, number: int) -> None:
        words = counted(number, self.tr("connector was written"), self.tr("connectors were written"))
        toast(self._page, self.tr("{connectors}, without passwords").format(connectors=words))

    def _start(self, act: Callable[[TransferWork, JobContext], object]) -> Job:
        """Imports what is needed, the dialogs too, on the job's thread: the window goes on meanwhile."""
        return self._jobs.start(partial(_work, self._application, act), owner=self).then(errored=self._failed)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._dialog or self._page, error)


def _work(application: Application, act: Callable[[TransferWork, JobContext], object], context: JobContext) -> object:
    from kbconnect.ui.pages import sources_import, sources_import_result  # noqa: F401 - what came of it is shown there
    from kbconnect.ui.pages.sources_transfer_work import TransferWork

    return act(TransferWork(application), context)


def _first(connectors: tuple[Connector, ...]) -> str:
    return connectors[0].id
