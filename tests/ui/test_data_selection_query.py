"""Writing a SELECT on the page "Choose data": completion, faults in their place, a way to stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.core.model import (
    QuerySelection,
)
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.widgets.sql_edit import SqlEdit
from tests.ui.data_selections import Opened
from tests.ui.shop import ROWS, Shop, open_shop, shell_on


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def opened(shell: Shell, shop: Shop, qtbot: QtBot) -> Opened:
    return Opened(shell, shop, qtbot)


def test_a_query_gives_columns_and_a_name(opened: Opened) -> None:
    opened.write("SELECT id, title, body_html FROM articles WHERE id < 9")
    opened.qtbot.waitUntil(lambda: opened.preview.document() is not None)
    draft = opened.page.draft()
    assert draft is not None
    assert draft.selection == QuerySelection("SELECT id, title, body_html FROM articles WHERE id < 9")
    assert (draft.name, draft.mapping.key, draft.mapping.text) == ("Articles", ("id",), ("body_html",))
    assert opened.query.line() == "One query, read-only, 3 columns"
    opened.query.set_sql("SELECT id FROM articles")
    assert opened.page.draft() is None
    assert not opened.button("Save").isEnabled()


def test_a_query_that_writes_is_refused_where_it_stands(opened: Opened, shop: Shop) -> None:
    opened.write("DELETE FROM articles")
    opened.qtbot.waitUntil(lambda: "not a reading query" in opened.query.line())
    assert not opened.button("Save").isEnabled()
    assert shop.sync(shop.add_dataset()).counts.added == ROWS


class TestEditor:
    """Writing a SELECT: a list of names, the place of a fault, and a way to stop."""

    @pytest.fixture
    def editor(self, opened: Opened) -> SqlEdit:
        QTest.mouseClick(opened.tabs.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
        made = opened.query.editor()
        made.setFocus()
        opened.qtbot.waitUntil(made.hasFocus)
        return made

    def test_tables_and_columns_are_offered_as_somebody_types(self, editor: SqlEdit, qtbot: QtBot) -> None:
        QTest.keyClicks(editor, "SELECT * FROM art")
        qtbot.waitUntil(lambda: self._offered_after(editor, "t") == ("articles",))
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert editor.toPlainText() == "SELECT * FROM articles"
        QTest.keyClicks(editor, " a WHERE a.")
        qtbot.waitUntil(lambda: "body_html" in editor.offered())
        QTest.keyClicks(editor, "ti")
        assert editor.offered() == ("title",)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: editor.offered() == ())

    @staticmethod
    def _offered_after(editor: SqlEdit, letter: str) -> tuple[str, ...]:
        """The names of tables are sorted in a job, which may be a key stroke late."""
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
        QTest.keyClicks(editor, letter)
        return editor.offered()

    def test_the_list_comes_when_it_is_asked_for(self, editor: SqlEdit) -> None:
        QTest.keyClick(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        assert "SELECT" in editor.offered()

    def test_tab_leaves_the_editor_while_there_is_no_list(self, editor: SqlEdit) -> None:
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert editor.toPlainText() == ""
        assert not editor.hasFocus()

    def test_a_fault_is_marked_until_the_text_is_changed(self, editor: SqlEdit) -> None:
        editor.setPlainText("SELECT nothing FROM articles")
        editor.point_at(8)
        (mark,) = editor.extraSelections()
        assert mark.cursor.selectedText() == "nothing"
        assert editor.textCursor().position() == 7
        QTest.keyClicks(editor, "x")
        assert editor.extraSelections() == []

    def test_the_database_says_which_line_is_at_fault(self, opened: Opened, editor: SqlEdit) -> None:
        editor.setPlainText("\n\nSELECT id,\n       titel\nFROM articles")
        opened.page.reload()
        opened.qtbot.waitUntil(lambda: "Line 4: " in opened.query.line())
        assert opened.query.line().endswith("It says: no such column: titel.")
        assert editor.marked() == "titel"

    @pytest.mark.parametrize("position", [0, 1, 5, 1_000])
    def test_a_place_outside_the_text_is_no_harm(self, editor: SqlEdit, position: int) -> None:
        editor.setPlainText("SELE ")
        editor.point_at(position)
        assert len(editor.extraSelections()) == 1

    def test_a_query_that_runs_can_be_stopped(self, opened: Opened, editor: SqlEdit) -> None:
        editor.setPlainText(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id FROM n"
        )
        opened.page.reload()
        stop = opened.button("Stop")
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        assert "Stopped" in opened.query.line()
        assert opened.button("Run").isVisible()
