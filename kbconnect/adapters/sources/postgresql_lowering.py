"""Takes from a session of PostgreSQL what a person's query doesn't need, as far as the server lets it.

A read-only transaction stops changes to tables. It does not stop a superuser's query from reading or writing files,
running programs or ending other sessions, and the guard that looks at the text can be outwitted by a function the
database itself has. So a superuser's session takes on the role that may read every table and nothing else, for this
transaction. Must not change what rows a query gives.
"""

from __future__ import annotations

from typing import Any

import psycopg

from kbconnect.adapters.sources.query_guard import functions_called
from kbconnect.adapters.sources.query_text import refusal

# The role sees no row that row level security hides, and has no login of its own at other servers, while a superuser
# does: where either matters the session stays as it is. A second call, as the role, does nothing.
_LOWER = """
SELECT set_config('role', 'pg_read_all_data', true)
WHERE (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
  AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'pg_read_all_data')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relrowsecurity)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_foreign_server)
"""

SEARCH_PATH = """set_config('search_path', CASE
    WHEN 'pg_catalog' = ANY(current_schemas(false)) AND (current_schemas(false))[1] <> 'pg_catalog'
    THEN 'pg_catalog, ' || current_setting('search_path') ELSE current_setting('search_path') END, true)"""
"""The same search path, but a function of ours always means the server's own: an account or a database may have been
given a path in which somebody else's schema comes first."""


# Functions that act as somebody else, or in a language that reaches out of the database, and say of themselves that
# they may have effects. Others run with the rights of this session, in its read-only transaction.
_REACHING_OUT = """
SELECT p.proname FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE p.proname = ANY(%s) AND n.nspname <> 'pg_catalog' AND p.provolatile = 'v'
  AND (p.prosecdef OR (NOT l.lanpltrusted AND l.lanispl))
LIMIT 1
"""


def lower(connection: psycopg.Connection[tuple[Any, ...]], query: str) -> None:
    """Until the end of the transaction. query: checked by the guard. Raises QueryRefusedError for a function in it that
    would leave the session behind, psycopg.Error."""
    connection.execute(_LOWER)
    found = connection.execute(_REACHING_OUT, (list(functions_called(query, "postgres")),)).fetchone()
    if found is not None:
        raise refusal(f"The function {found[0]} acts with other rights than yours and may change something.")
