"""Joins what keeps kbconnect alive without its window: the tray, notices, a second start, schedules that are paused.

The one place where they know of each other. Decides nothing that the settings decide.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from kbconnect.core.job import JobContext
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.notifications import ANSWERS, Notifications
from kbconnect.ui.scheduling import ScheduleNews, Scheduling
from kbconnect.ui.tray import Tray, WhenClosed, wants_notices, when_closed
from kbconnect.ui.widgets.dialogs import Asking
from kbconnect.ui.widgets.side_notes import SideNote
from kbconnect.ui.window import MainWindow
from kbconnect.ui.words import counted, inside, moment, utc_now

TRAY_COMES_MS = 15_000
"""So long after signing in a desktop may take to have its place for icons."""
_LOOK_MS = 30_000
_TOLD = "window/closing-told"
SCHEDULES, RUNNING = "schedules", "running"
"""Keys of the notes in the side bar: groups of the settings."""


class Staying(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, shell: Shell, icon: QIcon) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._scheduling: Scheduling | None = None
        self._names: dict[str, str] = {}
        self._news = ScheduleNews()
        self.tray = Tray(icon, shell.syncs, shell.memory, self)
        self.notifications = Notifications(
            shell.syncs, self._name_of, self._is_seen, partial(wants_notices, shell.memory), self
        )
        self._come_back = QTimer(self)
        self._come_back.setInterval(_LOOK_MS)
        self._come_back.timeout.connect(self.look_for_tray)
        self._connect()
        self.tray.show()

    def _connect(self) -> None:
        window, tray, syncs = self._window, self.tray, self._shell.syncs
        self.notifications.told.connect(self.tell)
        tray.open_asked.connect(self.show_window)
        tray.opened.connect(self._open)
        tray.quit_asked.connect(self.quit)
        tray.pause_asked.connect(self._pause)
        tray.due_asked.connect(self._sync_due)
        tray.follow_schedules(self._has_schedules)
        window.stay_if(tray.stays)
        window.ask_before(self._farewell)
        window.went_away.connect(tray.window_closed)
        window.went_away.connect(self._come_back.start)
        window.came_back.connect(self._come_back.stop)
        window.came_back.connect(self._show_notes)
        window.note_asked.connect(self._open_settings)
        syncs.changed.connect(self._learn_name)

    def furnish(self, scheduling: Scheduling) -> None:
        """The application is there and its schedules run."""
        self._scheduling = scheduling
        from kbconnect.ui.question_news import QuestionNews

        scheduling.waiting.connect(self.notifications.sync_waits)
        questions = QuestionNews(self._shell.application.questions, self._shell.syncs, self)
        questions.got_worse.connect(self.notifications.question_got_worse)
        scheduling.looked.connect(self._looked)
        scheduling.hurried.connect(self._hurried)

    # ------------------------------------------------------------------------------------------- the window

    def start_hidden(self) -> None:
        """Without the window. Where the desktop has no place for the icon, not even after a while, the window is shown
        minimised: nobody could find the program otherwise."""
        self._come_back.start(TRAY_COMES_MS)

    @Slot()
    def look_for_tray(self) -> None:
        """While the window is hidden: is there still an icon to come back by?"""
        self._come_back.setInterval(_LOOK_MS)
        if not self._window.isVisible() and not self.tray.is_available():
            self._window.showMinimized()

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
        """Ends the program; asks first if syncs would be stopped or something isn't saved."""
        if self._shell.syncs.all() or self._shell.navigator.has_unsaved():
            self.show_window()  # the question is asked there
        self._window.quit()

    def _farewell(self) -> Asking | None:
        """Said once to people who might expect schedules to go on where they can't."""
        expects = when_closed(self._shell.memory) is not WhenClosed.QUIT
        if not expects or self.tray.is_available() or not self._news.running or self._shell.memory.value(_TOLD):
            return None
        self._shell.memory.setValue(_TOLD, "yes")
        schedules = counted(self._news.running, self.tr("schedule"), self.tr("schedules"))
        return Asking(
            title=self.tr("Close kbconnect, and {schedules} with it?").format(schedules=schedules),
            why=self.tr(
                "This desktop has no notification area in which kbconnect could go on without its window. To sync all "
                "the same, let the system run “kbconnect sync --due”."
            ),
            unchanged=self.tr("Documents stay and can be searched. What is missed is caught up at the next start."),
            act=self.tr("Close kbconnect"),
            keep=self.tr("Keep it open"),
            glyph="calendar-blank",
            act_glyph="power",
        )

    @Slot(str)
    def _open(self, about: str) -> None:
        self.show_window()
        if not about or self._scheduling is None:
            return
        if about == ANSWERS:
            if self._shell.navigator.section() != ANSWERS:
                self._shell.navigator.go(ANSWERS)
            return
        from kbconnect.ui.pages.routes import Routes

        name = self._names.get(about, "")
        front = self._shell.navigator.page()
        if front is None or not name or front.title() != name:
            Routes(self._shell, front or self).open_sync(about, name)

    @Slot(str)
    def _open_settings(self, group: str) -> None:
        from kbconnect.ui.pages.settings import SettingsPage

        if self._shell.navigator.section() != "settings":
            self._shell.navigator.go("settings")
        page = self._shell.navigator.page()
        if isinstance(page, SettingsPage):
            page.choose_group(group)

    # ------------------------------------------------------------------------------------------- telling

    @Slot(str, str, str)
    def tell(self, title: str, sentence: str, about: str) -> None:
        """A notice of the desktop; where there are none, the window's entry in the task bar asks to be looked at."""
        if self.tray.can_tell():
            self.tray.tell(title, sentence, about)
        else:
            QApplication.alert(self._window)

    @Slot(object)
    def _looked(self, news: ScheduleNews) -> None:
        self._news = news
        self.tray.show_schedules(paused=news.is_off, any_running=bool(news.running))
        self._show_notes()

    @Slot()
    def _show_notes(self) -> None:
        self._window.show_notes(side_notes(self._news, utc_now(), stays=self.tray.stays()))

    @Slot(int, object)
    def _hurried(self, started: int, news: ScheduleNews) -> None:
        """Only when nothing starts is there something to say: what runs is seen in the menu."""
        if started:
            return
        words = self.tr("No schedule is on.")
        if news.upcoming is not None:
            name, at = news.upcoming
            words = self.tr("Next: {dataset}, {time}.").format(dataset=name, time=inside(moment(at, utc_now())))
        self.tray.tell(self.tr("Nothing is due"), words, "")

    # ------------------------------------------------------------------------------------------- schedules

    def _has_schedules(self) -> bool:
        return bool(self._news.running)

    @Slot()
    def _sync_due(self) -> None:
        if self._scheduling is not None:
            self._scheduling.hurry()

    @Slot()
    def _pause(self) -> None:
        if self._scheduling is not None:
            self._shell.jobs.start(partial(self._switch_schedules, self._news.is_off))

    def _switch_schedules(self, on: bool, _: JobContext) -> None:
        """In a job; what came of it is heard of by the next look."""
        switch = self._shell.application.schedule_switch
        if on:
            switch.resume_all()
        else:
            switch.pause_all()

    @Slot(str)
    def _learn_name(self, dataset_id: str) -> None:
        sync = self._shell.syncs.get(dataset_id)
        if sync is not None:
            self._names[dataset_id] = sync.dataset.name

    def _name_of(self, dataset_id: str) -> str:
        return self._names.get(dataset_id, "")

    def _is_seen(self) -> bool:
        return self._window.isVisible() and QApplication.applicationState() is Qt.ApplicationState.ApplicationActive


def side_notes(news: ScheduleNews, now: datetime, *, stays: bool) -> tuple[SideNote, ...]:
    """How the program goes on by itself: nothing to see without schedules. stays: also without its window."""
    notes = []
    if news.is_off:
        line = say("Nothing starts by itself")
        notes.append(SideNote(SCHEDULES, "pause-circle", say("Schedules are paused"), line, "warning"))
    elif news.upcoming is not None:
        line = say("Next: {time}").format(time=inside(moment(news.upcoming[1], now)))
        notes.append(SideNote(SCHEDULES, "calendar-check", say("Schedules are on"), line))
    if news.meaning_waits:
        notes.append(SideNote(RUNNING, "battery-medium", say("Meaning waits"), say("until plugged in"), "warning"))
    if stays:
        notes.append(SideNote(RUNNING, "tray", say("Stays in the tray"), say("when you close it")))
    return tuple(notes)
