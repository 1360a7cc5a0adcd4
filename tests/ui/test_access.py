"""Every page and dialog for somebody without a mouse or without sight: names, roles, hit areas, the way of the Tab key.

The scenes of screens.py draw all there is, in every state; each is walked as it stands.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot

from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.overlays import FocusRing
from kbconnect.ui.window import MainWindow
from tests.ui.access import Role, faults, front_of, heard, reached_by_tab
from tests.ui.scene import Scene, shown
from tests.ui.screens import SCENES

PAGES = tuple(scene for scene in SCENES if not scene.name.startswith("parts"))
"""Without the boards of samples, which show each control several times."""
FIRST = {scene.name: scene for scene in reversed(PAGES)}
TYPICAL = [
    FIRST[name]
    for name in ("sources", "connector-test", "select-table", "sync-finished", "knowledge", "activity", "question")
]


@pytest.fixture(autouse=True)
def screen_reader(qapp: QApplication) -> None:
    """As if one were listening: only then is the tree kept."""
    QAccessible.setActive(True)


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_nothing_keeps_a_keyboard_or_a_screen_reader_out(scene: Scene) -> None:
    with shown(scene) as window:
        assert faults(window) == []


@pytest.mark.parametrize("scene", TYPICAL, ids=lambda scene: scene.name)
def test_the_way_back_is_the_way_there(scene: Scene) -> None:
    with shown(scene) as window:
        front = front_of(window)
        front.activateWindow()
        there = reached_by_tab(front)
        back = [QApplication.focusWidget()]
        for _ in there[1:]:
            QTest.keyClick(back[-1] or front, Qt.Key.Key_Backtab)
            back.append(QApplication.focusWidget())
        assert [back[0], *reversed(back[1:])] == there


@pytest.mark.parametrize("scene", TYPICAL, ids=lambda scene: scene.name)
def test_the_focus_is_seen_wherever_tab_leads(scene: Scene) -> None:
    with shown(scene) as window:
        front = front_of(window)
        front.activateWindow()
        ring = next(each for each in front.findChildren(FocusRing) if each.window() is front)
        seen = 0
        for _ in reached_by_tab(front):
            handle = front.windowHandle()
            assert handle is not None
            QTest.keyClick(handle, Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            if isinstance(focused, (QLineEdit, QPlainTextEdit)):
                assert ring.isHidden()  # they show it by their own border
            else:
                assert ring.target() is focused
                assert ring.isVisible()
                seen += 1
        assert seen


def test_sections_are_heard_as_one_of_several() -> None:
    with shown(FIRST["sources"]) as window:
        roles = {one.name: one.role for one in heard(window)}
        assert roles["Knowledge"] is Role.RadioButton
        assert roles["New connector"] is Role.Button
        assert roles["Search connectors"] is Role.EditableText
        assert roles["Connectors"] is Role.List
        assert roles["Datasets"] is Role.Table


def test_a_row_is_heard_whole() -> None:
    with shown(FIRST["activity"]) as window:
        assert any("Policies" in one.name and "Login refused" in one.name for one in heard(window))


def test_every_section_is_reached_by_its_keys(qtbot: QtBot) -> None:
    with shown(FIRST["shell"]) as window:
        assert isinstance(window, MainWindow)
        window.activateWindow()
        for number, section in enumerate(("sources", "knowledge", "activity", "settings"), 1):
            QTest.keySequence(window, QKeySequence(f"Ctrl+{number}"))
            qtbot.waitUntil(lambda wanted=section: window.navigator().section() == wanted)  # type: ignore[misc]


@pytest.mark.parametrize("name", ["select-table", "sources", "knowledge", "activity", "settings-secrets"])
def test_f6_leads_from_pane_to_pane(name: str) -> None:
    with shown(FIRST[name]) as window:
        window.activateWindow()
        window.setFocus()
        seen = []
        for _ in range(5):
            QTest.keyClick(window, Qt.Key.Key_F6)
            focused = QApplication.focusWidget()
            assert focused is not None
            seen.append(focused)
        assert len(set(seen)) >= 2
        assert seen[0] in seen[1:], "F6 comes round"


def test_escape_closes_a_dialog_and_gives_the_keyboard_back(qtbot: QtBot) -> None:
    with shown(FIRST["question"]) as window:
        dialog = window.findChild(Dialog)
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not [each for each in window.findChildren(Dialog) if each.isVisible()])


def test_a_long_text_scrolls_by_keys() -> None:
    with shown(FIRST["select-template"]) as window:
        areas = [each for each in window.findChildren(QScrollArea) if each.verticalScrollBar().maximum() > 0]
        chain = reached_by_tab(window)
        assert areas
        own = [area for area in areas if area in chain and area.isVisible()]
        for area in own:
            before = area.verticalScrollBar().value()
            QTest.keyClick(area, Qt.Key.Key_PageDown)
            assert area.verticalScrollBar().value() > before


def test_a_choice_is_changed_by_keys() -> None:
    with shown(FIRST["activity"]) as window:
        choice = next(each for each in window.findChildren(QComboBox) if each.isVisible())
        before = choice.currentIndex()
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Down)
        assert choice.currentIndex() != before
