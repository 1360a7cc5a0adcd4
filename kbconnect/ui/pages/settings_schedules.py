"""Settings, "Schedules": every dataset that is synced by itself, when it comes next, and all of them paused at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.app.application import Application
from kbconnect.app.schedule import ScheduleState
from kbconnect.core.connector import Connector
from kbconnect.core.errors import NotFoundError
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncRun
from kbconnect.core.schedule import Rule
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import noted
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.models.next_sync import NextSync, next_sync_of, schedule_cell, waiting_status
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.status import State, Status
from kbconnect.ui.sync_state import status_of_run
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CodeBox, Notice, Swap
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down, frame
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import counted, utc_now

COLUMNS = (Column("Dataset"), Column("Schedule", 250), Column("Last sync", 176))
DUE_COMMAND = "kbconnect sync --due"
_NEVER = noted("Never synced")


@dataclass(frozen=True, slots=True)
class PlannedDataset:
    """last: its newest run, None if there was none."""

    state: ScheduleState
    plan: NextSync
    connector: Connector
    last: SyncRun | None


@dataclass(frozen=True, slots=True)
class SchedulesSetting:
    """is_off: all were paused together. zone: the IANA name of this computer's time zone."""

    planned: tuple[PlannedDataset, ...]
    is_off: bool
    zone: str


