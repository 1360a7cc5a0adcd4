"""How a reading of PostgreSQL is cut into statements and transactions: one view of the data, or many short ones.

A server keeps one view for as long as a reading takes. A read replica can't: what it keeps for us holds up the changes
it has to take over, until it breaks the reading off. There a reading goes in pages of keys, each in a transaction of
its own, and goes on behind the last key when one is broken off. Must not know what the values mean.
"""

from __future__ import annotations

import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any, Protocol, Self, TypeVar

import psycopg
from psycopg import sql

from kbconnect.adapters.sources.postgresql_copy import Block, BlockLimits, copy_blocks
from kbconnect.adapters.sources.postgresql_errors import broken_off, stopped, translate, translated
from kbconnect.adapters.sources.postgresql_statements import Part
from kbconnect.core.ports import Key

Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

PAGE_ROWS = 50_000
LONGEST_VIEW_S = 10.0
"""A page that lasts longer, because whoever takes its rows is slow, is ended and gone on with in a new transaction."""

WAITS_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Before a page that was broken off is read again; when rows come in between, they begin anew."""

_CONFLICTS = frozenset({"40001", "40P01"})
"""What a replica says that breaks off a reading: in the way of what it has to take over, or of a lock of it."""


class Steps(Protocol):
    """A reading, one statement after the other."""

    def statement(self) -> str | None:
        """What to read next, behind all rows taken so far; None: everything was read."""

    def took(self, block: Block) -> None:
        """The rows of the last statement, block by block."""

    def ended(self) -> None:
        """The last statement came to its end."""


class WholeScan:
    """All rows by one statement."""

    def __init__(self, statement: str) -> None:
        self._statement: str | None = statement

    def statement(self) -> str | None:
        return self._statement

    def took(self, block: Block) -> None:
        """They come once."""

    def ended(self) -> None:
        self._statement = None


class PagedScan:
    """All rows in pages by a unique key.

    statement: for a part of the rows. after: the condition for the rows behind a key. key_of: the key of a block's last
    row.
    """

    def __init__(
        self,
        statement: Callable[[Part], str],
        conditions: tuple[str, ...],
        after: Callable[[Key], str],
        last_key: Callable[[Block], Key],
    ) -> None:
        self._statement = statement
        self._conditions = conditions
        self._after = after
        self._last_key = last_key
        self._last: Key | None = None
        self._rows = 0
        self._done = False

    def statement(self) -> str | None:
        if self._done:
            return None
        self._rows = 0
        behind = () if self._last is None else (self._after(self._last),)
        return self._statement(Part((*self._conditions, *behind), PAGE_ROWS))

    def took(self, block: Block) -> None:
        self._rows += len(block)
        self._last = self._last_key(block)

    def ended(self) -> None:
        self._done = self._rows < PAGE_ROWS


class LookUp:
    """The rows with certain keys. statement: for keys, all without NULL in the same places. keys_of: those of a
    block."""

    def __init__(
        self, keys: Sequence[Key], statement: Callable[[Sequence[Key]], str], keys_of: Callable[[Block], Sequence[Key]]
    ) -> None:
        self._wanted = dict.fromkeys(keys)
        self._statement = statement
        self._keys_of = keys_of

    def statement(self) -> str | None:
        return self._statement(list(self._wanted)) if self._wanted else None

    def took(self, block: Block) -> None:
        for key in self._keys_of(block):
            self._wanted.pop(key, None)

    def ended(self) -> None:
        self._wanted.clear()


class Views(Protocol):
    """Where a reading's statements run."""

    def blocks(self, steps: Steps) -> Iterator[Block]: ...

    def ask(self, question: Callable[[Connection], T]) -> T:
        """Runs something short."""


