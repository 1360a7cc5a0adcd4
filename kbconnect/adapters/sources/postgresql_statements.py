"""The statements that read rows and fingerprints of a table or query in PostgreSQL.

Owns the text form of values and the hashes the server computes. Every value comes as text made by the server, so any
type reads. A statement has an inner part that turns columns into text once, and an outer part that hashes and limits;
OFFSET 0 keeps the planner from merging the two and computing each text several times. Must not run anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql.base import PGDialect

from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, Selection
from kbconnect.core.ports import ReadPlan

_BULKY_BYTES = 100_000
"""A value over this size goes into a row's hash by its own MD5, so that the text that is hashed can't grow past the
server's limit of 1 GB. Changing it changes hashes: every row would look changed once."""

# Kinds whose text is short and holds no comma, so that a comma ends it.
SHORT_KINDS = frozenset(
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


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a selection. conditions: on q, all of which hold. limit: how many, in key order."""

    conditions: tuple[str, ...] = ()
    limit: int | None = None

    def where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""

    def cut(self) -> str:
        return "" if self.limit is None else f" LIMIT {self.limit}"


class Statements:
    """The statements of one plan. Each row they give begins with its hashes, in hexadecimal, the
    key's digest first; then come the key's columns."""

    def __init__(self, plan: ReadPlan, columns: Mapping[str, ColumnInfo], encoding: str) -> None:
        self._plan = plan
        self._columns = columns
        self._server_encoding = encoding
        # Such a database holds any bytes, and sends texts only if they are UTF-8; bytes it sends as they are.
        self._as_sent = "convert_to({}, 'SQL_ASCII')" if encoding == "SQL_ASCII" else "{}"
        self.values = plan.columns
        self._place = {name: f"r.c{number}" for number, name in enumerate(self.values)}
        self._bulky = [name for name in self.values if columns[name].kind not in SHORT_KINDS]
        self.unique_order = self._unique_order()

    def can_be_paged(self) -> bool:
        """Whether a reading can go on behind any row: by a unique index whose values can be told as text."""
        types = self.types_of(self.unique_order)
        # Such a database may hold keys that can't be sent back.
        any_bytes = self._server_encoding == "SQL_ASCII" and not all(
            self._columns[name].kind in SHORT_KINDS for name in self.unique_order
        )
        return bool(types) and all(types) and not any_bytes

    def fingerprints(self, part: Part) -> str:
        """Key digest, text hash, metadata hash, key. Rows are hashed before they are sorted, so that a sort carries
        hashes instead of texts."""
        texts = ", ".join(self._key_texts() + self._value_texts())
        return (
            f"SELECT {self._hashes()}, {self._keys_sent()} FROM {relation_of(self._plan.selection)} "
            f"CROSS JOIN LATERAL (SELECT {texts} OFFSET 0) AS r{part.where()} ORDER BY {self._order()}{part.cut()}"
        )

    def keys(self, part: Part) -> str:
        """Key digest, key."""
        texts = ", ".join(self._key_texts())
        return (
            f"SELECT {self._key_hash()}, {self._keys_sent()} FROM {relation_of(self._plan.selection)} "
            f"CROSS JOIN LATERAL (SELECT {texts} OFFSET 0) AS r{part.where()} ORDER BY {self._order()}{part.cut()}"
        )

    def rows(self, part: Part) -> str:
        """Key digest, text hash, metadata hash, key, sizes of values that are too large, values."""
        inner = f"{self._inner(self._plan.selection)}{part.where()} ORDER BY {self._order()}{part.cut()} OFFSET 0"
        return f"SELECT {self._whole_row()} FROM ({inner}) AS r"

    def rows_by_key(self, null_columns: frozenset[int], arrays: Sequence[str], casts: Sequence[str]) -> str:
        """null_columns: positions in the key that are NULL in all of these keys. arrays: for each key column the wanted
        texts, as an array literal. casts: for each the type its index compares, "" if it has no order. The same columns
        as `rows`."""
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

    def after(self, last: Sequence[str], casts: Sequence[str]) -> str:
        """What holds for the rows behind one of `unique_order`. last: its key there, as SQL literals; casts: their
        types."""
        columns = ", ".join(f"q.{quote(name)}" for name in self.unique_order)
        values = ", ".join(f"{literal}::{cast}" for literal, cast in zip(last, casts, strict=True))
        return f"({columns}) > ({values})"

    def estimate(self) -> str:
        return f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {relation_of(self._plan.selection)}"

    def _inner(self, selection: Selection) -> str:
        return f"SELECT {', '.join(self._key_texts() + self._value_texts())} FROM {relation_of(selection)}"

    def _key_texts(self) -> list[str]:
        return [f"q.{quote(name)}::text AS k{number}" for number, name in enumerate(self._plan.key_columns)]

    def _value_texts(self) -> list[str]:
        return [
            f"q.{quote(name)}{'' if self._is_binary(name) else '::text'} AS c{number}"
            for number, name in enumerate(self.values)
        ]

    def _unique_order(self) -> tuple[str, ...]:
        """Columns of the key in the order of a unique index without NULL; empty if there is none."""
        keys = self._plan.key_columns
        primary = sorted(
            (column for column in self._columns.values() if column.primary_key), key=lambda column: column.primary_key
        )
        if primary and {column.name for column in primary} <= set(keys):
            return tuple(column.name for column in primary)
        return tuple(name for name in keys if self._columns[name].unique and not self._columns[name].nullable)[:1]

    def _order(self) -> str:
        """Equal keys side by side. A unique key is sorted as its index is, so that the index can serve the order."""
        if self.unique_order:
            return ", ".join(f"q.{quote(name)}" for name in self.unique_order)
        keys = self._plan.key_columns
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
        return ", ".join([self._hashes(), self._keys_sent(), self._sizes(), *map(self._as_sent.format, limited)])

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

    def _key_hash(self) -> str:
        key = f"json_build_array({self._keys()})::text"
        if self._server_encoding not in {"UTF8", "SQL_ASCII"}:
            key = f"convert_to({key}, 'UTF8')"
        return f"md5({key})"

    def _hashes(self) -> str:
        """In hexadecimal: as 16 bytes they would have to be cast to uuid, which costs the server as much as an MD5."""
        text = self._content(self._plan.text_columns)
        metadata = self._content(self._plan.metadata_columns)
        return f"{self._key_hash()}, md5({text}), md5({metadata})"

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

    def types_of(self, names: Sequence[str]) -> list[str]:
        """The type of each column without its length or precision; "" where no index can serve."""
        return [self._key_type(self._columns[name]) for name in names]

    @staticmethod
    def _key_type(column: ColumnInfo) -> str:
        base = _WITHOUT_MODIFIER.match(column.type)[0].strip()  # type: ignore[index] # it matches any text
        if base in _UNORDERED_TYPES or column.kind is ColumnKind.OTHER:
            return ""
        if base == "character":
            return "bpchar"  # plain "character" means one character and would cut
        # Time zones stand behind the precision: timestamp(3) with time zone.
        return column.type if column.kind in {ColumnKind.TIME, ColumnKind.TIMESTAMP} else base
