"""A schedule is told in words, and a moment as people near it would say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kbconnect.core.schedule import CronRule, IntervalRule
from kbconnect.core.schedule_words import moment_words, rule_words


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 2 * * *", "Every night at 02:00"),
        ("30 22 * * *", "Every night at 22:30"),
        ("0 14 * * *", "Every day at 14:00"),
        ("0 2,14 * * *", "Every day at 02:00 and 14:00"),
        ("0 6 * * MON-FRI", "Monday to Friday at 06:00"),
        ("0 6 * * 1", "Every Monday at 06:00"),
        ("0 6 * * 0,3", "Every Wednesday and Sunday at 06:00"),
        ("0 6 * * 6,0", "Every Saturday and Sunday at 06:00"),
        ("0 3 1 * *", "On the 1st of every month at 03:00"),
        ("0 3 2,11,22,23 jan,jul *", "On the 2nd, 11th, 22nd and 23rd of January and July at 03:00"),
        ("0 3 13 * fri", "On the 13th of every month and every Friday at 03:00"),
        ("0 3 * 6 *", "Every day in June at 03:00"),
        ("0 3 * 6 MON", "Every Monday in June at 03:00"),
        ("* * * * *", "Every minute"),
        ("*/15 * * * *", "Every 15 minutes"),
        ("7-59/15 * * * *", "Every 15 minutes from minute 7"),
        ("*/15 8-17 * * MON-FRI", "Every 15 minutes from 08:00 to 17:45, Monday to Friday"),
        ("*/30 * * * SUN", "Every 30 minutes, every Sunday"),
        ("0 * * * *", "Every hour"),
        ("5 * * * *", "Every hour at minute 5"),
        ("0 */2 * * *", "Every 2 hours"),
        ("0 8-18 * * *", "Every hour from 08:00 to 18:00"),
        ("0 8-10 * * *", "Every day at 08:00, 09:00 and 10:00"),
        ("1,2,5 1,2 * * *", "Every night at 6 times from 01:01 to 02:05"),
        ("0 0 */2 * MON", "As cron says, 0 0 */2 * MON"),
        ("@weekly", "Every Sunday at 00:00"),
    ],
)
def test_cron_in_words(cron: str, words: str) -> None:
    assert rule_words(CronRule(cron, "Europe/Berlin")) == f"{words}, Europe/Berlin"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "minute"), (30, "30 minutes"), (60, "hour"), (90, "90 minutes"), (120, "2 hours"), (1440, "day")],
)
def test_an_interval_in_words(minutes: int, words: str) -> None:
    assert rule_words(IntervalRule(minutes)) == f"Every {words}"


def test_a_moment_is_told_as_far_as_needed() -> None:
    now = datetime(2026, 11, 23, 7, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert moment_words(now - timedelta(hours=6), now, berlin) == "Mon 02:00"
    assert moment_words(now + timedelta(days=5), now, berlin) == "Sat 08:00"
    assert moment_words(now - timedelta(days=6), now, berlin) == "Tue 17 Nov 08:00"
    assert moment_words(now + timedelta(days=60), now, berlin) == "Fri 22 Jan 2027 08:00"
