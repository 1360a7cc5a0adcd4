"""The kinds of sources as tiles side by side, of which one is chosen. Knows no source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from kbconnect.ui.painting import ink_for
from kbconnect.ui.widgets.buttons import Button, Kind

_TILE, _GAP = 28, 8
_PER_ROW = 4


class _TileEngine(QIconEngine):
    """Paints a provider's tile in the colours of the theme, at the left of an icon that is wider than high."""

    def __init__(self, provider: str) -> None:
        super().__init__()
        self._provider = provider

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        with ink_for(painter) as ink:
            ink.tile(QRectF(rect.x(), rect.y(), side, side), self._provider)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        made = QPixmap((QSizeF(size) * scale).toSize())
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.scale(scale, scale)
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return made

    def clone(self) -> QIconEngine:
        return _TileEngine(self._provider)


class ProviderChoice(QWidget):
    """Tiles of (id, label), four in a row; arrow keys move the choice. chosen: the id, by hand only."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for column in range(_PER_ROW):
            grid.setColumnStretch(column, 1)
        for number, (key, label) in enumerate(options):
            made = Button(label, Kind.OPTION)
            made.setIcon(QIcon(_TileEngine(key)))
            made.setIconSize(QSize(_TILE + _GAP - 4, _TILE))
            made.setProperty("key", key)
            made.setChecked(number == 0)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons[key] = made
            self._group.addButton(made)
            grid.addWidget(made, number // _PER_ROW, number % _PER_ROW)
        self.setAccessibleName(name)
        self._group.buttonClicked.connect(self._clicked)

    def current(self) -> str:
        """The id of the chosen one, "" if there is none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses without `chosen` being emitted; an unknown id changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    @Slot(QAbstractButton)
    def _clicked(self, made: QAbstractButton) -> None:
        self.chosen.emit(str(made.property("key")))
