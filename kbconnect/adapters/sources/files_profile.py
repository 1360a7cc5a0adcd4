"""What the columns of a file hold: of which kind their values are, and which of them could name a row.

A file declares nothing, so all its values are looked at: a kind is told only if every value is of it, and values stay
the texts they are. Owns these questions to DuckDB. Must not read rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from kbconnect.adapters.sources.files_relation import Relation, kind_of, text_of
from kbconnect.core.model import ColumnInfo, ColumnKind

ROW_NUMBER = "row number"
KEY_REASON = "Different in every row of the file; nothing sees to it that it stays so"
ROW_NUMBER_REASON = "No column is different in every row. Rows that move to another place count as changed"
_LONGEST_KEY = 100
_FIRST_ROWS = 2_000
_CANDIDATES = 8

_INTEGER = r"-?(0|[1-9][0-9]{0,17})"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class _TextKind:
    """A kind that texts can be of. pattern: for all of them, in Python's words and in DuckDB's alike."""

    kind: ColumnKind
    label: str
    pattern: str


# In each group the narrower first. Numbers with leading zeros or a plus are names: 00123 is not 123.
_GROUPS = (
    (
        _TextKind(ColumnKind.INTEGER, "whole number", _INTEGER),
        _TextKind(ColumnKind.NUMBER, "number", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?"),
        _TextKind(
            ColumnKind.NUMBER, "number with a decimal comma",
            r"-?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?",
        ),
    ),
    (_TextKind(ColumnKind.BOOLEAN, "true or false", "(?i)true|(?i)false"),),
    (
        _TextKind(ColumnKind.DATE, "date", _DAY),
        _TextKind(
            ColumnKind.TIMESTAMP, "time stamp",
            _DAY + r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?(Z|[-+][0-9]{2}(:?[0-9]{2})?))?)?",
        ),
    ),
    (
        _TextKind(
            ColumnKind.UUID, "UUID", r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
        ),
    ),
)  # fmt: skip
_TEXT = _TextKind(ColumnKind.TEXT, "text", "")


def columns_of(
    connection: duckdb.DuckDBPyConnection, relation: Relation, *, keys: bool, of: Collection[str] | None = None
) -> tuple[ColumnInfo, ...]:
    """The columns with their kinds. keys: also finds those that are different in every row, and offers the number of
    the row if there is none. of: only these are looked at, the others count as texts. Reads the whole file. Raises
    duckdb.Error."""
    places = range(len(relation.columns))
    kinds = _kinds(connection, relation, of) if relation.texts else {}
    columns = [
        ColumnInfo(
            column.name,
            kinds[place].label if place in kinds else column.type.lower(),
            kinds[place].kind if place in kinds else kind_of(column.type),
        )
        for place, column in zip(places, relation.columns, strict=True)
    ]
    return _with_keys(connection, relation, columns) if keys and columns else tuple(columns)


def row_number_name(relation: Relation) -> str:
    """What the column of row numbers is called: a name no column has."""
    names = {column.name.lower() for column in relation.columns}
    name, again = ROW_NUMBER, 2
    while name in names:
        name, again = f"{ROW_NUMBER} ({again})", again + 1
    return name


def row_number_column(relation: Relation) -> ColumnInfo:
    """The column of row numbers, as a key where there is none better."""
    return ColumnInfo(
        row_number_name(relation), "row number", ColumnKind.INTEGER, nullable=False, generated=True,
        comment="The place of the row in the file", key_reason=ROW_NUMBER_REASON,
    )  # fmt: skip


def _kinds(
    connection: duckdb.DuckDBPyConnection, relation: Relation, of: Collection[str] | None
) -> dict[int, _TextKind]:
    """The kind of each column by all of its values; the first rows only spare questions."""
    places = [place for place, column in enumerate(relation.columns) if of is None or column.name in of]
    found = dict.fromkeys(range(len(relation.columns)), _TEXT)
    if not places:
        return found
    listed = ", ".join(f"c{place}" for place in places)
    first = connection.execute(f"SELECT {listed} FROM {relation.sql} LIMIT {_FIRST_ROWS}").fetchall()
    asked: list[tuple[int, _TextKind]] = []
    for at, place in enumerate(places):
        values = {row[at] for row in first if row[at] is not None}
        asked += [(place, kind) for kind in _possible(values)]
    if not asked:
        return found
    tests = ", ".join(
        f"count(c{place}) FILTER (NOT regexp_full_match(c{place}, '{kind.pattern}')), count(c{place})"
        for place, kind in asked
    )
    counts = connection.execute(f"SELECT {tests} FROM {relation.sql}").fetchone() or ()
    for number, (place, kind) in reversed(list(enumerate(asked))):
        others, values_there = counts[2 * number : 2 * number + 2]
        if values_there and not others:
            found[place] = kind
    return found


def _possible(values: set[str]) -> Sequence[_TextKind]:
    """All that the values may be of; any, if there are none."""
    return [kind for group in _GROUPS for kind in group if all(re.fullmatch(_python(kind.pattern), v) for v in values)]


def _python(pattern: str) -> str:
    return "(?i:true|false)" if pattern.startswith("(?i)") else pattern


def _with_keys(
    connection: duckdb.DuckDBPyConnection, relation: Relation, columns: list[ColumnInfo]
) -> tuple[ColumnInfo, ...]:
    texts = [text_of(column, f"c{place}") for place, column in enumerate(relation.columns)]
    asked = ", ".join(
        f"count(c{place}), approx_count_distinct({text}), coalesce(max(strlen({text})), 0)"
        for place, text in enumerate(texts)
    )
    rows, *counts = connection.execute(f"SELECT count(*), {asked} FROM {relation.sql}").fetchone() or (0,)
    made: list[ColumnInfo] = []
    candidates = 0
    for place, column in enumerate(columns):
        filled, different, longest = counts[3 * place : 3 * place + 3]
        is_key = bool(
            rows
            and filled == rows
            and different > 0.8 * rows  # it is off by some hundredths
            and longest <= _LONGEST_KEY
            and column.kind in {ColumnKind.INTEGER, ColumnKind.TEXT, ColumnKind.UUID}
            and candidates < _CANDIDATES
        )
        if is_key:
            candidates += 1
            is_key = not connection.execute(
                f"SELECT 1 FROM (SELECT md5_number({texts[place]}) AS h FROM {relation.sql}) GROUP BY h "
                "HAVING count(*) > 1 LIMIT 1"
            ).fetchone()
        made.append(_as_key(column, nullable=filled < rows or not rows, reason=KEY_REASON if is_key else ""))
    if rows > 1 and not any(column.key_reason for column in made):
        made.append(row_number_column(relation))
    return tuple(made)


def _as_key(column: ColumnInfo, *, nullable: bool, reason: str) -> ColumnInfo:
    return ColumnInfo(column.name, column.type, column.kind, nullable=nullable, key_reason=reason)
