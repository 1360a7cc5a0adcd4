"""Oracle's listener by hand: whether one answers, with which version and certificate, before anybody signs in.

Owns the question that listeners answer to anybody ("ping" in a connect packet), and TLS as the first word of a TCPS
port. Asks for no database, signs nobody in, and sends no secret.
"""

from __future__ import annotations

import re
import socket
import ssl
import struct
from collections.abc import Callable

from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.adapters.sources.greetings import Greeting, Line, Place, tls_first
from kbconnect.core.connector import CheckFact, ConnectorDraft, TlsMode
from kbconnect.core.errors import SourceLostError, TlsError

PORT = 1521
_CONNECT = 1
_KNOWN_ANSWERS = frozenset({2, 4, 5, 11, 12})
"""Accept, refuse, redirect, resend, marker."""
_PING = b"(CONNECT_DATA=(COMMAND=ping))"
_HEADER = struct.Struct(">HHBBH")
_VERSION = re.compile(rb"\(VSNNUM=(\d{1,10})\)")
_TLS_ALERT = b"\x15\x03"


def greet(
    connector: ConnectorDraft,
    connection: socket.socket,
    limit_s: float,
    context_of: Callable[[ConnectorDraft], ssl.SSLContext],
) -> Greeting:
    """What the listener says, nothing if it hangs up at once. context_of: what certificates are checked with. Raises
    TlsError, SourceLostError, ConnectTimeoutError, InputError."""
    port = connector.port or PORT
    place = Place(connector.host.strip(), port, "Oracle")
    if connector.options.tls not in {TlsMode.DISABLE, TlsMode.PREFER}:
        return Greeting(tls_first(connector, connection, context_of(connector), place, limit_s))
    line = Line(connection, place, limit_s)
    line.send(_ping())
    try:
        length, _, kind, _, _ = _HEADER.unpack(line.read(_HEADER.size))
    except SourceLostError:
        if line.received:
            raise
        return Greeting()  # a listener may have something against the question; the driver asks another one
    if line.received.startswith(_TLS_ALERT):
        raise TlsError(
            f"Port {port} of {place.host} takes encrypted connections alone (TCPS), and this connector asks for none.",
            meaning="Nothing was read, and no password was sent.",
            hint="Choose an encrypted connection (TLS) for this connector.",
        )
    if kind not in _KNOWN_ANSWERS or length < _HEADER.size:
        raise line.stranger()
    said = line.read(length - _HEADER.size)
    found = _VERSION.search(said)
    number = int(found[1]) if found is not None else 0
    facts = (CheckFact("Listener", _version_words(number)),) if number else ()
    return Greeting(Encryption(""), facts=facts)


def _ping() -> bytes:
    """A connect packet, laid out as the driver lays out its own, of the oldest version that listeners know."""
    offset = 58
    fixed = struct.pack(
        ">HHHHHHHHHHIBB",
        *(0x0136, 0x012C),  # version, and the oldest that will do
        *(0, 8192, 32767, 0x7F08, 0, 1),  # options, sizes, characteristics, turnaround, one
        *(len(_PING), offset, 0, 0, 0),
    )
    body = fixed.ljust(offset - _HEADER.size, b"\0") + _PING
    return _HEADER.pack(len(body) + _HEADER.size, 0, _CONNECT, 0, 0) + body


def _version_words(number: int) -> str:
    """The version that a listener packs into one number: 8, 4, 8, 4 and 8 bits. From release 18 on the parts behind the
    first mean something else, and are left out."""
    major = number >> 24
    if major >= 18:
        return f"Oracle {major}"
    return f"Oracle {major}.{number >> 20 & 0xF}.{number >> 12 & 0xFF}.{number >> 8 & 0xF}"
