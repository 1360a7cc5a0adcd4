"""The limits of a dataset, set on its sync page: what may be removed, rejected, and how long a source may be silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.model import SyncPolicy
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import install_language
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.pages.sync_limits import LimitsDialog
from tests.ui.shop import open_shop, shell_on


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent: QWidget) -> LimitsDialog:
    policy = SyncPolicy(delete_limit=1 / 3, max_cell_bytes=5, reject_limit=0.125, silence_limit_minutes=90.5)
    return shown(parent, policy)


def shown(parent: QWidget, policy: SyncPolicy) -> LimitsDialog:
    opened = LimitsDialog(parent, "Articles", policy)
    opened.show()
    return opened


def press(widget: QWidget, words: str) -> None:
    (found,) = [each for each in widget.findChildren(QPushButton) if words in (each.text(), each.accessibleName())]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_limits_are_changed_on_the_page_of_the_dataset(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    with open_shop(tmp_path) as shop:
        dataset = shop.add_dataset()
        shell = shell_on(shop.application, jobs, qtbot, tmp_path)
        page = shell.navigator.push(lambda: SyncPage(shell, dataset.id))
        (limits,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == "Change its limits"]
        qtbot.waitUntil(limits.isVisible)
        press(page, "Change its limits")
        dialog = page.window().findChild(LimitsDialog)
        assert isinstance(dialog, LimitsDialog)
        assert [each.value() for each in (dialog.deletes, dialog.rejects, dialog.silence)] == ["20", "100", "60"]
        dialog.silence.set_value("240")
        press(dialog, "Save limits")
        datasets = shop.application.datasets
        qtbot.waitUntil(lambda: datasets.get(dataset.id).policy == SyncPolicy(silence_limit_minutes=240))


def test_a_limit_that_nobody_touches_keeps_its_exact_value(dialog: LimitsDialog) -> None:
    assert dialog.deletes.value() == "33.3333"
    assert dialog.policy().delete_limit == 1 / 3
    dialog.deletes.set_value("7.5")
    assert dialog.policy() == SyncPolicy(0.075, 5, 0.125, silence_limit_minutes=90.5)


def test_nothing_is_told_where_nothing_changed(dialog: LimitsDialog) -> None:
    told: list[object] = []
    dialog.chosen.connect(told.append)
    press(dialog, "Save limits")
    assert told == []
    assert not dialog.isVisible()


@pytest.mark.parametrize("value", ["101", "-1", "", "twenty", "12,5", "1,000", "nan"])
def test_a_share_that_makes_no_sense_is_not_saved(dialog: LimitsDialog, value: str) -> None:
    dialog.rejects.set_value(value)
    press(dialog, "Save limits")
    assert dialog.isVisible()
    assert dialog.rejects.error() == "Enter a number from 0 to 100."


def test_no_end_of_waiting_is_a_limit_and_no_number_is_none(dialog: LimitsDialog) -> None:
    dialog.silence.set_value("soon")
    press(dialog, "Save limits")
    assert dialog.silence.error() == "Enter a number of minutes, or 0."
    dialog.silence.set_value("0")
    assert dialog.policy().silence_limit_minutes == 0


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install_language(qapp, "de")
    yield
    install_language(qapp, "en")


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_the_language_does(parent: QWidget) -> None:
    dialog = shown(parent, SyncPolicy(delete_limit=0.125))
    assert dialog.deletes.value() == "12,5"
    dialog.silence.set_value("7,5")
    assert dialog.policy() == SyncPolicy(delete_limit=0.125, silence_limit_minutes=7.5)
    dialog.silence.set_value("7.5")
    assert not dialog.silence.check()


def test_rows_are_limited_by_a_number_or_by_what_was_there_before(parent: QWidget) -> None:
    dialog = shown(parent, SyncPolicy(row_limit=5_000_000))
    assert dialog.rows.value() == "5000000"
    for value, limit in (("", None), ("0", 0), (" 70 ", 70)):
        dialog.rows.set_value(value)
        assert dialog.policy() == SyncPolicy(row_limit=limit)
    for value in ("1,000", "many", "-1", "1e6"):
        dialog.rows.set_value(value)
        assert dialog.policy() == SyncPolicy(row_limit=5_000_000)
    press(dialog, "Save limits")
    assert dialog.rows.error() == "Enter a whole number of rows, or nothing."
    assert dialog.isVisible()
    assert shown(parent, SyncPolicy()).rows.value() == ""


def test_a_row_limit_beyond_the_most_stays_and_no_other_is_taken(parent: QWidget) -> None:
    told: list[object] = []
    policy = SyncPolicy(row_limit=10**30)
    dialog = shown(parent, policy)
    dialog.chosen.connect(told.append)
    dialog.rejects.set_value("50")
    for value in ("1000000000001", "9" * 5000):
        dialog.rows.set_value(value)
        press(dialog, "Save limits")
        assert dialog.rows.error() == "Enter at most 1,000,000,000,000 rows, or 0."
        assert dialog.isVisible()
    dialog.rows.set_value("1000000000000")
    assert dialog.policy().row_limit == 10**12
    dialog.rows.set_value(str(10**30))
    press(dialog, "Save limits")
    assert told == [SyncPolicy(reject_limit=0.5, row_limit=10**30)]
