"""What a MySQL or MariaDB server holds, from its catalogue: tables, columns, and the columns a query gives.

Owns the catalogue queries, each bulk: their number doesn't grow with that of tables. A schema is what these servers
call a database; a connector that names one sees the tables of that one, any other those of all it may see. Must not
read rows of tables.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pymysql
from pymysql.constants import FIELD_TYPE, FLAG

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_errors import number_of, translate
from kbconnect.adapters.sources.mysql_statements import base_of, quote
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.errors import AccessDeniedError, QueryFailedError, QueryRefusedError, TableMissingError
from kbconnect.core.model import ColumnInfo, ColumnKind, TableInfo, TableRef

_OF_SYSTEM = "('mysql', 'information_schema', 'performance_schema', 'sys')"
_KINDS = {"VIEW": "view", "BASE TABLE": "table", "SYSTEM VERSIONED": "table"}

_TABLES = """
SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, t.TABLE_ROWS, t.TABLE_COMMENT, t.CREATE_OPTIONS
FROM information_schema.TABLES t
WHERE t.TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND {schemas}
ORDER BY CAST(t.TABLE_SCHEMA AS BINARY), CAST(t.TABLE_NAME AS BINARY)
"""
_COLUMNS = """
SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.COLUMN_NAME, t.COLUMN_TYPE, t.IS_NULLABLE, t.EXTRA, t.COLUMN_COMMENT
FROM information_schema.COLUMNS t
WHERE FIND_IN_SET('select', t.PRIVILEGES) > 0 AND {schemas}
ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, t.ORDINAL_POSITION
"""
_KEYS = """
SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.INDEX_NAME, t.SEQ_IN_INDEX, t.COLUMN_NAME
FROM information_schema.STATISTICS t
WHERE t.NON_UNIQUE = 0 AND {schemas}
ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, t.INDEX_NAME, t.SEQ_IN_INDEX
"""
# MariaDB keeps JSON as a text with a rule: json_valid(`column`).
_JSON = """
SELECT t.CONSTRAINT_SCHEMA, t.TABLE_NAME, t.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS t
WHERE t.CHECK_CLAUSE LIKE 'json_valid(%%' AND {schemas}
"""
_JSON_RULE = re.compile(r"json_valid\(`((?:[^`]|``)*)`\)")

_COLUMN_KINDS = {
    ColumnKind.TEXT: ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "inet4", "inet6"),
    ColumnKind.INTEGER: ("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year"),
    ColumnKind.NUMBER: ("decimal", "numeric", "dec", "fixed", "float", "double", "real"),
    ColumnKind.DATE: ("date",),
    ColumnKind.TIME: ("time",),
    ColumnKind.TIMESTAMP: ("datetime", "timestamp"),
    ColumnKind.JSON: ("json",),
    ColumnKind.UUID: ("uuid",),
    ColumnKind.BINARY: ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"),
}
_KIND_OF = {name: kind for kind, names in _COLUMN_KINDS.items() for name in names}

_NO_SUCH_TABLE = frozenset({1146, 1049})
_DUPLICATE_COLUMN = 1060

_OF_QUERY = "SELECT * FROM "
QUERY_LINE = 1
"""So many ends of lines stand before a person's query where its columns are asked for."""

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Found:
    """What the catalogue says of one table."""

    columns: list[Row] = field(default_factory=list)
    indexes: dict[str, list[str]] = field(default_factory=dict)
    json: set[str] = field(default_factory=set)


def tables(session: Session, database: str) -> tuple[TableInfo, ...]:
    """All tables and views but the system's own, by schema and name. database: whose; "" for all."""
    schemas, values = _within(database)
    readable = {
        (schema, name)
        for schema, name in session.rows(
            "SELECT DISTINCT t.TABLE_SCHEMA, t.TABLE_NAME FROM information_schema.COLUMNS t "
            f"WHERE FIND_IN_SET('select', t.PRIVILEGES) > 0 AND {schemas}",
            values,
        )
    }
    return tuple(
        TableInfo(
            TableRef(schema, name),
            "partitioned_table" if "partitioned" in (options or "") else _KINDS[kind],
            None if kind == "VIEW" or rows is None else int(rows),
            "" if kind == "VIEW" else comment or "",
            (schema, name) in readable,
        )
        for schema, name, kind, rows, comment, options in session.rows(_TABLES.format(schemas=schemas), values)
    )


def catalogue(session: Session, database: str) -> Catalogue:
    """All tables with their columns."""
    listed = tables(session, database)
    found = _found(session, *_within(database))

    def columns_of(table: TableRef) -> tuple[ColumnInfo, ...]:
        return _columns_from(found.get((table.schema, table.name), _Found()))

    return Catalogue(listed, columns_of)


