"""Secrets that others keep, in memory and short: for KEPT_S at most, or as long as an account that was lent is used.

What ends is renewed while somebody uses it and given back when nobody has for a while. Owns one thread that lives as
long as there is something to let go of, because a sync may be in a call of a driver for longer than a lease lasts. Must
not know who lends, nor write anything down but a line in the log.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, KbConnectError, SecretDeniedError

KEPT_S = 60.0
"""So long what was read is used again, and an account that was lent is kept for the next who asks."""
_ALMOST_OVER = 0.2
"""A lease of which less than this share is left is not given to anybody new."""
_TRY_AGAIN_S = 5.0
_SHORTEST_S = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lease:
    """A secret and for how long it is good: seconds, None without an end. renew: gives the seconds from now; None if it
    can't be renewed. revoke: ends it; None if that isn't ours to do. Both raise KbConnectError."""

    secret: Secret = field(repr=False)
    seconds: float | None = None
    renew: Callable[[], float] | None = None
    revoke: Callable[[], None] | None = None


@dataclass(slots=True)
class _Held:
    lease: Lease
    ends_at: float
    renew_at: float
    seconds: float
    users: int = 0
    idle_since: float = 0.0
    is_done: bool = False


class Leases:
    """Any thread may use it. clock: seconds, monotonic."""

    def __init__(self, kept_s: float = KEPT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept_s = kept_s
        self._clock = clock
        self._changed = threading.Condition()
        self._held: dict[str, _Held] = {}
        self._leaving: list[_Held] = []
        self._is_looked_after = False
        self._fetching: dict[str, threading.Lock] = {}

    @contextmanager
    def lend(self, reference: str, fetch: Callable[[], Lease]) -> Iterator[Secret]:
        """The secret, good for as long as this is open, as far as whoever lends it allows. Raises what `fetch` does."""
        held = self._taken(reference, fetch)
        try:
            yield held.lease.secret
        finally:
            with self._changed:
                held.users -= 1
                held.idle_since = self._clock()
                self._changed.notify_all()

    def forget(self, reference: str) -> None:
        """The next who asks gets another one."""
        with self._changed:
            self._set_aside(reference)

    def close(self) -> None:
        """Gives back all there is. What can't be given back ends by itself."""
        with self._changed:
            for reference in list(self._held):
                self._set_aside(reference)
            leaving, self._leaving = self._leaving, []
            self._changed.notify_all()
        for held in leaving:
            _give_back(held)

    def _taken(self, reference: str, fetch: Callable[[], Lease]) -> _Held:
        with self._changed:
            fetching = self._fetching.setdefault(reference, threading.Lock())
        with fetching:  # those who ask together are lent one
            with self._changed:
                held = self._held.get(reference)
                now = self._clock()
                if held is not None and now < held.ends_at - held.seconds * _ALMOST_OVER:
                    held.users += 1
                    return held
                self._set_aside(reference)
            lease = fetch()
            with self._changed:
                now = self._clock()
                held = self._begun(lease, now)
                self._held[reference] = held
                if not self._is_looked_after:
                    self._is_looked_after = True
                    threading.Thread(target=self._look_after, daemon=True).start()  # noqa: TID251 - see above
                self._changed.notify_all()
                return held

    def _begun(self, lease: Lease, now: float) -> _Held:
        if lease.seconds is None:  # good for ever, but somebody may change it
            return _Held(lease, now + self._kept_s, now, 0.0, users=1, is_done=True)
        return _Held(lease, now + lease.seconds, now + lease.seconds / 2, lease.seconds, users=1)

    def _set_aside(self, reference: str) -> None:
        held = self._held.pop(reference, None)
        if held is not None:
            self._leaving.append(held)
            self._changed.notify_all()

    # ------------------------------------------------------------------------------------------- the thread

    def _look_after(self) -> None:
        while True:
            with self._changed:
                now = self._clock()
                for reference, held in list(self._held.items()):
                    is_idle = held.users == 0 and held.idle_since + self._kept_s <= now
                    if is_idle or held.ends_at <= now:
                        self._set_aside(reference)
                back = [held for held in self._leaving if held.users == 0]
                self._leaving = [held for held in self._leaving if held.users and held.ends_at > now]
                everyone = [*self._held.values(), *self._leaving]
                if not everyone and not back:
                    self._is_looked_after = False
                    return
                due = [held for held in everyone if held.users and held.renew_at <= now and not held.is_done]
                if not due and not back:
                    self._changed.wait(max(_SHORTEST_S / 10, self._next(everyone) - now))
                    continue
            for held in back:
                _give_back(held)
            for held in due:
                self._renew(held)

    def _next(self, everyone: list[_Held]) -> float:
        """When there is something to do again."""
        moments = [held.ends_at for held in everyone]
        moments += [held.renew_at for held in everyone if held.users and not held.is_done]
        moments += [held.idle_since + self._kept_s for held in everyone if not held.users]
        return min(moments)

    def _renew(self, held: _Held) -> None:
        if held.lease.renew is None:
            held.is_done = True
            return
        try:
            seconds = held.lease.renew()
        except (SecretDeniedError, InputError) as error:
            _log.warning("a lease was not renewed and ends: %s", error.message)
            held.is_done = True
            return
        except KbConnectError as error:
            _log.warning("a lease was not renewed, it is tried again: %s", error.message)
            held.renew_at = self._clock() + min(_TRY_AGAIN_S, held.seconds / 10)
            return
        now = self._clock()
        # Whoever lends may set an end that no renewing moves; then the rest gets shorter and shorter.
        held.is_done = seconds < max(_SHORTEST_S, held.seconds * _ALMOST_OVER)
        held.ends_at, held.renew_at = now + seconds, now + seconds / 2


def _give_back(held: _Held) -> None:
    if held.lease.revoke is None:
        return
    try:
        held.lease.revoke()
    except KbConnectError as error:
        # Often not allowed. Nothing is lost: it ends by itself.
        _log.info("a lease was not given back and ends by itself: %s", error.message)
