"""A fault in a query is marked where it stands: by the character PostgreSQL names, by the word SQLite quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import KbConnectError, QueryRefusedError
from kbconnect.core.model import QuerySelection
from kbconnect.core.ports import Source
from tests.adapters.sources.postgresql_world import PostgresWorld
from tests.adapters.sources.test_sqlite import SqliteWorld

MARK = "⌖"


def marked(source: Source, sql: str) -> str:
    """The query with a mark before the character that is pointed at."""
    with pytest.raises(KbConnectError) as caught:
        source.describe(QuerySelection(sql))
    place = caught.value.position
    return sql if place is None else sql[: place - 1] + MARK + sql[place - 1 :]


POSTGRESQL = [
    "SELECT 1 AS id ⌖FORM articles",
    "SELECT 'ß € 😀' AS a, ⌖nonsense_of(1)",
    "-- first\nSELECT a.id,\n       ⌖a.titel\nFROM (SELECT 1 AS id) a",
    "SELECT *\nFROM ⌖nowhere",
    "SELECT 1 AS id WHERE 1 = ⌖'x'",
    "SELECT 1 +⌖+",
    "⌖DELETE FROM articles",
    "SELECT ⌖pg_sleep(5)",
    "SELECT (1 ⌖(",
]


@pytest.mark.parametrize("written", POSTGRESQL)
def test_postgresql_names_the_place(world: PostgresWorld, written: str) -> None:
    with world.open() as source:
        assert marked(source, written.replace(MARK, "")) == written


SQLITE = [
    "SELECT id FORM ⌖articles",
    "SELECT id,\n ⌖titel FROM articles",
    "SELECT a.id, ⌖a.titel FROM articles a -- titel",
    "SELECT 'nowhere' FROM ⌖nowhere",
    "SELECT ⌖nonsense_of(id) FROM articles",
    "SELECT id FROM articles WHERE id = 1 an⌖d",
    "SELECT id id id FROM articles",
    "SELECT id FROM articles; ⌖SELECT 2",
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Source]:
    world = SqliteWorld(tmp_path / "shop.db")
    world.run("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
    with open_source(ConnectorDraft("Shop", "sqlite", database=str(world.path)), None) as source:
        yield source


@pytest.mark.parametrize("written", SQLITE)
def test_sqlite_quotes_a_word(shop: Source, written: str) -> None:
    assert marked(shop, written.replace(MARK, "")) == written.replace("; ⌖", "⌖; ")


def test_a_missing_table_of_a_query_is_mended_in_the_query(shop: Source) -> None:
    with pytest.raises(KbConnectError) as caught:
        shop.describe(QuerySelection("SELECT 1 FROM nowhere"))
    assert caught.value.hint == "Change the query, then run it again."


def test_the_guard_points_at_what_it_refuses() -> None:
    for written in ("SELECT 1 ⌖) AS a", "SELECT 1 ⌖/* open", "SELECT a FROM t WHERE b = ⌖$1"):
        with pytest.raises(QueryRefusedError) as caught:
            checked_query(written.replace(MARK, ""), "postgres")
        assert caught.value.position == written.index(MARK) + 1
