"""What PostgreSQL can tell of columns as cursors: indexes, defaults, triggers, statistics, and a sample of the values.

Owns these queries; each takes a moment on a table of any size. What the facts mean is core's to say. Must not read
whole tables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from kbconnect.adapters.sources.postgresql_catalog import base_types
from kbconnect.adapters.sources.postgresql_statements import quote, relation_of
from kbconnect.core.cursor_facts import CursorFacts, CursorSample, SelectionFacts, assigns, with_sample
from kbconnect.core.model import ColumnInfo, QuerySelection, Selection, TableRef

Connection = psycopg.Connection[tuple[Any, ...]]

_COMPARE_RATE = 250_000.0
"""Of rows of some 384 characters, by a server close by."""

_SAMPLED_ROWS = 10_000
_WHOLE_UP_TO = 50_000
"""A table of up to so many rows is sampled from its beginning; of a larger one, random pages are taken."""

_TIMES = {"timestamp with time zone": True, "timestamp without time zone": False, "date": None}
"""The types of times, and whether a value names one instant wherever it was written; of a date that is no question."""

_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})

_TABLE = """
SELECT c.oid::bigint, c.relkind::text, pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),
       pg_stat_get_tuples_deleted(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s
"""

_COLUMNS = """
SELECT a.attname,
       EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
               JOIN pg_catalog.pg_am m ON m.oid = i.relam AND m.amname IN ('btree', 'brin')
               WHERE x.indrelid = a.attrelid AND x.indisvalid AND x.indpred IS NULL AND x.indkey[0] = a.attnum),
       coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity <> '', s.null_frac::float8, s.n_distinct::float8
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
      AND s.inherited = (c.relkind = 'p')
WHERE a.attrelid = %s::oid AND a.attnum > 0 AND NOT a.attisdropped
"""

# Those that run when a row is updated: bit 4 of their type.
_TRIGGERS = """
SELECT p.prosrc || ' ' || encode(t.tgargs, 'escape'), string_to_array(encode(t.tgargs, 'escape'), '\\000')
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = %s::oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 16 <> 0
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue says of a table. n_distinct as in pg_stats: negative for a share of the rows."""

    columns: Mapping[str, tuple[bool, str, bool, float | None, float | None]]
    triggers: Sequence[tuple[str, Sequence[str]]]
    counts: tuple[int, int, int] | None
    kind: str


def cursor_facts(connection: Connection, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
    """Facts of those of the columns that are times or numbers. Raises psycopg.Error."""
    types = [
        base.split("(")[0] if "time zone" not in base else _unmodified(base) for base in _bases(connection, columns)
    ]
    ordered = [
        (column, base) for column, base in zip(columns, types, strict=True) if base in _TIMES or base in _NUMBERS
    ]
    rows = _row_estimate(connection, selection)
    known = None if isinstance(selection, QuerySelection) else _known(connection, selection.table)
    facts = [_facts(column.name, base, known, rows) for column, base in ordered]
    if facts:
        facts = list(with_sample(facts, _sample(connection, selection, ordered, rows, known)))
    inserted, updated, deleted = known.counts if known is not None and known.counts is not None else (None, None, None)
    return SelectionFacts(tuple(facts), _COMPARE_RATE, rows, inserted, updated, deleted)


def _bases(connection: Connection, columns: Sequence[ColumnInfo]) -> list[str]:
    return base_types(connection, [column.type for column in columns])


def _unmodified(base: str) -> str:
    """timestamp(3) with time zone -> timestamp with time zone"""
    before, _, behind = base.partition("(")
    return before + behind.partition(")")[2] if behind else base


def _known(connection: Connection, table: TableRef) -> _Known | None:
    found = connection.execute(_TABLE, (table.schema, table.name)).fetchone()
    if found is None:
        return None
    oid, kind, *counts = found
    columns = {name: tuple(rest) for name, *rest in connection.execute(_COLUMNS, (oid,)).fetchall()}
    triggers = connection.execute(_TRIGGERS, (oid,)).fetchall()
    # Nothing counted at all: the counters were reset, or the rows came before them.
    counted = kind == "r" and any(counts)
    return _Known(columns, triggers, (counts[0], counts[1], counts[2]) if counted else None, kind)


def _facts(name: str, base: str, known: _Known | None, rows: int | None) -> CursorFacts:
    found = known.columns.get(name) if known is not None else None
    is_time = base in _TIMES
    zone = _TIMES.get(base)
    if known is None or found is None:
        return CursorFacts(name, is_time=is_time, is_number=not is_time, time_zone=zone)
    indexed, default, is_identity, null_share, distinct = found
    if distinct is not None and null_share is not None:
        distinct = -distinct if distinct < 0 else distinct / max(rows or 0, distinct, 1.0)
        distinct = min(1.0, distinct / max(1e-9, 1 - null_share))
    written = default.lower()
    return CursorFacts(
        name,
        is_time=is_time,
        is_number=not is_time,
        null_share=null_share,
        distinct_share=distinct,
        # Views have none of their own, and whether those beneath serve is the planner's to know.
        indexed=indexed if known.kind not in {"v", "f"} else None,
        time_zone=zone,
        default_now=any(word in written for word in ("now()", "current_", "_timestamp()", "localtimestamp")),
        from_sequence=is_identity or "nextval(" in written,
        maintained=any(assigns(code, name) or name in arguments for code, arguments in known.triggers),
    )


def _row_estimate(connection: Connection, selection: Selection) -> int | None:
    found = connection.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {relation_of(selection)}".encode()).fetchone()
    return None if found is None else int(found[0][0]["Plan"]["Plan Rows"])


def _sample(
    connection: Connection,
    selection: Selection,
    columns: Sequence[tuple[ColumnInfo, str]],
    rows: int | None,
    known: _Known | None,
) -> CursorSample:
    relation = relation_of(selection)
    if known is not None and known.kind in {"r", "m", "p"} and rows is not None and rows > _WHOLE_UP_TO:
        relation += f" TABLESAMPLE SYSTEM ({120 * _SAMPLED_ROWS / rows!r}) REPEATABLE (1)"
    values = ", ".join(_as_float(column.name, base) for column, base in columns)
    found = connection.execute(
        f"SELECT extract(epoch FROM now())::float8, {values} FROM {relation} LIMIT {_SAMPLED_ROWS}".encode(),
        binary=True,
    ).fetchall()
    return CursorSample([[_finite(value) for value in row[1:]] for row in found], found[0][0] if found else 0.0)


def _as_float(name: str, base: str) -> str:
    column = f"q.{quote(name)}"
    if base in _TIMES:
        return f"extract(epoch FROM {column})::float8"
    # More than a floating-point number holds would be an error.
    return f"CASE WHEN abs({column}) < 1e300 THEN {column}::float8 END" if base == "numeric" else f"{column}::float8"


def _finite(value: float | None) -> float | None:
    return value if value is None or math.isfinite(value) else math.nan
