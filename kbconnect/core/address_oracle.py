"""Reading Oracle's own addresses: EZConnect (`host:1521/service`), `host:1521:SID`, and descriptors in brackets.

Owns their forms, with or without `user/password@` before them and behind `jdbc:oracle:thin:`. Messages quote nothing.
"""

from __future__ import annotations

import re

from kbconnect.core.address_kinds import ORACLE, folded
from kbconnect.core.address_parts import ParsedAddress, parsed_from
from kbconnect.core.address_urls import password_of
from kbconnect.core.address_words import Words, words_of
from kbconnect.core.errors import InputError

_HINT = "Write it like oracle://user@host:1521/service."
_JDBC = re.compile(r"jdbc:oracle:(?:thin|oci8?):", re.IGNORECASE)
_EASY = re.compile(
    r"(?:(?P<protocol>tcps?):)?(?://)?(?P<host>\[[^\]]+\]|[^:/?\s\[\]]*)(?::(?P<port>[0-9]{0,6}))?"
    r"(?:(?P<sign>[/:])(?P<name>[^/?:]*)(?::(?:dedicated|shared|pooled))?(?:/[^?]*)?)?(?:\?(?P<query>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\s/@:\\]+(?:/.+)?@(?:tcps?:)?(?://)?[^\s/@:\\]+:[0-9]{1,5}/[^\s/\\]+", re.DOTALL)
_ENTRY = re.compile(r"\(\s*([A-Za-z_]+)\s*=\s*([^()]*)\)")


def is_oracle(text: str) -> bool:
    """An Oracle address of Java, a descriptor, or `user@host:1521/service`."""
    return _JDBC.match(text) is not None or _is_descriptor(text) or _PLAIN.fullmatch(text) is not None


def _is_descriptor(text: str) -> bool:
    return re.match(r"\(\s*(description|address)", text, re.IGNORECASE) is not None


def parse_oracle(text: str) -> ParsedAddress:
    """Raises InputError, which quotes nothing of the text."""
    jdbc = _JDBC.match(text)
    body = text[jdbc.end() :] if jdbc else text
    # The place has no @, but parameters and a descriptor may, so has a password: the last one before these counts.
    edge = min((at for sign in ("(", "?") if (at := body.find(sign)) >= 0), default=len(body))
    at = body.rfind("@", 0, edge)
    if at < 0:
        at = body.rfind("@")
    login, place = (body[:at], body[at + 1 :]) if at >= 0 else ("", body)
    user, _, password = login.partition("/")
    found = parse_place(place)
    values = {"user": user.strip('"'), "password": password_of(password.strip('"'))} | found.values
    parsed = parsed_from({word: value for word, value in values.items() if value}, kind=ORACLE, extras=found.extras)
    if not parsed.draft.host:
        raise InputError("This address names no server.", hint=_HINT)
    return ParsedAddress(parsed.draft, parsed.secret, found.left_out)


def parse_place(place: str) -> Words:
    """Where the server is and what it is asked for. Raises InputError."""
    if not place:
        return Words({})
    if place.lstrip().startswith("("):
        return _descriptor(place)
    match = _EASY.fullmatch(place.strip())
    if match is None:
        raise InputError("The place of this Oracle database can't be read.", hint=_HINT)
    pairs = [("host", match["host"] or ""), ("port", match["port"] or "")]
    pairs.append(("sid" if match["sign"] == ":" else "service", match["name"] or ""))
    if match["protocol"]:
        pairs.append(("protocol", match["protocol"]))
    pairs += [part.partition("=")[::2] for part in (match["query"] or "").split("&") if part]
    return words_of(ORACLE, pairs)


def _descriptor(text: str) -> Words:
    pairs = [(name, value.strip().strip('"')) for name, value in _ENTRY.findall(text)]
    if sum(1 for name, _ in pairs if folded(name) == "host") > 1:
        raise InputError("The URL names several hosts.", hint="Choose one of them: a connector reaches one server.")
    return words_of(ORACLE, pairs)
