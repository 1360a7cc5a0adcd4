"""Writes one batch into a knowledge base file: documents, chunks, word index, texts, ledger and counters in step.

Every function works inside a transaction that its caller opened. Must not search, and must not commit.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar  # Any: what a statement returns is known here

from kbconnect.adapters.knowledge_bases.sqlite_bulk import IDS, ROWS, ids, run_with_rows
from kbconnect.adapters.knowledge_bases.sqlite_document_ids import add_ids, drop_ids
from kbconnect.adapters.knowledge_bases.sqlite_known_texts import KnownTexts, drop_hashes
from kbconnect.adapters.knowledge_bases.sqlite_prepared import PreparedBatch, PreparedDocuments
from kbconnect.adapters.knowledge_bases.sqlite_signs import forget_signs
from kbconnect.adapters.knowledge_bases.sqlite_values import (
    encode_reject_key,
    pack_hashes,
    storable,
    unpack_rejected_rows,
)
from kbconnect.core.knowledge_base import RejectedRow

_GROUP = 500
"""Values bound to one statement; every SQLite allows at least 999."""

_REMOVED_AT_ONCE = 2_000
_FEW_CHUNKS = 16
"""Of documents with at most so many chunks SQLite cuts the text itself; it takes the whole text in hand for each."""

_ABOVE_ALL = (1 << 63) - 1

_CONTENT = ("documents", "document_ids", "chunks", "texts", "text_hashes", "vectors", "pending", "ledger", "rejects")
"""Tables that are empty without a dataset; those of signs and states are others' business."""

_CHUNKS_OF = (
    "documents CROSS JOIN chunks ON chunks.id >= documents.first_chunk "
    f"AND chunks.id < documents.first_chunk + documents.chunk_count WHERE documents.id IN {IDS}"
)

_Item = TypeVar("_Item")


def groups(items: Sequence[_Item], size: int = _GROUP) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def marks(items: Sequence[object]) -> str:
    """Question marks for an IN list."""
    return ",".join("?" * len(items))


@dataclass(slots=True)
class _Change:
    """By how much the counters of a dataset change."""

    documents: int = 0
    chunks: int = 0
    vectors: int = 0
    rejected: int = 0


