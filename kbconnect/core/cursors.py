"""Which column shows what is new, why, and how far behind it a run has to look: advice from facts a source gives.

Owns the rules. Advice errs to the safe side: a column of which nothing says that it grows when a row changes is unfit,
since following it would miss changes without a sound. Must not read; sources gather the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kbconnect.core.cursor_facts import DAY_S, CursorFacts, SelectionFacts
from kbconnect.core.discovery import is_change_name, is_creation_name, is_sequence_name
from kbconnect.core.errors import InputError
from kbconnect.core.model import ChangeMode, ColumnInfo, ColumnKind

_ORDERED = frozenset({ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.DATE, ColumnKind.TIMESTAMP})
_UNDECLARED = frozenset({ColumnKind.TEXT, ColumnKind.OTHER})
"""What may hold times or numbers where a source doesn't type its columns, or its queries."""

LARGE_S = 60.0
"""A no-change run that compares everything may take this long before another way is advised."""

_FEW = 0.01
_MANY = 0.5
_UNIX_FROM, _UNIX_TO = 978_307_200, 4_102_444_800  # 2001 to 2100, in seconds


class Fit(StrEnum):
    GOOD = "good"
    USABLE = "usable"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class CursorAdvice:
    """What one column is worth as a cursor. lag: seconds for times (is_time), the column's own unit for numbers.

    reasons: what speaks for it, or what rules it out. warnings: what following it costs or misses.
    """

    column: ColumnInfo
    fit: Fit
    lag: float
    is_time: bool
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModeAdvice:
    """cursor: the column to follow, "" in mode compare."""

    mode: ChangeMode
    cursor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Advice:
    """cursors: best first."""

    cursors: tuple[CursorAdvice, ...]
    mode: ModeAdvice


def default_lag(column: ColumnInfo) -> float:
    """How far a window reaches back where nobody said: seconds for times, units for numbers.

    Ten minutes cover transactions that commit late. Without a time zone the clocks of the server or of a client may be
    put back by an hour or two, and a date names the whole day.
    """
    match column.kind:
        case ColumnKind.DATE:
            return 2 * DAY_S
        case ColumnKind.INTEGER | ColumnKind.NUMBER:
            return 1_000.0
        case _:
            return 600.0 if _has_zone(column) else 7_200.0 + 600.0


def _has_zone(column: ColumnInfo) -> bool:
    written = column.type.lower()
    return "with time zone" in written or written.startswith(("timestamptz", "datetimeoffset"))


def check_cursor(mode: ChangeMode, cursor: str, key: Sequence[str], columns: Sequence[ColumnInfo]) -> None:
    """Raises InputError if the column that a mode follows isn't there, or its type shows that its values have no order.

    What only the values show (texts that hold no times) the first sync says.
    """
    if mode is ChangeMode.COMPARE:
        return
    name = key[0] if mode is ChangeMode.APPEND and len(key) == 1 else cursor
    if not name:
        return  # nothing chosen: saving it says so
    column = next((column for column in columns if column.name == name), None)
    if column is None:
        possible = ", ".join(each.name for each in columns if each.kind in _ORDERED)
        raise InputError(
            f"There is no column “{name}” to follow.",
            meaning="Nothing was saved.",
            hint=f"These could be: {possible}." if possible else "None could be followed; find changes by comparing.",
        )
    is_declared = mode is ChangeMode.APPEND and column.kind is not ColumnKind.OTHER
    if column.kind not in (_ORDERED if is_declared else _ORDERED | _UNDECLARED):
        raise InputError(
            f"“{name}” can't be followed: its type, {column.type}, is none of numbers or times.",
            meaning="Nothing was saved.",
            hint="Choose another column, or find changes by comparing.",
        )


def advise(columns: Sequence[ColumnInfo], facts: SelectionFacts, key: Sequence[str]) -> tuple[CursorAdvice, ...]:
    """Every column that has an order and could be meant as a cursor, best first. key: the names of the key columns."""
    known = {each.column: each for each in facts.columns}
    found = [
        _advise(column, known.get(column.name, CursorFacts(column.name)), key)
        for column in columns
        if _is_candidate(column, known.get(column.name), key)
    ]
    return tuple(advice for _, advice in sorted(found, key=lambda entry: entry[0]))


