"""The way of the Tab key: through a window as it is laid out, whatever was added when. Moves no focus itself.

Qt goes by the order in which widgets came into the window; what a page adds later would be reached last, far from where
it stands. `order_tabs` puts the chain in the order of layouts, panes and stacks; windows call it when Tab is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def order_tabs(root: QWidget | None) -> None:
    """Lets Tab go through what can be seen in `root` from top to bottom and left to right."""
    for before, after in pairwise(laid_out(root) if root is not None else ()):
        QWidget.setTabOrder(before, after)


def laid_out(root: QWidget) -> Iterator[QWidget]:
    """The visible widgets in `root` that take the keyboard, in the order of its layouts."""
    if root.isHidden():
        return
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield root
    if isinstance(root, QSplitter):
        panes = [root.widget(at) for at in range(root.count())]
        parts = [pane for pane in panes if pane is not None]
    elif isinstance(root, QStackedWidget):
        parts = [current] if (current := root.currentWidget()) is not None else []
    elif isinstance(root, QScrollArea):
        parts = [inside] if (inside := root.widget()) is not None else []
    else:
        parts = list(_in_layout(root.layout()))
    for part in parts:
        yield from laid_out(part)


def _in_layout(layout: QLayout | None) -> Iterator[QWidget]:
    for at in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(at) if layout is not None else None
        if item is None:
            continue
        widget: QWidget | None = item.widget()
        if widget is not None:
            yield widget
        else:
            yield from _in_layout(item.layout())
