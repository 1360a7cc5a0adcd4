"""The page "Choose data" on a real source: tables, roles, saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.job import InlineContext
from kbconnect.core.model import (
    ChangeMode,
    ColumnRole,
    Dataset,
    DatasetDraft,
    Mapping,
    QuerySelection,
    TableRef,
    TableSelection,
)
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import install_language
from kbconnect.ui.models.change_detection import ChangeDetection
from kbconnect.ui.models.column_roles import ROLE
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.data_selection_tables import TablesPane
from kbconnect.ui.pages.data_selection_work import SelectionWork
from kbconnect.ui.pages.knowledge_new import NewKnowledgeBase
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Choice, LineEdit
from tests.ui.data_selections import ARTICLES, SUGGESTED, Opened, part
from tests.ui.shop import Shop, open_shop, shell_on


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
    opened.qtbot.waitUntil(
        lambda: any("No key is chosen" in words and "chosen." not in words for words in opened.notices())
    )
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


def test_an_empty_table_can_be_chosen_all_the_same(opened: Opened) -> None:
    opened.tables.choose(TableRef("", "nothing_yet"))
    opened.qtbot.waitUntil(lambda: opened.button("Save").isEnabled())
    opened.qtbot.waitUntil(lambda: "no rows yet" in opened.preview.said())


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
    opened.columns.model.set_role([3], ColumnRole.LEAVE_OUT)
    assert not shell.navigator.pop()
    assert not shell.navigator.may_close()  # one question stands for both
    assert len(opened.page.window().findChildren(Question)) == 1
    assert not shell.navigator.pop()
    question = opened.page.window().findChild(Question)
    assert question is not None
    assert question.keep_button().isDefault()
    QTest.mouseClick(question.act_button(), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: shell.navigator.page() is not opened.page)


def test_a_page_nobody_touched_lets_go(opened: Opened, shell: Shell) -> None:
    assert shell.navigator.pop()


def test_looking_at_tables_is_left_without_a_question(opened: Opened, shell: Shell) -> None:
    opened.choose()
    opened.choose(TableRef("", "v_recent"))
    opened.qtbot.waitUntil(lambda: opened.page.draft() is not None)
    assert shell.navigator.pop()


class TestChangedByHand:
    """What a person did to a table that was picked, each for itself; taken back, there is nothing to ask."""

    def test_a_role(self, opened: Opened) -> None:
        opened.choose()
        opened.columns.model.set_role([3], ColumnRole.LEAVE_OUT)
        assert opened.page.is_changed()
        QTest.mouseClick(opened.tabs.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
        assert opened.page.is_changed()
        opened.columns.model.use_suggestions()
        assert not opened.page.is_changed()

    def test_the_way_changes_are_found(self, opened: Opened) -> None:
        opened.choose()
        opened.columns.choose_detection(ChangeDetection(ChangeMode.APPEND))
        assert opened.page.is_changed()

    def test_a_name(self, opened: Opened) -> None:
        QTest.keyClicks(opened.name(), "Help")
        opened.choose()
        assert opened.page.is_changed()

    def test_a_query_that_has_not_run_yet(self, opened: Opened) -> None:
        QTest.mouseClick(opened.tabs.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
        QTest.keyClicks(opened.query.editor(), "SELECT")
        assert opened.page.is_changed()

    def test_a_text_of_ones_own(self, opened: Opened) -> None:
        opened.choose()
        opened.columns.write_template("{title}")
        assert opened.page.is_changed()

    def test_a_knowledge_base(self, opened: Opened, shop: Shop) -> None:
        bases = next(each for each in opened.page.findChildren(Choice) if "feeds" in each.accessibleName())
        opened.qtbot.waitUntil(lambda: bases.key() == shop.knowledge_base.id)
        assert not opened.page.is_changed()
        bases.choose("new")
        bases.picked.emit("new")
        field = part(part(opened.page.window(), NewKnowledgeBase), LineEdit)
        QTest.keyClicks(field, "Field notes")
        QTest.keyClick(field, Qt.Key.Key_Return)
        opened.qtbot.waitUntil(lambda: bases.currentText() == "Field notes")
        assert opened.page.is_changed()


class TestSavedDataset:
    """One that is changed is compared with what is saved."""

    def test_another_table_differs_and_its_own_does_not(self, shell: Shell, shop: Shop, qtbot: QtBot) -> None:
        opened = Opened(shell, shop, qtbot, shop.add_dataset().id)
        qtbot.waitUntil(lambda: opened.preview.document() is not None)
        opened.choose(TableRef("", "v_recent"))
        qtbot.waitUntil(opened.page.is_changed)
        opened.choose()
        qtbot.waitUntil(lambda: opened.page.draft() is not None)
        assert not opened.page.is_changed()
        assert shell.navigator.pop()

    def test_a_column_that_went_is_nobody_s_change(self, shell: Shell, shop: Shop, qtbot: QtBot) -> None:
        saved = shop.add_dataset()
        shop.execute("ALTER TABLE articles DROP COLUMN topic")
        opened = Opened(shell, shop, qtbot, saved.id)
        qtbot.waitUntil(lambda: opened.preview.document() is not None)
        assert shell.navigator.pop()

    def test_a_query_that_is_run_again(self, shell: Shell, shop: Shop, qtbot: QtBot) -> None:
        saved = shop.add_dataset()
        query = QuerySelection("SELECT id, title, body_html FROM articles\n")
        draft = replace(draft_of_dataset(saved), selection=query, mapping=replace(saved.mapping, metadata=()))
        shop.application.datasets.edit(saved.id, draft)
        opened = Opened(shell, shop, qtbot, saved.id)
        qtbot.waitUntil(lambda: opened.preview.document() is not None)
        assert not opened.page.is_changed()
        opened.query.columns.model.set_role([1], ColumnRole.LEAVE_OUT)
        assert opened.page.is_changed()
        with qtbot.waitSignal(opened.query.run_asked):
            opened.page.reload()
        qtbot.waitUntil(opened.query.is_current)
        assert opened.page.is_changed()
        opened.query.set_sql("SELECT id, title FROM articles")
        assert opened.page.is_changed()


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


def test_a_dataset_whose_table_is_gone_says_so(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    saved = shop.add_dataset()
    shop.execute("ALTER TABLE articles RENAME TO pieces")
    opened = Opened(shell, shop, qtbot, saved.id)
    qtbot.waitUntil(lambda: any("articles is not among the tables" in words for words in opened.notices()))
    opened.choose(TableRef("", "pieces"))
    assert opened.notices() == []


@pytest.mark.parametrize(
    ("crumb", "title"), [("Sources", "Sources"), ("Corner shop", "Sources"), ("Articles", "Articles")]
)
def test_a_dataset_stands_below_its_connector_in_the_trail(
    shell: Shell, shop: Shop, qtbot: QtBot, crumb: str, title: str
) -> None:
    saved = shop.add_dataset()
    shell.navigator.push(lambda: SyncPage(shell, saved.id, saved.name))
    opened = Opened(shell, shop, qtbot, saved.id)

    def crumbs() -> list[QPushButton]:
        made = opened.page.findChildren(QPushButton)
        return [each for each in made if each.property("kind") == Kind.CRUMB.value and each.isVisible()]

    qtbot.waitUntil(lambda: [each.text() for each in crumbs()] == ["Sources", "Corner shop", "Articles"])
    qtbot.waitUntil(lambda: opened.preview.document() is not None)
    QTest.mouseClick(next(each for each in crumbs() if each.text() == crumb), Qt.MouseButton.LeftButton)
    front = shell.navigator.page()
    assert front is not None
    assert front.title() == title


def test_the_number_of_tables_is_said_as_people_say_it(opened: Opened, shop: Shop) -> None:
    assert opened.tables.search.placeholderText() == "Search 3 tables"
    shop.execute("DROP VIEW v_recent")
    shop.execute("DROP TABLE nothing_yet")
    opened.page.reload()
    opened.qtbot.waitUntil(lambda: opened.tables.search.placeholderText() == "Search 1 table")
    assert opened.tables.search.accessibleName() == "Search 1 table"


def test_the_first_knowledge_base_has_the_name_that_was_read(shop: Shop, qapp: QApplication) -> None:
    shop.application.knowledge_bases.remove(shop.knowledge_base.id)
    install_language(qapp, "de")
    draft = DatasetDraft("Artikel", shop.connector.id, TableSelection(ARTICLES), SUGGESTED)
    saved = SelectionWork(shop.application, shop.connector.id, "").save(draft, None, InlineContext())
    assert shop.application.knowledge_bases.get(saved.knowledge_base_id).name == "Wissensbasis"
