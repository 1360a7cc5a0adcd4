"""A limit for the connecting of drivers that have none: some wait for ever for a server that takes a connection and
then says nothing.

Owns the thread such a call runs on. It stays behind when the time is up, and ends when the server hangs up or answers;
what it made by then is closed. Must not know any driver.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any  # connections and errors of drivers nobody knows here

from kbconnect.adapters.sources.dialect_errors import error_of
from kbconnect.core.errors import ConnectTimeoutError


def connected(connect: Callable[[], Any], limit_s: float, errors: tuple[type[BaseException], ...]) -> Any:
    """What `connect` makes. errors: what closing may raise. Raises what `connect` raises, ConnectTimeoutError after
    limit_s seconds."""
    told: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
    lock = threading.Lock()
    left = threading.Event()

    def work() -> None:
        made, failed = None, None
        try:
            made = connect()
        except BaseException as error:  # it belongs to whoever waits, and is raised there
            failed = error
        with lock:
            told.put((made, failed))
            late = left.is_set()
        if late and made is not None:
            with suppress(*errors):
                made.close()

    threading.Thread(target=work, name="connecting", daemon=True).start()
    try:
        made, failed = told.get(timeout=limit_s)
    except queue.Empty:
        with lock:
            left.set()
            in_time = not told.empty()
        if not in_time:
            raise error_of(ConnectTimeoutError, f"nothing came for {limit_s:g} s") from None
        made, failed = told.get()
    if failed is not None:
        raise failed
    return made
