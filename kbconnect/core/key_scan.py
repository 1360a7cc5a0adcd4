"""Looks through the keys of all rows, without their values: which known ones are gone, which are unknown.

It is what a run that reads by cursor does now and then: a cursor shows neither removed rows nor rows that were
committed so late that they stand before its window. Must not read or write anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from kbconnect.core.changes import ChangePlan, find_digests
from kbconnect.core.knowledge_base import Ledger
from kbconnect.core.ports import Hashes, KeyBatch


class KeyScan:
    """Takes the keys of a complete scan batch by batch."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._seen = np.zeros(len(ledger.key_digests), np.bool_)
        self._rows = 0
        self._unknown: list[Hashes] = []
        self._doubtful = False

    def look(self, batches: Iterable[KeyBatch]) -> Iterator[int]:
        """Takes all batches in key order; yields the number of rows so far after each."""
        held: Hashes | None = None
        for batch in batches:
            self._rows += len(batch.key_digests)
            digests = batch.key_digests if held is None else np.concatenate((held, batch.key_digests))
            if len(digests):
                # The next batch may go on with the last key.
                first_of_last = _run_starts(digests)[-1]
                self._take(digests[:first_of_last])
                held = digests[first_of_last:]
            yield self._rows
        if held is not None:
            self._take(held)

    def _take(self, digests: Hashes) -> None:
        """Whole runs of equal keys."""
        if len(digests) == 0:
            return
        starts = _run_starts(digests)
        rows = np.diff(np.append(starts, len(digests)))
        found, places = find_digests(self._ledger.key_digests, digests[starts])
        self._seen[places[found]] = True
        known_rows = np.maximum(self._ledger.rejected_rows[places[found]], 1)
        self._doubtful |= bool(np.any(known_rows != rows[found])) or bool(np.any(rows[~found] > 1))
        if not np.all(found):
            self._unknown.append(digests[starts[~found]])

    def completes(self, plan: ChangePlan) -> bool:
        """Whether a window's plan and this scan together account for every row; else all rows must be compared."""
        if self._doubtful:
            return False
        return all(bool(np.all(plan.places(digests)[0])) for digests in self._unknown)

    def added_to(self, plan: ChangePlan) -> ChangePlan:
        """The plan of a window, with what is gone."""
        unseen = ~self._seen
        lost = int(np.count_nonzero(unseen & (self._ledger.rejected_rows == 0)))
        return replace(
            plan,
            gone=self._ledger.key_digests[unseen],
            lost_documents=plan.lost_documents + lost,
            complete=True,
            looked_at=self._rows,
        )


def _run_starts(digests: Hashes) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.concatenate(([True], np.any(digests[1:] != digests[:-1], axis=1))))
