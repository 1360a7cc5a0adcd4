"""Searches by words: a person's text becomes a query FTS5 can't misread, and matches become places in a chunk.

Must not know about vectors.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Sequence

from kbconnect.adapters.knowledge_bases.sqlite_reading import RANKED_FOR_ONE, Condition, Ranking
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
_MANY_CHUNKS = 20_000
_COMMON_SHARE = 0.25
_WORD_CATEGORIES = frozenset({"L", "N", "M"})
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


def search_words(
    connection: sqlite3.Connection, text: str, limit: int, condition: Condition
) -> tuple[ScoredChunk, ...]:
    """By bm25, the title counting twice."""
    words = words_of(text)
    if not words or condition.impossible or limit < 1:
        return ()
    telling = _telling(connection, words)
    found = _ranked(connection, query_of(telling), limit, condition)
    if len(found) < limit and telling != words:
        found = _ranked(connection, query_of(words), limit, condition)
    return found


def _telling(connection: sqlite3.Connection, words: list[str]) -> list[str]:
    """The words without those that most chunks have, if there are others that any has.

    Ranking takes about a microsecond for each chunk that has any word of the question; a word that most chunks have
    takes most of that time and changes the order least.
    """
    (chunks,) = connection.execute("SELECT ifnull(sum(chunks), 0) FROM datasets").fetchone()
    if chunks < _MANY_CHUNKS or len(words) == 1:
        return words
    common = int(chunks * _COMMON_SHARE)
    counts = [
        connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (query_of([word]), common)
        ).fetchone()[0]
        for word in words
    ]
    telling = [word for word, count in zip(words, counts, strict=True) if 0 < count < common]
    return telling or words


def _ranked(connection: sqlite3.Connection, query: str, limit: int, condition: Condition) -> tuple[ScoredChunk, ...]:
    join = "" if condition.is_open else "CROSS JOIN documents ON documents.id = chunks.document"
    extra = "" if condition.is_open else f"AND {condition.sql}"
    rows = connection.execute(
        "SELECT words.rowid, words.rank, chunks.document FROM words CROSS JOIN chunks ON chunks.id = words.rowid "
        f"{join} WHERE words MATCH ? {extra} ORDER BY words.rank LIMIT ?",
        (query, *condition.values, limit * RANKED_FOR_ONE),
    )
    # Rows are fetched one by one, so that as a rule no more than `limit` of them are looked up.
    ranking = Ranking(limit)
    for chunk, rank, document in rows:
        ranking.add(ScoredChunk(chunk, -rank), document)
        if ranking.is_full:
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
