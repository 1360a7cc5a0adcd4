"""The whole job by mouse and keyboard in the window, on a real PostgreSQL: connect, test, choose, sync, change, ask.

Runs offscreen; on a real display it is the same. With STORY_PICTURES=FOLDER each stage is kept as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.model import RunStatus
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.start import open_window
from kbconnect.ui.window import MainWindow
from tests import servers

pytestmark = pytest.mark.server

WidgetT = TypeVar("WidgetT", bound=QWidget)
PICTURES = os.environ.get("STORY_PICTURES", "")
PASSWORD = "p@ss:w/rd#1"
TABLES = f"""
CREATE ROLE kb_reader LOGIN PASSWORD '{PASSWORD}';
CREATE SCHEMA help;
CREATE TABLE help.articles (
    id int PRIMARY KEY, title text NOT NULL, body_html text NOT NULL, topic text NOT NULL, updated_at timestamptz);
COMMENT ON TABLE help.articles IS 'Published articles';
INSERT INTO help.articles SELECT n, (ARRAY['Reset a password', 'Send a parcel back', 'Change an address'])[1 + n % 3]
    || ' ' || n, '<p>Open the page <b>number ' || n || '</b> and follow what it says about ' ||
    (ARRAY['signing in again', 'printing a return label', 'moving house'])[1 + n % 3] || '.</p>',
    (ARRAY['account', 'returns', 'address'])[1 + n % 3], '2026-01-01 00:00+00'::timestamptz + n * interval '1 hour'
    FROM generate_series(1, 60) n;
CREATE TABLE help.locked (id int PRIMARY KEY);
GRANT USAGE ON SCHEMA help TO kb_reader;
GRANT SELECT ON help.articles TO kb_reader;
ANALYZE;
"""


class Person:
    """Somebody with a mouse and a keyboard who sees only what is shown."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot
        self._pictures = 0

    def see(self, kind: type[WidgetT], fits: Callable[[WidgetT], bool]) -> WidgetT:
        """Waits until there is such a widget to be seen."""
        found: list[WidgetT] = []

        def there() -> bool:
            found[:] = [each for each in self.window.findChildren(kind) if each.isVisible() and fits(each)]
            return bool(found)

        try:
            self._qtbot.waitUntil(there)
        except self._qtbot.TimeoutError:
            self.look("waiting in vain")
            raise
        return found[-1]

    def click(self, words: str) -> None:
        pressed = self.see(QPushButton, lambda each: words in {each.text(), each.accessibleName()} and each.isEnabled())
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)

    def type(self, field: str, words: str) -> None:
        edit = self.see(QLineEdit, lambda each: self._is_called(each, field))
        QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
        edit.selectAll()
        QTest.keyClicks(edit, words)
        QTest.keyClick(edit, Qt.Key.Key_Tab)

    def _is_called(self, edit: QLineEdit, field: str) -> bool:
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.buddy() is edit]
        return field in labels or field in edit.accessibleName() or field in edit.placeholderText()

    def read(self, words: str) -> None:
        """Waits until these words are on the screen."""
        self.see(QLabel, lambda each: words in each.text())

    def click_row(self, view: QAbstractItemView, words: str) -> None:
        def place(parent: QModelIndex) -> QModelIndex | None:
            model = view.model()
            for row in range(model.rowCount(parent)):
                index = model.index(row, 0, parent)
                told = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole) or ""
                if words in str(told):
                    return index
                inner = place(index) if model.hasChildren(index) else None
                if inner is not None:
                    return inner
            return None

        self._qtbot.waitUntil(lambda: place(QModelIndex()) is not None)
        index = place(QModelIndex())
        assert index is not None
        view.scrollTo(index)
        point = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(min(point.x(), 120), point.y()))

    def look(self, name: str) -> None:
        """Keeps a picture of the whole screen where one was asked for."""
        self._pictures += 1
        if PICTURES:
            QTest.qWait(400)
            screen = QGuiApplication.primaryScreen()
            real = QGuiApplication.platformName() != "offscreen"
            picture = screen.grabWindow(0) if real else self.window.grab()
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            assert picture.save(str(Path(PICTURES) / f"{self._pictures:02}-{name}.png"))


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
def person(application: Application, jobs: Jobs, qtbot: QtBot) -> Iterator[Person]:
    with open_window(application, jobs) as window:
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()  # a display without a window manager gives nobody the keyboard
        yield Person(window, qtbot)
        assert jobs.shutdown(10)
        window.close()


