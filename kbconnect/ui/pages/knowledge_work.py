"""What the knowledge page asks of the layers below, as functions that run in jobs. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kbconnect.app.application import Application
from kbconnect.app.knowledge_bases import DocumentHistory, ExposedDataset
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
from kbconnect.core.questions import QuestionCheck, QuestionDraft, QuestionState
from kbconnect.ui.pages.knowledge_origin import HitSource, selection_words


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base with what it holds. counts: None if it can't be opened, and then `problem` says why. exposed:
    which of its datasets hold sensitive columns as they are."""

    info: KnowledgeBaseInfo
    counts: KnowledgeBaseCounts | None
    datasets: tuple[Dataset, ...]
    problem: KnowledgeBaseError | None = None
    exposed: tuple[ExposedDataset, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All knowledge bases, where the documents of each dataset come from, by dataset id, and all saved questions."""

    bases: tuple[Base, ...]
    sources: Mapping[str, HitSource]
    questions: tuple[QuestionState, ...] = ()

    def questions_of(self, knowledge_base_id: str) -> tuple[QuestionState, ...]:
        return tuple(state for state in self.questions if state.question.knowledge_base_id == knowledge_base_id)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the question it belongs to. tokens: of the chunks found, by chunk id; empty without a model."""

    request: SearchRequest
    answer: SearchAnswer
    tokens: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document by its chunks, with the tokens of each (None without a model), and what is known of its past."""

    chunks: tuple[StoredChunk, ...]
    tokens: tuple[int | None, ...]
    history: DocumentHistory


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
        return Shelf(tuple(bases), sources, self._application.questions.list())

    def _base(self, info: KnowledgeBaseInfo, datasets: tuple[Dataset, ...]) -> Base:
        try:
            bases = self._application.knowledge_bases
            return Base(info, bases.counts(info.id), datasets, exposed=tuple(bases.exposed(info.id)))
        except KnowledgeBaseError as error:
            return Base(info, None, datasets, error)

    def search(self, request: SearchRequest, context: JobContext) -> Answered:
        context.check()
        answer = self._application.search.search(request)
        context.check()
        chunks = [hit.chunk for hit in answer.hits]
        counted = self._application.search.tokens(request.knowledge_base_id, chunks)
        tokens = {chunk.chunk_id: each for chunk, each in zip(chunks, counted, strict=True) if each is not None}
        return Answered(request, answer, tokens)

    def document(self, knowledge_base_id: str, document_id: str, context: JobContext) -> OpenedDocument:
        context.check()
        chunks = self._application.knowledge_bases.document(knowledge_base_id, document_id)
        tokens = self._application.search.tokens(knowledge_base_id, chunks)
        history = self._application.knowledge_bases.document_history(knowledge_base_id, chunks[0])
        return OpenedDocument(chunks, tokens, history)

    def history(self, question_id: int, context: JobContext) -> tuple[QuestionCheck, ...]:
        """Of a saved question, newest first."""
        context.check()
        return self._application.questions.history(question_id)

    def save(self, question_id: int, draft: QuestionDraft, context: JobContext) -> QuestionState:
        """Saves a question (0: a new one) and asks it at once."""
        context.check()
        questions = self._application.questions
        saved = questions.edit(question_id, draft) if question_id else questions.add(draft)
        return questions.ask(saved.knowledge_base_id, context, [saved.id])[0]

    def ask(self, knowledge_base_id: str, ids: Sequence[int] | None, context: JobContext) -> tuple[QuestionState, ...]:
        """Asks saved questions now; None: all."""
        return self._application.questions.ask(knowledge_base_id, context, ids)

    def forget(self, question_id: int, context: JobContext) -> None:
        context.check()
        self._application.questions.remove(question_id)

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
