"""A source in memory that passes the same contract as the real ones, and can be told to fail.

Owns FakeSource, its tables and its failures. Tests of a sync change `tables` between and during runs as a team changes
its database. It must not know what is done with the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from kbconnect.core.catalogue import Catalogue
from kbconnect.core.changes import digests_from_bytes, key_digest
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ProviderInfo,
    Secret,
    StepState,
)
from kbconnect.core.cursor_facts import CursorFacts, CursorSample, SelectionFacts, with_sample
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    MappingError,
    QueryFailedError,
    SourceError,
    TableMissingError,
)
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    QuerySelection,
    Sample,
    Selection,
    TableInfo,
    TableRef,
)
from kbconnect.core.ports import CellFault, CursorWindow, FingerprintBatch, Hashes, Key, KeyBatch, ReadPlan, RowBatch

Row = tuple[str | None, ...]


@dataclass
class FakeTable:
    """Columns and rows, both free to be changed by a test. readable: False for a table without a grant."""

    columns: list[ColumnInfo]
    rows: list[Row] = field(default_factory=list)
    kind: str = "table"
    readable: bool = True

    @classmethod
    def of(cls, names: str, rows: Sequence[Row] = (), *, key: str = "") -> FakeTable:
        """A table of text columns; `names` and `key` are column names with spaces in between."""
        keys = key.split()
        columns = [
            ColumnInfo(
                name,
                "text",
                ColumnKind.TEXT,
                nullable=name not in keys,
                primary_key=keys.index(name) + 1 if name in keys else 0,
                unique=keys == [name],
            )
            for name in names.split()
        ]
        return cls(columns, list(rows))

    def drop_column(self, name: str) -> None:
        place = [column.name for column in self.columns].index(name)
        del self.columns[place]
        self.rows = [row[:place] + row[place + 1 :] for row in self.rows]


class FakeSource:
    """A source and its provider in one. Every `open` gives a session on the same tables.

    tables, queries: by name, and by the exact SQL of a SELECT. fail_at_row: `rows`, `fingerprints` and `rows_by_key`
    raise `failure` before giving the row of this number (from 0), as a lost connection would. open_failure: raised by
    `open`. on_row: called with each row's number before it is given, so that a test can change or interrupt things.
    opened, scanned_rows, fetched_rows: what was asked for so far.
    """

    info = ProviderInfo("fake", "Fake", "Fk", None, is_file=False)

    def __init__(self, tables: dict[TableRef, FakeTable] | None = None) -> None:
        self.tables: dict[TableRef, FakeTable] = tables if tables is not None else {}
        self.queries: dict[str, FakeTable] = {}
        self.fail_at_row: int | None = None
        self.failure: SourceError = SourceError("The connection to the database was lost.", retryable=True)
        self.open_failure: SourceError | None = None
        self.on_row: Callable[[int], None] | None = None
        self.estimate: int | None = None
        self.opened = 0
        self.scanned_rows = 0
        self.fetched_rows = 0

    @contextmanager
    def open(self, connector: ConnectorDraft, secret: Secret | None) -> Iterator[FakeSession]:
        if self.open_failure is not None:
            raise self.open_failure
        self.opened += 1
        yield FakeSession(self)

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        context.check()
        if self.open_failure is not None:
            step = CheckStep("connect", StepState.FAILED, self.open_failure.message, self.open_failure.hint)
        else:
            step = CheckStep("read", StepState.PASSED, f"{len(self.tables)} tables can be read")
        on_step(step)
        return ConnectionReport((step,), "Fake 1.0")


class FakeSession:
    """What `FakeSource.open` gives: the Source port."""

    def __init__(self, source: FakeSource) -> None:
        self._source = source
        self.interrupted = False

    def tables(self) -> tuple[TableInfo, ...]:
        return tuple(
            TableInfo(ref, table.kind, len(table.rows), readable=table.readable)
            for ref, table in sorted(self._source.tables.items(), key=lambda entry: (entry[0].schema, entry[0].name))
        )

    def catalogue(self) -> Catalogue:
        tables = {ref: tuple(table.columns) for ref, table in self._source.tables.items() if table.readable}
        return Catalogue(self.tables(), lambda table: tables.get(table, ()))

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        return tuple(self._find_table(table).columns)

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        return tuple(self._find(selection).columns)

    def sample(self, selection: Selection, limit: int) -> Sample:
        table = self._find(selection)
        rows = [tuple(None if value is None else value[:20_000] for value in row) for row in table.rows[:limit]]
        return Sample(tuple(table.columns), tuple(rows))

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection) or selection.table not in self._source.tables:
            return None
        return len(self._source.tables[selection.table].rows)

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        """Numbers only, as that is what its cursors are."""
        self.raise_if_interrupted()
        table = self._find(selection)
        places = {column.name: place for place, column in enumerate(table.columns)}
        numbers = [column.name for column in columns if column.kind in {ColumnKind.INTEGER, ColumnKind.NUMBER}]
        values = [[row[places[name]] for name in numbers] for row in table.rows]
        sample = [[None if value is None else float(value) for value in row] for row in values]
        facts = with_sample([CursorFacts(name, is_number=True) for name in numbers], CursorSample(sample, 0.0))
        return SelectionFacts(facts, 100_000.0, self.row_estimate(selection))

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[FakeReader]:
        self.raise_if_interrupted()
        table = self._find(plan.selection)
        names = [column.name for column in table.columns]
        for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
            if name not in names:
                raise ColumnMissingError(f"There is no column “{name}” any more.", hint="Choose the columns again.")
        yield FakeReader(self, self._source, plan, table)

    def interrupt(self) -> None:
        self.interrupted = True

    def heard_at(self) -> float:
        return 0.0

    def check_alive(self, silent_s: float) -> None:
        pass

    def raise_if_interrupted(self) -> None:
        if self.interrupted:
            self.interrupted = False
            raise SourceError("The query was stopped before it was done.")

    def _find(self, selection: Selection) -> FakeTable:
        if isinstance(selection, QuerySelection):
            if selection.sql not in self._source.queries:
                raise QueryFailedError("The database could not run this query.")
            return self._source.queries[selection.sql]
        return self._find_table(selection.table)

    def _find_table(self, ref: TableRef) -> FakeTable:
        if ref not in self._source.tables:
            raise TableMissingError(f"The database has no table “{ref}” any more.", hint="Choose the table again.")
        table = self._source.tables[ref]
        if not table.readable:
            raise AccessDeniedError(f"The account is not allowed to read “{ref}”.")
        return table


class FakeReader:
    """One consistent view: the rows as they were when reading began."""

    def __init__(self, session: FakeSession, source: FakeSource, plan: ReadPlan, table: FakeTable) -> None:
        places = {column.name: place for place, column in enumerate(table.columns)}
        self.columns = tuple(table.columns[places[name]] for name in plan.columns)
        self._session = session
        self._source = source
        self._plan = plan
        self._key_places = [places[name] for name in plan.key_columns]
        self._places = [places[name] for name in plan.columns]
        self._cursor_place = places.get(plan.cursor_column, 0)
        self._text_places = [plan.columns.index(name) for name in plan.text_columns]
        self._metadata_places = [plan.columns.index(name) for name in plan.metadata_columns]
        self._rows = sorted(table.rows, key=lambda row: _order(self._key_of(row)))

    def row_estimate(self) -> int | None:
        return self._source.estimate if self._source.estimate is not None else len(self._rows)

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        for batch in self._batches(self._scan(window)):
            yield batch.fingerprints

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        rows = self._scan(window)
        if after is not None:
            rows = (row for row in rows if _order(self._key_of(row)) > _order(after))
        yield from self._batches(rows)

    def keys(self) -> Generator[KeyBatch, None, None]:
        for batch in self._batches(self._given(iter(self._rows))):
            yield KeyBatch(batch.fingerprints.key_digests, batch.fingerprints.keys)

    def cursor_position(self) -> str | None:
        try:
            values = [float(value) for value in map(self._cursor_of, self._rows) if value is not None]
        except ValueError as error:
            raise MappingError(f"The values of “{self._plan.cursor_column}” have no order.") from error
        return repr(max(values)) if values else None

    def _cursor_of(self, row: Row) -> str | None:
        return row[self._cursor_place]

    def _inside(self, row: Row, window: CursorWindow | None) -> bool:
        value = None if window is None else self._cursor_of(row)
        return window is None or value is None or float(value) >= float(window.position) - window.lag

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        wanted = set(keys)
        yield from self._batches(self._given(row for row in self._rows if self._key_of(row) in wanted))

    def _scan(self, window: CursorWindow | None) -> Iterator[Row]:
        for row in self._given(row for row in self._rows if self._inside(row, window)):
            self._source.scanned_rows += 1
            yield row

    def _given(self, rows: Iterator[Row]) -> Iterator[Row]:
        number = 0
        for row in rows:
            if self._source.on_row is not None:
                self._source.on_row(number)
            self._session.raise_if_interrupted()
            if number == self._source.fail_at_row:
                raise self._source.failure
            self._source.fetched_rows += 1
            yield row
            number += 1
        if number == self._source.fail_at_row:
            raise self._source.failure

    def _batches(self, rows: Iterator[Row]) -> Iterator[RowBatch]:
        batch: list[Row] = []
        room = self._plan.batch_bytes
        for row in rows:
            size = sum(len(value.encode()) for value in row if value is not None)
            if batch and size > room:
                yield self._batch(batch)
                batch = []
                room = self._plan.batch_bytes
            batch.append(row)
            room -= size
            if len(batch) == self._plan.batch_rows:
                yield self._batch(batch)
                batch = []
                room = self._plan.batch_bytes
        if batch:
            yield self._batch(batch)

    def _batch(self, rows: Sequence[Row]) -> RowBatch:
        keys = [self._key_of(row) for row in rows]
        values = [tuple(row[place] for place in self._places) for row in rows]
        fingerprints = FingerprintBatch(
            digests_from_bytes(b"".join(key_digest(key) for key in keys)),
            _hashes([[row[place] for place in self._text_places] for row in values]),
            _hashes([[row[place] for place in self._metadata_places] for row in values]),
            keys,
        )
        limit = self._plan.max_cell_bytes
        faults = tuple(
            CellFault(number, column.name, f"Larger than the limit of {limit:,} bytes ({len(value.encode()):,} bytes)")
            for number, row in enumerate(values)
            for column, value in zip(self.columns, row, strict=True)
            if value is not None and len(value.encode()) > limit
        )
        kept = [
            tuple(None if value is not None and len(value.encode()) > limit else value for value in row)
            for row in values
        ]
        return RowBatch(fingerprints, kept, faults)

    def _key_of(self, row: Row) -> Key:
        return tuple(row[place] for place in self._key_places)


def _order(key: Key) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in key]


def _hashes(rows: Sequence[Sequence[str | None]]) -> Hashes:
    digests = [hashlib.blake2b(json.dumps(list(row)).encode(), digest_size=8).digest() for row in rows]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
