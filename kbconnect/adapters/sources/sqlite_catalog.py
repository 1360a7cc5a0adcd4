"""What a SQLite file holds: tables, columns, and the columns a query gives.

Owns the catalogue queries and what a declared type means. Must not read rows of tables.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from kbconnect.core.catalogue import Catalogue
from kbconnect.core.errors import QueryRefusedError, TableMissingError
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    QuerySelection,
    Selection,
    TableInfo,
    TableRef,
)

quote = SQLiteDialect(paramstyle="named").identifier_preparer.quote_identifier

# The first word of a declared type that is found decides; SQLite takes any text for a type.
_KIND_WORDS = (
    ("BOOL", ColumnKind.BOOLEAN), ("JSON", ColumnKind.JSON), ("UUID", ColumnKind.UUID), ("GUID", ColumnKind.UUID),
    ("DATETIME", ColumnKind.TIMESTAMP), ("TIMESTAMP", ColumnKind.TIMESTAMP), ("DATE", ColumnKind.DATE),
    ("TIME", ColumnKind.TIME), ("INT", ColumnKind.INTEGER), ("CHAR", ColumnKind.TEXT), ("CLOB", ColumnKind.TEXT),
    ("TEXT", ColumnKind.TEXT), ("STRING", ColumnKind.TEXT), ("ENUM", ColumnKind.TEXT), ("BLOB", ColumnKind.BINARY),
    ("BINARY", ColumnKind.BINARY), ("REAL", ColumnKind.NUMBER), ("FLOA", ColumnKind.NUMBER),
    ("DOUB", ColumnKind.NUMBER), ("NUM", ColumnKind.NUMBER), ("DEC", ColumnKind.NUMBER), ("MONEY", ColumnKind.NUMBER),
)  # fmt: skip

_COUNTED_ROWS = 50_000
"""Counting this many rows takes a millisecond or two; a larger table is estimated."""


_TABLES = (
    "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)
_XINFO = 'c.name, c.type, c."notnull", c.pk, c.hidden'
_JSON = (
    f"SELECT json_group_array(json_array({_XINFO})) "
    "FROM (SELECT * FROM pragma_table_xinfo(tables.name) WHERE hidden <> 1 ORDER BY cid) AS c"
)
_ColumnRow = tuple[str, str, int, int, int]
# Indexes that see to it that the values of one column are different, by table and column.
_ALL_UNIQUE = (
    "SELECT tables.name, max(info.name) "
    f"FROM ({_TABLES}) AS tables, pragma_index_list(tables.name) AS list, pragma_index_xinfo(list.name) AS info "
    'WHERE list."unique" AND NOT list.partial AND info.key GROUP BY tables.name, list.name '
    "HAVING count(*) = 1 AND max(info.name) IS NOT NULL"
)
# What stops a whole list: somebody's wish to stop or the time limit, and a writer that holds the file.
_NOT_OF_ONE_TABLE = frozenset({sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def tables(connection: sqlite3.Connection) -> tuple[TableInfo, ...]:
    """Tables and views by name, without SQLite's own and the hidden ones behind virtual tables."""
    rows = connection.execute(f"{_TABLES} ORDER BY name").fetchall()
    known = _statistics(connection)
    found: list[TableInfo] = []
    for name, kind, without_rowid in rows:
        about = _about(connection, name, known.get(name), numbered=not without_rowid) if kind == "table" else None
        found.append(TableInfo(TableRef("", name), "view" if kind == "view" else "table", about, empty=about == 0))
    return tuple(found)


def rows_estimate(connection: sqlite3.Connection, table: TableRef) -> int | None:
    """About how many rows a table has; None for views and virtual tables, and for a table that isn't there."""
    found = connection.execute(f"{_TABLES} AND name = ?", (table.name,)).fetchone()
    if found is None or found[1] != "table":
        return None
    return _about(connection, table.name, _statistics(connection).get(table.name), numbered=not found[2])


def _statistics(connection: sqlite3.Connection) -> dict[str, int]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
        return {}
    found: dict[str, int] = {}
    for name, text in connection.execute("SELECT tbl, stat FROM sqlite_stat1 WHERE stat IS NOT NULL"):
        count = str(text).split()[:1]
        if count and count[0].isdecimal():
            found[str(name)] = max(found.get(str(name), 0), int(count[0]))
    return found


def _about(connection: sqlite3.Connection, name: str, known: int | None, *, numbered: bool) -> int | None:
    """Exact for a small table, so that 0 is certain; else what statistics (known) and the highest row number say. None
    if they say nothing, or if the table can't be read: its neighbours may be whole."""
    try:
        counted = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM main.{quote(name)} LIMIT {_COUNTED_ROWS + 1})"
        ).fetchone()[0]
        if counted <= _COUNTED_ROWS:
            return int(counted)
        highest = connection.execute(f"SELECT max(_rowid_) FROM main.{quote(name)}").fetchone()[0] if numbered else None
    except sqlite3.DatabaseError as error:
        _raise_unless_of_one_table(error)
        return None
    if known is not None:
        known = max(known, counted)
    if not isinstance(highest, int) or highest < counted:
        return known
    # Statistics are as old as the last ANALYZE, and only deletions make the highest row number too large.
    return highest if known is None else min(highest, known)


