"""The page of a dataset's sync on the real pipeline: never run, running, finished, rejected, failed, asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.errors import BrakeNumbers, DatasetBusyError, DeleteBrakeError
from kbconnect.core.job import InlineContext, Stage
from kbconnect.core.model import (
    Dataset,
    ErrorInfo,
    RunStatus,
    SyncCounts,
    SyncOptions,
    SyncPlan,
    Trigger,
)
from kbconnect.ui.errors import ErrorDialog, ErrorNotice
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pace import Pace
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.pages.sync_plan import PlanView, plan_words
from kbconnect.ui.pages.sync_running import RunningView
from kbconnect.ui.pages.sync_work import SyncWork
from kbconnect.ui.sync_state import RunningSync, SyncEvent
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.cards import CountCard, Notice
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.labels import Pill
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import utc_now
from tests.ui.shop import ROWS, Shop, open_shop, shell_on

PartT = TypeVar("PartT", bound=QWidget)
LOGIN_REFUSED = ErrorInfo("login_refused", "The login was refused.", "Enter the password again.", retryable=False)


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


class Opened:
    """The page, loaded."""

    def __init__(self, shell: Shell, dataset: Dataset, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.page = SyncPage(shell, dataset.id)
        shell.navigator.push(lambda: self.page)
        qtbot.waitUntil(lambda: self.page.title() == dataset.name)

    def part(self, kind: type[PartT]) -> PartT:
        found = self.page.findChild(kind)
        assert found is not None
        return found

    def button(self, words: str) -> QPushButton | None:
        buttons = (each for each in self.page.findChildren(QPushButton) if each.isVisible())
        return next((each for each in buttons if each.text() == words), None)

    def press(self, words: str) -> None:
        found = self.button(words)
        assert found is not None
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def said(self) -> str:
        """Every visible word."""
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def counts(self) -> list[str]:
        return [
            each.accessibleName().partition(", ")[0] for each in self.page.findChildren(CountCard) if each.isVisible()
        ]

    def status(self) -> str:
        return self.part(Pill).status.word

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.said())


@pytest.fixture
def opened(shell: Shell, dataset: Dataset, qtbot: QtBot) -> Opened:
    return Opened(shell, dataset, qtbot)


def test_a_dataset_that_was_never_synced_offers_it(opened: Opened) -> None:
    opened.wait_for("Not synced yet")
    opened.press("Sync now")
    opened.wait_for("The knowledge base now matches articles.")
    assert opened.counts() == ["Added +30", "Changed 0", "Removed 0", "Unchanged 0", "Rejected 0"]
    assert opened.status() == "Done"


def test_only_what_changed_is_counted(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.sync(dataset)
    shop.execute("UPDATE articles SET body_html = 'New words' WHERE id = 1")
    shop.execute("UPDATE articles SET topic = 'other' WHERE id = 2")
    shop.execute("DELETE FROM articles WHERE id = 3")
    shop.execute("INSERT INTO articles (id, title, body_html) VALUES (99, 'More', 'Text')")
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("matches articles")
    opened.page.sync_now()
    qtbot.waitUntil(lambda: opened.counts()[:1] == ["Added +1"])
    assert opened.counts() == ["Added +1", "Changed ~2", "Removed −1", "Unchanged 27", "Rejected 0"]


def test_what_a_sync_would_change_is_shown_and_nothing_is_written(
    shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot
) -> None:
    shop.sync(dataset)
    shop.execute("DELETE FROM articles WHERE id = 3")
    shop.execute("UPDATE articles SET body_html = 'New words' WHERE id = 1")
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("matches articles")
    opened.press("See what would change")
    opened.wait_for("A sync would find ~1 changed, −1 gone")
    assert "28 rows stay as they are. Nothing has been written yet." in opened.said()
    assert len(shop.application.history.runs()) == 1
    opened.press("Hide")
    assert not opened.part(PlanView).isVisible()
    opened.press("See what would change")
    opened.wait_for("A sync would find")
    opened.press("Sync now")
    qtbot.waitUntil(lambda: opened.counts()[1:3] == ["Changed ~1", "Removed −1"])
    assert not opened.part(PlanView).isVisible()


def test_looking_at_changes_says_when_it_cannot(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.sync(dataset)
    shop.execute("DROP TABLE articles")
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("matches articles")
    opened.press("See what would change")
    qtbot.waitUntil(lambda: opened.button("Try again") is not None)
    assert opened.page.findChild(ErrorNotice) is not None


@pytest.mark.parametrize(
    ("changes", "tone", "what", "meaning"),
    [
        ({}, "success", "Nothing has changed at the source", "5 rows stay as they are."),
        ({"added": 1}, "accent", "A sync would find +1 new", "Nothing has been written yet."),
        ({"gone": 9, "brake": True}, "warning", "stop and ask: 9 of 14 documents would go", "5 rows"),
        ({"rejected": 2}, "success", "Nothing has changed", "2 rows would be rejected."),
        ({"embedded_again": 7}, "success", "Nothing has changed", "7 chunks would get their meaning anew"),
        ({"gone": 2, "gone_titles": ("A",)}, "accent", "−2 gone", "Would be removed: A, …"),
    ],
)
def test_the_words_of_a_plan(changes: dict[str, Any], tone: str, what: str, meaning: str) -> None:
    plan = SyncPlan(5, added=0, updated=0, metadata_updated=0, unchanged=5, gone=0, rejected=0, known=14, brake=False)
    said = plan_words(replace(plan, **changes))
    assert said[0] == tone
    assert what in said[2]
    assert meaning in said[3]


def test_rejected_rows_are_listed_with_their_reason(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.execute("UPDATE articles SET body_html = '' WHERE id < 3")
    shop.sync(dataset)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("apart from 2 rejected rows")
    assert opened.status() == "Done, 2 rejected"
    tables = [each for each in opened.page.findChildren(Table) if each.accessibleName() == "Rejected rows"]
    assert [row.words() for row in tables[0].rows()] == [
        "1, body_html, The text is empty",
        "2, body_html, The text is empty",
    ]
    opened.wait_for("The other 28 documents are not affected.")


def test_a_failed_sync_says_what_it_means_and_what_to_do(
    shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot
) -> None:
    shop.sync(dataset)
    shop.execute("DROP TABLE articles")
    shop.sync(dataset)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("This sync could not be finished.")
    assert "The 30 documents of this dataset can still be searched." in opened.said()
    assert "articles" in opened.part(Notice).words()[0]
    assert opened.status() == "Failed"
    assert opened.counts() == []
    with qtbot.waitSignal(opened.page.edit_asked) as edited:
        opened.press("Change what is synced")
    assert edited.args == [dataset]


def _filled(opened: Opened) -> list[QPushButton]:
    buttons = opened.page.findChildren(QPushButton)
    return [each for each in buttons if each.isVisible() and each.property("kind") == Kind.PRIMARY.value]


def test_a_refused_login_leads_to_the_password(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    run = replace(shop.sync(dataset), status=RunStatus.FAILED, error=LOGIN_REFUSED)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("matches articles")
    setting = SyncWork(shop.application, dataset.id).setting(InlineContext())
    opened.page.show_setting(replace(setting, last=run))
    opened.wait_for("The login was refused")
    assert [each.text() for each in _filled(opened)] == ["Enter new password"]
    with qtbot.waitSignal(opened.page.password_asked) as asked:
        opened.press("Enter new password")
    assert asked.args == [shop.connector.id]


def test_rows_of_one_key_are_said_to_share_a_line(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    dataset = shop.add_dataset()
    mapping = replace(dataset.mapping, key=("topic",), metadata=())
    shop.application.datasets.edit(dataset.id, replace(draft_of_dataset(dataset), mapping=mapping))
    shop.sync(dataset)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("Rejected 30")
    opened.wait_for("Rows with the same key share a line.")


def test_the_delete_brake_asks_and_keeps_by_default(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.sync(dataset)
    shop.execute("DELETE FROM articles WHERE id > 10")
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("matches articles")
    opened.page.sync_now()
    question = _question(opened)
    assert question.windowTitle() == "Remove 20 documents?"
    assert question.keep_button().isDefault()
    QTest.keyClick(question, Qt.Key.Key_Escape)
    opened.wait_for("20 of 30 documents would be removed")
    assert opened.status() == "Waiting for you"
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == ROWS


def test_one_question_is_open_and_asks_what_is_true_now(
    shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot
) -> None:
    shop.sync(dataset)
    shop.execute("CREATE TABLE kept AS SELECT * FROM articles")
    shop.execute("DELETE FROM articles WHERE id > 10")
    opened = Opened(shell, dataset, qtbot)

    def sync_by_schedule() -> None:
        with qtbot.waitSignal(shell.syncs.ended):
            shell.syncs.start(dataset, SyncOptions(Trigger.SCHEDULE))
        qtbot.waitUntil(lambda: len(shell.syncs.all()) == 0)

    def asked() -> list[str]:
        questions = opened.page.window().findChildren(Question)
        return [question.windowTitle() for question in questions if question.isVisible()]

    opened.wait_for("matches articles")
    sync_by_schedule()
    opened.wait_for("20 of 30 documents would be removed")
    assert asked() == []  # nobody is interrupted by what a schedule started
    opened.press("Answer the question")
    qtbot.waitUntil(lambda: asked() == ["Remove 20 documents?"])
    sync_by_schedule()
    assert asked() == ["Remove 20 documents?"]
    shop.execute("DELETE FROM articles WHERE id > 5")
    sync_by_schedule()
    qtbot.waitUntil(lambda: asked() == ["Remove 25 documents?"])
    shop.execute("INSERT OR IGNORE INTO articles SELECT * FROM kept")
    sync_by_schedule()
    qtbot.waitUntil(lambda: asked() == [])
    opened.wait_for("matches articles")


def test_an_answer_is_for_the_number_that_was_asked(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.sync(dataset)
    shop.execute("DELETE FROM articles WHERE id > 10")
    shop.sync(dataset)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("20 of 30 documents would be removed")
    opened.press("Answer the question")
    shop.execute("DELETE FROM articles")
    QTest.mouseClick(_question(opened).act_button(), Qt.MouseButton.LeftButton)
    opened.wait_for("30 of 30 documents would be removed")
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == ROWS


def test_the_question_can_be_answered_later(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.sync(dataset)
    shop.execute("DELETE FROM articles WHERE id > 10")
    shop.sync(dataset)
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("would be removed")
    assert opened.page.window().findChild(Question) is None
    opened.press("Answer the question")
    QTest.mouseClick(_question(opened).act_button(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Removed −20" in opened.counts())
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == 10


def _question(opened: Opened) -> Question:
    opened.qtbot.waitUntil(lambda: opened.page.window().findChild(Question) is not None)
    found = opened.page.window().findChild(Question)
    assert found is not None
    return found


def test_a_dataset_that_is_gone_is_told(shell: Shell, shop: Shop, dataset: Dataset, qtbot: QtBot) -> None:
    shop.application.datasets.remove(dataset.id)
    page = SyncPage(shell, dataset.id, dataset.name)
    shell.navigator.push(lambda: page)
    qtbot.waitUntil(lambda: page.findChild(ErrorNotice) is not None)


def test_a_sync_that_cannot_begin_is_told(opened: Opened, shell: Shell, dataset: Dataset) -> None:
    opened.wait_for("Not synced yet")
    shell.syncs.failed.emit(dataset.id, DatasetBusyError("Articles is synced by another program."))
    shell.syncs.changed.emit(dataset.id)
    dialog = opened.page.window().findChild(ErrorDialog)
    assert dialog is not None
    assert "another program" in dialog.windowTitle()
    assert "Not synced yet" in opened.said()


def test_a_running_sync_is_stopped_from_its_page(shell: Shell, dataset: Dataset, qtbot: QtBot) -> None:
    opened = Opened(shell, dataset, qtbot)
    opened.wait_for("Not synced yet")
    opened.page.sync_now()
    assert opened.button("Stop sync") is not None
    opened.press("Stop sync")
    qtbot.waitUntil(lambda: opened.button("Sync now") is not None)
    assert shell.syncs.all() == ()


def test_the_page_leads_to_questions_and_changes(opened: Opened, shop: Shop, dataset: Dataset) -> None:
    opened.press("Sync now")
    opened.wait_for("matches articles")
    with opened.qtbot.waitSignal(opened.page.question_asked) as asked:
        opened.press("Ask a question")
    assert asked.args == [shop.knowledge_base.id]
    edit = next(b for b in opened.page.findChildren(QPushButton) if b.accessibleName() == "Change what is synced")
    with opened.qtbot.waitSignal(opened.page.edit_asked) as edited:
        QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert edited.args == [dataset]


@pytest.fixture
def running(dataset: Dataset) -> RunningSync:
    now = utc_now()
    counts = SyncCounts(read=214_806, added=214_799, rejected=7, chunks_written=402_118)
    return RunningSync(dataset, "db.example", SyncOptions(), now, now, counts=counts, rows=214_806)


def shown(view: RunningView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


@pytest.mark.parametrize(
    ("stage", "done", "total", "pace", "said"),
    [
        (Stage.CONNECTING, 0, None, Pace(), "Connecting to the source."),
        (Stage.COMPARING, 90_000, 214_806, Pace(400_000), "90,000 of 214,806 rows  ·  400,000 a second"),
        (Stage.READING, 107_403, 214_806, Pace(9_000, 12), "107,403 of 214,806 rows  ·  9,000 a second  ·  about 15 s"),
        (Stage.REMOVING, 5_000, 6_000, Pace(), "5,000 of 6,000 documents"),
        (Stage.EMBEDDING, 249_313, 402_118, Pace(131, 1_100), "402,118 chunks  ·  131 a second  ·  about 19 min left"),
    ],
)
def test_each_stage_says_how_far_it_is(
    qtbot: QtBot, running: RunningSync, stage: Stage, done: int, total: int | None, pace: Pace, said: str
) -> None:
    view = RunningView()
    qtbot.addWidget(view)
    state = replace(running, stage=stage, done=done, total=total, pace=pace, words_seconds=28)
    view.show_sync(state, with_meaning=True, first=True)
    assert said in shown(view)


def test_the_words_are_ready_while_meaning_runs(qtbot: QtBot, running: RunningSync) -> None:
    view = RunningView()
    qtbot.addWidget(view)
    state = replace(running, stage=Stage.EMBEDDING, done=249_313, total=402_118, words_seconds=28)
    view.show_sync(state, with_meaning=True, first=True)
    words = shown(view)
    assert "Ready after 28 s" in words
    assert "214,799 of 214,806 rows  ·  402,118 chunks" in words
    assert "62 %" in words
    assert "first sync of this dataset" in words


def test_what_happens_twice_is_told_twice(qtbot: QtBot, running: RunningSync) -> None:
    view = RunningView()
    qtbot.addWidget(view)
    words = "Nothing comes from the source; waiting"
    twice = tuple(SyncEvent(running.asked_at, "hourglass", words) for _ in range(2))
    view.show_sync(replace(running, events=twice), with_meaning=True, first=True)
    assert view.findChildren(Table)[0].model().rowCount() == 2


def test_why_everything_is_embedded_again_is_said_while_it_is(qtbot: QtBot, running: RunningSync) -> None:
    view = RunningView()
    qtbot.addWidget(view)
    why = "The embedding model changed with this version of the program."
    state = replace(running, stage=Stage.EMBEDDING, done=0, total=None, words_seconds=28, note=why)
    view.show_sync(state, with_meaning=True, first=False)
    assert why in shown(view)
    view.show_sync(replace(state, note=""), with_meaning=True, first=False)
    assert why not in shown(view)


def test_a_knowledge_base_without_model_says_so(qtbot: QtBot, running: RunningSync) -> None:
    view = RunningView()
    qtbot.addWidget(view)
    view.show_sync(replace(running, stage=Stage.READING, done=1, total=2), with_meaning=False, first=False)
    assert "This knowledge base has no model" in shown(view)


def test_the_numbers_of_the_brake_survive_the_run_history() -> None:
    error = DeleteBrakeError("would remove", gone=4_113, known=9_045)
    assert BrakeNumbers.of(error.detail) == BrakeNumbers(4_113, 9_045)
    assert BrakeNumbers.of("SQLSTATE 28P01") is None


@pytest.mark.parametrize(
    ("status", "pill", "said"),
    [
        (RunStatus.CANCELLED, "Stopped by you", "You stopped this sync."),
        (RunStatus.INTERRUPTED, "Interrupted", "kbconnect ended while this sync ran."),
    ],
)
def test_a_sync_that_was_cut_off_says_that_nothing_is_lost(
    opened: Opened, shop: Shop, dataset: Dataset, status: RunStatus, pill: str, said: str
) -> None:
    setting = SyncWork(shop.application, dataset.id).setting(InlineContext())
    run = replace(shop.sync(dataset), status=status)
    opened.page.show_setting(replace(setting, last=run))
    assert opened.status() == pill
    assert said in opened.said()
    assert "the next sync continues here" in opened.said()
