"""Rows and fingerprints of a table or query in PostgreSQL: what becomes of the answers of its statements.

Owns batches, and what is a fault of a value. The statements stand in postgresql_statements. Must not map.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from typing import Any, overload

import numpy as np
import psycopg

from kbconnect.adapters.sources.cells import first_bad_character, not_utf8, too_large
from kbconnect.adapters.sources.postgresql_catalog import base_types
from kbconnect.adapters.sources.postgresql_copy import Block, Places
from kbconnect.adapters.sources.postgresql_cursor import Cursor, cursor_of
from kbconnect.adapters.sources.postgresql_scan import LookUp, PagedScan, Steps, Views, WholeScan, literal
from kbconnect.adapters.sources.postgresql_statements import SHORT_KINDS, Part, Statements, quote, relation_of
from kbconnect.core.changes import digests_from_bytes
from kbconnect.core.errors import MappingError
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    Sample,
    Selection,
)
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

Connection = psycopg.Connection[tuple[Any, ...]]

_KEYS_A_STATEMENT = 1_000

# The MD5 of a row in hexadecimal, each behind its length. Of those that say whether a row changed half is enough.
_KEY_HEAD = np.dtype([("fields", ">u2"), ("key_length", ">i4"), ("key", "V32")])
_ROW_HEAD = np.dtype(
    [*_KEY_HEAD.descr, ("text_length", ">i4"), ("text", "V16"), ("text_rest", "V16"),
     ("metadata_length", ">i4"), ("metadata", "V16"), ("metadata_rest", "V16")]
)  # fmt: skip


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


class PostgresqlReader:
    """One selection. views: one consistent view of it, or, by pages, many short ones."""

    def __init__(
        self, views: Views, statements: Statements, plan: ReadPlan, known: Mapping[str, ColumnInfo], *, paged: bool
    ) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._views = views
        self._plan = plan
        self._known = known
        self._statements = statements
        self._paged = paged
        self._key_count = len(plan.key_columns)
        self._bulky = tuple(column.name for column in self.columns if column.kind not in SHORT_KINDS)
        self._take_position: Callable[[], str | None] = self._highest
        if paged and plan.cursor_column:
            # A row that comes when its page was read already must not lie before the position.
            with suppress(MappingError):
                position = self._highest()
                self._take_position = lambda: position

    def row_estimate(self) -> int | None:
        """What the planner expects; it looks at the table's size, so it is good even where statistics are old."""
        statement = self._statements.estimate().encode()
        answer = self._views.ask(lambda connection: connection.execute(statement).fetchone())
        return None if answer is None else int(answer[0][0]["Plan"]["Plan Rows"])

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        for block in self._views.blocks(self._scan(self._statements.fingerprints, window, _ROW_HEAD)):
            yield _fingerprints(block, self._keys_of(block))

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        for block in self._views.blocks(self._scan(self._statements.rows, window, _ROW_HEAD, after)):
            yield self._rows(block)

    def keys(self) -> Generator[KeyBatch, None, None]:
        for block in self._views.blocks(self._scan(self._statements.keys, None, _KEY_HEAD)):
            heads = block.values_at(block.starts, _KEY_HEAD)
            keys = _Keys(block, block.starts + _KEY_HEAD.itemsize, self._key_count)
            yield KeyBatch(digests_from_bytes(unhexlify(heads["key"].tobytes())), keys)

    def cursor_position(self) -> str | None:
        return self._take_position()

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        casts = self._views.ask(
            lambda connection: base_types(connection, self._statements.types_of(self._plan.key_columns))
        )
        by_nulls: dict[frozenset[int], dict[Key, None]] = {}
        for key in keys:
            nulls = frozenset(number for number, value in enumerate(key) if value is None)
            by_nulls.setdefault(nulls, {})[key] = None

        def look_up(wanted: Sequence[Key]) -> str:
            nulls = frozenset(number for number, value in enumerate(wanted[0]) if value is None)
            arrays = [literal(list(values)) for values in zip(*wanted, strict=True)]
            return self._statements.rows_by_key(nulls, arrays, casts)

        for wanted in by_nulls.values():
            distinct = list(wanted)
            for start in range(0, len(distinct), _KEYS_A_STATEMENT):
                steps = LookUp(distinct[start : start + _KEYS_A_STATEMENT], look_up, self._keys_of)
                for block in self._views.blocks(steps):
                    yield self._rows(block)

    # ---------------------------------------------------------------------------------------- statements

    def _scan(
        self,
        statement: Callable[[Part], str],
        window: CursorWindow | None,
        head: np.dtype[Any],
        after: Key | None = None,
    ) -> Steps:
        conditions: tuple[str, ...] = ()
        if window is not None:
            conditions = (self._views.ask(lambda connection: self._cursor(connection).condition(window)),)
        if not self._paged and after is None:
            return WholeScan(statement(Part(conditions)))
        order = self._statements.unique_order
        places = [self._plan.key_columns.index(name) for name in order]
        casts = self._views.ask(lambda connection: base_types(connection, self._statements.types_of(order)))

        def behind(key: Key) -> str:
            return self._statements.after([literal(key[place]) for place in places], casts)

        if after is not None and self._statements.can_be_paged() and all(casts):
            conditions += (behind(after),)
        if not self._paged:
            return WholeScan(statement(Part(conditions)))

        def last_key(block: Block) -> Key:
            return _Keys(block, block.starts + head.itemsize, self._key_count)[-1]

        return PagedScan(statement, conditions, behind, last_key)

    def _cursor(self, connection: Connection) -> Cursor:
        return cursor_of(connection, self._known[self._plan.cursor_column])

    def _highest(self) -> str | None:
        return self._views.ask(lambda connection: self._cursor(connection).position(connection, self._plan.selection))

    # ---------------------------------------------------------------------------------------- answers

    def _keys_of(self, block: Block) -> Sequence[Key]:
        return _Keys(block, block.starts + _ROW_HEAD.itemsize, self._key_count)

    def _rows(self, block: Block) -> RowBatch:
        faults: list[CellFault] = []
        at = block.starts + _ROW_HEAD.itemsize
        key_columns: list[list[str | None]] = []
        for _ in range(self._key_count):
            texts, _, at = _texts(block, at)
            key_columns.append(texts)
        sizes, _, at = _texts(block, at)
        value_columns: list[list[str | None]] = []
        for column in self.columns:
            texts, bad, at = _texts(block, at)
            for row, position in bad:
                texts[row] = None
                faults.append(CellFault(row, column.name, not_utf8(position)))
            value_columns.append(texts)
        for row, row_sizes in enumerate(sizes):
            if row_sizes is not None:
                faults += self._oversized(row, row_sizes)
        keys: list[Key] = list(zip(*key_columns, strict=True))
        values = list(zip(*value_columns, strict=True)) if value_columns else [()] * len(block)
        faults.sort(key=lambda fault: fault.row)
        return RowBatch(_fingerprints(block, keys), values, tuple(faults))

    def _oversized(self, row: int, sizes: str) -> list[CellFault]:
        limit = self._plan.max_cell_bytes
        return [
            CellFault(row, name, too_large(int(size), limit))
            for name, size in zip(self._bulky, sizes.split(","), strict=True)
            if int(size) > limit
        ]


