"""A program that stays open: what it starts when, how it waits, and what it does after the machine slept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.adapters.store import SqlStore, open_store
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.schedule import Begun, Schedules, Surroundings, Waiting
from kbconnect.app.schedule_watch import TICK_S, Watch
from kbconnect.core.connector import Connector
from kbconnect.core.errors import HostNotFoundError
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncOptions, SyncRun
from kbconnect.core.schedule import CronRule, IntervalRule
from tests.adapters.store.examples import DATASET, fill

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Desk:
    """A program that stays open, as the window does, with the clock in the test's hand."""

    def __init__(self, store: SqlStore, locks: DatasetLocks) -> None:
        self.now = NOON
        self.online = True
        self.locks = locks
        self.schedules = Schedules(store, never, locks, Surroundings(lambda: self.now, self._check, lambda: UTC))
        self.watch = Watch(self.schedules)
        self.begun: list[Begun] = []
        self.tries: list[datetime] = []
        self.notices: list[str] = []

    def tick(self) -> float:
        """One tick and what the window does with it; returns how long it is to wait."""
        tick = self.watch.tick(self.now)
        for due in tick.due:
            self.tries.append(self.now)
            outcome = self.schedules.begin(due)
            if isinstance(outcome, Begun):
                self.watch.begun(outcome)
                self.begun.append(outcome)
            elif isinstance(outcome, Waiting) and self.watch.put_off(outcome, self.now):
                self.notices.append(outcome.sentence)
        return tick.wait_s

    def stay_open(self, time: timedelta) -> None:
        end = self.now + time
        while self.now < end:
            self.now += timedelta(seconds=self.tick())

    def end_syncs(self) -> None:
        for begun in self.begun:
            self.schedules.finish(begun)
            self.watch.ended(begun)

    def _check(self, connector: Connector) -> None:
        if not self.online:
            raise HostNotFoundError("Not found.")


def never(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
    raise AssertionError("the desk makes its syncs itself")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "kbconnect.db") as store:
        fill(store)
        (tmp_path / "locks").mkdir()
        yield Desk(store, DatasetLocks(tmp_path / "locks"))


def test_a_sync_starts_in_the_second_of_its_slot(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.now += timedelta(seconds=7)
    desk.stay_open(timedelta(hours=1, minutes=5))
    assert [(begun.slot, begun.options.remark) for begun in desk.begun] == [(NOON + timedelta(hours=1), "")]
    assert desk.tries == [NOON + timedelta(hours=1)]


def test_nothing_to_do_is_asked_about_every_half_minute(desk: Desk) -> None:
    assert desk.tick() == TICK_S


def test_while_its_sync_is_under_way_a_dataset_is_not_due(desk: Desk) -> None:
    desk.schedules.set("d1", IntervalRule(10))
    desk.stay_open(timedelta(minutes=45))
    assert len(desk.begun) == 1
    desk.end_syncs()
    desk.stay_open(timedelta(minutes=1))
    assert [begun.options.remark for begun in desk.begun] == ["", "Also catches up 2 syncs missed before."]


def test_tries_grow_apart_and_the_person_is_told_once(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.online = False
    desk.stay_open(timedelta(hours=4))
    pauses = [(later - earlier).total_seconds() for earlier, later in zip(desk.tries, desk.tries[1:], strict=False)]
    assert pauses[:6] == [30, 60, 120, 240, 480, 600]
    assert set(pauses[6:]) == {600}
    assert desk.notices == ["Products is due and waits for the network: db.example can't be reached."]
    desk.online = True
    desk.stay_open(timedelta(minutes=11))
    assert len(desk.begun) == 1


def test_a_network_that_is_back_in_a_moment_is_not_talked_about(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.online = False
    desk.stay_open(timedelta(hours=1, seconds=10))
    desk.online = True
    desk.stay_open(timedelta(minutes=1))
    assert (len(desk.tries), len(desk.begun), desk.notices) == (2, 1, [])


def test_after_sleep_the_watch_acts_at_once(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.online = False
    desk.stay_open(timedelta(hours=3))
    before = len(desk.tries)
    desk.online = True
    desk.now += timedelta(minutes=3)  # less than the pause the next try was put off by
    tick = desk.watch.tick(desk.now)
    assert (tick.woke, len(tick.due)) == (True, 1)
    assert len(desk.tries) == before


def test_a_missed_slot_is_caught_up_at_the_first_tick_after_sleep(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 2 * * *", "UTC"))
    desk.tick()
    desk.now += timedelta(hours=20)
    desk.tick()
    assert [begun.options.remark for begun in desk.begun] == ["Catches up the sync of Sat 02:00, which was missed."]


def test_a_clock_that_goes_back_is_noticed_and_starts_nothing(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.stay_open(timedelta(hours=1, minutes=1))
    desk.end_syncs()
    desk.now -= timedelta(hours=1)
    tick = desk.watch.tick(desk.now)
    assert (tick.woke, tick.due) == (True, ())
    desk.stay_open(timedelta(hours=2))
    assert len(desk.begun) == 1


def test_a_hint_from_outside_shortens_the_wait(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.online = False
    desk.stay_open(timedelta(hours=3))
    desk.online = True
    desk.watch.hurry()
    desk.tick()
    assert len(desk.begun) == 1


def test_another_sync_of_the_dataset_is_waited_for_in_silence(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    with desk.locks.hold(DATASET):
        desk.stay_open(timedelta(hours=2))
    assert (desk.notices, desk.begun) == ([], [])
    desk.stay_open(timedelta(minutes=1))
    assert [begun.options.remark for begun in desk.begun] == [
        "The sync of Fri 13:00 had to wait for the sync under way to end."
    ]


def test_a_paused_schedule_forgets_its_tries(desk: Desk) -> None:
    desk.schedules.set("d1", CronRule("0 13 * * *", "UTC"))
    desk.online = False
    desk.stay_open(timedelta(hours=3))
    desk.schedules.pause("d1")
    desk.tick()
    desk.schedules.resume("d1")
    before = desk.now
    desk.stay_open(timedelta(minutes=1))
    assert before in desk.tries
