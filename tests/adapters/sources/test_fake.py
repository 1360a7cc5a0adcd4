"""The fake keeps the contract, so that tests built on it say something."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

import pytest

from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import SourceError
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.ports import ReadPlan, Source
from tests.adapters.sources.contract import Row, SourceContract, World
from tests.fakes import FakeSource, FakeTable


class FakeWorld(World):
    def __init__(self) -> None:
        self.source = FakeSource()

    def open(self) -> AbstractContextManager[Source]:
        return self.source.open(ConnectorDraft("fake", "fake"), None)

    def create(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        key: Sequence[str] = (),
        *,
        integers: Sequence[str] = (),
    ) -> TableRef:
        ref = TableRef("", name)
        table = FakeTable.of("x", rows)
        named = [FakeTable.of("x", key="x" if [column] == list(key) else "").columns[0] for column in columns]
        table.columns = [
            type(column)(
                name,
                column.type,
                column.kind,
                nullable=name not in key,
                primary_key=list(key).index(name) + 1 if name in key else 0,
                unique=[name] == list(key),
            )
            for name, column in zip(columns, named, strict=True)
        ]
        self.source.tables[ref] = table
        return ref

    def insert(self, table: TableRef, row: Row) -> None:
        self.source.tables[table].rows.append(row)

    def drop(self, table: TableRef) -> None:
        del self.source.tables[table]

    def drop_column(self, table: TableRef, name: str) -> None:
        self.source.tables[table].drop_column(name)


class TestFakeSource(SourceContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()


def test_it_fails_at_the_row_it_is_told_to() -> None:
    ref = TableRef("", "articles")
    source = FakeSource({ref: FakeTable.of("id body", [(str(n), "A") for n in range(9)], key="id")})
    source.fail_at_row = 4
    plan = ReadPlan(TableSelection(ref), ("id",), ("body",), (), batch_rows=2)
    with source.open(ConnectorDraft("fake", "fake"), None) as session, session.read(plan) as reader:
        scan = reader.rows()
        assert len(next(scan).values) + len(next(scan).values) == 4
        with pytest.raises(SourceError, match="lost"):
            next(scan)
