"""What a SQLite file can tell of columns as cursors: indexes, defaults, triggers, and a sample of the values.

Owns these queries. SQLite keeps no statistics of values, so all shares are of the sample: the first rows and the last.
Must not read whole tables.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import kbconnect.adapters.sources.sqlite_catalog as catalog
from kbconnect.adapters.sources.sqlite_cursor import number_of, text_time_of, time_of
from kbconnect.core.cursor_facts import DAY_S, CursorFacts, CursorSample, SelectionFacts, assigns, with_sample
from kbconnect.core.model import ColumnInfo, ColumnKind, Selection, TableRef, TableSelection

_COMPARE_RATE = 100_000.0
"""Of rows of some 384 characters; 124,000 were measured on two cores."""

_SAMPLED_ROWS = 10_000
_FIRST_ROWS = 100
"""Of a column that may hold texts of any size, so many tell whether it holds times."""

_EPOCH_DAY = 2440587.5
_TIMES = frozenset({ColumnKind.DATE, ColumnKind.TIMESTAMP})
_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.NUMBER})
_OPEN = frozenset({ColumnKind.TEXT, ColumnKind.OTHER})
_NOW = re.compile(r"current_(timestamp|date)|'now'|unixepoch|julianday\(\)", re.IGNORECASE)
_ON_UPDATE = re.compile(r"\bUPDATE\b(\s+OF\b[^;]*?)?\s+ON\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the schema says of a table. indexed: columns that an index begins with. defaults: by column."""

    indexed: frozenset[str]
    defaults: dict[str, str]
    counter: str
    triggers: tuple[str, ...]
    numbered: bool


def cursor_facts(connection: sqlite3.Connection, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
    """Facts of those of the columns that hold times or numbers. Raises sqlite3.Error."""
    is_table = isinstance(selection, TableSelection)
    rows = catalog.rows_estimate(connection, selection.table) if isinstance(selection, TableSelection) else None
    known = _known(connection, selection.table) if isinstance(selection, TableSelection) else None
    facts = [_facts(column, known, is_time=is_time) for column, is_time in _ordered(connection, selection, columns)]
    if facts:
        from_both_ends = is_table and known is not None and known.numbered and (rows or 0) > _SAMPLED_ROWS
        facts = list(_sampled(connection, selection, facts, from_both_ends=from_both_ends))
    return SelectionFacts(tuple(facts), _COMPARE_RATE, rows)


def _ordered(
    connection: sqlite3.Connection, selection: Selection, columns: Sequence[ColumnInfo]
) -> list[tuple[ColumnInfo, bool]]:
    """The columns with an order, and whether they hold times: by what is declared, else by the first values."""
    undeclared = [column for column in columns if column.kind in _OPEN]
    seen: dict[str, bool] = {}
    if undeclared:
        names = [f"q.{catalog.quote(column.name)}" for column in undeclared]
        counts = ", ".join(
            f"count(CASE WHEN typeof({name}) = 'text' THEN {text_time_of(name)} END), count({number_of(name)})"
            for name in names
        )
        first = f"SELECT {', '.join(names)} FROM {catalog.relation_of(selection)} LIMIT {_FIRST_ROWS}"
        found = connection.execute(f"SELECT {counts} FROM ({first}) AS q").fetchone()
        for place, column in enumerate(undeclared):
            times, numbers = found[2 * place : 2 * place + 2]
            if times or numbers:
                seen[column.name] = times >= numbers
    return [
        (column, column.kind in _TIMES or seen.get(column.name, False))
        for column in columns
        if column.kind in _TIMES | _NUMBERS or column.name in seen
    ]


def _known(connection: sqlite3.Connection, table: TableRef) -> _Known:
    found = connection.execute(
        "SELECT info.name FROM pragma_index_list(?) AS list, pragma_index_xinfo(list.name) AS info "
        "WHERE NOT list.partial AND info.seqno = 0 AND info.name IS NOT NULL",
        (table.name,),
    )
    indexed = {name for (name,) in found}
    columns = connection.execute(
        "SELECT name, coalesce(dflt_value, ''), upper(type) = 'INTEGER' AND pk = 1, pk FROM pragma_table_xinfo(?)",
        (table.name,),
    ).fetchall()
    numbers = [name for name, _, is_number, _ in columns if is_number]
    alone = numbers[0] if numbers and sum(1 for *_, position in columns if position) == 1 else ""
    schema = connection.execute(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table.name,)
    ).fetchall()
    made = next((sql for kind, sql in schema if kind in {"table", "view"}), "").upper()
    numbered = made.startswith("CREATE TABLE") and not re.search(r"\)[^)]*\bWITHOUT\s+ROWID\b[^)]*$", made)
    return _Known(
        frozenset(indexed | ({alone} if alone and numbered else set())),
        {name: default for name, default, *_ in columns},
        # Without this word the number of a removed row may be given to a new one.
        alone if "AUTOINCREMENT" in made else "",
        tuple(sql for kind, sql in schema if kind == "trigger" and _ON_UPDATE.search(sql)),
        numbered,
    )


