"""Calls that can't be broken off are left behind when the person asks to stop: connecting waits for a network as long
as its time limit, and no driver lets go of it sooner.

Owns the thread such a call runs on. It ends with the call, which has a limit of its own; what it made by then is given
back. Must not know what is called.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext, JobCancelled, JobContext

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    result: T | None = None
    error: BaseException | None = None


def unless_stopped(
    work: Callable[[JobContext], T], context: JobContext, give_back: Callable[[T], object] = lambda _: None
) -> T:
    """What `work` returns or raises; it runs on another thread while this one waits, with a context of its own.

    Raises JobCancelled at once when the person asks to stop: `work` is told so, too, and `give_back` takes what it
    still returns, whenever that is, on that thread.
    """
    call = _Call(work, context, give_back)
    try:
        with context.on_cancel(call.wake):
            call.start()
            outcome = call.wait()
    except BaseException:
        call.leave()
        raise
    if outcome is None:
        call.leave()
        context.check()
        raise JobCancelled
    if outcome.error is not None:
        context.check()
        raise outcome.error
    return outcome.result  # type: ignore[return-value]  # it is what work returned, also if that is None


class _Call(Generic[T]):
    def __init__(self, work: Callable[[JobContext], T], context: JobContext, give_back: Callable[[T], object]) -> None:
        self._work, self._give_back = work, give_back
        self._context = InlineContext(context.report, lambda: self._left, context.wait)
        self._told: queue.SimpleQueue[_Outcome[T] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._made: _Outcome[T] | None = None
        self._left = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="left behind", daemon=True).start()

    def wake(self) -> None:
        self._told.put(None)

    def wait(self) -> _Outcome[T] | None:
        """None: somebody asked to stop."""
        return self._told.get()

    def leave(self) -> None:
        """Nobody waits any more. What came in the same moment is given back here."""
        with self._lock:
            self._left = True
            made = self._made
        if made is not None:
            self._return(made)
        else:  # what breaks it off may take the time of a network call, for which nobody waits
            threading.Thread(target=self._context.cancel, name="left behind", daemon=True).start()

    def _run(self) -> None:
        try:
            outcome = _Outcome(self._work(self._context))
        except BaseException as error:  # it belongs to whoever waits, and is raised there
            outcome = _Outcome(error=error)
        with self._lock:
            if not self._left:
                self._made = outcome
                self._told.put(outcome)
                return
        self._return(outcome)

    def _return(self, outcome: _Outcome[T]) -> None:
        if outcome.error is None:
            with suppress(KbConnectError, OSError):  # nobody is there to be told
                self._give_back(outcome.result)  # type: ignore[arg-type]  # as above
