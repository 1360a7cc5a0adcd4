"""Files of text: how they are written, the values in them, and lines that are no rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.errors import (
    InputError,
    SourceError,
)
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests.adapters.sources.contract import everything, hashes, plan, scanned_hashes
from tests.adapters.sources.files_world import FilesWorld, draft, faults_of


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#[1]{a}")


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


@pytest.mark.parametrize(
    "extras", [{"encoding": "klingon"}, {"delimiter": "ab"}, {"header": "perhaps"}, {"header": "0"}]
)
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


@pytest.mark.parametrize(
    ("content", "label", "rows"),
    [
        ("sep=;\nid;name\n1;Anna\n", "separated by semicolons, header in line 2", [("id", "name"), ("1", "Anna")]),
        ("Sales 2024\n\nid,name,x\n1,A,B\n2,C,D\n", "separated by commas, header in line 3",
         [("id", "name", "x"), ("1", "A", "B"), ("2", "C", "D")]),
        ("Sales,,,\nby,Anna,,\nid,name,x,y\n1,A,B,C\n", "separated by commas, header in line 3",
         [("id", "name", "x", "y"), ("1", "A", "B", "C")]),
        ("Region,2021,2022\nN,1,2\n", "separated by commas, header in line 1",
         [("Region", "2021", "2022"), ("N", "1", "2")]),
        ("Anna,2021,2022\nBert,2020,2023\n", "separated by commas, no header",
         [("column 1", "column 2", "column 3"), ("Anna", "2021", "2022"), ("Bert", "2020", "2023")]),
    ],
)  # fmt: skip
def test_lines_above_the_header_are_no_rows(
    world: FilesWorld, content: str, label: str, rows: list[tuple[str, ...]]
) -> None:
    table = world.write("report.csv", content)
    with world.open() as source:
        names = tuple(column.name for column in source.columns(table))
        assert source.tables()[0].comment == f"CSV, UTF-8, {label}"
        found = [names, *source.sample(TableSelection(table), 9).rows]
        assert found == rows
        assert source.row_estimate(TableSelection(table)) in (len(rows) - 1, len(rows))


def test_the_line_with_the_header_can_be_said(world: FilesWorld) -> None:
    table = world.write("notes.csv", '# made by x\n"two\nlines"\nid,name\n1,Anna\n2\n')
    with (
        open_source(draft(world.folder, header="4", delimiter=","), None) as source,
        source.read(plan(table, "id", "name")) as reader,
    ):
        assert everything(reader) == {("1",): ("Anna",), ("(line 6)",): (None,)}


def test_a_file_with_some_broken_characters_is_not_taken_for_another_encoding(world: FilesWorld) -> None:
    table = world.write("mixed.csv", "id,name\n1,Jürgen\n".encode() + "2,Müller\n".encode("cp1252"))
    with world.open() as source, source.read(plan(table, "id", "name")) as reader:
        assert everything(reader) == {("1",): ("Jürgen",), ("(line 3)",): (None,)}


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
