"""How often and after how long a reading that broke off is tried again. Pure numbers; somebody else waits."""

from __future__ import annotations

WAITS_S = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Growing and bounded: about a minute in all, in which a server restarts or a network comes back."""


class Retries:
    """Counts the attempts of one run."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._reached = 0

    def next_wait_s(self, reached: int) -> float | None:
        """Seconds to wait before the next attempt; None: it was tried often enough.

        reached: how far the run is by now. Whenever it came further, the waits begin anew.
        """
        if reached > self._reached:
            self._reached, self._in_a_row = reached, 0
        if self._in_a_row == len(WAITS_S):
            return None
        wait_s = WAITS_S[self._in_a_row]
        self._in_a_row += 1
        return wait_s
