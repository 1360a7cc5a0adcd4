"""Rows out of PostgreSQL as fast as they come: binary COPY over the driver's own connection, many rows in one block.

Owns the protocol of `COPY … TO STDOUT (FORMAT binary)`. The statement goes by the extended protocol, in which the
server refuses a second statement. Memory holds one block and what the socket buffered. Work on a row is one call of the
driver; all else is done on whole blocks. Must not know what fields mean.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import pq

from kbconnect.adapters.sources.postgresql_connect import CANCEL_TIMEOUT_S, hang_up

Connection = psycopg.Connection[tuple[Any, ...]]
Places = NDArray[np.int64]

_SIGNATURE_BYTES = 19
"""Of the file header (11 fixed, 4 flags, 4 length of an extension that is empty); it stands before the first row."""

_COUNT_BYTES = 2
"""Of the number of fields before each row."""

_LENGTH = np.dtype(">i4")
_LENGTH_BYTES = 4
_NULL = -1


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """A block has at most that many rows and bytes, but at least one row."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Block:
    """n rows as sent: number of fields (2 bytes), then for each its length (4 bytes, −1 for NULL) and its bytes.

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
        lengths = self.values_at(at, _LENGTH).astype(np.int64)
        starts = at + _LENGTH_BYTES
        return starts, lengths, starts + np.maximum(lengths, 0)

    def raw_fields(self, at: int, count: int) -> list[bytes | None]:
        """`count` fields of one row, from `at` on."""
        found: list[bytes | None] = []
        data = self.data
        for _ in range(count):
            start = at + _LENGTH_BYTES
            length = int.from_bytes(data[at:start], "big", signed=True)
            found.append(None if length == _NULL else data[start : start + length])
            at = start + max(length, 0)
        return found


def copy_blocks(
    connection: Connection,
    statement: str,
    limits: BlockLimits,
    was_interrupted: Callable[[], bool],
    heard: Callable[[], None] = lambda: None,
) -> Generator[Block, None, None]:
    """The rows of a SELECT. The statement is cancelled when the iterator is closed early, or if somebody asked to stop
    just before it was sent (was_interrupted). heard: called whenever something has come. Raises psycopg.Error."""
    pgconn = connection.pgconn
    with selectors.DefaultSelector() as selector:
        selector.register(pgconn.socket, selectors.EVENT_READ)

        def wait() -> None:
            _await_input(connection, selector, was_interrupted, heard)

        pgconn.send_query_params(f"COPY ({statement}) TO STDOUT (FORMAT binary)".encode(), None)
        while pgconn.flush():
            pgconn.consume_input()
        if was_interrupted():
            # A request to cancel that found nothing under way did nothing, so it is made again.
            connection.cancel_safe(timeout=CANCEL_TIMEOUT_S)
        first = _result(pgconn, wait)
        if first is None or first.status != pq.ExecStatus.COPY_OUT:
            _raise_failure(connection, first, wait)
        ended = False
        try:
            yield from _blocks_sent(pgconn, limits, wait)
            ended = True
        finally:
            if not ended:
                _abandon(connection, wait, asked=was_interrupted())
        result = _result(pgconn, wait)
        if result is None or result.status != pq.ExecStatus.COMMAND_OK:
            _raise_failure(connection, result, wait)
        _drain(pgconn, wait)


def _blocks_sent(pgconn: pq.abc.PGconn, limits: BlockLimits, wait: Callable[[], None]) -> Generator[Block, None, None]:
    receive = pgconn.get_copy_data
    most_rows, most_bytes = limits.rows, limits.bytes
    pieces: list[bytes] = []
    size = 0
    skip = _SIGNATURE_BYTES
    while True:
        length, data = receive(1)
        if length > skip + _COUNT_BYTES:
            if skip:
                data, length, skip = data[skip:], length - skip, 0
            if size + length > most_bytes and pieces:
                yield _block(pieces)
                pieces, size = [], 0
            # Views kept by the thousand would have the garbage collector look through everything again and again.
            pieces.append(bytes(data))
            size += length
            if len(pieces) == most_rows:
                yield _block(pieces)
                pieces, size = [], 0
        elif length == 0:
            wait()
        elif length < 0:
            break
        # Else it is the trailer, −1 instead of a number of fields.
    if pieces:
        yield _block(pieces)


def _await_input(
    connection: Connection,
    selector: selectors.BaseSelector,
    was_interrupted: Callable[[], bool],
    heard: Callable[[], None],
) -> None:
    # The selector's wait ends on a signal, so that a person's Ctrl+C is seen.
    if selector.select(CANCEL_TIMEOUT_S):
        heard()
    elif was_interrupted():
        hang_up(connection)  # it was asked to stop and says nothing
    connection.pgconn.consume_input()


def _block(pieces: list[bytes]) -> Block:
    ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    return Block(b"".join(pieces), starts)


def _result(pgconn: pq.abc.PGconn, wait: Callable[[], None]) -> pq.abc.PGresult | None:
    # The driver waits for a result without letting other threads run: on a silent network the window would freeze.
    while pgconn.is_busy():
        wait()
    return pgconn.get_result()


def _drain(pgconn: pq.abc.PGconn, wait: Callable[[], None]) -> None:
    while _result(pgconn, wait) is not None:
        pass


def _raise_failure(connection: Connection, result: pq.abc.PGresult | None, wait: Callable[[], None]) -> None:
    pgconn = connection.pgconn
    if result is None:
        raise psycopg.OperationalError(pgconn.get_error_message())
    failure = psycopg.errors.error_from_result(result, encoding="utf-8")
    if pgconn.status == pq.ConnStatus.OK:
        _drain(pgconn, wait)
    raise failure


def _abandon(connection: Connection, wait: Callable[[], None], *, asked: bool) -> None:
    """Ends a COPY nobody reads on: asks the server to stop, unless that was done, and throws away what is under way."""
    pgconn = connection.pgconn
    if pgconn.status != pq.ConnStatus.OK:
        return
    try:
        if not asked:
            connection.cancel_safe(timeout=CANCEL_TIMEOUT_S)
        _throw_away_rows(pgconn, wait)
        _drain(pgconn, wait)
    except psycopg.Error:
        # It can't be told any more what is under way on this connection.
        connection.close()


def _throw_away_rows(pgconn: pq.abc.PGconn, wait: Callable[[], None]) -> None:
    while (length := pgconn.get_copy_data(1)[0]) >= 0:
        if length == 0:
            wait()
