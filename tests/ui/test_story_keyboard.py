"""The whole job by keyboard alone, on a real PostgreSQL: paste a URL, test, save, choose data, sync, ask, find the row.

Somebody who has no mouse presses keys on what has the keyboard, and nothing else; what they see is what test_story.py
sees. Runs offscreen; on a real display it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.model import RunStatus
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.start import open_window
from kbconnect.ui.widgets.labels import Text
from kbconnect.ui.window import MainWindow
from tests import servers
from tests.ui.test_story import PASSWORD, TABLES

pytestmark = pytest.mark.server

Key, Modifier = Qt.Key, Qt.KeyboardModifier
_MOST_TABS = 60


class Typist:
    """Somebody with a keyboard. Looks for words on the screen, goes on with Tab, and never touches a mouse."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    def focused(self) -> QWidget:
        """What has the keyboard; the window while nothing has."""
        return QApplication.focusWidget() or self.window

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QTest.keyClick(self.focused(), key, modifier)

    def go_to(self, words: str) -> None:
        """Presses Tab until what has the keyboard is called so."""
        self._qtbot.waitUntil(lambda: self._is_there(words))
        for _ in range(_MOST_TABS):
            if words in _name_of(self.focused()):
                return
            self.key(Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {words!r}, but to {_name_of(self.focused())!r}")

    def press(self, words: str) -> None:
        """Goes to a button and presses it."""
        self.go_to(words)
        self.key(Key.Key_Space)

    def type(self, field: str, words: str) -> None:
        self.go_to(field)
        self.key(Key.Key_A, Modifier.ControlModifier)
        QTest.keyClicks(self.focused(), words)

    def paste(self, field: str, words: str) -> None:
        self.go_to(field)
        QGuiApplication.clipboard().setText(words)
        self.key(Key.Key_V, Modifier.ControlModifier)

    def read(self, words: str) -> None:
        """Waits until these words are on the screen."""
        self._qtbot.waitUntil(lambda: words in self.said())

    def said(self) -> str:
        labels = [each for each in self.window.findChildren(QLabel) if each.isVisible()]
        return "\n".join(each.words() if isinstance(each, Text) else each.text() for each in labels)

    def _is_there(self, words: str) -> bool:
        kinds = (QPushButton, QLineEdit, QComboBox, QAbstractItemView)
        controls = [each for kind in kinds for each in self.window.findChildren(kind)]
        return any(each.isVisible() and each.isEnabled() and words in _name_of(each) for each in controls)


def _name_of(widget: QWidget) -> str:
    words = widget.accessibleName()
    return f"{words} {widget.text()}" if isinstance(widget, (QPushButton, QLineEdit)) else words


class _Mouse(QObject):
    """Counts what a mouse does; nothing may."""

    def __init__(self) -> None:
        super().__init__()
        self.used = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel):
            self.used += 1
        return False


@pytest.fixture
def database(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    pg_database.execute(TABLES)
    yield pg_database
    pg_database.execute("DROP OWNED BY kb_reader; DROP ROLE kb_reader")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(tmp_path / "home", environment, lambda purpose: None) as built:
        yield built


@pytest.fixture
def typist(application: Application, jobs: Jobs, qtbot: QtBot, qapp: QApplication) -> Iterator[Typist]:
    mouse = _Mouse()
    qapp.installEventFilter(mouse)
    with open_window(application, jobs) as window:
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        yield Typist(window, qtbot)
        assert jobs.shutdown(10)
        window.close()
    qapp.removeEventFilter(mouse)
    assert mouse.used == 0


def test_a_content_manager_without_a_mouse_does_the_whole_job(
    typist: Typist, application: Application, database: servers.PostgresDatabase, qtbot: QtBot
) -> None:
    typist.read("Connect your first database")
    typist.press("New connector")
    server = f"{database.host}:{database.port}/{database.database}"
    typist.paste("Connection URL", f"postgresql://kb_reader@{server}")
    typist.type("Name", "Help desk")
    typist.type("Password", PASSWORD)
    typist.press("Test connection")
    typist.read("Connected")
    typist.press("Save connector")

    typist.press("Choose data")
    typist.type("Search 2 tables", "articles")
    typist.key(Key.Key_Return)
    typist.read("Send a parcel back 1")
    typist.press("Save and sync")
    typist.read("now matches")
    qtbot.waitUntil(lambda: application.history.runs()[0].status is RunStatus.COMPLETED, timeout=60_000)
    assert application.history.runs()[0].counts.added == 60

    typist.key(Key.Key_2, Modifier.ControlModifier)
    typist.key(Key.Key_K, Modifier.ControlModifier)
    typist.type("Ask a question", "printing a return label")
    typist.key(Key.Key_Return)
    typist.go_to("Answers")
    typist.key(Key.Key_Home)
    typist.read("Send a parcel back")
    typist.read("help.articles")
    typist.press("Open document")
    typist.read("printing a return label")
    typist.key(Key.Key_Left, Modifier.AltModifier)
    typist.read("Where it comes from")
