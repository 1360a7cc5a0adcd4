"""Asking a knowledge base: words and meaning, fused; the best chunk of each document."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from kbconnect.app.embedding import Embedders
from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.core.errors import EmbedderError, InputError, ModelMismatchError, ModelMissingError
from kbconnect.core.knowledge_base import KnowledgeBase, SearchFilter
from kbconnect.core.model import (
    KnowledgeBaseInfo,
    ModelChange,
    ScoredChunk,
    SearchAnswer,
    SearchHit,
    SearchRequest,
    StoredChunk,
)
from kbconnect.core.ports import Embedder
from kbconnect.core.ranking import FusedChunk, fuse

CANDIDATES = 200
"""Chunks each ranking contributes before they are fused."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents a question finds, best first. meaning_share: as in a SearchAnswer.

    known: those asked about that are documents of the knowledge base, found or not.
    """

    document_ids: tuple[str, ...]
    known: frozenset[str]
    meaning_share: float | None


@dataclass(frozen=True, slots=True)
class _Fused:
    """Both rankings of one question, joined. found: chunks in either. share: None without a model."""

    chunks: tuple[FusedChunk, ...]
    found: int
    share: float | None
    change: ModelChange


class Search:
    """Asks knowledge bases. Safe to use from several threads; vectors stay in memory from one question to the next."""

    def __init__(self, knowledge_bases: KnowledgeBases, embedders: Embedders) -> None:
        self._knowledge_bases = knowledge_bases
        self._embedders = embedders

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Raises InputError for an empty question, NotFoundError, KnowledgeBaseError and its kin."""
        _check(request)
        started = time.perf_counter()
        info = self._knowledge_bases.get(request.knowledge_base_id)
        embedder = self._embedder(info)
        with self._knowledge_bases.open(info.id) as knowledge_base:
            fused = self._fused(knowledge_base, embedder, request)
            hits = self._hits(knowledge_base, request, fused.chunks)
        seconds = time.perf_counter() - started
        return SearchAnswer(hits, fused.found, seconds, fused.share, fused.change)

    def ranking(self, request: SearchRequest, asked_about: Sequence[str]) -> Ranking:
        """The same documents in the same order as `search` gives, without reading what they say.

        asked_about: ids of documents, to tell one that isn't found from one that is gone. Raises as `search`.
        """
        _check(request)
        info = self._knowledge_bases.get(request.knowledge_base_id)
        embedder = self._embedder(info)
        with self._knowledge_bases.open(info.id) as knowledge_base:
            fused = self._fused(knowledge_base, embedder, request)
            found = [stored.document.document_id for stored in self._best(knowledge_base, request, fused.chunks)]
            elsewhere = [document_id for document_id in asked_about if document_id not in found]
            known = {document_id for document_id in elsewhere if knowledge_base.document_chunks(document_id)}
        return Ranking(tuple(found), frozenset(known.union(set(asked_about).intersection(found))), fused.share)

    def tokens(self, knowledge_base_id: str, chunks: Sequence[StoredChunk]) -> tuple[int | None, ...]:
        """How many tokens of each chunk its model reads, title included; None for all without a model.

        Raises NotFoundError, EmbedderError.
        """
        from kbconnect.core.chunking import text_to_embed

        embedder = self._embedder(self._knowledge_bases.get(knowledge_base_id))
        if embedder is None:
            return (None,) * len(chunks)
        return tuple(embedder.count_tokens([text_to_embed(chunk.document.title, chunk.text) for chunk in chunks]))

    @staticmethod
    def _fused(knowledge_base: KnowledgeBase, embedder: Embedder | None, request: SearchRequest) -> _Fused:
        where = SearchFilter(request.dataset_ids, request.metadata)
        words = knowledge_base.search_words(request.text, CANDIDATES, where)
        counts = knowledge_base.counts()
        meaning: tuple[ScoredChunk, ...] = ()
        change = ModelChange.NONE
        if embedder is not None and counts.vectors:
            try:
                vector = embedder.embed([request.text])[0]
                meaning = knowledge_base.search_vectors(vector, CANDIDATES, where, embedder.identity)
            except (ModelMismatchError, EmbedderError) as error:
                logging.getLogger(__name__).warning("answered by words only: %s", error.message)
                embedder = None
                if isinstance(error, ModelMismatchError):
                    change = ModelChange.DUE
        if embedder is not None and knowledge_base.is_embedded_again():
            change = ModelChange.UNDER_WAY
        share = counts.vectors / counts.chunks if counts.chunks else 1.0
        fused = fuse(words, meaning, 2 * CANDIDATES, meaning_share=share)
        found = len({chunk.chunk_id for chunk in (*words, *meaning)})
        return _Fused(fused, found, None if embedder is None else share, change)

    def model_change(self, knowledge_base_id: str) -> ModelChange:
        """Whether the vectors of a knowledge base wait for another model; loads the model. Raises NotFoundError,
        KnowledgeBaseError and its kin."""
        from kbconnect.core.meaning import model_change

        info = self._knowledge_bases.get(knowledge_base_id)
        embedder = self._embedder(info)
        if embedder is None:
            return ModelChange.NONE
        with self._knowledge_bases.open(info.id) as knowledge_base:
            return model_change(knowledge_base, embedder.identity)

    def _embedder(self, info: KnowledgeBaseInfo) -> Embedder | None:
        try:
            return self._embedders.get(info.embedder)
        except ModelMissingError:
            return None  # words still find things; the answer says that meaning is missing

    @staticmethod
    def _best(
        knowledge_base: KnowledgeBase, request: SearchRequest, fused: tuple[FusedChunk, ...]
    ) -> list[StoredChunk]:
        """The best chunk of each of the first documents."""
        chosen: list[StoredChunk] = []
        documents: set[str] = set()
        step = max(20, 2 * request.limit)
        for start in range(0, len(fused), step):
            ids = [chunk.chunk_id for chunk in fused[start : start + step]]
            for stored in knowledge_base.chunks(ids):
                if len(chosen) < request.limit and stored.document.document_id not in documents:
                    documents.add(stored.document.document_id)
                    chosen.append(stored)
            if len(chosen) >= request.limit:
                break
        return chosen

    def _hits(
        self, knowledge_base: KnowledgeBase, request: SearchRequest, fused: tuple[FusedChunk, ...]
    ) -> tuple[SearchHit, ...]:
        by_id = {chunk.chunk_id: chunk for chunk in fused}
        chosen = self._best(knowledge_base, request, fused)
        highlights = knowledge_base.highlights(request.text, [stored.chunk_id for stored in chosen])
        return tuple(
            SearchHit(
                rank=rank,
                score=by_id[stored.chunk_id].score,
                chunk=stored,
                word_rank=by_id[stored.chunk_id].word_rank,
                meaning_rank=by_id[stored.chunk_id].meaning_rank,
                highlights=spans,
            )
            for rank, (stored, spans) in enumerate(zip(chosen, highlights, strict=True), 1)
        )


def _check(request: SearchRequest) -> None:
    if not request.text.strip():
        raise InputError("The question is empty.", hint="Write what you are looking for.")
