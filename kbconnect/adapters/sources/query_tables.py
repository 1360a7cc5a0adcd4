"""Which tables a person's SELECT names, so that an account can be given the right to read them.

Reads the text alone: what a view or a function reads behind them is the database's to say. Must not run anything.
"""

from __future__ import annotations

import logging

from kbconnect.core.model import TableRef

WHOLE_TABLES = (
    "Of the tables and views that a SELECT names, every column is opened: which of them it uses is not looked for."
)
"""What whoever runs a script should know of it."""


def tables_of_query(sql: str, dialect: str) -> tuple[TableRef, ...] | None:
    """The tables and views a query names, each once, with an empty schema where it names none; None if the text can't
    be read. dialect: sqlglot's name of it."""
    import sqlglot
    from sqlglot import expressions
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
    from sqlglot.optimizer.scope import traverse_scope

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
        if isinstance(tree, expressions.Table):  # TABLE name
            tree = expressions.select("*").from_(tree)
        tree = normalize_identifiers(tree, dialect=dialect)
        scopes = traverse_scope(tree)
    except (SqlglotError, RecursionError):
        return None
    found: dict[TableRef, None] = {}
    for scope in scopes:
        for source in scope.sources.values():
            if isinstance(source, expressions.Table) and isinstance(source.this, expressions.Identifier):
                found[TableRef(source.db, source.name)] = None
    return tuple(found)
