"""Lets go of the vectors of another embedding model, part by part, so that their texts are embedded again.

Owns what a part takes with it and how a file says that its texts are being embedded again. The model's identity stays
until the last of its vectors has gone, so that until then none of another can be stored or compared. Works inside a
transaction of its caller, and must not know any model.
"""

from __future__ import annotations

import sqlite3

from kbconnect.adapters.knowledge_bases.sqlite_signs import end_of_blocks, forget_signs, forget_signs_up_to
from kbconnect.adapters.knowledge_bases.sqlite_writing import forget_model

_BLOCKS_AT_ONCE = 8
_VECTORS_AT_ONCE = 16_384
"""A part is about so many vectors: others wait for less than half a second before they can write."""

_AGAIN = "embedding_again"


def forget_part(connection: sqlite3.Connection) -> bool:
    """Forgets the oldest vectors in the file; returns whether there are more."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES(?, 1)", (_AGAIN,))
    last = end_of_blocks(connection, _BLOCKS_AT_ONCE)
    if last is None:
        (last,) = connection.execute(
            "SELECT max(id) FROM (SELECT id FROM vectors ORDER BY id LIMIT ?)", (_VECTORS_AT_ONCE,)
        ).fetchone()
    if last is not None:
        _forget_up_to(connection, last)
    if connection.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is not None:
        return True
    forget_signs(connection)
    forget_model(connection)
    return False


def _forget_up_to(connection: sqlite3.Connection, last: int) -> None:
    part = "(SELECT text FROM vectors WHERE id <= ?)"
    lost = connection.execute(
        f"SELECT count(*), dataset FROM chunks WHERE text IN {part} GROUP BY dataset", (last,)
    ).fetchall()
    connection.executemany("UPDATE datasets SET vectors = vectors - ? WHERE number = ?", lost)
    connection.execute(
        f"INSERT OR IGNORE INTO pending SELECT dataset, text FROM chunks WHERE text IN {part} ORDER BY dataset, text",
        (last,),
    )
    connection.execute(f"UPDATE texts SET vector = NULL WHERE id IN {part}", (last,))
    connection.execute("DELETE FROM vectors WHERE id <= ?", (last,))
    forget_signs_up_to(connection, last)


def is_embedded_again(connection: sqlite3.Connection) -> bool:
    """Whether texts whose vectors were forgotten, or others, still wait for a new one."""
    return _is_marked(connection) and _is_pending(connection)


def note_embedded(connection: sqlite3.Connection) -> None:
    """After vectors were stored: with the last of them everything has been embedded again."""
    if _is_marked(connection) and not _is_pending(connection):
        connection.execute("DELETE FROM meta WHERE name = ?", (_AGAIN,))


def _is_marked(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM meta WHERE name = ?", (_AGAIN,)).fetchone() is not None


def _is_pending(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM pending LIMIT 1").fetchone() is not None
