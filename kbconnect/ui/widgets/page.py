"""The frame every page stands in: head with trail, title, status and actions; body; foot with the page's decision.

    class SourcesPage(Page):
        def __init__(self, shell: Shell) -> None:
            super().__init__("Sources")
            self.set_actions(button("Sync all", Kind.SECONDARY, "arrows-clockwise"), self._new)
            self.set_body(...)

A page is pushed by a Navigator (see kbconnect/ui/navigation.py), which also sets the trail.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from kbconnect.ui.status import Status
from kbconnect.ui.style import FOOT_HEIGHT, HEAD_HEIGHT, PAGE_MARGIN
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.labels import Glyph, Pill, text
from kbconnect.ui.widgets.layout import across, clear, frame


class Page(QFrame):
    """A page. Set title, status, actions, body and foot at any time; each replaces what was there.

    trail_pressed: the index of the crumb that was pressed, 0 for the first. title_changed: for trails of later pages.
    discarded: asked by the page, somebody gave up what isn't saved; what it was asked for may go on.
    """

    trail_pressed = Signal(int)
    title_changed = Signal(str)
    discarded = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._trail_row = across(gap=8)
        self._crumbs: list[Button] = []
        self._trail: tuple[str, ...] = ()
        self._title = text(title, "title", elide=True)
        self._pill: Pill | None = None
        self._pill_row = across()
        self._actions = across()
        sides = (PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        head = across(self._trail_row, self._title, 4, self._pill_row, None, self._actions, margins=sides)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(frame(head, "top", height=HEAD_HEIGHT))
        self._body: QWidget | None = None
        self._foot: QWidget | None = None
        self.setAccessibleName(title)

    def title(self) -> str:
        return self._title.words()

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.title_changed.emit(title)

    def set_status(self, status: Status | None) -> None:
        """The pill beside the title; None for none. The same pill is kept, so that a change is told once."""
        if status is not None and self._pill is not None:
            self._pill.set_status(status)
            self._pill.show()
        elif status is not None:
            self._pill = Pill(status)
            self._pill_row.addWidget(self._pill)
        elif self._pill is not None:
            self._pill.hide()

    def set_actions(self, *actions: QWidget) -> None:
        """What stands at the right of the head: choices, then buttons, the filled one last."""
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None and old not in actions:
                old.hide()  # else a widget added just now would still be shown, as a window of its own
                old.setParent(None)
                old.deleteLater()
        for action in actions:
            self._actions.addWidget(action)
            action.show()

    def set_body(self, body: QWidget | QLayout) -> None:
        """What the page is about. Widths and margins are the body's own; page margin is 24."""
        widget = body if isinstance(body, QWidget) else frame(body)
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = widget
        self._column.insertWidget(1, widget, 1)

    def set_foot(self, *items: QWidget | QLayout | int | None) -> None:
        """The decision of the page, as for `across`: `set_foot(cancel, None, save)`; without items it goes away."""
        if self._foot is not None:
            self._column.removeWidget(self._foot)
            self._foot.deleteLater()
            self._foot = None
        if items:
            self._foot = frame(across(*items, margins=(PAGE_MARGIN, 0, PAGE_MARGIN, 0)), "foot", height=FOOT_HEIGHT)
            self._column.addWidget(self._foot)

    def set_trail(self, names: Sequence[str]) -> None:
        """The pages above this one, first to last. The keyboard stays in the trail if it is there."""
        if tuple(names) == self._trail:
            return
        self._trail = tuple(names)
        had_keyboard = [crumb.hasFocus() for crumb in self._crumbs]
        clear(self._trail_row)
        self._crumbs = []
        for index, name in enumerate(names):
            crumb = button(name, Kind.CRUMB)
            self._crumbs.append(crumb)
            crumb.setProperty("index", index)
            crumb.setMaximumWidth(220)
            crumb.clicked.connect(self._crumb_pressed)
            self._trail_row.addWidget(crumb)
            self._trail_row.addWidget(Glyph("caret-right", "text3", 12))
        if names:
            self._trail_row.addSpacing(0)
        if any(had_keyboard) and self._crumbs:
            heir = self._crumbs[min(had_keyboard.index(True), len(names) - 1)]
            heir.show()  # a layout shows what it was given later, and what can't be seen takes no keyboard
            heir.setFocus()

    def is_changed(self) -> bool:
        """Whether something was filled in that isn't saved."""
        return False

    def may_leave(self) -> bool:
        """Asked before the page is left for good. A page with unsaved work asks its own question and returns False;
        after `discarded` it is asked again, and answers True."""
        return True

    def entered(self) -> None:
        """Called each time the page comes to the front; the place to look for news."""

    def left(self) -> None:
        """Called each time another page covers this one, and before it is taken away."""

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 320)

    def _crumb_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.trail_pressed.emit(int(sender.property("index")))
