"""The context menu of the list of connectors: for one of them, or for all that are chosen. Does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from kbconnect.ui.icons import icon


@dataclass(frozen=True, slots=True)
class Item:
    """keys: of the same act elsewhere on the page, only shown here. A bound slot as `act`."""

    words: str
    glyph: str
    act: Callable[[], None] | SignalInstance
    keys: str = ""
    enabled: bool = True
    apart: bool = False
    """A line stands before it."""


def menu_of(parent: QWidget, items: Iterable[Item]) -> QMenu:
    """A menu of its own with these items."""
    menu = QMenu(parent)
    for item in items:
        if item.apart:
            menu.addSeparator()
        keys = QKeySequence(item.keys).toString(QKeySequence.SequenceFormat.NativeText)
        action = menu.addAction(icon(item.glyph, "text2"), f"{item.words}\t{keys}" if keys else item.words)
        action.setEnabled(item.enabled)
        action.triggered.connect(item.act)
    return menu
