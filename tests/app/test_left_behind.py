"""Connecting is left behind when the person asks to stop; what it makes then is given back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kbconnect.app.left_behind import unless_stopped
from kbconnect.core.errors import SourceError
from kbconnect.core.job import InlineContext, JobCancelled, JobContext

WAIT_S = 20


def test_what_is_made_or_raised_comes_back() -> None:
    context = InlineContext()
    assert unless_stopped(lambda _: 42, context) == 42
    assert unless_stopped(lambda _: None, context) is None
    error = SourceError("gone")

    def fail(_: JobContext) -> int:
        raise error

    with pytest.raises(SourceError) as caught:
        unless_stopped(fail, context)
    assert caught.value is error


def test_nobody_waits_after_asking_to_stop() -> None:
    context = InlineContext()
    going, go_on, given_back = threading.Event(), threading.Event(), threading.Event()
    seen: list[object] = []

    def connect(inner: JobContext) -> str:
        with inner.on_cancel(lambda: seen.append("broken off")):
            going.set()
            assert go_on.wait(WAIT_S)
        with pytest.raises(JobCancelled):
            inner.check()
        return "a connection"

    def give_back(made: str) -> None:
        seen.append(made)
        given_back.set()

    def stop() -> None:
        assert going.wait(WAIT_S)
        context.cancel()

    person = threading.Thread(target=stop)  # noqa: TID251 - another thread asks to stop
    person.start()
    with pytest.raises(JobCancelled):
        unless_stopped(connect, context, give_back)
    assert not given_back.is_set()
    assert "a connection" not in seen
    go_on.set()
    assert given_back.wait(WAIT_S)
    assert seen[-1] == "a connection"
    person.join()


def test_an_error_that_comes_after_stopping_is_nobodys() -> None:
    context = InlineContext()
    ended = threading.Event()

    def connect(inner: JobContext) -> str:
        context.cancel()
        try:
            raise SourceError("the connection was broken off")
        finally:
            ended.set()

    with pytest.raises(JobCancelled):
        unless_stopped(connect, context)
    assert ended.wait(WAIT_S)


def test_work_is_not_begun_when_somebody_has_asked_to_stop_before() -> None:
    context = InlineContext()
    context.cancel()
    begun: list[str] = []
    with pytest.raises(JobCancelled):
        unless_stopped(lambda _: begun.append("begun"), context)
    assert begun == []


def test_a_person_who_breaks_off_by_force_leaves_it_behind_too() -> None:
    class Forced(InlineContext):
        """A second Ctrl+C raises where the main thread waits."""

        @contextmanager
        def on_cancel(self, interrupt: object) -> Iterator[None]:
            yield
            raise KeyboardInterrupt

    given_back = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        unless_stopped(lambda _: "a connection", Forced(), lambda _: given_back.set())
    assert given_back.wait(WAIT_S)
