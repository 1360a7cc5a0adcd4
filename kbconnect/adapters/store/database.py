"""One SQLite file for many threads: the engine, its settings, and transactions. Knows no table.

A transaction lives within one `with`; connections are pooled, so a call costs no new connection. Writers take the
write lock at once (BEGIN IMMEDIATE): they wait for each other instead of failing half-way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from kbconnect.adapters.store.faults import translated

BUSY_TIMEOUT_S = 10


class Database:
    """Transactions on one file. Raises StoreError and its kin, DiskFullError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._readers = connect(path)
        self._writers = self._readers.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view of the file that doesn't change while it is open."""
        with translated(self._path), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, undone by an exception."""
        with translated(self._path), self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        self._readers.dispose()


def connect(path: Path) -> Engine:
    """An engine on the file. `begin` among the execution options is the statement a transaction starts with."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        # Threads are few and short; a limit would only be one more way to fail.
        max_overflow=-1,
        connect_args={"timeout": BUSY_TIMEOUT_S},
        # Bound values hold vault tokens and whatever people typed; error texts go into logs.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # Left to itself the driver starts no transaction before a SELECT and ends one before DDL.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
