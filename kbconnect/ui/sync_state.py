"""What the window knows of a sync that is queued or running, as one frozen value, and how progress changes it.

Pure: progress and the time go in, the next state comes out. Must not know widgets or jobs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import (
    Dataset,
    RunStatus,
    SyncCounts,
    SyncOptions,
    SyncRun,
)
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.pace import Pace
from kbconnect.ui.status import State, Status, rejected
from kbconnect.ui.words import count, counted, inside, percent, time_left

STAGE_WORDS = {
    Stage.CONNECTING: noted("Connecting"),
    Stage.COMPARING: noted("Comparing"),
    Stage.READING: noted("Reading"),
    Stage.REMOVING: noted("Removing"),
    Stage.EMBEDDING: noted("Adding meaning"),
    Stage.LOADING: noted("Reading"),
    Stage.WAITING: noted("Waiting"),
}
_REJECTS = "warning-circle"


@dataclass(frozen=True, slots=True)
class SyncEvent:
    """One line of what happened during a run, with its icon."""

    at: datetime
    glyph: str
    words: str


@dataclass(frozen=True, slots=True)
class RunningSync:
    """One sync of the window, from the moment it is asked for until it ends.

    source: what the connector reaches, for events. stage: None while queued. done, total: of the stage; total None
    while nobody knows it. rows: how many rows the run has to write, None until compared. earlier: so many of them were
    written before the source broke off and was read again. words_seconds: how long it took until everything could be
    searched by words, None before that. events: oldest first. note: why it waits.
    """

    dataset: Dataset
    source: str
    options: SyncOptions
    asked_at: datetime
    started_at: datetime | None = None
    stopping: bool = False
    stage: Stage | None = None
    done: int = 0
    total: int | None = None
    counts: SyncCounts = field(default_factory=SyncCounts)
    rows: int | None = None
    earlier: int = 0
    words_seconds: float | None = None
    pace: Pace = field(default_factory=Pace)
    events: tuple[SyncEvent, ...] = ()
    note: str = ""

    @property
    def queued(self) -> bool:
        return self.started_at is None

    @property
    def is_silent(self) -> bool:
        """It waits for the database in the middle of a stage; the note says for how long."""
        return bool(self.note) and self.stage is not Stage.WAITING

    @property
    def share(self) -> float | None:
        """How much of the stage is done, 0 to 1; None while nobody knows."""
        return None if not self.total else min(self.done / self.total, 1.0)

    @property
    def stage_words(self) -> str:
        """One or two words for the state: "Queued", "Reading", "Adding meaning", "Stopping"."""
        if self.stopping:
            return say("Stopping")
        return say("Queued") if self.queued else say(STAGE_WORDS[self.stage or Stage.CONNECTING])

    @property
    def left_words(self) -> str:
        """The time left of the stage, "" while nobody knows: "About 19 min left"."""
        idle = self.stopping or self.stage is Stage.WAITING or self.is_silent
        return "" if self.pace.left_s is None or idle else time_left(self.pace.left_s)

    @property
    def summary(self) -> str:
        """One short line for lists: "62 %, about 19 min left"."""
        if self.queued or self.stopping or self.share is None:
            return self.stage_words
        left = self.left_words
        return f"{percent(self.share)}, {inside(left)}" if left else percent(self.share)


def advanced(sync: RunningSync, progress: Progress, pace: Pace, now: datetime) -> RunningSync:
    """The state after a progress report."""
    if sync.started_at is None:
        sync = replace(sync, started_at=now)
    before = sync
    counts = progress.counts or sync.counts
    entered = progress.stage is not sync.stage
    sync = replace(
        sync,
        stage=progress.stage,
        done=progress.done,
        total=progress.total,
        counts=counts,
        pace=pace,
        note=told(progress.note),
    )
    if entered:
        sync = _entered(sync, now)
    if sync.stage is Stage.READING:
        sync = _with_earlier(sync, entered=entered)
    if sync.is_silent and not before.is_silent:
        words = say("Nothing comes from {source}; waiting").format(source=sync.source)
        sync = _with_event(sync, now, "hourglass", words)
    return _with_rejects(sync, now) if counts.rejected > before.counts.rejected else sync


def _with_earlier(sync: RunningSync, *, entered: bool) -> RunningSync:
    """Counts are those of the whole run, while a source that is read again has only the rest to give."""
    earlier = max(0, written_rows(sync.counts) - sync.done) if entered else sync.earlier
    total = None if sync.total is None else sync.total + earlier
    return replace(sync, done=sync.done + earlier, total=total, rows=total, earlier=earlier)


def written_rows(counts: SyncCounts) -> int:
    """Rows that the run has written."""
    return counts.added + counts.updated + counts.metadata_updated


def _entered(sync: RunningSync, now: datetime) -> RunningSync:
    if sync.stage is Stage.WAITING:
        return _with_event(sync, now, "hourglass", sync.note)
    if sync.stage not in (None, Stage.CONNECTING) and not sync.events:
        # Only the newest progress comes through: a quick source may never be seen comparing.
        sync = _with_event(
            sync, now, "shield-check", say("Connected to {source}, read-only").format(source=sync.source)
        )
    if sync.stage is Stage.READING:
        rows = counted(sync.total or 0, say("row is"), say("rows are"))
        words = say("Compared with the knowledge base: {rows_are} new or changed").format(rows_are=rows)
        return _with_event(sync, now, "git-diff", words)
    if sync.stage is Stage.REMOVING:
        gone = counted(sync.total or 0, say("document is"), say("documents are"))
        words = say("{documents_are} gone from the source, removing").format(documents_are=gone)
        return _with_event(sync, now, "minus-circle", words)
    if sync.stage is Stage.EMBEDDING:
        started = sync.started_at or now
        sync = replace(sync, words_seconds=(now - started).total_seconds())
        if sync.rows is None:
            none = say("Compared with the knowledge base: no row has changed")
            sync = replace(_with_event(sync, now, "git-diff", none), rows=0)
        return _with_event(sync, now, "text-aa", say("All rows can be searched by words; adding meaning"))
    return sync


def _with_rejects(sync: RunningSync, now: datetime) -> RunningSync:
    rows = counted(sync.counts.rejected, say("row"), say("rows"))
    words = say("{rows} rejected; the rest goes on").format(rows=rows)
    known = [event for event in sync.events if event.glyph == _REJECTS]
    if not known:
        return _with_event(sync, now, _REJECTS, words)
    grown = replace(known[0], words=words)
    return replace(sync, events=tuple(grown if event is known[0] else event for event in sync.events))


def _with_event(sync: RunningSync, now: datetime, glyph: str, words: str) -> RunningSync:
    return replace(sync, events=(*sync.events, SyncEvent(now, glyph, words)))


def counts_line(sync: RunningSync) -> str:
    """How far the stage is, in numbers: "249,313 of 402,118 chunks"."""
    part, whole = say("{done} rows"), say("{done} of {total} rows")
    if sync.stage is Stage.EMBEDDING:
        part, whole = say("{done} chunks"), say("{done} of {total} chunks")
    elif sync.stage is Stage.REMOVING:
        part, whole = say("{done} documents"), say("{done} of {total} documents")
    done = count(sync.done)
    return part.format(done=done) if sync.total is None else whole.format(done=done, total=count(sync.total))


_ERROR_STATES = {
    "delete_brake": State.WAITING_ANSWER,
    "login_refused": State.LOGIN_REFUSED,
    "secret_missing": State.SECRET_MISSING,
    "secret_store_locked": State.WAITING_UNLOCK,
}


def status_of_run(run: SyncRun) -> Status:
    """How a run of the history is shown: what stopped it decides the pill of a failed one."""
    if run.status is RunStatus.COMPLETED_WITH_REJECTS:
        return rejected(run.counts.rejected)
    if run.status is RunStatus.FAILED and run.error is not None:
        return Status(_ERROR_STATES.get(run.error.code, State.FAILED))
    return Status(State(run.status.value))


def status_of_sync(sync: RunningSync) -> Status:
    """How a sync of the window is shown."""
    waits = sync.queued or (sync.stage is Stage.WAITING and not sync.stopping)
    return Status(State.QUEUED if waits else State.RUNNING, sync.stage_words)
