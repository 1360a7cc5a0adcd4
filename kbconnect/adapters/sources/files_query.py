"""A person's SELECT over files: which tables it names, and that it does nothing but read them.

DuckDB's own parser takes the query apart, so what is judged is what would run. Owns the refusals beside those of the
query guard. It is not the barrier alone: the instance a query runs in can open no file but those it was given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from kbconnect.adapters.sources.files_engine import ALLOWED_TABLE_FUNCTIONS, text_literal
from kbconnect.adapters.sources.files_errors import NOTHING_READ
from kbconnect.adapters.sources.files_list import TableFile
from kbconnect.adapters.sources.files_packed import bare_name
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.core.errors import QueryFailedError, QueryRefusedError, TableMissingError

_HINT = "Write one SELECT that only reads. kbconnect never changes a source."
_REFUSED_FUNCTIONS = frozenset(
    {
        "sleep_ms", "write_log", "nextval", "currval", "setval", "setseed", "current_setting", "getvariable", "getenv",
        "current_query", "which_secret", "stats", "vector_type", "json_execute_serialized_sql", "query", "query_table",
    }
)  # fmt: skip
Node = Mapping[str, object]


def checked(sql: str) -> str:
    """The query without its closing semicolon. Raises QueryRefusedError."""
    return checked_query(sql, "duckdb")


def tables_named(
    connection: duckdb.DuckDBPyConnection, sql: str, tables: Sequence[TableFile]
) -> dict[tuple[str, str], TableFile]:
    """The tables a checked query names, by schema and name as it writes them. Raises QueryRefusedError,
    QueryFailedError, TableMissingError, duckdb.Error."""
    found = connection.execute(f"SELECT json_serialize_sql({text_literal(sql)})").fetchone()
    tree = json.loads(found[0]) if found else {}
    if tree.get("error"):
        if "Only SELECT" in str(tree.get("error_message")):
            raise _refusal("This query does more than read.")
        raise QueryFailedError(
            "The query could not be understood.",
            meaning="It was not run, and nothing was changed.",
            hint="Change the query, then run it again.",
            detail=str(tree.get("error_message", "")),
            position=_position(tree.get("position")),
        )
    if len(tree.get("statements", ())) != 1:
        raise _refusal("This holds more than one statement.")
    nodes = list(_nodes(tree))
    own = {name.lower() for node in nodes for name in _cte_names(node)}
    named: dict[tuple[str, str], TableFile] = {}
    for node in nodes:
        _check(node)
        if node.get("type") == "BASE_TABLE" and "table_name" in node:
            schema, name = str(node.get("schema_name") or ""), str(node["table_name"])
            if schema or name.lower() not in own:
                named[schema, name] = _table(schema, name, tables, node)
    return named


def find_table(schema: str, name: str, tables: Sequence[TableFile]) -> TableFile | None:
    """The table of this name, whatever its case if that is clear; its file's ending may be left out."""
    inside = [table for table in tables if table.ref.schema.lower() == schema.lower()]
    for matches in (
        [table for table in inside if table.ref.name == name],
        [table for table in inside if table.ref.name.lower() == name.lower()],
        [table for table in inside if not table.sheet and bare_name(table.ref.name).lower() == name.lower()],
    ):
        if len(matches) == 1:
            return matches[0]
    return None


def _table(schema: str, name: str, tables: Sequence[TableFile], node: Node) -> TableFile:
    found = find_table(schema, name, tables)
    if found is None:
        error = TableMissingError(
            f"There is no table “{f'{schema}.{name}' if schema else name}” among these files.",
            meaning=NOTHING_READ,
            hint='A table is called as its file is; write the name in double quotes: "orders.csv".',
        )
        error.position = _position(node.get("query_location"))
        raise error
    return found


def _check(node: Node) -> None:
    place = _position(node.get("query_location"))
    if node.get("type") == "TABLE_FUNCTION":
        function = node.get("function")
        name = str(function.get("function_name", "")) if isinstance(function, Mapping) else ""
        if name.lower() not in ALLOWED_TABLE_FUNCTIONS:
            raise _refusal(f"The function {name} can't be used here: it reads something else than the tables.", place)
    if node.get("type") in {"SHOW_REF", "COLUMN_DATA", "DELIM_GET"}:
        raise _refusal("This part of the query reads something else than the tables.", place)
    if node.get("class") == "FUNCTION" and str(node.get("function_name", "")).lower() in _REFUSED_FUNCTIONS:
        raise _refusal(f"The function {node['function_name']} does more than read.", place)


def _nodes(tree: object) -> Iterator[Node]:
    """Every object of a tree, without recursion: a query may be nested deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _cte_names(node: Node) -> Iterator[str]:
    ctes = node.get("cte_map")
    if isinstance(ctes, Mapping):
        for entry in ctes.get("map") or ():
            yield str(entry.get("key", ""))
    if node.get("type") in {"RECURSIVE_CTE_NODE", "CTE_NODE"}:
        yield str(node.get("cte_name") or node.get("ctename") or "")


def _position(place: object) -> int | None:
    """Counted from 1, of one counted from 0 in the query as it is written; it comes as a number or as text."""
    text = str(place)
    return int(text) + 1 if text.isdecimal() and int(text) < 1 << 40 else None


def _refusal(message: str, position: int | None = None) -> QueryRefusedError:
    made = QueryRefusedError(message, meaning="It was not run, and nothing was changed.", hint=_HINT)
    made.position = position
    return made
