"""The words for states: one icon, one word, one tone for each, everywhere in the window. Paints nothing.

Calm states are a thin icon and a grey word; only a state that asks for attention has a tint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    WAITING_UNLOCK = "waiting_unlock"
    WAITING_SOURCE = "waiting_source"
    WAITING_ANSWER = "waiting_answer"
    INTERRUPTED = "interrupted"
    EXPIRES = "expires"
    FAILED = "failed"
    LOGIN_REFUSED = "login_refused"
    SECRET_MISSING = "secret_missing"
    NO_MODEL = "no_model"


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown. tone: a colour token; with `tinted` the pill has the ground `<tone>_bg`."""

    icon: str
    word: str
    tone: str
    tinted: bool
    rank: int
    """How much it asks for attention; a list shows the highest."""


_LOOKS = {
    State.HEALTHY: Look("check-circle", "Healthy", "success", False, 0),
    State.UNLOCKED: Look("lock-simple-open", "Unlocked", "success", False, 0),
    State.COMPLETED: Look("check-circle", "Done", "success", False, 0),
    State.NO_MODEL: Look("text-aa", "Words only", "text3", False, 1),
    State.UNTESTED: Look("circle-dashed", "Not tested yet", "text3", False, 2),
    State.CANCELLED: Look("stop-circle", "Stopped by you", "text3", False, 3),
    State.QUEUED: Look("hourglass", "Queued", "text3", False, 4),
    State.CAN_WRITE: Look("shield-warning", "Can write", "warning", True, 5),
    State.COMPLETED_WITH_REJECTS: Look("warning-circle", "Done, some rejected", "warning", True, 6),
    State.INTERRUPTED: Look("link-break", "Interrupted", "warning", True, 7),
    State.EXPIRES: Look("clock", "Expires soon", "warning", True, 8),
    State.RUNNING: Look("arrows-clockwise", "Syncing", "accent", False, 9),
    State.WAITING_UNLOCK: Look("lock-simple", "Waiting for unlock", "warning", True, 10),
    State.WAITING_SOURCE: Look("hourglass", "Waiting for network", "warning", True, 10),
    State.WAITING_ANSWER: Look("hand-palm", "Waiting for you", "warning", True, 11),
    State.FAILED: Look("x-circle", "Failed", "danger", True, 12),
    State.SECRET_MISSING: Look("x-circle", "Not found", "danger", True, 13),
    State.LOGIN_REFUSED: Look("x-circle", "Login refused", "danger", True, 14),
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
        return self.words or self.look.word


def rejected(count: int) -> Status:
    """A finished run that left `count` rows out."""
    return Status(State.COMPLETED_WITH_REJECTS, f"Done, {count:,} rejected")


def expires_in(days: int) -> Status:
    """A secret that stops working soon; `days` from 0."""
    if days == 0:
        return Status(State.EXPIRES, "Expires today")
    return Status(State.EXPIRES, "Expires tomorrow" if days == 1 else f"Expires in {days} days")


def worst(*statuses: Status) -> Status:
    """The one that asks most for attention: a row shows one pill. Raises ValueError without any."""
    return max(statuses, key=lambda status: status.look.rank)
