"""The second stage of a sync alone: what it hands to the model, what it stores, and what a stop costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any  # identity and vectors are only handed on

import numpy as np
import pytest
from numpy.typing import NDArray

from kbconnect.core import meaning
from kbconnect.core.errors import EmbedderError
from kbconnect.core.job import InlineContext, JobCancelled, Progress, Stage
from kbconnect.core.meaning import embed_pending
from kbconnect.core.model import Document, Span
from kbconnect.core.ports import ChunkedDocument, LedgerEntry, WriteBatch
from kbconnect.core.tally import SyncTally
from tests.fakes_knowledge_base import FakeEmbedder, MemoryKnowledgeBase


class WatchedEmbedder(FakeEmbedder):
    """Remembers what came together, and fails on a text."""

    fails_on = ""

    def __init__(self) -> None:
        super().__init__(8, max_tokens=50)
        self.batches: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        if self.fails_on in texts:
            raise EmbedderError("It failed.", meaning="No vectors.", hint="Again.")
        return super().embed(texts)


class WatchedKnowledgeBase(MemoryKnowledgeBase):
    """Remembers how many vectors came in a transaction."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: list[int] = []

    def store_vectors(self, text_ids: Any, vectors: Any, identity: Any) -> int:
        self.stored.append(len(text_ids))
        return super().store_vectors(text_ids, vectors, identity)


def filled(texts: Sequence[str]) -> WatchedKnowledgeBase:
    """A knowledge base by words with one document a text."""
    knowledge_base = WatchedKnowledgeBase()
    documents = []
    for number, text in enumerate(texts):
        entry = LedgerEntry(number.to_bytes(16, "big"), number, number)
        document = Document(f"{number:032x}", (), "", text, ())
        documents.append(ChunkedDocument(entry, document, (Span(0, len(text)),)))
    knowledge_base.write("notes", WriteBatch(documents))
    return knowledge_base


def words(number: int, count: int) -> str:
    return " ".join([f"text{number}", *["word"] * (count - 1)])


def run(knowledge_base: WatchedKnowledgeBase, embedder: FakeEmbedder, context: InlineContext | None = None) -> int:
    tally = SyncTally()
    embed_pending("notes", knowledge_base, embedder, context or InlineContext(), tally)
    return tally.counts.embedded


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "EMBED_BATCH", 4)
    monkeypatch.setattr(meaning, "EMBED_TOKENS", 20)
    monkeypatch.setattr(meaning, "WINDOW_TEXTS", 8)


def test_texts_of_one_length_come_together_newest_window_first() -> None:
    lengths = [3, 9, 3, 9, 3, 9, 3, 9, 5, 2, 5, 2, 5, 2, 5, 2]
    knowledge_base, embedder = filled([words(n, count) for n, count in enumerate(lengths)]), WatchedEmbedder()
    assert run(knowledge_base, embedder) == 16
    together = [[len(text.split()) for text in batch] for batch in embedder.batches]
    assert together == [[2] * 4, [5] * 4, [3] * 4, [9] * 2, [9] * 2]
    assert knowledge_base.stored == [len(batch) for batch in together]
    assert knowledge_base.pending_count("notes") == 0


def test_each_text_has_its_own_vector() -> None:
    texts = [words(n, 1 + n * 7 % 13) for n in range(30)]
    knowledge_base, embedder = filled(texts), WatchedEmbedder()
    run(knowledge_base, embedder)
    for held in knowledge_base.texts.values():
        assert held.vector is not None
        assert np.array_equal(held.vector, FakeEmbedder(8).embed([held.text])[0])


def test_a_batch_is_bounded_by_texts_and_by_tokens_that_count() -> None:
    texts = [words(n, 1) for n in range(5)] + [words(9, 500)]
    embedder = WatchedEmbedder()
    run(filled(texts), embedder)
    assert [len(batch) for batch in embedder.batches] == [4, 1, 1]


def test_a_wish_to_stop_keeps_what_was_embedded_and_the_next_run_does_the_rest() -> None:
    knowledge_base, embedder = filled([words(n, 5) for n in range(12)]), WatchedEmbedder()
    context = InlineContext(lambda progress: context.cancel() if progress.done == 8 else None)
    with pytest.raises(JobCancelled):
        run(knowledge_base, embedder, context)
    assert knowledge_base.pending_count("notes") == 4
    assert run(knowledge_base, embedder) == 4
    assert len(embedder.embedded) == len(set(embedder.embedded)) == 12


def test_an_error_of_the_model_costs_one_batch() -> None:
    knowledge_base, embedder = filled([words(n, 1 + n) for n in range(8)]), WatchedEmbedder()
    embedder.fails_on = words(5, 6)
    with pytest.raises(EmbedderError):
        run(knowledge_base, embedder)
    assert knowledge_base.pending_count("notes") == 4
    embedder.fails_on = ""
    assert run(knowledge_base, embedder) == 4


def test_progress_grows_to_its_total() -> None:
    seen: list[Progress] = []
    run(filled([words(n, 3) for n in range(10)]), WatchedEmbedder(), InlineContext(seen.append))
    assert {progress.stage for progress in seen} == {Stage.EMBEDDING}
    assert [progress.done for progress in seen] == [0, 4, 8, 10]
    assert {progress.total for progress in seen} == {10}


def test_nothing_to_do_says_nothing() -> None:
    seen: list[Progress] = []
    assert run(filled([]), WatchedEmbedder(), InlineContext(seen.append)) == 0
    assert seen == []
