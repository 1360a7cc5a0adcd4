"""Saved questions as people read them: states, places, and what happened since, as frozen values. Asks nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kbconnect.core.questions import (
    DEPTH,
    ExpectedRow,
    Place,
    QuestionCheck,
    QuestionState,
    SavedQuestion,
    Standing,
)
from kbconnect.ui.language import say
from kbconnect.ui.models.cells import Cell, Row
from kbconnect.ui.status import State, Status
from kbconnect.ui.words import count, exact_moment, moment, ordinal, percent

_STATES = {
    Standing.NOT_ASKED: State.ANSWER_UNKNOWN,
    Standing.FOUND: State.ANSWER_FOUND,
    Standing.MISSED: State.ANSWER_MISSED,
    Standing.WORSE: State.ANSWER_WORSE,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One time a question was asked. rank: of the worst of its rows, None if one was not found. met: all of them stood
    where they should. after: the sync it followed, "" if somebody asked."""

    when: str
    exact: str
    places: str
    after: str
    rank: int | None
    met: bool
    worse: bool


def status_of(state: QuestionState) -> Status:
    return Status(_STATES[state.standing])


def worse_status(states: Collection[QuestionState]) -> Status | None:
    """What a knowledge base says of its questions: how many got worse; None for none."""
    worse = sum(state.standing is Standing.WORSE for state in states)
    if not worse:
        return None
    return Status(State.ANSWER_WORSE, say("{worse} worse").format(worse=count(worse)))


def tab_words(states: Collection[QuestionState]) -> str:
    """The name of the tab, with how many there are."""
    return say("Saved questions {count}").format(count=count(len(states))) if states else say("Saved questions")


def question_row(state: QuestionState) -> Row:
    """A saved question as a row: what is asked and expected, the place it has now, how it stands."""
    question, check = state.question, state.check
    tip = exact_moment(check.asked_at) if check is not None else ""
    return Row(
        str(question.id),
        (
            Cell(question.text, expected_line(question), strong=True),
            Cell(places_line(check), wanted_words(question.within), faint=check is None, tip=tip),
            Cell(status=status_of(state), order=status_of(state).look.rank),
        ),
    )


def expected_line(question: SavedQuestion) -> str:
    """The row that is expected, or how many."""
    if len(question.expected) == 1:
        return row_title(question.expected[0])
    return say("{rows} rows expected").format(rows=count(len(question.expected)))


def row_title(row: ExpectedRow) -> str:
    return row.title or key_line(row)


def key_line(row: ExpectedRow) -> str:
    """ "id 48213"."""
    return ", ".join(f"{field.name} {field.value}" for field in row.key)


def row_source(row: ExpectedRow, datasets: Mapping[str, str]) -> str:
    """ "Help articles, id 48213". datasets: names by id."""
    return ", ".join((datasets.get(row.dataset_id, say("Removed dataset")), key_line(row)))


def wanted_words(within: int) -> str:
    """ "expected 1–5"."""
    return say("expected 1st") if within == 1 else say("expected 1–{count}").format(count=within)


def place_words(place: Place | None) -> str:
    """ "2nd", "over 50", "gone"."""
    if place is None:
        return say("not asked yet")
    if not place.exists:
        return say("gone")
    return ordinal(place.rank) if place.rank is not None else say("over {count}").format(count=DEPTH)


def places_line(check: QuestionCheck | None) -> str:
    """The places of all rows in a narrow column: "2nd", "1st, 12th", "over 50"."""
    if check is None:
        return "–"
    return ", ".join(place_words(place) for place in check.places)


def verdict(state: QuestionState) -> str:
    """What the state of a question means, in a sentence or two."""
    if state.standing is Standing.WORSE:
        return _loss(state)
    if state.standing is Standing.NOT_ASKED:
        return say("It is asked after the next sync that changes something, or when you ask it now.")
    if state.standing is Standing.MISSED:
        return say("It has not found all of its rows where they should be since it was saved.")
    return say("It finds all of its rows where they should be.")


def _loss(state: QuestionState) -> str:
    """What was lost, for those who see the question itself."""
    lost, within = state.lost(), state.question.within
    titles = {row.document_id: row_title(row) for row in state.question.expected}
    title = titles.get(lost[0].document_id, "")
    if len(lost) > 1:
        return say("{rows} of its rows are no longer found where they should be.").format(rows=count(len(lost)))
    if not lost[0].exists:
        return say("“{title}” is no longer in the knowledge base.").format(title=title)
    if lost[0].rank is None:
        return say("“{title}” is no longer among the first {count} answers.").format(title=title, count=DEPTH)
    words = say("“{title}” is in place {place} now and should be among the first {count}.")
    if within == 1:
        words = say("“{title}” is in place {place} now and should be the first.")
    return words.format(title=title, place=count(lost[0].rank), count=within)


def coverage(check: QuestionCheck | None) -> str:
    """What may explain a place: meaning that is missing; "" if all of it was there."""
    if check is None or check.meaning_share in (None, 1.0):
        return ""
    return say("Asked while {share} of the chunks had their meaning.").format(share=percent(check.meaning_share or 0.0))


def askings(question: SavedQuestion, checks: Sequence[QuestionCheck], now: datetime) -> tuple[Asking, ...]:
    """The history of a question, newest first; what was expected before it was changed is left out."""
    return tuple(
        Asking(
            when=moment(check.asked_at, now),
            exact=exact_moment(check.asked_at),
            places=places_line(check),
            after=say("sync {run}").format(run=check.run_id) if check.run_id is not None else say("asked by you"),
            rank=_worst(check.places),
            met=all(place.rank is not None and place.rank <= question.within for place in check.places),
            worse=check.worse,
        )
        for check in checks
        if check.asked_at >= question.changed_at
    )


def _worst(places: Sequence[Place]) -> int | None:
    ranks = [place.rank for place in places if place.rank is not None]
    return max(ranks) if ranks and len(ranks) == len(places) else None
