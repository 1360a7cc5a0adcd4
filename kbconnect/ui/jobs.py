"""The one bridge between the window and work that takes time: the only file of the window that knows threads.

    job = self._jobs.start(lambda context: application.catalog.tables(connector_id, context), owner=self)
    job.then(returned=self._show_tables, errored=self._show_error)

Work runs on a thread of its queue and must not touch a widget. All that it tells arrives on the window's thread: every
signal of a Job is emitted there, by Jobs, so no slot runs on a worker by mistake. Progress is the latest value
every 100 ms, however often it is reported. Must not know any use case.

Workers are QThreads. One that hangs in a driver's call when the program ends must not be destroyed while it runs, which
would abort the process: `shutdown` then says False, and the program leaves without taking itself apart.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication, QMetaMethod, QObject, Qt, QThread, QTimer, Signal, Slot

from kbconnect.core.job import JobCancelled, JobContext, Progress

Work = Callable[[JobContext], object]
"""A use case, ready to be called: `lambda context: application.search.ask(question, context)`."""

PROGRESS_EVERY_MS = 100
_LOG = logging.getLogger(__name__)


class Queue(Enum):
    """Which threads a job waits for, with their number: a long sync must never hold up a click."""

    INTERACTIVE = 4
    PREVIEW = 2
    SYNC = 3
    SCHEDULES = 1


class _Ticket:
    """What a worker sees of a job. Deliberately no QObject: the last reference to it may be dropped on any thread.

    It is the JobContext of the work, too.
    """

    def __init__(self, work: Work) -> None:
        self.work: Work | None = work
        self.latest: Progress | None = None
        self.result: object = None
        self.error: BaseException | None = None
        self.stopped = False
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._interrupts: list[Callable[[], None]] = []

    def report(self, progress: Progress) -> None:
        self.latest = progress

    def check(self) -> None:
        if self._cancelled.is_set():
            raise JobCancelled

    def wait(self, seconds: float) -> None:
        self._cancelled.wait(seconds)
        self.check()

    @contextmanager
    def on_cancel(self, interrupt: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self.check()
            self._interrupts.append(interrupt)
        try:
            yield
        finally:
            with self._lock:  # waits for an interrupt in flight: it must not hit what comes after this call
                self._interrupts.remove(interrupt)

    def cancel(self) -> bool:
        """Sets the wish to stop; True if somebody must call `interrupt`."""
        self._cancelled.set()
        return bool(self._interrupts)

    def interrupt(self) -> None:
        """Breaks off the call that blocks, if there is one. May take the time of a network call."""
        with self._lock:
            for call in self._interrupts:
                try:
                    call()
                except Exception:  # the interrupt is a courtesy; the work still ends by its own time-outs
                    _LOG.warning("a blocking call could not be broken off", exc_info=True)

    def run(self) -> None:
        work = self.work
        if work is None or self._cancelled.is_set():
            self.stopped = True
            return
        try:
            self.result = work(self)
        except JobCancelled:
            self.stopped = True
        except BaseException as error:  # whatever it is, the window must hear that the job has ended
            if self._cancelled.is_set():  # the broken-off call complains; the person has asked for it
                _LOG.info("a cancelled job ended with %s", type(error).__name__)
                self.stopped = True
            else:
                self.error = error


class Job(QObject):
    """One piece of work that was started. All signals come on the window's thread, in this order:

    started once it has a thread; progressed(Progress) at most every 100 ms; then exactly one of returned(object),
    errored(an exception: KbConnectError, or anything else for a bug) and aborted; then finished.
    """

    started = Signal()
    progressed = Signal(object)
    returned = Signal(object)
    errored = Signal(object)
    aborted = Signal()
    finished = Signal()

    def __init__(self, ticket: _Ticket, cancel: Callable[[_Ticket], None]) -> None:
        super().__init__()
        self._ticket = ticket
        self._cancel = cancel
        self._shown: Progress | None = None
        self.is_finished = False

    @Slot()
    def cancel(self) -> None:
        """Asks the work to stop; it ends with `aborted`, or with `returned` if it was done. Harmless later on."""
        if not self.is_finished:
            self._cancel(self._ticket)

    def then(
        self,
        *,
        returned: Callable[[Any], None] | None = None,  # Any: the receiver names the type that its work returns
        errored: Callable[[Any], None] | None = None,  # Any: as above, for errors
        aborted: Callable[[], None] | None = None,
        progressed: Callable[[Progress], None] | None = None,
        finished: Callable[[], None] | None = None,
    ) -> Job:
        """Connects methods of QObjects of the window. When such an object is gone, its method is no longer called.

        Raises TypeError for anything else: a lambda would keep its page alive, or call into a deleted one.
        """
        pairs = (
            (self.returned, returned),
            (self.errored, errored),
            (self.aborted, aborted),
            (self.progressed, progressed),
            (self.finished, finished),
        )
        for signal, method in pairs:
            if method is not None:
                self._check_receiver(method)
                signal.connect(method)
        return self

    def _check_receiver(self, method: Callable[..., None]) -> None:
        receiver = getattr(method, "__self__", None)
        if not isinstance(receiver, QObject) or receiver.thread() != self.thread():
            raise TypeError(f"{method!r} is not a method of a QObject of the window's thread")

    def _flush(self) -> None:
        latest = self._ticket.latest
        if latest is not None and latest is not self._shown:
            self._shown = latest
            self.progressed.emit(latest)

    def _end(self) -> bool:
        """Tells how it ended; False if nobody listened to an error."""
        ticket, heard = self._ticket, True
        result, error = ticket.result, ticket.error
        ticket.work = ticket.result = ticket.error = None  # dropped here and now, on the window's thread
        self._flush()
        self.is_finished = True
        if error is not None:
            heard = self.isSignalConnected(QMetaMethod.fromSignal(self.errored))
            self.errored.emit(error)
        elif ticket.stopped:
            self.aborted.emit()
        else:
            self.returned.emit(result)
        self.finished.emit()
        return heard


class _Worker(QThread):
    """A thread that does what its lane gives it until the lane is closed."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work

    def run(self) -> None:
        self._work()


