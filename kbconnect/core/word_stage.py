"""Everything of a sync up to "all rows can be searched by words", on one open reader: compare, read, map, split, write,
remove.

One transaction a batch writes chunks, word index and ledger together, so a kill at any point costs one batch. What is
done is seen from the ledger itself: a run that takes up another one compares again and finds what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol, TypeVar

import numpy as np

from kbconnect.core.batch_work import BatchWork, PreparedBatch, Todo
from kbconnect.core.brake import DeleteBrake
from kbconnect.core.changes import (
    Action,
    ChangePlan,
    Comparison,
    Definition,
    DuplicateKey,
    digest_to_bytes,
    digests_from_bytes,
    key_digest,
)
from kbconnect.core.chunking import chunk_documents
from kbconnect.core.dry_run import DryRun
from kbconnect.core.errors import TooManyRejectsError
from kbconnect.core.growth import RowLimit
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.key_scan import KeyScan
from kbconnect.core.knowledge_base import ChunkedDocument, KnowledgeBase, Ledger, RejectedRow, WriteBatch
from kbconnect.core.mapping import EMPTY_KEY, Mapper
from kbconnect.core.model import Dataset, Reject, SyncOptions, TableSelection
from kbconnect.core.modes import Scope
from kbconnect.core.ports import CursorWindow, Embedder, FingerprintBatch, Key, RowBatch, SourceReader
from kbconnect.core.seen_columns import SeenColumns
from kbconnect.core.seen_plain import PlainWatch
from kbconnect.core.shares import percent
from kbconnect.core.tally import REJECTS_KEPT, SyncTally

BY_KEY_SHARE = 0.1
"""Up to this share of changed rows they are read by key; above it one more scan is cheaper."""

WINDOW_KEPT = 100_000
"""Rows of a cursor's window that are kept to look up their part of the ledger; for more all of it is read."""

ONLY_REJECTS = "Only the rejected rows were read again."
ONLY_NEW_ROWS = "Only rows that the cursor shows as new were read; removed rows were not looked for."
NEW_ROWS_AND_KEYS = "Rows that the cursor shows as new were read, and all keys were looked through for removed rows."
MISSED_BY_CURSOR = "All rows were compared, because there were some that the cursor does not show."

_BY_KEY_ALWAYS = 1_000
_REMOVE_BATCH = 5_000
_RETRIED = 1_000_000

T = TypeVar("T")
Reading = Generator[RowBatch, None, None]


class ReadAhead(Protocol):
    """Makes the next items while the last one is being used: on another thread, or, as `inline`, not at all."""

    def __call__(
        self, items: Generator[T, None, None], give_up: Callable[[], None], /
    ) -> AbstractContextManager[Iterator[T]]:
        """An error of `items` is raised where the item would have come. give_up: breaks off a call that blocks, when
        nobody wants the rest; any thread may call it."""


@dataclass(frozen=True, slots=True)
class WordStageParts:
    """What the stage works with. give_up: breaks off what the source is doing. expected: what a dry run has counted.
    hash_key: for a mapping that hashes. watch: looks at some of the rows that are written."""

    knowledge_base: KnowledgeBase
    embedder: Embedder | None
    definition: Definition
    ahead: ReadAhead
    give_up: Callable[[], None]
    expected: DryRun | None = None
    hash_key: bytes | None = field(default=None, repr=False)
    watch: PlainWatch | None = None


