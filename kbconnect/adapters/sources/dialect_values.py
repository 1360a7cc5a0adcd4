"""The text form of values any driver gives, values for texts, and the hashes of rows; kinds of SQLAlchemy's types.

Owns what a value of a database becomes as text: the same value always the same text, however it was asked for. Must not
run a statement.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any  # whatever a driver gives

import numpy as np
from sqlalchemy import types
from sqlalchemy.engine.interfaces import Dialect as Engine
from sqlalchemy.exc import SQLAlchemyError

from kbconnect.core.changes import digests_from_bytes, key_digest
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.ports import Hashes, Key

_KINDS: tuple[tuple[type[types.TypeEngine[Any]], ColumnKind], ...] = (
    (types.Boolean, ColumnKind.BOOLEAN),
    (types.Integer, ColumnKind.INTEGER),
    (types.Numeric, ColumnKind.NUMBER),
    (types.Float, ColumnKind.NUMBER),
    (types.DateTime, ColumnKind.TIMESTAMP),
    (types.Date, ColumnKind.DATE),
    (types.Time, ColumnKind.TIME),
    (types.JSON, ColumnKind.JSON),
    (types.Uuid, ColumnKind.UUID),
    (types.LargeBinary, ColumnKind.BINARY),
    (types.BINARY, ColumnKind.BINARY),
    (types.VARBINARY, ColumnKind.BINARY),
    (types.String, ColumnKind.TEXT),
)
"""The first that fits counts."""

BULKY = frozenset({ColumnKind.TEXT, ColumnKind.BINARY})
"""Kinds whose long values a database can measure."""
TIMES = frozenset({ColumnKind.DATE, ColumnKind.TIMESTAMP})
NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.NUMBER})


def kind_of_type(found: types.TypeEngine[Any]) -> ColumnKind:
    """The kind of a reflected type."""
    if isinstance(found, types.Numeric) and isinstance(found, types.Integer):  # Oracle has one type for both
        return ColumnKind.INTEGER if found.scale == 0 else ColumnKind.NUMBER
    return next((kind for known, kind in _KINDS if isinstance(found, known)), ColumnKind.OTHER)


def name_of_type(found: types.TypeEngine[Any], engine: Engine) -> str:
    """As the database writes it, as far as SQLAlchemy knows."""
    if isinstance(found, types.NullType):
        return "unknown"
    try:
        return found.compile(dialect=engine).lower()
    except SQLAlchemyError:
        return type(found).__name__.lower()


def kind_of_values(values: Sequence[object]) -> ColumnKind:
    """What the values of a column of a query are, as far as these tell."""
    found = {type(value) for value in values if value is not None}
    if not found:
        return ColumnKind.OTHER
    if found == {bool}:
        return ColumnKind.BOOLEAN
    if found == {int}:
        return ColumnKind.INTEGER
    if found <= {int, float, Decimal}:
        return ColumnKind.NUMBER
    if all(issubclass(each, datetime) for each in found):
        return ColumnKind.TIMESTAMP
    for kinds, kind in _VALUE_KINDS:
        if all(issubclass(each, kinds) for each in found):
            return kind
    return ColumnKind.OTHER


_VALUE_KINDS: tuple[tuple[tuple[type, ...], ColumnKind], ...] = (
    ((str,), ColumnKind.TEXT),
    ((date,), ColumnKind.DATE),
    ((time,), ColumnKind.TIME),
    ((bytes, bytearray, memoryview), ColumnKind.BINARY),
    ((uuid.UUID,), ColumnKind.UUID),
    ((dict, list), ColumnKind.JSON),
)


def as_text(value: object) -> str | None:
    """The text form of a value. Times have a blank between day and time; bytes are hexadecimal behind \\x."""
    if value is None or type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    return _as_text(value)


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(value).hex()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=_as_text, sort_keys=True)
    if hasattr(value, "read"):  # a large object
        return as_text(value.read())
    return str(value)


_ROUNDED = re.compile(r"float|double|real|binary_")
_EXACT = frozenset({ColumnKind.TEXT, ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.DATE, ColumnKind.UUID})


def is_exact(column: ColumnInfo) -> bool:
    """Whether its values can be told from their texts, and compared without rounding."""
    return column.kind in _EXACT and not (column.kind is ColumnKind.NUMBER and _ROUNDED.match(column.type.lower()))


def value_of(kind: ColumnKind, text: str) -> object:
    """What to compare a column of this kind with to find the rows that have this text. Raises ValueError if that can't
    be told."""
    if kind is ColumnKind.TEXT:
        return text
    if kind is ColumnKind.INTEGER and text.removeprefix("-").isdecimal() and str(int(text)) == text:
        return int(text)
    if kind is ColumnKind.NUMBER and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return Decimal(text)
    if kind is ColumnKind.DATE and len(text) == 10:
        return date.fromisoformat(text)
    if kind is ColumnKind.UUID:
        return uuid.UUID(text)
    raise ValueError(kind)


def size_bytes(value: object, text: str) -> int:
    """Of a value, as its database counts them."""
    return len(value) if isinstance(value, (bytes, bytearray)) else len(text.encode("utf-8", "surrogatepass"))


def content_hash(texts: Sequence[str | None], places: Sequence[int], sizes: Mapping[int, int]) -> bytes:
    """8 bytes that differ wherever a value differs. Of a value over the limit only its size counts: its row is rejected
    as long as it is that large."""
    parts = []
    for place in places:
        text = texts[place]
        if text is not None:
            parts.append(f"{len(text)}:{text}")
        else:
            parts.append(f"over {sizes[place]};" if place in sizes else "-")
    return hashlib.blake2b("".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def digests(keys: Sequence[Key]) -> Hashes:
    return digests_from_bytes(b"".join([key_digest(key) for key in keys]))


def hashes(joined: bytearray) -> Hashes:
    return np.frombuffer(bytes(joined), dtype=">u8").astype(np.uint64)


def as_number(value: object) -> float | None:
    """Seconds since 1970 or a number; NaN for what is neither."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return (value - (_EPOCH if value.tzinfo is None else _EPOCH.replace(tzinfo=_UTC))) / timedelta(seconds=1)
    if isinstance(value, date):
        return (value - _EPOCH.date()) / timedelta(seconds=1)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        try:
            return float(value)
        except (OverflowError, InvalidOperation):
            return math.nan
    return math.nan


_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - for columns without a time zone
_UTC = UTC
