"""Files and folders of files as a source: CSV, Parquet, JSON and workbooks, each file or sheet a table.

How CSV is written is found out, and can be said in the connector's options: `encoding` (as in utf-8 or windows-1252),
`delimiter` (one character, or the word tab) and `header` (yes or no). Owns what is open: the private folder, and the
instances of DuckDB, one for each thing asked. What files there are is in files_list, how one is held still in
files_pins, what rows become in files_read. A source is used by one thread; only `interrupt` may come from another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

import kbconnect.adapters.sources.files_profile as profile
from kbconnect.adapters.sources.files_engine import lock, opened, quote, text_literal
from kbconnect.adapters.sources.files_errors import NOTHING_READ, out_of_time, reading, stopped, translated
from kbconnect.adapters.sources.files_list import (
    Format,
    Listing,
    Sheet,
    TableFile,
    find_path,
    list_tables,
    shown_name,
    workbook_schema,
)
from kbconnect.adapters.sources.files_pins import Pins, State, can_be_named, new_folder, state_of
from kbconnect.adapters.sources.files_query import checked, find_table, tables_named
from kbconnect.adapters.sources.files_read import FilesReader
from kbconnect.adapters.sources.files_rejects import line_faults
from kbconnect.adapters.sources.files_relation import (
    Relation,
    Scan,
    query_relation,
    relation_of,
    text_of,
    view_of,
)
from kbconnect.adapters.sources.files_rows import Note
from kbconnect.adapters.sources.files_tables import table_info
from kbconnect.adapters.sources.files_text import wishes_of
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import CheckStep, ConnectionReport, ConnectorDraft, ProviderInfo, Secret
from kbconnect.core.cursor_facts import SelectionFacts
from kbconnect.core.errors import ColumnMissingError, KbConnectError, SourceError, TableMissingError
from kbconnect.core.job import JobContext
from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, Sample, Selection, TableInfo, TableRef
from kbconnect.core.ports import SAMPLE_CHARACTERS, ReadPlan


class FilesProvider:
    """Opens and tests files and folders."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,  # noqa: ARG002 - a file has no password
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        from kbconnect.adapters.sources.files_check import check

        return check(connector, on_step, context)

    @contextmanager
    def open(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,  # noqa: ARG002 - a file has no password
    ) -> Iterator[FilesSource]:
        path = find_path(connector)
        wishes = wishes_of(connector.options)
        with reading("a temporary folder"):
            folder = new_folder()
        source = FilesSource(path, connector.options.statement_timeout_s)
        pins = Pins(folder, wishes, source.raise_if_stopped)
        try:
            source.begin(pins, folder / "spill")
            yield source
        finally:
            pins.forget()


