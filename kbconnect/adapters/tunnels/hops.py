"""The SSH servers on the way, one after the other, from what a connector says. Owns that form; must not connect."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from kbconnect.core.connector import SshTunnel
from kbconnect.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Hop:
    """One SSH server and the account there."""

    host: str
    port: int
    username: str


def hops_of(tunnel: SshTunnel) -> tuple[Hop, ...]:
    """The servers to go through, the tunnel's own last. Raises InputError."""
    username = tunnel.username or _own_name()
    jumps = [text.strip() for text in tunnel.jump.split(",") if text.strip()]
    return (*(_jump(text, username) for text in jumps), Hop(tunnel.host.strip(), tunnel.port, username))


def _jump(text: str, username: str) -> Hop:
    """user@host:port as for `ssh -J`; an IPv6 address stands in brackets."""
    user, at, place = text.removeprefix("ssh://").rpartition("@")
    host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not colon:
        host, port = place, "22"
    host = host.removeprefix("[").removesuffix("]")
    if not host or (at and not user) or not _is_port(port):
        raise InputError(
            f"“{text}” is not an SSH server to go through.",
            meaning="No connection was made.",
            hint="Write user@host or user@host:22, several with a comma in between.",
        )
    return Hop(host, int(port), user or username)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise InputError(
            "The account at the SSH server has no name.", meaning="No connection was made.", hint="Enter its name."
        ) from error
