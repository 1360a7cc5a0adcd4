"""Workbooks: what a person reads in a sheet is what arrives."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.files import FilesSource
from kbconnect.adapters.sources.files_check import check
from kbconnect.adapters.sources.files_container import has_ends
from kbconnect.core.connector import StepState
from kbconnect.core.errors import InputError, SourceError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.files_world import FilesWorld, draft
from tests.adapters.sources.workbooks import (
    ODS_BOMB,
    Cell,
    Formatted,
    Raw,
    write_ods,
    write_old,
    write_xlsb,
    write_xlsx,
)


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#[1]{a}")


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
    world.write("nothing.xlsx", b"")
    with world.open() as source:
        found = {info.ref.name: info for info in source.tables()}
        assert found["good.csv"].readable
        assert not found["locked.xlsx"].readable
        assert "password" in found["locked.xlsx"].comment
        assert "damaged" in found["torn.xlsx"].comment
        assert "not a single byte" in found["nothing.xlsx"].comment
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


# --------------------------------------------------------------------------------------------- as a person reads it


def rows_of(world: FilesWorld, table: TableRef, **extras: str) -> list[tuple[str | None, ...]]:
    """The names of the columns, and all rows."""
    with open_source(draft(world.folder, **extras), None) as source:
        names = tuple(column.name for column in source.columns(table) if not column.generated)
        rows = source.sample(TableSelection(table), 100).rows
    return [names, *(row[: len(names)] for row in rows)]


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.07 * 3, "0%", "21%"),
        (1 / 3, "0.0%", "33.3%"),
        (-0.5, "0%", "-50%"),
        (1067, "00000", "01067"),
        (3.3000000000000003, "0.00", "3.30"),
        (1234.5, '#,##0.00\\ "€"', "1234.50 €"),
        (1234.5, "[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00", "$1234.50"),
        (-7.25, '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-', "-7.25 €"),
        (0, '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-', "0.00 €"),
        (-5, "0;(0)", "-5"),
        (5, '0" days"', "5 days"),
        (2.5, "0.5", "2.5"),
        (1234567, "#,##0", "1234567"),
        (2.345, "0.00", "2.35"),
        (5, ";;;", "5"),
        (1234, "#,##0,", "1234"),
        (0.5, "# ?/?", "0.5"),
        (15000000000, "0.00E+00", "15000000000"),
        (7, "[>5]0.0;0", "7"),
        (7, "General", "7"),
        (7, '"semi;colon "0', "semi;colon 7"),
        (0.1 + 0.2, "@", "0.3"),
        (1234567890123456, "@", "1234567890123456"),
        (12345678901234567890.0, "@", "12345678901234567000"),
        (1e27, '"x"#,##0.00', f"x1{'0' * 27}.00"),
        (123456.5, f'"x"0.{"0" * 30}', f"x123456.5{'0' * 29}"),
        (1e300, "0%", f"1{'0' * 302}%"),
    ],
)
def test_a_number_is_what_the_sheet_shows(world: FilesWorld, number: float, code: str, shown: str) -> None:
    write_xlsx(world.folder / "a.xlsx", {"A": [["id", "n"], ["x", Formatted(number, code)]]})
    assert rows_of(world, TableRef("a.xlsx", "A"))[1] == ("x", shown)


def test_numbers_come_as_they_are_stored_if_somebody_says_so(world: FilesWorld) -> None:
    write_xlsx(world.folder / "a.xlsx", {"A": [["id", "n"], ["x", Formatted(0.125, "0.0%")]]})
    assert rows_of(world, TableRef("a.xlsx", "A"), values="stored")[1] == ("x", "0.125")
    with pytest.raises(InputError, match="perhaps"):
        rows_of(world, TableRef("a.xlsx", "A"), values="perhaps")


def test_formats_of_a_large_sheet_find_their_cells(world: FilesWorld) -> None:
    rows: list[list[Cell]] = [["id", "share", "note"]]
    rows += [[float(n), Formatted(n / 1000, "0.0%"), "x" * 300] for n in range(5_000)]
    write_xlsx(world.folder / "a.xlsx", {"A": rows})
    with world.open() as source, source.read(plan(TableRef("a.xlsx", "A"), "id", "share")) as reader:
        found = everything(reader)
    assert found == {(str(n),): (f"{n / 10:.1f}%",) for n in range(5_000)}


def test_times_are_times_whatever_day_they_are_counted_from(world: FilesWorld) -> None:
    cells: list[Cell] = [Formatted(1.2534722222222223, "[h]:mm"), Formatted(0.6041666666666666, "hh:mm")]
    rows: list[list[Cell]] = [["id", "day", "long", "at"], ["x", "date:45356.60434170139", *cells]]
    write_xlsx(world.folder / "new.xlsx", {"A": rows})
    write_xlsx(world.folder / "mac.xlsx", {"A": rows}, since_1904=True)
    write_old(world.folder / "old.xls")
    assert rows_of(world, TableRef("new.xlsx", "A"))[1] == ("x", "2024-03-05 14:30:15.123", "30:05:00", "14:30:00")
    assert rows_of(world, TableRef("mac.xlsx", "A"))[1][1] == "2028-03-06 14:30:15.123"
    write_ods(world.folder / "free.ods", "A", [["id", "long"], ["x", "PT30H05M00S"]])
    assert rows_of(world, TableRef("free.ods", "A"))[1] == ("x", "30:05:00")
    assert rows_of(world, TableRef("old.xls", "Old one")) == [
        ("id", "day", "at", "share", "who"),
        ("1", "2024-03-05", "14:30:00", "0.125", "Jürgen"),
        ("2", "2024-03-05 14:30:15", "30:00:00", "1067", "true"),
    ]


def test_texts_that_look_like_numbers_stay_texts(world: FilesWorld) -> None:
    long = "x" * 32_767
    rows: list[list[Cell]] = [
        ["id", "a", "b", "c"],
        ["00123", "123.50", "=1+1", long],
        ["1e5", "TRUE", "#N/A", "2024-03-05"],
    ]
    write_xlsx(world.folder / "a.xlsx", {'It\'s "2024"': rows})
    table = TableRef("a.xlsx", 'It\'s "2024"')
    with world.open() as source, source.read(plan(table, "id", "a b c")) as reader:
        assert everything(reader) == {
            ("00123",): ("123.50", "=1+1", long), ("1e5",): ("TRUE", "#N/A", "2024-03-05"),
        }  # fmt: skip
    assert rows_of(world, table)[1][0] == "00123"


def test_what_stands_above_the_header_is_no_row(world: FilesWorld) -> None:
    report: list[list[Cell]] = [
        ["Sales report", None, None, None], ["created on", "date:45292"], [], ["Region", "Product", "Q1", "Q2"],
        ["North", "Tea", 1, 2], [None, "Coffee", 3, 4], ["South", "Tea", 5, 6],
    ]  # fmt: skip
    groups: list[list[Cell]] = [
        ["Person", None, "Address"],
        ["first", "last", "street", "city"],
        ["Anna", "A", "S 1", "B"],
    ]
    years: list[list[Cell]] = [["Region", 2021, 2022], ["North", 1, 2]]
    days: list[list[Cell]] = [["Region", "date:45292", "date:45323"], ["North", 1, 2]]
    no_names: list[list[Cell]] = [["Anna", 2021, 2022], ["Bert", 2020, 2023]]
    pairs: list[list[Cell]] = [["Name", None], ["Anna", "x"]]
    write_xlsx(
        world.folder / "a.xlsx",
        {"Report": report, "Groups": groups, "Years": years, "Days": days, "No names": no_names, "Pairs": pairs},
        behind='<mergeCells><mergeCell ref="A5:A6"/><mergeCell ref="A1:D1"/></mergeCells>',
    )

    def first(sheet: str, **extras: str) -> tuple[str | None, ...]:
        return rows_of(world, TableRef("a.xlsx", sheet), **extras)[0]

    assert rows_of(world, TableRef("a.xlsx", "Report")) == [
        ("Region", "Product", "Q1", "Q2"), ("North", "Tea", "1", "2"), ("North", "Coffee", "3", "4"),
        ("South", "Tea", "5", "6"),
    ]  # fmt: skip
    assert first("Groups") == ("first", "last", "street", "city")
    assert first("Years") == ("Region", "2021", "2022")
    assert first("Days") == ("Region", "2024-01-01", "2024-02-01")
    assert first("No names") == ("column 1", "column 2", "column 3")
    assert first("Pairs") == ("Name", "column 2")
    assert first("Report", header="5") == ("North", "Tea", "1", "2")
    assert first("Report", header="yes") == ("Region", "Product", "Q1", "Q2")
    assert rows_of(world, TableRef("a.xlsx", "Report"), header="no")[1] == ("Sales report", None, None, None)
    assert rows_of(world, TableRef("a.xlsx", "Pairs"), header="99") == [()]


def test_names_that_are_empty_or_equal_are_told_apart(world: FilesWorld) -> None:
    write_xlsx(world.folder / "a.xlsx", {"A": [["id", "name", "name", None, "Name", " "], ["1", "a", "b", "c", "d"]]})
    assert rows_of(world, TableRef("a.xlsx", "A"))[0] == ("id", "name", "name (2)", "column 4", "Name (3)", "column 6")


def test_what_a_sheet_does_not_hold_is_told(world: FilesWorld, tmp_path: Path) -> None:
    error, formula = Raw(' t="e"', "<f>1/0</f><v>#DIV/0!</v>"), Raw("", "<f>SUM(A1:A2)</f><v></v>")
    known, empty = Raw("", "<f>1+1</f><v>2</v>"), Raw(' t="str"', '<f>IF(1,"")</f><v></v>')
    rows: list[list[Cell]] = [
        ["id", "a", "b"],
        ["x", error, formula],
        ["y", known, empty],
        ["z", Raw("", "<f>A1</f>"), None],
    ]
    path = tmp_path / "one.xlsx"
    write_xlsx(path, {"A": rows, "Secret": [["id"], ["1"]]}, hidden="Secret")
    with open_source(draft(path), None) as source:
        assert isinstance(source, FilesSource)
        tables = {table.ref.name: table for table in source.listing().tables}
        seen = source.inspect(tables["A"])
        assert seen.label == "Excel, header in line 1"
        assert [note.message for note in seen.notes] == [
            "The sheet holds 2 formulas that were never computed; their cells are read as empty.",
            "The sheet holds a cell with an error, such as #N/A; it is read as empty.",
        ]
        assert source.inspect(tables["Secret"]).notes == ()
        assert [info.comment for info in source.tables()] == ["Excel", "Excel, a hidden sheet"]
        assert source.sample(TableSelection(TableRef("", "A")), 5).rows == (
            ("x", None, None), ("y", "2", None), ("z", None, None),
        )  # fmt: skip


def test_a_test_of_the_connector_warns_of_it(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    write_xlsx(path, {"A": [["id", "a"], ["x", Raw("", "<f>SUM(A1:A2)</f><v></v>")]]})
    steps = {step.name: step for step in check(draft(path), lambda _: None, InlineContext()).steps}
    assert steps["read"].state is StepState.WARNING
    assert "never computed" in steps["read"].detail
    assert "save it" in steps["read"].hint


def test_a_workbook_of_records_reads_the_same(world: FilesWorld) -> None:
    write_xlsb(world.folder / "a.xlsb", [["id", "what"], [1.0, "tea"], [2.5, "Zoë"]])
    write_xlsb(world.folder / "far.xlsb", [["id"]], far=(1_048_575, 16_383))
    assert rows_of(world, TableRef("a.xlsb", "Sheet 1")) == [("id", "what"), ("1", "tea"), ("2.5", "Zoë")]
    with pytest.raises(SourceError, match="more cells than fit"):
        rows_of(world, TableRef("far.xlsb", "Sheet 1"))


def test_a_reader_that_gives_up_ends_in_a_sentence(world: FilesWorld, capfd: pytest.CaptureFixture[str]) -> None:
    good = world.folder.with_name("good.xlsb")
    write_xlsb(good, [["id", "what"], [1.0, "tea"]])
    with zipfile.ZipFile(good) as whole, zipfile.ZipFile(world.folder / "a.xlsb", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            bad.writestr(name, content[:9] + bytes(30) if name == "xl/workbook.bin" else content)
    with world.open() as source:
        (info,) = source.tables()
        assert not info.readable
        assert "a.xlsb is damaged" in info.comment
    capfd.readouterr()


def test_a_chain_without_end_is_damage(world: FilesWorld) -> None:
    """The reader would follow it for ever, and take memory for each turn."""
    path = world.folder / "a.xls"
    write_old(path)
    content = bytearray(path.read_bytes())
    assert has_ends(path)
    (table,) = struct.unpack_from("<I", content, 76)
    (directory,) = struct.unpack_from("<I", content, 48)
    follows = (table + 1) * 512
    refused = 0
    for sector in range(len(content) // 512 - 1):
        path.write_bytes(
            content[: follows + 4 * sector] + struct.pack("<I", sector) + content[follows + 4 * sector + 4 :]
        )
        refused += not has_ends(path)
    assert refused > 5
    path.write_bytes(
        content[: follows + 4 * directory] + struct.pack("<I", directory) + content[follows + 4 * directory + 4 :]
    )
    with pytest.raises(SourceError, match=r"a\.xls is damaged"):
        rows_of(world, TableRef("a.xls", "Old one"))


def test_a_table_of_sectors_that_is_listed_again_is_damage(world: FilesWorld) -> None:
    """Each time it would take memory: a small file could fill all of it."""
    path = world.folder / "a.xls"
    write_old(path)
    content = path.read_bytes()
    path.write_bytes(content[:80] + content[76:80] + content[84:])
    assert not has_ends(path)


def test_a_record_that_is_long_hides_no_cell_behind_it(world: FilesWorld) -> None:
    write_xlsb(world.folder / "far.xlsb", [["id"], ["long" * 150_000]], far=(1_048_575, 16_383))
    with pytest.raises(SourceError, match="more cells than fit"):
        rows_of(world, TableRef("far.xlsb", "Sheet 1"))


def test_what_is_made_to_take_long_does_not(world: FilesWorld) -> None:
    """Going through each of them grew with the square of its length: hours, which nobody could stop."""
    tag = f" x='{' r=&quot;A1&quot;'.replace('&quot;', chr(34)) * 200_000}'"
    blanks = Raw("", f"<f></f>{' ' * 300_000}<is/>")
    rows: list[list[Cell]] = [["id", "n"], [Formatted(0.5, "[$" * 100_000), Raw(tag, "<v>2</v>")], [1.0, blanks]]
    rows += [[Formatted(0.5, "0%"), Raw("", "<f></f>")]]
    write_xlsx(world.folder / "a.xlsx", {"A": rows})
    assert rows_of(world, TableRef("a.xlsx", "A"))[1:] == [("0.5", "2"), ("1", None), ("50%", None)]


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_broken_part_says_so(world: FilesWorld, tmp_path: Path, part: str) -> None:
    write_xlsx(tmp_path / "good.xlsx", {"A": [["id", "n"], ["x", Formatted(0.125, "0%")]]})
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(world.folder / "a.xlsx", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content[: len(content) // 2] if name == part else content)
    with pytest.raises(SourceError, match=r"a\.xlsx is damaged"):
        rows_of(world, TableRef("a.xlsx", "A"))
