"""What a first sync comes to, counted without writing: documents, chunks, tokens, and from them time and disk.

Goes through the source once with the parts of the pipeline itself (reader, mapper, splitter), so what it counts is what
a sync will write. Whoever does not wait for the end gets the figures of the whole, extrapolated from the rows read by
then and marked as such. Must not write and must not know where a knowledge base lives.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from kbconnect.core.chunking import chunk_documents, text_to_embed
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.mapping import SHARED_KEY, Mapper, text_columns
from kbconnect.core.model import ChunkPolicy, DatasetDraft, Document, Reject, Span
from kbconnect.core.ports import Embedder, Hashes, ReadPlan, RowBatch, SourceReader

if TYPE_CHECKING:  # a window that is only open needs no NumPy
    import numpy as np
    from numpy.typing import NDArray

REJECTS_SHOWN = 5
TEXTS_TRIED = 32
"""So many chunks are embedded to learn how fast this machine is: half a second on a laptop."""

_ANY_KEY = bytes(32)
"""To hash by: only how long hashes are is counted."""

_PART_ROWS, _PART_CHARACTERS = 500, 400_000
"""Between two parts of a batch a wish to stop is seen."""

_COMPARED_A_SECOND, _WRITTEN_A_SECOND = 250_000, 30_000
"""Rows a sync compares before it reads, and chunks it writes with their words: two orders faster than embedding."""

_FILE_BYTES = 90_000
_DOCUMENT_BYTES, _CHUNK_BYTES, _VECTOR_BYTES, _CHARACTER_BYTES, _METADATA_BYTES = 110, 130, 560, 1.8, 1.2
"""What a knowledge base file grows by, fitted to files of 5,000 to 20,000 documents: a document's row, ledger and
index; a chunk; its vector with signs; a character with its share of the word index; one of metadata."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a first sync comes to.

    rows_read: that were looked at. rows: of the whole selection; None while nobody knows. exact: all rows were looked
    at, else the other figures are extrapolated to `rows`, or are those of the rows read where `rows` is None.
    tokens: without an embedder None. cut: chunks with more tokens than the embedder reads. words_seconds: until all
    can be searched by words; meaning_seconds: for the vectors after that, None without an embedder; texts that occur
    twice are embedded once, so it may take less. rejects: some of them. free_bytes: on the disk it will lie on.
    """

    rows_read: int
    rows: int | None
    exact: bool
    documents: int
    rejected: int
    chunks: int
    tokens: int | None
    cut: int
    words_seconds: float
    meaning_seconds: float | None
    size_bytes: int
    rejects: tuple[Reject, ...] = ()
    free_bytes: int | None = None

    @property
    def seconds(self) -> float:
        """Of the whole first sync."""
        return self.words_seconds + (self.meaning_seconds or 0.0)

    @property
    def fits(self) -> bool:
        """Whether there is room for it on the disk; True where that isn't known."""
        return self.free_bytes is None or self.size_bytes <= self.free_bytes


@dataclass(frozen=True, slots=True)
class DryRunProgress(Progress):
    """so_far: what the whole comes to by the rows read up to now."""

    so_far: DryRun | None = None


class Ahead(Protocol):
    """As `kbconnect.core.word_stage.ReadAhead`, for batches of rows."""

    def __call__(
        self, items: Generator[RowBatch, None, None], give_up: Callable[[], None], /
    ) -> AbstractContextManager[Iterator[RowBatch]]: ...


@dataclass(frozen=True, slots=True)
class DryRunParts:
    """What counting works with. clock: seconds, only differences count. ahead, give_up: as in a sync."""

    embedder: Embedder | None
    clock: Callable[[], float]
    ahead: Ahead
    give_up: Callable[[], None]


def plan_of(draft: DatasetDraft) -> ReadPlan:
    """What a sync of the draft reads. Raises MappingError for a damaged template."""
    return ReadPlan(
        selection=draft.selection,
        key_columns=draft.mapping.key,
        text_columns=text_columns(draft.mapping),
        metadata_columns=draft.mapping.metadata,
        max_cell_bytes=draft.policy.max_cell_bytes,
    )


