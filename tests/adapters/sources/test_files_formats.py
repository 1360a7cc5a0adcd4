"""Parquet, JSON and packed files as tables."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.files import FilesSource
from kbconnect.core.errors import SourceError
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests.adapters.sources.contract import everything, hashes, plan, scanned_hashes
from tests.adapters.sources.files_world import FilesWorld, draft, faults_of


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#[1]{a}")


def test_parquet_keeps_its_types(world: FilesWorld) -> None:
    path = world.folder / "shop.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 1::BIGINT AS id, 12.50::DECIMAL(9, 2) AS price, '\\xAB\\x01'::BLOB AS data, "
            "TIMESTAMPTZ '2024-06-01 12:00:00+02' AS at, TIMESTAMP '2024-06-01 12:00:00.5' AS local, "
            "DATE '2024-06-01' AS day, [1, 2] AS list, {'a': 1, 'b': 'é'} AS thing, MAP {'k': 1.5} AS map, "
            "true AS open, 0.1::DOUBLE AS share, NULL::VARCHAR AS nothing, uuid '5b3c5b1e-0000-4000-8000-000000000001' "
            f"AS uuid) TO '{path}' (FORMAT parquet)"
        )
    table = TableRef("", "shop.parquet")
    names = "price data at local day list thing map open share nothing uuid"
    with world.open() as source:
        assert [info.comment for info in source.tables()] == ["Parquet"]
        kinds = [column.kind.value for column in source.columns(table)]
        with source.read(plan(table, "id", names)) as reader:
            found = everything(reader)
            assert hashes(reader.rows()) == scanned_hashes(reader)
    assert kinds == [
        "integer", "number", "binary", "timestamp", "timestamp", "date", "json", "json", "json", "boolean", "number",
        "text", "uuid",
    ]  # fmt: skip
    assert found == {
        ("1",): (
            "12.50", "\\xab01", "2024-06-01 10:00:00+00", "2024-06-01 12:00:00.5", "2024-06-01", "[1,2]",
            '{"a":1,"b":"é"}', '{"k":1.5}', "true", "0.1", None, "5b3c5b1e-0000-4000-8000-000000000001",
        )
    }  # fmt: skip


def test_parquet_knows_its_rows(tmp_path: Path) -> None:
    world = FilesWorld(tmp_path / "exports")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM range(3000)) TO '{world.folder}/many.parquet' (FORMAT parquet)")
    world.write("torn.parquet", "PAR1")
    with world.open() as source:
        many, torn = source.tables()
        assert (many.rows_estimate, torn.rows_estimate) == (3000, None)
        assert "torn.parquet is damaged" in torn.comment
        assert not torn.readable
        assert source.row_estimate(TableSelection(TableRef("", "many.parquet"))) == 3000


def test_only_a_file_that_was_seen_whole_has_no_rows(tmp_path: Path) -> None:
    world = FilesWorld(tmp_path / "exports")
    world.write("a.csv", "id;name\n")
    world.write("b.csv", "id,name\n1,A\n")
    world.write("c.jsonl", "")
    world.write("d.jsonl", '{"id": 1, "text": "' + "x" * 1_200_000 + '"}')
    with world.open() as source:
        found = {info.ref.name: (info.rows_estimate, info.empty) for info in source.tables()}
    assert found == {"a.csv": (0, True), "b.csv": (1, False), "c.jsonl": (0, True), "d.jsonl": (None, False)}


def test_json_lines_keep_their_digits(world: FilesWorld) -> None:
    table = world.write(
        "events.jsonl",
        '\ufeff{"id": 1, "v": 1.50, "t": "x"}\nnot\n{"id": 2, "v": {"a": [1.10, true, null]}}\n[1]\n\n'
        '{"id": 3, "v": 12345678901234567890.1230, "late": "é\\u0000"}\n',
    )
    with world.open() as source:
        assert [column.name for column in source.columns(table)] == ["id", "v", "t", "late"]
        with source.read(plan(table, "id", "v late")) as reader:
            found = everything(reader)
            assert faults_of(reader) == dict.fromkeys(("(line 2)", "(line 4)"), "This is no JSON object")
    assert {key[0]: value for key, value in found.items() if str(key[0]).isdecimal()} == {
        "1": ("1.50", None), "2": ('{"a": [1.10, true, null]}', None), "3": ("12345678901234567890.1230", "é\0"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    ['[{"id": 1,\n "v": "a"}, {"id": 2}]', '{"id": 1,\n"v": "a"}\n{"id": 2}', '{"id": 1, "v": "a"}\n{"id": 2}'],
)
def test_json_may_be_one_array_or_objects(world: FilesWorld, content: str) -> None:
    table = world.write("events.json", content)
    with world.open() as source, source.read(plan(table, "id", "v")) as reader:
        assert everything(reader) == {("1",): ("a",), ("2",): (None,)}


@pytest.mark.parametrize("content", ['[{"id": 1}, {"id": 2}', '[{"id": 1}] x', '{"id": 1,\n"v":'])
def test_json_that_breaks_off_is_damaged(world: FilesWorld, content: str) -> None:
    table = world.write("events.json", content)
    with (
        world.open() as source,
        pytest.raises(SourceError, match=r"events\.json is damaged"),
        source.read(plan(table, "id", "id")) as reader,
    ):
        list(reader.rows())


# ------------------------------------------------------------------------------------------------------ packed files


def test_packed_files_are_read_as_they_are(world: FilesWorld) -> None:
    orders = world.write("orders.csv.gz", gzip.compress("id;größe\n1;Jürgen\n".encode("cp1252")))
    events = world.write("events.jsonl.gz", gzip.compress(b'{"id": 1}\n{"id": 2}\n'))
    tabs = world.write("tabs.tsv.gz", gzip.compress(b"id\tname\n1\tA,B\n"))
    with world.open() as source:
        assert [info.comment for info in source.tables()] == [
            "JSON", "CSV, Windows-1252, separated by semicolons, header in line 1",
            "CSV, UTF-8, separated by tabs, header in line 1",
        ]  # fmt: skip
        with source.read(plan(orders, "id", "größe")) as reader:
            assert everything(reader) == {("1",): ("Jürgen",)}
        assert source.sample(TableSelection(events), 5).rows == (("1",), ("2",))
        assert source.sample(TableSelection(tabs), 5).rows == (("1", "A,B"),)
        assert source.sample(QuerySelection("SELECT id FROM orders"), 5).rows == (("1",),)
    (world.folder / "orders.csv.gz").rename(world.folder / "export")
    with open_source(draft(world.folder / "export"), None) as source:
        assert source.sample(TableSelection(TableRef("", "export")), 5).rows == (("1", "Jürgen"),)


def test_packed_files_that_are_torn_or_too_large_say_so(world: FilesWorld) -> None:
    whole = gzip.compress(b"id,name\n" + b"1,Anna\n" * 1_000)
    torn = world.write("torn.csv.gz", whole[:-20])
    bomb = world.write("bomb.csv.gz", gzip.compress(bytes(201_000_000)))
    with world.open() as source:
        with pytest.raises(SourceError, match=r"torn\.csv\.gz is damaged"):
            source.columns(torn)
        with pytest.raises(SourceError, match="when it is unpacked; that is too much"):
            source.columns(bomb)


def test_files_that_are_packed_otherwise_are_named(world: FilesWorld) -> None:
    world.write("a.csv", "id\n1\n")
    world.write("b.csv.zst", b"\x28\xb5\x2f\xfd" + bytes(20))
    world.write("export", b"BZh91AY" + bytes(20))
    world.write("picture", b"\x89PNG\r\n\x1a\n" + bytes(20))
    with world.open() as source:
        assert isinstance(source, FilesSource)
        listing = source.listing()
        assert [table.ref.name for table in listing.tables] == ["a.csv"]
        assert "b.csv.zst is packed in a way" in listing.problems[0]
    for name, words in (("b.csv.zst", "packed in a way"), ("export", "packed in a way"), ("picture", "damaged")):
        with open_source(draft(world.folder / name), None) as source, pytest.raises(SourceError, match=words) as caught:
            source.tables()
        assert caught.value.hint
