"""`kbconnect runs`: what was synced when, and how it went."""

from __future__ import annotations

from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import Home, Json, Limit, session
from kbconnect.cli.syncing import changes_text, status_cell


def runs(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[DATASET]", help="Only of this one.", autocompletion=complete_dataset)
    ] = None,
    limit: Limit = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List what was synced, newest first."""
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name) if name is not None else None
        names = {each.id: each.name for each in at.application.datasets.list()}
        found = at.application.syncing.runs(dataset.id if dataset else None, limit)
        if at.screen.as_json:
            at.screen.document(
                {"runs": [output.history_json(run, names.get(run.dataset_id, run.dataset_id)) for run in found]}
            )
        if not found:
            at.screen.note("Nothing has been synced yet.")
        at.screen.table(
            (">Run", "Dataset", "Started", "Status", "Changes", ">Seconds"),
            [
                (
                    str(run.id),
                    Styled(names.get(run.dataset_id, "(removed)"), "bold"),
                    run.started_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                    status_cell(run),
                    changes_text(run) if run.error is None else run.error.message,
                    "" if run.seconds is None else f"{run.seconds:,.1f}",
                )
                for run in found
            ],
        )
