"""What Ctrl+C and SIGTERM do. In Python's handler nothing happens but a flag: it runs between two steps of whatever the
main thread does, which may hold any lock. Whoever is to be asked to stop is asked by a thread, which the system's own
handler wakes by a byte, even while the main thread is deep inside a driver's call.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from kbconnect.core.job import JobCancelled

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_AGAIN_S = 1.0
"""A database forgets a wish to break off that came just before the statement it was meant for, so it is repeated."""


class Wish:
    """The wish to stop of the person at the terminal."""

    def __init__(self) -> None:
        self._uttered = False

    def is_uttered(self) -> bool:
        return self._uttered

    @contextmanager
    def asking(self, ask: Callable[[], None], is_questioned: Callable[[], bool]) -> Iterator[None]:
        """While open, a signal is the wish, and calls `ask` from a thread, again and again until the end of the
        context. A second signal, or one while the person is questioned, raises JobCancelled where the main thread is.
        """
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread gets signals
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            if self._uttered or is_questioned():
                raise JobCancelled
            self._uttered = True

        with _handled_by(stop), _told(ask):
            yield


@contextmanager
def _told(ask: Callable[[], None]) -> Iterator[None]:
    heard, told = socket.socketpair()
    told.setblocking(False)
    asking = threading.Thread(target=_listen, args=(heard, ask), name="signals", daemon=True)
    asking.start()
    try:
        before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
    finally:
        told.close()
        asking.join()
        heard.close()


def _listen(heard: socket.socket, ask: Callable[[], None]) -> None:
    wanted = False
    while True:
        try:
            numbers = heard.recv(64)
        except TimeoutError:
            numbers = bytes(_SIGNALS)
        if not numbers:
            return  # the job has ended
        if wanted or set(numbers) & set(_SIGNALS):
            wanted = True
            heard.settimeout(_AGAIN_S)
            try:
                ask()
            except Exception:  # it is a courtesy; the work still ends by its own checks and time-outs
                logging.getLogger(__name__).warning("a blocking call could not be broken off", exc_info=True)


class Interruption:
    """Whether a command was broken off outside of its jobs. What comes of it may be another error: a library whose
    import is broken off says that it can't be imported."""

    def __init__(self) -> None:
        self.has_come = False


@contextmanager
def interruptible(interruption: Interruption) -> Iterator[None]:
    """SIGTERM ends a command like Ctrl+C, outside of jobs too."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        interruption.has_come = True
        raise KeyboardInterrupt

    with _handled_by(interrupt):
        yield


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
