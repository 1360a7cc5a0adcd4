"""Rows and fingerprints of a table or query in a SQLite file.

Owns the text form of SQLite's values and the hashes computed of them here. SQLite types values, not columns: a column
of numbers may hold texts, and a text may hold bytes that are none. Must not map or store.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

import kbconnect.adapters.sources.sqlite_catalog as catalog
import kbconnect.adapters.sources.sqlite_cursor as cursor
from kbconnect.adapters.sources.cells import first_bad_character, not_utf8, too_large
from kbconnect.adapters.sources.sqlite_errors import stopped, translated
from kbconnect.core.changes import digests_from_bytes, key_digest
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    Sample,
    Selection,
    TableSelection,
)
from kbconnect.core.ports import (
    SAMPLE_CHARACTERS,
    CellFault,
    CursorWindow,
    FingerprintBatch,
    Hashes,
    Key,
    KeyBatch,
    ReadPlan,
    RowBatch,
)

_KEYS_A_BATCH = 500
# octet_length() reads the size from the row's header; before SQLite 3.43 the value has to be fetched for it.
_SIZE = "octet_length({0})" if sqlite3.sqlite_version_info >= (3, 43) else "length(CAST({0} AS BLOB))"


class BadText(bytes):
    """A text SQLite holds whose bytes are no UTF-8."""

    __slots__ = ()


Value = str | int | float | bytes | None


def decode_text(raw: bytes) -> str | BadText:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return BadText(raw)


def as_text(value: Value) -> str | None:
    """The text form of a value; bad bytes of a text become single surrogates, which no good text holds."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, BadText):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return repr(value)


def read_sample(
    connection: sqlite3.Connection, selection: Selection, columns: tuple[ColumnInfo, ...], limit: int
) -> Sample:
    """The first rows, large values cut. Columns of a query get the kind their values have."""
    names = [f"q.{catalog.quote(column.name)}" for column in columns]
    # substr() of a number would give a text: the type has to survive for the kind.
    values = ", ".join(
        f"CASE WHEN typeof({name}) IN ('text', 'blob') THEN substr({name}, 1, {SAMPLE_CHARACTERS}) ELSE {name} END"
        for name in names
    )
    found = connection.execute(f"SELECT {values} FROM {catalog.relation_of(selection)} LIMIT {int(limit)}").fetchall()
    rows = tuple(tuple(_shown(value) for value in row) for row in found)
    if not isinstance(selection, TableSelection):
        columns = tuple(
            replace(column, kind=_kind_of_values([row[place] for row in found])) for place, column in enumerate(columns)
        )
    return Sample(columns, rows)


def _shown(value: Value) -> str | None:
    if isinstance(value, BadText):
        return value.decode("utf-8", "replace")[:SAMPLE_CHARACTERS]
    text = as_text(value)
    return None if text is None else text[:SAMPLE_CHARACTERS]


def _kind_of_values(values: Sequence[Value]) -> ColumnKind:
    types = {type(value) for value in values if value is not None}
    if types == {int}:
        return ColumnKind.INTEGER
    if types and types <= {int, float}:
        return ColumnKind.NUMBER
    if types == {bytes}:
        return ColumnKind.BINARY
    return ColumnKind.TEXT if types else ColumnKind.OTHER


