"""A sync that has ended: one sentence, the counts, what was rejected and why, or what stopped it. Decides nothing."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.model import RunStatus, SyncCounts, SyncRun
from kbconnect.core.tally import REJECTS_KEPT
from kbconnect.core.word_stage import ONLY_NEW_ROWS, ONLY_REJECTS
from kbconnect.ui.errors import explain
from kbconnect.ui.language import told
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.models.faults import CHOICE_CODES, PASSWORD_CODES, brake_meaning
from kbconnect.ui.pages.knowledge_origin import selection_words
from kbconnect.ui.pages.schedule_line import ScheduleLine
from kbconnect.ui.pages.sync_counts import CountRow
from kbconnect.ui.pages.sync_plan import PlanView
from kbconnect.ui.pages.sync_work import SyncSetting
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.cards import CodeBox, Notice
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, clear, down, scroll
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import count, counted, duration, exact_moment, moment

NO_KEY = "NULL"
_PARTIAL = frozenset({ONLY_REJECTS, ONLY_NEW_ROWS})


class FinishedView(QWidget):
    """answer_asked: the question of the delete brake is to be shown again. retry_asked: the rejected rows are to be
    read again. edit_asked: other tables or columns are to be chosen. password_asked: a new password is to be entered.
    schedule: the line on when it is synced by itself. plan: what a sync would change."""

    answer_asked = Signal()
    retry_asked = Signal()
    edit_asked = Signal()
    password_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence = text("", wrap=True)
        self._when = text("", "caption")
        self._remarks = text("", "caption", wrap=True)
        self._notice = QVBoxLayout()
        self.plan = PlanView()
        self._look = button(self.tr("See what would change"), Kind.LINK)
        self._look.clicked.connect(self.plan.asked)
        self._counts = CountRow()
        self.schedule = ScheduleLine()
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        content = down(
            across((self._sentence, 1), self._when, self._look, gap=16),
            4,
            self._remarks,
            16,
            self.plan,
            self._notice,
            self._counts,
            16,
            self.schedule,
            self._below,
            None,
            gap=0,
            margins=(24, 20, 24, 16),
        )
        self.setLayout(down(scroll(content), gap=0))

    def show_run(self, run: SyncRun, setting: SyncSetting, now: datetime) -> None:
        clear(self._notice)
        clear(self._below)
        self._sentence.setText(self._summary(run, setting))
        at = run.finished_at or run.started_at
        took = self.tr("took {0}").format(duration(run.seconds)) if run.seconds is not None else ""
        self._when.setText(", ".join(part for part in (moment(at, now), took) if part))
        self._when.setToolTip(exact_moment(at))
        self.schedule.show_state(setting.schedule, now)
        self._remarks.setText("\n".join(told(remark) for remark in run.remarks))
        self._remarks.setVisible(bool(run.remarks))
        self._counts.show_finished(run.counts)
        self._counts.setVisible(run.status is not RunStatus.FAILED or run.counts != SyncCounts())
        if run.status is RunStatus.FAILED:
            self._show_error(run, setting)
        if run.rejects:
            self._show_rejects(run, setting)

    def _summary(self, run: SyncRun, setting: SyncSetting) -> str:
        source = selection_words(setting.dataset.selection)
        if run.status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS) and _PARTIAL.intersection(run.remarks):
            return self.tr("The rows of {0} that were looked at are in the knowledge base.").format(source)
        if run.status is RunStatus.COMPLETED:
            return self.tr("The knowledge base now matches {0}.").format(source)
        if run.status is RunStatus.COMPLETED_WITH_REJECTS:
            rejected = counted(run.counts.rejected, self.tr("rejected row"), self.tr("rejected rows"))
            return self.tr("The knowledge base now matches {0}, apart from {1}.").format(source, rejected)
        if run.status is RunStatus.CANCELLED:
            return self.tr("You stopped this sync. What was written can be searched; the next sync continues here.")
        if run.status is RunStatus.INTERRUPTED:
            return self.tr("kbconnect ended while this sync ran. Nothing is lost; the next sync continues here.")
        if run.error is not None and BrakeNumbers.of(run.error.detail) is not None:
            return self.tr("This sync waits for your answer.")
        return " ".join((self.tr("This sync could not be finished."), self._still_searched(setting))).rstrip()

    def _show_error(self, run: SyncRun, setting: SyncSetting) -> None:
        error = run.error
        if error is None:
            return
        brake = BrakeNumbers.of(error.detail)
        if brake is not None:
            answer = button(self.tr("Answer the question"), glyph="hand-palm")
            answer.clicked.connect(self.answer_asked)
            what = self.tr("{0} of {1} documents would be removed").format(count(brake.gone), count(brake.known))
            notice = Notice("warning", "hand-palm", what, brake_meaning(run, brake), answer)
        else:
            found = explain(error)
            notice = Notice(found.tone, found.glyph, found.what, found.hint, *self._ways_out(error.code))
        self._notice.addWidget(notice)
        self._notice.addSpacing(16)
        if error.detail and brake is None:
            self._below.addSpacing(8)
            self._below.addWidget(text(self.tr("For IT"), "label"))
            self._below.addSpacing(6)
            self._below.addWidget(CodeBox(error.detail, self.tr("Copy report"), name=self.tr("For IT")))

    def _ways_out(self, code: str) -> list[Button]:
        """What the hint of an error asks for, to press."""
        if code in PASSWORD_CODES:
            way = button(self.tr("Enter new password"), Kind.PRIMARY, "key")
            way.clicked.connect(self.password_asked)
            return [way]
        if code in CHOICE_CODES:
            way = button(self.tr("Change what is synced"), Kind.PRIMARY, "pencil-simple")
            way.clicked.connect(self.edit_asked)
            return [way]
        return []

    def _still_searched(self, setting: SyncSetting) -> str:
        if setting.counts is None or not setting.counts.documents:
            return ""
        documents = counted(setting.counts.documents, self.tr("document"), self.tr("documents"))
        return self.tr("The {0} of this dataset can still be searched.").format(documents)

    def _show_rejects(self, run: SyncRun, setting: SyncSetting) -> None:
        keys = ", ".join(setting.dataset.mapping.key)
        table = Table(
            (Column(self.tr("Key ({0})").format(keys), 160), Column(self.tr("Column"), 160), Column(self.tr("Reason"))),
            row_height=40,
            selects=False,
            fit=True,
            name=self.tr("Rejected rows"),
        )
        table.set_rows(
            [
                Row(
                    str(number),
                    (
                        Cell(", ".join(part if part is not None else NO_KEY for part in reject.key), code=True),
                        Cell(reject.column or "–", faint=not reject.column),
                        Cell(told(reject.reason)),
                    ),
                )
                for number, reject in enumerate(run.rejects)
            ]
        )
        shown = len(run.rejects)
        title = self.tr("Rejected {0}").format(count(run.counts.rejected))
        self._below.addSpacing(24)
        again = button(
            self.tr("Retry {0}").format(counted(run.counts.rejected, self.tr("row"), self.tr("rows"))),
            glyph="arrow-clockwise",
        )
        again.clicked.connect(self.retry_asked)
        self._below.addLayout(across(text(title, "section"), None, again))
        self._below.addSpacing(4)
        self._below.addWidget(table)
        self._below.addSpacing(20)
        lines = [self.tr("Rejected rows are tried again by themselves when they change.")]
        if REJECTS_KEPT <= shown < run.counts.rejected:
            lines.insert(0, self.tr("The first {0} are shown.").format(count(shown)))
        elif shown < run.counts.rejected:
            lines.insert(0, self.tr("Rows with the same key share a line."))
        if setting.counts is not None and setting.counts.documents:
            other = counted(setting.counts.documents, self.tr("document is"), self.tr("documents are"))
            lines.append(self.tr("The other {0} not affected.").format(other))
        self._below.addWidget(hint(" ".join(lines)))
