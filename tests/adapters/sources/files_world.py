"""A folder of CSV files as their owner sees it; the hand that the contract's tests have on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra
from kbconnect.core.model import TableRef
from kbconnect.core.ports import Source, SourceReader
from tests.adapters.sources.world import Row, World


def line(cells: Sequence[str | None]) -> str:
    """As PostgreSQL and DuckDB write it: an empty text is quoted, NULL is nothing."""
    return ",".join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def draft(path: Path, **extras: str) -> ConnectorDraft:
    options = ConnectorOptions(extras=tuple(Extra(name, value) for name, value in extras.items()))
    return ConnectorDraft("files", "files", database=str(path), options=options)


class FilesWorld(World):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def draft(self, *, statement_timeout_s: int = 60) -> ConnectorDraft:
        made = draft(self.folder)
        return replace(made, options=replace(made.options, statement_timeout_s=statement_timeout_s))

    def open(self) -> AbstractContextManager[Source]:
        return open_source(self.draft(), None)

    def write(self, name: str, content: str | bytes) -> TableRef:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return TableRef("", name)

    def create(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        key: Sequence[str] = (),
        *,
        integers: Sequence[str] = (),
    ) -> TableRef:
        return self.write(f"{name}.csv", "".join(map(line, [columns, *rows])))

    def insert(self, table: TableRef, row: Row) -> None:
        with (self.folder / table.name).open("a", encoding="utf-8", newline="") as file:
            file.write(line(row))

    def drop(self, table: TableRef) -> None:
        (self.folder / table.name).unlink()

    def drop_column(self, table: TableRef, name: str) -> None:
        path = self.folder / table.name
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        place = header.index(name)
        kept = [row[:place] + row[place + 1 :] for row in [header, *rows]]
        beside = path.with_name("beside")
        beside.write_text("".join(map(line, kept)), encoding="utf-8", newline="")
        beside.replace(path)


def faults_of(reader: SourceReader) -> dict[str | None, str]:
    """Reasons by key of the rows that could not be read."""
    return {
        batch.fingerprints.keys[fault.row][0]: fault.reason for batch in list(reader.rows()) for fault in batch.faults
    }