def _is_candidate(column: ColumnInfo, facts: CursorFacts | None, key: Sequence[str]) -> bool:
    if column.kind in {ColumnKind.DATE, ColumnKind.TIMESTAMP}:
        return True
    if column.kind in {ColumnKind.INTEGER, ColumnKind.NUMBER} or (facts is not None and facts.is_number):
        if is_sequence_name(column.name) or list(key) == [column.name]:
            return True
        # updated_by and the like are numbers, too.
        named = is_change_name(column.name) or is_creation_name(column.name)
        return named and facts is not None and _unix_unit(facts) > 0
    return facts is not None and facts.is_time


def _advise(
    column: ColumnInfo, facts: CursorFacts, key: Sequence[str]
) -> tuple[tuple[int, int, int, float, float], CursorAdvice]:
    """The advice, and what to sort it by."""
    dated = is_change_name(column.name) or is_creation_name(column.name)
    per_second = _unix_unit(facts) if dated else 0.0
    is_time = facts.is_time or column.kind in {ColumnKind.DATE, ColumnKind.TIMESTAMP}
    reasons, growth = _growth(column, facts, key)
    ruled_out = _ruled_out(facts, growth, is_time=is_time or bool(per_second))
    warnings = _warnings(column, facts, growth, is_time=is_time)
    lag = _lag(column, facts, per_second)
    if ruled_out:
        advice = CursorAdvice(column, Fit.UNFIT, lag, is_time, tuple(ruled_out), ())
    else:
        if facts.indexed:
            reasons.append("An index serves it, so a run reads little more than what is new.")
        if facts.resolution_s == 1:
            reasons.append("Whole seconds: rows that share the last second are read again, which costs little.")
        fit = Fit.USABLE if warnings else Fit.GOOD
        advice = CursorAdvice(column, fit, lag, is_time, tuple(reasons), tuple(warnings))
    rank = (list(Fit).index(advice.fit), -growth, len(warnings), facts.null_share or 0.0, facts.resolution_s or 0.0)
    return rank, advice


_NONE, _ADDED, _NAMED, _SEEN, _MAINTAINED = range(5)
# How well it is known that a column grows: not at all, with new rows only, by its name, by its values, by the database.


def _growth(column: ColumnInfo, facts: CursorFacts, key: Sequence[str]) -> tuple[list[str], int]:
    reasons: list[str] = []
    growth = _NONE
    if is_change_name(column.name):
        reasons.append("Its name says that it is set when a row changes.")
        growth = _NAMED
        if facts.updated_share:  # under another name it says nothing: due dates are later, too
            share = _percent(facts.updated_share)
            reasons.append(f"It is later than “{facts.created_column}” in {share} of the rows seen.")
            growth = _SEEN
    if facts.maintained:
        reasons.append("The database sets it whenever a row is changed.")
        growth = _MAINTAINED
    if growth:
        return reasons, growth
    if list(key) == [column.name] and (facts.from_sequence or column.kind is ColumnKind.INTEGER):
        return ["It grows with each new row."], _ADDED
    if is_creation_name(column.name) or facts.default_now:
        return ["It is set when a row is added."], _ADDED
    if is_sequence_name(column.name):
        return ["Its name says that it counts changes."], _NAMED
    return [], _NONE


def _ruled_out(facts: CursorFacts, growth: int, *, is_time: bool) -> list[str]:
    if facts.sampled_rows and facts.null_share == 1:
        return ["It has no value in the rows seen."]
    if facts.odd_share is not None and facts.odd_share > _MANY:
        return [f"{_percent(facts.odd_share)} of its values are neither times nor numbers."]
    if growth == _NONE:
        return ["Nothing says that it grows when a row changes: a changed row could go unseen."]
    reasons = []
    if facts.null_share is not None and facts.null_share > _MANY:
        reasons.append(
            f"{_percent(facts.null_share)} of the rows have no value and would be read in every run; comparing is "
            "better."
        )
    if facts.future_share is not None and facts.future_share > 0.05:
        reasons.append(f"{_percent(facts.future_share)} of its values are still to come: it holds plans, not changes.")
    if not is_time and growth == _NAMED and facts.distinct_share is not None and facts.distinct_share < 0.2:
        reasons.append("Its values repeat: it seems to count the changes of each row by itself.")
    return reasons


