"""A knowledge base in one SQLite file, opened to be written and searched.

Owns transactions: every writing method is one transaction that is complete or undone. What is written
and read inside them is the business of the modules beside this one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.knowledge_bases import (
    sqlite_ledger,
    sqlite_model_change,
    sqlite_reading,
    sqlite_vectors,
    sqlite_words,
)
from kbconnect.adapters.knowledge_bases.sqlite_errors import make_error, translated, translated_reading
from kbconnect.adapters.knowledge_bases.sqlite_known_texts import KnownTexts
from kbconnect.adapters.knowledge_bases.sqlite_look import SqliteLook
from kbconnect.adapters.knowledge_bases.sqlite_prepared import prepare_batch
from kbconnect.adapters.knowledge_bases.sqlite_schema import FORMAT_VERSION
from kbconnect.adapters.knowledge_bases.sqlite_signs import signs_version, sweep_signs
from kbconnect.adapters.knowledge_bases.sqlite_upgrade import upgrade
from kbconnect.adapters.knowledge_bases.sqlite_vectors import VectorCache
from kbconnect.adapters.knowledge_bases.sqlite_writing import DatasetWriter
from kbconnect.core.errors import KnowledgeBaseDamagedError, KnowledgeBaseMissingError
from kbconnect.core.knowledge_base import Ledger, PendingText, SearchFilter, WriteBatch
from kbconnect.core.model import (
    Document,
    Reject,
    ScoredChunk,
    Span,
    StoredChunk,
)
from kbconnect.core.ports import EmbedderIdentity


class SqliteKnowledgeBase(SqliteLook):
    """An open file. Methods and errors as in `kbconnect.core.knowledge_base.KnowledgeBase`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, cache: VectorCache) -> None:
        super().__init__(connection, path)
        self._cache = cache
        self._known_texts = KnownTexts()
        self._file = path.stat()
        self._is_old = connection.execute("PRAGMA user_version").fetchone() != (FORMAT_VERSION,)
        self._last_stored: frozenset[int] = frozenset()
        self._stored_at = 0

    # ---------------------------------------------------------------------------------------- writing

    def prepared(self, batch: WriteBatch) -> WriteBatch:
        return prepare_batch(batch)

    def write(self, dataset_id: str, batch: WriteBatch) -> int:
        prepared = prepare_batch(batch)
        with self._transaction():
            written = self._writer(self._make_number(dataset_id)).write(prepared)
            sweep_signs(self._connection)
        return written

    def remove(self, dataset_id: str, key_digests: Sequence[bytes]) -> int:
        with self._transaction():
            number = self._number(dataset_id)
            removed = self._writer(number).remove(key_digests) if number else 0
            sweep_signs(self._connection)
        return removed

    def remove_dataset(self, dataset_id: str) -> int:
        with self._transaction():
            number = self._number(dataset_id)
            removed = self._writer(number).remove_all() if number else 0
            self._connection.execute("DELETE FROM sync_states WHERE dataset = ?", (number,))
            sweep_signs(self._connection)
        return removed

    def wipe_removed(self) -> bool:
        """Words of removed chunks stand in old parts of the index until those are merged, removed rows in unused pages
        until the file is written anew, and both in the log until it is emptied."""
        with self._transaction():
            self._connection.execute("INSERT INTO words(words) VALUES('optimize')")
        with translated(self._path):
            self._connection.execute("VACUUM")
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def _writer(self, number: int) -> DatasetWriter:
        return DatasetWriter(self._connection, number, self._known_texts)

    def store_vectors(self, text_ids: Sequence[int], vectors: NDArray[np.float32], identity: EmbedderIdentity) -> int:
        if vectors.shape != (len(text_ids), identity.dimensions):
            raise ValueError(f"expected {(len(text_ids), identity.dimensions)} numbers, got {vectors.shape}")
        with self._transaction():
            sqlite_vectors.check_identity(self._connection, identity, self._path)
            stored = sqlite_vectors.write_vectors(self._connection, text_ids, vectors, identity)
            sqlite_model_change.note_embedded(self._connection)
            self._stored_at = signs_version(self._connection)
        self._last_stored = frozenset(text_ids)
        return stored

    def forget_vectors(self, keep: EmbedderIdentity) -> bool:
        with self._transaction():
            # Another process may have come to the end, and stored the first of the new ones.
            if sqlite_vectors.stored_identity(self._connection) in (None, keep):
                return False
            return sqlite_model_change.forget_part(self._connection)

    def put_sync_state(self, dataset_id: str, state: str | None) -> None:
        with self._transaction():
            if state is None:
                number = self._number(dataset_id)
                self._connection.execute("DELETE FROM sync_states WHERE dataset = ?", (number,))
            else:
                number = self._make_number(dataset_id)
                self._connection.execute("INSERT OR REPLACE INTO sync_states VALUES(?, ?)", (number, state))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with translated(self._path):
            self._check_place()
            if self._is_old:
                upgrade(self._connection, self._path)
                self._is_old = False
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._known_texts.forget()
                # A full disk has already undone everything.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _check_place(self) -> None:
        """A file that was deleted or replaced while it is open still takes what is written, and all of it is lost."""
        if not os.path.samestat(self._path.stat(), self._file):
            raise make_error(KnowledgeBaseMissingError, self._path, "another file has taken its place")

    def _make_number(self, dataset_id: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO datasets(dataset_id) VALUES(?)", (dataset_id,))
        return self._number(dataset_id)

    # ---------------------------------------------------------------------------------------- reading

    def ledger(self, dataset_id: str) -> Ledger:
        with self._snapshot():
            return sqlite_ledger.read_ledger(self._connection, self._number(dataset_id))

    def ledger_of(self, dataset_id: str, key_digests: Sequence[bytes]) -> Ledger:
        with self._snapshot():
            return sqlite_ledger.read_ledger_of(self._connection, self._number(dataset_id), key_digests)

    def rejects(self, dataset_id: str, limit: int) -> tuple[Reject, ...]:
        with translated_reading(self._path):
            return sqlite_reading.read_rejects(self._connection, self._number(dataset_id), limit)

    def documents_by_digest(self, dataset_id: str, key_digests: Sequence[bytes]) -> tuple[Document, ...]:
        """In the order of the digests; keys without a document are left out."""
        with translated_reading(self._path):
            return sqlite_reading.read_documents(self._connection, self._number(dataset_id), key_digests)

    def pending_count(self, dataset_id: str) -> int:
        with translated_reading(self._path):
            return sqlite_reading.count_pending(self._connection, self._number(dataset_id))

    def pending_datasets(self) -> tuple[str, ...]:
        with translated_reading(self._path):
            return sqlite_reading.read_pending_datasets(self._connection)

    def vector_model(self) -> EmbedderIdentity | None:
        with translated_reading(self._path):
            return sqlite_vectors.stored_identity(self._connection)

    def is_embedded_again(self) -> bool:
        with self._snapshot():
            return sqlite_model_change.is_embedded_again(self._connection)

    def pending_texts(self, dataset_id: str, limit: int) -> tuple[PendingText, ...]:
        with self._snapshot():
            pending = sqlite_reading.read_pending(self._connection, self._number(dataset_id), limit)
            version = signs_version(self._connection)
        if version == self._stored_at and any(one.text_id in self._last_stored for one in pending):
            # Numbers of texts are never used twice, and no vector was forgotten since (another version of the program
            # may do that): only a damaged page brings one back, without end, if let.
            raise make_error(KnowledgeBaseDamagedError, self._path, "a text that has a vector is still pending")
        return pending

    def next_chunk_id(self) -> int:
        with translated_reading(self._path):
            return sqlite_reading.read_next_chunk(self._connection)

    def chunks(self, chunk_ids: Sequence[int]) -> tuple[StoredChunk, ...]:
        with self._snapshot():
            return sqlite_reading.read_chunks(self._connection, chunk_ids)

    def document_chunks(self, document_id: str) -> tuple[StoredChunk, ...]:
        with self._snapshot():
            return sqlite_reading.read_document_chunks(self._connection, document_id)

    # ---------------------------------------------------------------------------------------- searching

    def search_words(self, text: str, limit: int, where: SearchFilter) -> tuple[ScoredChunk, ...]:
        with self._snapshot():
            condition = sqlite_reading.Condition(self._connection, where)
            return sqlite_words.search_words(self._connection, text, limit, condition)

    def search_vectors(
        self, vector: NDArray[np.float32], limit: int, where: SearchFilter, identity: EmbedderIdentity
    ) -> tuple[ScoredChunk, ...]:
        if vector.shape != (identity.dimensions,):
            raise ValueError(f"expected {identity.dimensions} numbers, got {vector.shape}")
        with self._snapshot():
            if not sqlite_vectors.check_identity(self._connection, identity, self._path):
                return ()
            condition = sqlite_reading.Condition(self._connection, where)
            signs = self._cache.current(self._connection)
            return sqlite_vectors.search_vectors(self._connection, signs, vector, limit, condition)

    def highlights(self, text: str, chunk_ids: Sequence[int]) -> tuple[tuple[Span, ...], ...]:
        """For each chunk the parts that match the words of the query; () for a chunk that is gone."""
        texts = {chunk.chunk_id: chunk.text for chunk in self.chunks(chunk_ids)}
        with translated_reading(self._path):
            wanted = [texts.get(chunk_id, "") for chunk_id in chunk_ids]
            return sqlite_words.find_matches(self._connection, text, wanted)
