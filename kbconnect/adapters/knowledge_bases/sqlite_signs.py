"""The sign bits of all vectors of a file: 48 bytes for 384 dimensions, kept in memory, to find the few worth reading.

Owns their blocks in the file, the copy of them that searching keeps, and how near two vectors are by bits alone. What
writes works inside a transaction of its caller. Must not know about texts, and gives no scores.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_STORED_ROWS = 2_048
"""Vectors of one row of `signs`: the last row is written again with each batch until it is full."""

_READ_ROWS = 4_096
_BLOCK_ROWS = 8_192
"""Vectors compared at a time: their bits and what is made of them stay in the processor's cache."""

_LEAST_GONE = 4_096
_GONE_SHARE = 0.25
"""Bits of vectors that are gone do no harm but cost time: up to this share they stay."""

_FIRST_LOOK = 8
"""As many times more vectors are compared by the question's numbers as are wanted in the end."""

_SCORED_ROWS = 1_024
_WORD_BITS = 64
_SCALE_BYTES = 4
_OUT_OF_REACH = np.uint16(0xFFFF)

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]
Bits = NDArray[np.uint64]
"""(dimensions / 64, n): the first 64 dimensions of all vectors, then the next 64 of all; little-endian everywhere."""


def _bits_of(vectors: NDArray[np.int8] | Floats) -> Bits:
    """(n, dimensions) -> (dimensions / 64 rounded up, n)."""
    words = -(-vectors.shape[1] // _WORD_BITS)
    packed = np.zeros((len(vectors), words * 8), np.uint8)
    bits = np.packbits(vectors > 0, axis=1)
    packed[:, : bits.shape[1]] = bits
    return np.ascontiguousarray(packed.view("<u8").T)


def _from_file(ids: bytes, bits: bytes) -> tuple[Numbers, Bits]:
    """Raises LookupError in a damaged file."""
    if not ids or len(ids) % 8 or len(bits) % len(ids):
        raise LookupError(f"{len(bits)} bytes of signs for {len(ids) / 8} vectors")
    numbers = np.frombuffer(ids, "<i8")
    return numbers, np.frombuffer(bits, "<u8").reshape(-1, len(numbers))


def _unsigned_vectors(connection: sqlite3.Connection, after: int) -> Iterator[tuple[Numbers, Bits]]:
    """Vectors with a number above `after`, in order, and the bits they should have."""
    rows = connection.execute("SELECT id, vector FROM vectors WHERE id > ? ORDER BY id", (after,))
    while part := rows.fetchmany(_READ_ROWS):
        raw = np.frombuffer(b"".join([vector for _, vector in part]), np.int8).reshape(len(part), -1)
        yield np.array([number for number, _ in part], "<i8"), _bits_of(raw[:, :-_SCALE_BYTES])


# ------------------------------------------------------------------------------------------------ in the file


def add_signs(connection: sqlite3.Connection) -> None:
    """Gives bits to all vectors that were stored since the last time."""
    for new in _unsigned_vectors(connection, _last_signed(connection)):
        last = connection.execute("SELECT ids, bits FROM signs ORDER BY first DESC LIMIT 1").fetchone()
        is_full = last is None or len(last[0]) >= _STORED_ROWS * 8
        _put(connection, *(new if is_full else _joined([_from_file(*last), new])))


def _last_signed(connection: sqlite3.Connection) -> int:
    (last,) = connection.execute(
        "SELECT ifnull(max(last), 0) FROM (SELECT last FROM signs ORDER BY first DESC LIMIT 1)"
    ).fetchone()
    return int(last)


def _put(connection: sqlite3.Connection, ids: Numbers, bits: Bits) -> None:
    starts = range(0, len(ids), _STORED_ROWS)
    pieces = [(ids[start : start + _STORED_ROWS], bits[:, start : start + _STORED_ROWS]) for start in starts]
    connection.executemany(
        "INSERT OR REPLACE INTO signs VALUES(?, ?, ?, ?)",
        [(int(some[0]), int(some[-1]), some.tobytes(), theirs.tobytes()) for some, theirs in pieces],
    )


def sweep_signs(connection: sqlite3.Connection) -> None:
    """Removes the bits of vectors that stand in `gone_vectors`, if they are too many: of a million in half a second."""
    gone = _count_gone(connection)
    if gone < _LEAST_GONE:
        return
    (rows,) = connection.execute("SELECT ifnull(sum(length(ids)), 0) / 8 FROM signs").fetchone()
    if gone <= rows * _GONE_SHARE:
        return
    dead = _gone_after(connection, 0)
    firsts = [first for (first,) in connection.execute("SELECT first FROM signs ORDER BY first")]
    kept: list[tuple[Numbers, Bits]] = []
    for first in firsts:
        row = connection.execute("SELECT ids, bits FROM signs WHERE first = ?", (first,)).fetchone()
        connection.execute("DELETE FROM signs WHERE first = ?", (first,))
        kept.append(_without(*_from_file(*row), dead))
        if sum(len(ids) for ids, _ in kept) >= _STORED_ROWS or first == firsts[-1]:
            ids, bits = _joined(kept)
            full = len(ids) if first == firsts[-1] else len(ids) - len(ids) % _STORED_ROWS
            _put(connection, ids[:full], bits[:, :full])
            kept = [(ids[full:], bits[:, full:])]
    connection.execute("DELETE FROM gone_vectors")
    _count_version(connection)


def end_of_blocks(connection: sqlite3.Connection, count: int) -> int | None:
    """The number of the last vector in the first `count` blocks; None if there are no blocks."""
    (last,) = connection.execute(
        "SELECT max(last) FROM (SELECT last FROM signs ORDER BY first LIMIT ?)", (count,)
    ).fetchone()
    return None if last is None else int(last)


def forget_signs_up_to(connection: sqlite3.Connection, last: int) -> None:
    """Removes the blocks up to the one that ends with this vector."""
    connection.execute("DELETE FROM signs WHERE last <= ?", (last,))
    connection.execute("DELETE FROM gone_vectors WHERE vector <= ?", (last,))
    _count_version(connection)


def signs_version(connection: sqlite3.Connection) -> int:
    """Another one whenever vectors went in numbers."""
    return _state(connection)[0]


def forget_signs(connection: sqlite3.Connection) -> None:
    """Removes all bits, with the last vector."""
    connection.execute("DELETE FROM signs")
    connection.execute("DELETE FROM gone_vectors")
    _count_version(connection)


def _count_version(connection: sqlite3.Connection) -> None:
    """What searching has in memory then is read again."""
    connection.execute("INSERT INTO meta VALUES('signs_version', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1")


def _count_gone(connection: sqlite3.Connection) -> int:
    # Rows are added one after the other, and seldom removed: counting them would cost more than what is counted for.
    first, last = connection.execute(
        "SELECT (SELECT min(id) FROM gone_vectors), (SELECT max(id) FROM gone_vectors)"
    ).fetchone()
    return 0 if last is None else int(last - first + 1)


def _gone_after(connection: sqlite3.Connection, row: int) -> Numbers:
    """Numbers of vectors noted as gone since a row of `gone_vectors`, in order."""
    gone = connection.execute("SELECT vector FROM gone_vectors WHERE id > ?", (row,)).fetchall()
    return np.sort(np.array([number for (number,) in gone], np.int64))


def _without(ids: Numbers, bits: Bits, gone: Numbers) -> tuple[Numbers, Bits]:
    keep = ~_is_in(ids, gone)
    return (ids, bits) if keep.all() else (ids[keep], bits[:, keep])


def _is_in(ids: Numbers, ordered: Numbers) -> NDArray[np.bool_]:
    """Which of the ids stand in an ordered array."""
    if not len(ordered):
        return np.zeros(len(ids), np.bool_)
    found: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, ids), len(ordered) - 1)] == ids
    return found


