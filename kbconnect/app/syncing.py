"""Running syncs: opens what a sync needs and keeps the run history. Tells an error from a wish to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kbconnect.app.connectors import Connectors
from kbconnect.app.dry_runs import kept_dry_run
from kbconnect.app.embedding import Embedders
from kbconnect.app.hash_keys import NEW_KEY, HashKeys
from kbconnect.app.history import History
from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.power import MEANING_WAITS, Meaning, MeaningPaused
from kbconnect.app.read_ahead import read_ahead
from kbconnect.app.silence import NotedContext, Patience, watched
from kbconnect.app.sync_log import SyncLog
from kbconnect.core.errors import (
    DiskFullError,
    KbConnectError,
    MappingError,
    ModelMissingError,
    SourceError,
    StoreBusyError,
    StoreError,
)
from kbconnect.core.job import JobCancelled, JobContext, Progress, Stage
from kbconnect.core.knowledge_base import KnowledgeBase
from kbconnect.core.model import (
    Dataset,
    ErrorInfo,
    KnowledgeBaseInfo,
    Phase,
    RunStatus,
    SyncOptions,
    SyncPlan,
    SyncRun,
)
from kbconnect.core.ports import Embedder
from kbconnect.core.store import ChunkMark, Store
from kbconnect.core.tally import SyncTally

if TYPE_CHECKING:  # it loads NumPy, which a window that is only open does without
    from kbconnect.core.sync import SyncPorts

_SAVE_EVERY_S = 2.0
_UNFINISHED = {
    RunStatus.CANCELLED: "was stopped",
    RunStatus.INTERRUPTED: "was interrupted",
    RunStatus.FAILED: "failed",
}
_LOCK_WAIT_S = 2.0
"""Long enough for somebody who looks at the history to let go of the lock."""


def error_info(error: KbConnectError) -> ErrorInfo:
    """An error as run history and JSON show it. What a hint offers to copy stands first in its detail."""
    message = f"{error.message} {error.meaning}".strip()
    detail = "\n".join(part for part in (error.fix, error.detail) if part)
    return ErrorInfo(error.code, message, error.hint, error.retryable, detail)


@dataclass(frozen=True, slots=True)
class SyncParts:
    """The use cases a sync opens its ports through, the one that lets old runs go, the one that spares the battery, and
    what follows each sync: it takes the finished run and returns it, remarks added, whatever happens. hash_keys: for
    datasets that hash columns."""

    connectors: Connectors
    knowledge_bases: KnowledgeBases
    embedders: Embedders
    history: History
    meaning: Meaning
    follow: Callable[[Dataset, SyncRun, JobContext], SyncRun]
    hash_keys: HashKeys


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
        self._history = parts.history
        self._meaning = parts.meaning
        self._follow = parts.follow
        self._hash_keys = parts.hash_keys
        self._locks = locks
        self._now = now

    def sync(self, dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        """Syncs one dataset and returns its run, finished: completed, completed_with_rejects, failed or cancelled.

        What stopped a run is in `run.error`, because the run is the result. Raises DatasetBusyError when a run is
        going on already, NotFoundError when the dataset is gone, StoreError when the run history can't be written.
        """
        dataset = self._store.datasets.get(dataset_id)
        with self._locks.hold(dataset, wait_s=_LOCK_WAIT_S):
            # Whoever had the lock may have moved it to another knowledge base, or removed it.
            dataset = self._store.datasets.get(dataset_id)
            self._history.settle(dataset)
            begun = SyncRun(0, dataset.id, options.trigger, RunStatus.RUNNING, self._now())
            run = self._store.runs.add(self._with_past(begun, dataset, options))
            SyncLog.begins(run, dataset)
            finished = _Recorder(self._store, run, context, self._now).record(
                lambda recorder, tally: self._run(dataset, options, recorder, tally)
            )
        with suppress(StoreError):  # the run is kept; old ones go after the next
            self._history.prune(dataset.id)
        return self._follow(dataset, finished, context)

    def _with_past(self, run: SyncRun, dataset: Dataset, options: SyncOptions) -> SyncRun:
        """What this run takes up, in numbers and in a sentence."""
        remarks = (options.remark,) if options.remark else ()
        last = next(iter(self._store.runs.list(run.dataset_id, 1)), None)
        if last is None or last.status not in _UNFINISHED or options.retry_rejects:
            return replace(run, remarks=remarks)
        counts = last.counts
        documents = counts.added + counts.updated + counts.metadata_updated
        if last.status is not RunStatus.INTERRUPTED and not documents + counts.deleted + counts.embedded:
            return replace(run, remarks=remarks)  # it came to nothing
        is_same = dataset.updated_at <= last.started_at  # by another mapping they are written anew
        kept = f" The {documents:,} documents it wrote are not read again." if documents and is_same else ""
        words = f"Continues run {last.id}, which {_UNFINISHED[last.status]}.{kept}"
        return replace(run, continues=last.id, remarks=(*remarks, words))

    def _run(self, dataset: Dataset, options: SyncOptions, context: _Recorder, tally: SyncTally) -> None:
        from kbconnect.core.sync import run_sync

        info = self._knowledge_bases.get(dataset.knowledge_base_id)
        embedder, missing = self._embedder(info)
        patient = self._meaning.patient(embedder) if embedder is not None else None
        hash_key, is_new = self._hash_keys.of(info.id) if dataset.mapping.hashes else (None, False)
        tally.remarks += [NEW_KEY] if is_new else []
        with self._knowledge_bases.open(info.id) as knowledge_base:
            ports = self._ports(dataset, knowledge_base, patient, context)
            ports = self._watched(dataset, replace(ports, hash_key=hash_key), context.note)
            context.mark(ChunkMark(info.id, knowledge_base.next_chunk_id()))
            try:
                run_sync(dataset, options, ports, context, tally)
            except MeaningPaused:
                tally.remarks.append(MEANING_WAITS)
                self._meaning.waits(dataset.id, waits=True)
            else:
                if not options.words_only:
                    self._meaning.waits(dataset.id, waits=False)
        if missing is not None and not options.words_only:
            raise missing

    def _ports(
        self, dataset: Dataset, knowledge_base: KnowledgeBase, embedder: Embedder | None, context: JobContext
    ) -> SyncPorts:
        from kbconnect.core.sync import SyncPorts

        info = self._knowledge_bases.get(dataset.knowledge_base_id)
        return SyncPorts(
            lambda: self._connectors.open(dataset.connector_id, context),
            knowledge_base,
            embedder,
            time.monotonic,
            self._now,
            read_ahead,
            self._connectors.database_of(dataset.connector_id),
            self._embedders.model_id(info.embedder),
            turns=self._locks.turns(info.id),
            expected=kept_dry_run(self._store, dataset),
        )

    def plan(self, dataset_id: str, context: JobContext) -> SyncPlan:
        """What a sync would do now; nothing is written and no run is kept. Raises what a sync would end with."""
        from kbconnect.core.sync import plan_sync

        dataset = self._store.datasets.get(dataset_id)
        info = self._knowledge_bases.get(dataset.knowledge_base_id)
        embedder, _ = self._embedder(info)
        noted = NotedContext(context)
        hash_key = self._hash_keys.of(info.id)[0] if dataset.mapping.hashes else None
        with self._knowledge_bases.open(info.id) as knowledge_base:
            ports = self._ports(dataset, knowledge_base, embedder, noted)
            ports = self._watched(dataset, replace(ports, hash_key=hash_key), noted.note)
            return plan_sync(dataset, ports, noted)

    def _watched(self, dataset: Dataset, ports: SyncPorts, note: Callable[[str], None]) -> SyncPorts:
        connector = self._connectors.get(dataset.connector_id)
        patience = Patience(connector.host or connector.name, note, dataset.policy.silence_limit_minutes)
        return replace(ports, open_source=lambda: watched(ports.open_source, patience))

    def _embedder(self, info: KnowledgeBaseInfo) -> tuple[Embedder | None, ModelMissingError | None]:
        """Without its model a knowledge base is still filled by words; the run then ends with the error."""
        try:
            return self._embedders.get(info.embedder), None
        except ModelMissingError as error:
            return None, error


class _Recorder:
    """A JobContext that also writes counts to the run history now and then, so that other processes see them."""

    def __init__(self, store: Store, run: SyncRun, context: JobContext, now: Callable[[], datetime]) -> None:
        self._store = store
        self._run = run
        self._context = NotedContext(context)
        self.note = self._context.note
        self._now = now
        self._started = self._saved = time.monotonic()
        self._phases = _Phases(time.monotonic)
        self._log = SyncLog(run)
        self._tally = SyncTally()

    def record(self, work: Callable[[_Recorder, SyncTally], None]) -> SyncRun:
        """Does the work and writes how it ended, whatever happened."""
        tally = self._tally
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
            if isinstance(known, (SourceError, MappingError)) and tally.has_written:
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
                phases=self._phases.all(),
                remarks=(*self._run.remarks, *_remarks(tally)),
            )
            SyncLog.ends(finished)
            self._keep(finished)
        return finished

    def _keep(self, finished: SyncRun) -> None:
        try:
            self._store.runs.update(finished)
        except KbConnectError as error:
            if self._tally.has_written:  # the store speaks for itself alone
                error.meaning = "What this sync wrote before is kept; only how it ended is not in the history."
            raise

    def mark(self, mark: ChunkMark) -> None:
        """Keeps where the run begins to write; without it nothing is lost but a line in the history of documents."""
        with suppress(StoreError):
            self._store.runs.mark(self._run.id, mark)

    def report(self, progress: Progress) -> None:
        self._context.report(progress)
        self._phases.follow(progress)
        self._log.follow(progress)
        if progress.counts is not None and time.monotonic() - self._saved > _SAVE_EVERY_S:
            self._saved = time.monotonic()
            # Others see the counts two seconds later, or not at all where the disk is full.
            with suppress(StoreBusyError, DiskFullError):
                remarks = (*self._run.remarks, *_remarks(self._tally))
                self._store.runs.update(replace(self._run, counts=progress.counts, remarks=remarks))

    def check(self) -> None:
        self._context.check()

    def wait(self, seconds: float) -> None:
        self._context.wait(seconds)

    def on_cancel(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]:
        return self._context.on_cancel(interrupt)


class _Phases:
    """How long each stage took, by the reports that pass; a stage that comes again adds up."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._phases: dict[Stage, Phase] = {}
        self._stage: Stage | None = None
        self._since = clock()

    def follow(self, progress: Progress) -> None:
        if progress.stage is not self._stage:
            self._close()
            self._stage = progress.stage
        phase = self._phases.get(progress.stage, Phase(progress.stage, 0.0))
        self._phases[progress.stage] = replace(phase, items=max(phase.items, progress.done))

    def _close(self) -> None:
        now = self._clock()
        if self._stage is not None:
            phase = self._phases[self._stage]
            self._phases[self._stage] = replace(phase, seconds=phase.seconds + now - self._since)
        self._since = now

    def all(self) -> tuple[Phase, ...]:
        self._close()
        return tuple(self._phases.values())


def _remarks(tally: SyncTally) -> tuple[str, ...]:
    if tally.retries == 0:
        return tuple(tally.remarks)
    times = "once" if tally.retries == 1 else f"{tally.retries} times"
    return (*tally.remarks, f"Reading broke off and was taken up again {times}.")
