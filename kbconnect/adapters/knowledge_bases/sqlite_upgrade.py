"""Brings the file of an older version to the format of this one, where it lies, in one transaction: all or nothing.

A step is never changed after it was delivered. Must not know how a file of this version is searched or written; what
can be worked out from the rest of the file is left to the module that keeps it in step.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from kbconnect.adapters.knowledge_bases.sqlite_signs import add_signs
from kbconnect.core.errors import DiskFullError

_TO_2 = """
CREATE TABLE signs(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, ids BLOB NOT NULL, bits BLOB NOT NULL);
CREATE TABLE gone_vectors(id INTEGER PRIMARY KEY, vector INTEGER NOT NULL);
CREATE TABLE sync_states(dataset INTEGER PRIMARY KEY, state TEXT NOT NULL);
"""

_BYTES_A_VECTOR = 2 * 64
"""What a step adds for each vector, once in the log and once in the file."""

_BYTES_AT_LEAST = 1_000_000


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DiskFullError when there is no room for it, sqlite3.Error; the file then is as it was.

    A million vectors take a few seconds. Another process may have done it in the meantime.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 1:
            _check_room(connection, path)
            for statement in _TO_2.split(";"):
                connection.execute(statement)
            add_signs(connection)
            connection.execute("PRAGMA user_version = 2")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise _no_room(path, _needed(connection), str(error)) from error
        raise


def _check_room(connection: sqlite3.Connection, path: Path) -> None:
    needed = _needed(connection)
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise _no_room(path, needed, f"{free:,} bytes are free")


def _needed(connection: sqlite3.Connection) -> int:
    (vectors,) = connection.execute("SELECT ifnull(max(id), 0) FROM vectors").fetchone()
    return _BYTES_AT_LEAST + int(vectors) * _BYTES_A_VECTOR


def _no_room(path: Path, needed: int, detail: str) -> DiskFullError:
    return DiskFullError(
        f"The disk that holds {path} has too little room to bring that knowledge base to this version's form.",
        meaning="The file was left as it was; nothing in it has changed or is lost.",
        hint=f"Free about {-(-needed // 1_000_000)} MB on that disk, then try again.",
        detail=detail,
    )
