"""A small shop in SQLite and the real application on it, for tests of pages that need answers from a source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import Connector, ConnectorDraft
from kbconnect.core.job import InlineContext
from kbconnect.core.model import (
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    Mapping,
    SyncOptions,
    SyncRun,
    TableRef,
    TableSelection,
)
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.pages.knowledge import KnowledgePage
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.widgets.page import Page

ROWS = 30
_BODY = (
    "<p>Put parcel <b>{0}</b> back into its box &lt;carefully&gt; and print the label. "
    "Bring it to a shop near you within {1} days.</p>"
)
_TABLES = """
CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body_html TEXT, topic TEXT, updated_at TIMESTAMP);
CREATE TABLE nothing_yet (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIEW v_recent AS SELECT id, title, body_html FROM articles WHERE id > 20;
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """The application with its one connector, and the file behind it."""

    application: Application
    connector: Connector
    knowledge_base: KnowledgeBaseInfo
    file: Path

    def execute(self, sql: str) -> None:
        """Changes something at the source, as its owner would."""
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute(sql)

    def add_dataset(self, name: str = "Articles") -> Dataset:
        return self.application.datasets.add(
            DatasetDraft(
                name,
                self.connector.id,
                TableSelection(TableRef("", "articles")),
                Mapping(("id",), "title", ("body_html",), ("topic",)),
                self.knowledge_base.id,
            )
        )

    def sync(self, dataset: Dataset) -> SyncRun:
        return self.application.syncing.sync(dataset.id, SyncOptions(), InlineContext())


@contextmanager
def open_shop(folder: Path) -> Iterator[Shop]:
    """Articles about sending things back, in a source and with a knowledge base searched by words."""
    file = folder / "shop.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(_TABLES)
        database.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?)",
            [
                (
                    number,
                    f"How to return parcel {number}",
                    _BODY.format(number, number + 10),
                    ("returns", "labels", "shops")[number % 3],
                    f"2025-11-{number % 28 + 1:02} 09:00:00",
                )
                for number in range(1, ROWS + 1)
            ],
        )
    with build_application(folder / "home", {}, lambda _: None) as application:
        connector = application.connectors.add(ConnectorDraft("Corner shop", "sqlite", database=str(file)), None)
        base = application.knowledge_bases.add(KnowledgeBaseDraft("Customer support", embedder="none"))
        yield Shop(application, connector, base, file)


def shell_on(application: Application, jobs: Jobs, qtbot: QtBot, folder: Path) -> Shell:
    """What pages are given, with a first page below the one that is tested."""
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.resize(1068, 800)
    navigator = Navigator(stack, jobs)
    syncs = RunningSyncs(application.syncing.sync, jobs, jobs)
    memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    shell = Shell(application, jobs, syncs, navigator, memory)
    navigator.set_sections(
        [
            Section("sources", "Sources", "database", "", lambda: Page("Sources")),
            Section("knowledge", "Knowledge", "books", "", lambda: KnowledgePage(shell)),
        ]
    )
    navigator.go("sources")
    stack.show()
    stack.activateWindow()
    qtbot.waitUntil(stack.isActiveWindow)
    return shell
