"""When the encrypted vault locks itself, and what is said where its lock can't be changed. Imports no cipher."""

from __future__ import annotations

import time
from collections.abc import Callable

from kbconnect.adapters.secrets.surroundings import KEY_VARIABLE
from kbconnect.core.errors import InputError, StoreBusyError


def _never() -> float:
    return 0.0


class IdleLock:
    """Knows how long the vault was not used. limit_s: 0 for never. clocks: one goes on while the machine sleeps, the
    other doesn't jump when somebody sets the time; the longer of the two counts. mark: another text once somebody has
    locked the vault, in whatever program on this data folder."""

    def __init__(
        self,
        limit_s: Callable[[], float] = _never,
        clocks: tuple[Callable[[], float], Callable[[], float]] = (time.time, time.monotonic),
        mark: Callable[[], str] = str,
    ) -> None:
        self._mark = mark
        self._seen = mark()
        self._limit_s = limit_s
        self._clocks = clocks
        self._used_at = [clock() for clock in clocks]

    def touch(self) -> None:
        """It is used now."""
        self._used_at = [clock() for clock in self._clocks]
        self._seen = self._mark()

    def is_over(self) -> bool:
        """It was not used for longer than it may stay open, or somebody has locked it."""
        if self._mark() != self._seen:
            return True
        limit_s = self._limit_s()
        idle_s = max(clock() - at for clock, at in zip(self._clocks, self._used_at, strict=True))
        return 0 < limit_s < idle_s


def nothing_to_rotate() -> InputError:
    """For a vault without a lock."""
    return InputError(
        "The encrypted vault is empty, so it has no key to change.",
        meaning="Nothing was changed.",
        hint="It gets a key with the first password that is saved in it.",
    )


def needs_a_new_key() -> InputError:
    """For a vault whose key is the first of the environment already."""
    return InputError(
        f"The encrypted vault is locked with the first key in {KEY_VARIABLE} already.",
        meaning="Nothing was changed; keys behind the first can be taken away.",
        hint=f"To change the key, put a new one and a comma in front of it in {KEY_VARIABLE}, and do this again.",
    )


def changed_meanwhile(what: str) -> StoreBusyError:
    """what: "The pass phrase"."""
    return StoreBusyError(
        f"{what} was changed by another program at the same moment.",
        meaning="The other change counts; yours was not saved.",
        hint="Try again with the pass phrase that is in force now.",
    )
