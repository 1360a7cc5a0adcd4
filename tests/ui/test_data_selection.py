"""The page "Choose data" on a real source: tables, queries, roles, preview, saving."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.dry_run import DryRun, DryRunProgress
from kbconnect.core.job import JobContext, Stage
from kbconnect.core.model import (
    ColumnRole,
    Dataset,
    DatasetDraft,
    Document,
    Field,
    Mapping,
    Preview,
    PreviewChunk,
    PreviewDocument,
    QuerySelection,
    TableRef,
    TableSelection,
)
from kbconnect.ui.errors import ErrorDialog, ErrorNotice
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.column_roles import ROLE
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.pages.data_selection_count import CountLine, FirstSyncCount
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_query import QueryPane
from kbconnect.ui.pages.data_selection_tables import TablesPane
from kbconnect.ui.pages.knowledge_new import NewKnowledgeBase
from kbconnect.ui.widgets.buttons import Tabs
from kbconnect.ui.widgets.cards import Notice
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Choice, LineEdit
from kbconnect.ui.widgets.labels import Hint, Text
from kbconnect.ui.widgets.sql_edit import SqlEdit
from tests.ui.shop import ROWS, Shop, open_shop, shell_on

PartT = TypeVar("PartT", bound=QWidget)
ARTICLES = TableRef("", "articles")
SUGGESTED = Mapping(("id",), "title", ("body_html",), ("topic", "updated_at"))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def part(page: QWidget, kind: type[PartT]) -> PartT:
    found = page.findChild(kind)
    assert found is not None
    return found


COUNTED = DryRun(9_052, 9_052, True, 9_045, 0, 18_100, 1_448_000, 0, 4.0, 90.0, 20_900_000, free_bytes=80_000_000_000)


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


@pytest.fixture
def opened(shell: Shell, shop: Shop, qtbot: QtBot) -> Opened:
    return Opened(shell, shop, qtbot)


def test_the_page_takes_the_keyboard_from_nobody(opened: Opened) -> None:
    assert opened.page.window().isActiveWindow()


def test_a_table_shows_columns_documents_and_estimates(opened: Opened) -> None:
    assert not opened.button("Save").isEnabled()
    opened.choose()
    shown = opened.preview.document()
    assert shown is not None
    assert shown.document.title == "How to return parcel 1"
    assert "back into its box <carefully> and" in shown.document.text
    draft = opened.page.draft()
    assert draft is not None
    assert draft.mapping == SUGGESTED
    assert draft.name == "Articles"
    assert opened.button("Save and sync").isEnabled()


def test_the_pager_goes_through_the_rows(opened: Opened, qtbot: QtBot) -> None:
    opened.choose()
    before, after = (
        next(each for each in opened.preview.findChildren(QPushButton) if each.accessibleName() == name)
        for name in ("Previous row", "Next row")
    )
    assert not before.isEnabled()
    QTest.mouseClick(after, Qt.MouseButton.LeftButton)
    shown = opened.preview.document()
    assert shown is not None
    assert shown.document.title == "How to return parcel 2"
    assert before.isEnabled()


def test_keys_give_roles_and_the_preview_follows(opened: Opened, qtbot: QtBot) -> None:
    opened.choose()
    table = opened.columns.table
    table.setFocus()
    table.selectRow(3)
    QTest.keyClick(table, Qt.Key.Key_3)
    draft = opened.page.draft()
    assert draft is not None
    assert draft.mapping.text == ("body_html", "topic")

    def follows() -> None:
        shown = opened.preview.document()
        assert shown is not None
        assert shown.document.text.endswith("labels")

    qtbot.waitUntil(lambda: _passes(follows))


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups of the offscreen platform
def test_enter_opens_the_picker_of_a_role(opened: Opened, qtbot: QtBot) -> None:
    opened.choose()
    table = opened.columns.table
    table.setFocus()
    table.setCurrentIndex(opened.columns.model.index(3, ROLE))
    QTest.keyClick(table, Qt.Key.Key_Return)
    picker = next(each for each in table.findChildren(Choice) if each.isVisible())
    assert picker.key() == "metadata"
    picker.choose("leave_out")
    picker.picked.emit("leave_out")
    assert opened.columns.model.roles()[3] is ColumnRole.LEAVE_OUT
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in table.findChildren(Choice)))


def test_the_menu_of_columns_gives_roles(opened: Opened) -> None:
    opened.choose()
    table, model = opened.columns.table, opened.columns.model
    table.selectRow(2)
    acts = {action.text().partition("\t")[0]: action for action in table.menu().actions() if action.text()}
    assert list(acts) == [
        *("Key", "Title", "Text", "Metadata", "Leave out"),
        *("Take as it is", "Mask", "Hash"),
        *("As suggested", "Leave out all others"),
    ]
    acts["Metadata"].trigger()
    assert model.roles()[2] is ColumnRole.METADATA
    acts["As suggested"].trigger()
    assert opened.columns.mapping() == SUGGESTED
    acts["Leave out all others"].trigger()
    assert opened.columns.mapping() == Mapping(("id",), "", ("body_html",))
    table.setFocus()
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_0)
    assert opened.columns.mapping() == SUGGESTED


def test_without_a_key_the_page_says_what_to_do(opened: Opened) -> None:
    opened.choose()
    opened.columns.model.set_role([0], ColumnRole.LEAVE_OUT)
    opened.qtbot.waitUntil(lambda: any("No key is chosen" in words for words in opened.notices()))
    assert not opened.button("Save").isEnabled()
    QTest.mouseClick(opened.button("Use suggestions"), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: opened.notices() == [])
    assert opened.button("Save").isEnabled()


def test_a_text_of_ones_own_takes_the_place_of_the_columns(opened: Opened, qtbot: QtBot) -> None:
    opened.choose()
    opened.columns.write_template("Parcel {id}: {title}")
    qtbot.waitUntil(lambda: (d := opened.preview.document()) is not None and d.document.text.startswith("Parcel 1: "))
    opened.columns.write_template("Parcel {id")
    qtbot.waitUntil(lambda: any("brace" in words for words in opened.notices()))
    assert not opened.button("Save").isEnabled()


def test_a_chunk_says_what_is_wrong_with_it(qtbot: QtBot) -> None:
    pane = PreviewPane(20)
    qtbot.addWidget(pane)
    chunks = (
        PreviewChunk("Fine.", 2),
        PreviewChunk("Much too long", 300, cut=True),
        PreviewChunk("Rinder", 4, broken="word"),
        PreviewChunk("and so", 2, broken="sentence"),
    )
    document = Document("d" * 32, (Field("id", 1),), "", "…", ())
    pane.show_preview(Preview((PreviewDocument(document, chunks, shortened=True),), (), 1, 254))
    said = [hint.words() for hint in pane.findChildren(Hint) if hint.isVisibleTo(pane)]
    assert said == [
        "Longer than the model reads: its last 46 tokens are found by words only.",
        "Cut inside a word: there was no better place.",
        "The sentence goes on in the next chunk.",
        "Only the first 20,000 characters of a value are shown here. A sync takes all of it.",
    ]


def test_a_text_without_spaces_stays_in_the_pane_and_is_copied_as_it_is(qtbot: QtBot) -> None:
    pane = PreviewPane(20)
    qtbot.addWidget(pane)
    pane.resize(300, 500)
    endless = "0f3a9c77" * 40
    document = Document("d" * 32, (Field("id", endless),), endless, endless, ())
    pane.show_preview(Preview((PreviewDocument(document, (PreviewChunk(endless, 200),)),), (), 1, 254))
    pane.show()
    passage = next(each for each in pane.findChildren(Text) if each.accessibleName() == endless)
    qtbot.waitUntil(lambda: 0 < passage.width() < 280)
    passage.setFocus()
    passage.setSelection(0, len(passage.text()))
    QTest.keyClick(passage, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == endless


def test_a_preview_that_takes_its_time_can_be_stopped(opened: Opened, shop: Shop, qtbot: QtBot) -> None:
    shop.execute(
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT max(i) AS id, 'x' AS body FROM n"
    )
    opened.page.reload()
    qtbot.waitUntil(lambda: opened.tables.model.shown_tables() == 4)
    assert opened.tables.choose(TableRef("", "endless"))
    qtbot.waitUntil(lambda: opened.button("Stop").isVisible())
    QTest.mouseClick(opened.button("Stop"), Qt.MouseButton.LeftButton)
    assert any("You stopped reading" in words for words in opened.notices())
    assert not opened.button("Stop").isVisible()
    shop.execute("DROP VIEW endless")
    shop.execute("CREATE VIEW endless AS SELECT 1 AS id, 'A word or two' AS body")
    QTest.mouseClick(opened.button("Read again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(opened.columns.is_loaded)
    assert not any("You stopped reading" in words for words in opened.notices())


def test_an_empty_table_can_be_chosen_all_the_same(opened: Opened) -> None:
    opened.tables.choose(TableRef("", "nothing_yet"))
    opened.qtbot.waitUntil(lambda: opened.button("Save").isEnabled())
    opened.qtbot.waitUntil(lambda: "no rows yet" in opened.preview.said())


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


def test_saving_tells_the_dataset_and_the_wish_to_sync(opened: Opened, shop: Shop) -> None:
    opened.choose()
    with opened.qtbot.waitSignal(opened.page.saved) as saved:
        QTest.mouseClick(opened.button("Save and sync"), Qt.MouseButton.LeftButton)
    assert saved.args is not None
    dataset, sync = saved.args
    assert isinstance(dataset, Dataset)
    assert sync is True
    assert (dataset.name, dataset.selection) == ("Articles", TableSelection(ARTICLES))
    assert dataset.knowledge_base_id == shop.knowledge_base.id
    assert shop.application.datasets.list() == (dataset,)
    assert not opened.page.is_changed()


def test_a_name_that_is_taken_is_marked(opened: Opened, shop: Shop) -> None:
    shop.add_dataset("Articles")
    opened.choose()
    QTest.mouseClick(opened.button("Save"), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: any("already a dataset called Articles" in words for words in opened.notices()))
    assert opened.name().property("wrong") == "true"
    QTest.keyClicks(opened.name(), "2")
    assert opened.name().property("wrong") == ""


def test_a_saved_dataset_opens_filled_and_is_changed(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    saved = shop.add_dataset()
    opened = Opened(shell, shop, qtbot, saved.id)
    qtbot.waitUntil(lambda: opened.preview.document() is not None)
    draft = opened.page.draft()
    assert draft is not None
    assert draft.mapping == saved.mapping
    assert not opened.page.is_changed()
    opened.columns.model.set_role([3], ColumnRole.LEAVE_OUT)
    assert opened.page.is_changed()
    with qtbot.waitSignal(opened.page.saved) as told:
        QTest.mouseClick(opened.button("Save"), Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert told.args[0].id == saved.id
    assert shop.application.datasets.get(saved.id).mapping.metadata == ()


def test_unsaved_changes_are_asked_about(opened: Opened, shell: Shell) -> None:
    opened.choose()
    assert not shell.navigator.pop()
    question = opened.page.window().findChild(Question)
    assert question is not None
    assert question.keep_button().isDefault()
    QTest.mouseClick(question.act_button(), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: shell.navigator.page() is not opened.page)


def test_a_page_nobody_touched_lets_go(opened: Opened, shell: Shell) -> None:
    assert shell.navigator.pop()


def test_a_new_knowledge_base_is_made_and_fed(opened: Opened, shop: Shop) -> None:
    opened.choose()
    bases = next(each for each in opened.page.findChildren(Choice) if "feeds" in each.accessibleName())
    bases.choose("new")
    bases.picked.emit("new")
    dialog = part(opened.page.window(), NewKnowledgeBase)
    field = part(dialog, LineEdit)
    QTest.keyClicks(field, "Field notes")
    QTest.keyClick(field, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: bases.currentText() == "Field notes")
    draft = opened.page.draft()
    assert draft is not None
    assert draft.knowledge_base_id == shop.application.knowledge_bases.find("Field notes").id


def test_typing_finds_tables_and_enter_goes_to_the_first(opened: Opened, qtbot: QtBot) -> None:
    QTest.keyClicks(opened.tables.search, "arti")
    qtbot.waitUntil(lambda: opened.tables.model.shown_tables() == 1)
    QTest.keyClick(opened.tables.search, Qt.Key.Key_Return)
    qtbot.waitUntil(opened.columns.is_loaded)
    assert opened.tables.current() is not None


def test_the_keyboard_goes_between_search_and_tree(opened: Opened, qtbot: QtBot) -> None:
    search, tree = opened.tables.search, opened.tables.tree
    opened.page.window().activateWindow()
    search.setFocus()
    qtbot.waitUntil(search.hasFocus)
    QTest.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(tree.hasFocus)
    assert opened.tables.current() is not None
    QTest.keyClicks(tree, "v")
    qtbot.waitUntil(search.hasFocus)
    assert search.text() == "v"
    assert opened.tables.model.shown_tables() == 1  # at once: it waits for no pause
    QTest.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(tree.hasFocus)
    QTest.keyClick(tree, Qt.Key.Key_Asterisk)
    assert search.text() == "v"
    QTest.keyClick(tree, Qt.Key.Key_Up)
    qtbot.waitUntil(search.hasFocus)


def test_a_source_that_is_gone_says_so_and_is_tried_again(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    away = shop.file.rename(shop.file.with_suffix(".away"))
    page = DataSelectionPage(shell, shop.connector.id)
    shell.navigator.push(lambda: page)
    qtbot.waitUntil(lambda: page.findChild(ErrorNotice) is not None)
    notice = part(page, ErrorNotice)
    assert str(shop.file) in notice.words()[0]
    away.rename(shop.file)
    notice.retry_asked.emit()
    tables = part(page, TablesPane)
    qtbot.waitUntil(lambda: tables.model.shown_tables() == 3)


def test_a_table_that_vanished_is_told_in_its_place(opened: Opened, shop: Shop) -> None:
    shop.execute("DROP TABLE nothing_yet")
    opened.tables.choose(TableRef("", "nothing_yet"))
    opened.qtbot.waitUntil(lambda: any("nothing_yet" in words for words in opened.notices()))
    assert not opened.button("Save").isEnabled()


class TestCounting:
    """A dry run before the first sync: exact figures, kept for the sync's progress."""

    def test_all_rows_are_counted_and_kept_with_the_dataset(self, opened: Opened, shop: Shop, qtbot: QtBot) -> None:
        opened.choose()
        line = part(opened.page, CountLine)
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "were counted" in line.words())
        assert f"All {ROWS} rows were counted." in line.words()
        assert "of disk" in line.words()
        with qtbot.waitSignal(opened.page.saved):
            QTest.mouseClick(opened.button("Save"), Qt.MouseButton.LeftButton)
        (dataset,) = shop.application.datasets.list()
        kept = shop.application.dry_runs.kept(dataset)
        assert kept is not None
        assert (kept.documents, kept.exact) == (ROWS, True)

    def test_a_count_of_something_else_is_forgotten(self, opened: Opened, qtbot: QtBot) -> None:
        opened.choose()
        line = part(opened.page, CountLine)
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "were counted" in line.words())
        QTest.keyClicks(opened.name(), " by name")
        assert "were counted" in line.words()
        opened.columns.table.setFocus()
        opened.columns.table.selectRow(3)
        QTest.keyClick(opened.columns.table, Qt.Key.Key_3)
        assert line.words() == ""

    def test_what_cannot_be_counted_is_told(self, opened: Opened, shop: Shop, qtbot: QtBot) -> None:
        opened.choose()
        shop.execute("DROP TABLE articles")
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.page.window().findChild(ErrorDialog) is not None)
        dialog = opened.page.window().findChild(ErrorDialog)
        assert dialog is not None
        dialog.close()
        assert opened.button("Count it all first").isVisible()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "All 9,052 rows were counted. It takes about 21 MB of disk; 80 GB are free."),
        ({"exact": False}, "Reckoned from 9,052 rows."),
        ({"rejected": 2}, "2 rows would be rejected."),
        ({"cut": 1}, "1 chunk is longer than the model reads."),
        ({"free_bytes": None}, "It takes about 21 MB of disk."),
        ({"free_bytes": 1_000_000}, "It takes about 21 MB of disk, but only 1 MB are free: make room first."),
    ],
)
def test_the_words_of_a_count(qtbot: QtBot, changes: dict[str, Any], said: str) -> None:
    line = CountLine()
    qtbot.addWidget(line)
    line.show_result(replace(COUNTED, **changes))
    assert said in line.words()


def test_counting_tells_how_far_it_is_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    draft = DatasetDraft("D", "c", TableSelection(ARTICLES), SUGGESTED)
    going = threading.Event()

    def work(_: DatasetDraft, context: JobContext) -> DryRun:
        so_far = replace(COUNTED, exact=False, rows_read=500)
        while not going.wait(0.01):
            context.report(DryRunProgress(Stage.READING, 500, 9_052, so_far=so_far))
            context.check()
        return COUNTED

    count = FirstSyncCount(jobs, work, jobs)
    qtbot.addWidget(count.line)
    count.show_draft(draft)
    count.start()
    qtbot.waitUntil(lambda: count.line.words() == "500 of about 9,052 rows counted")
    count.stop()
    assert "Reckoned from 500 rows." in count.line.words()
    result = count.result()
    assert result is not None
    assert not result.exact
    count.show_draft(None)
    assert count.result() is None


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
