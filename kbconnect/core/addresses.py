"""Addresses of sources as people paste them, and as they are shown.

Owns the reading of `postgresql://` and `sqlite:///` URLs and of plain paths. Must not look whether anything is there.

Rules where a URL is ambiguous, because passwords are pasted as they are:
- the host begins behind the last @; in a database name or a parameter an @ has to be written %40
- user and password part at the first colon; a colon in a user name has to be written %3A
- a password that holds one of @ / ? # or a % that isn't followed by two hex digits was not encoded by whoever wrote the
  URL: it is taken as it stands. Any other is decoded (%40 is @)
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from kbconnect.core.connector import (
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    Secret,
    TlsMode,
)
from kbconnect.core.errors import InputError

_POSTGRESQL_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg")
_FILE_ENDINGS = (".db", ".db3", ".sqlite", ".sqlite3", ".s3db")
_KNOWN_PARAMETERS = ("sslmode", "sslrootcert", "connect_timeout", "statement_timeout", "application_name")
_TLS_NAMES = {mode.value: mode for mode in TlsMode} | {"allow": TlsMode.PREFER}
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """A connector's fields filled in from an address, and the password it held, if any."""

    draft: ConnectorDraft
    secret: Secret | None = field(default=None)


def parse_address(text: str) -> ParsedAddress:
    """Reads a URL or the path of a SQLite file. Raises InputError, which never quotes the password."""
    address = text.strip()
    if not address:
        raise InputError("The address is empty.", hint="Paste something like postgresql://user@host:5432/database.")
    if any(ord(character) < 32 or character == "\x7f" for character in address):
        raise InputError("The address holds a line break or another control character.", hint="Paste one line.")
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
    if "/" in address or "\\" in address or address.startswith("~") or address.lower().endswith(_FILE_ENDINGS):
        return ParsedAddress(_sqlite(address))
    raise InputError(
        "This is neither the URL of a database nor the path of a file.",
        hint="Write postgresql://user@host:5432/database, or the path of a SQLite file.",
    )


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
    login, at, place = rest.rpartition("@")
    if not at:
        place = rest
    user, colon, password = login.partition(":")
    match = re.fullmatch(
        r"(?P<host>\[[^\]/?#]*\]|[^:/?#\[\]]*)(?::(?P<port>[^/?#]*))?(?:/(?P<database>[^?#]*))?(?:\?(?P<query>[^#]*))?",
        place,
    )
    if match is None:
        raise InputError(
            "The part of the URL behind the last @ is not a host with port and database.",
            hint="It should look like host:5432/database. An @ in a database name is written %40.",
        )
    parameters = _parameters(match["query"] or "")
    host = _host(match["host"])
    database = unquote(match["database"] or "")
    draft = ConnectorDraft(
        name=(database or host.rsplit("/", 1)[-1] or "PostgreSQL")[:_NAME_LENGTH],
        provider="postgresql",
        host=host,
        port=_port(match["port"]),
        username=unquote(user),
        database=database,
        options=_options(parameters),
    )
    return ParsedAddress(draft, Secret(_password(password)) if colon and password else None)


def _password(written: str) -> str:
    if re.search(r"[@/?#]|%(?![0-9A-Fa-f]{2})", written):
        return written
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return written


def _host(written: str) -> str:
    if written.startswith("["):
        host = unquote(written[1:-1])
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise InputError(f"[{host}] is not an IPv6 address.", hint="Check what stands in the brackets.") from error
        return host
    host = unquote(written)
    if "," in host:
        raise InputError("The URL names several hosts.", hint="Choose one of them: a connector reaches one server.")
    return host


def _port(written: str | None) -> int | None:
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", written) or not 1 <= int(written) <= 65535:
        raise InputError(
            "The port in the URL is not a number from 1 to 65535.", hint="PostgreSQL's usual port is 5432."
        )
    return int(written)


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if part:
            found[unquote(name)] = unquote(value)
    unknown = [name for name in found if name not in _KNOWN_PARAMETERS]
    if unknown:
        names = ", ".join(f"“{name}”" for name in unknown)
        raise InputError(
            f"kbconnect does not know the {'parameter' if len(unknown) == 1 else 'parameters'} {names} of this URL.",
            hint=f"Remove it. Known are: {', '.join(_KNOWN_PARAMETERS)}.",
        )
    return found


def _options(parameters: Mapping[str, str]) -> ConnectorOptions:
    usual = ConnectorOptions()
    mode = parameters.get("sslmode", usual.tls.value)
    if mode not in _TLS_NAMES:
        raise InputError(f"“{mode}” is not a value of sslmode.", hint=f"Use one of: {', '.join(_TLS_NAMES)}.")
    return ConnectorOptions(
        tls=_TLS_NAMES[mode],
        tls_ca_file=parameters.get("sslrootcert", ""),
        connect_timeout_s=_seconds(parameters, "connect_timeout", usual.connect_timeout_s),
        statement_timeout_s=_seconds(parameters, "statement_timeout", usual.statement_timeout_s),
    )


def _seconds(parameters: Mapping[str, str], name: str, usual: int) -> int:
    written = parameters.get(name)
    if written is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", written) or int(written) == 0:
        raise InputError(f"“{written}” is not a number of seconds for {name}.", hint="Write a whole number from 1 on.")
    return int(written)


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
            f"kbconnect knows no parameters for SQLite files{f', and this address has {names}' if names else ''}.",
            hint="Remove what stands behind the “?”. A question mark in a file's name is written %3F.",
        )
    if path in {"", ":memory:"}:
        raise InputError("The address names no file.", hint="Write sqlite:/// and the path of the file.")
    return _sqlite(unquote(path))


def _sqlite(path: str) -> ConnectorDraft:
    file = re.split(r"[/\\]", path)[-1]
    stem = file.rpartition(".")[0] if file.lower().endswith(_FILE_ENDINGS) else file
    return ConnectorDraft(name=(stem or file or "SQLite")[:_NAME_LENGTH], provider="sqlite", database=path)
