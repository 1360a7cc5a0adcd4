"""The preview on the page "Choose data": documents and chunks as they will be, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.core.model import Document, Field, TableRef
from kbconnect.core.preview import Preview, PreviewChunk, PreviewDocument
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.widgets.labels import Hint, Text
from tests.ui.data_selections import Opened
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


def test_documents_of_another_table_go_where_there_is_nothing_to_show(opened: Opened, shop: Shop) -> None:
    shop.execute("DROP TABLE nothing_yet")
    shop.execute("CREATE TABLE nothing_yet (code INTEGER)")
    opened.choose()
    opened.preview.findChildren(QPushButton)[1].click()
    assert opened.tables.choose(TableRef("", "nothing_yet"))
    opened.qtbot.waitUntil(lambda: any("No key is chosen" in words for words in opened.notices()))
    assert opened.preview.document() is None
    assert not [each for each in opened.preview.findChildren(Text) if each.isVisible() and "parcel" in each.words()]
    opened.choose()
    shown = opened.preview.document()
    assert shown is not None
    assert shown.document.title == "How to return parcel 1"


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
