"""Finding what a filled-in English sentence is in another language.

Sentences are known by their patterns ("The table {0} isn't there any more."). A text of several is cut into those that
are known so that as little as possible stays English. What fills a place is told in the same way: words and numbers are
translated, names are not. Owns this search and how numbers are written; must not know where translations are kept.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

_HOLE = re.compile(r"\{(\d+)\}")
_NUMBER = re.compile(r"[-\u2212]?\d{1,3}(?:,\d{3})*(?:\.\d+)?")
_PERCENT = re.compile(rf"({_NUMBER.pattern}) ?%")
_AS_IT_IS = re.compile(r"\d\d:\d\d|\d+|[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|UTC")
"""Times on the clock, numbers without marks, time zones."""
_QUOTED = re.compile(r"“([^”]*)”")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOMENT = re.compile(
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
    rf"(?: (?P<day>\d\d?) (?P<month>{'|'.join(_MONTHS)})(?P<year> \d{{4}})?)? (?P<clock>\d\d:\d\d)"
)
_SENTENCE_END = re.compile(r"(?<=[.?:;]) +(?=\S)|\n+|  ·  ")
_LETTER = re.compile(r"[A-Za-z]")
_LONGEST = 4_000
"""Characters. A longer text is a driver's report or a document and is left as it is."""
_MOST_SENTENCES = 40
"""Nor is a text of more: what the program itself says has a few."""
_DEEPEST = 6
"""So many times a value is looked into for values of its own."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How numbers, quotations and moments are written. weekdays: Monday first. day: of a month."""

    thousands: str = ","
    decimal: str = "."
    quote: tuple[str, str] = ("“", "”")
    weekdays: tuple[str, ...] = _WEEKDAYS
    months: tuple[str, ...] = _MONTHS
    day: str = "{day} {month}"


def written(number: str, marks: Marks) -> str:
    """A number written the English way ("4,113.5") with the marks of another language."""
    return "".join({",": marks.thousands, ".": marks.decimal}.get(sign, sign) for sign in number)


@dataclass(frozen=True, slots=True)
class _Said:
    """lost: letters of sentences that stay English. Names count for nothing."""

    text: str
    lost: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with places. parts: the text around them. quoted: by place, whether it holds a name in quotes.

    is_weak: it has so few letters that names could look like it ("{0} and {1}"): all its values have to be known.
    """

    expression: str
    said: str
    parts: tuple[str, ...]
    quoted: tuple[bool, ...]
    is_weak: bool


class Sentences:
    """A language's sentences: English with {0}, {1} -> the language with the same."""

    def __init__(self, sentences: dict[str, str], marks: Marks) -> None:
        known = {text.strip(): said.strip() for text, said in sentences.items()}
        self._whole = {text: said for text, said in known.items() if not _HOLE.search(text)}
        patterns = [_pattern(text, said) for text, said in known.items() if _HOLE.search(text)]
        # The most letters win: they leave the least to chance.
        patterns.sort(key=lambda pattern: -sum(map(len, pattern.parts)))
        self._strong = [pattern for pattern in patterns if not pattern.is_weak]
        self._weak = [pattern for pattern in patterns if pattern.is_weak]
        self._most_ends = max((len(_SENTENCE_END.findall(text)) for text in known), default=0)
        self._marks = marks
        self._knows_any = bool(known)
        self._depth = 0
        self._telling = threading.Lock()
        self._said = lru_cache(4_096)(self._find)

    def tell(self, text: str) -> str:
        """The text in the language; what isn't known stays English, sentence by sentence. Any thread may ask."""
        if not self._knows_any or not 0 < len(text) <= _LONGEST:
            return text
        with self._telling:
            return self._said(text).text

    def _find(self, text: str) -> _Said:
        inner = text.strip(" ")
        if inner != text:
            said = self._said(inner)
            before = text[: len(text) - len(text.lstrip(" "))]
            return _Said(f"{before}{said.text}{text[len(before) + len(inner) :]}" if inner else text, said.lost)
        spans = [found.span() for found in _SENTENCE_END.finditer(text)]
        if len(spans) > _MOST_SENTENCES:
            return _Said(text, _letters(text))
        starts = [0, *(end for _, end in spans)]
        ends = [*(start for start, _ in spans), len(text)]
        # From the last sentence to the first: the best way to tell all from there on.
        best = [_Said("", 0)] * (len(starts) + 1)
        for first in range(len(starts) - 1, -1, -1):
            best[first] = _least_lost(self._ways(text, starts, ends, first, best))
        return best[0]

    def _ways(self, text: str, starts: list[int], ends: list[int], first: int, best: list[_Said]) -> Iterator[_Said]:
        """What a text says from one of its sentences on, by how many sentences are looked at as one; English last."""
        most = len(starts) if first == 0 else min(len(starts), first + self._most_ends + 1)
        for last in range(most, first, -1):
            head = self._of_one(text[starts[first] : ends[last - 1]])
            if head is not None:
                between = text[ends[last - 1] : starts[last]] if last < len(starts) else ""
                yield _Said(f"{head.text}{between}{best[last].text}", head.lost + best[last].lost)
        between = text[ends[first] : starts[first + 1]] if first + 1 < len(starts) else ""
        alone = text[starts[first] : ends[first]]
        yield _Said(f"{alone}{between}{best[first + 1].text}", _letters(alone) + best[first + 1].lost)

    def _of_one(self, text: str) -> _Said | None:
        exact = self._whole.get(text)
        if exact is None:
            exact = _plain(text, self._marks)
        if exact is not None:
            return _Said(exact, 0)
        best = self._by_pattern(text, self._strong)
        if best is not None and best.lost == 0:
            return best
        phrase = self._listed(text) or self._by_pattern(text, self._weak) or self._in_a_sentence(text)
        return best if phrase is None or (best is not None and best.lost <= phrase.lost) else phrase

    def _by_pattern(self, text: str, patterns: Iterable[_Pattern]) -> _Said | None:
        best: _Said | None = None
        for pattern in patterns:
            if not all(part in text for part in pattern.parts):
                continue
            found = _compiled(pattern.expression).fullmatch(text)
            said = self._filled(pattern, found.groups()) if found is not None else None
            if said is not None and (best is None or said.lost < best.lost):
                best = said
                if said.lost == 0:
                    break
        return best

    def _filled(self, pattern: _Pattern, values: Iterable[str]) -> _Said | None:
        """None if a weak pattern holds what isn't known."""
        told: list[str] = []
        lost, has_names = 0, False
        for quoted, value in zip(pattern.quoted, values, strict=True):
            said = _Said(value, 0) if quoted or not value else self._value(value)
            if said.lost and pattern.is_weak:
                return None
            lost += said.lost if _SENTENCE_END.search(value) else 0
            has_names = has_names or said.lost > 0
            told.append(said.text)
        # Names cost next to nothing, but words that are all known are never taken for one.
        return _Said(_HOLE.sub(lambda hole: told[int(hole[1])], pattern.said), lost + has_names)

    def _value(self, value: str) -> _Said:
        if self._depth == _DEEPEST:
            return _Said(value, _letters(value))
        self._depth += 1
        try:
            return self._said(value)
        finally:
            self._depth -= 1

    def _listed(self, text: str) -> _Said | None:
        """Several words with commas, all of them known: a list of names is left alone."""
        words = text.split(", ")
        if len(words) == 1 or self._depth == _DEEPEST:
            return None
        told = [self._value(word) for word in words]
        return None if any(said.lost for said in told) else _Said(", ".join(said.text for said in told), 0)

    def _in_a_sentence(self, text: str) -> _Said | None:
        """Words that are known with a capital letter, written small behind others: "every Sunday"."""
        if not text[:1].islower() or " " not in text:
            return None
        said = self._of_one(f"{text[0].upper()}{text[1:]}")
        return _Said(f"{said.text[:1].lower()}{said.text[1:]}", 0) if said is not None and not said.lost else None


