"""The line that says when a dataset is synced by itself, with what can be done about it. Shows and asks, no more."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kbconnect.app.schedule import ScheduleState
from kbconnect.core.schedule import CronRule
from kbconnect.core.slots import zone_of
from kbconnect.ui.language import told
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import hint
from kbconnect.ui.widgets.layout import across
from kbconnect.ui.words import DOT, slot


class ScheduleLine(QWidget):
    """set_asked: the schedule is to be set or changed. pause_asked: it is to be paused, or resumed if it is."""

    set_asked = Signal()
    pause_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = hint("", "clock", role="caption")
        self._set = button(self.tr("Set a schedule"), Kind.LINK)
        self._pause = button(self.tr("Pause schedule"), Kind.LINK)
        self._set.clicked.connect(self.set_asked)
        self._pause.clicked.connect(self.pause_asked)
        row = across((self._words, 1), self._set, self._pause, gap=16)
        row.setAlignment(self._words, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(row)
        self.show_state(None, None)

    def show_state(self, state: ScheduleState | None, now: datetime | None) -> None:
        """state None: there is no schedule."""
        self._pause.setVisible(state is not None)
        if state is None or now is None:
            self._words.say(self.tr("Synced only when somebody asks for it"), "clock", "text3")
            self._set.setText(self.tr("Set a schedule"))
            return
        self._set.setText(self.tr("Change schedule"))
        paused = not state.schedule.enabled
        self._pause.setText(self.tr("Resume schedule") if paused else self.tr("Pause schedule"))
        words = told(state.problem or state.words)
        if paused:
            self._words.say(DOT.join((words, self.tr("paused"))), "clock", "text3")
        elif state.schedule.waiting_for:
            due = self.tr("due, and waits for {0}").format(told(state.schedule.waiting_for))
            self._words.say(DOT.join((words, due)), "hourglass", "warning")
        elif state.problem or not state.upcoming:
            self._words.say(words, "warning-circle", "warning")
        else:
            rule = state.schedule.rule
            zone = zone_of(rule.timezone) if isinstance(rule, CronRule) else now.astimezone().tzinfo
            upcoming = self.tr("next {0}").format(slot(state.upcoming[0], now, zone or UTC))
            self._words.say(DOT.join((words, upcoming)), "clock", "text3")
