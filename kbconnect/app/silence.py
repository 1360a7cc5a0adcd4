"""Notices when a database says nothing for long while a sync waits for it, tells the person, has the source look
whether there still is anybody on the other side, and gives up when it takes longer than the dataset allows.

Owns a thread that lives as long as the source is open and looks at the time. Silent is a call that waits and of which
nothing has come, however slow the network; a knowledge base that is slow to write is no silence. Must not know what a
sync asks, nor how a source ends what it does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self, TypeVar

from kbconnect.core.catalogue import Catalogue
from kbconnect.core.cursor_facts import SelectionFacts
from kbconnect.core.errors import SourceError, SourceTimeoutError
from kbconnect.core.job import JobContext, Progress
from kbconnect.core.model import ColumnInfo, Sample, Selection, TableInfo, TableRef
from kbconnect.core.ports import (
    CursorWindow,
    FingerprintBatch,
    Key,
    KeyBatch,
    ReadPlan,
    RowBatch,
    Source,
    SourceReader,
)

NOTE_AFTER_S = 10.0
_NOTE_AGAIN = 1.5
"""After as many times as long it is told again: soon while somebody may be looking, and not every second for hours."""

_IN_MINUTES_S = 120.0
"""From then on the time is told in minutes, and when it is up."""

_LOOK_EVERY_S = 1.0
_LEAVE_S = 0.2
"""So long the end of a sync waits for the thread, which may be asking a server that doesn't answer either."""

T = TypeVar("T")


class NotedContext:
    """A JobContext to whose newest progress another thread may add a note."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._latest: Progress | None = None
        self._lock = threading.Lock()

    def report(self, progress: Progress) -> None:
        with self._lock:
            self._latest = progress
            self._context.report(progress)

    def note(self, words: str) -> None:
        """Reports the newest progress once more, with a sentence. It is gone with the next report. Any thread."""
        with self._lock:
            if self._latest is not None:
                self._context.report(replace(self._latest, note=words))

    def check(self) -> None:
        self._context.check()

    def wait(self, seconds: float) -> None:
        self._context.wait(seconds)

    def on_cancel(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]:
        return self._context.on_cancel(interrupt)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a database is waited for. place: what people know it by. limit_minutes: of silence, 0: without end.

    note: takes the sentences, on another thread, after NOTE_AFTER_S of silence and then again and again.
    """

    place: str
    note: Callable[[str], None]
    limit_minutes: float

    def words(self, silent_s: float) -> str:
        if silent_s < _IN_MINUTES_S:
            return f"Waiting for the database {self.place}: nothing has come for {silent_s:.0f} s."
        minutes = int(silent_s // 60)
        if not self.limit_minutes:
            return f"Waiting for the database {self.place}: nothing has come for {minutes} min."
        return (
            f"Waiting for the database {self.place}: nothing has come for {minutes} min. "
            f"After {self.limit_minutes:g} min this sync gives up."
        )

    def is_over(self, silent_s: float) -> bool:
        return 0 < self.limit_minutes * 60 <= silent_s

    def given_up(self) -> SourceTimeoutError:
        """The error for a call that was broken off; the same one would only wait as long again."""
        return SourceTimeoutError(
            f"The database {self.place} sent nothing for {self.limit_minutes:g} min, and the sync gave up.",
            meaning="It was told to stop working on this. Nothing was changed, neither in the database nor in your "
            "documents.",
            hint="Ask who looks after the database what takes so long there, or make the query lighter: fewer rows, "
            "or an index. If it needs that time, allow this dataset more of it among its limits: in the window, or "
            "with kbconnect dataset edit NAME --silence-limit MINUTES.",
            retryable=False,
        )


@contextmanager
def watched(open_source: Callable[[], AbstractContextManager[Source]], patience: Patience) -> Iterator[Source]:
    """An open source that is watched while it is read. Raises what opening raises."""
    with ExitStack() as stack:
        source = stack.enter_context(open_source())
        yield _WatchedSource(source, stack.enter_context(_Watch(source, patience)))


class _Watch:
    """Knows since when a call waits. Calls come one at a time, from whichever thread uses the source."""

    def __init__(self, source: Source, patience: Patience) -> None:
        self._source, self._patience = source, patience
        self._waits_since: float | None = None
        self._gave_up = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="silence", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(_LEAVE_S)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        self._waits_since = time.monotonic()
        try:
            yield
        except SourceError as error:
            if self._gave_up:
                raise self._patience.given_up() from error
            raise
        finally:
            self._waits_since = None

    def each(self, items: Generator[T, None, None]) -> Generator[T, None, None]:
        with closing(items):
            while True:
                with self.waiting():
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

    def _silent_s(self) -> float:
        since = self._waits_since
        return 0.0 if since is None else time.monotonic() - max(since, self._source.heard_at())

    def _look(self) -> None:
        noted_s = 0.0
        while not self._over.wait(_LOOK_EVERY_S):
            silent_s = self._silent_s()
            if silent_s < NOTE_AFTER_S:
                noted_s = 0.0
                continue
            if self._patience.is_over(silent_s):
                if not self._gave_up:
                    self._gave_up = True
                    self._source.interrupt()
            elif silent_s >= noted_s * _NOTE_AGAIN:
                noted_s = silent_s
                self._patience.note(self._patience.words(silent_s))
            # Also after the wish to stop: a server that took it may have lost this connection long ago.
            self._source.check_alive(silent_s)


class _WatchedSource:
    def __init__(self, source: Source, watch: _Watch) -> None:
        self._source = source
        self._watch = watch
        self.interrupt = source.interrupt
        self.heard_at = source.heard_at
        self.check_alive = source.check_alive

    def tables(self) -> tuple[TableInfo, ...]:
        with self._watch.waiting():
            return self._source.tables()

    def catalogue(self) -> Catalogue:
        with self._watch.waiting():
            return self._source.catalogue()

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._watch.waiting():
            return self._source.columns(table)

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        with self._watch.waiting():
            return self._source.describe(selection)

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._watch.waiting():
            return self._source.sample(selection, limit)

    def row_estimate(self, selection: Selection) -> int | None:
        with self._watch.waiting():
            return self._source.row_estimate(selection)

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        with self._watch.waiting():
            return self._source.cursor_facts(selection, columns)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[SourceReader]:
        with ExitStack() as stack:
            with self._watch.waiting():
                reader = stack.enter_context(self._source.read(plan))
            yield _WatchedReader(reader, self._watch)


class _WatchedReader:
    def __init__(self, reader: SourceReader, watch: _Watch) -> None:
        self.columns = reader.columns
        self._reader = reader
        self._watch = watch

    def row_estimate(self) -> int | None:
        with self._watch.waiting():
            return self._reader.row_estimate()

    def cursor_position(self) -> str | None:
        with self._watch.waiting():
            return self._reader.cursor_position()

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        return self._watch.each(self._reader.fingerprints(window))

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        return self._watch.each(self._reader.rows(window, after=after))

    def keys(self) -> Generator[KeyBatch, None, None]:
        return self._watch.each(self._reader.keys())

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        return self._watch.each(self._reader.rows_by_key(keys))
