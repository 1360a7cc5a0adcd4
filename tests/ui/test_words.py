"""Numbers, sizes and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kbconnect.ui import words

ZONE = timezone(timedelta(hours=1), "CET")
NOW = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)  # a Tuesday, 13:00 in the zone


@pytest.mark.parametrize(
    ("number", "short", "rough"),
    [
        (0, "0", "≈ 0"),
        (64, "64", "≈ 64"),
        (999, "999", "≈ 999"),
        (1_204, "1.2 k", "≈ 1,200"),
        (9_052, "9.1 k", "≈ 9,050"),
        (88_200, "88.2 k", "≈ 88,200"),
        (214_799, "215 k", "≈ 215,000"),
        (999_500, "1.0 M", "≈ 1.0 M"),
        (3_100_000, "3.1 M", "≈ 3.1 M"),
        (45_000_000_000, "45.0 G", "≈ 45.0 G"),
    ],
)
def test_counts_in_tight_places(number: int, short: str, rough: str) -> None:
    assert words.short_count(number) == short
    assert words.rough(number) == rough


def test_counts_with_their_noun() -> None:
    assert words.counted(1, "document", "documents") == "1 document"
    assert words.counted(4_113, "document", "documents") == "4,113 documents"
    assert words.count(-3) == "−3"


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [(1, "1 byte"), (512, "512 bytes"), (31_000_000, "31 MB"), (999_600_000, "1.0 GB"), (1_100_000_000, "1.1 GB")],
)
def test_sizes(size_bytes: int, said: str) -> None:
    assert words.size(size_bytes) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (0.0001, "1 %"), (0.6199, "62 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_a_share_is_full_only_when_all_is_done(share: float, said: str) -> None:
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (112, "112th")]
)
def test_places(number: int, said: str) -> None:
    assert words.ordinal(number) == said


@pytest.mark.parametrize(
    ("seconds", "took", "left"),
    [
        (0.024, "24 ms", "About 5 s left"),
        (4, "4 s", "About 5 s left"),
        (56, "56 s", "About 1 min left"),
        (65, "1 min 5 s", "About 2 min left"),
        (1_090, "18 min 10 s", "About 19 min left"),
        (3_600, "1 h", "About 1 h left"),
        (7_500, "2 h 5 min", "About 2 h 10 min left"),
    ],
)
def test_what_is_left_is_rounded_up(seconds: float, took: str, left: str) -> None:
    assert words.duration(seconds) == took
    assert words.time_left(seconds) == left


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "Just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=3, minutes=29), "Today 09:31"),
        (timedelta(hours=14), "Yesterday 23:00"),
        (timedelta(days=4), "Fri 13:00"),
        (timedelta(days=9), "9 Nov"),
        (timedelta(days=400), "14 Oct 2024"),
        (timedelta(hours=-1), "Today 14:00"),
        (timedelta(days=-1), "Tomorrow 13:00"),
    ],
)
def test_moments(before: timedelta, said: str) -> None:
    assert words.moment(NOW - before, NOW, ZONE) == said


def test_the_exact_moment_names_its_zone() -> None:
    assert words.exact_moment(NOW, ZONE) == "Tue 18 Nov 2025, 13:00:00 CET"
    assert words.clock(NOW, ZONE) == "13:00:00"


def test_words_inside_a_sentence() -> None:
    assert words.inside("Today 09:31") == "today 09:31"
    assert words.inside("Fri 13:00") == "Fri 13:00"
