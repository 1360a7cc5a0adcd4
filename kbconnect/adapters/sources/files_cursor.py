"""What a column of a file means as a cursor: which rows are at or above a position, and what the highest is.

Owns the order of texts that are numbers or times. Whatever can't be understood counts as no value, so that its row is
always read and none is lost. Must not read rows.
"""

from __future__ import annotations

import math

import duckdb

from kbconnect.core.errors import MappingError
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.ports import CursorWindow

_TIME = "time"
_NUMBER = "number"
# A position is one of these words, a colon and a number: microseconds since 1970, or the number itself.

_NO_CURSOR = frozenset({ColumnKind.BOOLEAN, ColumnKind.BINARY, ColumnKind.UUID, ColumnKind.JSON, ColumnKind.TIME})
_EXACT = "DECIMAL(38,9)"


def number_of(text: str) -> str:
    """SQL for a text that is a number, also one with a decimal comma; else NULL. text: SQL."""
    plain = f"CASE WHEN {text} LIKE '%,%' THEN replace(replace({text}, '.', ''), ',', '.') ELSE {text} END"
    return f"try_cast({plain} AS {_EXACT})"


def time_of(text: str) -> str:
    """SQL for the microseconds since 1970 of an ISO text, as UTC where it names no zone; else NULL. text: SQL."""
    return f"CASE WHEN {text} LIKE '____-__-__%' THEN epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)) END"


def condition(text: str, window: CursorWindow) -> str:
    """SQL that holds for the rows of a window, and for all rows if its position isn't one of ours."""
    word, _, position = window.position.partition(":")
    lag = max(0.0, window.lag)
    try:
        if word == _TIME:
            bound = int(position) - math.ceil(lag * 1e6)
            return f"coalesce({time_of(text)} >= {bound}, true)" if abs(bound) < 1 << 62 else "true"
        if word == _NUMBER:
            # Its own text, so that no digit is lost on the way.
            found = f"coalesce({number_of(text)} >= CAST('{_digits(position)}' AS {_EXACT}) - {_lag(lag)}, true)"
            return found if math.isfinite(float(position)) else "true"
    except (ValueError, OverflowError):
        return "true"
    return "true"


def _digits(position: str) -> str:
    """Raises ValueError for what is no number."""
    if not position.lstrip("-").replace(".", "", 1).isdecimal():
        raise ValueError(position)
    return position


def _lag(lag: float) -> str:
    if lag >= 1e18:
        raise OverflowError(lag)
    return f"CAST('{lag:.6f}' AS {_EXACT})"


def position(connection: duckdb.DuckDBPyConnection, relation: str, text: str, column: ColumnInfo) -> str | None:
    """The highest value now, a time that is still to come as now; None if no row has one. relation: behind FROM.

    Raises MappingError if what the column holds has no order, duckdb.Error.
    """
    if column.kind in _NO_CURSOR:
        raise _no_order(column)
    values, number, numbers, times, time, now = connection.execute(
        "SELECT count(nullif(trim(v.text), '')), max(v.number)::VARCHAR, count(v.number), count(v.time), "
        "max(v.time) FILTER (v.time <= v.now), any_value(v.now) "
        f"FROM (SELECT {text} AS text, {number_of(text)} AS number, {time_of(text)} AS time, "
        f"epoch_us(now()) AS now FROM {relation}) AS v"
    ).fetchone() or (0, None, 0, 0, None, 0)
    if numbers > times:
        return f"{_NUMBER}:{number}"
    if times:
        # Not now itself where there is an earlier time: the clock that wrote them may be behind ours.
        return f"{_TIME}:{now if time is None else time}"
    if values:
        raise _no_order(column)
    return None


def _no_order(column: ColumnInfo) -> MappingError:
    return MappingError(
        f"The column “{column.name}” can't be used to find changes: its values are neither numbers nor times.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose a column with the time of the last change, or find changes by comparing.",
    )