class _Lane:
    """The threads of one queue. Tickets wait in order; a thread is started when one is needed, up to the limit."""

    def __init__(self, name: str, limit: int, begin: Callable[[_Ticket], None], end: Callable[[_Ticket], None]) -> None:
        self._name, self._limit = name, limit
        self._begin, self._end = begin, end
        self._waiting: deque[_Ticket] = deque()
        self._change = threading.Condition()
        self._threads: list[_Worker] = []
        self._idle = 0
        self._closing = False

    def put(self, ticket: _Ticket) -> None:
        with self._change:
            self._waiting.append(ticket)
            if self._idle < len(self._waiting) and len(self._threads) < self._limit:
                worker = _Worker(f"kbconnect-{self._name}-{len(self._threads) + 1}", self._work)
                self._threads.append(worker)
                worker.start()
            self._change.notify()

    def take_back(self, ticket: _Ticket) -> bool:
        """Takes a ticket that still waits out of the queue; False if a thread has it."""
        with self._change:
            if ticket not in self._waiting:
                return False
            self._waiting.remove(ticket)
            return True

    def close(self) -> None:
        """Threads leave after what they are doing."""
        with self._change:
            self._closing = True
            self._change.notify_all()

    def join(self, until: float) -> bool:
        """Waits for the threads until a time of the monotonic clock; True if all are gone."""
        for worker in self._threads:
            worker.wait(max(0, round((until - time.monotonic()) * 1000)))
        stuck = [worker for worker in self._threads if worker.isRunning()]
        for worker in stuck:  # kept until it ends: destroying a running QThread aborts the process
            worker.setParent(QCoreApplication.instance())
            worker.finished.connect(worker.deleteLater)
        return not stuck

    def _next(self) -> _Ticket | None:
        with self._change:
            self._idle += 1
            self._change.wait_for(lambda: self._waiting or self._closing)
            self._idle -= 1
            return self._waiting.popleft() if self._waiting else None

    def _work(self) -> None:
        while (ticket := self._next()) is not None:
            self._begin(ticket)
            ticket.run()
            self._end(ticket)


