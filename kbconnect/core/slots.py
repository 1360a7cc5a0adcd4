"""Slots: the instants a schedule's rule names, right over daylight saving.

A time on the clock that doesn't exist on a day (clocks go forward) counts as the first instant after the gap, one that
comes twice (clocks go back) as its first coming; so each runs once. A rule for every hour of the day is not about
certain times but about a rhythm: it skips what doesn't exist and goes on in the hour that comes again. Intervals are
real time and know no clock. Instants are aware datetimes in UTC. Must not know what time it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from kbconnect.core.cron import parse_cron
from kbconnect.core.errors import InputError
from kbconnect.core.schedule import IntervalRule, Rule

LONGEST_INTERVAL_MINUTES = 366 * 24 * 60
_SECOND = timedelta(seconds=1)
_LARGEST_JUMP = timedelta(hours=3)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises InputError with names that are near."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is an OSError
        raise InputError(
            f"There is no time zone called “{name}”.",
            meaning="No schedule was changed.",
            hint=_near_zones(name),
        ) from error


def _near_zones(name: str) -> str:
    import difflib  # only for somebody who mistyped

    by_name = {zone.casefold(): zone for zone in sorted(available_timezones())}
    wanted = name.strip().casefold().replace(" ", "_")
    cities = [zone for folded, zone in by_name.items() if wanted and wanted in folded.split("/")]
    near = cities or [by_name[folded] for folded in difflib.get_close_matches(wanted, by_name, n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(near[:3])}?"
    return "Time zones are written as a region and a city, like Europe/Berlin, or UTC."


class Slots:
    """The slots of one rule. Raises InputError for a rule that makes no sense."""

    def __init__(self, rule: Rule, set_at: datetime) -> None:
        """set_at: when the rule was set; intervals are counted from there."""
        self._rule = rule
        if isinstance(rule, IntervalRule):
            if not 1 <= rule.minutes <= LONGEST_INTERVAL_MINUTES:
                raise InputError(
                    f"{rule.minutes} minutes is no interval for a schedule.",
                    meaning="No schedule was changed.",
                    hint="Choose between one minute and a year.",
                )
            self._step = timedelta(minutes=rule.minutes)
            self._anchor = set_at.astimezone(UTC).replace(second=0, microsecond=0)
        else:
            self._cron = parse_cron(rule.cron)
            self._zone = zone_of(rule.timezone)

    def after(self, moment: datetime) -> Iterator[datetime]:
        """All slots later than an instant, in order; endless."""
        moment = moment.astimezone(UTC)
        if isinstance(self._rule, IntervalRule):
            return self._intervals(moment)
        return self._rhythm(moment) if self._cron.is_every_hour else self._named(moment)

    def next(self, moment: datetime) -> datetime:
        """The first slot later than an instant."""
        return next(self.after(moment))

    def latest(self, after: datetime, up_to: datetime) -> datetime | None:
        """The last slot later than `after` and not later than `up_to`; None if there is none."""
        span = timedelta(hours=1)
        while True:  # in few steps whether slots are a minute or years apart
            start = max(after, up_to - span)
            found = None
            for slot in self.after(start):
                if slot > up_to:
                    break
                found = slot
            if found is not None or start == after:
                return found
            span *= 4

    def count(self, after: datetime, up_to: datetime, limit: int) -> int:
        """How many slots are later than `after` and not later than `up_to`; counting stops at `limit`."""
        return sum(1 for _ in takewhile(lambda slot: slot <= up_to, islice(self.after(after), limit)))

    def _intervals(self, moment: datetime) -> Iterator[datetime]:
        slot = self._anchor + ((moment - self._anchor) // self._step + 1) * self._step
        while True:
            yield slot
            slot += self._step

    def _named(self, moment: datetime) -> Iterator[datetime]:
        """Each time on the clock once. Later times never give earlier instants, so no match behind `moment` counts."""
        for match in self._cron.matches_after(self._clock(moment)):
            slot = self._instant(match)
            if slot > moment:  # all times in a gap give the same instant
                yield slot
                moment = slot

    def _rhythm(self, moment: datetime) -> Iterator[datetime]:
        """By what the clock shows at each instant, piece by piece between its jumps."""
        shown = self._clock(moment)
        while True:
            offset = self._offset(moment)
            for match in self._cron.matches_after(shown):
                slot = (match - offset).replace(tzinfo=UTC)
                # A jump further off than its own size can't bring back times that were shown before `moment`.
                looked_at = (min(slot, moment + _LARGEST_JUMP), slot)
                behind = next((at for at in looked_at if self._offset(at) != offset), None)
                if behind is not None:
                    moment = self._jump(moment, behind)
                    shown = self._clock(moment) - _SECOND  # what the clock jumped to counts too
                    break
                yield slot
                moment = slot

    def _clock(self, moment: datetime) -> datetime:
        """What the clock on the wall shows, without a zone."""
        return moment.astimezone(self._zone).replace(tzinfo=None)

    def _offset(self, moment: datetime) -> timedelta:
        return self._clock(moment) - moment.replace(tzinfo=None)

    def _instant(self, shown: datetime) -> datetime:
        """When the clock on the wall first shows a time, or jumps over it."""
        first = shown.replace(tzinfo=self._zone).astimezone(UTC)
        if self._clock(first) == shown:
            return first
        # In a gap: by the offset before it the time lies behind the jump, by the one after it before.
        return self._jump(shown.replace(tzinfo=self._zone, fold=1).astimezone(UTC), first)

    def _jump(self, before: datetime, behind: datetime) -> datetime:
        """The first second at which the clock's offset is as it is at `behind`, no longer as at `before`."""
        offset = self._offset(behind)
        while behind - before > _SECOND:
            middle = before + (behind - before) // 2
            if self._offset(middle) == offset:
                behind = middle
            else:
                before = middle
        return behind.replace(microsecond=0)
