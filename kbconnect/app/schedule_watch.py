"""When a program that stays open begins which due sync, and when it tries one again that has to wait.

It asks its `Watch` every TICK_S seconds, and at once after the machine woke up or the network changed (`watch.hurry()`
first). Each call below reads or writes the store, so a window makes them in jobs:

    tick = watch.tick(now)
    for due in tick.due:
        outcome = schedules.begin(due)              # up to some 15 s: looks at the keyring and knocks at the host
        if isinstance(outcome, Begun):              # None: somebody else has it
            watch.begun(outcome)
            ...                                     # while it has to wait for its turn: schedules.hold(outcome) at
                                                    # least every TICK_S; False: somebody else has taken it up
            run = syncing.sync(outcome.dataset_id, outcome.options, context)
            schedules.finish(outcome)               # left out if the program closes in between: the next start takes
            watch.ended(outcome)                    # the sync up; `put_back` instead after a DatasetBusyError
        elif isinstance(outcome, Waiting) and watch.put_off(outcome, now):
            show(outcome.sentence, outcome.hint)    # the one notice

Must not keep anything: what is due is known to `kbconnect.app.schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kbconnect.app.schedule import Begun, DueSync, Schedules, Waiting

TICK_S = 30.0
"""So often a `Watch` is to be asked."""

_SLEPT = timedelta(minutes=2)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=TICK_S), timedelta(minutes=10)
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_TRIES_BEFORE_NOTICE = 2
"""A machine that just woke up has its network a moment later; nobody needs to hear of that."""


@dataclass(frozen=True, slots=True)
class Tick:
    """due: what to begin now. wait_s: ask again after so many seconds. woke: the clock jumped, as after sleep."""

    due: tuple[DueSync, ...]
    wait_s: float
    woke: bool


@dataclass(frozen=True, slots=True)
class _PutOff:
    tries: int
    until: datetime


class Watch:
    """Which due syncs to begin when, for one program that stays open. The module's text says how to use it.

    Its methods are called by one job at a time.
    """

    def __init__(self, schedules: Schedules) -> None:
        self._schedules = schedules
        self._last: datetime | None = None
        self._put_off: dict[str, _PutOff] = {}
        self._begun: set[str] = set()

    def tick(self, now: datetime) -> Tick:
        woke = self._last is not None and not timedelta(0) <= now - self._last <= _SLEPT
        if woke:
            self.hurry()
        self._last = now
        due = [one for one in self._schedules.due(now) if one.dataset_id not in self._begun]
        waiting = {one.dataset_id for one in due}
        self._put_off = {dataset: put_off for dataset, put_off in self._put_off.items() if dataset in waiting}
        ready = tuple(one for one in due if self._until(one.dataset_id, now) <= now)
        return Tick(ready, self._wait_s(now), woke)

    def hurry(self) -> None:
        """What waits is tried again at the next tick, as after the network changed or a keyring was unlocked."""
        self._put_off = {dataset: replace(put_off, until=_ALWAYS) for dataset, put_off in self._put_off.items()}

    def begun(self, begun: Begun) -> None:
        """From now until `ended` the dataset is not due here."""
        self._begun.add(begun.dataset_id)
        self._put_off.pop(begun.dataset_id, None)

    def ended(self, begun: Begun) -> None:
        self._begun.discard(begun.dataset_id)

    def put_off(self, waiting: Waiting, now: datetime) -> bool:
        """The sync is tried again later, after growing pauses. Returns whether to show the one notice now."""
        tries = self._put_off[waiting.dataset_id].tries + 1 if waiting.dataset_id in self._put_off else 1
        pause = _FIRST_PAUSE if waiting.quiet else min(_FIRST_PAUSE * 2 ** min(tries - 1, 10), _LONGEST_PAUSE)
        self._put_off[waiting.dataset_id] = _PutOff(tries, now + pause)
        return not waiting.quiet and tries >= _TRIES_BEFORE_NOTICE and self._schedules.claim_notice(waiting.dataset_id)

    def _until(self, dataset_id: str, now: datetime) -> datetime:
        put_off = self._put_off.get(dataset_id)
        return now if put_off is None else put_off.until

    def _wait_s(self, now: datetime) -> float:
        """Until the next slot or try, TICK_S at most and not below a second."""
        next_slot = self._schedules.next_slot(now)
        moments = [put_off.until for put_off in self._put_off.values() if put_off.until > now]
        moments += [next_slot] if next_slot is not None else []
        return max(1.0, min([TICK_S, *((moment - now).total_seconds() for moment in moments)]))
