"""Boxes that hold something: card, card with a count, notice, code with Copy, chips, pairs of name and value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from kbconnect.ui.widgets.buttons import Button, Kind
from kbconnect.ui.widgets.labels import Glyph, Text, breakable, text
from kbconnect.ui.widgets.layout import Margins, across, down, set_role

COPIED_MS = 2000
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Card(QFrame):
    """A box with a fine line. `chosen` gives it an accent edge of 2 px; nothing inside moves."""

    def __init__(self, content: QLayout, *, margins: Margins = (15, 12, 15, 14), chosen: bool = False) -> None:
        super().__init__()
        self._margins = margins
        self.setLayout(content)
        self.set_chosen(chosen=chosen)

    def set_chosen(self, *, chosen: bool) -> None:
        set_role(self, "role", "chosen" if chosen else "card")
        left, top, right, bottom = self._margins
        layout = self.layout()
        if layout is not None:  # both roles take 2 px of edge and padding, so the margins are the same
            layout.setContentsMargins(left, top, right, bottom)


class CountCard(QFrame):
    """A count of a summary: icon and word, the number, a remark."""

    def __init__(self, word: str, number: str, remark: str, glyph: str, token: str = "text3") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._word = word
        self._number = text(number, "number")
        self._remark = text(remark, "caption", elide=True)
        self.setLayout(
            down(
                across(Glyph(glyph, token, 18), text(word, "muted"), None, gap=6),
                self._number,
                self._remark,
                gap=2,
                margins=(15, 11, 15, 11),
            )
        )
        self._name()

    def show_count(self, number: str, remark: str | None = None) -> None:
        """Another number, already written for the reader ("+42", "9,000"); the remark stays if None."""
        self._number.setText(number)
        if remark is not None:
            self._remark.setText(remark)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._word} {self._number.words()}, {self._remark.words()}")


class Notice(QFrame):
    """Something to know, where it matters: what happened in bold, what it means, actions below.

    tone: warning, danger, success, accent or text3 (grey). Actions are buttons; connect them before or after.
    """

    def __init__(self, tone: str, glyph: str, what: str, meaning: str = "", *actions: Button) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._glyph = Glyph(glyph, tone, 18)
        self._what = text(what, "strong", wrap=True)
        self._meaning = text(meaning, wrap=True)
        self._actions = across(*actions, None) if actions else None
        words = down(self._what, self._meaning, gap=4)
        if self._actions is not None:
            words.addSpacing(6)
            words.addLayout(self._actions)
        self.setLayout(across(down(self._glyph, None), (words, 1), gap=10, margins=(14, 12, 14, 12)))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(tone, glyph, what, meaning)

    def say(self, tone: str, glyph: str, what: str, meaning: str = "") -> None:
        """Other words in the same place."""
        set_role(self, "tone", tone)
        self._glyph.show_glyph(glyph, tone)
        self._what.setText(what)
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning))
        self.setAccessibleName(f"{what}. {meaning}" if meaning else what)

    def words(self) -> tuple[str, str]:
        """What it says: what happened, what it means."""
        return self._what.words(), self._meaning.words()


class CopyButton(Button):
    """A button that copies words to the clipboard and says so for two seconds. `copied` is emitted after it did."""

    copied = Signal()

    def __init__(self, words: str, content: str, kind: Kind = Kind.QUIET) -> None:
        super().__init__(words, kind, "copy")
        self._label, self._content = words, content
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(COPIED_MS)
        self._back.timeout.connect(self._restore)
        self.clicked.connect(self._copy)

    def set_content(self, content: str) -> None:
        self._content = content

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._content)
        self.setMinimumWidth(self.width())  # the shorter word must not move what stands beside it
        self.setText(self.tr("Copied"))
        self.set_glyph("check")
        self._back.start()
        self.copied.emit()

    @Slot()
    def _restore(self) -> None:
        self.setText(self._label)
        self.set_glyph("copy")


class CodeBox(QFrame):
    """Code or technical text in the code font: can be selected, and copied with its button."""

    def __init__(self, code: str, copy_words: str = "", *, name: str = "", copied: str = "") -> None:
        """copied: what the button copies if it is more than what is shown."""
        super().__init__()
        self.setProperty("role", "codebox")
        self._code = QLabel()
        self._code.setTextFormat(Qt.TextFormat.PlainText)
        self._code.setProperty("role", "mono")
        self._code.setWordWrap(True)
        self._shown = ""
        self._code.setAccessibleName(name or self.tr("Text to copy"))
        self._copy = CopyButton(copy_words or self.tr("Copy"), code)
        self.setLayout(down(self._code, across(None, self._copy), gap=2, margins=(12, 10, 6, 4)))
        self.set_code(code, copied)

    def set_code(self, code: str, copied: str = "") -> None:
        self._shown = code
        shown = breakable(code)
        self._code.setText(shown)
        # Selected by hand, the places where a word may break would be copied along.
        self._code.setTextInteractionFlags(_SELECTABLE if shown == code else Qt.TextInteractionFlag.NoTextInteraction)
        self._copy.set_content(copied or code)

    def code(self) -> str:
        return self._shown


class Chip(QFrame):
    """A small fact, like `category: Account`. Put several into `flow`."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.setLayout(down(text(words, "small", elide=True), margins=(7, 2, 7, 2)))


class Facts(QWidget):
    """Names at the left, values at the right, a line each: `Facts(("Read", "9,052 rows"), ("Run", "1204"))`."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        super().__init__()
        self._values: dict[str, Text] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        for name, value in pairs:
            self.show_fact(name, value)

    def show_fact(self, name: str, value: str) -> None:
        """Adds a line, or changes the value of the one with this name."""
        if name in self._values:
            self._values[name].setText(value)
            return
        shown = text(value, "small", elide=True)
        row = len(self._values)
        self._values[name] = shown
        self._grid.addWidget(text(name, "caption"), row, 0)
        self._grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)


class Swap(QFrame):
    """A place that shows one thing at a time and keeps the others: empty, loading, error, full.

    Unlike a QStackedWidget it is as high as what it shows.
    """

    def __init__(self, **states: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._states: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for name, widget in states.items():
            self.add_state(name, widget)
        self._current = ""
        if states:
            self.show_state(next(iter(states)))

    def add_state(self, name: str, widget: QWidget) -> None:
        widget.setVisible(False)
        self._states[name] = widget
        self._column.addWidget(widget)

    def add_later(self, name: str, make: Callable[[], QWidget]) -> None:
        """A state that is made when it is first shown."""
        self._makers[name] = make

    def current(self) -> str:
        return self._current

    def show_state(self, name: str) -> None:
        """Shows one of the states and hides the others. Raises KeyError for an unknown name."""
        if name in self._makers:
            self.add_state(name, self._makers.pop(name)())
        chosen = self._states[name]
        self._current = name
        for widget in self._states.values():
            if widget is not chosen:
                widget.setVisible(False)
        chosen.setVisible(True)
