"""The bridge to threads: where signals arrive, what ends a job, and that nothing is left behind."""

from __future__ import annotations

import gc
import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, Slot  # noqa: TID251 - the bridge's own workers are looked at
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobCancelled, JobContext, Progress, Stage
from kbconnect.ui.jobs import Job, Jobs, Prompt, Queue
from tests.ui.own_threads import own_threads


class Ear(QObject):
    """Writes down what it hears and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[int] = set()

    def _note(self, what: str, value: object = None) -> None:
        self.heard.append((what, value))
        self.threads.add(threading.get_ident())

    @Slot()
    def started(self) -> None:
        self._note("started")

    @Slot(object)
    def progressed(self, progress: Progress) -> None:
        self._note("progressed", progress.done)

    @Slot(object)
    def returned(self, value: object) -> None:
        self._note("returned", value)

    @Slot(object)
    def errored(self, error: BaseException) -> None:
        self._note("errored", str(error))

    @Slot()
    def aborted(self) -> None:
        self._note("aborted")

    @Slot()
    def finished(self) -> None:
        self._note("finished")

    def listen(self, job: Job) -> Job:
        job.started.connect(self.started)
        return job.then(
            returned=self.returned,
            errored=self.errored,
            aborted=self.aborted,
            progressed=self.progressed,
            finished=self.finished,
        )


def number_of(number: int, _: JobContext) -> int:
    return number


@pytest.fixture
def ear() -> Ear:
    return Ear()


def wait_for(job: Job, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: job.is_finished)


def test_a_result_arrives_once_on_the_thread_of_the_window(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    seen: list[int] = []

    def work(_: JobContext) -> str:
        seen.append(threading.get_ident())
        return "done"

    wait_for(ear.listen(jobs.start(work)), qtbot)
    assert ear.heard == [("started", None), ("returned", "done"), ("finished", None)]
    assert ear.threads == {threading.get_ident()}
    assert seen[0] not in ear.threads


def test_nothing_begins_before_control_returns_to_the_event_loop(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    ran = threading.Event()
    job = jobs.start(lambda _: ran.set())
    assert not ran.wait(0.1)
    ear.listen(job)
    wait_for(job, qtbot)
    assert [what for what, _ in ear.heard] == ["started", "returned", "finished"]


@pytest.mark.parametrize("error", [KbConnectError("The server refused the login."), ValueError("a bug"), SystemExit(3)])
def test_whatever_goes_wrong_ends_the_job_with_its_error(
    jobs: Jobs, ear: Ear, qtbot: QtBot, error: BaseException
) -> None:
    def work(_: JobContext) -> None:
        raise error

    wait_for(ear.listen(jobs.start(work)), qtbot)
    assert ear.heard[1:] == [("errored", str(error)), ("finished", None)]


def test_an_error_nobody_listens_to_is_told_to_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    error = KbConnectError("The disk is full.")

    def work(_: JobContext) -> None:
        raise error

    with qtbot.waitSignal(jobs.unheard) as told:
        jobs.start(work)
    assert told.args == [error]


def test_a_heard_error_is_not_told_twice(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    def work(_: JobContext) -> None:
        raise ValueError

    with qtbot.assertNotEmitted(jobs.unheard):
        wait_for(ear.listen(jobs.start(work)), qtbot)


def test_ten_thousand_reports_become_a_few_and_the_last_one_counts(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    def work(context: JobContext) -> None:
        for done in range(10_001):
            context.report(Progress(Stage.READING, done, 10_000))

    wait_for(ear.listen(jobs.start(work)), qtbot)
    reports = [value for what, value in ear.heard if what == "progressed"]
    assert len(reports) < 20
    assert reports[-1] == 10_000
    assert [what for what, _ in ear.heard[-2:]] == ["returned", "finished"]


def test_progress_comes_while_the_work_goes_on(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(context: JobContext) -> None:
        context.report(Progress(Stage.READING, 7, 10))
        go_on.wait(10)

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(lambda: ("progressed", 7) in ear.heard)
    assert not job.is_finished
    go_on.set()
    wait_for(job, qtbot)
    assert [what for what, _ in ear.heard].count("progressed") == 1


def test_a_cancelled_job_ends_as_aborted(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        begun.set()
        while True:
            context.check()

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    job.cancel()
    wait_for(job, qtbot)
    job.cancel()
    assert [what for what, _ in ear.heard] == ["started", "aborted", "finished"]


def test_cancelling_breaks_off_a_call_that_blocks(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    begun, broken_off = threading.Event(), threading.Event()

    def work(context: JobContext) -> None:
        with context.on_cancel(broken_off.set):
            begun.set()
            assert broken_off.wait(10)
            raise KbConnectError("The query was broken off.")

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    wait_for(job, qtbot)
    assert [what for what, _ in ear.heard][-2:] == ["aborted", "finished"]


def test_an_interrupt_that_fails_does_no_harm(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    begun, tried = threading.Event(), threading.Event()

    def interrupt() -> None:
        tried.set()
        raise OSError("no route to the server")

    def work(context: JobContext) -> None:
        with context.on_cancel(interrupt):
            begun.set()
            assert tried.wait(10)
        context.check()

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    wait_for(job, qtbot)
    assert [what for what, _ in ear.heard][-2:] == ["aborted", "finished"]


def test_no_blocking_call_begins_after_the_wish_to_stop(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    begun, cancelled = threading.Event(), threading.Event()
    entered: list[bool] = []

    def work(context: JobContext) -> None:
        begun.set()
        assert cancelled.wait(10)
        with context.on_cancel(lambda: None):
            entered.append(True)

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    cancelled.set()
    wait_for(job, qtbot)
    assert entered == []
    assert ("aborted", None) in ear.heard


def test_work_that_was_done_when_the_wish_came_counts_as_done(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(_: JobContext) -> int:
        begun.set()
        go_on.wait(10)
        return 42

    job = ear.listen(jobs.start(work))
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    go_on.set()
    wait_for(job, qtbot)
    assert ("returned", 42) in ear.heard


def test_a_queue_runs_no_more_jobs_at_once_than_it_may(jobs: Jobs, qtbot: QtBot) -> None:
    lock, now, most = threading.Lock(), [0], [0]
    full = threading.Event()

    def work(_: JobContext) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            if now[0] == Queue.PREVIEW.value:
                full.set()
        full.wait(10)
        with lock:
            now[0] -= 1

    with qtbot.waitSignal(jobs.idle):
        for _ in range(12):
            jobs.start(work, Queue.PREVIEW)
    assert most == [Queue.PREVIEW.value]


def test_a_full_queue_holds_up_no_other(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    go_on = threading.Event()
    for _ in range(Queue.SYNC.value + 2):
        jobs.start(lambda _: go_on.wait(10), Queue.SYNC)
    wait_for(ear.listen(jobs.start(lambda _: "click", Queue.INTERACTIVE)), qtbot)
    assert ("returned", "click") in ear.heard
    assert jobs.running(Queue.SYNC) == Queue.SYNC.value + 2
    go_on.set()


def test_a_job_cancelled_in_the_queue_never_begins(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    go_on, ran = threading.Event(), []
    for _ in range(Queue.PREVIEW.value):
        jobs.start(lambda _: go_on.wait(10), Queue.PREVIEW)
    job = ear.listen(jobs.start(lambda _: ran.append(True), Queue.PREVIEW))
    job.cancel()
    wait_for(job, qtbot)
    go_on.set()
    assert ear.heard == [("aborted", None), ("finished", None)]
    assert ran == []


@pytest.mark.usefixtures("no_thread_left")
def test_two_thousand_quick_jobs_all_end_and_leave_no_thread(qtbot: QtBot) -> None:
    made, ear = Jobs(), Ear()
    with qtbot.waitSignal(made.idle, timeout=30_000):
        for number in range(2_000):
            made.start(partial(number_of, number)).then(returned=ear.returned)
    assert sorted(value for _, value in ear.heard if isinstance(value, int)) == list(range(2_000))
    assert ear.threads == {threading.get_ident()}
    assert own_threads()
    assert made.shutdown(5)


def test_a_page_may_go_while_its_job_runs(jobs: Jobs, qtbot: QtBot) -> None:
    class Shown(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.calls = calls

        @Slot(object)
        def show_it(self, value: object) -> None:
            self.calls.append(value)

    calls: list[object] = []
    begun, stopped = threading.Event(), threading.Event()

    def work(context: JobContext) -> str:
        begun.set()
        try:
            while True:
                context.check()
        except JobCancelled:
            stopped.set()
            raise

    page = Shown()
    job = jobs.start(work, owner=page).then(returned=page.show_it)
    qtbot.waitUntil(begun.is_set)
    page.deleteLater()
    del page
    wait_for(job, qtbot)
    assert stopped.is_set()
    assert calls == []


def test_what_the_work_holds_is_let_go_on_the_thread_of_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    gone_on: list[int] = []

    class Heavy:
        def __del__(self) -> None:
            gone_on.append(threading.get_ident())

    def start() -> Job:
        heavy = Heavy()
        return jobs.start(lambda _: heavy)

    for _ in range(50):
        wait_for(start(), qtbot)
    qtbot.waitUntil(lambda: len(gone_on) == 50)
    assert set(gone_on) == {threading.get_ident()}


def test_only_methods_of_the_windows_objects_are_taken(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    job = jobs.start(lambda _: None)
    with pytest.raises(TypeError, match="not a method of a QObject"):
        job.then(returned=lambda _: None)
    with pytest.raises(TypeError, match="not a method of a QObject"):
        job.then(returned=print)
    job.then(returned=ear.returned)
    wait_for(job, qtbot)
    assert ("returned", None) in ear.heard


def test_objects_of_other_threads_are_not_taken(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ear_listens(jobs, ear).finished):
        pass
    elsewhere = ear.heard[1][1]
    assert isinstance(elsewhere, Ear)
    with pytest.raises(TypeError, match="window's thread"):
        jobs.start(lambda _: None).then(returned=elsewhere.returned)


def ear_listens(jobs: Jobs, ear: Ear) -> Job:
    return ear.listen(jobs.start(lambda _: Ear()))


@pytest.mark.usefixtures("no_thread_left")
def test_shutting_down_cancels_what_runs_and_what_waits(qtbot: QtBot) -> None:
    made, ear = Jobs(), Ear()
    begun = threading.Semaphore(0)

    def work(context: JobContext) -> None:
        begun.release()
        while True:
            context.check()

    for _ in range(Queue.SYNC.value + 3):
        ear.listen(made.start(work, Queue.SYNC))
    for _ in range(Queue.SYNC.value):
        qtbot.waitUntil(lambda: begun.acquire(blocking=False))
    assert made.shutdown(5)
    ends = [what for what, _ in ear.heard if what != "started"]
    assert ends == ["aborted", "finished"] * (Queue.SYNC.value + 3)


def test_shutting_down_breaks_off_blocking_calls(qtbot: QtBot) -> None:
    made, begun, broken_off = Jobs(), threading.Event(), threading.Event()

    def work(context: JobContext) -> None:
        with context.on_cancel(broken_off.set):
            begun.set()
            broken_off.wait(10)

    made.start(work)
    qtbot.waitUntil(begun.is_set)
    assert made.shutdown(5)


def test_work_that_will_not_stop_is_left_behind_and_does_no_harm(qapp: QApplication, qtbot: QtBot) -> None:
    made, go_on, begun = Jobs(), threading.Event(), threading.Event()

    def work(_: JobContext) -> None:
        begun.set()
        go_on.wait(30)

    job = made.start(work)
    qtbot.waitUntil(begun.is_set)
    assert not made.shutdown(0.05)
    (worker,) = qapp.findChildren(QThread)
    assert worker.objectName().startswith("kbconnect-")
    del made, job
    gc.collect()
    assert worker.isRunning()
    go_on.set()
    assert worker.wait(5_000)


def test_no_job_begins_after_the_shutdown(qtbot: QtBot) -> None:
    made, ear, ran = Jobs(), Ear(), []
    assert made.shutdown(5)
    job = ear.listen(made.start(lambda _: ran.append(True)))
    wait_for(job, qtbot)
    assert ear.heard == [("aborted", None), ("finished", None)]
    assert ran == []


class Clerk(QObject):
    """Answers questions on the thread of the window."""

    def __init__(self, jobs: Jobs, answer: object) -> None:
        super().__init__()
        self.answer, self.threads = answer, set[int]()
        jobs.asked.connect(self.reply)

    @Slot(object)
    def reply(self, prompt: Prompt) -> None:
        self.threads.add(threading.get_ident())
        prompt.answer(f"{prompt.question}: {self.answer}")


def test_work_can_ask_the_person(jobs: Jobs, ear: Ear, qtbot: QtBot) -> None:
    clerk = Clerk(jobs, "a pass phrase")
    wait_for(ear.listen(jobs.start(lambda _: jobs.ask("vault"))), qtbot)
    assert ("returned", "vault: a pass phrase") in ear.heard
    assert clerk.threads == {threading.get_ident()}


def test_a_question_ends_without_an_answer_when_the_window_closes(qtbot: QtBot) -> None:
    made, ear = Jobs(), Ear()
    job = ear.listen(made.start(lambda _: made.ask("vault")))
    with qtbot.waitSignal(made.asked):
        pass
    assert made.shutdown(5)
    assert job.is_finished
    assert ("returned", None) in ear.heard


def test_the_window_cannot_ask_itself(jobs: Jobs) -> None:
    with pytest.raises(RuntimeError):
        jobs.ask("vault")
