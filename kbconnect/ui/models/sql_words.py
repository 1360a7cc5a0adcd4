"""What may stand at a place of a SELECT: tables behind FROM, columns behind a name or an alias, keywords elsewhere.

Pure: text and names in, candidates out. It reads tokens, not grammar, so it works on a query that is half written.
Knows no widget and asks no source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kbconnect.core.model import TableRef

MOST = 200
_TOKEN = re.compile(
    r"(?P<skip>--[^\n]*|/\*.*?(?:\*/|$)|'(?:[^']|'')*(?:'|$))"
    r"|(?P<name>\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|[^\W\d][\w$]*)|(?P<sign>[.,()])|(?P<other>[^\s])",
    re.DOTALL,
)
_LAST = re.compile(r"(?P<of>(?:(?:\"[^\"]*\"|[^\W\d][\w$]*)\s*\.\s*)*)(?P<word>\"[^\"]*|[^\W\d][\w$]*)?$")
_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")
_TABLES_FOLLOW = {"from", "join"}
_NO_ALIAS = {
    *("where", "group", "order", "limit", "on", "using", "left", "right", "inner", "full", "cross", "natural", "join"),
    *("union", "except", "intersect", "having", "window", "offset", "fetch", "as", "lateral", "select", "and", "or"),
}
_STARTERS = ("SELECT", "FROM", "WHERE", "JOIN", "LEFT JOIN", "GROUP BY", "ORDER BY", "LIMIT", "WITH", "UNION ALL")
_INSIDE = (
    *("AND", "OR", "NOT", "IS NULL", "IS NOT NULL", "IN", "LIKE", "BETWEEN", "AS", "ON", "DISTINCT", "CASE", "WHEN"),
    *("THEN", "ELSE", "END", "ASC", "DESC", "HAVING", "OFFSET", "coalesce", "count", "lower", "max", "min", "concat"),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """candidates: what may stand there, in order. start: where the word begins that they replace."""

    start: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What a source offers. columns: of those tables whose columns are known."""

    tables: tuple[TableRef, ...] = ()
    columns: Mapping[TableRef, tuple[str, ...]] | None = None


def quoted_name(name: str) -> str:
    """As it is written in a query: plain, or in double quotes."""
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def mentioned(sql: str, tables: Sequence[TableRef]) -> dict[str, TableRef]:
    """Alias or name, lower case -> the table it stands for, for those behind FROM and JOIN that are known."""
    found: dict[str, TableRef] = {}
    tokens = _tokens(sql)
    known = _by_name(tables)
    at = 0
    while at < len(tokens):
        if tokens[at].lower() not in _TABLES_FOLLOW:
            at += 1
            continue
        at = _read_tables(tokens, at + 1, known, found)
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
    wanted = word.lstrip('"').lower()
    tables = mentioned(sql, names.tables)
    columns = names.columns or {}
    if of:
        alias = tables.get(of[-1].lower())
        if alias is not None:
            return _made(start, wanted, map(quoted_name, columns.get(alias, ())))
        inside = (table.name for table in names.tables if table.schema.lower() == of[-1].lower())
        return _made(start, wanted, map(quoted_name, inside))
    if _follows_from(before[:start]):
        return _made(start, wanted, _table_names(names.tables))
    own = (quoted_name(name) for table in tables.values() for name in columns.get(table, ()))
    return _made(start, wanted, (*own, *tables, *_STARTERS, *_INSIDE))


def _made(start: int, wanted: str, candidates: Iterable[str]) -> Completion:
    fitting = [one for one in dict.fromkeys(candidates) if one.lstrip('"').lower().startswith(wanted)]
    if len(fitting) == 1 and fitting[0].lower() == wanted:
        fitting = []  # it is written already
    return Completion(start, tuple(fitting[:MOST]))


def _table_names(tables: Iterable[TableRef]) -> Iterable[str]:
    """The bare names first, as they are typed most; then with their schema."""
    listed = tuple(tables)
    return (
        *(quoted_name(table.name) for table in listed),
        *(f"{quoted_name(table.schema)}.{quoted_name(table.name)}" for table in listed if table.schema),
    )


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
