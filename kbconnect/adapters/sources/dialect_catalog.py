"""What a database that SQLAlchemy knows holds: tables and columns, by its Inspector; quoting and relations of SQL.

Owns names. A TableRef holds a name as the database stores it; SQLAlchemy writes those of a database that folds names in
a way of its own, so they are turned around where they cross. Where a dialect offers it, each question is asked for all
tables of a schema at once. Must not read rows of tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # what the Inspector gives

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.reflection import Inspector, ObjectKind, ObjectScope
from sqlalchemy.exc import NoSuchTableError

from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.adapters.sources.dialect_errors import table_missing
from kbconnect.adapters.sources.dialect_values import kind_of_type, name_of_type
from kbconnect.adapters.sources.query_text import code_only
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.errors import AccessDeniedError, QueryFailedError
from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, Selection, TableInfo, TableRef

_Key = tuple[str | None, str]
WITH_FIRST = frozenset({"mssql"})
"""SQLAlchemy's names of databases that take WITH at the beginning of a statement alone."""
BEFORE = "kbconnect_before"
"""The option of a statement that says what is sent before it."""


@dataclass(frozen=True, slots=True)
class Reflected:
    """What the Inspector said of one table. uniques: columns of each unique index or constraint."""

    columns: Sequence[Mapping[str, Any]]
    primary: Sequence[str]
    uniques: Sequence[Sequence[str]]


class Names:
    """Quoting as the dialect does it, and names as they are stored."""

    def __init__(self, connection: Connection) -> None:
        self._dialect = connection.dialect
        self._preparer = connection.dialect.identifier_preparer
        self._doubles = bool(getattr(self._preparer, "_double_percents", True))

    def quote(self, name: str) -> str:
        """Always quoted, and percent signs left alone: SQLAlchemy doubles them where a driver needs it, once more."""
        quoted = self._preparer.quote_identifier(name)
        return quoted.replace("%%", "%") if self._doubles else quoted

    def relation(self, selection: Selection) -> str:
        """What stands after FROM, named q. A query gets a line end behind it: it may close with a comment."""
        if isinstance(selection, QuerySelection):
            return f"(\n{self._parted(selection)[1]}\n) q"
        table = selection.table
        name = f"{self.quote(table.schema)}.{self.quote(table.name)}" if table.schema else self.quote(table.name)
        return f"{name} q"

    def options(self, selection: Selection) -> dict[str, str]:
        """Those of each statement about a selection."""
        before = self._parted(selection)[0] if isinstance(selection, QuerySelection) else ""
        return {BEFORE: before} if before else {}

    def _parted(self, selection: QuerySelection) -> tuple[str, str]:
        """What has to stand before the whole statement, and the query without it."""
        return parted_query(selection.sql) if self._dialect.name in WITH_FIRST else ("", selection.sql)

    def stored(self, name: str) -> str:
        """A name as the Inspector gives it, as it is stored."""
        if not self._dialect.requires_name_normalize:
            return name
        return str(self._dialect.denormalize_name(name))

    def asked(self, name: str) -> str:
        """A stored name, as the Inspector takes it."""
        if not self._dialect.requires_name_normalize:
            return name
        return self._dialect.normalize_name(name)


def parted_query(sql: str) -> tuple[str, str]:
    """The WITH of a query, and the rest; ("", the query) if it has none."""
    words = code_only(sql, "tsql")
    if not re.match(r"\s*WITH\b", words, re.IGNORECASE):
        return "", sql
    depth = 0
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        # Behind the brackets of a name's columns comes AS, behind those of its query a comma or the query itself.
        if sign == ")" and depth == 0 and re.match(r"\s*(?!,|AS\b)\S", words[place + 1 :], re.IGNORECASE):
            return sql[: place + 1], sql[place + 1 :]
    return "", sql


def tables(connection: Connection, dialect: Dialect) -> tuple[TableInfo, ...]:
    """Every table and view the Inspector shows, by schema and name."""
    inspector, names = inspect(connection), Names(connection)
    estimates = {(schema, name): rows for schema, name, rows in _asked(connection, dialect.row_estimates)}
    readable = {(schema, name) for schema, name in _asked(connection, dialect.readable)} if dialect.readable else None
    found: list[TableInfo] = []
    for schema in _schemas(connection, inspector, dialect, names):
        comments = _comments(inspector, names, schema)
        for kind, name in _tables_of(inspector, names, schema):
            ref = TableRef(schema, name)
            rows = estimates.get((schema, name))
            may = readable is None or (schema, name) in readable
            found.append(TableInfo(ref, kind, None if rows is None else int(rows), comments.get(name, ""), may))
    return tuple(sorted(found, key=lambda one: (one.ref.schema, one.ref.name)))


