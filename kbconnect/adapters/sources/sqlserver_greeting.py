"""SQL Server's greeting by hand: which version answers, and how it encrypts, before anybody signs in.

Owns the first message of its protocol ("PRELOGIN", [MS-TDS] 2.2.6.5) and TLS inside of it. The driver tells of a failed
connection little more than that it failed; here the certificate is seen and checked, in the mode the driver is told to
use. Signs nobody in, and sends no secret.
"""

from __future__ import annotations

import socket
import ssl
import struct

from kbconnect.adapters.sources.encryption import Encryption, certificate_error, encryption_of, tls_context
from kbconnect.adapters.sources.greetings import Greeting, Line, Place, no_handshake
from kbconnect.adapters.sources.sqlserver_connect import PORT
from kbconnect.core.connector import CheckFact, ConnectorDraft, TlsMode
from kbconnect.core.errors import KbConnectError, TlsError

_PRELOGIN, _REPLY = 0x12, 0x04
_VERSION, _ENCRYPTION, _END = 0, 1, 0xFF
_OFF, _ON, _NOT_SUPPORTED = 0, 1, 2
_HEADER = struct.Struct(">BBHHBB")
_LARGEST = 32_767
_ROUNDS = 20
_YEARS = {17: 2025, 16: 2022, 15: 2019, 14: 2017, 13: 2016, 12: 2014, 11: 2012, 10: 2008, 9: 2005}
"""Under which its versions are sold."""


def greet(connector: ConnectorDraft, connection: socket.socket, limit_s: float) -> Greeting:
    """What the server says of itself. Raises TlsError, SourceLostError, ConnectTimeoutError, InputError."""
    port = connector.port or (PORT if connector.dial is not None else connection.getpeername()[1])
    place = Place(connector.host.strip(), port, "SQL Server")
    line = Line(connection, place, limit_s)
    line.send(_packet(_prelogin(connector)))
    said = _options(_read(line), line)
    version = said.get(_VERSION, b"")
    facts = (CheckFact("Server's greeting", _version_words(version)),) if len(version) >= 4 else ()
    answer = (said.get(_ENCRYPTION) or bytes((_NOT_SUPPORTED,)))[0]
    is_demanded = connector.options.tls not in {TlsMode.DISABLE, TlsMode.PREFER}
    if is_demanded and answer in {_NOT_SUPPORTED, _OFF}:
        raise _no_tls(place, login_only=answer == _OFF)
    if answer == _NOT_SUPPORTED:
        return Greeting(Encryption(""), facts=facts)
    try:
        found = _encrypted(connector, line, place)
    except TlsError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise
        # The driver's own library may know versions of TLS that this Python doesn't: it has the last word.
        return Greeting(facts=(*facts, CheckFact("Encryption", f"could not be looked at: {error.detail}")))
    return Greeting(found, login_only=answer == _OFF, facts=facts)


def _prelogin(connector: ConnectorDraft) -> bytes:
    """Version, encryption, instance, thread: as the driver sends them."""
    wish = _NOT_SUPPORTED if connector.options.tls is TlsMode.DISABLE else _ON
    values = ((_VERSION, bytes(6)), (_ENCRYPTION, bytes((wish,))), (2, b"\0"), (3, bytes(4)))
    offset = 5 * len(values) + 1
    table, content = b"", b""
    for token, value in values:
        table += struct.pack(">BHH", token, offset + len(content), len(value))
        content += value
    return table + bytes((_END,)) + content


def _packet(content: bytes) -> bytes:
    return _HEADER.pack(_PRELOGIN, 1, len(content) + _HEADER.size, 0, 1, 0) + content


def _read(line: Line) -> bytes:
    """The content of a packet. Raises the error for a stranger if it is none."""
    kind, _, length, _, _, _ = _HEADER.unpack(line.read(_HEADER.size))
    if kind not in {_REPLY, _PRELOGIN} or not _HEADER.size <= length <= _LARGEST:
        raise line.stranger()
    return line.read(length - _HEADER.size)


def _options(content: bytes, line: Line) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at < len(content) and content[at] != _END:
        if at + 5 > len(content):
            raise line.stranger()
        token, offset, length = struct.unpack_from(">BHH", content, at)
        found[token] = content[offset : offset + length]
        at += 5
    if _VERSION not in found:
        raise line.stranger()
    return found


def _version_words(version: bytes) -> str:
    """As people say it, and in numbers."""
    major, minor, build = struct.unpack(">BBH", version[:4])
    number = f"{major}.{minor}.{build}"
    return f"SQL Server {_YEARS[major]} ({number})" if major in _YEARS else number


def _encrypted(connector: ConnectorDraft, line: Line, place: Place) -> Encryption:
    """The handshake travels inside packets of the greeting's kind."""
    context = tls_context(connector)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # before its version 8.0 the protocol has no newer one
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing, server_hostname=place.host)
    try:
        for _ in range(_ROUNDS):
            try:
                session.do_handshake()
            except ssl.SSLWantReadError:
                line.send(_packet(outgoing.read()))
                incoming.write(_read(line))
            else:
                return encryption_of(session)
    except ssl.SSLCertVerificationError as error:
        raise certificate_error(connector, error) from error
    except OSError as error:
        raise no_handshake(connector, place, error) from error
    except TlsError:
        raise
    except KbConnectError as error:
        raise no_handshake(connector, place, OSError(error.message)) from error
    raise no_handshake(connector, place, OSError("no end of the handshake"))


def _no_tls(place: Place, *, login_only: bool) -> TlsError:
    return TlsError(
        f"{place.host} encrypts the login alone, and this connector demands that all is."
        if login_only
        else f"{place.host} offers no encryption (TLS), and this connector demands it.",
        meaning="Nothing was read, and no password was sent.",
        hint="Ask who looks after the server to switch TLS on, or allow this connector connections without it.",
    )
