"""The question for a read-only account on the page "Sources": opens the dialog, answers it, and saves what it shows.

The dialog is imported when somebody asks. Which tables a script is about is the application's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from kbconnect.app.application import Application
from kbconnect.core.access import AccessScript
from kbconnect.core.connector import Connector
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Jobs, Latest, Work
from kbconnect.ui.widgets.overlays import toast

if TYPE_CHECKING:
    from kbconnect.ui.pages.sources_access_dialog import AccessDialog


class AccessWork:
    """What the dialog asks of the application."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def script(self, connector_id: str, account: str) -> Work:
        """Raises InputError, SourceError and their kin."""

        def work(context: JobContext) -> AccessScript:
            return self._application.access_scripts.script(connector_id, account, None, context)

        return work


class AccessQuestion(QObject):
    """Opens the dialog and answers it."""

    def __init__(self, page: QWidget, jobs: Jobs, work: AccessWork, chosen: Callable[[], Connector | None]) -> None:
        """chosen: the connector it is about."""
        super().__init__(page)
        self._page, self._jobs, self._work, self._chosen = page, jobs, work, chosen
        self._latest = Latest(jobs, self)
        self._latest.returned.connect(self._written)
        self._latest.errored.connect(self._failed)
        self._connector_id = ""
        self.dialog: AccessDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Shows the script for the connector that is chosen alone."""
        connector = self._chosen()
        if connector is None or self.dialog is not None:
            return
        from kbconnect.app.access_scripts import ACCOUNT
        from kbconnect.ui.pages.sources_access_dialog import AccessDialog

        self._connector_id = connector.id
        powers = connector.last_check.powers if connector.last_check is not None else ()
        self.dialog = AccessDialog(self._page, connector.name, powers)
        self.dialog.script_asked.connect(self._write)
        self.dialog.save_asked.connect(self._save)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()
        self._write(ACCOUNT)

    @Slot(str)
    def _write(self, account: str) -> None:
        self._latest.start(self._work.script(self._connector_id, account))

    @Slot(object)
    def _written(self, script: AccessScript) -> None:
        if self.dialog is not None:
            self.dialog.show_script(script)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(error)

    @Slot()
    def _closed(self) -> None:
        self.dialog = None

    @Slot(str)
    def _save(self, script: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / "kbconnect-read-only-account.sql")
        chosen, _ = QFileDialog.getSaveFileName(
            self.dialog or self._page, self.tr("Save script"), usual, self.tr("Scripts (*.sql *.txt *.sh)")
        )
        if chosen:
            job = self._jobs.start(partial(_write_file, Path(chosen), script), owner=self)
            job.then(returned=self._saved, errored=self._not_saved)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        toast(self._page, self.tr("Saved as {name}").format(name=path.name))

    @Slot(object)
    def _not_saved(self, error: BaseException) -> None:
        show_error(self.dialog or self._page, error)


def _write_file(path: Path, script: str, _: JobContext) -> Path:
    """Raises KbConnectError."""
    from kbconnect.app.access_scripts import save_script

    save_script(path, script)
    return path
