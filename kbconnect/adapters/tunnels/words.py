"""What is said when an SSH server can't be talked to. Owns sentences; each says that nothing was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kbconnect.core.errors import (
    ConnectTimeoutError,
    HostKeyChangedError,
    HostKeyUnknownError,
    PortClosedError,
    SourceError,
    SourceLostError,
    TunnelError,
)

if TYPE_CHECKING:
    from kbconnect.adapters.tunnels.known_hosts import KnownKey
    from kbconnect.core.connector import Dial, HostKey

NOTHING = "Nothing was read; your documents are as they were."
PASSWORD = "password"
AGENT = "ssh-agent"
"""By what somebody was let in, beside the names of key files."""


def unreachable(host: str, port: int, error: OSError) -> SourceError:
    """Why no connection to the port of an SSH server could be made."""
    detail = f"{host} port {port}: {error}"
    if isinstance(error, ConnectionRefusedError):
        return PortClosedError(
            f"The SSH server {host} answers, but nothing listens on port {port}.",
            meaning=NOTHING,
            hint="Check the port of the SSH server; 22 is the usual one. Ask who looks after it whether it is running.",
            detail=detail,
        )
    if isinstance(error, TimeoutError):
        return ConnectTimeoutError(
            f"The SSH server {host} did not answer on port {port} in time.",
            meaning=NOTHING,
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
            detail=detail,
        )
    return ConnectTimeoutError(
        f"The SSH server {host} cannot be reached from this computer.",
        meaning=NOTHING,
        hint="Check the network or VPN of this computer, and the host.",
        detail=detail,
    )


def lost(host: str) -> SourceLostError:
    """A connection that worked is gone."""
    return SourceLostError(
        f"The SSH tunnel through {host} was lost, and the connection to the database with it.",
        meaning=NOTHING,
        hint="Try again; if it happens again, ask who looks after the SSH server or the network in between.",
    )


def silent(host: str, seconds: float) -> SourceLostError:
    """Nobody answers at the other end any more."""
    return SourceLostError(
        f"The SSH tunnel through {host} was given up: the server has sent nothing for {seconds:.0f} s.",
        meaning=NOTHING,
        hint="Try again; if it happens again, ask who looks after the SSH server or the network in between.",
    )


def refused_way(host: str, target: Dial, code: int, text: str) -> SourceError:
    """The SSH server opens no way to the target. code, text: as the server says it, see RFC 4254, 5.1."""
    detail = f"channel refused with code {code}: {text}"
    place = f"{target.host} on port {target.port}"
    if code == 1:
        return TunnelError(
            f"The SSH server {host} does not let this account through to {place}.",
            meaning=NOTHING,
            hint=f"Ask who looks after {host} to allow it. In its sshd_config, below a “Match User” if need be:",
            detail=detail,
            fix=f"AllowTcpForwarding local\nPermitOpen {target.host}:{target.port}",
        )
    if code == 2:
        return PortClosedError(
            f"The SSH server {host} can't reach {place}.",
            meaning=NOTHING,
            hint="Check host and port of the database: they count as the SSH server sees them, and localhost is the "
            "SSH server itself. Else the database may not be running, or not let the SSH server in.",
            detail=detail,
        )
    return TunnelError(
        f"The SSH server {host} opened no way to {place}.",
        meaning=NOTHING,
        hint="It may have too much to do; try again, or ask who looks after it.",
        detail=detail,
        retryable=True,
    )


def behind_command(host: str, command: str) -> TunnelError:
    """~/.ssh/config names a program to run instead of a way. command: that."""
    return TunnelError(
        f"~/.ssh/config leads to {host} by a command (ProxyCommand), and kbconnect runs no commands.",
        meaning=NOTHING,
        hint="If it only goes through another SSH server, name that one as the jump host of this connector, or in the "
        "file with ProxyJump instead.",
        detail=f"ProxyCommand {command}",
    )


def unknown_key(key: HostKey, authorities: Sequence[KnownKey] = ()) -> HostKeyUnknownError:
    """Nobody has approved the key yet. authorities: those that known_hosts trusts to vouch for servers of this name."""
    if authorities:
        return HostKeyUnknownError(
            f"The SSH server {key.host} is known here by an authority that vouches for it (@cert-authority), which "
            f"kbconnect can't check; the server's own key has the fingerprint {key.fingerprint}.",
            host_key=key,
            meaning="Nothing was sent to it. Whoever answers in its place could read along.",
            hint="Compare the fingerprint with what whoever looks after the server says, then approve this key. It has "
            "to be approved again when the server changes it.",
            detail=f"{key.kind} at {key.host} port {key.port}; authority: "
            + "; ".join(f"{one.kind} {one.fingerprint} ({one.place})" for one in authorities),
        )
    return HostKeyUnknownError(
        f"The SSH server {key.host} is not known here yet; its key has the fingerprint {key.fingerprint}.",
        host_key=key,
        meaning="Nothing was sent to it. Whoever answers in its place could read along.",
        hint="Compare the fingerprint with what whoever looks after the server says, then approve it.",
        detail=f"{key.kind} at {key.host} port {key.port}",
    )


def changed_key(key: HostKey, known: Sequence[KnownKey]) -> HostKeyChangedError:
    """The server was known by another key."""
    return HostKeyChangedError(
        f"The SSH server {key.host} shows another key than before: somebody may have put a server of theirs in its "
        "place to read along.",
        host_key=key,
        known=tuple(one.fingerprint for one in known),
        meaning="Nothing was sent to it, and no password. No data was read.",
        hint="Don't go on before whoever looks after the server has confirmed that its key was changed, and named the "
        "new fingerprint.",
        detail=f"shown now: {key.kind} {key.fingerprint}; known: "
        + "; ".join(f"{one.kind} {one.fingerprint} ({one.place})" for one in known),
    )


def revoked_key(key: HostKey, known: Sequence[KnownKey]) -> TunnelError:
    """Somebody has marked the key as one not to be trusted."""
    return TunnelError(
        f"The key of the SSH server {key.host} is marked as one that must not be trusted any more.",
        meaning="Nothing was sent to it. No data was read.",
        hint="Ask who looks after the server for its new key.",
        detail=f"{key.kind} {key.fingerprint}, revoked in {', '.join(one.place for one in known)}",
    )


def way_words(host: str, username: str, proof: str, target: Dial) -> str:
    """What the connection test says of a tunnel that works. proof: as `sign_in` gives it."""
    if proof == PASSWORD:
        return f"Through {username}@{host} by its password; from there {target.host} answers on port {target.port}"
    if not proof:
        return f"Through {host}, which lets everybody in; from there {target.host} answers on port {target.port}"
    return f"Through {username}@{host} by {proof}; from there {target.host} answers on port {target.port}"
