"""Statements that carry thousands of rows at once. Must not know what the rows are.

Python's sqlite3 lets go of the interpreter's lock for each step of a statement and takes it back after it. Beside a
thread that computes, each taking back waits up to the switch interval of 5 ms: a step a row made writing fifty times
slower. So rows go in by few long steps, and what is looked up comes back as one row.

Handing over 32,000 values holds that lock for 4 ms, though, for which a window stands still. A program whose threads
take shorter turns has somebody who waits for an answer: it gets shorter statements.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any  # what a statement returns is known by whoever wrote it

_SIZES = (1, 16, 256, 512, 2_048, 8_192)
"""Rows a statement has room for. Few sizes, so that each statement is compiled once and kept."""

_SHORT_TURN_S, _SHORT_ROWS = 0.0005, 512

_MOST_VALUES = 32_766
"""What SQLite allows since 3.32 unless it was built otherwise."""

ROWS = "{rows}"
"""Where the rows go in a statement: a table with the columns column1, column2, ..."""

IDS = "(SELECT value FROM json_each(?))"
"""A list of whole numbers as one value of a statement; `ids` makes the value."""


def ids(numbers: Sequence[int]) -> str:
    return json.dumps(numbers if isinstance(numbers, list) else list(numbers))


def run_with_rows(
    connection: sqlite3.Connection, statement: str, width: int, values: Sequence[object], before: Sequence[object] = ()
) -> list[Any]:
    """Runs a statement with ROWS in it, as often as it takes to carry all rows; returns what it returned each time.

    values: row by row, `width` values each. before: values of the statement's other question marks, all before ROWS.
    """
    room = max(1, (_most_values(connection) - len(before) - 1) // width)
    most = min(room, _SHORT_ROWS) if sys.getswitchinterval() <= _SHORT_TURN_S else room
    sizes = [size for size in _SIZES if size <= most]
    returned: list[Any] = []
    for start in range(0, len(values), sizes[-1] * width):
        part = values[start : start + sizes[-1] * width]
        rows = len(part) // width
        size = next(size for size in sizes if size >= rows)
        unused = [None] * (size * width - len(part))
        returned += connection.execute(_statement(statement, width, size), (*before, *part, *unused, rows)).fetchall()
    return returned


def _most_values(connection: sqlite3.Connection) -> int:
    return min(_MOST_VALUES, connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))


@lru_cache(maxsize=200)
def _statement(statement: str, width: int, size: int) -> str:
    row = f"({','.join('?' * width)})"
    return statement.replace(ROWS, f"(SELECT * FROM (VALUES {','.join([row] * size)}) LIMIT ?)")