class Prompt:
    """A question that work on a thread asks the person; the work waits until `answer` is called."""

    def __init__(self, question: object) -> None:
        self.question = question
        self._answered = threading.Event()
        self._answer: object = None

    def answer(self, value: object) -> None:
        """The answer, None for "no answer". Only the first one counts."""
        if not self._answered.is_set():
            self._answer = value
            self._answered.set()

    def wait(self) -> object:
        self._answered.wait()
        return self._answer


class Jobs(QObject):
    """Starts work and delivers what it tells. One a window, made on the window's thread, ended by `shutdown`.

    unheard(exception): a job failed and nobody had connected to `errored`; the window shows it. asked(Prompt): work
    on a thread needs an answer (see `ask`). idle: the last job has finished.
    """

    unheard = Signal(object)
    asked = Signal(object)
    idle = Signal()
    _mail = Signal()
    _put = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[_Ticket, tuple[Job, Queue]] = {}
        self._fresh: deque[_Ticket] = deque()
        self._news: deque[tuple[_Ticket, bool]] = deque()
        self._prompts: list[Prompt] = []
        self._questions: deque[Prompt] = deque()
        self._closing = False
        self._lanes = {
            queue: _Lane(queue.name.lower(), queue.value, self._post_begin, self._post_end) for queue in Queue
        }
        self._interrupting = _Lane("interrupt", 1, lambda _: None, lambda _: None)
        self._mail.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._put.connect(self._put_fresh, Qt.ConnectionType.QueuedConnection)
        self._pulse = QTimer(self)
        self._pulse.setInterval(PROGRESS_EVERY_MS)
        self._pulse.timeout.connect(self._flush)

    def start(self, work: Work, queue: Queue = Queue.INTERACTIVE, *, owner: QObject | None = None) -> Job:
        """Puts work into a queue. Nothing begins before control returns to the event loop: connect at leisure, and a
        page that starts jobs is built before they take turns with it.

        owner: the page or widget that wants the result; when it is destroyed, the job is cancelled. After `shutdown`
        the job ends with `aborted`.
        """
        ticket = _Ticket(work)
        job = Job(ticket, self._cancel)
        self._jobs[ticket] = (job, queue)
        if owner is not None:
            owner.destroyed.connect(job.cancel)
        if self._closing:
            ticket.cancel()
            self._end_unstarted(ticket)
        else:
            self._fresh.append(ticket)
            self._put.emit()
            self._pulse.start()
        return job

    def running(self, queue: Queue | None = None) -> int:
        """How many jobs have not finished, of one queue or of all; waiting ones count."""
        return sum(queue is None or its_queue is queue for _, its_queue in self._jobs.values())

    def ask(self, question: object) -> Any:  # Any: the asker knows what its question is answered with
        """Asks the person from work on a thread and waits for the answer; None if there is none or the window closes.

        The window hears `asked` and calls `Prompt.answer`. Raises RuntimeError on the window's own thread, which would
        wait for itself.
        """
        if self.thread().isCurrentThread():
            raise RuntimeError("the window's thread cannot wait for an answer")
        prompt = Prompt(question)
        self._questions.append(prompt)
        self._mail.emit()
        if self._closing:
            prompt.answer(None)
        return prompt.wait()

    def shutdown(self, timeout_s: float = 10.0) -> bool:
        """Cancels everything and waits; True if all threads are gone. No job can be started afterwards.

        Takes up to `timeout_s` with the window standing still: hide it first. Signals of the jobs are still emitted.
        """
        self._closing = True
        for job, _ in list(self._jobs.values()):
            job.cancel()
        for prompt in [*self._prompts, *self._questions]:
            prompt.answer(None)
        until = time.monotonic() + timeout_s
        lanes = [*self._lanes.values(), self._interrupting]
        for lane in lanes:
            lane.close()
        gone = sum(lane.join(until) for lane in lanes) == len(lanes)  # joins every lane
        self._deliver()
        self._pulse.stop()
        if not gone:
            _LOG.warning("%d jobs did not stop within %.0f s", len(self._jobs), timeout_s)
        return gone

    def _cancel(self, ticket: _Ticket) -> None:
        kept = self._jobs.get(ticket)
        if kept is None:
            return  # its end is being told right now
        queue = kept[1]
        must_interrupt = ticket.cancel()
        if ticket in self._fresh:
            self._fresh.remove(ticket)
            self._end_unstarted(ticket)
        elif self._lanes[queue].take_back(ticket):
            self._end_unstarted(ticket)
        elif must_interrupt and not self._closing:
            self._interrupting.put(_Ticket(lambda _: ticket.interrupt()))
        elif must_interrupt:
            ticket.interrupt()

    @Slot()
    def _put_fresh(self) -> None:
        while self._fresh:
            ticket = self._fresh.popleft()
            self._lanes[self._jobs[ticket][1]].put(ticket)

    def _end_unstarted(self, ticket: _Ticket) -> None:
        ticket.stopped = True
        self._post_end(ticket)

    def _post_begin(self, ticket: _Ticket) -> None:
        self._post(ticket, ended=False)

    def _post_end(self, ticket: _Ticket) -> None:
        self._post(ticket, ended=True)

    def _post(self, ticket: _Ticket, *, ended: bool) -> None:
        self._news.append((ticket, ended))
        try:
            self._mail.emit()
        except RuntimeError:  # a thread that outlived `shutdown` and the window
            _LOG.info("a job ended after the window was gone")

    @Slot()
    def _deliver(self) -> None:
        while self._questions:
            prompt = self._questions.popleft()
            self._prompts.append(prompt)
            self.asked.emit(prompt)
        while self._news:
            ticket, ended = self._news.popleft()
            job, _ = self._jobs[ticket]
            if not ended:
                job.started.emit()
                continue
            del self._jobs[ticket]
            error = ticket.error
            if not job._end() and error is not None:
                self.unheard.emit(error)
            if not self._jobs:
                self._pulse.stop()
                self.idle.emit()

    @Slot()
    def _flush(self) -> None:
        for job, _ in list(self._jobs.values()):
            job._flush()


