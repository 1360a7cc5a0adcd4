"""What the page "Activity" shows of the run history: rows, filters, what a run says, and syncs a day for the picture.

Pure: frozen values in, frozen values out. Must not ask a use case and must not know Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from kbconnect.core.model import (
    Dataset,
    RunStatus,
    SyncRun,
    Trigger,
)
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.models.cells import Cell, Changes, Column, Row
from kbconnect.ui.sync_state import RunningSync, status_of_run, status_of_sync
from kbconnect.ui.words import count, counted, duration, exact_moment, moment

COLUMNS = (
    Column("Status", 186, least=162),
    Column("Dataset", least=140),
    Column("Started", 120),
    Column("Changes", 130, least=102),
    Column("Took", 110, right=True),
)
"""The rows that were read stand below the time it took: with a column more a narrow window cuts status and time.

Wide enough for the longest status and for "214,806 rows", in German, too; at 1024 pixels for most of them."""

ALL, ATTENTION, RUNNING = "all", "attention", "running"
DAYS = 28
QUEUED_PREFIX = "queued:"
"""Before the id of a dataset: the row of a sync that waits and so has no run yet."""
_TRIGGER_WORDS = {
    Trigger.MANUAL: noted("by you"),
    Trigger.SCHEDULE: noted("schedule"),
    Trigger.COMMAND: noted("command line"),
}
_TROUBLE = (RunStatus.FAILED, RunStatus.INTERRUPTED, RunStatus.COMPLETED_WITH_REJECTS)
_NO_END = (RunStatus.RUNNING, RunStatus.QUEUED)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose run it is: the dataset, and the connector's name and id."""

    dataset: Dataset
    connector: str
    connector_id: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The newest runs, newest first, and the datasets they belong to by id. complete: there are no older ones."""

    origins: Mapping[str, Origin]
    runs: tuple[SyncRun, ...] = ()
    complete: bool = True

    def find(self, run_id: str) -> SyncRun | None:
        return next((run for run in self.runs if str(run.id) == run_id), None)


@dataclass(frozen=True, slots=True)
class Filter:
    """kind: ALL, ATTENTION or RUNNING. needle: what is searched. days: so far back, None for everything. trigger: who
    started it, None for anybody."""

    kind: str = ALL
    needle: str = ""
    days: int | None = DAYS
    trigger: Trigger | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """How the syncs of one day ended."""

    day: date
    done: int = 0
    rejected: int = 0
    failed: int = 0


def needs_attention(run: SyncRun, history: History) -> bool:
    """A run that went wrong and is the newest of its dataset: once a later one is fine, nobody has to look."""
    if run.status not in _TROUBLE:
        return False
    newest = next((other for other in history.runs if other.dataset_id == run.dataset_id), None)
    return newest is not None and newest.id == run.id


def counts_of(history: History, syncs: Sequence[RunningSync], days: int | None, now: datetime) -> dict[str, int]:
    """How many rows each filter has."""
    wanted = [run for run in history.runs if _is_recent(run, days, now)]
    waiting = sum(sync.queued for sync in syncs)
    running = sum(run.status in _NO_END for run in wanted)
    attention = sum(needs_attention(run, history) for run in wanted)
    return {ALL: len(wanted) + waiting, ATTENTION: attention, RUNNING: running + waiting}


def runs_of(history: History, wanted: Filter, now: datetime) -> tuple[SyncRun, ...]:
    """The runs a filter lets through, newest first."""
    found = []
    for run in history.runs:
        if not _is_recent(run, wanted.days, now) or not _holds(wanted, history, run.dataset_id, run):
            continue
        if wanted.kind == RUNNING and run.status not in _NO_END:
            continue
        if wanted.kind == ATTENTION and not needs_attention(run, history):
            continue
        found.append(run)
    return tuple(found)


def rows_of(history: History, syncs: Sequence[RunningSync], wanted: Filter, now: datetime) -> tuple[Row, ...]:
    """The table under COLUMNS: waiting syncs first, then runs, newest first."""
    rows = []
    if wanted.kind != ATTENTION:
        rows = [
            _queued_row(sync, history) for sync in syncs if sync.queued and _holds(wanted, history, sync.dataset.id)
        ]
    live = {sync.dataset.id: sync for sync in syncs if not sync.queued}
    for run in runs_of(history, wanted, now):
        sync = live.get(run.dataset_id) if run.status is RunStatus.RUNNING else None
        rows.append(_row(run, sync, history, now))
    return tuple(rows)


def _is_recent(run: SyncRun, days: int | None, now: datetime) -> bool:
    return days is None or now - run.started_at <= timedelta(days=days)


def _holds(wanted: Filter, history: History, dataset_id: str, run: SyncRun | None = None) -> bool:
    if wanted.trigger is not None and run is not None and run.trigger is not wanted.trigger:
        return False
    needle = wanted.needle.strip().casefold()
    if not needle:
        return True
    origin = history.origins.get(dataset_id)
    parts = [origin.dataset.name, origin.connector] if origin is not None else []
    if run is not None:
        parts.append(status_of_run(run).word)
        parts += [told(run.error.message), run.error.detail] if run.error is not None else []
    return needle in "\n".join(parts).casefold()


def trigger_words(trigger: Trigger) -> str:
    """Who or what started a run."""
    return say(_TRIGGER_WORDS[trigger])


def name_of(history: History, dataset_id: str) -> str:
    origin = history.origins.get(dataset_id)
    return origin.dataset.name if origin is not None else say("Removed dataset")


def _row(run: SyncRun, sync: RunningSync | None, history: History, now: datetime) -> Row:
    counts = sync.counts if sync is not None else run.counts
    status = status_of_sync(sync) if sync is not None else status_of_run(run)
    seconds = run.seconds
    if run.status in _NO_END:
        seconds = (now - run.started_at).total_seconds()
    origin = history.origins.get(run.dataset_id)
    return Row(
        str(run.id),
        (
            Cell(status=status, tip=sync.summary if sync is not None else ""),
            Cell(name_of(history, run.dataset_id), origin.connector if origin is not None else "", strong=True),
            Cell(
                moment(run.started_at, now),
                trigger_words(run.trigger),
                tip=exact_moment(run.started_at),
                order=run.started_at.timestamp(),
            ),
            changes_cell(run, Changes(counts.added, counts.updated + counts.metadata_updated, counts.deleted)),
            _took_cell(seconds, counts.read),
        ),
    )


def _took_cell(seconds: float | None, read: int) -> Cell:
    """Whole minutes from the first on, the exact time in the tool tip; below it the rows that were read."""
    rows = counted(read, say("row"), say("rows"))
    if seconds is None:
        return Cell("", rows, right=True)
    rough = seconds if seconds < 60 else round(seconds / 60) * 60
    return Cell(duration(rough), rows, right=True, tip=duration(seconds), order=seconds)


def changes_cell(run: SyncRun, changes: Changes) -> Cell:
    """`+42 ~3 −1`; a run that didn't get that far has "nothing", one that found nothing "no change"."""
    if changes != Changes():
        return Cell(changes=changes)
    finished = run.status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS)
    going = say("nothing yet") if run.status in _NO_END else say("nothing")
    return Cell(say("no change") if finished else going, faint=True)


