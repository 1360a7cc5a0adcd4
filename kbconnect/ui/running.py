"""The syncs this window has asked for: one a dataset, queued per connector, with their newest progress and pace.

There is one RunningSyncs in the program; pages and the side bar subscribe to it. Must not know pages, and does no sync
itself: the use case runs as a job.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.job import JobCancelled, JobContext, Progress
from kbconnect.core.model import Dataset, SyncOptions, SyncRun
from kbconnect.ui.jobs import Job, Jobs, Queue
from kbconnect.ui.language import say
from kbconnect.ui.pace import Pacer
from kbconnect.ui.sync_state import RunningSync, advanced
from kbconnect.ui.words import utc_now

Sync = Callable[[str, SyncOptions, JobContext], SyncRun]
"""The use case: `application.syncing.sync`."""


class RunningSyncs(QObject):
    """Every sync of the window that is queued or running.

    changed: the dataset id, with each new state and every progress. ended: the dataset id and its finished SyncRun,
    whatever its status. failed: the dataset id and the exception of a sync that could not even begin, or whose history
    could not be written (a KbConnectError, or anything else for a bug). Both come after the sync has left `get` and
    `all`, and before the last `changed`.
    """

    changed = Signal(str)
    ended = Signal(str, object)
    failed = Signal(str, object)

    def __init__(
        self,
        sync: Sync,
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """clock: seconds that never go back."""
        super().__init__(parent)
        self._sync = sync
        self._jobs = jobs
        self._now, self._clock = now, clock
        self._syncs: dict[str, _OneSync] = {}

    def get(self, dataset_id: str) -> RunningSync | None:
        """The sync of a dataset, None if there is none now."""
        one = self._syncs.get(dataset_id)
        return one.state if one is not None else None

    def all(self) -> tuple[RunningSync, ...]:
        """The running ones first, then the queued ones, each in the order they were asked for."""
        states = [one.state for one in self._syncs.values()]
        return tuple(sorted(states, key=lambda state: state.queued))

    def start(
        self,
        dataset: Dataset,
        options: SyncOptions | None = None,
        source: str = "",
        *,
        may_begin: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Begins a sync, or queues it behind another one of the same connector; False if the dataset has one already.

        source: what the connector reaches, for the events ("db.support.acme.example"). may_begin: asked in the job,
        when its turn has come; if not, the sync ends as one that was taken out of the queue.
        """
        if dataset.id in self._syncs:
            return False
        state = RunningSync(dataset, source or say("the source"), options or SyncOptions(), self._now())
        self._syncs[dataset.id] = _OneSync(self, state, may_begin)
        self._start_next(dataset.connector_id)
        self.changed.emit(dataset.id)
        return True

    def stop(self, dataset_id: str) -> None:
        """Asks a running sync to stop; takes a queued one out of the queue. What was done stays."""
        one = self._syncs.get(dataset_id)
        if one is None or one.state.stopping:
            return
        if one.has_job:
            one.stop()
        else:
            self._forget(dataset_id)
        self.changed.emit(dataset_id)

    def stop_all(self) -> None:
        """Before the window closes for good."""
        for dataset_id in [state.dataset.id for state in reversed(self.all())]:
            self.stop(dataset_id)

    def _start_next(self, connector_id: str) -> None:
        waiting = [one for one in self._syncs.values() if one.state.dataset.connector_id == connector_id]
        if any(one.has_job for one in waiting) or not waiting:
            return
        first = waiting[0]
        sync, may_begin, dataset_id, options = self._sync, first.may_begin, first.state.dataset.id, first.state.options

        def work(context: JobContext) -> SyncRun:
            if not may_begin():
                raise JobCancelled
            return sync(dataset_id, options, context)

        first.begin(self._jobs.start(work, Queue.SYNC))

    def _forget(self, dataset_id: str) -> RunningSync:
        one = self._syncs.pop(dataset_id)
        one.deleteLater()
        return one.state

    def begun(self, one: _OneSync) -> None:
        """A sync has its thread; for its own `_OneSync`."""
        one.state = replace(one.state, started_at=self._now())
        self.changed.emit(one.state.dataset.id)

    def tell(self, one: _OneSync, progress: Progress) -> None:
        """A sync has news; for its own `_OneSync`."""
        one.state = advanced(one.state, progress, one.pacer.take(progress, self._clock()), self._now())
        self.changed.emit(one.state.dataset.id)

    def leave(self, one: _OneSync, result: SyncRun | BaseException | None) -> None:
        """A sync has ended; for its own `_OneSync`. None: it was stopped before it could begin."""
        dataset = self._forget(one.state.dataset.id).dataset
        self._start_next(dataset.connector_id)
        if isinstance(result, SyncRun):
            self.ended.emit(dataset.id, result)
        elif result is not None:
            self.failed.emit(dataset.id, result)
        self.changed.emit(dataset.id)


class _OneSync(QObject):
    """One sync with its job; receives the job's signals, because only bound slots may."""

    def __init__(self, owner: RunningSyncs, state: RunningSync, may_begin: Callable[[], bool]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._job: Job | None = None
        self.state = state
        self.may_begin = may_begin
        self.pacer = Pacer()

    @property
    def has_job(self) -> bool:
        """It runs, or waits for one of the few threads for syncs, and no longer for its connector."""
        return self._job is not None

    def begin(self, job: Job) -> None:
        self._job = job
        job.started.connect(self._started)
        job.then(progressed=self._progressed, returned=self._returned, errored=self._errored, aborted=self._aborted)

    def stop(self) -> None:
        self.state = replace(self.state, stopping=True)
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _started(self) -> None:
        self._owner.begun(self)

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        self._owner.tell(self, progress)

    @Slot(object)
    def _returned(self, run: SyncRun) -> None:
        self._owner.leave(self, run)

    @Slot(object)
    def _errored(self, error: BaseException) -> None:
        self._owner.leave(self, error)

    @Slot()
    def _aborted(self) -> None:
        self._owner.leave(self, None)
