"""`kbconnect dataset …` and `kbconnect preview`: what is taken from a source and what documents it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_connector, complete_dataset, complete_knowledge_base
from kbconnect.cli.dry_runs import show_count
from kbconnect.cli.names import (
    as_argument,
    column_argument,
    column_of,
    columns_of,
    no_columns,
    quoted,
    table_in,
    table_of,
)
from kbconnect.cli.run_words import counted, show_rejects, status_cell
from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.session import Home, Json, Limit, Session, session
from kbconnect.core.address_kinds import FILE_PROVIDERS
from kbconnect.core.connector import Connector
from kbconnect.core.errors import InputError, KnowledgeBaseError, MappingError, ModelMissingError, SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ChangeMode,
    ColumnSuggestion,
    Dataset,
    DatasetDraft,
    Mapping,
    Preview,
    QuerySelection,
    Selection,
    SyncPolicy,
    TableInfo,
    TableSelection,
)
from kbconnect.core.treatment import ColumnTreatment, Treatment

commands = typer.Typer(help="Datasets: what is taken from a connector.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the dataset.", autocompletion=complete_dataset)]
_TEXT_SHOWN = 600
_POLICY = SyncPolicy()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say about the mapping; None where an option wasn't given."""

    key: Sequence[str] | None
    title: str | None
    text: Sequence[str] | None
    metadata: Sequence[str] | None
    template: str | None
    mask: Sequence[str] = ()
    hash: Sequence[str] = ()

    @property
    def describes_document(self) -> bool:
        return any(part is not None for part in (self.title, self.text, self.metadata, self.template))


