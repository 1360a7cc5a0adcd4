"""Folders of files, the names in them, and files that change or vanish while they are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.adapters.sources.files import FilesSource
from kbconnect.adapters.sources.files_text import form_of
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import (
    ColumnMissingError,
    DatabaseMissingError,
    InputError,
    SourceConflictError,
    TableMissingError,
)
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.files_world import FilesWorld, draft


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#[1]{a}")


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


def test_a_link_that_leads_nowhere_hides_no_other_table(world: FilesWorld) -> None:
    world.write("a.csv", "id\n1\n")
    (world.folder / "gone.csv").symlink_to(world.folder / "nowhere.csv")
    (world.folder / "loop.csv").symlink_to(world.folder / "loop.csv")
    with world.open() as source:
        assert isinstance(source, FilesSource)
        assert [info.ref for info in source.tables()] == [TableRef("", "a.csv")]
        problems = source.listing().problems
    for name in ("gone.csv", "loop.csv"):
        assert any(f"{name} is a link that leads to no file" in problem for problem in problems)


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
