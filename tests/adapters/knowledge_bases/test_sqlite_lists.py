"""Documents found by their id and texts by their hash, in files that list them a few at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import (
    knowledge_base_kind,
    open_knowledge_base,
    sqlite_document_ids,
    sqlite_known_texts,
)
from kbconnect.core.errors import KnowledgeBaseDamagedError
from kbconnect.core.knowledge_base import KnowledgeBase, WriteBatch
from kbconnect.core.model import KnowledgeBaseInfo
from tests.adapters.knowledge_bases.documents import SHOP, WIKI, digest_of, embed_all, make_document, make_info, write
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder

UNLISTED = 10


@pytest.fixture(autouse=True)
def _few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_known_texts, "UNLISTED", UNLISTED)
    monkeypatch.setattr(sqlite_document_ids, "_IDS_A_ROW", 4)


@pytest.fixture
def info(tmp_path: Path) -> Iterator[KnowledgeBaseInfo]:
    info = make_info(tmp_path / "kb.sqlite")
    knowledge_base_kind("sqlite").create(info)
    yield info
    assert_sound(tmp_path / "kb.sqlite")


def write_texts(opened: KnowledgeBase, first: int, last: int, *, named: str = "", dataset_id: str = SHOP) -> None:
    """One document of one text each."""
    documents = [make_document(f"{named}{n}", f"text {n}", dataset_id=dataset_id) for n in range(first, last)]
    write(opened, *documents, dataset_id=dataset_id)


def rows_of(info: KnowledgeBaseInfo, table: str) -> int:
    with closing(sqlite3.connect(info.location)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)


@pytest.mark.parametrize("step", [1, 3, 7, 50])
def test_equal_texts_are_one_however_they_come(info: KnowledgeBaseInfo, step: int) -> None:
    with open_knowledge_base(info) as opened:
        for start in range(0, 50, step):
            write_texts(opened, start, min(50, start + step))
        assert 0 < rows_of(info, "text_hashes") <= 50
        assert opened.pending_count(SHOP) == 50
        embed_all(opened, FakeEmbedder(8))
        write_texts(opened, 0, 60, named="other ")
        assert opened.pending_count(SHOP) == 10
        assert opened.dataset_counts(SHOP).vectors == 100
    with open_knowledge_base(info) as opened:  # once more, with nothing in memory
        write_texts(opened, 40, 62, dataset_id=WIKI)
        assert opened.pending_count(WIKI) == 12
        assert rows_of(info, "texts") == 62


def test_what_another_process_writes_is_known(info: KnowledgeBaseInfo) -> None:
    with ExitStack() as stack:
        first, second = (stack.enter_context(open_knowledge_base(info)) for _ in range(2))
        for start in range(0, 60, 3):
            write_texts(first, start, start + 3)
            write_texts(second, max(0, start - 15), start + 3, dataset_id=WIKI)
            assert rows_of(info, "texts") == start + 3
        first.remove(SHOP, [digest_of(str(n)) for n in range(60)])
        second.remove(WIKI, [digest_of(str(n)) for n in range(60)])
        assert rows_of(info, "texts") == rows_of(info, "text_hashes") == rows_of(info, "document_ids") == 0
        write_texts(second, 0, 30)
        write_texts(first, 10, 40, dataset_id=WIKI)
        assert rows_of(info, "texts") == 40


@pytest.mark.parametrize("before", [0, 5, 8])
def test_a_write_that_was_undone_leaves_nothing_behind(info: KnowledgeBaseInfo, before: int) -> None:
    with open_knowledge_base(info) as opened:
        write_texts(opened, 0, before)
        with closing(sqlite3.connect(info.location, isolation_level=None)) as other:
            other.execute("CREATE TRIGGER stop BEFORE UPDATE ON datasets WHEN new.documents > 0 "
                          "BEGIN SELECT RAISE(ABORT, 'stop'); END")  # fmt: skip
        with pytest.raises(KnowledgeBaseDamagedError):
            write_texts(opened, 100, 104)
        with closing(sqlite3.connect(info.location, isolation_level=None)) as other:
            other.execute("DROP TRIGGER stop")
        write_texts(opened, 200, 204)  # with the numbers the others had
        write_texts(opened, 100, 104, dataset_id=WIKI)
        assert rows_of(info, "texts") == before + 8
        assert opened.pending_count(WIKI) == 4


def test_documents_are_found_by_id_while_others_come_and_go(info: KnowledgeBaseInfo) -> None:
    def found(opened: KnowledgeBase, name: str) -> list[str]:
        document_id = make_document(name, "x").document.document_id
        return [chunk.text for chunk in opened.document_chunks(document_id)]

    with open_knowledge_base(info) as opened:
        for start in range(0, 40, 3):
            write_texts(opened, start, start + 3)
        assert all(found(opened, str(n)) == [f"text {n}"] for n in range(42))
        write(opened, *(make_document(str(n), f"changed {n}") for n in range(0, 40, 2)))
        opened.remove(SHOP, [digest_of(str(n)) for n in range(1, 40, 4)])
        expected = [
            [f"changed {n}"] if n % 2 == 0 and n < 40 else [] if n % 4 == 1 else [f"text {n}"] for n in range(42)
        ]
        expected[41] = ["text 41"]
        assert [found(opened, str(n)) for n in range(42)] == expected
        assert found(opened, "42") == []
        assert opened.document_chunks("00" * 16) == ()


def test_without_the_number_of_listed_texts_a_file_is_damaged(tmp_path: Path) -> None:
    info = make_info(tmp_path / "damaged.sqlite")
    knowledge_base_kind("sqlite").create(info)
    with closing(sqlite3.connect(info.location, isolation_level=None)) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'first_unlisted_text'")
    with open_knowledge_base(info) as opened, pytest.raises(KnowledgeBaseDamagedError):
        opened.write(SHOP, WriteBatch([make_document("a", "text")]))
