"""What may stand at a place of a SELECT: tables behind FROM, columns behind a name or an alias, keywords elsewhere.

Pure: text and names in, candidates out. It reads tokens, not grammar, so it works on a query that is half written.
Knows no widget and asks no source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from kbconnect.core.model import TableRef

MOST = 200
_TOKEN = re.compile(
    r"(?P<skip>--[^\n]*|/\*.*?(?:\*/|$)|'(?:[^']|'')*(?:'|$))"
    r"|(?P<name>\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|[^\W\d][\w$]*)|(?P<sign>[.,()])|(?P<other>[^\s])",
    re.DOTALL,
)
_LAST = re.compile(
    r"(?P<of>(?:(?:\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|[^\W\d][\w$]*)\s*\.\s*)*)"
    r"(?P<word>\"[^\"]*|`[^`]*|\[[^\]]*|[^\W\d][\w$]*)?$"
)
_OPENING = '"`['
_TABLES_FOLLOW = {"from", "join"}
_NO_ALIAS = {
    *("where", "group", "order", "limit", "on", "using", "left", "right", "inner", "full", "cross", "natural", "join"),
    *("union", "except", "intersect", "having", "window", "offset", "fetch", "as", "lateral", "select", "and", "or"),
}
_RESERVED = frozenset((*_NO_ALIAS, "from", "by", "table", "user", "case", "when", "then", "else", "end", "not", "null"))
"""Words that every provider takes for its own where a name stands plain, among others."""
_STARTERS = ("SELECT", "FROM", "WHERE", "JOIN", "LEFT JOIN", "GROUP BY", "ORDER BY", "LIMIT", "WITH", "UNION ALL")
_INSIDE = (
    *("AND", "OR", "NOT", "IS NULL", "IS NOT NULL", "IN", "LIKE", "BETWEEN", "AS", "ON", "DISTINCT", "CASE", "WHEN"),
    *("THEN", "ELSE", "END", "ASC", "DESC", "HAVING", "OFFSET", "coalesce", "count", "lower", "max", "min", "concat"),
)


@dataclass(frozen=True, slots=True)
class Quoting:
    """How a provider writes names: between two signs, the closing one doubled inside. plain: those that need none, as
    they are found again however the provider folds them."""

    opening: str = '"'
    closing: str = '"'
    plain: re.Pattern[str] = re.compile(r"[a-z_][a-z0-9_$]*")


_ANY_CASE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTINGS = {
    "mysql": Quoting("`", "`", _ANY_CASE),
    "sqlserver": Quoting("[", "]", _ANY_CASE),
    "oracle": Quoting(plain=re.compile(r"[A-Z][A-Z0-9_$#]*")),
    "sqlite": Quoting(plain=_ANY_CASE),
    "files": Quoting(plain=_ANY_CASE),
}


def quoting_of(provider: str) -> Quoting:
    """For a provider's id; standard SQL's for one nobody knows."""
    return _QUOTINGS.get(provider, Quoting())


@dataclass(frozen=True, slots=True)
class Completion:
    """candidates: what may stand there, in order. start: where the word begins that they replace."""

    start: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableIndex:
    """The tables of a source, ready to be looked up between two key strokes; `index_of` makes it.

    first: names as they are written, in the source's order, the first MOST. bare, whole: (lower case, as it is written)
    sorted, without and with the schema. known: lower case name, with and without schema -> table. inside: lower case
    schema -> names of its tables, sorted.
    """

    first: tuple[str, ...] = ()
    bare: tuple[tuple[str, str], ...] = ()
    whole: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, TableRef] = field(default_factory=dict)
    inside: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    quoting: Quoting = Quoting()  # frozen

    def beginning_with(self, wanted: str) -> Iterator[str]:
        """Names that begin so (lower case), the bare ones first, as they are typed most."""
        if not wanted:
            yield from self.first
        yield from _beginning(self.bare, wanted)
        yield from _beginning(self.whole, wanted)


def index_of(tables: Iterable[TableRef], quoting: Quoting = Quoting()) -> TableIndex:
    """For a job: 50,000 tables take a part of a second."""
    listed = tuple(tables)
    bare = [(table.name.lower(), quoted_name(table.name, quoting)) for table in listed]
    whole = [
        (f"{table.schema}.{table.name}".lower(), f"{quoted_name(table.schema, quoting)}.{name}")
        for table, (_, name) in zip(listed, bare, strict=True)
        if table.schema
    ]
    inside: dict[str, list[tuple[str, str]]] = {}
    for table, entry in zip(listed, bare, strict=True):
        inside.setdefault(table.schema.lower(), []).append(entry)
    return TableIndex(
        tuple(name for _, name in bare[:MOST]),
        tuple(sorted(bare)),
        tuple(sorted(whole)),
        _by_name(listed),
        {schema: tuple(sorted(entries)) for schema, entries in inside.items()},
        quoting,
    )


def _beginning(entries: Sequence[tuple[str, str]], wanted: str) -> Iterator[str]:
    for place in range(bisect_left(entries, (wanted, "")), len(entries)):
        low, name = entries[place]
        if not low.startswith(wanted):
            return
        yield name


@dataclass(frozen=True, slots=True)
class Names:
    """What a source offers. columns: of those tables whose columns are known."""

    tables: TableIndex = TableIndex()  # frozen, and empty
    columns: Mapping[TableRef, tuple[str, ...]] | None = None


def quoted_name(name: str, quoting: Quoting = Quoting()) -> str:
    """As it is written in a query: plain, or quoted."""
    if quoting.plain.fullmatch(name) and name.lower() not in _RESERVED:
        return name
    return f"{quoting.opening}{name.replace(quoting.closing, quoting.closing * 2)}{quoting.closing}"


def mentioned(sql: str, tables: TableIndex) -> dict[str, TableRef]:
    """Alias or name, lower case -> the table it stands for, for those behind FROM and JOIN that are known."""
    found: dict[str, TableRef] = {}
    tokens = _tokens(sql)
    at = 0
    while at < len(tokens):
        if tokens[at].lower() not in _TABLES_FOLLOW:
            at += 1
            continue
        at = _read_tables(tokens, at + 1, tables.known, found)
    return found


def _read_tables(tokens: Sequence[str], at: int, known: Mapping[str, TableRef], found: dict[str, TableRef]) -> int:
    """The tables behind one FROM or JOIN, parted by commas; returns where it ends."""
    while at < len(tokens) and _is_name(tokens[at]):
        parts = [_bare(tokens[at])]
        at += 1
        while at + 1 < len(tokens) and tokens[at] == "." and _is_name(tokens[at + 1]):
            parts.append(_bare(tokens[at + 1]))
            at += 2
        table = known.get(".".join(parts[-2:]).lower()) or known.get(parts[-1].lower())
        if at < len(tokens) and tokens[at].lower() == "as":
            at += 1
        alias = parts[-1]
        if at < len(tokens) and _is_name(tokens[at]) and tokens[at].lower() not in _NO_ALIAS:
            alias = _bare(tokens[at])
            at += 1
        if table is not None:
            found[alias.lower()] = table
        if at >= len(tokens) or tokens[at] != ",":
            break
        at += 1
    return at


def complete(sql: str, at: int, names: Names) -> Completion:
    """What may stand at a place; nothing inside a string or a comment."""
    before = sql[:at]
    if _is_text(before):
        return Completion(at)
    last = _LAST.search(before)
    of = [_bare(part) for part in re.split(r"\s*\.\s*", last["of"].strip(" .")) if part] if last and last["of"] else []
    word = (last["word"] or "") if last else ""
    start = at - len(word)
    wanted = word.lstrip(_OPENING).lower()
    quoted = partial(quoted_name, quoting=names.tables.quoting)
    tables = mentioned(sql, names.tables)
    columns = names.columns or {}
    if of:
        alias = tables.get(of[-1].lower())
        if alias is not None:
            return _made(start, wanted, map(quoted, columns.get(alias, ())))
        return _made(start, wanted, _beginning(names.tables.inside.get(of[-1].lower(), ()), wanted))
    if _follows_from(before[:start]):
        return _made(start, wanted, names.tables.beginning_with(wanted))
    own = (quoted(name) for table in tables.values() for name in columns.get(table, ()))
    return _made(start, wanted, (*own, *tables, *_STARTERS, *_INSIDE))


def _made(start: int, wanted: str, candidates: Iterable[str]) -> Completion:
    fits = (one for one in candidates if one.lstrip(_OPENING).lower().startswith(wanted))
    fitting = list(dict.fromkeys(islice(fits, MOST)))
    if len(fitting) == 1 and fitting[0].lower() == wanted:
        fitting = []  # it is written already
    return Completion(start, tuple(fitting))


def _by_name(tables: Iterable[TableRef]) -> dict[str, TableRef]:
    found: dict[str, TableRef] = {}
    for table in tables:
        found.setdefault(table.name.lower(), table)
        found[f"{table.schema}.{table.name}".lower()] = table
    return found


def _tokens(sql: str) -> list[str]:
    return [found[0] for found in _TOKEN.finditer(sql) if found.lastgroup != "skip"]


def _is_text(before: str) -> bool:
    """Whether the place is inside a string or a comment that began before it."""
    for found in _TOKEN.finditer(before):
        if found.lastgroup == "skip" and found.end() == len(before):
            text = found[0]
            if text.startswith("--"):
                return True
            if text.startswith("/*"):
                return not text.endswith("*/") or len(text) < 4
            return len(text) == 1 or not text.endswith("'") or (len(text) - len(text.rstrip("'"))) % 2 == 0
    return False


def _follows_from(before: str) -> bool:
    tokens = _tokens(before)
    for token in reversed(tokens):
        low = token.lower()
        if low in _TABLES_FOLLOW:
            break
        if token != "," and not (_is_name(token) and low not in _NO_ALIAS) and token != ".":
            return False
    else:
        return False
    return bool(tokens) and (tokens[-1].lower() in _TABLES_FOLLOW or tokens[-1] == ",")


def _is_name(token: str) -> bool:
    return bool(token) and (token[0] in '"`[' or token[0] == "_" or token[0].isalpha())


def _bare(token: str) -> str:
    if token[:1] == '"':
        return token.strip('"').replace('""', '"')
    return token.strip("`[]")
