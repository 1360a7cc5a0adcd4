"""Joins what keeps kbconnect alive without its window: the tray, notices, a second start, schedules that are paused.

The one place where they know of each other. Decides nothing that the settings decide.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from kbconnect.core.job import JobContext
from kbconnect.ui.navigation import Shell
from kbconnect.ui.notifications import Notifications
from kbconnect.ui.scheduling import Scheduling
from kbconnect.ui.tray import Tray, wants_notices
from kbconnect.ui.window import MainWindow


class Staying(QObject):
    """Lives as long as the window. is_in_tray: there is an icon to come back by."""

    def __init__(self, window: MainWindow, shell: Shell, icon: QIcon) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._scheduling: Scheduling | None = None
        self._names: dict[str, str] = {}
        self._paused = False
        self.is_in_tray = Tray.is_available()
        self.tray = Tray(icon, shell.syncs, shell.memory, self)
        self.notifications = Notifications(
            shell.syncs, self._name_of, self._is_seen, partial(wants_notices, shell.memory), self
        )
        self.notifications.told.connect(self.tray.tell)
        self.tray.open_asked.connect(self.show_window)
        self.tray.opened.connect(self._open)
        self.tray.quit_asked.connect(self.quit)
        self.tray.pause_asked.connect(self._pause)
        window.stay_if(self.tray.stays)
        window.went_away.connect(self.tray.window_closed)
        shell.syncs.changed.connect(self._learn_name)
        if self.is_in_tray:
            self.tray.show()

    def furnish(self, scheduling: Scheduling) -> None:
        """The application is there and its schedules run."""
        self._scheduling = scheduling
        self.tray.follow_schedules(scheduling.has_schedules)
        from kbconnect.ui.question_news import QuestionNews

        scheduling.waiting.connect(self.notifications.sync_waits)
        questions = QuestionNews(self._shell.application.questions, self._shell.syncs, self)
        questions.got_worse.connect(self.notifications.question_got_worse)

    @Slot()
    def show_window(self) -> None:
        """In front of everything, whether it was hidden, minimised or behind others."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def quit(self) -> None:
        """Ends the program; asks first if syncs would be stopped."""
        if self._shell.syncs.all():
            self.show_window()  # the question is asked there
        self._window.quit()

    @Slot(str)
    def _open(self, dataset_id: str) -> None:
        self.show_window()
        if not dataset_id or self._scheduling is None:
            return
        from kbconnect.ui.pages.routes import Routes

        name = self._names.get(dataset_id, "")
        front = self._shell.navigator.page()
        if front is None or front.title() != name:
            Routes(self._shell, front or self).open_sync(dataset_id, name)

    @Slot()
    def _pause(self) -> None:
        if self._scheduling is not None:
            wanted = not self._paused
            work = partial(self._switch_schedules, wanted)
            self._shell.jobs.start(work).then(returned=self._were_paused)

    def _switch_schedules(self, paused: bool, context: JobContext) -> bool:
        schedules = self._shell.application.schedules
        for state in schedules.list():
            context.check()
            if state.schedule.enabled and paused:
                schedules.pause(state.schedule.dataset_id)
            elif not state.schedule.enabled and not paused:
                schedules.resume(state.schedule.dataset_id)
        return paused

    @Slot(object)
    def _were_paused(self, paused: bool) -> None:
        self._paused = paused
        self.tray.show_paused(paused=paused)

    @Slot(str)
    def _learn_name(self, dataset_id: str) -> None:
        sync = self._shell.syncs.get(dataset_id)
        if sync is not None:
            self._names[dataset_id] = sync.dataset.name

    def _name_of(self, dataset_id: str) -> str:
        return self._names.get(dataset_id, "")

    def _is_seen(self) -> bool:
        return self._window.isVisible() and QApplication.applicationState() is Qt.ApplicationState.ApplicationActive
