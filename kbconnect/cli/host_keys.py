"""`kbconnect connector trust`: showing the keys of the SSH servers on a connector's way, and approving them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli import access
from kbconnect.cli.completion import complete_connector
from kbconnect.cli.names import as_argument
from kbconnect.cli.output import host_key_json
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import FAILED, Home, Json, Session, session
from kbconnect.core.errors import HostKeyChangedError, InputError

if TYPE_CHECKING:
    from kbconnect.core.connector import Connector, HostKey

commands = access.commands
"""All of `kbconnect connector`, with the one of this module."""

_MOST_SERVERS = 20
_COMPARE = "Compare it with what whoever looks after the server says; anybody could answer in its place."
_OTHER_KEY = (
    "It is not the fingerprint you gave: that was mistyped or is another server's, or somebody answers in its place. "
    "Don't approve it before whoever looks after the server has named it."
)


@commands.command("trust", short_help="Approve the keys of SSH servers on the way.")
def trust(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name of the connector.", autocompletion=complete_connector)
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; approve what --fingerprint names.")] = False,
    fingerprint: Annotated[
        list[str] | None,
        typer.Option(
            "--fingerprint", metavar="SHA256:…", help="Approve this key alone; repeat it for several servers."
        ),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Approve the keys of the SSH servers on the way to a database, after comparing their fingerprints."""
    if yes and not fingerprint:
        raise typer.BadParameter("--yes approves what --fingerprint names, and none is named")
    with session(context, home, as_json) as at:
        connector = at.application.connectors.find(name)
        if connector.options.tunnel is None:
            raise InputError(f"{connector.name} goes through no SSH server.", hint="There is nothing to approve.")
        approved: list[HostKey] = []
        refused = _approve_all(at, connector, fingerprint or [], approved)
        if at.screen.as_json:
            at.screen.document(
                {
                    "approved": [host_key_json(key) for key in approved],
                    "unknown": None if refused is None else host_key_json(refused),
                }
            )
        if refused is not None:
            at.screen.result("It was not approved.")
            if fingerprint:
                at.screen.note(_OTHER_KEY)
            else:
                at.screen.note(
                    f"Later: kbconnect connector trust {as_argument(connector.name)} --yes --fingerprint "
                    f"{refused.fingerprint}"
                )
            raise typer.Exit(FAILED)
        at.screen.result("Every SSH server on the way is known.")


def _approve_all(at: Session, connector: Connector, named: list[str], approved: list[HostKey]) -> HostKey | None:
    """The first key that nobody approved; None if all are known now. Raises SourceError, InputError."""
    from kbconnect.app.connectors import draft_of
    from kbconnect.app.host_keys import is_fingerprint

    host_keys = at.application.host_keys
    for _ in range(_MOST_SERVERS):
        try:
            with at.job(connector.name) as job:
                key = host_keys.unknown(draft_of(connector), job)
        except HostKeyChangedError as changed:
            # Only whoever has the new fingerprint from somebody else can go on, and has to type it.
            typed = next((one for one in named if is_fingerprint(one, changed.host_key)), None)
            if typed is None:
                raise
            host_keys.replace(changed, typed)
            approved.append(changed.host_key)
            continue
        if key is None:
            return None
        _show(at, key)
        if not (any(is_fingerprint(one, key) for one in named) if named else _agreed()):
            return key
        host_keys.approve(key)
        approved.append(key)
    return None


def _show(at: Session, key: HostKey) -> None:
    at.screen.result(Styled(f"{key.host}, port {key.port}", "bold"), f"  {key.kind}")
    at.screen.result(f"  {key.fingerprint}")
    at.screen.note(_COMPARE)


def _agreed() -> bool:
    return sys.stdin.isatty() and typer.confirm("Is this its fingerprint?", default=False, err=True)
