"""The statements that read rows and fingerprints of a table or query in MySQL and MariaDB.

Owns the text form of values and the hashes the server computes. Values come as text made by the server, but bytes come
as they are. A row's hash is made of the values as they are stored, in whatever character set that is, so that the
server need not convert what nobody reads. Must not run anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pymysql.converters import escape_string
from sqlalchemy.dialects.mysql.base import MySQLDialect

from kbconnect.core.model import ColumnInfo, QuerySelection, Selection
from kbconnect.core.ports import SAMPLE_CHARACTERS, Key, ReadPlan

_BULKY_BYTES = 100_000
"""A value over this size goes into a row's hash by its own MD5, so that what is hashed stays below the server's limit
(max_allowed_packet). Changing it changes hashes: every row would look changed once."""

# Identifiers are quoted by the dialect; its own parameter style would double percent signs in them.
preparer = MySQLDialect(paramstyle="named").identifier_preparer
quote = preparer.quote_identifier

_INTEGERS = frozenset({"tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year"})
_DECIMALS = frozenset({"decimal", "numeric", "dec", "fixed"})
_TIMES = frozenset({"date", "datetime", "timestamp", "time"})
# Of equal values the texts are equal, and no text holds what JSON writes otherwise, nor a comma.
_EXACT = _INTEGERS | _DECIMALS | _TIMES | {"bit", "uuid"}
_SHORT = _EXACT | {"float", "double", "real"}
_BINARY = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector"})
_GEOMETRY = frozenset(
    {
        "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
        "geometrycollection", "geomcollection",
    }
)  # fmt: skip
# Types whose values are stored as texts in some character set.
_TEXTS = frozenset({"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json"})
# Such columns can be a key by their first characters only, whose order isn't that of the whole.
_BY_PREFIX = frozenset({"tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob"})
# Those an index can find by a text, and those whose order a comparison follows.
_INDEXED = (
    _INTEGERS
    | _DECIMALS
    | _BINARY
    | {"date", "datetime", "timestamp", "time", "char", "varchar", "uuid"}
    | (_BY_PREFIX)
)
_ORDERED = _INTEGERS | _DECIMALS | {"date", "datetime", "timestamp", "char", "varchar", "binary", "varbinary"}
_AS_STORED = _TEXTS | _BINARY | _INTEGERS | _DECIMALS | _TIMES | {"float", "double", "real"}
_SENT_AS_TEXT = _AS_STORED - {"timestamp"}
_LARGEST = {
    "tinytext": 255, "tinyblob": 255, "text": 65_535, "blob": 65_535, "varchar": 65_535, "char": 1_020,
    "binary": 255, "varbinary": 65_535, "enum": 4_096, "set": 65_535, "inet4": 15, "inet6": 45,
}  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,65}(\.\d{1,38})?")
_TIME = re.compile(r"-?[\d:. -]{1,40}")
_HEXADECIMAL = re.compile(r"\\x((?:[0-9a-f]{2})*)")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def relation_of(selection: Selection) -> str:
    """What stands after FROM, named q. A query gets a line end behind it: it may close with a comment."""
    if isinstance(selection, QuerySelection):
        return f"(\n{selection.sql}\n) AS q"
    table = selection.table
    return f"{quote(table.schema)}.{quote(table.name)} AS q" if table.schema else f"{quote(table.name)} AS q"


def base_of(type_: str) -> str:
    """The name of a type without what stands behind it: bigint(20) unsigned -> bigint."""
    found = re.match(r"\w+", type_.lower())
    return found[0] if found else ""


def is_binary(column: ColumnInfo) -> bool:
    """Whether values come as bytes and not as text."""
    return base_of(column.type) in _BINARY


def is_inexact(column: ColumnInfo) -> bool:
    """Whether values come with more digits than they have: numbers of four bytes, of which the server itself shows
    fewer than it keeps."""
    return base_of(column.type) == "float" and "(" not in column.type


def text_of(column: ColumnInfo) -> str:
    """SQL for a value as it is sent."""
    name, base = f"q.{quote(column.name)}", base_of(column.type)
    if base in _BINARY:
        return name
    if base in _TEXTS:
        return f"CONVERT({name} USING utf8mb4)"
    if base in _GEOMETRY:
        return f"ST_AsText({name})"
    if base == "bit":
        bits = re.search(r"\((\d+)\)", column.type)
        return f"LPAD(BIN({name} + 0), {bits[1] if bits else 1}, '0')"
    if base == "timestamp":
        return f"CONCAT({name}, '+00')"
    return f"CAST({name} + 0e0 AS CHAR)" if is_inexact(column) else f"CAST({name} AS CHAR)"


def sent_of(column: ColumnInfo) -> str:
    """SQL for a value as a field of an answer: what is stored as a text, or has one, the server sends as one by itself,
    in the session's character set."""
    return text_of(column) if base_of(column.type) not in _SENT_AS_TEXT or is_inexact(column) else _name(column)


def _name(column: ColumnInfo) -> str:
    return f"q.{quote(column.name)}"