def _joined(blocks: Sequence[tuple[Numbers, Bits]]) -> tuple[Numbers, Bits]:
    if len(blocks) == 1:
        return blocks[0]
    return np.concatenate([ids for ids, _ in blocks]), np.concatenate([bits for _, bits in blocks], axis=1)


# ------------------------------------------------------------------------------------------------ in memory


@dataclass(frozen=True, slots=True)
class Signs:
    """The bits of all vectors up to and with last_id, when they were read. n vectors.

    blocks: bits of at most a few thousand vectors each, together n. ids: (n,), rising. gone: places of those that are
    gone since. version, gone_row: what of the file is in here. sentinel: the row of the last vector, by which a file
    that isn't the one that was read shows itself.
    """

    blocks: tuple[Bits, ...]
    ids: Numbers
    gone: Numbers
    last_id: int
    version: int
    gone_row: int
    sentinel: tuple[int, bytes] | None


_NOTHING: Numbers = np.empty(0, np.int64)
NO_SIGNS = Signs((), _NOTHING, _NOTHING, 0, 0, 0, None)


def current_signs(connection: sqlite3.Connection, known: Signs) -> Signs:
    """What is known, brought up to date by reading only what is new, in a transaction of the caller."""
    version, gone_row = _state(connection)
    if not _still_holds(connection, known, version, gone_row):
        known = replace(NO_SIGNS, version=version)
    gone = _gone_after(connection, known.gone_row) if gone_row > known.gone_row else _NOTHING
    new = [_without(ids, bits, gone) for ids, bits in _read_after(connection, known.last_id)]
    if not new and not len(gone):
        return known
    places = np.searchsorted(known.ids, gone[_is_in(gone, known.ids)])
    last_id = max((int(ids[-1]) for ids, _ in new if len(ids)), default=known.last_id)
    return Signs(
        blocks=_blocks([*known.blocks, *(bits for _, bits in new)]),
        ids=np.concatenate([known.ids, *(ids for ids, _ in new)]),
        gone=np.concatenate([known.gone, places]),
        last_id=last_id,
        version=version,
        gone_row=gone_row,
        sentinel=_sentinel(connection, last_id),
    )


