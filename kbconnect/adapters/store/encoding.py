"""Frozen dataclasses as JSON text and back, with a version, so that a column can hold a whole value.

Values are rebuilt from the dataclass's own type hints: a field that was added later takes its default. Must not know
tables. A value that doesn't fit its type raises ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Entries
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from kbconnect.core.model import QuerySelection, Selection, TableSelection

_VERSION = 1

T = TypeVar("T")


class FormatTooNewError(ValueError):
    """A value written by a newer program."""


def encode(value: object) -> str:
    """value: a frozen dataclass of texts, numbers, enums, tuples and other such dataclasses."""
    return _write({"version": _VERSION, **_plain_fields(value)})


def decode(kind: type[T], text: str) -> T:
    """Raises ValueError if the text is not a stored `kind`."""
    return _build(kind, _read(text))


def encode_selection(selection: Selection) -> str:
    kind = "table" if isinstance(selection, TableSelection) else "query"
    return _write({"version": _VERSION, "kind": kind, **_plain_fields(selection)})


def decode_selection(text: str) -> Selection:
    """Raises ValueError if the text is not a stored selection."""
    entries = _read(text)
    match entries.get("kind"):
        case "table":
            return _build(TableSelection, entries)
        case "query":
            return _build(QuerySelection, entries)
        case _:
            raise ValueError("neither a table nor a query")


def encode_key(key: tuple[str | None, ...]) -> str:
    return json.dumps(key)


def decode_key(text: str) -> tuple[str | None, ...]:
    """Raises ValueError if the text is not a stored key."""
    value = json.loads(text)
    if not isinstance(value, list) or not all(part is None or isinstance(part, str) for part in value):
        raise ValueError("not a key")
    return tuple(value)


def encode_list(values: Sequence[object]) -> str | None:
    """values: texts, or frozen dataclasses as in `encode`. None for an empty list, so that it takes no room."""
    return _write({"version": _VERSION, "items": [_plain(value) for value in values]}) if values else None


def decode_list(kind: type[T], text: str | None) -> tuple[T, ...]:
    """Raises ValueError if the text is not a stored list of `kind`."""
    if text is None:
        return ()
    items = _read(text).get("items")
    if not isinstance(items, list):
        raise ValueError("not a list")
    return tuple(cast("T", _checked(kind, item)) for item in items)  # cast: that is what was checked


def _write(entries: dict[str, object]) -> str:
    return json.dumps(entries, sort_keys=True)


def _read(text: str) -> dict[str, object]:
    entries = json.loads(text)
    if not isinstance(entries, dict):
        raise ValueError("not an object")
    version = entries.get("version")
    if not isinstance(version, int):
        raise ValueError("no version")
    if version > _VERSION:
        raise FormatTooNewError(f"version {version}")
    return entries


def _plain_fields(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return _plain_fields(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:  # Any: a type hint has no type of its own
    """Kept: asking costs as much as all the rest, and a list asks for each field of each of its rows."""
    return get_type_hints(kind)


def _build(kind: type[T], entries: Entries[str, object]) -> T:
    assert is_dataclass(kind)
    hints = _hints(kind)
    values: dict[str, Any] = {}  # Any: each value was checked against its own field's type
    for field in fields(kind):
        if field.name in entries:
            values[field.name] = _checked(hints[field.name], entries[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{field.name} is missing")
    return kind(**values)


def _checked(hint: Any, value: object) -> object:  # Any: a type hint has no type of its own
    """The value as the hint wants it; ValueError if it can't be."""
    if get_origin(hint) is UnionType:
        if value is None and NoneType in get_args(hint):
            return None
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ValueError("not a list")
        return tuple(_checked(get_args(hint)[0], part) for part in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(str(value))
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise ValueError("not an object")
        return _build(hint, value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ValueError(f"{type(value).__name__} instead of {hint.__name__}")
    return value