def _within(database: str, table: str = "") -> tuple[str, tuple[str, ...] | None]:
    """A condition on t, and what stands in it."""
    if table:
        return "t.TABLE_SCHEMA = %s AND t.TABLE_NAME = %s", (database, table)
    if database:
        return "t.TABLE_SCHEMA = %s", (database,)
    # Without a value, for which the driver would look.
    return f"t.TABLE_SCHEMA NOT IN {_OF_SYSTEM}", ()


def _found(session: Session, schemas: str, values: Sequence[str] | None) -> dict[tuple[str, str], _Found]:
    found: dict[tuple[str, str], _Found] = {}
    for schema, name, *column in session.rows(_COLUMNS.format(schemas=schemas), values):
        found.setdefault((schema, name), _Found()).columns.append(tuple(column))
    for schema, name, index, _, column in session.rows(_KEYS.format(schemas=schemas), values):
        if (schema, name) in found:
            found[schema, name].indexes.setdefault(index, []).append(column)
    if session.server.is_mariadb:
        rules = _JSON.format(schemas=schemas.replace("t.TABLE_SCHEMA", "t.CONSTRAINT_SCHEMA"))
        for schema, name, rule in session.rows(rules, values):
            match = _JSON_RULE.fullmatch(rule)
            if match and (schema, name) in found:
                found[schema, name].json.add(match[1].replace("``", "`"))
    return found


def _columns_from(found: _Found) -> tuple[ColumnInfo, ...]:
    primary = found.indexes.get("PRIMARY", [])
    alone = {columns[0] for columns in found.indexes.values() if len(columns) == 1}
    return tuple(
        ColumnInfo(
            name=name,
            type=(shown := "json" if name in found.json else type_),
            kind=kind_of(shown),
            nullable=nullable == "YES",
            primary_key=primary.index(name) + 1 if name in primary else 0,
            unique=name in alone,
            generated=is_generated(extra),
            comment=comment,
        )
        for name, type_, nullable, extra, comment in found.columns
    )


def is_generated(extra: str) -> bool:
    """Whether the database computes a column; a default that is an expression says DEFAULT_GENERATED."""
    return "VIRTUAL" in extra or "STORED GENERATED" in extra or "PERSISTENT" in extra


def kind_of(type_: str) -> ColumnKind:
    """What a type means."""
    if type_.lower().startswith(("tinyint(1)", "bit(1)")):
        return ColumnKind.BOOLEAN
    return _KIND_OF.get(base_of(type_), ColumnKind.OTHER)


def rows_estimate(session: Session, table: TableRef) -> int | None:
    """What the statistics say of one table; None for views."""
    found = session.rows(
        "SELECT t.TABLE_ROWS FROM information_schema.TABLES t "
        "WHERE t.TABLE_SCHEMA = %s AND t.TABLE_NAME = %s AND t.TABLE_TYPE <> 'VIEW'",
        (table.schema, table.name),
    )
    return None if not found or found[0][0] is None else int(found[0][0])


def columns(session: Session, table: TableRef) -> tuple[ColumnInfo, ...]:
    """The columns this account may read, in the table's order. Raises TableMissingError, AccessDeniedError."""
    found = _found(session, *_within(table.schema, table.name)).get((table.schema, table.name))
    if found is not None:
        return _columns_from(found)
    # What an account may not read at all isn't in its catalogue, so the table itself is asked.
    try:
        session.rows(f"SELECT 1 FROM {quote(table.schema)}.{quote(table.name)} LIMIT 0")
    except pymysql.MySQLError as error:
        if number_of(error) in _NO_SUCH_TABLE:
            raise TableMissingError(
                f"The database has no table “{table}”.",
                meaning="Nothing was read; your documents are as they were.",
                hint="Choose the table again; it may have been renamed or removed.",
            ) from error
        meant = translate(error)
        if not isinstance(meant, AccessDeniedError):
            raise
    raise AccessDeniedError(
        f"The account is not allowed to read “{table}”.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Ask who looks after the database for the right to read this table.",
    )


def has_one_collation(session: Session, table: TableRef) -> bool:
    """Whether all texts of a table are of one character set and one order."""
    ((found,),) = session.rows(
        "SELECT COUNT(DISTINCT COLLATION_NAME) FROM information_schema.COLUMNS "
        "WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s",
        (table.schema, table.name),
    )
    return int(found) <= 1


