"""The pipeline, and the only place where it exists: compare, read, map, split, write, remove, embed.

Words first, from the source; vectors second, from the knowledge base alone, when the source is closed again. A reading
that breaks off is tried again here; what was written before it stays and is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from kbconnect.core.brake import DeleteBrake
from kbconnect.core.changes import Action, ChangePlan, Definition, definition_of, digest_to_bytes
from kbconnect.core.chunking import chunk_signature
from kbconnect.core.cursors import default_lag
from kbconnect.core.dry_run import DryRun
from kbconnect.core.errors import DiskFullError, MappingError, SourceError
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.keyed import keyed
from kbconnect.core.knowledge_base import KnowledgeBase
from kbconnect.core.mapping import mapping_signature, text_columns, used_columns
from kbconnect.core.meaning import ALONE, EmbeddingTurns, MeaningParts, embed_pending, embedded_again
from kbconnect.core.model import ChangeMode, ColumnInfo, Dataset, SyncOptions, SyncPlan, Trigger
from kbconnect.core.modes import (
    EVERYTHING,
    Scope,
    SyncState,
    cursor_column,
    scope_of,
    signature_of,
    went_back,
)
from kbconnect.core.ports import Embedder, ReadPlan, Source, SourceReader
from kbconnect.core.retries import Retries
from kbconnect.core.seen_columns import SeenColumns, changed_types, new_columns
from kbconnect.core.seen_plain import PlainWatch, SeenPlain, became_sensitive, now_plain
from kbconnect.core.tally import SyncTally
from kbconnect.core.word_stage import ReadAhead, WordStage, WordStageParts

WIPE_WAITS = (
    "What columns held that are masked, hashed or left out now is no longer shown or found, but may still stand in "
    "unused room of the knowledge base's file. The next sync tries again to remove it."
)

_EXAMPLES = 5

T = TypeVar("T")


@contextmanager
def inline(items: Generator[T, None, None], _give_up: Callable[[], None]) -> Iterator[Iterator[T]]:
    """A ReadAhead that doesn't: each item is made when it is asked for."""
    with closing(items):
        yield items


@dataclass(frozen=True, slots=True)
class SyncPorts:
    """What a sync works with. embedder None: a knowledge base by words. clock: seconds, only differences count.
    now: aware. database: tells apart what `open_source` may lead to, so that a cursor's position isn't taken from one
    database to another. counted_by: the id of the embedder that is missing while `embedder` is None, so that documents
    aren't written anew for its absence; "" if there is to be none. expected: what a dry run has counted, if one has.
    hash_key: 32 bytes for mappings that hash a column; without it those raise ValueError."""

    open_source: Callable[[], AbstractContextManager[Source]]
    knowledge_base: KnowledgeBase
    embedder: Embedder | None
    clock: Callable[[], float]
    now: Callable[[], datetime]
    ahead: ReadAhead = inline
    database: str = ""
    expected: DryRun | None = field(default=None, kw_only=True)
    counted_by: str = ""
    turns: EmbeddingTurns = ALONE
    hash_key: bytes | None = field(default=None, kw_only=True, repr=False)

    def definition(self, dataset: Dataset) -> Definition:
        """What a dataset's documents depend on beside the source's values."""
        text, metadata = mapping_signature(dataset.mapping)
        counted_by = self.embedder.identity.id if self.embedder is not None else self.counted_by
        hashed_by: tuple[str, ...] = ()
        if dataset.mapping.hashes and self.hash_key is not None:
            from kbconnect.core.masking import key_check

            hashed_by = (key_check(self.hash_key),)
        return definition_of((text, chunk_signature(dataset.chunks, counted_by), *hashed_by), (metadata, *hashed_by))


def read_plan(dataset: Dataset) -> ReadPlan:
    """What to read of the source for a dataset."""
    return ReadPlan(
        selection=dataset.selection,
        key_columns=dataset.mapping.key,
        text_columns=text_columns(dataset.mapping),
        metadata_columns=dataset.mapping.metadata,
        max_cell_bytes=dataset.policy.max_cell_bytes,
        cursor_column=cursor_column(dataset),
    )


def run_sync(dataset: Dataset, options: SyncOptions, ports: SyncPorts, context: JobContext, tally: SyncTally) -> None:
    """Brings the knowledge base in step with the source. Fills the tally; raises what stopped it.

    Raises SourceError, KnowledgeBaseError and their kin, DeleteBrakeError before anything was written,
    TooManyRejectsError, TooManyRowsError, JobCancelled. After any of them the next run continues.
    """
    started = ports.clock()
    if not options.meaning_only:
        _Reading(dataset, options, ports, context, tally).run()
        tally.words_seconds = ports.clock() - started
    if ports.embedder is not None and not options.words_only:
        parts = MeaningParts(ports.knowledge_base, ports.embedder, ports.turns)
        embed_pending(dataset.id, parts, context, tally)


