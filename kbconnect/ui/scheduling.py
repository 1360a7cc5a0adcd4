"""Lets syncs run by schedule while the program is open: asks what is due, starts it, says once what has to wait.

Meaning that waited for this computer to be plugged in is added here as well, once it is. A jump of the clock, as after
sleep, shows at the next look, half a minute later at most: what was put off is then tried at once.

Asking, knocking at hosts and writing down what was served happen in one job at a time. The syncs themselves run like
those a person starts. Must not know pages; when what runs is the business of `kbconnect.app.schedule`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kbconnect.app.schedule import PLUGGED_IN, Begun, DueSync, Waiting
from kbconnect.app.schedule_watch import TICK_S, Watch
from kbconnect.core.connector import Connector
from kbconnect.core.errors import DatasetBusyError, NotFoundError, StoreError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, RunStatus, SyncOptions, SyncRun, Trigger
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.language import told
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.words import utc_now

if TYPE_CHECKING:  # it is loaded on a thread while the window is already to be seen
    from kbconnect.app.application import Application

_MS = 1_000
_FIRST_LOOK_S = 2.0
"""After the window has come up, which must not wait for anything."""


@dataclass(frozen=True, slots=True)
class ScheduleNews:
    """How things stand. running: schedules that are not paused. is_off: all were paused together. upcoming: the next
    sync, by the name of its dataset and when. meaning_waits: none is added until this computer is plugged in."""

    running: int = 0
    is_off: bool = False
    upcoming: tuple[str, datetime] | None = None
    meaning_waits: bool = False


@dataclass(frozen=True, slots=True)
class _ToStart:
    """begun: None for meaning that waited."""

    begun: Begun | None
    dataset: Dataset
    connector: Connector


@dataclass(frozen=True, slots=True)
class _Queued:
    """What waits in this window for its turn. datasets: all of it, also what a person has asked for, which nobody but
    this window knows yet: their slots wait for that. begun: what was begun by schedule. hurry: what was put off is
    tried at once."""

    datasets: frozenset[str]
    begun: tuple[Begun, ...]
    hurry: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look found. notices: what waits and was not told yet. wait_s: until the next look. hurried: somebody
    waits to hear what came of it."""

    starts: tuple[_ToStart, ...]
    notices: tuple[Waiting, ...]
    wait_s: float
    news: ScheduleNews
    hurried: bool


@dataclass(frozen=True, slots=True)
class _Ended:
    """A sync that is over. served: its slot is done with; otherwise it is due as before."""

    begun: Begun
    served: bool


