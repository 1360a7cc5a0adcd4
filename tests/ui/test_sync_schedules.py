"""The sync page beside a sync: its schedule, retrying rejected rows, examples in the question of the delete brake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.model import Dataset
from kbconnect.core.schedule import CronRule, IntervalRule, Rule
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.schedule_dialog import CRON, DAILY, INTERVAL, ScheduleDialog
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Field
from kbconnect.ui.widgets.labels import Hint, Text
from tests.ui.shop import Shop, open_shop, shell_on

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        yield opened


@pytest.fixture
def dataset(shop: Shop) -> Dataset:
    return shop.add_dataset()


@pytest.fixture
def page(shop: Shop, dataset: Dataset, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> SyncPage:
    shop.sync(dataset)
    shell = shell_on(shop.application, jobs, qtbot, tmp_path)
    return open_page(shell, dataset, qtbot)


def open_page(shell: Shell, dataset: Dataset, qtbot: QtBot) -> SyncPage:
    opened = shell.navigator.push(lambda: SyncPage(shell, dataset.id))
    assert isinstance(opened, SyncPage)
    qtbot.waitUntil(lambda: "matches articles" in said(opened))
    return opened


def said(widget: QWidget) -> str:
    """All words that are to be seen."""
    parts = [each.text() for each in widget.findChildren(Text) if each.isVisible()]
    parts += [each.accessibleName() for each in widget.findChildren(Hint) if each.isVisible()]
    return "\n".join(parts)


def press(widget: QWidget, words: str, qtbot: QtBot) -> None:
    (made,) = [each for each in widget.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    made.click()


def field(dialog: ScheduleDialog, label: str) -> Field:
    (found,) = [each for each in dialog.findChildren(Field) if each.editor.accessibleName() == label]
    return found


def test_a_schedule_is_set_changed_paused_and_taken_away(page: SyncPage, shop: Shop, qtbot: QtBot) -> None:
    schedules = shop.application.schedules
    assert "Synced only when somebody asks for it" in said(page)
    press(page, "Set a schedule", qtbot)
    dialog = page.window().findChild(ScheduleDialog)
    assert isinstance(dialog, ScheduleDialog)
    field(dialog, "When to sync").set_value(DAILY)
    assert "Every night at 02:00" in said(dialog)
    press(dialog, "Save schedule", qtbot)
    qtbot.waitUntil(lambda: "Every night at 02:00" in said(page))
    (state,) = schedules.list()
    assert isinstance(state.schedule.rule, CronRule)
    assert state.schedule.rule.cron == "0 2 * * *"
    press(page, "Pause schedule", qtbot)
    qtbot.waitUntil(lambda: "paused" in said(page))
    press(page, "Resume schedule", qtbot)
    qtbot.waitUntil(lambda: "next " in said(page))
    schedules.remove(state.dataset.id)
    page.reload()
    qtbot.waitUntil(lambda: "Synced only when somebody asks for it" in said(page))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (CronRule("0 2 * * *", "Europe/Berlin"), DAILY),
        (CronRule("30 14 * * 1-5", "UTC"), DAILY),
        (CronRule("17 3 1 * *", "UTC"), CRON),
        (CronRule("*/10 8-18 * * mon-fri", "UTC"), CRON),
        (IntervalRule(60), INTERVAL),
        (IntervalRule(77), INTERVAL),
        (None, "by hand"),
    ],
)
def test_the_dialog_shows_a_rule_and_gives_it_back(qtbot: QtBot, rule: Rule | None, kind: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ScheduleDialog(parent, "Articles", rule, "UTC", NOW)
    assert field(dialog, "When to sync").value() == kind
    assert dialog.rule() == rule


def test_a_cron_line_that_makes_no_sense_is_not_saved(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ScheduleDialog(parent, "Articles", None, "UTC", NOW)
    chosen: list[object] = []
    dialog.chosen.connect(chosen.append)
    dialog.show()
    field(dialog, "When to sync").set_value(CRON)
    field(dialog, "Cron line").set_value("0 25 * * *")
    press(dialog, "Save schedule", qtbot)
    assert chosen == []
    assert "hour" in field(dialog, "Cron line").error()
    field(dialog, "Cron line").set_value("0 5 * * *")
    press(dialog, "Save schedule", qtbot)
    assert chosen == [CronRule("0 5 * * *", "UTC")]


def test_rejected_rows_are_retried_from_the_page(
    shop: Shop, dataset: Dataset, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    shop.execute("UPDATE articles SET body_html = '' WHERE id < 3")
    shop.sync(dataset)
    page = open_page(shell_on(shop.application, jobs, qtbot, tmp_path), dataset, qtbot)
    shop.execute("UPDATE articles SET body_html = 'Now with text' WHERE id = 1")
    press(page, "Retry 2 rows", qtbot)
    qtbot.waitUntil(lambda: "Only the rejected rows were read again." in said(page))
    assert shop.application.history.runs()[0].counts.added == 1


def test_the_question_of_the_brake_names_examples(page: SyncPage, shop: Shop, qtbot: QtBot) -> None:
    shop.execute("DELETE FROM articles WHERE id > 5")
    page.sync_now()
    qtbot.waitUntil(lambda: page.window().findChild(Question) is not None)
    question = page.window().findChild(Question)
    assert isinstance(question, Question)
    qtbot.waitUntil(lambda: "For example" in said(question))
    assert said(question).count("How to return parcel") == 5
    question.reject()
