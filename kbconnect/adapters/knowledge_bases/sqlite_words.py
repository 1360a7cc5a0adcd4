"""Searches by words: a person's text becomes a query FTS5 can't misread, and matches become places in a chunk.

Must not know about vectors.
"""

from __future__ import annotations

import json
import math
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kbconnect.adapters.knowledge_bases.sqlite_reading import RANKED_FOR_ONE, Condition, Ranking, read_documents_of
from kbconnect.adapters.knowledge_bases.sqlite_schema import TOKENIZER
from kbconnect.core.model import ScoredChunk, Span

_MOST_WORDS = 50
"""Of a question; the rest of a longer text changes the order little and costs as much again."""

_STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have he her his how i if in into is
    it its me my no not of on or our she should so some such than that the their them then there these they this
    those to was we were what when where which while who whom why will with would you your
    """.split()  # noqa: SIM905 - a list of strings would be three screens long
)
_NO_WEIGHT = 0.5
"""A word that this share of all chunks has changes no score of bm25, and walking through all of them takes time."""

_RANKED = 10_000
_RANKED_RARE = 4_000
"""Chunks ranked for pairs of a question's words, and for its rare ones: a microsecond or two each."""

_RANKED_TO_FILL = 50_000
_ENOUGH = 50
_LOOKED_AT = 2
"""As many times as many matches as chunks are wanted are looked at first: some may be of one document."""

_COUNTED = 500
_AGREE = 2
_MOST_PAIRS = 6
_LIKELY_SCORE = 1.5
"""Of a word's weight: bm25 gives at most 2.2, to a word that fills a short chunk. With 1.5 the same first ten of 1M
chunks were found in two thirds of the time."""

_MATCHES = "SELECT rowid FROM words WHERE words MATCH :query ORDER BY rowid"
_WORD_CATEGORIES = frozenset({"L", "N", "M"})
_Hit = tuple[int, float]
"""A chunk and its score."""

_OPEN, _CLOSE = "\x02", "\x03"
"""Stand around a match in what FTS5 returns; texts that hold them get others in their place first."""


def words_of(text: str) -> list[str]:
    """The different words of a question in order, at most 50, without stop words unless there are no others."""
    letters = (letter if _in_word(letter) else " " for letter in text)
    words: dict[str, str] = {}
    for word in "".join(letters).split():
        words.setdefault(word.lower(), word)
    telling = [word for plain, word in words.items() if plain not in _STOP_WORDS]
    return (telling or list(words.values()))[:_MOST_WORDS]


def _in_word(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum()
    category = unicodedata.category(letter)
    return category[0] in _WORD_CATEGORIES or category == "Co"


def query_of(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words; "" if there is none."""
    return " OR ".join(f'"{word}"' for word in words)


@dataclass(frozen=True, slots=True)
class _Word:
    """chunks: about how many have it. share: of all. weight: what bm25 makes of that."""

    word: str
    chunks: int
    share: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A query for some of the chunks. reachable: about the highest score of any that no part before it can find."""

    query: str
    reachable: float


def search_words(
    connection: sqlite3.Connection, text: str, limit: int, condition: Condition
) -> tuple[ScoredChunk, ...]:
    """By bm25, the title counting twice. Where many chunks have words of a question, those with its rare ones and those
    with several others are ranked, and all that have any only if these are too few: fewer than asked for, or than
    fifty if the rest is more than can be ranked in a moment."""
    words = words_of(text)
    if not words or condition.impossible or limit < 1:
        return ()
    (chunks,) = connection.execute("SELECT ifnull(sum(chunks), 0) FROM datasets").fetchone()
    if chunks > 2 * _RANKED:
        known = _known_words(connection, words, chunks)
        if not known:
            return ()
        found = _search_known(connection, known, limit, condition)
        if len(found) >= min(limit, _ENOUGH) or len(known) == len(words):
            return found
    return _first(connection, limit, lambda most: _ranked(connection, query_of(words), most, condition))


def _known_words(connection: sqlite3.Connection, words: Sequence[str], chunks: int) -> list[_Word]:
    """The words some chunk has, rarest first; without those that most have, if there are others."""
    (span,) = connection.execute("SELECT ifnull(max(id), 0) FROM chunks").fetchone()
    known = []
    for word in words:
        count = _count_about(connection, query_of([word]), span)
        if count:
            share = min(1.0, count / chunks)
            known.append(_Word(word, count, share, -math.log(share)))
    known.sort(key=lambda one: one.chunks)
    return [one for one in known if one.share < _NO_WEIGHT] or known


def _count_about(connection: sqlite3.Connection, query: str, span: int) -> int:
    """About how many chunks match. span: highest number of a chunk.

    Counting those of a common word takes as long as a search should. How far apart the first few hundred lie says about
    the same, if the last few hundred agree: if not, the word is of one time or dataset.
    """
    values = {"query": query, "most": _COUNTED}
    count, first = connection.execute(f"SELECT count(*), max(rowid) FROM ({_MATCHES} LIMIT :most)", values).fetchone()
    if count < _COUNTED:
        return int(count)
    (last,) = connection.execute(f"SELECT min(rowid) FROM ({_MATCHES} DESC LIMIT :most)", values).fetchone()
    low, high = sorted([count * span / first, count * span / (span - last + 1)])
    if high <= _AGREE * low:
        return int(low + high) // 2
    (count,) = connection.execute(f"SELECT count(*) FROM ({_MATCHES})", values).fetchone()
    return int(count)


def _search_known(
    connection: sqlite3.Connection, words: Sequence[_Word], limit: int, condition: Condition
) -> tuple[ScoredChunk, ...]:
    total = sum(one.chunks for one in words)
    if total > 2 * _RANKED:
        parts = _parts(words)
        found = _first(connection, limit, lambda most: _ranked_parts(connection, parts, limit, most, condition))
        if len(found) >= (limit if total <= _RANKED_TO_FILL else min(limit, _ENOUGH)):
            return found
    return _first(connection, limit, lambda most: _ranked(connection, _any_of(words), most, condition))


def _parts(words: Sequence[_Word]) -> list[_Part]:
    """Queries for the chunks worth ranking: those that have one of the rare words, and of the others those that have
    two. words: rarest first.

    A query gives no chunk more than the score of all the question's words, and one of them gives it just that.
    """
    rare = [
        one for one, total in zip(words, accumulate(one.chunks for one in words), strict=True) if total <= _RANKED_RARE
    ]
    others = words[len(rare) :]
    parts = []
    if rare:
        parts.append(_Part(_any_of(rare), math.inf))
    if rare and others:
        parts.append(_Part(f"({_any_of(rare)}) AND ({_any_of(others)})", math.inf))
    room = float(_RANKED)
    for place, word in enumerate(others[:_MOST_PAIRS]):
        partners = others[place + 1 :]
        while len(partners) > 1 and _pairs(word, partners) > room:
            partners = partners[:-1]
        room -= _pairs(word, partners)
        if not partners or room < 0:
            break
        reachable = _LIKELY_SCORE * sum(one.weight for one in others[place:])
        parts.append(_Part(f"{_any_of([word])} AND ({_any_of(partners)})", reachable))
    return parts


def _pairs(word: _Word, partners: Sequence[_Word]) -> float:
    """About how many chunks have the word and one of its partners."""
    return word.chunks * (1 - math.prod(1 - one.share for one in partners))


def _any_of(words: Sequence[_Word]) -> str:
    return query_of([one.word for one in words])


def _ranked_parts(
    connection: sqlite3.Connection, parts: Sequence[_Part], limit: int, most: int, condition: Condition
) -> list[_Hit]:
    best: dict[int, float] = {}
    for part in parts:
        if len(best) >= limit and part.reachable < sorted(best.values())[-limit]:
            break
        for chunk, score in _ranked(connection, part.query, most, condition):
            best[chunk] = max(score, best.get(chunk, 0.0))
    return sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))


