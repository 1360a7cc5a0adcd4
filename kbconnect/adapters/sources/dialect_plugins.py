"""Kinds of databases that other packages bring: entry points of the group "kbconnect.providers", each a `Dialect`.

Owns their loading. A package that can't be loaded, or that says what can't be used, is named and left out: it keeps no
other from being read. What it is to describe stands in `dialect_description`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from kbconnect.adapters.sources.dialect_description import GROUP, Dialect

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Broken:
    """A package that brings something that can't be used. name: of its entry point. package: with its version."""

    name: str
    package: str
    reason: str

    @property
    def sentence(self) -> str:
        return f"The kind of source “{self.name}” of the package {self.package} can't be used: {self.reason}"


@dataclass(frozen=True, slots=True)
class Plugins:
    dialects: tuple[Dialect, ...] = ()
    broken: tuple[Broken, ...] = ()


def plugins(taken: Collection[str]) -> Plugins:
    """What the installed packages bring, by name. taken: ids of kbconnect's own kinds, which nobody may replace."""
    return _loaded(tuple(sys.path), frozenset(taken))


@lru_cache(maxsize=2)  # looking through what is installed takes some ten milliseconds
def _loaded(path: tuple[str, ...], taken: frozenset[str]) -> Plugins:
    del path  # what is installed depends on it
    dialects: list[Dialect] = []
    broken: list[Broken] = []
    seen = set(taken)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        found = _load(point, seen)
        if isinstance(found, Dialect):
            seen.add(found.info.id)
            dialects.append(found)
        else:
            broken.append(Broken(point.name, _package(point), found))
    return Plugins(tuple(dialects), tuple(broken))


def _load(point: EntryPoint, taken: Collection[str]) -> Dialect | str:
    """The description, or why there is none."""
    if not _ID.fullmatch(point.name):
        return "its name may only have small letters, digits and hyphens."
    if point.name in taken:
        return "another kind of source has this name already."
    try:
        found: object = point.load()
    except Exception as error:  # noqa: BLE001 - code of somebody else, which may do anything
        return f"{type(error).__name__}: {error}"
    if not isinstance(found, Dialect):
        return "its entry point is not a description of a database (Dialect)."
    if found.info.id != point.name:
        return f"it describes “{found.info.id}” under this name."
    return found


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "that is not known"
