"""Reading DBeaver's file of connections, `data-sources.json`.

Takes its text and gives the connections that were found. Owns what of DBeaver's settings has a field here. Passwords
are never taken: DBeaver keeps them encrypted in a file beside it, and the few that older versions wrote into this one
are not looked at. Hostile text is as good as any other: whatever is odd becomes a sentence, never a fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any  # what a JSON document holds is checked where it is used
from urllib.parse import quote

from kbconnect.core.address_files import MOST, FoundConnection, plain_name
from kbconnect.core.address_jdbc import parse_jdbc, sqlite_path
from kbconnect.core.address_kinds import MYSQL, ORACLE, POSTGRESQL, SQL_SERVER, ServerKind
from kbconnect.core.address_oracle import is_oracle, parse_oracle
from kbconnect.core.address_parts import ParsedAddress, check_plain, parsed_from
from kbconnect.core.connector import ConnectorDraft, Extra, TlsMode
from kbconnect.core.errors import InputError

_KINDS = {
    "postgresql": POSTGRESQL,
    "mysql": MYSQL,
    "mariadb": MYSQL,
    "sqlserver": SQL_SERVER,
    "mssql": SQL_SERVER,
    "oracle": ORACLE,
}
"""DBeaver's providers."""
_FILES = frozenset({"sqlite", "sqlite_jdbc"})
_ENCRYPTING = {
    "postgresql": ("postgre_ssl",), "mysql": ("mysql_ssl",), "sqlserver": ("mssql_ssl", "sqlserver_ssl"),
    "oracle": ("oracle_ssl",),
}  # fmt: skip
_KEY_MODES = frozenset({"PUBLIC_KEY", "AGENT"})
_NO_SECRET = "DBeaver's password stays there, encrypted: enter it once here."


def parse_dbeaver(text: str, origin: str = "DBeaver") -> tuple[FoundConnection, ...]:
    """Every connection, by name. Raises InputError if the text isn't such a file."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):  # as its cause it would carry the whole text
        raise InputError(
            "This file of DBeaver can't be read: it isn't JSON.",
            meaning="Nothing was imported.",
            hint="A project that DBeaver encrypts as a whole can't be read by other programs. Else choose the file "
            "data-sources.json.",
        ) from None
    connections = read.get("connections") if isinstance(read, dict) else None
    if not isinstance(connections, dict):
        raise InputError(
            "This is not a file of DBeaver's connections.",
            meaning="Nothing was imported.",
            hint="DBeaver calls it data-sources.json.",
        )
    entries = [entry for entry in connections.values() if isinstance(entry, dict)][:MOST]
    found = (_connection(entry, origin) for entry in entries)
    return tuple(sorted(found, key=lambda one: (one.draft.name.casefold(), one.draft.name)))


def _connection(entry: Mapping[str, Any], origin: str) -> FoundConnection:
    name = plain_name(entry.get("name"))
    settings = _mapping(entry, "configuration")
    kind = _text(entry, "provider")
    refused = FoundConnection(ConnectorDraft(name, plain_name(kind)), origin)
    server = _KINDS.get(kind)
    if (server is None and kind not in _FILES) or _text(entry, "driver").startswith("libsql"):
        return _refused(refused, f"kbconnect has no kind of source for {plain_name(kind)}.")
    try:
        parsed = _sqlite(name, settings) if server is None else _server(server, name, settings)
        draft = parsed.draft
        check_plain((draft.host, draft.username, draft.database))
    except InputError as error:
        return _refused(refused, error.message)
    tunnel = draft.options.tunnel
    if any("${" in value for value in (draft.host, draft.database, draft.username, tunnel.host if tunnel else "")):
        return _refused(refused, "Its address has a variable (${…}) that only DBeaver knows.")
    if server is None:
        return FoundConnection(draft, origin)
    remarks = [*_tunnel_remarks(settings), _NO_SECRET]
    return FoundConnection(draft, origin, remark=" ".join(remarks), wants_secret=True)


def _refused(found: FoundConnection, problem: str) -> FoundConnection:
    return FoundConnection(found.draft, found.origin, problem=problem)


def _server(kind: ServerKind, name: str, settings: Mapping[str, Any]) -> ParsedAddress:
    properties, secured = _mapping(settings, "properties"), _secured(kind, settings)
    values = {
        "host": _text(settings, "host"),
        "port": _text(settings, "port"),
        "dbname": _text(settings, "database"),
        "user": _text(settings, "user") or _text(_mapping(settings, "auth-properties"), "userName"),
        "sslmode": _mode(secured) or _text(properties, "sslmode"),
        "sslrootcert": _text(secured, "ssl.ca.cert") or _text(properties, "sslrootcert"),
        "sslcert": _text(secured, "ssl.client.cert"),
        "sslkey": _text(secured, "ssl.client.key"),
    }
    extras: tuple[Extra, ...] = ()
    of_url = _of_url(_text(settings, "url"))
    if of_url is not None and of_url.provider == kind.id:
        if _text(settings, "configurationType").upper() == "URL" or not values["host"]:
            values |= {"host": of_url.host, "port": str(of_url.port or ""), "dbname": of_url.database}
            values["user"] = values["user"] or of_url.username
            values["sslmode"] = values["sslmode"] or of_url.options.tls.value
        extras = of_url.options.extras
    if _text(_mapping(settings, "provider-properties"), "@dbeaver-sid-service@").upper() == "SID":
        extras = (Extra("connect_by", "sid"),)
    if not values["host"]:
        raise InputError("It names no host.")
    values |= _tunnel(settings)
    return parsed_from({word: value for word, value in values.items() if value}, name, kind=kind, extras=extras)


def _of_url(url: str) -> ConnectorDraft | None:
    """The address Java is given, if it can be read."""
    try:
        if is_oracle(url):
            return parse_oracle(url).draft
        parsed = parse_jdbc(url)
    except InputError:
        return None
    return None if parsed is None else parsed.draft


def _mode(secured: Mapping[str, Any]) -> str:
    """What the handler that encrypts demands, in libpq's words; "" if nothing."""
    written = _text(secured, "sslMode")
    if written or not secured:
        return written
    if _is_true(secured, "ssl.verify.server"):
        return TlsMode.VERIFY_CA.value
    return TlsMode.REQUIRE.value if _is_true(secured, "ssl.require") else ""


