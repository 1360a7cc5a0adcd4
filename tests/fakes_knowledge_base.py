"""A knowledge base and an embedder in memory, for tests of what uses them. Both pass the contract suites of the real
ones; neither keeps anything when it is gone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from kbconnect.core.changes import digests_from_bytes
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.errors import KnowledgeBaseMissingError, ModelMismatchError, NameTakenError
from kbconnect.core.knowledge_base import (
    CHUNKS_A_DOCUMENT,
    ChunkedDocument,
    Ledger,
    LedgerEntry,
    PendingText,
    RejectedRow,
    SearchFilter,
    WriteBatch,
)
from kbconnect.core.model import (
    DatasetCounts,
    Document,
    KnowledgeBaseCounts,
    KnowledgeBaseInfo,
    Reject,
    Scalar,
    ScoredChunk,
    Span,
    StoredChunk,
)
from kbconnect.core.ports import EmbedderIdentity

FORGOTTEN_AT_ONCE = 3
"""Vectors of another model that go with one call."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


class FakeEmbedder:
    """Vectors that depend on nothing but its name and the text's words: texts that share words are near each other.

    embedded: every text that was embedded, in order. A word counts as one token.
    """

    def __init__(self, dimensions: int = 32, max_tokens: int = 256, name: str = "fake") -> None:
        self.identity = EmbedderIdentity(name, hashlib.sha256(name.encode()).hexdigest(), dimensions)
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.identity.dimensions), np.float32)
        for place, text in enumerate(texts):
            vectors[place] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.identity.dimensions, np.float64)
        for word in _words(text) or ["", text]:
            told = f"{self.identity.id} {word}".encode("utf-8", "replace")
            seed = int.from_bytes(hashlib.sha256(told).digest()[:8], "big")
            vector += np.random.default_rng(seed).standard_normal(self.identity.dimensions)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@dataclass(slots=True)
class _Row:
    """What is known of one key: a document with the ids of its chunks, or a reject."""

    entry: LedgerEntry
    document: Document | None = None
    spans: tuple[Span, ...] = ()
    chunk_ids: tuple[int, ...] = ()
    rejected: RejectedRow | None = None
    text_ids: tuple[int, ...] = ()

    def chunk_texts(self) -> list[str]:
        assert self.document is not None
        return [self.document.text[span.start : span.end] for span in self.spans]


@dataclass(slots=True)
class _Text:
    text: str
    vector: NDArray[np.float32] | None = None


