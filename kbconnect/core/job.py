"""How long work talks to whoever started it: numbers go up, a wish to stop goes down. Knows no thread and no window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kbconnect.core.model import SyncCounts

_PAUSE_S = 0.25
"""So long a wish to stop may stay unseen: it may come from a signal, in which no lock may be taken."""


class JobCancelled(Exception):
    """The person asked to stop. Not an error: what was done so far is kept and the next run continues."""


class Stage(StrEnum):
    """Where a job stands; the window and the command line have a word for each."""

    CONNECTING = "connecting"
    COMPARING = "comparing"
    READING = "reading"
    REMOVING = "removing"
    EMBEDDING = "embedding"
    LOADING = "loading"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is None while nobody knows it; `counts` comes with syncs only.

    note: a sentence for the person, as why it waits; "" if there is nothing to say. expected_chunks: of the whole sync,
    from a dry run, while it is not known yet how many there will be; None: nobody counted.
    """

    stage: Stage
    done: int = 0
    total: int | None = None
    counts: SyncCounts | None = None
    note: str = ""
    expected_chunks: int | None = None


class JobContext(Protocol):
    """What a use case gets from whoever runs it."""

    def report(self, progress: Progress) -> None:
        """Takes the newest progress; may be called often, from one thread at a time."""

    def check(self) -> None:
        """Raises JobCancelled once the person asked to stop."""

    def wait(self, seconds: float) -> None:
        """Lets time pass. Raises JobCancelled as soon as the person asks to stop."""

    def on_cancel(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]:
        """While the returned context is open, a wish to stop also calls `interrupt`, from another thread: it breaks
        off a call that blocks (a long query). `interrupt` must be quick and safe to call from any thread."""


class InlineContext:
    """A context for work that runs where it was called: reports go to a function, stopping is a flag or a function."""

    def __init__(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        """pause: lets that many seconds pass; None: no time passes."""
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._pause = pause
        self._interrupts: list[Callable[[], None]] = []
        self._cancelled = False

    def report(self, progress: Progress) -> None:
        if self._on_progress is not None:
            self._on_progress(progress)

    def check(self) -> None:
        if self._cancelled or (self._is_cancelled is not None and self._is_cancelled()):
            raise JobCancelled

    def wait(self, seconds: float) -> None:
        while self._pause is not None and seconds > 0:
            self.check()
            self._pause(min(seconds, _PAUSE_S))
            seconds -= _PAUSE_S
        self.check()

    def cancel(self) -> None:
        """Asks the work to stop; may be called from another thread, but from no signal handler: what breaks a call off
        may need a lock."""
        self._cancelled = True
        for interrupt in list(self._interrupts):
            interrupt()

    @contextmanager
    def on_cancel(self, interrupt: Callable[[], None]) -> Iterator[None]:
        self._interrupts.append(interrupt)
        try:
            self.check()  # a wish that came before had nothing to break off yet
            yield
        finally:
            self._interrupts.remove(interrupt)