class _Scans(ABC):
    """As a context it ends the scans somebody has begun and left: they must be over before their connection is used
    for something else, and what ended the reading may still hold them."""

    def __init__(self) -> None:
        # Weakly, so that a scan nobody holds any more ends at once.
        self._begun: list[weakref.ref[Generator[Block, None, None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for scan in filter(None, [begun() for begun in reversed(self._begun)]):
            scan.close()

    def blocks(self, steps: Steps) -> Iterator[Block]:
        scan = self._blocks(steps)
        self._begun.append(weakref.ref(scan))
        return scan

    @abstractmethod
    def _blocks(self, steps: Steps) -> Generator[Block, None, None]: ...


class Line(Protocol):
    """What a reading asks and tells the source it belongs to."""

    def was_interrupted(self) -> bool: ...

    def heard(self) -> None:
        """Something has come from the server."""


class OneView(_Scans):
    """Everything in the transaction that is open."""

    def __init__(self, connection: Connection, limits: BlockLimits, line: Line) -> None:
        super().__init__()
        self._connection = connection
        self._limits = limits
        self._was_interrupted = line.was_interrupted
        self._heard = line.heard

    def _blocks(self, steps: Steps) -> Generator[Block, None, None]:
        if self._was_interrupted():
            raise stopped()
        # Inside a savepoint, so that a scan that is given up leaves the transaction and its view of the data intact.
        with translated(self._was_interrupted), self._connection.transaction():
            while (statement := steps.statement()) is not None:
                copied = copy_blocks(self._connection, statement, self._limits, self._was_interrupted, self._heard)
                with closing(copied) as blocks:
                    for block in blocks:
                        steps.took(block)
                        yield block
                        if self._was_interrupted():
                            raise stopped()  # the server may have sent all by now, and not hear of it
                steps.ended()

    def ask(self, question: Callable[[Connection], T]) -> T:
        if self._was_interrupted():
            raise stopped()
        with translated(self._was_interrupted):
            return question(self._connection)


class Link(Line, Protocol):
    """What short views need of an open source."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """A new one, for reading. Raises psycopg.Error."""

    def reconnect_if_lost(self) -> None:
        """Between two statements a replica ends the session to end a view. Raises the SourceError that says why there
        is no new one."""

    def pause(self, seconds: float) -> None:
        """Ends at once when somebody asks to stop."""


class ShortViews(_Scans):
    """Each statement in a transaction of its own, and again when the replica breaks it off."""

    def __init__(self, link: Link, limits: BlockLimits) -> None:
        super().__init__()
        self._link = link
        self._limits = limits

    def _blocks(self, steps: Steps) -> Generator[Block, None, None]:
        conflicts = 0
        while steps.statement() is not None:
            try:
                with closing(self._view(steps)) as blocks:
                    for block in blocks:
                        conflicts = 0
                        yield block
            except psycopg.Error as error:
                self._wait(conflicts, error)
                conflicts += 1

    def _view(self, steps: Steps) -> Generator[Block, None, None]:
        self._check()
        started = time.monotonic()
        with self._link.transaction() as connection:
            statement = steps.statement() or ""
            link = self._link
            copied = copy_blocks(connection, statement, self._limits, link.was_interrupted, link.heard)
            with closing(copied) as blocks:
                for block in blocks:
                    steps.took(block)
                    yield block
                    if link.was_interrupted():
                        raise stopped()
                    if time.monotonic() - started > LONGEST_VIEW_S:
                        return
            steps.ended()

    def ask(self, question: Callable[[Connection], T]) -> T:
        conflicts = 0
        while True:
            self._check()
            try:
                with self._link.transaction() as connection:
                    return question(connection)
            except psycopg.Error as error:
                self._wait(conflicts, error)
                conflicts += 1

    def _check(self) -> None:
        if self._link.was_interrupted():
            raise stopped()
        self._link.reconnect_if_lost()

    def _wait(self, conflicts: int, error: psycopg.Error) -> None:
        """After a conflict and so many others in a row. Raises any other error, and this one if it was tried enough."""
        if error.sqlstate not in _CONFLICTS:
            raise translate(error, interrupted=self._link.was_interrupted()) from error
        if conflicts == len(WAITS_S):
            raise broken_off(error) from error
        self._link.pause(WAITS_S[conflicts])


def literal(value: str | list[str | None] | None) -> str:
    """A text or a list of texts as SQL."""
    return sql.Literal(value).as_string(None)
