"""The connector form as a person fills it in, for tests, and the real application it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import Connector
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.connector_form_fields import ConnectorFields
from kbconnect.ui.widgets.fields import Choice, Field
from tests.ui.pages import Reader


@contextmanager
def application_in(folder: Path, **environment: str) -> Iterator[Application]:
    """One whose secrets go to a vault of its own."""
    keyed = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), **environment}
    with build_application(folder, keyed, lambda _: None) as built:
        yield built


class Form(Reader):
    """The form, loaded."""

    page: ConnectorFormPage

    def __init__(self, shell: Shell, qtbot: QtBot, connector_id: str = "") -> None:
        super().__init__(ConnectorFormPage(shell, connector_id), qtbot)
        self.shell = shell
        self.saved: list[Connector] = []
        self.page.saved.connect(self.saved.append)
        shell.navigator.push(lambda: self.page)
        if connector_id:
            qtbot.waitUntil(self.page.fields.isEnabled)
        else:
            self.wait_for("the encrypted vault")  # where passwords go is asked in a job

    @property
    def fields(self) -> ConnectorFields:
        return self.page.fields

    def paste(self, words: str, field: Field | None = None) -> None:
        editor = (field or self.fields.url).editor
        QGuiApplication.clipboard().setText(words)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def type(self, field: Field, words: str) -> None:
        field.editor.setFocus()
        assert isinstance(field.editor, QLineEdit)
        field.editor.selectAll()
        QTest.keyClicks(field.editor, words)
        QTest.keyClick(field.editor, Qt.Key.Key_Tab)

    def tile(self, kind: str) -> QPushButton:
        """Of a kind of source."""
        return next(each for each in self.fields.kinds.findChildren(QPushButton) if each.property("key") == kind)

    def choose(self, kind: str) -> None:
        """A kind of source, by its tile."""
        QTest.mouseClick(self.tile(kind), Qt.MouseButton.LeftButton)

    def pick(self, field: Field, key: str) -> None:
        """One of the options of a choice."""
        choice = field.editor
        assert isinstance(choice, Choice)
        choice.choose(key)
        choice.activated.emit(choice.currentIndex())

    def save(self) -> Connector:
        self.press("Save connector")
        self.qtbot.waitUntil(lambda: bool(self.saved))
        return self.saved[0]
