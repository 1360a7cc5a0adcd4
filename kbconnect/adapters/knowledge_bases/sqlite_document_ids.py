"""Which document has an id: the first bytes of all ids, one behind the other, looked through from end to end.

Ids are hashes, so the places of a batch in an index lie all over it: for nearly each document a page was written, a
fifth of the time of a first sync of a million rows. A look at a million ids takes some 15 ms, and only a person who
wants to see a document needs it. An id may be that of a document which is gone: the document itself says. Must not
know what documents hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

_ID_BYTES = 8
"""Of 16: of a million documents two have the same ones once in thirty million files."""

_IDS_A_ROW = 2_048
"""A row is filled up to about that many; what is written at once stays together."""


def add_ids(connection: sqlite3.Connection, first: int, document_ids: Sequence[bytes]) -> None:
    """Of documents numbered from `first` on."""
    if not document_ids:
        return
    new = b"".join([_start(one) for one in document_ids])
    last = connection.execute("SELECT first, ids FROM document_ids ORDER BY first DESC LIMIT 1").fetchone()
    if last is not None and len(last[1]) < _IDS_A_ROW * _ID_BYTES and last[0] + len(last[1]) // _ID_BYTES == first:
        connection.execute("UPDATE document_ids SET ids = ? WHERE first = ?", (last[1] + new, last[0]))
    else:
        connection.execute("INSERT INTO document_ids VALUES(?, ?)", (first, new))


def _start(document_id: bytes) -> bytes:
    return document_id[:_ID_BYTES].ljust(_ID_BYTES, b"\0")


def numbers_with(connection: sqlite3.Connection, document_id: bytes) -> Iterator[int]:
    """Numbers that documents with this id may have, in order."""
    wanted = _start(document_id)
    rows = connection.execute("SELECT first, ids FROM document_ids WHERE instr(ids, ?) ORDER BY first", (wanted,))
    for first, found in rows.fetchall():
        at = found.find(wanted)
        while at >= 0:
            if at % _ID_BYTES == 0:
                yield first + at // _ID_BYTES
            at = found.find(wanted, at + 1)


def drop_ids(connection: sqlite3.Connection, documents: str) -> None:
    """After documents were removed: lets go of rows in which none is left. documents: as `ids` writes them."""
    connection.execute(
        "DELETE FROM document_ids WHERE first IN (SELECT (SELECT max(first) FROM document_ids WHERE first <= value) "
        "FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.id >= first "
        f"AND documents.id < first + length(ids) / {_ID_BYTES})",
        (documents,),
    )


def put_all_ids(connection: sqlite3.Connection) -> None:
    """Those of all documents, into the empty table. Goes through an index, which is smaller than the documents."""
    rows = connection.execute("SELECT id, document_id FROM documents INDEXED BY documents_by_document_id")
    parts = []
    while part := rows.fetchmany(10_000):
        joined = b"".join([_start(one) for _, one in part])
        parts.append((np.array([number for number, _ in part]), np.frombuffer(joined, "<u8")))
    if not parts:
        return
    numbers, found = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(numbers)
    numbers, found = numbers[order], found[order]
    # Numbers that are free within a row have zeros.
    _, starts = np.unique(numbers // _IDS_A_ROW, return_index=True)
    for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
        first = int(numbers[start])
        row = np.zeros(int(numbers[end - 1]) - first + 1, "<u8")
        row[numbers[start:end] - first] = found[start:end]
        connection.execute("INSERT INTO document_ids VALUES(?, ?)", (first, row.tobytes()))
