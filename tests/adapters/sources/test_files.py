"""Files and folders: the contract, and what only files do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbconnect.core.model import ColumnKind, TableSelection
from tests.adapters.sources.contract import SourceContract, World
from tests.adapters.sources.files_world import FilesWorld


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports 100%?#")


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
