"""Rows and fingerprints of a table or query in PostgreSQL: what becomes of the answers of its statements.

Owns batches, and what is a fault of a value. The statements stand in postgresql_statements. Must not map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
import psycopg
from psycopg import sql

from kbconnect.adapters.sources.cells import SAMPLE_CHARACTERS, first_bad_character, not_utf8, too_large
from kbconnect.adapters.sources.postgresql_catalog import base_types
from kbconnect.adapters.sources.postgresql_copy import copy_rows
from kbconnect.adapters.sources.postgresql_cursor import Cursor, cursor_of
from kbconnect.adapters.sources.postgresql_errors import stopped, translated
from kbconnect.adapters.sources.postgresql_statements import SHORT_KINDS, Statements, quote, relation_of
from kbconnect.core.changes import digests_from_bytes
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    Sample,
    Selection,
)
from kbconnect.core.ports import CellFault, CursorWindow, FingerprintBatch, Key, KeyBatch, ReadPlan, RowBatch

Connection = psycopg.Connection[tuple[Any, ...]]

_KEYS_A_STATEMENT = 1_000


def read_sample(connection: Connection, selection: Selection, columns: tuple[ColumnInfo, ...], limit: int) -> Sample:
    """The first rows as text, in the source's own order, large values cut by the server."""
    if not columns:
        return Sample((), ())
    any_bytes = server_encoding(connection) == "SQL_ASCII"
    template = "convert_to({}, 'SQL_ASCII')" if any_bytes else "{}"
    values = ", ".join(template.format(_shortened(column)) for column in columns)
    statement = f"SELECT {values} FROM {relation_of(selection)} LIMIT {int(limit)}"
    rows = connection.execute(statement.encode()).fetchall()
    if any_bytes:
        rows = [tuple(None if value is None else value.decode(errors="replace") for value in row) for row in rows]
    return Sample(columns, tuple(rows))


def server_encoding(connection: Connection) -> str:
    return connection.info.parameter_status("server_encoding") or "UTF8"


def _shortened(column: ColumnInfo) -> str:
    name = f"q.{quote(column.name)}"
    if column.kind is ColumnKind.BINARY:
        return f"substring({name} FOR {SAMPLE_CHARACTERS // 2 - 1})::text"
    if column.kind in SHORT_KINDS:
        return f"{name}::text"
    return f"left({name}::text, {SAMPLE_CHARACTERS})"


_HEAD = np.dtype(
    [
        ("fields", ">u2"),
        ("key_length", ">i4"), ("key", ">u8", 2),
        ("text_length", ">i4"), ("text", ">u8", 2),
        ("metadata_length", ">i4"), ("metadata", ">u8", 2),
    ]
)  # fmt: skip


_KEY_HEAD = np.dtype([("fields", ">u2"), ("key_length", ">i4"), ("key", ">u8", 2)])


