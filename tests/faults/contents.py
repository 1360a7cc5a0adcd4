"""What a knowledge base file holds, read with SQLite alone, so that two of them can be compared.

Row numbers differ from one run to the next, so they are left out: all else has to be equal.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any  # rows of any table

import numpy as np
from numpy.typing import NDArray

from tests.adapters.knowledge_bases.sqlite_checks import assert_sound

_CONTENT = {
    "documents": "SELECT document_id, key, title, metadata, text FROM documents",
    "chunks": "SELECT document_id, chunks.id - first_chunk, start, size, texts.hash, vector IS NULL FROM chunks"
    " JOIN documents ON documents.id = chunks.document JOIN texts ON texts.id = chunks.text",
    "ledger": "SELECT key_digest, hashes FROM ledger",
    "rejects": "SELECT key, column_name, reason FROM rejects",
    "texts": "SELECT hash FROM texts",
    "counters": "SELECT documents, chunks, vectors, rejected FROM datasets",
}
_VECTORS = "SELECT texts.hash, vectors.vector FROM texts JOIN vectors ON vectors.id = texts.vector ORDER BY texts.hash"

Content = dict[str, list[Any]]
Codes = NDArray[np.int16]


def file_in(home: Path) -> Path:
    """The one knowledge base of a data folder."""
    (path,) = (home / "knowledge").glob("*.kb")
    return path


def content_of(path: Path) -> Content:
    """All a knowledge base holds, without the row numbers it gave. Raises AssertionError if it isn't sound."""
    assert_sound(path)
    with closing(sqlite3.connect(path)) as connection:
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in _CONTENT.items()}


def vectors_of(path: Path) -> Codes:
    """(texts, 384) the stored codes, by the texts' hashes."""
    with closing(sqlite3.connect(path)) as connection:
        stored = [vector[:-4] for _, vector in connection.execute(_VECTORS)]
    return np.frombuffer(b"".join(stored), np.int8).reshape(len(stored), -1 if stored else 384).astype(np.int16)
