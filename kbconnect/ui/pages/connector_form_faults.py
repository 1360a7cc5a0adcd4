"""What can be seen to be wrong about a field of the connector form without connecting. Pure: a text in, a sentence out.

A sentence is "" if all is well. Must not know a widget.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from kbconnect.core.address_kinds import SERVERS
from kbconnect.core.addresses import ParsedAddress, parse_address
from kbconnect.core.connector import ProviderInfo
from kbconnect.core.errors import InputError
from kbconnect.ui.language import say, told

MOST_SECONDS = 3_600
_SCHEME = re.compile(r"(?i)jdbc:|[a-z][a-z0-9+.-]+://")
_STARTS = (
    *(f"{scheme}://" for kind in SERVERS for scheme in (kind.scheme, *kind.schemes)),
    *(f"jdbc:{name}://" for name in ("postgresql", "mysql", "mariadb", "sqlserver")),
    *("jdbc:sqlite:", "jdbc:oracle:thin:@", "sqlite:///", "file://"),
    *("host=", "user=", "psql ", "server=", "data source=", "driver="),
)
"""How addresses begin: whoever has typed a part of one of these isn't wrong yet."""


def is_address(written: str) -> bool:
    """It is more than the name of a host."""
    plain = written.strip().lower()
    pairs = "=" in plain and ";" in plain
    return pairs or "://" in plain or plain.startswith(("jdbc:", "host=", "psql ", "(description"))


def names_scheme(written: str) -> bool:
    """It begins as an address does, so it is no path: `file://`, `jdbc:`. A drive has one letter."""
    return bool(_SCHEME.match(written.strip()))


def may_become_address(written: str) -> bool:
    """It is the beginning of an address that isn't finished."""
    return any(start.startswith(written.strip().lower()) for start in _STARTS)


def number_of(written: str) -> int | None:
    """None for anything that isn't a whole number."""
    plain = written.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


def read_address(written: str, providers: Collection[ProviderInfo]) -> ParsedAddress:
    """An address of one of the kinds there are. Raises InputError."""
    parsed = parse_address(written, tuple(providers))
    if all(parsed.draft.provider != provider.id for provider in providers):
        raise InputError(
            say("This kbconnect has no kind of source for this address."),
            hint=say("Add the package that brings it, or choose one of the kinds above."),
        )
    return parsed


def url_fault(url: str, providers: Collection[ProviderInfo]) -> str:
    if not url.strip():
        return ""
    try:
        read_address(url, providers)
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


def file_fault(path: str, *, takes_folder: bool = False) -> str:
    if names_scheme(path):
        return say("This is the address of something else. Choose a path on this computer.")
    if path.strip():
        return ""
    return say("Choose a file or a folder.") if takes_folder else say("Choose the file of the database.")


def expanded(path: str) -> str:
    """A path as it is kept: without blanks around it, and whole where it began with the home folder."""
    written = path.strip()
    return str(Path(written).expanduser()) if written.startswith(("~/", "~\\")) else written


def path_fault(path: str) -> str:
    """A path has to be whole: the program is started from anywhere."""
    written = expanded(path)
    return "" if not written or Path(written).is_absolute() else say("Write the whole path of the file.")


def seconds_fault(seconds: str) -> str:
    number = number_of(seconds)
    if number is None or not 1 <= number <= MOST_SECONDS:
        return say("A number of seconds from 1 to 3,600")
    return ""
