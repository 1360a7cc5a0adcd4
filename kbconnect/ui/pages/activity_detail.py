"""The pane that explains the chosen run: what happened, what it means, what to do, its counts and rejected rows.

Shows frozen values and tells what was pressed. Must not ask a use case.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.model import ErrorInfo, RunStatus, SyncRun
from kbconnect.ui.language import told
from kbconnect.ui.models.activity import (
    History,
    Origin,
    first_sentence,
    name_of,
    report_of,
    steps_of,
    trigger_words,
)
from kbconnect.ui.models.faults import PASSWORD_CODES, brake_cause, brake_meaning, can_still_be_searched
from kbconnect.ui.sync_state import RunningSync, counts_line, status_of_run, status_of_sync
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.cards import CodeBox, CopyButton, Facts, Notice
from kbconnect.ui.widgets.labels import Glyph, Pill, Text, text
from kbconnect.ui.widgets.layout import Item, across, clear, down, flow, rule
from kbconnect.ui.words import DOT, count, counted, duration, exact_moment, inside, moment

MOST_REJECTS = 100
_ASKING = ("delete_brake",)


class RunDetail(QWidget):
    """One run. The signals carry nothing: the page knows which run is shown."""

    retry_asked = Signal()
    stop_asked = Signal()
    password_asked = Signal()
    dataset_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 18, 20, 16)
        self._column.setSpacing(0)
        self._bar: Bar | None = None
        self._line: Text | None = None
        self._shown: object = None
        self.invite()

    def invite(self) -> None:
        """Nothing is chosen."""
        self._shown = None
        self._fill(text(self.tr("Choose a run to see what it did."), "muted", wrap=True), None)

    def show_run(self, run: SyncRun, history: History, sync: RunningSync | None, now: datetime) -> None:
        """A run, with its rejects if they are known. sync: its live state while it is going on here."""
        origin = history.origins.get(run.dataset_id)
        shown = (run, origin, None if sync is None else (sync.stopping, sync.stage))
        if shown == self._shown:
            return  # what has the keyboard here keeps it
        self._shown = shown
        status = status_of_sync(sync) if sync is not None else status_of_run(run)
        head = across((text(name_of(history, run.dataset_id), "section", elide=True), 0), None, Pill(status))
        place = origin.connector if origin is not None else ""
        started = text(f"{place}{DOT}{inside(moment(run.started_at, now))}", "caption", elide=True)
        started.setToolTip(exact_moment(run.started_at))
        items: list[Item] = [head, 2, across((started, 0), None), 16]
        if sync is not None:
            items += self._running(sync)
        elif run.error is not None:
            items += self._failed(run, history)
        else:
            items += self._ended(run, origin)
        for remark in run.remarks:
            items += [text(told(remark), "muted", wrap=True), 6]
        items += [*([8] if run.remarks else []), rule(), 14, self._facts(run, now)]
        if run.rejects:
            items += [18, *self._rejects(run)]
        if run.error is not None and run.error.detail and run.error.code not in _ASKING:
            box = CodeBox(
                run.error.detail, self.tr("Copy report"), name=self.tr("For IT"), copied=report_of(run, history)
            )
            items += [18, text(self.tr("For IT"), "label"), 6, box]
        elif run.error is not None or run.rejects:
            items += [14, across(CopyButton(self.tr("Copy report"), report_of(run, history), Kind.LINK), None)]
        self._fill(*items, None)

    def show_queued(self, sync: RunningSync, connector: str) -> None:
        """A sync that waits for another one of the same connector."""
        self._shown = None
        head = across((text(sync.dataset.name, "section", elide=True), 0), None, Pill(status_of_sync(sync)))
        notice = Notice(
            "text3",
            "hourglass",
            self.tr("It starts when another sync of this connector is done"),
            self.tr("One sync a connector at a time, so that the database isn't burdened."),
        )
        stop = self._button(self.tr("Take it out of the queue"), Kind.SECONDARY, "stop-circle", self.stop_asked)
        self._fill(head, 2, text(connector, "caption"), 16, notice, 14, across(stop, None), None)

    def show_sync(self, sync: RunningSync) -> None:
        """How far the run shown has come."""
        if self._bar is not None and self._line is not None:
            self._bar.set_share(sync.share or 0.0)
            self._line.setText(self._progress_words(sync))

    # -------------------------------------------------------------------------------------------- parts

    def _running(self, sync: RunningSync) -> list[Item]:
        self._bar = Bar(sync.share or 0.0, height=8, name=sync.stage_words)
        self._line = text(self._progress_words(sync), "small", wrap=True)
        stop = self._button(self.tr("Stop sync"), Kind.DANGER_QUIET, "stop-circle", self.stop_asked)
        show = self._button(self.tr("Show the sync"), Kind.SECONDARY, "", self.dataset_asked)
        return [self._bar, 6, self._line, 14, flow(show, stop, gap=8), 18]

    @staticmethod
    def _progress_words(sync: RunningSync) -> str:
        return DOT.join(part for part in (counts_line(sync), inside(sync.left_words)) if part)

    def _failed(self, run: SyncRun, history: History) -> list[Item]:
        error = run.error
        if error is None:
            return []
        what, rest = first_sentence(told(error.message))
        calm = error.code in _ASKING
        notice = Notice(
            "warning" if calm else "danger",
            "hand-palm" if calm else "x-circle",
            what.rstrip("."),
            self._meaning(run, history, rest),
        )
        actions = self._ways_out(error.code) if run.dataset_id in history.origins else []
        items: list[Item] = [notice, 16, *self._what_to_do(error)]
        return [*items, 10, flow(*actions, gap=8), 18] if actions else [*items, 14]

    def _meaning(self, run: SyncRun, history: History, rest: str) -> str:
        """What a failed run means for the documents. rest: of its message, after what happened."""
        brake = BrakeNumbers.of(run.error.detail) if run.error is not None else None
        if brake is not None:
            return brake_meaning(run, brake)  # the rest says the same
        kept = self.tr("Documents already there can still be searched.")
        return " ".join(part for part in (rest, kept if can_still_be_searched(run, history.runs) else "") if part)

    def _what_to_do(self, error: ErrorInfo) -> list[Item]:
        if error.code in _ASKING:  # its hint is for the command line; here a question leads on
            return [text(brake_cause(), "muted", wrap=True)]
        steps = steps_of(told(error.hint))
        items: list[Item] = [text(self.tr("What to do"), "label"), 6] if steps else []
        for number, step in enumerate(steps, 1):
            lead = [down(text(f"{number}.", "muted"), None)] if len(steps) > 1 else []
            items += [across(*lead, (text(step, wrap=True), 1)), 4]
        return items

    def _ways_out(self, code: str) -> list[Button]:
        if code in _ASKING:
            return [self._button(self.tr("Look and decide"), Kind.PRIMARY, "hand-palm", self.dataset_asked)]
        again = self._button(self.tr("Try again"), Kind.SECONDARY, "arrow-clockwise", self.retry_asked)
        if code in PASSWORD_CODES:
            return [self._button(self.tr("Enter new password"), Kind.PRIMARY, "key", self.password_asked), again]
        again.set_kind(Kind.PRIMARY)
        again.set_glyph("arrow-clockwise")
        return [again]

    def _ended(self, run: SyncRun, origin: Origin | None) -> list[Item]:
        tone, glyph, what, meaning = self._words_of_end(run)
        said: Item = Notice(tone, glyph, what, meaning)
        if tone == "success":  # what went well asks for no attention
            sentences = down(text(what, "strong", wrap=True), text(meaning, "muted", wrap=True), gap=2)
            said = across(down(1, Glyph(glyph, tone, 18), None, gap=0), (sentences, 1))
        items: list[Item] = [said, 14]
        if origin is None:
            return [*items, 4]
        show = self._button(self.tr("Show the dataset"), Kind.SECONDARY, "", self.dataset_asked)
        goes_on = run.status in (RunStatus.INTERRUPTED, RunStatus.CANCELLED)
        words = self.tr("Continue the sync") if goes_on else self.tr("Sync again")
        again = self._button(words, Kind.PRIMARY if goes_on else Kind.SECONDARY, "arrows-clockwise", self.retry_asked)
        running = run.status in (RunStatus.RUNNING, RunStatus.QUEUED)
        return [*items, flow(*((show,) if running else (again, show)), gap=8), 18]

    def _words_of_end(self, run: SyncRun) -> tuple[str, str, str, str]:
        if run.status is RunStatus.COMPLETED:
            return (
                "success",
                "check-circle",
                self.tr("In step with the source"),
                self.tr("Every row that could be read is in the knowledge base."),
            )
        if run.status is RunStatus.COMPLETED_WITH_REJECTS:
            rows = counted(run.counts.rejected, self.tr("row was rejected"), self.tr("rows were rejected"))
            more = self.tr("The rest is in step with the source. Rejected rows are tried again when they change.")
            return "warning", "warning-circle", rows, more
        if run.status is RunStatus.CANCELLED:
            more = self.tr("What was written stays and can be searched. The next sync continues there.")
            return "text3", "stop-circle", self.tr("Stopped by you"), more
        if run.status is RunStatus.INTERRUPTED:
            more = self.tr("kbconnect ended while it ran. What was written stays; the next sync continues there.")
            return "warning", "link-break", self.tr("Interrupted"), more
        more = self.tr("Another window or a command on this computer does it.")
        return "accent", "arrows-clockwise", self.tr("It is running"), more

    def _facts(self, run: SyncRun, now: datetime) -> Facts:
        """Counts of nothing aren't listed: they would hide the ones that say something."""
        counts = run.counts
        facts = Facts((self.tr("Started"), f"{moment(run.started_at, now)}, {trigger_words(run.trigger)}"))
        facts.show_fact(self.tr("Read"), counted(counts.read, self.tr("row"), self.tr("rows")))
        for name, number in (
            (self.tr("Added"), counts.added),
            (self.tr("Changed"), counts.updated + counts.metadata_updated),
            (self.tr("Removed"), counts.deleted),
            (self.tr("Unchanged"), counts.unchanged),
            (self.tr("Rejected"), counts.rejected),
        ):
            if number:
                facts.show_fact(name, count(number))
        if counts.embedded:
            facts.show_fact(self.tr("Given meaning"), counted(counts.embedded, self.tr("chunk"), self.tr("chunks")))
        if run.words_seconds is not None:
            facts.show_fact(self.tr("Searchable by words after"), duration(run.words_seconds))
        if run.seconds is not None:
            facts.show_fact(self.tr("Took"), duration(run.seconds))
        facts.show_fact(self.tr("Run"), str(run.id))
        if run.continues is not None:
            facts.show_fact(self.tr("Continues run"), str(run.continues))
        return facts

    def _rejects(self, run: SyncRun) -> list[Item]:
        """Why each was rejected, in full: a table of this width would cut it."""
        items: list[Item] = [text(self.tr("Rejected rows"), "label"), 8]
        shown = run.rejects[:MOST_REJECTS]
        for reject in shown:
            key = ", ".join("NULL" if part is None else part for part in reject.key)
            place = DOT.join(part for part in (key, reject.column) if part)
            items += [rule(), 7, text(told(reject.reason), wrap=True), 1, text(place, "caption", wrap=True), 7]
        missing = run.counts.rejected - len(shown)
        if missing > 0:
            items += [rule(), 6, text(self.tr("and {rows} more").format(rows=count(missing)), "caption")]
        return items

    def _button(self, words: str, kind: Kind, glyph: str, pressed: object) -> Button:
        made = button(words, kind, glyph)
        made.clicked.connect(pressed)
        return made

    def _fill(self, *items: Item) -> None:
        if self._bar is not None and not any(item is self._bar for item in items):
            self._bar = self._line = None
        clear(self._column)
        self._column.addLayout(down(*items, gap=0))