def _warnings(column: ColumnInfo, facts: CursorFacts, growth: int, *, is_time: bool) -> list[str]:
    warnings = []
    if growth == _ADDED or (is_change_name(column.name) and facts.updated_share == 0 and not facts.maintained):
        warnings.append(
            f"It was never seen to be updated; it is the same as “{facts.created_column}” everywhere: changes to rows "
            "would be missed, so only additions would arrive."
            if facts.updated_share == 0
            else "It was never seen to be updated: changes to rows would be missed, so only additions would arrive."
        )
    if _holds_days(column, facts):
        warnings.append("It holds days: the rows of whole days are read again in each run.")
    elif is_time and facts.resolution_s is not None and facts.resolution_s >= 60:
        warnings.append("Its times are rounded: rows that share the last one are read again in each run.")
    if is_time and column.kind is not ColumnKind.DATE and facts.time_zone is False:
        warnings.append(
            "It has no time zone: a change of the server's or the client's zone, or the end of summer time, can set it "
            "back, so a run looks back further."
        )
    if facts.indexed is False:
        warnings.append("No index begins with it: every run scans the whole table.")
    if facts.null_share:
        warnings.append(f"{_percent(facts.null_share)} of the rows have no value: those are read in every run.")
    if facts.odd_share:
        warnings.append(
            f"{_percent(facts.odd_share)} of its values can't be understood: those rows are read every time."
        )
    if facts.future_share:
        warnings.append(
            f"{_percent(facts.future_share)} of its values are still to come: those rows are read in every run."
        )
    return warnings


def _lag(column: ColumnInfo, facts: CursorFacts, per_second: float) -> float:
    if per_second:
        return 600.0 * per_second
    if _holds_days(column, facts):
        return 2 * DAY_S
    if facts.is_time and facts.time_zone is not None:
        return 600.0 if facts.time_zone else 7_200.0 + 600.0
    return default_lag(column)


def _holds_days(column: ColumnInfo, facts: CursorFacts) -> bool:
    return column.kind is ColumnKind.DATE or (facts.is_time and (facts.resolution_s or 0.0) >= DAY_S)


def _unix_unit(facts: CursorFacts) -> float:
    """How many units of a number make a second, if it counts them since 1970; 0 if it doesn't look like that."""
    if facts.is_time or facts.newest is None:
        return 0.0
    return next((unit for unit in (1.0, 1e3, 1e6, 1e9) if _UNIX_FROM <= facts.newest / unit <= _UNIX_TO), 0.0)


def advise_mode(
    advice: Sequence[CursorAdvice], facts: SelectionFacts, key: Sequence[str], columns: Sequence[ColumnInfo]
) -> ModeAdvice:
    """Comparing unless that takes long; then the best cursor, or adding alone where that is known to be enough."""
    if facts.rows is None:
        return ModeAdvice(
            ChangeMode.COMPARE,
            "",
            "Comparing finds every change, removals included. How many rows there are can't be told beforehand; if a "
            "run that finds nothing new takes too long, follow a cursor.",
        )
    seconds = facts.rows / facts.compare_rate
    always = f"A run that finds nothing new takes about {_duration(seconds)} for {facts.rows:,} rows"
    if seconds <= LARGE_S:
        return ModeAdvice(ChangeMode.COMPARE, "", f"{always}, and comparing finds every change, removals included.")
    alone = next((column for column in columns if list(key) == [column.name] and column.kind in _ORDERED), None)
    grows = alone is not None and any(each.column == alone.name and each.from_sequence for each in facts.columns)
    if alone is not None and grows and facts.inserted and facts.updated == 0 and facts.deleted == 0:
        return ModeAdvice(
            ChangeMode.APPEND,
            alone.name,
            f"{always}. The key “{alone.name}” comes from a sequence, and the server has counted {facts.inserted:,} "
            "rows added, none changed and none removed: reading what was added is enough as long as that holds.",
        )
    best = next((each for each in advice if each.fit is Fit.GOOD), None) or next(
        (each for each in advice if each.fit is Fit.USABLE and not _misses_changes(each)), None
    )
    if best is None:
        return ModeAdvice(
            ChangeMode.COMPARE, "", f"{always}, and no column shows every change, so comparing is the way."
        )
    return ModeAdvice(
        ChangeMode.CURSOR,
        best.column.name,
        f"{always} by comparing; following “{best.column.name}” reads only what is new, and looks for removed rows "
        "once a day.",
    )


def _misses_changes(advice: CursorAdvice) -> bool:
    return any("changes to rows would be missed" in warning for warning in advice.warnings)


def _percent(share: float) -> str:
    if share >= 0.995:
        return "100 %" if share == 1 else "more than 99 %"
    return f"{share:.0%}".replace("%", " %") if share >= 0.01 else "less than 1 %"


def _duration(seconds: float) -> str:
    if seconds < 1:
        return "a second"
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5_400 else f"{seconds / 3600:.1f} hours"
