"""What a column means as a cursor in a database that SQLAlchemy knows: windows, positions, and a sample's facts.

Owns the text form of positions: `time:` with an ISO time, `number:` with a number, read by nobody else. A window errs
on the side of reading too much. Must not read whole tables.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any  # values of any driver

from sqlalchemy import Connection, bindparam, inspect, select, text
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.types import NullType

import kbconnect.adapters.sources.dialect_catalog as catalog
from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.adapters.sources.dialect_values import NUMBERS, TIMES, as_number, kind_of_values
from kbconnect.core.cursor_facts import CursorFacts, CursorSample, SelectionFacts, with_sample
from kbconnect.core.errors import MappingError
from kbconnect.core.model import ColumnInfo, ColumnKind, Selection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow

_TIME, _NUMBER = "time", "number"
_MARGIN = timedelta(seconds=1)
"""Some databases keep times to the second and round, some drivers cut."""
_SAMPLED_ROWS = 5_000
_NOW = re.compile(
    r"now\(|current_timestamp|getdate|getutcdate|sysdatetime|sysdate|systimestamp|localtimestamp", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with its parameters, ":name" each. sql: "" for no condition."""

    sql: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def escaped(sql: str) -> str:
    """SQL whose colons begin no parameter."""
    return sql.replace(":", r"\:")


def bound(sql: str, values: Mapping[str, Any]) -> Any:
    """SQL with its values; types are left to the driver."""
    parameters = [bindparam(name, value, type_=NullType()) for name, value in values.items()]
    return text(sql).bindparams(*parameters)


def condition(column: str, window: CursorWindow, time_of: str = "{0}") -> Condition:
    """The rows of a window; all rows if its position isn't one of ours. column: quoted. time_of: as in `Dialect`."""
    word, _, written = window.position.partition(":")
    lag = max(0.0, window.lag)
    try:
        if word == _TIME:
            value: Any = _lowered_time(written, lag)
        elif word == _NUMBER:
            value = _lowered_number(written, lag)
        else:
            return Condition()
    except (ValueError, OverflowError, InvalidOperation):
        return Condition()
    name = escaped(column)
    sent = time_of.format(":cursor_bound") if isinstance(value, datetime) else ":cursor_bound"
    return Condition(f"({name} >= {sent} OR {name} IS NULL)", {"cursor_bound": value})


def _lowered_time(written: str, lag: float) -> date | datetime:
    less = timedelta(seconds=lag)
    if len(written) == len("2000-01-01"):
        return (datetime.fromisoformat(written) - less).date()
    found = datetime.fromisoformat(written) - less - _MARGIN
    return found if found.tzinfo is None else found.astimezone(UTC)  # some drivers leave the zone out


def _lowered_number(written: str, lag: float) -> int | float | Decimal:
    """A position less a lag, rounded down: an integer stays one, a decimal keeps its digits."""
    if written.lstrip("-").isdecimal():
        return int(written) - math.ceil(lag)
    if written.startswith("d"):
        return Decimal(written[1:]) - Decimal(math.ceil(lag))
    lowered = math.nextafter(float(written) - lag, -math.inf)
    if not math.isfinite(lowered):
        raise ValueError(written)
    return lowered


def position(
    connection: Connection, names: catalog.Names, selection: Selection, column: ColumnInfo, time_of: str = "{0}"
) -> str | None:
    """The highest value now, a time that is still to come as now; None if no row has one.

    Raises MappingError if what the column holds has no order, SQLAlchemyError.
    """
    if column.kind not in TIMES | NUMBERS | {ColumnKind.OTHER}:
        raise _no_order(column)
    relation, name = names.relation(selection), f"q.{names.quote(column.name)}"
    options = names.options(selection)
    asked = catalog.raw(f"SELECT max({name}) FROM {relation}")
    highest = connection.execute(asked, execution_options=options).scalar()
    if highest is None:
        return None
    if isinstance(highest, bool) or not isinstance(highest, (int, float, Decimal, date)):
        raise _no_order(column)
    if isinstance(highest, (int, float)):
        return f"{_NUMBER}:{highest!r}"
    if isinstance(highest, Decimal):
        return f"{_NUMBER}:{int(highest)}" if highest == highest.to_integral_value() else f"{_NUMBER}:d{highest}"
    now = _now(highest)
    if highest <= now:
        return f"{_TIME}:{highest.isoformat()}"
    past = f"SELECT max({escaped(name)}) FROM {escaped(relation)} WHERE {escaped(name)} <= {time_of.format(':now')}"
    before = connection.execute(bound(past, {"now": now}), execution_options=options).scalar()
    return f"{_TIME}:{(before if isinstance(before, date) else now).isoformat()}"


