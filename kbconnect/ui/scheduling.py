"""Lets syncs run by schedule while the window is open: asks what is due, starts it, says once what has to wait.

Asking, knocking at hosts and writing down what was served happen in one job at a time. The syncs themselves run like
those a person starts. Must not know pages; when what runs is the business of `kbconnect.app.schedule`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kbconnect.app.application import Application
from kbconnect.app.schedule import TICK_S, Begun, DueSync, Waiting, Watch
from kbconnect.core.connector import Connector
from kbconnect.core.errors import DatasetBusyError, NotFoundError, StoreError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, RunStatus, SyncRun
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.language import told
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.words import utc_now

_MS = 1_000
_FIRST_LOOK_S = 2.0
"""After the window has come up, which must not wait for anything."""


@dataclass(frozen=True, slots=True)
class _ToStart:
    begun: Begun
    dataset: Dataset
    connector: Connector


@dataclass(frozen=True, slots=True)
class _Queued:
    """What waits in this window for its turn. datasets: all of it, also what a person has asked for, which nobody but
    this window knows yet: their slots wait for that. begun: what was begun by schedule."""

    datasets: frozenset[str]
    begun: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look found. notices: what waits and was not told yet. wait_s: until the next look. has_schedules: that
    are not paused."""

    starts: tuple[_ToStart, ...]
    notices: tuple[Waiting, ...]
    wait_s: float
    has_schedules: bool


@dataclass(frozen=True, slots=True)
class _Ended:
    """A sync that is over. served: its slot is done with; otherwise it is due as before."""

    begun: Begun
    served: bool


class Scheduling(QObject):
    """waiting: a sentence and what to do about it, once for each sync that is due and can't start."""

    waiting = Signal(str, str)

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
        self._has_schedules = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        syncs.ended.connect(self._sync_ended)
        syncs.failed.connect(self._sync_failed)
        syncs.changed.connect(self._sync_changed)

    def start(self) -> None:
        """Looks for the first time in a moment."""
        self._timer.start(round(_FIRST_LOOK_S * _MS))

    @Slot()
    def look(self) -> None:
        """Starts what is due now, and goes on by itself. While a look is under way nothing happens."""
        if self._looking or self._closing:
            return
        self._timer.stop()
        self._looking = True
        self._told, self._ended = deque(self._ended), []
        told, queued = self._told, frozenset(sync.dataset.id for sync in self._syncs.all() if sync.queued)
        held = tuple(begun for dataset_id, begun in self._begun.items() if dataset_id in queued)
        job = self._jobs.start(lambda context: self._find(told, _Queued(queued, held), context), Queue.SCHEDULES)
        job.then(returned=self._found, errored=self._look_failed, aborted=self._look_stopped)

    def has_schedules(self) -> bool:
        """Whether anything is synced by schedule, as of the last look; paused ones don't count."""
        return self._has_schedules

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
        enabled = any(state.schedule.enabled for state in schedules.list())
        return _Found(tuple(starts), tuple(notices), tick.wait_s, enabled)

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
        self._has_schedules = found.has_schedules
        for one in found.starts:
            place = one.connector.host or one.connector.name
            self._begun[one.dataset.id] = one.begun
            hold = partial(self._application.schedules.hold, one.begun)
            if not self._syncs.start(one.dataset, one.begun.options, place, may_begin=hold):
                self._end(one.dataset.id, served=False)  # a person was faster
        for waiting in found.notices:
            self.waiting.emit(told(waiting.sentence), told(waiting.hint))
        self._look_again(found.wait_s)

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
            self._timer.start(round((0 if self._ended else wait_s) * _MS))

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