class SqliteReader:
    """One consistent view of one selection, inside the transaction its source has opened."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        plan: ReadPlan,
        known: Mapping[str, ColumnInfo],
        was_interrupted: Callable[[], bool],
    ) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._connection = connection
        self._plan = plan
        self._known = known
        self._was_interrupted = was_interrupted
        self._text_places = [plan.columns.index(name) for name in plan.text_columns]
        self._metadata_places = [plan.columns.index(name) for name in plan.metadata_columns]

    def row_estimate(self) -> int | None:
        if not isinstance(self._plan.selection, TableSelection):
            return None
        with translated(self._was_interrupted):
            return catalog.rows_estimate(self._connection, self._plan.selection.table)

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        for batch in self.rows(window):
            yield batch.fingerprints

    def rows(
        self,
        window: CursorWindow | None = None,
        *,
        after: Key | None = None,  # noqa: ARG002 - all rows come: fingerprinting reads them whole, too, from a file
    ) -> Generator[RowBatch, None, None]:
        self._raise_if_interrupted()
        inside = "" if window is None else f" WHERE {cursor.condition(self._cursor(), window)}"
        with translated(self._was_interrupted):
            rows = self._connection.execute(f"{self._select()}{inside} ORDER BY {self._order()}")
            for batch in self._groups(rows):
                yield self._batch(batch)

    def keys(self) -> Generator[KeyBatch, None, None]:
        names = ", ".join(f"q.{catalog.quote(name)}" for name in self._plan.key_columns)
        self._raise_if_interrupted()
        with translated(self._was_interrupted):
            rows = self._connection.execute(
                f"SELECT {names} FROM {catalog.relation_of(self._plan.selection)} ORDER BY {self._order()}"
            )
            for batch in self._groups(rows):
                keys: list[Key] = [tuple([as_text(value) for value in row]) for row in batch]
                yield KeyBatch(_digests(keys), keys)

    def cursor_position(self) -> str | None:
        self._raise_if_interrupted()
        with translated(self._was_interrupted):
            return cursor.position(self._connection, self._plan.selection, self._cursor())

    def _cursor(self) -> ColumnInfo:
        return self._known[self._plan.cursor_column]

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        wanted = dict.fromkeys(keys)
        self._raise_if_interrupted()
        with translated(self._was_interrupted):
            if self._has_index():
                for found in self._groups(self._look_up(list(wanted))):
                    batch = self._batch(found)
                    for key in batch.fingerprints.keys:
                        wanted.pop(key, None)
                    yield batch
            if wanted:
                # Without an index each look-up would scan the table; and a key whose text SQLite doesn't take for the
                # value it came from (a blob, a number in an untyped column) is only found by scanning.
                for found in self._groups(self._scan_for(wanted)):
                    yield self._batch(found)

    def _raise_if_interrupted(self) -> None:
        # SQLite forgets an interrupt that found no statement, and a short one ends before the flag is looked at.
        if self._was_interrupted():
            raise stopped()

    def _look_up(self, keys: Sequence[Key]) -> Iterator[tuple[Value, ...]]:
        conditions = " AND ".join(f"q.{catalog.quote(name)} IS ?" for name in self._plan.key_columns)
        statement = f"{self._select()} WHERE {conditions}"
        for key in keys:
            for row in self._connection.execute(statement, key):
                # Comparing may ignore case or turn texts into numbers.
                if self._key_of(row) == key:
                    yield row

    def _scan_for(self, wanted: Mapping[Key, None]) -> Iterator[tuple[Value, ...]]:
        for row in self._connection.execute(self._select()):
            if self._key_of(row) in wanted:
                yield row

    def _key_of(self, row: tuple[Value, ...]) -> Key:
        return tuple(as_text(value) for value in row[1 : 1 + len(self._plan.key_columns)])

    def _select(self) -> str:
        keys = [f"q.{catalog.quote(name)}" for name in self._plan.key_columns]
        places = [f"q.{catalog.quote(name)}" for name in self._plan.columns]
        sizes = [_SIZE.format(place) for place in places]
        limit = self._plan.max_cell_bytes
        values = [
            f"CASE WHEN {size} > {limit} THEN NULL ELSE {place} END" for size, place in zip(sizes, places, strict=True)
        ]
        over = " OR ".join(f"{size} > {limit}" for size in sizes) or "0"
        all_sizes = " || ',' || ".join(f"coalesce({size}, 0)" for size in sizes) or "NULL"
        columns = ", ".join([f"CASE WHEN {over} THEN {all_sizes} END", *keys, *values])
        return f"SELECT {columns} FROM {catalog.relation_of(self._plan.selection)}"

    def _order(self) -> str:
        """Keys with equal texts side by side. Where no two can be equal, as the index of the key has them."""
        primary = self._primary_key()
        if primary and all(catalog.has_affinity(column.type) for column in primary):
            return ", ".join(f"q.{catalog.quote(column.name)}" for column in primary)
        return ", ".join(f"kbconnect_text(q.{catalog.quote(name)})" for name in self._plan.key_columns)

    def _primary_key(self) -> list[ColumnInfo]:
        """The columns of the primary key, in its order, if the plan's key holds it all and none can be NULL."""
        primary = sorted(
            (column for column in self._known.values() if column.primary_key), key=lambda column: column.primary_key
        )
        inside = {column.name for column in primary} <= set(self._plan.key_columns)
        return primary if inside and not any(column.nullable for column in primary) else []

    def _has_index(self) -> bool:
        return bool(self._primary_key()) or any(self._known[name].unique for name in self._plan.key_columns)

    def _groups(self, rows: Iterator[tuple[Value, ...]] | sqlite3.Cursor) -> Iterator[list[tuple[Value, ...]]]:
        """Rows in batches, at most as many and as large as the plan allows; at least one."""
        batch: list[tuple[Value, ...]] = []
        room = self._plan.batch_bytes
        for row in rows:
            size = sum([len(value) for value in row if isinstance(value, (str, bytes))])
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

    def _batch(self, rows: Sequence[tuple[Value, ...]]) -> RowBatch:
        first_value = 1 + len(self._plan.key_columns)
        keys: list[Key] = []
        values: list[tuple[str | None, ...]] = []
        faults: list[CellFault] = []
        text_hashes = bytearray()
        metadata_hashes = bytearray()
        for number, row in enumerate(rows):
            texts = tuple([as_text(value) for value in row])
            read = texts[first_value:]
            sizes: dict[int, int] = {}
            if texts[0] is not None:
                sizes = {place: int(size) for place, size in enumerate(texts[0].split(",")) if self._is_over(int(size))}
                faults += [
                    CellFault(number, self.columns[place].name, too_large(size, self._plan.max_cell_bytes))
                    for place, size in sizes.items()
                ]
            text_hashes += _content_hash(read, self._text_places, sizes)
            metadata_hashes += _content_hash(read, self._metadata_places, sizes)
            bad = [place for place, value in enumerate(row[first_value:]) if type(value) is BadText]
            if bad:
                read = self._without_bad_texts(number, row[first_value:], read, faults)
            keys.append(texts[1:first_value])
            values.append(read)
        fingerprints = FingerprintBatch(_digests(keys), _hashes(text_hashes), _hashes(metadata_hashes), keys)
        return RowBatch(fingerprints, values, tuple(faults))

    def _is_over(self, size: int) -> bool:
        return size > self._plan.max_cell_bytes

    def _without_bad_texts(
        self,
        row: int,
        values: Sequence[Value],
        texts: tuple[str | None, ...],
        faults: list[CellFault],
    ) -> tuple[str | None, ...]:
        kept = list(texts)
        for place, value in enumerate(values):
            if isinstance(value, BadText):
                kept[place] = None
                faults.append(CellFault(row, self.columns[place].name, not_utf8(first_bad_character(value))))
        return tuple(kept)


def _content_hash(texts: Sequence[str | None], places: Sequence[int], sizes: Mapping[int, int]) -> bytes:
    """8 bytes that differ wherever a value differs. Of a value over the limit only its size counts: its row is rejected
    as long as it is that large."""
    parts = []
    for place in places:
        text = texts[place]
        if text is not None:
            parts.append(f"{len(text)}:{text}")
        else:
            parts.append(f"over {sizes[place]};" if place in sizes else "-")
    return hashlib.blake2b("".join(parts).encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _digests(keys: Sequence[Key]) -> Hashes:
    return digests_from_bytes(b"".join([key_digest(key) for key in keys]))


def _hashes(joined: bytearray) -> Hashes:
    return np.frombuffer(bytes(joined), dtype=">u8").astype(np.uint64)
