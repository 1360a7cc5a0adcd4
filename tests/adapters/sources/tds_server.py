"""A server that speaks SQL Server's protocol as far as a login goes: greeting, TLS inside it, and a refusal.

It tells the real driver from what it claims to have checked. Also servers that hang up, stay silent or talk rubbish.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_GREETING, _REPLY = 0x12, 0x04
_ONE = b"\x81\x01\x00" + bytes(6) + b"\x30\x01s\x00" + b"\xd1\x01" + b"\xfd" + struct.pack("<HHQ", 0x10, 0xC1, 1)
"""One row with one number, 1."""
_DONE = b"\xfd" + struct.pack("<HHQ", 0, 0, 0)
_LAST = b"\xfd" + struct.pack("<HHQ", 2, 0, 0)


Behaviour = Callable[[socket.socket], None]


@dataclass
class Seen:
    """What the server saw of the driver. logins: the content of each login, decrypted. encrypted: whether in TLS.
    wishes: for encryption, as each greeting said."""

    logins: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    wishes: list[int] = field(default_factory=list)


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port of this computer at which each connection is given to `talk`."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(10)
        open_ones: list[socket.socket] = []

        def work() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    open_ones.append(connection)
                    connection.settimeout(10)
                    with suppress(OSError, ssl.SSLError, struct.error):
                        talk(connection)

        thread = threading.Thread(target=work, daemon=True)  # noqa: TID251 - no window here
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            for connection in open_ones:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)  # who waits for it is woken
                connection.close()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def hang_up(connection: socket.socket) -> None:
    connection.close()


def talk_rubbish(connection: socket.socket) -> None:
    connection.recv(100)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    connection.close()


def answering(reply: bytes) -> Behaviour:
    """A server of another kind, that says this to whatever it is asked."""

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(reply)
        connection.close()

    return talk


def stay_silent(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass


def refusing(
    number: int,
    text: str,
    seen: Seen,
    certificate: Path | None = None,
    *,
    before: tuple[int, str] | None = None,
    insists: bool = True,
) -> Behaviour:
    """A server that refuses each login with this error. certificate: a PEM file with its key; None: it has no TLS.
    before: an error of a lesser grade that it sends first. insists: on encryption of all, not of the login alone."""
    refusal = _error(number, text) + _LAST
    if before is not None:
        refusal = _error(*before, grade=11) + refusal

    def talk(connection: socket.socket) -> None:
        greeted = _read(connection)
        seen.wishes.append(greeted[struct.unpack_from(">H", greeted, 6)[0]])
        answers = 2 if certificate is None else 3 if insists else 0  # "not supported", "required", "off"
        greeting = struct.pack(">BHHBHHB", 0, 11, 6, 1, 17, 1, 0xFF) + bytes((16, 0, 0x03, 0xE8, 0, 0, answers))
        connection.sendall(_packet(_REPLY, greeting))
        if certificate is None:
            seen.logins.append(_read(connection))
            seen.encrypted.append(False)
            connection.sendall(_packet(_REPLY, refusal))
        else:
            _in_tls(connection, certificate, refusal, seen)
        connection.close()

    return talk


def falling_silent(asked: threading.Event, seen: list[str], word: str = "silence") -> Callable[[socket.socket], None]:
    """A server that lets anybody in, allows snapshots and answers nothing else, until a statement has this word:
    then it says no more. asked: set when that came. seen: the statements so far."""

    def talk(connection: socket.socket) -> None:
        _read(connection)
        greeting = struct.pack(">BHHBHHB", 0, 11, 6, 1, 17, 1, 0xFF) + bytes((16, 0, 0, 0, 0, 0, 2))
        connection.sendall(_packet(_REPLY, greeting))
        _read(connection)
        name = "Microsoft SQL Server"
        body = b"\x01\x74\x00\x00\x04" + bytes((len(name),)) + name.encode("utf-16-le") + bytes((16, 0, 0, 0))
        connection.sendall(_packet(_REPLY, b"\xad" + struct.pack("<H", len(body)) + body + _DONE))
        while True:
            seen.append(_read(connection)[22:].decode("utf-16-le", "ignore"))
            if word in seen[-1]:
                asked.set()
                connection.settimeout(None)
                connection.recv(1)
                return
            is_question = "snapshot_isolation_state" in seen[-1]
            connection.sendall(_packet(_REPLY, _ONE if is_question else _DONE))

    return talk


def _in_tls(connection: socket.socket, certificate: Path, answer: bytes, seen: Seen) -> None:
    """The handshake travels inside packets of the greeting's kind; what follows, in TLS alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # before its version 8.0 the protocol has no newer one
    context.load_cert_chain(certificate)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing, server_side=True)
    while True:
        try:
            session.do_handshake()
        except ssl.SSLWantReadError:
            if outgoing.pending:
                connection.sendall(_packet(_GREETING, outgoing.read()))
            incoming.write(_read(connection))
        else:
            break
    if outgoing.pending:
        connection.sendall(_packet(_GREETING, outgoing.read()))
    login = b""
    while not login:
        try:
            login = session.read(65_536)
        except ssl.SSLWantReadError:
            part = connection.recv(65_536)
            if not part:
                raise ConnectionError from None
            incoming.write(part)
    seen.logins.append(login)
    seen.encrypted.append(True)
    session.write(_packet(_REPLY, answer))
    connection.sendall(outgoing.read())
    connection.recv(1)


def _packet(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBHHBB", kind, 1, len(content) + 8, 0, 1, 0) + content


def _read(connection: socket.socket) -> bytes:
    """The content of a packet."""
    header = _exactly(connection, 8)
    return _exactly(connection, struct.unpack(">H", header[2:4])[0] - 8)


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = connection.recv(count - len(found))
        if not part:
            raise ConnectionError
        found += part
    return found


def _error(number: int, text: str, grade: int = 14) -> bytes:
    words = struct.pack("<H", len(text)) + text.encode("utf-16-le")
    body = struct.pack("<IBB", number, 1, grade) + words + b"\0" + b"\0" + struct.pack("<I", 1)
    return b"\xaa" + struct.pack("<H", len(body)) + body
