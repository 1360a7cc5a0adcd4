"""Settings, "Support": how much is logged, where, and a text to copy for whoever helps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from kbconnect.app.application import Application
from kbconnect.app.settings import LogLevel
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.navigation import Shell
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CopyButton
from kbconnect.ui.widgets.fields import Choice, CodeEdit, Field
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.widgets.overlays import toast

_FIELD_WIDTH, _TEXT_HEIGHT = 340, 260


class SupportWork:
    """The questions of the group, each a job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def level(self, _: JobContext) -> LogLevel:
        return self._application.settings.log_level

    def keep_level(self, level: LogLevel, _: JobContext) -> LogLevel:
        """Raises StoreError."""
        self._application.settings.log_level = level
        return level

    def diagnostics(self, context: JobContext) -> str:
        from kbconnect.app.diagnostics import diagnostics

        context.check()
        return diagnostics(self._application)


class SupportPart(QWidget):
    """Shows the whole text before it is copied: people see what they pass on."""

    def __init__(self, shell: Shell, work: SupportWork) -> None:
        super().__init__()
        self._work = work
        self._logs = str(shell.application.paths.logs)
        self.level = Choice(
            (LogLevel.WARNING.value, self.tr("Only what goes wrong")),
            (LogLevel.INFO.value, self.tr("What is done, too")),
            (LogLevel.DEBUG.value, self.tr("Every step, to find a fault")),
            name=self.tr("How much is logged"),
        )
        self.open = button(self.tr("Open log folder"), glyph="folder-open")
        self.make = button(self.tr("Show what would be copied"), Kind.SECONDARY, "clipboard-text")
        self.copy = CopyButton(self.tr("Copy diagnostics"), "", Kind.SECONDARY)
        self.shown = CodeEdit(height=_TEXT_HEIGHT, name=self.tr("Diagnostics"))
        self.shown.setReadOnly(True)
        self.shown.hide()
        self.copy.hide()
        self._lay_out()
        self._level_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._level_job.returned.connect(self.show_level)
        self._level_job.errored.connect(self._failed)
        self._job.returned.connect(self.show_diagnostics)
        self._job.errored.connect(self._failed)
        self.level.picked.connect(self._keep_level)
        self.open.clicked.connect(self._open_logs)
        self.make.clicked.connect(self._make)

    def _lay_out(self) -> None:
        level = Field(self.tr("How much is logged"), self.level)
        level.setFixedWidth(_FIELD_WIDTH)
        private = self.tr("No passwords and no contents of your databases are ever written to the log.")
        holds = self.tr(
            "Versions, settings, counts and the latest warnings. Warnings may name hosts and tables; they never hold "
            "passwords or contents."
        )
        self.setLayout(
            down(
                text(self.tr("Log"), "section"),
                2,
                text(private, "muted", wrap=True),
                16,
                across(level, None),
                10,
                across(self.open, None),
                28,
                text(self.tr("Diagnostics"), "section"),
                2,
                text(holds, "muted", wrap=True),
                12,
                across(self.make, self.copy, None, gap=8),
                10,
                self.shown,
                None,
                gap=0,
            )
        )

    def reload(self) -> None:
        """Shows what is in force."""
        self._level_job.start(self._work.level)

    @Slot(object)
    def show_level(self, level: LogLevel) -> None:
        self.level.choose(level.value)

    @Slot(object)
    def show_diagnostics(self, words: str) -> None:
        self.shown.setPlainText(words)
        self.copy.set_content(words)
        self.make.setText(self.tr("Read them again"))
        self.shown.show()
        self.copy.show()

    @Slot(str)
    def _keep_level(self, key: str) -> None:
        self._level_job.start(partial(self._work.keep_level, LogLevel(key)))

    @Slot()
    def _make(self) -> None:
        self._job.start(self._work.diagnostics)

    @Slot()
    def _open_logs(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._logs)):
            QGuiApplication.clipboard().setText(self._logs)
            toast(self, self.tr("No file manager answered. The path was copied."), "folder-open", "warning")

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)
