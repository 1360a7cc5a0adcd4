"""What a schedule does, in words people use: "Every night at 02:00, Europe/Berlin". Owns the wording alone.

Every f-string is a phrase of its own, so that another language can turn it round.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from kbconnect.core.connector import Connector, references_of
from kbconnect.core.cron import Cron, parse_cron
from kbconnect.core.schedule import IntervalRule, Rule, WaitKind

_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOST_TIMES = 4
"""So many times of a day are listed; more are counted."""


def rule_words(rule: Rule) -> str:
    """Raises InputError for cron text that makes no sense."""
    if isinstance(rule, IntervalRule):
        return _every_words(rule.minutes)
    return f"{_cron_words(parse_cron(rule.cron), rule.cron)}, {rule.timezone}"


def interval_words(minutes: int) -> str:
    """ "30 minutes", "1 hour", "2 days"."""
    if minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return "1 day" if days == 1 else f"{days:,} days"
    if minutes % 60 == 0:
        hours = minutes // 60
        return "1 hour" if hours == 1 else f"{hours:,} hours"
    return "1 minute" if minutes == 1 else f"{minutes:,} minutes"


def _every_words(minutes: int) -> str:
    if minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return "Every day" if days == 1 else f"Every {days:,} days"
    if minutes % 60 == 0:
        hours = minutes // 60
        return "Every hour" if hours == 1 else f"Every {hours:,} hours"
    return "Every minute" if minutes == 1 else f"Every {minutes:,} minutes"


def moment_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant as people say it near now: "Mon 02:00", further away "Mon 23 Nov 02:00", with the year if another."""
    here, today = moment.astimezone(zone), now.astimezone(zone)
    words = f"{_WEEKDAYS[here.isoweekday() % 7][:3]}"
    if abs(moment - now) >= timedelta(days=6):
        words += f" {here.day} {_MONTHS[here.month - 1][:3]}"
        if here.year != today.year:
            words += f" {here.year}"
    return f"{words} {here:%H:%M}"


def waiting_words(kind: WaitKind, connector: Connector | None = None) -> str:
    """The words behind "waits for". connector: of the dataset, where it matters."""
    host = connector.host if connector is not None else ""
    tunnel = connector.options.tunnel if connector is not None else None
    kept = references_of(connector) if connector is not None else ()
    match kind:
        case WaitKind.UNLOCK if any(reference.startswith("vault:") for reference in kept):
            return "the encrypted vault to be unlocked"
        case WaitKind.UNLOCK if any(reference.startswith("openbao:") for reference in kept):
            return "OpenBao to be unsealed"
        case WaitKind.KEYRING if any(reference.startswith("openbao:") for reference in kept):
            return "OpenBao, which does not answer"
        case WaitKind.UNLOCK:
            return "the keyring to be unlocked"
        case WaitKind.KEYRING:
            return "the keyring to be started"
        case WaitKind.SERVER if tunnel is not None:
            return f"the SSH server: {tunnel.host} takes no connections"
        case WaitKind.NETWORK if tunnel is not None:
            return f"the network: {tunnel.host} can't be reached"
        case WaitKind.SERVER:
            return f"the database server: {host} takes no connections"
        case WaitKind.NETWORK:
            return f"the network: {host} can't be reached"
        case WaitKind.SYNC:
            return "the sync under way to end"
        case WaitKind.OTHER:
            return ""


def _cron_words(cron: Cron, text: str) -> str:
    days = _day_words(cron)
    if days is None:
        return f"As cron says, {text}"
    rhythm = _rhythm_words(cron)
    if rhythm is not None:
        inside = days if days.startswith(_WEEKDAYS) else days[:1].lower() + days[1:]
        return f"{rhythm}, {inside}" if days else rhythm
    times = [f"{hour:02}:{minute:02}" for hour in cron.hours for minute in cron.minutes]
    count = len(cron.hours) * len(cron.minutes)
    when = days or ("Every night" if _is_at_night(cron) else "Every day")
    if count <= _MOST_TIMES:
        return f"{when} at {_joined(times)}"
    return f"{when} at {count} times from {times[0]} to {times[-1]}"


def _rhythm_words(cron: Cron) -> str | None:
    """ "Every 15 minutes", "Every 2 hours from 08:00 to 18:00"; None if the times have none."""
    minutes, hours = cron.minutes, cron.hours
    if len(minutes) > 1:
        step = _step(minutes)
        if step is None or step * len(minutes) != 60 or minutes[0] >= step or not _is_run(hours):
            return None
        words = _every_words(step)
        if minutes[0]:
            words = f"{words} from minute {minutes[0]}"
    else:
        step = _step(hours)
        if step is None or len(hours) <= _MOST_TIMES or (step > 1 and step * len(hours) != 24):
            return None
        words = _every_words(step * 60)
        if minutes[0]:
            words = f"{words} at minute {minutes[0]}"
        if step > 1:
            return words
    if len(hours) < 24:
        first, last = f"{hours[0]:02}:{minutes[0]:02}", f"{hours[-1]:02}:{minutes[-1]:02}"
        words = f"{words} from {first} to {last}"
    return words


def _day_words(cron: Cron) -> str | None:
    """ "" for every day; None for what is easier to read as cron."""
    all_days, all_weekdays = len(cron.days) == 31, len(cron.weekdays) == 7
    months = "" if len(cron.months) == 12 else _joined([_MONTHS[month - 1] for month in cron.months])
    if cron.either_day and not (all_days or all_weekdays):
        return f"{_date_words(cron.days, months)} and every {_joined(_names(cron.weekdays))}"
    if cron.either_day or (all_days and all_weekdays):
        return f"Every day in {months}" if months else ""
    if all_weekdays:
        return _date_words(cron.days, months)
    if all_days:
        weekdays = _weekday_words(cron.weekdays)
        return f"{weekdays} in {months}" if months else weekdays
    return None


def _date_words(days: Sequence[int], months: str) -> str:
    dates = _joined([_ordinal(day) for day in days])
    return f"On the {dates} of {months}" if months else f"On the {dates} of every month"


def _weekday_words(weekdays: Sequence[int]) -> str:
    if tuple(weekdays) == (0, 6):
        return "Every Saturday and Sunday"
    if len(weekdays) > 2 and _is_run(weekdays):
        return f"{_WEEKDAYS[weekdays[0]]} to {_WEEKDAYS[weekdays[-1]]}"
    return f"Every {_joined(_names(weekdays))}"


def _names(weekdays: Sequence[int]) -> list[str]:
    """A week begins on Monday for most people."""
    return [_WEEKDAYS[day] for day in sorted(weekdays, key=lambda day: day or 7)]


def _is_at_night(cron: Cron) -> bool:
    return all(hour < 6 or hour >= 22 for hour in cron.hours)


def _step(numbers: Sequence[int]) -> int | None:
    """The distance between neighbours if it is always the same."""
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else None


def _is_run(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] == len(numbers) - 1


def _ordinal(number: int) -> str:
    match number:
        case 1 | 21 | 31:
            return f"{number}st"
        case 2 | 22:
            return f"{number}nd"
        case 3 | 23:
            return f"{number}rd"
        case _:
            return f"{number}th"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
