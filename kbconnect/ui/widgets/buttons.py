"""Buttons and what switches between things: every kind of button, tabs, segments. Knows no pages.

One filled button (`primary`) a view: the next step most people take. `danger` is only for the last step of a deletion.
Words are verb and object: "Sync now", "Remove 4,113 documents".
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kbconnect.ui.icons import icon
from kbconnect.ui.language import say
from kbconnect.ui.widgets.layout import set_role


class Kind(StrEnum):
    """How a button looks and what it is for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    LINK = "link"
    DANGER_QUIET = "danger_quiet"
    DANGER = "danger"
    ICON = "icon"
    NAV = "nav"
    TAB = "tab"
    SEGMENT = "segment"
    OPTION = "option"
    CRUMB = "crumb"


_ICON_TOKEN = {
    Kind.PRIMARY: "on_fill",
    Kind.DANGER: "on_fill",
    Kind.QUIET: "accent",
    Kind.LINK: "accent",
    Kind.DANGER_QUIET: "danger",
}
_CHECKABLE = {Kind.NAV, Kind.TAB, Kind.SEGMENT, Kind.OPTION}


class Button(QPushButton):
    """A button of one of the kinds. Use `button` and `icon_button` to make one."""

    def __init__(self, words: str, kind: Kind = Kind.SECONDARY, glyph: str = "") -> None:
        super().__init__(words)
        self._kind = kind
        self.setProperty("kind", kind.value)
        self.setCheckable(kind in _CHECKABLE)
        self.setAutoExclusive(kind in _CHECKABLE)  # read out as one of several, not as a box to tick
        self.setAutoDefault(False)
        if kind in (Kind.LINK, Kind.CRUMB):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if glyph:
            self.set_glyph(glyph)

    def setText(self, words: str) -> None:
        """Other words; the shortcut stays. From QAbstractButton, which drops it with each change of the words."""
        keys = self.shortcut()
        super().setText(words)
        if not keys.isEmpty():
            self.setShortcut(keys)

    def set_glyph(self, glyph: str) -> None:
        """Another icon, in the colour of the kind."""
        checked = "accent" if self._kind is Kind.NAV else ""
        self.setIcon(icon(glyph, _ICON_TOKEN.get(self._kind, "text2"), checked=checked))
        if self._kind is Kind.ICON:
            self.setIconSize(QSize(18, 18))
        else:  # wider than high: the engine paints at the left, which makes the gap before the words
            self.setIconSize(QSize(24, 18) if self._kind is Kind.NAV and self.text() else QSize(19, 16))

    def set_kind(self, kind: Kind) -> None:
        """Another look for the same button, for example filled once a form is complete."""
        self._kind = kind
        set_role(self, "kind", kind.value)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._kind is Kind.LINK and not self.icon().isNull():
            hint.setWidth(hint.width() + 4)
        return hint


def button(words: str, kind: Kind = Kind.SECONDARY, glyph: str = "", *, shortcut: str = "", tip: str = "") -> Button:
    """A button with words. `shortcut`, like "Ctrl+Return", is told in the tool tip."""
    made = Button(words, kind, glyph)
    _explain(made, tip, shortcut)
    return made


def icon_button(glyph: str, name: str, *, shortcut: str = "") -> Button:
    """A square button with an icon only; `name` is its tool tip and its accessible name."""
    made = Button("", Kind.ICON, glyph)
    made.setAccessibleName(name)
    _explain(made, name, shortcut)
    return made


def _explain(made: Button, tip: str, shortcut: str) -> None:
    if shortcut:
        sequence = QKeySequence(shortcut)
        made.setShortcut(sequence)
        shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{tip or made.text()} ({shown})"
    if tip:
        made.setToolTip(tip)


class _Switch(QWidget):
    """Buttons of which one is chosen; arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(self, kind: Kind, gap: int, options: tuple[tuple[str, str], ...], name: str) -> None:
        super().__init__()
        self._kind = kind
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self._clicked)
        for key, words in options:
            self.add(key, words)

    def add(self, key: str, words: str) -> None:
        """One more option at the right; the first one is chosen."""
        made = button(words, self._kind)
        made.setChecked(not self._buttons)
        made.setProperty("key", key)
        self._buttons[key] = made
        self._group.addButton(made)
        self._row.addWidget(made)

    def current(self) -> str:
        """The key of the chosen option, "" if there is none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses without `chosen` being emitted. Raises KeyError for an unknown key."""
        self._buttons[key].setChecked(True)

    def set_words(self, key: str, words: str) -> None:
        """Other words for an option, for example with a new count. Raises KeyError for an unknown key."""
        self._buttons[key].setText(words)

    def set_option_visible(self, key: str, *, visible: bool) -> None:
        self._buttons[key].setVisible(visible)

    @Slot(QAbstractButton)
    def _clicked(self, made: QAbstractButton) -> None:
        self.chosen.emit(str(made.property("key")))


class Tabs(_Switch):
    """Tabs of 42 px with an underline: `Tabs(("table", "Pick a table"), ("query", "Write a SELECT"))`."""

    def __init__(self, *options: tuple[str, str], name: str = "") -> None:
        super().__init__(Kind.TAB, 24, options, name or say("Views"))


class Segments(_Switch):
    """Filters with counts, two to four: `Segments(("all", "All 214"), ("failed", "Needs attention 4"))`."""

    def __init__(self, *options: tuple[str, str], name: str = "") -> None:
        super().__init__(Kind.SEGMENT, 8, options, name or say("Filter"))
