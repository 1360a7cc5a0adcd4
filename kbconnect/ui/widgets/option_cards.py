"""Ways to choose from, each a card with a name and sentences below it. Knows no meaning of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import RADIUS_CARD, theme
from kbconnect.ui.widgets.labels import Hint, hint, text
from kbconnect.ui.widgets.layout import across, clear, down

_DOT, _SIDE, _TOP = 16, 12, 10
Mark = tuple[str, str, str]
"""A word with its icon and tone, at the right of a card's name."""


class OptionCard(QRadioButton):
    """One of the cards of its parent can be chosen: by a click anywhere on it, with arrow keys, with Space.

    caption: behind the name, in grey. lines: sentences below. warnings: the same, each with a sign.
    """

    def __init__(
        self,
        name: str,
        caption: str = "",
        *,
        lines: Sequence[str] = (),
        warnings: Sequence[str] = (),
        mark: Mark | None = None,
    ) -> None:
        super().__init__()
        self._name, self._caption = name, caption
        self._mark = Hint("", "info", "text3", role="caption")
        self._lines = down(gap=3)
        captions = [(text(caption, "caption", elide=True), 1)] if caption else [None]
        head = across(text(name, "strong", elide=bool(caption)), *captions, self._mark, gap=8)
        body = QWidget()
        body.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # a click on a word is a click on the card
        body.setLayout(down(head, self._lines, gap=3))
        self.setLayout(down(body, margins=(_SIDE + _DOT + 10, _TOP, _SIDE, _TOP)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(lines, warnings)
        self.show_mark(mark)

    def say(self, lines: Sequence[str], warnings: Sequence[str] = ()) -> None:
        """Other sentences below the name."""
        clear(self._lines)
        for line in lines:
            self._lines.addWidget(text(line, "small", wrap=True))
        for warning in warnings:
            self._lines.addWidget(hint(warning, "warning-circle", "warning"))
        self.setAccessibleName(". ".join(part for part in (self._name, self._caption) if part))
        self.setAccessibleDescription(" ".join((*lines, *warnings)))

    def show_mark(self, mark: Mark | None) -> None:
        """A word at the right of the name, None for none."""
        self._mark.setVisible(mark is not None)
        if mark is not None:
            self._mark.say(*mark)

    def mark(self) -> str:
        """The word at the right of the name, "" for none."""
        return "" if self._mark.isHidden() else self._mark.words()

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, usable = self.isChecked(), self.isEnabled()
        ground = "sunken" if not usable else "hover" if self.underMouse() and not chosen else "surface"
        with ink_on(self) as ink:
            edge = "accent" if chosen else "line"
            ink.round(QRectF(self.rect()), RADIUS_CARD, ground, edge, 2 if chosen else 1)
            middle = _TOP + theme().px(20) / 2
            dot = QRectF(_SIDE, middle - _DOT / 2, _DOT, _DOT)
            if chosen:
                ink.round(dot, _DOT / 2, "fill")
                ink.round(dot.adjusted(5, 5, -5, -5), 3, "on_fill")
            else:
                ink.round(dot, _DOT / 2, "surface" if usable else "sunken", "edge" if usable else "line")
