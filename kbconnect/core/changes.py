"""Compares what a source has with what a knowledge base knows: added, text changed, metadata changed, unchanged, gone.

Works on arrays, a batch at a time; keeps one byte a known document beside the ledger itself (32 bytes), and 25 bytes a
changed row. Hashes that reach the ledger are mixed with the definition of the dataset (mapping, chunk policy), so a
changed definition shows as changed rows. Must not read or write anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kbconnect.core.errors import MappingError
from kbconnect.core.knowledge_base import Ledger, LedgerEntry
from kbconnect.core.ports import FingerprintBatch, Hashes, Key

KEYS_KEPT = 100_000
"""Up to this many changed rows their keys are kept, to read them by key instead of by a second full scan."""

DUPLICATES_KEPT = 100_000
"""More keys than this that stand in several rows mean that the key was chosen wrongly."""

_BITS = (1 << 64) - 1


def key_digest(key: Key) -> bytes:
    """16 bytes that name a row for ever: MD5 of the key's texts as a JSON array, as PostgreSQL's json_build_array
    writes it, so that a server can compute the same."""
    text = json.dumps(list(key), ensure_ascii=False, separators=(", ", ": "))
    return hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()


def digests_from_bytes(joined: bytes) -> Hashes:
    """(n, 2) from n digests of 16 bytes in a row; comparing halves as numbers orders like comparing bytes."""
    return np.frombuffer(joined, dtype=">u8").reshape(-1, 2).astype(np.uint64)


def digest_to_bytes(digest: NDArray[np.uint64]) -> bytes:
    """16 bytes from one row of an (n, 2) array."""
    return digest.astype(">u8").tobytes()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a dataset's documents depend on beside the source's values, as unsigned 64-bit hashes."""

    text: int
    metadata: int

    def text_hash(self, source_hash: int) -> int:
        return source_hash ^ self.text

    def metadata_hash(self, source_hash: int) -> int:
        return source_hash ^ self.metadata


def definition_of(text_parts: Sequence[str], metadata_parts: Sequence[str]) -> Definition:
    return Definition(_hash64(text_parts), _hash64(metadata_parts))


def _hash64(parts: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(json.dumps(list(parts)).encode(), digest_size=8).digest(), "big")


class Action(IntEnum):
    """What a sync does with a row it reads. NONE: it isn't part of the plan."""

    NONE = 0
    ADD = 1
    REPLACE = 2
    METADATA = 3


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """Several rows with one key: none of them can be a document. rows: how many. was_document: there is one now."""

    entry: LedgerEntry
    key: Key
    rows: int
    was_document: bool


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What a sync will do, known before anything is written.

    read: rows of the source. digests: (m, 2), sorted, with actions (m,): the rows to read. text_hashes: (m,) of their
    texts when they were compared, as the source gives them. keys: theirs in any order, None when there are too many to
    keep. duplicates: keys to reject now. gone: (g, 2) to remove (documents and
    rejects). lost_documents: documents that go, because their row is gone or shares its key now.
    known_documents: documents before the run.
    rejected_rows: rows that stay rejected as they are.
    unchanged_up_to: a key up to which, in the order of the scan, nothing is to be read; None: unknown.
    complete: every row of the source was looked at, so what wasn't seen is gone. looked_at: how many that were, with
    those of which only the key was looked at.
    """

    read: int
    unchanged: int
    rejected_rows: int
    digests: Hashes
    actions: NDArray[np.uint8]
    text_hashes: NDArray[np.uint64]
    keys: tuple[Key, ...] | None
    duplicates: tuple[DuplicateKey, ...]
    gone: Hashes
    lost_documents: int
    known_documents: int
    complete: bool = True
    looked_at: int = 0
    unchanged_up_to: Key | None = None

    def count(self, action: Action) -> int:
        return int(np.count_nonzero(self.actions == action))

    def places(self, digests: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Which of n digests (n, 2) are in the plan, and where in `digests` they stand (0 for those that aren't)."""
        return find_digests(self.digests, digests)