class WordStage:
    """One pass over one open reader."""

    def __init__(
        self, dataset: Dataset, options: SyncOptions, parts: WordStageParts, context: JobContext, tally: SyncTally
    ) -> None:
        self._dataset = dataset
        self._options = options
        self._parts = parts
        self._knowledge_base = parts.knowledge_base
        self._context = context
        self._tally = tally
        self._window: CursorWindow | None = None
        self._rows = 0
        self._is_first = False

    def run(self, reader: SourceReader, scope: Scope) -> bool:
        """Returns whether all keys of the source were looked through."""
        plan = self.compare(reader, scope)
        self._carry_out(reader, plan)
        return plan.complete

    def retry_rejects(self, reader: SourceReader) -> None:
        """Reads the rows that are rejected now, by key, and writes those that have become documents."""
        self._tally.remarks.append(ONLY_REJECTS)
        ledger = self._knowledge_base.ledger(self._dataset.id)
        alone = ledger.key_digests[ledger.rejected_rows == 1]
        if self._dataset.mapping.hashes_key:
            keys = self._keys_of(reader, {digest_to_bytes(one) for one in alone})
        else:
            rejects = self._knowledge_base.rejects(self._dataset.id, _RETRIED)
            keys = {key_digest(reject.key): reject.key for reject in rejects}
        digests = [digest for digest in (digest_to_bytes(one) for one in alone) if digest in keys]
        rows = self._count_rows(reader, [keys[digest] for digest in digests])
        # The others are rejected as before: a key that several rows have by now, or none, is for comparing all rows.
        digests = [digest for digest in digests if rows[digest] == 1]
        self._tally.add(read=len(digests), rejected=int(ledger.rejected_rows.sum()) - len(digests))
        plan = ChangePlan(
            read=len(digests),
            unchanged=0,
            rejected_rows=0,
            digests=digests_from_bytes(b"".join(digests)),
            actions=np.full(len(digests), Action.ADD, np.uint8),
            text_hashes=np.zeros(len(digests), np.uint64),
            keys=tuple(keys[digest] for digest in digests),
            duplicates=(),
            gone=np.zeros((0, 2), np.uint64),
            lost_documents=0,
            known_documents=int(np.count_nonzero(ledger.rejected_rows == 0)),
            complete=False,
        )
        self._brake = DeleteBrake(plan, self._dataset.policy, self._options)
        self._write_all(reader, plan, [reader.rows_by_key(plan.keys or ())])
        self._keep_rejects()

    def _keys_of(self, reader: SourceReader, digests: set[bytes]) -> dict[bytes, Key]:
        """The keys that are kept hashed, found among all there are."""
        found: dict[bytes, Key] = {}
        with closing(reader.keys()) as batches:
            for batch in batches:
                self._context.check()
                named = zip(map(digest_to_bytes, batch.key_digests), batch.keys, strict=True)
                found.update((digest, key) for digest, key in named if digest in digests)
        return found

    def _count_rows(self, reader: SourceReader, keys: Sequence[Key]) -> Counter[bytes]:
        rows: Counter[bytes] = Counter()
        with closing(reader.rows_by_key(keys)) as batches:
            for batch in batches:
                self._context.check()
                rows.update(digest_to_bytes(digest) for digest in batch.fingerprints.key_digests)
        return rows

    # ---------------------------------------------------------------------------------------- comparing

    def compare(self, reader: SourceReader, scope: Scope) -> ChangePlan:
        """What there is to do, before anything is written."""
        plan = self._compare_window(reader, scope) if scope.window is not None else None
        if plan is not None:
            self._tally.remarks.append(NEW_ROWS_AND_KEYS if scope.all_keys else ONLY_NEW_ROWS)
        else:
            if scope.window is not None:
                self._tally.remarks.append(MISSED_BY_CURSOR)
            self._window = None
            plan = self._compare_all(reader)
        # What an earlier attempt of this run wrote is unchanged by now.
        self._tally.add(read=plan.read, unchanged=max(0, plan.unchanged - self._tally.written))
        return plan

    def _compare_all(self, reader: SourceReader) -> ChangePlan:
        ledger = self._knowledge_base.ledger(self._dataset.id)
        comparison = Comparison(ledger, self._parts.definition)
        self._context.check()
        self._is_first = not len(ledger.key_digests)
        held = int(np.maximum(ledger.rejected_rows, 1).sum())
        counted = self._counted()
        estimate = (counted.rows if counted is not None else None) or reader.row_estimate()
        limit = self._row_limit(held, estimate)
        with closing(reader.fingerprints()) as batches:
            self._follow(comparison.compare(batches), estimate, limit)
        return comparison.plan()

    def _has_completed(self) -> bool:
        """Whether a run of this selection came to its end. Until then the ledger may hold any part of it."""
        seen = SeenColumns.of(self._knowledge_base.sync_state(self._dataset.id))
        return seen is not None and seen.are_of(self._dataset.selection)

    def _counted(self) -> DryRun | None:
        """What a dry run has counted holds until a sync has come to its end; later the statistics know better."""
        return None if self._has_completed() else self._parts.expected

    def _row_limit(self, held: int, estimate: int | None) -> RowLimit:
        """held: rows of the ledger. estimate: by a dry run or by statistics, which of a query are too far off."""
        if not isinstance(self._dataset.selection, TableSelection):
            counted = self._counted()
            estimate = counted.rows if counted is not None and counted.exact else None
        if self._has_completed():
            return RowLimit(self._dataset.policy, held, estimate)
        return RowLimit(self._dataset.policy, 0, estimate, begun=held)

    def _expected_chunks(self) -> int | None:
        return self._parts.expected.chunks if self._is_first and self._parts.expected is not None else None

    def _follow(self, rows: Iterable[int], total: int | None, limit: RowLimit) -> None:
        self._context.report(Progress(Stage.COMPARING, 0, total))
        self._context.check()
        for done in rows:
            self._context.check()
            limit.check(done, self._tally)
            self._context.report(Progress(Stage.COMPARING, done, None if total is None else max(total, done)))

    def _compare_window(self, reader: SourceReader, scope: Scope) -> ChangePlan | None:
        """None if only comparing all rows can tell."""
        self._window = scope.window
        counts = self._knowledge_base.dataset_counts(self._dataset.id)
        held = counts.documents + counts.rejected  # as many as the whole ledger has, without reading it
        limit = self._row_limit(held, None)
        with closing(reader.fingerprints(scope.window)) as reading:
            ledger, batches = self._part_of_ledger(reading)
            comparison = Comparison(ledger, self._parts.definition, counts.documents)
            self._follow(comparison.compare(batches), None, limit)
        plan = comparison.plan()
        if comparison.doubtful:
            return None
        if not scope.all_keys:
            return plan
        scan = KeyScan(self._knowledge_base.ledger(self._dataset.id))
        estimate = reader.row_estimate()
        limit = self._row_limit(held, estimate)
        with closing(reader.keys()) as keys:
            self._follow(scan.look(keys), estimate, limit)
        return scan.added_to(plan) if scan.completes(plan) else None

    def _part_of_ledger(self, batches: Iterator[FingerprintBatch]) -> tuple[Ledger, Iterator[FingerprintBatch]]:
        """The part of the ledger a window needs, and the window's batches again."""
        held: list[FingerprintBatch] = []
        rows = 0
        for batch in batches:
            self._context.check()
            held.append(batch)
            rows += len(batch.text_hashes)
            if rows > WINDOW_KEPT:
                return self._knowledge_base.ledger(self._dataset.id), chain(held, batches)
        digests = [digest_to_bytes(digest) for batch in held for digest in batch.key_digests]
        return self._knowledge_base.ledger_of(self._dataset.id, digests), iter(held)

    # ---------------------------------------------------------------------------------------- writing

    def _carry_out(self, reader: SourceReader, plan: ChangePlan) -> None:
        before, removed = self._tally.lost, self._tally.counts.deleted
        policy = self._dataset.policy
        self._brake = DeleteBrake(plan, policy, self._options, lost_before=before, removed_before=removed)
        # Of a window alone a single row may be a large share.
        self._rows = plan.looked_at if plan.complete else max(plan.looked_at, plan.known_documents)
        self._brake.lose(plan.lost_documents, self._tally)
        self._tally.add(rejected=plan.rejected_rows)
        if plan.duplicates:
            self._guard_rejects(sum(duplicate.rows for duplicate in plan.duplicates))
        self._reject_duplicates(plan, self._mapper(reader))
        self._write_all(reader, plan, self._readings(reader, plan))
        self._guard_rejects()  # also where there was nothing to write, or a run would be done that was stopped before
        self._remove(plan)
        self._keep_rejects()

    def _reject_duplicates(self, plan: ChangePlan, mapper: Mapper) -> None:
        for start in range(0, len(plan.duplicates), _REMOVE_BATCH):
            self._context.check()
            duplicates = plan.duplicates[start : start + _REMOVE_BATCH]
            rejected = [self._rejected_duplicate(one, mapper) for one in duplicates]
            self._knowledge_base.write(self._dataset.id, WriteBatch(rejected=rejected))
            self._tally.has_written = True
            self._tally.lost += sum(one.was_document for one in duplicates)
            for row in rejected:
                self._tally.reject(row.reject, row.rows)

    def _rejected_duplicate(self, duplicate: DuplicateKey, mapper: Mapper) -> RejectedRow:
        columns = self._dataset.mapping.key
        empty = [name for name, part in zip(columns, duplicate.key, strict=True) if part is None]
        shown = mapper.shown_key(duplicate.key)
        if empty:
            reject = Reject(shown, empty[0], EMPTY_KEY)
        else:
            reject = Reject(shown, ", ".join(columns), f"{duplicate.rows:,} rows have the same key")
        return RejectedRow(duplicate.entry, reject, duplicate.rows)

    def _readings(self, reader: SourceReader, plan: ChangePlan) -> Sequence[Reading]:
        """How to read the changed rows; a later reading only if the ones before it did not bring all of them."""
        few = max(_BY_KEY_ALWAYS, plan.read * BY_KEY_SHARE)
        if plan.keys is not None and len(plan.keys) <= few and len(plan.keys) < plan.read:
            # A key whose text the source reads back as another value is not found by it; a scan finds every row.
            return (reader.rows_by_key(plan.keys), reader.rows(self._window))
        if plan.unchanged_up_to is not None:
            return (reader.rows(self._window, after=plan.unchanged_up_to), reader.rows(self._window))
        return (reader.rows(self._window),)

    def _write_all(self, reader: SourceReader, plan: ChangePlan, readings: Sequence[Reading]) -> None:
        total = len(plan.digests)
        if total == 0:
            return
        self._report(0, total)
        prepared = self._prepared(self._mapper(reader), plan, readings)
        with self._parts.ahead(prepared, self._parts.give_up) as batches:
            for batch in batches:
                self._context.check()
                self._write(batch)
                self._report(batch.done, total)

    def _mapper(self, reader: SourceReader) -> Mapper:
        return Mapper(self._dataset.id, self._dataset.mapping, reader.columns, self._parts.hash_key)

    def _prepared(
        self, mapper: Mapper, plan: ChangePlan, readings: Sequence[Reading]
    ) -> Generator[PreparedBatch, None, None]:
        """Maps, splits and prepares the changed rows. Runs ahead of the writing, so it must not touch anything but the
        source."""
        todo = Todo(plan)
        for reading in readings:
            if todo.done == len(plan.digests):
                return
            with closing(reading):
                for batch in reading:
                    actions = todo.actions(batch)
                    if self._parts.watch is not None and not self._parts.watch.is_full:
                        self._parts.watch.look([batch.values[row] for row in np.flatnonzero(actions).tolist()])
                    work = BatchWork(mapper, self._parts.definition, actions)
                    work.map(batch)
                    documents = [document for _, document in work.documents]
                    spans = chunk_documents(documents, self._dataset.chunks, self._parts.embedder)
                    chunked = [
                        ChunkedDocument(entry, document, pieces)
                        for (entry, document), pieces in zip(work.documents, spans, strict=True)
                    ]
                    yield PreparedBatch(
                        self._knowledge_base.prepared(WriteBatch(chunked, work.metadata_changes, work.rejected)),
                        len(chunked) - work.replaced,
                        work.replaced,
                        work.lost_documents,
                        todo.done,
                    )

    def _report(self, done: int, total: int) -> None:
        chunks = self._expected_chunks()
        self._context.report(Progress(Stage.READING, done, total, self._tally.counts, expected_chunks=chunks))

    def _write(self, batch: PreparedBatch) -> None:
        self._brake.lose(batch.lost_documents, self._tally)
        write = batch.write
        written = 0
        if write.documents or write.metadata_changes or write.rejected:
            written = self._knowledge_base.write(self._dataset.id, write)
            self._tally.has_written = True
        self._tally.lost += batch.lost_documents
        self._tally.add(
            added=batch.added,
            updated=batch.replaced,
            metadata_updated=len(write.metadata_changes),
            chunks_written=written,
        )
        for row in write.rejected:
            self._tally.reject(row.reject, row.rows)
        self._guard_rejects()

    def _guard_rejects(self, more: int = 0) -> None:
        """more: rows that are about to be rejected, beside those that are."""
        rows, limit = self._rows, self._dataset.policy.reject_limit
        rejected = self._tally.counts.rejected + more
        # Of rows that were all rejected any share may stay so.
        if limit < 1 and rejected > rows * limit and not self._options.retry_rejects:
            self._keep_rejects()
            raise TooManyRejectsError(
                f"{rejected:,} of {rows:,} rows were rejected; the limit is {percent(limit)}.",
                meaning="The sync stopped there. What was written before can be searched.",
                hint="Look at the rejected rows and their reasons, mend the mapping or the data, then sync again.",
            )

    def _remove(self, plan: ChangePlan) -> None:
        total = len(plan.gone)
        for start in range(0, total, _REMOVE_BATCH):
            self._context.check()
            part = [digest_to_bytes(digest) for digest in plan.gone[start : start + _REMOVE_BATCH]]
            removed = self._knowledge_base.remove(self._dataset.id, part)
            self._tally.add(deleted=removed)
            self._tally.lost += removed
            self._tally.has_written = True
            self._context.report(Progress(Stage.REMOVING, start + len(part), total, self._tally.counts))

    def _keep_rejects(self) -> None:
        if self._tally.counts.rejected:  # those of earlier runs too, as long as they are rejected
            self._tally.rejects = list(self._knowledge_base.rejects(self._dataset.id, REJECTS_KEPT))
