"""Scenes of a dataset's sync: running in each stage, finished, stopped by the brake, failed, never run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kbconnect.app.schedule import ScheduleState
from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.job import Stage
from kbconnect.core.model import (
    DatasetCounts,
    KnowledgeBaseInfo,
    RunStatus,
    SyncCounts,
    SyncOptions,
    SyncPlan,
    SyncPolicy,
    SyncRun,
)
from kbconnect.core.schedule import CronRule, Rule, Schedule, WaitKind
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pace import Pace
from kbconnect.ui.pages.schedule_dialog import ScheduleDialog
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.pages.sync_limits import LimitsDialog
from kbconnect.ui.pages.sync_plan import PlanView
from kbconnect.ui.pages.sync_work import SyncSetting
from kbconnect.ui.sync_state import RunningSync, SyncEvent
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.window import MainWindow
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import BRAKE, REFUSED, REJECTS, ago, connector, dataset, run
from tests.ui.scene import BOTH, LIGHT_ONLY, Scene
from tests.ui.scenes_shell import window

ARTICLES = dataset("articles", "Help articles", "c", "public.help_articles")
TICKETS = dataset("tickets", "Support tickets", "c", "public.tickets")
_RATES = (
    118,
    126,
    131,
    129,
    133,
    128,
    132,
    134,
    130,
    127,
    131,
    133,
    132,
    129,
    96,
    88,
    121,
    130,
    132,
    131,
    133,
    130,
    131,
)


def _running(stage: Stage, done: int, total: int | None, pace: Pace, counts: SyncCounts) -> RunningSync:
    started = ago(minutes=30)
    events = (
        SyncEvent(started, "shield-check", "Connected to db.support.acme.example, read-only"),
        SyncEvent(
            started + timedelta(seconds=1),
            "git-diff",
            "Compared with the knowledge base: 214,806 rows are new or changed",
        ),
        SyncEvent(started + timedelta(seconds=14), "warning-circle", "7 rows rejected; the rest goes on"),
        SyncEvent(started + timedelta(seconds=28), "text-aa", "All rows can be searched by words; adding meaning"),
    )
    shown = {Stage.CONNECTING: 0, Stage.COMPARING: 1, Stage.READING: 3}.get(stage, 4)
    return RunningSync(
        TICKETS,
        "db.support.acme.example",
        SyncOptions(),
        started,
        started,
        stage=stage,
        done=done,
        total=total,
        counts=counts,
        rows=214_806,
        words_seconds=28 if stage is Stage.EMBEDDING else None,
        pace=pace,
        events=events[:shown],
    )


_WRITTEN = SyncCounts(read=214_806, added=214_799, rejected=7, chunks_written=402_118)
ADDING_MEANING = _running(Stage.EMBEDDING, 249_313, 402_118, Pace(131.0, 1_110.0), _WRITTEN)
READING = _running(Stage.READING, 121_400, 214_806, Pace(9_050.0, 11.0), SyncCounts(added=121_393, rejected=7))


_NOTE = "The connection to db.support.acme.example was lost. Trying again in 8 s."
WAITING = replace(
    READING,
    stage=Stage.WAITING,
    total=None,
    note=_NOTE,
    events=(*READING.events, SyncEvent(ago(minutes=29), "hourglass", _NOTE)),
)


SILENT = replace(
    READING,
    note="Waiting for the database db.support.acme.example: nothing has come for 22 s.",
    events=(
        *READING.events,
        SyncEvent(ago(minutes=29), "hourglass", "Nothing comes from db.support.acme.example; waiting"),
    ),
)


_RULE = CronRule("0 2 * * *", "Europe/Berlin")
_TONIGHT = utc_now().astimezone(ZoneInfo("Europe/Berlin")).replace(hour=2, minute=0, second=0, microsecond=0)
_SCHEDULE = ScheduleState(
    Schedule("articles", _RULE, ago(days=30), ago(hours=10)),
    ARTICLES,
    "Every night at 02:00, Europe/Berlin",
    tuple(_TONIGHT + timedelta(days=later) for later in (1, 2, 3)),
)
_WAITS = replace(
    _SCHEDULE,
    schedule=replace(_SCHEDULE.schedule, waiting_for="the keyring to be unlocked", waiting_kind=WaitKind.UNLOCK),
)


class _Shown(SyncPage):
    """The page with an example setting in the place of the run history."""

    def __init__(self, shell: Shell, setting: SyncSetting) -> None:
        self._example = setting
        super().__init__(shell, setting.dataset.id, setting.dataset.name)

    def reload(self) -> None:
        self.show_setting(self._example)


def _setting(last: SyncRun | None, documents: int = 9_045) -> SyncSetting:
    base = KnowledgeBaseInfo("kb", "Customer support", "sqlite", "kb.db", "minilm", ago(days=40))
    counts = DatasetCounts("articles", documents, 2 * documents, 2 * documents, 7)
    support = connector("c", "Support desk", "db.support.acme.example")
    return SyncSetting(ARTICLES, support, base, last, counts, _SCHEDULE)


def _window(setting: SyncSetting, *shown: RunningSync) -> MainWindow:
    shells: list[Shell] = []

    def first(shell: Shell) -> Page:
        shells.append(shell)
        return Page(say("Sources"))

    made = window(first, *shown)
    made.navigator().push(lambda: _Shown(shells[0], setting))
    return made


def _syncing(state: RunningSync) -> QWidget:
    made = _window(replace(_setting(None), dataset=TICKETS), state)
    page = made.findChild(SyncPage)
    if page is not None and state.stage is Stage.EMBEDDING:
        for rate in _RATES:
            page.show_sync(replace(state, pace=Pace(float(rate), 1_110.0)))
    return made


_FINISHED = run(
    1204,
    "articles",
    ago(hours=3),
    RunStatus.COMPLETED_WITH_REJECTS,
    SyncCounts(read=9_052, added=42, updated=3, deleted=1, unchanged=9_000, rejected=7, chunks_written=90, embedded=90),
    seconds=4,
    rejects=REJECTS,
)
_CONTINUED = replace(
    _FINISHED,
    status=RunStatus.COMPLETED,
    counts=SyncCounts(read=9_052, added=5_052, unchanged=4_000, chunks_written=10_104, embedded=10_104),
    rejects=(),
    continues=1203,
    remarks=(
        "Catches up the sync of Mon 02:00, which was missed.",
        "Continues run 1203, which was interrupted. The 4,000 documents it wrote are not read again.",
        "Reading broke off and was taken up again once.",
    ),
)
_BRAKED = run(
    1205,
    "articles",
    ago(minutes=2),
    RunStatus.FAILED,
    SyncCounts(read=4_932, unchanged=4_932),
    error=replace(BRAKE, detail=BrakeNumbers(4_113, 9_045).detail()),
)
_FAILED = run(1206, "articles", ago(minutes=12), RunStatus.FAILED, seconds=0.4, error=REFUSED)


def _asking() -> QWidget:
    made = _window(_setting(_BRAKED))
    page = made.findChild(SyncPage)
    if page is not None:
        QTimer.singleShot(50, page, page.ask_about_removal)
    return made


def _planned(plan: SyncPlan | None) -> QWidget:
    made = _window(_setting(_FINISHED))
    view = made.findChild(PlanView)
    if view is not None:
        QTimer.singleShot(50, view, partial(view.show_plan, plan) if plan is not None else view.show_looking)
    return made


_PLAN = SyncPlan(
    9_093, added=42, updated=3, metadata_updated=0, unchanged=9_044, gone=4, rejected=0, known=9_051, brake=False
)
_PLAN = replace(_PLAN, gone_titles=("Return without a label", "Gift cards", "Opening hours 2023", "Newsletter"))


def _scheduling(rule: Rule | None) -> QWidget:
    made = _window(_setting(_FINISHED))
    dialog = ScheduleDialog(made, "Help articles", rule, "Europe/Berlin", ago())
    QTimer.singleShot(50, dialog, dialog.open)
    return made


def _limiting() -> QWidget:
    made = _window(_setting(_FINISHED))
    dialog = LimitsDialog(made, "Help articles", SyncPolicy())
    QTimer.singleShot(50, dialog, dialog.open)
    return made


SYNC = (
    Scene("sync-running", partial(_syncing, ADDING_MEANING), BOTH),
    Scene("sync-reading", partial(_syncing, READING), LIGHT_ONLY, (1024, 700)),
    Scene("sync-waiting", partial(_syncing, WAITING), BOTH),
    Scene("sync-silent", partial(_syncing, SILENT), BOTH),
    Scene("sync-continued", lambda: _window(_setting(_CONTINUED)), LIGHT_ONLY),
    Scene("sync-schedule-waits", lambda: _window(replace(_setting(_CONTINUED), schedule=_WAITS)), LIGHT_ONLY),
    Scene("schedule-dialog", partial(_scheduling, _RULE), BOTH),
    Scene("schedule-dialog-cron", partial(_scheduling, CronRule("*/10 8-18 * * 1-5", "Europe/Berlin")), LIGHT_ONLY),
    Scene("schedule-dialog-none", partial(_scheduling, None), LIGHT_ONLY),
    Scene("limits-dialog", _limiting, BOTH),
    Scene("sync-finished", lambda: _window(_setting(_FINISHED)), BOTH),
    Scene("sync-finished-narrow", lambda: _window(_setting(_FINISHED)), LIGHT_ONLY, (1024, 700)),
    Scene("sync-plan", partial(_planned, _PLAN), BOTH),
    Scene("sync-plan-brake", partial(_planned, replace(_PLAN, gone=4_113, brake=True)), LIGHT_ONLY, (1024, 700)),
    Scene("sync-plan-looking", partial(_planned, None), LIGHT_ONLY),
    Scene("sync-brake", _asking, BOTH),
    Scene("sync-failed", lambda: _window(_setting(_FAILED)), BOTH),
    Scene("sync-never", lambda: _window(_setting(None)), LIGHT_ONLY),
)
