"""Schedules: each slot is served once, what was missed is caught up once, and nothing starts before it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.adapters.store import SqlStore, open_store
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.schedule import Begun, DueSync, Schedules, Surroundings, Waiting
from kbconnect.core.connector import Connector
from kbconnect.core.errors import (
    ConnectTimeoutError,
    DatasetBusyError,
    HostNotFoundError,
    InputError,
    KbConnectError,
    LoginRefusedError,
    NotFoundError,
    PortClosedError,
    SecretStoreLockedError,
    SecretStoreMissingError,
)
from kbconnect.core.job import InlineContext, JobContext
from kbconnect.core.model import RunStatus, SyncOptions, SyncRun, Trigger
from kbconnect.core.schedule import CronRule, IntervalRule, Rule, WaitKind
from kbconnect.core.slots import Slots
from tests.adapters.store.examples import CONNECTOR, DATASET, fill

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTLY = CronRule("0 2 * * *", "Europe/Berlin")


def berlin(text: str) -> datetime:
    """ "11-23 02:00" of 2026 in Berlin; 23 November is a Monday."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN).astimezone(UTC)


class Office:
    """A machine with one dataset, its clock, and what keeps syncs from starting."""

    def __init__(self, store: SqlStore, locks: DatasetLocks) -> None:
        self.store = store
        self.locks = locks
        self.now = berlin("11-20 12:00")
        self.obstacle: KbConnectError | None = None
        self.ends_as = RunStatus.COMPLETED
        self.fails: Exception | None = None
        self.during: Callable[[], object] = lambda: None
        self.synced: list[SyncOptions] = []
        self.schedules = self.program()

    def program(self) -> Schedules:
        """One more program on the same data folder."""
        return Schedules(
            self.store, self._sync, self.locks, Surroundings(lambda: self.now, self._check, lambda: ZoneInfo("UTC"))
        )

    def at(self, text: str) -> tuple[DueSync, ...]:
        """The clock shows this; what is due then."""
        self.now = berlin(text)
        return self.schedules.due(self.now)

    def run(self, text: str) -> list[str]:
        """Runs what is due at a time; the remarks of the syncs that were made."""
        before = len(self.synced)
        for due in self.at(text):
            self.schedules.run(due, InlineContext())
        assert self.schedules.due(self.now) == ()
        return [options.remark for options in self.synced[before:]]

    def set(self, rule: Rule = NIGHTLY) -> None:
        self.schedules.set("d1", rule)

    def _check(self, connector: Connector) -> None:
        assert connector == CONNECTOR
        if self.obstacle is not None:
            raise self.obstacle

    def _sync(self, dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        if self.fails is not None:
            raise self.fails
        with self.locks.hold(DATASET):
            self.during()
        self.synced.append(options)
        return SyncRun(1, dataset_id, options.trigger, self.ends_as, self.now)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_store(tmp_path / "kbconnect.db") as store:
        fill(store)
        (tmp_path / "locks").mkdir()
        yield Office(store, DatasetLocks(tmp_path / "locks"))


def only(found: tuple[DueSync, ...]) -> DueSync:
    (due,) = found
    return due


# --------------------------------------------------------------------------------------------- slots are served once


def test_a_slot_is_due_once_it_is_there_and_not_again(office: Office) -> None:
    office.set()
    assert office.at("11-21 01:59:59") == ()
    assert office.run("11-21 02:00") == [""]
    assert office.synced[0].trigger is Trigger.SCHEDULE
    assert office.run("11-21 02:00:01") == []
    assert office.run("11-22 01:59") == []
    assert office.run("11-22 02:10") == [""]


def test_a_schedule_owes_nothing_from_before_it_was_set(office: Office) -> None:
    office.now = berlin("11-20 02:05")
    office.set()
    assert office.run("11-20 02:06") == []
    assert office.run("11-21 02:00") == [""]


@pytest.mark.parametrize(
    ("now", "remark"),
    [
        ("11-21 02:16", "Catches up the sync of Sat 02:00, which was missed."),
        ("11-21 09:00", "Catches up the sync of Sat 02:00, which was missed."),
        ("11-22 09:00", "Catches up the sync of Sun 02:00, which was missed, and 1 more."),
        ("11-24 09:00", "Catches up the sync of Tue 02:00, which was missed, and 3 more."),
        ("11-24 02:01", "Also catches up 3 syncs missed before."),
        ("11-22 02:01", "Also catches up 1 sync missed before."),
    ],
)
def test_what_was_missed_is_caught_up_by_one_sync_that_says_so(office: Office, now: str, remark: str) -> None:
    office.set()
    assert office.run(now) == [remark]


def test_a_catch_up_neither_shifts_nor_swallows_the_next_slot(office: Office) -> None:
    office.set(CronRule("0 18 * * *", "Europe/Berlin"))
    assert office.run("11-21 08:00") == ["Catches up the sync of Fri 18:00, which was missed."]
    assert office.run("11-21 17:59") == []
    assert office.run("11-21 18:00") == [""]


def test_an_interval_keeps_its_grid_after_a_gap(office: Office) -> None:
    office.set(IntervalRule(60))
    assert office.run("11-20 13:00") == [""]
    assert office.run("11-20 16:20") == ["Catches up the sync of Fri 15:00, which was missed, and 2 more."]
    assert office.run("11-20 17:00") == [""]


def test_many_missed_slots_are_not_counted_to_the_end(office: Office) -> None:
    office.set(IntervalRule(1))
    office.now += timedelta(days=300)
    due = only(office.schedules.due(office.now))
    assert (due.slot, due.missed) == (office.now, 100)
    assert due.remark == "Also catches up more than 99 syncs missed before."


def test_a_long_time_ago_is_told_with_its_date(office: Office) -> None:
    office.set(CronRule("0 2 1 12 *", "Europe/Berlin"))
    assert office.run("12-20 09:00") == ["Catches up the sync of Tue 1 Dec 02:00, which was missed."]


@pytest.mark.parametrize("back", ["11-21 01:00", "11-20 12:00"])
def test_a_clock_that_is_put_back_runs_nothing_twice(office: Office, back: str) -> None:
    office.set()
    assert office.run("11-21 02:00") == [""]
    assert office.run(back) == []
    assert office.run("11-21 02:00") == []
    assert office.run("11-22 02:00") == [""]


def test_a_clock_that_was_far_ahead_does_not_stop_the_schedule(office: Office) -> None:
    office.set()
    office.now = datetime(2031, 1, 1, 12, tzinfo=UTC)
    assert only(office.schedules.due(office.now)).missed == 100
    office.schedules.run(only(office.schedules.due(office.now)), InlineContext())
    assert office.run("11-21 12:00") == []
    assert office.run("11-22 02:00") == [""]


@pytest.mark.parametrize(("noon_before", "slot"), [("03-28 12:00", "03-29 03:00"), ("10-24 12:00", "10-25 02:30")])
def test_a_night_with_a_jump_of_the_clock_has_one_sync(office: Office, noon_before: str, slot: str) -> None:
    office.now = berlin(noon_before)
    office.set(CronRule("30 2 * * *", "Europe/Berlin"))
    slots = []
    for _ in range(24 * 60):
        office.now += timedelta(minutes=1)
        for due in office.schedules.due(office.now):
            slots.append(due.slot)
            office.schedules.run(due, InlineContext())
    assert slots == [berlin(slot)]


@settings(max_examples=25)
@given(
    st.sampled_from(["0 2 * * *", "30 2 * * *", "*/30 * * * *", "15 */6 * * *", "0 0 1 * *", "0 1 31 * 5"]),
    st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=3)), min_size=1, max_size=25),
    st.data(),
)
def test_with_the_program_open_now_and_then_each_slot_is_served_once(
    tmp_path_factory: pytest.TempPathFactory, cron: str, pauses: list[timedelta], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("office")
    (folder / "locks").mkdir()
    with open_store(folder / "kbconnect.db") as store:
        fill(store)
        office = Office(store, DatasetLocks(folder / "locks"))
        rule = CronRule(cron, "Europe/Berlin")
        office.now = set_at = data.draw(st.sampled_from([berlin("03-27 12:00"), berlin("10-23 12:00")]))
        office.set(rule)
        served: list[datetime] = []
        for pause in pauses:
            office.now += pause
            for due in office.schedules.due(office.now):
                office.schedules.run(due, InlineContext())
                reached = served[-1] if served else set_at
                assert due.slot > reached
                between = list(takewhile(due.slot.__ge__, Slots(rule, set_at).after(reached)))
                assert due.missed == min(len(between) - 1, 100)
                served.append(due.slot)
            latest = Slots(rule, set_at).latest(set_at, office.now)
            assert latest == (served[-1] if served else None)
            assert office.schedules.due(office.now) == ()


# --------------------------------------------------------------------------------------------- setting and pausing


def test_the_same_rule_again_forgets_nothing_and_another_one_starts_anew(office: Office) -> None:
    office.set()
    office.now = berlin("11-21 08:00")
    office.set(CronRule(" 0  2 * * * ", "Europe/Berlin"))
    assert len(office.schedules.due(office.now)) == 1
    office.set(CronRule("0 3 * * *", "Europe/Berlin"))
    assert office.schedules.due(office.now) == ()


def test_a_rule_that_makes_no_sense_changes_nothing(office: Office) -> None:
    office.set()
    for rule in (CronRule("0 25 * * *", "UTC"), CronRule("0 2 * * *", "Mars/Olympus"), IntervalRule(0)):
        with pytest.raises(InputError):
            office.set(rule)
    assert office.schedules.get("d1").schedule.rule == NIGHTLY
    with pytest.raises(NotFoundError):
        office.schedules.set("nothing", NIGHTLY)


def test_pausing_forgets_nothing(office: Office) -> None:
    office.set()
    office.schedules.pause("d1")
    assert office.run("11-23 09:00") == []
    assert office.schedules.get("d1").upcoming == ()
    office.schedules.resume("d1")
    assert office.run("11-23 09:00") == ["Catches up the sync of Mon 02:00, which was missed, and 2 more."]


def test_resuming_catches_nothing_up_if_asked_not_to(office: Office) -> None:
    office.set()
    office.schedules.pause("d1")
    office.now = berlin("11-23 09:00")
    office.schedules.resume("d1", catch_up=False)
    assert office.run("11-23 09:00") == []
    assert office.run("11-24 02:00") == [""]


def test_what_has_no_schedule_is_told(office: Office) -> None:
    for call in (office.schedules.get, office.schedules.pause, office.schedules.resume):
        with pytest.raises(NotFoundError, match="Products has no schedule"):
            call("d1")
    office.set()
    office.schedules.remove("d1")
    assert (office.schedules.list(), office.schedules.next_slot(office.now)) == ((), None)


def test_a_schedule_is_shown_with_words_and_its_next_slots(office: Office) -> None:
    office.set()
    (state,) = office.schedules.list()
    assert (state.words, state.dataset, state.problem) == ("Every night at 02:00, Europe/Berlin", DATASET, "")
    assert state.upcoming == (berlin("11-21 02:00"), berlin("11-22 02:00"), berlin("11-23 02:00"))
    assert office.schedules.next_slot(office.now) == state.upcoming[0]


def test_a_zone_that_is_gone_is_shown_and_stops_no_other_schedule(office: Office) -> None:
    office.store.datasets.add(replace(DATASET, id="d2", name="other"))
    office.set()
    office.schedules.set("d2", NIGHTLY)
    office.store.schedules.change("d1", lambda old: replace(old, rule=CronRule("0 2 * * *", "Atlantis/Capital")))
    assert only(office.at("11-21 02:00")).dataset_id == "d2"
    assert "Atlantis/Capital" in next(state.problem for state in office.schedules.list() if state.dataset == DATASET)
    assert office.schedules.next_slot(office.now) == berlin("11-22 02:00")


# --------------------------------------------------------------------------------------------- starting


@pytest.mark.parametrize(
    ("obstacle", "waiting_for", "kind"),
    [
        (SecretStoreLockedError("Locked."), "the encrypted vault to be unlocked", WaitKind.UNLOCK),
        (SecretStoreMissingError("None."), "the keyring to be started", WaitKind.KEYRING),
        (HostNotFoundError("Not found."), "the network: db.example can't be reached", WaitKind.NETWORK),
        (ConnectTimeoutError("Timed out."), "the network: db.example can't be reached", WaitKind.NETWORK),
        (PortClosedError("Refused."), "the database server: db.example takes no connections", WaitKind.SERVER),
    ],
)
def test_a_sync_waits_for_what_it_needs_and_starts_by_itself(
    office: Office, obstacle: KbConnectError, waiting_for: str, kind: WaitKind
) -> None:
    office.set()
    office.obstacle = obstacle
    waiting = office.schedules.begin(only(office.at("11-21 02:00")))
    assert isinstance(waiting, Waiting)
    assert waiting.sentence == f"Products is due and waits for {waiting_for}."
    kept = office.schedules.get("d1").schedule
    assert (kept.waiting_for, kept.waiting_kind) == (waiting_for, kind)
    assert office.schedules.claim_notice("d1")
    assert not office.program().claim_notice("d1")
    office.obstacle = None
    assert office.run("11-21 03:00") == [f"The sync of Sat 02:00 had to wait for {waiting_for}."]
    assert office.schedules.get("d1").schedule.waiting_for == ""
    assert not office.schedules.claim_notice("d1")


def test_the_keyring_is_named_where_the_secret_lives(office: Office) -> None:
    office.store.connectors.update(replace(CONNECTOR, secret_reference="keyring:home/c1"))
    office.set()
    office.schedules = Schedules(
        office.store, office._sync, office.locks, Surroundings(lambda: office.now, locked, lambda: UTC)
    )
    waiting = office.schedules.begin(only(office.at("11-21 02:00")))
    assert isinstance(waiting, Waiting)
    assert waiting.waiting_for == "the keyring to be unlocked"


def locked(connector: Connector) -> None:
    raise SecretStoreLockedError("Locked.")


def test_a_slot_that_waited_until_the_next_one_is_missed(office: Office) -> None:
    office.set()
    office.obstacle = HostNotFoundError("Not found.")
    for text in ("11-21 02:00", "11-21 20:00", "11-22 02:00"):
        assert isinstance(office.schedules.begin(only(office.at(text))), Waiting)
    assert office.schedules.claim_notice("d1")
    office.obstacle = None
    assert office.run("11-22 08:00") == ["Catches up the sync of Sun 02:00, which was missed, and 1 more."]


def test_other_errors_are_left_to_the_run(office: Office) -> None:
    office.set()
    office.obstacle = LoginRefusedError("No.")
    assert office.run("11-21 02:00") == [""]


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.COMPLETED_WITH_REJECTS])
def test_a_slot_is_served_however_its_sync_ended(office: Office, status: RunStatus) -> None:
    office.set()
    office.ends_as = status
    assert office.run("11-21 02:00") == [""]
    assert office.run("11-21 02:05") == []


