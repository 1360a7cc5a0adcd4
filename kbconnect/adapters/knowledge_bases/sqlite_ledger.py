"""Reads the ledger of a dataset into arrays, whole or for some keys. Changes nothing.

Every run begins with it, so a million rows must not become a million Python objects: SQLite joins tens of thousands of
rows into one text of hex digits, the only form in which every version of it joins bytes, and NumPy takes it apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kbconnect.adapters.knowledge_bases.sqlite_bulk import ROWS, run_with_rows
from kbconnect.core.knowledge_base import Ledger

_ROW = np.dtype([("digest", ">u8", 2), ("text", ">u8"), ("metadata", ">u8"), ("rejected", ">u4")])
"""A row of the ledger as bytes: the digest, then the column `hashes`."""

_ROWS_AT_ONCE = 50_000
"""About; 72 hex digits each."""

_JOINED = "SELECT group_concat(hex(row), '') FROM (SELECT key_digest || hashes AS row FROM ledger WHERE dataset = ? AND"
_AFTER_ALL = b"\xff" * 17


def read_ledger(connection: sqlite3.Connection, dataset: int) -> Ledger:
    """Inside a transaction of the caller, so that all statements see the same rows. Raises LookupError, ValueError for
    what nobody wrote."""
    # Counted first, because arrays that grow would take twice the memory.
    (count,) = connection.execute("SELECT count(*) FROM ledger WHERE dataset = ?", (dataset,)).fetchone()
    ledger = _empty_ledger(count)
    start = 0
    for first, end in _ranges(1 + count // _ROWS_AT_ONCE):
        (joined,) = connection.execute(
            f"{_JOINED} key_digest >= ? AND key_digest < ? ORDER BY key_digest)", (dataset, first, end)
        ).fetchone()
        start = _fill(ledger, start, joined)
    if start != count:
        raise LookupError(f"{start} of {count} rows in the ledger have a key")
    return _checked(ledger)


def read_ledger_of(connection: sqlite3.Connection, dataset: int, key_digests: Sequence[bytes]) -> Ledger:
    """Only the rows of these keys. Raises as `read_ledger`."""
    parts = run_with_rows(
        connection, f"{_JOINED} key_digest IN {ROWS} ORDER BY key_digest)", 1, sorted(set(key_digests)), (dataset,)
    )
    joined = "".join(part or "" for (part,) in parts)
    ledger = _empty_ledger(len(joined) // (2 * _ROW.itemsize))
    _fill(ledger, 0, joined)
    return _checked(ledger)


def _ranges(parts: int) -> Iterator[tuple[bytes, bytes]]:
    """Digests are spread evenly, being hashes: ranges of about the same number of rows."""
    firsts = [b"", *((part * (1 << 32) // parts).to_bytes(4, "big") for part in range(1, parts)), _AFTER_ALL]
    return pairwise(firsts)


def _empty_ledger(count: int) -> Ledger:
    return Ledger(
        np.empty((count, 2), np.uint64),
        np.empty(count, np.uint64),
        np.empty(count, np.uint64),
        np.empty(count, np.uint32),
    )


def _fill(ledger: Ledger, start: int, joined: str | None) -> int:
    """Puts rows as hex digits into the arrays from place `start` on; returns the place after them."""
    rows = np.frombuffer(bytes.fromhex(joined or ""), _ROW)
    end = start + len(rows)
    ledger.key_digests[start:end] = rows["digest"]
    ledger.text_hashes[start:end] = rows["text"]
    ledger.metadata_hashes[start:end] = rows["metadata"]
    ledger.rejected_rows[start:end] = rows["rejected"]
    return end


def _checked(ledger: Ledger) -> Ledger:
    """Raises LookupError for rows that aren't in order: a damaged page; searching them would miss keys."""
    halves = ledger.key_digests[:, 0]
    if np.any(halves[1:] < halves[:-1]):
        raise LookupError("the rows of the ledger are not in order")
    return ledger
