"""What a source can tell of columns as cursors, and what a sample of their values says.

Owns the facts and what is worked out from a sample, the same for every provider. Must not read, and must not judge:
`kbconnect.core.cursors` does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kbconnect.core.discovery import is_creation_name

DAY_S = 86_400.0
_RESOLUTIONS_S = (DAY_S, 3_600.0, 60.0, 1.0)
_FEW_VALUES = 10
"""From fewer values nothing is concluded about their resolution."""


@dataclass(frozen=True, slots=True)
class CursorFacts:
    """What is known of one column; None: the source can't say. Shares are 0 to 1.

    is_time, is_number: what its values are, by type or by looking. null_share: of the rows. odd_share: of the values,
    those that are neither times nor numbers in a column of them. distinct_share: different values, of all values.
    indexed: an index begins with it. resolution_s: all values seen are whole multiples of this many seconds.
    time_zone: a value names one instant wherever it was written. newest: the highest value, in seconds since 1970 for
    times. future_share: values still to come. default_now: the database fills in the time when a row is added.
    from_sequence: the database numbers rows with it. maintained: a trigger or the like sets it when a row changes.
    created_column: one that says when a row was added, "" if none; updated_share: rows in which this column is later.
    """

    column: str
    is_time: bool = False
    is_number: bool = False
    null_share: float | None = None
    odd_share: float | None = None
    distinct_share: float | None = None
    indexed: bool | None = None
    resolution_s: float | None = None
    time_zone: bool | None = None
    newest: float | None = None
    future_share: float | None = None
    default_now: bool = False
    from_sequence: bool = False
    maintained: bool = False
    created_column: str = ""
    updated_share: float | None = None
    sampled_rows: int = 0


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """What is known of a table or query. compare_rate: rows a second that a no-change run compares here, about.

    rows: about; None if the source can't say. inserted, updated, deleted: rows, as the server has counted them since it
    began to; None if it doesn't.
    """

    columns: tuple[CursorFacts, ...]
    compare_rate: float
    rows: int | None = None
    inserted: int | None = None
    updated: int | None = None
    deleted: int | None = None


@dataclass(frozen=True, slots=True)
class CursorSample:
    """Values of the columns of `facts` in some rows: seconds since 1970 or numbers. NaN: a value that is neither."""

    rows: Sequence[Sequence[float | None]]
    now_s: float


def with_sample(facts: Sequence[CursorFacts], sample: CursorSample) -> tuple[CursorFacts, ...]:
    """The facts completed by what a sample says; what the source knew better (a share of its statistics) stays."""
    columns = [[row[place] for row in sample.rows] for place in range(len(facts))]
    created = _created(facts)
    return tuple(
        _later(_studied(each, columns[place], sample.now_s), columns[place], columns[created], facts[created].column)
        if created is not None and place != created and each.is_time
        else _studied(each, columns[place], sample.now_s)
        for place, each in enumerate(facts)
    )


def assigns(code: str, column: str) -> bool:
    """Whether the code of a trigger gives a column a value, as far as its text shows: `NEW.changed := now()`, or
    `SET changed = …`."""
    name = rf'["\[`]?{re.escape(column)}["\]`]?'
    in_record = rf"\bnew\.{name}\s*(:=|=(?!\s*old\b))"
    in_update = rf"(\bset|,)\s+{name}\s*="
    return re.search(f"{in_record}|{in_update}", code, re.IGNORECASE) is not None


def _created(facts: Sequence[CursorFacts]) -> int | None:
    return next((place for place, each in enumerate(facts) if each.is_time and is_creation_name(each.column)), None)


def _studied(facts: CursorFacts, values: Sequence[float | None], now_s: float) -> CursorFacts:
    if not values:
        return facts
    found = [value for value in values if value is not None]
    good = [value for value in found if not math.isnan(value)]
    facts = replace(facts, sampled_rows=len(values))
    if facts.null_share is None:
        facts = replace(facts, null_share=1 - len(found) / len(values))
    if not found:
        return facts
    facts = replace(facts, odd_share=1 - len(good) / len(found))
    if not good:
        return facts
    if facts.distinct_share is None:
        facts = replace(facts, distinct_share=len(set(good)) / len(good))
    if facts.newest is None:
        facts = replace(facts, newest=max(good))
    if not facts.is_time:
        return facts
    future = sum(1 for value in good if value > now_s + DAY_S) / len(good)
    if not future and facts.newest is not None and facts.newest > now_s + DAY_S:
        future = 1 / len(good)  # one that the sample missed
    return replace(facts, future_share=future, resolution_s=facts.resolution_s or _resolution(good))


def _resolution(values: Sequence[float]) -> float | None:
    """The coarsest unit all values are whole multiples of. Days may begin at any quarter of an hour, and at two of them
    where summer time is kept."""
    different = set(values)
    if len(different) < _FEW_VALUES:
        return None
    begins = {value % DAY_S for value in different}
    if len(begins) <= 2 and all(begin % 900 == 0 for begin in begins):
        return DAY_S
    return next((unit for unit in _RESOLUTIONS_S[1:] if all(value % unit == 0 for value in different)), None)


def _later(
    facts: CursorFacts, values: Sequence[float | None], created: Sequence[float | None], name: str
) -> CursorFacts:
    """Whether a row's value is ever later than the time the row was added. A second apart is the same moment, and so is
    the day that a date names."""
    pairs = [
        (value, begin)
        for value, begin in zip(values, created, strict=True)
        if value is not None and begin is not None and not math.isnan(value) and not math.isnan(begin)
    ]
    if not pairs:
        return facts
    same = DAY_S if all(begin % DAY_S == 0 for _, begin in pairs) else 1.0
    later = sum(1 for value, begin in pairs if value > begin + same) / len(pairs)
    return replace(facts, created_column=name, updated_share=later)
