"""Connecting to one SSH server, step by step, each with a limit of time; signing in there is in sign_in.

Owns what is said when a step fails. A server is only talked to after its key was found among the known ones. Must not
know what goes through the connection.
"""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import paramiko
from paramiko.packet import Packetizer

from kbconnect.adapters.network import connect_first, look_up
from kbconnect.adapters.tunnels.hops import Hop
from kbconnect.adapters.tunnels.known_hosts import KnownHosts, Standing, fingerprint_of
from kbconnect.adapters.tunnels.words import NOTHING, changed_key, revoked_key, unknown_key, unreachable
from kbconnect.core.connector import HostKey
from kbconnect.core.errors import (
    ConnectTimeoutError,
    HostNotFoundError,
    LoginRefusedError,
    SourceError,
    SourceLostError,
    TunnelError,
)

_KIND_ALGORITHMS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
_LOG = "kbconnect.ssh"


class NotingPacketizer(Packetizer):
    """Knows when something last came from the server, by `time.monotonic`."""

    heard_at = 0.0

    def read_message(self) -> tuple[int, paramiko.Message]:
        message = super().read_message()
        self.heard_at = time.monotonic()
        return message


def dial(hop: Hop, limit_s: float) -> socket.socket:
    """A connection to the port of an SSH server. Raises SourceError."""
    try:
        addresses = look_up(hop.host, hop.port, limit_s)
    except HostNotFoundError as error:
        raise HostNotFoundError(
            f"There is no SSH server named {hop.host}, as far as this computer can see.",
            meaning=NOTHING,
            hint="Check the spelling of the SSH server, and whether this computer is on the right network or VPN. An "
            "alias has to stand in ~/.ssh/config of the account that runs kbconnect.",
            detail=error.detail or error.message,
        ) from error
    try:
        connection, _ = connect_first(addresses, limit_s)
    except OSError as error:
        raise unreachable(hop.host, hop.port, error) from error
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if sys.platform == "linux":
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 60_000)
    return connection


def handshake(
    hop: Hop, channel: socket.socket | paramiko.Channel, known: KnownHosts, limit_s: float
) -> paramiko.Transport:
    """An encrypted connection to a server whose key is known. Raises HostKeyUnknownError, HostKeyChangedError,
    TunnelError, SourceLostError, ConnectTimeoutError; then nothing is left open."""
    logging.getLogger(_LOG).setLevel(logging.CRITICAL)  # what fails is told by our errors, with its words for IT
    transport = paramiko.Transport(channel, packetizer_class=NotingPacketizer)
    transport.set_log_channel(_LOG)
    transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = limit_s
    transport.channel_timeout = limit_s
    options = transport.get_security_options()
    options.key_types = _preferred(known.kinds(hop.host, hop.port), options.key_types)
    started = time.monotonic()
    try:
        with translated(hop, started, limit_s):
            transport.start_client(timeout=limit_s)
            shown = transport.get_remote_server_key()
        _check_key(hop, shown, known)
    except BaseException:
        transport.close()
        raise
    return transport


def _preferred(kinds: Sequence[str], all_kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds by which a server is known come first, so that it shows one of those if it has one."""
    wanted = [name for kind in kinds for name in _KIND_ALGORITHMS.get(kind, (kind,)) if name in all_kinds]
    return tuple(dict.fromkeys((*wanted, *all_kinds)))


def _check_key(hop: Hop, shown: paramiko.PKey, known: KnownHosts) -> None:
    encoded = shown.get_base64()
    key = HostKey(hop.host, hop.port, shown.get_name(), encoded, fingerprint_of(encoded))
    found = known.look_up(key)
    if found.standing is Standing.UNKNOWN:
        raise unknown_key(key, found.known)
    if found.standing is Standing.CHANGED:
        raise changed_key(key, found.known)
    if found.standing is Standing.REVOKED:
        raise revoked_key(key, found.known)


@contextmanager
def translated(hop: Hop, started: float, limit_s: float) -> Iterator[None]:
    """paramiko's errors of a connection as ours. started: by `time.monotonic`."""
    try:
        yield
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise translate(hop, error, time.monotonic() - started >= limit_s) from error


def translate(hop: Hop, error: Exception, late: bool) -> SourceError:  # noqa: FBT001 - one of three facts
    """What an error of paramiko's means while a connection is made. late: the limit of time is over."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        return TunnelError(
            f"The SSH server {hop.host} and kbconnect know no way to encrypt in common.",
            meaning=NOTHING,
            hint="The server may only know old ways that are not safe any more. Ask who looks after it to update it.",
            detail=detail,
        )
    if late or isinstance(error, TimeoutError):
        return ConnectTimeoutError(
            f"The SSH server {hop.host} took the connection but did not answer in time.",
            meaning=NOTHING,
            hint="Check that this is the port of SSH; else the server may be overloaded.",
            detail=detail,
        )
    if isinstance(error, paramiko.AuthenticationException):
        return LoginRefusedError(
            f"The SSH server {hop.host} ended the login before it was done.",
            meaning=NOTHING,
            hint="It may bear a few tries only: choose the file of the key it knows instead of all of the agent's.",
            detail=detail,
        )
    if isinstance(error, (EOFError, OSError)):
        return SourceLostError(
            f"The SSH server {hop.host} broke off the connection.",
            meaning=NOTHING,
            hint="Check whether it lets this computer in; it may also take no more connections just now.",
            detail=detail,
        )
    return TunnelError(
        f"What answers at {hop.host} on port {hop.port} does not speak as an SSH server does.",
        meaning=NOTHING,
        hint="Check the port of the SSH server; 22 is the usual one.",
        detail=detail,
    )
