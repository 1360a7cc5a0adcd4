"""Five fields of cron as sets of numbers, and the times on the clock they name, without any time zone.

Owns how people write cron and what is wrong with it, in their words. Finding the next match is left to APScheduler's
CronTrigger, given numbers only, because it reads cron text otherwise than cron does: there 0 is Monday, 7 is refused,
ranges don't wrap, and a day of the month AND a day of the week have to match where cron takes either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kbconnect.core.errors import InputError

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LONGEST_MONTHS = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1))
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_NOTHING_CHANGED = "No schedule was changed."


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the five. names: words for numbers, from `first` on. refusal: what is said of any other word."""

    refusal: str
    first: int
    last: int
    example: str
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("The minute can't be “{word}”.", 0, 59, "0, 30 or */15"),
    _Field("The hour can't be “{word}”.", 0, 23, "2, 8-18 or */2"),
    _Field("The day of the month can't be “{word}”.", 1, 31, "*, 1 or 1,15"),
    _Field("The month can't be “{word}”.", 1, 12, "*, 1, JAN or JAN-MAR", MONTHS),
    _Field("The day of the week can't be “{word}”.", 0, 7, "*, MON-FRI or 0 for Sunday", WEEKDAYS),
)


@dataclass(frozen=True)
class Cron:
    """What five fields name. Each tuple ascends; weekdays count from 0, Sunday, to 6.

    either_day: a day matches by its date or by its weekday, as when both are given; else it must match by both.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either_day: bool

    @property
    def is_every_hour(self) -> bool:
        return len(self.hours) == 24

    def matches_after(self, moment: datetime) -> Iterator[datetime]:
        """Every match later than a time on the clock, in order. Both without a time zone; endless."""
        while True:
            found = (trigger.get_next_fire_time(None, _as_utc(moment)) for trigger in self._triggers)
            moment = min(match.replace(tzinfo=None) for match in found)
            yield moment

    @cached_property
    def _triggers(self) -> tuple[CronTrigger, ...]:
        from apscheduler.triggers.cron import CronTrigger  # it loads asyncio

        # The clock of UTC has every hour of every day exactly once, as the fields see it.
        clock = {"minute": _text(self.minutes), "hour": _text(self.hours), "month": _text(self.months), "timezone": UTC}
        days = {"day": _text(self.days)}
        weekdays = {"day_of_week": _text([(day - 1) % 7 for day in self.weekdays])}  # APScheduler's 0 is Monday
        if self.either_day:
            return CronTrigger(**clock, **days), CronTrigger(**clock, **weekdays)
        return (CronTrigger(**clock, **days, **weekdays),)


@lru_cache(maxsize=256)
def parse_cron(text: str) -> Cron:
    """Reads five fields (or @daily and the like). Raises InputError, which names the field that is wrong."""
    words = _NICKNAMES.get(text.strip().lower(), text).split()
    if len(words) != len(_FIELDS):
        raise InputError(
            f"“{text}” has 1 field, and cron has five."
            if len(words) == 1
            else f"“{text}” has {len(words)} fields, and cron has five.",
            meaning=_NOTHING_CHANGED,
            hint="They are minute, hour, day of the month, month, day of the week: 0 2 * * * is every night at 02:00.",
        )
    minutes, hours, days, months, weekdays = (_values(field, word) for field, word in zip(_FIELDS, words, strict=True))
    either_day = not any(words[place].startswith("*") for place in (2, 4))
    weekdays = tuple(sorted({day % 7 for day in weekdays}))
    if min(days) > max(_LONGEST_MONTHS[month] for month in months):
        raise InputError(
            f"The day of the month, {words[2]}, never comes in the month {words[3]}.",
            meaning=_NOTHING_CHANGED,
            hint="Choose a day that the month has.",
        )
    return Cron(minutes, hours, days, months, weekdays, either_day)


def _values(field: _Field, word: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in word.split(","):
        found.update(_part(field, part, word))
    return tuple(sorted(found))


def _part(field: _Field, part: str, word: str) -> Sequence[int]:
    """The numbers of one entry of a list: *, a, a-b, each with /step or without. A range may wrap, as FRI-MON."""
    match = re.fullmatch(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d{1,3}))?", part, re.ASCII)
    if match is None:
        raise _wrong(field, word)
    step = int(match["step"]) if match["step"] else 1
    if step == 0:
        raise _wrong(field, word)
    if match["first"] is None:
        return range(field.first, _last_of(field) + 1, step)
    first = _number(field, match["first"], word)
    if match["last"] is None:
        return range(first, _last_of(field) + 1, step) if match["step"] else (first,)
    last = _number(field, match["last"], word)
    if first <= last:
        return range(first, last + 1, step)
    circle = [*range(first, _last_of(field) + 1), *range(field.first, last + 1)]
    return circle[::step]


def _last_of(field: _Field) -> int:
    """Sunday is 0 and 7; counting on stops at Saturday, so that it isn't met twice."""
    return 6 if field.last == 7 else field.last


def _number(field: _Field, text: str, word: str) -> int:
    if text.upper() in field.names:
        return field.names.index(text.upper()) + field.first
    if not text.isdigit() or not field.first <= int(text) <= field.last:
        raise _wrong(field, word)
    return int(text)


def _wrong(field: _Field, word: str) -> InputError:
    allowed = f"numbers from {field.first} to {field.last}"
    if field.names:
        allowed = f"{allowed} or names from {field.names[0]} to {field.names[-1]}"
    return InputError(
        field.refusal.format(word=word),
        meaning=_NOTHING_CHANGED,
        hint=f"It takes {allowed}, for example {field.example}.",
    )


def _as_utc(moment: datetime) -> datetime:
    # The trigger gives a match that is not before; all matches are at second 0.
    return (moment + timedelta(seconds=1)).replace(tzinfo=UTC)


def _text(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