def _queued_row(sync: RunningSync, history: History) -> Row:
    origin = history.origins.get(sync.dataset.id)
    return Row(
        f"{QUEUED_PREFIX}{sync.dataset.id}",
        (
            Cell(status=status_of_sync(sync)),
            Cell(sync.dataset.name, origin.connector if origin is not None else "", strong=True),
            Cell(say("Not yet"), trigger_words(sync.options.trigger), faint=True),
            Cell(say("nothing yet"), faint=True),
            Cell("", right=True),
        ),
    )


def days_of(runs: Sequence[SyncRun], now: datetime, zone: tzinfo | None = None) -> tuple[DayCount, ...]:
    """The last DAYS days, oldest first, by the day a run started. Running and stopped ones are not counted."""
    today = now.astimezone(zone).date()
    days = {today - timedelta(days=back): DayCount(today - timedelta(days=back)) for back in range(DAYS)}
    for run in runs:
        day = run.started_at.astimezone(zone).date()
        known = days.get(day)
        if known is None:
            continue
        if run.status is RunStatus.COMPLETED:
            days[day] = replace(known, done=known.done + 1)
        elif run.status is RunStatus.COMPLETED_WITH_REJECTS:
            days[day] = replace(known, rejected=known.rejected + 1)
        elif run.status in (RunStatus.FAILED, RunStatus.INTERRUPTED):
            days[day] = replace(known, failed=known.failed + 1)
    return tuple(sorted(days.values(), key=lambda one: one.day))


def days_words(days: Sequence[DayCount]) -> str:
    """The picture as one sentence, for people who don't see it."""
    failed_days = sum(one.failed > 0 for one in days)
    total = sum(one.done + one.rejected + one.failed for one in days)
    failed = sum(one.failed for one in days)
    syncs = counted(total, say("sync"), say("syncs"))
    if not failed:
        return say("{syncs} in four weeks, none failed").format(syncs=syncs)
    days_failed = counted(failed_days, say("day"), say("days"))
    words = say("{syncs} in four weeks, {failed} failed on {days}")
    return words.format(syncs=syncs, failed=count(failed), days=days_failed)


def first_sentence(words: str) -> tuple[str, str]:
    """What happened and the rest: a message of the history holds both."""
    what, stop, rest = words.partition(". ")
    return (f"{what}.", rest) if stop else (words, "")


def steps_of(hint: str) -> tuple[str, ...]:
    """What to do, a sentence each."""
    parts = [part.strip() for part in hint.replace("? ", "?\n").replace(". ", ".\n").splitlines()]
    return tuple(part for part in parts if part)


def _counts_line(run: SyncRun) -> str:
    counts = run.counts
    changed = f"added {counts.added}, changed {counts.updated}, removed {counts.deleted}"
    return f"read {counts.read}, {changed}, rejected {counts.rejected}"


def report_of(run: SyncRun, history: History) -> str:
    """Everything of a run as plain text, for whoever looks after the database."""
    origin = history.origins.get(run.dataset_id)
    lines = [
        f"kbconnect sync {run.id}, {name_of(history, run.dataset_id)}"
        + (f", {origin.connector} ({origin.place})" if origin is not None else ""),
        f"{run.status.value}, started {run.started_at.isoformat(timespec='seconds')} ({run.trigger.value})",
        _counts_line(run),
    ]
    if run.error is not None:
        lines += [run.error.message, run.error.hint, f"code {run.error.code}", run.error.detail]
    lines += [
        f"rejected {', '.join(key or 'NULL' for key in one.key)} {one.column}: {one.reason}" for one in run.rejects
    ]
    return "\n".join(line for line in lines if line)
