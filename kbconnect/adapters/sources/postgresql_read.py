"""Rows and fingerprints of a table or query in PostgreSQL: the statements, and what becomes of their answers.

Owns the text form of values and the hashes the server computes. Every value comes as text made by the server, so any
type reads. A statement has an inner part that turns columns into text once, and an outer part that hashes and limits;
OFFSET 0 keeps the planner from merging the two and computing each text several times. Must not map.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
import psycopg
from psycopg import sql
from sqlalchemy.dialects.postgresql.base import PGDialect

from kbconnect.adapters.sources.cells import SAMPLE_CHARACTERS, first_bad_character, not_utf8, too_large
from kbconnect.adapters.sources.postgresql_catalog import base_types
from kbconnect.adapters.sources.postgresql_copy import copy_rows
from kbconnect.adapters.sources.postgresql_errors import stopped, translated
from kbconnect.core.changes import digests_from_bytes
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    QuerySelection,
    Sample,
    Selection,
)
from kbconnect.core.ports import CellFault, FingerprintBatch, Key, ReadPlan, RowBatch

Connection = psycopg.Connection[tuple[Any, ...]]

_BULKY_BYTES = 100_000
"""A value over this size goes into a row's hash by its own MD5, so that the text that is hashed can't grow past the
server's limit of 1 GB. Changing it changes hashes: every row would look changed once."""

_KEYS_A_STATEMENT = 1_000
# Kinds whose text is short and holds no comma, so that a comma ends it.
_SHORT_KINDS = frozenset(
    {
        ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.BOOLEAN, ColumnKind.DATE, ColumnKind.TIME,
        ColumnKind.TIMESTAMP, ColumnKind.UUID,
    }
)  # fmt: skip
# Kinds of which equal values always have equal texts, so that sorting by value puts equal texts side by side.
_EXACT_KINDS = frozenset(
    {ColumnKind.INTEGER, ColumnKind.BOOLEAN, ColumnKind.DATE, ColumnKind.TIMESTAMP, ColumnKind.UUID, ColumnKind.BINARY}
)
_UNORDERED_TYPES = ("json", "xml", "point", "lseg", "box", "path", "polygon", "line", "circle", "aclitem", "cid", "xid")

# Identifiers are quoted by the dialect; its own parameter style would double percent signs in them.
preparer = PGDialect(paramstyle="named").identifier_preparer  # type: ignore[no-untyped-call] # untyped there
quote = preparer.quote_identifier


# A type's name up to a length or precision in brackets; a quoted part of the name may hold brackets itself.
_WITHOUT_MODIFIER = re.compile(r'(?:"(?:[^"]|"")*"|[^"(])*')


def relation_of(selection: Selection) -> str:
    """What stands after FROM, named q. A query gets a line end behind it: it may close with a comment."""
    if isinstance(selection, QuerySelection):
        return f"(\n{selection.sql}\n) AS q"
    table = selection.table
    return f"{quote(table.schema)}.{quote(table.name)} AS q" if table.schema else f"{quote(table.name)} AS q"


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
    if column.kind in _SHORT_KINDS:
        return f"{name}::text"
    return f"left({name}::text, {SAMPLE_CHARACTERS})"


