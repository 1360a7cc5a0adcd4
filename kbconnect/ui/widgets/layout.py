"""Putting things beside and below each other: across, down, frames, rules, scroll areas, wrapping rows.

    down(text("Name", "label"), 6, across((LineEdit(), 1), button("Search")), None, gap=0, margins=(24, 20, 24, 16))

In a line an int is a space in pixels, None takes what is left, (item, n) stretches by n. Knows no meaning of anything.
"""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QLayoutItem, QScrollArea, QSizePolicy, QWidget

from kbconnect.ui.language import say
from kbconnect.ui.style import GAP
from kbconnect.ui.widgets.tab_order import laid_out

Margins: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""
Item: TypeAlias = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None


def _line(direction: QBoxLayout.Direction, items: tuple[Item, ...], gap: int, margins: Margins) -> QBoxLayout:
    made = QBoxLayout(direction)
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    for entry in items:
        item, stretch = entry if isinstance(entry, tuple) else (entry, 0)
        if item is None:
            made.addStretch(1)
        elif isinstance(item, int):
            made.addSpacing(item)
        elif isinstance(item, QLayout):
            made.addLayout(item, stretch)
        else:
            made.addWidget(item, stretch)
    return made


def across(*items: Item, gap: int = GAP, margins: Margins = (0, 0, 0, 0)) -> QBoxLayout:
    """Items from left to right."""
    return _line(QBoxLayout.Direction.LeftToRight, items, gap, margins)


def down(*items: Item, gap: int = GAP, margins: Margins = (0, 0, 0, 0)) -> QBoxLayout:
    """Items from top to bottom."""
    return _line(QBoxLayout.Direction.TopToBottom, items, gap, margins)


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Sets a dynamic property that the style sheet reads, also after the widget was shown."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def frame(layout: QLayout, role: str = "plain", *, width: int = 0, height: int = 0) -> QFrame:
    """A widget around a layout. Roles: plain, surface, canvas, card, left, right, top, foot (see style.qss).

    width and height are fixed sizes in pixels, 0 for free.
    """
    made = QFrame()
    made.setProperty("role", role)
    if width:
        made.setFixedWidth(width)
    if height:
        made.setFixedHeight(height)
    made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A line of one pixel between groups."""
    return frame(down(), "rule", height=1)


class _Scroll(QScrollArea):
    """Takes the keyboard itself where it is longer than its place and nothing in it does: else no key could scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("Text that can be scrolled"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._follow_range)

    @Slot(int, int)
    def _follow_range(self, _: int, longest: int) -> None:
        inside = self.widget()
        alone = longest > 0 and inside is not None and next(laid_out(inside), None) is None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if alone else Qt.FocusPolicy.NoFocus)


def scroll(content: QLayout | QWidget) -> QScrollArea:
    """Content that scrolls up and down, never sideways."""
    if isinstance(content, QWidget):
        inside = content
    else:
        inside = QWidget()
        inside.setLayout(content)
    inside.setProperty("role", "inside")
    area = _Scroll()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and lets Qt delete the widgets when control returns to the event loop."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # else one added just now would still be shown, as a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


class FlowLayout(QLayout):
    """Items in rows like words in a paragraph: what does not fit goes to the next row."""

    def __init__(self, *widgets: QWidget, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        """What is hidden takes no place."""
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, row_height = rect.x(), rect.y(), 0
        for item in self._shown():
            wish = item.sizeHint()
            width = min(wish.width(), rect.width())
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, row_height = rect.x(), y + row_height + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, wish.height())))
            x += width + self._gap
            row_height = max(row_height, wish.height())
        return y + row_height - rect.y()


def flow(*widgets: QWidget, gap: int = 6) -> QWidget:
    """Widgets in rows that wrap, as one widget."""
    made = QWidget()
    made.setLayout(FlowLayout(*widgets, gap=gap))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
