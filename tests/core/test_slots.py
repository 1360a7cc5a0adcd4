"""Slots by the clock on the wall are right over daylight saving, whatever the zone; intervals are real time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.cron import parse_cron
from kbconnect.core.errors import InputError
from kbconnect.core.schedule import CronRule, IntervalRule
from kbconnect.core.slots import Slots

SET_AT = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
# The days on which the clocks jump in 2026.
JUMPS = {
    BERLIN: ("2026-03-29", "2026-10-25"),
    NEW_YORK: ("2026-03-08", "2026-11-01"),
    LORD_HOWE: ("2026-04-05", "2026-10-04"),
    "Atlantic/Azores": ("2026-03-29", "2026-10-25"),
    "UTC": ("2026-02-28", "2026-06-30"),
}


def shown(cron: str, zone: str, day: str, count: int = 100) -> list[str]:
    """The slots of one day as the clock shows them, with the offset."""
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)) - timedelta(minutes=1)
    slots = islice(Slots(CronRule(cron, zone), SET_AT).after(start), count)
    here = [slot.astimezone(ZoneInfo(zone)) for slot in slots]
    return [slot.strftime("%H:%M %z") for slot in here if slot.date().isoformat() == day]


@pytest.mark.parametrize(
    ("zone", "day", "cron", "expected"),
    [
        (BERLIN, "2026-03-28", "30 2 * * *", ["02:30 +0100"]),
        (BERLIN, "2026-03-29", "30 2 * * *", ["03:00 +0200"]),
        (BERLIN, "2026-03-30", "30 2 * * *", ["02:30 +0200"]),
        (BERLIN, "2026-03-29", "0,20 2,3 * * *", ["03:00 +0200", "03:20 +0200"]),
        (NEW_YORK, "2026-03-08", "30 2 * * *", ["03:00 -0400"]),
        (LORD_HOWE, "2026-10-04", "15 2 * * *", ["02:30 +1100"]),
        (LORD_HOWE, "2026-10-04", "30 2 * * *", ["02:30 +1100"]),
        ("UTC", "2026-03-29", "30 2 * * *", ["02:30 +0000"]),
    ],
)
def test_a_slot_in_the_hour_that_does_not_exist_runs_once_right_after_it(
    zone: str, day: str, cron: str, expected: list[str]
) -> None:
    assert shown(cron, zone, day) == expected


@pytest.mark.parametrize(
    ("zone", "day", "cron", "expected"),
    [
        (BERLIN, "2026-10-25", "30 2 * * *", ["02:30 +0200"]),
        (BERLIN, "2026-10-25", "*/30 2,3 * * *", ["02:00 +0200", "02:30 +0200", "03:00 +0100", "03:30 +0100"]),
        (NEW_YORK, "2026-11-01", "30 1 * * *", ["01:30 -0400"]),
        (LORD_HOWE, "2026-04-05", "45 1 * * *", ["01:45 +1100"]),
    ],
)
def test_a_slot_in_the_hour_that_comes_twice_runs_once(zone: str, day: str, cron: str, expected: list[str]) -> None:
    assert shown(cron, zone, day) == expected


@pytest.mark.parametrize(("zone", "days"), JUMPS.items())
@pytest.mark.parametrize(("cron", "minutes"), [("*/15 * * * *", 15), ("*/30 0-23 * * *", 30), ("* * * * *", 1)])
def test_a_rhythm_goes_on_through_both_jumps(zone: str, days: tuple[str, str], cron: str, minutes: int) -> None:
    for day in days:
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=3)
        slots = list(islice(Slots(CronRule(cron, zone), SET_AT).after(start), 16 * 60 // minutes))
        assert {later - earlier for earlier, later in pairwise(slots)} == {timedelta(minutes=minutes)}


def test_an_hourly_slot_is_left_out_with_its_hour_and_comes_again_with_it() -> None:
    assert shown("5 * * * *", BERLIN, "2026-03-29")[:3] == ["00:05 +0100", "01:05 +0100", "03:05 +0200"]
    assert shown("5 * * * *", BERLIN, "2026-10-25")[2:4] == ["02:05 +0200", "02:05 +0100"]


def test_a_weekday_is_the_weekday_of_the_zone() -> None:
    (slot,) = islice(Slots(CronRule("0 1 * * MON", "Pacific/Auckland"), SET_AT).after(SET_AT), 1)
    assert slot == datetime(2026, 1, 4, 12, tzinfo=UTC)


def test_an_interval_is_real_time_and_keeps_its_grid() -> None:
    set_at = datetime(2026, 3, 29, 0, 7, 31, 5, tzinfo=UTC)
    slots = Slots(IntervalRule(45), set_at)
    first = list(islice(slots.after(set_at), 4))
    assert [slot.strftime("%H:%M:%S") for slot in first] == ["00:52:00", "01:37:00", "02:22:00", "03:07:00"]
    assert slots.next(first[2]) == first[3]
    assert slots.next(first[2] - timedelta(seconds=1)) == first[2]


@pytest.mark.parametrize("minutes", [0, -5, 366 * 24 * 60 + 1])
def test_an_interval_has_bounds(minutes: int) -> None:
    with pytest.raises(InputError, match="no interval"):
        Slots(IntervalRule(minutes), SET_AT)


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America", "America/"),
        ("../etc/passwd", "Europe/Berlin"),
        ("", "a region and a city"),
    ],
)
def test_an_unknown_zone_is_named_with_what_is_near(zone: str, hint: str) -> None:
    with pytest.raises(InputError, match="no time zone") as caught:
        Slots(CronRule("0 2 * * *", zone), SET_AT)
    assert hint in caught.value.hint


@pytest.mark.parametrize("cron", ["* * * * *", "0 2 * * *", "0 0 29 2 *"])
def test_the_latest_slot_is_found_however_long_ago_it_was(cron: str) -> None:
    slots = Slots(CronRule(cron, BERLIN), SET_AT)
    now = datetime(2037, 7, 1, 12, 0, 30, tzinfo=UTC)
    latest = slots.latest(SET_AT, now)
    assert latest is not None
    assert latest <= now < slots.next(latest)
    assert slots.latest(latest, now) is None
    assert slots.count(SET_AT, now, 5) == min(5, 1000 if cron != "0 0 29 2 *" else 3)
    assert slots.count(latest, now, 5) == 0


def minutes_of(day: str, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Every minute of the sixty hours around a day: the instant, and what the clock shows."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(hours=18)
    for minute in range(60 * 60):
        instant = start + timedelta(minutes=minute)
        yield instant, instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def by_definition(cron: str, zone: str, day: str) -> list[datetime]:
    """The slots found by walking through all minutes with nothing but the rule in words."""
    fields = parse_cron(cron)

    def matches(clock: datetime) -> bool:
        days = (clock.day in fields.days, (clock.weekday() + 1) % 7 in fields.weekdays)
        return (
            clock.minute in fields.minutes
            and clock.hour in fields.hours
            and clock.month in fields.months
            and (any(days) if fields.either_day else all(days))
        )

    minutes = list(minutes_of(day, zone))
    if fields.is_every_hour:
        return [instant for instant, clock in minutes if matches(clock)]
    found = set()
    latest = minutes[0][1]
    for instant, clock in minutes[1:]:
        while latest < clock:  # all times the clock has come to or jumped over by now, each once
            latest += timedelta(minutes=1)
            if matches(latest):
                found.add(instant)
    return sorted(found)


def field(first: int, last: int) -> st.SearchStrategy[str]:
    number = st.integers(first, last)
    return st.one_of(
        st.just("*"),
        number.map(str),
        st.lists(number, min_size=1, max_size=4).map(lambda values: ",".join(map(str, values))),
        st.integers(1, last).map(lambda step: f"*/{step}"),
        st.tuples(number, number).map(lambda ends: f"{ends[0]}-{ends[1]}"),
    )


days, weekdays = st.just("*") | field(1, 31), st.just("*") | field(0, 7)
crons = st.tuples(field(0, 59), field(0, 23), days, st.just("*"), weekdays).map(" ".join)
moments = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda since: SET_AT + since)


@settings(max_examples=60, deadline=None)
@given(crons, st.sampled_from(sorted(JUMPS)), st.integers(0, 1))
def test_no_slot_is_lost_or_doubled_around_a_jump(cron: str, zone: str, which: int) -> None:
    expected = by_definition(cron, zone, JUMPS[zone][which])
    first, *_, last = (instant for instant, _ in minutes_of(JUMPS[zone][which], zone))
    slots = Slots(CronRule(cron, zone), SET_AT).after(first)
    assert list(takewhile(lambda slot: slot <= last, slots)) == [slot for slot in expected if slot > first]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 59), st.integers(0, 23), st.sampled_from(sorted(JUMPS)))
def test_a_daily_slot_comes_once_on_each_day_of_a_year(minute: int, hour: int, zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) - timedelta(seconds=1)
    slots = islice(Slots(CronRule(f"{minute} {hour} * * *", zone), SET_AT).after(start), 365)
    found = [slot.astimezone(ZoneInfo(zone)).timetuple().tm_yday for slot in slots]
    assert found == list(range(1, 366))


@settings(max_examples=60, deadline=None)
@given(crons, st.sampled_from(sorted(JUMPS)), moments)
def test_the_next_slot_is_later_and_the_same_from_wherever_it_is_asked_for(
    cron: str, zone: str, start: datetime
) -> None:
    slots = Slots(CronRule(cron, zone), SET_AT)
    first, second = islice(slots.after(start), 2)
    assert start < first < second
    assert slots.next(first) == second
    assert slots.next(start + (first - start) / 2) == first
    assert slots.latest(start, second - timedelta(microseconds=1)) == first
