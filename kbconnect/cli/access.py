"""`kbconnect connector script`: what an administrator runs for an account that may only read what is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli import transfer
from kbconnect.cli.completion import complete_connector
from kbconnect.cli.names import split_names, table_of
from kbconnect.cli.output import Json as JsonValue
from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.session import Home, Json, Session, session
from kbconnect.core.access import AccessScript, NetworkAdvice
from kbconnect.core.errors import InputError, SecretError, SourceError
from kbconnect.core.model import TableRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbconnect.core.connector import Connector

commands = transfer.commands
"""All of `kbconnect connector`, with the one of this module."""

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the connector.", autocompletion=complete_connector)]


@commands.command("script")
def script(
    context: typer.Context,
    name: Name,
    account: Annotated[
        str, typer.Option("--account", metavar="NAME", help="Name of the new account; else kbconnect_reader.")
    ] = "",
    table: Annotated[
        list[str] | None,
        typer.Option("--table", metavar="T", help="[SCHEMA.]TABLE instead of what the datasets read; repeat it."),
    ] = None,
    unseen: Annotated[
        bool, typer.Option("--unseen", help="Take tables of --table even if the present account can't see them.")
    ] = False,
    take_away: Annotated[
        bool, typer.Option("--take-away", help="Write what takes rights from the present account instead.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write the script that makes a read-only account. Nothing of it is run."""
    named = [_table(text) for text in table or ()]
    if unseen and not named:
        raise typer.BadParameter("--unseen is for tables that are named with --table")
    with session(context, home, as_json) as at:
        connector = at.application.connectors.find(name)
        tables = (named if unseen else _seen(at, connector, table or ())) if named else None
        with at.job(connector.name) as job:
            made = at.application.access_scripts.script(connector.id, account, tables, job)
        if at.screen.as_json:
            document = script_json(made)
            at.screen.document({**document, "notes": [*at.warnings, *made.notes]})
        _show(at.screen, made, take_away=take_away)


def script_json(made: AccessScript) -> dict[str, JsonValue]:
    """`connector script`. "network" is null for a file."""
    return {
        "account": made.account,
        "language": made.language,
        "script": made.make,
        "take_away": made.take_away,
        "notes": list(made.notes),
        "network": None if made.network is None else _network_json(made.network),
    }


def _network_json(network: NetworkAdvice) -> dict[str, JsonValue]:
    return {
        "address": network.address,
        "rule": network.rule,
        "rule_place": network.rule_place,
        "firewall": network.firewall,
        "notes": list(network.notes),
    }


def _show(screen: Screen, made: AccessScript, *, take_away: bool) -> None:
    """The script alone on stdout, so that it can be piped; all else beside it."""
    text = made.take_away if take_away else made.make
    for line in text.splitlines():
        screen.result(line)
    if screen.as_json:
        return
    if take_away and not text:
        screen.note("There is nothing to take from the present account, or it is a superuser: make a new one.")
        return
    _aside(screen, "Worth knowing", made.notes)
    if made.network is not None and not take_away:
        network = made.network
        if network.rule:
            _aside(screen, f"In {network.rule_place} of the server", [network.rule])
        _aside(screen, "In the firewall of the server", network.firewall.splitlines())
        _aside(screen, "On the way there", network.notes)


def _aside(screen: Screen, head: str, lines: Sequence[str]) -> None:
    if lines:
        screen.note(Styled(f"{head}:", "bold"))
        for line in lines:
            screen.note(f"  {line}")


def _seen(at: Session, connector: Connector, names: Sequence[str]) -> list[TableRef]:
    """The tables that are meant, looked up at the source; as they are written where nobody lets one in. Raises
    InputError for one that isn't there, JobCancelled."""
    try:
        with at.job(connector.name) as job:
            tables = at.application.catalog.tables(connector.id, job)
    except (SourceError, SecretError) as error:
        at.warn(f"Nobody could look whether these tables are there: {error.message}")
        return [_table(name) for name in names]
    try:
        return [table_of(name, tables, has_to_be_seen=True) for name in names]
    except InputError as error:
        error.meaning = "No script was written."
        if not error.hint.startswith("Say which"):
            error.hint += " If it is only hidden from the present account, add --unseen."
        raise


def _table(text: str) -> TableRef:
    parts = split_names(text, ".")
    if len(parts) not in (1, 2):
        raise typer.BadParameter(f"“{text}” is not [SCHEMA.]TABLE; write names with dots in double quotes")
    return TableRef(parts[0], parts[1]) if len(parts) == 2 else TableRef("", parts[0])
