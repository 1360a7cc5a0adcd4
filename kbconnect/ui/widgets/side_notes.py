"""Quiet lines at the foot of the side bar on how the program goes on by itself: icon, a name, a line below.

Each leads somewhere when it is pressed. In the rail only the icons are left. Knows no meaning of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kbconnect.ui.fonts import MEDIUM, Size
from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import RADIUS_CONTROL, theme
from kbconnect.ui.widgets.layout import clear
from kbconnect.ui.words import plain_tip

_HEIGHT, _RAIL_HEIGHT = 42, 36


@dataclass(frozen=True, slots=True)
class SideNote:
    """key: what pressing it leads to. token: of the icon's colour."""

    key: str
    glyph: str
    name: str
    line: str
    token: str = "text2"


class _NoteButton(QAbstractButton):
    def __init__(self, note: SideNote, *, rail: bool) -> None:
        super().__init__()
        self.note = note
        self._rail = rail
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        words = f"{note.name}. {note.line}"
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def sizeHint(self) -> QSize:
        return QSize(40, theme().px(_RAIL_HEIGHT if self._rail else _HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        note = self.note
        with ink_on(self) as ink:
            px, box = ink.theme.px, QRectF(self.rect())
            if self.underMouse():
                ink.round(box, RADIUS_CONTROL, "neutral_bg")
            if self._rail:
                ink.glyph(box, note.glyph, note.token, 18)
                return
            ink.glyph(QRectF(9, 0, 20, box.height()), note.glyph, note.token, 18)
            words = box.adjusted(38, 0, -8, 0)
            ink.text(QRectF(words.x(), px(3), words.width(), px(18)), note.name, Size.CAPTION, weight=MEDIUM)
            ink.text(QRectF(words.x(), px(20), words.width(), px(18)), note.line, Size.CAPTION, "text3")


class SideNotes(QWidget):
    """pressed: the key of a note."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[SideNote, ...] = ()
        self._rail = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(2)
        self.hide()

    def notes(self) -> tuple[SideNote, ...]:
        """What is shown, from top to bottom."""
        return self._notes

    def show_notes(self, notes: Sequence[SideNote]) -> None:
        """These and no others."""
        if tuple(notes) != self._notes:
            self._notes = tuple(notes)
            self._lay_out()

    def set_rail(self, *, rail: bool) -> None:
        if rail != self._rail:
            self._rail = rail
            self._lay_out()

    def _lay_out(self) -> None:
        clear(self._column)
        for note in self._notes:
            made = _NoteButton(note, rail=self._rail)
            made.clicked.connect(self._tell)
            self._column.addWidget(made)
        self.setVisible(bool(self._notes))

    @Slot()
    def _tell(self) -> None:
        sender = self.sender()
        if isinstance(sender, _NoteButton):
            self.pressed.emit(sender.note.key)
