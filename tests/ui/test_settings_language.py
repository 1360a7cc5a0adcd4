"""The language of the window is chosen in the settings, kept on this machine, and used at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbconnect.ui import language, start
from kbconnect.ui.language import install_language
from kbconnect.ui.pages import settings_language
from kbconnect.ui.pages.settings_language import KEPT_AS, LanguagePart
from tests.ui.pages import Reader


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def part(memory: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> LanguagePart:
    monkeypatch.setattr(settings_language, "system_language", lambda: "en")
    made = LanguagePart(memory)
    qtbot.addWidget(made)
    made.show()
    return made


def pick(part: LanguagePart, key: str) -> None:
    """By keyboard: Home, then down to the option."""
    QTest.keyClick(part.choice, Qt.Key.Key_Home)
    for _ in range(part.choice.findData(key)):
        QTest.keyClick(part.choice, Qt.Key.Key_Down)


def test_the_start_looks_where_the_choice_is_kept() -> None:
    assert KEPT_AS == start.LANGUAGE


def test_every_language_can_be_chosen(part: LanguagePart) -> None:
    offered = [part.choice.itemText(at) for at in range(part.choice.count())]
    assert offered == ["As the system", *language.languages().values()]
    assert part.choice.currentText() == "As the system"


def test_a_choice_is_kept_and_says_when_it_holds(part: LanguagePart, memory: QSettings, qtbot: QtBot) -> None:
    said = Reader(part, qtbot)
    assert "next start" not in said.said()
    pick(part, "de")
    assert memory.value(KEPT_AS) == "de"
    assert "From the next start of kbconnect: Deutsch." in said.said()
    pick(part, "system")
    assert memory.value(KEPT_AS) is None
    assert "next start" not in said.said()


def test_what_is_kept_is_shown(memory: QSettings, qtbot: QtBot, qapp: QApplication) -> None:
    memory.setValue(KEPT_AS, "de")
    install_language(qapp, "de")
    part = LanguagePart(memory)
    qtbot.addWidget(part)
    part.show()
    assert part.choice.currentText() == "Deutsch"
    assert "Start" not in Reader(part, qtbot).said()


def test_a_language_that_is_gone_counts_as_none(memory: QSettings, qtbot: QtBot) -> None:
    memory.setValue(KEPT_AS, "xx")
    part = LanguagePart(memory)
    qtbot.addWidget(part)
    assert part.choice.currentText() == "As the system"
