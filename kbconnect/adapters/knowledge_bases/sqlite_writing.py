"""Writes one batch into a knowledge base file: documents, chunks, word index, texts, ledger and counters in step.

Every function works inside a transaction that its caller opened. Must not search, and must not commit.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kbconnect.adapters.knowledge_bases.sqlite_values import (
    byte_ranges,
    document_id_bytes,
    encode_key,
    encode_metadata,
    encode_reject_key,
    pack_hashes,
    storable,
    unpack_rejected_rows,
)
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.ports import ChunkedDocument, MetadataChange, RejectedRow, WriteBatch

_GROUP = 500
"""Values bound to one statement; every SQLite allows at least 999."""

_Item = TypeVar("_Item")


def groups(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _GROUP):
        yield items[start : start + _GROUP]


def marks(items: Sequence[object]) -> str:
    """Question marks for an IN list."""
    return ",".join("?" * len(items))


def text_hash(text: str) -> bytes:
    """16 bytes that tell apart the texts that are embedded."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True)
class _Change:
    """By how much the counters of a dataset change."""

    documents: int = 0
    chunks: int = 0
    vectors: int = 0
    rejected: int = 0


@dataclass(slots=True)
class _Rows:
    """New rows of one batch, a list a table."""

    documents: list[tuple[int, int, bytes, int, int, str, str, str, str]] = field(default_factory=list)
    chunks: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    words: list[tuple[int, str, str]] = field(default_factory=list)
    ledger: list[tuple[int, bytes, bytes, int | None]] = field(default_factory=list)


@dataclass(slots=True)
class _PreparedDocument:
    """What of a document needs no look into the file. ranges: in bytes of the text's UTF-8."""

    key_digest: bytes
    hashes: bytes
    document_id: bytes
    key: str
    title: str
    metadata: str
    text: str
    ranges: list[tuple[int, int]]
    chunk_texts: list[str]
    text_hashes: list[bytes]


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """A batch in the form it is stored in."""

    documents: list[_PreparedDocument]
    metadata_changes: Sequence[MetadataChange]
    rejected: list[RejectedRow]


def prepare_batch(batch: WriteBatch) -> PreparedBatch:
    """Does what can be done before the file is locked. Of several entries with one key the last counts, a reject most.

    Raises ValueError for a document id that isn't hex digits.
    """
    documents = {one.entry.key_digest: one for one in batch.documents}
    rejected = {one.entry.key_digest: one for one in batch.rejected}
    for digest in rejected:
        documents.pop(digest, None)
    return PreparedBatch([_prepare(one) for one in documents.values()], batch.metadata_changes, list(rejected.values()))


def _prepare(source: ChunkedDocument) -> _PreparedDocument:
    document = source.document
    document_id = document_id_bytes(document.document_id)
    if document_id is None:
        raise ValueError(f"a document's id must be hex digits, not {document.document_id!r}")
    title, text = storable(document.title), storable(document.text)
    chunk_texts = [text[span.start : span.end] for span in source.spans]
    return _PreparedDocument(
        key_digest=source.entry.key_digest,
        hashes=pack_hashes(source.entry),
        document_id=document_id,
        key=encode_key(document.key),
        title=title,
        metadata=encode_metadata(document.metadata),
        text=text,
        ranges=byte_ranges(text, source.spans),
        chunk_texts=chunk_texts,
        text_hashes=[text_hash(text_to_embed(title, chunk)) for chunk in chunk_texts],
    )


