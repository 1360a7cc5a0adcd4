"""What files can tell of columns as cursors: a sample of the values, and nothing else. No index, default or trigger.

Owns the questions. Must not read whole files that are large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import duckdb

from kbconnect.adapters.sources.files_cursor import number_of, time_of
from kbconnect.adapters.sources.files_relation import Relation, text_of
from kbconnect.core.cursor_facts import CursorFacts, CursorSample, SelectionFacts, with_sample
from kbconnect.core.model import ColumnInfo, ColumnKind

_COMPARE_RATE = 500_000.0
"""Of rows of some 384 characters in CSV; 800,000 were measured on two cores."""

_SAMPLED_ROWS = 10_000
_FIRST_ROWS = 200_000
"""The sample is spread over so many rows of the beginning: all of a larger file would take too long."""

_TIMES = frozenset({ColumnKind.DATE, ColumnKind.TIMESTAMP})
_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.NUMBER})
_OPEN = frozenset({ColumnKind.TEXT, ColumnKind.OTHER})


def cursor_facts(
    connection: duckdb.DuckDBPyConnection, relation: Relation, columns: Sequence[ColumnInfo], rows: int | None
) -> SelectionFacts:
    """Facts of those of the columns that hold times or numbers. rows: about. Raises duckdb.Error."""
    asked = [
        (column, text_of(relation.columns[place], f"c{place}"))
        for column in columns
        if column.kind in _TIMES | _NUMBERS | _OPEN and (place := relation.place(column.name)) >= 0
    ]
    if not asked:
        return SelectionFacts((), _COMPARE_RATE, rows)
    values = ", ".join(
        f"{text} IS NOT NULL, {number_of(text)}::DOUBLE, {time_of(text)} / 1e6, "
        f"regexp_matches({text}, ':[0-9.:]* ?(Z|[-+][0-9]{{2}}(:?[0-9]{{2}})?)$')"
        for _, text in asked
    )
    found = connection.execute(
        f"SELECT {values} FROM (SELECT * FROM {relation.sql} LIMIT {_FIRST_ROWS}) AS q "
        f"USING SAMPLE reservoir({_SAMPLED_ROWS} ROWS) REPEATABLE (1)"
    ).fetchall()
    (now,) = connection.execute("SELECT epoch_us(now()) / 1e6").fetchone() or (0.0,)
    facts: list[CursorFacts] = []
    sample: list[list[float | None]] = []
    for number, (column, _) in enumerate(asked):
        cells = [row[4 * number : 4 * number + 4] for row in found]
        times = sum(1 for cell in cells if cell[2] is not None)
        numbers = sum(1 for cell in cells if cell[1] is not None)
        if column.kind in _OPEN and not times and not numbers:
            continue
        is_time = column.kind in _TIMES or (column.kind in _OPEN and times >= numbers)
        zoned = all(cell[3] for cell in cells if cell[2] is not None) if is_time and times else None
        facts.append(CursorFacts(column.name, is_time=is_time, is_number=not is_time, indexed=False, time_zone=zoned))
        sample.append([_value(cell, is_time=is_time) for cell in cells])
    rows_of_sample = [list(row) for row in zip(*sample, strict=True)] if sample else []
    return SelectionFacts(with_sample(facts, CursorSample(rows_of_sample, float(now))), _COMPARE_RATE, rows)


def _value(cell: Sequence[float | None], *, is_time: bool) -> float | None:
    is_there, number, time, _ = cell
    value = time if is_time else number
    if value is None:
        return math.nan if is_there else None
    return float(value)
