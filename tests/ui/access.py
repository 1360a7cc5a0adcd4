"""What a keyboard and a screen reader find in a window: its accessible tree, its panes, the way of the Tab key.

`faults` names what somebody without a mouse or without sight would stumble over. Knows no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from kbconnect.ui.side_bar import SideBar
from kbconnect.ui.widgets.fields import Field
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.widgets.tab_order import laid_out

Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.Table,
    Role.Tree,
    Role.PageTab,
    Role.SpinBox,
    Role.Link,
}
LEAST_HIT = 28
"""Pixels, as high as a finger or an unsteady hand needs."""
_DEEPEST, _MOST = 40, 400


@dataclass(frozen=True, slots=True)
class Heard:
    """What a screen reader is told of one thing. parent: a number that siblings share."""

    name: str
    role: Role
    focusable: bool
    height: int
    kind: str
    parent: int


def heard(root: QWidget) -> list[Heard]:
    """Everything that can be seen below a widget, in the order it is read out."""
    found: list[Heard] = []

    def walk(interface: QAccessibleInterface, parent: int, depth: int) -> None:
        state = interface.state()
        if state.invisible or depth > _DEEPEST:
            return
        behind: QObject | None = interface.object()  # None for a cell
        kind = "" if behind is None else type(behind).__name__
        name = interface.text(QAccessible.Text.Name)
        found.append(Heard(name, interface.role(), bool(state.focusable), interface.rect().height(), kind, parent))
        number = len(found)
        for at in range(interface.childCount()):
            walk(interface.child(at), number, depth + 1)

    interface = QAccessible.queryAccessibleInterface(root)
    assert interface is not None
    walk(interface, 0, 0)
    return found


def reached_by_tab(window: QWidget) -> list[QWidget]:
    """The widgets that the Tab key visits, from the first one of the window until it has come round.

    Raises AssertionError where Tab does not lead on.
    """
    content = window.centralWidget() if isinstance(window, QMainWindow) else window
    assert content is not None
    first = next((each for each in laid_out(content) if each.isVisible() and each.isEnabled()), None)
    if first is None:
        return []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    chain: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in chain:
        chain.append(now)
        assert len(chain) < _MOST, "Tab does not come round"
        QTest.keyClick(now, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not now or len(chain) == 1, f"Tab stays in {said(now)}"
    return chain


def pane_of(widget: QWidget, window: QWidget) -> QWidget:
    """The part of the window in which Tab goes from top to bottom before it goes on."""
    here = widget
    while here is not window:
        parent = here.parentWidget()
        if parent is None or isinstance(here, SideBar) or here.property("role") in ("top", "foot"):
            return here
        if isinstance(parent, Panes):
            return here
        here = parent
    return window


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def front_of(window: QWidget) -> QWidget:
    """The dialog in front if there is one, else the window itself: what the keyboard can reach."""
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[-1] if dialogs else window


def faults(window: QWidget) -> list[str]:
    """Everything wrong with what is in front, as sentences."""
    front = front_of(window)
    front.activateWindow()
    chain = reached_by_tab(front)
    everything = heard(front)
    return [
        *_nameless(everything),
        *_twins(everything),
        *_small(front),
        *_loose_labels(front),
        *_unreachable(front, chain),
        *_jumps(front, chain),
        *_stuck(front, chain),
    ]


def _nameless(everything: Sequence[Heard]) -> Iterator[str]:
    """Controls of which a screen reader can say nothing."""
    for one in everything:
        if not one.name.strip() and (one.role in CONTROLS or one.focusable) and one.kind != "QToolButton":
            if one.role is Role.Cell and not one.kind:
                continue  # an empty cell; its row's name stands in the first
            yield f"no name: {one.role.name} {one.kind}"


def _twins(everything: Sequence[Heard]) -> Iterator[str]:
    before: Heard | None = None
    for one in everything:
        if one.role not in CONTROLS:
            continue
        same = before is not None and (one.name, one.role, one.parent) == (before.name, before.role, before.parent)
        if same and one.name:
            yield f"two beside each other: {one.role.name} {one.name!r}"
        before = one


def _small(window: QWidget) -> Iterator[str]:
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.height() < LEAST_HIT and not isinstance(button.parent(), QLineEdit):
            yield f"hit area of {button.height()} px: {said(button)}"


def _loose_labels(window: QWidget) -> Iterator[str]:
    """Labels of fields that don't lead to their field."""
    editors = [each for kind in (QLineEdit, QComboBox, QPlainTextEdit) for each in window.findChildren(kind)]
    labelled = {label.buddy() for label in window.findChildren(QLabel) if label.buddy() is not None}
    for editor in editors:
        shown = editor.isVisible() and not isinstance(editor.parent(), QComboBox)
        if shown and editor not in labelled and not editor.accessibleName():
            yield f"no label: {said(editor)}"
    for field in window.findChildren(Field):
        if field.isVisible() and field.editor not in labelled:
            yield f"a label of nothing: {said(field.editor)}"


def _unreachable(window: QWidget, chain: Sequence[QWidget]) -> Iterator[str]:
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or not button.isEnabled() or button in chain:
            continue
        if isinstance(button, QToolButton) and isinstance(button.parent(), QLineEdit):
            continue  # an icon in a field
        if any(each in chain for each in _group_of(button)):
            continue  # arrow keys go through a group
        yield f"not reached by Tab: {said(button)}"
    for view in window.findChildren(QAbstractItemView):
        if isinstance(view, QHeaderView):
            continue
        clickable = view.selectionMode() is not QAbstractItemView.SelectionMode.NoSelection
        if view.isVisible() and clickable and view not in chain and view.window() is window:
            yield f"not reached by Tab: {said(view)}"


def _group_of(button: QAbstractButton) -> list[QAbstractButton]:
    group: QButtonGroup | None = button.group()
    if group is not None:
        return group.buttons()
    near = button.parentWidget() if button.autoExclusive() else None
    together = near.findChildren(QAbstractButton) if near else []
    return [each for each in together if each.autoExclusive()]


def _jumps(window: QWidget, chain: Sequence[QWidget]) -> Iterator[str]:
    """Where Tab goes up or to the left inside a pane, or comes back to a pane it had left."""
    left: set[QWidget] = set()
    before: QWidget | None = None
    for widget in chain:
        if before is None:
            before = widget
            continue
        pane, last = pane_of(widget, window), pane_of(before, window)
        if pane is not last:
            left.add(last)
            if pane in left:
                yield f"Tab comes back: {said(before)} -> {said(widget)}"
        elif _is_before(place_of(widget), place_of(before)):
            yield f"Tab goes back: {said(before)} -> {said(widget)}"
        before = widget


def _is_before(this: QRect, other: QRect) -> bool:
    if this.bottom() <= other.top():
        return this.left() < other.right()  # above it, and not at the top of the next column
    same_line = this.top() < other.bottom() and other.top() < this.bottom()
    return same_line and this.right() <= other.left()


def _stuck(window: QWidget, chain: Sequence[QWidget]) -> Iterator[str]:
    """What is longer than its place and can't be scrolled by keys."""
    for area in window.findChildren(QScrollArea):
        is_longer = area.isVisible() and area.verticalScrollBar().maximum() > 0
        if is_longer and not any(area is each or area.isAncestorOf(each) for each in chain):
            yield f"no key scrolls: {area.accessibleName() or [said(each) for each in area.findChildren(QLabel)][:2]}"


def said(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {words!r}"
