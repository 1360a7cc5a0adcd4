"""Joins the ranking by words and the ranking by meaning into one, by reciprocal ranks.

Ranks, not scores: bm25 and cosine have no common scale. Must not know how either ranking was made, nor group chunks
by document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbconnect.core.model import ScoredChunk

_K = 60
"""Dampens the lead of the first places; the usual value."""

_WORDS_WEIGHT = 1.0
_MEANING_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class FusedChunk:
    """One entry of the joint ranking. word_rank, meaning_rank: place from 1 in each, None if it isn't in it.

    score: between 0 and 1, 1 for a chunk that is first in every ranking that found something.
    """

    chunk_id: int
    score: float
    word_rank: int | None
    meaning_rank: int | None


def fuse(
    words: Sequence[ScoredChunk], meaning: Sequence[ScoredChunk], limit: int, *, meaning_share: float = 1.0
) -> tuple[FusedChunk, ...]:
    """The best `limit` chunks of two rankings, each best first. Ties go to the better meaning, words, then chunk id.

    meaning_share: of chunks that have a vector, above 0 and up to 1. Meaning weighs by it: among the first few vectors
    the nearest one may be far from the question, while words already know every chunk.
    """
    word_ranks = _ranks(words)
    meaning_ranks = _ranks(meaning)
    meaning_weight = _MEANING_WEIGHT * meaning_share
    highest = (_WORDS_WEIGHT if word_ranks else 0.0) + (meaning_weight if meaning_ranks else 0.0)
    fused = []
    for chunk_id in word_ranks.keys() | meaning_ranks.keys():
        word_rank, meaning_rank = word_ranks.get(chunk_id), meaning_ranks.get(chunk_id)
        score = _score(word_rank, meaning_rank, meaning_weight) / highest
        fused.append(FusedChunk(chunk_id, score, word_rank, meaning_rank))
    fused.sort(key=_order)
    return tuple(fused[: max(limit, 0)])


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """What words and meaning each gave to a score; together they are the score."""

    words: float
    meaning: float


def parts_of_score(score: float, word_rank: int | None, meaning_rank: int | None, meaning_share: float) -> ScoreParts:
    """Takes a score of `fuse` apart. meaning_share: as it was given to `fuse`."""
    words = _score(word_rank, None, 0.0)
    meaning = _score(None, meaning_rank, _MEANING_WEIGHT * meaning_share)
    whole = words + meaning
    return ScoreParts(score * words / whole, score * meaning / whole) if whole else ScoreParts(0.0, 0.0)


def _ranks(ranking: Sequence[ScoredChunk]) -> dict[int, int]:
    """Place from 1 of each chunk; a chunk named twice has its better place."""
    ranks: dict[int, int] = {}
    for rank, one in enumerate(ranking, start=1):
        ranks.setdefault(one.chunk_id, rank)
    return ranks


def _score(word_rank: int | None, meaning_rank: int | None, meaning_weight: float) -> float:
    """In units of a first place: 1 / (k + rank) itself would be a small number that says nothing to a person."""
    score = 0.0
    if word_rank is not None:
        score += _WORDS_WEIGHT * (_K + 1) / (_K + word_rank)
    if meaning_rank is not None:
        score += meaning_weight * (_K + 1) / (_K + meaning_rank)
    return score


def _order(one: FusedChunk) -> tuple[float, float, float, int]:
    never = float("inf")
    return (
        -one.score,
        never if one.meaning_rank is None else one.meaning_rank,
        never if one.word_rank is None else one.word_rank,
        one.chunk_id,
    )
