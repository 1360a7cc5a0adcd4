"""What "Choose data" asks of the layers below, as functions that run in jobs. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbconnect.app.application import Application
from kbconnect.app.embedding import NO_EMBEDDER
from kbconnect.core.connector import Connector
from kbconnect.core.cursors import Advice
from kbconnect.core.dry_run import DryRun
from kbconnect.core.errors import ModelMissingError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ColumnSuggestion,
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    Selection,
    TableRef,
    TableSelection,
)
from kbconnect.core.preview import Preview
from kbconnect.ui.language import say
from kbconnect.ui.models.sql_words import TableIndex, index_of, quoting_of
from kbconnect.ui.models.table_tree import Catalogue, catalogue_of

PREVIEW_ROWS = 20


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before the source is asked. dataset: the one being edited. used: tables other datasets take."""

    connector: Connector
    dataset: Dataset | None
    knowledge_bases: tuple[KnowledgeBaseInfo, ...]
    used: frozenset[TableRef]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The columns of a selection, with it: an answer that came late is told by it."""

    selection: Selection
    columns: tuple[ColumnSuggestion, ...]


@dataclass(frozen=True, slots=True)
class KnownColumns:
    """The names of a table's columns, in its order."""

    table: TableRef
    names: tuple[str, ...]


class SelectionWork:
    """The questions of the page for one connector; each is one job."""

    def __init__(self, application: Application, connector_id: str, dataset_id: str = "") -> None:
        self._application = application
        self._connector_id = connector_id
        self._dataset_id = dataset_id

    def setting(self, context: JobContext) -> Setting:
        datasets = self._application.datasets.list()
        own = [dataset for dataset in datasets if dataset.connector_id == self._connector_id]
        return Setting(
            connector=self._application.connectors.get(self._connector_id),
            dataset=next((dataset for dataset in own if dataset.id == self._dataset_id), None),
            knowledge_bases=self._application.knowledge_bases.list(),
            used=frozenset(d.selection.table for d in own if isinstance(d.selection, TableSelection)),
            names=frozenset(d.name.casefold() for d in datasets if d.id != self._dataset_id),
        )

    def tables(self, context: JobContext) -> Catalogue:
        return catalogue_of(self._application.catalog.tables(self._connector_id, context))

    def table_names(self, catalogue: Catalogue, _: JobContext) -> TableIndex:
        """Written as the connector's provider quotes names."""
        provider = self._application.connectors.get(self._connector_id).provider
        listed = (table.ref for schema in catalogue.schemas for table in schema.tables)
        return index_of(listed, quoting_of(provider))

    def columns(self, selection: Selection, context: JobContext) -> FoundColumns:
        return FoundColumns(selection, self._application.catalog.columns(self._connector_id, selection, context))

    def column_names(self, table: TableRef, context: JobContext) -> KnownColumns:
        """Without looking at rows: a view may take its time for those."""
        return KnownColumns(table, self._application.catalog.column_names(self._connector_id, table, context))

    def advice(self, selection: Selection, key: Sequence[str], context: JobContext) -> Advice:
        """How changes are best found in a selection whose rows are told apart by these columns."""
        return self._application.catalog.cursor_advice(self._connector_id, selection, context, key)

    def preview(self, draft: DatasetDraft, embedder: str, context: JobContext) -> Preview:
        """Counts tokens with the embedder; without its model documents and chunks are shown all the same."""
        try:
            return self._application.catalog.preview(draft, PREVIEW_ROWS, embedder, context)
        except ModelMissingError:
            return self._application.catalog.preview(draft, PREVIEW_ROWS, NO_EMBEDDER, context)

    def count(self, draft: DatasetDraft, context: JobContext) -> DryRun:
        """Reads every row and counts what a first sync writes; writes nothing."""
        return self._application.dry_runs.count(draft, context)

    def save(self, draft: DatasetDraft, counted: DryRun | None, context: JobContext) -> Dataset:
        """counted: what its first sync comes to, for its progress; None if nobody has counted."""
        datasets = self._application.datasets
        if self._dataset_id:
            dataset = datasets.edit(self._dataset_id, draft)
        else:
            dataset = datasets.add(draft, first_base=say("Knowledge base"))  # as the choice below the preview calls it
        if counted is not None:
            self._application.dry_runs.keep(dataset, counted)
        return dataset

    def add_knowledge_base(self, draft: KnowledgeBaseDraft, context: JobContext) -> KnowledgeBaseInfo:
        return self._application.knowledge_bases.add(draft)
