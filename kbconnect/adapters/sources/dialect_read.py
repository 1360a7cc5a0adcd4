"""Rows and fingerprints of a table or query in a database that SQLAlchemy knows.

Owns the statements and how their rows are fetched: by one statement in key order whose rows the driver streams, or, for
a driver that can't, in pages of the key. Hashes are computed here. A value over the limit is measured by the database
where it can, and not fetched. Must not map or store.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any  # values of any driver

from sqlalchemy import Connection, literal_column, select, text

import kbconnect.adapters.sources.dialect_catalog as catalog
import kbconnect.adapters.sources.dialect_cursor as cursor
from kbconnect.adapters.sources.cells import too_large
from kbconnect.adapters.sources.dialect_cursor import Condition, bound, escaped
from kbconnect.adapters.sources.dialect_errors import Edge, stopped
from kbconnect.adapters.sources.dialect_values import (
    BULKY,
    TIMES,
    as_text,
    content_hash,
    digests,
    hashes,
    is_exact,
    kind_of_values,
    size_bytes,
    value_of,
)
from kbconnect.core.model import ColumnInfo, ColumnKind, Sample, Selection, TableSelection
from kbconnect.core.ports import (
    SAMPLE_CHARACTERS,
    CellFault,
    CursorWindow,
    FingerprintBatch,
    Key,
    KeyBatch,
    ReadPlan,
    RowBatch,
)

_FETCHED = 500
"""Rows asked of the driver at once: where it takes each such part whole, this bounds its memory."""

_STREAMED: dict[str, Any] = {"stream_results": True, "max_row_buffer": _FETCHED}
_KEYS_A_STATEMENT = 200
_SCAN_INSTEAD = 600
"""Looking so many keys up without an index costs more than one scan."""

_FIRST_PAGE, _SMALLEST_PAGE, _LARGEST_PAGE = 200, 16, 20_000
_PAGE_BYTES = 8_000_000
Raw = Sequence[Any]


def read_sample(connection: Connection, selection: Selection, columns: tuple[ColumnInfo, ...], limit: int) -> Sample:
    """The first rows, large values cut. Columns of a query get the kind their values have."""
    names = catalog.Names(connection)
    listed: list[Any] = [text(escaped(f"q.{names.quote(column.name)}")) for column in columns]
    statement = select(*listed).select_from(text(escaped(names.relation(selection)))).limit(limit)
    found = connection.execute(statement, execution_options=names.options(selection))
    rows = [tuple(row) for row in found.fetchall()]
    if not isinstance(selection, TableSelection):
        columns = tuple(
            ColumnInfo(column.name, column.type, kind_of_values([row[place] for row in rows]))
            for place, column in enumerate(columns)
        )
    return Sample(columns, tuple(tuple(_shown(value) for value in row) for row in rows))


def _shown(value: Any) -> str | None:
    shown = as_text(value)
    return None if shown is None else shown[:SAMPLE_CHARACTERS]


class DialectReader:
    """One view of one selection, inside the transaction its source has opened. aside: opens another connection for a
    statement that would not leave room for others on the first."""

    def __init__(
        self,
        connection: Connection,
        edge: Edge,
        plan: ReadPlan,
        known: Mapping[str, ColumnInfo],
        aside: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._connection = connection
        self._edge = edge
        self._dialect = edge.dialect
        self._plan = plan
        self._known = known
        self._aside = aside
        self._names = catalog.Names(connection)
        self._text_places = [plan.columns.index(name) for name in plan.text_columns]
        self._metadata_places = [plan.columns.index(name) for name in plan.metadata_columns]
        self._unique = self._unique_order()
        self._measured = [
            place for place, column in enumerate(self.columns) if self._dialect.size_of and column.kind in BULKY
        ]

    def row_estimate(self) -> int | None:
        if not isinstance(self._plan.selection, TableSelection):
            return None
        with self._edge.translated():
            return catalog.rows_estimate(self._connection, self._dialect, self._plan.selection.table)

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        for batch in self.rows(window):
            yield batch.fingerprints

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        conditions = [self._window(window), self._after_text(after)]
        for batch in self._groups(self._scan(self._whole(), conditions)):
            yield self._batch(batch)

    def keys(self) -> Generator[KeyBatch, None, None]:
        for batch in self._groups(self._scan(self._key_names(), [])):
            keys: list[Key] = [tuple([as_text(value) for value in row]) for row in batch]
            yield KeyBatch(digests(keys), keys)

    def cursor_position(self) -> str | None:
        self._raise_if_interrupted()
        with self._edge.translated():
            return cursor.position(
                self._connection,
                self._names,
                self._plan.selection,
                self._known[self._plan.cursor_column],
                self._dialect.time_of,
            )

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        self._raise_if_interrupted()
        looked_up, scanned = self._sorted_out(tuple(dict.fromkeys(keys)))
        for start in range(0, len(looked_up), _KEYS_A_STATEMENT):
            part = looked_up[start : start + _KEYS_A_STATEMENT]
            wanted = {key for key, _ in part}
            for batch in self._groups(self._matching(self._scan(self._whole(), [self._one_of(part)]), wanted)):
                yield self._batch(batch)
        if scanned:
            for batch in self._groups(self._matching(self._scan(self._whole(), []), set(scanned))):
                yield self._batch(batch)

    # ------------------------------------------------------------------------------------------------ statements

    def _quoted(self, name: str) -> str:
        return f"q.{self._names.quote(name)}"

    def _key_names(self) -> list[str]:
        return [self._quoted(name) for name in self._plan.key_columns]

    def _whole(self) -> list[str]:
        """Sizes of long values that are too large, key, values."""
        limit = self._plan.max_cell_bytes
        places = [self._quoted(name) for name in self._plan.columns]
        sizes = {place: self._dialect.size_of.format(places[place]) for place in self._measured}
        too_long = [f"CASE WHEN {size} > {limit} THEN {size} END" for size in sizes.values()]
        values = [
            f"CASE WHEN {sizes[place]} > {limit} THEN NULL ELSE {name} END" if place in sizes else name
            for place, name in enumerate(places)
        ]
        return [*too_long, *self._key_names(), *values]

    def _unique_order(self) -> tuple[str, ...]:
        """Columns of the plan's key by which no two rows are equal: the primary key, else one that is unique."""
        primary = sorted((each for each in self._known.values() if each.primary_key), key=lambda each: each.primary_key)
        inside = bool(primary) and {each.name for each in primary} <= set(self._plan.key_columns)
        if inside and not any(each.nullable for each in primary):
            return tuple(each.name for each in primary)
        alone = (name for name in self._plan.key_columns if self._known[name].unique and not self._known[name].nullable)
        first = next(alone, None)
        return () if first is None else (first,)

    def _can_go_on(self) -> bool:
        """Whether a key's values can be sent back to the letter: drivers and databases round times."""
        return not any(self._known[name].kind in {*TIMES, ColumnKind.TIME, ColumnKind.OTHER} for name in self._unique)

    def _order(self) -> str:
        """Keys with equal texts side by side. Where no two can be equal, as the index of the key has them."""
        if self._unique:
            return ", ".join(self._quoted(name) for name in self._unique)
        by_text = (
            self._dialect.order_of.format(self._quoted(name))
            if self._known[name].kind in {ColumnKind.TEXT, ColumnKind.OTHER}
            else self._quoted(name)
            for name in self._plan.key_columns
        )
        return ", ".join(by_text)

    def _statement(self, columns: Sequence[str], conditions: Sequence[Condition], limit: int | None) -> Any:
        # Labels, or two equal columns would be made one.
        listed: list[Any] = [literal_column(name).label(f"c{number}") for number, name in enumerate(columns)]
        statement = select(*listed).select_from(text(escaped(self._names.relation(self._plan.selection))))
        for each in conditions:
            if each.sql:
                statement = statement.where(bound(each.sql, each.values))
        statement = statement.order_by(text(escaped(self._order())))
        return statement if limit is None else statement.limit(limit)

    def _window(self, window: CursorWindow | None) -> Condition:
        if window is None:
            return Condition()
        return cursor.condition(self._quoted(self._plan.cursor_column), window, self._dialect.time_of)

    def _after_text(self, after: Key | None) -> Condition:
        """What holds for the rows behind a key; nothing where its values can't be told from their texts."""
        if after is None or not self._unique:
            return Condition()
        texts = dict(zip(self._plan.key_columns, after, strict=True))
        values = []
        for name in self._unique:
            written = texts[name]
            try:
                values.append(value_of(self._known[name].kind, written or ""))
            except ValueError:
                return Condition()
        return self._after(values)

    def _after(self, last: Sequence[Any]) -> Condition:
        """Rows behind one whose unique columns have these values, without the row values not every dialect has."""
        alternatives = []
        names = [escaped(self._quoted(name)) for name in self._unique]
        for place, name in enumerate(names):
            equal = [f"{before} = :last_{number}" for number, before in enumerate(names[:place])]
            alternatives.append(" AND ".join([*equal, f"{name} > :last_{place}"]))
        values = {f"last_{number}": value for number, value in enumerate(last)}
        return Condition(f"({' OR '.join(f'({each})' for each in alternatives)})", values)

    def _one_of(self, keys: Sequence[tuple[Key, Sequence[Any]]]) -> Condition:
        """Rows with one of these keys. Each comes with its values."""
        values: dict[str, Any] = {}
        names = [escaped(self._quoted(name)) for name in self._plan.key_columns]
        if len(names) == 1:
            values = {f"k{number}": found[0] for number, (_, found) in enumerate(keys) if found[0] is not None}
            inside = f"{names[0]} IN ({', '.join(f':{name}' for name in values)})" if values else ""
            empty = f"{names[0]} IS NULL" if any(found[0] is None for _, found in keys) else ""
            return Condition(f"({' OR '.join(filter(None, (inside, empty)))})", values)
        alternatives = []
        for number, (_, found) in enumerate(keys):
            parts = []
            for place, name in enumerate(names):
                if found[place] is None:
                    parts.append(f"{name} IS NULL")
                else:
                    values[f"k{number}_{place}"] = found[place]
                    parts.append(f"{name} = :k{number}_{place}")
            alternatives.append(f"({' AND '.join(parts)})")
        return Condition(f"({' OR '.join(alternatives)})", values)

    def _sorted_out(self, keys: Sequence[Key]) -> tuple[list[tuple[Key, list[Any]]], list[Key]]:
        """Keys that can be looked up, with their values, and those that are only found by reading everything."""
        kinds = [self._known[name].kind for name in self._plan.key_columns]
        if not all(is_exact(self._known[name]) for name in self._plan.key_columns) or (
            not self._unique and len(keys) > _SCAN_INSTEAD
        ):
            return [], list(keys)
        found: list[tuple[Key, list[Any]]] = []
        for key in keys:
            try:
                found.append(
                    (
                        key,
                        [None if part is None else value_of(kind, part) for kind, part in zip(kinds, key, strict=True)],
                    )
                )
            except ValueError:
                continue  # no value of this kind has such a text, so no row has this key
        return found, []

    # ------------------------------------------------------------------------------------------------ fetching

    def _scan(self, columns: Sequence[str], conditions: Sequence[Condition]) -> Iterator[Raw]:
        self._raise_if_interrupted()
        if self._dialect.paged and self._unique and self._can_go_on():
            yield from self._paged(columns, conditions)
            return
        aside = self._aside() if self._dialect.one_at_a_time else nullcontext(self._connection)
        with aside as connection, self._edge.translated():
            statement = self._statement(columns, conditions, None)
            options = _STREAMED | self._names.options(self._plan.selection)
            found = connection.execute(statement, execution_options=options)
            try:
                while part := found.fetchmany(_FETCHED):
                    self._raise_if_interrupted()
                    yield from part
            finally:
                found.close()

    def _paged(self, columns: Sequence[str], conditions: Sequence[Condition]) -> Iterator[Raw]:
        """Page by page behind the last key, each fetched whole; as many rows as a batch may have bytes."""
        first_key = columns.index(self._key_names()[0])
        places = [first_key + self._plan.key_columns.index(name) for name in self._unique]
        rows = _FIRST_PAGE
        last: list[Any] | None = None
        while True:
            self._raise_if_interrupted()
            behind = Condition() if last is None else self._after(last)
            with self._edge.translated():
                statement = self._statement(columns, [*conditions, behind], rows)
                options = self._names.options(self._plan.selection)
                found = self._connection.execute(statement, execution_options=options)
                page = found.fetchall()
            yield from page
            if len(page) < rows:
                return
            last = [page[-1][place] for place in places]
            size = sum(_size_of_row(row) for row in page) // len(page) + 1
            rows = max(_SMALLEST_PAGE, min(_LARGEST_PAGE, rows * 4, _PAGE_BYTES // size))

    def _raise_if_interrupted(self) -> None:
        if self._edge.interrupted():
            raise stopped()

    def _matching(self, rows: Iterator[Raw], wanted: set[Key]) -> Iterator[Raw]:
        """Rows whose key is one of these to the letter: comparing may ignore case or blanks."""
        first, count = len(self._measured), len(self._plan.key_columns)
        for row in rows:
            if tuple([as_text(value) for value in row[first : first + count]]) in wanted:
                yield row

    def _groups(self, rows: Iterator[Raw]) -> Iterator[list[Raw]]:
        """Rows in batches, at most as many and as large as the plan allows; at least one."""
        batch: list[Raw] = []
        room = self._plan.batch_bytes
        for row in rows:
            size = _size_of_row(row)
            if batch and size > room:
                yield batch
                batch = []
                room = self._plan.batch_bytes
            batch.append(row)
            room -= size
            if len(batch) == self._plan.batch_rows:
                yield batch
                batch = []
                room = self._plan.batch_bytes
        if batch:
            yield batch

    def _batch(self, rows: Sequence[Raw]) -> RowBatch:
        first_key = len(self._measured)
        first_value = first_key + len(self._plan.key_columns)
        keys: list[Key] = []
        values: list[tuple[str | None, ...]] = []
        faults: list[CellFault] = []
        text_hashes, metadata_hashes = bytearray(), bytearray()
        for number, row in enumerate(rows):
            read = [as_text(value) for value in row[first_value:]]
            sizes = {place: int(size) for place, size in zip(self._measured, row, strict=False) if size is not None}
            self._measure(row[first_value:], read, sizes)
            faults += [
                CellFault(number, self.columns[place].name, too_large(size, self._plan.max_cell_bytes))
                for place, size in sorted(sizes.items())
            ]
            text_hashes += content_hash(read, self._text_places, sizes)
            metadata_hashes += content_hash(read, self._metadata_places, sizes)
            keys.append(tuple([as_text(value) for value in row[first_key:first_value]]))
            values.append(tuple(read))
        fingerprints = FingerprintBatch(digests(keys), hashes(text_hashes), hashes(metadata_hashes), keys)
        return RowBatch(fingerprints, values, tuple(faults))

    def _measure(self, row: Raw, read: list[str | None], sizes: dict[int, int]) -> None:
        """Takes values out that are over the limit and that the database has not measured, or in characters."""
        limit = self._plan.max_cell_bytes
        for place, found in enumerate(read):
            if found is not None and len(found) * 4 > limit:
                size = size_bytes(row[place], found)
                if size > limit:
                    sizes[place] = size
                    read[place] = None


def _size_of_row(row: Raw) -> int:
    return sum([len(value) for value in row if isinstance(value, (str, bytes))])
