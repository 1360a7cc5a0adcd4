"""Cron is read as cron reads it, not as APScheduler does, and what is wrong is said in words that name the field."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.cron import parse_cron
from kbconnect.core.errors import InputError

START = datetime(2026, 2, 27, 12)  # noqa: DTZ001 - a Friday, on a clock without a zone


def matches(cron: str, count: int = 3, start: datetime = START) -> list[str]:
    return [match.strftime("%Y-%m-%d %H:%M") for match in islice(parse_cron(cron).matches_after(start), count)]


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 2 * * *", ["2026-02-28 02:00", "2026-03-01 02:00", "2026-03-02 02:00"]),
        ("@daily", ["2026-02-28 00:00", "2026-03-01 00:00", "2026-03-02 00:00"]),
        ("*/15 * * * *", ["2026-02-27 12:15", "2026-02-27 12:30", "2026-02-27 12:45"]),
        ("50/5 12 * * *", ["2026-02-27 12:50", "2026-02-27 12:55", "2026-02-28 12:50"]),
        ("30 22-1/2 * * *", ["2026-02-27 22:30", "2026-02-28 00:30", "2026-02-28 22:30"]),
        ("0 0 * * 0", ["2026-03-01 00:00", "2026-03-08 00:00", "2026-03-15 00:00"]),
        ("0 0 * * 7", ["2026-03-01 00:00", "2026-03-08 00:00", "2026-03-15 00:00"]),
        ("0 0 * * SUN", ["2026-03-01 00:00", "2026-03-08 00:00", "2026-03-15 00:00"]),
        ("0 0 * * 1", ["2026-03-02 00:00", "2026-03-09 00:00", "2026-03-16 00:00"]),
        ("0 0 * * mon-fri", ["2026-03-02 00:00", "2026-03-03 00:00", "2026-03-04 00:00"]),
        ("0 0 * * 5-7", ["2026-02-28 00:00", "2026-03-01 00:00", "2026-03-06 00:00"]),
        ("0 0 * * sat-mon", ["2026-02-28 00:00", "2026-03-01 00:00", "2026-03-02 00:00"]),
        ("0 0 29 2 *", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00"]),
        ("0 0 31 * *", ["2026-03-31 00:00", "2026-05-31 00:00", "2026-07-31 00:00"]),
        ("0 0 1 JAN-mar,12 *", ["2026-03-01 00:00", "2026-12-01 00:00", "2027-01-01 00:00"]),
        ("0 0 1 nov-feb *", ["2026-11-01 00:00", "2026-12-01 00:00", "2027-01-01 00:00"]),
    ],
)
def test_five_fields_mean_what_they_mean_in_cron(cron: str, expected: list[str]) -> None:
    assert matches(cron) == expected


def test_a_day_of_the_month_and_a_weekday_are_either_one() -> None:
    assert matches("0 0 13 * FRI", 3) == ["2026-03-06 00:00", "2026-03-13 00:00", "2026-03-20 00:00"]
    assert matches("0 0 10 * FRI", 3) == ["2026-03-06 00:00", "2026-03-10 00:00", "2026-03-13 00:00"]


def test_a_field_that_begins_with_a_star_narrows_the_other_one() -> None:
    assert matches("0 0 */10 * SUN", 3) == ["2026-03-01 00:00", "2026-05-31 00:00", "2026-06-21 00:00"]


@pytest.mark.parametrize(
    ("cron", "field"),
    [
        ("60 2 * * *", "minute"),
        ("-1 2 * * *", "minute"),
        ("*/0 2 * * *", "minute"),
        ("1, 2 * * *", "minute"),
        ("0 24 * * *", "hour"),
        ("0 2h * * *", "hour"),
        ("0 ² * * *", "hour"),
        ("0 2 0 * *", "day of the month"),
        ("0 2 L * *", "day of the month"),
        ("0 2 * 13 *", "month"),
        ("0 2 * JUNI *", "month"),
        ("0 2 * MON *", "month"),
        ("0 2 * * 8", "day of the week"),
        ("0 2 * * MO", "day of the week"),
        ("0 2 * * 1#2", "day of the week"),
    ],
)
def test_what_is_wrong_names_the_field_and_what_was_written(cron: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_cron(cron)
    wrong = cron.split()[("minute", "hour", "day of the month", "month", "day of the week").index(field)]
    assert caught.value.message == f"The {field} can't be “{wrong}”."
    assert "for example" in caught.value.hint


@pytest.mark.parametrize(("cron", "count"), [("", "0 fields"), ("0", "1 field,"), ("0 2 * * * *", "6 fields")])
def test_there_are_five_fields(cron: str, count: str) -> None:
    with pytest.raises(InputError, match=count) as caught:
        parse_cron(cron)
    assert "0 2 * * *" in caught.value.hint


@pytest.mark.parametrize("cron", ["0 0 30 2 *", "0 0 30 2 SUN", "0 0 31 4,6,9,11 *", "0 0 31 feb *"])
def test_a_day_that_never_comes_is_refused(cron: str) -> None:
    with pytest.raises(InputError, match="never comes"):
        parse_cron(cron)


numbers = st.integers(0, 99).map(str)
words = st.sampled_from(["*", "MON", "jan", "*/7", "L", "", "/"])
parts = st.one_of(numbers, st.tuples(numbers, numbers).map("-".join), words)
fields = st.lists(parts, min_size=1, max_size=3).map(",".join)


@given(st.lists(fields, min_size=5, max_size=5).map(" ".join))
def test_any_text_is_cron_that_comes_again_or_an_error_of_ours(text: str) -> None:
    try:
        cron = parse_cron(text)
    except InputError:
        return
    first, second = islice(cron.matches_after(START), 2)
    assert START < first < second
    assert second.year < START.year + 60
