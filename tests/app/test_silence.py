"""A database that says nothing while a sync waits for it: told after a while, looked after, and nothing else is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest

from kbconnect.app import silence
from kbconnect.app.silence import NotedContext, Patience, watched
from kbconnect.core.errors import SourceError, SourceTimeoutError
from kbconnect.core.job import InlineContext, Progress, Stage
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.ports import ReadPlan, RowBatch, Source
from tests.fakes import FakeSession, FakeSource, FakeTable

TABLE = TableRef("", "notes")
PLAN = ReadPlan(TableSelection(TABLE), ("id",), ("body",), (), batch_rows=1)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "NOTE_AFTER_S", 0.02)
    monkeypatch.setattr(silence, "_LOOK_EVERY_S", 0.01)


class Session(FakeSession):
    """heard: what `heard_at` says. looked: set when it was asked whether anybody is there."""

    def __init__(self, source: FakeSource, heard: Callable[[], float]) -> None:
        super().__init__(source)
        self.looked = threading.Event()
        self.asked_to_stop = threading.Event()
        self._heard = heard

    def heard_at(self) -> float:
        return self._heard()

    def interrupt(self) -> None:
        super().interrupt()
        self.asked_to_stop.set()

    def check_alive(self, silent_s: float) -> None:
        assert silent_s >= silence.NOTE_AFTER_S
        self.looked.set()


@contextmanager
def opened(
    note: Callable[[str], None], heard: Callable[[], float] = lambda: 0.0, limit_minutes: float = 0.0
) -> Iterator[tuple[Source, Session]]:
    table = FakeTable.of("id body", key="id")
    table.rows = [("1", "one"), ("2", "two")]
    fake = FakeSource({TABLE: table})
    session = Session(fake, heard)

    @contextmanager
    def open_session() -> Iterator[Source]:
        yield session

    with watched(open_session, Patience("db.example.org", note, limit_minutes)) as source:
        yield source, session
        fake.on_row = None


def wait_for(*events: Callable[[], bool]) -> None:
    for event in events:
        assert event()


def test_a_row_that_does_not_come_is_told_and_looked_after() -> None:
    told = threading.Event()
    notes: list[str] = []

    def note(words: str) -> None:
        notes.append(words)
        if len(notes) == 2:
            told.set()

    with opened(note) as (source, session), source.read(PLAN) as reader:
        session._source.on_row = lambda _: wait_for(lambda: told.wait(30), lambda: session.looked.wait(30))
        assert [batch.values for batch in reader.rows()] == [[("one",)], [("two",)]]
    assert told.is_set()
    assert session.looked.is_set()
    assert notes[0] == "Waiting for the database db.example.org: nothing has come for 0 s."


def test_a_call_that_takes_longer_than_allowed_is_broken_off() -> None:
    with opened(lambda words: None, limit_minutes=0.05 / 60) as (source, session), source.read(PLAN) as reader:
        session._source.on_row = lambda _: wait_for(lambda: session.asked_to_stop.wait(30))
        with pytest.raises(SourceTimeoutError) as caught:
            list(reader.rows())
    assert not caught.value.retryable
    assert "Nothing was changed" in caught.value.meaning


def test_a_call_that_does_not_hear_it_is_looked_after_further() -> None:
    """The server that took the wish to stop may be gone for this connection: only a look finds that out."""
    looked_again = threading.Event()

    def stays_silent(session: Session) -> None:
        wait_for(lambda: session.asked_to_stop.wait(30))
        session.looked.clear()
        wait_for(lambda: session.looked.wait(30))
        looked_again.set()

    with opened(lambda words: None, limit_minutes=0.05 / 60) as (source, session), source.read(PLAN) as reader:
        session._source.on_row = lambda _: stays_silent(session)
        with pytest.raises(SourceTimeoutError):
            list(reader.rows())
    assert looked_again.is_set()


def test_what_goes_wrong_within_the_limit_is_told_as_it_is() -> None:
    with opened(lambda words: None, limit_minutes=60.0) as (source, session), source.read(PLAN) as reader:
        session._source.on_row = lambda _: session.interrupt()
        with pytest.raises(SourceError) as caught:
            list(reader.rows())
    assert not isinstance(caught.value, SourceTimeoutError)


@pytest.mark.parametrize(
    ("silent_s", "limit_minutes", "said"),
    [
        (10.4, 60.0, "nothing has come for 10 s."),
        (119.0, 60.0, "nothing has come for 119 s."),
        (130.0, 60.0, "nothing has come for 2 min. After 60 min this sync gives up."),
        (3_700.0, 0.0, "nothing has come for 61 min."),
        (600.0, 90.5, "nothing has come for 10 min. After 90.5 min this sync gives up."),
    ],
)
def test_how_long_it_is_quiet_and_when_that_ends(silent_s: float, limit_minutes: float, said: str) -> None:
    patience = Patience("db.example.org", lambda words: None, limit_minutes)
    assert patience.words(silent_s) == f"Waiting for the database db.example.org: {said}"


def test_rows_that_trickle_in_are_no_silence() -> None:
    """A batch takes minutes on a slow line, and bytes come all the time."""
    looks = threading.Semaphore(0)

    def heard() -> float:
        looks.release()
        return time.monotonic()

    notes: list[str] = []
    with opened(notes.append, heard) as (source, session), source.read(PLAN) as reader:
        session._source.on_row = lambda _: wait_for(*[lambda: looks.acquire(timeout=30)] * 5)
        assert len(list(reader.rows())) == 2
    assert notes == []


def test_whoever_takes_the_rows_may_take_his_time() -> None:
    notes: list[str] = []
    with opened(notes.append) as (source, session), source.read(PLAN) as reader:
        for _ in reader.fingerprints():
            assert not session.looked.wait(0.1)
    assert notes == []


def test_a_reading_that_is_given_up_is_closed_at_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    def rows(*_: object, **__: object) -> Generator[RowBatch, None, None]:
        try:
            while True:
                yield RowBatch.__new__(RowBatch)
        finally:
            closed.append(True)

    monkeypatch.setattr("tests.fakes.FakeReader.rows", rows)
    with opened(lambda words: None) as (source, _), source.read(PLAN) as reader:
        reading = reader.rows()
        next(reading)
        reading.close()
        assert closed == [True]


def test_a_note_comes_with_the_newest_progress_and_goes_with_the_next() -> None:
    seen: list[Progress] = []
    context = NotedContext(InlineContext(seen.append))
    context.note("Nobody knows yet what for.")
    context.report(Progress(Stage.READING, 5, 10))
    context.note("Waiting.")
    context.report(Progress(Stage.READING, 6, 10))
    assert seen == [
        Progress(Stage.READING, 5, 10),
        Progress(Stage.READING, 5, 10, note="Waiting."),
        Progress(Stage.READING, 6, 10),
    ]
