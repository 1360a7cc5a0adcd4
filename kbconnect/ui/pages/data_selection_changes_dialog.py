"""The dialog in which a person chooses how changes are found: three ways, what each finds, and columns to follow.

Shows advice that is brought to it. Asks nobody and saves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.core.cursors import Advice, CursorAdvice, Fit
from kbconnect.core.model import ChangeMode, ColumnInfo
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.models.change_detection import (
    ChangeDetection,
    cursor_caption,
    detection_fault,
    fit_words,
    following,
    way_words,
)
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Hint, hint, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, scroll
from kbconnect.ui.widgets.option_cards import OptionCard

_WAYS_WIDTH, _DETAIL_HEIGHT = 272, 312
_ADVISED = (noted("Advised"), "magic-wand", "accent")


class ChangesDialog(Dialog):
    """chosen: a ChangeDetection. retry_asked: the advice is wanted again."""

    chosen = Signal(object)
    retry_asked = Signal()

    def __init__(
        self, parent: QWidget, detection: ChangeDetection, key: Sequence[str], columns: Sequence[ColumnInfo]
    ) -> None:
        """detection: as it is now. key, columns: of the dataset as it is filled in."""
        self._before, self._key = detection, tuple(key)
        self._append_fault = detection_fault(ChangeDetection(ChangeMode.APPEND), key, columns)
        self._cursors: dict[OptionCard, CursorAdvice] = {}
        self._best = ""
        self._advice = Hint("", "hourglass", "text3")
        self._make_ways()
        self._make_details()
        self._save = button(self.tr("Find changes this way"), Kind.PRIMARY, "check")
        keep = button(self.tr("Keep as it was"), Kind.LINK)
        title = self.tr("How are changes found?")
        ways = down(*self._ways.values(), None, gap=8)
        self._left = frame(ways, width=theme().px(_WAYS_WIDTH))
        right = frame(down(self._details), height=theme().px(_DETAIL_HEIGHT))
        advice = frame(down(self._advice, None))
        advice.setMinimumHeight(theme().px(34))  # two lines, so that nothing moves when the advice comes
        body = down(text(title, "title"), 4, advice, 12, across(self._left, (right, 1), gap=20), gap=0)
        super().__init__(parent, body, across(keep, None, self._save), title=title, width=780)
        self._save.setDefault(True)
        self._save.clicked.connect(self._finish)
        keep.clicked.connect(self.reject)
        self._ways[detection.mode].setChecked(True)
        self._ways[detection.mode].setFocus()
        for way in self._ways.values():
            way.toggled.connect(self._show_way)
        self.wait()
        self._show_way()

    # -------------------------------------------------------------------------------------------- building

    def _make_ways(self) -> None:
        self._ways = {
            ChangeMode.COMPARE: OptionCard(
                self.tr("Compare everything"),
                lines=(self.tr("Finds every change, removed rows included. Right for most tables."),),
            ),
            ChangeMode.CURSOR: OptionCard(
                self.tr("Follow a column"),
                lines=(self.tr("Reads only what is newer than the last sync. For very large tables."),),
            ),
            ChangeMode.APPEND: OptionCard(
                self.tr("Only additions"),
                lines=(self.tr("Reads rows with a higher key. For logs and the like, which never change."),),
            ),
        }
        if self._append_fault:
            self._ways[ChangeMode.APPEND].say((self._append_fault,))
            self._ways[ChangeMode.APPEND].setEnabled(False)

    def _make_details(self) -> None:
        key = self._key[0] if self._key else ""
        compare = (
            hint(self.tr("Added, changed and removed rows are all found."), "check-circle", "success"),
            hint(
                self.tr("Needs no column of a certain kind and no more rights than reading."), "check-circle", "success"
            ),
            hint(
                self.tr("Each sync looks at all rows. Nothing is embedded again for rows that stay the same."), "clock"
            ),
        )
        added = self.tr("Rows with a higher “{column}” than at the last sync are added.").format(column=key)
        self._key_hint = hint(added, "check-circle", "success")
        append = (
            self._key_hint,
            hint(
                self.tr("Rows that change later keep their old text in the knowledge base."),
                "warning-circle",
                "warning",
            ),
            hint(self.tr("Rows that are removed stay in the knowledge base."), "warning-circle", "warning"),
        )
        self._columns = down(gap=8)
        self._problem = QVBoxLayout()
        self._none = hint(self.tr("No column holds times or numbers that could show what is new."), "info")
        inside = down(self._columns, None, gap=0, margins=(2, 2, 12, 2))
        self._states = Swap(
            loading=frame(down(Skeleton(rows=4, row_height=64))),
            full=scroll(inside),
            none=frame(down(self._none, None)),
            error=frame(down(self._problem, None)),
        )
        removed = hint(self.tr("Removed rows are found by a look through all keys, by default daily."), "info")
        self._details = Swap(
            compare=frame(down(*compare, None, gap=10, margins=(0, 10, 0, 0))),
            append=frame(down(*append, None, gap=10, margins=(0, 10, 0, 0))),
            cursor=frame(down(removed, 10, (self._states, 1), gap=0)),
        )

    # -------------------------------------------------------------------------------------------- advice

    def wait(self) -> None:
        """The advice is on its way."""
        self._advice.say(self.tr("Looking at the columns, to advise a way."), "hourglass", "text3")
        self._states.show_state("loading")

    def show_advice(self, advice: Advice) -> None:
        """Which way fits, and each column that could be followed with what speaks for and against it."""
        self._advice.say(f"{way_words(advice.mode)} {told(advice.mode.reason)}", "magic-wand", "accent")
        words, glyph, tone = _ADVISED
        advised = (say(words), glyph, tone)
        for mode, way in self._ways.items():
            way.show_mark(advised if mode is advice.mode.mode else None)
        self._show_key(advice)
        usable = [each.column.name for each in advice.cursors if each.fit is not Fit.UNFIT]
        self._best = advice.mode.cursor if advice.mode.cursor in usable else next(iter(usable), "")
        clear(self._columns)
        self._cursors = {}
        for each in advice.cursors:
            is_before = self._before.mode is ChangeMode.CURSOR and each.column.name == self._before.cursor
            card = OptionCard(
                each.column.name,
                cursor_caption(each),
                lines=tuple(map(told, each.reasons)),
                warnings=tuple(map(told, each.warnings)),
                mark=fit_words(each.fit),
            )
            card.setEnabled(each.fit is not Fit.UNFIT or is_before)
            card.setChecked(is_before)
            card.toggled.connect(self._show_readiness)
            self._cursors[card] = each
            self._columns.addWidget(card)
        self._states.show_state("full" if advice.cursors else "none")
        self._show_way()

    def _show_key(self, advice: Advice) -> None:
        key = self._key[0] if self._key else ""
        if not any(each.column.name == key and each.fit is not Fit.UNFIT for each in advice.cursors):
            words = self.tr(
                "Nothing says that “{column}” grows with each new row. One with a lower value would not be noticed."
            )
            self._key_hint.say(words.format(column=key), "warning-circle", "warning")

    def show_problem(self, error: BaseException) -> None:
        """Why there is no advice; the other ways can be chosen all the same."""
        self._advice.say(self.tr("There is no advice: the columns could not be looked at."), "info", "text3")
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._retry)
        self._problem.addWidget(notice)
        self._states.show_state("error")
        self._show_readiness()

    @Slot()
    def _retry(self) -> None:
        self.wait()
        self.retry_asked.emit()

    # -------------------------------------------------------------------------------------------- choosing

    def way(self) -> ChangeMode:
        """The way that is chosen now."""
        return next(mode for mode, card in self._ways.items() if card.isChecked())

    def columns(self) -> tuple[OptionCard, ...]:
        """The columns that are shown, best first."""
        return tuple(self._cursors)

    def ways(self) -> dict[ChangeMode, OptionCard]:
        return self._ways

    def detection(self) -> ChangeDetection | None:
        """What is chosen now; None while a column is missing, or if it can't be done."""
        mode, before = self.way(), self._before
        made: ChangeDetection | None = ChangeDetection(mode)
        if mode is ChangeMode.APPEND and self._append_fault:
            made = None
        elif mode is ChangeMode.CURSOR:
            made = next((following(advice) for card, advice in self._cursors.items() if card.isChecked()), None)
        same = made is not None and made.mode is before.mode and made.cursor in ("", before.cursor)
        return before if same else made  # with a lag of its own

    @Slot()
    def _show_way(self) -> None:
        mode = self.way()
        self._details.show_state(mode.value)
        if mode is ChangeMode.CURSOR and not any(card.isChecked() for card in self._cursors):
            for card, advice in self._cursors.items():
                if advice.column.name == self._best:
                    card.setChecked(True)
        self._show_readiness()

    @Slot()
    def _show_readiness(self) -> None:
        ready = self.detection() is not None
        self._save.setEnabled(ready)
        self._save.setAccessibleDescription("" if ready else self.tr("Choose a column to follow first."))

    @Slot()
    def _finish(self) -> None:
        detection = self.detection()
        if detection is not None:
            self.chosen.emit(detection)
            self.accept()
