"""What holds for each call of a session of a database server: somebody may ask to stop, and nothing may come for long.

Owns the wish to stop and who waits until the server knows of it, when something last came, and which columns a plan may
name. Must not know a driver: what ends a call, and what its errors mean, is each provider's.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    ConnectTimeoutError,
    HostNotFoundError,
    PortClosedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
)
from kbconnect.core.model import ColumnInfo, QuerySelection, Selection, TableRef
from kbconnect.core.ports import ReadPlan

AWAY = (HostNotFoundError, PortClosedError, ConnectTimeoutError, SourceLostError, SourceTimeoutError)
"""What comes of asking a server that isn't there any more, or can't be reached."""

ASKED_FOR_S = 10.0
"""So long a server is asked to break off what it does, whoever waits for it."""

_LOG = logging.getLogger(__name__)
_NOTHING_CHANGED = "Nothing was changed, neither in the database nor in your documents."


class Calls:
    """Calls come one at a time from one thread; the rest of it is for any thread."""

    def __init__(self, silence_limit_s: float) -> None:
        """silence_limit_s: after so long without a word the server is asked whether it still works for this session."""
        self._limit_s = silence_limit_s
        self._heard_at = self._asked_at = time.monotonic()
        self._silent_s: float | None = None
        self._interrupted = threading.Event()

    @contextmanager
    def guarded(self, translated: Callable[[Callable[[], bool]], AbstractContextManager[None]]) -> Iterator[None]:
        """One call, or several in one transaction. translated: raises what the driver does as SourceError. A wish to
        stop that came before stops it. Once raised it is told, and forgotten."""
        try:
            with translated(self.was_interrupted):
                self.raise_if_interrupted()
                yield
        except BaseException as error:
            self._interrupted.clear()
            silent_s, self._silent_s = self._silent_s, None
            if silent_s is not None and isinstance(error, SourceLostError):
                raise _given_up(silent_s) from error
            raise

    # ---------------------------------------------------------------------------------------- stopping

    def interrupt(self) -> None:
        self._interrupted.set()

    def was_interrupted(self) -> bool:
        return self._interrupted.is_set()

    def raise_if_interrupted(self) -> None:
        """Raises the SourceError of work that somebody asked to break off."""
        if self._interrupted.is_set():
            raise SourceError("The query was stopped before it was done.", meaning=_NOTHING_CHANGED, hint="Try again.")

    def pause(self, seconds: float) -> None:
        """Ends at once when somebody asks to stop."""
        self._interrupted.wait(seconds)

    # ---------------------------------------------------------------------------------------- silence

    def heard(self) -> None:
        """Something has come."""
        self._heard_at = time.monotonic()

    def heard_at(self) -> float:
        return self._heard_at

    def is_time_to_ask(self, silent_s: float) -> bool:
        """Whether the server should be asked now, which counts as done then."""
        now = time.monotonic()
        if silent_s < self._limit_s or now - self._asked_at < self._limit_s:
            return False
        self._asked_at = now
        return True

    def give_up(self, silent_s: float) -> None:
        """The connection is about to be ended, because nothing came for so long."""
        self._silent_s = silent_s


def told_in_time(tell: Callable[[], object], limit_s: float, errors: tuple[type[Exception], ...]) -> bool:
    """Whether `tell` came back within limit_s seconds without an error. On a thread of its own it goes on when the time
    is up: a server that is busy or far away hears of it late, and would work on for nobody otherwise. errors: those
    that are no surprise; any other is logged, and counts the same."""
    done = threading.Event()
    failed: list[Exception] = []

    def work() -> None:
        try:
            tell()
        except Exception as error:  # noqa: BLE001 - maybe nobody waits for it any more, and it has to be noticed at once
            failed.append(error)
            if not isinstance(error, errors):
                _LOG.warning("a blocking call could not be broken off", exc_info=True)
        finally:
            done.set()

    threading.Thread(target=work, name="stopping", daemon=True).start()  # noqa: TID251 - nobody may have to wait for it
    return done.wait(limit_s) and not failed


def _given_up(silent_s: float) -> SourceLostError:
    return SourceLostError(
        f"The connection to the database was lost: nothing had come for {silent_s:.0f} s, and the server does not work "
        "on it any more.",
        meaning=_NOTHING_CHANGED,
        hint="Try again; if it happens again, ask who looks after the database or the network whether something in "
        "between, as a connection pooler or a firewall, drops connections that are quiet.",
    )


def known_columns(
    plan: ReadPlan, columns: Sequence[ColumnInfo], exists: Callable[[TableRef, str], bool]
) -> dict[str, ColumnInfo]:
    """The columns of a selection by name, among them all that the plan names. exists: whether a table has a column that
    this account can't read. Raises AccessDeniedError, ColumnMissingError."""
    known = {column.name: column for column in columns}
    for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
        if name not in known:
            raise _missing(name, plan.selection, exists)
    return known


def _missing(name: str, selection: Selection, exists: Callable[[TableRef, str], bool]) -> SourceError:
    where = "the query" if isinstance(selection, QuerySelection) else f"“{selection.table}”"
    meaning = "Nothing was read; your documents are as they were."
    if not isinstance(selection, QuerySelection) and exists(selection.table, name):
        return AccessDeniedError(
            f"The account is not allowed to read the column “{name}” of {where}.",
            meaning=meaning,
            hint="Ask who looks after the database for the right to read it, or leave the column out.",
        )
    return ColumnMissingError(
        f"There is no column “{name}” in {where}.",
        meaning=meaning,
        hint="Choose the columns again; this one may have been renamed or removed.",
    )
