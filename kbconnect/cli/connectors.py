"""`kbconnect connector …` and `kbconnect discover`: saving, testing and looking into sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_connector
from kbconnect.cli.connection_options import (
    NoSsh,
    Ssh,
    SshJump,
    SshKey,
    SshPasswordStdin,
    SshSecret,
    Tls,
    TlsCa,
    TlsCert,
    TlsKey,
    WayOptions,
    draft_from,
    one_secret,
    secret_from,
)
from kbconnect.cli.names import as_argument, no_columns, table_in, table_of
from kbconnect.cli.screen import Cell, Screen, Styled
from kbconnect.cli.session import FAILED, Home, Json, PasswordStdin, SecretRef, Session, session
from kbconnect.core.access import AccessLevel
from kbconnect.core.address_kinds import FILE_PROVIDERS
from kbconnect.core.addresses import display_url
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorDraft,
    StepState,
    access_of,
)
from kbconnect.core.model import ColumnSuggestion, TableInfo, TableSelection

if TYPE_CHECKING:
    from kbconnect.app.connectors import KeepSecret, NewSecret
    from kbconnect.core.catalogue import Catalogue
    from kbconnect.core.cursors import Advice, CursorAdvice

commands = typer.Typer(help="Connectors: how to reach your databases.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the connector.", autocompletion=complete_connector)]
NewName = Annotated[str, typer.Argument(metavar="NAME", help="A name that people recognise.")]
_URL_HELP = (
    "postgresql://user@host:5432/database (or mysql://, sqlserver://, oracle://), without a password; or the path of a "
    "file or folder: shop.db, prices.csv, exports/, 'prices.csv?delimiter=;'."
)

_STEP_WORDS = {
    StepState.PASSED: Styled("✓ passed", "green"),
    StepState.FAILED: Styled("✗ failed", "bold red"),
    StepState.WARNING: Styled("! look", "yellow"),
    StepState.SKIPPED: Styled("– skipped", "dim"),
}


@commands.command("add")
def add(
    context: typer.Context,
    name: NewName,
    url: Annotated[str, typer.Option("--url", metavar="URL", help=_URL_HELP)],
    password_stdin: PasswordStdin = False,
    secret: SecretRef = None,
    tls: Tls = None,
    tls_ca: TlsCa = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    ssh: Ssh = None,
    ssh_key: SshKey = None,
    ssh_jump: SshJump = None,
    ssh_password_stdin: SshPasswordStdin = False,
    ssh_secret: SshSecret = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Save a connector. The password comes by a question, --password-stdin or --secret."""
    one_secret(password_stdin, secret)
    way = WayOptions(tls, tls_ca, tls_cert, tls_key, ssh, ssh_key, ssh_jump, ssh_password_stdin, ssh_secret)
    way.check(password_stdin)
    with session(context, home, as_json) as at:
        draft = way.applied(replace(draft_from(at, url), name=name))
        at.application.connectors.check_draft(draft)
        given = secret_from(at, draft, password_stdin, secret)
        connector = at.application.connectors.add(draft, given, way.secret(), at.warn_unread)
        if at.screen.as_json:
            at.screen.document({**output.connector_json(connector), "warnings": [*at.warnings]})
        at.screen.result(f"Saved connector {connector.name}.")
        at.screen.note(f"Next: kbconnect connector test {as_argument(connector.name)}")


