"""The second stage of a sync: gives texts their vectors, from the knowledge base alone, when the source is closed.

Texts are taken out of a window over the newest in the order of their length, because a model is fastest on texts of one
length; it must not know how a model makes batches of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.ports import Embedder, KnowledgeBase, PendingText
from kbconnect.core.tally import SyncTally

EMBED_BATCH = 128
"""Texts embedded and stored at a time, at most: a stop costs no more of them."""

EMBED_TOKENS = 2_048
"""Tokens embedded at a time, unless one text alone has more: a fraction of a second, on a slow machine too, and with
storing a transaction beside it of no weight."""

WINDOW_TEXTS = 1_024
"""Texts sorted by length at a time: many of each length, and still the newest first within seconds."""


def embed_pending(
    dataset_id: str, knowledge_base: KnowledgeBase, embedder: Embedder, context: JobContext, tally: SyncTally
) -> None:
    """The second stage: gives every text of a dataset its vector, newest first, a transaction a batch.

    Can be stopped and started again at any point. Raises EmbedderError, KnowledgeBaseError, JobCancelled.
    """
    total = knowledge_base.pending_count(dataset_id)
    done = 0
    if total:
        context.report(Progress(Stage.EMBEDDING, done, total, tally.counts))
    while pending := knowledge_base.pending_texts(dataset_id, WINDOW_TEXTS):
        for batch in _batches(pending, embedder):
            context.check()
            vectors = embedder.embed([text.text for text in batch])
            context.check()
            stored = knowledge_base.store_vectors([text.text_id for text in batch], vectors, embedder.identity)
            tally.add(embedded=stored)
            done += len(batch)
            context.report(Progress(Stage.EMBEDDING, done, max(total, done), tally.counts))


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
