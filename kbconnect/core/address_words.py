"""Parameters of addresses, whatever kind of server they belong to, said in the words of libpq.

Owns what becomes of each: a field, an option of the provider, nothing, or a fault. Must not quote a value, nor a name
that stands behind a password: it may be the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kbconnect.core.address_kinds import (
    COMMON_WORDS,
    NO_DEMAND,
    SECRET_WORDS,
    TLS_VALUES,
    UNNAMED,
    ServerKind,
    Unknown,
    folded,
    is_guard,
)
from kbconnect.core.connector import Extra, TlsMode
from kbconnect.core.errors import InputError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _.@-]{0,39}")
_MILLISECONDS = frozenset({"connectTimeout", "loginTimeout", "socketTimeout"})
_TOKEN = "token"
_STRONGEST = list(TlsMode)


@dataclass(frozen=True, slots=True)
class Words:
    """values: word of libpq -> its value. extras: options only the provider knows. left_out: names of no use here."""

    values: dict[str, str]
    extras: tuple[Extra, ...] = ()
    left_out: tuple[str, ...] = ()


def words_of(kind: ServerKind, pairs: Iterable[tuple[str, str]], *, milliseconds: bool = False) -> Words:
    """milliseconds: time-outs with Java's names are written in them. Raises InputError."""
    values: dict[str, str] = {}
    extras: dict[str, str] = {}
    left_out: list[str] = []
    demanded: list[TlsMode] = []
    limits: list[TlsMode] = []
    for name, value in pairs:
        plain = folded(name)
        word = kind.words.get(plain, COMMON_WORDS.get(plain))
        if (flag := kind.flags.get((plain, folded(value)))) is not None:
            demanded.append(flag)
        elif (limit := kind.limits.get((plain, folded(value)))) is not None:
            limits.append(limit)
        elif word:
            values[word] = _seconds(value) if milliseconds and name in _MILLISECONDS else value
        elif plain in kind.kept:
            extras[kind.kept[plain]] = value
        elif word is None and not (_is_flag(kind, plain) and folded(value) in NO_DEMAND):
            _take_unknown(kind, (name, value), values, extras, left_out)
    mode = kind.tls_values.get(folded(values.get("sslmode", ""))) or TLS_VALUES.get(folded(values.get("sslmode", "")))
    if mode is not None:
        values["sslmode"] = mode.value
    elif "sslmode" not in values and demanded:
        values["sslmode"] = min([max(demanded, key=_STRONGEST.index), *limits], key=_STRONGEST.index).value
    if token := values.pop(_TOKEN, ""):
        values.setdefault("password", token)
    if values.get("sid") and not values.get("dbname"):
        values["dbname"] = values["sid"]
        extras["connect_by"] = "sid"
    values.pop("sid", None)
    return Words(
        {word: value for word, value in values.items() if value},
        tuple(Extra(name, value) for name, value in extras.items()),
        tuple(dict.fromkeys(left_out)),
    )


def _is_flag(kind: ServerKind, plain: str) -> bool:
    """A parameter about encryption."""
    return any(name == plain for name, _ in (*kind.flags, *kind.limits))


def _take_unknown(
    kind: ServerKind, pair: tuple[str, str], values: dict[str, str], extras: dict[str, str], left_out: list[str]
) -> None:
    name, value = pair
    if kind.unknown is not Unknown.KEEP:
        _leave_out(kind, name, left_out, is_behind="password" in values)
        return
    if folded(name) in SECRET_WORDS and _TOKEN not in values and "password" not in values:
        values[_TOKEN] = value
        return
    if "password" in values or folded(name) in SECRET_WORDS or not _NAME.fullmatch(name):
        raise InputError(
            "Behind the password this URL has a parameter that kbconnect does not know.",
            hint="If the password holds one of & = # or %, write it as %26, %3D, %23 or %25.",
        )
    extras[name] = value


def _leave_out(kind: ServerKind, name: str, left_out: list[str], *, is_behind: bool) -> None:
    """is_behind: a password stands before it, so that the name may be a part of that."""
    if is_guard(name) and folded(name) not in kind.guards:
        quotes = not is_behind and _NAME.fullmatch(name)
        raise InputError(
            f"The address asks for “{name}”, and kbconnect doesn't know what that demands of the connection."
            if quotes
            else "The address asks for encryption in words that kbconnect doesn't know.",
            meaning="Without it the connection could be less safe than the address says, so nothing was taken over.",
            hint="Remove it, and say what is wanted with sslmode, sslrootcert, sslcert and sslkey.",
        )
    is_told = _NAME.fullmatch(name) and (not is_behind or folded(name) in kind.guards)
    left_out.append(name if is_told else UNNAMED)


def _seconds(milliseconds: str) -> str:
    """Whole seconds, at least one of a time that isn't endless."""
    written = milliseconds.strip()
    return str(-(-int(written) // 1000)) if re.fullmatch(r"[0-9]{1,9}", written) else written