def has_column(session: Session, table: TableRef, name: str) -> bool:
    """Whether the table has this column although this account may not read it, as far as that can be seen."""
    try:
        session.rows(f"SELECT {quote(name)} FROM {quote(table.schema)}.{quote(table.name)} LIMIT 0")
    except pymysql.MySQLError as error:
        return number_of(error) == _COLUMN_DENIED
    return True


_COLUMN_DENIED = 1143

# --------------------------------------------------------------------------------------------------- queries


def query_columns(session: Session, relation: str) -> tuple[ColumnInfo, ...]:
    """The columns of `relation`, a query in brackets with an alias; no row of it is read. Raises QueryRefusedError,
    QueryFailedError for names that occur twice."""
    with session.understood(), session.connection.cursor() as cursor:
        try:
            cursor.execute(f"{_OF_QUERY}{relation} LIMIT 0")
        except pymysql.MySQLError as error:
            if number_of(error) != _DUPLICATE_COLUMN:
                raise
            raise _twice(error) from error
        if cursor.description is None:
            raise QueryRefusedError("This is not a query that gives rows.", hint="Write one SELECT that only reads.")
        fields: Iterable[Any] = cursor._result.fields
        return tuple(
            ColumnInfo(name=each.name, type=(type_ := type_of_field(each)), kind=kind_of(type_)) for each in fields
        )


def _twice(error: pymysql.MySQLError) -> QueryFailedError:
    found = re.search(r"'(.*)'", str(error.args[1]))
    name = found[1] if found else ""
    return QueryFailedError(
        f"The query gives two columns named “{name}”.",
        meaning="Nothing was read.",
        hint=f'Give one of them another name: … AS "{name}_2".'.replace('"', "`"),
    )


_TYPES = {
    FIELD_TYPE.TINY: "tinyint", FIELD_TYPE.SHORT: "smallint", FIELD_TYPE.INT24: "mediumint", FIELD_TYPE.LONG: "int",
    FIELD_TYPE.LONGLONG: "bigint", FIELD_TYPE.YEAR: "year", FIELD_TYPE.DECIMAL: "decimal",
    FIELD_TYPE.NEWDECIMAL: "decimal", FIELD_TYPE.FLOAT: "float", FIELD_TYPE.DOUBLE: "double", FIELD_TYPE.DATE: "date",
    FIELD_TYPE.NEWDATE: "date", FIELD_TYPE.TIME: "time", FIELD_TYPE.DATETIME: "datetime",
    FIELD_TYPE.TIMESTAMP: "timestamp", FIELD_TYPE.JSON: "json", FIELD_TYPE.GEOMETRY: "geometry",
}  # fmt: skip
_STRINGS = {
    FIELD_TYPE.VARCHAR: ("varchar", "varbinary"), FIELD_TYPE.VAR_STRING: ("varchar", "varbinary"),
    FIELD_TYPE.STRING: ("char", "binary"), FIELD_TYPE.TINY_BLOB: ("tinytext", "tinyblob"),
    FIELD_TYPE.BLOB: ("longtext", "longblob"), FIELD_TYPE.MEDIUM_BLOB: ("mediumtext", "mediumblob"),
    FIELD_TYPE.LONG_BLOB: ("longtext", "longblob"), FIELD_TYPE.ENUM: ("enum", "enum"), FIELD_TYPE.SET: ("set", "set"),
}  # fmt: skip
_BYTES = 63
"""The number of the character set of what is none."""

_FREE_DECIMALS = 31


def type_of_field(sent: Any) -> str:
    """The type of a column of a query, as a table would have it. sent: the driver's description of it."""
    code, length = sent.type_code, sent.length
    if code == FIELD_TYPE.BIT:
        return f"bit({length})"
    if code in _STRINGS:
        if sent.flags & FLAG.ENUM:
            return "enum"
        return "set" if sent.flags & FLAG.SET else _STRINGS[code][sent.charsetnr == _BYTES]
    name = _TYPES.get(code, "")
    if name == "tinyint" and length == 1:
        return "tinyint(1)"
    if name in {"float", "double"} and sent.scale < _FREE_DECIMALS:
        return f"{name}({length},{sent.scale})"
    return f"{name} unsigned" if name.endswith("int") and sent.flags & FLAG.UNSIGNED else name


def schemas_of(session: Session) -> Collection[str]:
    """The databases this account can see, without the system's own."""
    return [
        name
        for (name,) in session.rows(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA "
            f"WHERE SCHEMA_NAME NOT IN {_OF_SYSTEM} ORDER BY SCHEMA_NAME"
        )
    ]
