"""The icon in the notification area: kbconnect lives there while its window is closed, so that schedules go on.

Owns the icon, its menu, and whether closing the window closes the program. Starts and stops no sync itself.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.style import theme
from kbconnect.ui.words import counted

_WITHOUT_DESKTOP = ("offscreen", "minimal", "vnc", "eglfs", "linuxfb")
"""Platforms of Qt that no desktop is part of; asked for an icon, they complain."""
WHEN_CLOSED, EXPLAINED, NOTIFY = "window/when-closed", "window/tray-explained", "window/notify"


class WhenClosed(StrEnum):
    """What closing the window means."""

    SCHEDULES = "schedules"
    STAY = "stay"
    QUIT = "quit"


def when_closed(memory: QSettings) -> WhenClosed:
    kept = memory.value(WHEN_CLOSED)
    return WhenClosed(kept) if kept in set(WhenClosed) else WhenClosed.SCHEDULES


def wants_notices(memory: QSettings) -> bool:
    return memory.value(NOTIFY, "yes") != "no"


class Tray(QObject):
    """open_asked: the window is wanted. quit_asked: the program is to end. opened: a notice about this dataset id was
    pressed ("": about none). pause_asked: schedules are to be paused, or resumed if they are. due_asked: what is due is
    to be synced now."""

    open_asked = Signal()
    quit_asked = Signal()
    opened = Signal(str)
    pause_asked = Signal()
    due_asked = Signal()

    def __init__(self, icon: QIcon, syncs: RunningSyncs, memory: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._syncs, self._memory = syncs, memory
        self._about = ""
        self._has_schedules: Callable[[], bool] = _nobody
        self.menu = QMenu()
        theme().dress(self.menu)  # it stands in no window
        self._open = self.menu.addAction(self.tr("Open kbconnect"))
        self._state = self.menu.addAction("")
        self._state.setEnabled(False)
        self.menu.addSeparator()
        self._due = self.menu.addAction(self.tr("Sync all that is due now"))
        self._pause = self.menu.addAction(self.tr("Pause all schedules"))
        self.menu.addSeparator()
        self._quit = self.menu.addAction(self.tr("Quit kbconnect"))
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self._message_clicked)
        self._open.triggered.connect(self.open_asked)
        self._quit.triggered.connect(self.quit_asked)
        self._pause.triggered.connect(self.pause_asked)
        self._due.triggered.connect(self.due_asked)
        syncs.changed.connect(self._show_state)
        self._show_state()

    @staticmethod
    def is_available() -> bool:
        """Some desktops have no place for icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Shows the icon, as soon as the desktop has a place for it."""
        if QGuiApplication.platformName() not in _WITHOUT_DESKTOP:
            self._icon.show()

    def can_tell(self) -> bool:
        """Whether notices are shown to anybody."""
        return self._icon.isVisible() and self.is_available() and self._icon.supportsMessages()

    def follow_schedules(self, has_schedules: Callable[[], bool]) -> None:
        """has_schedules: whether anything is synced by schedule; asked when the window closes, so it must be quick."""
        self._has_schedules = has_schedules

    def show_schedules(self, *, paused: bool, any_running: bool) -> None:
        """paused: all were, together. any_running: at least one isn't."""
        self._pause.setEnabled(paused or any_running)
        self._due.setEnabled(any_running)
        self._pause.setText(self.tr("Resume all schedules") if paused else self.tr("Pause all schedules"))

    def stays(self) -> bool:
        """Whether the program goes on when its window closes."""
        if not self._icon.isVisible() or not self.is_available():
            return False
        wanted = when_closed(self._memory)
        if wanted is WhenClosed.SCHEDULES:
            return self._has_schedules() or bool(self._syncs.all())
        return wanted is WhenClosed.STAY

    def window_closed(self) -> None:
        """Says once where the program has gone."""
        if self._memory.value(EXPLAINED) is None:
            self._memory.setValue(EXPLAINED, "yes")
            self.tell(self.tr("kbconnect goes on here"), self._what_goes_on(), "")

    def _what_goes_on(self) -> str:
        """Without its window, and how to end it."""
        if self._has_schedules():
            return self.tr(
                "Schedules keep running. Quit kbconnect from this icon, or choose otherwise in Settings, Running."
            )
        match len(self._syncs.all()):
            case 0:
                return self.tr(
                    "Only its window is closed. Quit kbconnect from this icon, or choose otherwise in Settings, "
                    "Running."
                )
            case 1:
                return self.tr(
                    "The sync goes on. Quit kbconnect from this icon, or choose otherwise in Settings, Running."
                )
            case _:
                return self.tr(
                    "The syncs go on. Quit kbconnect from this icon, or choose otherwise in Settings, Running."
                )

    @Slot(str, str, str)
    def tell(self, title: str, sentence: str, about: str) -> None:
        """A notice of the desktop. about: the dataset id it leads to."""
        self._about = about
        if self.can_tell():
            self._icon.showMessage(title, sentence, self._icon.icon())

    @Slot()
    def _show_state(self) -> None:
        running = len(self._syncs.all())
        words = self.tr("Nothing is being synced")
        if running:
            words = self.tr("{syncs} under way").format(syncs=counted(running, self.tr("sync"), self.tr("syncs")))
        self._state.setText(words)
        self._icon.setToolTip(f"kbconnect: {words}")

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_asked.emit()

    @Slot()
    def _message_clicked(self) -> None:
        self.opened.emit(self._about)


def _nobody() -> bool:
    return False
