"""Saved questions in the window: saved from an answer, asked, changed and removed, and what is told of a worse one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from kbconnect.core.job import InlineContext
from kbconnect.core.model import Field, SyncOptions
from kbconnect.core.questions import ExpectedRow, Place, QuestionCheck, QuestionDraft, QuestionState, SavedQuestion
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.questions import askings, coverage, place_words, question_row, row_source, tab_words, verdict
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge import KnowledgePage
from kbconnect.ui.pages.knowledge_ranks import RankPicture
from kbconnect.ui.pages.knowledge_save import SaveQuestion
from kbconnect.ui.pages.knowledge_saved import SavedPane
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.question_news import QuestionNews
from kbconnect.ui.status import State
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Choice, LineEdit, SearchEdit
from kbconnect.ui.widgets.labels import Pill
from kbconnect.ui.widgets.tables import MasterList, Table
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on

NOON = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        made.sync(made.add_dataset())
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> Reader:
    made = KnowledgePage(shell)
    shell.navigator.push(lambda: made)
    reader = Reader(made, qtbot)
    reader.wait_for("Ask what the rows know")
    return reader


def save_one(shop: Shop, words: str = "parcel 17", key: str = "17", within: int = 1) -> SavedQuestion:
    row = shop.application.questions.row_by_key(shop.application.datasets.find("Articles"), [key])
    draft = QuestionDraft(shop.knowledge_base.id, words, (row,), within)
    saved = shop.application.questions.add(draft)
    shop.application.questions.ask(shop.knowledge_base.id, InlineContext(), [saved.id])
    return saved


def outdo(shop: Shop) -> None:
    """Rows that answer better than parcel 17."""
    for number in range(41, 44):
        shop.execute(f"INSERT INTO articles VALUES ({number}, 'Parcel 17', 'parcel 17 parcel 17', 'shops', NULL)")


def ask(page: Reader, words: str) -> None:
    question = page.part(SearchEdit)
    question.setText(words)
    QTest.keyClick(question, Qt.Key.Key_Return)


def reloaded(page: Reader) -> None:
    assert isinstance(page.page, KnowledgePage)
    page.page.reload()


def test_a_question_is_saved_from_its_answer(page: Reader, shop: Shop) -> None:
    ask(page, "parcel 17")
    page.press("Save this question")
    dialog = page.part(SaveQuestion)
    ticks = dialog.findChildren(QCheckBox)
    assert [tick.accessibleName() for tick in ticks if tick.isChecked()] == ["How to return parcel 17"]
    choice = dialog.findChild(Choice)
    assert choice is not None
    choice.choose("1")
    page.press("Save question")
    page.qtbot.waitUntil(lambda: page.page.findChild(SavedPane) is not None and bool(saved_rows(page)))
    (state,) = shop.application.questions.list()
    assert (state.question.text, state.question.within) == ("parcel 17", 1)
    assert state.check is not None
    assert state.check.places[0].rank == 1


def saved_rows(page: Reader) -> list[str]:
    table = page.page.findChild(SavedPane).findChild(Table)  # type: ignore[union-attr]  # it is there, as asserted
    assert table is not None
    return [row.cells[0].text for row in table.rows()]


def test_nothing_is_saved_without_a_row_or_without_words(page: Reader, shop: Shop) -> None:
    ask(page, "parcel 17")
    page.press("Save this question")
    dialog = page.part(SaveQuestion)
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(False)
    page.press("Save question")
    page.wait_for("Tick at least one row that answers the question.")
    dialog.findChildren(QCheckBox)[0].setChecked(True)
    assert "Tick at least" not in page.said()
    edit = dialog.findChild(LineEdit)
    assert edit is not None
    edit.clear()
    page.press("Save question")
    page.wait_for("Write what people ask.")
    assert dialog.isVisible()
    assert shop.application.questions.list() == ()


def test_saving_a_saved_question_again_changes_it(page: Reader, shop: Shop) -> None:
    saved = save_one(shop)
    reloaded(page)
    page.wait_for("Ask")
    page.qtbot.waitUntil(lambda: saved_rows(page) == ["parcel 17"])
    ask(page, "Parcel  17")
    page.press("Save this question")
    page.wait_for("Change expectation")
    choice = page.part(SaveQuestion).findChild(Choice)
    assert choice is not None
    assert choice.key() == "1"
    choice.choose("10")
    page.press("Save changes")
    page.qtbot.waitUntil(lambda: shop.application.questions.get(saved.id).question.within == 10)
    page.qtbot.waitUntil(lambda: shop.application.questions.get(saved.id).check is not None)
    assert len(shop.application.questions.list()) == 1


def test_a_worse_answer_is_seen_in_the_list_and_explained(page: Reader, shop: Shop) -> None:
    save_one(shop)
    outdo(shop)
    shop.sync(shop.application.datasets.find("Articles"))
    reloaded(page)
    bases = page.part(MasterList)
    page.qtbot.waitUntil(lambda: bases.entries()[0].status is not None)
    status = bases.entries()[0].status
    assert status is not None
    assert (status.state, status.word) == (State.ANSWER_WORSE, "1 worse")
    page.press("Saved questions 1")
    page.wait_for("“How to return parcel 17” is in place 4 now and should be the first.")
    assert page.part(Pill).status.word == "Worse"
    picture = page.part(RankPicture)
    page.qtbot.waitUntil(lambda: picture.accessibleName() == "Found where it should be 1 of 2 times")
    page.wait_for("sync 2")
    picture.grab()


def test_questions_are_asked_again_on_demand(page: Reader, shop: Shop) -> None:
    saved = save_one(shop)
    reloaded(page)
    page.press("Saved questions 1")
    page.press("Ask all now")
    page.qtbot.waitUntil(lambda: len(shop.application.questions.history(saved.id)) == 2)
    page.press("Ask it now")
    page.qtbot.waitUntil(lambda: len(shop.application.questions.history(saved.id)) == 3)
    page.wait_for("It finds all of its rows where they should be.")


def test_what_is_expected_can_be_changed_from_the_list(page: Reader, shop: Shop) -> None:
    saved = save_one(shop)
    reloaded(page)
    page.press("Saved questions 1")
    page.press("Change expectation")
    page.qtbot.waitUntil(lambda: page.page.window().findChild(SaveQuestion) is not None)
    dialog = page.part(SaveQuestion)
    ticks = dialog.findChildren(QCheckBox)
    assert sum(tick.isChecked() for tick in ticks) == 1
    ticks[1].setChecked(True)
    page.press("Save changes")
    page.qtbot.waitUntil(lambda: len(shop.application.questions.get(saved.id).question.expected) == 2)


def test_a_question_leads_to_its_answers(page: Reader, shop: Shop) -> None:
    save_one(shop)
    reloaded(page)
    page.press("Saved questions 1")
    page.press("Show the answers")
    question = page.part(SearchEdit)
    page.qtbot.waitUntil(lambda: question.isVisible() and question.text() == "parcel 17")
    page.wait_for("Corner shop")


def test_a_question_is_removed_after_a_question(page: Reader, shop: Shop) -> None:
    save_one(shop)
    reloaded(page)
    page.press("Saved questions 1")
    table = page.part(Table)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    question = page.part(Question)
    assert question.keep_button().isDefault()
    QTest.mouseClick(question.act_button(), Qt.MouseButton.LeftButton)
    page.wait_for("Notice when an answer gets worse")
    assert shop.application.questions.list() == ()
    page.press("Ask a question")
    page.qtbot.waitUntil(lambda: page.page.window().focusWidget() is page.part(SearchEdit))


def test_the_list_is_used_by_keyboard(page: Reader, shop: Shop) -> None:
    save_one(shop)
    save_one(shop, "parcel 5", "5")
    reloaded(page)
    page.press("Saved questions 2")
    table = page.part(Table)
    table.setFocus()
    page.qtbot.waitUntil(lambda: len(table.rows()) == 2)
    QTest.keyClick(table, Qt.Key.Key_Down)
    page.qtbot.waitUntil(lambda: table.chosen_id() == table.rows()[1].id)
    QTest.keyClick(table, Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: page.page.window().findChild(SaveQuestion) is not None)
    assert page.part(SaveQuestion).windowTitle() == "Change expectation"


def test_the_dataset_of_an_answer_is_a_click_away(page: Reader, shell: Shell) -> None:
    ask(page, "parcel 17")
    page.press("Articles")
    assert isinstance(shell.navigator.page(), SyncPage)


def test_the_score_is_explained_on_demand(page: Reader) -> None:
    ask(page, "parcel 17")
    page.wait_for("Only words were looked for.")
    assert "By words" not in page.said()
    page.press("How the score is made")
    page.wait_for("The first by words has the score 1.")
    assert {"By words", "1.000"} <= set(page.said().split("\n"))


def test_what_got_worse_is_told_once_when_its_sync_ends(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    save_one(shop)
    news = QuestionNews(shop.application.questions, shell.syncs, shell.syncs)
    told: list[tuple[str, str]] = []
    news.got_worse.connect(lambda question, sentence: told.append((question, sentence)))
    outdo(shop)
    dataset = shop.application.datasets.find("Articles")
    shop.application.questions.ask(shop.knowledge_base.id, InlineContext())
    for _ in range(2):
        with qtbot.waitSignal(shell.syncs.ended):
            shell.syncs.start(dataset, SyncOptions())
    ((question, sentence),) = told
    assert question == "parcel 17"
    assert sentence.endswith("finds “How to return parcel 17” in place 4 now, not among the first 1.")


ROW = ExpectedRow("a", "articles", (Field("id", "7"), Field("part", "2")), "")
SAVED = SavedQuestion(1, "k", "how", (ROW,), 3, NOON, NOON)


def state(*places: Place, share: float | None = 1.0) -> QuestionState:
    rows = tuple(replace(ROW, document_id=place.document_id, title=f"Row {place.document_id}") for place in places)
    check = QuestionCheck(1, 1, NOON, places, 12, share)
    return QuestionState(replace(SAVED, expected=rows), check)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (state(Place("a", 9, lost=True)), "“Row a” is in place 9 now and should be among the first 3."),
        (state(Place("a", None, lost=True)), "“Row a” is no longer among the first 50 answers."),
        (state(Place("a", None, exists=False, lost=True)), "“Row a” is no longer in the knowledge base."),
        (
            state(Place("a", 9, lost=True), Place("b", 9, lost=True)),
            "2 of its rows are no longer found where they should be.",
        ),
        (state(Place("a", 9)), "It has not found all of its rows where they should be since it was saved."),
    ],
)
def test_verdicts(shown: QuestionState, words: str) -> None:
    assert verdict(shown) == words


def test_a_question_as_a_row() -> None:
    row = question_row(state(Place("a", 2), Place("b", None)))
    assert row.words().startswith("how, 2 rows expected, 2nd, over 50, expected 1–3")
    assert question_row(QuestionState(SAVED)).words() == "how, id 7, part 2, –, expected 1–3, Not asked yet"
    assert place_words(Place("a", None, exists=False)) == "gone"
    assert row_source(ROW, {}) == "Removed dataset, id 7, part 2"
    assert tab_words(()) == "Saved questions"


def test_missing_meaning_is_named_where_it_may_explain_a_place() -> None:
    assert coverage(state(Place("a", 2), share=0.64).check) == "Asked while 64 % of the chunks had their meaning."
    assert coverage(state(Place("a", 2)).check) == coverage(None) == ""


def test_history_before_a_change_is_left_out() -> None:
    old = QuestionCheck(1, 1, NOON - timedelta(days=1), (Place("a", 1),))
    (only,) = askings(SAVED, [QuestionCheck(2, 1, NOON, (Place("a", 4),), 12), old], NOON + timedelta(minutes=5))
    assert (only.when, only.places, only.after, only.rank, only.met) == ("5 min ago", "4th", "sync 12", 4, False)