def test_a_sync_that_was_broken_off_is_taken_up_once(office: Office) -> None:
    office.set()
    assert isinstance(office.schedules.begin(only(office.at("11-21 02:00"))), Begun)  # and the power goes
    assert office.run("11-21 02:00:30") == []
    assert office.run("11-21 08:00") == ["Takes up the sync of Sat 02:00, which was broken off."]
    assert office.run("11-22 02:00") == [""]
    assert isinstance(office.schedules.begin(only(office.at("11-23 02:00"))), Begun)
    assert isinstance(office.schedules.begin(only(office.at("11-23 03:00"))), Begun)  # and it goes again
    assert office.at("11-23 04:00") == ()


def test_a_sync_that_was_cancelled_with_its_program_is_taken_up(office: Office) -> None:
    office.set()
    office.ends_as = RunStatus.CANCELLED
    office.schedules.run(only(office.at("11-21 02:00")), InlineContext())
    office.ends_as = RunStatus.COMPLETED
    assert office.run("11-21 08:00") == ["Takes up the sync of Sat 02:00, which was broken off."]


def test_two_programs_start_a_slot_once(office: Office) -> None:
    office.set()
    due = only(office.at("11-21 02:00"))
    other = office.program()
    begun = office.schedules.begin(due)
    assert isinstance(begun, Begun)
    assert other.begin(due) is None
    office.schedules.finish(begun)
    assert other.begin(due) is None


