"""The row limit: stops a run that a source keeps sending rows to, far beyond what anybody expects of it.

A join without a condition or a query that never ends would else be read until the memory of this computer or the disk
of the server is full. Must not read anything itself.
"""

from __future__ import annotations

from kbconnect.core.errors import TooManyRowsError
from kbconnect.core.model import SyncPolicy
from kbconnect.core.tally import SyncTally

TIMES = 10
"""So many times as many rows as are known or expected are still believed without asking."""
ALWAYS_BELIEVED = 1_000_000
"""Rows that are read in some seconds: nobody has to answer for them, however few there were before."""
BELIEVED_AT_FIRST = 10_000_000
"""As long as no run of a selection has come to its end; statistics of a query say too little."""
MOST = 1_000_000_000_000
"""The highest limit somebody can set: who writes more means any number, or has slipped."""


class RowLimit:
    """How many rows a run reads of one selection. known: rows at the last sync that came to its end, 0 if none did.
    begun: rows that are known of others. expected: what a count or the statistics of a table say, None if nothing
    does."""

    def __init__(self, policy: SyncPolicy, known: int, expected: int | None, *, begun: int = 0) -> None:
        self._known, self._expected = known, expected
        self._rows: int | None
        self._is_own = policy.row_limit is not None
        if policy.row_limit is not None:
            self._rows = policy.row_limit or None
        else:
            believed = ALWAYS_BELIEVED if known else BELIEVED_AT_FIRST
            self._rows = max(believed, TIMES * max(known, begun, expected or 0))

    def check(self, read: int, tally: SyncTally) -> None:
        """read: rows so far. Raises TooManyRowsError."""
        if self._rows is None or read <= self._rows:
            return
        raise TooManyRowsError(
            self._said(read),
            meaning="It stopped before that. What it changed before stays and can be searched."
            if tally.has_written
            else "The sync stopped there. Nothing was changed, neither in the database nor in your documents.",
            hint="Often a join lacks its condition, or a query has no end: look at what the dataset takes. If there "
            "really are so many rows, allow this dataset more of them among its limits: in the window, or with "
            "kbconnect dataset edit NAME --row-limit ROWS; 0 means any number.",
        )

    def _said(self, read: int) -> str:
        if self._is_own:
            return f"The source sent more than the {self._rows:,} rows that this dataset allows."
        if self._known:
            return f"The source sent {read:,} rows and had more; at the last sync it had {self._known:,}."
        if self._expected:
            return f"The source sent {read:,} rows and had more; about {self._expected:,} were expected."
        return f"The source sent {read:,} rows and had more; nobody knows how many there are."
