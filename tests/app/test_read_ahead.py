"""Reading ahead: everything comes in order, errors come where they belong, and no thread is left."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from kbconnect.app.read_ahead import read_ahead

BOUND_S = 30.0


def nothing() -> None:
    pass


def numbers(count: int) -> Generator[int, None, None]:
    yield from range(count)


def threads() -> int:
    return sum(thread.name == "read ahead" for thread in threading.enumerate())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 500])
def test_everything_comes_in_order(count: int) -> None:
    with read_ahead(numbers(count), nothing) as items:
        assert list(items) == list(range(count))
    assert threads() == 0


def test_an_error_comes_after_the_items_before_it() -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        yield 2
        raise ValueError("no more")

    seen: list[int] = []
    with pytest.raises(ValueError, match="no more"), read_ahead(failing(), nothing) as items:
        seen.extend(items)
    assert seen == [1, 2]
    assert threads() == 0


def test_the_maker_is_closed_on_its_own_thread_when_nobody_wants_more() -> None:
    closed_on: list[str] = []

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed_on.append(threading.current_thread().name)

    with read_ahead(endless(), nothing) as items:
        assert next(items) == 1
    assert closed_on == ["read ahead"]
    assert threads() == 0


def test_a_call_that_blocks_is_given_up() -> None:
    answered = threading.Event()

    def blocking() -> Generator[int, None, None]:
        yield 1
        assert answered.wait(BOUND_S)
        yield 2

    with read_ahead(blocking(), answered.set) as items:
        assert next(items) == 1
    assert answered.is_set()
    assert threads() == 0


def test_it_is_ahead_but_not_far() -> None:
    made: list[int] = []
    moved = threading.Event()

    def watched() -> Generator[int, None, None]:
        for number in range(50):
            made.append(number)
            moved.set()
            yield number

    with read_ahead(watched(), nothing) as items:
        first = next(items)
        while len(made) < 2:  # made without being asked for
            assert moved.wait(BOUND_S)
            moved.clear()
        assert first == 0
        assert len(made) <= 5
        assert list(items) == list(range(1, 50))
