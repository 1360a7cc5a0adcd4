"""`kbconnect dataset …`: what is taken from a source, and what becomes of it. Changing one is in `dataset_edit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from kbconnect.cli import dataset_options as options
from kbconnect.cli import output
from kbconnect.cli.completion import complete_connector, complete_dataset
from kbconnect.cli.dataset_columns import TREATED, Wanted, exposed_words, mapping_of
from kbconnect.cli.names import as_argument, column_of, no_columns, quoted, table_in, table_of
from kbconnect.cli.run_words import counted, status_cell
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import Home, Json, Session, session
from kbconnect.core.address_kinds import FILE_PROVIDERS
from kbconnect.core.connector import Connector
from kbconnect.core.errors import KnowledgeBaseError, SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ChangeMode,
    ColumnSuggestion,
    Dataset,
    DatasetDraft,
    Mapping,
    QuerySelection,
    Selection,
    SyncPolicy,
    TableInfo,
    TableSelection,
)

commands = typer.Typer(help="Datasets: what is taken from a connector.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the dataset.", autocompletion=complete_dataset)]
_POLICY = SyncPolicy()


@commands.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that people recognise.")],
    connector: Annotated[
        str,
        typer.Option(
            "--connector", metavar="C", help="The connector it is read through.", autocompletion=complete_connector
        ),
    ],
    table: Annotated[
        str | None, typer.Option("--table", metavar="[SCHEMA.]TABLE", help='A table; "My.Table" in double quotes.')
    ] = None,
    query: Annotated[str | None, typer.Option("--query", metavar="SQL", help="One SELECT instead of a table.")] = None,
    key: options.Key = None,
    title: options.Title = None,
    text: options.Text = None,
    metadata: options.Metadata = None,
    template: options.Template = None,
    mask: options.Mask = None,
    hash_columns: options.Hash = None,
    plain: options.Plain = None,
    kb: options.KnowledgeBase = None,
    mode: options.Mode = ChangeMode.COMPARE,
    cursor: options.Cursor = None,
    lag: options.Lag = None,
    key_scan_hours: options.KeyScanHours = _POLICY.key_scan_hours,
    delete_limit: options.DeleteLimit = _POLICY.delete_limit,
    reject_limit: options.RejectLimit = _POLICY.reject_limit,
    silence_limit: options.SilenceLimit = _POLICY.silence_limit_minutes,
    row_limit: options.RowLimit = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Save a dataset. Columns that aren't named are suggested, and what was chosen is said.

    COL is one column, COLS are several: parted by commas, or the option several times. A name with a comma, or with
    blanks at its ends, stands in double quotes, which your shell must leave: --text '"Name, first",city'. A quote in it
    is doubled. A value that is exactly the name of a column is that column.
    """
    if (table is None) == (query is None):
        raise typer.BadParameter("say what to take: --table or --query, one of the two")
    if cursor and mode is ChangeMode.COMPARE:
        raise typer.BadParameter("--cursor goes with --mode cursor")
    if lag is not None and mode is ChangeMode.COMPARE:
        raise typer.BadParameter("--lag goes with --mode cursor or --mode append")
    wanted = Wanted(key, title, text, metadata, template, mask or (), hash_columns or (), plain or ())
    wanted.check_use()
    hours = _POLICY.key_scan_hours if key_scan_hours is None else key_scan_hours
    limits = options.Limits(delete_limit, reject_limit, silence_limit, row_limit)
    policy = limits.applied(replace(_POLICY, cursor_lag=lag, key_scan_hours=hours))
    with session(context, home, as_json) as at:
        found = at.application.connectors.find(connector)
        knowledge_base_id = at.application.knowledge_bases.find(kb).id if kb else ""
        with at.job(found.name) as job:
            selection, info = _selection(at, found.id, table, query, job)
            columns = at.application.catalog.columns(found.id, selection, job)
        if not columns:
            raise no_columns(info, is_file=found.provider in FILE_PROVIDERS)
        mapping = mapping_of(wanted, columns, at.screen)
        followed = column_of(cursor or "", {each.column.name for each in columns}, "--cursor")
        draft = DatasetDraft(name, found.id, selection, mapping, knowledge_base_id, mode, followed, policy=policy)
        _save(at, draft, found, columns)


def _save(at: Session, draft: DatasetDraft, connector: Connector, columns: Sequence[ColumnSuggestion]) -> None:
    """Saves it, and says what is worth knowing of what was chosen."""
    from kbconnect.core.cursors import check_cursor

    mapping, cursor = draft.mapping, draft.cursor_column
    check_cursor(draft.mode, cursor, mapping.key, [each.column for each in columns])
    follows = draft.mode is ChangeMode.CURSOR
    warnings = _cursor_warnings(at, connector, draft.selection, mapping, cursor) if follows else ()
    dataset = at.application.datasets.add(draft)
    exposed = exposed_words(columns, mapping)
    if at.screen.as_json:
        at.screen.document({**described(at, dataset), "warnings": [*warnings, *exposed]})
    at.screen.result(f"Saved dataset {dataset.name}.")
    for warning in warnings:
        at.screen.note(Styled(f"Warning, {cursor}: ", "yellow"), warning)
    for warning in exposed:
        at.screen.note(Styled("Warning: ", "yellow"), warning)
    name_written = as_argument(dataset.name)
    at.screen.note(f"Next: kbconnect preview {name_written}, then kbconnect sync {name_written}")


