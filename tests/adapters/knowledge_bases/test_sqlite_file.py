"""A knowledge base in an SQLite file: the contract, and its vectors in memory."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import (
    knowledge_base_kind,
    sqlite_bulk,
    sqlite_ledger,
    sqlite_signs,
    sqlite_vectors,
    sqlite_words,
)
from kbconnect.core.errors import InputError
from kbconnect.core.knowledge_base import KnowledgeBase, KnowledgeBaseKind, SearchFilter
from kbconnect.core.model import Field, KnowledgeBaseInfo
from tests.adapters.knowledge_bases.contract import KnowledgeBaseContract
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    digest_of,
    embed_all,
    found_by_meaning,
    make_document,
    make_info,
    write,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder


class TestSqliteFile(KnowledgeBaseContract):
    @pytest.fixture
    def kind(self) -> KnowledgeBaseKind:
        return knowledge_base_kind("sqlite")

    @pytest.fixture(autouse=True)
    def sound_afterwards(self, info: KnowledgeBaseInfo) -> Iterator[None]:
        """Everything in the file fits together, whatever the test did to it."""
        yield
        if Path(info.location).exists():
            assert_sound(Path(info.location))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a hundred vectors are many blocks, and a few that are gone are too many."""
    monkeypatch.setattr(sqlite_signs, "_STORED_ROWS", 5)
    monkeypatch.setattr(sqlite_signs, "_BLOCK_ROWS", 16)
    monkeypatch.setattr(sqlite_signs, "_READ_ROWS", 7)
    monkeypatch.setattr(sqlite_signs, "_SCORED_ROWS", 3)
    monkeypatch.setattr(sqlite_signs, "_LEAST_GONE", 6)
    monkeypatch.setattr(sqlite_vectors, "_READ_VECTORS", 60)


@pytest.mark.parametrize(
    "name",
    ["a\0b.kb", pytest.param("a\ud800b.kb", marks=pytest.mark.skipif(sys.platform == "win32", reason="it can there"))],
)
def test_a_name_no_file_can_have_is_named(tmp_path: Path, name: str) -> None:
    kind, info = knowledge_base_kind("sqlite"), make_info(f"{tmp_path}/{name}")
    for use in (kind.create, kind.delete, lambda info: kind.open(info).__enter__()):
        with pytest.raises(InputError, match="no file can have") as caught:
            use(info)
        assert caught.value.message.isprintable()
        assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_blocks")