def columns(connection: sqlite3.Connection, table: TableRef) -> tuple[ColumnInfo, ...]:
    """The columns of a table or view. Raises TableMissingError."""
    rows = _column_rows(connection, table.name)
    if not rows or table.schema not in {"", "main"}:
        raise TableMissingError(
            f"The database has no table “{table}”.",
            meaning="Nothing was read; your documents are as they were.",
            hint="Choose the table again; it may have been renamed or removed.",
        )
    return _columns_from(rows, _unique_columns(connection, table))


def catalogue(connection: sqlite3.Connection) -> Catalogue:
    """All tables with their columns. A view that can't be read, as a table of it is gone, has none."""
    listed = tables(connection)
    rows = dict(_all_columns(connection, listed))
    unique: dict[str, list[str]] = {}
    for table, column in connection.execute(_ALL_UNIQUE):
        unique.setdefault(table, []).append(column)

    def columns_of(table: TableRef) -> tuple[ColumnInfo, ...]:
        return _columns_from(json.loads(rows.get(table.name, "[]")), unique.get(table.name, ()))

    return Catalogue(listed, columns_of)


def _all_columns(connection: sqlite3.Connection, listed: Sequence[TableInfo]) -> list[tuple[str, str]]:
    """For each table its columns as JSON: a value a table is read three times as fast as five a column."""
    try:
        return connection.execute(f"SELECT tables.name, ({_JSON}) FROM ({_TABLES}) AS tables").fetchall()
    except sqlite3.DatabaseError as error:
        _raise_unless_of_one_table(error)
    # One view that can't be read fails the whole statement: table by table, the others are found.
    found: list[tuple[str, str]] = []
    for table in listed:
        try:
            found += connection.execute(
                f"SELECT name, ({_JSON}) FROM (SELECT ? AS name) AS tables", (table.ref.name,)
            ).fetchall()
        except sqlite3.DatabaseError as error:
            _raise_unless_of_one_table(error)
    return found


def _raise_unless_of_one_table(error: sqlite3.DatabaseError) -> None:
    if error.sqlite_errorcode & 0xFF in _NOT_OF_ONE_TABLE:
        raise error


def _column_rows(connection: sqlite3.Connection, table: str) -> list[_ColumnRow]:
    return connection.execute(
        f"SELECT {_XINFO} FROM pragma_table_xinfo(?) AS c WHERE c.hidden <> 1 ORDER BY c.cid", (table,)
    ).fetchall()


def _columns_from(rows: Sequence[_ColumnRow], unique: Collection[str]) -> tuple[ColumnInfo, ...]:
    primary = [name for name, _, _, position, _ in rows if position]
    return tuple(
        ColumnInfo(
            name=name,
            type=declared or "any",
            kind=kind_of(declared),
            # Only a row number can't be NULL by being a primary key alone.
            nullable=not not_null and not (primary == [name] and declared.upper() == "INTEGER"),
            primary_key=position,
            unique=name in unique or primary == [name],
            generated=hidden in {2, 3},
        )
        for name, declared, not_null, position, hidden in rows
    )


def _unique_columns(connection: sqlite3.Connection, table: TableRef) -> frozenset[str]:
    rows = connection.execute(
        "SELECT max(info.name) FROM pragma_index_list(?) AS list, pragma_index_xinfo(list.name) AS info "
        'WHERE list."unique" AND NOT list.partial AND info.key GROUP BY list.name HAVING count(*) = 1',
        (table.name,),
    )
    return frozenset(name for (name,) in rows if name is not None)


def query_columns(connection: sqlite3.Connection, selection: QuerySelection) -> tuple[ColumnInfo, ...]:
    """The columns a query gives; of their types SQLite says nothing before a row is read. Raises QueryRefusedError."""
    cursor = connection.execute(f"SELECT * FROM {relation_of(selection)} LIMIT 0")
    if cursor.description is None:
        raise QueryRefusedError("This is not a query that gives rows.", hint="Write one SELECT that only reads.")
    return tuple(ColumnInfo(name=entry[0], type="any", kind=ColumnKind.OTHER) for entry in cursor.description)


def relation_of(selection: Selection) -> str:
    """What stands after FROM, named q. A query gets a line end behind it: it may close with a comment."""
    if isinstance(selection, QuerySelection):
        return f"(\n{selection.sql}\n) AS q"
    return f"main.{quote(selection.table.name)} AS q"


def kind_of(declared: str) -> ColumnKind:
    """What a declared type means; OTHER for none or an unknown one."""
    upper = declared.upper()
    return next((kind for word, kind in _KIND_WORDS if word in upper), ColumnKind.OTHER)


def has_affinity(declared: str) -> bool:
    """Whether SQLite brings values of this column to one storage class on writing: then 1 and '1' can't stand side by
    side (https://www.sqlite.org/datatype3.html#determination_of_column_affinity)."""
    upper = declared.upper()
    return upper not in {"", "ANY"} and not ("BLOB" in upper and "INT" not in upper and "CHAR" not in upper)
