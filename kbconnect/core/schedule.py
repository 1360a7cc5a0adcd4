"""The words for schedules: by what rule a dataset is synced by itself, and how far that has come. Frozen values.

Times are aware datetimes in UTC. Must not know the time, nor reckon slots: `kbconnect.core.slots` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CronRule:
    """By the clock on the wall. cron: minute, hour, day of month, month, day of week as cron reads them.

    timezone: an IANA name ("Europe/Berlin").
    """

    cron: str
    timezone: str


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """Every so many minutes of real time, counted from when the rule was set."""

    minutes: int


Rule = CronRule | IntervalRule


class WaitKind(StrEnum):
    """What a due sync waits for. UNLOCK: a keyring or vault that is locked. KEYRING: one that isn't there. SERVER: a
    host that answers but takes no connection. NETWORK: a host that can't be reached. SYNC: another sync of the same
    dataset. OTHER: nothing this version knows."""

    UNLOCK = "unlock"
    KEYRING = "keyring"
    SERVER = "server"
    NETWORK = "network"
    SYNC = "sync"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a dataset is synced by itself. A slot is one of the instants its rule names.

    set_at: when the rule was set; earlier slots don't count. served_until: slots up to and with this instant are done
    with. enabled: False while it is paused. begun_slot, begun_at: the slot whose sync was begun last, and when; a slot
    that was begun but isn't served is under way or was broken off. waiting_for: why a due slot can't start yet, as
    "the keyring to be unlocked", "" if nothing keeps it, and waiting_kind the same for programs; told: the person was
    told so.
    """

    dataset_id: str
    rule: Rule
    set_at: datetime
    served_until: datetime
    enabled: bool = True
    begun_slot: datetime | None = None
    begun_at: datetime | None = None
    waiting_for: str = ""
    waiting_kind: WaitKind = WaitKind.OTHER
    told: bool = False
