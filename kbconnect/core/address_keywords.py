"""Reading libpq's keyword strings: `host=db.example port=5432 user=reader password='with a space'`.

The rules are those of libpq: words are parted by white space, a value with white space stands in single quotes, a
backslash takes the next character as it is, and of two equal words the last one counts. Messages quote nothing: a
password with a space that was not quoted makes words of its own.
"""

from __future__ import annotations

import re

from kbconnect.core.address_parts import KEYWORDS, ParsedAddress, parsed_from
from kbconnect.core.errors import InputError

_WORD = re.compile(r"\s*([A-Za-z_]+)\s*=")
_HINT = "Write it like host=db.example user=reader dbname=shop; a value with spaces stands in 'single quotes'."


def is_keyword_string(text: str) -> bool:
    """Whether it begins with a word of libpq and an equals sign."""
    found = _WORD.match(text)
    return found is not None and found[1] in KEYWORDS


def parse_keywords(text: str) -> ParsedAddress:
    """Raises InputError, which quotes nothing of the text but words that libpq knows."""
    values: dict[str, str] = {}
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _WORD.match(text, at)
        if found is None:
            raise InputError("Between the words of this address something stands without a name and “=”.", hint=_HINT)
        if found[1] not in KEYWORDS:
            raise InputError("This address has a word that PostgreSQL doesn't know.", hint=_HINT)
        values[found[1]], at = _value(text, found.end())
    return parsed_from(values)


def _value(text: str, at: int) -> tuple[str, int]:
    """The value that begins at or behind `at`, and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    quoted = text[at : at + 1] == "'"
    at += quoted
    signs: list[str] = []
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            signs.append(text[at + 1 : at + 2])
            at += 2
        elif sign == "'" if quoted else sign.isspace():
            return "".join(signs), at + 1
        else:
            signs.append(sign)
            at += 1
    if quoted:
        raise InputError("A value of this address begins with a quote that is never closed.", hint=_HINT)
    return "".join(signs), at
