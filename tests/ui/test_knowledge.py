"""The page "Knowledge" on a real knowledge base: list, questions, hits, the row behind them, adding and removing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kbconnect.app.knowledge_bases import ExposedDataset
from kbconnect.app.search import Search
from kbconnect.core.model import (
    Document,
    Field,
    KnowledgeBaseCounts,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    ModelChange,
    SearchAnswer,
    SearchHit,
    SearchRequest,
    Span,
    StoredChunk,
)
from kbconnect.ui.errors import ErrorDialog, ErrorNotice
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.hits import HitsModel, excerpt
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge import KnowledgePage, entry_of, exposure_words
from kbconnect.ui.pages.knowledge_answers import AnswersPane
from kbconnect.ui.pages.knowledge_detail import HitPane, copied_words
from kbconnect.ui.pages.knowledge_document import DocumentPage
from kbconnect.ui.pages.knowledge_new import NewKnowledgeBase
from kbconnect.ui.pages.knowledge_origin import HitSource
from kbconnect.ui.pages.knowledge_work import Base
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.fields import Check, Choice, LineEdit, SearchEdit
from kbconnect.ui.widgets.tables import MasterList
from tests.ui.fakes_app import ago, dataset
from tests.ui.shop import Shop, open_shop, shell_on

PartT = TypeVar("PartT", bound=QWidget)
NOW = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def part(page: QWidget, kind: type[PartT]) -> PartT:
    found = page.findChild(kind)
    assert found is not None
    return found


class Opened:
    """The page, loaded."""

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.page = KnowledgePage(shell)
        self.answers, self.pane = part(self.page, AnswersPane), part(self.page, HitPane)
        self.list, self.question = part(self.page, MasterList), part(self.page, SearchEdit)
        shell.navigator.push(lambda: self.page)

    def said(self) -> str:
        """Every visible word."""
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.said())

    def ask(self, words: str) -> None:
        """Types a question and presses Enter."""
        self.question.clear()
        QTest.keyClicks(self.question, words)
        QTest.keyClick(self.question, Qt.Key.Key_Return)

    def titles(self) -> list[str]:
        model = self.answers.hits.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def window_part(self, kind: type[PartT]) -> PartT:
        self.qtbot.waitUntil(lambda: self.page.window().findChild(kind) is not None)
        return part(self.page.window(), kind)


@pytest.fixture
def opened(shell: Shell, shop: Shop, qtbot: QtBot) -> Opened:
    shop.sync(shop.add_dataset())
    made = Opened(shell, qtbot)
    made.wait_for("Ask what the rows know")
    return made


def test_a_question_finds_rows_and_shows_where_they_come_from(opened: Opened) -> None:
    opened.ask("parcel 17")
    opened.qtbot.waitUntil(lambda: opened.titles()[:1] == ["How to return parcel 17"])
    opened.wait_for("Corner shop")
    opened.wait_for("shops")  # what a layout was given is shown when control is back in the event loop
    opened.wait_for("Words only: this knowledge base has no model.")
    assert {"articles", "17", "shops", "Chunk 1 of 1"} <= set(opened.said().split("\n"))


def test_an_answer_by_words_alone_says_that_the_model_changed(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search.search

    def changed(self: Search, request: SearchRequest) -> SearchAnswer:
        return replace(search(self, request), model_change=ModelChange.DUE)

    monkeypatch.setattr(Search, "search", changed)
    opened.ask("parcel 17")
    opened.wait_for("Words only until the next sync: the model has changed.")
    assert opened.titles()[:1] == ["How to return parcel 17"]


def test_typing_asks_by_itself_and_only_the_newest_question_counts(opened: Opened) -> None:
    QTest.keyClicks(opened.question, "parcel 5")
    opened.qtbot.waitUntil(lambda: opened.titles()[:1] == ["How to return parcel 5"])
    QTest.keyClicks(opened.question, " label")
    opened.ask("parcel 23")
    opened.qtbot.waitUntil(lambda: opened.titles()[:1] == ["How to return parcel 23"])
    assert "parcel 23" in opened.question.text()


def test_the_keyboard_leads_from_the_question_through_the_hits(opened: Opened) -> None:
    opened.page.focus_question()
    opened.ask("parcel")
    opened.qtbot.waitUntil(lambda: len(opened.titles()) == 10)
    QTest.keyClick(opened.question, Qt.Key.Key_Down)
    opened.qtbot.waitUntil(opened.answers.hits.hasFocus)
    QTest.keyClick(opened.answers.hits, Qt.Key.Key_Down)
    assert opened.answers.hits.currentIndex().row() == 1
    QTest.keyClick(opened.answers.hits, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(opened.titles()[1])
    assert "Source: Corner shop, articles, id " in copied
    QTest.keyClick(opened.answers.hits, Qt.Key.Key_Return)
    assert opened.window_part(DocumentPage).title() == opened.titles()[1]


def test_how_many_and_which_dataset_are_asked_again(opened: Opened, shop: Shop) -> None:
    opened.ask("parcel")
    opened.qtbot.waitUntil(lambda: len(opened.titles()) == 10)
    dataset, limit = (
        next(each for each in opened.answers.findChildren(Choice) if each.accessibleName() == name)
        for name in ("Dataset", "How many")
    )
    limit.choose("20")
    limit.picked.emit("20")
    opened.qtbot.waitUntil(lambda: len(opened.titles()) == 20)
    assert [dataset.itemText(at) for at in range(dataset.count())] == ["All datasets", "Articles"]
    dataset.choose(shop.application.datasets.find("Articles").id)
    dataset.picked.emit(dataset.key())
    opened.qtbot.waitUntil(lambda: len(opened.titles()) == 20)


def test_nothing_found_says_what_to_try(opened: Opened) -> None:
    opened.ask("zebra")
    opened.wait_for("Nothing found")
    QTest.keyClick(opened.question, Qt.Key.Key_Escape)
    opened.wait_for("Ask what the rows know")


def test_nothing_found_in_one_dataset_leads_to_the_others(opened: Opened, shop: Shop) -> None:
    choices = {each.accessibleName(): each for each in opened.answers.findChildren(Choice)}
    articles = shop.application.datasets.find("Articles").id
    choices["Dataset"].choose(articles)
    opened.ask("zebra")
    opened.wait_for("Nothing found in this dataset")
    (everywhere,) = [each for each in opened.page.findChildren(QPushButton) if each.text() == "Look in all datasets"]
    everywhere.click()
    opened.wait_for("Try other words")
    assert choices["Dataset"].key() != articles


def test_a_knowledge_base_without_documents_leads_to_the_sources(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot)
    opened.wait_for("Nothing to search yet")
    assert not opened.question.isVisible()


def test_where_nothing_can_be_asked_no_answer_is_to_be_chosen(opened: Opened, shop: Shop) -> None:
    opened.wait_for("Choose an answer to see the row it comes from.")
    empty = shop.application.knowledge_bases.add(KnowledgeBaseDraft("Empty", embedder="none"))
    opened.page.ask(empty.id)
    opened.wait_for("Nothing to search yet")
    assert "Choose an answer" not in opened.said()


def test_no_knowledge_base_at_all(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    shop.application.knowledge_bases.remove(shop.knowledge_base.id)
    opened = Opened(shell, qtbot)
    opened.wait_for("From rows to answers")


def test_a_damaged_knowledge_base_is_told_and_the_others_work(opened: Opened, shop: Shop) -> None:
    notes = shop.application.knowledge_bases.add(KnowledgeBaseDraft("Field notes", embedder="none"))
    Path(notes.location).write_bytes(b"no database at all" * 100)
    opened.page.reload()
    opened.qtbot.waitUntil(lambda: len(opened.list.entries()) == 2)
    opened.list.choose(notes.id)
    opened.qtbot.waitUntil(lambda: opened.page.findChild(ErrorNotice) is not None)
    opened.list.choose(shop.knowledge_base.id)
    opened.ask("parcel 3")
    opened.qtbot.waitUntil(lambda: opened.titles()[:1] == ["How to return parcel 3"])


def test_a_new_knowledge_base_is_made_and_chosen(opened: Opened, shop: Shop) -> None:
    new = next(each for each in opened.page.findChildren(QPushButton) if each.text() == "New knowledge base")
    QTest.mouseClick(new, Qt.MouseButton.LeftButton)
    dialog = opened.window_part(NewKnowledgeBase)
    name = part(dialog, LineEdit)
    QTest.keyClicks(name, "customer SUPPORT")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    name.clear()
    QTest.keyClicks(name, "Field notes")
    part(dialog, Check).setChecked(False)
    QTest.keyClick(name, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: len(opened.list.entries()) == 2)
    made = shop.application.knowledge_bases.find("Field notes")
    assert made.embedder == "none"
    opened.qtbot.waitUntil(lambda: opened.list.chosen_id() == made.id)


def test_one_that_is_fed_is_not_removed(opened: Opened, shop: Shop) -> None:
    opened.list.delete_asked.emit(shop.knowledge_base.id)
    assert "is fed by Articles" in opened.window_part(ErrorDialog).windowTitle()
    assert shop.application.knowledge_bases.list() == (shop.knowledge_base,)


def test_one_that_nothing_feeds_is_removed_after_a_question(opened: Opened, shop: Shop) -> None:
    notes = shop.application.knowledge_bases.add(KnowledgeBaseDraft("Field notes", embedder="none"))
    opened.page.reload()
    opened.qtbot.waitUntil(lambda: len(opened.list.entries()) == 2)
    opened.list.delete_asked.emit(notes.id)
    question = opened.window_part(Question)
    assert question.keep_button().isDefault()
    QTest.mouseClick(question.act_button(), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: len(opened.list.entries()) == 1)
    assert not Path(notes.location).exists()


def test_the_page_of_a_sync_leads_to_the_question_box(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    shop.application.knowledge_bases.add(KnowledgeBaseDraft("A first one", embedder="none"))
    shop.sync(shop.add_dataset())
    routes = Routes(shell, shell.syncs)
    routes.open_sync(shop.application.datasets.find("Articles").id)
    page = shell.navigator.page()
    assert isinstance(page, SyncPage)
    page.question_asked.emit(shop.knowledge_base.id)
    front = shell.navigator.page()
    assert isinstance(front, KnowledgePage)
    qtbot.waitUntil(lambda: part(front, MasterList).chosen_id() == shop.knowledge_base.id)
    qtbot.waitUntil(part(front, SearchEdit).hasFocus)


def base(embedder: str, chunks: int, vectors: int) -> Base:
    info = KnowledgeBaseInfo("k", "Customer support", "sqlite", "k.db", embedder, NOW)
    return Base(info, KnowledgeBaseCounts(225_366, chunks, vectors, 1_100_000_000), ())


@pytest.mark.parametrize(
    ("shown", "second", "share"),
    [
        (base("minilm", 100, 64), "64 % with meaning  ·  1.1 GB", 0.64),
        (base("minilm", 100, 100), "All with meaning  ·  1.1 GB", None),
        (base("minilm", 0, 0), "Empty  ·  1.1 GB", None),
        (base("none", 100, 0), "Words only, no model  ·  1.1 GB", None),
    ],
)
def test_the_list_says_how_much_has_meaning(shown: Base, second: str, share: float | None) -> None:
    entry = entry_of(shown)
    assert (entry.second, entry.share) == (second, share)
    assert entry.first.startswith("225,366 documents")


TEXT = "Open the sign-in page.\nEnter the password & wait <b>here</b>."


def hit(text: str = TEXT, *highlights: Span, meaning: int | None = 2) -> SearchHit:
    document = Document("d" * 32, (Field("id", 48213),), "Reset it", text, (Field("product", "Cloud"),))
    return SearchHit(1, 0.0487, StoredChunk(1, 0, 2, text, document, "articles"), 1, meaning, highlights)


def test_hits_as_a_model(qtmodeltester: ModelTester) -> None:
    model = HitsModel()
    model.show_hits([hit(), replace(hit(), rank=2)], {"articles": "Help articles"})
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("1. Reset it, Open the sign-in page. Enter")
    assert spoken.endswith("Words 1st, Meaning 2nd, Help articles, id 48213")


def test_an_excerpt_starts_shortly_before_the_matches() -> None:
    text = "nothing to see here " * 40 + TEXT
    at = text.index("password")
    made = excerpt(text, (Span(at, at + 8),))
    (mark,) = made.marks
    assert made.cut
    assert made.text[mark.start : mark.end] == "password"
    assert mark.start <= 60


def test_an_excerpt_keeps_the_beginning_if_a_match_is_near() -> None:
    made = excerpt(TEXT, (Span(9, 16),))
    assert not made.cut
    assert made.text == TEXT.replace("\n", " ")
    assert made.text[made.marks[0].start : made.marks[0].end] == "sign-in"


def test_marks_past_the_excerpt_are_left_out() -> None:
    text = "word " * 300
    made = excerpt(text, (Span(0, 4), Span(1_000, 1_004)))
    assert made.marks == (Span(0, 4),)


def test_copied_words_name_the_source() -> None:
    source = HitSource("Help articles", "Support desk", "postgresql", "PostgreSQL", "public.help_articles")
    assert copied_words(hit(), source) == (
        f"Reset it\n\n{TEXT}\n\nSource: Support desk, public.help_articles, id 48213"
    )


def test_three_datasets_with_sensitive_columns_are_named_and_the_others_counted() -> None:
    exposed = tuple(ExposedDataset(dataset(str(number), f"People {number}", "c"), ("email",)) for number in range(5))
    base = Base(KnowledgeBaseInfo("kb", "Customer support", "sqlite", "", "none", ago()), None, (), exposed=exposed)
    words = exposure_words(base)
    assert words.endswith("People 0 (email)  ·  People 1 (email)  ·  People 2 (email)  ·  2 datasets more")
    assert "People 4 (email)" in exposure_words(base, 40)
    assert exposure_words(replace(base, exposed=())) == ""
