"""Brings the file of an older version to the format of this one, where it lies, in one transaction: all or nothing.

A step is never changed after it was delivered. Must not know how a file of this version is searched or written; what
can be worked out from the rest of the file is left to the module that keeps it in step.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from kbconnect.adapters.knowledge_bases.sqlite_document_ids import put_all_ids
from kbconnect.adapters.knowledge_bases.sqlite_known_texts import list_all_texts
from kbconnect.adapters.knowledge_bases.sqlite_signs import add_signs
from kbconnect.core.errors import DiskFullError

_TO_2 = """
CREATE TABLE signs(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, ids BLOB NOT NULL, bits BLOB NOT NULL);
CREATE TABLE gone_vectors(id INTEGER PRIMARY KEY, vector INTEGER NOT NULL);
CREATE TABLE sync_states(dataset INTEGER PRIMARY KEY, state TEXT NOT NULL);
"""

_TO_3 = """
CREATE TABLE document_ids(first INTEGER PRIMARY KEY, ids BLOB NOT NULL);
CREATE TABLE text_hashes(hash BLOB NOT NULL, text INTEGER NOT NULL, PRIMARY KEY(hash, text)) WITHOUT ROWID;
"""
_GONE_IN_3 = "DROP INDEX documents_by_document_id; DROP INDEX texts_by_hash"

_BYTES_A_VECTOR, _BYTES_A_DOCUMENT, _BYTES_A_TEXT = 2 * 64, 2 * 10, 2 * 24
"""What a step adds for each, once in the log and once in the file."""

_BYTES_AT_LEAST = 1_000_000


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DiskFullError when there is no room for it, sqlite3.Error; the file then is as it was.

    A million documents take a few seconds. Another process may have done it in the meantime.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version <= 2:
            _check_room(connection, path)
        if version == 1:
            _run_all(connection, _TO_2)
            add_signs(connection)
        if version <= 2:
            _run_all(connection, _TO_3)
            put_all_ids(connection)
            list_all_texts(connection)
            _run_all(connection, _GONE_IN_3)
            connection.execute("PRAGMA user_version = 3")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise _no_room(path, _needed(connection), str(error)) from error
        raise


def _run_all(connection: sqlite3.Connection, statements: str) -> None:
    """Inside the transaction, which a script would commit."""
    for statement in statements.split(";"):
        connection.execute(statement)


def _check_room(connection: sqlite3.Connection, path: Path) -> None:
    needed = _needed(connection)
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise _no_room(path, needed, f"{free:,} bytes are free")


def _needed(connection: sqlite3.Connection) -> int:
    """At most: for signs that a file has already, too."""
    vectors, documents, texts = (
        int(connection.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0])
        for table in ("vectors", "documents", "texts")
    )
    return _BYTES_AT_LEAST + vectors * _BYTES_A_VECTOR + documents * _BYTES_A_DOCUMENT + texts * _BYTES_A_TEXT


def _no_room(path: Path, needed: int, detail: str) -> DiskFullError:
    return DiskFullError(
        f"The disk that holds {path} has too little room to bring that knowledge base to this version's form.",
        meaning="The file was left as it was; nothing in it has changed or is lost.",
        hint=f"Free about {-(-needed // 1_000_000)} MB on that disk, then try again.",
        detail=detail,
    )