class Latest(QObject):
    """For previews and searches: only the newest work counts. What it replaces is cancelled and never heard of again.

    busy_changed: True when work is under way, False when its result was told.
    """

    returned = Signal(object)
    errored = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, jobs: Jobs, parent: QObject, queue: Queue = Queue.PREVIEW) -> None:
        super().__init__(parent)
        self._jobs, self._queue = jobs, queue
        self._current: Job | None = None

    def is_busy(self) -> bool:
        return self._current is not None

    def start(self, work: Work) -> None:
        """Starts work in the place of what is under way."""
        was_busy = self.is_busy()
        self._let_go()
        self._current = self._jobs.start(work, self._queue, owner=self)
        self._current.then(returned=self._on_returned, errored=self._on_errored, aborted=self._on_aborted)
        if not was_busy:
            self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Gives up what is under way; nothing will be told."""
        if self.is_busy():
            self._let_go()
            self.busy_changed.emit(False)

    def _let_go(self) -> None:
        job, self._current = self._current, None
        if job is not None:
            job.returned.disconnect(self._on_returned)
            job.aborted.disconnect(self._on_aborted)
            job.cancel()  # stays connected to `errored`: an error nobody hears would be shown by the window

    @Slot(object)
    def _on_returned(self, result: object) -> None:
        self._current = None
        self.returned.emit(result)
        self._tell_idle()

    @Slot(object)
    def _on_errored(self, error: BaseException) -> None:
        if self._current is None or not self._current.is_finished:
            return  # of work that was replaced
        self._current = None
        self.errored.emit(error)
        self._tell_idle()

    @Slot()
    def _on_aborted(self) -> None:
        self._current = None
        self._tell_idle()

    def _tell_idle(self) -> None:
        if not self.is_busy():
            self.busy_changed.emit(False)
