"""The pipeline, and the only place where it exists: compare, read, map, split, write, remove, embed.

Words first: one transaction a batch writes chunks, word index and ledger, so rows can be searched by words at once and
a kill at any point costs one batch. Vectors second, from the knowledge base alone, when the source is closed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbconnect.core.changes import (
    Action,
    ChangePlan,
    Comparison,
    Definition,
    DuplicateKey,
    definition_of,
    digest_to_bytes,
)
from kbconnect.core.chunking import chunk_documents, chunk_signature
from kbconnect.core.errors import DeleteBrakeError, SourceError, TooManyRejectsError
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.mapping import EMPTY_KEY, Mapper, mapping_signature, text_columns
from kbconnect.core.meaning import embed_pending
from kbconnect.core.model import (
    Dataset,
    Document,
    Reject,
    SyncOptions,
)
from kbconnect.core.ports import (
    ChunkedDocument,
    Embedder,
    KnowledgeBase,
    LedgerEntry,
    MetadataChange,
    ReadPlan,
    RejectedRow,
    RowBatch,
    Source,
    SourceReader,
    WriteBatch,
)
from kbconnect.core.tally import REJECTS_KEPT, SyncTally

BY_KEY_SHARE = 0.1
"""Up to this share of changed rows they are read by key; above it one more scan is cheaper."""

_BY_KEY_ALWAYS = 1_000
_REMOVE_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class SyncPorts:
    """What a sync works with. embedder None: a knowledge base by words. clock: seconds, only differences count."""

    open_source: Callable[[], AbstractContextManager[Source]]
    knowledge_base: KnowledgeBase
    embedder: Embedder | None
    clock: Callable[[], float]


def read_plan(dataset: Dataset) -> ReadPlan:
    """What to read of the source for a dataset."""
    return ReadPlan(
        selection=dataset.selection,
        key_columns=dataset.mapping.key,
        text_columns=text_columns(dataset.mapping),
        metadata_columns=dataset.mapping.metadata,
        max_cell_bytes=dataset.policy.max_cell_bytes,
    )


def dataset_definition(dataset: Dataset, embedder: Embedder | None) -> Definition:
    """What a dataset's documents depend on beside the source's values."""
    text, metadata = mapping_signature(dataset.mapping)
    counted_by = embedder.identity.id if embedder is not None else ""
    return definition_of((text, chunk_signature(dataset.chunks, counted_by)), (metadata,))


def run_sync(dataset: Dataset, options: SyncOptions, ports: SyncPorts, context: JobContext, tally: SyncTally) -> None:
    """Brings the knowledge base in step with the source. Fills the tally; raises what stopped it.

    Raises SourceError, KnowledgeBaseError and their kin, DeleteBrakeError before anything was written,
    TooManyRejectsError, JobCancelled. After any of them the next run continues.
    """
    started = ports.clock()
    context.report(Progress(Stage.CONNECTING))
    with ports.open_source() as source, context.on_cancel(source.interrupt):
        try:
            with source.read(read_plan(dataset)) as reader:
                _WordStage(dataset, options, ports, context, tally).run(reader)
        except SourceError:
            context.check()  # a call that was broken off fails as an error of the source
            raise
    tally.words_seconds = ports.clock() - started
    if ports.embedder is not None and not options.words_only:
        embed_pending(dataset.id, ports.knowledge_base, ports.embedder, context, tally)


class _WordStage:
    """Everything up to "all rows can be searched by words", on one open reader."""

    def __init__(
        self, dataset: Dataset, options: SyncOptions, ports: SyncPorts, context: JobContext, tally: SyncTally
    ) -> None:
        self._dataset = dataset
        self._options = options
        self._knowledge_base = ports.knowledge_base
        self._embedder = ports.embedder
        self._context = context
        self._tally = tally
        self._definition = dataset_definition(dataset, ports.embedder)

    def run(self, reader: SourceReader) -> None:
        plan = self._compare(reader)
        self._brake = _Brake(self._dataset, self._options, plan)
        self._brake.lose(plan.lost_documents, self._tally)
        self._tally.add(rejected=plan.rejected_rows)
        self._reject_duplicates(plan)
        self._write_changes(reader, plan)
        self._remove(plan)
        if self._tally.counts.rejected:  # those of earlier runs too, as long as they are rejected
            self._tally.rejects = list(self._knowledge_base.rejects(self._dataset.id, REJECTS_KEPT))

    def _compare(self, reader: SourceReader) -> ChangePlan:
        comparison = Comparison(self._knowledge_base.ledger(self._dataset.id), self._definition)
        self._context.check()
        total = reader.row_estimate()
        self._context.report(Progress(Stage.COMPARING, 0, total))
        self._context.check()
        for read in comparison.compare(reader.fingerprints()):
            self._context.check()
            self._context.report(Progress(Stage.COMPARING, read, None if total is None else max(total, read)))
        plan = comparison.plan()
        self._tally.add(read=plan.read, unchanged=plan.unchanged)
        return plan

    def _reject_duplicates(self, plan: ChangePlan) -> None:
        for start in range(0, len(plan.duplicates), _REMOVE_BATCH):
            self._context.check()
            rejected = [self._rejected_duplicate(one) for one in plan.duplicates[start : start + _REMOVE_BATCH]]
            self._knowledge_base.write(self._dataset.id, WriteBatch(rejected=rejected))
            for row in rejected:
                self._tally.reject(row.reject, row.rows)

    def _rejected_duplicate(self, duplicate: DuplicateKey) -> RejectedRow:
        columns = self._dataset.mapping.key
        empty = [name for name, part in zip(columns, duplicate.key, strict=True) if part is None]
        if empty:
            reject = Reject(duplicate.key, empty[0], EMPTY_KEY)
        else:
            reject = Reject(duplicate.key, ", ".join(columns), f"{duplicate.rows:,} rows have the same key")
        return RejectedRow(duplicate.entry, reject, duplicate.rows)

    def _write_changes(self, reader: SourceReader, plan: ChangePlan) -> None:
        total = len(plan.digests)
        if total == 0:
            return
        mapper = Mapper(self._dataset.id, self._dataset.mapping, reader.columns)
        todo = _Todo(plan)
        self._report(0, total)
        for batch in self._changed_batches(reader, plan):
            self._context.check()
            self._write(mapper, todo.actions(batch), batch)
            self._report(todo.done, total)
        if todo.done < total and plan.keys is not None:
            # A key whose text the source reads back as another value is not found by it; a scan finds every row.
            for batch in reader.rows():
                self._context.check()
                self._write(mapper, todo.actions(batch), batch)
                self._report(todo.done, total)

    def _report(self, done: int, total: int) -> None:
        self._context.report(Progress(Stage.READING, done, total, self._tally.counts))

    def _changed_batches(self, reader: SourceReader, plan: ChangePlan) -> Iterator[RowBatch]:
        few = max(_BY_KEY_ALWAYS, plan.read * BY_KEY_SHARE)
        if plan.keys is not None and len(plan.keys) <= few and len(plan.keys) < plan.read:
            return reader.rows_by_key(plan.keys)
        return reader.rows()

    def _write(self, mapper: Mapper, actions: NDArray[np.uint8], batch: RowBatch) -> None:
        """Maps, splits and writes the changed rows of a batch."""
        work = _BatchWork(mapper, self._definition, actions)
        work.map(batch)
        self._brake.lose(work.lost_documents, self._tally)
        spans = chunk_documents([document for _, document, _ in work.documents], self._dataset.chunks, self._embedder)
        chunked = [
            ChunkedDocument(entry, document, pieces)
            for (entry, document, _), pieces in zip(work.documents, spans, strict=True)
        ]
        written = 0
        if chunked or work.metadata_changes or work.rejected:
            written = self._knowledge_base.write(
                self._dataset.id, WriteBatch(chunked, work.metadata_changes, work.rejected)
            )
        replaced = sum(1 for _, _, action in work.documents if action is Action.REPLACE)
        self._tally.add(
            added=len(chunked) - replaced,
            updated=replaced,
            metadata_updated=len(work.metadata_changes),
            chunks_written=written,
        )
        for row in work.rejected:
            self._tally.reject(row.reject, row.rows)
        self._guard_rejects()

    def _guard_rejects(self) -> None:
        counts, limit = self._tally.counts, self._dataset.policy.reject_limit
        if limit < 1 and counts.rejected > counts.read * limit:
            raise TooManyRejectsError(
                f"{counts.rejected:,} of {counts.read:,} rows were rejected; the limit is {limit:.0%}.",
                meaning="The sync stopped there. What was written before can be searched.",
                hint="Look at the rejected rows and their reasons, mend the mapping or the data, then sync again.",
            )

    def _remove(self, plan: ChangePlan) -> None:
        total = len(plan.gone)
        for start in range(0, total, _REMOVE_BATCH):
            self._context.check()
            part = [digest_to_bytes(digest) for digest in plan.gone[start : start + _REMOVE_BATCH]]
            self._tally.add(deleted=self._knowledge_base.remove(self._dataset.id, part))
            self._context.report(Progress(Stage.REMOVING, start + len(part), total, self._tally.counts))


class _Todo:
    """Which rows of the plan are still to be written: each is handed out once, however often it is read."""

    def __init__(self, plan: ChangePlan) -> None:
        self._plan = plan
        self._handed_out = np.zeros(len(plan.digests), np.bool_)
        self.done = 0

    def actions(self, batch: RowBatch) -> NDArray[np.uint8]:
        """(n,) what to do with each row of a batch; NONE for what isn't in the plan or was handed out before."""
        found, places = self._plan.places(batch.fingerprints.key_digests)
        found[found] = ~self._handed_out[places[found]]
        _, first = np.unique(places[found], return_index=True)
        rows = np.flatnonzero(found)[first]
        self._handed_out[places[rows]] = True
        self.done += len(rows)
        actions = np.zeros(len(found), np.uint8)
        actions[rows] = self._plan.actions[places[rows]]
        return actions


