"""Where room is short, or text is large, everything gives some: nothing is cut, nothing disappears."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from kbconnect.ui.fonts import Size
from kbconnect.ui.language import install_language
from kbconnect.ui.models.cells import Column
from kbconnect.ui.painting import pill_width, text_width
from kbconnect.ui.style import Theme
from kbconnect.ui.widgets.fields import Choice
from kbconnect.ui.widgets.layout import flow
from kbconnect.ui.widgets.provider_choice import ProviderChoice
from kbconnect.ui.widgets.tables import MasterList, Table
from kbconnect.ui.window import MainWindow
from tests.ui.scene import shown
from tests.ui.screens import SCENES


@pytest.mark.parametrize("width", [360, 520, 900])
def test_the_column_that_takes_the_rest_keeps_some(qtbot: QtBot, width: int) -> None:
    table = Table((Column("Dataset"), Column("Documents", 120), Column("Status", 180), Column("Schedule", 160)))
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    assert table.columnWidth(0) >= 100
    assert sum(table.columnWidth(at) for at in range(4)) <= table.viewport().width()


def test_columns_are_as_wide_as_wished_where_there_is_room(qtbot: QtBot) -> None:
    table = Table((Column("Dataset"), Column("Documents", 120)))
    qtbot.addWidget(table)
    table.resize(200, 200)
    table.show()
    table.resize(800, 200)
    assert table.columnWidth(1) == 120


def test_columns_give_down_to_their_least_before_all_give_some(qtbot: QtBot) -> None:
    table = Table((Column("Status", 200, least=160), Column("Dataset", least=150), Column("Took", 100)))
    qtbot.addWidget(table)
    table.show()
    given = []
    for width in (500, 430, 380, 300):
        table.resize(width, 200)
        given.append([table.columnWidth(at) for at in range(3)])
    assert given[:3] == [[200, 200, 100], [180, 150, 100], [160, 120, 100]]
    assert given[3][0] < 160
    assert given[3][2] < 100


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_a_sync_of_many_rows_has_its_number_whole(width: int) -> None:
    scene = next(scene for scene in SCENES if scene.name == "activity-rejects")
    with shown(replace(scene, size=(width, 800))) as window:
        table = window.findChild(Table)
        assert table is not None
        cells = [row.cells for row in table.rows()]
        room = table.columnWidth(4) - 20
        assert max(text_width(cell[4].sub, Size.CAPTION) for cell in cells) <= room
        pills = [pill_width(cell[0].status) for cell in cells if cell[0].status is not None]
        assert max(pills) <= table.columnWidth(0) - 20


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_narrow_list_says_when_each_was_and_will_be_synced(language: str, qapp: QApplication) -> None:
    install_language(qapp, language)
    scene = next(scene for scene in SCENES if scene.name == "sources-narrow")
    with shown(scene) as window:
        (entries,) = window.findChildren(MasterList)
        room = entries.viewport().width() - 88
        lines = [entry.second for entry in entries.entries() if entry.share is None]
        assert max(text_width(line, Size.CAPTION) for line in lines) <= room


def test_a_choice_is_elided_rather_than_cut(qtbot: QtBot) -> None:
    choice = Choice(("a", "Verschlüsseln, Zertifikat und Rechnername prüfen (am sichersten)"))
    qtbot.addWidget(choice)
    assert choice.minimumSizeHint().width() < 150 < choice.sizeHint().width()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_tile_is_whole_at_every_scale(qtbot: QtBot, scale: float) -> None:
    made = ProviderChoice((("postgresql", "PostgreSQL"),), name="Kind")
    qtbot.addWidget(made)
    engine_icon: QIcon = made.findChildren(type(made._buttons["postgresql"]))[0].icon()
    picture = engine_icon.pixmap(QSize(28, 28), scale).toImage()
    assert picture.width() == round(28 * scale)
    side = picture.width()
    assert picture.pixelColor(0, 0).alpha() < 255  # a round corner
    assert picture.pixelColor(side // 2, 1).alpha() == 255  # its upper edge


def test_large_text_makes_the_side_bar_a_rail_earlier(look: Theme) -> None:
    scene = next(scene for scene in SCENES if scene.name == "shell")
    with shown(scene) as window:
        assert isinstance(window, MainWindow)
        assert not window._side.is_rail()
    look.set_text_scale(1.3)
    with shown(scene) as window:
        assert isinstance(window, MainWindow)
        assert window._side.is_rail()


def test_a_column_that_gives_some_of_its_width_keeps_its_heading_whole(qtbot: QtBot) -> None:
    columns = (Column("Dataset"), Column("A heading of some length", 170, right=True), Column("Status", 300))
    table = Table(columns)
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    words = table.horizontalHeader().fontMetrics().horizontalAdvance(columns[1].title)
    assert words > 170 * 290 / 470, "its share alone would cut it"
    assert table.columnWidth(1) >= words
    assert table.columnWidth(1) + table.columnWidth(2) <= 400


def test_what_is_hidden_takes_no_place_among_wrapping_buttons(qtbot: QtBot) -> None:
    first, hidden, last = (QPushButton(words) for words in ("Lock now", "New key", "Change pass phrase"))
    row = flow(first, hidden, last, gap=8)
    qtbot.addWidget(row)
    row.resize(600, 60)
    hidden.hide()
    row.show()
    assert last.x() == first.x() + first.width() + 8


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["knowledge-saved-narrow", "knowledge-saved-found", "select-table"])
def test_no_pane_is_wider_than_its_place(name: str, language: str, qapp: QApplication) -> None:
    install_language(qapp, language)
    assert _widths_too_many(name) <= 0


@pytest.mark.parametrize("name", ["activity-brake", "form-certificate", "connector-test", "settings-secrets"])
def test_no_pane_is_wider_than_its_place_with_large_text(name: str, qapp: QApplication, look: Theme) -> None:
    install_language(qapp, "de")
    look.set_text_scale(1.3)
    assert _widths_too_many(name) <= 0


def _widths_too_many(name: str) -> int:
    """By how many pixels what is in a pane is wider than its place, in a window of 1024 pixels."""
    scene = next(scene for scene in SCENES if scene.name == name)
    with shown(replace(scene, size=(1024, 700))) as window:
        areas = [(each, each.widget()) for each in window.findChildren(QScrollArea) if each.isVisible()]
        return max(inside.width() - area.viewport().width() for area, inside in areas if inside is not None)
