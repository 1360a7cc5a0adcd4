"""Counting on the page "Choose data": exact figures before the first sync."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kbconnect.core.dry_run import DryRun, DryRunProgress
from kbconnect.core.job import JobContext, Stage
from kbconnect.core.model import (
    DatasetDraft,
    TableSelection,
)
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection_count import CountLine, FirstSyncCount
from tests.ui.data_selections import ARTICLES, SUGGESTED, Opened, part
from tests.ui.shop import ROWS, Shop, open_shop, shell_on

COUNTED = DryRun(9_052, 9_052, True, 9_045, 0, 18_100, 1_448_000, 0, 4.0, 90.0, 20_900_000, free_bytes=80_000_000_000)


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


class TestCounting:
    """A dry run before the first sync: exact figures, kept for the sync's progress."""

    def test_all_rows_are_counted_and_kept_with_the_dataset(self, opened: Opened, shop: Shop, qtbot: QtBot) -> None:
        opened.choose()
        line = part(opened.page, CountLine)
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "were counted" in line.words())
        assert f"All {ROWS} rows were counted." in line.words()
        assert "of disk" in line.words()
        with qtbot.waitSignal(opened.page.saved):
            QTest.mouseClick(opened.button("Save"), Qt.MouseButton.LeftButton)
        (dataset,) = shop.application.datasets.list()
        kept = shop.application.dry_runs.kept(dataset)
        assert kept is not None
        assert (kept.documents, kept.exact) == (ROWS, True)

    def test_a_count_of_something_else_is_forgotten(self, opened: Opened, qtbot: QtBot) -> None:
        opened.choose()
        line = part(opened.page, CountLine)
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "were counted" in line.words())
        QTest.keyClicks(opened.name(), " by name")
        assert "were counted" in line.words()
        opened.columns.table.setFocus()
        opened.columns.table.selectRow(3)
        QTest.keyClick(opened.columns.table, Qt.Key.Key_3)
        assert line.words() == ""

    def test_what_cannot_be_counted_is_told(self, opened: Opened, shop: Shop, qtbot: QtBot) -> None:
        opened.choose()
        shop.execute("DROP TABLE articles")
        QTest.mouseClick(opened.button("Count it all first"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.page.window().findChild(ErrorDialog) is not None)
        dialog = opened.page.window().findChild(ErrorDialog)
        assert dialog is not None
        dialog.close()
        assert opened.button("Count it all first").isVisible()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "All 9,052 rows were counted. It takes about 21 MB of disk; 80 GB are free."),
        ({"exact": False}, "Reckoned from 9,052 rows."),
        ({"rejected": 2}, "2 rows would be rejected."),
        ({"cut": 1}, "1 chunk is longer than the model reads."),
        ({"free_bytes": None}, "It takes about 21 MB of disk."),
        ({"free_bytes": 1_000_000}, "It takes about 21 MB of disk, but only 1 MB are free: make room first."),
    ],
)
def test_the_words_of_a_count(qtbot: QtBot, changes: dict[str, Any], said: str) -> None:
    line = CountLine()
    qtbot.addWidget(line)
    line.show_result(replace(COUNTED, **changes))
    assert said in line.words()


def test_counting_tells_how_far_it_is_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    draft = DatasetDraft("D", "c", TableSelection(ARTICLES), SUGGESTED)
    going = threading.Event()

    def work(_: DatasetDraft, context: JobContext) -> DryRun:
        so_far = replace(COUNTED, exact=False, rows_read=500)
        while not going.wait(0.01):
            context.report(DryRunProgress(Stage.READING, 500, 9_052, so_far=so_far))
            context.check()
        return COUNTED

    count = FirstSyncCount(jobs, work, jobs)
    qtbot.addWidget(count.line)
    count.show_draft(draft)
    count.start()
    qtbot.waitUntil(lambda: count.line.words() == "500 of about 9,052 rows counted")
    count.stop()
    assert "Reckoned from 500 rows." in count.line.words()
    result = count.result()
    assert result is not None
    assert not result.exact
    count.show_draft(None)
    assert count.result() is None
