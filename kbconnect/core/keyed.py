"""Fingerprints that nobody without a key can look up, for datasets with hashed columns.

A knowledge base keeps a hash of each row's key and values to see changes. Where a column is hashed because its values
must not be looked up, those hashes must not give them away either: who has the file could try addresses until one fits.
Owns how fingerprints are keyed. The key of a row is keyed only if a key column is hashed, because it names the row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence

import numpy as np

from kbconnect.core.changes import digests_from_bytes
from kbconnect.core.model import ColumnInfo, Mapping
from kbconnect.core.ports import CursorWindow, FingerprintBatch, Hashes, Key, KeyBatch, RowBatch, SourceReader


def keyed(reader: SourceReader, mapping: Mapping, key: bytes | None) -> SourceReader:
    """The reader itself if the mapping hashes nothing. key: 32 bytes."""
    if not mapping.hashes or key is None:
        return reader
    return _KeyedReader(reader, key, keys_too=mapping.hashes_key)


class _KeyedReader:
    """A SourceReader whose fingerprints are keyed. About 3 us a row."""

    def __init__(self, reader: SourceReader, key: bytes, *, keys_too: bool) -> None:
        self._reader = reader
        self._key = key
        self._keys_too = keys_too
        self.columns: tuple[ColumnInfo, ...] = reader.columns

    def row_estimate(self) -> int | None:
        return self._reader.row_estimate()

    def cursor_position(self) -> str | None:
        return self._reader.cursor_position()

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        batches = self._reader.fingerprints(window)
        try:
            for batch in batches:
                yield self._prints(batch)
        finally:
            batches.close()

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        yield from self._rows(self._reader.rows(window, after=after))

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        yield from self._rows(self._reader.rows_by_key(keys))

    def keys(self) -> Generator[KeyBatch, None, None]:
        batches = self._reader.keys()
        try:
            for batch in batches:
                yield KeyBatch(self._digests(batch.key_digests), batch.keys)
        finally:
            batches.close()

    def _rows(self, batches: Generator[RowBatch, None, None]) -> Generator[RowBatch, None, None]:
        try:
            for batch in batches:
                yield RowBatch(self._prints(batch.fingerprints), batch.values, batch.faults)
        finally:
            batches.close()

    def _prints(self, batch: FingerprintBatch) -> FingerprintBatch:
        return FingerprintBatch(
            self._digests(batch.key_digests),
            self._hashes(batch.text_hashes, b"text"),
            self._hashes(batch.metadata_hashes, b"metadata"),
            batch.keys,
        )

    def _digests(self, digests: Hashes) -> Hashes:
        """(n, 2) -> (n, 2)"""
        if not self._keys_too or not len(digests):
            return digests
        return digests_from_bytes(self._hashed(digests.astype(">u8").tobytes(), 16, b"key"))

    def _hashes(self, hashes: Hashes, use: bytes) -> Hashes:
        """(n,) -> (n,)"""
        return np.frombuffer(self._hashed(hashes.astype(">u8").tobytes(), 8, use), ">u8").astype(np.uint64)

    def _hashed(self, joined: bytes, size: int, use: bytes) -> bytes:
        begun = hashlib.blake2b(digest_size=size, key=self._key, person=use)
        parts: list[bytes] = []
        for start in range(0, len(joined), size):
            state = begun.copy()
            state.update(joined[start : start + size])
            parts.append(state.digest())
        return b"".join(parts)
