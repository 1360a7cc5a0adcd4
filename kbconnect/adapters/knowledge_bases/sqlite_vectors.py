"""Stores vectors and searches them: their sign bits say which few thousand are worth reading, and those are compared
exactly.

Owns the form of a stored vector (int8 per dimension and one float32 scale) and the model they are of. Of 117,659
glosses of WordNet, .9997 of the ten nearest to 350 questions were found, and of a million that were mixed from them
.999; a file with fewer vectors than are read is searched exactly. Must not know about words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.knowledge_bases.sqlite_bulk import IDS, ids
from kbconnect.adapters.knowledge_bases.sqlite_reading import (
    RANKED_FOR_ONE,
    Condition,
    Ranking,
    passing_chunks,
    passing_vectors,
)
from kbconnect.adapters.knowledge_bases.sqlite_signs import NO_SIGNS, Signs, add_signs, current_signs, nearest
from kbconnect.adapters.knowledge_bases.sqlite_writing import groups, marks, take_numbers
from kbconnect.core.errors import ModelMismatchError
from kbconnect.core.model import ScoredChunk
from kbconnect.core.ports import EmbedderIdentity

_READ_VECTORS = 1_000
_READ_FOR_ONE = 5
"""Vectors read for a question: so many, or so many times as many as chunks are wanted."""

_SURE_OF = 10
_READ_FOR_FILTER = 8
"""As many times more, where a filter may let through few of the nearest."""

_SCALE_BYTES = 4
_LEAST_LOOKED_UP = 100
"""Texts whose chunks are looked up at a time."""

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
        hint="Close every other version of this program that uses it, then sync with this one: everything is embedded "
        "again.",
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
    add_signs(connection)
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


class VectorCache:
    """The sign bits of one file in memory, brought up to date before each search by reading only what is new.

    What it holds is never changed, only replaced, so searches in several threads may share a cache.
    """

    def __init__(self) -> None:
        self._signs = NO_SIGNS

    def current(self, connection: sqlite3.Connection) -> Signs:
        signs = self._signs = current_signs(connection, self._signs)
        return signs


def search_vectors(
    connection: sqlite3.Connection, signs: Signs, vector: Vectors, limit: int, condition: Condition
) -> tuple[ScoredChunk, ...]:
    """Scores the vectors that are nearest by their bits, then looks up chunks from the best one down."""
    if condition.impossible or limit < 1:
        return ()
    looked_at = [max(_READ_VECTORS, _READ_FOR_ONE * limit)]
    if not condition.is_open:
        looked_at.append(_READ_FOR_FILTER * looked_at[0])
    for count in looked_at:
        ranking = _scored(connection, nearest(signs, vector, count), vector)
        found = _from_best(connection, ranking, limit, condition)
        if count >= len(signs.ids) or (len(found) == limit and _is_sure(found, ranking[0])):
            return tuple(found)
    # Few long documents hold the best, or the filter lets few through: then all it lets through are compared.
    within = None if condition.is_open else np.array(passing_vectors(connection, condition), np.int64)
    count = max(looked_at[-1], limit * RANKED_FOR_ONE)
    best = nearest(signs, vector, count, within)
    return tuple(_from_best(connection, _scored(connection, best, vector), limit, condition))


def _is_sure(found: Sequence[ScoredChunk], scores: Vectors) -> bool:
    """Whether the first ones stand so high among the vectors read, that hardly any as near can have been missed."""
    last = found[min(len(found), _SURE_OF) - 1].score
    return int(np.count_nonzero(scores > last)) * _READ_FOR_ONE <= len(scores)


def _scored(
    connection: sqlite3.Connection, vector_ids: NDArray[np.int64], vector: Vectors
) -> tuple[Vectors, NDArray[np.int64]]:
    """(scores, text ids) of vectors, best first; those that are gone are left out."""
    # As one row, because beside a thread that computes each row fetched may wait 5 ms for the interpreter.
    texts, stored = connection.execute(
        f"SELECT json_group_array(text), ifnull(group_concat(hex(vector), ''), '') FROM vectors WHERE id IN {IDS}",
        (ids(np.sort(vector_ids).tolist()),),
    ).fetchone()
    text_ids = np.array(json.loads(texts), np.int64)
    scores = _scores(bytes.fromhex(stored), vector)
    order = np.lexsort((text_ids, -scores))
    return scores[order], text_ids[order]


def _scores(stored: bytes, vector: Vectors) -> Vectors:
    """Cosines of vectors as they are stored, one behind the other."""
    rows = np.frombuffer(stored, np.int8).reshape(-1, len(vector) + _SCALE_BYTES)
    scales = np.ascontiguousarray(rows[:, len(vector) :]).view("<f4").reshape(-1)
    cosines: Vectors = (rows[:, : len(vector)].astype(np.float32) @ vector) * scales
    return cosines


def _from_best(
    connection: sqlite3.Connection, ranking: tuple[Vectors, NDArray[np.int64]], limit: int, condition: Condition
) -> list[ScoredChunk]:
    """Chunks of the texts of a ranking (scores, text ids)."""
    scores, text_ids = ranking
    found = Ranking(limit)
    step = max(limit, _LEAST_LOOKED_UP)
    for start in range(0, len(scores), step):
        texts: list[int] = text_ids[start : start + step].tolist()
        chunks = passing_chunks(connection, condition, texts)
        for text, score in zip(texts, scores[start : start + step].tolist(), strict=True):
            for chunk, document in chunks.get(text, ()):
                found.add(ScoredChunk(chunk, score), document)
        if found.is_full:
            break
    return found.chunks