def _ranked(connection: sqlite3.Connection, query: str, most: int, condition: Condition) -> list[_Hit]:
    """The best `most` matches, best first."""
    filtered = (
        ""
        if condition.is_open
        else "CROSS JOIN chunks ON chunks.id = words.rowid CROSS JOIN documents ON documents.id = chunks.document"
    )
    extra = "" if condition.is_open else f"AND {condition.sql}"
    # Sorted by SQLite and not by FTS5, which would keep them all; as one row, because beside a thread that computes
    # each row fetched may wait 5 ms for the interpreter.
    (rows,) = connection.execute(
        "SELECT json_group_array(json_array(chunk, score)) FROM (SELECT words.rowid AS chunk, -words.rank AS score "
        f"FROM words {filtered} WHERE words MATCH ? {extra} ORDER BY score DESC, chunk LIMIT ?)",
        (query, *condition.values, most),
    ).fetchone()
    return [(chunk, score) for chunk, score in json.loads(rows)]


def _first(connection: sqlite3.Connection, limit: int, rank: Callable[[int], list[_Hit]]) -> tuple[ScoredChunk, ...]:
    """The best chunks, few of one document. rank: a number -> as many of the best matches, or all there are."""
    ranking = Ranking(limit)
    for most in (_LOOKED_AT * limit, RANKED_FOR_ONE * limit):
        ranking = Ranking(limit)
        hits = rank(most)
        documents = read_documents_of(connection, [chunk for chunk, _ in hits[:most]])
        for chunk, score in hits[:most]:
            ranking.add(ScoredChunk(chunk, score), documents[chunk])
        if ranking.is_full or len(hits) < most:
            break
    return tuple(ranking.chunks)


def find_matches(connection: sqlite3.Connection, text: str, chunks: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """For each chunk the places of the question's words, found by the tokenizer of the word index itself."""
    query = query_of(words_of(text))
    if not query or not chunks:
        return ((),) * len(chunks)
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.shown USING fts5(text, tokenize='{TOKENIZER}', detail=full)"
    )
    connection.execute("BEGIN")
    try:
        connection.executemany(
            "INSERT INTO temp.shown(rowid, text) VALUES(?, ?)", list(enumerate(map(_without_marks, chunks)))
        )
        rows = connection.execute(
            "SELECT rowid, highlight(shown, 0, ?, ?) FROM temp.shown WHERE shown MATCH ?", (_OPEN, _CLOSE, query)
        )
        spans = {place: _spans(marked) for place, marked in rows}
    finally:
        connection.execute("ROLLBACK")
    return tuple(spans.get(place, ()) for place in range(len(chunks)))


def _without_marks(chunk: str) -> str:
    """The same length, without what would be taken for a mark or for the end of the text; none of it is in a word."""
    return chunk.translate({0: " ", ord(_OPEN): " ", ord(_CLOSE): " "})


def _spans(marked: str) -> tuple[Span, ...]:
    before, *parts = marked.split(_OPEN)
    at = len(before)
    spans = []
    for part in parts:
        match, _, after = part.partition(_CLOSE)
        spans.append(Span(at, at + len(match)))
        at += len(match) + len(after)
    return tuple(spans)
