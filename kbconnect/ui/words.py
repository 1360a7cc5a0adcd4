"""Numbers, sizes and times as people read them, in the language of the window: "9.1 k", "12 min ago".

Pure functions without widgets. Times come in UTC and are shown in the time zone given, which is the machine's own where
none is named. Estimates say "about"; "≈" is only for tight places.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, tzinfo

from PySide6.QtCore import QLocale
from PySide6.QtGui import Qt

from kbconnect.core.shares import percent_number
from kbconnect.ui.language import ENGLISH, language, marks, say
from kbconnect.ui.sentences import written

DOT = "  ·  "
"""Between two facts on one line."""
MINUS = "\u2212"

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WEEK_DAYS = 6
"""So long a day of the week is told from the same day a week ago."""


def plain_tip(words: str) -> str:
    """Words for a tool tip as they are. It would take what looks like HTML for that, and load pictures from wherever a
    row, a name or a comment of a database says."""
    return Qt.convertFromPlainText(words) if Qt.mightBeRichText(words) else words


def count(number: int) -> str:
    """214,799"""
    return written(f"{number:,}", marks()).replace("-", MINUS)


def counted(number: int, one: str, many: str) -> str:
    """ "1 document", "4,113 documents"."""
    return f"{count(number)} {one if number == 1 else many}"


def short_count(number: int) -> str:
    """At most four figures: 64, 318, 9.1 k, 215 k, 3.1 M."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        share = number / size
        if share >= 0.9995:
            return f"{_decimal(share)} {unit}" if share < 99.95 else f"{share:.0f} {unit}"
    return str(number)


def _decimal(number: float) -> str:
    """With one figure behind the point."""
    return written(f"{number:.1f}", marks())


def rough(number: float) -> str:
    """An estimate to three figures, with "≈": ≈ 20,500, ≈ 3.1 M."""
    if number >= 999_500:
        return f"≈ {short_count(round(number))}"
    if number < 100:
        return f"≈ {math.ceil(number)}"
    step = 10 ** (len(str(int(number))) - 3)
    return f"≈ {count(round(number / step) * step)}"


def size(size_bytes: int) -> str:
    """2 MB, 188 MB, 1.1 GB; steps of 1,000 as file managers count."""
    for unit, step in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        share = size_bytes / step
        if share >= 0.9995:
            return f"{_decimal(share)} {unit}" if share < 9.95 and unit not in {"kB", "MB"} else f"{share:.0f} {unit}"
    return counted(size_bytes, say("byte"), say("bytes"))


def percent(share: float) -> str:
    """62 %; never 100 % before it is all, never 0 % once something is done."""
    return f"{percent_number(share)} %"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if language() != ENGLISH:
        return f"{count(number)}."
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
    return say("About {time} left").format(time=estimate(seconds))


def moment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """12 min ago under an hour, else Today 09:31, Yesterday 09:31, Mon 06:00, 15 Nov, 15 Nov 2024."""
    seconds = (now - at).total_seconds()
    if 0 <= seconds < _MINUTE:
        return say("Just now")
    if 0 <= seconds < _HOUR:
        return say("{minutes} min ago").format(minutes=int(seconds // _MINUTE))
    local, today = at.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    near = {0: say("Today {time}"), 1: say("Yesterday {time}"), -1: say("Tomorrow {time}")}.get(days)
    if near is not None:
        return near.format(time=f"{local:%H:%M}")
    if -_WEEK_DAYS <= days <= _WEEK_DAYS:
        return f"{_weekday(local)} {local:%H:%M}"
    day = day_words(local)
    return day if local.year == today.year else f"{day} {local.year}"


def slot(at: datetime, now: datetime, zone: tzinfo) -> str:
    """When something happens next: Mon 02:00, in a week and later Mon 23 Nov 02:00, with the year if it is another."""
    local = at.astimezone(zone)
    words = _weekday(local)
    if abs((at - now).total_seconds()) >= _WEEK_DAYS * _DAY:
        words += f" {day_words(local)}"
        if local.year != now.astimezone(zone).year:
            words += f" {local.year}"
    return f"{words} {local:%H:%M}"


def exact_moment(at: datetime, zone: tzinfo | None = None) -> str:
    """For tool tips, with the zone: Tue 18 Nov 2025, 09:31:05 CET."""
    local = at.astimezone(zone)
    return f"{_weekday(local)} {day_words(local)} {local.year}, {local:%H:%M:%S} {local.tzname() or ''}".strip()


def _weekday(at: datetime) -> str:
    return QLocale().dayName(at.isoweekday(), QLocale.FormatType.ShortFormat).rstrip(".")


def day_words(at: date) -> str:
    """15 Nov"""
    month = QLocale().monthName(at.month, QLocale.FormatType.ShortFormat).rstrip(".")
    return say("{day} {month}", "of a date").format(day=at.day, month=month)


def clock(at: datetime, zone: tzinfo | None = None) -> str:
    """13:31:05"""
    return f"{at.astimezone(zone):%H:%M:%S}"


def utc_now() -> datetime:
    """The time as the layers below write it."""
    return datetime.now(UTC)


def inside(words: str) -> str:
    """The same words in the middle of a sentence: "today 09:31"; names of days and months stay as they are."""
    days = {QLocale().dayName(day, QLocale.FormatType.ShortFormat).rstrip(".") for day in range(1, 8)}
    return words if words.partition(" ")[0] in days else words[:1].lower() + words[1:]
