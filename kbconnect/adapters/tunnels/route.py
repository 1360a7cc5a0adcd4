"""A chain of SSH servers that stays open: one connection inside the other, each to a server whose key is known.

Owns those connections, that they are made anew when they broke, and the question whether the last server still answers.
Must not know what goes through it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass

import paramiko

from kbconnect.adapters.tunnels.hops import Hop, hops_of
from kbconnect.adapters.tunnels.known_hosts import KnownHosts, fingerprint_of
from kbconnect.adapters.tunnels.login import NotingPacketizer, dial, handshake, translated
from kbconnect.adapters.tunnels.sign_in import Identity, sign_in
from kbconnect.adapters.tunnels.ssh_config import SshConfig
from kbconnect.adapters.tunnels.words import lost, refused_way
from kbconnect.core.connector import CheckFact, Dial, Secret, SshTunnel
from kbconnect.core.errors import SourceError

ANSWER_WITHIN_S = 15.0
"""A server that sends nothing for so long after it was asked whether it is there is gone."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a tunnel needs: the servers, who we are there, which keys are known, and the limit of each step."""

    tunnel: SshTunnel
    secret: Secret | None
    known: KnownHosts
    limit_s: float


class Route:
    """Any thread may use it. `close` it at the end."""

    def __init__(self, way: WayIn) -> None:
        self._way = way
        self._hops = hops_of(way.tunnel, SshConfig.of_user())
        self._chain: list[paramiko.Transport] = []
        self._making: list[paramiko.Transport] = []
        self._lock = threading.Lock()
        self._asked_at: float | None = None
        self._closed = False
        self.signed_in_by = ""

    @property
    def last(self) -> Hop:
        return self._hops[-1]

    def transport(self) -> paramiko.Transport:
        """The connection to the last server, made anew if it is gone. Raises SourceError."""
        with self._lock:
            if self._closed:
                raise lost(self.last.host)
            if not self._is_up():
                self._hang_up()
                self._connect()
            return self._chain[-1]

    def facts(self) -> tuple[CheckFact, ...]:
        """What the last server says of itself, and how the way to it is encrypted. Raises SourceError."""
        transport = self.transport()
        key = transport.get_remote_server_key()
        return (
            CheckFact("Server", transport.remote_version.strip()),
            CheckFact("Key of the server", f"{key.get_name()} {fingerprint_of(key.get_base64())}"),
            CheckFact("Encryption", f"SSH 2, {transport.remote_cipher}"),  # type: ignore[attr-defined]  # the stubs lack it
            *(CheckFact(f"{hop.alias or hop.host} in ~/.ssh/config", _taken(hop)) for hop in self._hops if hop.taken),
        )

    def open_channel(self, target: Dial) -> paramiko.Channel:
        """A connection from the last server to the target. Raises SourceError."""
        transport = self.transport()
        started = time.monotonic()
        try:
            return self._channel(transport, target, self.last)
        except SourceError as error:
            if time.monotonic() - started >= self._way.limit_s:
                transport.close()  # whoever answers to nothing is asked anew by the next
            raise error from error.__cause__

    def is_silent(self) -> bool:
        """Whether the server was asked whether it is there, and has sent nothing for too long since."""
        asked_at = self._asked_at
        if asked_at is None or not self._chain:
            return False
        packetizer = self._chain[-1].packetizer
        heard_at = packetizer.heard_at if isinstance(packetizer, NotingPacketizer) else 0.0
        return time.monotonic() - max(asked_at, heard_at) > ANSWER_WITHIN_S

    def ask(self) -> None:
        """Asks the last server whether it is there, and waits for an answer or the end of the connection."""
        chain = self._chain
        if not chain or not chain[-1].is_active():
            return
        self._asked_at = time.monotonic()
        try:
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):  # the channels notice it, too
                chain[-1].global_request("keepalive@openssh.com", wait=True)
        finally:
            self._asked_at = None

    def hang_up(self) -> None:
        """Ends the connections; the next use makes them anew."""
        with self._lock:
            self._hang_up()

    def close(self) -> None:
        """Ends all connections, also those that are just being made: nobody waits for these."""
        self._closed = True
        for transport in (*self._making, *self._chain):
            transport.close()
        with self._lock:
            self._hang_up()

    def _is_up(self) -> bool:
        return bool(self._chain) and all(one.is_active() for one in self._chain)

    def _hang_up(self) -> None:
        for transport in reversed(self._chain):
            transport.close()
        self._chain = []

    def _connect(self) -> None:
        limit_s = self._way.limit_s
        identity = Identity.of(self._way.tunnel, self._way.secret, self._hops)
        chain: list[paramiko.Transport] = []
        self._making = chain
        try:
            for number, hop in enumerate(self._hops):
                if self._closed:
                    raise lost(hop.host)
                below = (
                    dial(hop, limit_s)
                    if number == 0
                    else self._channel(chain[-1], Dial(hop.host, hop.port), self._hops[number - 1])
                )
                chain.append(handshake(hop, below, self._way.known, limit_s))
                self.signed_in_by = sign_in(chain[-1], hop, identity, limit_s)
        except BaseException:
            for transport in reversed(chain):
                transport.close()
            self._making = []
            raise
        self._chain, self._making = chain, []

    def _channel(self, transport: paramiko.Transport, target: Dial, through: Hop) -> paramiko.Channel:
        limit_s, started = self._way.limit_s, time.monotonic()
        try:
            with translated(through, started, limit_s):
                return transport.open_channel(
                    "direct-tcpip", (target.host, target.port), ("127.0.0.1", 0), timeout=limit_s
                )
        except SourceError as error:
            cause = error.__cause__
            if isinstance(cause, paramiko.ChannelException):
                raise refused_way(through.host, target, cause.code, cause.text) from cause
            if not transport.is_active():
                raise lost(through.host) from cause
            raise


def _taken(hop: Hop) -> str:
    return ", ".join(f"{keyword} {value}" for keyword, value in hop.taken)
