"""What the knowledge page asks of the layers below, as functions that run in jobs. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kbconnect.app.application import Application
from kbconnect.core.connector import Connector
from kbconnect.core.errors import KnowledgeBaseError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    Dataset,
    KnowledgeBaseCounts,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    SearchAnswer,
    SearchRequest,
    StoredChunk,
)
from kbconnect.ui.pages.knowledge_detail import HitSource, selection_words


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base with what it holds. counts: None if it can't be opened, and then `problem` says why."""

    info: KnowledgeBaseInfo
    counts: KnowledgeBaseCounts | None
    datasets: tuple[Dataset, ...]
    problem: KnowledgeBaseError | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """All knowledge bases, and where the documents of each dataset come from, by dataset id."""

    bases: tuple[Base, ...]
    sources: Mapping[str, HitSource]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the question it belongs to."""

    request: SearchRequest
    answer: SearchAnswer


class KnowledgeWork:
    """The questions of the page."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def shelf(self, context: JobContext) -> Shelf:
        datasets = self._application.datasets.list()
        connectors = {connector.id: connector for connector in self._application.connectors.list()}
        labels = {provider.id: provider.label for provider in self._application.connectors.providers()}
        bases = []
        for info in self._application.knowledge_bases.list():
            context.check()
            bases.append(self._base(info, tuple(d for d in datasets if d.knowledge_base_id == info.id)))
        sources = {
            dataset.id: _source(dataset, connectors[dataset.connector_id], labels)
            for dataset in datasets
            if dataset.connector_id in connectors
        }
        return Shelf(tuple(bases), sources)

    def _base(self, info: KnowledgeBaseInfo, datasets: tuple[Dataset, ...]) -> Base:
        try:
            return Base(info, self._application.knowledge_bases.counts(info.id), datasets)
        except KnowledgeBaseError as error:
            return Base(info, None, datasets, error)

    def search(self, request: SearchRequest, context: JobContext) -> Answered:
        context.check()
        return Answered(request, self._application.search.search(request))

    def document(self, knowledge_base_id: str, document_id: str, context: JobContext) -> tuple[StoredChunk, ...]:
        context.check()
        return self._application.knowledge_bases.document(knowledge_base_id, document_id)

    def add(self, draft: KnowledgeBaseDraft, context: JobContext) -> KnowledgeBaseInfo:
        context.check()
        return self._application.knowledge_bases.add(draft)

    def remove(self, knowledge_base_id: str, context: JobContext) -> None:
        """Raises InUseError while a dataset feeds it."""
        context.check()
        self._application.knowledge_bases.remove(knowledge_base_id)


def _source(dataset: Dataset, connector: Connector, labels: Mapping[str, str]) -> HitSource:
    return HitSource(
        dataset=dataset.name,
        connector=connector.name,
        provider=connector.provider,
        provider_label=labels.get(connector.provider, connector.provider),
        selection=selection_words(dataset.selection),
    )
