"""Reading DBeaver's file of connections, `data-sources.json`.

Takes its text and gives the connections that were found. Owns what of DBeaver's settings has a field here. Passwords
are never taken: DBeaver keeps them encrypted in a file beside it, and the few that older versions wrote into this one
are not looked at. Hostile text is as good as any other: whatever is odd becomes a sentence, never a fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any  # what a JSON document holds is checked where it is used

from kbconnect.core.address_files import MOST, FoundConnection, plain_name
from kbconnect.core.address_jdbc import is_postgresql, parse_jdbc_postgresql, sqlite_path
from kbconnect.core.address_parts import ParsedAddress, check_plain, parsed_from
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import InputError

_TUNNELS = {"ssh_tunnel": "an SSH tunnel", "socks_proxy": "a proxy"}
_NO_SECRET = "DBeaver's password stays there, encrypted: enter it once here."


def parse_dbeaver(text: str, origin: str = "DBeaver") -> tuple[FoundConnection, ...]:
    """Every connection, by name. Raises InputError if the text isn't such a file."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "This file of DBeaver can't be read: it isn't JSON.",
            meaning="Nothing was imported.",
            hint="A project that DBeaver encrypts as a whole can't be read by other programs. Else choose the file "
            "data-sources.json.",
        ) from error
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
    if kind not in ("postgresql", "sqlite", "sqlite_jdbc") or _text(entry, "driver").startswith("libsql"):
        return _refused(refused, f"kbconnect has no kind of source for {plain_name(kind)}.")
    try:
        parsed = _sqlite(name, settings) if kind != "postgresql" else _postgresql(name, settings)
        check_plain((parsed.draft.host, parsed.draft.username, parsed.draft.database))
    except InputError as error:
        return _refused(refused, error.message)
    draft = parsed.draft
    if any("${" in value for value in (draft.host, draft.database, draft.username)):
        return _refused(refused, "Its address has a variable (${…}) that only DBeaver knows.")
    remarks = _tunnels(settings)
    if draft.provider == "postgresql":
        remarks.append(_NO_SECRET)
    return FoundConnection(draft, origin, remark=" ".join(remarks), wants_secret=draft.provider == "postgresql")


def _refused(found: FoundConnection, problem: str) -> FoundConnection:
    return FoundConnection(found.draft, found.origin, problem=problem)


def _postgresql(name: str, settings: Mapping[str, Any]) -> ParsedAddress:
    properties, secured = _mapping(settings, "properties"), _secured(settings)
    values = {
        "host": _text(settings, "host"),
        "port": _text(settings, "port"),
        "dbname": _text(settings, "database"),
        "user": _text(settings, "user") or _text(_mapping(settings, "auth-properties"), "userName"),
        "sslmode": _text(secured, "sslMode") or _text(properties, "sslmode"),
        "sslrootcert": _text(secured, "ssl.ca.cert") or _text(properties, "sslrootcert"),
    }
    url = _text(settings, "url")
    if is_postgresql(url) and (_text(settings, "configurationType").upper() == "URL" or not values["host"]):
        of_url = parse_jdbc_postgresql(url).draft
        values |= {"host": of_url.host, "port": str(of_url.port or ""), "dbname": of_url.database}
        values["user"] = values["user"] or of_url.username
        values["sslmode"] = values["sslmode"] or of_url.options.tls.value
    if not values["host"]:
        raise InputError("It names no host.")
    return parsed_from({word: value for word, value in values.items() if value}, name)


def _sqlite(name: str, settings: Mapping[str, Any]) -> ParsedAddress:
    path = _text(settings, "database") or sqlite_path(_text(settings, "url")) or ""
    if not path or path.startswith(":"):
        raise InputError("It names no file.")
    return ParsedAddress(ConnectorDraft(name, "sqlite", database=path))


def _secured(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties of the handler that encrypts, if it is switched on."""
    handler = _mapping(_mapping(settings, "handlers"), "postgre_ssl")
    return _mapping(handler, "properties") if handler.get("enabled") is True else {}


def _tunnels(settings: Mapping[str, Any]) -> list[str]:
    handlers = _mapping(settings, "handlers")
    used = [words for key, words in _TUNNELS.items() if _mapping(handlers, key).get("enabled") is True]
    return [f"DBeaver reaches it through {' and '.join(used)}, which kbconnect does not open."] if used else []


def _mapping(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, dict) else {}


def _text(of: Mapping[str, Any], key: str) -> str:
    """A text or a number as text, "" for anything else."""
    value = of.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return str(value)
    return value.strip()[:2_000] if isinstance(value, str) else ""