@commands.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that people recognise.")],
    connector: Annotated[
        str, typer.Option("--connector", metavar="C", help="Where it is read.", autocompletion=complete_connector)
    ],
    table: Annotated[
        str | None, typer.Option("--table", metavar="[SCHEMA.]TABLE", help='A table; "My.Table" in double quotes.')
    ] = None,
    query: Annotated[str | None, typer.Option("--query", metavar="SQL", help="One SELECT instead of a table.")] = None,
    key: Annotated[list[str] | None, typer.Option("--key", metavar="COLS", help="What identifies a row.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="COL", help="The title's column.")] = None,
    text: Annotated[list[str] | None, typer.Option("--text", metavar="COLS", help="What is searched.")] = None,
    metadata: Annotated[
        list[str] | None, typer.Option("--metadata", metavar="COLS", help="What is kept beside the text.")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="TEXT", help="Text with {column} instead of --text.")
    ] = None,
    mask: Annotated[
        list[str] | None,
        typer.Option(
            "--mask",
            metavar="COLS",
            help="Columns to mask: of a card its last digits stay, of an address its domain.",
        ),
    ] = None,
    hash_columns: Annotated[
        list[str] | None,
        typer.Option("--hash", metavar="COLS", help="Columns taken as keyed hashes: equal values stay equal."),
    ] = None,
    kb: Annotated[
        str | None,
        typer.Option(
            "--kb",
            metavar="KB",
            help="The knowledge base it feeds; else the first.",
            autocompletion=complete_knowledge_base,
        ),
    ] = None,
    mode: Annotated[ChangeMode, typer.Option("--mode", help="How changes are found.")] = ChangeMode.COMPARE,
    cursor: Annotated[str, typer.Option("--cursor", metavar="COL", help="The column cursor mode follows.")] = "",
    lag: Annotated[
        float | None,
        typer.Option("--lag", metavar="N", min=0, help="How far it reads again: seconds, or units of a number."),
    ] = None,
    key_scan_hours: Annotated[
        float,
        typer.Option("--key-scan-hours", metavar="N", min=0, help="So often it looks for removed rows; 0: always."),
    ] = _POLICY.key_scan_hours,
    delete_limit: Annotated[
        float,
        typer.Option("--delete-limit", metavar="SHARE", min=0, max=1, help="Of documents removed without asking."),
    ] = _POLICY.delete_limit,
    reject_limit: Annotated[
        float, typer.Option("--reject-limit", metavar="SHARE", min=0, max=1, help="Of rows rejected before it stops.")
    ] = _POLICY.reject_limit,
    silence_limit: Annotated[
        float,
        typer.Option("--silence-limit", metavar="MINUTES", min=0, help="Without a row before it gives up; 0: never."),
    ] = _POLICY.silence_limit_minutes,
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
    if text is not None and template is not None:
        raise typer.BadParameter("--template stands instead of --text; give one of the two")
    if cursor and mode is ChangeMode.COMPARE:
        raise typer.BadParameter("--cursor goes with --mode cursor")
    if lag is not None and mode is ChangeMode.COMPARE:
        raise typer.BadParameter("--lag goes with --mode cursor or --mode append")
    wanted = Wanted(key, title, text, metadata, template, mask or (), hash_columns or ())
    policy = SyncPolicy(
        delete_limit=delete_limit,
        reject_limit=reject_limit,
        cursor_lag=lag,
        key_scan_hours=key_scan_hours,
        silence_limit_minutes=silence_limit,
    )
    with session(context, home, as_json) as at:
        found = at.application.connectors.find(connector)
        knowledge_base_id = at.application.knowledge_bases.find(kb).id if kb else ""
        with at.job(found.name) as job:
            selection, info = _selection(at, found.id, table, query, job)
            columns = at.application.catalog.columns(found.id, selection, job)
        if not columns:
            raise no_columns(info, is_file=found.provider in FILE_PROVIDERS)
        mapping = _mapping(wanted, columns, at.screen)
        cursor = column_of(cursor, {each.column.name for each in columns}, "--cursor")
        from kbconnect.core.cursors import check_cursor

        check_cursor(mode, cursor, mapping.key, [each.column for each in columns])
        warnings = _cursor_warnings(at, found, selection, mapping, cursor) if mode is ChangeMode.CURSOR else ()
        dataset = at.application.datasets.add(
            DatasetDraft(
                name=name,
                connector_id=found.id,
                selection=selection,
                mapping=mapping,
                knowledge_base_id=knowledge_base_id,
                mode=mode,
                cursor_column=cursor,
                policy=policy,
            )
        )
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


def preview(
    context: typer.Context,
    name: Name,
    limit: Limit = 5,
    count: Annotated[
        bool, typer.Option("--count", help="Count what a first sync comes to: documents, chunks, time, disk.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show documents and chunks as a sync would write them; nothing is written."""
    with session(context, home, as_json) as at:
        if count:
            show_count(at, at.application.datasets.find(name))
            return
        shown = previewed(at, at.application.datasets.find(name), limit)
        if at.screen.as_json:
            at.screen.document(output.preview_json(shown))
        show_rejects(at.screen, shown.rejects)
        for each in shown.documents:
            at.screen.result(Styled(each.document.title or "(no title)", "bold"))
            at.screen.result(
                Styled(
                    ", ".join(f"{field.name} = {field.value}" for field in each.document.key)
                    + f"  ·  {each.document.document_id}",
                    "dim",
                )
            )
            for field in each.document.metadata:
                at.screen.result(Styled(f"  {field.name}: {field.value}", "dim"))
            for number, chunk in enumerate(each.chunks, 1):
                size = f"{len(chunk.text):,} characters" + (f", {chunk.tokens:,} tokens" if chunk.tokens else "")
                at.screen.result(Styled(f"  Chunk {number} of {len(each.chunks)}, {size}", "dim"))
                at.screen.result(_shortened(chunk.text))
            at.screen.result("")
        at.screen.note(
            f"{counted(len(shown.documents), 'document')} as it would be; nothing was written."
            if len(shown.documents) == 1
            else f"{counted(len(shown.documents), 'document')} as they would be; nothing was written."
        )


def previewed(at: Session, dataset: Dataset, limit: int) -> Preview:
    """A dataset's first documents; by characters alone where the model is missing, which is said."""
    from kbconnect.app.datasets import draft_of_dataset

    draft = draft_of_dataset(dataset)
    embedder = at.application.knowledge_bases.get(dataset.knowledge_base_id).embedder
    with at.job(dataset.name) as job:
        try:
            return at.application.catalog.preview(draft, limit, embedder, job, dataset.id)
        except ModelMissingError as error:
            at.screen.note(f"{error.message} Chunks are cut by characters alone.")
            return at.application.catalog.preview(draft, limit, "none", job, dataset.id)


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


def _mapping(wanted: Wanted, columns: Sequence[ColumnSuggestion], screen: Screen) -> Mapping:
    """What the options name, completed by suggestions: the key always, the text where there would be none, the
    rest only if no option describes the document, since somebody who names its text doesn't want more than that.

    Raises MappingError, InputError.
    """
    from kbconnect.core.discovery import masking_of, suggest_mapping
    from kbconnect.core.mapping import check_mapping, template_columns, used_columns

    reasons = {each.column.name: each.reason for each in columns}
    suggested = suggest_mapping(columns)

    def named(values: Sequence[str] | None) -> tuple[str, ...]:
        return columns_of(values or (), reasons)

    def chosen(part: str, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            screen.note(f"Chosen as {part}: {name} ({reasons[name]})")
        return names

    key = named(wanted.key) if wanted.key is not None else chosen("key", suggested.key)
    title = column_of(wanted.title or "", reasons, "--title")
    text, metadata = named(wanted.text), named(wanted.metadata)
    if not wanted.describes_document and suggested.title:
        (title,) = chosen("title", (suggested.title,))
    if wanted.text is None and wanted.template is None:
        text = chosen("text", suggested.text)
    if not wanted.describes_document:
        metadata = chosen("metadata", suggested.metadata)
    if not key:
        raise MappingError(
            "No column is plainly the key of these rows.",
            meaning="Nothing was saved. Without a key, a changed row can't be told from a new one.",
            hint="Name the column or columns whose values are different in every row with --key.",
        )
    if not text and not wanted.template:
        raise MappingError(
            "No column is plainly the text of these rows.",
            meaning="Nothing was saved. Without a text, documents would be empty.",
            hint="Name the columns that are searched with --text, or write a --template.",
        )
    mapping = Mapping(key, title, text, metadata, wanted.template or "")
    by_name = {each.column.name: each for each in columns}
    chosen_names = {title if wanted.title else "", *named(wanted.key), *named(wanted.text), *named(wanted.metadata)}
    chosen_names |= set(template_columns(mapping.template))
    untouched = (name for name in used_columns(mapping) if name in by_name and name not in chosen_names)
    treatments = {name: by_name[name].treatment for name in untouched}
    treatments |= {name: masking_of(by_name[name]) for name in named(wanted.mask) if name in by_name}
    treatments |= dict.fromkeys(named(wanted.hash), Treatment.HASH)
    _check_used([*named(wanted.mask), *named(wanted.hash)], mapping)
    mapping = replace(
        mapping,
        treatments=tuple(
            ColumnTreatment(name, treatment)
            for name, treatment in treatments.items()
            if treatment is not Treatment.KEEP
        ),
    )
    check_mapping(mapping, [each.column for each in columns])
    for each in mapping.treatments:
        screen.note(f"{TREATED[each.treatment]}: {each.column}")
    return mapping


TREATED = {
    Treatment.MASK: "Masked",
    Treatment.MASK_FOUND: "Masked where something sensitive is found",
    Treatment.HASH: "Hashed",
}


def _check_used(names: Sequence[str], mapping: Mapping) -> None:
    """A treatment of a column nobody takes is a slip, and the column that was meant would be taken as it is."""
    from kbconnect.core.mapping import used_columns

    unused = [name for name in names if name not in used_columns(mapping)]
    if unused:
        raise InputError(
            f"“{unused[0]}” is to be masked or hashed, but it is not part of the documents.",
            meaning="Nothing was saved.",
            hint="Name it in --key, --title, --text or --metadata as well, or leave it out of --mask and --hash.",
        )


def exposed_words(columns: Sequence[ColumnSuggestion], mapping: Mapping) -> tuple[str, ...]:
    """A sentence for each sensitive column that is taken as it is."""
    from kbconnect.core.discovery import taken_as_they_are

    return tuple(
        f"“{each.column.name}” is taken as it is: {each.sensitive.reason}. Everybody who can search this knowledge "
        "base can read it. "
        + (
            f"Hash it (--hash {column_argument(each.column.name)}), or choose another key."
            if each.column.name in mapping.key
            else f"Mask it (--mask {column_argument(each.column.name)}), hash it "
            f"(--hash {column_argument(each.column.name)}) or leave it out."
        )
        for each in taken_as_they_are(columns, mapping)
        if each.sensitive is not None
    )


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
    return (
        f"share removed without asking: up to {policy.delete_limit:.4g}; share rejected: {rejects}; "
        f"wait for a silent source: {silence}"
    )


def _exposed(at: Session, dataset: Dataset) -> tuple[str, ...]:
    """Sensitive columns that stand in the knowledge base unchanged, as far as syncs have seen."""
    try:
        exposed = at.application.knowledge_bases.exposed(dataset.knowledge_base_id)
    except KnowledgeBaseError:
        return ()  # the file is somebody's to mend; what is saved of the dataset is shown all the same
    return next((one.columns for one in exposed if one.dataset.id == dataset.id), ())


def _last_sync(at: Session, dataset: Dataset) -> Styled:
    run = at.application.syncing.last_run(dataset.id)
    return Styled("Not synced yet", "dim") if run is None else status_cell(run)


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + "…"