def _state(connection: sqlite3.Connection) -> tuple[int, int]:
    """(version of the bits, last row of gone vectors)."""
    if not _has_signs(connection):
        return 0, 0
    row = connection.execute("SELECT value FROM meta WHERE name = 'signs_version'").fetchone()
    (gone_row,) = connection.execute("SELECT ifnull(max(id), 0) FROM gone_vectors").fetchone()
    return (0 if row is None else int(row[0])), int(gone_row)


def _has_signs(connection: sqlite3.Connection) -> bool:
    """False for a file of format 1 that can't be written, so that it was left as it is."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'signs'").fetchone() is not None


def _still_holds(connection: sqlite3.Connection, known: Signs, version: int, gone_row: int) -> bool:
    """False if the file isn't the one that was read (made anew, put back from a backup), or its bits were swept."""
    (next_id,) = connection.execute("SELECT value FROM meta WHERE name = 'next_vector'").fetchone()
    if known.version != version or known.gone_row > gone_row or known.last_id >= next_id:
        return False
    sentinel = _sentinel(connection, known.last_id)
    return sentinel is None or known.sentinel is None or sentinel == known.sentinel


def _sentinel(connection: sqlite3.Connection, vector_id: int) -> tuple[int, bytes] | None:
    row: tuple[int, bytes] | None = connection.execute(
        "SELECT text, vector FROM vectors WHERE id = ?", (vector_id,)
    ).fetchone()
    return row