class _Statements:
    """The statements of one plan."""

    def __init__(self, plan: ReadPlan, columns: Mapping[str, ColumnInfo], encoding: str) -> None:
        self._plan = plan
        self._columns = columns
        self._server_encoding = encoding
        # Such a database holds any bytes, and sends texts only if they are UTF-8; bytes it sends as they are.
        self._as_sent = "convert_to({}, 'SQL_ASCII')" if encoding == "SQL_ASCII" else "{}"
        self.values = plan.columns
        self._place = {name: f"r.c{number}" for number, name in enumerate(self.values)}
        self._bulky = [name for name in self.values if columns[name].kind not in _SHORT_KINDS]

    def fingerprints(self) -> str:
        """Rows are hashed before they are sorted, so that a sort carries hashes instead of texts."""
        return (
            f"SELECT {self._hashes()}, {self._keys_sent()} FROM {relation_of(self._plan.selection)} "
            f"CROSS JOIN LATERAL (SELECT {self._texts()} OFFSET 0) AS r ORDER BY {self._order()}"
        )

    def rows(self) -> str:
        inner = f"{self._inner(self._plan.selection)} ORDER BY {self._order()} OFFSET 0"
        return f"SELECT {self._whole_row()} FROM ({inner}) AS r"

    def rows_by_key(self, null_columns: frozenset[int], arrays: Sequence[str], casts: Sequence[str]) -> str:
        """null_columns: positions in the key that are NULL in all of these keys. arrays: for each key column the wanted
        texts, as an array literal. casts: for each the type its index compares, "" if it has no order."""
        names = [f"k{number}" for number in range(len(self._plan.key_columns))]
        conditions = []
        for number, name in enumerate(self._plan.key_columns):
            column = f"q.{quote(name)}"
            if number in null_columns:
                conditions.append(f"{column} IS NULL")
                continue
            # Byte by byte: the column's own collation may take two texts for one.
            conditions.append(f'{column}::text COLLATE "C" = wanted.k{number}')
            cast = casts[number]
            if cast:
                # Comparing in the column's own type lets an index find the row.
                conditions.append(f"{column} = wanted.k{number}::{cast}")
        lists = ", ".join(f"{array}::text[]" for array in arrays)
        wanted = f"JOIN unnest({lists}) AS wanted({', '.join(names)}) ON {' AND '.join(conditions)}"
        return f"SELECT {self._whole_row()} FROM ({self._inner(self._plan.selection)} {wanted} OFFSET 0) AS r"

    def estimate(self) -> str:
        return f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {relation_of(self._plan.selection)}"

    def _inner(self, selection: Selection) -> str:
        return f"SELECT {self._texts()} FROM {relation_of(selection)}"

    def _texts(self) -> str:
        keys = [f"q.{quote(name)}::text AS k{number}" for number, name in enumerate(self._plan.key_columns)]
        values = [
            f"q.{quote(name)}{'' if self._is_binary(name) else '::text'} AS c{number}"
            for number, name in enumerate(self.values)
        ]
        return ", ".join(keys + values)

    def _order(self) -> str:
        """Equal keys side by side. A unique key is sorted as its index is, so that the index can serve the order."""
        keys = self._plan.key_columns
        primary = sorted(
            (column for column in self._columns.values() if column.primary_key), key=lambda column: column.primary_key
        )
        if primary and {column.name for column in primary} <= set(keys):
            return ", ".join(f"q.{quote(column.name)}" for column in primary)
        unique = next((name for name in keys if self._columns[name].unique and not self._columns[name].nullable), None)
        if unique is not None:
            return f"q.{quote(unique)}"
        by_value = [f"q.{quote(name)}" for name in keys if self._columns[name].kind in _EXACT_KINDS]
        by_text = [
            f'q.{quote(name)}::text COLLATE "C"' for name in keys if self._columns[name].kind not in _EXACT_KINDS
        ]
        return ", ".join(by_value + by_text)

    def _whole_row(self) -> str:
        limited = [
            f"CASE WHEN octet_length({self._place[name]}) <= {self._plan.max_cell_bytes} "
            f"THEN {self._place[name]}{'::text' if self._is_binary(name) else ''} END"
            if name in self._bulky
            else self._place[name]
            for name in self.values
        ]
        return ", ".join([self._hashes(), self._sizes(), self._keys_sent(), *map(self._as_sent.format, limited)])

    def _sizes(self) -> str:
        """The sizes of all bulky columns where one of them is over the limit, else NULL."""
        if not self._bulky:
            return "NULL::text"
        sizes = [f"octet_length({self._place[name]})" for name in self._bulky]
        over = " OR ".join(f"{size} > {self._plan.max_cell_bytes}" for size in sizes)
        return f"CASE WHEN {over} THEN array_to_string(ARRAY[{', '.join(sizes)}], ',', '0') END"

    def _keys_sent(self) -> str:
        return ", ".join(self._as_sent.format(f"r.k{number}") for number in range(len(self._plan.key_columns)))

    def _keys(self) -> str:
        return ", ".join(f"r.k{number}" for number in range(len(self._plan.key_columns)))

    def _hashes(self) -> str:
        """Three times 16 bytes: the key's digest, text hash, metadata hash. uuid is the type that carries them so."""
        key = f"json_build_array({self._keys()})::text"
        if self._server_encoding not in {"UTF8", "SQL_ASCII"}:
            key = f"convert_to({key}, 'UTF8')"
        text = self._content(self._plan.text_columns)
        metadata = self._content(self._plan.metadata_columns)
        return f"md5({key})::uuid, md5({text})::uuid, md5({metadata})::uuid"

    def _content(self, names: Sequence[str]) -> str:
        """One text that differs wherever a value differs: a length before each value, or a comma behind short ones.
        NULL has no length, which parts it from an empty text."""
        parts: list[str] = []
        for name in names:
            place = self._place[name]
            if name not in self._bulky:
                parts += [place, "','"]
                continue
            own = f"{place}::text" if self._is_binary(name) else place
            value = f"CASE WHEN octet_length({place}) > {_BULKY_BYTES} THEN md5({place}) ELSE {own} END"
            parts += [f"octet_length({place})", "':'", value]
        # A function takes 100 arguments at most.
        groups = [f"concat({', '.join(parts[start : start + 90])})" for start in range(0, len(parts), 90)]
        return f"concat({', '.join(groups)})" if len(groups) > 1 else "".join(groups) or "''"

    def _is_binary(self, name: str) -> bool:
        return self._columns[name].kind is ColumnKind.BINARY

    def key_types(self) -> list[str]:
        """The type of each key column without its length or precision; "" where no index can serve."""
        return [self._key_type(self._columns[name]) for name in self._plan.key_columns]

    @staticmethod
    def _key_type(column: ColumnInfo) -> str:
        base = _WITHOUT_MODIFIER.match(column.type)[0].strip()  # type: ignore[index] # it matches any text
        if base in _UNORDERED_TYPES or column.kind is ColumnKind.OTHER:
            return ""
        if base == "character":
            return "bpchar"  # plain "character" means one character and would cut
        # Time zones stand behind the precision: timestamp(3) with time zone.
        return column.type if column.kind in {ColumnKind.TIME, ColumnKind.TIMESTAMP} else base


_HEAD = np.dtype(
    [
        ("fields", ">u2"),
        ("key_length", ">i4"), ("key", ">u8", 2),
        ("text_length", ">i4"), ("text", ">u8", 2),
        ("metadata_length", ">i4"), ("metadata", ">u8", 2),
    ]
)  # fmt: skip


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
        self._statements = _Statements(plan, known, server_encoding(connection))
        self._bulky = tuple(column.name for column in self.columns if column.kind not in _SHORT_KINDS)
        self._was_interrupted = was_interrupted

    def row_estimate(self) -> int | None:
        """What the planner expects; it looks at the table's size, so it is good even where statistics are old."""
        with translated(self._was_interrupted):
            answer = self._connection.execute(self._statements.estimate().encode()).fetchone()
        return None if answer is None else int(answer[0][0]["Plan"]["Plan Rows"])

    def fingerprints(self) -> Iterator[FingerprintBatch]:
        for raws in self._batches(self._statements.fingerprints()):
            yield self._fingerprints(raws, first_key=_HEAD.itemsize)

    def rows(self) -> Iterator[RowBatch]:
        for raws in self._batches(self._statements.rows()):
            yield self._rows(raws)

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
