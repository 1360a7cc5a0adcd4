"""A connection test as it is seen: the chain of steps filling up, then one line for the whole. Tests nothing itself.

The form has it at its right, the page "Sources" in the middle of a connector.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import CheckStep, ConnectionReport, HostKey
from kbconnect.core.job import Progress
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.pages.connector_form_words import (
    CheckProgress,
    Way,
    chain_of,
    outcome_words,
    report_for_it,
    seconds_of,
)
from kbconnect.ui.widgets.buttons import Button, Kind
from kbconnect.ui.widgets.cards import CopyButton, Swap
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down
from kbconnect.ui.widgets.steps import Step, StepChain
from kbconnect.ui.words import duration, exact_moment, moment, utc_now


class ConnectionTest(QWidget):
    """Shows one test at a time. retry_asked: a test that could not even begin is to be tried again. key_asked: a person
    wants to compare the HostKey of an SSH server that nobody has approved."""

    retry_asked = Signal()
    key_asked = Signal(object)

    def __init__(self, *tools: Button) -> None:
        """tools: buttons at the right of the heading."""
        super().__init__()
        self._way = Way()
        self._subject = ""
        self._steps: tuple[CheckStep, ...] = ()
        self._when = text("", "caption")
        self._outcome = text("", "muted", wrap=True)
        self._outcome.setMinimumHeight(1)
        self._chain = StepChain()
        self._problem = down()
        problem = QWidget()
        problem.setLayout(self._problem)
        self._swap = Swap(chain=self._chain, problem=problem)
        head = across(text(self.tr("Connection test"), "section"), None, self._when, *tools)
        self._copy = CopyButton(self.tr("Copy all for IT"), "", Kind.LINK)
        self._copy.hide()
        self.setLayout(down(head, 2, self._outcome, 12, self._swap, 8, across(self._copy, None), gap=0))
        self._chain.act_asked.connect(self._ask_for_key)
        self.setAccessibleName(self.tr("Connection test"))

    def chain(self) -> StepChain:
        return self._chain

    def outcome(self) -> str:
        """The line for the whole test."""
        return self._outcome.words()

    def invite(self, way: Way) -> None:
        """No test yet: shows which steps there will be, so that nothing jumps later."""
        self._way = way
        self._say(self.tr("See each step before anything is saved."), chain_of((), way, running=False))

    def begin(self, way: Way, subject: str = "") -> None:
        """A test has been started. subject: what is tested, in a line for the report."""
        self._way, self._steps, self._subject = way, (), subject
        self._say(self.tr("Testing…"), chain_of((), way, running=True))

    def outdate(self) -> None:
        """What was tested is no longer what is filled in."""
        if self._when.words():
            self._outcome.setText(self.tr("Something was changed since this test."))

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        if isinstance(progress, CheckProgress):
            self._steps = progress.steps
            self._chain.show_steps(chain_of(progress.steps, self._way, running=True))

    def show_report(self, report: ConnectionReport, at: datetime | None = None) -> None:
        """The end of a test. at: when it was made, now if None."""
        at = at or utc_now()
        self._steps = report.steps
        self._say(outcome_words(report), chain_of(report.steps, self._way, running=False, powers=report.powers))
        self._copy.set_content(report_for_it(report, self._subject or self.tr("a source"), at))
        self._copy.show()
        when = moment(at, utc_now())
        self._when.setText(self.tr("%s, took %s") % (when, duration(max(seconds_of(report), 0.001))))
        self._when.setToolTip(exact_moment(at))
        self._outcome.announce()

    def show_error(self, error: BaseException) -> None:
        """The test could not be made: no password, a provider that is missing."""
        self._copy.hide()
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.retry_asked)
        self._problem.addWidget(notice)
        self._outcome.setText(self.tr("The test could not be made."))
        self._swap.show_state("problem")

    def show_stopped(self) -> None:
        """Somebody stopped it."""
        self._outcome.setText(self.tr("The test was stopped."))
        self._chain.show_steps(chain_of(self._steps, self._way, running=False))

    def asked_key(self) -> HostKey | None:
        """The key of an SSH server that stopped the test because nobody has approved it; None if none did."""
        return next((step.host_key for step in self._steps if step.host_key is not None), None)

    @Slot(str)
    def _ask_for_key(self, _: str) -> None:
        key = self.asked_key()
        if key is not None:
            self.key_asked.emit(key)

    def _say(self, outcome: str, steps: tuple[Step, ...]) -> None:
        self._when.setText("")
        self._copy.hide()
        self._outcome.setText(outcome)
        self._chain.show_steps(steps)
        self._swap.show_state("chain")
