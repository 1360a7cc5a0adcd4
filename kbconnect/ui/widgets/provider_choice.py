"""The kinds of sources as tiles side by side, of which one is chosen. Knows no source."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLayout, QLayoutItem, QSizePolicy, QWidget

from kbconnect.ui.fonts import SEMIBOLD, Size
from kbconnect.ui.painting import ink_for
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.buttons import Button, Kind

_TILE, _GAP = 28, 8
_BETWEEN = 8
_MOST_IN_A_ROW = 4
_LONGEST_LABEL = 116
"""Pixels of a label while it is chosen, at normal text; the names of what third parties bring may be of any length."""


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


class _Tile(Button):
    """A tile with room for its words also while they are bold."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__("", Kind.OPTION)
        self._label = label
        self.setIcon(QIcon(_TileEngine(key)))
        self.setIconSize(QSize(_TILE + _GAP - 4, _TILE))
        self.setProperty("key", key)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        shown = self._bold().elidedText(label, Qt.TextElideMode.ElideRight, theme().px(_LONGEST_LABEL))
        self.setText(shown.replace("&", "&&"))
        if shown != label:
            self.setToolTip(label)

    def sizeHint(self) -> QSize:
        """The size hint of a button does not know that the words of the chosen one are bold."""
        hint = super().sizeHint()
        more = self._bold().horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(more, 0), hint.height())

    def _bold(self) -> QFontMetrics:
        self.ensurePolished()
        return QFontMetrics(theme().font(Size.BODY, SEMIBOLD))


class _Grid(QLayout):
    """As many tiles in a row as are whole there, all as wide as each other, the rows as even as can be."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = ceil(len(self._items) / self.columns(width)) if self._items else 0
        return max(rows * (self._tile().height() + _BETWEEN) - _BETWEEN, 0)

    def sizeHint(self) -> QSize:
        width = self._tile().width() * min(_MOST_IN_A_ROW, max(len(self._items), 1))
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return self._tile()

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        columns, high = self.columns(place.width()), self._tile().height()
        whole = place.width() + _BETWEEN
        for number, item in enumerate(self._items):
            row, column = divmod(number, columns)
            left, right = whole * column // columns, whole * (column + 1) // columns - _BETWEEN
            item.setGeometry(QRect(place.x() + left, place.y() + row * (high + _BETWEEN), right - left, high))

    def columns(self, width: int) -> int:
        """How many stand in a row of this width."""
        count = max(len(self._items), 1)
        fit = max(1, min(_MOST_IN_A_ROW, (width + _BETWEEN) // (self._tile().width() + _BETWEEN)))
        return min(fit, ceil(count / ceil(count / fit))) if count > fit else fit

    def _tile(self) -> QSize:
        """The least size of one."""
        hints = [item.sizeHint() for item in self._items]
        return QSize(
            max((hint.width() for hint in hints), default=0), max((hint.height() for hint in hints), default=0)
        )


class ProviderChoice(QWidget):
    """Tiles of (id, label) in rows; arrow keys move the choice. chosen: the id, by hand only."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        grid = _Grid()
        for number, (key, label) in enumerate(options):
            made = _Tile(key, label)
            made.setChecked(number == 0)
            self._buttons[key] = made
            self._group.addButton(made)
            grid.addWidget(made)
        self.setLayout(grid)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self._group.buttonClicked.connect(self._clicked)

    def current(self) -> str:
        """The id of the chosen one, "" if there is none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses without `chosen` being emitted; an unknown id changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def describe(self, key: str, remark: str) -> None:
        """What is said of one beside its name, to whoever can't see the line below. An unknown id changes nothing."""
        if key in self._buttons:
            self._buttons[key].setAccessibleDescription(remark)

    @Slot(QAbstractButton)
    def _clicked(self, made: QAbstractButton) -> None:
        self.chosen.emit(str(made.property("key")))
