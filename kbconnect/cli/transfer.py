"""`kbconnect connector export` and `import`: connectors as a file people can read, without passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbconnect.cli import connectors
from kbconnect.cli.completion import complete_connector
from kbconnect.cli.output import Json as JsonValue
from kbconnect.cli.run_words import counted
from kbconnect.cli.session import Home, Json, session

commands = connectors.commands
"""All of `kbconnect connector`, with the two of this module."""

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", help="Only these; all without a name.", autocompletion=complete_connector),
]


@commands.command("export", short_help="Write connectors as JSON, without passwords.")
def export(
    context: typer.Context,
    names: Names = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Write here instead of stdout.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write connectors as JSON, without passwords: to review, to keep, to import elsewhere."""
    from kbconnect.app.connection_places import write_connector_file
    from kbconnect.app.connector_files import export_connectors

    with session(context, home, as_json) as at:
        every = at.application.connectors
        ids = [every.find(name).id for name in names] if names else None
        text = export_connectors(every, ids)
        number = len(ids) if ids is not None else len(every.list())
        if file is None:
            at.screen.text(text)
            return
        write_connector_file(file, text)
        if at.screen.as_json:
            at.screen.document({"exported": number, "file": str(file)})
        verb = "was" if number == 1 else "were"
        at.screen.note(f"{counted(number, 'connector')} {verb} written to {file}, without passwords.")


@commands.command("import", short_help="Take connections over from other programs.")
def take_over(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="An export, .pgpass, pg_service.conf, .my.cnf or DBeaver's data-sources.json; without one, those of "
            "this computer are looked for.",
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace those of the same name that differ.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what would be done.")] = False,
    references: Annotated[
        bool,
        typer.Option("--references", help="Read passwords from where the file says (env:, file:, openbao:, aws:)."),
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Take connections over from a file, or from where other programs on this computer keep them."""
    import os

    from kbconnect.app.connection_places import connection_places, find_connections, read_connection_file
    from kbconnect.app.connector_files import Act, carry_out, plan_import, with_acts

    with session(context, home, as_json) as at:
        every = at.application.connectors
        if file is not None:
            found = read_connection_file(file, every.providers())
        else:
            found = find_connections(connection_places(os.environ, Path.home()))
        planned = plan_import(found.found, every.list())
        if replace:
            acts = [Act.REPLACE if Act.REPLACE in one.acts else one.act for one in planned]
            planned = with_acts(planned, acts, every.list())
        document: dict[str, JsonValue] = {
            "plan": [
                {
                    "name": one.name,
                    "act": one.act.value,
                    "origin": one.found.origin,
                    "problem": one.found.problem,
                    "renamed_from": one.found.draft.name if one.is_renamed else "",
                    "changes": [
                        {"what": change.what, "before": change.before, "after": change.after} for change in one.changes
                    ],
                }
                for one in planned
            ]
        }
        for one in planned:
            words = {Act.ADD: "add", Act.REPLACE: "replace", Act.SKIP: "leave out"}[one.act]
            why = one.found.problem or (f"{one.same_as} leads there already" if one.same_as else one.found.remark)
            if one.changes:
                differs = ", ".join(f"{each.what} {each.before or '-'} → {each.after or '-'}" for each in one.changes)
                why = " ".join(part for part in (f"differs from {one.found.draft.name} in {differs}.", why) if part)
            at.screen.result(f"{words:10} {one.name}  ({one.found.origin}){f': {why}' if why else ''}")
        for place in found.looked_at:
            if place.problem:
                at.screen.note(place.problem)
        if not plan:
            with at.job("import") as job:
                done = carry_out(every, planned, job, take_references=references)
            document["added"] = [connector.name for connector in done.added]
            document["replaced"] = [connector.name for connector in done.replaced]
            document["without_secret"] = list(done.without_secret)
            for refused in done.failed:
                at.screen.note(f"{refused.name} was not saved: {refused.error.message} {refused.error.hint}")
            document["failed"] = [{"name": refused.name, "error": refused.error.message} for refused in done.failed]
            for unread in done.unread:
                at.warn(f"{unread.name} is saved, and can't connect yet: {unread.error.message} {unread.error.hint}")
            document["warnings"] = [*at.warnings]
            if done.without_secret:
                at.screen.note(f"Still without a password: {', '.join(done.without_secret)}.")
        if at.screen.as_json:
            at.screen.document(document)