@dataclass(slots=True)
class MemoryKnowledgeBase:
    """All of a knowledge base as dicts. Metadata values come back as they were given; nothing is damaged or full."""

    rows: dict[str, dict[bytes, _Row]] = field(default_factory=dict)
    texts: dict[int, _Text] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    wiped: int = 0
    identity: EmbedderIdentity | None = None
    _ids_by_text: dict[str, int] = field(default_factory=dict)
    _next_id: int = 1
    _again: bool = False

    def _new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _documents(self) -> Iterator[tuple[str, _Row]]:
        for dataset_id, rows in self.rows.items():
            for row in rows.values():
                if row.document is not None:
                    yield dataset_id, row

    def ledger(self, dataset_id: str) -> Ledger:
        return self.ledger_of(dataset_id, list(self.rows.get(dataset_id, {})))

    def sync_state(self, dataset_id: str) -> str | None:
        return self.states.get(dataset_id)

    def put_sync_state(self, dataset_id: str, state: str | None) -> None:
        if state is None:
            self.states.pop(dataset_id, None)
        else:
            self.states[dataset_id] = state

    def wipe_removed(self) -> bool:
        self.wiped += 1
        return True

    def ledger_of(self, dataset_id: str, key_digests: Sequence[bytes]) -> Ledger:
        wanted = set(key_digests)
        rows = sorted((digest, row) for digest, row in self.rows.get(dataset_id, {}).items() if digest in wanted)
        return Ledger(
            digests_from_bytes(b"".join(digest for digest, _ in rows)),
            np.array([row.entry.text_hash for _, row in rows], np.uint64),
            np.array([row.entry.metadata_hash for _, row in rows], np.uint64),
            np.array([row.rejected.rows if row.rejected else 0 for _, row in rows], np.uint32),
        )

    def prepared(self, batch: WriteBatch) -> WriteBatch:
        return batch

    def write(self, dataset_id: str, batch: WriteBatch) -> int:
        rows = self.rows.setdefault(dataset_id, {})
        for change in batch.metadata_changes:
            old = rows.get(change.entry.key_digest)
            if old is not None and old.document is not None:
                document = replace(old.document, metadata=tuple(change.metadata))
                rows[change.entry.key_digest] = replace(old, entry=change.entry, document=document)
        documents = {one.entry.key_digest: one for one in batch.documents}
        rejected = {one.entry.key_digest: one for one in batch.rejected}
        for digest in rejected:
            documents.pop(digest, None)
        written = 0
        for digest, one in documents.items():
            rows.pop(digest, None)
            rows[digest] = self._row(one)
            written += len(one.spans)
        for digest, reject in rejected.items():
            rows.pop(digest, None)
            rows[digest] = _Row(reject.entry, rejected=reject)
        self._drop_unused()
        return written

    def _row(self, one: ChunkedDocument) -> _Row:
        row = _Row(one.entry, one.document, tuple(one.spans))
        row.chunk_ids = tuple(self._new_id() for _ in one.spans)
        row.text_ids = tuple(self._text_id(text_to_embed(one.document.title, text)) for text in row.chunk_texts())
        return row

    def _text_id(self, text: str) -> int:
        text_id = self._ids_by_text.get(text)
        if text_id is None:
            text_id = self._ids_by_text[text] = self._new_id()
            self.texts[text_id] = _Text(text)
        return text_id

    def _drop_unused(self) -> None:
        used = {text_id for _, row in self._documents() for text_id in row.text_ids}
        self.texts = {text_id: text for text_id, text in self.texts.items() if text_id in used}
        if all(text.vector is None for text in self.texts.values()):
            self.identity = None
        self._ids_by_text = {text.text: text_id for text_id, text in self.texts.items()}

    def remove(self, dataset_id: str, key_digests: Sequence[bytes]) -> int:
        rows = self.rows.get(dataset_id, {})
        removed = [rows.pop(digest) for digest in set(key_digests) if digest in rows]
        self._drop_unused()
        return sum(1 for row in removed if row.document is not None)

    def remove_dataset(self, dataset_id: str) -> int:
        removed = self.remove(dataset_id, list(self.rows.get(dataset_id, {})))
        self.rows.pop(dataset_id, None)
        self.states.pop(dataset_id, None)
        return removed

    def rejects(self, dataset_id: str, limit: int) -> tuple[Reject, ...]:
        rows = self.rows.get(dataset_id, {}).values()
        return tuple(row.rejected.reject for row in rows if row.rejected is not None)[:limit]

    def documents_by_digest(self, dataset_id: str, key_digests: Sequence[bytes]) -> tuple[Document, ...]:
        rows = self.rows.get(dataset_id, {})
        found = (rows[digest].document for digest in key_digests if digest in rows)
        return tuple(document for document in found if document is not None)

    def _pending(self, dataset_id: str) -> list[int]:
        rows = self.rows.get(dataset_id, {}).values()
        used = {text_id for row in rows for text_id in row.text_ids}
        return sorted((text_id for text_id in used if self.texts[text_id].vector is None), reverse=True)

    def pending_count(self, dataset_id: str) -> int:
        return len(self._pending(dataset_id))

    def pending_texts(self, dataset_id: str, limit: int) -> tuple[PendingText, ...]:
        return tuple(PendingText(text_id, self.texts[text_id].text) for text_id in self._pending(dataset_id)[:limit])

    def store_vectors(self, text_ids: Sequence[int], vectors: NDArray[np.float32], identity: EmbedderIdentity) -> int:
        self._check(identity)
        stored = set()
        for text_id, vector in zip(text_ids, vectors, strict=True):
            if text_id in self.texts and self.texts[text_id].vector is None:
                self.texts[text_id].vector = vector.copy()
                stored.add(text_id)
        if stored:
            self.identity = identity
        self._again = self.is_embedded_again()
        return sum(1 for _, row in self._documents() for text_id in row.text_ids if text_id in stored)

    def vector_model(self) -> EmbedderIdentity | None:
        return self.identity

    def forget_vectors(self, keep: EmbedderIdentity) -> bool:
        if self.identity in (None, keep):
            return False
        self._again = True
        held = [text for text in self.texts.values() if text.vector is not None]
        for text in held[:FORGOTTEN_AT_ONCE]:
            text.vector = None
        if len(held) <= FORGOTTEN_AT_ONCE:
            self.identity = None
        return self.identity is not None

    def is_embedded_again(self) -> bool:
        return self._again and bool(self.pending_datasets())

    def pending_datasets(self) -> tuple[str, ...]:
        return tuple(dataset_id for dataset_id in self.rows if self._pending(dataset_id))

    def _check(self, identity: EmbedderIdentity) -> None:
        if self.identity is not None and self.identity != identity:
            raise ModelMismatchError(
                "The vectors were made by another embedding model.",
                meaning="Nothing has been changed.",
                hint="Use the model that made them.",
            )

    def next_chunk_id(self) -> int:
        return self._next_id + 1

    def counts(self) -> KnowledgeBaseCounts:
        each = [self.dataset_counts(dataset_id) for dataset_id in self.rows]
        return KnowledgeBaseCounts(
            sum(one.documents for one in each),
            sum(one.chunks for one in each),
            sum(one.vectors for one in each),
            sum(len(text.text) for text in self.texts.values()),
        )

    def dataset_counts(self, dataset_id: str) -> DatasetCounts:
        rows = list(self.rows.get(dataset_id, {}).values())
        return DatasetCounts(
            dataset_id,
            sum(1 for row in rows if row.document is not None),
            sum(len(row.chunk_ids) for row in rows),
            sum(1 for row in rows for text_id in row.text_ids if self.texts[text_id].vector is not None),
            sum(row.rejected.rows for row in rows if row.rejected is not None),
        )

    def _passing(self, where: SearchFilter) -> Iterator[tuple[str, _Row]]:
        for dataset_id, row in self._documents():
            if where.dataset_ids and dataset_id not in where.dataset_ids:
                continue
            assert row.document is not None
            values = {one.name: one.value for one in row.document.metadata}
            if all(_equal(values.get(one.name), one.value) for one in where.metadata):
                yield dataset_id, row

    def search_words(self, text: str, limit: int, where: SearchFilter) -> tuple[ScoredChunk, ...]:
        wanted = set(_words(text))
        found = []
        for _, row in self._passing(where):
            assert row.document is not None
            title = _words(row.document.title)
            for chunk_id, chunk in zip(row.chunk_ids, row.chunk_texts(), strict=True):
                words = _words(chunk)
                score = sum(2 * title.count(word) + words.count(word) for word in wanted)
                if score:
                    found.append((ScoredChunk(chunk_id, score / (len(words) + 1)), row.document.document_id))
        return _best(found, limit)

    def search_vectors(
        self, vector: NDArray[np.float32], limit: int, where: SearchFilter, identity: EmbedderIdentity
    ) -> tuple[ScoredChunk, ...]:
        self._check(identity)
        found = []
        for _, row in self._passing(where):
            assert row.document is not None
            for chunk_id, text_id in zip(row.chunk_ids, row.text_ids, strict=True):
                stored = self.texts[text_id].vector
                if stored is not None:
                    found.append((ScoredChunk(chunk_id, float(stored @ vector)), row.document.document_id))
        return _best(found, limit)

    def _stored(self, dataset_id: str, row: _Row) -> Iterator[StoredChunk]:
        assert row.document is not None
        for ordinal, (chunk_id, text) in enumerate(zip(row.chunk_ids, row.chunk_texts(), strict=True)):
            yield StoredChunk(chunk_id, ordinal, len(row.chunk_ids), text, row.document, dataset_id)

    def chunks(self, chunk_ids: Sequence[int]) -> tuple[StoredChunk, ...]:
        known = {chunk.chunk_id: chunk for one in self._documents() for chunk in self._stored(*one)}
        return tuple(known[chunk_id] for chunk_id in chunk_ids if chunk_id in known)

    def highlights(self, text: str, chunk_ids: Sequence[int]) -> tuple[tuple[Span, ...], ...]:
        wanted = set(_words(text))
        texts = {chunk.chunk_id: chunk.text for chunk in self.chunks(chunk_ids)}
        return tuple(
            tuple(
                Span(found.start(), found.end())
                for found in _WORD.finditer(texts.get(chunk_id, ""))
                if found.group().lower() in wanted
            )
            for chunk_id in chunk_ids
        )

    def document_chunks(self, document_id: str) -> tuple[StoredChunk, ...]:
        for dataset_id, row in self._documents():
            if row.document is not None and row.document.document_id == document_id:
                return tuple(self._stored(dataset_id, row))
        return ()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _as_text(value: Scalar) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _equal(stored: Scalar, wanted: Scalar) -> bool:
    if _as_text(stored) == _as_text(wanted):
        return True
    text = _as_text(wanted)
    if isinstance(stored, (bool, str)) or stored is None or text is None or not _NUMBER.fullmatch(text):
        return False
    try:
        return Decimal(text) == Decimal(repr(stored))
    except InvalidOperation:
        return False


