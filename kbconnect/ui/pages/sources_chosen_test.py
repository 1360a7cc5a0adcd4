"""Testing connections on the page "Sources": the chosen connector step by step, and many of them one after the other.

Owns which tests run and whom their outcome is shown to. A test goes on when another connector is chosen, and its
outcome is kept; only nobody waits for it any more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.connector import ConnectionReport, Connector, HostKey
from kbconnect.core.errors import SecretStoreLockedError
from kbconnect.core.job import JobContext, Progress
from kbconnect.ui.errors import log_error
from kbconnect.ui.jobs import Job, Jobs, Queue, Work
from kbconnect.ui.navigation import Shell

if TYPE_CHECKING:
    from kbconnect.ui.pages.connector_form_host_key import HostKeyQuestion
    from kbconnect.ui.pages.connector_form_words import Way
    from kbconnect.ui.pages.sources_detail import ConnectorDetail

TOGETHER = 2
"""So many of many tests run beside each other: threads of a queue of their own, so that no click waits for them."""


class ChosenTest(QObject):
    """The test of the connector that is shown. ended: its outcome was kept."""

    ended = Signal()

    def __init__(self, detail: ConnectorDetail, shell: Shell) -> None:
        super().__init__(detail)
        self._detail, self._shell, self._jobs = detail, shell, shell.jobs
        self._host_key: HostKeyQuestion | None = None
        detail.test.key_asked.connect(self._ask_key)
        self._job: Job | None = None
        self._tested_id = ""

    def is_running(self) -> bool:
        return self._job is not None

    def start(self, connector_id: str, work: Work, way: Way) -> None:
        """Tests the connector that is shown; nothing happens while a test is shown already."""
        if self._job is not None:
            return
        self._detail.begin_test(way)
        self._job = self._jobs.start(work, owner=self)
        self._tested_id = connector_id
        self._job.then(
            progressed=self._progressed, returned=self._returned, errored=self._errored, finished=self._finished
        )

    def leave_unless(self, connector_id: str) -> None:
        """This connector is shown now; nobody waits for the test of another one."""
        if self._job is not None and self._tested_id != connector_id:
            self._job = None
            self._detail.end_test()

    @Slot(object)
    def _ask_key(self, key: HostKey) -> None:
        from kbconnect.ui.pages.connector_form_host_key import HostKeyQuestion

        if self._host_key is None:
            self._host_key = HostKeyQuestion(self._detail, self._shell)
            self._host_key.approved.connect(self._detail.test_asked)
        self._host_key.ask(key)

    def _is_shown(self) -> bool:
        return self.sender() is self._job

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self._is_shown():
            self._detail.test.show_progress(progress)

    @Slot(object)
    def _returned(self, report: ConnectionReport) -> None:
        if self._is_shown():
            self._detail.test.show_report(report)
        self.ended.emit()

    @Slot(object)
    def _errored(self, error: BaseException) -> None:
        if self._is_shown():
            self._detail.test.show_error(error)

    @Slot()
    def _finished(self) -> None:
        if self._is_shown():
            self._job = None
            self._detail.end_test()


class ManyTests(QObject):
    """Tests of many connectors. tested: one Connector with its outcome. changed: another count, or the end."""

    tested = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject, jobs: Jobs, test: Callable[[str, JobContext], Connector]) -> None:
        """test: tests a saved connector, keeps the outcome and returns the connector with it."""
        super().__init__(parent)
        self._jobs, self._test = jobs, test
        self._waiting: deque[str] = deque()
        self._running: dict[Job, str] = {}
        self.total = self.done = self.failed = 0
        self.problem: BaseException | None = None

    def start(self, connector_ids: Iterable[str]) -> None:
        """Tests these as well; one that waits or runs isn't tested twice."""
        if not self.is_running():
            self.total = self.done = self.failed = 0
            self.problem = None
        known = {*self._waiting, *self._running.values()}
        added = [one for one in dict.fromkeys(connector_ids) if one not in known]
        self._waiting.extend(added)
        self.total += len(added)
        self._next()

    @Slot()
    def stop(self) -> None:
        """Lets none begin any more and breaks off those that run; outcomes so far are kept."""
        self._waiting.clear()
        for job in tuple(self._running):
            job.cancel()
        self.changed.emit()

    def is_running(self) -> bool:
        return bool(self._waiting or self._running)

    def testing(self) -> frozenset[str]:
        """The ids of those that are tested now."""
        return frozenset(self._running.values())

    def _next(self) -> None:
        while self._waiting and len(self._running) < TOGETHER:
            connector_id = self._waiting.popleft()
            job = self._jobs.start(partial(self._test, connector_id), Queue.PREVIEW, owner=self)
            self._running[job] = connector_id
            job.then(returned=self._returned, errored=self._errored, finished=self._finished)
        self.changed.emit()

    @Slot(object)
    def _returned(self, connector: Connector) -> None:
        check = connector.last_check
        self.failed += check is not None and not check.ok
        self.tested.emit(connector)

    @Slot(object)
    def _errored(self, error: BaseException) -> None:
        log_error(error)
        self.failed += 1
        self.problem = self.problem or error
        if isinstance(error, SecretStoreLockedError):  # whoever didn't unlock it once isn't asked for each
            self._waiting.clear()

    @Slot()
    def _finished(self) -> None:
        job = self.sender()
        if isinstance(job, Job) and self._running.pop(job, None) is not None:
            self.done += 1
        self._next()
