"""Documents made for tests of knowledge bases, and short ways to write, embed and find them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kbconnect.core.knowledge_base import (
    ChunkedDocument,
    KnowledgeBase,
    LedgerEntry,
    RejectedRow,
    SearchFilter,
    WriteBatch,
)
from kbconnect.core.model import (
    Document,
    Field,
    KnowledgeBaseInfo,
    Reject,
    Scalar,
    Span,
)
from tests.fakes_knowledge_base import FakeEmbedder

EVERYWHERE = SearchFilter()
SHOP = "shop"
WIKI = "wiki"


def digest_of(name: str) -> bytes:
    return hashlib.md5(name.encode()).digest()


def entry_of(name: str, text_hash: int = 1, metadata_hash: int = 1) -> LedgerEntry:
    return LedgerEntry(digest_of(name), text_hash, metadata_hash)


def make_document(
    name: str,
    text: str,
    *,
    title: str = "",
    dataset_id: str = SHOP,
    metadata: dict[str, Scalar] | None = None,
    pieces: Sequence[str] | None = None,
    text_hash: int = 1,
) -> ChunkedDocument:
    """A document of one chunk, or of the pieces named, which stand in the text in this order."""
    spans = []
    at = 0
    for piece in [text] if pieces is None else pieces:
        at = text.index(piece, at)
        spans.append(Span(at, at + len(piece)))
    document = Document(
        document_id=hashlib.md5(f"{dataset_id} {name}".encode()).hexdigest(),
        key=(Field("id", name),),
        title=title,
        text=text,
        metadata=tuple(Field(*one) for one in (metadata or {}).items()),
    )
    return ChunkedDocument(entry_of(name, text_hash), document, tuple(spans))


def make_reject(name: str, reason: str = "The text is empty", rows: int = 1) -> RejectedRow:
    return RejectedRow(entry_of(name), Reject((name, None), "body", reason), rows)


def write(knowledge_base: KnowledgeBase, *documents: ChunkedDocument, dataset_id: str = SHOP) -> int:
    return knowledge_base.write(dataset_id, WriteBatch(documents=documents))


def embed_all(knowledge_base: KnowledgeBase, embedder: FakeEmbedder, dataset_id: str = SHOP) -> int:
    stored = 0
    while pending := knowledge_base.pending_texts(dataset_id, 7):
        vectors = embedder.embed([one.text for one in pending])
        stored += knowledge_base.store_vectors([one.text_id for one in pending], vectors, embedder.identity)
    return stored


def found_by_words(knowledge_base: KnowledgeBase, text: str, where: SearchFilter = EVERYWHERE) -> list[str]:
    """Texts of the chunks, best first."""
    found = knowledge_base.search_words(text, 100, where)
    return [chunk.text for chunk in knowledge_base.chunks([one.chunk_id for one in found])]


def found_by_meaning(
    knowledge_base: KnowledgeBase, embedder: FakeEmbedder, text: str, where: SearchFilter = EVERYWHERE, limit: int = 100
) -> list[str]:
    found = knowledge_base.search_vectors(embedder.embed([text])[0], limit, where, embedder.identity)
    return [chunk.text for chunk in knowledge_base.chunks([one.chunk_id for one in found])]


def make_info(location: Path | str) -> KnowledgeBaseInfo:
    return KnowledgeBaseInfo("kb-1", "Team", "sqlite", str(location), "minilm", datetime(2024, 5, 1, tzinfo=UTC))
