"""Words on the window, and the small painted things beside them: glyph, pill, tile, mark.

Roles of text: title, section, number, strong, label, body, muted (second line), small, caption, error, mono.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kbconnect.ui.icons import known_glyph
from kbconnect.ui.painting import PILL_HEIGHT, ink_on, pill_width
from kbconnect.ui.status import Status
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.layout import set_role
from kbconnect.ui.words import plain_tip

_LONG_WORD = re.compile(r"\S{41,}")


def breakable(words: str) -> str:
    """The words with places where a long one may break: a fingerprint or a path in one piece would make its pane wider
    than its room. The places can't be seen, but are copied along with what is selected."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), words)


class Text(QLabel):
    """Plain words in one of the roles. With `wrap` they flow; with `elide` one line is cut with "…" and a tool tip."""

    def __init__(self, words: str = "", role: str = "body", *, wrap: bool = False, elide: bool = False) -> None:
        super().__init__()
        self._words = words
        self._elide, self._is_broken = elide, False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        super().setText(self._shown(words))

    def words(self) -> str:
        """The whole words, also while they are shown elided."""
        return self._words

    def setText(self, words: str) -> None:
        self._words = words
        super().setText(self._shown(words))
        if self._elide:
            self._fit()
            self.updateGeometry()

    def _shown(self, words: str) -> str:
        """Wrapped words may break everywhere where they must; a screen reader hears them whole."""
        shown = breakable(words) if self.wordWrap() else words
        if shown != words or self._is_broken:
            self.setAccessibleName(words)
        self._is_broken = shown != words
        return shown

    def set_role(self, role: str) -> None:
        set_role(self, "role", role)

    def announce(self) -> None:
        """Tells a screen reader that these words have changed; once per change of state, never per progress step."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def sizeHint(self) -> QSize:
        if not self._elide:
            return super().sizeHint()
        return QSize(self._full_width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        if not self._elide:
            return super().minimumSizeHint()
        least = self.fontMetrics().horizontalAdvance("…") * 3
        return QSize(min(self._full_width(), least), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._fit()

    def _full_width(self) -> int:
        self.ensurePolished()  # before it the font is not yet that of the role
        return self.fontMetrics().horizontalAdvance(self._words) + 2

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(plain_tip(self._words) if shown != self._words else "")
        self.setAccessibleName(self._words)


def text(words: str, role: str = "body", *, wrap: bool = False, elide: bool = False) -> Text:
    """Plain words in one of the roles."""
    return Text(words, role, wrap=wrap, elide=elide)


class Painted(QWidget):
    """The base of small painted widgets; they take no keyboard and have an accessible name."""

    def __init__(self, width: int, height: int, name: str = "") -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not name)


class Glyph(Painted):
    """An icon beside words. It repeats what the words say, so it has no name unless one is given."""

    def __init__(self, name: str, token: str = "text2", pixels: int = 16, *, label: str = "") -> None:
        super().__init__(pixels + 2, pixels + 2, label)
        self._name, self._token, self._pixels = known_glyph(name), token, pixels

    def show_glyph(self, name: str, token: str) -> None:
        self._name, self._token = known_glyph(name), token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.glyph(QRectF(self.rect()), self._name, self._token, self._pixels)


class Pill(QWidget):
    """A status: icon and word, tinted if it asks for attention. Never a button. whole: its word is never cut, whatever
    stands beside it."""

    def __init__(self, status: Status, *, whole: bool = False) -> None:
        super().__init__()
        self._status = status
        self._whole = whole
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(status.word)

    @property
    def status(self) -> Status:
        return self._status

    def set_status(self, status: Status) -> None:
        """Shows another status; a screen reader hears it if the word changed."""
        if status == self._status:
            return
        spoken = status.word != self._status.word
        self._status = status
        self.setAccessibleName(status.word)
        self.updateGeometry()
        self.update()
        if spoken and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._status), theme().px(PILL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._whole else QSize(40, theme().px(PILL_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.pill(QRectF(self.rect()), self._status)


class Tile(Painted):
    """The mark of a provider: two letters on a hue of its own. `provider` is its id, `label` its name."""

    def __init__(self, provider: str, size: int = 36, *, label: str = "") -> None:
        super().__init__(size, size, label or provider)
        self._provider = provider

    def show_provider(self, provider: str, label: str = "") -> None:
        self._provider = provider
        self.setAccessibleName(label or provider)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.tile(QRectF(self.rect()), self._provider)


class GlyphTile(Painted):
    """The tile of something without a provider: a glyph on grey."""

    def __init__(self, name: str, size: int = 36, *, label: str = "") -> None:
        super().__init__(size, size, label)
        self._name = name

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.glyph_tile(QRectF(self.rect()), self._name)


class Mark(Painted):
    """The mark of kbconnect."""

    def __init__(self, size: int = 26) -> None:
        super().__init__(size, size, "kbconnect")

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.mark(QRectF(self.rect()))


class Hint(QWidget):
    """A small sentence with its icon, under a field or a table."""

    def __init__(self, words: str, glyph: str = "info", token: str = "text3", *, role: str = "small") -> None:
        super().__init__()
        self._glyph = Glyph(glyph, token, 15)
        self._words = Text(words, role, wrap=True)
        self._words.setMinimumHeight(1)  # what counts is its height for its width; Qt's guess would be two lines
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, words: str, glyph: str = "info", token: str = "text3") -> None:
        self._words.setText(words)
        self._glyph.show_glyph(glyph, token)

    def words(self) -> str:
        return self._words.words()

    def set_role(self, role: str) -> None:
        self._words.set_role(role)


def hint(words: str, glyph: str = "info", token: str = "text3", *, role: str = "small") -> Hint:
    """A small sentence with its icon."""
    return Hint(words, glyph, token, role=role)
