"""Reading URLs of servers: `scheme://user:password@host:port/database?parameter=value`, for every kind of server.

Rules where a URL is ambiguous, because passwords are pasted as they are:
- the host begins behind the last @; in a database name or a parameter an @ has to be written %40, but in `ssh=` and
  `password=`
- user and password part at the first colon; a colon in a user name has to be written %3A
- a password that holds one of @ / ? # or a % that isn't followed by two hex digits was not encoded by whoever wrote the
  URL: it is taken as it stands. Any other is decoded (%40 is @)
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from kbconnect.core.address_kinds import POSTGRESQL, ServerKind, folded
from kbconnect.core.address_parts import KEYWORDS, TAKEN, ParsedAddress, parsed_from
from kbconnect.core.address_words import Words, words_of
from kbconnect.core.errors import InputError

_PLACE = re.compile(
    r"(?P<host>\[[^\]/?#]*\]|[^:/?#\[\]]*)(?::(?P<port>[^/?#]*))?(?:/(?P<database>[^?#]*))?(?:\?(?P<query>[^#]*))?",
    re.DOTALL,
)
_WITH_PASSWORD = re.compile(r"\?(?:.*&)?(?:password|pwd|passwd)=", re.IGNORECASE | re.DOTALL)
_WITH_TUNNEL = re.compile(r"\?(?:[^?]*&)?ssh=[^?]*$", re.DOTALL)
_RAW = frozenset({"password", "pwd", "passwd"})


def parse_server_url(kind: ServerKind, rest: str, *, path_is_sid: bool = False) -> ParsedAddress:
    """rest: behind `scheme://`. path_is_sid: the database is the name of an instance, as SQLAlchemy has it for Oracle.

    Raises InputError, which never quotes the password.
    """
    front, query = _parted(rest)
    login, at, place = front.rpartition("@")
    if not at:
        place = front
    user, _, password = login.partition(":")
    match = _PLACE.fullmatch(place)
    if match is None:
        raise InputError(
            "The part of the URL behind the last @ is not a host with port and database.",
            hint="It should look like host:5432/database. An @ in a database name is written %40.",
        )
    values = {
        "user": unquote(user),
        "password": password_of(password),
        "host": match["host"] if match["host"].startswith("[") else unquote(match["host"]),
        "port": match["port"] or "",
        "sid" if path_is_sid else "dbname": unquote(match["database"] or ""),
    }
    values = {name: value for name, value in values.items() if value}
    found = _words(kind, values, match["query"] or "" if query is None else query)
    parsed = parsed_from(found.values, kind=kind, extras=found.extras)
    return ParsedAddress(parsed.draft, parsed.secret, tuple(dict.fromkeys((*parsed.left_out, *found.left_out))))


def _parted(rest: str) -> tuple[str, str | None]:
    """What stands before the parameters, and these where they may hold an @; else all of it, and None."""
    found = _WITH_PASSWORD.search(rest) or _WITH_TUNNEL.search(rest)
    if found is None:
        return rest, None
    at = rest.index("?") if found.re is _WITH_PASSWORD else found.start()
    return rest[:at], rest[at + 1 :]


def _words(kind: ServerKind, values: dict[str, str], query: str) -> Words:
    pairs = [part.partition("=")[::2] for part in query.split("&") if part]
    if kind.id == POSTGRESQL.id:
        return Words(values | _of_libpq(pairs))
    given = [(unquote(name), password_of(text) if folded(name) in _RAW else unquote(text)) for name, text in pairs]
    # What the parameters may be is decided by themselves: a password before the host ends where the host begins.
    found = words_of(kind, [*((name, values.pop(name)) for name in ("sid",) if name in values), *given])
    return Words(values | found.values, found.extras, found.left_out)


def password_of(written: str) -> str:
    """Decoded, if whoever wrote it encoded it."""
    if re.search(r"[@/?#]|%(?![0-9A-Fa-f]{2})", written):
        return written
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return written


def _of_libpq(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found = {unquote(name): password_of(value) if name == "password" else unquote(value) for name, value in pairs}
    unknown = [name for name in found if name not in KEYWORDS]
    if unknown and "password" in found:  # they may be the rest of it
        raise InputError(
            "Behind the password this URL has a parameter that kbconnect does not know.",
            hint="If the password holds one of & = # or %, write it as %26, %3D, %23 or %25.",
        )
    if unknown:
        names = ", ".join(f"“{name}”" for name in unknown)
        raise InputError(
            f"kbconnect does not know the parameter {names} of this URL."
            if len(unknown) == 1
            else f"kbconnect does not know the parameters {names} of this URL.",
            hint=f"Remove it. Known are: {', '.join(TAKEN)}.",
        )
    return found