def connect(person: Person, database: servers.PostgresDatabase) -> None:
    person.read("Connect your first database")
    person.look("empty")
    person.click("New connector")
    person.type("Connection URL", f"postgresql://kb_reader@{database.host}:{database.port}/{database.database}")
    person.type("Name", "Help desk")
    person.type("Password", "wrong")
    person.click("Test connection")
    person.read("password")
    person.look("wrong password")
    person.type("Password", PASSWORD)
    person.click("Test again")
    person.read("Connected")
    person.look("connected")
    person.click("Save connector")


def choose(person: Person) -> None:
    person.click_row(person.see(QTreeView, lambda each: True), "articles")
    person.read("Send a parcel back 1")
    person.look("preview")
    person.click("Save and sync")


def test_a_content_manager_does_the_whole_job(
    person: Person, application: Application, database: servers.PostgresDatabase, qtbot: QtBot
) -> None:
    connect(person, database)
    person.look("saved")
    person.click("Choose data")
    choose(person)
    person.read("now matches")
    person.look("synced")
    (dataset,) = application.datasets.list()
    assert application.history.runs()[0].counts.added == 60

    database.execute(
        "UPDATE help.articles SET body_html = 'Now about umbrellas.' WHERE id = 7;"
        "DELETE FROM help.articles WHERE id IN (8, 9);"
        "INSERT INTO help.articles VALUES (61, 'Lost keys', 'Ask at the desk for a locksmith.', 'keys', now())"
    )
    person.click("Sync now")
    qtbot.waitUntil(lambda: len(application.history.runs()) == 2)
    qtbot.waitUntil(lambda: application.history.runs()[0].status is RunStatus.COMPLETED, timeout=60_000)
    counts = application.history.runs()[0].counts
    assert (counts.added, counts.updated, counts.deleted, counts.unchanged) == (1, 1, 2, 57)
    person.read("−2")
    person.look("changed")

    person.click("Knowledge")
    person.type("Ask", "my key is gone, who lets me in")
    QTest.keyClick(person.see(QLineEdit, lambda each: "Ask" in each.placeholderText()), Qt.Key.Key_Return)
    person.read("Lost keys")
    person.look("answer")
    person.click("Activity")
    person.read("Help desk")
    person.look("activity")
    person.click("Settings")
    person.read("Encrypted vault")
    person.look("settings")
    kept = application.connectors.list()[0]
    assert kept.secret_reference.startswith("vault:")
    assert PASSWORD.encode() not in application.paths.store.read_bytes()
    assert dataset.name


def test_the_brake_asks_before_documents_go(
    person: Person, application: Application, database: servers.PostgresDatabase, qtbot: QtBot
) -> None:
    connect(person, database)
    person.click("Choose data")
    choose(person)
    person.read("now matches")
    database.execute("DELETE FROM help.articles WHERE id > 20")
    person.click("Sync now")
    person.read("Remove 40 documents?")
    person.look("brake")
    person.click("Keep everything")
    (base,) = application.knowledge_bases.list()
    assert application.knowledge_bases.counts(base.id).documents == 60
    person.click("Sync now")
    person.read("Remove 40 documents?")
    person.click("Remove 40 documents")
    qtbot.waitUntil(lambda: application.knowledge_bases.counts(base.id).documents == 20)
