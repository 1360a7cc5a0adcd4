"""What listens on a port, before anybody signs in: what a server says of itself, and who it is if it is another.

For connection tests that look below a driver. Owns reading with a deadline, TLS as a first word, and telling servers of
other kinds by their answer. Must not know how a database's own protocol goes on.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from kbconnect.adapters.sources.encryption import Encryption, alert_error, certificate_error, encryption_of
from kbconnect.core.connector import CheckFact, ConnectorDraft
from kbconnect.core.errors import ConnectTimeoutError, KbConnectError, SourceLostError, TlsError

_T = TypeVar("_T")
_SHOWN = 80
_NOTHING_READ = "Nothing was read; your documents are as they were."


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a server said. encryption: what was agreed on and is used from now on; None if that can't be told before the
    login. login_only: what follows the login is not encrypted. facts: for whoever looks closer."""

    encryption: Encryption | None = None
    login_only: bool = False
    facts: tuple[CheckFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Who is asked, in words for people. label: the kind of database that should be there."""

    host: str
    port: int
    label: str


class Line:
    """A connection that is given up after some seconds, whatever trickles in. connection: open; it stays whose it is.

    Raises ConnectTimeoutError, SourceLostError.
    """

    def __init__(self, connection: socket.socket, place: Place, limit_s: float) -> None:
        self._connection = connection
        self._place = place
        self._until = time.monotonic() + limit_s
        self.received = b""

    def send(self, content: bytes) -> None:
        self._in_time(lambda: self._connection.sendall(content))

    def read(self, count: int) -> bytes:
        """Exactly so many bytes; all that came is kept in `received`."""
        found = b""
        while len(found) < count:
            part = self._in_time(lambda: self._connection.recv(count - len(found)))  # noqa: B023 - run at once
            if not part:
                raise self.stranger()
            found += part
            self.received += part
        return found

    def stranger(self) -> KbConnectError:
        """The error for an answer that is none of this protocol, by what came and is there already."""
        with suppress(OSError):
            self._connection.settimeout(0)
            self.received += self._connection.recv(_SHOWN)
        return not_this(self._place, self.received)

    def _in_time(self, call: Callable[[], _T]) -> _T:
        left = self._until - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
            return call()
        except TimeoutError as error:
            raise silent(self._place) from error
        except OSError as error:
            raise not_this(self._place, self.received) from error


def silent(place: Place) -> ConnectTimeoutError:
    """The error for a port that takes a connection and says nothing."""
    return ConnectTimeoutError(
        f"{place.host} took the connection but did not answer in time.",
        meaning=_NOTHING_READ,
        hint=f"Check that {place.port} is the port of {place.label}; else the server may be overloaded, or a firewall "
        "lets the connection through and nothing else.",
    )


def not_this(place: Place, said: bytes) -> SourceLostError:
    """The error for what is no such database. said: what came from it."""
    if not said:
        return SourceLostError(
            f"{place.host} took the connection and broke it off at once.",
            meaning=_NOTHING_READ,
            hint=f"Check that {place.port} is the port of {place.label}, and ask who looks after the server whether it "
            "lets this computer in, or wants an encrypted connection (TLS) from the first byte on.",
        )
    return SourceLostError(
        f"On port {place.port} of {place.host} answers {_kind_words(said)}, not {place.label}.",
        meaning=_NOTHING_READ,
        hint="Check the port. Whoever looks after the database knows it.",
        detail=repr(said[:_SHOWN]),
    )


def _kind_words(said: bytes) -> str:
    """Who says that."""
    if said.startswith(b"HTTP/") or said.lstrip().lower().startswith((b"<html", b"<!doctype")):
        return "a web server"
    if said.startswith(b"SSH-"):
        return "an SSH server"
    if said.startswith(b"\x15\x03"):
        return "a server that speaks with TLS alone"
    if said.startswith(b"220"):
        return "a mail or file server"
    if said[3:5] == b"\0\x0a" and len(said) > 5:
        return "MySQL or MariaDB"
    if said.startswith((b"-ERR", b"-NOAUTH")):
        return "Redis"
    return "something else"


# --------------------------------------------------------------------------------------------------- TLS first


def tls_first(
    connector: ConnectorDraft, connection: socket.socket, context: ssl.SSLContext, place: Place, limit_s: float
) -> Encryption:
    """What is agreed on with a server that speaks TLS from the first byte on. The connection belongs to TLS afterwards.
    Raises TlsError, ConnectTimeoutError."""
    connection.settimeout(limit_s)
    try:
        with context.wrap_socket(connection, server_hostname=connector.host.strip()) as wrapped:
            return encryption_of(wrapped)
    except ssl.SSLCertVerificationError as error:
        raise certificate_error(connector, error) from error
    except TimeoutError as error:
        raise silent(place) from error
    except OSError as error:
        raise no_handshake(connector, place, error) from error


def no_handshake(connector: ConnectorDraft, place: Place, error: OSError) -> TlsError:
    """The error for a greeting in TLS that nobody answered as one does."""
    explained = alert_error(connector, error) if isinstance(error, ssl.SSLError) else None
    return explained or TlsError(
        f"No encryption could be agreed on with port {place.port} of {place.host}.",
        meaning=_NOTHING_READ,
        hint="Check that this is the port for encrypted connections (TLS); the server may also know only old versions "
        "of TLS. Whoever looks after the server knows.",
        detail=str(error),
    )
