"""Counting what a first sync comes to, below the preview: a link, then figures that grow, then the whole.

Owns the job and what it found, as long as the draft it was asked for is the one in the page. Saves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.dry_run import DryRun, DryRunProgress
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.model import DatasetDraft
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Job, Jobs, Queue
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.words import count, counted, size

Count = Callable[[DatasetDraft, JobContext], DryRun]


class CountLine(QWidget):
    """One place for the link, the progress and the result. asked: count. stop_asked: what came so far is enough."""

    asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ask = button(self.tr("Count it all first"), Kind.LINK)
        self._ask.setToolTip(self.tr("Reads every row once and writes nothing: exact figures, and the room it takes."))
        self._stop = button(self.tr("Stop counting"), Kind.LINK)
        self._words = text("", "caption", wrap=True)
        self._bar = Bar(height=5, name=self.tr("Rows counted"))
        self._bar_box = frame(down(self._bar, margins=(0, 2, 0, 2)))
        self.setLayout(down(self._bar_box, self._words, across(self._ask, self._stop, None), gap=4))
        self._ask.clicked.connect(self.asked)
        self._stop.clicked.connect(self.stop_asked)
        self.show_offer()

    def show_offer(self) -> None:
        self._say("", running=False)

    def show_progress(self, progress: Progress) -> None:
        """total None: nobody knows how many rows there are."""
        rows = count(progress.done)
        if progress.total:
            words = self.tr("{done} of about {total} rows counted").format(done=rows, total=count(progress.total))
        else:
            words = self.tr("{done} rows counted").format(done=rows)
        self._say(words, running=True)
        self._bar.set_share(progress.done / progress.total if progress.total else 0.0)

    def show_result(self, found: DryRun) -> None:
        rows = counted(found.rows_read, self.tr("row"), self.tr("rows"))
        first = self.tr("All {rows} were counted.") if found.exact else self.tr("Reckoned from {rows}.")
        lines = [first.format(rows=rows)]
        if found.rejected:
            rejected = counted(found.rejected, self.tr("row"), self.tr("rows"))
            lines.append(self.tr("{rows} would be rejected.").format(rows=rejected))
        if found.cut:
            chunks = counted(found.cut, self.tr("chunk is"), self.tr("chunks are"))
            lines.append(self.tr("{chunks_are} longer than the model reads.").format(chunks_are=chunks))
        lines.append(self._room(found))
        self._say(" ".join(lines), running=False)

    def _room(self, found: DryRun) -> str:
        needed = size(found.size_bytes)
        if found.free_bytes is None:
            return self.tr("It takes about {needed} of disk.").format(needed=needed)
        words = self.tr("It takes about {needed} of disk; {free} are free.")
        if not found.fits:
            words = self.tr("It takes about {needed} of disk, but only {free} are free: make room first.")
        return words.format(needed=needed, free=size(found.free_bytes))

    def words(self) -> str:
        return self._words.words()

    def _say(self, words: str, *, running: bool) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._bar_box.setVisible(running)
        self._stop.setVisible(running)
        self._ask.setVisible(not running)
        self._ask.setText(self.tr("Count it again") if words else self.tr("Count it all first"))


class FirstSyncCount(QObject):
    """found: a DryRun to show in the place of what the preview reckoned. None: that one again."""

    found = Signal(object)

    def __init__(self, jobs: Jobs, work: Count, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._work = jobs, work
        self._job: Job | None = None
        self._draft: DatasetDraft | None = None
        self._counted: tuple[DatasetDraft, DryRun] | None = None
        self._so_far: DryRun | None = None
        self.line = CountLine()
        self.line.asked.connect(self.start)
        self.line.stop_asked.connect(self.stop)

    def show_draft(self, draft: DatasetDraft | None) -> None:
        """What is chosen now. What was counted of something else is forgotten, and counting it ends."""
        same = _what_is_counted(draft) == _what_is_counted(self._draft)
        self._draft = draft
        self.line.setVisible(draft is not None)
        if same:
            return
        self._give_up()
        self._counted = None
        self.line.show_offer()
        self.found.emit(None)

    def result(self) -> DryRun | None:
        """What was counted of the draft shown, whatever its name."""
        return self._counted[1] if self._counted is not None else None

    @Slot()
    def start(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._give_up()
        self._so_far = None
        self.line.show_progress(Progress(Stage.READING, 0))
        self._job = self._jobs.start(lambda context: self._work(draft, context), Queue.PREVIEW, owner=self)
        self._job.then(progressed=self._progressed, returned=self._returned, errored=self._errored)

    @Slot()
    def stop(self) -> None:
        """Ends counting; the figures stay those of the rows read by then."""
        self._give_up()
        if self._so_far is not None and self._so_far.rows is not None:
            self._show(self._so_far)
        else:
            self.line.show_offer()
            self.found.emit(None)

    def _give_up(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _show(self, counted_: DryRun) -> None:
        if self._draft is not None:
            self._counted = (self._draft, counted_)
            self.line.show_result(counted_)
            self.found.emit(counted_)

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self._job is None:
            return
        self.line.show_progress(progress)
        if isinstance(progress, DryRunProgress) and progress.so_far is not None:
            self._so_far = progress.so_far
            self.found.emit(progress.so_far)

    @Slot(object)
    def _returned(self, counted_: DryRun) -> None:
        if self._job is not None:
            self._job = None
            self._show(counted_)

    @Slot(object)
    def _errored(self, error: BaseException) -> None:
        if self._job is not None:
            self._job = None
            self.line.show_offer()
            self.found.emit(None)
            show_error(self.line, error)


def _what_is_counted(draft: DatasetDraft | None) -> DatasetDraft | None:
    return None if draft is None else replace(draft, name="")
