"""Rows of texts in a file of our own, which DuckDB then reads: for what it can't read, or not without losing digits.

Owns its form: UTF-8, commas, every text quoted, nothing at all for NULL, and in front of each row its number in the
file it came from. Must not know what the rows are of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read. line: counted from 1. text: as much of it as its hash needs."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody should know of a file before its rows are used. Two sentences."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file of rows that was written. names: of the columns, without that of the row number. label: how it is told."""

    path: Path
    names: tuple[str, ...]
    bad: tuple[BadLine, ...] = ()
    label: str = ""
    notes: tuple[Note, ...] = ()


def written(number: int, row: Sequence[str | None]) -> str:
    """One row. number: its line."""
    cells = ['"' + cell.replace('"', '""') + '"' if cell is not None else "" for cell in row]
    return ",".join([str(number), *cells]) + "\n"
