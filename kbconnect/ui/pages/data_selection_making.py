"""Making the preview of "Choose data": once the person pauses, one at a time, and stopped when they want it to be.

Owns the pause and the job; shows what comes in the pane. What is previewed, and when it changes, is the page's to know.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kbconnect.core.model import DatasetDraft
from kbconnect.core.preview import Preview
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.jobs import Jobs, Latest
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_work import SelectionWork
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Notice

PREVIEW_PAUSE_MS = 300
"""A preview reads from the source: it waits until the person pauses."""


class PreviewMaking(QObject):
    """due: the person has paused, or wants it tried again."""

    due = Signal()

    def __init__(self, jobs: Jobs, work: SelectionWork, pane: PreviewPane, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._pane = work, pane
        self._job = Latest(jobs, self)
        self._job.returned.connect(self._made)
        self._job.errored.connect(self._failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self.due)

    def soon(self) -> None:
        """Something was changed."""
        self._pause.start()

    def make(self, draft: DatasetDraft, embedder: str) -> None:
        self._pause.stop()
        self._pane.wait()
        self._job.start(partial(self._work.preview, draft, embedder))

    def cancel(self) -> None:
        """Nothing is to come any more."""
        self._pause.stop()
        self._job.cancel()

    def stop(self) -> None:
        """As the person wished: it says so, and how to go on."""
        self.cancel()
        self._pane.show_problem(self.stopped())

    def stopped(self) -> Notice:
        """What is said in the place of what was stopped."""
        again = button(self.tr("Read again"), Kind.SECONDARY, "arrow-clockwise")
        again.clicked.connect(self.due)
        words = self.tr("Nothing was changed at the source.")
        return Notice("text3", "stop-circle", self.tr("You stopped reading"), words, again)

    @Slot(object)
    def _made(self, preview: Preview) -> None:
        self._pane.show_preview(preview)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.due)
        self._pane.show_problem(notice)
