"""Running syncs: opens what a sync needs and keeps the run history. Tells an error from a wish to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from kbconnect.app.connectors import Connectors
from kbconnect.app.embedding import Embedders
from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.errors import (
    DatasetBusyError,
    KbConnectError,
    ModelMissingError,
    NotFoundError,
    SourceError,
    StoreBusyError,
)
from kbconnect.core.job import JobCancelled, JobContext, Progress
from kbconnect.core.model import (
    Dataset,
    ErrorInfo,
    KnowledgeBaseInfo,
    RunStatus,
    SyncOptions,
    SyncRun,
)
from kbconnect.core.ports import Embedder
from kbconnect.core.store import Store
from kbconnect.core.sync import SyncPorts, run_sync
from kbconnect.core.tally import SyncTally

_SAVE_EVERY_S = 2.0
_LOCK_WAIT_S = 2.0
"""Long enough for somebody who looks at the history to let go of the lock."""


def error_info(error: KbConnectError) -> ErrorInfo:
    """An error as run history and JSON show it."""
    message = f"{error.message} {error.meaning}".strip()
    return ErrorInfo(error.code, message, error.hint, error.retryable, error.detail)


@dataclass(frozen=True, slots=True)
class SyncParts:
    """The use cases a sync opens its ports through."""

    connectors: Connectors
    knowledge_bases: KnowledgeBases
    embedders: Embedders


class Syncing:
    """The syncs of one data folder and their history."""

    def __init__(
        self,
        store: Store,
        parts: SyncParts,
        locks: DatasetLocks,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._connectors = parts.connectors
        self._knowledge_bases = parts.knowledge_bases
        self._embedders = parts.embedders
        self._locks = locks
        self._now = now

    def sync(self, dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        """Syncs one dataset and returns its run, finished: completed, completed_with_rejects, failed or cancelled.

        What stopped a run is in `run.error`, because the run is the result. Raises DatasetBusyError when a run is
        going on already, StoreError when the run history can't be written.
        """
        dataset = self._store.datasets.get(dataset_id)
        with self._locks.hold(dataset, wait_s=_LOCK_WAIT_S):
            self._settle(dataset)
            run = self._store.runs.add(SyncRun(0, dataset.id, options.trigger, RunStatus.RUNNING, self._now()))
            return _Recorder(self._store, run, context, self._now).record(
                lambda recorder, tally: self._run(dataset, options, recorder, tally)
            )

    def _run(self, dataset: Dataset, options: SyncOptions, context: JobContext, tally: SyncTally) -> None:
        info = self._knowledge_bases.get(dataset.knowledge_base_id)
        embedder, missing = self._embedder(info)
        with self._knowledge_bases.open(info.id) as knowledge_base:
            ports = SyncPorts(
                lambda: self._connectors.open(dataset.connector_id), knowledge_base, embedder, time.monotonic
            )
            run_sync(dataset, options, ports, context, tally)
        if missing is not None and not options.words_only:
            raise missing

    def _embedder(self, info: KnowledgeBaseInfo) -> tuple[Embedder | None, ModelMissingError | None]:
        """Without its model a knowledge base is still filled by words; the run then ends with the error."""
        try:
            return self._embedders.get(info.embedder), None
        except ModelMissingError as error:
            return None, error

    def runs(self, dataset_id: str | None = None, limit: int = 100) -> tuple[SyncRun, ...]:
        """Newest first; those whose process died are shown as interrupted."""
        for run in self._store.runs.list(dataset_id, limit):
            if run.status is RunStatus.RUNNING:
                self._settle_run(run)
        return self._store.runs.list(dataset_id, limit)

    def run(self, run_id: int) -> SyncRun:
        """With its rejects. Raises NotFoundError."""
        return self._store.runs.get(run_id)

    def last_run(self, dataset_id: str) -> SyncRun | None:
        newest = self.runs(dataset_id, 1)
        return newest[0] if newest else None

    def _settle_run(self, run: SyncRun) -> None:
        try:
            dataset = self._store.datasets.get(run.dataset_id)
        except NotFoundError:
            return
        try:
            with self._locks.hold(dataset):  # so that no run begins or ends while its history is put right
                self._settle(dataset)
        except DatasetBusyError:
            return  # it is running

    def _settle(self, dataset: Dataset) -> None:
        """A run that still says running while nobody holds the lock died with its process."""
        for run in self._store.runs.list(dataset.id, 5):
            if run.status is RunStatus.RUNNING:
                self._store.runs.update(replace(run, status=RunStatus.INTERRUPTED))


class _Recorder:
    """A JobContext that also writes counts to the run history now and then, so that other processes see them."""

    def __init__(self, store: Store, run: SyncRun, context: JobContext, now: Callable[[], datetime]) -> None:
        self._store = store
        self._run = run
        self._context = context
        self._now = now
        self._started = self._saved = time.monotonic()

    def record(self, work: Callable[[JobContext, SyncTally], None]) -> SyncRun:
        """Does the work and writes how it ended, whatever happened."""
        tally = SyncTally()
        status, error = (
            RunStatus.FAILED,
            ErrorInfo("bug", "The sync ended unexpectedly.", "Look into the log.", retryable=False),
        )
        try:
            work(self, tally)
            status = RunStatus.COMPLETED_WITH_REJECTS if tally.counts.rejected else RunStatus.COMPLETED
        except JobCancelled:
            status = RunStatus.CANCELLED
        except KbConnectError as known:
            if isinstance(known, SourceError) and tally.counts.chunks_written + tally.counts.deleted:
                # The source speaks for one reading; this run has written documents before it.
                known.meaning = "The database was not changed. What this sync did so far is kept."
            error = error_info(known)
        finally:
            finished = replace(
                self._run,
                status=status,
                finished_at=self._now(),
                counts=tally.counts,
                words_seconds=tally.words_seconds,
                seconds=time.monotonic() - self._started,
                error=error if status is RunStatus.FAILED else None,
                rejects=tuple(tally.rejects),
            )
            self._store.runs.update(finished)
        return finished

    def report(self, progress: Progress) -> None:
        self._context.report(progress)
        if progress.counts is not None and time.monotonic() - self._saved > _SAVE_EVERY_S:
            self._saved = time.monotonic()
            with suppress(StoreBusyError):  # others see the counts two seconds later
                self._store.runs.update(replace(self._run, counts=progress.counts))

    def check(self) -> None:
        self._context.check()

    def wait(self, seconds: float) -> None:
        self._context.wait(seconds)

    def on_cancel(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]:
        return self._context.on_cancel(interrupt)