def plan_sync(dataset: Dataset, ports: SyncPorts, context: JobContext) -> SyncPlan:
    """What a sync would do now; nothing is written. Raises SourceError, KnowledgeBaseError and their kin."""
    planning = _Reading(dataset, SyncOptions(), ports, context, SyncTally())
    return _told(dataset, planning.plan(), ports)


def _told(dataset: Dataset, plan: ChangePlan, ports: SyncPorts) -> SyncPlan:
    knowledge_base, embedder = ports.knowledge_base, ports.embedder
    examples = [digest_to_bytes(digest) for digest in plan.gone[: 20 * _EXAMPLES]]
    documents = knowledge_base.documents_by_digest(dataset.id, examples)[:_EXAMPLES]
    return SyncPlan(
        read=plan.read,
        added=plan.count(Action.ADD),
        updated=plan.count(Action.REPLACE),
        metadata_updated=plan.count(Action.METADATA),
        unchanged=plan.unchanged,
        gone=plan.lost_documents,
        rejected=plan.rejected_rows + sum(one.rows for one in plan.duplicates),
        known=plan.known_documents,
        brake=DeleteBrake(plan, dataset.policy, SyncOptions()).would_stop(),
        gone_titles=tuple(one.title or " ".join(one.text.split())[:80] for one in documents),
        embedded_again=0 if embedder is None else embedded_again(knowledge_base, embedder.identity),
    )


