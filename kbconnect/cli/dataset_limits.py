"""`kbconnect dataset edit`: the limits of a dataset that is saved, which change no document."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from kbconnect.cli import datasets
from kbconnect.cli.session import Home, Json, session

commands = datasets.commands
"""All of `kbconnect dataset`, with the one of this module."""


@commands.command("edit")
def edit(
    context: typer.Context,
    name: datasets.Name,
    delete_limit: Annotated[
        float | None,
        typer.Option("--delete-limit", metavar="SHARE", min=0, max=1, help="Of documents removed without asking."),
    ] = None,
    reject_limit: Annotated[
        float | None,
        typer.Option("--reject-limit", metavar="SHARE", min=0, max=1, help="Of rows rejected before it stops."),
    ] = None,
    silence_limit: Annotated[
        float | None,
        typer.Option("--silence-limit", metavar="MINUTES", min=0, help="Without a row before it gives up; 0: never."),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change the limits of a dataset. What isn't named stays."""
    if delete_limit is None and reject_limit is None and silence_limit is None:
        raise typer.BadParameter("say what to change: --delete-limit, --reject-limit or --silence-limit")
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name)
        old = dataset.policy
        policy = replace(
            old,
            delete_limit=old.delete_limit if delete_limit is None else delete_limit,
            reject_limit=old.reject_limit if reject_limit is None else reject_limit,
            silence_limit_minutes=old.silence_limit_minutes if silence_limit is None else silence_limit,
        )
        dataset = at.application.datasets.set_policy(dataset.id, policy)
        if at.screen.as_json:
            at.screen.document(datasets.described(at, dataset))
        at.screen.result(f"Saved the limits of {dataset.name}. They count from the next sync on.")
        at.screen.facts([("Limits", datasets.limits_in_words(dataset))])
