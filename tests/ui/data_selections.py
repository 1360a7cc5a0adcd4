"""The page "Choose data" as a person meets it, for tests: its parts by name."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.model import (
    Mapping,
    TableRef,
)
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_query import QueryPane
from kbconnect.ui.pages.data_selection_tables import TablesPane
from kbconnect.ui.widgets.buttons import Tabs
from kbconnect.ui.widgets.cards import Notice
from kbconnect.ui.widgets.fields import LineEdit
from tests.ui.shop import Shop

PartT = TypeVar("PartT", bound=QWidget)
ARTICLES = TableRef("", "articles")
SUGGESTED = Mapping(("id",), "title", ("body_html",), ("topic", "updated_at"))


def part(page: QWidget, kind: type[PartT]) -> PartT:
    found = page.findChild(kind)
    assert found is not None
    return found


class Opened:
    """The page with its parts by name."""

    def __init__(self, shell: Shell, shop: Shop, qtbot: QtBot, dataset_id: str = "") -> None:
        self.qtbot = qtbot
        self.page = DataSelectionPage(shell, shop.connector.id, dataset_id)
        shell.navigator.push(lambda: self.page)
        self.tables = part(self.page, TablesPane)
        self.preview = part(self.page, PreviewPane)
        self.query = part(self.page, QueryPane)
        self.tabs = part(self.page, Tabs)
        self.columns = next(pane for pane in self.page.findChildren(ColumnsPane) if pane is not self.query.columns)
        qtbot.waitUntil(lambda: self.tables.model.shown_tables() == 3)

    def button(self, words: str) -> QPushButton:
        return next(each for each in self.page.findChildren(QPushButton) if each.text() == words)

    def name(self) -> LineEdit:
        return next(edit for edit in self.page.findChildren(LineEdit) if "Name of" in edit.accessibleName())

    def choose(self, ref: TableRef = ARTICLES) -> None:
        """Goes to a table and waits for its documents."""
        assert self.tables.choose(ref)
        self.qtbot.waitUntil(lambda: self.preview.document() is not None)

    def write(self, sql: str) -> None:
        """Writes a query and runs it."""
        QTest.mouseClick(self.tabs.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
        self.query.set_sql(sql)
        self.page.reload()

    def notices(self) -> list[str]:
        return [" ".join(notice.words()) for notice in self.page.findChildren(Notice) if notice.isVisible()]
