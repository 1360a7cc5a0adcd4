"""Where in a person's query a database sees a fault, so that the place can be marked in the text they wrote.

PostgreSQL names a character of the statement it was sent; SQLite only quotes a word. Must not judge queries or run any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kbconnect.adapters.sources.query_text import code_only
from kbconnect.core.errors import ColumnMissingError, KbConnectError, QueryRefusedError, TableMissingError

_CHANGE_IT = "Change the query, then run it again."
_NEAR = re.compile(r'near "(?P<word>.+?)": syntax error', re.DOTALL)
_MISSING = re.compile(
    r"(?:no such (?:table|column|function|collation sequence|window|table-valued function)|ambiguous column name"
    r"|misuse of aggregate|misuse of window function"
    r"|wrong number of arguments to function)(?: function)?:? (?P<word>[^\s()]+)"
)


@contextmanager
def pointing_into(sql: str, *, sent_before: int) -> Iterator[None]:
    """Errors raised inside count their position in the query and not in the statement around it. sent_before:
    characters of the statement before the query."""
    try:
        yield
    except KbConnectError as error:
        if error.position is not None:
            place = error.position - sent_before
            # At the end of a query that breaks off, the fault is seen behind it.
            error.position = min(place, len(sql)) if place >= 1 else None
        _of_a_query(error)
        raise


@contextmanager
def pointing_at_words(sql: str) -> Iterator[None]:
    """Errors raised inside point at the word that their detail quotes, where it can be no other one."""
    try:
        yield
    except KbConnectError as error:
        error.position = _place_of(error.detail, sql)
        _of_a_query(error)
        raise


def _of_a_query(error: KbConnectError) -> None:
    """Of a table that is picked another one can be picked; a query has to be changed."""
    if isinstance(error, (TableMissingError, ColumnMissingError)):
        error.hint = _CHANGE_IT


def _place_of(detail: str, sql: str) -> int | None:
    if detail.startswith("incomplete input"):
        return len(sql)
    try:
        words = code_only(sql, "sqlite")
    except QueryRefusedError:
        return None
    near = _NEAR.match(detail)
    found = near or _MISSING.match(detail)
    if found is None:
        return None
    word = found["word"]
    if word == ")" and ")" not in words:
        return len(sql)  # the bracket behind the query, in the statement around it: the query breaks off
    places = _occurrences(words, word) or _occurrences(words, word.rpartition(".")[2])
    # A name that is missing is missing wherever it stands; which of two equal words is odd, nobody says.
    return places[0] + 1 if places and (near is None or len(places) == 1) else None


def _occurrences(words: str, word: str) -> list[int]:
    before, after = (r"(?<![\w$])" if word[:1].isalnum() else ""), (r"(?![\w$])" if word[-1:].isalnum() else "")
    return [found.start() for found in re.finditer(f"{before}{re.escape(word)}{after}", words, re.IGNORECASE)]
