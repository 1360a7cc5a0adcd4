"""The SSH servers on the way, one after the other, from what a connector says and what ~/.ssh/config adds to it.

Owns which of the two counts: the connector, wherever it says something. Must not connect.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from kbconnect.adapters.tunnels.ssh_config import SshConfig, Told
from kbconnect.adapters.tunnels.words import behind_command
from kbconnect.core.connector import SshTunnel
from kbconnect.core.errors import InputError

_USUAL_PORT = 22
_MOST_JUMPS = 8


@dataclass(frozen=True, slots=True)
class Hop:
    """One SSH server and the account there.

    alias: what people call it, "" if that is its name. key_files, only_these, agent, taken: as ~/.ssh/config says, see
    `Told`; taken without what the connector says otherwise.
    """

    host: str
    port: int
    username: str
    alias: str = ""
    key_files: tuple[str, ...] = ()
    only_these: bool = False
    agent: str = ""
    taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A server as somebody wrote it down; port None and "" where nothing is said."""

    host: str
    port: int | None = None
    username: str = ""
    text: str = ""


def hops_of(tunnel: SshTunnel, config: SshConfig | None = None) -> tuple[Hop, ...]:
    """The servers to go through, the tunnel's own last. Raises InputError, TunnelError."""
    return _Way(config or SshConfig(), _own_name(tunnel.username)).to(tunnel)


class _Way:
    def __init__(self, config: SshConfig, own_name: str) -> None:
        self._config, self._own_name = config, own_name

    def to(self, tunnel: SshTunnel) -> tuple[Hop, ...]:
        port = None if tunnel.port == _USUAL_PORT else tunnel.port
        wanted = _Wanted(tunnel.host.strip(), port, tunnel.username)
        told = self._told(wanted)
        last = self._hop(wanted, told, keys=not tunnel.key_file)
        jump = tunnel.jump.strip() or (told.jump or "")
        # Without a name of its own a server in between has that of the last account, unless a file knows better.
        username = tunnel.username if tunnel.jump.strip() else ""
        if not jump and told.command:
            raise behind_command(wanted.host, told.command)
        return (*self._before(jump, username or self._own_name, 0), last)

    def _before(self, jump: str, username: str, depth: int) -> tuple[Hop, ...]:
        """The servers to go through first. The first of them may itself lie behind others."""
        every = [_jump(text.strip()) for text in jump.split(",") if text.strip()]
        if not every:
            return ()
        told = [self._told(one) for one in every]
        hops = [self._hop(one, said, username=username) for one, said in zip(every, told, strict=True)]
        if told[0].command:
            raise behind_command(every[0].host, told[0].command)
        further = told[0].jump or ""
        if further and depth == _MOST_JUMPS:
            raise InputError(
                f"The way to {every[0].host} in ~/.ssh/config goes in a circle.",
                meaning="No connection was made.",
                hint="Look at ProxyJump there: each server is to lie behind another one.",
            )
        return (*self._before(further, self._own_name, depth + 1), *hops)

    def _told(self, wanted: _Wanted) -> Told:
        return self._config.of(wanted.host, wanted.username, self._own_name)

    def _hop(self, wanted: _Wanted, told: Told, *, username: str = "", keys: bool = True) -> Hop:
        """username: if nobody says one. keys: those of the file are wanted."""
        said = {"HostName", "Port" * (wanted.port is None), "User" * (not wanted.username), "ProxyJump"}
        if keys:
            said |= {"IdentityFile", "IdentitiesOnly", "IdentityAgent"}
        host = told.host or wanted.host
        return Hop(
            host,
            wanted.port or told.port or _USUAL_PORT,
            wanted.username or told.username or username or self._own_name,
            wanted.host if host != wanted.host else "",
            told.key_files if keys else (),
            told.only_these and keys,
            told.agent if keys else "",
            tuple((keyword, value) for keyword, value in told.taken if keyword in said),
        )


def _jump(text: str) -> _Wanted:
    """user@host:port as for `ssh -J`; an IPv6 address stands in brackets."""
    user, at, place = text.removeprefix("ssh://").rpartition("@")
    host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not colon:
        host, port = place, ""
    host = host.removeprefix("[").removesuffix("]")
    if not host or (at and not user) or (colon and not _is_port(port)):
        raise InputError(
            f"“{text}” is not an SSH server to go through.",
            meaning="No connection was made.",
            hint="Write user@host or user@host:22, several with a comma in between.",
        )
    return _Wanted(host, int(port) if port else None, user)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535


def _own_name(wanted: str) -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        if wanted:
            return wanted
        raise InputError(
            "The account at the SSH server has no name.", meaning="No connection was made.", hint="Enter its name."
        ) from error
