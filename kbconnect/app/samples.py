"""The sample source: a believable shop, its connector and datasets, made on request for anybody who wants to try."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kbconnect.app.connectors import Connectors
from kbconnect.app.datasets import Datasets
from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.app.paths import Paths
from kbconnect.core.connector import Connector, ConnectorDraft
from kbconnect.core.errors import NotFoundError
from kbconnect.core.model import (
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    Mapping,
    TableRef,
    TableSelection,
)

CONNECTOR_NAME = "Sample shop"
KNOWLEDGE_BASE_NAME = "Sample shop"


class TableChange(Protocol):
    """What changed in one table of the source: how many rows."""

    @property
    def table(self) -> str: ...

    @property
    def added(self) -> int: ...

    @property
    def text_changed(self) -> int: ...

    @property
    def metadata_changed(self) -> int: ...

    @property
    def deleted(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """A question with the row that answers it best."""

    question: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class SampleMaker:
    """build: makes the database. change: changes some rows of it, as a day would. questions: a JSON file."""

    build: Callable[[Path], object]
    change: Callable[[Path], Sequence[TableChange]]
    questions: Path


_DATASETS = (
    ("Help articles", "help_articles", Mapping(("id",), "title", ("body_html",), ("topic", "language", "updated_at"))),
    (
        "Products",
        "products",
        Mapping(("id",), "name", ("description",), ("sku", "price", "discontinued", "updated_at")),
    ),
    (
        "Support tickets",
        "tickets",
        Mapping(
            ("id",), "subject", ("customer_message", "agent_reply"), ("status", "priority", "channel", "created_at")
        ),
    ),
)


class Samples:
    """The sample source of one data folder."""

    def __init__(
        self,
        paths: Paths,
        connectors: Connectors,
        datasets: Datasets,
        knowledge_bases: KnowledgeBases,
        maker: SampleMaker,
    ) -> None:
        self._paths = paths
        self._connectors = connectors
        self._datasets = datasets
        self._knowledge_bases = knowledge_bases
        self._maker = maker

    def connector(self) -> Connector:
        """The connector to the sample source; source and connector are made if they are not there."""
        if not self._paths.sample_source.exists():
            self._maker.build(self._paths.sample_source)
        try:
            return self._connectors.find(CONNECTOR_NAME)
        except NotFoundError:
            draft = ConnectorDraft(CONNECTOR_NAME, "sqlite", database=str(self._paths.sample_source))
            return self._connectors.add(draft, None)

    def datasets(self) -> tuple[Dataset, ...]:
        """Help articles, products and tickets, feeding a knowledge base of their own; made if they are not there."""
        connector = self.connector()
        known = {dataset.name: dataset for dataset in self._datasets.list(connector.id)}
        return tuple(
            known.get(name) or self._add(connector, name, table, mapping) for name, table, mapping in _DATASETS
        )

    def knowledge_base(self) -> KnowledgeBaseInfo:
        try:
            return self._knowledge_bases.find(KNOWLEDGE_BASE_NAME)
        except NotFoundError:
            embedder = "minilm" if self._paths.model.exists() else "none"
            return self._knowledge_bases.add(KnowledgeBaseDraft(KNOWLEDGE_BASE_NAME, embedder=embedder))

    def change(self) -> Sequence[TableChange]:
        """Changes some rows at the source, so that there is something to sync."""
        return self._maker.change(self._paths.sample_source)

    def questions(self) -> tuple[SampleQuestion, ...]:
        read = json.loads(self._maker.questions.read_text(encoding="utf-8"))
        return tuple(SampleQuestion(item["question"], item["table"], str(item["key"])) for item in read)

    def _add(self, connector: Connector, name: str, table: str, mapping: Mapping) -> Dataset:
        return self._datasets.add(
            DatasetDraft(
                name=name,
                connector_id=connector.id,
                selection=TableSelection(TableRef("", table)),
                mapping=mapping,
                knowledge_base_id=self.knowledge_base().id,
            )
        )
