"""How long a person waits until a server knows that they want to stop."""

from __future__ import annotations

import threading

import pytest

from kbconnect.adapters.sources.session_calls import told_in_time


def test_what_came_back_in_time_without_an_error_was_told() -> None:
    assert told_in_time(lambda: None, 30, (OSError,))


def test_an_error_is_no_answer() -> None:
    def tell() -> None:
        raise ConnectionRefusedError

    assert not told_in_time(tell, 30, (OSError,))


def test_an_error_that_nobody_thought_of_is_none_either_and_is_noticed_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def tell() -> None:
        raise KeyError("thread")

    assert not told_in_time(tell, 30, (OSError,))
    assert [(record.name, record.exc_info and record.exc_info[0]) for record in caplog.records] == [
        ("kbconnect.adapters.sources.session_calls", KeyError)
    ]


def test_nobody_waits_longer_and_it_is_told_all_the_same() -> None:
    go_on, told = threading.Event(), threading.Event()

    def tell() -> None:
        assert go_on.wait(30)
        told.set()

    assert not told_in_time(tell, 0.01, (OSError,))
    assert not told.is_set()
    go_on.set()
    assert told.wait(30)
