"""The page of a document: its chunks, its text, where it comes from and when it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from kbconnect.app.knowledge_bases import DocumentHistory
from kbconnect.core.model import RunStatus, SearchRequest, StoredChunk, SyncCounts, SyncRun, Trigger
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge import KnowledgePage
from kbconnect.ui.pages.knowledge_document import CHUNKS_SHOWN, ChunkCard, DocumentPage, history_lines
from kbconnect.ui.pages.knowledge_origin import HitSource
from kbconnect.ui.pages.knowledge_work import KnowledgeWork, OpenedDocument
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.widgets.fields import SearchEdit
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on

NOON = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        made.execute(
            f"UPDATE articles SET body_html = '{' '.join(f'word{n} of the long text.' for n in range(9000))}' "
            "WHERE id = 30"
        )
        made.sync(made.add_dataset())
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def chunk_of(shop: Shop, words: str) -> StoredChunk:
    answer = shop.application.search.search(SearchRequest(words, shop.knowledge_base.id))
    return answer.hits[0].chunk


def opened(shell: Shell, shop: Shop, qtbot: QtBot, chunk: StoredChunk) -> Reader:
    source = HitSource("Articles", "Corner shop", "sqlite", "SQLite", "articles")
    work = KnowledgeWork(shop.application)
    page = shell.navigator.push(lambda: DocumentPage(shell, work, shop.knowledge_base.id, chunk, source))
    return Reader(page, qtbot)


def test_a_document_opens_from_its_answer_and_leads_back(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    knowledge = shell.navigator.push(lambda: KnowledgePage(shell))
    reader = Reader(knowledge, qtbot)
    reader.wait_for("Ask what the rows know")
    question = reader.part(SearchEdit)
    question.setText("parcel 17")
    QTest.keyClick(question, Qt.Key.Key_Return)
    reader.press("Open document")
    page = shell.navigator.page()
    assert isinstance(page, DocumentPage)
    document = Reader(page, qtbot)
    document.wait_for("Chunk 1 of 1")
    assert document.page.findChild(ChunkCard).is_found  # type: ignore[union-attr]  # it is there, as its words are
    document.wait_for("topic")
    document.wait_for("by sync 1")
    assert {"Corner shop", "topic", "17", "This one was found"} <= set(document.said().split("\n"))
    document.press("Articles")
    assert isinstance(shell.navigator.page(), SyncPage)
    shell.navigator.pop()
    shell.navigator.pop()
    assert shell.navigator.page() is knowledge
    assert question.text() == "parcel 17"


def test_the_full_text_can_be_read_and_copied(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    reader = opened(shell, shop, qtbot, chunk_of(shop, "parcel 17"))
    reader.wait_for("characters")
    reader.press("Full text")
    text = reader.part(QPlainTextEdit)
    assert "Put parcel 17 back into its box" in text.toPlainText()
    reader.press("Copy text")
    assert QGuiApplication.clipboard().text() == text.toPlainText()


def test_many_chunks_come_by_and_by(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    chunk = chunk_of(shop, "word0")
    assert chunk.chunk_count > CHUNKS_SHOWN
    reader = opened(shell, shop, qtbot, chunk)
    reader.wait_for(f"Chunk {CHUNKS_SHOWN} of {chunk.chunk_count}")
    assert len(reader.page.findChildren(ChunkCard)) == CHUNKS_SHOWN
    reader.press("Show more chunks")
    reader.wait_for(f"Chunk {CHUNKS_SHOWN + 1} of")


def test_the_chunk_that_was_found_is_shown_however_far_down(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    chunk = chunk_of(shop, "word8999")
    reader = opened(shell, shop, qtbot, chunk)
    reader.wait_for("This one was found")
    cards = reader.page.findChildren(ChunkCard)
    assert [card.is_found for card in cards].index(True) == chunk.ordinal
    (card,) = (card for card in cards if card.is_found)
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())


def test_a_document_that_is_gone_says_so(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    chunk = chunk_of(shop, "parcel 17")
    shop.execute("DELETE FROM articles WHERE id = 17")
    shop.sync(shop.application.datasets.find("Articles"))
    reader = opened(shell, shop, qtbot, chunk)
    qtbot.waitUntil(lambda: reader.page.findChild(ErrorNotice) is not None)
    assert "no longer in the knowledge base" in reader.said()


def run(number: int, **counts: int) -> SyncRun:
    return SyncRun(number, "d", Trigger.MANUAL, RunStatus.COMPLETED, NOON, NOON, SyncCounts(**counts))


@pytest.mark.parametrize(
    ("history", "lines"),
    [
        (
            DocumentHistory(run(4, added=3), None, run(9)),
            [("Added", "Just now, by sync 4"), ("Last sync", "Just now, by sync 9")],
        ),
        (DocumentHistory(run(4, added=3, updated=1), None, None), [("Text written", "Just now, by sync 4")]),
        (DocumentHistory(None, NOON, None), [("Text written", "Before just now; older syncs are no longer kept")]),
        (DocumentHistory(None, None, None), [("Text written", "By a sync before this version of the program")]),
    ],
)
def test_no_more_is_told_than_is_known(
    shop: Shop, qtbot: QtBot, history: DocumentHistory, lines: list[tuple[str, str]]
) -> None:
    chunk = replace(chunk_of(shop, "parcel 17"), dataset_id="d")
    told = history_lines(OpenedDocument((chunk,), (None,), history), None, NOON)
    assert [(name, words) for name, words, _ in told] == lines
