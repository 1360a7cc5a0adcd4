"""The empty state of a page: a picture, what the place is for, one filled action, one without risk."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kbconnect.ui.painting import Ink, ink_on
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.buttons import Button
from kbconnect.ui.widgets.cards import Card
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down


class Picture(Enum):
    """The painted pictures: rows to documents to an answer; documents; a search without hits; runs."""

    ROWS_TO_ANSWERS = "rows"
    DOCUMENTS = "documents"
    SEARCH = "search"
    HISTORY = "history"


_SIZES = {Picture.ROWS_TO_ANSWERS: 500, Picture.DOCUMENTS: 116, Picture.SEARCH: 120, Picture.HISTORY: 150}


class PictureView(QWidget):
    """One of the pictures, in the colours of the theme."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self.setFixedSize(_SIZES[picture], 110)

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            if self._picture is Picture.ROWS_TO_ANSWERS:
                _rows(ink, 0, 2)
                ink.glyph(QRectF(145, 45, 20, 20), "arrow-right", "text3", 17)
                _documents(ink, 190, 2)
                ink.glyph(QRectF(333, 45, 20, 20), "arrow-right", "text3", 17)
                _answer(ink, 380, 25, found=True)
            elif self._picture is Picture.DOCUMENTS:
                _documents(ink, 0, 2)
            elif self._picture is Picture.SEARCH:
                _answer(ink, 0, 25, found=False)
            else:
                _history(ink)


def _rows(ink: Ink, x: float, y: float) -> None:
    for row, length in enumerate((70, 54, 62, 44)):
        top = y + row * 28
        ink.round(QRectF(x, top, 120, 22), 6, "surface", "track")
        ink.round(QRectF(x + 8, top + 8, 20, 6), 3, "bar")
        ink.round(QRectF(x + 36, top + 8, length, 6), 3, "track")


def _documents(ink: Ink, x: float, y: float) -> None:
    for sheet in range(3):
        ink.round(QRectF(x + sheet * 12, y + sheet * 14, 92, 78), 6, "surface", "edge" if sheet == 2 else "track")
    for line, length in enumerate((44, 68, 60, 68)):
        ink.round(QRectF(x + 36, y + 42 + line * 14, length, 6), 3, "track" if line else "bar")


def _answer(ink: Ink, x: float, y: float, *, found: bool) -> None:
    ink.round(QRectF(x, y, 120, 60), 6, "surface", "accent" if found else "edge")
    ink.glyph(QRectF(x + 8, y + 8, 20, 20), "magnifying-glass", "accent" if found else "text3", 17)
    ink.round(QRectF(x + 34, y + 15, 70, 6), 3, "track")
    ink.round(QRectF(x + 12, y + 37, 40, 6), 3, "mark" if found else "track")
    ink.round(QRectF(x + 58, y + 37, 48, 6), 3, "track")


def _history(ink: Ink) -> None:
    for day, height in enumerate((38, 52, 44, 66, 58, 74, 62)):
        ink.round(QRectF(6 + day * 20, 96 - height, 12, height), 3, "bar" if day == 5 else "track")
    ink.line(QRectF(0, 100, 150, 1), "edge")


class EmptyState(QWidget):
    """What a place is for, in its middle. primary and secondary are buttons; safe: the reassurance with its shield.

    cards: (title, sentence) of up to three steps shown below.
    """

    def __init__(
        self,
        picture: Picture,
        title: str,
        sentence: str,
        *actions: Button,
        safe: str = "",
        cards: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__()
        self.setAccessibleName(f"{title}. {sentence}")
        told = text(sentence, "muted", wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        head = text(title, "title", wrap=True)
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = down(across(None, PictureView(picture), None), 32, head, 6, told, gap=0)
        if actions:
            column.addSpacing(24)
            column.addLayout(across(None, *actions, None, gap=10))
        if safe:
            column.addSpacing(14)
            shield, promise = Glyph("shield-check", "success", 15), text(safe, "small", elide=True)
            column.addLayout(across(None, shield, promise, None, gap=6))
        if cards:
            column.addSpacing(40)
            column.addLayout(across(*((_step(n + 1, *card), 1) for n, card in enumerate(cards)), gap=12))
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(theme().px(660))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.addStretch(1)
        whole.addLayout(across(None, (middle, 100), None, gap=0))
        whole.addStretch(1)


def _step(number: int, title: str, sentence: str) -> QWidget:
    return Card(
        down(
            across(text(str(number), "caption"), text(title, "strong"), None),
            text(sentence, "muted", wrap=True),
            None,
            gap=4,
        ),
        margins=(16, 14, 16, 14),
    )
