"""The second stage of a sync: gives texts their vectors, from the knowledge base alone, when the source is closed."""

from __future__ import annotations

from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.ports import Embedder, KnowledgeBase
from kbconnect.core.tally import SyncTally

EMBED_BATCH = 32
"""Texts embedded and stored at a time: what a stop can cost, and below a second on a slow machine."""


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
    while pending := knowledge_base.pending_texts(dataset_id, EMBED_BATCH):
        context.check()
        vectors = embedder.embed([text.text for text in pending])
        context.check()
        stored = knowledge_base.store_vectors([text.text_id for text in pending], vectors, embedder.identity)
        tally.add(embedded=stored)
        done += len(pending)
        context.report(Progress(Stage.EMBEDDING, done, max(total, done), tally.counts))