@commands.command("list")
def list_connectors(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List the connectors."""
    with session(context, home, as_json) as at:
        datasets = at.application.datasets.list()
        connectors = at.application.connectors.list()
        if at.screen.as_json:
            at.screen.document({"connectors": [output.connector_json(connector, datasets) for connector in connectors]})
        if not connectors:
            at.screen.note(
                "There are no connectors yet. Add one with `kbconnect connector add`, or try `kbconnect demo`."
            )
        used = {connector.id: 0 for connector in connectors}
        for dataset in datasets:
            used[dataset.connector_id] += 1
        at.screen.table(
            ("Name", "Source", "Health", ">Datasets"),
            [
                (Styled(each.name, "bold"), display_url(each), _health(each), f"{used[each.id]:,}")
                for each in connectors
            ],
        )


@commands.command("show")
def show(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Show one connector; never its password."""
    with session(context, home, as_json) as at:
        connector = at.application.connectors.find(name)
        datasets = at.application.datasets.list(connector.id)
        if at.screen.as_json:
            at.screen.document(output.connector_json(connector, datasets))
        at.screen.result(Styled(connector.name, "bold"))
        at.screen.facts(
            [
                ("Source", display_url(connector)),
                ("Encryption", connector.options.tls.value),
                ("Password", connector.secret_reference or "none"),
                *_way_facts(connector),
                ("Health", _health(connector)),
                ("Datasets", ", ".join(dataset.name for dataset in datasets) or "none"),
            ],
        )
        powers = connector.last_check.powers if connector.last_check is not None else ()
        if powers:
            at.screen.result("The account can do more than read:")
            for power in powers:
                at.screen.result(f"  {power.sentence}")
            at.screen.note(f"A read-only account: kbconnect connector script {as_argument(connector.name)}")


@commands.command("edit")
def edit(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help=_URL_HELP)] = None,
    password_stdin: PasswordStdin = False,
    secret: SecretRef = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="Forget the password.")] = False,
    tls: Tls = None,
    tls_ca: TlsCa = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    ssh: Ssh = None,
    ssh_key: SshKey = None,
    ssh_jump: SshJump = None,
    ssh_password_stdin: SshPasswordStdin = False,
    ssh_secret: SshSecret = None,
    no_ssh: NoSsh = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change a connector. What isn't named stays, the passwords too."""
    one_secret(password_stdin, secret, no_password)
    way = WayOptions(tls, tls_ca, tls_cert, tls_key, ssh, ssh_key, ssh_jump, ssh_password_stdin, ssh_secret, no_ssh)
    way.check(password_stdin)
    if not (new_name or url or password_stdin or secret or no_password or way.say_something):
        raise typer.BadParameter("say what to change, such as --name, --url, --secret, --tls or --ssh")
    with session(context, home, as_json) as at:
        from kbconnect.app.connectors import KeepSecret, draft_of

        old = at.application.connectors.find(name)
        draft = draft_of(old)
        if url:
            said = draft_from(at, url)
            tunnel = said.options.tunnel or (draft.options.tunnel if said.provider == draft.provider else None)
            draft = replace(said, name=old.name, options=replace(said.options, tunnel=tunnel))
        if new_name:
            draft = replace(draft, name=new_name)
        changed: NewSecret | KeepSecret = KeepSecret.KEEP
        if password_stdin or secret or no_password:
            changed = None if no_password else secret_from(at, draft, password_stdin, secret)
        connector = at.application.connectors.edit(
            old.id, way.applied(draft), changed, way.changed_secret(), at.warn_unread
        )
        if at.screen.as_json:
            datasets = at.application.datasets.list()
            at.screen.document({**output.connector_json(connector, datasets), "warnings": [*at.warnings]})
        at.screen.result(f"Saved connector {connector.name}.")


