"""The second stage of a sync: gives texts their vectors, from the knowledge base alone, when the source is closed.

Texts are taken out of a window over the newest in the order of their length, because a model is fastest on texts of one
length; it must not know how a model makes batches of them. When the program has come by another model, the vectors of
the old one are forgotten here, and the run that finds it out embeds the texts of all datasets, because some of them may
never be synced again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.knowledge_base import KnowledgeBase, PendingText
from kbconnect.core.model import ModelChange
from kbconnect.core.ports import Embedder, EmbedderIdentity
from kbconnect.core.tally import SyncTally

EMBED_BATCH = 128
"""Texts embedded and stored at a time, at most: a stop costs no more of them."""

EMBED_TOKENS = 4_096
"""Tokens embedded at a time, unless one text alone has more: a fraction of a second, on a slow machine too, and with
storing a transaction beside it of no weight."""

WINDOW_TEXTS = 1_024
"""Texts sorted by length at a time: many of each length, and still the newest first within seconds."""


MODEL_CHANGED = (
    "The embedding model changed with this version of the program; all {chunks:,} chunks are embedded again. They stay "
    "searchable by words meanwhile."
)
STILL_EMBEDDED_AGAIN = (
    "The embedding model changed with this version of the program; {left:,} of {chunks:,} chunks were still to be "
    "embedded again. They stay searchable by words meanwhile."
)


class EmbeddingTurns(Protocol):
    """Who embeds the texts of a dataset that isn't the run's own, so that no two runs do it at a time."""

    def take(self) -> AbstractContextManager[bool]:
        """Whether this run is the one that embeds what is left of others; until the context ends, no other is."""

    def is_synced(self, dataset_id: str) -> bool:
        """Whether a run of that dataset is going on, which embeds its texts itself."""


class Alone:
    """The turns of a run beside which there is no other."""

    @contextmanager
    def take(self) -> Iterator[bool]:
        yield True

    def is_synced(self, dataset_id: str) -> bool:  # noqa: ARG002 - as every EmbeddingTurns
        return False


ALONE = Alone()


@dataclass(frozen=True, slots=True)
class MeaningParts:
    """What the stage works with."""

    knowledge_base: KnowledgeBase
    embedder: Embedder
    turns: EmbeddingTurns = ALONE


def model_change(knowledge_base: KnowledgeBase, current: EmbedderIdentity) -> ModelChange:
    """Whether all vectors of a knowledge base are to be replaced by those of the current model, or are being."""
    stored = knowledge_base.vector_model()
    if stored is not None and stored != current:
        return ModelChange.DUE
    return ModelChange.UNDER_WAY if knowledge_base.is_embedded_again() else ModelChange.NONE


def embedded_again(knowledge_base: KnowledgeBase, current: EmbedderIdentity) -> int:
    """Chunks of all datasets that the next run embeds again because the model changed."""
    counts = knowledge_base.counts()
    change = model_change(knowledge_base, current)
    if change is ModelChange.NONE:
        return 0
    return counts.chunks if change is ModelChange.DUE else counts.chunks - counts.vectors


def embed_pending(dataset_id: str, parts: MeaningParts, context: JobContext, tally: SyncTally) -> None:
    """The second stage: gives every text of a dataset its vector, newest first, a transaction a batch; after a change
    of the model the texts of all datasets, this one's first.

    Can be stopped and started again at any point. Raises EmbedderError, KnowledgeBaseError, JobCancelled.
    """
    _Embedding(parts, context, tally).run(dataset_id)


class _Embedding:
    """One run's share of the work."""

    def __init__(self, parts: MeaningParts, context: JobContext, tally: SyncTally) -> None:
        self._knowledge_base = parts.knowledge_base
        self._embedder = parts.embedder
        self._turns = parts.turns
        self._context = context
        self._tally = tally
        self._done = 0
        self._total = 0
        self._note = ""
        self._in_company = self._backwards = False

    def run(self, dataset_id: str) -> None:
        if self._change_model():
            with self._turns.take() as is_ours:
                others = self._knowledge_base.pending_datasets() if is_ours else ()
                self._embed_all([dataset_id, *(other for other in others if other != dataset_id)])
        else:
            self._embed_all([dataset_id])

    def _embed_all(self, datasets: Sequence[str]) -> None:
        """The first is the run's own."""
        for place, dataset in enumerate(datasets):
            self._total = self._done + sum(map(self._knowledge_base.pending_count, datasets[place:]))
            self._embed(dataset, unless_synced=place > 0)
        if self._done < self._total:  # the rest was embedded elsewhere
            self._report(self._done)

    def _change_model(self) -> bool:
        """Forgets the vectors of another model. Returns whether all datasets are to be embedded."""
        change = model_change(self._knowledge_base, self._embedder.identity)
        if change is ModelChange.NONE:
            return False
        counts = self._knowledge_base.counts()
        if change is ModelChange.DUE:
            self._note = MODEL_CHANGED.format(chunks=counts.chunks)
        else:
            self._note = STILL_EMBEDDED_AGAIN.format(left=counts.chunks - counts.vectors, chunks=counts.chunks)
        self._tally.remarks.append(self._note)
        if change is ModelChange.DUE:
            self._embedder.embed([self._note])  # a model that doesn't work must not cost the vectors there are
            self._report(None)
            while self._knowledge_base.forget_vectors(self._embedder.identity):
                self._context.check()
        return True

    def _embed(self, dataset_id: str, *, unless_synced: bool) -> None:
        """unless_synced: leaves the texts to a run of that dataset, as soon as there is one."""
        if self._done < self._total:
            self._report(self._total)
        while pending := self._knowledge_base.pending_texts(dataset_id, WINDOW_TEXTS):
            batches = _batches(pending, self._embedder)
            for batch in reversed(list(batches)) if self._backwards else batches:
                self._context.check()
                if unless_synced and self._turns.is_synced(dataset_id):
                    return
                if not self._embed_batch(batch):
                    # The run of another dataset has texts in common with this one, and went through them in step.
                    self._in_company, self._backwards = True, not self._backwards
                if self._in_company:
                    break

    def _embed_batch(self, batch: Sequence[PendingText]) -> bool:
        """False: while these were embedded another run has stored some of them."""
        vectors = self._embedder.embed([text.text for text in batch])
        self._context.check()
        identity = self._embedder.identity
        stored = self._knowledge_base.store_vectors([text.text_id for text in batch], vectors, identity)
        self._tally.add(embedded=stored)
        self._done += len(batch)
        self._report(max(self._total, self._done))
        return stored >= len(batch)  # each has a chunk, or more

    def _report(self, total: int | None) -> None:
        self._context.report(Progress(Stage.EMBEDDING, self._done, total, self._tally.counts, self._note))


def _batches(pending: Sequence[PendingText], embedder: Embedder) -> Iterator[list[PendingText]]:
    """All of them, shortest first; of one length the newest first."""
    read = [min(count, embedder.max_tokens) for count in embedder.count_tokens([text.text for text in pending])]
    batch: list[PendingText] = []
    tokens = 0
    for count, text in sorted(zip(read, pending, strict=True), key=lambda one: one[0]):
        if batch and (len(batch) >= EMBED_BATCH or tokens + count > EMBED_TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(text)
        tokens += count
    if batch:
        yield batch
