"""Rows out of MySQL as fast as they come: whole blocks of the text protocol, many rows at once.

Owns what comes from the server: the driver reads its answers through `Line`, and rows in bulk are cut out of the same
stream here, because the driver's own way costs a dozen calls a row
(https://mariadb.com/kb/en/result-set-packets/). Memory holds one block and what the socket buffered. It uses inner
methods of the driver that have been as they are for ten years; a test of each would fail if they changed. Must not know
what fields mean.
"""

from __future__ import annotations

import selectors
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from struct import Struct
from typing import Any

import numpy as np
import pymysql
from numpy.typing import NDArray
from pymysql.constants import COMMAND, CR
from pymysql.protocol import FieldDescriptorPacket

Connection = Any  # the driver has no types
Places = NDArray[np.int64]

CANCEL_TIMEOUT_S = 2.0
"""So long a server may take to note that a statement is not wanted any more; somebody waits for it."""

_RECEIVED_BYTES = 262_144
_HEAD = Struct("<I")  # three bytes of length, one of sequence
_HEAD_BYTES = 4
_LONGEST_PACKET = 0xFFFFFF
"""A packet of this length goes on in the next one."""

_END, _ERROR, _NULL = 0xFE, 0xFF, 0xFB
_LONGEST_END = 9
_PAD = b"\0" * 9
"""Behind a block, so that a length of eight bytes can be looked at wherever a field begins."""


