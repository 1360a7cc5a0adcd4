"""How the changes of a dataset are found: the line on the page, and who asks when it is to be another way.

The advice reads from the source, so it is asked for only once somebody opens the dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.cursors import Advice
from kbconnect.core.model import ColumnInfo, DatasetDraft
from kbconnect.ui.jobs import Jobs, Latest, Queue
from kbconnect.ui.models.change_detection import ChangeDetection, detection_meaning, detection_words
from kbconnect.ui.pages.data_selection_changes_dialog import ChangesDialog
from kbconnect.ui.pages.data_selection_work import SelectionWork
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across
from kbconnect.ui.words import plain_tip


class ChangesLine(QWidget):
    """change_asked: it is to be done another way."""

    change_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph("git-diff", "text3", 15)
        self._words = text("", "caption", elide=True)
        self._change = button(self.tr("Change…"), Kind.LINK, tip=self.tr("Choose how changes are found"))
        self._change.clicked.connect(self.change_asked)
        self.setLayout(across(self._glyph, self._words, self._change))

    def show_detection(self, detection: ChangeDetection, key: Sequence[str]) -> None:
        """What is in force; what it means is the tool tip."""
        meaning = detection_meaning(detection, key)
        self._words.setText(detection_words(detection))
        self._words.setAccessibleDescription(meaning)
        self.setToolTip(plain_tip(meaning))

    def words(self) -> str:
        return self._words.words()


class ChangesQuestion(QObject):
    """Opens the dialog, and brings it the advice. answered: the ChangeDetection that was chosen."""

    answered = Signal(object)

    def __init__(self, jobs: Jobs, work: SelectionWork, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._page = work, page
        self._dialog: ChangesDialog | None = None
        self._draft: DatasetDraft | None = None
        self._job = Latest(jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self._advised)
        self._job.errored.connect(self._failed)

    def ask(self, draft: DatasetDraft, detection: ChangeDetection, columns: Sequence[ColumnInfo]) -> None:
        """draft: the dataset as it is filled in."""
        self._draft = draft
        self._dialog = ChangesDialog(self._page, detection, draft.mapping.key, columns)
        self._dialog.chosen.connect(self.answered)
        self._dialog.retry_asked.connect(self._look)
        self._dialog.finished.connect(self._closed)
        self._look()
        self._dialog.open()

    @Slot()
    def _look(self) -> None:
        if self._draft is not None:
            self._job.start(partial(self._work.advice, self._draft.selection, self._draft.mapping.key))

    @Slot(object)
    def _advised(self, advice: Advice) -> None:
        if self._dialog is not None:
            self._dialog.show_advice(advice)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(error)

    @Slot()
    def _closed(self) -> None:
        self._job.cancel()
        self._dialog = None
