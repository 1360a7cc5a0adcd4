"""Opens the window: makes the Qt application, plugs the parts together, and takes them apart in order at the end.

The only place that knows which pages there are; each is imported when its section is first shown.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QEvent, QObject, QRectF, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox, QStackedWidget

from kbconnect import __version__
from kbconnect.app.paths import default_home, expanded
from kbconnect.app.settings import Appearance
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncOptions, SyncRun
from kbconnect.ui.errors import ErrorDesk, show_error
from kbconnect.ui.garbage import WindowGarbage
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import install_language, say, system_language
from kbconnect.ui.motion import prefers_reduced_motion
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.painting import ink_on
from kbconnect.ui.pass_phrase import PassPhrases
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.single_instance import Place, SingleInstance
from kbconnect.ui.staying import Staying
from kbconnect.ui.style import MASTER_WIDTH, install_theme, theme
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.window import MainWindow
from kbconnect.ui.window_state import WindowState

if TYPE_CHECKING:  # it is loaded on a thread while the window is already to be seen
    from kbconnect.app.application import Application
    from kbconnect.ui.scheduling import Scheduling

MEMORY_FILE, APPEARANCE, LANGUAGE = "window.ini", "window/appearance", "window/language"
_TURN_S = 0.000_3
"""How long the window's thread waits until one that computes lets it have Python's lock; 5 ms by default. The knowledge
base makes its statements short where turns are, see `sqlite_bulk`."""
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def start_window(home: Path | None, *, in_tray: bool = False) -> int:
    """Opens the window on a data folder (None: the default one) until it is closed; returns the exit code.

    A second start on the same folder raises the window that is there. in_tray: only the icon is shown, if there is a
    place for it.

    The window is there at once, the application behind it is loaded meanwhile. What keeps the program from starting (a
    damaged store, a newer one) is shown in a dialog; then the answer is 1.
    """
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else Program(sys.argv[:1])
    qt.setApplicationName("kbconnect")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("kbconnect")
    folder = expanded(home or default_home(os.environ))
    instance = SingleInstance(folder)
    place = instance.take()
    if place is Place.RAISED:
        return 0
    memory = _memory(folder)
    install_language(qt, str(memory.value(LANGUAGE) or "") or system_language())
    if place is not Place.FIRST:
        return _say_it_is_open(place, is_seen=not in_tray)
    kept = memory.value(APPEARANCE)
    look = install_theme(qt, reduced_motion=prefers_reduced_motion())
    look.set_appearance(Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM)
    qt.setWindowIcon(application_icon())
    jobs = Jobs()
    with ExitStack() as loaded, _frame(memory, jobs) as (window, shell):
        loaded.callback(instance.leave)
        staying = Staying(window, shell, qt.windowIcon())
        instance.show_asked.connect(staying.show_window)
        qt.setQuitOnLastWindowClosed(False)  # a hidden window is no reason to end
        window.closed.connect(qt.quit)
        qt.commitDataRequest.connect(window.end_session, Qt.ConnectionType.DirectConnection)
        if isinstance(qt, Program):
            qt.leaving.connect(window.leave_next_time)
        loading = _Loading(window, shell, home, loaded)
        loading.loaded.connect(staying.furnish)
        if in_tray:
            staying.start_hidden()
        else:
            window.show()
        loading.start()
        try:
            qt.exec()
        finally:
            memory.setValue(APPEARANCE, look.appearance.value)
            if not jobs.shutdown():  # before the application is closed: jobs use it
                _leave_at_once(memory, loading.code)
    return loading.code


class Program(QApplication):
    """leaving: the system asks the program to end (Quit in the menu of macOS, a task manager); it then closes the
    windows one by one."""

    leaving = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.leaving.emit()
        return super().event(event)


def _say_it_is_open(place: Place, *, is_seen: bool) -> int:
    """Another kbconnect has the folder and doesn't answer: it hangs, is about to end, or is another account's; or it
    can't be asked. is_seen: somebody has started this one by hand."""
    words = say("kbconnect is open already on this data folder, and does not answer.")
    hint = say("Close it, or wait until it has ended, then start it again. It may also be open in another account.")
    if place is Place.UNASKED:
        words = say("kbconnect is open already on this data folder. Its window can't be called from here.")
        hint = say("Look for it among the open windows or in the notification area. The folder can't be written now.")
    print(f"{words} {hint}", file=sys.stderr)  # noqa: T201
    if is_seen:
        box = QMessageBox(QMessageBox.Icon.Information, "kbconnect", words, QMessageBox.StandardButton.Close)
        box.setInformativeText(hint)
        box.exec()
    return 1


