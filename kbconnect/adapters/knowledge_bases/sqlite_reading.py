"""Reads rows of a knowledge base file: documents, chunks, texts without a vector. Changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from kbconnect.adapters.knowledge_bases.sqlite_bulk import IDS, ids
from kbconnect.adapters.knowledge_bases.sqlite_document_ids import numbers_with
from kbconnect.adapters.knowledge_bases.sqlite_look import has_table
from kbconnect.adapters.knowledge_bases.sqlite_values import (
    decode_reject_key,
    document_id_bytes,
    make_document,
    metadata_literals,
    metadata_path,
)
from kbconnect.adapters.knowledge_bases.sqlite_writing import groups, marks
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.knowledge_base import CHUNKS_A_DOCUMENT, PendingText, SearchFilter
from kbconnect.core.model import (
    Document,
    Reject,
    Scalar,
    ScoredChunk,
    StoredChunk,
)

RANKED_FOR_ONE = 100
"""A search looks at this many times as many chunks as it shall return, should a few long documents hold the best."""

_DOCUMENT = "documents.document_id, documents.key, documents.title, documents.metadata, documents.text"


def read_rejects(connection: sqlite3.Connection, dataset: int, limit: int) -> tuple[Reject, ...]:
    rows = connection.execute(
        "SELECT key, column_name, reason FROM rejects WHERE dataset = ? ORDER BY id LIMIT ?", (dataset, limit)
    )
    return tuple(Reject(decode_reject_key(key), column, reason) for key, column, reason in rows)


def read_documents(connection: sqlite3.Connection, dataset: int, digests: Sequence[bytes]) -> tuple[Document, ...]:
    """In the order of the digests; keys without a document are left out."""
    found: dict[bytes, Document] = {}
    for group in groups(digests):
        rows = connection.execute(
            f"SELECT ledger.key_digest, {_DOCUMENT} FROM ledger JOIN documents ON documents.id = ledger.document "
            f"WHERE ledger.dataset = ? AND ledger.key_digest IN ({marks(group)})",
            (dataset, *group),
        )
        found.update((digest, make_document(*columns)) for digest, *columns in rows)
    return tuple(found[digest] for digest in digests if digest in found)


def count_pending(connection: sqlite3.Connection, dataset: int) -> int:
    (count,) = connection.execute("SELECT count(*) FROM pending WHERE dataset = ?", (dataset,)).fetchone()
    return int(count)


def read_pending_datasets(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Ids of the datasets with texts that have no vector, the oldest dataset first."""
    rows = connection.execute(
        "SELECT dataset_id FROM datasets WHERE EXISTS (SELECT 1 FROM pending WHERE pending.dataset = number) "
        "ORDER BY number"
    )
    return tuple(dataset_id for (dataset_id,) in rows)


def read_pending(connection: sqlite3.Connection, dataset: int, limit: int) -> tuple[PendingText, ...]:
    places = connection.execute(
        "SELECT pending.text, chunks.document, start, size FROM pending CROSS JOIN chunks ON chunks.id = "
        "(SELECT min(id) FROM chunks AS one WHERE one.text = pending.text AND one.dataset = pending.dataset) "
        "WHERE pending.dataset = ? ORDER BY pending.text DESC LIMIT ?",
        (dataset, limit),
    ).fetchall()
    content: dict[int, tuple[str, bytes]] = {}
    for group in groups(sorted({document for _, document, _, _ in places})):
        rows = connection.execute(
            f"SELECT id, title, CAST(text AS BLOB) FROM documents WHERE id IN ({marks(group)})", group
        )
        content.update((number, (title, text)) for number, title, text in rows)
    texts = []
    for text_id, document, start, size in places:
        title, body = content[document]
        texts.append(PendingText(text_id, text_to_embed(title, body[start : start + size].decode())))
    return tuple(texts)


