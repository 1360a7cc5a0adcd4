"""When a dataset is synced by itself next, as lists say it: the rule, the next time, what a due sync waits for.

Pure: a schedule's state in, frozen values and words out. Reckoning slots is the business of the layers below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from kbconnect.app.schedule import ScheduleState
from kbconnect.core.schedule import CronRule, WaitKind
from kbconnect.core.slots import zone_of
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.models.cells import Cell
from kbconnect.ui.status import State, Status
from kbconnect.ui.words import exact_moment, inside, moment


@dataclass(frozen=True, slots=True)
class NextSync:
    """rule: "Every night at 02:00", with its time zone only where that has another time than this machine.

    at: the next slot, None while there is none. waiting_for: what keeps a due sync, as the application says it, "" if
    nothing does; waiting_kind: of what kind that is. problem: why the rule can't be read any more, else "".
    """

    rule: str
    at: datetime | None = None
    paused: bool = False
    waiting_for: str = ""
    waiting_kind: WaitKind = WaitKind.OTHER
    problem: str = ""


def next_sync_of(state: ScheduleState, now: datetime, zone: tzinfo | None = None) -> NextSync:
    """zone: of the people who read it; None: this machine's. May look a time zone up in a file."""
    at = state.upcoming[0] if state.upcoming else None
    schedule, rule = state.schedule, _rule_words(state, at or now, zone)
    return NextSync(rule, at, not schedule.enabled, schedule.waiting_for, schedule.waiting_kind, state.problem)


def _rule_words(state: ScheduleState, at: datetime, zone: tzinfo | None) -> str:
    rule = state.schedule.rule
    if state.problem or not isinstance(rule, CronRule):
        return state.words
    same_clock = at.astimezone(zone_of(rule.timezone)).utcoffset() == at.astimezone(zone).utcoffset()
    return state.words.removesuffix(f", {rule.timezone}") if same_clock else state.words


_WAITS = {
    WaitKind.UNLOCK: (State.WAITING_UNLOCK, ""),
    WaitKind.KEYRING: (State.WAITING_SOURCE, noted("Waiting for keyring")),
    WaitKind.SERVER: (State.WAITING_SOURCE, noted("Waiting for server")),
    WaitKind.NETWORK: (State.WAITING_SOURCE, ""),
    WaitKind.SYNC: (State.QUEUED, ""),
    WaitKind.OTHER: (State.QUEUED, noted("Waiting")),
}
"""The pill of a sync by what it waits for: the state, and other words than its own."""


def waiting_status(plan: NextSync | None) -> Status | None:
    """The pill of a sync that is due and can't start; None if it doesn't wait."""
    if plan is None or plan.paused or not plan.waiting_for:
        return None
    state, words = _WAITS[plan.waiting_kind]
    return Status(state, say(words) if words else "")


def _due_words(*waiting: NextSync) -> str:
    """Short: what is waited for stands in the pill."""
    is_locked = any(plan.waiting_kind is WaitKind.UNLOCK for plan in waiting)
    return say("runs after unlock") if is_locked else say("due now")


def schedule_cell(plan: NextSync | None, now: datetime) -> Cell:
    """The rule, and below it what comes next."""
    if plan is None:
        return Cell(say("When asked"), faint=True, tip=say("Synced only when somebody asks for it."))
    if plan.problem:
        return Cell(say("Can't be read"), faint=True, tip=told(plan.problem))
    rule = told(plan.rule)
    if plan.paused:
        return Cell(rule, say("paused"), faint=True, tip=say("{rule}. Paused.").format(rule=rule))
    if plan.waiting_for:
        reason = told(plan.waiting_for)
        tip = say("{rule}. Due, and waits for {reason}.").format(rule=rule, reason=reason)
        return Cell(rule, _due_words(plan), tip=tip)
    if plan.at is None:
        return Cell(rule)
    tip = say("{rule}. Next: {time}.").format(rule=rule, time=exact_moment(plan.at))
    return Cell(rule, _next_words(plan.at, now), tip=tip, order=plan.at.timestamp())


def planned_words(plans: Iterable[NextSync | None], now: datetime) -> str:
    """What comes next for several datasets, in a few words: "next today 14:00"."""
    known = [plan for plan in plans if plan is not None]
    if not known:
        return say("no schedule")
    waiting = [plan for plan in known if waiting_status(plan) is not None]
    if waiting:
        return _due_words(*waiting)
    upcoming = [plan.at for plan in known if plan.at is not None and not plan.paused]
    if upcoming:
        return _next_words(min(upcoming), now)
    return say("paused") if any(plan.paused for plan in known) else say("schedule can't be read")


def _next_words(at: datetime, now: datetime) -> str:
    return say("next {0}").format(inside(moment(at, now))) if at > now else say("due now")
