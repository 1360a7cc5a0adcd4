"""What an account may do at a source beyond reading, and what an account that may only read has to be given.

Frozen values. Must not know how a provider is asked or how its scripts are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kbconnect.core.model import TableRef


class PowerKind(StrEnum):
    """What a power is about, the same words for every provider."""

    SUPERUSER = "superuser"
    """No right is checked for it, or it can make itself such an account."""
    SERVER_PROGRAMS = "server_programs"
    """Runs programs on the server's machine."""
    SERVER_FILES = "server_files"
    """Reads or writes files on the server's machine."""
    ACCOUNTS = "accounts"
    DATABASES = "databases"
    REPLICATION = "replication"
    ROW_SECURITY = "row_security"
    """Row level security does not hold for it."""
    SESSIONS = "sessions"
    """Ends what others are doing, or steers the server."""
    WRITES = "writes"
    CREATES = "creates"
    OWNS = "owns"
    GRANTS = "grants"
    """Passes its rights on to others."""
    BECOMES = "becomes"
    """Takes on another role, with what that may do."""
    DEFAULTS = "defaults"
    """Is given rights in tables that don't exist yet."""
    RUNS_AS_OWNER = "runs_as_owner"
    """Runs functions that act with the rights of whoever wrote them."""
    OTHER_SERVERS = "other_servers"
    LANGUAGES = "languages"
    """Writes functions in languages that reach out of the database."""
    LARGE_OBJECTS = "large_objects"
    SEQUENCES = "sequences"
    READS_MORE = "reads_more"
    """Reads what no dataset uses."""
    FILE = "file"
    """The file of the database can be written to by this account of the computer."""


class Severity(StrEnum):
    """How much a power asks for attention, least first."""

    REACHES = "reaches"
    """It sees or reaches more than it needs, and changes nothing by that alone."""
    WRITES = "writes"
    """It can change data or what is around it."""
    ADMINISTERS = "administers"
    """It can change the server itself, or make itself an account that can."""


class AccessLevel(StrEnum):
    """An account in one word."""

    READ_ONLY = "read_only"
    CAN_WRITE = "can_write"
    SUPERUSER = "superuser"


@dataclass(frozen=True, slots=True)
class Power:
    """One thing the account may do that reading doesn't need. sentence: plain and whole ("It can …")."""

    kind: PowerKind
    sentence: str
    severity: Severity


_ORDER = tuple(Severity)


def by_severity(powers: Iterable[Power]) -> tuple[Power, ...]:
    """The worst first; otherwise as they come."""
    return tuple(sorted(powers, key=lambda power: -_ORDER.index(power.severity)))


def access_level(powers: Iterable[Power]) -> AccessLevel:
    """The account in one word."""
    found = tuple(powers)
    if any(power.kind is PowerKind.SUPERUSER for power in found):
        return AccessLevel.SUPERUSER
    if any(power.severity is not Severity.REACHES for power in found):
        return AccessLevel.CAN_WRITE
    return AccessLevel.READ_ONLY


# --------------------------------------------------------------------------------------------------- scripts


@dataclass(frozen=True, slots=True)
class NeededTable:
    """A table or view that is read. columns: those that are read; empty for all of them."""

    table: TableRef
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessWish:
    """What an account is wanted for. account: its name. tables: each once. queries: people's own SELECTs, whose tables
    are read as well.

    statement_timeout_s: after so long the server breaks a statement of the account off.
    """

    account: str
    tables: tuple[NeededTable, ...]
    queries: tuple[str, ...] = ()
    statement_timeout_s: int = 60


@dataclass(frozen=True, slots=True)
class NetworkAdvice:
    """What lets this computer reach the server. address: of this computer (or its tunnel) as the server sees it, "" if
    nobody could be asked or nothing goes over a network. rule: a line for the server's own list of who may come, in the
    file `rule_place`; "" if the provider has none. firewall: commands for whoever looks after the firewall. notes:
    plain sentences."""

    address: str
    rule: str = ""
    rule_place: str = ""
    firewall: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessScript:
    """Text for an administrator; nothing of it is run by this program, and no password stands in it.

    make: makes the account that may only read. take_away: takes from the present account what it doesn't need, "" if
    there is nothing to take. notes: plain sentences on what the script doesn't do, and why. language: "sql" or "shell".
    """

    account: str
    make: str
    take_away: str = ""
    notes: tuple[str, ...] = ()
    network: NetworkAdvice | None = None
    language: str = "sql"
