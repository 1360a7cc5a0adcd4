"""A real application on a folder of its own, and a small source to sync."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import Connector, ConnectorDraft
from kbconnect.core.model import (
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    TableRef,
    TableSelection,
)


@dataclass(frozen=True)
class Shop:
    """A SQLite database with the table articles(id, title, body, topic) of ten rows."""

    path: Path

    def execute(self, statement: str, *values: object) -> None:
        with sqlite3.connect(self.path) as connection:
            connection.execute(statement, values)
        connection.close()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path / "shop.db")
    made.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, body TEXT, topic TEXT)")
    for number in range(1, 11):
        made.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?)",
            number,
            f"Article {number}",
            f"Chapter {number} explains how to mend a tent with patch {number}.",
            "repair" if number % 2 else "care",
        )
    return made


@pytest.fixture
def environment() -> dict[str, str]:
    return {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "SHOP_PASSWORD": "from the environment"}


@pytest.fixture
def application(tmp_path: Path, environment: dict[str, str]) -> Iterator[Application]:
    with build_application(tmp_path / "home", environment, lambda purpose: None) as built:
        yield built


@pytest.fixture
def connector(application: Application, shop: Shop) -> Connector:
    return application.connectors.add(ConnectorDraft("Shop", "sqlite", database=str(shop.path)), None)


@pytest.fixture
def draft(application: Application, connector: Connector) -> DatasetDraft:
    knowledge_base = application.knowledge_bases.add(KnowledgeBaseDraft("Handbook", embedder="none"))
    return DatasetDraft(
        name="Articles",
        connector_id=connector.id,
        selection=TableSelection(TableRef("", "articles")),
        mapping=Mapping(("id",), "title", ("body",), ("topic",)),
        knowledge_base_id=knowledge_base.id,
    )


@pytest.fixture
def dataset(application: Application, draft: DatasetDraft) -> Dataset:
    return application.datasets.add(draft)