def count_first_sync(
    reader: SourceReader, draft: DatasetDraft, parts: DryRunParts, context: JobContext, most_rows: int | None = None
) -> DryRun:
    """Counts all rows, or the first ones. most_rows: after so many the rest is extrapolated, unless there is none.

    Reports DryRunProgress. Raises SourceError, EmbedderError, JobCancelled.
    """
    total = reader.row_estimate()
    mapper = Mapper("", draft.mapping, reader.columns, _ANY_KEY)
    counter = _Counter(mapper, draft.chunks, parts)
    context.report(Progress(Stage.READING, 0, total))
    if most_rows is not None:
        with closing(_batches(reader)) as batches:
            for batch in batches:
                if counter.rows >= most_rows:
                    return counter.so_far(total)
                counter.take(batch, context)
                counter.report(context, total)
        return counter.result()
    with parts.ahead(_batches(reader), parts.give_up) as batches:
        for batch in batches:
            counter.take(batch, context)
            counter.report(context, total)
    return counter.result()


def _batches(reader: SourceReader) -> Generator[RowBatch, None, None]:
    yield from reader.rows()


@dataclass(frozen=True, slots=True)
class _Sums:
    """Added up over documents."""

    documents: int = 0
    chunks: int = 0
    tokens: int = 0
    cut: int = 0
    characters: int = 0
    metadata: int = 0

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(
            self.documents + other.documents,
            self.chunks + other.chunks,
            self.tokens + other.tokens,
            self.cut + other.cut,
            self.characters + other.characters,
            self.metadata + other.metadata,
        )

    def __sub__(self, other: _Sums) -> _Sums:
        return self + _Sums(
            -other.documents, -other.chunks, -other.tokens, -other.cut, -other.characters, -other.metadata
        )


