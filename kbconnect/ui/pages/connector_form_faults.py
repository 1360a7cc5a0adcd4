"""What can be seen to be wrong about a field of the connector form without connecting. Pure: a text in, a sentence out.

A sentence is "" if all is well. Must not know a widget.
"""

from __future__ import annotations

from kbconnect.core.addresses import parse_address
from kbconnect.core.errors import InputError
from kbconnect.ui.language import say, told

MOST_SECONDS = 3_600
_STARTS = (
    "postgresql://",
    "postgres://",
    "jdbc:postgresql://",
    "jdbc:sqlite:",
    "sqlite:///",
    "host=",
    "psql ",
    "user=",
)
"""How addresses begin: whoever has typed a part of one of these isn't wrong yet."""


def is_address(written: str) -> bool:
    """It is more than the name of a host."""
    plain = written.strip().lower()
    return "://" in plain or plain.startswith(("jdbc:", "host=", "psql "))


def may_become_address(written: str) -> bool:
    """It is the beginning of an address that isn't finished."""
    return any(start.startswith(written.strip().lower()) for start in _STARTS)


def number_of(written: str) -> int | None:
    """None for anything that isn't a whole number."""
    plain = written.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


def url_fault(url: str) -> str:
    if not url.strip():
        return ""
    try:
        parse_address(url)
    except InputError as fault:
        return told(f"{fault.message} {fault.hint}".strip())
    return ""


def host_fault(host: str) -> str:
    if not host.strip():
        return say("Enter the name or address of the database server.")
    return say("A host has no spaces.") if " " in host.strip() else ""


def port_fault(port: str) -> str:
    number = number_of(port)
    if port.strip() and (number is None or not 1 <= number <= 65_535):
        return say("1 to 65535")
    return ""


def file_fault(path: str) -> str:
    return "" if path.strip() else say("Choose the file of the database.")


def seconds_fault(seconds: str) -> str:
    number = number_of(seconds)
    if number is None or not 1 <= number <= MOST_SECONDS:
        return say("A number of seconds from 1 to 3,600")
    return ""
