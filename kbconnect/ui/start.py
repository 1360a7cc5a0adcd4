"""Opens the window: makes the Qt application, plugs the parts together, and takes them apart in order at the end.

The only place that knows which pages there are; each is imported when its section is first shown.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSettings, Qt, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kbconnect import __version__
from kbconnect.app.application import Application, build_application
from kbconnect.core.errors import KbConnectError
from kbconnect.ui.errors import ErrorDesk, ErrorDialog, log_error
from kbconnect.ui.garbage import WindowGarbage
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.motion import prefers_reduced_motion
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.painting import ink_on
from kbconnect.ui.pass_phrase import PassPhrases
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.style import install_theme
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.window import MainWindow

MEMORY_FILE = "window.ini"
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def start_window(home: Path | None) -> int:
    """Opens the window on a data folder (None: the default one) until it is closed; returns the exit code.

    What keeps the program from starting (a damaged store, a newer one) is shown in a dialog; then the answer is 1.
    """
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("kbconnect")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("kbconnect")
    install_theme(qt, reduced_motion=prefers_reduced_motion())
    qt.setWindowIcon(application_icon())
    jobs = Jobs()
    try:
        with build_application(home, os.environ, jobs.ask) as application:
            install_theme(qt).set_appearance(application.settings.appearance)
            try:
                with open_window(application, jobs) as window:
                    window.show()
                    return qt.exec()
            finally:
                jobs.shutdown()  # before the store is closed: jobs use it
    except KbConnectError as error:
        return _explain_and_leave(qt, error)


@contextmanager
def open_window(application: Application, jobs: Jobs) -> Iterator[MainWindow]:
    """The main window on an application, not shown yet, with all that is behind it, which goes with it.

    Jobs are not shut down: whoever made them does that.
    """
    memory = QSettings(str(application.paths.home / MEMORY_FILE), QSettings.Format.IniFormat)
    syncs = RunningSyncs(application.syncing.sync, jobs)
    stack = QStackedWidget()
    navigator = Navigator(stack, syncs)
    shell = Shell(application=application, jobs=jobs, syncs=syncs, navigator=navigator, memory=memory)
    window = MainWindow(stack, shell, sections(shell))
    desk = ErrorDesk(window)
    jobs.unheard.connect(desk.show)
    window.sync_asked.connect(_SyncLink(shell, window).open_sync)
    phrases = PassPhrases(jobs, window)
    garbage = WindowGarbage(phrases)
    desk.install()
    try:
        navigator.go("sources")
        yield window
    finally:
        desk.remove()
        garbage.stop()
        memory.sync()
        window.deleteLater()


class _SyncLink(QObject):
    """Leads from the card in the side bar to the page of its sync."""

    def __init__(self, shell: Shell, window: MainWindow) -> None:
        super().__init__(window)
        self._shell = shell

    @Slot(str)
    def open_sync(self, dataset_id: str) -> None:
        from kbconnect.ui.pages.routes import Routes

        sync = self._shell.syncs.get(dataset_id)
        front = self._shell.navigator.page()
        if sync is None or (front is not None and front.title() == sync.dataset.name):
            return
        Routes(self._shell, front or self).open_sync(dataset_id, sync.dataset.name)


def sections(shell: Shell) -> tuple[Section, ...]:
    """The four places of the window, in the order of the side bar."""

    def sources() -> Page:
        from kbconnect.ui.pages.sources import SourcesPage

        return SourcesPage(shell)

    def knowledge() -> Page:
        from kbconnect.ui.pages.knowledge import KnowledgePage

        return KnowledgePage(shell)

    def activity() -> Page:
        from kbconnect.ui.pages.activity import ActivityPage

        return ActivityPage(shell)

    def settings() -> Page:
        from kbconnect.ui.pages.settings import SettingsPage

        return SettingsPage(shell)

    return (
        Section("sources", "Sources", "database", "Ctrl+1", sources),
        Section("knowledge", "Knowledge", "books", "Ctrl+2", knowledge),
        Section("activity", "Activity", "clock-counter-clockwise", "Ctrl+3", activity),
        Section("settings", "Settings", "gear-six", "Ctrl+4", settings, also="Ctrl+,"),
    )


def application_icon() -> QIcon:
    """The mark of kbconnect in the sizes that task bars ask for."""
    made = QIcon()
    for size in _ICON_SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        with ink_on(picture) as ink:
            ink.mark(QRectF(0, 0, size, size))
        made.addPixmap(picture)
    return made


def _explain_and_leave(qt: QApplication, error: KbConnectError) -> int:
    """Shows on an empty ground why the program cannot start."""
    log_error(error)
    ground = QWidget()
    ground.setWindowTitle("kbconnect")
    ground.resize(760, 460)
    ground.show()
    dialog = ErrorDialog(ground, error)
    dialog.finished.connect(ground.close)
    dialog.open()
    qt.exec()
    return 1
