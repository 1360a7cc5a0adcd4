"""Looking into a source before anything is synced: tables, columns with suggested roles, a preview of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kbconnect.app.connectors import Connectors
from kbconnect.app.embedding import Embedders
from kbconnect.app.hash_keys import HashKeys
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.chunking import breaks_of, chunk_documents, text_to_embed
from kbconnect.core.cursors import Advice, advise, advise_mode
from kbconnect.core.discovery import suggest, suggest_mapping
from kbconnect.core.errors import SourceError
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.mapping import SHARED_KEY, Mapper, check_mapping, text_columns
from kbconnect.core.model import (
    ColumnSuggestion,
    DatasetDraft,
    Document,
    Reject,
    Sample,
    Selection,
    Span,
    TableInfo,
    TableRef,
    TableSelection,
)
from kbconnect.core.ports import SAMPLE_CHARACTERS, Embedder, Source
from kbconnect.core.preview import Preview, PreviewChunk, PreviewDocument

SAMPLE_ROWS = 50


class Catalog:
    """What is in the sources of one data folder."""

    def __init__(self, connectors: Connectors, embedders: Embedders, hash_keys: HashKeys) -> None:
        self._connectors = connectors
        self._embedders = embedders
        self._hash_keys = hash_keys

    @contextmanager
    def _source(self, connector_id: str, context: JobContext) -> Iterator[Source]:
        context.report(Progress(Stage.CONNECTING))
        context.check()
        with self._connectors.open(connector_id, context) as source, context.on_cancel(source.interrupt):
            try:
                yield source
            except SourceError:
                context.check()  # a call that was broken off fails as an error of the source
                raise

    def tables(self, connector_id: str, context: JobContext) -> tuple[TableInfo, ...]:
        """Every table and view the account can see. Raises SourceError, JobCancelled."""
        with self._source(connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            return source.tables()

    def catalogue(self, connector_id: str, context: JobContext) -> Catalogue:
        """Every table with its columns, at once. Raises SourceError, JobCancelled."""
        with self._source(connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            return source.catalogue()

    def columns(self, connector_id: str, selection: Selection, context: JobContext) -> tuple[ColumnSuggestion, ...]:
        """The columns of a table or a query with a suggested role, the reason and a sample value each."""
        with self._source(connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            columns = (
                source.columns(selection.table) if isinstance(selection, TableSelection) else source.describe(selection)
            )
            context.check()
            return suggest(columns, source.sample(selection, SAMPLE_ROWS))

    def column_names(self, connector_id: str, table: TableRef, context: JobContext) -> tuple[str, ...]:
        """The columns of a table in its order, from the catalogue alone. Raises SourceError, JobCancelled."""
        with self._source(connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            return tuple(column.name for column in source.columns(table))

    def cursor_advice(
        self, connector_id: str, selection: Selection, context: JobContext, key: Sequence[str] | None = None
    ) -> Advice:
        """Which columns could be followed instead of comparing everything, best first, and whether that is worth it.

        key: the columns that identify a row; None: those that are suggested. Raises SourceError, QueryRefusedError,
        JobCancelled.
        """
        with self._source(connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            columns = source.describe(selection)
            if key is None:
                context.check()
                key = suggest_mapping(suggest(columns, source.sample(selection, SAMPLE_ROWS))).key
            context.check()
            facts = source.cursor_facts(selection, columns)
        cursors = advise(columns, facts, key)
        return Advice(cursors, advise_mode(cursors, facts, key, columns))

    def preview(
        self, draft: DatasetDraft, limit: int, embedder: str, context: JobContext, dataset_id: str = "preview"
    ) -> Preview:
        """The first documents and their chunks exactly as a sync would make them; writes nothing.

        embedder: whose token limit counts, "none" for characters only. dataset_id: of a saved dataset, so that the
        documents have the ids they will have. Hashes are those of the draft's knowledge base once something was hashed
        for it; before that they are others of the same length. Raises MappingError, SourceError, SecretError,
        QueryRefusedError, ModelMissingError, JobCancelled.
        """
        with self._source(draft.connector_id, context) as source:
            context.report(Progress(Stage.LOADING))
            sample = source.sample(draft.selection, limit)
            estimate = self._estimate(source, draft.selection)
        context.check()
        key = self._hash_keys.for_preview(draft.knowledge_base_id) if draft.mapping.hashes else None
        check_mapping(draft.mapping, sample.columns)
        mapper = Mapper(dataset_id, draft.mapping, sample.columns, key)
        return self._preview(draft, mapper, sample, self._embedders.get(embedder), estimate)

    @staticmethod
    def _estimate(source: Source, selection: Selection) -> int | None:
        if not isinstance(selection, TableSelection):
            return None
        return source.row_estimate(selection)

    @staticmethod
    def _preview(
        draft: DatasetDraft, mapper: Mapper, sample: Sample, embedder: Embedder | None, estimate: int | None
    ) -> Preview:
        from kbconnect.core.changes import key_digest  # loads NumPy, which a window that is only open does without

        place = {column.name: index for index, column in enumerate(sample.columns)}
        documents: list[Document] = []
        rejects: list[Reject] = []
        shortened: set[int] = set()
        texts = [place[name] for name in text_columns(draft.mapping)]
        keys = [tuple(row[place[name]] for name in draft.mapping.key) for row in sample.rows]
        times = Counter(keys)
        for row, key in zip(sample.rows, keys, strict=True):
            made = mapper.document(key_digest(key), key, row)
            if times[key] > 1 and None not in key:
                rejects.append(Reject(mapper.shown_key(key), ", ".join(draft.mapping.key), SHARED_KEY))
            elif isinstance(made, Reject):
                rejects.append(made)
            else:
                if any(value is not None and len(value) >= SAMPLE_CHARACTERS for value in (row[at] for at in texts)):
                    shortened.add(len(documents))
                documents.append(made)
        spans = chunk_documents(documents, draft.chunks, embedder)
        return Preview(
            tuple(
                PreviewDocument(document, _chunks(document, pieces, embedder), shortened=number in shortened)
                for number, (document, pieces) in enumerate(zip(documents, spans, strict=True))
            ),
            tuple(rejects),
            estimate,
            embedder.max_tokens if embedder is not None else None,
        )


def _chunks(document: Document, spans: tuple[Span, ...], embedder: Embedder | None) -> tuple[PreviewChunk, ...]:
    texts = [document.text[span.start : span.end] for span in spans]
    breaks = breaks_of(document.text, spans)
    if embedder is None:
        return tuple(PreviewChunk(text, None, broken=broken) for text, broken in zip(texts, breaks, strict=True))
    counts = embedder.count_tokens([text_to_embed(document.title, text) for text in texts])
    return tuple(
        PreviewChunk(text, tokens, tokens > embedder.max_tokens, broken)
        for text, tokens, broken in zip(texts, counts, breaks, strict=True)
    )
