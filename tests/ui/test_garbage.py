"""Cyclic garbage is collected where widgets live, and not while somebody waits for the window."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import ClassVar
from weakref import WeakSet

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbconnect.core.job import JobContext
from kbconnect.ui.garbage import EVERYTHING_AFTER_S, SELDOM, WindowGarbage
from kbconnect.ui.jobs import Jobs


class Knot:
    """Garbage that only a collector finds."""

    kept: ClassVar[WeakSet[Knot]] = WeakSet()

    def __init__(self) -> None:
        self.me = self
        self.kept.add(self)


def knots() -> None:
    """More than it takes to be worth a collection; a sync in this process has raised that."""
    for _ in range(gc.get_threshold()[0] + 5_000):
        Knot()


class Desk:
    """A WindowGarbage with a clock that is set, and jobs that are said to run."""

    def __init__(self, parent: QObject) -> None:
        self.now, self.is_busy = 0.0, False
        self.garbage = WindowGarbage(parent, lambda: self.is_busy, lambda: self.now)

    def left_after_turns(self, number: int = 1) -> int:
        for _ in range(number):
            self.garbage.turn()
        return len(Knot.kept)


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    parent = QObject()
    made = Desk(parent)
    yield made
    made.garbage.stop()
    gc.collect()
    assert gc.isenabled()
    assert not Knot.kept


def test_it_is_collected_on_the_thread_of_the_window_only(desk: Desk, jobs: Jobs, qtbot: QtBot) -> None:
    collected_on: set[int] = set()

    class Watched(Knot):
        def __del__(self) -> None:
            collected_on.add(threading.get_ident())

    def work(_: JobContext) -> None:
        Watched()
        knots()

    job = jobs.start(work)
    qtbot.waitUntil(lambda: job.is_finished)
    assert collected_on == set()
    desk.garbage.collect()
    assert collected_on == {threading.get_ident()}


def test_what_is_new_goes_at_the_next_turn(desk: Desk) -> None:
    knots()
    assert desk.left_after_turns() == 0


def test_while_jobs_run_only_what_came_since_is_looked_at_and_seldom(desk: Desk) -> None:
    knots()
    before, desk.is_busy = len(Knot.kept), True
    assert desk.left_after_turns() == before
    knots()
    assert desk.left_after_turns(SELDOM - 2) > before
    assert desk.left_after_turns() == before


def test_what_jobs_leave_behind_goes_within_the_minute_after(desk: Desk) -> None:
    knots()
    desk.garbage.leave_out()
    before = len(Knot.kept)
    knots()
    assert desk.left_after_turns(3) == before
    desk.now = EVERYTHING_AFTER_S
    assert desk.left_after_turns() == 0
