"""The second stage of a sync alone: what it hands to the model, what it stores, and what a stop costs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any  # identity and vectors are only handed on

import numpy as np
import pytest
from numpy.typing import NDArray

from kbconnect.core import meaning
from kbconnect.core.errors import EmbedderError
from kbconnect.core.job import InlineContext, JobCancelled, Progress, Stage
from kbconnect.core.knowledge_base import ChunkedDocument, LedgerEntry, WriteBatch
from kbconnect.core.meaning import MODEL_CHANGED, STILL_EMBEDDED_AGAIN, MeaningParts, embed_pending
from kbconnect.core.model import Document, Span
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
    embed_pending("notes", MeaningParts(knowledge_base, embedder), context or InlineContext(), tally)
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


# --------------------------------------------------------------------------------------------------- another model


class Turns:
    """Others that work in the same knowledge base. synced: datasets with a run of their own."""

    def __init__(self, synced: Sequence[str] = (), *, is_ours: bool = True) -> None:
        self.synced = set(synced)
        self.is_ours = is_ours

    @contextmanager
    def take(self) -> Iterator[bool]:
        yield self.is_ours

    def is_synced(self, dataset_id: str) -> bool:
        return dataset_id in self.synced


OLD, NEW = FakeEmbedder(8, name="old"), FakeEmbedder(8, name="new")


def of_old_model(datasets: Sequence[str] = ("notes", "others", "removed"), count: int = 6) -> WatchedKnowledgeBase:
    """Datasets of a few texts each, all with vectors of the old model."""
    knowledge_base = WatchedKnowledgeBase()
    for dataset in datasets:
        add(knowledge_base, dataset, count)
        embed_pending(dataset, MeaningParts(knowledge_base, OLD), InlineContext(), SyncTally())
    return knowledge_base


def add(knowledge_base: WatchedKnowledgeBase, dataset: str, count: int) -> None:
    documents = []
    for number in range(count):
        text = f"{dataset} {number}"
        entry = LedgerEntry(hashlib.md5(text.encode()).digest(), number, number)
        document = Document(hashlib.md5(text.encode()).hexdigest(), (), "", text, ())
        documents.append(ChunkedDocument(entry, document, (Span(0, len(text)),)))
    knowledge_base.write(dataset, WriteBatch(documents))


def embed(
    knowledge_base: WatchedKnowledgeBase,
    *,
    dataset: str = "notes",
    embedder: FakeEmbedder = NEW,
    turns: Turns | None = None,
    context: InlineContext | None = None,
) -> SyncTally:
    tally = SyncTally()
    parts = MeaningParts(knowledge_base, embedder, turns or Turns())
    embed_pending(dataset, parts, context or InlineContext(), tally)
    return tally


def assert_all_of(knowledge_base: WatchedKnowledgeBase, embedder: FakeEmbedder) -> None:
    assert knowledge_base.identity == embedder.identity
    for held in knowledge_base.texts.values():
        assert held.vector is not None, held.text
        assert np.array_equal(held.vector, FakeEmbedder(8, name=embedder.identity.id).embed([held.text])[0])


def test_a_new_model_embeds_all_datasets_again_its_own_first_and_says_so() -> None:
    knowledge_base = of_old_model()
    seen: list[Progress] = []
    tally = embed(knowledge_base, dataset="others", context=InlineContext(seen.append))
    assert_all_of(knowledge_base, NEW)
    assert tally.counts.embedded == 18
    assert tally.remarks == [MODEL_CHANGED.format(chunks=18)]
    assert [progress.total for progress in seen] == [None, *[18] * (len(seen) - 1)]
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert seen[-1].done == 18
    assert {progress.note for progress in seen} == {MODEL_CHANGED.format(chunks=18)}
    assert not knowledge_base.is_embedded_again()
    assert embed(knowledge_base) == SyncTally()


def test_the_runs_own_texts_come_first() -> None:
    knowledge_base, embedder = of_old_model(), FakeEmbedder(8, name="new")
    embed(knowledge_base, dataset="others", embedder=embedder)
    texts = [text for text in embedder.embedded if text[-1].isdigit()]
    assert {text.split()[0] for text in texts[:6]} == {"others"}
    assert len(texts) == len(set(texts)) == 18


def test_texts_of_a_dataset_that_is_synced_are_left_to_its_own_run() -> None:
    knowledge_base = of_old_model()
    seen: list[Progress] = []
    tally = embed(knowledge_base, turns=Turns(["others"]), context=InlineContext(seen.append))
    assert tally.counts.embedded == 12
    assert (seen[-1].done, seen[-1].total) == (12, 12)
    assert knowledge_base.pending_datasets() == ("others",)
    own = embed(knowledge_base, dataset="others", turns=Turns(is_ours=False))
    assert own.counts.embedded == 6
    assert own.remarks == [STILL_EMBEDDED_AGAIN.format(left=6, chunks=18)]
    assert_all_of(knowledge_base, NEW)


def test_a_run_of_another_dataset_that_begins_takes_over_within_a_batch() -> None:
    knowledge_base, turns = of_old_model(), Turns()
    seen: list[Progress] = []

    def begin(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 6 + 4:
            turns.synced.add("others")

    embed(knowledge_base, turns=turns, context=InlineContext(begin))
    assert knowledge_base.pending_count("others") == 2
    assert knowledge_base.pending_count("removed") == 0


def test_only_one_run_embeds_what_is_left_of_others() -> None:
    knowledge_base = of_old_model()
    assert embed(knowledge_base, turns=Turns(is_ours=False)).counts.embedded == 6
    assert knowledge_base.pending_count("others") == 6
    assert embed(knowledge_base).counts.embedded == 12
    assert_all_of(knowledge_base, NEW)


def test_texts_of_others_are_not_embedded_for_their_own_sake() -> None:
    knowledge_base = of_old_model()
    add(knowledge_base, "others", 9)  # as a sync by words alone leaves them
    assert embed(knowledge_base, embedder=OLD) == SyncTally()
    assert knowledge_base.pending_count("others") == 3


@pytest.mark.parametrize("reports", range(12))
def test_a_stop_at_any_point_is_taken_up(reports: int) -> None:
    knowledge_base = of_old_model(count=4)
    left = [reports]

    def stop(progress: Progress) -> None:
        assert knowledge_base.identity in (None, OLD.identity, NEW.identity)
        left[0] -= 1
        if left[0] < 0:
            context.cancel()

    context = InlineContext(stop)
    with suppress(JobCancelled):
        embed(knowledge_base, context=context)
    embed(knowledge_base, dataset="others")
    assert_all_of(knowledge_base, NEW)


def test_a_model_that_fails_costs_no_vectors() -> None:
    knowledge_base, embedder = of_old_model(), WatchedEmbedder()
    embedder.fails_on = MODEL_CHANGED.format(chunks=18)
    with pytest.raises(EmbedderError):
        embed(knowledge_base, embedder=embedder)
    assert_all_of(knowledge_base, OLD)


def test_two_runs_with_texts_in_common_share_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """They begin at the same instant, and each batch of one is embedded while the other embeds one."""
    monkeypatch.setattr(meaning, "WINDOW_TEXTS", 32)
    texts = [words(number, 3) for number in range(120)]
    knowledge_base = filled(texts)
    for entries in list(knowledge_base.rows.values()):
        documents = [
            ChunkedDocument(row.entry, row.document, (Span(0, len(row.document.text)),))
            for row in entries.values()
            if row.document is not None
        ]
        knowledge_base.write("also notes", WriteBatch(documents))
    in_step = threading.Barrier(2)

    class InStep(WatchedEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            with suppress(threading.BrokenBarrierError):  # the other one has come to its end
                in_step.wait(timeout=30)
            return super().embed(texts)

    embedders = [InStep(), InStep()]

    def embed(dataset_id: str, embedder: FakeEmbedder) -> None:
        embed_pending(dataset_id, MeaningParts(knowledge_base, embedder), InlineContext(), SyncTally())
        in_step.abort()

    other = threading.Thread(target=embed, args=("also notes", embedders[1]))  # noqa: TID251 - the test is about two
    other.start()
    embed("notes", embedders[0])
    other.join(30)
    assert knowledge_base.pending_count("notes") == knowledge_base.pending_count("also notes") == 0
    embedded = [text for embedder in embedders for batch in embedder.batches for text in batch]
    assert set(embedded) == set(texts)
    assert len(embedded) < 1.4 * len(texts)
