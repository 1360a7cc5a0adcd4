"""What the window remembers of itself, and that it is never lost where no screen shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kbconnect.ui.window_state import GEOMETRY, WindowState, can_be_reached


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def shown(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setMinimumSize(300, 200)
    made.resize(500, 400)
    return made


def test_size_and_place_come_back(memory: QSettings, qtbot: QtBot) -> None:
    before, after = shown(qtbot), shown(qtbot)
    before.setGeometry(QRect(60, 70, 410, 320))
    WindowState(memory).keep(before)
    WindowState(memory).restore(after)
    assert after.geometry() == before.geometry()


def test_maximised_comes_back(memory: QSettings, qtbot: QtBot) -> None:
    before, after = shown(qtbot), shown(qtbot)
    before.showMaximized()
    WindowState(memory).keep(before)
    WindowState(memory).restore(after)
    assert after.isMaximized()


@pytest.mark.parametrize("corner", [QPoint(9_000, 100), QPoint(-4_000, 50), QPoint(100, 5_000), QPoint(100, -3_000)])
def test_a_screen_that_is_gone_takes_no_window_along(memory: QSettings, qtbot: QtBot, corner: QPoint) -> None:
    before, after = shown(qtbot), shown(qtbot)
    before.setGeometry(QRect(corner, QSize(500, 400)))
    assert not can_be_reached(before.geometry())
    WindowState(memory).keep(before)
    WindowState(memory).restore(after)
    assert can_be_reached(after.geometry())
    assert after.size().width() >= 300
    assert QGuiApplication.primaryScreen().availableGeometry().intersects(after.geometry())


@pytest.mark.parametrize("junk", ["no bytes", b"nothing of Qt's", 7])
def test_what_cannot_be_read_changes_nothing(memory: QSettings, qtbot: QtBot, junk: object) -> None:
    memory.setValue(GEOMETRY, junk)
    window = shown(qtbot)
    before = window.geometry()
    WindowState(memory).restore(window)
    assert window.geometry() == before


def test_the_section_comes_back_if_there_still_is_one(memory: QSettings) -> None:
    state = WindowState(memory)
    assert state.section(("sources", "activity"), "sources") == "sources"
    state.keep_section("activity")
    assert state.section(("sources", "activity"), "sources") == "activity"
    assert state.section(("sources",), "sources") == "sources"
