"""`kbconnect sync`: bringing knowledge bases in step, and the words for how that went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.datasets import show_rejects
from kbconnect.cli.plans import show_plans
from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.session import BRAKE, CANCELLED, DONE, FAILED, REJECTS, Home, Json, Session, session
from kbconnect.core.errors import DatasetBusyError, DeleteBrakeError
from kbconnect.core.model import (
    Dataset,
    RunStatus,
    SyncOptions,
    SyncRun,
    Trigger,
)

_STATUS = {
    RunStatus.QUEUED: Styled("Queued", "dim"),
    RunStatus.RUNNING: Styled("Syncing", "blue"),
    RunStatus.COMPLETED: Styled("Done", "green"),
    RunStatus.COMPLETED_WITH_REJECTS: Styled("Done", "yellow"),
    RunStatus.FAILED: Styled("Failed", "bold red"),
    RunStatus.CANCELLED: Styled("Stopped by you", "dim"),
    RunStatus.INTERRUPTED: Styled("Interrupted", "yellow"),
}
_WORST_LAST = (DONE, REJECTS, BRAKE, FAILED, CANCELLED)


def sync(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DATASET ...]", help="Names of datasets.", autocompletion=complete_dataset),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All datasets.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Those whose schedule says so.")] = False,
    allow_deletes: Annotated[
        bool, typer.Option("--allow-deletes", help="Remove documents even if they are many.")
    ] = False,
    words_only: Annotated[bool, typer.Option("--words-only", help="Leave adding meaning to the next sync.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would change, and change nothing.")] = False,
    retry_rejects: Annotated[
        bool, typer.Option("--retry-rejects", help="Read the rejected rows again, and nothing else.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Sync datasets. Exit code 3: done with rejected rows; 4: stopped before removing many documents."""
    if sum((bool(names), everything, due)) != 1:
        raise typer.BadParameter("say what to sync: names of datasets, --all or --due, one of the three")
    if plan and (allow_deletes or words_only or retry_rejects):
        raise typer.BadParameter("--plan changes nothing, so it goes with no other choice of what to do")
    options = SyncOptions(Trigger.COMMAND, allow_deletes, words_only, retry_rejects)
    with session(context, home, as_json) as at:
        datasets = _chosen(at, names or (), everything)
        if plan:
            show_plans(at, datasets)
            return
        runs: list[tuple[SyncRun, Dataset]] = []
        for dataset in datasets:
            run = run_once(at, dataset, options)
            runs.append((run, dataset))
            show_run(at.screen, run, dataset.name)
            if run.status is RunStatus.CANCELLED:
                break
        if at.screen.as_json:
            at.screen.document({"runs": [output.run_json(run, dataset.name) for run, dataset in runs]})
        if not datasets and everything:
            at.screen.note("There are no datasets yet. Add one with `kbconnect dataset add`.")
        code = max((exit_code(run) for run, _ in runs), key=_WORST_LAST.index, default=DONE)
        if code != DONE:
            raise typer.Exit(code)


def _chosen(at: Session, names: Sequence[str], everything: bool) -> tuple[Dataset, ...]:
    """Raises NotFoundError before anything is synced."""
    if everything:
        return at.application.datasets.list()
    if not names:
        at.screen.note("No dataset has a schedule, so nothing is due.")
    by_id = {dataset.id: dataset for dataset in map(at.application.datasets.find, names)}
    return tuple(by_id.values())


def run_once(at: Session, dataset: Dataset, options: SyncOptions) -> SyncRun:
    """One sync; a dataset that is being synced elsewhere gives a failed run that was never started (id 0)."""
    from kbconnect.app.syncing import error_info

    with at.job(dataset.name) as job:
        try:
            return at.application.syncing.sync(dataset.id, options, job)
        except DatasetBusyError as error:
            now = datetime.now(UTC)
            return SyncRun(0, dataset.id, options.trigger, RunStatus.FAILED, now, now, error=error_info(error))


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


def changes_text(run: SyncRun) -> str:
    """ "+42 ~3 −1, 9,000 unchanged": added, text changed, removed; then what is worth saying."""
    counts = run.counts
    parts = [f"+{counts.added:,} ~{counts.updated:,} −{counts.deleted:,}"]
    if counts.metadata_updated:
        parts.append(f"{counts.metadata_updated:,} with new metadata only")
    parts.append(f"{counts.unchanged:,} unchanged")
    if counts.embedded:
        parts.append(f"meaning added to {counts.embedded:,} chunks")
    return ", ".join(parts)


def status_cell(run: SyncRun) -> Styled:
    """A run's status as people read it."""
    cell = _STATUS[run.status]
    if run.status is RunStatus.COMPLETED_WITH_REJECTS:
        return Styled(f"Done, {run.counts.rejected:,} rejected", cell.style)
    if exit_code(run) == BRAKE:
        return Styled("Waiting for you", "yellow")
    return cell
