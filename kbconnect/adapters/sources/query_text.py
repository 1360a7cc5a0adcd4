"""Where in a query's text there is code, and where comments, texts and quoted names are: each dialect's own rules.

A rule that differs from the server's by one character can hide code from whoever looks at the query before it is sent,
so each dialect is read by the rules of its own scanner. One pass, in linear time. Must not judge what the code does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbconnect.core.errors import QueryRefusedError

_HINT = "Write one SELECT that only reads. kbconnect never changes a source."


@dataclass(frozen=True, slots=True)
class _Rules:
    """How a dialect reads. nested: comments nest. line_ends: what ends a line comment. backslash: it escapes in every
    text. prefixed: E'…' with escapes and $tag$…$tag$ are texts. hashes: # begins a comment, as does -- only before a
    blank. executed: /*! … */ is code. texts: signs around texts. names: signs around names, an opening and a closing
    one. q_quotes: q'[…]' is a text."""

    nested: bool = False
    line_ends: str = "\n"
    backslash: bool = False
    prefixed: bool = False
    hashes: bool = False
    executed: bool = False
    texts: str = "'"
    names: tuple[str, ...] = ('""',)
    q_quotes: bool = False


_POSTGRESQL = _Rules(nested=True, line_ends="\n\r", prefixed=True)
_RULES = {
    "postgres": _POSTGRESQL,
    "duckdb": _POSTGRESQL,
    "redshift": _POSTGRESQL,
    "sqlite": _Rules(names=('""', "``", "[]")),
    "mysql": _Rules(backslash=True, hashes=True, executed=True, texts="'\"", names=("``",)),
    "tsql": _Rules(nested=True, names=('""', "[]")),
    "oracle": _Rules(q_quotes=True),
}
_ANSI = _Rules()

# Every character beyond ASCII is a letter to the scanners; a word takes in what would begin a text behind it.
_WORD = r"[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*"
_START = re.compile(rf"(?P<word>{_WORD})|(?P<number>\d[\w.]*)|(?P<line>--|\#)|(?P<block>/\*)|(?P<sign>['\"`\[$])")
_DOLLAR = re.compile(r"\$(?:[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*)?\$")
_GOES_ON = re.compile(r"[ \t\f\v]*+(?:--[^\n\r]*+)?[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*+[\n\r])*+'")
_BLOCK_SIGNS = re.compile(r"/\*|\*/")
_HIDING = re.compile(r"[;()]")


def code_only(sql: str, dialect: str = "postgres") -> str:
    """The query with comments and texts blanked, each character in its place, so that what is left is words and signs.
    Quoted names stay, but without what could be taken for signs. Raises QueryRefusedError for what is never closed."""
    return _Scan(sql, _RULES.get(dialect, _ANSI)).code()


class _Scan:
    def __init__(self, sql: str, rules: _Rules) -> None:
        self._sql = sql
        self._rules = rules
        self._names = {pair[0]: pair[1] for pair in rules.names}

    def code(self) -> str:
        sql, parts, position = self._sql, [], 0
        while match := _START.search(sql, position):
            parts.append(sql[position : match.start()])
            end, shown = self._token(match)
            parts.append(shown)
            position = end
        parts.append(sql[position:])
        return "".join(parts)

    def _token(self, match: re.Match[str]) -> tuple[int, str]:
        """Where a token ends, and what is left of it."""
        sql, start, rules = self._sql, match.start(), self._rules
        if match["word"] is not None:
            return self._word(match)
        if match["number"] is not None:
            return match.end(), match[0]
        if match["line"] is not None:
            if rules.hashes if match["line"] == "#" else not rules.hashes or self._blank_at(start + 2):
                return self._blanked(start, self._end_of_line(start))
            return match.end(), match[0]
        if match["block"] is not None:
            if rules.executed and sql.startswith(("/*!", "/*M!"), start):
                raise refusal("A comment holds code here that the server would run (/*!).", start)
            return self._blanked(start, self._end_of_comment(start))
        return self._quoted(start, match["sign"])

    def _word(self, match: re.Match[str]) -> tuple[int, str]:
        word, end = match["word"], match.end()
        next_sign = self._sql[end : end + 1]
        if next_sign == "'" and self._rules.prefixed and word in {"e", "E"}:
            return self._blanked(match.start(), self._end_of_escaped(end))
        if next_sign == "'" and self._rules.q_quotes and word.lower() in {"q", "nq"}:
            return self._blanked(match.start(), self._end_of_q_quote(end))
        return end, word

    def _quoted(self, start: int, sign: str) -> tuple[int, str]:
        sql, rules = self._sql, self._rules
        if sign in rules.texts:
            return self._blanked(start, self._end_of_text(start, sign, backslash=rules.backslash))
        if sign in self._names:
            end = self._end_of_text(start, self._names[sign], backslash=False)
            return end, _HIDING.sub("_", sql[start:end])
        if sign == "$" and rules.prefixed and (tag := _DOLLAR.match(sql, start)):
            closed = sql.find(tag[0], tag.end())
            if closed < 0:
                raise refusal("A text is opened here that is never closed.", start)
            return self._blanked(start, closed + len(tag[0]))
        return start + 1, sign

    def _blanked(self, start: int, end: int) -> tuple[int, str]:
        return end, " " * (end - start)

    def _blank_at(self, place: int) -> bool:
        return place >= len(self._sql) or self._sql[place] <= " "

    def _end_of_line(self, start: int) -> int:
        ends = [end for sign in self._rules.line_ends if (end := self._sql.find(sign, start)) >= 0]
        return min(ends, default=len(self._sql))

    def _end_of_comment(self, start: int) -> int:
        depth, position = 0, start
        while match := _BLOCK_SIGNS.search(self._sql, position):
            position = match.end()
            if match[0] == "*/":
                depth -= 1
                if depth == 0:
                    return position
            elif depth == 0 or self._rules.nested:
                depth += 1
        raise refusal("A comment is opened here that is never closed.", start)

    def _end_of_text(self, start: int, closing: str, *, backslash: bool) -> int:
        sql, position = self._sql, start + 1
        while (end := sql.find(closing, position)) >= 0:
            if backslash and (escape := sql.find("\\", position, end)) >= 0:
                position = escape + 2
            elif sql[end + 1 : end + 2] == closing:
                position = end + 2
            else:
                return end + 1
        raise refusal("A text or a name is opened here that is never closed.", start)

    def _end_of_escaped(self, quote: int) -> int:
        """Of E'…', which goes on behind a line end and another quote, escapes and all."""
        end = self._end_of_text(quote, "'", backslash=True)
        while goes_on := _GOES_ON.match(self._sql, end):
            end = self._end_of_text(goes_on.end() - 1, "'", backslash=True)
        return end

    def _end_of_q_quote(self, quote: int) -> int:
        opening = self._sql[quote + 1 : quote + 2]
        closing = {"[": "]", "(": ")", "{": "}", "<": ">"}.get(opening, opening) + "'"
        end = self._sql.find(closing, quote + 2)
        if not opening or end < 0:
            raise refusal("A text is opened here that is never closed.", quote)
        return end + 2


def refusal(message: str, at: int | None = None) -> QueryRefusedError:
    """at: where the query is at fault, counted from 0."""
    made = QueryRefusedError(message, meaning="It was not run, and nothing was changed.", hint=_HINT)
    made.position = None if at is None else at + 1
    return made
