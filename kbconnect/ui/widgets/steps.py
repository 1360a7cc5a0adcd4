"""The connection test as a chain: one row a step, joined by a line, with what failed explained in place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from kbconnect.ui.language import noted, say
from kbconnect.ui.painting import ink_on
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CodeBox, CopyButton
from kbconnect.ui.widgets.labels import Text, text
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
LOOK_WORDS = {look: words for look, (_, _, words) in _LOOKS.items()}
"""How far a step is, in a word."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row. sentence: plain words, with what to do if it failed. took: "12 ms", "" if not known.

    fix: text for a code box that opens in place, with `copy_words` ("" is "Copy fix") on its button. script: longer
    text that is only copied, by a button with `script_words`. technical: the driver's words, shown under "For IT".
    act: words of a button for what a person has to decide. points: sentences, and facts: (name, value) pairs, folded
    away until they are wanted; so is the technical text of a step that did not fail.
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
    act: str = ""
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def has_details(self) -> bool:
        """Whether something is folded away."""
        return bool(self.points or self.facts or (self.technical and self.look is not StepLook.BAD))


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


class _Details(QWidget):
    """What is folded away: a link that opens it and closes it again."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step.name
        self._link = button(self.tr("Show details"), Kind.LINK, "caret-right")
        self._link.setAccessibleName(self.tr("Show details: {step}").format(step=step.name))
        self._inside = QWidget()
        inside = down(gap=6, margins=(0, 4, 0, 0))
        for point in step.points:
            inside.addWidget(_wrapped(point, "small"))
        for name, value in step.facts:
            inside.addWidget(_wrapped(f"{name}: {value}", "small"))
        if step.technical and step.look is not StepLook.BAD:
            inside.addWidget(CodeBox(step.technical, say("Copy report"), name=say("For IT")))
        self._inside.setLayout(inside)
        self._inside.hide()
        self.setLayout(down(across(self._link, None), self._inside, gap=0))
        self._link.clicked.connect(self._turn)

    @Slot()
    def _turn(self) -> None:
        shows = self._inside.isHidden()
        self._inside.setVisible(shows)
        words = self.tr("Hide details") if shows else self.tr("Show details")
        named = self.tr("Hide details: {step}") if shows else self.tr("Show details: {step}")
        self._link.setText(words)
        self._link.set_glyph("caret-down" if shows else "caret-right")
        self._link.setAccessibleName(named.format(step=self._step))


class StepChain(QFrame):
    """The chain in a card. `show_steps` replaces it; rows whose step is unchanged stay as they are.

    act_asked: the button of a step was pressed; the name of the step.
    """

    act_asked = Signal(str)

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
            row = self._row(steps[index], last=last)
            self._column.addWidget(row)
            self._shown.append((steps[index], last, row))

    def _row(self, step: Step, *, last: bool) -> QWidget:
        words = down(across(text(step.name, "strong"), None, text(step.took, "caption")), gap=1)
        if step.sentence:
            words.addWidget(_wrapped(step.sentence, "muted"))
        if step.act:
            act = button(step.act, Kind.SECONDARY, "fingerprint")
            act.setProperty("step", step.name)
            act.clicked.connect(self._acted)
            words.addSpacing(6)
            words.addLayout(across(act, None))
        _add_copies(step, words)
        if step.has_details():
            words.addSpacing(2)
            words.addWidget(_Details(step))
        return _with_rail(step, words, last=last)

    @Slot()
    def _acted(self) -> None:
        self.act_asked.emit(str(self.sender().property("step")))


def _wrapped(words: str, role: str) -> Text:
    made = text(words, role, wrap=True)
    made.setMinimumHeight(1)  # what counts is its height for its width; Qt's guess would be more lines
    return made


def _add_copies(step: Step, words: QBoxLayout) -> None:
    """What can be copied from a step: its fix, its script, the driver's words."""
    if step.fix:
        words.addSpacing(6)
        words.addWidget(CodeBox(step.fix, step.copy_words or say("Copy fix"), name=say("What to run")))
    if step.script:
        words.addSpacing(6)
        script_words = step.script_words or say("Copy script for a read-only account")
        words.addLayout(across(CopyButton(script_words, step.script, Kind.SECONDARY), None))
    if step.technical and step.look is StepLook.BAD:
        words.addSpacing(8)
        words.addWidget(text(say("For IT"), "label"))
        words.addSpacing(4)
        words.addWidget(CodeBox(step.technical, say("Copy report"), name=say("For IT")))


def _with_rail(step: Step, words: QBoxLayout, *, last: bool) -> QWidget:
    words.addSpacing(12)
    made = QWidget()
    made.setLayout(across(_Rail(step.look, last=last), (words, 1), gap=10))
    made.setAccessibleName(f"{step.name}, {say(_LOOKS[step.look][2])}. {step.sentence}")
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