@commands.command("list")
def list_datasets(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List the datasets."""
    with session(context, home, as_json) as at:
        datasets = at.application.datasets.list()
        if at.screen.as_json:
            at.screen.document({"datasets": [described(at, dataset) for dataset in datasets]})
        if not datasets:
            at.screen.note("There are no datasets yet. Add one with `kbconnect dataset add`.")
        at.screen.table(
            ("Name", "Connector", "From", "Knowledge base", "Last sync"),
            [
                (
                    Styled(dataset.name, "bold"),
                    at.application.connectors.get(dataset.connector_id).name,
                    _origin(dataset),
                    at.application.knowledge_bases.get(dataset.knowledge_base_id).name,
                    _last_sync(at, dataset),
                )
                for dataset in datasets
            ],
        )


@commands.command("show")
def show(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Show one dataset."""
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name)
        if at.screen.as_json:
            at.screen.document(described(at, dataset))
        mapping = dataset.mapping
        at.screen.result(Styled(dataset.name, "bold"))
        at.screen.facts(
            [
                ("Connector", at.application.connectors.get(dataset.connector_id).name),
                ("From", _origin(dataset)),
                ("Key", ", ".join(mapping.key)),
                ("Title", mapping.title or "none"),
                ("Template", mapping.template) if mapping.template else ("Text", ", ".join(mapping.text)),
                ("Metadata", ", ".join(mapping.metadata) or "none"),
                *((TREATED[each.treatment], each.column) for each in mapping.treatments if each.treatment in TREATED),
                *((("Sensitive, as it is", ", ".join(exposed)),) if (exposed := _exposed(at, dataset)) else ()),
                ("Changes found by", _mode_in_words(dataset)),
                ("Limits", limits_in_words(dataset)),
                ("Knowledge base", at.application.knowledge_bases.get(dataset.knowledge_base_id).name),
                ("Last sync", _last_sync(at, dataset)),
            ],
        )


@commands.command("remove")
def remove(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Remove a dataset and its documents from the knowledge base. The source isn't touched."""
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name)
        documents = at.application.datasets.remove(dataset.id)
        if at.screen.as_json:
            at.screen.document({"removed": dataset.name, "documents": documents})
        at.screen.result(
            f"Removed dataset {dataset.name} and its {counted(documents, 'document')}. The source is unchanged."
        )


def _selection(
    at: Session, connector_id: str, table: str | None, query: str | None, job: JobContext
) -> tuple[Selection, TableInfo | None]:
    """What is taken, and what the source says of the table."""
    if query is not None:
        return QuerySelection(query), None
    tables = at.application.catalog.tables(connector_id, job)
    ref = table_of(table or "", tables)
    return TableSelection(ref), table_in(tables, ref)


def _cursor_warnings(
    at: Session, connector: Connector, selection: Selection, mapping: Mapping, cursor: str
) -> tuple[str, ...]:
    """What following a column costs or misses. It is a service: where it can't be told, the dataset is saved anyway."""
    from kbconnect.core.cursors import Fit

    try:
        with at.job(connector.name) as job:
            advice = at.application.catalog.cursor_advice(connector.id, selection, job, mapping.key)
    except SourceError as error:
        return (f"How well it fits could not be told: {error.message}",)
    for each in advice.cursors:
        if each.column.name == cursor:
            return each.reasons if each.fit is Fit.UNFIT else each.warnings
    return ()


def described(at: Session, dataset: Dataset) -> dict[str, output.Json]:
    """As JSON."""
    return output.dataset_json(
        dataset,
        at.application.connectors.get(dataset.connector_id).name,
        at.application.knowledge_bases.get(dataset.knowledge_base_id).name,
    )


def _origin(dataset: Dataset) -> str:
    if isinstance(dataset.selection, TableSelection):
        return quoted(dataset.selection.table)
    return " ".join(dataset.selection.sql.split())[:80]


def _mode_in_words(dataset: Dataset) -> str:
    if dataset.mode is ChangeMode.COMPARE:
        return "compare: all rows in every run"
    lag = dataset.policy.cursor_lag
    again = "" if lag is None else f", reading {lag:g} again"
    if dataset.mode is ChangeMode.APPEND:
        return f"append: new values of {dataset.mapping.key[0]}{again}"
    hours = dataset.policy.key_scan_hours
    every = f"every {hours:g} hours" if hours else "in every run"
    return f"cursor: {dataset.cursor_column}{again}; removed rows are looked for {every}"


def limits_in_words(dataset: Dataset) -> str:
    """What stops a run of it."""
    policy = dataset.policy
    rejects = "any number" if policy.reject_limit == 1 else f"up to {policy.reject_limit:.4g}"
    minutes = policy.silence_limit_minutes
    silence = f"up to {minutes:g} minutes" if minutes else "without end"
    rows = "up to ten times those before"
    if policy.row_limit is not None:
        rows = f"up to {policy.row_limit:,}" if policy.row_limit else "any number"
    return (
        f"share removed without asking: up to {policy.delete_limit:.4g}; share rejected: {rejects}; "
        f"wait for a silent source: {silence}; rows read: {rows}"
    )


def _exposed(at: Session, dataset: Dataset) -> tuple[str, ...]:
    """Sensitive columns that stand in the knowledge base unchanged, as far as syncs have seen."""
    try:
        exposed = at.application.knowledge_bases.exposed(dataset.knowledge_base_id)
    except KnowledgeBaseError:
        return ()  # the file is somebody's to mend; what is saved of the dataset is shown all the same
    return next((one.columns for one in exposed if one.dataset.id == dataset.id), ())


def _last_sync(at: Session, dataset: Dataset) -> Styled:
    run = at.application.history.last_run(dataset.id)
    return Styled("Not synced yet", "dim") if run is None else status_cell(run)
