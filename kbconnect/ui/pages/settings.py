"""The page "Settings": a list of groups at the left, the chosen group beside it. Each group loads itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QStackedWidget, QWidget

from kbconnect.app.login_start import command_of, login_start
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.settings_about import AboutPart
from kbconnect.ui.pages.settings_general import AppearancePart
from kbconnect.ui.pages.settings_running import RunningPart, RunningWork
from kbconnect.ui.pages.settings_schedules import SchedulesPart, SchedulesWork
from kbconnect.ui.pages.settings_secrets import SecretsPart
from kbconnect.ui.pages.settings_storage import StoragePart
from kbconnect.ui.pages.settings_support import SupportPart, SupportWork
from kbconnect.ui.pages.settings_work import SettingsWork
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.layout import across, down, frame, scroll
from kbconnect.ui.widgets.page import Page

NAV_WIDTH = 188
SECRETS, SCHEDULES, RUNNING, APPEARANCE, STORAGE, SUPPORT, ABOUT = range(7)
GROUPS = {"schedules": SCHEDULES, "running": RUNNING}
"""Groups that other parts of the window lead to, by the key they know them as."""


class SettingsPage(Page):
    """Opens on "Secrets"; what was chosen stays while the window is open."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Settings"))
        work, routes = SettingsWork(shell.application), Routes(shell, self)
        self.secrets = SecretsPart(shell, work, routes)
        self.schedules = SchedulesPart(shell, SchedulesWork(shell.application), routes)
        self.appearance = AppearancePart(shell, work)
        login = login_start(command_of(sys.argv, shell.application.paths.home))
        self.running = RunningPart(shell, RunningWork(shell.application, login))
        self.storage = StoragePart(shell, work)
        self.support = SupportPart(shell, SupportWork(shell.application))
        self.about = AboutPart(shell)
        self._parts = (
            *(self.secrets, self.schedules, self.running, self.appearance),
            *(self.storage, self.support, self.about),
        )
        self.stack = QStackedWidget()
        for part in self._parts:
            self.stack.addWidget(_in_scroll(part))
        self._group = QButtonGroup(self)
        nav = down(gap=2, margins=(12, 16, 12, 16))
        for number, (name, glyph) in enumerate(
            (
                (self.tr("Secrets"), "key"),
                (self.tr("Schedules"), "calendar-blank"),
                (self.tr("Running", "a group of settings"), "power"),
                (self.tr("Appearance"), "palette"),
                (self.tr("Storage"), "hard-drive"),
                (self.tr("Support"), "lifebuoy"),
                (self.tr("About"), "info"),
            )
        ):
            one = button(name, Kind.NAV, glyph)
            one.setChecked(number == SECRETS)
            self._group.addButton(one, number)
            nav.addWidget(one)
        nav.addStretch(1)
        self._group.idClicked.connect(self.choose)
        self.set_body(frame(across(frame(nav, "left", width=NAV_WIDTH), (self.stack, 1), gap=0)))

    def entered(self) -> None:
        self._parts[self.stack.currentIndex()].reload()

    @Slot(int)
    def choose(self, number: int) -> None:
        """Shows a group, by SECRETS, SCHEDULES, RUNNING, APPEARANCE, STORAGE, SUPPORT or ABOUT."""
        self.stack.setCurrentIndex(number)
        chosen = self._group.button(number)
        chosen.setChecked(True)
        self._parts[number].reload()

    def choose_group(self, key: str) -> None:
        """Shows one of GROUPS; nothing happens for another key."""
        if key in GROUPS:
            self.choose(GROUPS[key])


def _in_scroll(part: QWidget) -> QScrollArea:
    return scroll(down(part, gap=0, margins=(24, 20, 24, 20)))
