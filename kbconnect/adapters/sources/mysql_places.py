"""Where in a person's query MySQL or MariaDB sees a fault, so that the place can be marked in the text they wrote.

These servers quote what stands behind the fault and the number of its line, or the name they don't know; the rest of
their message may be in any language. Must not judge queries or run any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kbconnect.core.errors import ColumnMissingError, KbConnectError, TableMissingError

_CHANGE_IT = "Change the query, then run it again."
_LINES_BEFORE = 1
"""The query begins on the second line of what is sent."""

_NUMBER = re.compile(r"\(error (\d+)")
_NEAR = re.compile(r"'(?P<near>.*)'[^']*?(?P<line>\d+)[^']*\(error 1064", re.DOTALL)
_NAMES = frozenset({1054, 1146, 1305, 1052, 1055, 1109, 1583, 1582, 1630, 1049})
_SHORTEST_NEAR = 3


@contextmanager
def pointing_into(sql: str) -> Iterator[None]:
    """Errors raised inside point at the place that their detail tells of, where it can be no other one."""
    try:
        yield
    except KbConnectError as error:
        if error.position is None:
            error.position = _place_of(error.detail, sql)
        if isinstance(error, (TableMissingError, ColumnMissingError)):
            error.hint = _CHANGE_IT  # of a table that is picked another one can be picked; a query has to be changed
        raise


def _place_of(detail: str, sql: str) -> int | None:
    number = _NUMBER.search(detail)
    if number is None:
        return None
    if number[1] == "1064":
        return _place_near(detail, sql)
    quoted = re.search(r"['`]([^'`]+)['`]", detail) or re.search(r"\b([\w$]+\.[\w$]+)\b", detail)
    if int(number[1]) not in _NAMES or quoted is None:
        return None
    for name in (quoted[1], quoted[1].rpartition(".")[2]):
        before, after = r"(?<![\w$])", r"(?![\w$])"
        found = re.search(f"{before}{re.escape(name)}{after}", sql, re.IGNORECASE)
        if found:
            return found.start() + 1
    return None


def _place_near(detail: str, sql: str) -> int | None:
    found = _NEAR.search(detail)
    if found is None:
        return None
    # White space was made one space when the message was taken over.
    near, line = " ".join(found["near"].split()), int(found["line"])
    if not near:
        return len(sql)
    sent = f"{sql}\n) AS q LIMIT 0"
    pattern = r"\s+".join(map(re.escape, near.split(" ")))
    places = [
        match.start()
        for match in re.finditer(f"(?={pattern})", sent)
        if sent.count("\n", 0, match.start()) + 1 + _LINES_BEFORE == line
    ]
    if not places or (len(places) > 1 and len(near) < _SHORTEST_NEAR):
        return None
    # What is quoted goes on to the end of the statement, so the last place is the one.
    return min(places[-1] + 1, len(sql))
