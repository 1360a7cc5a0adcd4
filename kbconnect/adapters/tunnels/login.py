"""Connecting to one SSH server and signing in there, step by step, each with a limit of time.

Owns what is said when a step fails. A server is only signed in to after its key was found among the known ones. Must
not know what goes through the connection.
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
from kbconnect.adapters.tunnels.keys import Proof, has_agent, key_in, keys_at_hand
from kbconnect.adapters.tunnels.known_hosts import KnownHosts, Standing, fingerprint_of
from kbconnect.adapters.tunnels.words import NOTHING, PASSWORD, changed_key, revoked_key, unknown_key, unreachable
from kbconnect.core.connector import HostKey, Secret, SshTunnel
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
            hint="Check the spelling of the SSH server, and whether this computer is on the right network or VPN.",
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
        raise unknown_key(key)
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


# --------------------------------------------------------------------------------------------------- signing in


def sign_in(transport: paramiko.Transport, hop: Hop, tunnel: SshTunnel, secret: Secret | None, limit_s: float) -> str:
    """Proves who we are, and returns by what: AGENT, the name of a key file, PASSWORD, "" for nothing. Raises
    LoginRefusedError, TunnelError, SourceLostError, ConnectTimeoutError."""
    started = time.monotonic()
    with translated(hop, started, limit_s):
        methods = _methods(transport, hop)
        if methods is None:
            return ""
        if tunnel.key_file:
            proof = key_in(tunnel.key_file, secret)
            _use_keys(transport, hop, [proof], methods)
            return proof.source
        if secret is not None:
            return _use_password(transport, hop, secret, methods)
        with keys_at_hand() as proofs:
            if not proofs:
                raise _no_keys(hop)
            return _use_keys(transport, hop, proofs, methods).source


def _methods(transport: paramiko.Transport, hop: Hop) -> Sequence[str] | None:
    """The ways to sign in a server takes; None if it lets everybody in."""
    try:
        transport.auth_none(hop.username)
    except paramiko.BadAuthenticationType as error:
        return list(error.allowed_types)
    return None


def _use_keys(transport: paramiko.Transport, hop: Hop, proofs: Sequence[Proof], methods: Sequence[str]) -> Proof:
    if "publickey" not in methods:
        raise LoginRefusedError(
            f"The SSH server {hop.host} takes no keys.",
            meaning=NOTHING,
            hint="Enter the password of your account there instead.",
            detail=f"it takes: {', '.join(methods)}",
        )
    for proof in proofs:
        try:
            remaining = transport.auth_publickey(hop.username, proof.key)
        except paramiko.AuthenticationException:
            if not transport.is_active():
                raise
            continue
        except paramiko.SSHException:  # an agent that won't sign with this one
            if not transport.is_active():
                raise
            continue
        if remaining:
            raise _second_proof(hop, remaining)
        return proof
    tried = ", ".join(dict.fromkeys(proof.source for proof in proofs))
    refused = LoginRefusedError(
        f"The SSH server {hop.host} takes no key of {hop.username} that was tried: {tried}.",
        meaning=NOTHING,
        hint="Check the user name. To let the key in, have the line below added to ~/.ssh/authorized_keys there.",
        detail=f"the server takes: {', '.join(methods)}",
    )
    refused.fix = proofs[0].public_line
    raise refused


def _use_password(transport: paramiko.Transport, hop: Hop, secret: Secret, methods: Sequence[str]) -> str:
    answering = _Answering(secret)
    try:
        if "password" in methods:
            remaining = transport.auth_password(hop.username, secret.reveal(), fallback=False)
        elif "keyboard-interactive" in methods:
            remaining = transport.auth_interactive(hop.username, answering.answer)
        else:
            raise LoginRefusedError(
                f"The SSH server {hop.host} takes no passwords.",
                meaning=NOTHING,
                hint="Choose the file of a key that it knows, or leave the password out to use the keys of the agent.",
                detail=f"the server takes: {', '.join(methods)}",
            )
    except paramiko.AuthenticationException as error:
        if answering.wants_more:
            raise _second_proof(hop, methods) from error
        if not transport.is_active():
            raise
        raise LoginRefusedError(
            f"The SSH server {hop.host} refused the login of {hop.username}: the password is wrong, or there is no "
            "such account.",
            meaning=NOTHING,
            hint=f"Enter the password of {hop.username} there again.",
            detail=f"the server takes: {', '.join(methods)}",
        ) from error
    if remaining:
        raise _second_proof(hop, remaining)
    return PASSWORD


class _Answering:
    """Answers the one question that is for a password. wants_more: the server asked for something else, too."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self.wants_more = False

    def answer(self, _title: str, _words: str, questions: Sequence[tuple[str, bool]]) -> list[str]:
        if [echo for _, echo in questions] == [False]:
            return [self._secret.reveal()]
        self.wants_more = bool(questions)
        return ["" for _ in questions]


def _second_proof(hop: Hop, methods: Sequence[str]) -> LoginRefusedError:
    return LoginRefusedError(
        f"The SSH server {hop.host} wants a second proof of who you are, which a program can't give.",
        meaning=NOTHING,
        hint="Ask who looks after it for an account that needs one proof only, such as a key.",
        detail=f"it still wants: {', '.join(methods)}",
    )


def _no_keys(hop: Hop) -> TunnelError:
    if has_agent():
        return TunnelError(
            "The SSH agent holds no key, and there is none in ~/.ssh.",
            meaning=NOTHING,
            hint=f"Load the key that {hop.host} knows into the agent, choose its file, or enter a password.",
            fix="ssh-add ~/.ssh/id_ed25519",
        )
    return TunnelError(
        "No SSH agent is running, and there is no key in ~/.ssh that can be used without a pass phrase.",
        meaning=NOTHING,
        hint=f"Choose the file of the key that {hop.host} knows, or enter a password.",
    )
