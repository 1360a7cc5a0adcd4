"""The page of one dataset's sync: running, finished, stopped, failed, waiting for an answer, or never run.

Follows RunningSyncs; what has ended is read from the run history. Asks before documents are removed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncOptions, SyncPolicy, SyncRun, Trigger
from kbconnect.core.schedule import Rule
from kbconnect.core.shares import percent_number
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say
from kbconnect.ui.models.faults import HAS_WAY_OUT, brake_cause, brake_meaning
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_page import ConnectorPage
from kbconnect.ui.pages.sync_finished import FinishedView
from kbconnect.ui.pages.sync_running import RunningView
from kbconnect.ui.pages.sync_work import SyncSetting, SyncWork
from kbconnect.ui.sync_state import RunningSync, status_of_run, status_of_sync
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button, icon_button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.layout import clear, down, frame
from kbconnect.ui.words import count, counted, utc_now


class SyncPage(ConnectorPage):
    """question_asked: the knowledge base id to ask a question of. edit_asked: the dataset is to be changed.
    password_asked: the connector id whose new password is to be entered."""

    question_asked = Signal(str)
    edit_asked = Signal(object)
    password_asked = Signal(str)

    def __init__(self, shell: Shell, dataset_id: str, title: str = "") -> None:
        """title: the dataset's name if it is known already."""
        super().__init__(title or say("Sync"))
        self._syncs, self._jobs, self._dataset_id = shell.syncs, shell.jobs, dataset_id
        self._setting: SyncSetting | None = None
        self._ask_when_loaded = False
        self._work = SyncWork(shell.application, dataset_id)
        self._running = RunningView()
        self._finished = FinishedView()
        self._first = button(self.tr("Sync now"), Kind.PRIMARY, "arrows-clockwise")
        self._problem = down(gap=0, margins=(24, 20, 24, 16))
        self._states = Swap(
            loading=frame(down(Skeleton(rows=5, row_height=64), margins=(24, 20, 24, 16))),
            running=self._running,
            finished=self._finished,
            never=EmptyState(
                Picture.HISTORY,
                self.tr("Not synced yet"),
                self.tr("A sync brings the rows into the knowledge base. Later ones only bring what changed."),
                self._first,
                safe=self.tr("kbconnect only reads. Your database is never changed."),
            ),
            error=frame(self._problem),
        )
        self.set_body(self._states)
        self._make_actions()
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_setting)
        self._job.errored.connect(self._load_failed)
        self._question: Question | None = None
        self._numbers: BrakeNumbers | None = None
        self._examples = Latest(shell.jobs, self)
        self._examples.returned.connect(self._show_examples)
        self._examples.errored.connect(self._without_examples)
        self._plan_job = Latest(shell.jobs, self, Queue.PREVIEW)
        self._plan_job.returned.connect(self._finished.plan.show_plan)
        self._plan_job.errored.connect(self._finished.plan.show_problem)
        self._finished.plan.asked.connect(self.see_what_would_change)
        self._finished.plan.stop_asked.connect(self._stop_looking)
        self._syncs.changed.connect(self._sync_changed)
        self._syncs.ended.connect(self._sync_ended)
        self._syncs.failed.connect(self._sync_failed)
        self._first.clicked.connect(self.sync_now)
        self._finished.answer_asked.connect(self.ask_about_removal)
        self._finished.retry_asked.connect(self._retry_rejects)
        self._finished.edit_asked.connect(self._ask_to_edit)
        self._finished.password_asked.connect(self._ask_for_password)
        self._finished.schedule.set_asked.connect(self.ask_for_a_schedule)
        self._finished.schedule.pause_asked.connect(self._pause_schedule)
        for keys, slot in (("Ctrl+Shift+S", self.sync_now), ("F5", self.reload), ("Ctrl+R", self.reload)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _make_actions(self) -> None:
        self._ask = button(self.tr("Ask a question"), glyph="magnifying-glass", shortcut="Ctrl+K")
        self._stop = button(self.tr("Stop sync"), Kind.DANGER_QUIET, "stop-circle")
        self._start = button(self.tr("Sync now"), Kind.PRIMARY, "arrows-clockwise", shortcut="Ctrl+Return")
        self._ask.clicked.connect(self._ask_a_question)
        self._stop.clicked.connect(self._stop_sync)
        self._start.clicked.connect(self.sync_now)
        self._edit = icon_button("pencil-simple", self.tr("Change what is synced"))
        self._edit.clicked.connect(self._ask_to_edit)
        self._limits = icon_button("gauge", self.tr("Change its limits"))
        self._limits.clicked.connect(self.ask_for_limits)
        self.set_actions(self._edit, self._limits, self._ask, self._stop, self._start)
        for action in (self._edit, self._limits, self._ask, self._stop, self._start):
            action.hide()

    def entered(self) -> None:
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Reads dataset and history again."""
        self._job.start(self._work.setting)

    @Slot()
    def sync_now(self) -> None:
        """Starts a sync, unless one is under way."""
        self._begin(SyncOptions())

    @Slot()
    def see_what_would_change(self) -> None:
        """Compares the source with the knowledge base, and writes nothing."""
        self._finished.plan.show_looking()
        self._plan_job.start(self._work.plan)

    @Slot()
    def _stop_looking(self) -> None:
        self._plan_job.cancel()
        self._finished.plan.take_away()

    @Slot()
    def ask_for_a_schedule(self) -> None:
        """Shows the dialog in which a schedule is chosen."""
        if self._setting is None:
            return
        from kbconnect.ui.pages.schedule_dialog import ScheduleDialog

        state = self._setting.schedule
        rule = state.schedule.rule if state is not None else None
        dialog = ScheduleDialog(self, self._setting.dataset.name, rule, self._setting.zone, utc_now())
        dialog.chosen.connect(self._set_schedule)
        dialog.open()

    @Slot(object)
    def _set_schedule(self, rule: Rule | None) -> None:
        self._change(self._work.set_schedule(rule))

    @Slot()
    def _pause_schedule(self) -> None:
        state = self._setting.schedule if self._setting is not None else None
        if state is not None:
            self._change(self._work.pause_schedule(paused=state.schedule.enabled))

    @Slot()
    def ask_for_limits(self) -> None:
        """Shows the dialog in which the limits of the dataset are set."""
        if self._setting is None:
            return
        from kbconnect.ui.pages.sync_limits import LimitsDialog

        dataset = self._setting.dataset
        dialog = LimitsDialog(self, dataset.name, dataset.policy)
        dialog.chosen.connect(self._set_limits)
        dialog.open()

    @Slot(object)
    def _set_limits(self, policy: SyncPolicy) -> None:
        self._change(self._work.set_policy(policy))

    def _change(self, work: Callable[[JobContext], None]) -> None:
        """Changes something in a job, then shows what it is now."""
        self._jobs.start(work).then(returned=self._changed, errored=self._not_changed)

    @Slot(object)
    def _changed(self, _: object) -> None:
        self.reload()

    @Slot(object)
    def _not_changed(self, error: BaseException) -> None:
        show_error(self, error)

    @Slot()
    def _retry_rejects(self) -> None:
        self._begin(SyncOptions(retry_rejects=True))

    def _begin(self, options: SyncOptions) -> None:
        if self._setting is not None:
            self._stop_looking()
            self._syncs.start(self._setting.dataset, options, self._setting.place)

    @Slot(object)
    def show_setting(self, setting: SyncSetting) -> None:
        """Shows the dataset with its newest run, or with the sync that is under way."""
        self._setting = setting
        if setting.dataset.name != self.title():
            self.set_title(setting.dataset.name)
        self.set_connector_name(setting.connector.name)
        self._refresh()
        if self._ask_when_loaded:
            self._ask_when_loaded = False
            self.ask_about_removal()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        self._show_problem(error)

    def _show_problem(self, error: BaseException) -> None:
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        self._problem.addWidget(notice)
        self._problem.addStretch(1)
        self._states.show_state("error")

    def _refresh(self) -> None:
        setting = self._setting
        if setting is None:
            return
        sync = self._syncs.get(self._dataset_id)
        for change in (self._edit, self._limits):
            change.setVisible(sync is None)
        self._ask.setVisible(sync is not None or setting.last is not None)
        self._ask.setText(self.tr("Ask a question now") if sync is not None else self.tr("Ask a question"))
        self._stop.setVisible(sync is not None)
        self._stop.setEnabled(sync is not None and not sync.stopping)
        self._start.setVisible(sync is None and setting.last is not None)
        if sync is not None:
            self.show_sync(sync)
        elif setting.last is not None:
            error = setting.last.error
            self._rank_start(is_next=error is None or error.code not in HAS_WAY_OUT)
            self._finished.show_run(setting.last, setting, utc_now())
            self.set_status(status_of_run(setting.last))
            self._states.show_state("finished")
        else:
            self.set_status(None)
            self._states.show_state("never")

    def _rank_start(self, *, is_next: bool) -> None:
        """Filled only where a sync is what comes next, not where it would only fail again."""
        self._start.set_kind(Kind.PRIMARY if is_next else Kind.SECONDARY)
        self._start.set_glyph("arrows-clockwise")

    def show_sync(self, sync: RunningSync) -> None:
        """Shows the newest state of the sync under way."""
        setting = self._setting
        if setting is not None:
            self._running.show_sync(sync, with_meaning=setting.with_meaning, first=setting.last is None)
            self.set_status(status_of_sync(sync))
            self._states.show_state("running")

    @Slot(str)
    def _sync_changed(self, dataset_id: str) -> None:
        if dataset_id == self._dataset_id and (self._syncs.get(dataset_id) is not None or not self._job.is_busy()):
            self._refresh()

    @Slot(str, object)
    def _sync_ended(self, dataset_id: str, run: SyncRun) -> None:
        if dataset_id == self._dataset_id:
            waits = run.error is not None and run.error.code == "delete_brake"
            if not waits:
                self._withdraw_question()
            # What a schedule started interrupts nobody: the page says that it waits.
            asked_for = run.trigger is Trigger.MANUAL or self._question is not None
            self._ask_when_loaded = waits and asked_for and self.isVisible()
            self.reload()

    @Slot(str, object)
    def _sync_failed(self, dataset_id: str, error: BaseException) -> None:
        if dataset_id == self._dataset_id and self.isVisible():
            show_error(self, error)

    @Slot()
    def _stop_sync(self) -> None:
        self._syncs.stop(self._dataset_id)

    @Slot()
    def _ask_to_edit(self) -> None:
        if self._setting is not None:
            self.edit_asked.emit(self._setting.dataset)

    @Slot()
    def _ask_for_password(self) -> None:
        if self._setting is not None:
            self.password_asked.emit(self._setting.connector.id)

    @Slot()
    def _ask_a_question(self) -> None:
        if self._setting is not None:
            self.question_asked.emit(self._setting.knowledge_base.id)

    @Slot()
    def ask_about_removal(self) -> None:
        """Shows the question of the delete brake, if the newest run waits for its answer."""
        setting = self._setting
        if setting is None or setting.last is None or setting.last.error is None:
            return
        numbers = BrakeNumbers.of(setting.last.error.detail)
        if numbers is not None and (self._question is None or numbers != self._numbers):
            self._withdraw_question()
            self._numbers = numbers
            self._question = Question(self, brake_question(setting, setting.last, numbers))
            self._question.answered.connect(self._answered)
            self._question.open()
            self._examples.start(self._work.examples)

    def _withdraw_question(self) -> None:
        """What it asked is no more as it was."""
        question, self._question = self._question, None
        if question is not None:
            question.answered.disconnect(self._answered)
            self._examples.cancel()
            question.close()

    @Slot(object)
    def _show_examples(self, titles: tuple[str, ...]) -> None:
        if self._question is not None:
            known = counted(len(titles), self.tr("document"), self.tr("documents"))
            whole = self._numbers is not None and len(titles) >= self._numbers.gone
            self._question.show_examples([(title, "", "") for title in titles], known if whole else "")

    @Slot(object)
    def _without_examples(self, _: BaseException) -> None:
        """The question stands without them; what is wrong with the source the sync itself will say."""

    @Slot(bool)
    def _answered(self, remove: bool) -> None:
        self._question = None
        self._examples.cancel()
        if remove and self._numbers is not None:
            self._begin(SyncOptions(agreed_deletes=self._numbers.gone))


def brake_question(setting: SyncSetting, run: SyncRun, numbers: BrakeNumbers) -> Asking:
    """The words of the delete brake."""
    gone = counted(numbers.gone, say("document"), say("documents"))
    share = percent_number(numbers.gone / max(numbers.known, 1))
    limit = percent_number(setting.dataset.policy.delete_limit)
    rows = counted(run.counts.read, say("row"), say("rows")) if run.counts.read else say("no rows")
    why = say(
        "The source returned {rows}, but {known} are known. Removing the difference takes away {share} % of "
        "“{dataset}”. Your limit is {limit} %."
    ).format(rows=rows, known=count(numbers.known), share=share, dataset=setting.dataset.name, limit=limit)
    return Asking(
        title=say("Remove {documents}?").format(documents=gone),
        why=why,
        unchanged=brake_meaning(run, numbers),
        act=say("Remove {documents}").format(documents=gone),
        keep=say("Keep everything"),
        cause=brake_cause(),
    )