class Line:
    """What comes from the server. The driver reads from it as from a file; it sees a wish to stop while it waits.

    heard: called whenever something has come. was_interrupted: somebody asked to stop.
    """

    def __init__(self, connected: socket.socket) -> None:
        self.heard: Callable[[], None] = lambda: None
        self.was_interrupted: Callable[[], bool] = lambda: False
        self._socket = connected
        self._selector = selectors.DefaultSelector()
        self._selector.register(connected, selectors.EVENT_READ)
        self._data = b""
        self._at = 0

    def read(self, count: int) -> bytes:
        """`count` bytes, or fewer if the connection ends. Raises OSError."""
        while len(self._data) - self._at < count:
            parts, size = [self._data[self._at :]], len(self._data) - self._at
            while size < count and (part := self.receive()):
                parts.append(part)
                size += len(part)
            self._data, self._at = b"".join(parts), 0
            if size < count:
                break
        taken = self._data[self._at : self._at + count]
        self._at += count
        return taken

    def take(self) -> bytes:
        """What has come and nobody read."""
        data, self._data, at, self._at = self._data, b"", self._at, 0
        return data[at:]

    def give_back(self, data: bytes) -> None:
        """The next thing that is read."""
        self._data, self._at = data, 0

    def receive(self) -> bytes:
        """Whatever comes next; nothing if the connection ends. Raises OSError."""
        while True:
            pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
            # The selector's wait ends on a signal, so that a person's Ctrl+C is seen.
            if not pending and not self._selector.select(CANCEL_TIMEOUT_S):
                if self.was_interrupted():
                    self.hang_up()  # it was asked to stop and says nothing
                continue
            try:
                data = self._socket.recv(_RECEIVED_BYTES)
            except TimeoutError:
                continue  # half of an encrypted record
            self.heard()
            return data

    def hang_up(self) -> None:
        """Ends the network connection from this side, from any thread: a call that waits for the server fails."""
        with suppress(OSError):
            # Of an encrypted connection as well: shutting TLS down first would wait for the other side.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        self._selector.close()


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """A block has at most that many rows and bytes, but at least one row."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Block:
    """n rows as sent: each field behind its length, which is written in 1 to 9 bytes.

    starts: (n,) where each row begins in `data`.
    """

    data: bytes
    starts: Places

    def __len__(self) -> int:
        return len(self.starts)

    def values_at(self, at: Places, kind: np.dtype[Any]) -> NDArray[Any]:
        """The n values of a fixed size that begin at `at`, whatever they mean there."""
        every = np.ndarray((len(self.data) - kind.itemsize + 1,), kind, self.data, strides=(1,))
        return every[at]

    def fields(self, at: Places) -> tuple[Places, Places, Places]:
        """Of the n fields that begin at `at`: where their bytes begin, how many they are (−1 for NULL), and where the
        next fields begin."""
        first = self.values_at(at, _BYTE)
        lengths = first.astype(np.int64)
        starts = at + 1
        if len(at) and int(first.max()) >= _NULL:
            for mark, kind, size in _WIDE_LENGTHS:
                wide = first == mark
                if wide.any():
                    lengths[wide] = (self.values_at(starts[wide], kind) & ((1 << 8 * size) - 1)).astype(np.int64)
                    starts[wide] += size
            lengths[first == _NULL] = -1
        return starts, lengths, starts + np.maximum(lengths, 0)

    def raw_fields(self, at: int, count: int) -> list[bytes | None]:
        """`count` fields of one row, from `at` on."""
        found: list[bytes | None] = []
        data = self.data
        for _ in range(count):
            first = data[at]
            at += 1
            if first == _NULL:
                found.append(None)
                continue
            size = {0xFC: 2, 0xFD: 3, 0xFE: 8}.get(first, 0)
            length = int.from_bytes(data[at : at + size], "little") if size else first
            at += size
            found.append(data[at : at + length])
            at += length
        return found


_BYTE = np.dtype("u1")
_WIDE_LENGTHS = ((0xFC, np.dtype("<u2"), 2), (0xFD, np.dtype("<u4"), 3), (0xFE, np.dtype("<u8"), 8))


def blocks_of(
    connection: Connection, line: Line, statement: str, limits: BlockLimits, cancel: Callable[[], None]
) -> Generator[Block, None, None]:
    """The rows of a SELECT whose first field is a text of 1 to 250 bytes. cancel: asks the server to break off what it
    does; called when the iterator is closed early, and if somebody asked to stop just before the statement was sent.
    Raises pymysql.MySQLError."""
    ended = False
    try:
        _send(connection, statement)
        if line.was_interrupted():
            cancel()  # a request to cancel that found nothing under way did nothing, so it is made again
        for _ in range(_columns_sent(connection)):
            connection._read_packet(FieldDescriptorPacket)
        connection._read_packet()
        yield from _blocks_sent(line, limits)
        ended = True
    except pymysql.MySQLError:
        ended = True  # an error ends the answer, as its last row does
        raise
    except OSError as error:
        ended = True
        raise _lost(error) from error
    finally:
        if not ended:
            _abandon(connection, line, cancel)


def _send(connection: Connection, statement: str) -> None:
    connection._execute_command(COMMAND.COM_QUERY, statement.encode("utf-8"))


def _columns_sent(connection: Connection) -> int:
    packet = connection._read_packet()
    if packet.is_ok_packet() or packet.is_load_local_packet():
        raise pymysql.err.InternalError(CR.CR_COMMANDS_OUT_OF_SYNC, "rows were expected")
    return int(packet.read_length_encoded_integer())


def _lost(error: OSError | None) -> pymysql.err.OperationalError:
    return pymysql.err.OperationalError(CR.CR_SERVER_LOST, f"connection lost: {error}")


def _blocks_sent(line: Line, limits: BlockLimits) -> Generator[Block, None, None]:
    most_rows, most_bytes, head = limits.rows, limits.bytes, _HEAD.unpack_from
    data = bytearray(line.take())
    starts: list[int] = []
    add = starts.append
    at = first = 0
    size = len(data)
    try:
        while True:
            body = at + _HEAD_BYTES
            # The first byte of the body is looked at as well.
            if body >= size or (end := body + (head(data, at)[0] & _LONGEST_PACKET)) > size:
                if first:
                    del data[:first]
                    starts[:] = [start - first for start in starts]
                    at, first = at - first, 0
                data += _received(line)
                size = len(data)
                continue
            length = end - body
            if data[body] == _ERROR or (data[body] == _END and length < _LONGEST_END):
                break
            if starts and (end - first > most_bytes or length == _LONGEST_PACKET):
                yield _block(data, first, at, starts)
                first = at
            if length == _LONGEST_PACKET:
                line.give_back(bytes(data[at:]))
                row = _long_row(line)
                data, at, first = bytearray(line.take()), 0, 0
                size = len(data)
                yield Block(row + _PAD, np.zeros(1, np.int64))
                continue
            add(body)
            at = end
            if len(starts) == most_rows:
                yield _block(data, first, at, starts)
                first = at
        if starts:
            yield _block(data, first, at, starts)
        last, at = bytes(data[body:end]), end
    finally:
        line.give_back(bytes(data[at:]))
    if last[0] == _ERROR:
        pymysql.err.raise_mysql_exception(last)


def _received(line: Line) -> bytes:
    part = line.receive()
    if not part:
        raise _lost(None)
    return part


def _block(data: bytearray, first: int, end: int, starts: list[int]) -> Block:
    """The rows between two places; `starts` is emptied."""
    places = np.array(starts, np.int64) - first
    starts.clear()
    return Block(bytes(data[first:end]) + _PAD, places)


def _long_row(line: Line) -> bytes:
    """A row of several packets without their heads."""
    parts: list[bytes] = []
    while not parts or len(parts[-1]) == _LONGEST_PACKET:
        parts.append(_body(line))
    return b"".join(parts)


def _body(line: Line) -> bytes:
    head = line.read(_HEAD_BYTES)
    length = int.from_bytes(head[:3], "little")
    body = line.read(length)
    if len(head) < _HEAD_BYTES or len(body) < length:
        raise _lost(None)
    return body


def _abandon(connection: Connection, line: Line, cancel: Callable[[], None]) -> None:
    """Ends an answer nobody reads on: asks the server to stop and throws away what is under way."""
    if not connection.open:
        return
    try:
        if not line.was_interrupted():
            cancel()
        _throw_away(line)
    except (pymysql.MySQLError, OSError):
        # It can't be told any more what is under way on this connection.
        line.hang_up()


def _throw_away(line: Line) -> None:
    """Reads to the end of the answer, whatever stands in it."""
    before = 0
    while True:
        body = _body(line)
        if before != _LONGEST_PACKET and (body[0] == _ERROR or (body[0] == _END and len(body) < _LONGEST_END)):
            return
        before = len(body)