def _is_true(of: Mapping[str, Any], key: str) -> bool:
    return of.get(key) is True or _text(of, key).lower() == "true"


def _sqlite(name: str, settings: Mapping[str, Any]) -> ParsedAddress:
    path = _text(settings, "database") or sqlite_path(_text(settings, "url")) or ""
    if not path or path.startswith(":"):
        raise InputError("It names no file.")
    return ParsedAddress(ConnectorDraft(name, "sqlite", database=path))


def _secured(kind: ServerKind, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties of the handler that encrypts, if it is switched on."""
    handlers = _mapping(settings, "handlers")
    found = (_mapping(handlers, name) for name in _ENCRYPTING[kind.id])
    return next((_mapping(one, "properties") for one in found if one.get("enabled") is True), {})


def _tunnel(settings: Mapping[str, Any]) -> dict[str, str]:
    """The words for DBeaver's SSH tunnel, if it is switched on and names its server."""
    handler = _mapping(_mapping(settings, "handlers"), "ssh_tunnel")
    properties = _mapping(handler, "properties")
    host = _text(properties, "host")
    if handler.get("enabled") is not True or not host:
        return {}
    jumps = []
    for number in range(5):
        jump = {key: _text(properties, f"jumpServer{number}.{key}") for key in ("host", "port", "name", "user")}
        if jump["host"] and _is_true(properties, f"jumpServer{number}.enabled"):
            jumps.append(_ssh(jump["name"] or jump["user"], jump["host"], jump["port"]))
    user = _text(handler, "user") or _text(properties, "user") or _text(properties, "name")
    return {
        "ssh": _ssh(quote(user, safe=""), host, _text(properties, "port")),
        "ssh_key": _text(properties, "keyPath"),
        "ssh_jump": ",".join(jumps),
    }


def _ssh(user: str, host: str, port: str) -> str:
    place = f"[{host}]" if ":" in host else host
    account = f"{user}@" if user else ""
    return f"{account}{place}:{port}" if port and port != "22" else f"{account}{place}"


def _tunnel_remarks(settings: Mapping[str, Any]) -> list[str]:
    handlers = _mapping(settings, "handlers")
    remarks = []
    handler = _mapping(handlers, "ssh_tunnel")
    properties = _mapping(handler, "properties")
    if handler.get("enabled") is True and not _text(properties, "host"):
        remarks.append("DBeaver reaches it through an SSH tunnel that it keeps elsewhere: enter it here.")
    elif handler.get("enabled") is True and _text(properties, "authType").upper() not in _KEY_MODES:
        remarks.append("The password of its SSH tunnel stays there, too.")
    if _mapping(handlers, "socks_proxy").get("enabled") is True:
        remarks.append("DBeaver reaches it through a proxy, which kbconnect does not open.")
    return remarks


def _mapping(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, dict) else {}


def _text(of: Mapping[str, Any], key: str) -> str:
    """A text or a number as text, "" for anything else."""
    value = of.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return str(value)
    return value.strip()[:2_000] if isinstance(value, str) else ""
