"""An Oracle listener that refuses each service, as far as its protocol goes up to there; with TLS or without."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.adapters.sources.tds_server import Seen

_REFUSED = 4
_VERSION = 0x13000000


def refusing(number: int, seen: Seen, certificate: Path | None = None) -> Callable[[socket.socket], None]:
    """Answers each request with this error of the listener, but for those who only ask whether it is there.
    certificate: a PEM file with its key; None: no TLS."""

    def talk(connection: socket.socket) -> None:
        session: socket.socket = connection
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            session = context.wrap_socket(connection, server_side=True)
        with closing(session):
            request = session.recv(65_536)
            if _is_ping(request):
                _refuse(session, f"(DESCRIPTION=(TMP=)(VSNNUM={_VERSION})(ERR=0)(ALIAS=LISTENER))")
                return
            seen.logins.append(request)
            seen.encrypted.append(certificate is not None)
            stack = f"(ERROR_STACK=(ERROR=(CODE={number})(EMFI=4)))"
            _refuse(session, f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={number}){stack})")

    return talk


def _is_ping(request: bytes) -> bool:
    """A whole connect packet whose data, at the place and of the length it names, asks for nothing else."""
    if not request:
        raise ConnectionError
    length, _, kind, _, _ = struct.unpack_from(">HHBBH", request)
    size, offset = struct.unpack_from(">HH", request, 24)
    return (length, kind) == (len(request), 1) and request[offset : offset + size] == b"(CONNECT_DATA=(COMMAND=ping))"


def _refuse(session: socket.socket, reason: str) -> None:
    body = struct.pack(">BBH", 1, 0, len(reason)) + reason.encode()
    session.sendall(struct.pack(">HHBBH", len(body) + 8, 0, _REFUSED, 0, 0) + body)
