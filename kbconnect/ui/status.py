"""The words for states: one icon, one word, one tone for each, everywhere in the window. Paints nothing.

Calm states are a thin icon and a grey word; only a state that asks for attention has a tint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kbconnect.ui.language import noted, say
from kbconnect.ui.words import count


class State(StrEnum):
    """What a connector, a dataset, a run or a secret can be in. The names of runs are those of the run history."""

    HEALTHY = "healthy"
    UNLOCKED = "unlocked"
    COMPLETED = "completed"
    RUNNING = "running"
    QUEUED = "queued"
    UNTESTED = "untested"
    CANCELLED = "cancelled"
    COMPLETED_WITH_REJECTS = "completed_with_rejects"
    CAN_WRITE = "can_write"
    SUPERUSER = "superuser"
    WAITING_UNLOCK = "waiting_unlock"
    WAITING_SOURCE = "waiting_source"
    WAITING_ANSWER = "waiting_answer"
    INTERRUPTED = "interrupted"
    EXPIRES = "expires"
    FAILED = "failed"
    LOGIN_REFUSED = "login_refused"
    SECRET_MISSING = "secret_missing"
    NO_MODEL = "no_model"
    ANSWER_FOUND = "answer_found"
    ANSWER_UNKNOWN = "answer_unknown"
    ANSWER_MISSED = "answer_missed"
    ANSWER_WORSE = "answer_worse"


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown. english: its word, before translation. tone: a colour token; with `tinted` the pill has the
    ground `<tone>_bg`."""

    icon: str
    english: str
    tone: str
    tinted: bool
    rank: int
    """How much it asks for attention; a list shows the highest."""


_LOOKS = {
    State.HEALTHY: Look("check-circle", noted("Healthy"), "success", False, 0),
    State.UNLOCKED: Look("lock-simple-open", noted("Unlocked"), "success", False, 0),
    State.COMPLETED: Look("check-circle", noted("Done"), "success", False, 0),
    State.NO_MODEL: Look("text-aa", noted("Words only"), "text3", False, 1),
    State.UNTESTED: Look("circle-dashed", noted("Not tested yet"), "text3", False, 2),
    State.ANSWER_FOUND: Look("check-circle", noted("Found"), "success", False, 0),
    State.ANSWER_UNKNOWN: Look("circle-dashed", noted("Not asked yet"), "text3", False, 2),
    State.ANSWER_MISSED: Look("magnifying-glass-minus", noted("Not found yet"), "warning", False, 4),
    State.ANSWER_WORSE: Look("trend-down", noted("Worse"), "warning", True, 8),
    State.CANCELLED: Look("stop-circle", noted("Stopped by you"), "text3", False, 3),
    State.QUEUED: Look("hourglass", noted("Queued"), "text3", False, 4),
    State.CAN_WRITE: Look("shield-warning", noted("Can write"), "warning", True, 5),
    State.SUPERUSER: Look("shield-warning", noted("Superuser"), "warning", True, 5),
    State.COMPLETED_WITH_REJECTS: Look("warning-circle", noted("Done, some rejected"), "warning", True, 6),
    State.INTERRUPTED: Look("link-break", noted("Interrupted"), "warning", True, 7),
    State.EXPIRES: Look("clock", noted("Expires soon"), "warning", True, 8),
    State.RUNNING: Look("arrows-clockwise", noted("Syncing"), "accent", False, 9),
    State.WAITING_UNLOCK: Look("lock-simple", noted("Waiting for unlock"), "warning", True, 10),
    State.WAITING_SOURCE: Look("hourglass", noted("Waiting for network"), "warning", True, 10),
    State.WAITING_ANSWER: Look("hand-palm", noted("Waiting for you"), "warning", True, 11),
    State.FAILED: Look("x-circle", noted("Failed"), "danger", True, 12),
    State.SECRET_MISSING: Look("x-circle", noted("Not found"), "danger", True, 13),
    State.LOGIN_REFUSED: Look("x-circle", noted("Login refused"), "danger", True, 14),
}


@dataclass(frozen=True, slots=True)
class Status:
    """A state as one pill: `Status(State.RUNNING)`, or in other words `Status(State.RUNNING, "Adding meaning")`."""

    state: State
    words: str = ""

    @property
    def look(self) -> Look:
        return _LOOKS[self.state]

    @property
    def word(self) -> str:
        return self.words or say(self.look.english)


def rejected(rows: int) -> Status:
    """A finished run that left so many rows out."""
    return Status(State.COMPLETED_WITH_REJECTS, say("Done, {rows} rejected").format(rows=count(rows)))


def expires_in(days: int) -> Status:
    """A secret that stops working soon; `days` from 0."""
    if days == 0:
        return Status(State.EXPIRES, say("Expires today"))
    words = say("Expires tomorrow") if days == 1 else say("Expires in {days} days").format(days=days)
    return Status(State.EXPIRES, words)


def worst(*statuses: Status) -> Status:
    """The one that asks most for attention: a row shows one pill. Raises ValueError without any."""
    return max(statuses, key=lambda status: status.look.rank)