def test_vectors_in_memory_follow_the_file(tmp_path: Path) -> None:
    kind, info, embedder = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite"), FakeEmbedder()
    kind.create(info)
    choose = random.Random(5)
    texts: dict[str, str] = {}
    with kind.open(info) as searching, kind.open(info) as syncing:
        for step in range(40):
            for name in {str(choose.randrange(120)) for _ in range(choose.randrange(20))}:
                texts[name] = f"text {name} step {step}"
                write(syncing, make_document(name, texts[name], metadata={"third": int(name) % 3}))
            embed_all(syncing, embedder)
            gone = choose.sample(sorted(texts), choose.choice([0, 1, len(texts) // 2]))
            syncing.remove(SHOP, [digest_of(name) for name in gone])
            for name in gone:
                del texts[name]
            question = f"text {choose.randrange(120)} step {step}"
            check_search(searching, embedder, texts, question)


def check_search(opened: KnowledgeBase, embedder: FakeEmbedder, texts: dict[str, str], question: str) -> None:
    """The best ten as an exact search finds them, but for places that int8 can't tell apart."""
    vector = embedder.embed([question])[0]
    for third in (None, 0):
        where = EVERYWHERE if third is None else SearchFilter(metadata=(Field("third", third),))
        expected = [text for name, text in texts.items() if third is None or int(name) % 3 == third]
        scores = dict(zip(expected, embedder.embed(expected) @ vector, strict=True)) if expected else {}
        found = opened.search_vectors(vector, 10, where, embedder.identity)
        chunks = [chunk.text for chunk in opened.chunks([one.chunk_id for one in found])]
        assert len(chunks) == min(10, len(expected))
        assert set(chunks) <= set(expected)
        best = sorted(scores.values(), reverse=True)
        for place, text in enumerate(chunks):
            assert scores[text] == pytest.approx(best[place], abs=0.02)


def test_a_file_put_back_from_a_backup_is_read_again(tmp_path: Path) -> None:
    kind, info, embedder = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite"), FakeEmbedder()
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, make_document("a", "alpha"))
        embed_all(opened, embedder)
    shutil.copy(info.location, tmp_path / "backup")
    with kind.open(info) as opened:
        write(opened, make_document("b", "beta"), make_document("c", "gamma"))
        embed_all(opened, embedder)
        assert found_by_meaning(opened, embedder, "gamma", limit=1) == ["gamma"]
    shutil.copy(tmp_path / "backup", info.location)
    with kind.open(info) as opened:
        assert found_by_meaning(opened, embedder, "gamma") == ["alpha"]
        write(opened, make_document("d", "delta"), make_document("e", "epsilon"))
        embed_all(opened, embedder)
        assert found_by_meaning(opened, embedder, "epsilon", limit=1) == ["epsilon"]
        assert found_by_meaning(opened, embedder, "delta", limit=1) == ["delta"]


@pytest.mark.skipif(os.name != "posix", reason="Windows allows no such names")
def test_a_path_may_hold_anything(tmp_path: Path) -> None:
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "über ?mode=memory#100%25 'x'" / "kb 1.sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, make_document("a", "alpha"))
    with kind.open(info) as opened:
        assert opened.counts().documents == 1
    assert Path(info.location).stat().st_size > 0


def test_other_spellings_and_forms_of_a_word_are_found(tmp_path: Path) -> None:
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, make_document("a", "Deliveries to the Café were returned"))
        for question in ("delivery", "CAFE", "cafe\u0301", "returning"):
            (found,) = opened.search_words(question, 5, EVERYWHERE)
            (spans,) = opened.highlights(question, [found.chunk_id])
            assert len(spans) == 1, question


def test_common_small_words_are_searched_only_when_there_are_no_others(tmp_path: Path) -> None:
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, make_document("a", "to be or not to be"), make_document("b", "the return of a shoe"))
        assert len(opened.search_words("how do I return the shoe", 5, EVERYWHERE)) == 1
        assert len(opened.search_words("to be", 5, EVERYWHERE)) == 1


def test_a_word_most_chunks_have_is_left_out_where_it_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_words, "_RANKED", 5)
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, *(make_document(str(n), f"python number{n}" + " async" * (n < 3)) for n in range(40)))
        assert {one.chunk_id for one in opened.search_words("python async", 3, EVERYWHERE)} == {
            one.chunk_id for one in opened.search_words("async", 9, EVERYWHERE)
        }
        everything = opened.search_words("python async", 100, EVERYWHERE)
        assert len(everything) == 40, "where it is needed to fill the list, it is searched"
        assert {one.chunk_id for one in everything[:3]} == {
            one.chunk_id for one in opened.search_words("async", 9, EVERYWHERE)
        }
        assert len(opened.search_words("python", 100, EVERYWHERE)) == 40
        assert len(opened.search_words("python nowhere", 100, EVERYWHERE)) == 40


def test_a_ledger_of_many_parts_is_whole_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_ledger, "_ROWS_AT_ONCE", 7)
    monkeypatch.setattr(sqlite_bulk, "_MOST_VALUES", 60)
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite")
    kind.create(info)
    names = [str(n) for n in range(300)]
    with kind.open(info) as opened:
        write(opened, *(make_document(name, f"text {name}", text_hash=int(name)) for name in names))
        whole, every = opened.ledger(SHOP), opened.ledger_of(SHOP, [digest_of(name) for name in names])
    expected = sorted((digest_of(name), int(name)) for name in names)
    for ledger in (whole, every):
        digests = [row.astype(">u8").tobytes() for row in ledger.key_digests]
        assert list(zip(digests, ledger.text_hashes.tolist(), strict=True)) == expected