@commands.command("remove")
def remove(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Remove a connector and its stored password. Refused while a dataset uses it."""
    with session(context, home, as_json) as at:
        connector = at.application.connectors.find(name)
        at.application.connectors.remove(connector.id)
        if at.screen.as_json:
            at.screen.document({"removed": connector.name})
        at.screen.result(f"Removed connector {connector.name}.")


@commands.command("test")
def check_connection(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A saved connector; or give a --url.", autocompletion=complete_connector),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help=f"Test this and save nothing. {_URL_HELP}")
    ] = None,
    password_stdin: PasswordStdin = False,
    secret: SecretRef = None,
    tls: Tls = None,
    tls_ca: TlsCa = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    ssh: Ssh = None,
    ssh_key: SshKey = None,
    ssh_jump: SshJump = None,
    ssh_password_stdin: SshPasswordStdin = False,
    ssh_secret: SshSecret = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Test a connection step by step. Exit code 1 if a step fails."""
    if (name is None) == (url is None):
        raise typer.BadParameter("name a saved connector or give a --url, one of the two")
    one_secret(password_stdin, secret)
    way = WayOptions(tls, tls_ca, tls_cert, tls_key, ssh, ssh_key, ssh_jump, ssh_password_stdin, ssh_secret)
    way.check(password_stdin)
    if name is not None and way.say_something:
        raise typer.BadParameter("a saved connector is tested as it is; give --url to test another way to it")
    if name is not None and (password_stdin or secret):
        raise typer.BadParameter("a saved connector is tested with its own password; give --url to test another one")
    with session(context, home, as_json) as at:
        if url is not None:
            draft = way.applied(draft_from(at, url))
            at.application.connectors.check_draft(draft)
            report = _test_draft(at, draft, secret_from(at, draft, password_stdin, secret), way.secret())
        else:
            report = _test_saved(at, name or "")
        if at.screen.as_json:
            document = output.report_json(report)
            at.screen.document({**document, "warnings": [*at.warnings, *report.warnings]})
        _show_outcome(at.screen, report)
        if not report.ok:
            raise typer.Exit(FAILED)


def _test_saved(at: Session, name: str) -> ConnectionReport:
    connector = at.application.connectors.find(name)
    with at.job(connector.name) as job:
        return at.application.connectors.test_saved(
            connector.id, lambda step: _show_step(at.screen, step, connector.name), job
        )


def _test_draft(at: Session, draft: ConnectorDraft, given: NewSecret, tunnel_secret: NewSecret) -> ConnectionReport:
    connectors = at.application.connectors
    with at.job(draft.host or draft.database) as job:
        return connectors.test(draft, given, lambda step: _show_step(at.screen, step), job, tunnel_secret)


def discover(
    context: typer.Context,
    name: Name,
    schema: Annotated[str | None, typer.Option("--schema", metavar="S", help="Only this schema.")] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="T", help='The columns of [SCHEMA.]TABLE; "My.Table" in double quotes.'),
    ] = None,
    columns: Annotated[bool, typer.Option("--columns", help="Every table with its columns.")] = False,
    cursors: Annotated[
        bool, typer.Option("--cursors", help="With --table: which columns show what has changed, and why.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List the tables of a source, or the columns of one with the role each probably has."""
    if cursors and table is None:
        raise typer.BadParameter("--cursors looks at one table; name it with --table")
    if columns and table is not None:
        raise typer.BadParameter("--columns lists all tables; leave out --table or --columns")
    with session(context, home, as_json) as at:
        connector = at.application.connectors.find(name)
        catalog = at.application.catalog
        with at.job(connector.name) as job:
            if columns:
                _show_catalogue(at.screen, catalog.catalogue(connector.id, job), schema)
                return
            tables = catalog.tables(connector.id, job)
            if table is None:
                _show_tables(at.screen, [info for info in tables if schema in (None, info.ref.schema)], schema)
                return
            selection = TableSelection(table_of(table, tables, schema or ""))
            if cursors:
                _show_advice(at.screen, catalog.cursor_advice(connector.id, selection, job))
            else:
                columns_found = catalog.columns(connector.id, selection, job)
                _show_columns(at.screen, columns_found)
                if not columns_found:
                    why = no_columns(table_in(tables, selection.table), is_file=connector.provider in FILE_PROVIDERS)
                    at.screen.note(f"{why.message} {why.hint}")


def _show_columns(screen: Screen, columns: Sequence[ColumnSuggestion]) -> None:
    if screen.as_json:
        screen.document(output.columns_json(columns))
    screen.table(
        ("Column", "Type", "Role", "Because", "Sample"),
        [
            (
                Styled(each.column.name, "bold"),
                each.column.type,
                each.role.value.replace("_", " "),
                each.reason if each.sensitive is None else f"{each.reason}; {each.sensitive.reason}",
                each.sample,
            )
            for each in columns
        ],
    )


def _show_catalogue(screen: Screen, catalogue: Catalogue, schema: str | None) -> None:
    listed = [(table, columns) for table, columns in catalogue if schema in (None, table.ref.schema)]
    if screen.as_json:
        screen.document(output.catalogue_json(listed))
        return
    screen.table(
        ("Schema", "Table", "Column", "Type", "Key"),
        [
            (
                table.ref.schema,
                Styled(table.ref.name, "bold"),
                column.name,
                column.type,
                "key" if column.primary_key else "unique" if column.unique else "",
            )
            for table, columns in listed
            for column in columns
        ],
    )


_FIT_STYLES = {"good": "green", "usable": "yellow", "unfit": "dim"}


def _show_advice(screen: Screen, advice: Advice) -> None:
    if screen.as_json:
        screen.document(output.advice_json(advice))
    if not advice.cursors:
        screen.result("No column shows what has changed.")
    for each in advice.cursors:
        screen.result(
            Styled(each.column.name, "bold"),
            f"  {each.column.type}  ",
            Styled(each.fit.value, _FIT_STYLES[each.fit.value]),
            "" if each.fit.value == "unfit" else f"  looks back by {_lag_in_words(each)}",
        )
        for reason in each.reasons:
            screen.result(f"  {reason}")
        for warning in each.warnings:
            screen.result(Styled("  ! ", "yellow"), warning)
    follow = f" on {advice.mode.cursor}" if advice.mode.cursor else ""
    screen.result("Advised: ", Styled(f"{advice.mode.mode.value}{follow}", "bold"))
    screen.result(f"  {advice.mode.reason}")


def _lag_in_words(advice: CursorAdvice) -> str:
    if not advice.is_time:
        return f"{advice.lag:,.0f}"
    return f"{advice.lag / 86_400:g} days" if advice.lag >= 86_400 else f"{advice.lag / 60:g} minutes"


def _way_facts(connector: Connector) -> list[tuple[str, str]]:
    options, tunnel = connector.options, connector.options.tunnel
    facts = [("Certificate", options.tls_certificate_file)] if options.tls_certificate_file else []
    if tunnel is not None:
        user = f"{tunnel.username}@" if tunnel.username else ""
        facts.append(("SSH server", f"{user}{tunnel.host}:{tunnel.port}"))
        facts.append(("SSH key", tunnel.key_file or "the agent's, and those in ~/.ssh"))
        facts += [("SSH servers before", tunnel.jump)] if tunnel.jump else []
        facts.append(("SSH password", tunnel.secret_reference or "none"))
    return facts


def _show_step(screen: Screen, step: CheckStep, name: str = "") -> None:
    """name: of the connector, if it is saved."""
    screen.result(_STEP_WORDS[step.state], f"  {step.name:<10}  {step.detail}")
    if step.hint:
        screen.result(f"    {step.hint}")
    if step.fix:
        for line in step.fix.splitlines():
            screen.result(Styled(f"      {line}", "cyan"))
    if step.technical and step.state is StepState.FAILED:
        screen.result(Styled(f"    For IT: {step.technical}", "dim"))
    for fact in step.facts:
        screen.result(Styled(f"    {fact.name}: {fact.value}", "dim"))
    if step.host_key is not None:
        screen.result(f"    Then approve it: kbconnect connector trust {as_argument(name) if name else 'NAME'}")


def _show_outcome(screen: Screen, report: ConnectionReport) -> None:
    if not report.ok:
        screen.result(Styled("The connection doesn't work yet.", "bold red"), " Nothing was changed at the source.")
    elif report.warnings:
        screen.result("The connection works; see the steps marked with “!”.")
    else:
        screen.result("The connection works.")


def _show_tables(screen: Screen, tables: Sequence[TableInfo], schema: str | None) -> None:
    if screen.as_json:
        screen.document(output.tables_json(tables))
    if not tables:
        where = f"in the schema {schema}" if schema else "that this account can see"
        screen.note(f"There are no tables {where}.")
    screen.table(
        ("Schema", "Table", "Kind", ">Rows", "Comment"),
        [
            (
                table.ref.schema,
                Styled(table.ref.name, "bold"),
                table.kind.replace("_", " ") + ("" if table.readable else ", locked"),
                "0" if table.empty else "" if table.rows_estimate is None else f"about {table.rows_estimate:,}",
                table.comment,
            )
            for table in tables
        ],
    )


def _health(connector: Connector) -> Cell:
    check = connector.last_check
    if check is None:
        return Styled("Not tested yet", "dim")
    if not check.ok:
        return Styled(f"Failed: {check.summary}" if check.summary else "Failed", "red")
    if access_of(check) is AccessLevel.READ_ONLY:
        return "Healthy"
    return Styled("Superuser" if access_of(check) is AccessLevel.SUPERUSER else "Can write", "yellow")