def _facts(column: ColumnInfo, known: _Known | None, *, is_time: bool) -> CursorFacts:
    facts = CursorFacts(column.name, is_time=is_time, is_number=not is_time)
    if known is None:
        return facts
    return replace(
        facts,
        # Times are read from texts, which no index serves.
        indexed=None if is_time else column.name in known.indexed,
        default_now=bool(_NOW.search(known.defaults.get(column.name, ""))),
        from_sequence=column.name == known.counter,
        maintained=any(assigns(code, column.name) for code in known.triggers),
    )


def _sampled(
    connection: sqlite3.Connection, selection: Selection, facts: Sequence[CursorFacts], *, from_both_ends: bool
) -> tuple[CursorFacts, ...]:
    names = [f"q.{catalog.quote(each.column)}" for each in facts]
    values = [time_of(name) if each.is_time else number_of(name) for each, name in zip(facts, names, strict=True)]
    # A time with a zone, or a number, is an instant; a text without one is whatever its writer's clock said.
    zones = [
        f"CASE WHEN typeof({name}) = 'text' THEN {name} GLOB '*[Zz]' OR {name} GLOB '*[+-][0-9][0-9]:[0-9][0-9]' "
        f"ELSE {name} IS NOT NULL END"
        if each.is_time
        else "NULL"
        for each, name in zip(facts, names, strict=True)
    ]
    kept = [f"{name} IS NOT NULL" for name in names]
    statement = f"SELECT {', '.join((*values, *zones, *kept))} FROM {catalog.relation_of(selection)}"
    half = _SAMPLED_ROWS // 2
    rows = connection.execute(f"{statement} LIMIT {half if from_both_ends else _SAMPLED_ROWS}").fetchall()
    if from_both_ends:
        rows += connection.execute(f"{statement} ORDER BY q._rowid_ DESC LIMIT {half}").fetchall()
    (now,) = connection.execute("SELECT julianday('now')").fetchone()
    count = len(facts)
    sample = [
        [_seconds(row[place], row[2 * count + place], is_time=facts[place].is_time) for place in range(count)]
        for row in rows
    ]
    zoned = [
        all(row[count + place] for row in rows if row[2 * count + place]) if facts[place].is_time else None
        for place in range(count)
    ]
    return with_sample(
        [replace(each, time_zone=zone) for each, zone in zip(facts, zoned, strict=True)],
        CursorSample(sample, _of_day(now)),
    )


def _seconds(value: float | None, is_there: int, *, is_time: bool) -> float | None:
    if value is None:
        return math.nan if is_there else None
    return _of_day(value) if is_time else float(value)


def _of_day(julian: float) -> float:
    """Seconds since 1970, to the millisecond that SQLite knows."""
    return round((julian - _EPOCH_DAY) * DAY_S, 3)
