"""A look at a knowledge base file: how much is in it, and what the last sync kept. Changes nothing.

Apart from the rest, because lists count what they show: neither NumPy nor what writes and searches is imported for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kbconnect.adapters.knowledge_bases.sqlite_errors import translated_reading
from kbconnect.adapters.knowledge_bases.sqlite_schema import side_files
from kbconnect.core.model import DatasetCounts, KnowledgeBaseCounts

NO_DATASET = 0
"""Numbers of datasets start at 1; every table is empty for this one."""


class SqliteLook:
    """See `kbconnect.core.knowledge_base.KnowledgeBaseLook`. Whoever opened the connection closes it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def counts(self) -> KnowledgeBaseCounts:
        with translated_reading(self._path):
            size = self._path.stat().st_size
            size += sum(file.stat().st_size for file in side_files(self._path) if file.exists())
            return _read_counts(self._connection, size)

    def dataset_counts(self, dataset_id: str) -> DatasetCounts:
        with translated_reading(self._path):
            row = self._connection.execute(
                "SELECT documents, chunks, vectors, rejected FROM datasets WHERE dataset_id = ?", (dataset_id,)
            ).fetchone()
            return DatasetCounts(dataset_id, *(row or (0, 0, 0, 0)))

    def sync_state(self, dataset_id: str) -> str | None:
        with self._snapshot():
            if not has_table(self._connection, "sync_states"):
                return None
            row = self._connection.execute(
                "SELECT state FROM sync_states WHERE dataset = ?", (self._number(dataset_id),)
            ).fetchone()
            return None if row is None else str(row[0])

    def _number(self, dataset_id: str) -> int:
        row = self._connection.execute("SELECT number FROM datasets WHERE dataset_id = ?", (dataset_id,)).fetchone()
        return int(row[0]) if row else NO_DATASET

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """One state of the file for several statements, whatever a sync beside it writes."""
        with translated_reading(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """False in a file of an older format that can't be written, so that it was left as it was."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (name,)).fetchone() is not None


def _read_counts(connection: sqlite3.Connection, size_bytes: int) -> KnowledgeBaseCounts:
    documents, chunks, vectors = connection.execute(
        "SELECT ifnull(sum(documents), 0), ifnull(sum(chunks), 0), ifnull(sum(vectors), 0) FROM datasets"
    ).fetchone()
    return KnowledgeBaseCounts(documents, chunks, vectors, size_bytes)
