"""The editor for a SELECT: the mark of a fault, the numbers of its lines, moving lines, and leaving by Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.settings import Appearance
from kbconnect.core.model import TableRef
from kbconnect.ui.models.sql_words import index_of
from kbconnect.ui.style import Theme, theme
from kbconnect.ui.widgets.sql_edit import SqlEdit

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    """A window with an editor and a field behind it. It lives as long as somebody holds it."""
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.addWidget(SqlEdit(name="SELECT"))
    column.addWidget(QLineEdit())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def editor(around: QWidget) -> SqlEdit:
    made = around.findChild(SqlEdit)
    assert made is not None
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("sql", "position", "marked"),
    [
        ("SELECT 1", 0, "SELECT"),
        ("SELECT id FORM articles", 11, "FORM"),
        ("SELECT '😀😀' AS a, titel FROM articles", 19, "titel"),
        ("SELECT 1 +", 11, "+"),
        ("SELECT 1,", 99, ","),
    ],
)
def test_the_word_at_a_fault_is_marked_until_somebody_types(
    editor: SqlEdit, sql: str, position: int, marked: str
) -> None:
    editor.setPlainText(sql)
    editor.point_at(position)
    assert editor.marked() == marked
    QTest.keyClicks(editor, "x")
    assert editor.marked() == ""


def test_the_mark_takes_the_colours_of_another_theme(editor: SqlEdit, look: Theme) -> None:
    editor.setPlainText("SELECT wrong")
    editor.point_at(8)
    look.set_appearance(Appearance.DARK)
    (mark,) = editor.extraSelections()
    assert mark.format.background().color() == theme().colour("danger_bg")


def test_lines_are_numbered_and_make_room(editor: SqlEdit) -> None:
    editor.setPlainText("\n".join(["SELECT 1"] * 5))
    assert [number for number, _, _ in editor.lines_shown()] == [0, 1, 2, 3, 4]
    before = editor.viewport().x()
    editor.setPlainText("\n" * 1_200)
    assert editor.viewport().x() > before


def test_a_new_line_begins_below_the_last_one(editor: SqlEdit) -> None:
    QTest.keyClicks(editor, "SELECT")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "    1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "2")
    assert editor.toPlainText() == "SELECT\n    1\n    2"


def test_chosen_lines_move_in_and_out_together(editor: SqlEdit) -> None:
    editor.setPlainText("SELECT a,\n  b\nFROM t")
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_BracketRight, CONTROL)
    assert editor.toPlainText() == "    SELECT a,\n      b\n    FROM t"
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_BracketLeft, CONTROL)
    assert editor.toPlainText() == "SELECT a,\nb\nFROM t"
    editor.undo()
    assert editor.toPlainText() == "SELECT a,\n  b\nFROM t"


def test_tab_leaves_the_editor(editor: SqlEdit, qtbot: QtBot) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not editor.hasFocus())
    assert "\t" not in editor.toPlainText()
    assert "Tab leaves the editor" in editor.accessibleDescription()


def test_names_are_offered_behind_signs_outside_of_the_basic_plane(editor: SqlEdit) -> None:
    editor.set_tables(index_of([TableRef("", "articles")]))
    editor.learn_columns(TableRef("", "articles"), ("id", "title"))
    editor.setPlainText("SELECT '😀', a. FROM articles a")
    cursor = editor.textCursor()
    cursor.setPosition(len("SELECT '😀', a.") + 1)  # Qt counts the sign twice
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "ti")
    assert editor.offered() == ("title",)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "SELECT '😀', a.title FROM articles a"
