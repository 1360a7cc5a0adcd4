"""A batch in the form a knowledge base file stores it in: what can be made of it before the file is locked.

Rows as the values of statements, because Python's lock is held while they are put together: whoever writes then has
hardly anything to do that needs it. Must not touch a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kbconnect.adapters.knowledge_bases.sqlite_values import (
    byte_ranges,
    document_id_bytes,
    encode_key,
    encode_metadata,
    pack_hashes,
    storable,
)
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.knowledge_base import ChunkedDocument, MetadataChange, RejectedRow, WriteBatch


def text_hash(text: str) -> bytes:
    """16 bytes that tell apart the texts that are embedded."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True)
class PreparedDocuments:
    """The rows of documents and of their chunks, value by value. In them documents, chunks and different texts are
    counted from 0: their numbers are known when they are written.

    ledger: key digest, hashes, document; in the order of the digests. documents: document, document id, first chunk,
    count of chunks, key, title, metadata, text. chunks: chunk, document, start, size, text; start and size in bytes of
    the UTF-8 of the document's text. words: chunk, title, text. texts: hash -> number. uses: chunks that have each.
    """

    key_digests: list[bytes] = field(default_factory=list)
    document_ids: list[bytes] = field(default_factory=list)
    ledger: list[object] = field(default_factory=list)
    documents: list[object] = field(default_factory=list)
    chunks: list[object] = field(default_factory=list)
    words: list[object] = field(default_factory=list)
    texts: dict[bytes, int] = field(default_factory=dict)
    uses: list[int] = field(default_factory=list)
    chunk_count: int = 0

    def fill(self, sources: Iterable[ChunkedDocument]) -> None:
        """Once. Raises ValueError for a document id that isn't hex digits."""
        ledger: list[tuple[bytes, bytes, int]] = []
        for place, source in enumerate(sources):
            document = source.document
            document_id = document_id_bytes(document.document_id)
            if document_id is None:
                raise ValueError(f"a document's id must be hex digits, not {document.document_id!r}")
            title, text = storable(document.title), storable(document.text)
            key, metadata = encode_key(document.key), encode_metadata(document.metadata)
            ledger.append((source.entry.key_digest, pack_hashes(source.entry), place))
            self.document_ids.append(document_id)
            self.documents += (place, document_id, self.chunk_count, len(source.spans), key, title, metadata, text)
            self._add_chunks(source, place, title, text)
        self.key_digests = [digest for digest, _, _ in ledger]
        # In the order of the tree, so that neighbours are written together.
        ledger.sort()
        self.ledger = [*chain.from_iterable(ledger)]

    def _add_chunks(self, source: ChunkedDocument, place: int, title: str, text: str) -> None:
        texts, uses = self.texts, self.uses
        for span, (start, size) in zip(source.spans, byte_ranges(text, source.spans), strict=True):
            piece = text[span.start : span.end]
            number = texts.setdefault(text_hash(text_to_embed(title, piece)), len(uses))
            if number == len(uses):
                uses.append(1)
            else:
                uses[number] += 1
            self.chunks += (self.chunk_count, place, start, size, number)
            self.words += (self.chunk_count, title, piece)
            self.chunk_count += 1


@dataclass(frozen=True, slots=True)
class PreparedBatch(WriteBatch):
    """metadata_rows: (key digest, hashes, metadata) each. reject_rows: one a key."""

    rows: PreparedDocuments = field(default_factory=PreparedDocuments)
    metadata_rows: Sequence[tuple[bytes, bytes, str]] = ()
    reject_rows: Sequence[RejectedRow] = ()


def prepare_batch(batch: WriteBatch) -> PreparedBatch:
    """Of several entries with one key the last counts, and a reject most. Returns one that is prepared as it is.

    Raises ValueError for a document id that isn't hex digits.
    """
    if isinstance(batch, PreparedBatch):
        return batch
    documents = {one.entry.key_digest: one for one in batch.documents}
    rejected = {one.entry.key_digest: one for one in batch.rejected}
    for digest in rejected:
        documents.pop(digest, None)
    rows = PreparedDocuments()
    rows.fill(documents.values())
    return PreparedBatch(
        batch.documents,
        batch.metadata_changes,
        batch.rejected,
        rows,
        _prepare_changes(batch.metadata_changes),
        list(rejected.values()),
    )


def _prepare_changes(changes: Sequence[MetadataChange]) -> list[tuple[bytes, bytes, str]]:
    last = {one.entry.key_digest: one for one in changes}
    return [(digest, pack_hashes(one.entry), encode_metadata(one.metadata)) for digest, one in last.items()]