class DatasetWriter:
    """Writes into one dataset; made anew for each transaction. number: of the dataset."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._change = _Change()
        self._orphans: set[int] = set()

    def write(self, batch: PreparedBatch) -> int:
        """Returns the number of chunks written."""
        self._change_metadata(batch.metadata_changes)
        self._forget([one.key_digest for one in batch.documents] + [one.entry.key_digest for one in batch.rejected])
        written = self._add_documents(batch.documents)
        self._add_rejected(batch.rejected)
        self._finish()
        return written

    def remove(self, key_digests: Sequence[bytes]) -> int:
        """Returns the number of documents removed."""
        removed = self._forget(key_digests)
        for group in groups(key_digests):
            self._connection.execute(
                f"DELETE FROM ledger WHERE dataset = ? AND key_digest IN ({marks(group)})", (self._number, *group)
            )
        self._finish()
        return removed

    def remove_all(self) -> int:
        """Removes the dataset itself with all its rows; returns the number of documents."""
        others = self._connection.execute(
            "SELECT 1 FROM datasets WHERE number != ? AND (documents > 0 OR rejected > 0)", (self._number,)
        ).fetchone()
        removed = self.remove(self._digests()) if others else self._empty()
        self._connection.execute("DELETE FROM datasets WHERE number = ?", (self._number,))
        return removed

    def _digests(self) -> list[bytes]:
        rows = self._connection.execute("SELECT key_digest FROM ledger WHERE dataset = ?", (self._number,))
        return [digest for (digest,) in rows]

    def _empty(self) -> int:
        """The same for the only dataset there is: emptying tables takes a moment, a million rows a minute."""
        (removed,) = self._connection.execute("SELECT count(*) FROM documents").fetchone()
        self._connection.execute("INSERT INTO words(words) VALUES('delete-all')")
        for table in ("documents", "chunks", "texts", "vectors", "pending", "ledger", "rejects"):
            self._connection.execute(f"DELETE FROM {table}")
        forget_model(self._connection)
        return int(removed)

    # ---------------------------------------------------------------------------------------- removing

    def _forget(self, digests: Sequence[bytes]) -> int:
        """Removes documents and rejects of these keys, but not their ledger rows; returns the number of documents."""
        documents: list[int] = []
        rejects: list[bytes] = []
        for group in groups(digests):
            rows = self._connection.execute(
                f"SELECT key_digest, document, hashes FROM ledger WHERE dataset = ? AND key_digest IN ({marks(group)})",
                (self._number, *group),
            )
            for digest, document, hashes in rows:
                if document is None:
                    rejects.append(digest)
                    self._change.rejected -= unpack_rejected_rows(hashes)
                else:
                    documents.append(document)
        for document_group in groups(documents):
            self._remove_documents(document_group)
        self._connection.executemany(
            "DELETE FROM rejects WHERE dataset = ? AND key_digest = ?", [(self._number, digest) for digest in rejects]
        )
        return len(documents)

    def _remove_documents(self, documents: Sequence[int]) -> None:
        old = self._connection.execute(
            f"SELECT id, title, CAST(text AS BLOB) FROM documents WHERE id IN ({marks(documents)})", documents
        )
        content = {number: (title, text) for number, title, text in old}
        chunks = self._connection.execute(
            "SELECT chunks.id, chunks.document, start, size, chunks.text, texts.vector IS NOT NULL "
            "FROM documents CROSS JOIN chunks ON chunks.id >= first_chunk AND chunks.id < first_chunk + chunk_count "
            f"CROSS JOIN texts ON texts.id = chunks.text WHERE documents.id IN ({marks(documents)})",
            documents,
        ).fetchall()
        words = []
        for chunk, document, start, size, text, has_vector in chunks:
            title, body = content[document]
            words.append((chunk, title, body[start : start + size].decode()))
            self._orphans.add(text)
            self._change.vectors -= has_vector
        # The word index keeps no text, so it must be told what stood there.
        self._connection.executemany("INSERT INTO words(words, rowid, title, text) VALUES('delete', ?, ?, ?)", words)
        self._connection.executemany("DELETE FROM chunks WHERE id = ?", [(chunk[0],) for chunk in chunks])
        self._connection.executemany("DELETE FROM documents WHERE id = ?", [(document,) for document in documents])
        self._change.documents -= len(documents)
        self._change.chunks -= len(chunks)

    def _finish(self) -> None:
        """Removes texts no chunk has any more and brings the counters up to date."""
        for group in groups(sorted(self._orphans)):
            self._drop_unused(group)
        if self._orphans and self._connection.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is None:
            forget_model(self._connection)
        self._orphans.clear()
        change = self._change
        self._connection.execute(
            "UPDATE datasets SET documents = documents + ?, chunks = chunks + ?, vectors = vectors + ?, "
            "rejected = rejected + ? WHERE number = ?",
            (change.documents, change.chunks, change.vectors, change.rejected, self._number),
        )
        self._change = _Change()

    def _drop_unused(self, texts: Sequence[int]) -> None:
        self._connection.execute(
            f"DELETE FROM pending WHERE dataset = ? AND text IN ({marks(texts)}) AND NOT EXISTS "
            "(SELECT 1 FROM chunks WHERE chunks.text = pending.text AND chunks.dataset = pending.dataset)",
            (self._number, *texts),
        )
        unused = self._connection.execute(
            f"SELECT id, vector FROM texts WHERE id IN ({marks(texts)}) "
            "AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.text = texts.id)",
            texts,
        ).fetchall()
        self._connection.executemany("DELETE FROM vectors WHERE id = ?", [(vector,) for _, vector in unused if vector])
        self._connection.executemany("DELETE FROM texts WHERE id = ?", [(text,) for text, _ in unused])

    # ---------------------------------------------------------------------------------------- adding

    def _change_metadata(self, changes: Sequence[MetadataChange]) -> None:
        self._connection.executemany(
            "UPDATE documents SET metadata = ? "
            "WHERE id = (SELECT document FROM ledger WHERE dataset = ? AND key_digest = ?)",
            [(encode_metadata(one.metadata), self._number, one.entry.key_digest) for one in changes],
        )
        self._connection.executemany(
            "UPDATE ledger SET hashes = ? WHERE dataset = ? AND key_digest = ? AND document IS NOT NULL",
            [(pack_hashes(one.entry), self._number, one.entry.key_digest) for one in changes],
        )

    def _add_documents(self, documents: Sequence[_PreparedDocument]) -> int:
        texts = self._texts(hash_ for one in documents for hash_ in one.text_hashes)
        total = sum(len(one.ranges) for one in documents)
        number = take_numbers(self._connection, "next_document", len(documents))
        chunk = take_numbers(self._connection, "next_chunk", total)
        rows = _Rows()
        for one in documents:
            count = len(one.ranges)
            rows.documents.append(
                (number, self._number, one.document_id, chunk, count, one.key, one.title, one.metadata, one.text)
            )
            rows.ledger.append((self._number, one.key_digest, one.hashes, number))
            for (start, size), words, hash_ in zip(one.ranges, one.chunk_texts, one.text_hashes, strict=True):
                rows.chunks.append((chunk, number, self._number, start, size, texts[hash_]))
                rows.words.append((chunk, one.title, words))
                chunk += 1
            number += 1
        self._insert(rows)
        self._change.documents += len(documents)
        self._change.chunks += total
        return total

    def _insert(self, rows: _Rows) -> None:
        many = self._connection.executemany
        many("INSERT INTO documents VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.documents)
        many("INSERT INTO chunks VALUES(?, ?, ?, ?, ?, ?)", rows.chunks)
        many("INSERT INTO words(rowid, title, text) VALUES(?, ?, ?)", rows.words)
        # In the order of the tree, so that neighbours are written together.
        rows.ledger.sort()
        many("INSERT OR REPLACE INTO ledger VALUES(?, ?, ?, ?)", rows.ledger)

    def _texts(self, hashes: Iterable[bytes]) -> dict[bytes, int]:
        """The number of each text, new or known, and the dataset's list of those without a vector."""
        uses: dict[bytes, int] = {}
        for hash_ in hashes:
            uses[hash_] = uses.get(hash_, 0) + 1
        numbers: dict[bytes, int] = {}
        pending: list[int] = []
        for group in groups(sorted(uses)):
            rows = self._connection.execute(
                f"SELECT hash, id, vector IS NOT NULL FROM texts WHERE hash IN ({marks(group)})", group
            )
            for hash_, number, has_vector in rows:
                numbers[hash_] = number
                if has_vector:
                    self._change.vectors += uses[hash_]
                else:
                    pending.append(number)
        new = [hash_ for hash_ in uses if hash_ not in numbers]
        first = take_numbers(self._connection, "next_text", len(new))
        added = {hash_: first + place for place, hash_ in enumerate(new)}
        numbers.update(added)
        pending.extend(added.values())
        self._connection.executemany(
            "INSERT INTO texts VALUES(?, ?, NULL)", [(number, hash_) for hash_, number in added.items()]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO pending VALUES(?, ?)", [(self._number, number) for number in pending]
        )
        return numbers

    def _add_rejected(self, rejected: Sequence[RejectedRow]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO ledger VALUES(?, ?, ?, NULL)",
            [(self._number, one.entry.key_digest, pack_hashes(one.entry, one.rows)) for one in rejected],
        )
        self._connection.executemany(
            "INSERT INTO rejects(dataset, key_digest, key, column_name, reason) VALUES(?, ?, ?, ?, ?)",
            [
                (
                    self._number,
                    one.entry.key_digest,
                    encode_reject_key(one.reject.key),
                    storable(one.reject.column),
                    storable(one.reject.reason),
                )
                for one in rejected
            ],
        )
        self._change.rejected += sum(one.rows for one in rejected)


def forget_model(connection: sqlite3.Connection) -> None:
    """Without vectors there is nothing another model could be mixed with."""
    connection.execute("DELETE FROM meta WHERE name GLOB 'embedder_*'")


def take_numbers(connection: sqlite3.Connection, name: str, count: int) -> int:
    """The first of `count` row numbers that were never used before. name: of the counter in `meta`.

    Raises LookupError in a damaged file.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    if row is None or not isinstance(row[0], int):
        raise LookupError(f"no number under {name}")
    connection.execute("UPDATE meta SET value = ? WHERE name = ?", (row[0] + count, name))
    return row[0]
