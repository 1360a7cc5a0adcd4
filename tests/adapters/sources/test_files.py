"""Files and folders: the contract, keys, queries and cursors."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.files_errors import translate
from kbconnect.core.discovery import suggest, suggest_mapping
from kbconnect.core.errors import (
    QueryFailedError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import ColumnKind, QuerySelection, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources.contract import SourceContract, World, everything, hashes, plan, scanned_hashes
from tests.adapters.sources.files_world import FilesWorld, faults_of


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#[1]{a}")


class TestFilesSource(SourceContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> FilesWorld:
        return FilesWorld(tmp_path / "exports")

    def test_columns_come_in_order_with_their_key(self, world: World) -> None:
        table = world.create("articles", ["title", "b", "a"], [("x", "1 b", "k1"), ("x", "2 b", "k2")])
        with world.open() as source:
            columns = source.columns(table)
            assert source.describe(TableSelection(table)) == columns
        assert [column.name for column in columns] == ["title", "b", "a"]
        assert all(column.kind is ColumnKind.TEXT for column in columns)
        assert [bool(column.key_reason) for column in columns] == [False, True, True]
        # A file has no key that anything sees to.
        assert not any(column.primary_key or column.unique for column in columns)

    def test_a_key_of_one_column_is_unique(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [("1", "A"), ("2", "A")])
        with world.open() as source:
            first, second = source.columns(table)
        assert first.key_reason
        assert not second.key_reason


# --------------------------------------------------------------------------------------------------- keys


def test_a_column_that_is_different_in_every_row_is_suggested_as_key(world: FilesWorld) -> None:
    rows = "".join(f"P-{n},Title {n % 3},{n % 7}\n" for n in range(3_000))
    table = world.write("products.csv", "sku,name,stock\n" + rows)
    with world.open() as source:
        suggested = suggest(source.columns(table), source.sample(TableSelection(table), 50))
    assert suggest_mapping(suggested).key == ("sku",)
    assert "nothing sees to it" in suggested[0].reason


def test_without_one_the_number_of_the_row_is(world: FilesWorld) -> None:
    table = world.write("log.csv", "row number,body\nx,start\nx,stop\nx,start\n")
    with world.open() as source:
        columns = source.columns(table)
        sample = source.sample(TableSelection(table), 50)
        suggested = suggest(columns, sample)
        assert suggest_mapping(suggested).key == ("row number (2)",)
        assert "Rows that move" in suggested[-1].reason
        assert sample.rows == (("x", "start", "1"), ("x", "stop", "2"), ("x", "start", "3"))
        wanted = ReadPlan(TableSelection(table), ("row number (2)",), ("body",), ("row number (2)",))
        with source.read(wanted) as reader:
            assert everything(reader) == {("1",): ("start", "1"), ("2",): ("stop", "2"), ("3",): ("start", "3")}
            assert hashes(reader.rows_by_key([("3",)])) == {("3",): scanned_hashes(reader)["3",]}


# --------------------------------------------------------------------------------------------------- queries


def test_an_ending_may_be_left_out_where_it_is_clear(world: FilesWorld) -> None:
    world.write("orders.csv", "id\n1\n")
    world.write("twice.csv", "id\n1\n")
    world.write("twice.jsonl", '{"id": 1}\n')
    with world.open() as source:
        assert source.sample(QuerySelection("SELECT id FROM orders"), 1).rows == (("1",),)
        with pytest.raises(TableMissingError) as caught:
            source.sample(QuerySelection("SELECT id FROM twice"), 1)
        assert caught.value.position == 16


def test_a_query_joins_files_and_names_their_bad_lines(world: FilesWorld) -> None:
    world.write("orders.csv", "id,customer\n1,7\n2,8\n3\n")
    world.write("customers.jsonl", '{"id": 7, "name": "Anna"}\nbad\n')
    query = QuerySelection(
        "WITH known AS (SELECT * FROM customers) "
        "SELECT o.id, k.name FROM orders AS o LEFT JOIN known k ON k.id = o.customer"
    )
    with world.open() as source, source.read(ReadPlan(query, ("id",), ("name",), ())) as reader:
        found = everything(reader)
        assert {key: row for key, row in found.items() if str(key[0]).isdecimal()} == {
            ("1",): ("Anna",),
            ("2",): (None,),
        }
        assert set(faults_of(reader)) == {"(line 4 of orders.csv)", "(line 2 of customers.jsonl)"}


def test_a_query_that_is_wrong_says_so(world: FilesWorld) -> None:
    world.write("orders.csv", "id,customer\n1,7\n")
    with world.open() as source:
        for sql in ("SELECT nothing FROM orders", "SELECT FROM FROM", "SELECT id + [] FROM orders"):
            with pytest.raises(QueryFailedError) as caught:
                source.sample(QuerySelection(sql), 1)
            assert caught.value.hint


def test_a_query_without_end_is_stopped_at_the_time_limit(world: FilesWorld) -> None:
    world.write("a.csv", "id\n1\n")
    endless = "SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range % 7 = 3"
    with (
        open_source(world.draft(statement_timeout_s=1), None) as source,
        pytest.raises(SourceTimeoutError, match="time limit"),
    ):
        source.sample(QuerySelection(endless), 5)


# --------------------------------------------------------------------------------------------------- cursors


def test_times_of_several_forms_are_one_order(world: FilesWorld) -> None:
    rows = "1,2024-01-01\n2,2024-01-02 10:00:00\n3,2024-01-02T10:00:00+02:00\n4,soon\n5,\n6,9999-01-01\n"
    table = world.write("events.csv", "id,at\n" + rows)
    with world.open() as source, source.read(plan(table, "id", "id", cursor_column="at")) as reader:
        position = reader.cursor_position()
        assert position is not None
        assert sorted(key[0] or "" for key in everything(reader, CursorWindow(position, 0))) == ["2", "4", "5", "6"]
        assert sorted(key[0] or "" for key in everything(reader, CursorWindow(position, 7_200))) == [
            "2", "3", "4", "5", "6",
        ]  # fmt: skip
        facts = {
            each.column: each for each in source.cursor_facts(TableSelection(table), source.columns(table)).columns
        }
    days = world.write("days.csv", "id,day,at\n1,2024-01-01,2024-01-01T10:00:00Z\n2,2024-01-26,2024-01-26 10:00+02\n")
    with world.open() as source:
        zones = {
            each.column: each.time_zone
            for each in source.cursor_facts(TableSelection(days), source.columns(days)).columns
        }
    assert zones == {"id": None, "day": False, "at": True}
    assert facts["at"].is_time
    assert facts["at"].time_zone is False
    assert facts["id"].is_number


def test_every_error_of_the_drivers_has_a_meaning() -> None:
    kinds = {
        value
        for name in dir(duckdb)
        if isinstance(value := getattr(duckdb, name), type) and issubclass(value, (duckdb.Error, duckdb.Warning))
    }
    assert len(kinds) > 20
    for kind in kinds:
        for of_query in (False, True):
            assert translate(kind("words"), of_query=of_query).hint