def _best(found: list[tuple[ScoredChunk, str]], limit: int) -> tuple[ScoredChunk, ...]:
    """found: chunks with the id of their document."""
    taken: Counter[str] = Counter()
    best: list[ScoredChunk] = []
    for chunk, document_id in sorted(found, key=lambda one: (-one[0].score, one[0].chunk_id)):
        taken[document_id] += 1
        if taken[document_id] <= CHUNKS_A_DOCUMENT:
            best.append(chunk)
    return tuple(best[:limit])


class MemoryKind:
    """Knowledge bases in memory, by location."""

    def __init__(self) -> None:
        self.places: dict[str, MemoryKnowledgeBase] = {}

    def create(self, info: KnowledgeBaseInfo) -> None:
        if info.location in self.places:
            raise NameTakenError(f"There is already something at {info.location}.")
        self.places[info.location] = MemoryKnowledgeBase()

    @contextmanager
    def open(self, info: KnowledgeBaseInfo) -> Iterator[MemoryKnowledgeBase]:
        if info.location not in self.places:
            raise KnowledgeBaseMissingError(f"There is no knowledge base at {info.location}.")
        yield self.places[info.location]

    def look(self, info: KnowledgeBaseInfo) -> AbstractContextManager[MemoryKnowledgeBase]:
        return self.open(info)

    def delete(self, info: KnowledgeBaseInfo) -> None:
        self.places.pop(info.location, None)
