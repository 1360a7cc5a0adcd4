"""Looks into a knowledge base file from outside, with SQLite alone: whether everything in it fits together."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

_MUST_BE_EMPTY = {
    "chunks without a document": "SELECT 1 FROM chunks WHERE document NOT IN (SELECT id FROM documents)",
    "chunks outside of their document's range": "SELECT 1 FROM chunks JOIN documents ON documents.id = document "
    "WHERE chunks.id < first_chunk OR chunks.id >= first_chunk + chunk_count",
    "documents with a chunk missing": "SELECT 1 FROM documents LEFT JOIN (SELECT document, count(*) AS found "
    "FROM chunks GROUP BY document) AS counted ON counted.document = documents.id WHERE chunk_count != "
    "coalesce(found, 0)",
    "texts no chunk has": "SELECT 1 FROM texts WHERE id NOT IN (SELECT text FROM chunks)",
    "chunks without a text": "SELECT 1 FROM chunks WHERE text NOT IN (SELECT id FROM texts)",
    "vectors no text has": "SELECT 1 FROM vectors WHERE id NOT IN (SELECT vector FROM texts WHERE vector IS NOT NULL)",
    "texts whose vector is another's": "SELECT 1 FROM texts LEFT JOIN vectors ON vectors.id = texts.vector "
    "WHERE texts.vector IS NOT NULL AND vectors.text IS NOT texts.id",
    "pending texts that aren't": "SELECT dataset, text FROM pending EXCEPT SELECT dataset, text FROM chunks "
    "JOIN texts ON texts.id = chunks.text WHERE vector IS NULL",
    "texts that should be pending": "SELECT dataset, text FROM chunks JOIN texts ON texts.id = chunks.text "
    "WHERE vector IS NULL EXCEPT SELECT dataset, text FROM pending",
    "documents not in the ledger": "SELECT 1 FROM documents WHERE id NOT IN "
    "(SELECT document FROM ledger WHERE document IS NOT NULL)",
    "ledger rows without a document": "SELECT 1 FROM ledger WHERE document IS NOT NULL "
    "AND document NOT IN (SELECT id FROM documents)",
    "texts that stand twice": "SELECT hash FROM texts GROUP BY hash HAVING count(*) > 1",
    "listed texts that aren't": "SELECT text, hash FROM text_hashes EXCEPT SELECT id, substr(hash, 1, 8) FROM texts "
    "WHERE id < (SELECT value FROM meta WHERE name = 'first_unlisted_text')",
    "texts that should be listed": "SELECT id, substr(hash, 1, 8) FROM texts WHERE id < (SELECT value FROM meta "
    "WHERE name = 'first_unlisted_text') EXCEPT SELECT text, hash FROM text_hashes",
    "documents without their id": "SELECT 1 FROM documents LEFT JOIN document_ids ON first = (SELECT max(first) "
    "FROM document_ids WHERE first <= documents.id) WHERE substr(ids, (documents.id - first) * 8 + 1, 8) IS NOT "
    "substr(document_id, 1, 8)",
    "ids of no document": "SELECT 1 FROM document_ids WHERE NOT EXISTS (SELECT 1 FROM documents "
    "WHERE documents.id >= first AND documents.id < first + length(ids) / 8)",
    "rejected keys without a reason": "SELECT dataset, key_digest FROM ledger WHERE document IS NULL "
    "EXCEPT SELECT dataset, key_digest FROM rejects",
    "reasons without a rejected key": "SELECT dataset, key_digest FROM rejects "
    "EXCEPT SELECT dataset, key_digest FROM ledger WHERE document IS NULL",
    "counters that are wrong": "SELECT 1 FROM datasets WHERE documents != (SELECT count(*) FROM documents "
    "WHERE dataset = number) OR chunks != (SELECT count(*) FROM chunks WHERE dataset = number) OR vectors != "
    "(SELECT count(vector) FROM chunks JOIN texts ON texts.id = chunks.text WHERE dataset = number)",
}


def assert_sound(path: Path) -> None:
    """Raises AssertionError or sqlite3.DatabaseError with what doesn't fit."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, query in _MUST_BE_EMPTY.items():
            assert connection.execute(query).fetchall() == [], name
        # Compares every word of the index with the text, and the text with every word.
        connection.execute("INSERT INTO words(words, rank) VALUES('integrity-check', 1)")
        (indexed,) = connection.execute("SELECT count(*) FROM words_docsize").fetchone()
        (chunks,) = connection.execute("SELECT count(*) FROM chunks").fetchone()
        assert indexed == chunks, "chunks in the word index"
        connection.rollback()
        assert_signs_sound(connection)


def assert_signs_sound(connection: sqlite3.Connection) -> None:
    """Every vector stands once among the signs, with its own; those that stand there without a vector are known."""
    numbers: list[int] = []
    signs: dict[int, bytes] = {}
    for first, last, ids, bits in connection.execute("SELECT first, last, ids, bits FROM signs ORDER BY first"):
        block = np.frombuffer(ids, "<i8").tolist()
        assert (block[0], block[-1]) == (first, last)
        numbers += block
        rows = np.frombuffer(bits, "<u8").reshape(-1, len(block)).T
        signs.update(zip(block, (row.tobytes() for row in rows), strict=True))
    assert numbers == sorted(set(numbers))
    live = dict(connection.execute("SELECT id, vector FROM vectors"))
    gone = [vector for (vector,) in connection.execute("SELECT vector FROM gone_vectors")]
    assert set(live) <= set(numbers), "vectors without signs"
    assert sorted(set(numbers) - set(live)) == sorted(gone), "signs of vectors that are gone"
    for number, vector in live.items():
        codes = np.frombuffer(vector[:-4], np.int8)
        packed = np.packbits(codes > 0).tobytes()
        assert signs[number] == packed.ljust(-(-len(packed) // 8) * 8, b"\0"), "signs of another vector"
