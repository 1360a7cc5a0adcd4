"""Models of kept rows: they change in place, so a selection survives whatever order the new rows come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kbconnect.ui.models.cells import Cell, Changes, Column, Entry, Row
from kbconnect.ui.models.rows import CELL, EntryModel, RowModel
from kbconnect.ui.status import State, Status, rejected
from kbconnect.ui.widgets.tables import MasterList, Table

COLUMNS = (Column("Dataset", sortable=True), Column("Documents", 96, right=True, sortable=True))


def row(row_id: str, name: str = "", documents: int = 0) -> Row:
    return Row(row_id, (Cell(name or row_id, strong=True), Cell(f"{documents:,}", right=True, order=documents)))


def entries(ids: str, second: str = "") -> tuple[Entry, ...]:
    return tuple(Entry(row_id, f"name {row_id}", second=second) for row_id in ids)


def test_the_models_keep_to_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = RowModel(COLUMNS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    model.set_rows([row(name) for name in "abcd"])
    model.set_rows([row("d", "delta"), row("x"), row("b"), row("a"), row("y")])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_rows([row("b"), row("q")])
    model.set_rows([])
    assert model.rowCount() == 0


ids = st.lists(st.sampled_from("abcdefghij"), unique=True).map("".join)


@given(st.lists(ids, min_size=1, max_size=6), st.data())
def test_whatever_the_change_a_row_keeps_its_index(orders: list[str], data: st.DataObject) -> None:
    model = EntryModel()
    model.set_rows(entries(orders[0]))
    for number, order in enumerate(orders[1:]):
        before = {entry.id: QPersistentModelIndex(model.index(at, 0)) for at, entry in enumerate(model.rows())}
        wanted = entries(order, second=data.draw(st.sampled_from(["", str(number)])))
        model.set_rows(wanted)
        assert model.rows() == wanted
        assert [model.index(at, 0).data(CELL) for at in range(model.rowCount())] == list(wanted)
        for row_id, index in before.items():
            kept = model.row_at(index)
            assert (kept.id if kept is not None else None) == (row_id if row_id in order else None)


def test_no_tip_of_a_row_is_html(qtbot: QtBot) -> None:
    """Words of rows come from databases; a picture among them would be loaded."""
    harmful = "a <img src='file:///nowhere.png'>"
    rows, masters = RowModel(COLUMNS), EntryModel()
    rows.set_rows([Row("a", (Cell("a", tip=harmful), Cell(harmful * 9)))])
    masters.set_rows([Entry("a", "a", tip=harmful)])
    tips = [model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) for model in (rows, masters)]
    table = Table(COLUMNS)
    table.set_rows(rows.rows())
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    for column in (0, 1):
        index = table.model().index(0, column)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, 60, 30)
        help_event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), table.mapToGlobal(QPoint(1, 1)))
        assert table.itemDelegate().helpEvent(help_event, table, option, index)
        tips.append(QToolTip.text())
    QToolTip.hideText()
    for tip in tips:
        assert "&lt;img" in tip
        assert "<img" not in tip


def test_an_unchanged_row_is_not_told_as_changed(qtbot: QtBot) -> None:
    model = EntryModel()
    model.set_rows(entries("abc"))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.set_rows(entries("abc"))
    assert told == []
    model.set_rows((*entries("a"), Entry("b", "other"), *entries("c")))
    assert told == [(1, 1)]


def test_two_rows_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        EntryModel().set_rows(entries("aa"))


def test_rows_sort_by_number_or_word_and_stay_sorted() -> None:
    model = RowModel(COLUMNS)
    model.set_rows([row("1", "banana", 9), row("2", "Apple", 100), row("3", "cherry", 20)])
    model.sort(0)
    assert [shown.id for shown in model.rows()] == ["2", "1", "3"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows([row("1", "banana", 9), row("2", "Apple", 10), row("3", "cherry", 20)])
    assert [shown.id for shown in model.rows()] == ["3", "2", "1"]
    model.sort(-1)
    assert [shown.id for shown in model.rows()] == ["1", "2", "3"]


def test_a_screen_reader_hears_the_whole_row() -> None:
    model = RowModel((Column("Dataset"), Column("Status"), Column("Changes")))
    cells = (
        Cell("Help articles", "public.help_articles", strong=True),
        Cell(status=rejected(7), sub="today 09:31"),
        Cell(changes=Changes(42, 3, 1)),
    )
    model.set_rows([Row("1", cells)])
    heard = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Help articles, public.help_articles, Done, 7 rejected, today 09:31, +42 ~3 \u22121"
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "+42 ~3 \u22121"
    assert Changes().words() == "No change"


def test_heads_are_only_asked_for_columns() -> None:
    model = RowModel(COLUMNS)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Documents"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.data(QModelIndex()) is None


def test_a_refresh_keeps_the_chosen_row_and_tells_nothing(qtbot: QtBot) -> None:
    table = Table(COLUMNS, name="Datasets")
    qtbot.addWidget(table)
    table.set_rows([row(name) for name in "abc"])
    table.choose("b")
    with qtbot.assertNotEmitted(table.chosen):
        table.set_rows([row("c"), row("x"), row("b", "beta"), row("a")])
    assert table.chosen_id() == "b"
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]
    with qtbot.waitSignal(table.chosen) as told:
        table.choose("nobody")
    assert told.args == [""]


def test_keys_open_delete_and_copy_the_chosen_row(qtbot: QtBot) -> None:
    table = Table(COLUMNS, name="Datasets")
    qtbot.addWidget(table)
    table.set_rows([row("a", "Help articles", 9_045)])
    table.choose("a")
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.delete_asked) as deleted:
        QTest.keyClick(table, Qt.Key.Key_Delete)
    assert opened.args == deleted.args == ["a"]


def test_a_fitting_table_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    table = Table(COLUMNS, row_height=40, selects=False, fit=True, name="Rejected rows")
    qtbot.addWidget(table)
    table.set_rows([row(name) for name in "abc"])
    assert table.height() == 32 + 3 * 40
    table.set_rows([row("a")])
    assert table.height() == 32 + 40


def test_a_master_list_tells_what_is_chosen_and_opened(qtbot: QtBot) -> None:
    master = MasterList(name="Connectors")
    qtbot.addWidget(master)
    master.set_entries((*entries("ab"), Entry("c", "HR policies", status=Status(State.LOGIN_REFUSED))))
    with qtbot.waitSignal(master.chosen) as told:
        master.choose("c")
    assert told.args == ["c"]
    with qtbot.waitSignal(master.opened) as opened:
        QTest.keyClick(master, Qt.Key.Key_Return)
    assert opened.args == ["c"]
    master.set_entries(entries("ab"))
    assert master.chosen_id() in {"", "a", "b"}
