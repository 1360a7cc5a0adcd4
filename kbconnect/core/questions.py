"""Saved questions: which rows a question should find, where it found them, and whether that got worse.

Pure: what was expected, where it stands now and where it stood before go in, the verdict comes out. Must not know how a
knowledge base is asked, nor where questions are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kbconnect.core.model import Field

DEPTH = 50
"""A question looks at so many documents; a row further down counts as not found."""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """A row that a question should find. title: of its document when the question was saved."""

    document_id: str
    dataset_id: str
    key: tuple[Field, ...]
    title: str


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as somebody wants it kept: every expected row should be among the first `within` documents."""

    knowledge_base_id: str
    text: str
    expected: tuple[ExpectedRow, ...]
    within: int = 5


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A QuestionDraft that is kept. id: a number people can type, never given twice. changed_at: what is expected."""

    id: int
    knowledge_base_id: str
    text: str
    expected: tuple[ExpectedRow, ...]
    within: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question found one of its rows. rank from 1, None if it is not among the first DEPTH.

    exists: the row is a document of the knowledge base. lost: it stood where it should once, and does no longer.
    """

    document_id: str
    rank: int | None
    exists: bool = True
    lost: bool = False


@dataclass(frozen=True, slots=True)
class QuestionCheck:
    """What came of asking a saved question once. places: one for each expected row.

    run_id: the sync after which it was asked, None if somebody asked. meaning_share: as in a SearchAnswer. worse: a row
    was lost since the time before. id: 0 before it is kept.
    """

    id: int
    question_id: int
    asked_at: datetime
    places: tuple[Place, ...]
    run_id: int | None = None
    meaning_share: float | None = None
    worse: bool = False


class Standing(StrEnum):
    """How a question stands. MISSED: it never found all of its rows since it was saved; WORSE: it did once."""

    NOT_ASKED = "not_asked"
    FOUND = "found"
    MISSED = "missed"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class QuestionState:
    """A saved question with its newest check, None if what is expected now was not asked for yet."""

    question: SavedQuestion
    check: QuestionCheck | None = None

    def lost(self) -> tuple[Place, ...]:
        """The rows it found once and does not find where it should now."""
        return tuple(place for place in self.check.places if place.lost) if self.check is not None else ()

    @property
    def standing(self) -> Standing:
        if self.check is None:
            return Standing.NOT_ASKED
        if self.lost():
            return Standing.WORSE
        within = self.question.within
        found = all(place.rank is not None and place.rank <= within for place in self.check.places)
        return Standing.FOUND if found else Standing.MISSED


def state_of(question: SavedQuestion, newest: QuestionCheck | None) -> QuestionState:
    """A check from before the question was changed says nothing about it any more."""
    return QuestionState(question, newest if newest is not None and newest.asked_at >= question.changed_at else None)


def places_of(
    question: SavedQuestion, ranking: Sequence[str], existing: Collection[str], before: QuestionCheck | None
) -> tuple[Place, ...]:
    """Where the expected rows stand in a ranking of document ids, best first.

    existing: the ids of those that are documents. before: the check before, if it asked for the same.
    """
    ranks = {document_id: rank for rank, document_id in reversed(list(enumerate(ranking[:DEPTH], start=1)))}
    known: Mapping[str, Place] = {place.document_id: place for place in before.places} if before is not None else {}
    places = []
    for row in question.expected:
        rank, old = ranks.get(row.document_id), known.get(row.document_id)
        was_found = old is not None and (old.lost or _is_within(old.rank, question.within))
        lost = was_found and not _is_within(rank, question.within)
        places.append(Place(row.document_id, rank, rank is not None or row.document_id in existing, lost))
    return tuple(places)


def has_got_worse(places: Sequence[Place], before: QuestionCheck | None) -> bool:
    """A row was lost that was not lost before: told once, not after every sync."""
    lost_before = {place.document_id for place in before.places if place.lost} if before is not None else set()
    return any(place.lost and place.document_id not in lost_before for place in places)


def _is_within(rank: int | None, within: int) -> bool:
    return rank is not None and rank <= within


def worse_words(state: QuestionState) -> str:
    """What happened to a question that got worse, as a remark of the run and as a notification say it; "" if it did
    not."""
    question, lost = state.question, state.lost()
    if not lost:
        return ""
    rank, wanted = lost[0].rank, question.within
    title = next((row.title for row in question.expected if row.document_id == lost[0].document_id), "")
    if len(lost) > 1:
        return f"The saved question “{question.text}” lost {len(lost)} of the rows it should find."
    if not lost[0].exists:
        return f"The saved question “{question.text}” lost its answer: “{title}” is no longer in the knowledge base."
    if rank is None:
        return f"The saved question “{question.text}” finds “{title}” no longer among the first {DEPTH} answers."
    return f"The saved question “{question.text}” finds “{title}” in place {rank} now, not among the first {wanted}."
