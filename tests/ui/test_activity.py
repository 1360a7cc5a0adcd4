"""The page "Activity" on the real application: empty, full, filtered, running, failed, tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.app.settings import Appearance
from kbconnect.core.errors import StoreBusyError
from kbconnect.core.model import Dataset, RunStatus
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import told
from kbconnect.ui.models.activity import ATTENTION, days_of
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.activity import ActivityPage
from kbconnect.ui.pages.activity_chart import DayChart
from kbconnect.ui.pages.activity_detail import RunDetail
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.style import Theme
from kbconnect.ui.widgets.labels import Text
from kbconnect.ui.widgets.overlays import Toast
from kbconnect.ui.words import DOT, utc_now
from tests.ui.fakes_app import history
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on

STILL_SEARCHED = "Documents already there can still be searched."


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def dataset(shop: Shop) -> Dataset:
    return shop.add_dataset()


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class Opened(Reader):
    """The page, loaded."""

    page: ActivityPage

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        super().__init__(ActivityPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        qtbot.waitUntil(lambda: self.page.states.current() != "loading")

    def rows(self) -> list[str]:
        return [row.words() for row in self.page.table.rows()]


def test_without_runs_the_page_says_what_it_is_for(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot)
    assert "Every sync is kept here" in opened.said()
    opened.press("Go to sources")
    assert shell.navigator.section() == "sources"


def test_a_run_is_listed_and_explained(shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened = Opened(shell, qtbot)
    (row,) = opened.rows()
    assert row.startswith("Done, Articles, Corner shop, Just now, by you, +30, ")
    assert row.endswith(", 30 rows")
    opened.wait_for("In step with the source")
    assert "30 rows" in opened.said()
    assert opened.button("All 1") is not None


def test_a_failed_run_says_what_to_do_and_is_tried_again(
    shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot
) -> None:
    hidden = shop.file.rename(shop.file.with_suffix(".away"))
    assert shop.sync(dataset).status is RunStatus.FAILED
    hidden.rename(shop.file)
    opened = Opened(shell, qtbot)
    opened.wait_for("What to do")
    assert STILL_SEARCHED not in opened.said()  # there are none yet
    assert opened.button("Needs attention 1") is not None
    opened.press("Copy report")
    assert "kbconnect sync 1, Articles, Corner shop" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(shell.syncs.ended):
        opened.press("Try again")
    qtbot.waitUntil(lambda: len(opened.rows()) == 2)
    qtbot.waitUntil(lambda: opened.rows()[0].startswith("Done"))
    qtbot.waitUntil(lambda: opened.button("Needs attention 0") is not None)


def test_documents_of_a_run_before_a_failed_one_can_still_be_searched(
    shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot
) -> None:
    shop.sync(dataset)
    shop.file.rename(shop.file.with_suffix(".away"))
    assert shop.sync(dataset).status is RunStatus.FAILED
    opened = Opened(shell, qtbot)
    opened.wait_for("What to do")
    assert STILL_SEARCHED in opened.said()


def test_without_its_knowledge_base_nothing_is_said_to_be_searched(
    shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot
) -> None:
    shop.sync(dataset)
    Path(shop.application.knowledge_bases.get(dataset.knowledge_base_id).location).unlink()
    run = shop.sync(dataset)
    assert run.error is not None
    assert run.error.code == "knowledge_base_missing"
    opened = Opened(shell, qtbot)
    opened.wait_for("What to do")
    assert STILL_SEARCHED not in opened.said()


def test_rejected_rows_are_listed_with_their_reason(shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot) -> None:
    shop.execute("UPDATE articles SET title = '', body_html = '<p></p>' WHERE id IN (3, 4)")
    run = shop.application.history.run(shop.sync(dataset).id)
    assert run.counts.rejected == 2
    opened = Opened(shell, qtbot)
    opened.wait_for("2 rows were rejected")
    opened.wait_for("Rejected rows")
    said = opened.page.detail.findChildren(Text)
    reasons = [each.words() for each in said if each.words() == told(run.rejects[0].reason)]
    assert len(reasons) == 2
    assert all(each.wordWrap() for each in said if each.words() in reasons)
    assert {f"{key}{DOT}{run.rejects[0].column}" for key in (3, 4)} <= {each.words() for each in said}


def test_a_run_that_waits_for_an_answer_speaks_of_no_command(qtbot: QtBot) -> None:
    known = history()
    waits = next(run for run in known.runs if run.error is not None and run.error.code == "delete_brake")
    detail = RunDetail()
    qtbot.addWidget(detail)
    detail.show_run(waits, known, None, utc_now())
    said = "\n".join(each.words() for each in detail.findChildren(Text))
    assert "Nothing has been removed. All 26,004 documents can still be searched." in said
    assert "failed import" in said
    assert "--allow-deletes" not in said


def test_what_a_waiting_run_means_is_said_once(qtbot: QtBot) -> None:
    """The history keeps what an error means behind what happened."""
    known = history()
    waits = next(run for run in known.runs if run.error is not None and run.error.code == "delete_brake")
    assert waits.error is not None
    meaning = "Nothing has been changed. All 26,004 documents can still be searched."
    kept = replace(waits.error, message=f"{waits.error.message} {meaning}")
    detail = RunDetail()
    qtbot.addWidget(detail)
    detail.show_run(replace(waits, error=kept), known, None, utc_now())
    said = "\n".join(each.words() for each in detail.findChildren(Text))
    assert said.count("can still be searched") == 1


def test_counts_of_nothing_are_not_listed(shop: Shop, dataset: Dataset, shell: Shell, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened = Opened(shell, qtbot)
    opened.wait_for("In step with the source")
    said = [each.words() for each in opened.page.detail.findChildren(Text)]
    assert "Added" in said
    assert not {"Changed", "Removed", "Unchanged", "Rejected"} & set(said)


def test_a_sync_of_this_window_is_followed(dataset: Dataset, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened = Opened(shell, qtbot)
    tester = QAbstractItemModelTester(opened.page.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    with qtbot.waitSignal(shell.syncs.ended):
        opened.press("Sync again")
    qtbot.waitUntil(lambda: len(opened.rows()) == 2)
    qtbot.waitUntil(lambda: "no change" in opened.rows()[0])
    assert tester.parent() is None


def test_filters_and_search(dataset: Dataset, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened = Opened(shell, qtbot)
    opened.press("Needs attention 0")
    assert opened.page.filter.current() == ATTENTION
    assert opened.rows() == []
    assert "Nothing needs you" in opened.said()
    opened.press("All 1")
    opened.page.search.setFocus()
    QTest.keyClicks(opened.page.search, "elsewhere")
    opened.wait_for("No sync has “elsewhere”")
    QTest.keyClick(opened.page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(opened.rows()) == 1)
    opened.page.trigger.choose("schedule")
    opened.page.trigger.picked.emit("schedule")
    assert opened.rows() == []
    opened.page.trigger.choose("")
    opened.page.trigger.picked.emit("")
    opened.page.period.choose("7")
    opened.page.period.picked.emit("7")
    assert len(opened.rows()) == 1


def test_the_runs_shown_are_exported(
    dataset: Dataset, shop: Shop, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sync(dataset)
    target = tmp_path / "runs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    opened = Opened(shell, qtbot)
    opened.page.export()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in opened.page.window().findChildren(Toast)))
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].split(",")[1:5] == [dataset.name, "Corner shop", "manual", "completed"]


def test_a_file_that_cannot_be_written_is_told(
    dataset: Dataset, shop: Shop, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sync(dataset)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "runs.csv"), ""))
    opened = Opened(shell, qtbot)
    opened.page.export()
    qtbot.waitUntil(lambda: opened.page.window().findChild(ErrorDialog) is not None)
    dialog = opened.page.window().findChild(ErrorDialog)
    assert dialog is not None
    assert "can't be written" in dialog.windowTitle()
    dialog.close()


def test_enter_opens_the_dataset(dataset: Dataset, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened = Opened(shell, qtbot)
    qtbot.waitUntil(lambda: opened.page.table.chosen_id() != "")
    QTest.keyClick(opened.page.table, Qt.Key.Key_Return)
    assert isinstance(shell.navigator.page(), SyncPage)


def test_an_error_stands_in_place_and_can_be_tried_again(
    shop: Shop, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreBusyError("Another program is using kbconnect's database.", hint="Try again in a moment.")

    with monkeypatch.context() as patch:
        patch.setattr(shop.application.history, "runs", busy)
        opened = Opened(shell, qtbot)
        opened.wait_for("Another program is using")
    opened.press("Try again")
    opened.wait_for("Every sync is kept here")


def test_what_has_the_keyboard_in_the_pane_keeps_it(qtbot: QtBot) -> None:
    detail, shown = RunDetail(), history()
    qtbot.addWidget(detail)
    detail.show()
    failed = next(run for run in shown.runs if run.id == 1202)
    detail.show_run(failed, shown, None, utc_now())
    before = detail.findChildren(QPushButton)
    before[0].setFocus()
    detail.show_run(failed, shown, None, utc_now())
    assert detail.findChildren(QPushButton) == before
    assert before[0].hasFocus() or detail.focusWidget() is before[0]


def test_the_picture_tells_its_days_and_follows_the_theme(qtbot: QtBot, look: Theme) -> None:
    chart = DayChart()
    qtbot.addWidget(chart)
    chart.resize(600, 180)
    chart.show()
    chart.show_days(days_of(history().runs, utc_now()))
    assert chart.accessibleName().startswith("Syncs a day: ")
    light = chart.grab().toImage()
    look.set_appearance(Appearance.DARK)
    qtbot.waitUntil(lambda: chart.grab().toImage() != light)
    ground = chart.grab().toImage().pixelColor(chart.width() // 2, chart.height() - 3)
    assert ground.lightness() < 64