class Scheduling(QObject):
    """waiting: a sentence, what to do about it and the dataset id, once for each sync that is due and can't start.
    looked: the ScheduleNews, after each look. hurried: how many syncs started after `hurry`, and the news."""

    waiting = Signal(str, str, str)
    looked = Signal(object)
    hurried = Signal(int, object)
    _changed = Signal()

    def __init__(
        self,
        application: Application,
        jobs: Jobs,
        syncs: RunningSyncs,
        parent: QObject,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._jobs, self._syncs, self._now = jobs, syncs, now
        self._watch = Watch(application.schedules)
        self._begun: dict[str, Begun] = {}
        self._ended: list[_Ended] = []
        self._told: deque[_Ended] = deque()
        self._looking = False
        self._closing = False
        self._started = self._hurry = self._again = False
        self._was_paused: bool | None = None
        self._news = ScheduleNews()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        syncs.ended.connect(self._sync_ended)
        syncs.failed.connect(self._sync_failed)
        syncs.changed.connect(self._sync_changed)
        self._changed.connect(self._schedules_changed, Qt.ConnectionType.QueuedConnection)
        application.schedules.changed = self._tell_changed

    def start(self) -> None:
        """Looks for the first time in a moment, and from then on when a schedule is changed."""
        self._started = True
        self._timer.start(round(_FIRST_LOOK_S * _MS))

    @Slot()
    def look(self) -> None:
        """Starts what is due now, and goes on by itself. While a look is under way nothing happens."""
        if self._looking or self._closing:
            self._again = True
            return
        self._timer.stop()
        self._looking, self._again = True, False
        self._told, self._ended = deque(self._ended), []
        told, queued = self._told, frozenset(sync.dataset.id for sync in self._syncs.all() if sync.queued)
        held = tuple(begun for dataset_id, begun in self._begun.items() if dataset_id in queued)
        asked = _Queued(queued, held, self._hurry)
        job = self._jobs.start(lambda context: self._find(told, asked, context), Queue.SCHEDULES)
        job.then(returned=self._found, errored=self._look_failed, aborted=self._look_stopped)

    @Slot()
    def hurry(self) -> None:
        """Tries at once what is due and was put off; `hurried` tells what came of it."""
        self._hurry = True
        self.look()

    def news(self) -> ScheduleNews:
        """As of the last look."""
        return self._news

    def _tell_changed(self) -> None:
        """On whatever thread a schedule was changed."""
        if self._started:
            with suppress(RuntimeError):  # the window is gone
                self._changed.emit()

    @Slot()
    def _schedules_changed(self) -> None:
        self.look()

    def is_looking(self) -> bool:
        return self._looking

    @Slot()
    def close(self) -> None:
        """Before the window stops its syncs: those that are under way are taken up at the next start."""
        self._closing = True
        self._timer.stop()

    # ---------------------------------------------------------------------------------------- in a job

    def _find(self, ended: deque[_Ended], queued: _Queued, context: JobContext) -> _Found:
        """ended: what was written down is taken out."""
        schedules, watch = self._application.schedules, self._watch
        while ended:
            one = ended[0]
            if one.served:
                schedules.finish(one.begun)
            else:
                schedules.put_back(one.begun)
            watch.ended(one.begun)
            ended.popleft()
        self._hold(queued)
        if queued.hurry:
            watch.hurry()
        now = self._now()
        tick = watch.tick(now)
        starts: list[_ToStart] = []
        notices: list[Waiting] = []
        for due in tick.due:
            context.check()
            try:
                if due.dataset_id not in queued.datasets:
                    self._begin(due, now, starts, notices)
                    self._hold(queued)  # a host may have taken its time to answer
            except StoreError:  # what was begun before must start; the rest is due at the next look
                break
        starts += self._meaning_to_add({one.dataset.id for one in starts})
        return _Found(tuple(starts), tuple(notices), tick.wait_s, self._looked_up(), queued.hurry)

    def _looked_up(self) -> ScheduleNews:
        running = [state for state in self._application.schedules.list() if state.schedule.enabled]
        upcoming = ((state.dataset.name, state.upcoming[0]) for state in running if state.upcoming)
        first = min(upcoming, key=lambda one: one[1], default=None)
        return ScheduleNews(len(running), self._application.schedule_switch.is_off(), first, bool(self._was_paused))

    def _meaning_to_add(self, starting: set[str]) -> list[_ToStart]:
        """Of datasets whose meaning waited, when the wait is over; once, because one that fails would fail again."""
        meaning = self._application.meaning
        before, self._was_paused = self._was_paused, meaning.look_again()
        if self._was_paused or before is False:
            return []
        found = []
        for dataset_id in meaning.waiting():
            with suppress(NotFoundError):
                dataset = self._application.datasets.get(dataset_id)
                connector = self._application.connectors.get(dataset.connector_id)
                if dataset_id not in starting:  # that sync adds it
                    found.append(_ToStart(None, dataset, connector))
        return found

    def _hold(self, queued: _Queued) -> None:
        for begun in queued.begun:  # what is lost is seen when its turn comes
            self._application.schedules.hold(begun)

    def _begin(self, due: DueSync, now: datetime, starts: list[_ToStart], notices: list[Waiting]) -> None:
        try:
            # Before it is claimed: what is claimed and does not start is due no more.
            dataset = self._application.datasets.get(due.dataset_id)
            connector = self._application.connectors.get(dataset.connector_id)
        except NotFoundError:  # removed a moment ago, and its schedule with it
            return
        outcome = self._application.schedules.begin(due)
        if isinstance(outcome, Begun):
            self._watch.begun(outcome)
            starts.append(_ToStart(outcome, dataset, connector))
        elif isinstance(outcome, Waiting) and self._watch.put_off(outcome, now):
            notices.append(outcome)

    # ---------------------------------------------------------------------------------------- in the window

    @Slot(object)
    def _found(self, found: _Found) -> None:
        self._news = found.news
        for one in found.starts:
            place = one.connector.host or one.connector.name
            if one.begun is None:  # a sync under way adds it as well
                self._syncs.start(
                    one.dataset, SyncOptions(Trigger.SCHEDULE, remark=PLUGGED_IN, meaning_only=True), place
                )
                continue
            self._begun[one.dataset.id] = one.begun
            hold = partial(self._application.schedules.hold, one.begun)
            if not self._syncs.start(one.dataset, one.begun.options, place, may_begin=hold):
                self._end(one.dataset.id, served=False)  # a person was faster
        for waiting in found.notices:
            self.waiting.emit(told(waiting.sentence), told(waiting.hint), waiting.dataset_id)
        self._look_again(found.wait_s)
        self.looked.emit(found.news)
        if found.hurried:
            self._hurry = False
            self.hurried.emit(sum(one.begun is not None for one in found.starts), found.news)

    @Slot(object)
    def _look_failed(self, error: BaseException) -> None:
        """A busy or damaged store: the pages say so; here it is only tried again."""
        # Forgotten, a sync that has ended would count as under way as long as the window is open.
        self._ended = [*self._told, *self._ended]
        self._looking = False
        if not self._closing:
            self._timer.start(round(TICK_S * _MS))

    @Slot()
    def _look_stopped(self) -> None:
        self._look_again(TICK_S)

    def _look_again(self, wait_s: float) -> None:
        self._looking = False
        if not self._closing:
            self._timer.start(round((0 if self._ended or self._again else wait_s) * _MS))

    @Slot(str, object)
    def _sync_ended(self, dataset_id: str, run: SyncRun) -> None:
        # One that the closing window stopped was broken off; one that a person stopped is done with.
        self._end(dataset_id, served=not (self._closing and run.status is RunStatus.CANCELLED))

    @Slot(str, object)
    def _sync_failed(self, dataset_id: str, error: BaseException) -> None:
        self._end(dataset_id, served=not isinstance(error, DatasetBusyError))

    @Slot(str)
    def _sync_changed(self, dataset_id: str) -> None:
        if dataset_id in self._begun and self._syncs.get(dataset_id) is None:
            self._end(dataset_id, served=not self._closing)  # taken out of the queue

    def _end(self, dataset_id: str, *, served: bool) -> None:
        begun = self._begun.pop(dataset_id, None)
        if begun is None:
            return
        self._ended.append(_Ended(begun, served))
        if not self._looking:
            self.look()
