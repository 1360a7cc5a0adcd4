"""Only the newest preview counts."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext
from kbconnect.ui.jobs import Jobs, Latest


def number_of(number: int, _: JobContext) -> int:
    return number


class Preview(QObject):
    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.shown: list[object] = []
        self.errors: list[str] = []
        self.busy: list[bool] = []
        self.latest = Latest(jobs, self)
        self.latest.returned.connect(self.show_it)
        self.latest.errored.connect(self.show_error)
        self.latest.busy_changed.connect(self.note_busy)

    @Slot(object)
    def show_it(self, value: object) -> None:
        self.shown.append(value)

    @Slot(object)
    def show_error(self, error: Exception) -> None:
        self.errors.append(str(error))

    @Slot(bool)
    def note_busy(self, busy: bool) -> None:
        self.busy.append(busy)


def test_only_the_newest_preview_counts(jobs: Jobs, qtbot: QtBot) -> None:
    preview, go_on = Preview(jobs), threading.Event()

    def old(_: JobContext) -> str:
        go_on.wait(10)
        return "old"

    preview.latest.start(old)
    for number in range(20):
        preview.latest.start(partial(number_of, number))
    assert preview.latest.is_busy()
    go_on.set()
    qtbot.waitUntil(lambda: jobs.running() == 0)
    assert preview.shown == [19]
    assert preview.busy == [True, False]
    assert not preview.latest.is_busy()


def test_the_newest_preview_may_fail_and_the_next_one_works(jobs: Jobs, qtbot: QtBot) -> None:
    preview = Preview(jobs)

    def fail(_: JobContext) -> None:
        raise KbConnectError("The column is gone.")

    with qtbot.waitSignal(preview.latest.errored):
        preview.latest.start(fail)
    with qtbot.waitSignal(preview.latest.returned):
        preview.latest.start(lambda _: "fine")
    assert preview.errors == ["The column is gone."]
    assert preview.shown == ["fine"]


def test_an_error_of_a_replaced_preview_is_heard_of_nowhere(jobs: Jobs, qtbot: QtBot) -> None:
    preview, failed = Preview(jobs), threading.Event()

    def fail(_: JobContext) -> None:
        failed.set()
        raise KbConnectError("The column is gone.")

    with qtbot.assertNotEmitted(jobs.unheard):
        preview.latest.start(fail)
        qtbot.waitUntil(failed.is_set)
        qtbot.waitUntil(lambda: True)
        preview.latest.start(lambda _: "fine")
        qtbot.waitUntil(lambda: jobs.running() == 0)
    assert preview.shown == ["fine"]


def test_a_cancelled_preview_tells_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    preview, go_on = Preview(jobs), threading.Event()
    preview.latest.start(lambda _: go_on.wait(10))
    preview.latest.cancel()
    preview.latest.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: jobs.running() == 0)
    assert preview.shown == []
    assert preview.busy == [True, False]