def _fingerprints(block: Block, keys: Sequence[Key]) -> FingerprintBatch:
    heads = block.values_at(block.starts, _ROW_HEAD)
    return FingerprintBatch(
        digests_from_bytes(unhexlify(heads["key"].tobytes())),
        np.frombuffer(unhexlify(heads["text"].tobytes()), ">u8").astype(np.uint64),
        np.frombuffer(unhexlify(heads["metadata"].tobytes()), ">u8").astype(np.uint64),
        keys,
    )


def _texts(block: Block, at: Places) -> tuple[list[str | None], list[tuple[int, int]], Places]:
    """A column: its texts, the places of those that are no UTF-8 (row, position of the first bad character counted from
    1), and where the next column begins. A database in SQL_ASCII hands out whatever bytes it was given."""
    starts, lengths, following = block.fields(at)
    data = block.data
    # The length of NULL is −1.
    bounds = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
    try:
        return [data[start:end].decode() if start <= end else None for start, end in bounds], [], following
    except UnicodeDecodeError:
        raws = [
            data[start:end] if start <= end else None
            for start, end in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        ]
        positions = [(row, first_bad_character(raw)) for row, raw in enumerate(raws) if raw is not None]
        texts = [None if raw is None else raw.decode(errors="replace") for raw in raws]
        return texts, [(row, position) for row, position in positions if position], following


class _Keys(Sequence[Key]):
    """The keys of a block, read from it only where somebody looks: of unchanged rows nobody does."""

    def __init__(self, block: Block, at: Places, count: int) -> None:
        self._block = block
        self._at = at
        self._count = count

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> Key: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Key]: ...

    def __getitem__(self, index: int | slice) -> Key | Sequence[Key]:
        if isinstance(index, slice):
            return _Keys(self._block, self._at[index], self._count)
        fields = self._block.raw_fields(int(self._at[index]), self._count)
        return tuple([None if field is None else field.decode(errors="replace") for field in fields])
