"""Numbers, sizes and times as people read them: "9.1 k", "12 min ago", "About 19 min left". Pure functions, no Qt.

Times come in UTC and are shown in the time zone given, which is the machine's own where none is named. Estimates say
"about"; "≈" is only for tight places.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, tzinfo

DOT = "  ·  "
"""Between two facts on one line."""
MINUS = "\u2212"

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WEEK_DAYS = 6
"""So long a day of the week is told from the same day a week ago."""


def count(number: int) -> str:
    """214,799"""
    return f"{number:,}".replace("-", MINUS)


def counted(number: int, one: str, many: str) -> str:
    """ "1 document", "4,113 documents"."""
    return f"{count(number)} {one if number == 1 else many}"


def short_count(number: int) -> str:
    """At most four figures: 64, 318, 9.1 k, 215 k, 3.1 M."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        share = number / size
        if share >= 0.9995:
            return f"{share:.1f} {unit}" if share < 99.95 else f"{share:.0f} {unit}"
    return str(number)


def rough(number: float) -> str:
    """An estimate to three figures, with "≈": ≈ 20,500, ≈ 3.1 M."""
    if number >= 999_500:
        return f"≈ {short_count(round(number))}"
    if number < 100:
        return f"≈ {math.ceil(number)}"
    step = 10 ** (len(str(int(number))) - 3)
    return f"≈ {round(number / step) * step:,}"


def size(size_bytes: int) -> str:
    """2 MB, 188 MB, 1.1 GB; steps of 1,000 as file managers count."""
    for unit, step in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        share = size_bytes / step
        if share >= 0.9995:
            return f"{share:.1f} {unit}" if share < 9.95 and unit not in {"kB", "MB"} else f"{share:.0f} {unit}"
    return counted(size_bytes, "byte", "bytes")


def percent(share: float) -> str:
    """62 %; never 100 % before it is all, never 0 % once something is done."""
    if 0 < share < 1:
        return f"{min(max(round(share * 100), 1), 99)} %"
    return f"{round(share * 100)} %"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def duration(seconds: float) -> str:
    """How long something took: 24 ms, 4 s, 1 min 5 s, 2 h 10 min."""
    if seconds < 1:
        return f"{max(1, round(seconds * 1000))} ms"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s" if whole % _MINUTE else f"{whole // _MINUTE} min"
    minutes = round(whole / _MINUTE)
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def estimate(seconds: float) -> str:
    """How long something will take, rounded up: 10 s, 3 min, 2 h 10 min."""
    if seconds <= 55:
        return f"{max(1, math.ceil(seconds / 5)) * 5} s"
    minutes = math.ceil(seconds / _MINUTE)
    if minutes < 60:
        return f"{minutes} min"
    minutes = math.ceil(minutes / 10) * 10
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def time_left(seconds: float) -> str:
    """About 19 min left."""
    return f"About {estimate(seconds)} left"


def moment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """12 min ago under an hour, else Today 09:31, Yesterday 09:31, Mon 06:00, 15 Nov, 15 Nov 2024."""
    seconds = (now - at).total_seconds()
    if 0 <= seconds < _MINUTE:
        return "Just now"
    if 0 <= seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min ago"
    local, today = at.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    if days == 0:
        return f"Today {local:%H:%M}"
    if days in (1, -1):
        return f"{'Yesterday' if days == 1 else 'Tomorrow'} {local:%H:%M}"
    if 0 < days <= _WEEK_DAYS or -_WEEK_DAYS <= days < 0:
        return f"{local:%a %H:%M}"
    day = f"{local.day} {local:%b}"
    return day if local.year == today.year else f"{day} {local.year}"


def exact_moment(at: datetime, zone: tzinfo | None = None) -> str:
    """For tool tips, with the zone: Tue 18 Nov 2025, 09:31:05 CET."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} {local.year}, {local:%H:%M:%S} {local.tzname() or ''}".strip()


def clock(at: datetime, zone: tzinfo | None = None) -> str:
    """13:31:05"""
    return f"{at.astimezone(zone):%H:%M:%S}"


def utc_now() -> datetime:
    """The time as the layers below write it."""
    return datetime.now(UTC)


def inside(words: str) -> str:
    """The same words in the middle of a sentence: "today 09:31"; names of days and months stay as they are."""
    keep = words[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    return words if keep else words[:1].lower() + words[1:]
