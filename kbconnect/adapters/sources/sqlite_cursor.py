"""What a column of a SQLite file means as a cursor: which rows are at or above a position, and what the highest is.

Owns the order of a column's values. SQLite has no type for times: they are ISO texts, or numbers of days or seconds,
and any column may hold anything. Whatever can't be understood counts as no value, so that its row is always read and
none is lost. Must not read rows.
"""

from __future__ import annotations

import math
import sqlite3

import kbconnect.adapters.sources.sqlite_catalog as catalog
from kbconnect.core.errors import MappingError
from kbconnect.core.model import ColumnInfo, ColumnKind, Selection
from kbconnect.core.ports import CursorWindow

_TIME = "time:"
_NUMBER = "number:"
# A position is one of these words and a number: the Julian day of a time, or the number itself.

_TIME_KINDS = frozenset({ColumnKind.DATE, ColumnKind.TIMESTAMP})
_NUMBER_KINDS = frozenset({ColumnKind.INTEGER, ColumnKind.NUMBER})
# Nothing is declared that would say more, so the values decide.
_OPEN_KINDS = frozenset({ColumnKind.TEXT, ColumnKind.OTHER})

_HIGHEST = "1.7976931348623157e308"
_ISO = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"
_MARGIN_DAYS = 0.002 / 86_400
"""SQLite knows times to the millisecond, and a Julian day as a floating-point number to 40 microseconds."""


def time_of(column: str) -> str:
    """SQL for the Julian day of a value, NULL for one that is no time. column: quoted.

    Numbers below 5,373,485 are Julian days (up to the year 9999), larger ones seconds, milliseconds, microseconds or
    nanoseconds since 1970, whichever is nearest: of any unit, what is written today can be told from the others.
    """
    units = ((1e11, 86_400.0), (1e14, 86_400e3), (1e17, 86_400e6), (1e19, 86_400e9))
    since_1970 = " ".join(f"WHEN {column} < {limit!r} THEN {column} / {day!r} + 2440587.5" for limit, day in units)
    return (
        f"CASE typeof({column}) WHEN 'text' THEN {text_time_of(column)} WHEN 'blob' THEN NULL ELSE "
        f"CASE WHEN {column} < -{_HIGHEST} THEN NULL WHEN {column} < 5373485 THEN {column} {since_1970} END END"
    )


def text_time_of(column: str) -> str:
    """SQL for the Julian day of an ISO text, NULL for other texts: julianday() takes any number for a day."""
    return f"CASE WHEN {column} GLOB {_ISO} THEN julianday({column}) END"


def number_of(column: str) -> str:
    """SQL for a value that is a finite number, else NULL."""
    return (
        f"CASE WHEN typeof({column}) IN ('integer', 'real') AND {column} BETWEEN -{_HIGHEST} AND {_HIGHEST} "
        f"THEN {column} END"
    )


def condition(column: ColumnInfo, window: CursorWindow) -> str:
    """SQL that holds for the rows of a window, and for all rows if its position isn't one of ours."""
    word, _, text = window.position.partition(":")
    lag = max(0.0, window.lag)
    name = f"q.{catalog.quote(column.name)}"
    try:
        if f"{word}:" == _TIME:
            bound = float(text) - lag / 86_400 - _MARGIN_DAYS
            return f"coalesce({time_of(name)}, 9e99) >= {bound!r}" if math.isfinite(bound) else "1"
        if f"{word}:" == _NUMBER:
            return _above(name if column.kind in _NUMBER_KINDS else f"+{name}", _lowered(text, lag))
    except (ValueError, OverflowError):
        return "1"
    return "1"


def _above(name: str, bound: int | float) -> str:
    """Texts and blobs are above all numbers in SQLite's order. Plain terms, so that an index can serve each."""
    if isinstance(bound, float) and not math.isfinite(bound):
        return "1"
    return f"{name} >= {bound!r} OR {name} IS NULL OR {name} < -{_HIGHEST}"


def _lowered(text: str, lag: float) -> int | float:
    """A position less a lag, rounded down. An integer stays one: above 2 ** 53 floating-point numbers have gaps."""
    if text.lstrip("-").isdecimal():
        lowered = int(text) - math.ceil(lag)
        return lowered if lowered >= -(2**63) else float(lowered)
    return math.nextafter(float(text) - lag, -math.inf)


def position(connection: sqlite3.Connection, selection: Selection, column: ColumnInfo) -> str | None:
    """The highest value now, a time that is still to come as now; None if no row has one.

    Raises MappingError if what the column holds has no order.
    """
    if column.kind in _NUMBER_KINDS:
        found = _highest_number(connection, selection, column)
    elif column.kind in _TIME_KINDS:
        found = _highest(connection, selection, column, numbers_are_times=True)
    elif column.kind in _OPEN_KINDS:
        found = _highest(connection, selection, column, numbers_are_times=False)
    else:
        raise _no_order(column)
    if found is None and _has_values(connection, selection, column):
        raise _no_order(column)
    return found


def _highest_number(connection: sqlite3.Connection, selection: Selection, column: ColumnInfo) -> str | None:
    name = f"q.{catalog.quote(column.name)}"
    # Not max(): of a column with a text in it, that would be the text.
    found = connection.execute(
        f"SELECT {name} FROM {catalog.relation_of(selection)} "
        f"WHERE {name} >= -{_HIGHEST} AND {name} <= {_HIGHEST} ORDER BY {name} DESC LIMIT 1"
    ).fetchone()
    return None if found is None else f"{_NUMBER}{found[0]!r}"


def _highest(
    connection: sqlite3.Connection, selection: Selection, column: ColumnInfo, *, numbers_are_times: bool
) -> str | None:
    name = f"q.{catalog.quote(column.name)}"
    number, numbers, texts, times, time, now = connection.execute(
        "SELECT max(v.number), count(v.number), count(CASE WHEN v.is_text THEN v.time END), count(v.time), "
        "max(CASE WHEN v.time <= julianday('now') THEN v.time END), julianday('now') "
        f"FROM (SELECT {number_of(name)} AS number, typeof({name}) = 'text' AS is_text, {time_of(name)} AS time "
        f"FROM {catalog.relation_of(selection)}) AS v"
    ).fetchone()
    if numbers > texts and not numbers_are_times:
        return f"{_NUMBER}{number!r}"
    # Not now itself where there is an earlier time: the clock that wrote them may be behind ours.
    return f"{_TIME}{float(now if time is None else time)!r}" if times else None


def _has_values(connection: sqlite3.Connection, selection: Selection, column: ColumnInfo) -> bool:
    name = f"q.{catalog.quote(column.name)}"
    found = connection.execute(  # an endless number isn't understood, but it is one
        f"SELECT 1 FROM {catalog.relation_of(selection)} "
        f"WHERE typeof({name}) IN ('text', 'blob') AND trim({name}) <> '' LIMIT 1"
    )
    return found.fetchone() is not None


def _no_order(column: ColumnInfo) -> MappingError:
    return MappingError(
        f"The column “{column.name}” can't be used to find changes: its values are neither numbers nor times.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose a column with the time of the last change, or find changes by comparing.",
    )