class _Brake:
    """The delete brake: counts documents that would go, whatever the cause, and stops the run before too many do."""

    def __init__(self, dataset: Dataset, options: SyncOptions, plan: ChangePlan) -> None:
        self._off = options.allow_deletes
        self._limit = plan.known_documents * dataset.policy.delete_limit if plan.read else 0
        self._plan = plan
        self._lost = 0

    def lose(self, documents: int, tally: SyncTally) -> None:
        """Before that many more documents go. Raises DeleteBrakeError."""
        self._lost += documents
        if self._off or documents == 0 or self._lost <= self._limit:
            return
        known, read = self._plan.known_documents, self._plan.read
        done = tally.counts
        untouched = not (done.added or done.updated or done.metadata_updated)
        raise DeleteBrakeError(
            f"The source returned {f'{read:,} rows' if read else 'no rows'}, and {self._lost:,} of {known:,} documents "
            f"({self._lost / known:.0%}) would be removed{'' if untouched else ', as far as this sync came'}.",
            gone=self._lost,
            known=known,
            meaning=f"Nothing has been changed. All {known:,} documents can still be searched."
            if untouched
            else "It stopped before that. What it changed before stays and can be searched.",
            hint="Often the cause is a failed import or a new filter at the source. If the rows are really gone or "
            "empty, sync again and allow the removal (--allow-deletes).",
        )


