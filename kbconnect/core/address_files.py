"""Reading the files in which PostgreSQL's own tools keep addresses: `.pgpass` and `pg_service.conf`.

Takes their text and gives connections that were found, each with where it stood. Owns both formats (those of libpq) and
which password of `.pgpass` belongs to which connection. Must not open a file. Nothing that is told quotes a line: lines
hold passwords.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kbconnect.core.address_parts import NAME_LENGTH, TAKEN, left_out_of, parsed_from
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.errors import InputError

MOST = 5_000
"""So many connections are taken from one file."""
_LOCAL = "localhost"
_PORT = "5432"
_ANY = {
    (True, True): "",
    (True, False): "It stands for any database.",
    (False, True): "It stands for any user name.",
    (False, False): "It stands for any user name and any database.",
}
"""What a line of .pgpass leaves open, by whether it names a user and a database."""


@dataclass(frozen=True, slots=True)
class FoundConnection:
    """A connection somebody has described elsewhere, and what became of it on the way.

    origin: where it stood, "pg_service.conf". remark: what is not as it was there. problem: why it can't be taken, ""
    if it can. reference: where its password is read from ("env:NAME"), "" if nowhere. wants_secret: it has a password
    that has to be entered again.
    """

    draft: ConnectorDraft
    origin: str
    secret: Secret | None = field(default=None)
    reference: str = ""
    remark: str = ""
    problem: str = ""
    wants_secret: bool = False


@dataclass(frozen=True, slots=True)
class PassLine:
    """A line of .pgpass. A place that is "*" fits all."""

    host: str
    port: str
    database: str
    user: str
    secret: Secret = field(repr=False)

    def fits(self, draft: ConnectorDraft) -> bool:
        """As libpq asks: a socket on this computer counts as localhost, no port as the usual one, no database as the
        user's name."""
        host = _LOCAL if not draft.host or draft.host.startswith("/") else draft.host
        wanted = (host, str(draft.port or _PORT), draft.database or draft.username, draft.username)
        places = (self.host, self.port, self.database, self.user)
        return all(place in ("*", value) for place, value in zip(places, wanted, strict=True))


def parse_pgpass(text: str) -> tuple[PassLine, ...]:
    """Every line that has five places; others, and comments, count for nothing, as for libpq."""
    lines = []
    for line in text.splitlines()[: MOST * 2]:
        if line.startswith("#"):
            continue
        places = _places(line)
        if places is not None and places[4]:
            lines.append(PassLine(*places[:4], Secret(places[4])))
    return tuple(lines)


def _places(line: str) -> tuple[str, str, str, str, str] | None:
    """Host, port, database, user, password, without the backslashes before : and \\; None for too few places."""
    places: list[str] = []
    signs: list[str] = []
    at = 0
    while at < len(line) and len(places) < 4:
        if line[at] == "\\" and at + 1 < len(line):
            signs.append(line[at + 1])
            at += 2
            continue
        if line[at] == ":":
            places.append("".join(signs))
            signs = []
        else:
            signs.append(line[at])
        at += 1
    if len(places) < 4:
        return None
    rest = line[at:]
    password: list[str] = []
    at = 0
    while at < len(rest):  # a colon in it needs no backslash: it is the last place
        at += rest[at] == "\\" and at + 1 < len(rest)
        password.append(rest[at])
        at += 1
    host, port, database, user = places
    return host, port, database, user, "".join(password)


def connections_of_pgpass(lines: Sequence[PassLine], origin: str) -> tuple[FoundConnection, ...]:
    """The lines that name a host; one that stands for any host only lends its password to others."""
    return tuple(_of_pass_line(line, origin) for line in lines if line.host not in ("*", ""))[:MOST]


def _of_pass_line(line: PassLine, origin: str) -> FoundConnection:
    user, database = ("" if place == "*" else place for place in (line.user, line.database))
    remark = _ANY[bool(user), bool(database)]
    values = {"host": line.host, "port": "" if line.port == "*" else line.port, "dbname": database, "user": user}
    return _found(values, database, origin, remark, line.secret)


def parse_service_file(text: str, origin: str) -> tuple[FoundConnection, ...]:
    """Each service as a connection of its name. A service that can't be taken says why."""
    found: list[FoundConnection] = []
    name: str | None = None
    values: dict[str, str] = {}
    problem = ""
    for line in [*(raw.strip() for raw in text.splitlines()), "[]"]:
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            if name and len(found) < MOST:
                found.append(_service(name, values, problem, origin))
            name, values, problem = line[1:].partition("]")[0].strip(), {}, ""
            continue
        word, equals, value = line.partition("=")
        if name is None:
            continue
        if word.startswith("ldap"):
            problem = problem or "It is kept in a directory (LDAP), which kbconnect doesn't ask."
        elif not equals:
            problem = problem or "One of its lines has no “=”, so PostgreSQL's own tools don't read it either."
        else:
            values.setdefault(word, value)  # of two equal words libpq takes the first
    return tuple(found)


def _service(name: str, values: dict[str, str], problem: str, origin: str) -> FoundConnection:
    left_out = left_out_of(values)
    remark = f"Left out: {', '.join(left_out)}." if left_out else ""
    password = values.get("password", "")
    kept = {word: value for word, value in values.items() if word in TAKEN and word != "password"}
    found = _found(kept, name, origin, remark, Secret(password) if password else None)
    if "service" in values:
        problem = problem or "It stands for another service, which PostgreSQL's own tools don't follow either."
    if not problem and not found.problem and not found.draft.host:
        return replace(found, problem="It names no host.")
    return replace(found, problem=problem or found.problem)


def _found(values: dict[str, str], name: str, origin: str, remark: str, secret: Secret | None) -> FoundConnection:
    try:
        draft = parsed_from(values, name).draft
    except InputError as error:
        broken = ConnectorDraft(plain_name(name or values.get("host", "")), "postgresql")
        return FoundConnection(broken, origin, problem=error.message)
    return FoundConnection(draft, origin, secret, remark=remark)


def plain_name(written: object) -> str:
    """Something people can be shown, whatever was written: without control characters and not endless."""
    text = written if isinstance(written, str) else ""
    shown = "".join(sign for sign in text if sign.isprintable())
    return shown.strip()[:NAME_LENGTH] or "Without a name"


def with_passwords(found: Iterable[FoundConnection], lines: Sequence[PassLine]) -> tuple[FoundConnection, ...]:
    """The same connections; those of PostgreSQL that have no password get that of the first line that fits."""
    return tuple(_with_password(one, lines) for one in found)


def _with_password(one: FoundConnection, lines: Sequence[PassLine]) -> FoundConnection:
    if one.secret is not None or one.problem or one.reference or one.draft.provider != "postgresql":
        return one
    line = next((line for line in lines if line.fits(one.draft)), None)
    return one if line is None else replace(one, secret=line.secret, wants_secret=False)
