"""What a column of MySQL or MariaDB means as a cursor: which rows are in a window, and what its highest value is.

Owns the order of a column's values and the text of a position: a word for the kind of value, a colon, and the value, a
time of a TIMESTAMP in UTC. NULL is always in the window, so that no row is lost. Must not read rows.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_statements import base_of, quote, relation_of
from kbconnect.core.errors import MappingError
from kbconnect.core.model import ColumnInfo, ColumnKind, Selection
from kbconnect.core.ports import CursorWindow

_WORDS = {
    "tinyint": "integer", "smallint": "integer", "mediumint": "integer", "int": "integer", "integer": "integer",
    "bigint": "integer", "year": "integer", "decimal": "numeric", "numeric": "numeric", "dec": "numeric",
    "fixed": "numeric", "float": "float", "double": "float", "real": "float", "date": "date", "datetime": "datetime",
    "timestamp": "timestamp",
}  # fmt: skip
# In UTC. Of a DATETIME nobody knows the zone: if it was written in one ahead of UTC, the position is some hours early,
# and so many rows are compared once more; none is lost.
_NOW = {"date": "UTC_DATE()", "datetime": "UTC_TIMESTAMP(6)", "timestamp": "UTC_TIMESTAMP(6)"}
_TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?)?")
_ALL = "TRUE"
_LONGEST_LAG_S = 5e10
"""About 1,600 years: the calendar of the server begins with the year 0."""

_LOWEST_BIGINT = -(2**63)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A column that can be one. column: as a statement names it. word: its kind of value."""

    column: str
    word: str

    def condition(self, window: CursorWindow) -> str:
        """What holds for the rows of a window; for all rows if the position isn't one of this kind. Plain terms, so
        that an index on the column serves each."""
        word, _, value = window.position.partition(":")
        bound = self._bound(value, max(0.0, window.lag)) if word == self.word else None
        if bound is None:
            return _ALL
        # A date of zeros stands for none.
        zero = f" OR {self.column} = '0000-00-00'" if self.word in _NOW else ""
        return f"({self.column} >= {bound} OR {self.column} IS NULL{zero})"

    def _bound(self, value: str, lag: float) -> str | None:
        """SQL for the lowest value in the window; None if there is no end to it or `value` isn't one of ours."""
        if self.word in _NOW:
            if not _TIME.fullmatch(value) or value.startswith("0000") or lag > _LONGEST_LAG_S:
                return None
            if self.word == "date":
                return f"CAST('{value}' AS DATE) - INTERVAL {math.ceil(lag / 86_400)} DAY"
            # A day that is before the server's calendar would be NULL, and no row in the window.
            earliest = "TIMESTAMP'0001-01-01 00:00:00'"
            moved = f"TIMESTAMP'{value}' - INTERVAL {math.ceil(lag * 1e6)} MICROSECOND"
            return f"IFNULL({moved}, {earliest})"
        try:
            return self._number_bound(value, lag)
        except (ValueError, InvalidOperation, OverflowError):
            return None

    def _number_bound(self, value: str, lag: float) -> str | None:
        if self.word == "integer":
            whole = int(value) - math.ceil(lag)
            return f"{whole}" if whole >= _LOWEST_BIGINT else None
        if self.word == "float":
            double = math.nextafter(float(value) - lag, -math.inf)
            return f"{double:.17e}" if math.isfinite(double) else None
        with localcontext() as context:
            context.prec = 200  # more digits than the server keeps
            exact = Decimal(value) - Decimal(repr(lag))
        fits = exact.is_finite() and len(exact.as_tuple().digits) <= 65 and abs(exact) < 10**35
        return f"{exact:f}" if fits else None

    def position(self, session: Session, selection: Selection) -> str | None:
        """The highest value that isn't after now, or now if there are only later ones; None if there are none.
        Raises pymysql.MySQLError."""
        relation = relation_of(selection)
        as_text = f"CAST(MAX({self.column}){' + 0e0' if self.word == 'float' else ''} AS CHAR)"
        now = _NOW.get(self.word)
        if now is None:
            found = _value(session, f"SELECT {as_text} FROM {relation}")
        else:
            real = f"{self.column} <= {now} AND {self.column} > '0001-01-01'"
            found = _value(session, f"SELECT {as_text} FROM {relation} WHERE {real}")
            if found is None:
                found = _value(
                    session, f"SELECT CAST({now} AS CHAR) FROM {relation} WHERE {self.column} > {now} LIMIT 1"
                )
        return None if found is None else f"{self.word}:{found}"


def cursor_of(column: ColumnInfo) -> Cursor:
    """The column as a cursor. Raises MappingError for one that can't be used as such."""
    word = _WORDS.get(base_of(column.type))
    if word is not None and column.kind is not ColumnKind.BOOLEAN:
        return Cursor(f"q.{quote(column.name)}", word)
    reason = "its values are neither numbers nor times"
    if column.kind is ColumnKind.TIME:
        reason = "a time of day starts again every day"
    raise MappingError(
        f"The column “{column.name}” can't be used to find changes: {reason}.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose a column with the time of the last change, or find changes by comparing.",
    )


def _value(session: Session, statement: str) -> str | None:
    found = session.rows(statement)
    value: str | None = found[0][0] if found else None
    return value
