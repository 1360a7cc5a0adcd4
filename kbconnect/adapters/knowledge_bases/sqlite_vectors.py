"""Stores vectors and searches them: exact cosine over int8, in memory that grows with what is searched.

Owns the form of a stored vector (int8 per dimension and one float32 scale) and the copy of all of them that searching
keeps. Must not know about words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.knowledge_bases.sqlite_reading import (
    RANKED_FOR_ONE,
    Condition,
    Ranking,
    passing_chunks,
    passing_texts,
)
from kbconnect.adapters.knowledge_bases.sqlite_writing import groups, marks, take_numbers
from kbconnect.core.errors import ModelMismatchError
from kbconnect.core.model import ScoredChunk
from kbconnect.core.ports import EmbedderIdentity

_BLOCK_ROWS = 65_536
_LOAD_ROWS = 4_096
_SCORE_ROWS = 1_024
"""Vectors widened to float32 at a time: they stay in the processor's cache."""

_FIRST_LOOK = 2_048
"""Of the best texts, how many are looked up before a filter is applied to all of the file."""

_LEAST_LOOKED_UP = 100
"""Texts whose chunks are looked up at a time."""

_STALE_SHARE = 0.25

Codes = NDArray[np.int8]
Vectors = NDArray[np.float32]


def stored_identity(connection: sqlite3.Connection) -> EmbedderIdentity | None:
    """The model of the vectors in the file; None as long as there are none."""
    rows = dict(connection.execute("SELECT name, value FROM meta WHERE name GLOB 'embedder_*'"))
    if not rows:
        return None
    return EmbedderIdentity(rows["embedder_id"], rows["embedder_sha256"], int(rows["embedder_dimensions"]))


def check_identity(connection: sqlite3.Connection, identity: EmbedderIdentity, path: Path) -> bool:
    """False as long as there are no vectors. Raises ModelMismatchError."""
    stored = stored_identity(connection)
    if stored is None or stored == identity:
        return stored is not None
    raise ModelMismatchError(
        f"The vectors in the knowledge base {path} were made by another embedding model.",
        meaning="Vectors of two models can't be compared, so none were mixed. Nothing has been changed, and searching "
        "by words works as before.",
        hint="Use the version of this program that made them, or sync the datasets into a new knowledge base.",
        detail=f"stored: {stored.id} {stored.sha256[:12]}, {stored.dimensions} dimensions; "
        f"in use: {identity.id} {identity.sha256[:12]}, {identity.dimensions} dimensions",
    )


def write_vectors(
    connection: sqlite3.Connection, text_ids: Sequence[int], vectors: Vectors, identity: EmbedderIdentity
) -> int:
    """Gives texts their vectors, inside a transaction of the caller; texts that are gone or have one are left out.

    Returns the number of chunks that got one. Raises ModelMismatchError from the caller's check, never from here.
    """
    rows = {text: place for place, text in enumerate(text_ids)}
    open_texts: list[int] = []
    datasets = [number for (number,) in connection.execute("SELECT number FROM datasets")]
    for group in groups(list(rows)):
        open_texts += [
            text
            for (text,) in connection.execute(
                f"SELECT id FROM texts WHERE vector IS NULL AND id IN ({marks(group)})", group
            )
        ]
        # All of them, so that whoever works through the pending texts comes to an end whatever the file says.
        for dataset in datasets:
            connection.execute(f"DELETE FROM pending WHERE dataset = ? AND text IN ({marks(group)})", (dataset, *group))
    if not open_texts:
        return 0
    connection.executemany(
        "INSERT OR REPLACE INTO meta VALUES(?, ?)",
        [
            ("embedder_id", identity.id),
            ("embedder_sha256", identity.sha256),
            ("embedder_dimensions", identity.dimensions),
        ],
    )
    first = take_numbers(connection, "next_vector", len(open_texts))
    blobs = pack_vectors(vectors[[rows[text] for text in open_texts]])
    connection.executemany(
        "INSERT INTO vectors VALUES(?, ?, ?)",
        [(first + place, text, blob) for place, (text, blob) in enumerate(zip(open_texts, blobs, strict=True))],
    )
    connection.executemany(
        "UPDATE texts SET vector = ? WHERE id = ?", [(first + place, text) for place, text in enumerate(open_texts)]
    )
    return _count_vectors(connection, open_texts)


