"""Makes the next items of an iterator on a thread of its own while the last one is being used.

A sync reads and maps the next batch while SQLite, which works outside of Python's lock, writes the one before. Owns
that thread and nothing else: it lives as long as the context it is asked for in. Must not know what the items are.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

_AHEAD = 2
"""Items that wait to be used: one would leave the reader idle while a long one is written."""

_TURN_S = 0.001
_NEW_OBJECTS = 50_000
_LOOK_S = 0.1
"""How soon a thread that waits for room sees that nobody wants more."""

T = TypeVar("T")


@contextmanager
def read_ahead(items: Generator[T, None, None], give_up: Callable[[], None]) -> Iterator[Iterator[T]]:
    """See `kbconnect.core.word_stage.ReadAhead`. The thread has ended when the context ends."""
    # Whoever comes back from SQLite or the network waits this long for a thread that computes; 5 ms by default. It
    # stays so: a window that answers sooner beside a sync is welcome, too.
    sys.setswitchinterval(min(sys.getswitchinterval(), _TURN_S))
    # Rows become objects by the thousand, and none of them is garbage. The collector, which looks at the newest 700 and
    # every now and then at all that the program holds, took a third of the reader's time. This stays so as well.
    often, *rest = gc.get_threshold()
    gc.set_threshold(max(often, _NEW_OBJECTS) if often else 0, *rest)
    maker = _Maker(items)
    maker.start()
    try:
        yield maker.made()
    finally:
        maker.stop(give_up)


class _Maker(Generic[T]):
    def __init__(self, items: Generator[T, None, None]) -> None:
        self._items = items
        self._made: Queue[T] = Queue(_AHEAD)
        self._ended = threading.Event()
        self._unwanted = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._make, name="read ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _make(self) -> None:
        try:
            with closing(self._items):
                for item in self._items:
                    if not self._put(item):
                        break
        except BaseException as error:  # it belongs to whoever uses the items, and is raised there
            self._error = error
        finally:
            self._ended.set()

    def _put(self, item: T) -> bool:
        while not self._unwanted.is_set():
            try:
                self._made.put(item, timeout=_LOOK_S)
            except Full:
                continue
            return True
        return False

    def made(self) -> Iterator[T]:
        while True:
            # In this order: what was put before the end was told is then still found.
            ended = self._ended.is_set()
            try:
                yield self._made.get(timeout=0 if ended else _LOOK_S)
            except Empty:
                if ended:
                    break
        if self._error is not None:
            raise self._error

    def stop(self, give_up: Callable[[], None]) -> None:
        self._unwanted.set()
        if not self._ended.is_set():
            give_up()
        self._thread.join()
