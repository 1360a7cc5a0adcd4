"""What a column of PostgreSQL means as a cursor: which rows are in a window, and what its highest value is.

Owns the order of a column's values and the text of a position: a word for the kind of value, a colon, and the value, a
time in UTC. What can't be told from others (NULL, NaN, the infinities) is always in the window, so that no row is lost.
Must not read rows.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

import psycopg

from kbconnect.adapters.sources.postgresql_catalog import base_types
from kbconnect.adapters.sources.postgresql_statements import quote, relation_of
from kbconnect.core.errors import MappingError
from kbconnect.core.model import ColumnInfo, ColumnKind, Selection
from kbconnect.core.ports import CursorWindow

Connection = psycopg.Connection[tuple[Any, ...]]

_NOW = {"date": "current_date", "timestamp": "localtimestamp", "timestamptz": "now()"}
_WORDS = {
    "smallint": "integer", "integer": "integer", "bigint": "integer", "numeric": "numeric",
    "real": "float", "double precision": "float",
    "date": "date", "timestamp without time zone": "timestamp", "timestamp with time zone": "timestamptz",
}  # fmt: skip
_MODIFIER = re.compile(r"\(\d+(,-?\d+)?\)")
# Years before Christ are left to whole scans, as they are: the server's calendar ends there.
_TIME = re.compile(r"\d{4,6}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?(\+00)?)?")
_ALL = "TRUE"
_LONGEST_LAG_S = 1e11
"""About 3,000 years: subtracted from a time after Christ it stays inside the server's calendar."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A column that can be one. column: as a statement names it. word: its kind of value. infinite: it knows −∞."""

    column: str
    word: str
    infinite: bool

    def condition(self, window: CursorWindow) -> str:
        """What holds for the rows of a window; for all rows if the position isn't one of this kind. Plain terms, so
        that an index on the column serves each."""
        word, _, value = window.position.partition(":")
        bound = self._bound(value, max(0.0, window.lag)) if word == self.word else None
        if bound is None:
            return _ALL
        endless = f" OR {self.column} = '-infinity'" if self.infinite else ""
        return f"({self.column} >= {bound} OR {self.column} IS NULL{endless})"

    def _bound(self, value: str, lag: float) -> str | None:
        """SQL for the lowest value in the window; None if there is no end to it or `value` isn't one of ours."""
        if self.word in _NOW:
            if not _TIME.fullmatch(value) or lag > _LONGEST_LAG_S:
                return None
            if self.word == "date":
                return f"('{value}'::date - {math.ceil(lag / 86_400)})"
            return f"('{value}'::{self.word} - make_interval(secs => {lag!r}))"
        try:
            return self._number_bound(value, lag)
        except (ValueError, InvalidOperation, OverflowError):
            return None

    def _number_bound(self, value: str, lag: float) -> str | None:
        if self.word == "integer":
            whole = int(value) - math.ceil(lag)
            return f"'{whole}'::bigint" if whole >= -(2**63) else None
        if self.word == "float":
            double = math.nextafter(float(value) - lag, -math.inf)
            return f"'{double!r}'::float8" if math.isfinite(double) else None
        with localcontext() as context:
            context.prec = 20_000  # more digits than the server keeps
            exact = Decimal(value) - Decimal(repr(lag))
        return f"'{exact:f}'::numeric" if exact.is_finite() else None

    def position(self, connection: Connection, selection: Selection) -> str | None:
        """The highest finite value that isn't after now, or now if there are only later ones; None if there are none.
        Raises psycopg.Error."""
        relation = relation_of(selection)
        as_text = "::float8::text" if self.word == "float" else "::text"
        now = _NOW.get(self.word)
        finite = [f"{self.column} > '-infinity'"] if self.infinite else []
        if now is not None:
            finite.append(f"{self.column} <= {now}")
        elif self.infinite:
            finite.append(f"{self.column} < 'infinity'")  # NaN is above it
        elif self.word == "numeric":
            finite.append(f"{self.column} < 'NaN'")
        found = _value(
            connection, f"SELECT max({self.column}){as_text} FROM {relation} WHERE {' AND '.join(finite) or _ALL}"
        )
        if found is None and now is not None:
            found = _value(connection, f"SELECT {now}::text FROM {relation} WHERE {self.column} > {now} LIMIT 1")
        return None if found is None else f"{self.word}:{found}"


def cursor_of(connection: Connection, column: ColumnInfo) -> Cursor:
    """The column as a cursor. Raises MappingError for one that can't be used as such."""
    (base,) = base_types(connection, [column.type])
    word = _WORDS.get(_MODIFIER.sub("", base))
    if word is not None:
        infinite = word != "integer" and (word != "numeric" or connection.info.server_version >= 14_00_00)
        return Cursor(f"q.{quote(column.name)}", word, infinite)
    reason = "its values are neither numbers nor times"
    if column.kind is ColumnKind.TIME:
        reason = "a time of day starts again every day"
    raise MappingError(
        f"The column “{column.name}” can't be used to find changes: {reason}.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose a column with the time of the last change, or find changes by comparing.",
    )


def _value(connection: Connection, statement: str) -> str | None:
    found = connection.execute(statement.encode()).fetchone()
    return None if found is None else found[0]
