"""An Oracle listener that refuses each service, as far as its protocol goes up to there; with TLS or without."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from pathlib import Path

from tests.adapters.sources.tds_server import Seen

_REFUSED = 4


def refusing(number: int, seen: Seen, certificate: Path | None = None) -> Callable[[socket.socket], None]:
    """Answers each request with this error of the listener. certificate: a PEM file with its key; None: no TLS."""

    def talk(connection: socket.socket) -> None:
        session: socket.socket = connection
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            session = context.wrap_socket(connection, server_side=True)
        seen.logins.append(session.recv(65_536))
        seen.encrypted.append(certificate is not None)
        reason = f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={number})(ERROR_STACK=(ERROR=(CODE={number})(EMFI=4))))".encode()
        body = struct.pack(">BBH", 1, 0, len(reason)) + reason
        session.sendall(struct.pack(">HHBBH", len(body) + 8, 0, _REFUSED, 0, 0) + body)
        session.close()

    return talk
