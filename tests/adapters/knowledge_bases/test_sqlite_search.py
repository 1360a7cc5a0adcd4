"""Searching a file whose chunks are too many to rank or to score them all: what is left out must not be missed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kbconnect.adapters.knowledge_bases import knowledge_base_kind, sqlite_signs, sqlite_vectors, sqlite_words
from kbconnect.core.knowledge_base import KnowledgeBase, SearchFilter
from kbconnect.core.model import Field, KnowledgeBaseInfo
from kbconnect.core.ports import EmbedderIdentity
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    WIKI,
    digest_of,
    embed_all,
    found_by_meaning,
    make_document,
    make_info,
    write,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder

CHUNKS = 600


@pytest.fixture
def info(tmp_path: Path) -> KnowledgeBaseInfo:
    info = make_info(tmp_path / "kb.sqlite")
    knowledge_base_kind("sqlite").create(info)
    return info


@pytest.fixture
def opened(info: KnowledgeBaseInfo) -> Iterator[KnowledgeBase]:
    with knowledge_base_kind("sqlite").open(info) as opened:
        yield opened


# ------------------------------------------------------------------------------------------------ words


def fill(opened: KnowledgeBase) -> None:
    """Word n of 40 stands in a third of CHUNKS / n chunks, the first also in titles."""
    choose = random.Random(3)
    documents = []
    for number in range(CHUNKS):
        words = [f"word{n}" for n in range(1, 41) if choose.random() < 1 / (3 * n)]
        words += choose.choices(["filler", "and", "more", "of", "it"], k=choose.randrange(3, 20))
        choose.shuffle(words)
        title = "word1" if number % 50 == 0 else ""
        documents.append(make_document(str(number), " ".join(words), title=title, metadata={"third": number % 3}))
    write(opened, *documents)


def ask(opened: KnowledgeBase, question: str, limit: int, where: SearchFilter = EVERYWHERE) -> dict[int, float]:
    return {one.chunk_id: one.score for one in opened.search_words(question, limit, where)}


@pytest.mark.parametrize("where", [EVERYWHERE, SearchFilter(metadata=(Field("third", 1),))], ids=["all", "filtered"])
def test_ranking_a_few_finds_what_ranking_all_finds(
    opened: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, where: SearchFilter
) -> None:
    fill(opened)
    choose = random.Random(4)
    questions = [" ".join(f"word{n}" for n in choose.sample(range(1, 41), choose.randrange(2, 7))) for _ in range(60)]
    every = [ask(opened, question, CHUNKS, where) for question in questions]
    monkeypatch.setattr(sqlite_words, "_RANKED", 40)
    monkeypatch.setattr(sqlite_words, "_RANKED_RARE", 40)
    monkeypatch.setattr(sqlite_words, "_RANKED_TO_FILL", 0)
    monkeypatch.setattr(sqlite_words, "_ENOUGH", 5)
    kept = wanted = 0
    for question, truth in zip(questions, every, strict=True):
        found = ask(opened, question, 10, where)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert len(found) >= min(5, len(truth))
        assert all(score <= truth[chunk] + 1e-6 for chunk, score in found.items())
        best = list(truth)[:5]
        assert found[best[0]] == pytest.approx(truth[best[0]]), "the best one has the score of all its words"
        kept += len(set(found) & set(best))
        wanted += len(best)
    assert kept >= 0.95 * wanted


def test_a_chunk_with_two_common_words_is_found_beside_those_with_a_rare_one(
    opened: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_words, "_RANKED", 20)
    monkeypatch.setattr(sqlite_words, "_RANKED_RARE", 20)
    monkeypatch.setattr(sqlite_words, "_LIKELY_SCORE", 2.2)
    texts = [f"red number{n}" for n in range(40)] + [f"blue number{n}" for n in range(40, 80)] + ["red blue"]
    texts += [f"rare number{n}" for n in range(80, 85)] + [f"none number{n}" for n in range(85, 200)]
    write(opened, *(make_document(text, text) for text in texts))
    found = opened.chunks(list(ask(opened, "red blue rare", 6)))
    assert {chunk.text for chunk in found} == {"red blue"} | {f"rare number{n}" for n in range(80, 85)}


def test_a_new_word_is_known_to_be_rare(opened: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_words, "_RANKED", 30)
    monkeypatch.setattr(sqlite_words, "_RANKED_RARE", 30)
    monkeypatch.setattr(sqlite_words, "_COUNTED", 5)
    monkeypatch.setattr(sqlite_words, "_ENOUGH", 3)
    monkeypatch.setattr(sqlite_words, "_RANKED_TO_FILL", 0)
    write(opened, *(make_document(str(n), f"number{n} early" + " new" * (n >= 280)) for n in range(300)))
    texts = [chunk.text for chunk in opened.chunks(list(ask(opened, "early new number285", 50)))]
    assert texts[0] == "number285 early new"
    assert sorted(texts) == sorted(f"number{n} early new" for n in range(280, 300)), "early chunks need not be ranked"


def test_words_that_no_chunk_has_find_nothing_among_many(
    opened: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_words, "_RANKED", 5)
    write(opened, *(make_document(str(n), f"number{n} early") for n in range(30)))
    assert ask(opened, "nowhere", 10) == {}
    assert ask(opened, "nowhere neither", 10) == {}
    assert len(ask(opened, "nowhere number7", 10)) == 1


# ------------------------------------------------------------------------------------------------ vectors


@pytest.fixture
def few_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_signs, "_STORED_ROWS", 100)
    monkeypatch.setattr(sqlite_signs, "_BLOCK_ROWS", 300)
    monkeypatch.setattr(sqlite_vectors, "_READ_VECTORS", 120)


def store(opened: KnowledgeBase, vectors: NDArray[np.float32], identity: EmbedderIdentity, dataset: str = SHOP) -> None:
    """A document for each vector; its metadata says the tenth it is of."""
    names = [str(number) for number in range(len(vectors))]
    documents = (
        make_document(name, f"{dataset} {name}", dataset_id=dataset, metadata={"tenth": int(name) % 10})
        for name in names
    )
    write(opened, *documents, dataset_id=dataset)
    pending = {one.text: one.text_id for one in opened.pending_texts(dataset, len(vectors))}
    opened.store_vectors([pending[f"{dataset} {name}"] for name in names], vectors, identity)


@pytest.mark.usefixtures("few_read")
@pytest.mark.parametrize("dimensions", [384, 100])
def test_the_nearest_are_found_without_reading_all(opened: KnowledgeBase, dimensions: int) -> None:
    generator = np.random.default_rng(5)
    identity = EmbedderIdentity("any", "0" * 64, dimensions)
    topics = generator.standard_normal((60, dimensions), np.float32)
    vectors = topics[generator.integers(0, 60, 2_000)] + generator.standard_normal((2_000, dimensions), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store(opened, vectors, identity)
    for topic in topics[:30]:
        question = topic / np.linalg.norm(topic)
        scores = vectors @ question
        for where, among in (
            (EVERYWHERE, np.arange(2_000)),
            (SearchFilter(metadata=(Field("tenth", 3),)), np.arange(3, 2_000, 10)),
        ):
            best = np.sort(scores[among])[::-1][:10]
            found = opened.search_vectors(question, 10, where, identity)
            assert sum(one.score for one in found) >= 0.99 * best.sum()
            numbers = [int(chunk.text.split()[1]) for chunk in opened.chunks([one.chunk_id for one in found])]
            assert set(numbers) <= set(among.tolist())
            assert [one.score for one in found] == pytest.approx(scores[numbers].tolist(), abs=0.01)


@pytest.mark.usefixtures("few_read")
def test_all_that_a_narrow_filter_lets_through_is_found(opened: KnowledgeBase) -> None:
    generator = np.random.default_rng(6)
    identity = EmbedderIdentity("any", "0" * 64, 64)
    vectors = generator.standard_normal((2_500, 64), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store(opened, vectors[:2_400], identity)
    store(opened, vectors[2_400:], identity, WIKI)
    found = opened.search_vectors(-vectors[2_450], 200, SearchFilter((WIKI,)), identity)
    assert len(found) == 100
    tenth = SearchFilter((WIKI,), (Field("tenth", 7),))
    assert len(opened.search_vectors(-vectors[2_450], 200, tenth, identity)) == 10


@pytest.mark.usefixtures("few_read")
def test_equal_vectors_are_all_as_near(opened: KnowledgeBase) -> None:
    identity = EmbedderIdentity("any", "0" * 64, 64)
    vectors = np.full((1_500, 64), 1 / 8, np.float32)
    store(opened, vectors, identity)
    found = opened.search_vectors(vectors[0], 50, EVERYWHERE, identity)
    assert len({one.chunk_id for one in found}) == 50
    assert [one.score for one in found] == pytest.approx([1.0] * 50, abs=0.01)


def test_signs_of_removed_vectors_go_when_they_are_many(
    info: KnowledgeBaseInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_signs, "_STORED_ROWS", 16)
    monkeypatch.setattr(sqlite_signs, "_LEAST_GONE", 20)
    embedder, kind = FakeEmbedder(dimensions=64), knowledge_base_kind("sqlite")
    with kind.open(info) as searching, kind.open(info) as syncing:
        write(syncing, *(make_document(str(n), f"text {n}") for n in range(200)))
        embed_all(syncing, embedder)
        assert found_by_meaning(searching, embedder, "text 7", limit=1) == ["text 7"]
        for start, gone, signs in ((0, 30, 200), (30, 30, 140), (60, 139, 1)):
            syncing.remove(SHOP, [digest_of(str(n)) for n in range(start, start + gone)])
            assert_sound(Path(info.location))
            assert count_signs(info) == signs
            assert found_by_meaning(searching, embedder, "text 199", limit=1) == ["text 199"]
            assert "text 7" not in found_by_meaning(searching, embedder, "text 7", limit=200)
        syncing.remove(SHOP, [digest_of("199")])
        assert count_signs(info) == 0
        write(syncing, make_document("new", "text 7"))
        embed_all(syncing, embedder)
        assert found_by_meaning(searching, embedder, "text 7") == ["text 7"]
    assert_sound(Path(info.location))


def count_signs(info: KnowledgeBaseInfo) -> int:
    with closing(sqlite3.connect(info.location)) as connection:
        (count,) = connection.execute("SELECT ifnull(sum(length(ids)), 0) / 8 FROM signs").fetchone()
        return int(count)


def test_vectors_of_a_program_that_knew_no_signs_are_found(info: KnowledgeBaseInfo) -> None:
    """It had the file open when a newer one brought it to this format, and wrote on."""
    embedder, kind = FakeEmbedder(dimensions=64), knowledge_base_kind("sqlite")
    with kind.open(info) as opened:
        write(opened, *(make_document(str(n), f"text {n}") for n in range(20)))
        embed_all(opened, embedder)
        with closing(sqlite3.connect(info.location)) as other:
            other.execute("DELETE FROM signs")
            other.commit()
        assert found_by_meaning(opened, embedder, "text 7", limit=1) == ["text 7"]
        with knowledge_base_kind("sqlite").open(info) as anew:
            assert len(found_by_meaning(anew, embedder, "text 7", limit=30)) == 20
        write(opened, make_document("new", "text new"))
        embed_all(opened, embedder)
        assert len(found_by_meaning(opened, embedder, "text new", limit=30)) == 21
    assert_sound(Path(info.location))