def read_next_chunk(connection: sqlite3.Connection) -> int:
    """Raises LookupError in a damaged file."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'next_chunk'").fetchone()
    if row is None or not isinstance(row[0], int):
        raise LookupError("no number under next_chunk")
    return row[0]


def read_chunks(connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> tuple[StoredChunk, ...]:
    """In the order asked for; chunks that are gone are left out."""
    places: dict[int, tuple[int, int, int]] = {}
    for group in groups(chunk_ids):
        rows = connection.execute(f"SELECT id, document, start, size FROM chunks WHERE id IN ({marks(group)})", group)
        places.update((number, (document, start, size)) for number, document, start, size in rows)
    holders: dict[int, _Holder] = {}
    for group in groups(sorted({document for document, _, _ in places.values()})):
        holders.update(_read_holders(connection, f"documents.id IN ({marks(group)})", group))
    found = ((chunk, places[chunk]) for chunk in chunk_ids if chunk in places)
    return tuple(
        holders[document].chunk(chunk, start, size) for chunk, (document, start, size) in found if document in holders
    )


def read_document_chunks(connection: sqlite3.Connection, document_id: str) -> tuple[StoredChunk, ...]:
    wanted = document_id_bytes(document_id)
    if wanted is None:
        return ()
    for number, holder in _read_holders_with(connection, wanted):
        rows = connection.execute(
            "SELECT chunks.id, start, size FROM documents CROSS JOIN chunks ON chunks.id >= first_chunk "
            "AND chunks.id < first_chunk + chunk_count WHERE documents.id = ? ORDER BY chunks.id",
            (number,),
        )
        return tuple(holder.chunk(*row) for row in rows)
    return ()


def _read_holders_with(connection: sqlite3.Connection, document_id: bytes) -> list[tuple[int, _Holder]]:
    """The document with this id, if there is one."""
    if not has_table(connection, "document_ids"):
        return _read_holders(connection, "documents.document_id = ?", (document_id,))
    for number in numbers_with(connection, document_id):
        found = _read_holders(connection, "documents.id = ? AND documents.document_id = ?", (number, document_id))
        if found:
            return found
    return []


class _Holder:
    """A document read once, for all its chunks that are wanted."""

    def __init__(self, dataset_id: str, first_chunk: int, chunk_count: int, document: Document) -> None:
        self._dataset_id = dataset_id
        self._first_chunk = first_chunk
        self._chunk_count = chunk_count
        self._document = document
        self._body: bytes | None = None

    def chunk(self, chunk_id: int, start: int, size: int) -> StoredChunk:
        if self._body is None:
            self._body = self._document.text.encode()
        return StoredChunk(
            chunk_id=chunk_id,
            ordinal=chunk_id - self._first_chunk,
            chunk_count=self._chunk_count,
            text=self._body[start : start + size].decode(),
            document=self._document,
            dataset_id=self._dataset_id,
        )


def _read_holders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> list[tuple[int, _Holder]]:
    rows = connection.execute(
        f"SELECT documents.id, datasets.dataset_id, first_chunk, chunk_count, {_DOCUMENT} "
        f"FROM documents JOIN datasets ON datasets.number = documents.dataset WHERE {condition}",
        values,
    ).fetchall()
    return [
        (number, _Holder(dataset_id, first, count, make_document(*columns)))
        for number, dataset_id, first, count, *columns in rows
    ]


class Condition:
    """A filter as SQL on the tables `chunks` and `documents`. impossible: no chunk can pass. of_chunks_alone: it says
    nothing of documents."""

    def __init__(self, connection: sqlite3.Connection, where: SearchFilter) -> None:
        self.values: list[object] = []
        parts: list[str] = []
        self.impossible = False
        if where.dataset_ids:
            # As JSON, because there may be more of them than one statement takes values.
            numbers = [
                number
                for (number,) in connection.execute(
                    "SELECT number FROM datasets WHERE dataset_id IN (SELECT value FROM json_each(?))",
                    (json.dumps(where.dataset_ids),),
                )
            ]
            self.impossible = not numbers
            parts.append("chunks.dataset IN (SELECT value FROM json_each(?))")
            self.values.append(json.dumps(numbers))
        parts.extend(self._equals(metadata_path(field.name), field.value) for field in where.metadata)
        self.sql = " AND ".join(parts)
        self.is_open = not parts
        self.of_chunks_alone = not where.metadata

    def _equals(self, path: str, value: Scalar) -> str:
        self.values.append(path)
        if value is None:
            return "ifnull(documents.metadata -> ?, 'null') = 'null'"
        literals = metadata_literals(value)
        self.values.extend(literals)
        return f"documents.metadata -> ? IN ({marks(literals)})"


def passing_chunks(
    connection: sqlite3.Connection, condition: Condition, text_ids: Iterable[int]
) -> dict[int, list[tuple[int, int]]]:
    """The chunks of each text that pass a filter, in order of their numbers: (chunk, document)."""
    found: dict[int, list[tuple[int, int]]] = {}
    join = "" if condition.is_open else "CROSS JOIN documents ON documents.id = chunks.document"
    extra = "" if condition.is_open else f"AND {condition.sql}"
    (rows,) = connection.execute(
        "SELECT json_group_array(json_array(text, id, document)) FROM (SELECT chunks.text, chunks.id, chunks.document "
        f"FROM chunks {join} WHERE chunks.text IN {IDS} {extra} ORDER BY chunks.id)",
        (ids(list(text_ids)), *condition.values),
    ).fetchone()
    for text, chunk, document in json.loads(rows):
        found.setdefault(text, []).append((chunk, document))
    return found


def read_documents_of(connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> dict[int, int]:
    """The number of each chunk's document."""
    (rows,) = connection.execute(
        f"SELECT json_group_array(json_array(id, document)) FROM chunks WHERE id IN {IDS}", (ids(chunk_ids),)
    ).fetchone()
    return dict(json.loads(rows))


class Ranking:
    """A ranking as it grows, best first: at most `limit` chunks, and few of one document."""

    def __init__(self, limit: int) -> None:
        self.chunks: list[ScoredChunk] = []
        self._limit = limit
        self._taken: Counter[int] = Counter()

    def add(self, chunk: ScoredChunk, document: int) -> None:
        if self._taken[document] < CHUNKS_A_DOCUMENT and not self.is_full:
            self._taken[document] += 1
            self.chunks.append(chunk)

    @property
    def is_full(self) -> bool:
        return len(self.chunks) >= self._limit


def passing_vectors(connection: sqlite3.Connection, condition: Condition) -> list[int]:
    """Numbers of all vectors of chunks that pass a filter, in order."""
    passing = (
        f"SELECT text FROM chunks WHERE {condition.sql}"
        if condition.of_chunks_alone
        else "SELECT chunks.text FROM documents CROSS JOIN chunks ON chunks.id >= first_chunk "
        f"AND chunks.id < first_chunk + chunk_count WHERE {condition.sql}"
    )
    rows = connection.execute(
        f"SELECT vector FROM texts WHERE id IN ({passing}) AND vector IS NOT NULL ORDER BY vector", condition.values
    )
    return [vector for (vector,) in rows]
