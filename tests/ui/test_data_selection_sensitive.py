"""Sensitive columns on the page "Choose data": masked in the preview, and a question before they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.core.model import ColumnRole, TableRef
from kbconnect.core.treatment import Treatment
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.column_roles import ROLE
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_tables import TablesPane
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Choice
from tests.ui.shop import Shop, open_shop, shell_on

PEOPLE = TableRef("", "people")
NAME, MAIL, NOTE = 1, 2, 3


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        made.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, note TEXT)")
        for number in range(9):
            made.execute(
                f"INSERT INTO people VALUES ({number}, 'Person number {number}', 'p{number}@example.com', "
                f"'Wants the red tent for {number} people, by tomorrow')"
            )
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class Opened:
    """The page on the table of people."""

    def __init__(self, shell: Shell, shop: Shop, qtbot: QtBot, dataset_id: str = "") -> None:
        self.page = DataSelectionPage(shell, shop.connector.id, dataset_id)
        shell.navigator.push(lambda: self.page)
        tables, preview = self.page.findChild(TablesPane), self.page.findChild(PreviewPane)
        assert tables is not None
        assert preview is not None
        self.preview: PreviewPane = preview
        qtbot.waitUntil(lambda: tables.model.shown_tables() == 4)
        tables.choose(PEOPLE)
        qtbot.waitUntil(lambda: self.preview.document() is not None)
        self.columns = next(pane for pane in self.page.findChildren(ColumnsPane) if pane.is_loaded())

    def save(self) -> None:
        save = next(each for each in self.page.findChildren(QPushButton) if each.text() == "Save")
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)

    def question(self) -> Question | None:
        return next((each for each in self.page.window().findChildren(Question) if each.isVisible()), None)


@pytest.fixture
def opened(shell: Shell, shop: Shop, qtbot: QtBot) -> Opened:
    return Opened(shell, shop, qtbot)


def test_a_column_that_is_taken_is_masked_in_the_preview(opened: Opened, qtbot: QtBot) -> None:
    assert opened.columns.model.roles()[MAIL] is ColumnRole.LEAVE_OUT
    opened.columns.model.set_role([MAIL], ColumnRole.METADATA)
    qtbot.waitUntil(lambda: "p…@example.com" in str(opened.preview.document()))
    assert "p0@example.com" not in str(opened.preview.document())


def test_what_is_masked_is_saved_without_a_question(opened: Opened, qtbot: QtBot, shop: Shop) -> None:
    opened.columns.model.set_role([MAIL], ColumnRole.METADATA)
    with qtbot.waitSignal(opened.page.saved):
        opened.save()
    (dataset,) = shop.application.datasets.list()
    assert dataset.mapping.treatment_of("mail") is Treatment.MASK


def test_keys_and_the_picker_choose_a_treatment(opened: Opened, qtbot: QtBot) -> None:
    table, model = opened.columns.table, opened.columns.model
    table.setFocus()
    table.selectRow(MAIL)
    for key, treatment in (
        (Qt.Key.Key_8, Treatment.HASH),
        (Qt.Key.Key_7, Treatment.MASK),
        (Qt.Key.Key_6, Treatment.KEEP),
    ):
        QTest.keyClick(table, key)
        assert model.treatments()[MAIL] is treatment
    table.setCurrentIndex(model.index(MAIL, ROLE))
    QTest.keyClick(table, Qt.Key.Key_Return)
    picker = next(each for each in table.findChildren(Choice) if each.isVisible())
    words = [picker.itemText(place) for place in range(picker.count())]
    assert words[-3:] == ["Take as it is", "Mask", "Hash"]
    picker.choose("hash")
    picker.picked.emit("hash")
    assert model.treatments()[MAIL] is Treatment.HASH
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in table.findChildren(Choice)))


def test_taking_it_as_it_is_is_asked_once(opened: Opened, qtbot: QtBot, shop: Shop, shell: Shell) -> None:
    opened.columns.model.set_treatment([MAIL], Treatment.KEEP)
    opened.save()
    qtbot.waitUntil(lambda: opened.question() is not None)
    question = opened.question()
    assert question is not None
    said = [each.text() for each in question.findChildren(QLabel)]
    assert "1 column" in said
    assert "For example" not in said
    question.keep_button().click()
    assert shop.application.datasets.list() == ()
    opened.save()
    question = opened.question()
    assert question is not None
    with qtbot.waitSignal(opened.page.saved):
        question.act_button().click()
    (dataset,) = shop.application.datasets.list()
    assert (dataset.mapping.metadata, dataset.mapping.treatments) == (("mail",), ())
    again = Opened(shell, shop, qtbot, dataset.id)
    with qtbot.waitSignal(again.page.saved):
        again.save()
    assert again.question() is None
