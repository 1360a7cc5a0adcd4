"""A page of the window as a person meets it, for tests: words that can be read, buttons that can be pressed."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.ui.widgets.labels import Text

PartT = TypeVar("PartT", bound=QWidget)


class Reader:
    """Looks at a page and its dialogs."""

    def __init__(self, page: QWidget, qtbot: QtBot) -> None:
        self.page, self.qtbot = page, qtbot

    def part(self, kind: type[PartT]) -> PartT:
        """The one that is visible."""
        found = [each for each in self.page.window().findChildren(kind) if each.isVisible()]
        assert found, f"no {kind.__name__} can be seen"
        return found[-1]

    def said(self) -> str:
        """Every visible word, dialogs included."""
        labels = [each for each in self.page.window().findChildren(QLabel) if each.isVisible()]
        return "\n".join(each.words() if isinstance(each, Text) else each.text() for each in labels)

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.said())

    def button(self, words: str) -> QPushButton | None:
        buttons = (each for each in self.page.window().findChildren(QPushButton) if each.isVisible())
        return next((each for each in buttons if words in (each.text(), each.accessibleName())), None)

    def press(self, words: str) -> None:
        """Presses a button, once it is there."""
        self.qtbot.waitUntil(lambda: self._can_press(words))
        found = self.button(words)
        assert found is not None
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def _can_press(self, words: str) -> bool:
        found = self.button(words)
        return found is not None and found.isEnabled()