def _least_lost(ways: Iterator[_Said]) -> _Said:
    """The first of the best; at least one is there."""
    best = next(ways)
    for said in ways:
        if best.lost == 0:
            break
        best = said if said.lost < best.lost else best
    return best


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Most patterns are never needed in one run of the program."""
    return re.compile(expression, re.DOTALL)


def _plain(text: str, marks: Marks) -> str | None:
    """What has no words: numbers, shares, times, names in quotes; None for anything else."""
    if _NUMBER.fullmatch(text):
        return written(text, marks)
    if _AS_IT_IS.fullmatch(text):
        return text
    share = _PERCENT.fullmatch(text)
    if share is not None:
        return f"{written(share[1], marks)} %"
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        return f"{marks.quote[0]}{quoted[1]}{marks.quote[1]}"
    moment = _MOMENT.fullmatch(text)
    return _moment(moment, marks) if moment is not None else None


def _moment(found: re.Match[str], marks: Marks) -> str:
    words = [marks.weekdays[_WEEKDAYS.index(found["weekday"])]]
    if found["day"]:
        month = marks.months[_MONTHS.index(found["month"])]
        words.append(marks.day.format(day=found["day"], month=month) + (found["year"] or ""))
    return " ".join([*words, found["clock"]])


def _letters(text: str) -> int:
    return len(_LETTER.findall(text))


def _pattern(text: str, said: str) -> _Pattern:
    pieces = _HOLE.split(text)
    parts, order = pieces[::2], [int(number) for number in pieces[1::2]]
    assert order == list(range(len(order))), text
    made = re.escape(parts[0]) + "".join("(.*?)" + re.escape(part) for part in parts[1:])
    quoted = tuple(before.endswith("“") and behind.startswith("”") for before, behind in pairwise(parts))
    letters = _letters("".join(parts))
    is_counted = len(order) == 1 and not parts[0]
    is_weak = not text.endswith((".", "?", ":")) and letters <= (8 if is_counted else 7)
    return _Pattern(made, said, tuple(filter(None, parts)), quoted, is_weak)