class _Reading:
    """The first stage as often as it takes: opens the source, decides how much to look at, goes through it."""

    def __init__(
        self, dataset: Dataset, options: SyncOptions, ports: SyncPorts, context: JobContext, tally: SyncTally
    ) -> None:
        self._dataset = dataset
        self._options = options
        self._ports = ports
        self._context = context
        self._tally = tally
        self._opened = False
        self._described: tuple[ColumnInfo, ...] = ()

    def run(self) -> None:
        """Raises the error of the last attempt."""
        retries = Retries()
        while True:
            try:
                with self._open() as (source, reader):
                    self._go_through(source, reader)
                return
            except SourceError as error:
                # By hand, with nothing reached yet, somebody is there who would rather read what is wrong.
                alone = self._opened or self._options.trigger is Trigger.SCHEDULE
                wait_s = retries.next_wait_s(self._tally.written) if error.retryable and alone else None
                if wait_s is None:
                    raise
                note = f"{error.message} Trying again in {wait_s:.0f} s."
                self._context.report(Progress(Stage.WAITING, counts=self._tally.counts, note=note))
                self._context.wait(wait_s)
                self._tally.start_again()

    def plan(self) -> ChangePlan:
        with self._open() as (source, reader):
            return self._stage(source).compare(reader, self._scope(self._columns(source), self._position(reader)))

    @contextmanager
    def _open(self) -> Iterator[tuple[Source, SourceReader]]:
        self._context.report(Progress(Stage.CONNECTING))
        with self._ports.open_source() as source, self._context.on_cancel(source.interrupt):
            try:
                self._opened = True
                with source.read(read_plan(self._dataset)) as reader:
                    yield source, keyed(reader, self._dataset.mapping, self._ports.hash_key)
            except SourceError:
                self._context.check()  # a call that was broken off fails as an error of the source
                raise

    def _stage(self, source: Source, watch: PlainWatch | None = None) -> WordStage:
        parts = WordStageParts(
            self._ports.knowledge_base,
            self._ports.embedder,
            self._ports.definition(self._dataset),
            self._ports.ahead,
            source.interrupt,
            self._ports.expected,
            self._ports.hash_key,
            watch,
        )
        return WordStage(self._dataset, self._options, parts, self._context, self._tally)

    def _go_through(self, source: Source, reader: SourceReader) -> None:
        watch = PlainWatch(self._dataset.mapping, reader.columns)
        stage = self._stage(source, watch)
        if self._options.retry_rejects:
            stage.retry_rejects(reader)
            return
        now = self._ports.now()
        # Taken first: on a source without a lasting view, what comes while it is read must stand in the next window.
        position = self._position(reader)
        columns = self._columns(source)
        scope = self._scope(columns, position)
        self._tally.remarks += [*self._changed_types(columns), *filter(None, [new_columns(self._seen(), columns)])]
        if scope.window is None:
            self._forget_state()
        plain = self._plain()
        scanned = stage.run(reader, scope)
        found = watch.found()
        self._tally.remarks += became_sensitive(plain, found, self._dataset.mapping)
        kept = now_plain(plain, found, self._dataset.mapping)
        if plain is not None and not self._wipe(plain):
            kept = plain
        self._keep_state(columns, kept, position, now if scanned else None)

    def _position(self, reader: SourceReader) -> str | None:
        return reader.cursor_position() if self._dataset.mode is not ChangeMode.COMPARE else None

    def _columns(self, source: Source) -> SeenColumns:
        self._described = source.describe(self._dataset.selection)
        return SeenColumns.now(self._dataset.selection, self._described)

    def _seen(self) -> SeenColumns | None:
        return SeenColumns.of(self._ports.knowledge_base.sync_state(self._dataset.id))

    def _changed_types(self, columns: SeenColumns) -> tuple[str, ...]:
        plan = read_plan(self._dataset)
        return changed_types(self._seen(), columns, {*plan.key_columns, *plan.columns, plan.cursor_column})

    def _scope(self, columns: SeenColumns, position: str | None) -> Scope:
        """position: the cursor's highest value now."""
        state = SyncState.of(self._ports.knowledge_base.sync_state(self._dataset.id))
        scope = scope_of(self._dataset, state, self._signature(), self._lag(), self._ports.now())
        gone_back = scope.window is not None and went_back(scope.window.position, position)
        # A column that gets another type has other values, and no cursor shows which.
        return EVERYTHING if gone_back or self._changed_types(columns) else scope

    def _signature(self) -> str:
        return signature_of(self._dataset, self._ports.definition(self._dataset), self._ports.database)

    def _lag(self) -> float:
        name, lag = cursor_column(self._dataset), self._dataset.policy.cursor_lag
        if not name or lag is not None:
            return lag or 0.0
        for column in self._described:
            if column.name == name:
                return default_lag(column)
        raise MappingError(
            f"There is no column “{name}” to tell new rows by.",
            meaning="Nothing was read; your documents are as they were.",
            hint="Choose another cursor column, or the mode “compare”.",
        )

    def _state_text(self) -> str | None:
        return self._ports.knowledge_base.sync_state(self._dataset.id)

    def _plain(self) -> SeenPlain | None:
        """What stands in the knowledge base as it is; None if that isn't known, or nothing does."""
        plain = SeenPlain.of(self._state_text())
        if plain is not None or not self._dataset.mapping.treatments:
            return plain
        counts = self._ports.knowledge_base.dataset_counts(self._dataset.id)
        # Of a version of this program that knew no treatments: it took every column as it is.
        return SeenPlain(frozenset(used_columns(self._dataset.mapping))) if counts.documents else None

    def _wipe(self, before: SeenPlain) -> bool:
        """After every document was written anew: nothing of columns that are treated now, or were left out because they
        are sensitive, stays behind in the file. Returns whether that is so."""
        left = before.left_behind_by(self._dataset.mapping)
        if not left:
            return True
        self._context.report(Progress(Stage.REMOVING, counts=self._tally.counts))
        self._context.check()
        try:
            wiped = self._ports.knowledge_base.wipe_removed()
        except DiskFullError as error:
            self._tally.remarks.append(f"{WIPE_WAITS} {error.message}")
            return False
        names = ", ".join(f"“{name}”" for name in left)
        self._tally.remarks.append(
            f"The values of {names} that stood in the knowledge base before were removed from its file for good."
            if wiped
            else WIPE_WAITS
        )
        return wiped

    def _forget_state(self) -> None:
        """Before rows are written by another mapping than the state was made with: should this run end half way and the
        mapping be put back, the state would fit again, but not what stands outside of its window."""
        if SyncState.of(self._state_text()) is not None:
            seen, plain = self._seen(), SeenPlain.of(self._state_text())
            text = None if seen is None else seen.beside(None)
            text = text if plain is None else plain.beside(text)
            self._ports.knowledge_base.put_sync_state(self._dataset.id, text)

    def _keep_state(
        self, columns: SeenColumns, plain: SeenPlain, position: str | None, scanned_at: datetime | None
    ) -> None:
        """After everything was written: a run that ends before this leaves the window where it was."""
        knowledge_base, dataset = self._ports.knowledge_base, self._dataset
        old = SyncState.of(knowledge_base.sync_state(dataset.id))
        if dataset.mode is ChangeMode.COMPARE:
            new = None
        elif scanned_at is None:
            assert old is not None  # without a state everything is looked at
            new = replace(old, position=position)
        else:
            new = SyncState(self._signature(), position, scanned_at)
        if new != old or columns != self._seen() or plain != SeenPlain.of(self._state_text()):
            text = columns.beside(None if new is None else new.to_text())
            knowledge_base.put_sync_state(dataset.id, plain.beside(text))
