"""Reading the connection strings of .NET and ODBC: `Server=tcp:host,1433;Database=shop;User ID=reader;Encrypt=True`.

Owns how their names and values are told apart, which kind of server such a string is for, and the `server` of SQL
Server (`tcp:host\\instance,port`), which its JDBC URLs share in part. A value with a semicolon stands in "double" or
'single' quotes or, for ODBC, in {braces}; the closing sign is doubled inside. Messages quote nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbconnect.core.address_kinds import MYSQL, ORACLE, POSTGRESQL, SQL_SERVER, ServerKind, folded
from kbconnect.core.address_parts import ParsedAddress, parsed_from
from kbconnect.core.address_words import Words, words_of
from kbconnect.core.connector import Extra
from kbconnect.core.errors import InputError

_BEGINNING = re.compile(
    r"\s*(server|host|hostname|data source|addr|address|network address|driver|dsn|provider|user id|uid|username"
    r"|initial catalog|database|password|pwd)\s*=[^;]*;",
    re.IGNORECASE,
)
_NAME = re.compile(r"\s*([A-Za-z][A-Za-z0-9 _.-]*?)\s*=\s*")
_CLOSING = {"{": "}", '"': '"', "'": "'"}
_HINT = "Write it like Server=db.example,1433;Database=shop;User ID=reader; a value with “;” stands in quotes."
_PLACE = re.compile(
    r"(?:(?:tcp|np|lpc|admin):)?(?P<host>\[[^\]]+\]|[^\\,:]*)(?:\\(?P<instance>[^,:]*))?(?:[,:]\s*(?P<port>.*))?",
    re.IGNORECASE | re.DOTALL,
)


def is_pairs(text: str) -> bool:
    """Whether it begins with one of the names such strings begin with, and has a semicolon behind its value."""
    return _BEGINNING.match(f"{text};" if "=" in text and ";" in text else text) is not None


def parse_pairs(text: str) -> ParsedAddress:
    """Raises InputError, which quotes nothing of the text."""
    pairs = split_pairs(text)
    kind = _kind(pairs)
    found = words_of(kind, pairs)
    return made(kind, found)


def made(kind: ServerKind, found: Words) -> ParsedAddress:
    """The connector of words whose host may be written as SQL Server's clients or Oracle's take it."""
    values, extras = dict(found.values), found.extras
    if kind is SQL_SERVER:
        values, extras = _with_place(values, extras)
    if kind is ORACLE:
        from kbconnect.core.address_oracle import parse_place  # it reads names and values, too

        place = parse_place(values.pop("host", ""))
        values |= {word: text for word, text in place.values.items() if text}
        extras = (*extras, *place.extras)
    if not values.get("host"):
        raise InputError("This address names no server.", hint=_HINT)
    parsed = parsed_from(values, kind=kind, extras=extras)
    return ParsedAddress(parsed.draft, parsed.secret, tuple(dict.fromkeys((*parsed.left_out, *found.left_out))))


def split_pairs(text: str) -> list[tuple[str, str]]:
    """Names and values. Raises InputError."""
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        if text[at] in "; \t\r\n":
            at += 1
            continue
        found = _NAME.match(text, at)
        if found is None:
            raise InputError("Between the parts of this address something stands without a name and “=”.", hint=_HINT)
        value, at = _value(text, found.end())
        pairs.append((found[1], value))
    return pairs


def _value(text: str, at: int) -> tuple[str, int]:
    """The value that begins at `at`, and where it ends."""
    closing = _CLOSING.get(text[at : at + 1])
    if closing is None:
        end = text.find(";", at)
        end = len(text) if end < 0 else end
        return text[at:end].strip(), end + 1
    signs: list[str] = []
    at += 1
    while at < len(text):
        if text[at] == closing:
            if text[at + 1 : at + 2] != closing:
                return "".join(signs), at + 1
            at += 1
        signs.append(text[at])
        at += 1
    raise InputError("A value of this address begins with a quote that is never closed.", hint=_HINT)


def _kind(pairs: Sequence[tuple[str, str]]) -> ServerKind:
    """By its driver if it names one, else by the words only one of them has."""
    names = {folded(name) for name, _ in pairs}
    driver = next((value.lower() for name, value in pairs if folded(name) in ("driver", "provider")), "")
    for word, kind in _DRIVERS.items():
        if word in driver:
            return kind
    places = names & {"server", "datasource"}
    if names & {"username", "host"} and not places:
        return POSTGRESQL
    if any(folded(name) == "datasource" and re.search(r"[/(]", value) for name, value in pairs):
        return ORACLE
    return MYSQL if names & {"sslmode", "port", "allowpublickeyretrieval", "sslca"} else SQL_SERVER


_DRIVERS = {"mysql": MYSQL, "mariadb": MYSQL, "postgres": POSTGRESQL, "oracle": ORACLE, "oraoledb": ORACLE}


def _with_place(values: dict[str, str], extras: tuple[Extra, ...]) -> tuple[dict[str, str], tuple[Extra, ...]]:
    """The server of SQL Server's clients taken apart."""
    match = _PLACE.fullmatch(values.get("host", "").strip())
    if match is None:
        raise InputError("The server of this address can't be read.", hint=_HINT)
    host = match["host"].strip()
    values["host"] = "localhost" if host.lower() in (".", "(local)", "(localdb)") else host
    if match["port"]:
        values["port"] = match["port"].strip()
    if match["instance"] and not any(each.name == "instance" for each in extras):
        extras = (*extras, Extra("instance", match["instance"].strip()))
    return values, extras
