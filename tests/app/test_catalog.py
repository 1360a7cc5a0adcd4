"""Looking into a source: everything at once, and advice on cursors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.app.application import Application
from kbconnect.core.connector import Connector
from kbconnect.core.cursors import Fit
from kbconnect.core.errors import TableMissingError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import ChangeMode, DatasetDraft, QuerySelection, SyncOptions, TableRef, TableSelection
from tests.app.conftest import Shop

ARTICLES = TableSelection(TableRef("", "articles"))


@pytest.fixture
def timed(shop: Shop) -> None:
    shop.execute("ALTER TABLE articles ADD COLUMN updated_at TIMESTAMP")
    shop.execute("UPDATE articles SET updated_at = datetime('2024-01-01 10:00:01', id || ' minutes')")


def test_the_catalogue_has_every_table_with_its_columns(application: Application, connector: Connector) -> None:
    catalogue = application.catalog.catalogue(connector.id, InlineContext())
    found = {table.ref.name: [column.name for column in columns] for table, columns in catalogue}
    assert found == {"articles": ["id", "title", "body", "topic"]}


def test_advice_names_columns_and_a_mode(application: Application, connector: Connector, timed: None) -> None:
    advice = application.catalog.cursor_advice(connector.id, ARTICLES, InlineContext())
    assert [(each.column.name, each.fit) for each in advice.cursors] == [
        ("updated_at", Fit.USABLE), ("id", Fit.USABLE),
    ]  # fmt: skip
    assert advice.mode.mode is ChangeMode.COMPARE
    assert "10 rows" in advice.mode.reason


def test_the_key_can_be_told(application: Application, connector: Connector) -> None:
    advice = application.catalog.cursor_advice(connector.id, ARTICLES, InlineContext(), key=["title"])
    assert advice.cursors == ()


def test_a_query_is_advised_by_its_values(application: Application, connector: Connector, timed: None) -> None:
    query = QuerySelection("SELECT id, updated_at AS changed FROM articles")
    advice = application.catalog.cursor_advice(connector.id, query, InlineContext(), key=["id"])
    assert [each.column.name for each in advice.cursors] == ["changed", "id"]
    assert advice.mode.mode is ChangeMode.COMPARE


def test_names_of_columns_come_from_the_catalogue(application: Application, connector: Connector) -> None:
    names = application.catalog.column_names(connector.id, TableRef("", "articles"), InlineContext())
    assert names == ("id", "title", "body", "topic")


def test_a_preview_tells_what_it_shows_shortened_and_where_chunks_break(
    application: Application, draft: DatasetDraft, shop: Shop
) -> None:
    shop.execute("UPDATE articles SET body = ? WHERE id = 2", "tent " * 5_000)
    shop.execute("UPDATE articles SET body = ? WHERE id = 3", "x" * 2_000)
    shown = application.catalog.preview(draft, 3, "none", InlineContext()).documents
    assert [each.shortened for each in shown] == [False, True, False]
    assert [chunk.broken for chunk in shown[2].chunks] == ["word", "word", ""]
    assert {chunk.broken for chunk in shown[1].chunks} == {"sentence", ""}


def test_rows_that_share_a_key_are_rejected_by_the_preview_as_by_the_sync(
    application: Application, draft: DatasetDraft, shop: Shop
) -> None:
    shop.execute("UPDATE articles SET topic = 'twin' WHERE id IN (2, 3)")
    shop.execute("UPDATE articles SET topic = 'only ' || id WHERE id NOT IN (2, 3)")
    by_topic = replace(draft, mapping=replace(draft.mapping, key=("topic",), metadata=()))
    preview = application.catalog.preview(by_topic, 5, "none", InlineContext())
    assert [(reject.key, reject.reason) for reject in preview.rejects] == [
        (("twin",), "Several rows have the same key"),
        (("twin",), "Several rows have the same key"),
    ]
    run = application.syncing.sync(application.datasets.add(by_topic).id, SyncOptions(), InlineContext())
    assert (run.counts.rejected, run.counts.added) == (2, run.counts.read - 2)
    assert [reject.key for reject in run.rejects] == [("twin",)]


def test_a_table_that_is_not_there_is_named(application: Application, connector: Connector) -> None:
    with pytest.raises(TableMissingError, match="nowhere"):
        application.catalog.cursor_advice(connector.id, TableSelection(TableRef("", "nowhere")), InlineContext())
