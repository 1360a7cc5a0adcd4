"""Files and folders: the contract, and what only files do."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.files_errors import translate
from kbconnect.adapters.sources.files_text import form_of
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.discovery import suggest, suggest_mapping
from kbconnect.core.errors import (
    ColumnMissingError,
    DatabaseMissingError,
    InputError,
    QueryFailedError,
    SourceConflictError,
    SourceError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources.contract import SourceContract, World, everything, hashes, plan, scanned_hashes
from tests.adapters.sources.files_world import FilesWorld, draft, faults_of
from tests.adapters.sources.workbooks import ODS_BOMB, write_ods, write_xlsx


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


# ------------------------------------------------------------------------------------------------ how text is written

UMLAUTS = "id;größe\n1;Jürgen\n2;Müller – “x”\n"


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (UMLAUTS.encode(), "CSV, UTF-8, separated by semicolons, header in line 1"),
        (b"\xef\xbb\xbf" + UMLAUTS.encode(), "CSV, UTF-8, separated by semicolons, header in line 1"),
        (UMLAUTS.encode("utf-16"), "CSV, UTF-16, separated by semicolons, header in line 1"),
        (UMLAUTS.encode("utf-16-be"), "CSV, UTF-16, separated by semicolons, header in line 1"),
        (UMLAUTS.encode("cp1252"), "CSV, Windows-1252, separated by semicolons, header in line 1"),
        (UMLAUTS.replace("\n", "\r\n").encode(), "CSV, UTF-8, separated by semicolons, header in line 1"),
        (UMLAUTS.replace("\n", "\r").encode(), "CSV, UTF-8, separated by semicolons, header in line 1"),
        (UMLAUTS.replace(";", "\t").encode(), "CSV, UTF-8, separated by tabs, header in line 1"),
        (UMLAUTS.replace(";", "|").encode(), "CSV, UTF-8, separated by |, header in line 1"),
    ],
)
def test_how_a_file_is_written_is_found_out_and_told(world: FilesWorld, content: bytes, label: str) -> None:
    table = world.write("people.csv", content)
    with world.open() as source:
        assert [info.comment for info in source.tables()] == [label]
        assert [column.name for column in source.columns(table)] == ["id", "größe"]
        with source.read(plan(table, "id", "größe")) as reader:
            assert everything(reader) == {("1",): ("Jürgen",), ("2",): ("Müller – “x”",)}


def test_what_somebody_says_goes_over_what_is_found_out(world: FilesWorld) -> None:
    world.write("codes.csv", "1;2,5\n2;3,5\n".encode("latin-1"))
    world.write("names.csv", "ид,имя\n1,Анна\n".encode("cp1251"))
    with open_source(draft(world.folder / "codes.csv", header="yes", delimiter=","), None) as source:
        assert [column.name for column in source.columns(TableRef("", "codes.csv"))] == ["1;2", "5"]
    with open_source(draft(world.folder / "names.csv", encoding="windows-1251"), None) as source:
        assert source.sample(TableSelection(TableRef("", "names.csv")), 5).rows == (("1", "Анна"),)


@pytest.mark.parametrize("extras", [{"encoding": "klingon"}, {"delimiter": "ab"}, {"header": "perhaps"}])
def test_an_option_that_makes_no_sense_is_named(world: FilesWorld, extras: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught, open_source(draft(world.folder, **extras), None):
        pass
    assert next(iter(extras.values())) in caught.value.message


def test_line_ends_of_several_kinds_part_rows(world: FilesWorld) -> None:
    table = world.write("mixed.csv", 'id,body\n1,a\r\n2,"b\rc\r\nd"\r3,e\n')
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        assert everything(reader) == {("1",): ("a",), ("2",): ("b\rc\r\nd",), ("3",): ("e",)}


def test_a_file_without_a_header_gets_names(world: FilesWorld) -> None:
    table = world.write("rows.csv", "1,Anna,2024-01-01\n2,Bert,2024-02-02\n")
    with world.open() as source:
        assert [column.name for column in source.columns(table)] == ["column 1", "column 2", "column 3"]
        assert len(source.sample(TableSelection(table), 5).rows) == 2


def test_names_that_are_equal_or_blank_are_told_apart(world: FilesWorld) -> None:
    table = world.write("odd.csv", "id,,Name,name,NAME\n1,a,b,c,d\n")
    with world.open() as source:
        assert [column.name for column in source.columns(table)] == ["id", "column 2", "Name", "name (2)", "NAME (3)"]
        assert source.sample(QuerySelection('SELECT "name (2)" FROM "odd.csv"'), 5).rows == (("c",),)


# --------------------------------------------------------------------------------------------------- values


def test_values_stay_as_they_are_written_whatever_they_are_taken_for(world: FilesWorld) -> None:
    rows = ["00123,1.50,1,5", "+4,1e3,2,x", "12345678901234567890123,0.10000000000000000001,3,1.234,5"]
    content = "code;price;n;comma\n" + "\n".join(row.replace(",", ";", 3) for row in rows) + "\n"
    table = world.write("codes.csv", content)
    with world.open() as source, source.read(plan(table, "n", "code price comma")) as reader:
        assert everything(reader) == {
            ("1",): ("00123", "1.50", "5"),
            ("2",): ("+4", "1e3", "x"),
            ("3",): ("12345678901234567890123", "0.10000000000000000001", "1.234,5"),
        }


def test_a_kind_is_that_of_all_values_and_not_of_the_first(world: FilesWorld) -> None:
    many = "".join(f"{n},{n},{n}.5,2024-01-01,true,2024-01-01 10:00:00\n" for n in range(5_000))
    names = ("id", "count", "price", "day", "open", "at")
    table = world.write("numbers.csv", ",".join(names) + "\n" + many)
    odd = world.write("odd.csv", ",".join(names) + "\n" + many + "5000,n/a,,tomorrow,maybe,later\n")
    with world.open() as source:
        kinds = [column.kind.value for column in source.columns(table)]
        assert kinds == ["integer", "integer", "number", "date", "boolean", "timestamp"]
        assert [column.kind.value for column in source.columns(odd)] == [
            "integer", "text", "number", "text", "text", "text",
        ]  # fmt: skip
        with source.read(plan(odd, "id", "count", "day")) as reader:
            assert everything(reader)["5000",] == ("n/a", "tomorrow")


def test_an_empty_text_is_none_and_a_quoted_one_is_empty(world: FilesWorld) -> None:
    table = world.write("notes.csv", 'id,body\n1,\n2,""\n3,NULL\n')
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        assert everything(reader) == {("1",): (None,), ("2",): ("",), ("3",): ("NULL",)}


# ------------------------------------------------------------------------------------------------ lines, no rows


def test_lines_that_are_no_rows_are_rejected_one_by_one(world: FilesWorld) -> None:
    content = b'id,body\n1,"a\nb"\n2\n3,c,d\n4,"x"y\n' + b"5,\xff\xfe\n" + "6,ä ö ü ß é è\n".encode()
    table = world.write("orders.csv", content)
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        assert everything(reader) == {
            ("1",): ("a\nb",), ("6",): ("ä ö ü ß é è",),
            **{(f"(line {line})",): (None,) for line in (4, 5, 6, 7)},
        }  # fmt: skip
        assert faults_of(reader) == {
            "(line 4)": "Line 4 has too few cells: 1 instead of 2",
            "(line 5)": "Line 5 has too many cells: 3 instead of 2",
            "(line 6)": "Line 6 has a quote in a cell that isn't doubled, or one that isn't closed",
            "(line 7)": "Line 7 holds bytes that are no characters of the file's encoding",
        }
        scanned = scanned_hashes(reader)
        assert hashes(reader.rows()) == scanned
        assert hashes(reader.rows_by_key(list(scanned))) == scanned
        assert [key for batch in list(reader.keys()) for key in batch.keys] == list(scanned)


def test_a_quote_that_is_never_closed_stops_the_reading(world: FilesWorld) -> None:
    table = world.write("orders.csv", 'id,body\n1,a\n2,"b\n3,c\n4,d\n')
    with (
        world.open() as source,
        source.read(plan(table, "id", "body")) as reader,
        pytest.raises(SourceError, match=r"line 3 of orders\.csv is never closed"),
    ):
        list(reader.fingerprints())


def test_a_line_longer_than_any_buffer_is_never_left_out_silently(world: FilesWorld) -> None:
    long = world.write("long.csv", b"id,body\n1," + b"x" * 30_000_000 + b"\n2,b\n")
    endless = world.write("endless.csv", b"id,body\n1," + b"x" * 65_000_000 + b"\n2,b\n")
    with world.open() as source:
        with source.read(plan(long, "id", "body")) as reader:
            assert faults_of(reader) == {"(line 2)": "Line 2 is too long to be read (30 MB)"}
        with pytest.raises(SourceError, match="longer than 60 MB"), source.read(plan(endless, "id", "body")):
            pass


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


# --------------------------------------------------------------------------------------------------- other formats


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


def test_each_sheet_of_a_workbook_is_a_table(world: FilesWorld) -> None:
    path = world.folder / "shop.xlsx"
    write_xlsx(
        path,
        {
            "Orders": [["id", "what", "price", "day", "open"], [1.0, " tea ", 2.5, "date:45292", True], [2, None, 3]],
            "Süd & Ost": [[None], [None, "code"], [None, "00123"]],
            "Empty": [],
        },
    )
    orders, south = TableRef("shop.xlsx", "Orders"), TableRef("shop.xlsx", "Süd & Ost")
    with world.open() as source:
        assert [info.ref for info in source.tables()] == [TableRef("shop.xlsx", "Empty"), orders, south]
        assert [column.kind.value for column in source.columns(orders)] == [
            "integer", "text", "number", "date", "boolean",
        ]  # fmt: skip
        with source.read(plan(orders, "id", "what price day open")) as reader:
            assert everything(reader) == {
                ("1",): (" tea ", "2.5", "2024-01-01", "true"), ("2",): (None, "3", None, None),
            }  # fmt: skip
        assert source.sample(TableSelection(south), 5).rows[0][-1] == "00123"
        assert source.columns(TableRef("shop.xlsx", "Empty")) == ()
        assert source.sample(QuerySelection('SELECT what FROM "shop.xlsx"."Orders" WHERE id = 1'), 5).rows == (
            (" tea ",),
        )
    with open_source(draft(path), None) as source:
        assert [info.ref.schema for info in source.tables()] == ["", "", ""]


def test_a_sheet_of_another_program_reads_the_same(world: FilesWorld) -> None:
    write_ods(world.folder / "shop.ods", "Orders", [["id", "what"], [1.0, "tea & more"], [2.5, None]])
    table = TableRef("shop.ods", "Orders")
    with world.open() as source, source.read(plan(table, "id", "what")) as reader:
        assert everything(reader) == {("1",): ("tea & more",), ("2.5",): (None,)}


def test_a_workbook_that_can_not_be_opened_says_so(world: FilesWorld) -> None:
    world.write("good.csv", "id\n1\n")
    world.write("locked.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    world.write("torn.xlsx", b"PK\x03\x04" + b"\0" * 100)
    with world.open() as source:
        found = {info.ref.name: info for info in source.tables()}
        assert found["good.csv"].readable
        assert not found["locked.xlsx"].readable
        assert "password" in found["locked.xlsx"].comment
        assert "damaged" in found["torn.xlsx"].comment
        with pytest.raises(SourceError, match="password"):
            source.columns(TableRef("locked.xlsx", "Orders"))


def test_a_workbook_made_to_fill_the_memory_is_refused(world: FilesWorld) -> None:
    write_xlsx(world.folder / "far.xlsx", {"A": [["id"]]}, raw='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    write_xlsx(world.folder / "bomb.xlsx", {"A": [["id"]]}, raw=" " * 210_000_000)
    write_ods(world.folder / "far.ods", "A", [["id"]], raw=ODS_BOMB)
    with world.open() as source:
        for workbook in ("far.xlsx", "far.ods"):
            with pytest.raises(SourceError, match="more cells than fit"):
                source.columns(TableRef(workbook, "A"))
        with pytest.raises(SourceError, match="210 MB when it is unpacked"):
            source.columns(TableRef("bomb.xlsx", "A"))


# --------------------------------------------------------------------------------------------------- folders


def test_a_folder_is_looked_through_with_its_subfolders(world: FilesWorld, tmp_path: Path) -> None:
    world.write("a.csv", "id\n1\n")
    world.write("2024/b.csv", "id\n1\n")
    world.write(".hidden/c.csv", "id\n1\n")
    world.write("~$open.xlsx", "x")
    world.write("readme.md", "x")
    world.write("/".join("d" * 9) + "/deep.csv", "id\n1\n")
    (tmp_path / "outside.csv").write_text("secret\n1\n")
    (world.folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    (world.folder / "linked").symlink_to(tmp_path)
    (world.folder / "same.csv").symlink_to(world.folder / "a.csv")
    with world.open() as source:
        assert [info.ref for info in source.tables()] == [
            TableRef("", "a.csv"), TableRef("", "same.csv"), TableRef("2024", "b.csv"),
        ]  # fmt: skip
        assert source.sample(QuerySelection('SELECT id FROM "2024"."b.csv"'), 1).rows == (("1",),)


@pytest.mark.parametrize("name", ["two\nlines.csv", "quo\"te's.csv", "[1-3]*{a,b}?.csv", "ünï🙂.csv"])
def test_a_file_may_have_any_name(world: FilesWorld, name: str) -> None:
    table = world.write(name, "id,body\n1,A\n")
    with world.open() as source, source.read(plan(table, "id", "body")) as reader:
        assert [info.ref for info in source.tables()] == [table]
        assert everything(reader) == {("1",): ("A",)}


@pytest.mark.skipif(os.name == "nt", reason="names are texts there")
def test_a_name_that_is_no_text_is_shown_as_its_bytes(world: FilesWorld) -> None:
    Path(os.fsdecode(os.fsencode(world.folder) + b"/caf\xe9.csv")).write_text("id,body\n1,A\n")
    with world.open() as source:
        (info,) = source.tables()
        assert info.ref.name == "caf\\xe9.csv"
        assert source.sample(TableSelection(info.ref), 1).rows == (("1", "A"),)


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


# --------------------------------------------------------------------------------------------------- files that change


def test_a_large_file_that_changes_while_it_is_read_stops_the_reading(
    world: FilesWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.files_pins.COPIED_BYTES", 100)
    world = FilesWorld(world.folder.with_name("plain"))
    table = world.create("big", ["id", "body"], [(str(number), "x" * 50) for number in range(2_000)])
    with world.open() as source, source.read(plan(table, "id", "body", batch_rows=100)) as reader:
        assert len(everything(reader)) == 2_000
        scan = reader.fingerprints()
        next(scan)
        world.insert(table, ("new", "row"))
        with pytest.raises(SourceConflictError, match=r"big\.csv changed") as caught:
            list(scan)
    assert caught.value.retryable


def test_a_file_that_changes_while_it_is_copied_stops_the_reading(
    world: FilesWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = world.create("small", ["id", "body"], [("1", "A")])
    looked = form_of

    def write_and_look(*arguments: object) -> object:
        world.insert(table, ("2", "B"))
        return looked(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr("kbconnect.adapters.sources.files_pins.form_of", write_and_look)
    with world.open() as source, pytest.raises(SourceConflictError), source.read(plan(table, "id", "body")):
        pass


def test_what_is_no_file_any_more_is_named(world: FilesWorld) -> None:
    table = world.write("orders.csv", "id\n1\n")
    single = draft(world.folder / "orders.csv")
    with open_source(single, None) as source:
        world.drop(table)
        (world.folder / "orders.csv").mkdir()
        assert source.tables() == ()
        (world.folder / "orders.csv").rmdir()
        with pytest.raises((TableMissingError, DatabaseMissingError)):
            source.columns(table)
    with pytest.raises(DatabaseMissingError), open_source(single, None):
        pass


@pytest.mark.parametrize("database", ["", "  ", "~nobody of this name/x.csv", "a\0b.csv", "a\ud800b.csv"])
def test_a_path_that_leads_nowhere_is_named(database: str) -> None:
    with (
        pytest.raises((InputError, DatabaseMissingError)) as caught,
        open_source(ConnectorDraft("f", "files", database=database), None),
    ):
        pass
    assert caught.value.hint


def test_an_emptied_file_has_no_rows_and_one_of_no_bytes_no_columns(world: FilesWorld) -> None:
    table = world.write("orders.csv", "id,body\n")
    with world.open() as source:
        with source.read(plan(table, "id", "body")) as reader:
            assert list(reader.fingerprints()) == []
        world.write("orders.csv", "")
        assert [info.comment for info in source.tables()] == ["An empty file"]
        with pytest.raises(ColumnMissingError, match="is empty"), source.read(plan(table, "id", "body")):
            pass


def test_nothing_is_left_behind(world: FilesWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    killed = tmp_path / "temporary" / "kbconnect-files-killed"
    killed.mkdir(parents=True)
    os.utime(killed, (0, 0))
    table = world.create("articles", ["id", "body"], [("1", "A")])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in world.folder.iterdir()}
    with world.open() as source:
        with source.read(plan(table, "id", "body")) as reader:
            assert everything(reader)
        (folder,) = (tmp_path / "temporary").iterdir()
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "temporary").iterdir()) == []
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in world.folder.iterdir()} == before


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
