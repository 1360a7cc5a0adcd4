"""`kbconnect sync`: bringing knowledge bases in step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.plans import show_plans
from kbconnect.cli.run_words import exit_code, show_run
from kbconnect.cli.schedules import TAKEN, due_datasets, run_due
from kbconnect.cli.session import BRAKE, CANCELLED, DONE, FAILED, REJECTS, Home, Json, Session, session
from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.model import (
    Dataset,
    RunStatus,
    SyncOptions,
    SyncRun,
    Trigger,
)

_WORST_LAST = (DONE, REJECTS, BRAKE, FAILED, CANCELLED)


def sync(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DATASET", help="Names of datasets; else --all or --due.", autocompletion=complete_dataset
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All datasets, one after the other.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Those that their schedule makes due now.")] = False,
    allow_deletes: Annotated[
        bool, typer.Option("--allow-deletes", help="Remove what is gone at the source, however much it is.")
    ] = False,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Make it searchable by words; leave meaning to the next sync.")
    ] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would change, and change nothing.")] = False,
    retry_rejects: Annotated[
        bool, typer.Option("--retry-rejects", help="Read the rejected rows again, and nothing else.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Sync datasets. Exit code 3: done with rejected rows; 4: stopped before removing many documents.

    With --due each dataset that is due has a line. One that has to wait is tried again by the next --due and is no
    failure: alone it leaves the exit code at 0, and with --json it is listed under "waiting".
    """
    if sum((bool(names), everything, due)) != 1:
        raise typer.BadParameter("say what to sync: names of datasets, --all or --due, one of the three")
    if plan and (allow_deletes or words_only or retry_rejects):
        raise typer.BadParameter("--plan changes nothing, so it goes with no other choice of what to do")
    if due and retry_rejects:
        raise typer.BadParameter("--retry-rejects is for datasets by name or --all")
    options = SyncOptions(Trigger.COMMAND, allow_deletes, words_only, retry_rejects)
    with session(context, home, as_json) as at:
        if plan:
            show_plans(at, [dataset for _, dataset in due_datasets(at)] if due else _chosen(at, names or ()))
            return
        runs = _run_due(at, options) if due else _run_all(at, _chosen(at, names or ()), options)
        if not due and at.screen.as_json:
            at.screen.document(output.sync_json([(run, dataset.name) for run, dataset in runs]))
        code = max((exit_code(run) for run, _ in runs), key=_WORST_LAST.index, default=DONE)
        if code != DONE:
            raise typer.Exit(code)


def _chosen(at: Session, names: Sequence[str]) -> tuple[Dataset, ...]:
    """All without a name. Raises NotFoundError before anything is synced."""
    if not names:
        datasets = at.application.datasets.list()
        if not datasets:
            at.screen.note("There are no datasets yet. Add one with `kbconnect dataset add`.")
        return datasets
    by_id = {dataset.id: dataset for dataset in map(at.application.datasets.find, names)}
    return tuple(by_id.values())


def _run_due(at: Session, options: SyncOptions) -> list[tuple[SyncRun, Dataset]]:
    outcomes = run_due(at, options)
    if at.screen.as_json:
        runs = [(run, dataset.name) for run, dataset in outcomes.runs]
        at.screen.document(output.due_json(runs, outcomes.waiting, outcomes.taken, TAKEN))
    return outcomes.runs


def _run_all(at: Session, datasets: Sequence[Dataset], options: SyncOptions) -> list[tuple[SyncRun, Dataset]]:
    runs: list[tuple[SyncRun, Dataset]] = []
    for dataset in datasets:
        run = run_once(at, dataset, options)
        runs.append((run, dataset))
        show_run(at.screen, run, dataset.name)
        if run.status is RunStatus.CANCELLED:
            break
    return runs


def run_once(at: Session, dataset: Dataset, options: SyncOptions) -> SyncRun:
    """One sync; a dataset that is being synced elsewhere gives a failed run that was never started (id 0)."""
    from kbconnect.app.syncing import error_info

    with at.job(dataset.name) as job:
        try:
            return at.application.syncing.sync(dataset.id, options, job)
        except DatasetBusyError as error:
            now = datetime.now(UTC)
            return SyncRun(0, dataset.id, options.trigger, RunStatus.FAILED, now, now, error=error_info(error))