def _count_vectors(connection: sqlite3.Connection, texts: Sequence[int]) -> int:
    """Counts the chunks of texts that got a vector into the datasets; returns how many there are."""
    total = 0
    for group in groups(texts):
        chunks = connection.execute(
            f"SELECT dataset, count(*) FROM chunks WHERE text IN ({marks(group)}) GROUP BY dataset", group
        ).fetchall()
        for dataset, count in chunks:
            total += count
            connection.execute("UPDATE datasets SET vectors = vectors + ? WHERE number = ?", (count, dataset))
    return total


def pack_vectors(vectors: Vectors) -> list[bytes]:
    """(n, dimensions) -> n rows as they are stored."""
    scales = np.abs(vectors).max(axis=1, initial=0.0).astype("<f4") / np.float32(127)
    codes = np.rint(vectors / np.where(scales == 0, 1, scales)[:, np.newaxis]).astype(np.int8)
    return [code.tobytes() + scale.tobytes() for code, scale in zip(codes, scales, strict=True)]


@dataclass(frozen=True, slots=True)
class _Block:
    """n vectors: codes (n, dimensions), scales (n,), text_ids (n,)."""

    codes: Codes
    scales: Vectors
    text_ids: NDArray[np.int64]

    def last_row(self) -> tuple[int, bytes]:
        """Text and vector as the file has them."""
        return int(self.text_ids[-1]), self.codes[-1].tobytes() + self.scales[-1].astype("<f4").tobytes()


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All vectors up to and with last_id, when it was read; some may be gone since."""

    identity: EmbedderIdentity
    blocks: tuple[_Block, ...]
    last_id: int
    rows: int


class VectorCache:
    """The vectors of one file in memory, brought up to date before each search by reading only what is new.

    A snapshot is never changed, only replaced by a longer one, so searches in several threads may share a cache.
    """

    def __init__(self) -> None:
        self._snapshot: _Snapshot | None = None

    def current(self, connection: sqlite3.Connection, identity: EmbedderIdentity) -> _Snapshot:
        snapshot = self._snapshot
        if snapshot is None or snapshot.identity != identity or not _still_holds(connection, snapshot):
            snapshot = _Snapshot(identity, (), 0, 0)
        snapshot = self._snapshot = _extended(connection, snapshot)
        return snapshot


def _still_holds(connection: sqlite3.Connection, snapshot: _Snapshot) -> bool:
    """False if the file isn't the one that was read (made anew, put back from a backup), or if too many of the
    vectors are gone; those do no harm but cost time."""
    (next_id,) = connection.execute("SELECT value FROM meta WHERE name = 'next_vector'").fetchone()
    if next_id <= snapshot.last_id:
        return False
    last = connection.execute("SELECT text, vector FROM vectors WHERE id = ?", (snapshot.last_id,)).fetchone()
    if last is not None and snapshot.blocks and last != snapshot.blocks[-1].last_row():
        return False
    (live,) = connection.execute("SELECT ifnull(sum(vectors), 0) FROM datasets").fetchone()
    return snapshot.rows - int(live) <= max(_LOAD_ROWS, snapshot.rows * _STALE_SHARE)


def _extended(connection: sqlite3.Connection, snapshot: _Snapshot) -> _Snapshot:
    dimensions = snapshot.identity.dimensions
    rows = connection.execute("SELECT text, vector, id FROM vectors WHERE id > ? ORDER BY id", (snapshot.last_id,))
    blocks = list(snapshot.blocks)
    last_id, count = snapshot.last_id, snapshot.rows
    new: list[_Block] = []
    while part := rows.fetchmany(_LOAD_ROWS):
        raw = np.frombuffer(b"".join([vector for _, vector, _ in part]), np.uint8).reshape(len(part), dimensions + 4)
        new.append(
            _Block(
                np.ascontiguousarray(raw[:, :dimensions]).view(np.int8),
                np.ascontiguousarray(raw[:, dimensions:]).view("<f4").reshape(-1).astype(np.float32),
                np.array([text for text, _, _ in part], np.int64),
            )
        )
        last_id, count = part[-1][2], count + len(part)
        if sum(len(block.scales) for block in new) >= _BLOCK_ROWS:
            blocks.append(_joined(new))
            new = []
    if new and blocks and len(blocks[-1].scales) < _BLOCK_ROWS:
        new.insert(0, blocks.pop())
    if new:
        blocks.append(_joined(new))
    return _Snapshot(snapshot.identity, tuple(blocks), last_id, count)


def _joined(blocks: Sequence[_Block]) -> _Block:
    if len(blocks) == 1:
        return blocks[0]
    return _Block(
        np.concatenate([block.codes for block in blocks]),
        np.concatenate([block.scales for block in blocks]),
        np.concatenate([block.text_ids for block in blocks]),
    )


def search_vectors(
    connection: sqlite3.Connection, snapshot: _Snapshot, vector: Vectors, limit: int, condition: Condition
) -> tuple[ScoredChunk, ...]:
    """Exact: scores every vector, then looks up chunks from the best one down until there are enough."""
    if condition.impossible or limit < 1 or snapshot.rows == 0:
        return ()
    scores = np.concatenate([_scores(block, vector) for block in snapshot.blocks])
    text_ids = np.concatenate([block.text_ids for block in snapshot.blocks])
    most = max(_FIRST_LOOK, 2 * limit)
    found = _from_best(connection, (scores, text_ids), limit, condition, most)
    if len(found) < limit and most < len(scores):
        if not condition.is_open:
            # The filter lets few of the best through: ask the file for all it lets through, then rank those.
            passing = np.isin(text_ids, np.array(passing_texts(connection, condition), np.int64))
            scores, text_ids = scores[passing], text_ids[passing]
        found = _from_best(connection, (scores, text_ids), limit, condition, max(most, limit * RANKED_FOR_ONE))
    return tuple(found)


def _scores(block: _Block, vector: Vectors) -> Vectors:
    scores = np.empty(len(block.scales), np.float32)
    wide = np.empty((min(_SCORE_ROWS, len(scores)), len(vector)), np.float32)
    for start in range(0, len(scores), _SCORE_ROWS):
        codes = block.codes[start : start + _SCORE_ROWS]
        np.copyto(wide[: len(codes)], codes)
        np.dot(wide[: len(codes)], vector, out=scores[start : start + len(codes)])
    scores *= block.scales
    return scores


def _from_best(
    connection: sqlite3.Connection,
    ranking: tuple[Vectors, NDArray[np.int64]],
    limit: int,
    condition: Condition,
    most: int,
) -> list[ScoredChunk]:
    """Chunks of the best texts of a ranking (scores, text ids), looking at no more than `most` texts."""
    scores, text_ids = ranking
    most = min(most, len(scores))
    best = np.argpartition(-scores, most - 1)[:most] if most < len(scores) else np.arange(len(scores))
    best = best[np.lexsort((text_ids[best], -scores[best]))]
    found = Ranking(limit)
    step = max(limit, _LEAST_LOOKED_UP)
    for start in range(0, len(best), step):
        places = best[start : start + step]
        texts: list[int] = text_ids[places].tolist()
        chunks = passing_chunks(connection, condition, texts)
        for text, score in zip(texts, scores[places].tolist(), strict=True):
            for chunk, document in chunks.get(text, ()):
                found.add(ScoredChunk(chunk, score), document)
        if found.is_full:
            break
    return found.chunks
