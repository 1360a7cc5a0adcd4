"""Addresses of sources as people paste them, and as they are shown.

Owns the reading of `postgresql://` and `sqlite:///` URLs and of plain paths, and which kind of address a text is. Must
not look whether anything is there.

Rules where a URL is ambiguous, because passwords are pasted as they are:
- the host begins behind the last @; in a database name or a parameter an @ has to be written %40
- user and password part at the first colon; a colon in a user name has to be written %3A
- a password that holds one of @ / ? # or a % that isn't followed by two hex digits was not encoded by whoever wrote the
  URL: it is taken as it stands. Any other is decoded (%40 is @)
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from kbconnect.core.address_jdbc import is_postgresql, parse_jdbc_postgresql, sqlite_path
from kbconnect.core.address_keywords import is_keyword_string, parse_keywords
from kbconnect.core.address_parts import (
    FILE_ENDINGS,
    KEYWORDS,
    NAME_LENGTH,
    TAKEN,
    ParsedAddress,
    check_plain,
    parsed_from,
)
from kbconnect.core.connector import Connector, ConnectorDraft, ConnectorOptions
from kbconnect.core.errors import InputError

__all__ = ["ParsedAddress", "display_url", "parse_address"]

_POSTGRESQL_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg")


def parse_address(text: str) -> ParsedAddress:
    """Reads a URL, a JDBC URL, a keyword string of libpq or the path of a SQLite file.

    Raises InputError, which never quotes the password.
    """
    address = _without_command(text.strip())
    if is_keyword_string(address):
        return parse_keywords(address)
    if not address:
        raise InputError("The address is empty.", hint="Paste something like postgresql://user@host:5432/database.")
    check_plain((address,))
    if is_postgresql(address):
        return parse_jdbc_postgresql(address)
    path = sqlite_path(address)
    if path is not None:
        return ParsedAddress(_sqlite(path))
    scheme, separator, rest = address.partition("://")
    if separator and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        if scheme.lower() in _POSTGRESQL_SCHEMES:
            return _postgresql(rest)
        if scheme.lower() in {"sqlite", "sqlite+pysqlite"}:
            return ParsedAddress(_sqlite_url(rest))
        raise InputError(
            f"kbconnect has no kind of source for addresses that begin with “{scheme}://”.",
            hint="It reads postgresql:// and sqlite:/// addresses, and paths of SQLite files.",
        )
    if address.lower().startswith("jdbc:"):
        raise InputError(
            "kbconnect has no kind of source for this JDBC address.",
            hint="It reads jdbc:postgresql: and jdbc:sqlite: addresses.",
        )
    if "/" in address or "\\" in address or address.startswith("~") or address.lower().endswith(FILE_ENDINGS):
        return ParsedAddress(_sqlite(address))
    raise InputError(
        "This is neither the URL of a database nor the path of a file.",
        hint="Write postgresql://user@host:5432/database, or the path of a SQLite file.",
    )


def _without_command(text: str) -> str:
    """What hosts of databases give people to copy often is a whole command: psql 'postgresql://…'."""
    rest = text[5:].strip() if text.startswith("psql ") else text
    return rest[1:-1].strip() if len(rest) > 1 and rest[0] == rest[-1] and rest[0] in "'\"" else rest


def display_url(connector: Connector | ConnectorDraft) -> str:
    """The connector's address as a URL without its password; `parse_address` reads it back."""
    if connector.provider == "sqlite":
        return f"sqlite:///{quote(connector.database, safe='/:~ ()+,@&=$!')}"
    host = connector.host
    if host.startswith("/"):
        host = quote(host, safe="")
    elif ":" in host:
        host = f"[{host.replace('%', '%25')}]"
    user = f"{quote(connector.username, safe='')}@" if connector.username else ""
    port = f":{connector.port}" if connector.port is not None else ""
    database = f"/{quote(connector.database, safe='')}" if connector.database else ""
    return f"postgresql://{user}{host}{port}{database}{_parameters_of(connector.options)}"


def _parameters_of(options: ConnectorOptions) -> str:
    usual = ConnectorOptions()
    parameters = {
        "sslmode": "" if options.tls is usual.tls else options.tls.value,
        "sslrootcert": options.tls_ca_file,
        "connect_timeout": "" if options.connect_timeout_s == usual.connect_timeout_s else options.connect_timeout_s,
        "statement_timeout": ""
        if options.statement_timeout_s == usual.statement_timeout_s
        else options.statement_timeout_s,
    }
    text = "&".join(f"{name}={quote(str(value), safe='/')}" for name, value in parameters.items() if value != "")
    return f"?{text}" if text else ""


# --------------------------------------------------------------------------------------------------- PostgreSQL


def _postgresql(rest: str) -> ParsedAddress:
    # A password among the parameters may hold an @: then what comes before the parameters is looked at alone.
    front, mark, query = rest.partition("?") if re.search(r"\?(?:.*&)?password=", rest) else (rest, "", "")
    login, at, place = front.rpartition("@")
    if not at:
        place = front
    user, _, password = login.partition(":")
    match = re.fullmatch(
        r"(?P<host>\[[^\]/?#]*\]|[^:/?#\[\]]*)(?::(?P<port>[^/?#]*))?(?:/(?P<database>[^?#]*))?(?:\?(?P<query>[^#]*))?",
        place,
        re.DOTALL,
    )
    if match is None:
        raise InputError(
            "The part of the URL behind the last @ is not a host with port and database.",
            hint="It should look like host:5432/database. An @ in a database name is written %40.",
        )
    values = {
        "user": unquote(user),
        "password": _password(password),
        "host": match["host"] if match["host"].startswith("[") else unquote(match["host"]),
        "port": match["port"] or "",
        "dbname": unquote(match["database"] or ""),
    }
    given = _parameters(query if mark else match["query"] or "")
    return parsed_from({name: value for name, value in values.items() if value} | given)


def _password(written: str) -> str:
    if re.search(r"[@/?#]|%(?![0-9A-Fa-f]{2})", written):
        return written
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return written


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if part:
            found[unquote(name)] = _password(value) if name == "password" else unquote(value)
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


# --------------------------------------------------------------------------------------------------- SQLite


def _sqlite_url(rest: str) -> ConnectorDraft:
    """rest: behind sqlite://. As in SQLAlchemy, three slashes begin a relative path and four an absolute one."""
    if not rest.startswith("/"):
        raise InputError(
            "A SQLite address names no server.",
            hint="Write sqlite:/// and the path, for example sqlite:////data/shop.db.",
        )
    path, question, query = rest[1:].partition("?")
    if question:
        names = ", ".join(f"“{part.partition('=')[0]}”" for part in query.split("&") if part)
        raise InputError(
            f"kbconnect knows no parameters for SQLite files, and this address has {names}."
            if names
            else "kbconnect knows no parameters for SQLite files.",
            hint="Remove what stands behind the “?”. A question mark in a file's name is written %3F.",
        )
    if path in {"", ":memory:"}:
        raise InputError("The address names no file.", hint="Write sqlite:/// and the path of the file.")
    return _sqlite(unquote(path))


def _sqlite(path: str) -> ConnectorDraft:
    file = re.split(r"[/\\]", path)[-1]
    stem = file.rpartition(".")[0] if file.lower().endswith(FILE_ENDINGS) else file
    return ConnectorDraft(name=(stem or file or "SQLite")[:NAME_LENGTH], provider="sqlite", database=path)
