"""What to make of a PostgreSQL server that says nothing for long: does it still work for us, or is nobody there now?

A server that sorts a large table is silent for minutes and well; one behind a pooler that hangs, or behind a firewall
that forgot the connection, is silent for ever. Owns the question; must not end a connection.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from kbconnect.adapters.sources.postgresql_connect import Session
from kbconnect.adapters.sources.postgresql_errors import translated
from kbconnect.adapters.sources.session_calls import AWAY
from kbconnect.core.errors import SourceError


def is_working(open_another: Callable[[], Session], backend: int | None) -> bool:
    """Whether the server works on a statement of ours, asked over another session. backend: the process of the server
    that does; None where that isn't known, then a server that answers is taken at its word."""
    try:
        with translated(), closing(open_another()) as session, session.transaction():
            row = session.connection.execute(
                "SELECT state, wait_event FROM pg_stat_activity WHERE pid = %s", (backend,)
            ).fetchone()
    except AWAY:
        return False
    except SourceError:
        return True  # as with too many sessions: it is there, and that it answers so says nothing about the other one
    if backend is None:
        return True
    # It is done, or waits for us to take what it has sent, of which nothing arrives.
    return row is not None and not str(row[0]).startswith("idle") and row[1] != "ClientWrite"
