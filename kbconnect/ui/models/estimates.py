"""What a first sync will come to, from a preview or a count. Pure arithmetic; all but a full count is rough."""

from __future__ import annotations

from dataclasses import dataclass

from kbconnect.core.dry_run import DryRun
from kbconnect.core.preview import Preview

ROWS_PER_SECOND = 30_000
CHUNKS_PER_SECOND = 200
"""Of the embedding model on a laptop; reading and writing are two orders of magnitude faster."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """exact: the preview held every row. tokens: None without an embedder. seconds: of the first sync."""

    documents: int
    chunks: int
    tokens: int | None
    seconds: float
    exact: bool


def counted_estimates(counted: DryRun) -> Estimates:
    """What was counted, or reckoned from the rows counted by now."""
    return Estimates(counted.documents, counted.chunks, counted.tokens, counted.seconds, counted.exact)


def estimates_of(preview: Preview, limit: int) -> Estimates | None:
    """limit: rows the preview was asked for; fewer came back if there are no more. None if nobody can know."""
    seen = len(preview.documents) + len(preview.rejects)
    exact = seen < limit
    rows = seen if exact else preview.rows_estimate
    if rows is None:
        return None
    share = rows / seen if seen else 0.0
    counts = [chunk.tokens for document in preview.documents for chunk in document.chunks]
    known = [tokens for tokens in counts if tokens is not None]
    documents = round(len(preview.documents) * share)
    chunks = round(len(counts) * share)
    embedding = chunks / CHUNKS_PER_SECOND if preview.max_tokens is not None else 0.0
    return Estimates(
        documents=documents,
        chunks=chunks,
        tokens=round(sum(known) * share) if preview.max_tokens is not None else None,
        seconds=rows / ROWS_PER_SECOND + embedding,
        exact=exact,
    )
