"""The connection test as a chain: one row a step, joined by a line, with what failed explained in place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from kbconnect.ui.language import noted, say
from kbconnect.ui.painting import ink_on
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.cards import CodeBox, CopyButton
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down


class StepLook(StrEnum):
    """How far a step is."""

    OK = "ok"
    BAD = "bad"
    WARN = "warn"
    RUNNING = "running"
    WAITING = "waiting"
    SKIPPED = "skipped"


_LOOKS = {
    StepLook.OK: ("check-circle-fill", "success", noted("Passed")),
    StepLook.BAD: ("x-circle-fill", "danger", noted("Failed")),
    StepLook.WARN: ("warning-fill", "warning", noted("Warning")),
    StepLook.RUNNING: ("arrows-clockwise", "accent", noted("Running")),
    StepLook.WAITING: ("circle-dashed", "text3", noted("Not reached yet")),
    StepLook.SKIPPED: ("minus-circle-fill", "text3", noted("Not needed")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row. sentence: plain words, with what to do if it failed. took: "12 ms", "" if not known.

    fix: text for a code box that opens in place, with `copy_words` ("" is "Copy fix") on its button. script: longer
    text that is only copied, by a button with `script_words`. technical: the driver's words, shown under "For IT".
    """

    name: str
    look: StepLook
    sentence: str = ""
    took: str = ""
    fix: str = ""
    copy_words: str = ""
    script: str = ""
    script_words: str = ""
    technical: str = ""


class _Rail(QWidget):
    """The icon of a step and the line to the next."""

    def __init__(self, look: StepLook, *, last: bool) -> None:
        super().__init__()
        self._look, self._last = look, last
        self.setFixedWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(say(_LOOKS[look][2]))

    def paintEvent(self, event: QPaintEvent) -> None:
        glyph, token, _ = _LOOKS[self._look]
        with ink_on(self) as ink:
            if not self._last:
                ink.line(QRectF(11, 23, 1, max(0, self.height() - 25)), "edge")
            ink.glyph(QRectF(0, 0, 23, 22), glyph, token, 20)


class StepChain(QFrame):
    """The chain in a card. `show_steps` replaces it; rows whose step is unchanged stay as they are."""

    def __init__(self, *steps: Step) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Connection test"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 6)
        self._column.setSpacing(0)
        self._shown: list[tuple[Step, bool, QWidget]] = []
        self.show_steps(steps)

    def steps(self) -> tuple[Step, ...]:
        return tuple(step for step, _, _ in self._shown)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        same = 0
        for (step, was_last, _), (index, wanted) in zip(self._shown, enumerate(steps), strict=False):
            if step != wanted or was_last != (index == len(steps) - 1):
                break
            same += 1
        for _, _, row in self._shown[same:]:
            self._column.removeWidget(row)
            row.hide()  # else one added just now would still be shown, as a window of its own
            row.setParent(None)
            row.deleteLater()
        del self._shown[same:]
        for index in range(same, len(steps)):
            last = index == len(steps) - 1
            row = _row(steps[index], last=last)
            self._column.addWidget(row)
            self._shown.append((steps[index], last, row))


def _row(step: Step, *, last: bool) -> QWidget:
    words = down(across(text(step.name, "strong"), None, text(step.took, "caption")), gap=1)
    if step.sentence:
        sentence = text(step.sentence, "muted", wrap=True)
        sentence.setMinimumHeight(1)  # what counts is its height for its width; Qt's guess would be more lines
        words.addWidget(sentence)
    if step.fix:
        words.addSpacing(6)
        words.addWidget(CodeBox(step.fix, step.copy_words or say("Copy fix"), name=say("What to run")))
    if step.script:
        words.addSpacing(6)
        script_words = step.script_words or say("Copy script for a read-only account")
        words.addLayout(across(CopyButton(script_words, step.script, Kind.SECONDARY), None))
    if step.technical:
        words.addSpacing(8)
        words.addWidget(text(say("For IT"), "label"))
        words.addSpacing(4)
        words.addWidget(CodeBox(step.technical, say("Copy report"), name=say("For IT")))
    words.addSpacing(12)
    made = QWidget()
    made.setLayout(across(_Rail(step.look, last=last), (words, 1), gap=10))
    made.setAccessibleName(f"{step.name}, {say(_LOOKS[step.look][2])}. {step.sentence}")
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
