"""When a saved question has got worse: once it had found a row where it should, and told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kbconnect.core.model import Field
from kbconnect.core.questions import (
    ExpectedRow,
    Place,
    QuestionCheck,
    QuestionState,
    SavedQuestion,
    Standing,
    has_got_worse,
    places_of,
    state_of,
    worse_words,
)

NOON = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)


def row(name: str) -> ExpectedRow:
    return ExpectedRow(name, "d", (Field("id", name),), f"Row {name}")


def question(*names: str, within: int = 2) -> SavedQuestion:
    return SavedQuestion(1, "k", "how to mend a tent", tuple(map(row, names)), within, NOON, NOON)


def asked(
    asking: SavedQuestion, *rankings: list[str], existing: tuple[str, ...] = ("a", "b", "c", "d")
) -> QuestionCheck:
    """The last of some checks, each judged by the one before."""
    check: QuestionCheck | None = None
    for ranking in rankings:
        places = places_of(asking, ranking, existing, check)
        check = QuestionCheck(0, asking.id, NOON, places, worse=has_got_worse(places, check))
    assert check is not None
    return check


@pytest.mark.parametrize(
    ("rankings", "standing", "worse"),
    [
        ([["a", "b"]], Standing.FOUND, False),
        ([["c", "d", "a"]], Standing.MISSED, False),
        ([["c"], ["c", "d", "a"]], Standing.MISSED, False),
        ([["a"], ["c", "a"]], Standing.FOUND, False),
        ([["a"], ["c", "d", "a"]], Standing.WORSE, True),
        ([["a"], ["c", "d", "a"], ["c", "d"]], Standing.WORSE, False),
        ([["a"], ["c", "d", "a"], ["a"]], Standing.FOUND, False),
        ([["a"], ["c", "d", "a"], ["a"], []], Standing.WORSE, True),
    ],
)
def test_a_question_stands_by_where_its_row_was_and_is(
    rankings: list[list[str]], standing: Standing, worse: bool
) -> None:
    check = asked(question("a"), *rankings)
    assert (QuestionState(question("a"), check).standing, check.worse) == (standing, worse)


def test_one_row_that_is_lost_is_enough_even_if_another_never_was_found() -> None:
    asking = question("a", "z")
    assert QuestionState(asking, asked(asking, ["a"])).standing is Standing.MISSED
    check = asked(asking, ["a"], ["c", "d", "e"])
    assert QuestionState(asking, check).standing is Standing.WORSE
    assert [(place.document_id, place.lost) for place in check.places] == [("a", True), ("z", False)]


def test_a_second_row_that_is_lost_later_is_told_again() -> None:
    asking = question("a", "b")
    assert asked(asking, ["a", "b"], ["c", "b", "a"]).worse
    assert asked(asking, ["a", "b"], ["c", "b", "a"], ["c", "d"]).worse


def test_what_was_found_before_a_change_says_nothing() -> None:
    asking = question("a")
    check = asked(asking, ["a"])
    assert state_of(asking, check).standing is Standing.FOUND
    changed = replace(asking, changed_at=NOON + timedelta(seconds=1))
    assert state_of(changed, check).standing is Standing.NOT_ASKED


def test_places_beyond_the_depth_count_as_not_found() -> None:
    ranking = [f"other {number}" for number in range(50)] + ["a"]
    assert asked(question("a"), ranking).places == (Place("a", None),)
    assert asked(question("a"), ranking[1:]).places == (Place("a", 50),)


def test_a_row_that_is_gone_is_told_apart_from_one_that_is_not_found() -> None:
    check = asked(question("a", "b"), ["c"], existing=("b",))
    assert check.places == (Place("a", None, exists=False), Place("b", None))


@pytest.mark.parametrize(
    ("rankings", "existing", "words"),
    [
        ([["a"], ["a"]], ("a",), ""),
        ([["a"], ["b", "c", "a"]], ("a",), "finds “Row a” in place 3 now, not among the first 2."),
        ([["a"], ["b"]], ("a",), "finds “Row a” no longer among the first 50 answers."),
        ([["a"], ["b"]], (), "lost its answer: “Row a” is no longer in the knowledge base."),
    ],
)
def test_what_is_said_of_a_worse_one(rankings: list[list[str]], existing: tuple[str, ...], words: str) -> None:
    said = worse_words(QuestionState(question("a"), asked(question("a"), *rankings, existing=existing)))
    assert said == (f"The saved question “how to mend a tent” {words}" if words else "")


def test_many_lost_rows_are_counted() -> None:
    asking = question("a", "b")
    said = worse_words(QuestionState(asking, asked(asking, ["a", "b"], [])))
    assert said == "The saved question “how to mend a tent” lost 2 of the rows it should find."