def _read_after(connection: sqlite3.Connection, last_id: int) -> Iterator[tuple[Numbers, Bits]]:
    """The numbers and bits of all vectors after one, in order."""
    if _has_signs(connection):
        rows = connection.execute(
            "SELECT ids, bits FROM signs WHERE first >= (SELECT ifnull(max(first), 0) FROM signs WHERE first <= ?) "
            "AND last > ? ORDER BY first",
            (last_id, last_id),
        )
        for row in rows:
            ids, bits = _from_file(*row)
            known = int(np.searchsorted(ids, last_id, side="right"))
            last_id = int(ids[-1])
            yield ids[known:], bits[:, known:]
    yield from _unsigned_vectors(connection, last_id)


def _blocks(pieces: Sequence[Bits]) -> tuple[Bits, ...]:
    """Pieces joined in their order, to blocks of a size that is quick to compare."""
    blocks: list[Bits] = []
    open_pieces: list[Bits] = []
    rows = 0
    for piece in pieces:
        open_pieces.append(piece)
        rows += piece.shape[1]
        if rows >= _BLOCK_ROWS:
            blocks.append(np.concatenate(open_pieces, axis=1) if len(open_pieces) > 1 else piece)
            open_pieces, rows = [], 0
    if rows:
        blocks.append(np.concatenate(open_pieces, axis=1))
    return tuple(blocks)


def nearest(signs: Signs, vector: Floats, count: int, within: Numbers | None = None) -> Numbers:
    """Numbers of about the `count` vectors nearest to one, in no order; all there are, if they are no more than that.

    First by the bits in which they differ from the vector's, then by the sum of its numbers where the bit is set.
    within: only these, in order.
    """
    distances = _distances(signs, vector)
    distances[signs.gone] = _OUT_OF_REACH
    if within is not None:
        distances[~_is_in(signs.ids, within)] = _OUT_OF_REACH
    places = np.sort(_least(distances, _FIRST_LOOK * count))
    if len(places) > count:
        scores = _bit_scores(signs, places, vector)
        places = places[np.argpartition(-scores, count - 1)[:count]]
    return signs.ids[places]


def _distances(signs: Signs, vector: Floats) -> NDArray[np.uint16]:
    distances = np.empty(len(signs.ids), np.uint16)
    wanted = _bits_of(vector[np.newaxis])
    start = 0
    for block in signs.blocks:
        size = block.shape[1]
        differing = np.bitwise_count(np.bitwise_xor(block, wanted))
        np.add.reduce(differing, axis=0, dtype=np.uint16, out=distances[start : start + size])
        start += size
    return distances


def _least(distances: NDArray[np.uint16], count: int) -> Numbers:
    """Places of the `count` least distances; those out of reach never."""
    up_to = np.cumsum(np.bincount(distances, minlength=int(_OUT_OF_REACH) + 1)[:-1])
    if up_to[-1] <= count:
        return np.flatnonzero(distances < _OUT_OF_REACH)
    farthest = int(np.searchsorted(up_to, count))
    nearer = np.flatnonzero(distances < farthest)
    return np.concatenate([nearer, np.flatnonzero(distances == farthest)[: count - len(nearer)]])


def _bit_scores(signs: Signs, places: Numbers, vector: Floats) -> Floats:
    """Higher is nearer. places: (m,) of signs, rising."""
    starts = np.cumsum([0, *(block.shape[1] for block in signs.blocks)])
    cuts = np.searchsorted(places, starts)
    bits = np.concatenate(
        [
            block[:, places[first:last] - start]
            for block, start, first, last in zip(signs.blocks, starts, cuts, cuts[1:], strict=False)
            if first < last
        ],
        axis=1,
    )
    scores = np.empty(len(places), np.float32)
    for first in range(0, len(places), _SCORED_ROWS):
        some = np.ascontiguousarray(bits[:, first : first + _SCORED_ROWS].T).view(np.uint8)
        wide = np.unpackbits(some, axis=1, count=len(vector)).astype(np.float32)
        np.dot(wide, vector, out=scores[first : first + len(wide)])
    return scores
