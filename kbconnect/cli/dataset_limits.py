"""`kbconnect dataset edit`: the limits of a dataset that is saved, which change no document."""

from __future__ import annotations

import typer

from kbconnect.cli import dataset_options as options
from kbconnect.cli import datasets
from kbconnect.cli.session import Home, Json, session

commands = datasets.commands
"""All of `kbconnect dataset`, with the one of this module."""


@commands.command("edit")
def edit(
    context: typer.Context,
    name: datasets.Name,
    delete_limit: options.DeleteLimit = None,
    reject_limit: options.RejectLimit = None,
    silence_limit: options.SilenceLimit = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change the limits of a dataset. What isn't named stays."""
    if delete_limit is None and reject_limit is None and silence_limit is None:
        raise typer.BadParameter("say what to change: --delete-limit, --reject-limit or --silence-limit")
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name)
        policy = options.limited(dataset.policy, delete_limit, reject_limit, silence_limit)
        dataset = at.application.datasets.set_policy(dataset.id, policy)
        if at.screen.as_json:
            at.screen.document(datasets.described(at, dataset))
        at.screen.result(f"Saved the limits of {dataset.name}. They count from the next sync on.")
        at.screen.facts([("Limits", datasets.limits_in_words(dataset))])
