"""Settings, "Running": what closing the window means, notices, starting at login, and how hard meaning is worked on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.app.application import Application
from kbconnect.app.login_start import LoginStart
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.tray import NOTIFY, WHEN_CLOSED, Tray, WhenClosed, wants_notices, when_closed
from kbconnect.ui.widgets.fields import Check, Choice, Field
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.words import counted

_FIELD_WIDTH = 340
_THREADS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class RunningSetting:
    """at_login: the program starts when somebody signs in. threads: processors for meaning, 0 for all."""

    at_login: bool
    threads: int
    spare_battery: bool


class RunningWork:
    """The questions of the group, each a job."""

    def __init__(self, application: Application, login: LoginStart) -> None:
        self._application, self._login = application, login

    def setting(self, _: JobContext) -> RunningSetting:
        """Raises StoreError."""
        settings = self._application.settings
        return RunningSetting(self._login.is_on(), settings.embedding_threads, settings.spare_battery)

    def keep(self, wanted: RunningSetting, context: JobContext) -> RunningSetting:
        """Keeps what differs. Raises InputError, StoreError."""
        before = self.setting(context)
        settings = self._application.settings
        if wanted.at_login != before.at_login:
            self._login.switch(on=wanted.at_login)
        if wanted.threads != before.threads:
            settings.embedding_threads = wanted.threads
        if wanted.spare_battery != before.spare_battery:
            settings.spare_battery = wanted.spare_battery
        return self.setting(context)


class RunningPart(QWidget):
    """Each choice is kept at once. What needs the store or a file can be chosen once it is known."""

    def __init__(self, shell: Shell, work: RunningWork) -> None:
        super().__init__()
        self._memory: QSettings = shell.memory
        self._work = work
        self.closed = Choice(
            (WhenClosed.SCHEDULES.value, self.tr("Keep running while there are schedules")),
            (WhenClosed.STAY.value, self.tr("Always keep running")),
            (WhenClosed.QUIT.value, self.tr("Quit kbconnect")),
            name=self.tr("When the window is closed"),
        )
        self.notices = Check(self.tr("Tell me when a sync failed or needs my answer"))
        self.at_login = Check(self.tr("Start kbconnect when I sign in, in the notification area"))
        self.threads = Choice(name=self.tr("Processors for adding meaning"))
        self.battery = Check(self.tr("Pause adding meaning while this computer runs on its battery"))
        self._lay_out()
        self._kept = (self.at_login, self.threads, self.battery)
        for part in self._kept:
            part.setEnabled(False)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_setting)
        self._job.errored.connect(self._failed)
        self.closed.picked.connect(self._keep_closing)
        self.notices.clicked.connect(self._keep_notices)
        self.at_login.clicked.connect(self._keep)
        self.battery.clicked.connect(self._keep)
        self.threads.picked.connect(self._keep)
        self._show_memory()

    def _lay_out(self) -> None:
        closed = Field(self.tr("When the window is closed"), self.closed)
        threads = Field(self.tr("Processors for adding meaning"), self.threads)
        for field in (closed, threads):
            field.setFixedWidth(_FIELD_WIDTH)
        without = self.tr("This desktop has no notification area: closing the window ends kbconnect.")
        place = text("", "caption") if Tray.is_available() else hint(without)
        if Tray.is_available():
            place.hide()
        self.setLayout(
            down(
                text(self.tr("Without the window"), "section"),
                2,
                text(self.tr("Schedules run as long as kbconnect does, also from the notification area."), "muted"),
                16,
                across(closed, None),
                6,
                place,
                10,
                self.notices,
                8,
                self.at_login,
                28,
                text(self.tr("Adding meaning"), "section"),
                2,
                text(
                    self.tr("Words can be searched at once; giving every chunk its meaning is what takes time."),
                    "muted",
                    wrap=True,
                ),
                16,
                across(threads, None),
                6,
                text(self.tr("Fewer leave more of this computer to other programs, and take longer."), "caption"),
                12,
                self.battery,
                None,
                gap=0,
            )
        )

    def reload(self) -> None:
        """Shows what is in force."""
        self._show_memory()
        self._job.start(self._work.setting)

    def _show_memory(self) -> None:
        self.closed.choose(when_closed(self._memory).value)
        self.notices.setChecked(wants_notices(self._memory))

    @Slot(object)
    def show_setting(self, setting: RunningSetting) -> None:
        self.at_login.setChecked(setting.at_login)
        self.battery.setChecked(setting.spare_battery)
        offered = sorted({*_THREADS, setting.threads} - {0})
        all_of_them = ("0", self.tr("All of this computer's"))
        self.threads.set_options([all_of_them, *((str(each), _processors(each)) for each in offered)])
        self.threads.choose(str(setting.threads))
        for part in self._kept:
            part.setEnabled(True)

    @Slot(str)
    def _keep_closing(self, key: str) -> None:
        self._memory.setValue(WHEN_CLOSED, key)

    @Slot()
    def _keep_notices(self) -> None:
        self._memory.setValue(NOTIFY, "yes" if self.notices.isChecked() else "no")

    @Slot()
    def _keep(self) -> None:
        wanted = RunningSetting(self.at_login.isChecked(), int(self.threads.key() or 0), self.battery.isChecked())
        self._job.start(partial(self._work.keep, wanted))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)
        self._job.start(self._work.setting)  # what is shown is what is kept


def _processors(number: int) -> str:
    return counted(number, say("processor"), say("processors"))
