"""How fast a sync is and how long it will take: the rate of the last seconds, and a time left that only goes down.

Pure arithmetic on progress values and a clock that is handed in. Must not know Qt, jobs or words.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from kbconnect.core.job import Progress, Stage

WINDOW_S = 20.0
"""The rate is taken over so many seconds: steady, and still quick to notice a slower server."""
SETTLE_S = 3.0
"""Before so many seconds of a stage no time left is told: the first batches say little."""
REFRESH_S = 2.0
"""The time left changes at most this often."""
_SLIP, _SLIP_S = 1.5, 60.0
"""The time left goes up only when it was wrong by half and a minute: an honest correction, not a flicker."""


@dataclass(frozen=True, slots=True)
class Pace:
    """rate: items a second. left_s: seconds to the end of the stage. None while nobody can know."""

    rate: float | None = None
    left_s: float | None = None


class Pacer:
    """Watches the progress of one sync. `take` may be called as often as progress comes."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._points: deque[tuple[float, int]] = deque()
        self._began = 0.0
        self._told_at = -math.inf
        self._pace = Pace()

    @property
    def pace(self) -> Pace:
        return self._pace

    def take(self, progress: Progress, now_s: float) -> Pace:
        """The pace with this progress in it. now_s: seconds of a clock that never goes back."""
        if progress.stage is not self._stage:
            self._stage = progress.stage
            self._points.clear()
            self._began, self._told_at = now_s, -math.inf
            self._pace = Pace()
        self._points.append((now_s, progress.done))
        while len(self._points) > 2 and self._points[1][0] <= now_s - WINDOW_S:
            self._points.popleft()
        if now_s - self._told_at >= REFRESH_S:
            self._tell(progress, now_s)
        return self._pace

    def _tell(self, progress: Progress, now_s: float) -> None:
        (since, before), (_, done) = self._points[0], self._points[-1]
        if now_s - since <= 0 or done <= before:
            return
        self._told_at = now_s
        rate = (done - before) / (now_s - since)
        left = None if progress.total is None else max(0, progress.total - done) / rate
        if left is None or now_s - self._began < SETTLE_S:
            self._pace = Pace(rate)
            return
        self._pace = Pace(rate, self._only_down(left))

    def _only_down(self, left_s: float) -> float:
        """A figure that climbs and falls tells nothing: it stands still until it is right again or plainly wrong."""
        told = self._pace.left_s
        if told is None or left_s <= told or left_s > told * _SLIP + _SLIP_S:
            return left_s
        return told