def shortened(column: ColumnInfo) -> str:
    """SQL for the beginning of a value, as a sample shows it."""
    if is_binary(column):
        return f"SUBSTRING(q.{quote(column.name)}, 1, {SAMPLE_CHARACTERS // 2 - 1})"
    text = text_of(column)
    return text if base_of(column.type) in _SHORT else f"LEFT({text}, {SAMPLE_CHARACTERS})"


def literal(value: str) -> str:
    """A text as SQL, under the session's sql_mode."""
    return f"_utf8mb4'{escape_string(value)}'"


@dataclass(frozen=True, slots=True)
class Sent:
    """What stands in each row of an answer. hashes: fields of 32 hexadecimal digits before the key."""

    statement: str
    hashes: int


class Statements:
    """The statements of one plan. Rows begin with hashes in hexadecimal: of the text, of the metadata, and, if the
    server can compute it, of the key; then come the key's columns."""

    def __init__(self, plan: ReadPlan, columns: Mapping[str, ColumnInfo], *, one_collation: bool = False) -> None:
        """one_collation: all texts are of one, so that they can be joined without being made bytes first."""
        self._plan = plan
        self._one_collation = one_collation and all(base_of(columns[name].type) in _AS_STORED for name in plan.columns)
        self._columns = columns
        self.values = tuple(columns[name] for name in plan.columns)
        self.keys_of = tuple(columns[name] for name in plan.key_columns)
        self.bulky = tuple(
            column
            for column in self.values
            if base_of(column.type) not in _SHORT
            and _LARGEST.get(base_of(column.type), plan.max_cell_bytes + 1) > plan.max_cell_bytes
        )
        self.digests_keys = all(base_of(column.type) in _EXACT for column in self.keys_of)
        self._unique_order = self._find_unique_order()

    def fingerprints(self, conditions: Sequence[str]) -> Sent:
        """Hashes, key."""
        return self._sent(self._hashes(), [], conditions)

    def keys(self, conditions: Sequence[str]) -> Sent:
        """Hash of the key, key."""
        return self._sent(self._key_hash(), [], conditions)

    def rows(self, conditions: Sequence[str], *, ordered: bool = True) -> Sent:
        """Hashes, key, sizes of values that are too large, values."""
        return self._sent(self._hashes(), [self._sizes(), *map(self._value, self.values)], conditions, ordered=ordered)

    def matches(self, keys: Sequence[Key]) -> str | None:
        """What holds for the rows with these keys, and perhaps for some others: texts that only differ in case may be
        equal for an index. None if no row can have one of them."""
        terms: list[str] = []
        if len(self.keys_of) == 1 and base_of(self.keys_of[0].type) in _INDEXED:
            # As a list the server takes many values at once; one by one it weighs each.
            found = [_comparable(self.keys_of[0], key[0]) for key in keys if key[0] is not None]
            values = [value for value in found if value is not None]
            terms += [f"{_name(self.keys_of[0])} IN ({', '.join(values)})"] if values else []
            keys = [key for key in keys if key[0] is None]
        terms += [term for key in keys if (term := self._match(key)) is not None]
        return " OR ".join(terms) or None

    def after(self, key: Key) -> str | None:
        """What holds for the rows behind a key, in the order of the statements; None if that can't be said."""
        places = [self._plan.key_columns.index(column.name) for column in self._unique_order]
        names = [f"q.{quote(column.name)}" for column in self._unique_order]
        values = [
            _comparable(column, key[place] or "") if key[place] is not None else None
            for column, place in zip(self._unique_order, places, strict=True)
        ]
        if not names or any(base_of(column.type) not in _ORDERED for column in self._unique_order):
            return None
        terms: list[str] = []
        before: list[str] = []
        for name, value in zip(names, values, strict=True):
            if value is None:
                return None
            terms.append(" AND ".join([*before, f"{name} > {value}"]))
            before.append(f"{name} = {value}")
        # The first term by itself lets an index begin there.
        first = f"{names[0]} >= {values[0]}"
        return f"({first} AND ({' OR '.join(f'({term})' for term in terms)}))"

    def _sent(self, hashes: list[str], rest: list[str], conditions: Sequence[str], *, ordered: bool = True) -> Sent:
        fields = ", ".join([*hashes, *map(sent_of, self.keys_of), *rest])
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = f" ORDER BY {self._order()}" if ordered else ""
        return Sent(f"SELECT {fields} FROM {relation_of(self._plan.selection)}{where}{order}", len(hashes))

    def _match(self, key: Key) -> str | None:
        terms: list[str] = []
        for column, value in zip(self.keys_of, key, strict=True):
            name = f"q.{quote(column.name)}"
            if value is None:
                terms.append(f"{name} IS NULL")
                continue
            if base_of(column.type) in _INDEXED:
                wanted = _comparable(column, value)
                if wanted is None:
                    return None  # no value of this type has such a text
                terms.append(f"{name} = {wanted}")
            elif _HALF_CHARACTER.search(value):
                return None
            else:
                terms.append(f"{text_of(column)} = {literal(value)}")
        return f"({' AND '.join(terms)})"

    def _find_unique_order(self) -> tuple[ColumnInfo, ...]:
        """Columns of the key in the order of a unique index without NULL; empty if there is none that gives an order
        of whole values."""
        keys = self._plan.key_columns
        primary = sorted(
            (column for column in self._columns.values() if column.primary_key), key=lambda column: column.primary_key
        )
        if not primary or not {column.name for column in primary} <= set(keys):
            primary = [column for column in self.keys_of if column.unique and not column.nullable][:1]
        return tuple(primary) if all(base_of(column.type) not in _BY_PREFIX for column in primary) else ()

    def _order(self) -> str:
        """Equal keys side by side. A unique key is sorted as its index is; texts else by their hash, because equal in a
        collation is not equal, and the server sorts by the beginning of long texts alone."""
        if self._unique_order:
            return ", ".join(f"q.{quote(column.name)}" for column in self._unique_order)
        exact = [f"q.{quote(column.name)}" for column in self.keys_of if base_of(column.type) in _EXACT]
        others = [f"MD5({_stored(column)})" for column in self.keys_of if base_of(column.type) not in _EXACT]
        return ", ".join(exact + others)

    def _value(self, column: ColumnInfo) -> str:
        sent = sent_of(column)
        if column not in self.bulky:
            return sent
        return f"IF(OCTET_LENGTH({_stored(column)}) > {self._plan.max_cell_bytes}, NULL, {sent})"

    def _sizes(self) -> str:
        """The sizes of all bulky columns where one of them is over the limit, else NULL."""
        if not self.bulky:
            return "NULL"
        sizes = [f"OCTET_LENGTH({_stored(column)})" for column in self.bulky]
        over = " OR ".join(f"{size} > {self._plan.max_cell_bytes}" for size in sizes)
        return f"IF({over}, CONCAT_WS(',', {', '.join(f'IFNULL({size}, 0)' for size in sizes)}), NULL)"

    def _hashes(self) -> list[str]:
        text, metadata = self._content(self._plan.text_columns), self._content(self._plan.metadata_columns)
        return [f"MD5({text})", f"MD5({metadata})", *self._key_hash()]

    def _key_hash(self) -> list[str]:
        """The MD5 of the key as JSON, where none of its texts holds what JSON writes otherwise."""
        if not self.digests_keys:
            return []
        parts = ["'['"]
        for place, column in enumerate(self.keys_of):
            text = sent_of(column) if base_of(column.type) in _INTEGERS else text_of(column)
            parts += ["', '"] if place else []
            parts += [f"IFNULL(CONCAT('\"', {text}, '\"'), 'null')"] if column.nullable else ["'\"'", text, "'\"'"]
        return [f"MD5(CONCAT({', '.join(parts)}, ']'))"]

    def _content(self, names: Sequence[str]) -> str:
        """One text that differs wherever a value differs: a length before each value, or a comma behind short ones.
        NULL has no length, which parts it from an empty text: CONCAT_WS leaves it out."""
        parts: list[str] = []
        for name in names:
            column = self._columns[name]
            stored, base = _stored(column), base_of(column.type)
            if base in _SHORT:
                parts += [stored, "','"]
                continue
            as_bytes = stored if self._one_collation else f"CAST({stored} AS BINARY)"
            if base not in _LARGEST:
                as_bytes = f"IF(OCTET_LENGTH({stored}) > {_BULKY_BYTES}, MD5({stored}), {as_bytes})"
            parts += [f"OCTET_LENGTH({stored})", "':'", as_bytes]
        # What is joined by bytes is joined as it is, in whatever character set it is stored.
        return f"CONCAT_WS({', '.join([_NO_BYTES, *parts])})" if parts else "''"


_NO_BYTES = "_binary''"


def _stored(column: ColumnInfo) -> str:
    """SQL for what tells one value from another: what is stored, or its text where that has no one form."""
    base, name = base_of(column.type), _name(column)
    if is_inexact(column):
        return f"({name} + 0e0)"
    return name if base in _AS_STORED else text_of(column)


def _comparable(column: ColumnInfo, text: str) -> str | None:
    """SQL for the value that has this text, to be compared by an index; None if there is none."""
    base = base_of(column.type)
    if base in _INTEGERS or base in _DECIMALS:
        return text if _NUMBER.fullmatch(text) else None
    if base in _TIMES:
        text = text.removesuffix("+00") if base == "timestamp" else text
        return literal(text) if _TIME.fullmatch(text) else None
    if base in _BINARY:
        found = _HEXADECIMAL.fullmatch(text)
        return f"X'{found[1]}'" if found else None
    if base == "uuid" and not re.fullmatch(r"[0-9a-fA-F-]{36}", text):
        return None
    return None if _HALF_CHARACTER.search(text) else literal(text)


Compose = Callable[[Sequence[str]], Sent]
"""A statement for the rows for which all of some conditions hold."""
