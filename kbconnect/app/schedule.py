"""Schedules: which syncs are due, whether they can start now, and what was missed. No thread, timer or Qt in here.

A slot is served once. What was missed while nothing ran is caught up by one sync, which says so, and the slots to come
stay where they are. A sync that is due but can't have its secret or reach its host waits, without a prompt, and is
tried again; the person is told once.

A program that stays open keeps a `Watch` (`kbconnect.app.schedule_watch` says how all this is used). `Schedules.run` is
begin, sync and finish in one, for programs that do one thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from kbconnect.core.connector import Connector
from kbconnect.core.errors import (
    ConnectTimeoutError,
    DatasetBusyError,
    HostNotFoundError,
    InputError,
    KbConnectError,
    NotFoundError,
    PortClosedError,
    SecretStoreLockedError,
    SecretStoreMissingError,
    SecretStoreUnreachableError,
)
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, RunStatus, SyncOptions, SyncRun, Trigger
from kbconnect.core.schedule import CronRule, Rule, Schedule, WaitKind
from kbconnect.core.schedule_words import moment_words, rule_words, waiting_words
from kbconnect.core.slots import Slots, zone_of

if TYPE_CHECKING:
    from kbconnect.app.locking import DatasetLocks
    from kbconnect.core.store import Store

Sync = Callable[[str, SyncOptions, JobContext], SyncRun]
"""The use case: `Syncing.sync`."""

PLUGGED_IN = "Adds the meaning that waited until this computer was plugged in."
"""The remark of a run that does so."""

_ON_TIME = timedelta(minutes=15)
"""A sync that starts later after its slot was missed; OS schedulers look in every quarter of an hour or so."""
_STARTING = timedelta(minutes=1)
"""So long after it was begun, or held for its turn, a sync may take to hold its lock; later it was broken off."""
_CLOCK_WAS_WRONG = timedelta(days=1)
"""Slots served further ahead than this were served by a clock that was wrong. Less is a clock that was put back, which
must not run a slot again."""
_MOST_MISSED = 100


@dataclass(frozen=True, slots=True)
class DueSync:
    """A sync that is to start now. slot: the newest one it serves. missed: how many before it it catches up.

    remark: a sentence for the run history on why it runs now, "" if it is on time.
    """

    dataset_id: str
    slot: datetime
    missed: int
    remark: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sync by schedule that is this caller's to make, with the options to make it with. last: it was broken off once
    before, so nobody takes it up again."""

    dataset_id: str
    slot: datetime
    options: SyncOptions
    last: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A due sync that can't start yet. dataset: its name. quiet: it passes by itself and needs no notice."""

    dataset_id: str
    dataset: str
    slot: datetime
    waiting_for: str
    kind: WaitKind
    hint: str = ""
    quiet: bool = False

    @property
    def sentence(self) -> str:
        return f"{self.dataset} is due and waits for {self.waiting_for}."


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """A schedule as people see it. upcoming: its next three slots, none while it is paused.

    problem: why its rule can't be read any more (a time zone that is gone), else "".
    """

    schedule: Schedule
    dataset: Dataset
    words: str
    upcoming: tuple[datetime, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What schedules need of the machine. local_zone: this computer's now.

    check_ready: raises SecretStoreLockedError, SecretStoreMissingError, HostNotFoundError, PortClosedError or
    ConnectTimeoutError for what keeps a sync from starting; asks nobody.
    """

    now: Callable[[], datetime]
    check_ready: Callable[[Connector], None]
    local_zone: Callable[[], tzinfo]


class Schedules:
    """The schedules of one data folder."""

    def __init__(self, store: Store, sync: Sync, locks: DatasetLocks, surroundings: Surroundings) -> None:
        self._store = store
        self._sync = sync
        self._locks = locks
        self._now = surroundings.now
        self._check_ready = surroundings.check_ready
        self._local_zone = surroundings.local_zone
        self.changed: Callable[[], None] = lambda: None
        """Called on the thread that set, paused, resumed or removed a schedule, afterwards."""

    # ------------------------------------------------------------------------------------------- setting

    def set(self, dataset_id: str, rule: Rule) -> ScheduleState:
        """Sets or replaces a schedule and switches it on. Slots before now don't count; the same rule again changes
        nothing of what was served. Raises InputError for a rule that makes no sense, NotFoundError."""
        if isinstance(rule, CronRule):
            rule = replace(rule, cron=" ".join(rule.cron.split()))
        now = self._now()
        Slots(rule, now)
        kept = self._store.schedules.change(
            dataset_id, lambda old: replace(old, enabled=True) if old.rule == rule else _fresh(dataset_id, rule, now)
        )
        if kept is None:
            self._store.schedules.put(_fresh(dataset_id, rule, now))
        self.changed()
        return self.get(dataset_id)

    def remove(self, dataset_id: str) -> None:
        """Nothing happens if there is none."""
        self._store.schedules.remove(dataset_id)
        self.changed()

    def pause(self, dataset_id: str) -> ScheduleState:
        """Nothing starts until `resume`; nothing is forgotten. Raises NotFoundError."""
        return self._changed(dataset_id, lambda old: replace(old, enabled=False, waiting_for="", told=False))

    def resume(self, dataset_id: str, *, catch_up: bool = True) -> ScheduleState:
        """catch_up: what was missed meanwhile is caught up by one sync. Raises NotFoundError."""
        now = self._now()
        return self._changed(
            dataset_id,
            lambda old: replace(
                old, enabled=True, served_until=old.served_until if catch_up else max(old.served_until, now)
            ),
        )

    def _changed(self, dataset_id: str, change: Callable[[Schedule], Schedule]) -> ScheduleState:
        self._store.schedules.change(dataset_id, change)
        self.changed()
        return self.get(dataset_id)

    # ------------------------------------------------------------------------------------------- looking

    def get(self, dataset_id: str) -> ScheduleState:
        """Raises NotFoundError if the dataset is gone or has no schedule."""
        dataset = self._store.datasets.get(dataset_id)
        schedule = self._store.schedules.get(dataset_id)
        if schedule is None:
            raise NotFoundError(
                f"{dataset.name} has no schedule.",
                meaning="It is synced only when somebody asks for it.",
                hint='Set one, for example with `kbconnect schedule NAME --cron "0 2 * * *"`.',
            )
        return self._state(schedule, dataset)

    def list(self) -> tuple[ScheduleState, ...]:
        """By the names of their datasets."""
        schedules = {schedule.dataset_id: schedule for schedule in self._store.schedules.list()}
        return tuple(
            self._state(schedules[dataset.id], dataset)
            for dataset in self._store.datasets.list()
            if dataset.id in schedules
        )

    def _state(self, schedule: Schedule, dataset: Dataset) -> ScheduleState:
        try:
            words = rule_words(schedule.rule)
            slots = Slots(schedule.rule, schedule.set_at).after(self._now())
        except InputError as error:
            return ScheduleState(schedule, dataset, "", (), error.message)
        upcoming = tuple(next(slots) for _ in range(3)) if schedule.enabled else ()
        return ScheduleState(schedule, dataset, words, upcoming)

    def due(self, now: datetime) -> tuple[DueSync, ...]:
        """What is to start, the oldest slot first; at most one a dataset. A sync that is under way by its schedule is
        among them until it is finished."""
        found = (self._due(schedule, now) for schedule in self._store.schedules.list() if schedule.enabled)
        return tuple(sorted((due for due in found if due is not None), key=lambda due: due.slot))

    def next_slot(self, now: datetime) -> datetime | None:
        """The next one of all schedules; None if there is none."""
        upcoming = []
        for schedule in self._store.schedules.list():
            slots = self._slots(schedule)
            if schedule.enabled and slots is not None:
                upcoming.append(slots.next(now))
        return min(upcoming, default=None)

    def _slots(self, schedule: Schedule) -> Slots | None:
        """None for a rule that can't be read any more, which must not hold the others up; `list` shows it."""
        try:
            return Slots(schedule.rule, schedule.set_at)
        except InputError:
            return None

    def _due(self, schedule: Schedule, now: datetime) -> DueSync | None:
        if schedule.served_until - now > _CLOCK_WAS_WRONG:
            self._store.schedules.change(
                schedule.dataset_id, lambda old: replace(old, served_until=min(old.served_until, now))
            )
            return None
        slots = self._slots(schedule)
        slot = slots.latest(schedule.served_until, now) if slots is not None else None
        if slots is None or slot is None or _is_starting(schedule, slot, now):
            return None
        missed = slots.count(schedule.served_until, slot - timedelta(seconds=1), _MOST_MISSED)
        return DueSync(schedule.dataset_id, slot, missed, self._remark(schedule, slot, missed, now))

    def _remark(self, schedule: Schedule, slot: datetime, missed: int, now: datetime) -> str:
        zone = zone_of(schedule.rule.timezone) if isinstance(schedule.rule, CronRule) else self._local_zone()
        when = moment_words(slot, now, zone)
        more = f"more than {_MOST_MISSED - 1}" if missed == _MOST_MISSED else str(missed)
        if schedule.begun_slot == slot:
            return f"Takes up the sync of {when}, which was broken off."
        if now - slot > _ON_TIME:
            if schedule.waiting_for and not missed:
                return f"The sync of {when} had to wait for {schedule.waiting_for}."
            if missed:
                return f"Catches up the sync of {when}, which was missed, and {more} more."
            return f"Catches up the sync of {when}, which was missed."
        if missed:
            return (
                "Also catches up 1 sync missed before."
                if missed == 1
                else f"Also catches up {more} syncs missed before."
            )
        return ""

    # ------------------------------------------------------------------------------------------- starting

    def begin(self, due: DueSync) -> Begun | Waiting | None:
        """Claims a due sync for this caller, if it can start. None: it is done with, under way elsewhere, or gone.

        Asks nobody; may take as long as a host needs to answer, some 15 s at most.
        """
        try:
            dataset = self._store.datasets.get(due.dataset_id)
            connector = self._store.connectors.get(dataset.connector_id)
        except NotFoundError:
            return None
        if self._is_syncing(dataset):
            return self._behind_another(due, dataset)
        try:
            self._check_ready(connector)
        except KbConnectError as error:
            obstacle = _obstacle(error)
            if obstacle is not None:
                words = waiting_words(obstacle, connector)
                return self._wait(Waiting(dataset.id, dataset.name, due.slot, words, obstacle, error.hint))
            # Anything else is a matter for the run itself, which fails with it and keeps it.
        return self._claim(due)

    def _claim(self, due: DueSync) -> Begun | None:
        now, slot = self._now(), due.slot
        claimed = last = False

        def claim(old: Schedule) -> Schedule:
            nonlocal claimed, last
            if not _is_open(old, slot) or _is_starting(old, slot, now):
                return old
            # A sync that was broken off once is taken up once, not for ever.
            claimed, last = True, old.begun_slot == slot
            served_until = slot if last else old.served_until
            return replace(old, begun_slot=slot, begun_at=now, served_until=served_until, waiting_for="", told=False)

        self._store.schedules.change(due.dataset_id, claim)
        return Begun(due.dataset_id, slot, SyncOptions(Trigger.SCHEDULE, remark=due.remark), last) if claimed else None

    def hold(self, begun: Begun) -> bool:
        """Says that a sync which was begun still waits for its turn here, so that nobody takes it for broken off; for
        a minute. False: somebody did, or the schedule is another one now, and it must not run here any more."""
        held = False

        def renew(old: Schedule) -> Schedule:
            nonlocal held
            held = old.begun_slot == begun.slot and (begun.last or old.served_until < begun.slot)
            return replace(old, begun_at=self._now()) if held else old

        self._store.schedules.change(begun.dataset_id, renew)
        return held

    def finish(self, begun: Begun) -> None:
        """The sync ended, however it did: its slot is served, and what it caught up."""
        self._store.schedules.change(
            begun.dataset_id, lambda old: replace(old, served_until=max(old.served_until, begun.slot))
        )

    def put_back(self, begun: Begun) -> None:
        """The sync could not begin: its slot is due as before."""
        self._store.schedules.change(
            begun.dataset_id,
            lambda old: replace(old, begun_slot=None, begun_at=None) if old.begun_slot == begun.slot else old,
        )

    def run(self, due: DueSync, context: JobContext, options: SyncOptions | None = None) -> SyncRun | Waiting | None:
        """Begins, makes and finishes a due sync. One that was cancelled is taken up once more, like one whose program
        was ended. options: of which trigger and remark are replaced. Raises StoreError."""
        outcome = self.begin(due)
        if not isinstance(outcome, Begun):
            return outcome
        try:
            wanted = replace(options or SyncOptions(), trigger=Trigger.SCHEDULE, remark=due.remark)
            run = self._sync(outcome.dataset_id, wanted, context)
        except DatasetBusyError:
            self.put_back(outcome)
            return self._behind_another(due, self._store.datasets.get(due.dataset_id))
        if run.status is not RunStatus.CANCELLED:
            self.finish(outcome)
        return run

    def claim_notice(self, dataset_id: str) -> bool:
        """Whether the person is still to be told that a sync waits; only one caller of all programs hears yes."""
        mine = False

        def tell(old: Schedule) -> Schedule:
            nonlocal mine
            mine = bool(old.waiting_for) and not old.told
            return replace(old, told=True) if mine else old

        self._store.schedules.change(dataset_id, tell)
        return mine

    def _is_syncing(self, dataset: Dataset) -> bool:
        try:
            with self._locks.hold(dataset):
                return False
        except DatasetBusyError:
            return True

    def _behind_another(self, due: DueSync, dataset: Dataset) -> Waiting | None:
        schedule = self._store.schedules.get(dataset.id)
        if schedule is None or schedule.begun_slot == due.slot:
            return None  # it is this very sync that is under way
        words = waiting_words(WaitKind.SYNC)
        return self._wait(Waiting(dataset.id, dataset.name, due.slot, words, WaitKind.SYNC, quiet=True))

    def _wait(self, waiting: Waiting) -> Waiting | None:
        schedule = self._store.schedules.change(
            waiting.dataset_id,
            lambda old: (
                replace(old, waiting_for=waiting.waiting_for, waiting_kind=waiting.kind)
                if _is_open(old, waiting.slot)
                else old
            ),
        )
        return waiting if schedule is not None and _is_open(schedule, waiting.slot) else None


def _fresh(dataset_id: str, rule: Rule, now: datetime) -> Schedule:
    return Schedule(dataset_id, rule, set_at=now, served_until=now)


def _is_open(schedule: Schedule, slot: datetime) -> bool:
    return schedule.enabled and schedule.served_until < slot


def _is_starting(schedule: Schedule, slot: datetime, now: datetime) -> bool:
    """Somebody began this slot's sync a moment ago."""
    begun_at = schedule.begun_at
    return schedule.begun_slot == slot and begun_at is not None and abs(now - begun_at) < _STARTING


def _obstacle(error: KbConnectError) -> WaitKind | None:
    """What a sync waits for; None if waiting doesn't help."""
    match error:
        case SecretStoreLockedError():
            return WaitKind.UNLOCK
        case SecretStoreMissingError() | SecretStoreUnreachableError():
            return WaitKind.KEYRING
        case PortClosedError():
            return WaitKind.SERVER
        case HostNotFoundError() | ConnectTimeoutError():
            return WaitKind.NETWORK
        case _:
            return None
