"""What core asks of a knowledge base, as Protocols, and the bulk values that pass through them. Adapters implement
these.

Bulk values are as those of `kbconnect.core.ports`, which says what the hashes of a ledger are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kbconnect.core.model import (
    DatasetCounts,
    Document,
    Field,
    KnowledgeBaseCounts,
    KnowledgeBaseInfo,
    Reject,
    ScoredChunk,
    Span,
    StoredChunk,
)
from kbconnect.core.ports import EmbedderIdentity, Hashes

if TYPE_CHECKING:  # a window that is only open needs no NumPy, which takes 16 MB
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a knowledge base knows of one dataset's rows, sorted by key digest. n rows.

    rejected_rows: (n,) 0 for a row that is a document, else how many rows of the source were rejected under this key.
    """

    key_digests: Hashes
    text_hashes: Hashes
    metadata_hashes: Hashes
    rejected_rows: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row of a ledger: key_digest 16 bytes, hashes unsigned 64 bit."""

    key_digest: bytes
    text_hash: int
    metadata_hash: int


@dataclass(frozen=True, slots=True)
class ChunkedDocument:
    """A document with its chunks as pieces of document.text."""

    entry: LedgerEntry
    document: Document
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """New metadata for a document whose text stays."""

    entry: LedgerEntry
    metadata: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """rows: how many rows of the source this key stands for (more than 1: duplicates of one key)."""

    entry: LedgerEntry
    reject: Reject
    rows: int = 1


@dataclass(frozen=True, slots=True)
class WriteBatch:
    """What one transaction writes. A document replaces the one of the same key, a rejected row removes it."""

    documents: Sequence[ChunkedDocument] = ()
    metadata_changes: Sequence[MetadataChange] = ()
    rejected: Sequence[RejectedRow] = ()


@dataclass(frozen=True, slots=True)
class PendingText:
    """A text without a vector: title and chunk as `kbconnect.core.chunking.text_to_embed` joins them."""

    text_id: int
    text: str


CHUNKS_A_DOCUMENT = 3
"""Of one document, as many chunks stand in a ranking."""


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """dataset_ids: empty means all. metadata: every field must be equal: a number as a number, whether it is asked for
    as one or as a text; all else as text."""

    dataset_ids: tuple[str, ...] = ()
    metadata: tuple[Field, ...] = ()


class KnowledgeBaseLook(Protocol):
    """How much is in a knowledge base, and what its syncs kept. Raises KnowledgeBaseError and its kin."""

    def counts(self) -> KnowledgeBaseCounts: ...

    def dataset_counts(self, dataset_id: str) -> DatasetCounts: ...

    def sync_state(self, dataset_id: str) -> str | None:
        """What the last complete run kept for the next one, as it was put; None if nothing."""


class KnowledgeBase(KnowledgeBaseLook, Protocol):
    """Where documents, chunks, word index, vectors and ledger live. Each writing method is one transaction.

    Raises KnowledgeBaseError and its kin, DiskFullError; after an error the knowledge base is as before the call.
    """

    def ledger(self, dataset_id: str) -> Ledger: ...

    def ledger_of(self, dataset_id: str, key_digests: Sequence[bytes]) -> Ledger:
        """Only the rows of the ledger that have one of these keys."""

    def put_sync_state(self, dataset_id: str, state: str | None) -> None:
        """Keeps a text for the next run; None forgets it. It goes with its dataset."""

    def prepared(self, batch: WriteBatch) -> WriteBatch:
        """The same batch with what can be made of it before it is written. Touches nothing, so another thread may call
        it while this one writes."""

    def write(self, dataset_id: str, batch: WriteBatch) -> int:
        """Writes documents, chunks, word index and ledger together. Returns the number of chunks written."""

    def remove(self, dataset_id: str, key_digests: Sequence[bytes]) -> int:
        """Removes rows of the ledger with their documents and chunks. Returns the number of documents removed."""

    def rejects(self, dataset_id: str, limit: int) -> tuple[Reject, ...]:
        """Rows that are rejected now, oldest first."""

    def documents_by_digest(self, dataset_id: str, key_digests: Sequence[bytes]) -> tuple[Document, ...]: ...

    def pending_count(self, dataset_id: str) -> int:
        """Texts of the dataset without a vector."""

    def pending_texts(self, dataset_id: str, limit: int) -> tuple[PendingText, ...]:
        """Texts without a vector, newest documents first, each text once."""

    def store_vectors(self, text_ids: Sequence[int], vectors: NDArray[np.float32], identity: EmbedderIdentity) -> int:
        """vectors: (n, dimensions). Returns the number of chunks that got one. Raises ModelMismatchError."""

    def vector_model(self) -> EmbedderIdentity | None:
        """The model of the vectors that are stored; None as long as there are none."""

    def forget_vectors(self, keep: EmbedderIdentity) -> bool:
        """Lets go of some vectors of another model than `keep`, whose texts then wait for a vector again. Returns
        whether there are more of them; nothing happens if there are none. What is left is never compared with vectors
        of `keep`, and words are searched as before."""

    def is_embedded_again(self) -> bool:
        """From the first vectors that were forgotten until no text of any dataset waits for one."""

    def pending_datasets(self) -> tuple[str, ...]:
        """Ids of the datasets that have texts without a vector."""

    def remove_dataset(self, dataset_id: str) -> int:
        """Removes all of a dataset; returns the number of documents."""

    def wipe_removed(self) -> bool:
        """Leaves nothing behind of what was removed before: neither in unused room nor in the word index nor in a log.
        Takes as long as writing all of it anew. False: somebody beside us reads what was there before, so that it has
        to be tried again. Raises DiskFullError before anything is changed."""

    def search_words(self, text: str, limit: int, where: SearchFilter) -> tuple[ScoredChunk, ...]:
        """Best first, at most CHUNKS_A_DOCUMENT of one document, so that a long one leaves room for others."""

    def search_vectors(
        self, vector: NDArray[np.float32], limit: int, where: SearchFilter, identity: EmbedderIdentity
    ) -> tuple[ScoredChunk, ...]:
        """As `search_words`. vector: (dimensions,), normalised; score: cosine. Raises ModelMismatchError."""

    def next_chunk_id(self) -> int:
        """The least id the next chunk may get: ids of chunks grow, and none is given twice."""

    def chunks(self, chunk_ids: Sequence[int]) -> tuple[StoredChunk, ...]:
        """In the order asked for; chunks that are gone are left out."""

    def highlights(self, text: str, chunk_ids: Sequence[int]) -> tuple[tuple[Span, ...], ...]:
        """For each chunk the parts that match the words of the query."""

    def document_chunks(self, document_id: str) -> tuple[StoredChunk, ...]:
        """A document's chunks in order; empty if there is no such document."""


class KnowledgeBaseKind(Protocol):
    """A kind of place for knowledge bases."""

    def create(self, info: KnowledgeBaseInfo) -> None:
        """Raises NameTakenError if something is already there that isn't an empty place."""

    def open(self, info: KnowledgeBaseInfo) -> AbstractContextManager[KnowledgeBase]:
        """Raises KnowledgeBaseMissingError, KnowledgeBaseDamagedError, KnowledgeBaseTooNewError, ..."""

    def look(self, info: KnowledgeBaseInfo) -> AbstractContextManager[KnowledgeBaseLook]:
        """Opened to be counted only, which needs little: lists do it for all they show. Raises what `open` does."""

    def delete(self, info: KnowledgeBaseInfo) -> None:
        """Removes it from disk; nothing happens if it is gone already."""
