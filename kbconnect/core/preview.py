"""Documents and chunks as a sync would write them, to be looked at before: frozen, and never stored."""

from __future__ import annotations

from dataclasses import dataclass

from kbconnect.core.model import Document, Reject


@dataclass(frozen=True, slots=True)
class PreviewChunk:
    """tokens: None without an embedder. cut: it holds more than the embedder reads. broken: the next chunk goes on in
    the same "word" or "sentence", "" if in neither."""

    text: str
    tokens: int | None
    cut: bool = False
    broken: str = ""


@dataclass(frozen=True, slots=True)
class PreviewDocument:
    """shortened: a value was too long to be shown whole; a sync takes all of it."""

    document: Document
    chunks: tuple[PreviewChunk, ...]
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """Documents and chunks exactly as a sync would write them. rows_estimate: of the whole selection; None: unknown.

    max_tokens: how many tokens of a chunk the embedder reads; None without an embedder.
    """

    documents: tuple[PreviewDocument, ...]
    rejects: tuple[Reject, ...]
    rows_estimate: int | None = None
    max_tokens: int | None = None
