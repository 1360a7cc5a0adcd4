"""Rows out of PostgreSQL as fast as they come: binary COPY over the driver's own connection, one bytes object a row.

Owns the protocol of `COPY … TO STDOUT (FORMAT binary)`. The statement goes by the extended protocol, in which the
server refuses a second statement. Memory holds one row and what the socket buffered. Must not know what
fields mean.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from psycopg import pq

_SIGNATURE_BYTES = 19
"""Of the file header (11 fixed, 4 flags, 4 length of an extension that is empty); it stands before the first row."""


def copy_rows(
    connection: psycopg.Connection[tuple[Any, ...]], statement: str, was_interrupted: Callable[[], bool]
) -> Iterator[bytes]:
    """The rows of a SELECT, each as sent: number of fields (2 bytes), then for each its length (4 bytes, −1 for NULL)
    and its bytes. The statement is cancelled when the iterator is closed early, or if somebody
    asked to stop just before it was sent (was_interrupted). Raises psycopg.Error."""
    pgconn = connection.pgconn
    with selectors.DefaultSelector() as selector:
        selector.register(pgconn.socket, selectors.EVENT_READ)
        pgconn.send_query_params(f"COPY ({statement}) TO STDOUT (FORMAT binary)".encode(), None)
        while pgconn.flush():
            pgconn.consume_input()
        if was_interrupted():
            # A request to cancel that found nothing under way did nothing, so it is made again.
            connection.cancel_safe(timeout=5)
        _await_input(pgconn, selector)
        first = pgconn.get_result()
        if first is None or first.status != pq.ExecStatus.COPY_OUT:
            _raise_failure(connection, first)
        ended = False
        try:
            yield from _rows_sent(pgconn, selector)
            ended = True
        finally:
            if not ended:
                _abandon(connection)
        result = pgconn.get_result()
        if result is None or result.status != pq.ExecStatus.COMMAND_OK:
            _raise_failure(connection, result)
        _drain(pgconn)


def _rows_sent(pgconn: pq.abc.PGconn, selector: selectors.BaseSelector) -> Iterator[bytes]:
    receive = pgconn.get_copy_data
    skip = _SIGNATURE_BYTES
    while True:
        length, data = receive(1)
        if length > 0:
            raw = bytes(data[skip:]) if skip else bytes(data)
            skip = 0
            # The trailer, and an empty table's header with the trailer behind it: −1 instead of a number of fields.
            if raw != b"\xff\xff" and raw:
                yield raw
        elif length == 0:
            # The selector's wait ends on a signal, so that a person's Ctrl+C is seen.
            selector.select()
            pgconn.consume_input()
        else:
            return


def _await_input(pgconn: pq.abc.PGconn, selector: selectors.BaseSelector) -> None:
    while pgconn.is_busy():
        selector.select()
        pgconn.consume_input()


def _drain(pgconn: pq.abc.PGconn) -> None:
    while pgconn.get_result() is not None:
        pass


def _raise_failure(connection: psycopg.Connection[tuple[Any, ...]], result: pq.abc.PGresult | None) -> None:
    pgconn = connection.pgconn
    if result is None:
        raise psycopg.OperationalError(pgconn.get_error_message())
    failure = psycopg.errors.error_from_result(result, encoding="utf-8")
    if pgconn.status == pq.ConnStatus.OK:
        _drain(pgconn)
    raise failure


def _abandon(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Ends a COPY nobody reads on: asks the server to stop and throws away what is under way."""
    pgconn = connection.pgconn
    if pgconn.status != pq.ConnStatus.OK:
        return
    try:
        connection.cancel_safe(timeout=5)
        while True:
            result = pgconn.get_result()
            if result is None:
                return
            if result.status == pq.ExecStatus.COPY_OUT:
                while pgconn.get_copy_data(0)[0] > 0:
                    pass
    except psycopg.Error:
        # It can't be told any more what is under way on this connection.
        connection.close()
