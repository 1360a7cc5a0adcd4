"""Advice on cursors: pure rules over facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kbconnect.core.cursor_facts import DAY_S, CursorFacts, CursorSample, SelectionFacts, assigns, with_sample
from kbconnect.core.cursors import CursorAdvice, Fit, advise, advise_mode, check_cursor, default_lag
from kbconnect.core.errors import InputError
from kbconnect.core.model import ChangeMode, ColumnInfo, ColumnKind

NOW = 1_780_000_000.0
UPDATED = ColumnInfo("updated_at", "timestamp with time zone", ColumnKind.TIMESTAMP)
GOOD = CursorFacts(
    "updated_at",
    is_time=True,
    null_share=0.0,
    odd_share=0.0,
    indexed=True,
    time_zone=True,
    future_share=0.0,
    created_column="created_at",
    updated_share=0.4,
    sampled_rows=1000,
)


def advice_on(column: ColumnInfo, facts: CursorFacts, key: str = "id") -> CursorAdvice:
    (advice,) = advise([column], SelectionFacts((facts,), 1e5), [key])
    return advice


def of_good(**changed: Any) -> CursorAdvice:  # Any: fields of CursorFacts
    return advice_on(UPDATED, replace(GOOD, **changed))


# --------------------------------------------------------------------------------------------------- fit


def test_an_indexed_column_that_is_seen_to_be_updated_is_good() -> None:
    advice = of_good()
    assert advice.fit is Fit.GOOD
    assert advice.warnings == ()
    assert advice.lag == 600
    assert any("later than “created_at” in 40 % of the rows" in reason for reason in advice.reasons)
    assert any("index" in reason for reason in advice.reasons)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"indexed": False}, "scans the whole table"), ({"time_zone": False}, "time zone"),
        ({"null_share": 0.1}, "10 % of the rows have no value"), ({"odd_share": 0.001}, "less than 1 %"),
        ({"future_share": 0.01}, "still to come"), ({"resolution_s": 3600.0}, "rounded"),
        ({"resolution_s": DAY_S}, "days"), ({"updated_share": 0.0}, "only additions would arrive"),
    ],
)  # fmt: skip
def test_what_it_costs_or_misses_is_a_warning(changed: dict[str, Any], word: str) -> None:  # Any: fields of CursorFacts
    advice = of_good(**changed)
    assert advice.fit is Fit.USABLE
    assert len(advice.warnings) == 1
    assert word in advice.warnings[0]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"null_share": 1.0}, "no value in the rows seen"), ({"null_share": 0.8}, "80 % of the rows have no value"),
        ({"odd_share": 0.9}, "neither times nor numbers"), ({"future_share": 0.5}, "still to come"),
    ],
)  # fmt: skip
def test_what_makes_it_useless_is_said(changed: dict[str, Any], word: str) -> None:  # Any: fields of CursorFacts
    advice = of_good(**changed)
    assert advice.fit is Fit.UNFIT
    assert word in advice.reasons[0]


def test_a_date_is_read_by_days() -> None:
    advice = advice_on(ColumnInfo("modified_on", "date", ColumnKind.DATE), replace(GOOD, column="modified_on"))
    assert advice.lag == 2 * DAY_S


def test_whole_seconds_are_told_but_no_warning() -> None:
    advice = of_good(resolution_s=1.0)
    assert advice.fit is Fit.GOOD
    assert any("Whole seconds" in reason for reason in advice.reasons)


def test_a_time_nothing_is_known_of_is_unfit() -> None:
    due = ColumnInfo("due_on", "date", ColumnKind.DATE)
    for facts in (CursorFacts("due_on", is_time=True), replace(GOOD, column="due_on")):
        assert advice_on(due, facts).fit is Fit.UNFIT


def test_a_trigger_speaks_for_a_column_of_any_name() -> None:
    stamp = ColumnInfo("stamp", "timestamptz", ColumnKind.TIMESTAMP)
    advice = advice_on(stamp, replace(GOOD, column="stamp", maintained=True, updated_share=0.0))
    assert advice.fit is Fit.GOOD
    assert "The database sets it" in advice.reasons[0]


@pytest.mark.parametrize("name", ["created_at", "CreatedAt", "insertedOn", "date_added"])
def test_the_time_of_adding_misses_changes(name: str) -> None:
    created = ColumnInfo(name, "timestamp with time zone", ColumnKind.TIMESTAMP)
    advice = advice_on(created, CursorFacts(name, is_time=True, time_zone=True))
    assert advice.fit is Fit.USABLE
    assert "only additions would arrive" in advice.warnings[0]


def test_a_version_of_each_row_is_no_cursor() -> None:
    version = ColumnInfo("version", "integer", ColumnKind.INTEGER)
    assert advice_on(version, CursorFacts("version", is_number=True, distinct_share=0.001)).fit is Fit.UNFIT
    assert advice_on(version, CursorFacts("version", is_number=True, distinct_share=1.0)).fit is Fit.GOOD


@pytest.mark.parametrize(("newest", "lag"), [(NOW, 600), (NOW * 1e3, 600e3), (NOW * 1e6, 600e6)])
def test_seconds_since_1970_are_known_by_name_and_size(newest: float, lag: float) -> None:
    column = ColumnInfo("last_modified", "bigint", ColumnKind.INTEGER)
    advice = advice_on(column, CursorFacts("last_modified", is_number=True, indexed=True, newest=newest))
    assert (advice.fit, advice.lag) == (Fit.GOOD, lag)


def test_columns_that_could_not_be_meant_are_left_out() -> None:
    columns = [
        ColumnInfo("price", "numeric", ColumnKind.NUMBER), ColumnInfo("updated_by", "integer", ColumnKind.INTEGER),
        ColumnInfo("title", "text", ColumnKind.TEXT), ColumnInfo("at", "time", ColumnKind.TIME),
        ColumnInfo("active", "boolean", ColumnKind.BOOLEAN),
    ]  # fmt: skip
    numbers = (CursorFacts("price", is_number=True, newest=9.5), CursorFacts("updated_by", is_number=True, newest=70.0))
    assert advise(columns, SelectionFacts(numbers, 1e5), ["id"]) == ()


def test_texts_that_hold_times_are_candidates() -> None:
    column = ColumnInfo("updated_at", "TEXT", ColumnKind.TEXT)
    advice = advice_on(column, replace(GOOD, time_zone=False, indexed=None))
    assert (advice.fit, advice.lag) == (Fit.USABLE, 7_800)


def test_the_best_comes_first() -> None:
    columns = [
        ColumnInfo("due_on", "date", ColumnKind.DATE), ColumnInfo("id", "integer", ColumnKind.INTEGER),
        ColumnInfo("modified", "timestamp without time zone", ColumnKind.TIMESTAMP), UPDATED,
    ]  # fmt: skip
    facts = (
        replace(GOOD, column="due_on"), CursorFacts("id", is_number=True, from_sequence=True),
        replace(GOOD, column="modified", time_zone=False), GOOD,
    )  # fmt: skip
    found = advise(columns, SelectionFacts(facts, 1e5), ["id"])
    assert [advice.column.name for advice in found] == ["updated_at", "modified", "id", "due_on"]


def test_advice_needs_no_facts() -> None:
    (advice,) = advise([UPDATED], SelectionFacts((), 1e5), ["id"])
    assert advice.fit is Fit.GOOD
    assert advice.lag == 600


# --------------------------------------------------------------------------------------------------- lag


@pytest.mark.parametrize(
    ("type_", "kind", "lag"),
    [
        ("timestamp with time zone", ColumnKind.TIMESTAMP, 600), ("timestamptz", ColumnKind.TIMESTAMP, 600),
        ("timestamp(3) with time zone", ColumnKind.TIMESTAMP, 600),
        ("timestamp without time zone", ColumnKind.TIMESTAMP, 7_800),
        ("DATETIME", ColumnKind.TIMESTAMP, 7_800), ("date", ColumnKind.DATE, 172_800),
        ("bigint", ColumnKind.INTEGER, 1_000), ("numeric(20,0)", ColumnKind.NUMBER, 1_000),
        ("TEXT", ColumnKind.TEXT, 7_800), ("any", ColumnKind.OTHER, 7_800),
    ],
)  # fmt: skip
def test_each_kind_has_a_lag(type_: str, kind: ColumnKind, lag: float) -> None:
    assert default_lag(ColumnInfo("x", type_, kind)) == lag


@pytest.mark.parametrize("mode", [ChangeMode.CURSOR, ChangeMode.APPEND])
@pytest.mark.parametrize(
    ("kind", "by_cursor", "by_append"),
    [
        (ColumnKind.INTEGER, True, True), (ColumnKind.DATE, True, True), (ColumnKind.OTHER, True, True),
        (ColumnKind.TEXT, True, False), (ColumnKind.TIME, False, False), (ColumnKind.JSON, False, False),
        (ColumnKind.BOOLEAN, False, False), (ColumnKind.UUID, False, False),
    ],
)  # fmt: skip
def test_a_column_needs_an_order(mode: ChangeMode, kind: ColumnKind, by_cursor: bool, by_append: bool) -> None:
    columns = [ColumnInfo("at", "x", kind)]
    if by_cursor if mode is ChangeMode.CURSOR else by_append:
        check_cursor(mode, "at", ["at"], columns)
    else:
        with pytest.raises(InputError, match="“at”"):
            check_cursor(mode, "at", ["at"], columns)


def test_a_column_to_follow_has_to_be_there() -> None:
    with pytest.raises(InputError, match="“gone”") as caught:
        check_cursor(ChangeMode.CURSOR, "gone", ["id"], [UPDATED])
    assert "updated_at" in caught.value.hint
    check_cursor(ChangeMode.COMPARE, "gone", ["id"], [UPDATED])
    check_cursor(ChangeMode.CURSOR, "", ["id"], [UPDATED])


# --------------------------------------------------------------------------------------------------- mode

ID = ColumnInfo("id", "bigint", ColumnKind.INTEGER, nullable=False, primary_key=1, unique=True)


def mode_for(facts: SelectionFacts, *columns: ColumnInfo) -> tuple[ChangeMode, str, str]:
    found = advise_mode(advise(columns, facts, ["id"]), facts, ["id"], columns)
    return found.mode, found.cursor, found.reason


def test_comparing_is_advised_while_it_is_quick() -> None:
    mode, cursor, reason = mode_for(SelectionFacts((GOOD,), 250_000, rows=1_000_000), ID, UPDATED)
    assert (mode, cursor) == (ChangeMode.COMPARE, "")
    assert "about 4 seconds for 1,000,000 rows" in reason


def test_of_a_query_of_unknown_size_too() -> None:
    mode, _, reason = mode_for(SelectionFacts((GOOD,), 250_000), ID, UPDATED)
    assert mode is ChangeMode.COMPARE
    assert "can't be told" in reason


def test_a_large_table_is_followed_by_its_best_cursor() -> None:
    mode, cursor, reason = mode_for(SelectionFacts((GOOD,), 250_000, rows=100_000_000), ID, UPDATED)
    assert (mode, cursor) == (ChangeMode.CURSOR, "updated_at")
    assert "7 minutes" in reason


def test_a_large_table_whose_changes_nothing_shows_is_compared() -> None:
    created = ColumnInfo("created_at", "timestamptz", ColumnKind.TIMESTAMP)
    facts = SelectionFacts((CursorFacts("created_at", is_time=True, time_zone=True),), 250_000, rows=10**9)
    mode, _, reason = mode_for(facts, ID, created)
    assert mode is ChangeMode.COMPARE
    assert "67 minutes" in reason


def test_adding_alone_is_advised_where_the_server_counted_it() -> None:
    numbered = CursorFacts("id", is_number=True, from_sequence=True)
    facts = SelectionFacts((numbered, GOOD), 250_000, rows=10**8, inserted=10**8, updated=0, deleted=0)
    mode, cursor, reason = mode_for(facts, ID, UPDATED)
    assert (mode, cursor) == (ChangeMode.APPEND, "id")
    assert "100,000,000 rows added, none changed and none removed" in reason
    for changed in (
        replace(facts, updated=1), replace(facts, deleted=1), replace(facts, inserted=None, updated=None, deleted=None),
        replace(facts, columns=(replace(numbered, from_sequence=False), GOOD)),
    ):  # fmt: skip
        assert mode_for(changed, ID, UPDATED)[0] is ChangeMode.CURSOR


# --------------------------------------------------------------------------------------------------- samples


def studied(*columns: tuple[str, list[float | None]]) -> dict[str, CursorFacts]:
    facts = [CursorFacts(name, is_time=True) for name, _ in columns]
    rows = list(zip(*(values for _, values in columns), strict=True))
    return {each.column: each for each in with_sample(facts, CursorSample(rows, NOW))}


def test_a_sample_says_how_full_and_how_different_a_column_is() -> None:
    found = studied(("at", [1.5, 1.5, None, float("nan"), 3.0]))["at"]
    assert found.sampled_rows == 5
    assert found.null_share == pytest.approx(0.2)
    assert found.odd_share == pytest.approx(0.25)
    assert found.distinct_share == pytest.approx(2 / 3)
    assert found.newest == 3.0


@pytest.mark.parametrize(
    ("step", "begin", "resolution"),
    [
        (DAY_S, 0.0, DAY_S), (DAY_S, 7200.0, DAY_S), (3600.0, 0.0, 3600.0), (60.0, 0.0, 60.0), (1.0, 0.0, 1.0),
        (0.25, 0.0, None), (DAY_S, 0.5, None), (DAY_S, 1.0, 1.0),
    ],
)  # fmt: skip
def test_a_sample_shows_the_resolution(step: float, begin: float, resolution: float | None) -> None:
    found = studied(("at", [1_700_006_400 // DAY_S * DAY_S + begin + number * step for number in range(30)]))
    assert found["at"].resolution_s == resolution


def test_few_values_show_no_resolution() -> None:
    assert studied(("at", [DAY_S, 2 * DAY_S, None]))["at"].resolution_s is None


def test_values_to_come_are_counted() -> None:
    found = studied(("at", [NOW - 5, NOW + 3600, NOW + 2 * DAY_S, NOW + 9e8]))["at"]
    assert found.future_share == pytest.approx(0.5)


def test_a_newest_value_to_come_is_one_even_if_the_sample_missed_it() -> None:
    (found,) = with_sample([CursorFacts("at", is_time=True, newest=NOW * 2)], CursorSample([[NOW], [NOW - 1]], NOW))
    assert found.future_share


def test_a_column_is_compared_with_the_time_of_adding() -> None:
    found = studied(("created_at", [10.5, 20.0, 30.0, None]), ("updated_at", [10.9, 20.0, 99.0, 5.0]))
    assert found["updated_at"].created_column == "created_at"
    assert found["updated_at"].updated_share == pytest.approx(1 / 3)
    assert found["created_at"].updated_share is None


def test_the_day_of_adding_is_a_whole_day() -> None:
    found = studied(("created_on", [DAY_S, 2 * DAY_S]), ("updated_at", [DAY_S + 500, 3 * DAY_S + 500]))
    assert found["updated_at"].updated_share == pytest.approx(0.5)


def test_what_the_source_knew_better_stays() -> None:
    known = CursorFacts("at", is_time=True, null_share=0.3, distinct_share=0.1)
    (found,) = with_sample([known], CursorSample([[1.0]], NOW))
    assert (found.null_share, found.distinct_share) == (0.3, 0.1)
    assert with_sample([known], CursorSample([], NOW)) == (known,)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("BEGIN NEW.updated_at := now(); RETURN NEW; END", True), ("new.updated_at = current_timestamp;", True),
        ('NEW."updated_at" := now()', True), ("UPDATE t SET updated_at = datetime('now') WHERE id = NEW.id", True),
        ("UPDATE t SET body = 1, [updated_at] = 2", True), ("IF NEW.updated_at = OLD.updated_at THEN", False),
        ("NEW.last_updated_at := now()", False), ("UPDATE t SET other = 1 WHERE updated_at = 2", False), ("", False),
    ],
)  # fmt: skip
def test_a_trigger_shows_what_it_sets(code: str, found: bool) -> None:
    assert assigns(code, "updated_at") is found