@dataclass(frozen=True, slots=True)
class _Opened:
    """An instance of DuckDB that is locked, and what it was opened for."""

    connection: duckdb.DuckDBPyConnection
    relation: Relation


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a table was found to be. label: how its file is written. faults: a sentence for each line that is no row.
    notes: what somebody should know of it."""

    label: str
    rows: int
    faults: tuple[str, ...]
    notes: tuple[Note, ...] = ()


class FilesSource:
    """One file or folder. What it finds out of a file holds until the file changes."""

    def __init__(self, path: Path, statement_timeout_s: int) -> None:
        self._path = path
        self._statement_timeout_s = statement_timeout_s
        self._pins: Pins
        self._spill: Path
        self._running: list[duckdb.DuckDBPyConnection] = []
        self._interrupted = False
        self._deadline = float("inf")
        self._columns: dict[tuple[TableRef, State], tuple[ColumnInfo, ...]] = {}
        self._sheets: dict[tuple[Path, State], tuple[Sheet, ...]] = {}

    def begin(self, pins: Pins, spill: Path) -> None:
        """pins, spill: of this source alone."""
        self._pins, self._spill = pins, spill

    # ---------------------------------------------------------------------------------------- what there is

    def listing(self) -> Listing:
        """What there is now, with what was left out. Raises SourceError and its kin."""
        return list_tables(self._path, self._sheets_of)

    def tables(self) -> tuple[TableInfo, ...]:
        with self._limited():
            return self._infos(self.listing().tables)

    def catalogue(self) -> Catalogue:
        """Columns are looked for when somebody asks for them; a file that can't be read then has none."""
        listed = self.tables()

        def columns_of(table: TableRef) -> tuple[ColumnInfo, ...]:
            with suppress(KbConnectError):
                return self.columns(table)
            return ()

        return Catalogue(listed, columns_of)

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._limited():
            found = self._find(table)
            material = self._pins.pin(found)
            known = self._columns.get((found.ref, material.state))
            if known is None:
                with self._of_table(found) as opened_:
                    known = profile.columns_of(opened_.connection, opened_.relation, keys=True)
                self._columns[found.ref, material.state] = known
            return known

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        if not isinstance(selection, QuerySelection):
            return self.columns(selection.table)
        with self._limited(), self._of_query(selection) as opened_:
            return profile.columns_of(opened_.connection, opened_.relation, keys=False)

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._limited():
            columns = self.describe(selection)
            with self._open(selection) as opened_:
                return Sample(columns, self._first_rows(opened_, columns, limit))

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._limited(), suppress(SourceError):
            (found,) = self._infos([self._find(selection.table)])
            return found.rows_estimate
        return None

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        from kbconnect.adapters.sources.files_facts import cursor_facts

        rows = self.row_estimate(selection)
        with self._limited(), self._open(selection) as opened_:
            return cursor_facts(opened_.connection, opened_.relation, columns, rows)

    def inspect(self, table: TableFile) -> Inspection:
        """Reads a whole table for what is in it and what can't be read. Raises SourceError and its kin."""
        with self._forgetting(), self._of_table(table) as opened_:
            relation = opened_.relation
            with closing(opened_.connection.cursor()) as statement:
                touched = ", ".join(f"count(c{place})" for place in range(len(relation.columns)))
                # All of the answer is taken: DuckDB tells of lines when the statement has ended.
                ((rows, *_),) = statement.execute(f"SELECT count(*), {touched or '0'} FROM {relation.sql}").fetchall()
                faults = [fault for scan in relation.scans for fault in line_faults(statement, scan, of_several=False)]
            material = relation.scans[0].material
            return Inspection(material.label, int(rows), tuple(fault.reason for fault in faults), material.notes)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[FilesReader]:
        with self._forgetting(), self._open(plan.selection) as opened_:
            known = self._known(opened_, plan)
            yield FilesReader(
                opened_.connection, opened_.relation, plan, known, self._was_interrupted, self.raise_if_stopped
            )

    # ---------------------------------------------------------------------------------------- breaking off

    def interrupt(self) -> None:
        self._interrupted = True
        for connection in tuple(self._running):
            with suppress(duckdb.Error):  # closed meanwhile: nothing is under way
                connection.interrupt()

    def heard_at(self) -> float:
        return 0.0

    def check_alive(self, silent_s: float) -> None:
        """A file is there, or reading it fails."""

    def raise_if_stopped(self) -> None:
        """Raises SourceError if somebody has asked to stop, or the time is up."""
        if self._interrupted:
            raise stopped()
        if time.monotonic() > self._deadline:
            raise out_of_time()

    def _was_interrupted(self) -> bool:
        return self._interrupted

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """The time limit for previews holds inside."""
        outer = self._deadline
        if self._statement_timeout_s:
            self._deadline = min(outer, time.monotonic() + self._statement_timeout_s)
        try:
            with self._forgetting():
                yield
        finally:
            self._deadline = outer

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """A wish to stop that came between two calls stops the next one; once raised it is told, and forgotten."""
        try:
            self.raise_if_stopped()
            yield
        except BaseException:
            self._interrupted = False
            raise

    # ---------------------------------------------------------------------------------------- tables and instances

    def _sheets_of(self, path: Path) -> tuple[Sheet, ...]:
        from kbconnect.adapters.sources.files_workbook import sheets_of

        self.raise_if_stopped()
        with reading(path.name):
            state = state_of(path)
        if (path, state) not in self._sheets:
            self._sheets[path, state] = sheets_of(path)
        return self._sheets[path, state]

    def _infos(self, tables: Sequence[TableFile]) -> tuple[TableInfo, ...]:
        with ExitStack() as stack:
            count = self._counter(stack, [table.path for table in tables if table.format is Format.PARQUET])
            return tuple(
                table_info(table, self._pins.wishes, count, self._sheets_of, self.raise_if_stopped) for table in tables
            )

    def _counter(self, stack: ExitStack, paths: Sequence[Path]) -> Callable[[Path], int | None]:
        """Tells the rows of files of Parquet, all of them by one instance that is open as long as the stack."""
        readable = [path for path in paths if can_be_named(path)]
        if not readable:
            return lambda path: None  # noqa: ARG005 - it would be told what it can't read
        connection = stack.enter_context(self._instance())
        with translated(self._was_interrupted):
            lock(connection, readable)

        def rows(path: Path) -> int | None:
            if not can_be_named(path):
                return None
            name = text_literal(str(path))
            with translated(self._was_interrupted, name=shown_name(path.name)):
                found = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({name})").fetchone()
            return int(found[0]) if found else None

        return rows

    def _find(self, table: TableRef) -> TableFile:
        """Raises TableMissingError."""
        tables = self.listing().tables
        found = next((each for each in tables if each.ref == table), None) or find_table(
            table.schema, table.name, tables
        )
        if found is None:
            self._raise_if_unreadable(table, tables)
            raise TableMissingError(
                f"There is no file or sheet “{table}” any more.",
                meaning=NOTHING_READ,
                hint="Choose the table again; its file may have been renamed, moved or removed.",
            )
        return found

    def _raise_if_unreadable(self, table: TableRef, tables: Sequence[TableFile]) -> None:
        """A sheet isn't missing if its workbook can't be opened now. Raises SourceError."""
        for each in tables:
            if each.format is Format.EXCEL and not each.sheet and workbook_schema(each.ref) == table.schema:
                self._sheets_of(each.path)

    def _open(self, selection: Selection) -> AbstractContextManager[_Opened]:
        if isinstance(selection, QuerySelection):
            return self._of_query(selection)
        return self._of_table(self._find(selection.table))

    @contextmanager
    def _of_table(self, table: TableFile) -> Iterator[_Opened]:
        material = self._pins.pin(table)
        with self._instance() as connection, translated(self._was_interrupted, name=material.name):
            lock(connection, [material.path])
            yield _Opened(connection, relation_of(connection, material))

    @contextmanager
    def _of_query(self, selection: QuerySelection) -> Iterator[_Opened]:
        sql = checked(selection.sql)
        with self._instance() as connection:
            with translated(self._was_interrupted, of_query=True):
                named = tables_named(connection, sql, self.listing().tables)
            materials = {table.ref: self._pins.pin(table) for table in named.values()}
            with translated(self._was_interrupted):
                lock(connection, [material.path for material in materials.values()])
                relations = {ref: relation_of(connection, material) for ref, material in materials.items()}
                self._create_views(connection, named, relations)
            with translated(self._was_interrupted, of_query=True):
                scans: tuple[Scan, ...] = tuple(scan for relation in relations.values() for scan in relation.scans)
                yield _Opened(connection, query_relation(connection, sql, scans))

    def _create_views(
        self,
        connection: duckdb.DuckDBPyConnection,
        named: dict[tuple[str, str], TableFile],
        relations: dict[TableRef, Relation],
    ) -> None:
        """A view by each name the query uses."""
        made: set[tuple[str, str]] = set()
        for (schema, name), table in named.items():
            if (schema.lower(), name.lower()) in made:
                continue
            made.add((schema.lower(), name.lower()))
            if schema:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
            place = f"{quote(schema)}.{quote(name)}" if schema else quote(name)
            connection.execute(f"CREATE VIEW {place} AS {view_of(relations[table.ref])}")

    @contextmanager
    def _instance(self) -> Iterator[duckdb.DuckDBPyConnection]:
        self.raise_if_stopped()
        with opened(self._spill, self._deadline - time.monotonic()) as connection:
            self._running.append(connection)
            try:
                yield connection
            finally:
                self._running.remove(connection)

    # ---------------------------------------------------------------------------------------- rows

    def _first_rows(
        self, opened_: _Opened, columns: Sequence[ColumnInfo], limit: int
    ) -> tuple[tuple[str | None, ...], ...]:
        relation = opened_.relation
        texts = [
            f"substr({text_of(relation.columns[place], f'c{place}')}, 1, {SAMPLE_CHARACTERS})"
            if place >= 0
            else "n::VARCHAR"
            for place in (relation.place(column.name) for column in columns)
        ]
        if not texts:
            return ()
        source = relation.numbered if "n::VARCHAR" in texts else relation.sql
        with closing(opened_.connection.cursor()) as statement:
            return tuple(statement.execute(f"SELECT {', '.join(texts)} FROM {source} LIMIT {int(limit)}").fetchall())

    def _known(self, opened_: _Opened, plan: ReadPlan) -> dict[str, ColumnInfo]:
        """The columns of the plan by name, their kinds told from all values. Raises ColumnMissingError."""
        relation = opened_.relation
        names = dict.fromkeys((*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])))
        number = profile.row_number_name(relation)
        for name in names:
            if relation.place(name) < 0 and (relation.is_query or name != number):
                if not relation.columns:
                    raise ColumnMissingError(
                        f"{relation.scans[0].material.name} is empty: it names no columns.",
                        meaning=NOTHING_READ,
                        hint="Have the file written again. If it shall really have no rows, leave its header in it.",
                    )
                where = "the query" if relation.is_query else f"“{relation.scans[0].material.name}”"
                raise ColumnMissingError(
                    f"There is no column “{name}” in {where}.",
                    meaning=NOTHING_READ,
                    hint="Choose the columns again; this one may have been renamed or removed.",
                )
        # Keys and texts are texts in any case.
        wanted = {*plan.metadata_columns, plan.cursor_column}
        known = profile.columns_of(opened_.connection, relation, keys=False, of=wanted)
        found = {column.name: column for column in known}
        found.setdefault(number, replace(profile.row_number_column(relation), kind=ColumnKind.INTEGER))
        return {name: found[name] for name in names}