def test_a_sync_that_waits_for_its_turn_is_not_taken_for_broken_off(office: Office) -> None:
    """As in a window, behind a long sync of the same connector, while the system's scheduler looks now and then."""
    office.set()
    begun = office.schedules.begin(only(office.at("11-21 02:00")))
    assert isinstance(begun, Begun)
    for time in ("02:00:30", "02:01:15", "02:02:00", "02:02:50"):
        assert office.at(f"11-21 {time}") == ()
        assert office.schedules.hold(begun)
    assert office.run("11-21 02:03:40") == []
    assert office.run("11-21 02:05") == ["Takes up the sync of Sat 02:00, which was broken off."]  # the machine slept
    assert not office.schedules.hold(begun)
    office.schedules.finish(begun)
    assert office.run("11-21 09:00") == []


def test_a_sync_that_was_taken_up_waits_for_its_turn_too(office: Office) -> None:
    office.set()
    assert isinstance(office.schedules.begin(only(office.at("11-21 02:00"))), Begun)
    again = office.schedules.begin(only(office.at("11-21 03:00")))
    assert isinstance(again, Begun)
    assert office.schedules.hold(again)
    office.schedules.set("d1", IntervalRule(5))
    assert not office.schedules.hold(again)


def test_a_slot_whose_own_sync_goes_on_elsewhere_is_left_alone(office: Office) -> None:
    office.set()
    due = only(office.at("11-21 02:00"))
    assert isinstance(office.schedules.begin(due), Begun)
    with office.locks.hold(DATASET):
        assert office.program().begin(only(office.at("11-21 05:00"))) is None
    assert office.schedules.get("d1").schedule.waiting_for == ""