def _leave_at_once(memory: QSettings, code: int) -> NoReturn:
    """Ends the process while a thread still hangs in a driver's call: taking things apart under it would crash.

    Nothing is lost: what is written is written in transactions, as it must be for a power cut.
    """
    memory.sync()
    logging.shutdown()
    os._exit(code)


@contextmanager
def open_window(application: Application, jobs: Jobs) -> Iterator[MainWindow]:
    """The main window on an application, not shown yet, with all that is behind it, which goes with it.

    Jobs are not shut down: whoever made them does that.
    """
    with _frame(_memory(application.paths.home), jobs) as (window, shell):
        _furnish(window, shell, application)
        yield window


def _memory(home: Path) -> QSettings:
    return QSettings(str(home.expanduser() / MEMORY_FILE), QSettings.Format.IniFormat)


@contextmanager
def _frame(memory: QSettings, jobs: Jobs) -> Iterator[tuple[MainWindow, Shell]]:
    """The window with a page that only waits, and the shell that has no application yet."""
    stack = QStackedWidget()
    stack.addWidget(_waiting_page())

    def sync(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        return shell.application.syncing.sync(dataset_id, options, context)

    syncs = RunningSyncs(sync, jobs)
    navigator = Navigator(stack, syncs)
    navigator.hold()
    shell = Shell(None, jobs, syncs, navigator, memory)
    window = MainWindow(stack, shell, sections(shell))
    theme().dress(window)
    window.sync_asked.connect(_SyncLink(shell, window).open_sync)
    desk = ErrorDesk(window)
    jobs.unheard.connect(desk.show)
    phrases = PassPhrases(jobs, window)
    garbage = WindowGarbage(phrases, lambda: jobs.running() > 0)
    jobs.idle.connect(garbage.leave_out)
    desk.install()
    turn = sys.getswitchinterval()
    sys.setswitchinterval(min(turn, _TURN_S))
    try:
        yield window, shell
    finally:
        sys.setswitchinterval(turn)
        desk.remove()
        garbage.stop()
        memory.sync()
        window.deleteLater()


def _furnish(window: MainWindow, shell: Shell, application: Application) -> Scheduling:
    """Puts the first page into the window, and lets schedules run."""
    from kbconnect.ui.scheduling import Scheduling

    shell.take_application(application)
    scheduling = Scheduling(application, shell.jobs, shell.syncs, window)
    scheduling.waiting.connect(_Notices(window).show)
    window.closing.connect(scheduling.close)
    scheduling.start()
    theme().set_appearance(application.settings.appearance)
    known = [section.key for section in sections(shell)]
    shell.navigator.release(WindowState(shell.memory).section(known, "sources"))
    return scheduling


def _waiting_page() -> Page:
    page = Page(say("Sources"))
    left = frame(down(Skeleton(rows=5, row_height=84, tile=True)), "left", width=MASTER_WIDTH)
    page.set_body(across(left, None, gap=0))
    return page


class _Loading(QObject):
    """Builds the application on a thread while the window is already to be seen. code: the exit code of the program.
    loaded: the Scheduling that runs now."""

    loaded = Signal(object)

    def __init__(self, window: MainWindow, shell: Shell, home: Path | None, loaded: ExitStack) -> None:
        super().__init__(window)
        self._window, self._shell, self._home, self._stack = window, shell, home, loaded
        self.code = 0
        self._closed = False
        window.closed.connect(self._window_closed)

    def start(self) -> None:
        self._shell.jobs.start(self._build).then(returned=self._ready, errored=self._failed)

    def _build(self, _: JobContext) -> Application:
        from kbconnect.app.application import build_application

        application = self._stack.enter_context(build_application(self._home, os.environ, self._shell.jobs.ask))
        for used_next in ("schedules", "questions"):  # made on this thread, so that the window's has no imports to do
            getattr(application, used_next)
        return application

    @Slot(object)
    def _ready(self, application: Application) -> None:
        if not self._closed:
            self.loaded.emit(_furnish(self._window, self._shell, application))

    @Slot()
    def _window_closed(self) -> None:
        self._closed = True

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.code = 1
        self._window.show()
        show_error(self._window, error).finished.connect(self._window.quit)


class _Notices(QObject):
    """Says in the window that a sync has to wait; the dataset's page says so as long as it does."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot(str)
    def show(self, sentence: str) -> None:
        toast(self._window, sentence, "hourglass", "warning")


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
        Section("sources", say("Sources"), "database", "Ctrl+1", sources),
        Section("knowledge", say("Knowledge"), "books", "Ctrl+2", knowledge),
        Section("activity", say("Activity"), "clock-counter-clockwise", "Ctrl+3", activity),
        Section("settings", say("Settings"), "gear-six", "Ctrl+4", settings, also="Ctrl+,"),
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