def _asked(connection: Connection, statement: str) -> Sequence[Any]:
    return connection.execute(text(statement)).fetchall() if statement else ()


def _schemas(connection: Connection, inspector: Inspector, dialect: Dialect, names: Names) -> list[str]:
    if dialect.schemas:
        return [str(schema) for (schema,) in _asked(connection, dialect.schemas)]
    try:
        found = inspector.get_schema_names()
    except NotImplementedError:
        return [""]
    system = {schema.lower() for schema in dialect.system_schemas}
    return [names.stored(schema) for schema in found if schema.lower() not in system]


def _tables_of(inspector: Inspector, names: Names, schema: str) -> Iterable[tuple[str, str]]:
    asked = names.asked(schema) if schema else None
    lists: tuple[tuple[str, Callable[..., list[str]]], ...] = (
        ("table", inspector.get_table_names),
        ("view", inspector.get_view_names),
        ("materialized_view", inspector.get_materialized_view_names),
    )
    seen: set[str] = set()
    for kind, listed in reversed(lists):  # some list a materialized view as a view, too
        try:
            found = listed(schema=asked)
        except NotImplementedError:
            continue
        for name in found:
            if name not in seen:
                seen.add(name)
                yield kind, names.stored(name)


def _comments(inspector: Inspector, names: Names, schema: str) -> dict[str, str]:
    try:
        found = inspector.get_multi_table_comment(
            schema=names.asked(schema) if schema else None, kind=ObjectKind.ANY, scope=ObjectScope.DEFAULT
        )
    except NotImplementedError:
        return {}
    return {names.stored(name): each.get("text") or "" for (_, name), each in found.items()}


def catalogue(connection: Connection, dialect: Dialect) -> Catalogue:
    """All tables with their columns; those of a table are made into values when somebody looks at them."""
    listed = tables(connection, dialect)
    if dialect.all_columns:
        known = _all_columns(connection, dialect)
        return Catalogue(listed, lambda table: tuple(known.get(table, ())))
    inspector, names = inspect(connection), Names(connection)
    found: dict[TableRef, Reflected] = {}
    for schema in dict.fromkeys(table.ref.schema for table in listed):
        found |= _reflected(inspector, names, schema)
    engine = connection.dialect

    def columns_of(table: TableRef) -> tuple[ColumnInfo, ...]:
        return _columns(found[table], names, engine) if table in found else ()

    return Catalogue(listed, columns_of)


def _all_columns(
    connection: Connection, dialect: Dialect, only: str = "", **values: str
) -> dict[TableRef, list[ColumnInfo]]:
    """By the dialect's own statement. only: what holds for the rows wanted, with its values."""
    statement = f"SELECT a.* FROM ({dialect.all_columns}) a{only} ORDER BY a.schema_name, a.table_name, a.column_place"
    found: dict[TableRef, list[ColumnInfo]] = {}
    for row in connection.execute(text(statement), values).mappings():
        each = {str(name).lower(): value for name, value in row.items()}
        word = re.split(r"[ (]", str(each["type_name"]).lower())[0]
        found.setdefault(TableRef(each["schema_name"], each["table_name"]), []).append(
            ColumnInfo(
                each["column_name"],
                str(each["type_name"]),
                dialect.types.get(word, ColumnKind.OTHER),
                nullable=bool(each["is_nullable"]),
                primary_key=int(each["key_position"] or 0),
                unique=bool(each["is_unique"]),
                generated=bool(each["is_computed"]),
                comment=str(each["comment_text"] or ""),
            )
        )
    return found


def _reflected(inspector: Inspector, names: Names, schema: str) -> dict[TableRef, Reflected]:
    chosen: dict[str, Any] = {
        "schema": names.asked(schema) if schema else None,
        "kind": ObjectKind.ANY,
        "scope": ObjectScope.DEFAULT,
    }
    columns: Mapping[_Key, Any] = inspector.get_multi_columns(**chosen)
    keys: Mapping[_Key, Any] = _or_nothing(inspector.get_multi_pk_constraint, chosen)
    constraints: Mapping[_Key, Any] = _or_nothing(inspector.get_multi_unique_constraints, chosen)
    indexes: Mapping[_Key, Any] = _or_nothing(inspector.get_multi_indexes, chosen)
    return {
        TableRef(schema, names.stored(place[1])): Reflected(
            found,
            (keys.get(place) or {}).get("constrained_columns", []),
            _uniques(constraints.get(place) or (), indexes.get(place) or ()),
        )
        for place, found in columns.items()
    }