class PostgresqlReader:
    """One consistent view of one selection, inside the transaction its source has opened."""

    def __init__(
        self,
        connection: Connection,
        plan: ReadPlan,
        known: Mapping[str, ColumnInfo],
        was_interrupted: Callable[[], bool],
    ) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._connection = connection
        self._plan = plan
        self._known = known
        self._statements = Statements(plan, known, server_encoding(connection))
        self._bulky = tuple(column.name for column in self.columns if column.kind not in SHORT_KINDS)
        self._was_interrupted = was_interrupted

    def row_estimate(self) -> int | None:
        """What the planner expects; it looks at the table's size, so it is good even where statistics are old."""
        with translated(self._was_interrupted):
            answer = self._connection.execute(self._statements.estimate().encode()).fetchone()
        return None if answer is None else int(answer[0][0]["Plan"]["Plan Rows"])

    def fingerprints(self, window: CursorWindow | None = None) -> Iterator[FingerprintBatch]:
        for raws in self._batches(self._statements.fingerprints(self._condition(window))):
            yield self._fingerprints(raws, first_key=_HEAD.itemsize)

    def rows(self, window: CursorWindow | None = None) -> Iterator[RowBatch]:
        for raws in self._batches(self._statements.rows(self._condition(window))):
            yield self._rows(raws)

    def keys(self) -> Iterator[KeyBatch]:
        for raws in self._batches(self._statements.keys()):
            heads = np.frombuffer(b"".join([raw[: _KEY_HEAD.itemsize] for raw in raws]), dtype=_KEY_HEAD)
            digests = digests_from_bytes(np.ascontiguousarray(heads["key"]).tobytes())
            yield KeyBatch(digests, _Keys(raws, _KEY_HEAD.itemsize, len(self._plan.key_columns)))

    def cursor_position(self) -> str | None:
        if self._was_interrupted():
            raise stopped()
        with translated(self._was_interrupted):
            return self._cursor().position(self._connection, self._plan.selection)

    def _cursor(self) -> Cursor:
        return cursor_of(self._connection, self._known[self._plan.cursor_column])

    def _condition(self, window: CursorWindow | None) -> str:
        if window is None:
            return ""
        with translated(self._was_interrupted):
            return self._cursor().condition(window)

    def rows_by_key(self, keys: Sequence[Key]) -> Iterator[RowBatch]:
        with translated(self._was_interrupted):
            casts = base_types(self._connection, self._statements.key_types())
        by_nulls: dict[frozenset[int], dict[Key, None]] = {}
        for key in keys:
            nulls = frozenset(number for number, value in enumerate(key) if value is None)
            by_nulls.setdefault(nulls, {})[key] = None
        for nulls, wanted in by_nulls.items():
            distinct = list(wanted)
            for start in range(0, len(distinct), _KEYS_A_STATEMENT):
                chunk = distinct[start : start + _KEYS_A_STATEMENT]
                arrays = [sql.Literal(list(values)).as_string(self._connection) for values in zip(*chunk, strict=True)]
                for raws in self._batches(self._statements.rows_by_key(nulls, arrays, casts)):
                    yield self._rows(raws)

    def _batches(self, statement: str) -> Iterator[list[bytes]]:
        """Rows as sent, at most as many and as large as the plan allows; at least one."""
        batch: list[bytes] = []
        room = self._plan.batch_bytes
        if self._was_interrupted():
            raise stopped()
        # Inside a savepoint, so that a scan that is given up leaves the transaction and its view of the data intact.
        with translated(self._was_interrupted), self._connection.transaction():
            for raw in copy_rows(self._connection, statement, self._was_interrupted):
                if batch and len(raw) > room:
                    yield batch
                    batch = []
                    room = self._plan.batch_bytes
                batch.append(raw)
                room -= len(raw)
                if len(batch) == self._plan.batch_rows:
                    yield batch
                    batch = []
                    room = self._plan.batch_bytes
            if batch:
                yield batch

    def _fingerprints(self, raws: Sequence[bytes], first_key: int) -> FingerprintBatch:
        heads = np.frombuffer(b"".join([raw[: _HEAD.itemsize] for raw in raws]), dtype=_HEAD)
        digests = digests_from_bytes(np.ascontiguousarray(heads["key"]).tobytes())
        return FingerprintBatch(
            key_digests=digests,
            text_hashes=heads["text"][:, 0].astype(np.uint64),
            metadata_hashes=heads["metadata"][:, 0].astype(np.uint64),
            keys=_Keys(raws, first_key, len(self._plan.key_columns)),
        )

    def _rows(self, raws: Sequence[bytes]) -> RowBatch:
        key_count = len(self._plan.key_columns)
        keys: list[Key] = []
        values: list[tuple[str | None, ...]] = []
        faults: list[CellFault] = []
        for number, raw in enumerate(raws):
            fields = _fields(raw, _HEAD.itemsize, 1 + key_count + len(self.columns))
            try:
                texts = tuple([None if field is None else field.decode() for field in fields])
            except UnicodeDecodeError:
                texts = tuple(None if field is None else field.decode(errors="replace") for field in fields)
                texts = self._without_bad_texts(number, fields, texts, faults)
            sizes = texts[0]
            if sizes is not None:
                faults += self._oversized(number, sizes)
            keys.append(texts[1 : 1 + key_count])
            values.append(texts[1 + key_count :])
        fingerprints = self._fingerprints(raws, _HEAD.itemsize)
        fingerprints = FingerprintBatch(
            fingerprints.key_digests, fingerprints.text_hashes, fingerprints.metadata_hashes, keys
        )
        return RowBatch(fingerprints, values, tuple(faults))

    def _oversized(self, row: int, sizes: str) -> list[CellFault]:
        limit = self._plan.max_cell_bytes
        return [
            CellFault(row, name, too_large(int(size), limit))
            for name, size in zip(self._bulky, sizes.split(","), strict=True)
            if int(size) > limit
        ]

    def _without_bad_texts(
        self,
        row: int,
        fields: Sequence[bytes | None],
        texts: tuple[str | None, ...],
        faults: list[CellFault],
    ) -> tuple[str | None, ...]:
        """A database in SQL_ASCII hands out whatever bytes it was given; its bad values become faults."""
        first_value = 1 + len(self._plan.key_columns)
        kept = list(texts)
        for place in range(first_value, len(fields)):
            field = fields[place]
            position = first_bad_character(field) if field is not None else 0
            if position:
                kept[place] = None
                faults.append(CellFault(row, self.columns[place - first_value].name, not_utf8(position)))
        return tuple(kept)


def _fields(raw: bytes, position: int, count: int) -> list[bytes | None]:
    """`count` fields of a row of binary COPY, from `position` on."""
    found: list[bytes | None] = []
    from_bytes = int.from_bytes
    for _ in range(count):
        start = position + 4
        length = from_bytes(raw[position:start], "big")
        if length == 0xFFFFFFFF:
            found.append(None)
            position = start
        else:
            position = start + length
            found.append(raw[start:position])
    return found


class _Keys(Sequence[Key]):
    """The keys of a batch, read from the rows only where somebody looks: of unchanged rows nobody does."""

    def __init__(self, raws: Sequence[bytes], position: int, count: int) -> None:
        self._raws = raws
        self._position = position
        self._count = count

    def __len__(self) -> int:
        return len(self._raws)

    @overload
    def __getitem__(self, index: int) -> Key: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Key]: ...

    def __getitem__(self, index: int | slice) -> Key | Sequence[Key]:
        if isinstance(index, slice):
            return _Keys(self._raws[index], self._position, self._count)
        fields = _fields(self._raws[index], self._position, self._count)
        return tuple([None if field is None else field.decode(errors="replace") for field in fields])
