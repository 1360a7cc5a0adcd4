"""The container of workbooks of the older kind: whether its chains of sectors have an end.

The reader of workbooks follows a chain that leads back into itself for ever, and takes memory for each turn. Owns this
one question; must not read what is in the container.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are signs, as for the end of a chain."""

_HEADER = 512
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MOST_BYTES = 1_000_000_000


def has_ends(path: Path) -> bool:
    """Whether every chain of a container ends; True for what is no container. Raises OSError."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return True
    content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    if len(content) < _HEADER:
        return True
    try:
        return _Container(content).has_ends()
    except (struct.error, IndexError, ValueError):
        return False


class _Container:
    """Raises struct.error, IndexError, ValueError for one that leads outside of itself."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<2H", content, 30)
        self._size = 1 << min(shift, 16)
        self._mini_size = 1 << min(mini_shift, 16)
        self._directory, self._least = struct.unpack_from("<I4xI", content, 48)
        self._mini_table, _, self._more_tables, _ = struct.unpack_from("<4I", content, 60)

    def has_ends(self) -> bool:
        tables = self._tables()
        if tables is None:
            return False
        follows = [number for sector in tables for number in self._numbers(sector)]
        directory = self._chain(self._directory, follows)
        mini_table = self._chain(self._mini_table, follows)
        if directory is None or mini_table is None:
            return False
        follows_mini = [number for sector in mini_table for number in self._numbers(sector)]
        ending, ending_mini = set[int](), set[int]()
        for kind, start, size in self._entries(directory):
            is_mini = kind != _ROOT and size < self._least
            if size and not self._ends(start, *((follows_mini, ending_mini) if is_mini else (follows, ending))):
                return False
        return True

    def _tables(self) -> list[int] | None:
        """The sectors that tell which sector follows which; None if their list never ends, or names one twice."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        more, seen = self._more_tables, set[int]()
        while more < _LAST_SECTOR:
            if more in seen:
                return None
            seen.add(more)
            *numbers, more = self._numbers(more)
            listed += numbers
        tables = [sector for sector in listed if sector < _LAST_SECTOR]
        # One that is listed again and again would take memory each time.
        return tables if len(tables) == len({*tables}) else None

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self._size // 4}I", self._content, (sector + 1) * self._size)

    @staticmethod
    def _chain(start: int, follows: Sequence[int]) -> list[int] | None:
        """The sectors from here on; None if they never end."""
        found: dict[int, None] = {}
        while start < _LAST_SECTOR:
            if start in found:
                return None
            found[start] = None
            start = follows[start]
        return list(found)

    @staticmethod
    def _ends(start: int, follows: Sequence[int], ending: set[int]) -> bool:
        """Whether a chain does. ending: sectors of which that is known, to which those of this chain are added."""
        passed: set[int] = set()
        while start < _LAST_SECTOR and start not in ending:
            if start in passed:
                return False
            passed.add(start)
            start = follows[start]
        ending |= passed
        return True

    def _entries(self, directory: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """What the directory lists: kind, first sector, size."""
        for sector in directory:
            for place in range((sector + 1) * self._size, (sector + 2) * self._size, _ENTRY):
                kind = self._content[place + 66]
                start, size = struct.unpack_from("<II", self._content, place + 116)
                if kind in (_STREAM, _ROOT):
                    yield kind, start, size
