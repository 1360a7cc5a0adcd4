"""Workbooks: what a person reads in a sheet is what arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.errors import (
    SourceError,
)
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.files_world import FilesWorld, draft
from tests.adapters.sources.workbooks import ODS_BOMB, write_ods, write_xlsx


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
