"""The dialog in which the limits of a dataset are set: what a sync may do before it asks, stops or gives up.

Saves nothing. A limit that nobody touches stays exactly as it is, whatever the figures shown were rounded to.
"""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbconnect.core.growth import MOST
from kbconnect.core.model import SyncPolicy
from kbconnect.ui.language import marks, say
from kbconnect.ui.sentences import written
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Field, LineEdit, Validator
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.words import count

_NUMBER_WIDTH = 96
_WHOLE = 100.0
"""A share is written in percent."""


class LimitsDialog(Dialog):
    """chosen: the SyncPolicy with other limits than before."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, dataset: str, policy: SyncPolicy) -> None:
        self._before = policy
        self._shown = (
            _shown(policy.delete_limit * _WHOLE),
            _shown(policy.reject_limit * _WHOLE),
            _shown(policy.silence_limit_minutes),
            "" if policy.row_limit is None else str(policy.row_limit),
        )
        self._make_fields()
        title = say("Limits of {dataset}").format(dataset=dataset)
        body = down(
            text(title, "title", wrap=True),
            2,
            text(say("They change no document, and count from the next sync on."), "muted", wrap=True),
            16,
            self.deletes,
            14,
            self.rejects,
            14,
            self.silence,
            14,
            self.rows,
            gap=0,
        )
        save = button(say("Save limits"), Kind.PRIMARY, "check")
        keep = button(say("Keep as it was"), Kind.LINK)
        super().__init__(
            parent,
            across(down(Glyph("gauge", "accent", 26), None), (body, 1), gap=16),
            across(keep, None, save),
            title=title,
            width=520,
        )
        save.setDefault(True)
        save.clicked.connect(self._save)
        keep.clicked.connect(self.reject)
        self.deletes.editor.setFocus()

    def _make_fields(self) -> None:
        deletes, rejects, silence, rows = self._shown
        self.deletes = _field(
            say("Documents a sync may remove without asking"),
            deletes,
            say("% of the documents of this dataset"),
            say("If more would go, it waits for your answer; with 0 for each one."),
            self._delete_fault,
        )
        self.rejects = _field(
            say("Rows it may reject before it stops"),
            rejects,
            say("% of the rows it reads"),
            say("With 100 it never stops because of them."),
            self._reject_fault,
        )
        self.silence = _field(
            say("How long the source may be silent before a sync gives up"),
            silence,
            say("minutes without a row"),
            say("Slow queries need more. With 0 it waits without end."),
            self._silence_fault,
        )
        self.rows = _field(
            say("Rows it may read before it stops"),
            rows,
            say("rows"),
            say("Left empty: ten times as many as at the last sync, and always a million. With 0 it never stops."),
            self._row_fault,
        )

    def _delete_fault(self, value: str) -> str:
        return self._share_fault(value, self._shown[0])

    def _reject_fault(self, value: str) -> str:
        return self._share_fault(value, self._shown[1])

    def _share_fault(self, value: str, before: str) -> str:
        number = _number(value)
        fits = number is not None and number <= _WHOLE
        return "" if fits or value.strip() == before else self.tr("Enter a number from 0 to 100.")

    def _silence_fault(self, value: str) -> str:
        fits = _number(value) is not None or value.strip() == self._shown[2]
        return "" if fits else self.tr("Enter a number of minutes, or 0.")

    def _row_fault(self, value: str) -> str:
        plain = value.strip()
        if plain == self._shown[3]:
            return ""
        if not re.fullmatch("[0-9]*", plain):
            return self.tr("Enter a whole number of rows, or nothing.")
        digits = plain.lstrip("0")
        fits = len(digits) <= len(str(MOST)) and int(digits or 0) <= MOST
        return "" if fits else self.tr("Enter at most {rows} rows, or 0.").format(rows=count(MOST))

    def policy(self) -> SyncPolicy:
        """What is filled in; a value that makes no sense counts as untouched."""
        before = self._before
        deletes, rejects, silence = (
            _number(field.value()) if field.value().strip() != shown else None
            for field, shown in zip((self.deletes, self.rejects, self.silence), self._shown, strict=False)
        )
        return replace(
            before,
            delete_limit=before.delete_limit if deletes is None else deletes / _WHOLE,
            reject_limit=before.reject_limit if rejects is None else rejects / _WHOLE,
            silence_limit_minutes=before.silence_limit_minutes if silence is None else silence,
            row_limit=self._row_limit(),
        )

    def _row_limit(self) -> int | None:
        rows = self.rows.value().strip()
        if rows == self._shown[3] or self._row_fault(rows):
            return self._before.row_limit
        return int(rows) if rows else None

    @Slot()
    def _save(self) -> None:
        wrong = [field for field in (self.deletes, self.rejects, self.silence, self.rows) if not field.check()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        policy = self.policy()
        if policy != self._before:
            self.chosen.emit(policy)
        self.accept()


def _field(label: str, value: str, unit: str, hint: str, fault: Validator) -> Field:
    editor = LineEdit(value)
    editor.setFixedWidth(theme().px(_NUMBER_WIDTH))
    beside = text(unit, "muted", elide=True)
    beside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return Field(label, editor, beside, hint=hint, validate=fault)


def _shown(number: float) -> str:
    """At most four decimals, with the mark of the language that is on; nothing between thousands."""
    plain = f"{number:.4f}".rstrip("0").rstrip(".")
    return written(plain, marks())


def _number(value: str) -> float | None:
    """None for what isn't plainly one number: a mark between thousands could be taken for a decimal one."""
    mark = marks().decimal
    if not re.fullmatch(rf"[0-9]{{1,9}}(?:{re.escape(mark)}[0-9]{{1,9}})?", value.strip()):
        return None
    return float(value.strip().replace(mark, "."))