class _Memo:
    """Counts tokens as the embedder does and remembers the texts of one part: the splitter asks first, then we."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.max_tokens = embedder.max_tokens
        self.known: dict[str, int] = {}

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        new = [text for text in texts if text not in self.known]
        self.known.update(zip(new, self._embedder.count_tokens(new) if new else (), strict=True))
        return [self.known[text] for text in texts]


class _Counter:
    """Adds up batch by batch. Rows of one key stand side by side; where there are several, all are rejected."""

    def __init__(self, mapper: Mapper, policy: ChunkPolicy, parts: DryRunParts) -> None:
        self._mapper, self._policy = mapper, policy
        self._embedder, self._clock = parts.embedder, parts.clock
        self._memo = _Memo(parts.embedder) if parts.embedder is not None else None
        self._started = parts.clock()
        self._tried_s = 0.0
        self._tokens_a_second: float | None = None
        self._sums = _Sums()
        self._last_key: Hashes | None = None
        self._last_sums: _Sums | None = None
        self._rejected = 0
        self._rejects: list[Reject] = []
        self.rows = 0

    # ---------------------------------------------------------------------------------------- counting

    def take(self, batch: RowBatch, context: JobContext) -> None:
        prints = batch.fingerprints
        faults = {fault.row: fault for fault in reversed(batch.faults)}
        alone = self._alone(prints.key_digests)
        part: list[Document] = []
        room = _PART_CHARACTERS
        is_document = False
        for row, values in enumerate(batch.values):
            is_document = False
            if not alone[row]:
                self._reject(Reject(self._mapper.shown_key(prints.keys[row]), "", SHARED_KEY))
            elif row in faults:
                self._reject(Reject(self._mapper.shown_key(prints.keys[row]), faults[row].column, faults[row].reason))
            else:
                made = self._mapper.document(bytes(16), prints.keys[row], values)
                if isinstance(made, Reject):
                    self._reject(made)
                else:
                    is_document = True
                    part.append(made)
                    room -= len(made.text)
                    if len(part) == _PART_ROWS or room < 0:
                        self._add(part)
                        part, room = [], _PART_CHARACTERS
                        context.check()
        self._add(part)
        if not is_document:
            self._last_sums = None  # should its twin come first in the next batch, there is nothing to take back
        self.rows += len(batch.values)
        context.check()

    def _alone(self, digests: Hashes) -> NDArray[np.bool_]:
        """(n,) which rows have a key of their own, as far as this batch and the one before tell."""
        import numpy as np

        same = np.zeros(len(digests), np.bool_)
        if not len(digests):
            return same
        same[1:] = (digests[1:] == digests[:-1]).all(axis=1)
        same[0] = self._last_key is not None and np.array_equal(self._last_key, digests[0])
        if same[0] and self._last_sums is not None:  # it was counted as a document before its twin came
            self._sums -= self._last_sums
            self._rejected += 1
        self._last_key, self._last_sums = digests[-1].copy(), None
        alone = ~same
        alone[:-1] &= ~same[1:]
        return alone

    def _reject(self, reject: Reject) -> None:
        self._rejected += 1
        if len(self._rejects) < REJECTS_SHOWN:
            self._rejects.append(reject)

    def _add(self, documents: list[Document]) -> None:
        if not documents:
            return
        for document, spans in zip(documents, chunk_documents(documents, self._policy, self._memo), strict=True):
            self._last_sums = self._of(document, spans)
            self._sums += self._last_sums
        if self._memo is not None:
            if self._tokens_a_second is None:
                self._try_embedding(list(self._memo.known))
            self._memo.known.clear()

    def _of(self, document: Document, spans: tuple[Span, ...]) -> _Sums:
        counts: list[int] = []
        if self._memo is not None:
            texts = [text_to_embed(document.title, document.text[span.start : span.end]) for span in spans]
            counts = self._memo.count_tokens(texts)
        return _Sums(
            documents=1,
            chunks=len(spans),
            tokens=sum(counts),
            cut=sum(count > self._memo.max_tokens for count in counts) if self._memo is not None else 0,
            characters=len(document.title) * len(spans) + len(document.text),
            metadata=sum(len(field.name) + len(str(field.value)) + 8 for field in (*document.metadata, *document.key)),
        )

    def _try_embedding(self, texts: list[str]) -> None:
        """Learns how many tokens a second this machine embeds, from some of the texts."""
        if self._embedder is None or not texts:
            return
        some = texts[:: max(1, len(texts) // TEXTS_TRIED)][:TEXTS_TRIED]
        started = self._clock()
        self._embedder.embed(some)
        self._tried_s = self._clock() - started
        read = sum(min(count, self._embedder.max_tokens) for count in self._embedder.count_tokens(some))
        self._tokens_a_second = read / max(self._tried_s, 1e-3)

    # ---------------------------------------------------------------------------------------- telling

    def report(self, context: JobContext, total: int | None) -> None:
        whole = None if total is None else max(total, self.rows)
        context.report(DryRunProgress(Stage.READING, self.rows, whole, so_far=self.so_far(total)))

    def result(self) -> DryRun:
        """Of all rows."""
        return replace(self._scaled(self.rows), exact=True)

    def so_far(self, total: int | None) -> DryRun:
        """Of the whole, by the rows read up to now. total: about how many rows there are."""
        return self._scaled(None if total is None else max(total, self.rows))

    def _scaled(self, rows: int | None) -> DryRun:
        by = 1.0 if not rows or not self.rows else rows / self.rows
        sums = self._sums
        tokens, chunks = round(sums.tokens * by), round(sums.chunks * by)
        reading = (self._clock() - self._started - self._tried_s) * by
        meaning = tokens / self._tokens_a_second if self._tokens_a_second else 0.0
        return DryRun(
            rows_read=self.rows,
            rows=rows,
            exact=False,
            documents=round(sums.documents * by),
            rejected=round(self._rejected * by),
            chunks=chunks,
            tokens=tokens if self._memo is not None else None,
            cut=round(sums.cut * by),
            words_seconds=reading + self.rows * by / _COMPARED_A_SECOND + chunks / _WRITTEN_A_SECOND,
            meaning_seconds=meaning if self._memo is not None else None,
            size_bytes=_FILE_BYTES + round(self._bytes(sums) * by),
            rejects=tuple(self._rejects),
        )

    def _bytes(self, sums: _Sums) -> float:
        vectors = sums.chunks * _VECTOR_BYTES if self._memo is not None else 0
        return (
            sums.documents * _DOCUMENT_BYTES
            + sums.chunks * _CHUNK_BYTES
            + vectors
            + sums.characters * _CHARACTER_BYTES
            + sums.metadata * _METADATA_BYTES
        )
