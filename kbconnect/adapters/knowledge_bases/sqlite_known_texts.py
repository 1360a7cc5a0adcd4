"""Which texts a file holds already, found by their hash, so that none is embedded twice.

Owns the index of hashes. Hashes of a batch find their places all over it, and in a file of a million texts nearly each
had a page of its own written. So the index takes over new texts by the hundred thousand, in the order of its pages;
until then they are found in memory. Works inside a transaction of its caller, who says when one was undone. Must not
know what texts are for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.knowledge_bases.sqlite_bulk import ROWS, run_with_rows

_START_BYTES = 8
"""Of 16: as much of a hash as is looked for; the text itself says whether it is the one."""

UNLISTED = 250_000
"""So many texts at most are found in memory, at 16 bytes each."""

_LIST = f"INSERT INTO text_hashes SELECT substr(hash, 1, {_START_BYTES}), id FROM texts"

FIRST_UNLISTED = "first_unlisted_text"
"""The name in `meta` of the number from which on texts are not in the index."""

Starts = NDArray[np.uint64]
Numbers = NDArray[np.int64]


class KnownTexts:
    """The index of one open file, and the texts it doesn't list yet. Others may write to the file in between."""

    def __init__(self) -> None:
        self._first = 0
        self._end = 0
        self._runs: list[tuple[Starts, Numbers]] = []

    def forget(self) -> None:
        """After a transaction was undone: numbers seen in it may come to mean other texts."""
        self._first = self._end = 0
        self._runs.clear()

    def numbers_like(self, connection: sqlite3.Connection, hashes: Sequence[bytes]) -> list[int]:
        """Numbers of all texts that have one of these hashes, and perhaps of some that don't or are gone."""
        self._catch_up(connection)
        wanted = _starts(hashes)
        found: list[int] = []
        for starts, numbers in self._runs:
            low, high = np.searchsorted(starts, wanted, "left"), np.searchsorted(starts, wanted, "right")
            for place in np.flatnonzero(low < high):
                found += numbers[low[place] : high[place]].tolist()
        listed = run_with_rows(
            connection,
            f"SELECT json_group_array(text) FROM text_hashes WHERE hash IN {ROWS}",
            1,
            [one[:_START_BYTES] for one in hashes],
        )
        return found + [number for (part,) in listed for number in json.loads(part)]

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Takes over what others wrote since the last time. Raises LookupError in a damaged file."""
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (FIRST_UNLISTED,)).fetchone()
        if row is None or not isinstance(row[0], int):
            raise LookupError(f"no number under {FIRST_UNLISTED}")
        (first,) = row
        if first != self._first:
            self.forget()
            self._first = self._end = first
        joined, numbers = connection.execute(
            "SELECT group_concat(hex(hash), ''), json_group_array(id) FROM texts WHERE id >= ?", (self._end,)
        ).fetchone()
        if joined:
            found = json.loads(numbers)
            self._take(_starts([bytes.fromhex(joined)]), np.array(found, np.int64))
            self._end = found[-1] + 1

    def add(self, connection: sqlite3.Connection, first: int, hashes: Sequence[bytes]) -> None:
        """New texts, numbered from `first` on, that were entered just now."""
        if not hashes:
            return
        self._end = first + len(hashes)
        if self._end - self._first < UNLISTED:
            self._take(_starts(hashes), np.arange(first, self._end))
            return
        connection.execute(f"{_LIST} WHERE id >= ? ORDER BY 1, 2", (self._first,))
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (self._end, FIRST_UNLISTED))
        self._runs.clear()
        self._first = self._end

    def _take(self, starts: Starts, numbers: Numbers) -> None:
        """Runs grow by joining the last ones, so that there are few of them and none is sorted often."""
        while self._runs and len(self._runs[-1][0]) < 2 * len(starts):
            others, theirs = self._runs.pop()
            starts, numbers = np.concatenate((others, starts)), np.concatenate((theirs, numbers))
        order = np.argsort(starts)
        self._runs.append((starts[order], numbers[order]))


def _starts(hashes: Sequence[bytes]) -> Starts:
    return np.frombuffer(b"".join(hashes), ">u8").reshape(-1, 2)[:, 0].astype(np.uint64)


def drop_hashes(connection: sqlite3.Connection, unused: str, values: Sequence[object]) -> None:
    """Before texts are removed. unused: what follows FROM in a query for them."""
    connection.execute(
        f"DELETE FROM text_hashes WHERE (hash, text) IN (SELECT substr(hash, 1, {_START_BYTES}), id FROM {unused})",
        values,
    )


def list_all_texts(connection: sqlite3.Connection) -> None:
    """Into the empty index of a file that has another one, of whole hashes."""
    connection.execute(f"{_LIST} INDEXED BY texts_by_hash ORDER BY hash")
    connection.execute("INSERT INTO meta SELECT ?, value FROM meta WHERE name = 'next_text'", (FIRST_UNLISTED,))
