"""A batch in the form a knowledge base file stores it in: what can be made of it before the file is locked.

Columns instead of objects, because they go into the file as they are. Must not touch a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbconnect.adapters.knowledge_bases.sqlite_values import (
    byte_ranges,
    document_id_bytes,
    encode_key,
    encode_metadata,
    pack_hashes,
    storable,
)
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.ports import ChunkedDocument, MetadataChange, RejectedRow, WriteBatch


def text_hash(text: str) -> bytes:
    """16 bytes that tell apart the texts that are embedded."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True)
class PreparedChunks:
    """Columns of the chunks of several documents. documents: the place of each chunk's document in its batch.

    starts, sizes: in bytes of the UTF-8 of the document's text.
    """

    documents: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    text_hashes: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class PreparedDocuments:
    """Columns of documents, in the order of the batch, and the chunks of all of them."""

    key_digests: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    document_ids: list[bytes] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    metadata: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    chunk_counts: list[int] = field(default_factory=list)
    chunks: PreparedChunks = field(default_factory=PreparedChunks)

    def add(self, source: ChunkedDocument) -> None:
        """Raises ValueError for a document id that isn't hex digits."""
        document = source.document
        document_id = document_id_bytes(document.document_id)
        if document_id is None:
            raise ValueError(f"a document's id must be hex digits, not {document.document_id!r}")
        title, text = storable(document.title), storable(document.text)
        self._add_chunks(source, title, text)
        self.key_digests.append(source.entry.key_digest)
        self.hashes.append(pack_hashes(source.entry))
        self.document_ids.append(document_id)
        self.keys.append(encode_key(document.key))
        self.titles.append(title)
        self.metadata.append(encode_metadata(document.metadata))
        self.texts.append(text)
        self.chunk_counts.append(len(source.spans))

    def _add_chunks(self, source: ChunkedDocument, title: str, text: str) -> None:
        chunks, place = self.chunks, len(self.texts)
        for span, (start, size) in zip(source.spans, byte_ranges(text, source.spans), strict=True):
            piece = text[span.start : span.end]
            chunks.documents.append(place)
            chunks.starts.append(start)
            chunks.sizes.append(size)
            chunks.titles.append(title)
            chunks.texts.append(piece)
            chunks.text_hashes.append(text_hash(text_to_embed(title, piece)))


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """metadata_changes: (key digest, hashes, metadata) each."""

    documents: PreparedDocuments
    metadata_changes: list[tuple[bytes, bytes, str]]
    rejected: list[RejectedRow]


def prepare_batch(batch: WriteBatch) -> PreparedBatch:
    """Of several entries with one key the last counts, and a reject most.

    Raises ValueError for a document id that isn't hex digits.
    """
    documents = {one.entry.key_digest: one for one in batch.documents}
    rejected = {one.entry.key_digest: one for one in batch.rejected}
    for digest in rejected:
        documents.pop(digest, None)
    prepared = PreparedDocuments()
    for one in documents.values():
        prepared.add(one)
    return PreparedBatch(prepared, _prepare_changes(batch.metadata_changes), list(rejected.values()))


def _prepare_changes(changes: Sequence[MetadataChange]) -> list[tuple[bytes, bytes, str]]:
    last = {one.entry.key_digest: one for one in changes}
    return [(digest, pack_hashes(one.entry), encode_metadata(one.metadata)) for digest, one in last.items()]