class DatasetWriter:
    """Writes into one dataset; made anew for each transaction. number: of the dataset. known: the texts of the file."""

    def __init__(self, connection: sqlite3.Connection, number: int, known: KnownTexts) -> None:
        self._connection = connection
        self._number = number
        self._known = known
        self._change = _Change()
        self._orphans: set[int] = set()

    def write(self, batch: PreparedBatch) -> int:
        """Returns the number of chunks written."""
        self._change_metadata(batch.metadata_rows)
        self._forget([one.entry.key_digest for one in batch.reject_rows])
        self._add_documents(batch.rows)
        self._add_rejected(batch.reject_rows)
        self._finish()
        return batch.rows.chunk_count

    def remove(self, key_digests: Sequence[bytes]) -> int:
        """Returns the number of documents removed."""
        removed = self._forget(key_digests)
        self._run(f"DELETE FROM ledger WHERE dataset = ? AND key_digest IN {ROWS}", 1, key_digests, (self._number,))
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
        for table in _CONTENT:
            self._connection.execute(f"DELETE FROM {table}")
        self._forget_vectors()
        return int(removed)

    def _forget_vectors(self) -> None:
        """What is known of vectors when the last one has gone."""
        forget_signs(self._connection)
        forget_model(self._connection)

    def _run(self, statement: str, width: int, values: Sequence[object], before: Sequence[object] = ()) -> list[Any]:
        return run_with_rows(self._connection, statement, width, values, before)

    # ---------------------------------------------------------------------------------------- removing

    def _forget(self, digests: Sequence[bytes], below: int = _ABOVE_ALL) -> int:
        """Removes documents and rejects of these keys, but not their ledger rows; returns the number of documents.

        below: documents from this number on stay.
        """
        known = self._run(
            "SELECT json_group_array(document) FILTER (WHERE document < ?), "
            "json_group_array(hex(hashes)) FILTER (WHERE document IS NULL) "
            f"FROM ledger WHERE dataset = ? AND key_digest IN {ROWS}",
            1,
            digests,
            (below, self._number),
        )
        documents = [document for found, _ in known for document in json.loads(found)]
        for group in groups(documents, _REMOVED_AT_ONCE):
            self._remove_documents(group)
        rejects = [bytes.fromhex(hashes) for _, found in known for hashes in json.loads(found)]
        if rejects:
            self._change.rejected -= sum(map(unpack_rejected_rows, rejects))
            self._run(f"DELETE FROM rejects WHERE dataset = ? AND key_digest IN {ROWS}", 1, digests, (self._number,))
        return len(documents)

    def _remove_documents(self, documents: Sequence[int]) -> None:
        execute, wanted = self._connection.execute, ids(documents)
        # The word index keeps no text, so it must be told what stood there.
        execute(
            "INSERT INTO words(words, rowid, title, text) SELECT 'delete', chunks.id, title, "
            f"CAST(substr(CAST(documents.text AS BLOB), start + 1, size) AS TEXT) FROM {_CHUNKS_OF} "
            "AND chunk_count <= ?",
            (wanted, _FEW_CHUNKS),
        )
        self._remove_words_of_long(wanted)
        (texts,) = execute(f"SELECT json_group_array(chunks.text) FROM {_CHUNKS_OF}", (wanted,)).fetchone()
        chunk_texts = Counter(json.loads(texts))
        self._orphans.update(chunk_texts)
        (embedded,) = execute(
            f"SELECT json_group_array(id) FROM texts WHERE id IN {IDS} AND vector IS NOT NULL",
            (ids(list(chunk_texts)),),
        ).fetchone()
        execute(f"DELETE FROM chunks WHERE id IN (SELECT chunks.id FROM {_CHUNKS_OF})", (wanted,))
        execute(f"DELETE FROM documents WHERE id IN {IDS}", (wanted,))
        drop_ids(self._connection, wanted)
        self._change.documents -= len(documents)
        self._change.chunks -= chunk_texts.total()
        self._change.vectors -= sum(chunk_texts[text] for text in json.loads(embedded))

    def _remove_words_of_long(self, wanted: str) -> None:
        """One document at a time, because they may be as large as memory allows."""
        (long,) = self._connection.execute(
            f"SELECT json_group_array(id) FROM documents WHERE id IN {IDS} AND chunk_count > ?", (wanted, _FEW_CHUNKS)
        ).fetchone()
        for document in json.loads(long):
            title, body = self._connection.execute(
                "SELECT title, CAST(text AS BLOB) FROM documents WHERE id = ?", (document,)
            ).fetchone()
            (places,) = self._connection.execute(
                f"SELECT json_group_array(json_array(chunks.id, start, size)) FROM {_CHUNKS_OF}", (ids([document]),)
            ).fetchone()
            values: list[object] = []
            for chunk, start, size in json.loads(places):
                values += (chunk, title, body[start : start + size].decode())
            self._run(f"INSERT INTO words(words, rowid, title, text) SELECT 'delete', * FROM {ROWS}", 3, values)

    def _finish(self) -> None:
        """Removes texts no chunk has any more and brings the counters up to date."""
        if self._orphans:
            self._drop_unused(ids(sorted(self._orphans)))
            if self._connection.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is None:
                self._forget_vectors()
        self._orphans.clear()
        change = self._change
        self._connection.execute(
            "UPDATE datasets SET documents = documents + ?, chunks = chunks + ?, vectors = vectors + ?, "
            "rejected = rejected + ? WHERE number = ?",
            (change.documents, change.chunks, change.vectors, change.rejected, self._number),
        )
        self._change = _Change()

    def _drop_unused(self, texts: str) -> None:
        """texts: as `ids` writes them."""
        self._connection.execute(
            f"DELETE FROM pending WHERE dataset = ? AND text IN {IDS} AND NOT EXISTS "
            "(SELECT 1 FROM chunks WHERE chunks.text = pending.text AND chunks.dataset = pending.dataset)",
            (self._number, texts),
        )
        unused = f"texts WHERE id IN {IDS} AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.text = texts.id)"
        self._connection.execute(
            f"INSERT INTO gone_vectors(vector) SELECT vector FROM {unused} AND vector IS NOT NULL", (texts,)
        )
        self._connection.execute(f"DELETE FROM vectors WHERE id IN (SELECT vector FROM {unused})", (texts,))
        drop_hashes(self._connection, unused, (texts,))
        self._connection.execute(f"DELETE FROM {unused}", (texts,))

    # ---------------------------------------------------------------------------------------- adding

    def _change_metadata(self, changes: Sequence[tuple[bytes, bytes, str]]) -> None:
        """changes: (key digest, hashes, metadata) each."""
        # In two steps: of a join of three tables SQLite made a scan of all documents for each of the rows.
        found = self._run(
            "SELECT json_group_array(json_array(hex(key_digest), document)) "
            f"FROM ledger WHERE dataset = ? AND key_digest IN {ROWS} AND document IS NOT NULL",
            1,
            [digest for digest, _, _ in changes],
            (self._number,),
        )
        documents = {bytes.fromhex(digest): document for (part,) in found for digest, document in json.loads(part)}
        self._run(
            f"UPDATE documents SET metadata = new.column2 FROM {ROWS} AS new WHERE documents.id = new.column1",
            2,
            [value for digest, _, text in changes if digest in documents for value in (documents[digest], text)],
        )
        self._run(
            f"UPDATE ledger SET hashes = new.column3 FROM {ROWS} AS new WHERE ledger.dataset = new.column1 "
            "AND ledger.key_digest = new.column2 AND ledger.document IS NOT NULL",
            3,
            [value for digest, hashes, _ in changes for value in (self._number, digest, hashes)],
        )

    def _add_documents(self, rows: PreparedDocuments) -> None:
        count, dataset = len(rows.key_digests), self._number
        document = take_numbers(self._connection, "next_document", count)
        chunk = take_numbers(self._connection, "next_chunk", rows.chunk_count)
        self._enter(rows, document)
        self._run(
            "INSERT INTO documents SELECT column1 + ?, ?, column2, column3 + ?, column4, column5, column6, column7, "
            f"column8 FROM {ROWS}",
            8,
            rows.documents,
            (document, dataset, chunk),
        )
        texts, known = self._texts(rows)
        chunks = _with_numbers(rows.chunks, known) if known else rows.chunks
        self._run(
            f"INSERT INTO chunks SELECT column1 + ?, column2 + ?, ?, column3, column4, column5 + ? FROM {ROWS}",
            5,
            chunks,
            (chunk, document, dataset, 0 if known else texts),
        )
        self._run(
            f"INSERT INTO words(rowid, title, text) SELECT column1 + ?, column2, column3 FROM {ROWS}",
            3,
            rows.words,
            (chunk,),
        )
        add_ids(self._connection, document, rows.document_ids)
        self._change.documents += count
        self._change.chunks += rows.chunk_count

    def _enter(self, rows: PreparedDocuments, first: int) -> None:
        """Puts documents, numbered from `first` on, into the ledger and removes those that had their keys."""
        into, before = f"INTO ledger SELECT ?, column1, column2, column3 + ? FROM {ROWS}", (self._number, first)
        # As a rule all keys are new. Looking them up first would cost nearly as much again as entering them.
        if self._entered(f"INSERT OR IGNORE {into}", 3, rows.ledger, before) < len(rows.key_digests):
            self._forget(rows.key_digests, first)
            self._run(f"INSERT OR REPLACE {into}", 3, rows.ledger, before)

    def _entered(self, statement: str, width: int, values: Sequence[object], before: Sequence[object] = ()) -> int:
        """Runs it as `run_with_rows`; returns the number of rows it inserted."""
        changes = self._connection.total_changes
        self._run(statement, width, values, before)
        return self._connection.total_changes - changes

    def _texts(self, rows: PreparedDocuments) -> tuple[int, list[int]]:
        """The number of the first new text; and, unless all are new, those of all. Notes which have no vector."""
        known = self._find_texts(rows)
        new = [hash_ for hash_ in rows.texts if hash_ not in known] if known else list(rows.texts)
        first = take_numbers(self._connection, "next_text", len(new))
        self._run(
            f"INSERT INTO texts SELECT column1 + ?, column2, NULL FROM {ROWS}",
            2,
            in_rows(range(len(new)), new),
            (first,),
        )
        self._known.add(self._connection, first, new)
        self._connection.execute(
            "INSERT INTO pending SELECT ?, id FROM texts WHERE id >= ? AND id < ?",
            (self._number, first, first + len(new)),
        )
        if not known:
            return first, []
        self._change.vectors += sum(rows.uses[rows.texts[hash_]] for hash_, (_, embedded) in known.items() if embedded)
        without_vector = [number for number, embedded in known.values() if not embedded]
        self._connection.execute(
            f"INSERT OR IGNORE INTO pending SELECT ?, value FROM {IDS}", (self._number, ids(without_vector))
        )
        numbers = {hash_: number for hash_, (number, _) in known.items()}
        numbers.update(zip(new, range(first, first + len(new)), strict=True))
        return first, [numbers[hash_] for hash_ in rows.texts]

    def _find_texts(self, rows: PreparedDocuments) -> dict[bytes, tuple[int, bool]]:
        """Those of a batch that are in the file: hash -> number, and whether it has a vector."""
        likely = self._known.numbers_like(self._connection, list(rows.texts)) if rows.texts else []
        if not likely:
            return {}
        (found,) = self._connection.execute(
            f"SELECT json_group_array(json_array(hex(hash), id, vector IS NOT NULL)) FROM texts WHERE id IN {IDS}",
            (ids(likely),),
        ).fetchone()
        texts = {bytes.fromhex(hash_): (number, bool(embedded)) for hash_, number, embedded in json.loads(found)}
        return {hash_: text for hash_, text in texts.items() if hash_ in rows.texts}

    def _add_rejected(self, rejected: Sequence[RejectedRow]) -> None:
        digests = [one.entry.key_digest for one in rejected]
        hashes = [pack_hashes(one.entry, one.rows) for one in rejected]
        self._run(
            f"INSERT OR REPLACE INTO ledger SELECT ?, *, NULL FROM {ROWS}", 2, in_rows(digests, hashes), (self._number,)
        )
        self._run(
            f"INSERT INTO rejects(dataset, key_digest, key, column_name, reason) SELECT ?, * FROM {ROWS}",
            4,
            in_rows(
                digests,
                [encode_reject_key(one.reject.key) for one in rejected],
                [storable(one.reject.column) for one in rejected],
                [storable(one.reject.reason) for one in rejected],
            ),
            (self._number,),
        )
        self._change.rejected += sum(one.rows for one in rejected)


def _with_numbers(chunks: Sequence[object], texts: Sequence[int]) -> list[object]:
    """Rows of chunks, five values each, with the numbers of their texts. texts: number of each text of the batch."""
    values = list(chunks)
    values[4::5] = [texts[place] for place in values[4::5]]  # type: ignore[call-overload]  # they are whole numbers
    return values


def in_rows(*columns: Iterable[object]) -> list[object]:
    """The values of columns of the same length, row by row."""
    return list(chain.from_iterable(zip(*columns, strict=True)))


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