def _or_nothing(ask: Callable[..., Any], chosen: Mapping[str, Any]) -> Mapping[_Key, Any]:
    try:
        found: Mapping[_Key, Any] = ask(**chosen)
    except (NotImplementedError, NoSuchTableError):
        return {}
    return found


def _uniques(constraints: Iterable[Mapping[str, Any]], indexes: Iterable[Mapping[str, Any]]) -> list[Sequence[str]]:
    whole = (each for each in indexes if each.get("unique") and not _is_partial(each))
    return [each["column_names"] for each in (*constraints, *whole)]


def _is_partial(index: Mapping[str, Any]) -> bool:
    options = index.get("dialect_options") or {}
    return any(name.endswith("_where") and value is not None for name, value in options.items())


def columns(connection: Connection, dialect: Dialect, table: TableRef) -> tuple[ColumnInfo, ...]:
    """The columns of a table in its order. Raises TableMissingError, AccessDeniedError, SQLAlchemyError."""
    if dialect.all_columns:
        only = " WHERE a.schema_name = :schema AND a.table_name = :name"
        known = _all_columns(connection, dialect, only, schema=table.schema, name=table.name)
        if table not in known:
            raise table_missing(str(table))
        return tuple(known[table])
    inspector, names = inspect(connection), Names(connection)
    name, schema = names.asked(table.name), names.asked(table.schema) if table.schema else None
    try:
        found = inspector.get_columns(name, schema)
        primary = inspector.get_pk_constraint(name, schema).get("constrained_columns", [])
    except NoSuchTableError as error:
        raise table_missing(str(table)) from error
    if not found:
        if inspector.has_table(name, schema):
            raise AccessDeniedError(
                f"The account is not allowed to read “{table}”.",
                meaning="Nothing was read; your documents are as they were.",
                hint="Ask who looks after the database for the right to read this table.",
            )
        raise table_missing(str(table))
    try:
        constraints = inspector.get_unique_constraints(name, schema)
    except (NotImplementedError, NoSuchTableError):
        constraints = []
    try:
        indexes = inspector.get_indexes(name, schema)
    except (NotImplementedError, NoSuchTableError):
        indexes = []
    reflected = Reflected(found, primary, _uniques(constraints, indexes))
    return _columns(reflected, names, connection.dialect)


def _columns(found: Reflected, names: Names, engine: Any) -> tuple[ColumnInfo, ...]:
    primary = list(found.primary)
    alone = {unique[0] for unique in (primary, *found.uniques) if len(unique) == 1}
    return tuple(
        ColumnInfo(
            name=names.stored(column["name"]),
            type=name_of_type(column["type"], engine),
            kind=kind_of_type(column["type"]),
            nullable=bool(column.get("nullable", True)) and column["name"] not in primary,
            primary_key=primary.index(column["name"]) + 1 if column["name"] in primary else 0,
            unique=column["name"] in alone,
            generated=bool(column.get("computed")),
            comment=column.get("comment") or "",
        )
        for column in found.columns
    )


def query_columns(connection: Connection, names: Names, selection: QuerySelection) -> tuple[ColumnInfo, ...]:
    """The columns a query gives; no row of it is read. Raises QueryFailedError for names that occur twice."""
    statement = raw(f"SELECT q.* FROM {names.relation(selection)} WHERE 1 = 0")
    found = connection.execute(statement, execution_options=names.options(selection))
    listed = [names.stored(name) for name in list(found.keys())]
    found.close()
    twice = next((name for place, name in enumerate(listed) if name in listed[:place]), None)
    if twice is not None:
        raise QueryFailedError(
            f"The query gives two columns named “{twice}”.",
            meaning="Nothing was read.",
            hint=f'Give one of them another name: … AS "{twice}_2".',
        )
    return tuple(ColumnInfo(name, "unknown", ColumnKind.OTHER) for name in listed)


def rows_estimate(connection: Connection, dialect: Dialect, table: TableRef) -> int | None:
    """What the statistics say of one table; None where there are none."""
    if not dialect.row_estimates:
        return None
    schema, name, rows = "schema_name", "table_name", "row_count"
    chosen = f"SELECT e.{rows} FROM ({dialect.row_estimates}) e WHERE e.{schema} = :schema AND e.{name} = :name"
    found = connection.execute(text(chosen), {"schema": table.schema, "name": table.name}).fetchone()
    return None if found is None or found[0] is None else int(found[0])


def raw(statement: str) -> Any:
    """SQL that is sent as it stands: a colon in it begins no parameter."""
    return text(statement.replace(":", r"\:"))