def find_digests(known: Hashes, wanted: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Where each wanted digest stands in the sorted `known`: a mask of those found, and places (0 if not found)."""
    places = np.zeros(len(wanted), np.intp)
    found = np.zeros(len(wanted), np.bool_)
    if len(known) == 0 or len(wanted) == 0:
        return found, places
    at = np.searchsorted(known[:, 0], wanted[:, 0])
    open_ = np.arange(len(wanted))
    while len(open_):  # more than one round only where two keys share the first half of their digest
        inside = at[open_] < len(known)
        open_ = open_[inside]
        same = known[at[open_], 0] == wanted[open_, 0]
        open_ = open_[same]
        hit = known[at[open_], 1] == wanted[open_, 1]
        found[open_[hit]] = True
        places[open_[hit]] = at[open_[hit]]
        open_ = open_[~hit]
        at[open_] += 1
    return found, places


class Comparison:
    """Takes a scan's fingerprints batch by batch and says in the end what to do.

    known_documents: of the dataset, if the scan and the ledger are of a part of it; then nothing counts as gone.
    doubtful: the part can't tell what becomes of a key that had several rows; all rows must be compared.
    """

    def __init__(self, ledger: Ledger, definition: Definition, known_documents: int | None = None) -> None:
        self.doubtful = False
        self._known_documents = known_documents
        self._ledger = ledger
        self._definition = definition
        self._seen = np.zeros(len(ledger.key_digests), np.bool_)
        self._digests: list[Hashes] = []
        self._actions: list[NDArray[np.uint8]] = []
        self._text_hashes: list[NDArray[np.uint64]] = []
        self._keys: list[Key] | None = []
        self._duplicates: list[DuplicateKey] = []
        self._read = 0
        self._unchanged = 0
        self._rejected_rows = 0
        self._unchanged_up_to: Key | None = None

    @property
    def read(self) -> int:
        return self._read

    def compare(self, batches: Iterable[FingerprintBatch]) -> Iterator[int]:
        """Takes all batches of a complete scan in key order; yields the number of rows so far after each."""
        held: _Held | None = None
        for batch in batches:
            self._read += len(batch.text_hashes)
            held = self._take(batch, held)
            if not self._digests and held is not None and held.rows < len(batch.text_hashes):
                # What a run that was stopped has written stands before all that is left. The last key is held back.
                self._unchanged_up_to = batch.keys[len(batch.text_hashes) - held.rows - 1]
            yield self._read
        if held is not None:
            self._settle(held)

    def _take(self, batch: FingerprintBatch, held: _Held | None) -> _Held | None:
        """Compares a batch but for its last key, which is held back: the next batch may go on with the same key."""
        if len(batch.text_hashes) == 0:
            return held
        digests = batch.key_digests
        starts = np.flatnonzero(np.concatenate(([True], np.any(digests[1:] != digests[:-1], axis=1))))
        rows = np.diff(np.append(starts, len(digests)))
        first = 0
        if held is not None and np.array_equal(held.digest, digests[0]):
            held = held.plus(batch, int(rows[0]))
            first = 1
        elif held is not None:
            self._settle(held)
            held = None
        if first == len(starts):
            return held
        if held is not None:
            self._settle(held)
        last = int(starts[-1])
        single = np.flatnonzero(rows[:-1] == 1)
        self._compare_rows(batch, starts[single[single >= first]])
        for group in np.flatnonzero(rows[:-1] > 1):
            if group >= first:
                self._settle(_Held.of(batch, int(starts[group]), int(rows[group])))
        return _Held.of(batch, last, int(rows[-1]))

    def _settle(self, held: _Held) -> None:
        """Compares one key that is complete: a single row like any other, several as a duplicate."""
        if held.rows == 1:
            self._compare_rows(
                FingerprintBatch(
                    held.digest[np.newaxis],
                    np.array([held.text_hash], np.uint64),
                    np.array([held.metadata_hash], np.uint64),
                    (held.key,),
                ),
                np.array([0]),
            )
            return
        entry = LedgerEntry(
            digest_to_bytes(held.digest),
            self._definition.text_hash(held.text_hash),
            self._definition.metadata_hash(held.metadata_hash),
        )
        found, places = find_digests(self._ledger.key_digests, held.digest[np.newaxis])
        if found[0]:
            place = places[0]
            self._seen[place] = True
            if (
                int(self._ledger.text_hashes[place]) == entry.text_hash
                and int(self._ledger.metadata_hashes[place]) == entry.metadata_hash
                and int(self._ledger.rejected_rows[place]) == held.rows
            ):
                self._rejected_rows += held.rows
                return
        self.doubtful |= self._known_documents is not None  # more rows of this key may stand outside
        was_document = bool(found[0]) and int(self._ledger.rejected_rows[places[0]]) == 0
        self._duplicates.append(DuplicateKey(entry, held.key, held.rows, was_document))
        if len(self._duplicates) > DUPLICATES_KEPT:
            raise MappingError(
                f"The chosen key is no key: more than {DUPLICATES_KEPT:,} of its values stand in several rows.",
                meaning="Nothing was written. Your documents are as they were.",
                hint="Choose the column or columns whose values are different in every row.",
            )

    def _compare_rows(self, batch: FingerprintBatch, rows: NDArray[np.intp]) -> None:
        if len(rows) == 0:
            return
        ledger, definition = self._ledger, self._definition
        digests = batch.key_digests[rows]
        text = batch.text_hashes[rows] ^ np.uint64(definition.text)
        metadata = batch.metadata_hashes[rows] ^ np.uint64(definition.metadata)
        found, places = find_digests(ledger.key_digests, digests)
        self._seen[places[found]] = True
        same_text = found.copy()
        same_text[found] = ledger.text_hashes[places[found]] == text[found]
        same_metadata = found.copy()
        same_metadata[found] = ledger.metadata_hashes[places[found]] == metadata[found]
        rejected = np.zeros(len(rows), np.uint32)
        rejected[found] = ledger.rejected_rows[places[found]]
        self.doubtful |= self._known_documents is not None and bool(np.any(rejected > 1))
        as_before = same_text & same_metadata & (rejected <= 1)
        self._unchanged += int(np.count_nonzero(as_before & (rejected == 0)))
        self._rejected_rows += int(np.count_nonzero(as_before & (rejected == 1)))
        actions = np.full(len(rows), Action.ADD, np.uint8)
        known = found & (rejected == 0)
        actions[known] = Action.REPLACE
        actions[known & same_text] = Action.METADATA
        changed = np.flatnonzero(~as_before)
        if len(changed):
            self._digests.append(digests[changed])
            self._actions.append(actions[changed])
            self._text_hashes.append(batch.text_hashes[rows[changed]])
            self._keep_keys(batch.keys, rows[changed])

    def _keep_keys(self, keys: Sequence[Key], rows: NDArray[np.intp]) -> None:
        if self._keys is None:
            return
        if len(self._keys) + len(rows) > KEYS_KEPT:
            self._keys = None
            return
        self._keys.extend(keys[row] for row in rows.tolist())

    def plan(self) -> ChangePlan:
        """Only after `compare` came to its end."""
        digests = np.concatenate(self._digests) if self._digests else np.zeros((0, 2), np.uint64)
        actions = np.concatenate(self._actions) if self._actions else np.zeros(0, np.uint8)
        text_hashes = np.concatenate(self._text_hashes) if self._text_hashes else np.zeros(0, np.uint64)
        order = np.lexsort((digests[:, 1], digests[:, 0]))
        complete = self._known_documents is None
        unseen = ~self._seen if complete else np.zeros(len(self._seen), np.bool_)
        documents = self._ledger.rejected_rows == 0
        return ChangePlan(
            read=self._read,
            unchanged=self._unchanged,
            rejected_rows=self._rejected_rows,
            digests=digests[order],
            actions=actions[order],
            text_hashes=text_hashes[order],
            keys=None if self._keys is None else tuple(self._keys),
            duplicates=tuple(self._duplicates),
            gone=self._ledger.key_digests[unseen],
            lost_documents=int(np.count_nonzero(unseen & documents))
            + sum(duplicate.was_document for duplicate in self._duplicates),
            known_documents=int(np.count_nonzero(documents))
            if self._known_documents is None
            else self._known_documents,
            complete=complete,
            looked_at=self._read,
            unchanged_up_to=self._unchanged_up_to,
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """One key with all its rows so far. The hashes of several rows are added up, so their order doesn't matter."""

    digest: NDArray[np.uint64]
    key: Key
    rows: int
    text_hash: int
    metadata_hash: int

    @staticmethod
    def of(batch: FingerprintBatch, start: int, rows: int) -> _Held:
        return _Held(
            batch.key_digests[start],
            batch.keys[start],
            rows,
            int(batch.text_hashes[start : start + rows].sum(dtype=np.uint64)),
            int(batch.metadata_hashes[start : start + rows].sum(dtype=np.uint64)),
        )

    def plus(self, batch: FingerprintBatch, rows: int) -> _Held:
        more = _Held.of(batch, 0, rows)
        return _Held(
            self.digest,
            self.key,
            self.rows + rows,
            (self.text_hash + more.text_hash) & _BITS,
            (self.metadata_hash + more.metadata_hash) & _BITS,
        )