def _now(like: date) -> date:
    """Now as the column would write it. One without a time zone is taken for UTC: where it is behind that, a window
    reads too much, and a time ahead of it counts as now."""
    now = datetime.now(UTC)
    if not isinstance(like, datetime):
        return now.date()
    return now if like.tzinfo is not None else now.replace(tzinfo=None)


def _no_order(column: ColumnInfo) -> MappingError:
    return MappingError(
        f"The column “{column.name}” can't be used to find changes: its values are neither numbers nor times.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose a column with the time of the last change, or find changes by comparing.",
    )


def cursor_facts(
    connection: Connection, dialect: Dialect, selection: Selection, columns: Sequence[ColumnInfo]
) -> SelectionFacts:
    """Facts of those of the columns that hold times or numbers: of the catalogue, and of the first rows."""
    names = catalog.Names(connection)
    rows = None
    if isinstance(selection, TableSelection):
        rows = catalog.rows_estimate(connection, dialect, selection.table)
    sampled = _sampled(connection, names, selection, columns)
    facts, values = [], []
    known = _known(connection, names, selection.table) if isinstance(selection, TableSelection) else {}
    for place, column in enumerate(columns):
        found = [row[place] for row in sampled]
        kind = column.kind if column.kind is not ColumnKind.OTHER else kind_of_values(found)
        if kind not in TIMES | NUMBERS:
            continue
        is_time = kind in TIMES
        base = known.get(column.name, CursorFacts(column.name))
        zones = [value.tzinfo is not None for value in found if isinstance(value, datetime)]
        facts.append(
            replace(base, is_time=is_time, is_number=not is_time, time_zone=all(zones) if is_time and zones else None)
        )
        values.append([as_number(value) for value in found])
    sample = CursorSample(list(zip(*values, strict=True)), datetime.now(UTC).timestamp())
    return SelectionFacts(with_sample(facts, sample) if facts else (), dialect.rows_a_second, rows)


def _sampled(
    connection: Connection, names: catalog.Names, selection: Selection, columns: Sequence[ColumnInfo]
) -> Sequence[Sequence[Any]]:
    if not columns:
        return ()
    chosen = [
        text(
            escaped(f"q.{names.quote(column.name)}" if column.kind in TIMES | NUMBERS | {ColumnKind.OTHER} else "NULL")
        )
        for column in columns
    ]
    statement = select(*chosen).select_from(text(escaped(names.relation(selection)))).limit(_SAMPLED_ROWS)
    return connection.execute(statement, execution_options=names.options(selection)).fetchall()


def _known(connection: Connection, names: catalog.Names, table: TableRef) -> dict[str, CursorFacts]:
    """What the schema says of each column."""
    inspector = inspect(connection)
    name, schema = names.asked(table.name), names.asked(table.schema) if table.schema else None
    try:
        indexes = inspector.get_indexes(name, schema)
        primary = inspector.get_pk_constraint(name, schema).get("constrained_columns", [])
        columns = inspector.get_columns(name, schema)
    except (NotImplementedError, NoSuchTableError):
        return {}
    first = {names.stored(each["column_names"][0] or "") for each in indexes if each["column_names"]}
    first |= {names.stored(primary[0])} if primary else set()
    found = {}
    for column in columns:
        stored = names.stored(column["name"])
        found[stored] = CursorFacts(
            stored,
            indexed=stored in first,
            default_now=bool(_NOW.search(column.get("default") or "")),
            from_sequence=bool(column.get("identity")) or "nextval" in (column.get("default") or "").lower(),
        )
    return found
