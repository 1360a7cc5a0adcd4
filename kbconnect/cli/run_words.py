"""How a run is told on the command line: its status, its counts, what stopped it, and the exit code it stands for."""

from __future__ import annotations

from collections.abc import Sequence

from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.session import BRAKE, CANCELLED, DONE, FAILED, REJECTS
from kbconnect.core.errors import DeleteBrakeError
from kbconnect.core.model import Dataset, Reject, RunStatus, SyncCounts, SyncPlan, SyncRun

_REJECTS_SHOWN = 5

_STATUS = {
    RunStatus.QUEUED: Styled("Queued", "dim"),
    RunStatus.RUNNING: Styled("Syncing", "blue"),
    RunStatus.COMPLETED: Styled("Done", "green"),
    RunStatus.COMPLETED_WITH_REJECTS: Styled("Done", "yellow"),
    RunStatus.FAILED: Styled("Failed", "bold red"),
    RunStatus.CANCELLED: Styled("Stopped by you", "dim"),
    RunStatus.INTERRUPTED: Styled("Interrupted", "yellow"),
}


def exit_code(run: SyncRun) -> int:
    """What one run alone would end the command with."""
    if run.status is RunStatus.COMPLETED:
        return DONE
    if run.status is RunStatus.COMPLETED_WITH_REJECTS:
        return REJECTS
    if run.status is RunStatus.CANCELLED:
        return CANCELLED
    return BRAKE if run.error is not None and run.error.code == DeleteBrakeError.code else FAILED


def show_run(screen: Screen, run: SyncRun, dataset: str) -> None:
    """What a run did: a line of counts as result, rejects and what stopped it on stderr."""
    took = "" if run.seconds is None else f"  ·  {run.seconds:,.1f} s"
    screen.result(Styled(dataset, "bold"), "  ", status_cell(run), f"  {changes_text(run)}{took}")
    if run.rejects:
        show_rejects(screen, run.rejects, run.counts.rejected)
    if run.error is not None:
        screen.error(run.error)
    if run.status is RunStatus.CANCELLED:
        screen.note("What was done so far is kept; the next sync continues.")


def show_scheduled(screen: Screen, run: SyncRun, dataset: Dataset) -> None:
    """What a run by schedule did, and why it ran now."""
    show_run(screen, run, dataset.name)
    for remark in run.remarks:
        screen.note(f"  {remark}")


def show_rejects(screen: Screen, rejects: Sequence[Reject], total: int | None = None) -> None:
    """The first rejected rows on stderr, with key, column and reason. total: how many there are in all."""
    for reject in rejects[:_REJECTS_SHOWN]:
        column = f"{reject.column}: " if reject.column else ""
        key = ", ".join("NULL" if part is None else part for part in reject.key)
        screen.note(Styled("  rejected ", "yellow"), f"row {key}: {column}{reject.reason}")
    more = (len(rejects) if total is None else total) - min(len(rejects), _REJECTS_SHOWN)
    if more > 0:
        screen.note(f"  and {more:,} more")


def changes_text(run: SyncRun) -> str:
    """ "+42 ~3 −1, 9,000 unchanged": added, text changed, removed; then what is worth saying."""
    counts = run.counts
    parts = change_parts(counts, counts.deleted)
    if counts.embedded:
        parts.append(f"meaning added to {counted(counts.embedded, 'chunk')}")
    return ", ".join(parts)


def counted(number: int, thing: str) -> str:
    """A number with the word for one of them: 1 chunk, 4,113 chunks."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def change_parts(changes: SyncCounts | SyncPlan, gone: int) -> list[str]:
    """What was or would be done, the counts first. gone: documents that are or would be removed."""
    parts = [f"+{changes.added:,} ~{changes.updated:,} −{gone:,}"]
    if changes.metadata_updated:
        parts.append(f"{changes.metadata_updated:,} with new metadata only")
    return [*parts, f"{changes.unchanged:,} unchanged"]


def status_cell(run: SyncRun) -> Styled:
    """A run's status as people read it."""
    cell = _STATUS[run.status]
    if run.status is RunStatus.COMPLETED_WITH_REJECTS:
        return Styled(f"Done, {run.counts.rejected:,} rejected", cell.style)
    if exit_code(run) == BRAKE:
        return Styled("Waiting for you", "yellow")
    return cell