class SchedulesWork:
    """The questions of the group, each a job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def setting(self, context: JobContext) -> SchedulesSetting:
        """Raises StoreError."""
        from kbconnect.app.time_zone import local_zone_name

        application, now = self._application, utc_now()
        found = []
        for state in application.schedules.list():
            context.check()
            try:
                connector = application.connectors.get(state.dataset.connector_id)
            except NotFoundError:  # removed a moment ago
                continue
            last = application.history.last_run(state.dataset.id)
            found.append(PlannedDataset(state, next_sync_of(state, now), connector, last))
        return SchedulesSetting(tuple(found), application.schedule_switch.is_off(), local_zone_name())

    def switch(self, *, on: bool) -> int:
        """How many schedules it was about."""
        switch = self._application.schedule_switch
        return switch.resume_all() if on else switch.pause_all()

    def switch_one(self, dataset_id: str, *, on: bool) -> None:
        """Raises NotFoundError."""
        if on:
            self._application.schedules.resume(dataset_id)
        else:
            self._application.schedules.pause(dataset_id)

    def set(self, dataset_id: str, rule: Rule | None) -> None:
        """Raises InputError, NotFoundError."""
        if rule is None:
            self._application.schedules.remove(dataset_id)
        else:
            self._application.schedules.set(dataset_id, rule)


class SchedulesPart(QWidget):
    """Looks again after each sync while it is seen."""

    def __init__(self, shell: Shell, work: SchedulesWork, routes: Routes) -> None:
        super().__init__()
        self._shell, self._work, self._routes = shell, work, routes
        self._setting: SchedulesSetting | None = None
        self.switch = button("", glyph="pause-circle")
        self.resume = button(self.tr("Resume all schedules"), glyph="play")
        self._off = Notice(
            "warning",
            "pause-circle",
            self.tr("All schedules are paused"),
            self.tr("Nothing is synced by itself until you resume them. What is missed meanwhile is caught up once."),
            self.resume,
        )
        self._head = frame(down(self._off, 16, gap=0))
        self.table = Table(COLUMNS, row_height=52, fit=True, name=self.tr("Schedules"))
        self.change = button(self.tr("Change schedule"), Kind.LINK, "clock")
        self.pause = button(self.tr("Pause schedule"), Kind.LINK, "pause-circle")
        self.sources = button(self.tr("Go to sources"), glyph="database")
        self._problem = QVBoxLayout()
        problem, empty, full = QWidget(), QWidget(), QWidget()
        problem.setLayout(self._problem)
        empty.setLayout(self._invitation())
        full.setLayout(
            down(self._head, self.table, 8, across(self.change, self.pause, None, gap=16), 28, self._beside(), gap=0)
        )
        self.states = Swap(loading=Skeleton(rows=4), error=problem, empty=empty, full=full)
        intro = self.tr("What is synced by itself, and when.")
        head = down(text(self.tr("Schedules"), "section"), text(intro, "muted", wrap=True), gap=2)
        self.setLayout(down(across((head, 1), self.switch, gap=16), 16, self.states, None, gap=0))
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._act_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._connect()

    def _connect(self) -> None:
        self._job.returned.connect(self.show_setting)
        self._job.errored.connect(self._load_failed)
        self._act_job.returned.connect(self._retry)
        self._act_job.errored.connect(self._failed)
        self.switch.clicked.connect(self._pause_all)
        self.resume.clicked.connect(self._resume_all)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show_chosen)
        self.change.clicked.connect(self._ask_for_a_schedule)
        self.pause.clicked.connect(self._switch_chosen)
        self.sources.clicked.connect(self._go_to_sources)
        self._shell.syncs.ended.connect(self._sync_ended)

    def _invitation(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        words = self.tr("Open a dataset among the sources, and set a schedule on the page of its sync.")
        made.addLayout(
            down(
                text(self.tr("No dataset is synced by schedule yet"), "strong"),
                4,
                text(words, "muted", wrap=True),
                14,
                across(self.sources, None),
                gap=0,
            )
        )
        return made

    def _beside(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        words = self.tr(
            "Schedules run while kbconnect does, with or without its window. To sync also when it is not running, let "
            "the system's own scheduler run this command every quarter of an hour."
        )
        made.addLayout(
            down(
                text(self.tr("While kbconnect is not running"), "section"),
                2,
                text(words, "muted", wrap=True),
                10,
                CodeBox(DUE_COMMAND, self.tr("Copy command"), name=self.tr("Command for the system's scheduler")),
                gap=0,
            )
        )
        return made

    def reload(self) -> None:
        """Looks at every schedule again."""
        self._job.start(self._work.setting)

    @Slot(object)
    def show_setting(self, setting: SchedulesSetting) -> None:
        """Shows what was loaded."""
        self._setting = setting
        now = utc_now()
        running = sum(one.state.schedule.enabled for one in setting.planned)
        schedules = counted(running, self.tr("schedule"), self.tr("schedules"))
        self.switch.setText(self.tr("Pause {schedules}").format(schedules=schedules))
        self.switch.setVisible(bool(running))
        self._head.setVisible(setting.is_off)
        self.table.set_rows([self._row(one, now) for one in setting.planned])
        self.states.show_state("full" if setting.planned else "empty")
        self._show_chosen()

    def _row(self, one: PlannedDataset, now: datetime) -> Row:
        dataset = one.state.dataset
        status = waiting_status(one.plan)
        if status is None:
            status = status_of_run(one.last) if one.last is not None else Status(State.UNTESTED, self.tr(_NEVER))
        name = Cell(dataset.name, one.connector.name, strong=True, tile=one.connector.provider)
        return Row(dataset.id, (name, schedule_cell(one.plan, now), Cell(status=status)))

    def _chosen(self) -> PlannedDataset | None:
        planned: Sequence[PlannedDataset] = self._setting.planned if self._setting is not None else ()
        return next((one for one in planned if one.state.dataset.id == self.table.chosen_id()), None)

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._chosen()
        for made in (self.change, self.pause):
            made.setEnabled(chosen is not None)
        paused = chosen is not None and not chosen.state.schedule.enabled
        self.pause.setText(self.tr("Resume schedule") if paused else self.tr("Pause schedule"))
        self.pause.set_glyph("play" if paused else "pause-circle")

    @Slot()
    def _pause_all(self) -> None:
        self._act_job.start(lambda _: self._work.switch(on=False))

    @Slot()
    def _resume_all(self) -> None:
        self._act_job.start(lambda _: self._work.switch(on=True))

    @Slot()
    def _switch_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            dataset_id, on = chosen.state.dataset.id, not chosen.state.schedule.enabled
            self._act_job.start(lambda _: self._work.switch_one(dataset_id, on=on))

    @Slot()
    def _ask_for_a_schedule(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._setting is None:
            return
        from kbconnect.ui.pages.schedule_dialog import ScheduleDialog

        dataset, rule = chosen.state.dataset, chosen.state.schedule.rule
        dialog = ScheduleDialog(self, dataset.name, rule, self._setting.zone, utc_now())
        dialog.setProperty("dataset", dataset.id)
        dialog.chosen.connect(self._set_schedule)
        dialog.open()

    @Slot(object)
    def _set_schedule(self, rule: Rule | None) -> None:
        dialog = self.sender()
        if dialog is not None:
            dataset_id = str(dialog.property("dataset"))
            self._act_job.start(lambda _: self._work.set(dataset_id, rule))

    @Slot(str)
    def _open(self, dataset_id: str) -> None:
        chosen = self._chosen()
        self._routes.open_sync(dataset_id, chosen.state.dataset.name if chosen is not None else "")

    @Slot()
    def _go_to_sources(self) -> None:
        self._shell.navigator.go("sources")

    @Slot()
    def _sync_ended(self) -> None:
        if self.isVisible():
            self.reload()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._retry)
        self._problem.addWidget(notice)
        self.states.show_state("error")

    @Slot()
    def _retry(self) -> None:
        self.reload()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)
        self.reload()
