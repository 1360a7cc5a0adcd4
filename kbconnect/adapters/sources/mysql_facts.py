"""What MySQL and MariaDB can tell of columns as cursors: indexes, defaults, triggers, and a sample of the values.

Owns these queries; each takes a moment on a table of any size. The servers keep no statistics of values that an account
for reading could ask for, so all shares are of the sample: the first rows and, by an index, the last. What the facts
mean is core's to say. Must not read whole tables.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import kbconnect.adapters.sources.mysql_catalog as catalog
from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_statements import base_of, quote, relation_of
from kbconnect.core.cursor_facts import CursorFacts, CursorSample, SelectionFacts, assigns, with_sample
from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, Selection, TableRef

_COMPARE_RATE = 150_000.0
"""Of rows of some 384 characters, by a server close by."""

_SAMPLED_ROWS = 10_000
_TIMES = {"date": None, "datetime": False, "timestamp": True}
"""The types of times, and whether a value names one instant wherever it was written; of a date that is no question."""

_NUMBERS = frozenset(
    {
        "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year", "decimal", "numeric", "dec", "fixed",
        "float", "double", "real",
    }
)  # fmt: skip

_COLUMNS = """
SELECT c.COLUMN_NAME, c.EXTRA, COALESCE(c.COLUMN_DEFAULT, ''),
       EXISTS (SELECT 1 FROM information_schema.STATISTICS s WHERE s.TABLE_SCHEMA = c.TABLE_SCHEMA
               AND s.TABLE_NAME = c.TABLE_NAME AND s.SEQ_IN_INDEX = 1 AND s.COLUMN_NAME = c.COLUMN_NAME
               AND s.INDEX_TYPE = 'BTREE')
FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = %s AND c.TABLE_NAME = %s
"""
_TRIGGERS = """
SELECT ACTION_STATEMENT FROM information_schema.TRIGGERS
WHERE EVENT_OBJECT_SCHEMA = %s AND EVENT_OBJECT_TABLE = %s AND EVENT_MANIPULATION = 'UPDATE'
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue says of a table: of each column (extra, default, indexed), and the code of its triggers."""

    columns: dict[str, tuple[str, str, bool]]
    triggers: tuple[str, ...]
    is_view: bool


def cursor_facts(session: Session, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
    """Facts of those of the columns that are times or numbers. Raises pymysql.MySQLError."""
    ordered = [
        column
        for column in columns
        if (base_of(column.type) in _TIMES or base_of(column.type) in _NUMBERS)
        and column.kind is not ColumnKind.BOOLEAN
    ]
    known, rows = None, None
    if not isinstance(selection, QuerySelection):
        known, rows = _known(session, selection.table), catalog.rows_estimate(session, selection.table)
    facts = [_facts(column, known) for column in ordered]
    if facts:
        facts = list(with_sample(facts, _sample(session, selection, ordered, facts)))
    return SelectionFacts(tuple(facts), _COMPARE_RATE, rows)


def _known(session: Session, table: TableRef) -> _Known:
    place = (table.schema, table.name)
    columns = {name: (extra, default, bool(indexed)) for name, extra, default, indexed in session.rows(_COLUMNS, place)}
    triggers = tuple(code for (code,) in session.rows(_TRIGGERS, place))
    return _Known(columns, triggers, catalog.rows_estimate(session, table) is None)


def _facts(column: ColumnInfo, known: _Known | None) -> CursorFacts:
    base = base_of(column.type)
    facts = CursorFacts(column.name, is_time=base in _TIMES, is_number=base in _NUMBERS, time_zone=_TIMES.get(base))
    found = known.columns.get(column.name) if known is not None else None
    if known is None or found is None:
        return facts
    extra, default, indexed = found
    extra, default = extra.lower(), default.lower()
    return replace(
        facts,
        # Views have none of their own, and whether those beneath serve is the planner's to know.
        indexed=None if known.is_view else indexed,
        default_now="current_timestamp" in default or "now()" in default,
        from_sequence="auto_increment" in extra or "nextval(" in default,
        maintained="on update current_timestamp" in extra or any(assigns(code, column.name) for code in known.triggers),
    )


def _sample(
    session: Session, selection: Selection, columns: Sequence[ColumnInfo], facts: Sequence[CursorFacts]
) -> CursorSample:
    values = ", ".join(map(_as_float, columns))
    statement = f"SELECT {values} FROM {relation_of(selection)}"
    by = next((each.column for each in facts if each.indexed), None)
    half = _SAMPLED_ROWS // 2
    found = session.rows(f"{statement} LIMIT {_SAMPLED_ROWS if by is None else half}")
    if by is not None and len(found) == half:
        found += session.rows(f"{statement} ORDER BY q.{quote(by)} DESC LIMIT {half}")
    ((now,),) = session.rows("SELECT UNIX_TIMESTAMP(NOW(6)) + 0e0")
    return CursorSample([[_finite(value) for value in row] for row in found], float(now))


def _as_float(column: ColumnInfo) -> str:
    name = f"q.{quote(column.name)}"
    if base_of(column.type) in _TIMES:
        # A date of zeros has no place in time.
        return f"IF({name} > '0001-01-01', TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {name}) / 1e6, NULL)"
    return f"({name} + 0e0)"


def _finite(value: Any) -> float | None:  # Any: the driver makes numbers of several types
    return None if value is None else float(value) if math.isfinite(value) else math.nan