class _BatchWork:
    """Sorts the rows of one batch into documents, metadata changes and rejects. actions: (n,) of Action."""

    def __init__(self, mapper: Mapper, definition: Definition, actions: NDArray[np.uint8]) -> None:
        self._mapper = mapper
        self._definition = definition
        self._actions = actions
        self.documents: list[tuple[LedgerEntry, Document, Action]] = []
        self.metadata_changes: list[MetadataChange] = []
        self.rejected: list[RejectedRow] = []
        self.lost_documents = 0

    def map(self, batch: RowBatch) -> None:
        faults = {fault.row: fault for fault in reversed(batch.faults)}
        prints = batch.fingerprints
        wanted = np.flatnonzero(self._actions)
        digests = prints.key_digests[wanted].astype(">u8").tobytes()
        text_hashes = prints.text_hashes[wanted].tolist()
        metadata_hashes = prints.metadata_hashes[wanted].tolist()
        actions = self._actions[wanted].tolist()
        for place, row in enumerate(wanted.tolist()):
            entry = LedgerEntry(
                digests[place * 16 : place * 16 + 16],
                self._definition.text_hash(text_hashes[place]),
                self._definition.metadata_hash(metadata_hashes[place]),
            )
            key = prints.keys[row]
            if row in faults:
                self._reject(entry, Reject(key, faults[row].column, faults[row].reason), actions[place])
            elif actions[place] == Action.METADATA:
                self.metadata_changes.append(MetadataChange(entry, self._mapper.metadata(batch.values[row])))
            else:
                self._map_row(entry, batch, row, Action(actions[place]))

    def _map_row(self, entry: LedgerEntry, batch: RowBatch, row: int, action: Action) -> None:
        key = batch.fingerprints.keys[row]
        made = self._mapper.document(entry.key_digest, key, batch.values[row])
        if isinstance(made, Reject):
            self._reject(entry, made, action)
        else:
            self.documents.append((entry, made, action))

    def _reject(self, entry: LedgerEntry, reject: Reject, action: int) -> None:
        self.rejected.append(RejectedRow(entry, reject))
        self.lost_documents += action != Action.ADD
