"""The dialog in which a dataset gets a schedule: a choice, its words, and the next times it means. Saves nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.cron import parse_cron
from kbconnect.core.errors import InputError
from kbconnect.core.schedule import CronRule, IntervalRule, Rule
from kbconnect.core.schedule_words import interval_words, rule_words
from kbconnect.core.slots import Slots, zone_of
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.words import slot

BY_HAND, DAILY, INTERVAL, CRON = "by hand", "daily", "interval", "cron"
_TIMES = tuple(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 24 * 60, 30))
_DAYS = (("*", noted("Every day")), ("1-5", noted("Monday to Friday")), ("6,0", noted("Saturday and Sunday")))
_INTERVALS = (5, 15, 30, 60, 240)
"""Minutes."""
_UPCOMING = 3


class ScheduleDialog(Dialog):
    """chosen: a Rule, or None for syncs by hand only. zone: the IANA name of this computer's time zone."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, dataset: str, rule: Rule | None, zone: str, now: datetime) -> None:
        self._zone = rule.timezone if isinstance(rule, CronRule) else zone
        self._now = now
        self._make_fields()
        self._words = text("", "strong", wrap=True)
        self._next = text("", "muted", wrap=True)
        title = say("When is {dataset} synced?").format(dataset=dataset)
        options = down(self._days, self._times, self._every, self._cron, gap=12)
        body = down(
            text(title, "title", wrap=True),
            16,
            self._kind,
            12,
            frame(options),
            16,
            self._words,
            2,
            self._next,
            gap=0,
        )
        save = button(say("Save schedule"), Kind.PRIMARY, "check")
        cancel = button(say("Keep as it was"), Kind.LINK)
        super().__init__(
            parent,
            across(down(Glyph("clock", "accent", 26), None), (body, 1), gap=16),
            across(cancel, None, save),
            title=title,
            width=520,
        )
        save.clicked.connect(self._save)
        save.setDefault(True)
        cancel.clicked.connect(self.reject)
        self._show_rule(rule)
        self._refresh()
        self._kind.editor.setFocus()

    def _make_fields(self) -> None:
        kinds = (
            (BY_HAND, say("Only when somebody asks")),
            (DAILY, say("Daily at a time")),
            (INTERVAL, say("Again and again")),
            (CRON, say("As a cron line says")),
        )
        days, times = [(key, say(words)) for key, words in _DAYS], [(time, time) for time in _TIMES]
        self._kind = Field(say("Sync"), Choice(*kinds, name=say("When to sync")))
        self._days = Field(say("Days"), Choice(*days, name=say("Days")))
        self._times = Field(say("Time"), Choice(*times, name=say("Time of day")))
        self._every = Field(say("Every"), Choice(*_intervals(), name=say("How often")))
        self._cron = Field(say("Cron line"), LineEdit("0 2 * * *", name=say("Cron line")), validate=_check_cron)
        self._cron.set_hint(say("Minute, hour, day of month, month, day of week."))
        for field in (self._kind, self._days, self._times, self._every, self._cron):
            field.changed.connect(self._refresh)

    def _show_rule(self, rule: Rule | None) -> None:
        self._times.set_value("02:00")
        self._every.set_value("60")
        self._cron.set_value("0 2 * * *")
        match rule:
            case None:
                self._kind.set_value(BY_HAND)
            case IntervalRule(minutes):
                self._every.editor.set_options(_intervals(minutes))  # type: ignore[union-attr]  # it is a Choice
                self._kind.set_value(INTERVAL)
                self._every.set_value(str(minutes))
            case CronRule(cron):
                self._cron.set_value(cron)
                self._kind.set_value(DAILY if self._show_daily(cron) else CRON)

    def _show_daily(self, cron: str) -> bool:
        """Whether a cron line is one of a time and days that can be picked here."""
        minute, hour, *rest = cron.split()
        time = f"{hour:0>2}:{minute:0>2}"
        if rest[:2] != ["*", "*"] or time not in _TIMES or rest[2] not in dict(_DAYS):
            return False
        self._times.set_value(time)
        self._days.set_value(rest[2])
        return True

    def rule(self) -> Rule | None:
        """What is chosen now; None: by hand. Raises InputError for a cron line that makes no sense."""
        match self._kind.value():
            case "daily":
                hour, minute = self._times.value().split(":")
                return CronRule(f"{int(minute)} {int(hour)} * * {self._days.value()}", self._zone)
            case "interval":
                return IntervalRule(int(self._every.value()))
            case "cron":
                parse_cron(self._cron.value())
                return CronRule(" ".join(self._cron.value().split()), self._zone)
            case _:
                return None

    @Slot()
    def _refresh(self) -> None:
        kind = self._kind.value()
        self._days.setVisible(kind == DAILY)
        self._times.setVisible(kind == DAILY)
        self._every.setVisible(kind == INTERVAL)
        self._cron.setVisible(kind == CRON)
        try:
            rule = self.rule()
        except InputError:
            self._words.setText("")
            self._next.setText("")
            return
        if rule is None:
            self._words.setText(self.tr("Nothing happens by itself."))
            self._next.setText(self.tr("A sync starts when you press “Sync now”, or from the command line."))
            return
        self._words.setText(f"{told(rule_words(rule))}.")
        slots = Slots(rule, self._now).after(self._now)
        zone = zone_of(self._zone)
        times = ", ".join(slot(next(slots), self._now, zone) for _ in range(_UPCOMING))
        self._next.setText(
            self.tr(
                "Next: {times}. kbconnect has to be running then, with or without its window; what is missed is caught "
                "up once. “Schedules” in the settings says how to sync without it."
            ).format(times=times)
        )

    @Slot()
    def _save(self) -> None:
        if self._kind.value() == CRON and not self._cron.check():
            return
        self.chosen.emit(self.rule())
        self.accept()


def _intervals(more: int = 0) -> list[tuple[str, str]]:
    """Minutes and their words. more: one that isn't among the usual ones."""
    return [(str(minutes), told(interval_words(minutes))) for minutes in sorted({*_INTERVALS, more} - {0})]


def _check_cron(value: str) -> str:
    try:
        Slots(CronRule(value, "UTC"), datetime.now(UTC))
    except InputError as error:
        return told(f"{error.message} {error.hint}")
    return ""
