"""Rankings by words and by meaning are joined by their places, the same way every time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.model import ScoredChunk
from kbconnect.core.ranking import fuse, parts_of_score


def ranking(chunk_ids: Sequence[int]) -> list[ScoredChunk]:
    return [ScoredChunk(chunk_id, 1.0 / (place + 1)) for place, chunk_id in enumerate(chunk_ids)]


rankings = st.lists(st.integers(1, 40), unique=True, max_size=30).map(ranking)


def test_meaning_counts_twice_as_much_as_words() -> None:
    fused = fuse(ranking([1, 2, 3]), ranking([3, 4]), 10)
    assert [one.chunk_id for one in fused] == [3, 4, 1, 2]
    assert (fused[0].word_rank, fused[0].meaning_rank) == (3, 1)
    assert fused[0].score == pytest.approx((61 / 63 + 2) / 3)
    assert fused[2].score == pytest.approx(1 / 3)
    assert (fused[2].word_rank, fused[2].meaning_rank) == (1, None)


def test_one_ranking_alone_keeps_its_order() -> None:
    alone = ranking([7, 3, 9])
    assert [one.chunk_id for one in fuse(alone, [], 10)] == [7, 3, 9]
    assert [one.chunk_id for one in fuse([], alone, 2)] == [7, 3]
    assert fuse(alone, [], 10)[0].score == 1.0


def test_nothing_found_is_nothing() -> None:
    assert fuse([], [], 10) == ()
    assert fuse(ranking([1]), [], 0) == ()
    assert fuse(ranking([1]), [], -1) == ()


def test_a_chunk_named_twice_has_its_better_place() -> None:
    fused = fuse(ranking([1, 2, 1]), [], 10)
    assert [(one.chunk_id, one.word_rank) for one in fused] == [(1, 1), (2, 2)]


@given(words=rankings, meaning=rankings, limit=st.integers(0, 50))
def test_every_chunk_is_ranked_once_best_first(
    words: list[ScoredChunk], meaning: list[ScoredChunk], limit: int
) -> None:
    fused = fuse(words, meaning, limit)
    everything = {one.chunk_id for one in (*words, *meaning)}
    ids = [one.chunk_id for one in fused]
    assert len(ids) == len(set(ids)) == min(limit, len(everything))
    assert set(ids) <= everything
    scores = [one.score for one in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert fused == fuse(words, meaning, 100)[:limit]
    for one in fused:
        assert one.word_rank is None or words[one.word_rank - 1].chunk_id == one.chunk_id
        assert one.meaning_rank is None or meaning[one.meaning_rank - 1].chunk_id == one.chunk_id


@given(words=rankings, meaning=rankings, scale=st.floats(0.001, 1000))
def test_only_places_matter(words: list[ScoredChunk], meaning: list[ScoredChunk], scale: float) -> None:
    scaled = [ScoredChunk(one.chunk_id, one.score * scale) for one in words]
    assert fuse(scaled, meaning, 100) == fuse(words, meaning, 100)


@given(words=rankings, meaning=rankings)
def test_better_in_both_is_better(words: list[ScoredChunk], meaning: list[ScoredChunk]) -> None:
    never = 1_000
    fused = fuse(words, meaning, 100)
    for better, worse in pairwise(fused):
        word_gain = (worse.word_rank or never) - (better.word_rank or never)
        meaning_gain = (worse.meaning_rank or never) - (better.meaning_rank or never)
        assert word_gain > 0 or meaning_gain > 0


def test_meaning_weighs_by_the_share_of_chunks_that_have_it() -> None:
    words, meaning = ranking([1, 2]), ranking([8, 9])
    assert [one.chunk_id for one in fuse(words, meaning, 4)] == [8, 9, 1, 2]
    assert [one.chunk_id for one in fuse(words, meaning, 4, meaning_share=0.01)] == [1, 2, 8, 9]
    assert fuse([], meaning, 4, meaning_share=0.01)[0].score == 1.0
    assert fuse(words, [], 4, meaning_share=0.0)[0].score == 1.0


@given(rankings, rankings, st.sampled_from([0.25, 1.0]))
def test_the_parts_of_a_score_are_what_words_and_meaning_gave(
    words: list[ScoredChunk], meaning: list[ScoredChunk], share: float
) -> None:
    alone = {one.chunk_id: one.score for one in fuse(words, meaning, 100, meaning_share=share)}
    for one in fuse(words, meaning, 100, meaning_share=share):
        parts = parts_of_score(one.score, one.word_rank, one.meaning_rank, share)
        assert parts.words + parts.meaning == pytest.approx(alone[one.chunk_id])
        assert (parts.words > 0, parts.meaning > 0) == (one.word_rank is not None, one.meaning_rank is not None)


def test_what_is_in_no_ranking_has_no_parts() -> None:
    parts = parts_of_score(0.5, None, None, 1.0)
    assert (parts.words, parts.meaning) == (0.0, 0.0)
