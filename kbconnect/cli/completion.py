"""What Tab completes beside commands and options: the names of connectors, datasets and knowledge bases.

Must be quick, change nothing, and never get in the way: whatever goes wrong, there are just no suggestions.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import typer

Kind = Literal["connectors", "datasets", "knowledge_bases"]


def complete_connector(context: typer.Context, incomplete: str) -> list[str]:
    return _names(context, "connectors", incomplete)


def complete_dataset(context: typer.Context, incomplete: str) -> list[str]:
    return _names(context, "datasets", incomplete)


def complete_knowledge_base(context: typer.Context, incomplete: str) -> list[str]:
    return _names(context, "knowledge_bases", incomplete)


def _names(context: typer.Context, kind: Kind, incomplete: str) -> list[str]:
    with suppress(Exception):  # the shell would print a trace into the line being typed
        from kbconnect.adapters.saved_names import saved_names
        from kbconnect.app.paths import Paths, default_home

        home = _home(context)
        paths = Paths(Path(home).expanduser() if home else default_home(os.environ))
        return [name for name in saved_names(paths.store, kind) if name.startswith(incomplete)]
    return []


def _home(context: typer.Context) -> str | None:
    places = (context, context.find_root())
    return next((str(at.params["home"]) for at in places if at.params.get("home")), None)