def test_a_sync_somebody_asked_for_comes_first(office: Office) -> None:
    office.set()
    with office.locks.hold(DATASET):
        waiting = office.schedules.begin(only(office.at("11-21 02:00")))
        assert isinstance(waiting, Waiting)
        assert (waiting.waiting_for, waiting.kind, waiting.quiet) == ("the sync under way to end", WaitKind.SYNC, True)
    assert office.run("11-21 02:40") == ["The sync of Sat 02:00 had to wait for the sync under way to end."]


def test_a_sync_that_comes_in_between_puts_the_slot_back(office: Office) -> None:
    office.set()
    office.fails = DatasetBusyError("Busy.")
    outcome = office.schedules.run(only(office.at("11-21 02:00")), InlineContext())
    assert isinstance(outcome, Waiting)
    office.fails = None
    assert office.run("11-21 02:00:30") == [""]


def test_a_schedule_that_was_paused_or_removed_meanwhile_starts_nothing(office: Office) -> None:
    office.set()
    due = only(office.at("11-21 02:00"))
    office.schedules.pause("d1")
    assert office.schedules.begin(due) is None
    office.obstacle = HostNotFoundError("Not found.")
    assert office.schedules.begin(due) is None
    office.schedules.remove("d1")
    assert office.schedules.begin(due) is None
    with office.locks.hold(DATASET):
        assert office.schedules.begin(due) is None
    office.store.datasets.remove("d1")
    assert office.schedules.begin(due) is None


def test_a_slot_that_comes_while_its_dataset_is_synced_is_served_after(office: Office) -> None:
    office.set(IntervalRule(60))
    found: list[object] = []

    def an_hour_passes() -> None:
        office.now = berlin("11-20 14:05")
        found.append(office.program().begin(only(office.schedules.due(office.now))))

    office.during = an_hour_passes
    due = only(office.at("11-20 13:00"))
    office.schedules.run(due, InlineContext())
    office.during = lambda: None
    assert isinstance(found[0], Waiting)
    assert office.run("11-20 14:06") == [""]
    assert office.run("11-20 15:00") == [""]


def test_several_datasets_are_due_oldest_first(office: Office) -> None:
    office.store.datasets.add(replace(DATASET, id="d2", name="other"))
    office.set()
    office.schedules.set("d2", CronRule("0 1 * * *", "Europe/Berlin"))
    assert [due.dataset_id for due in office.at("11-21 02:00")] == ["d2", "d1"]
    with ExitStack() as held:
        held.enter_context(office.locks.hold(DATASET))
        assert isinstance(office.schedules.begin(office.schedules.due(office.now)[0]), Begun)
