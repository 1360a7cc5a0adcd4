"""What of a source a knowledge base holds as it is, and what in it turned out to be sensitive.

Kept for the next run in the same text as the columns seen (`kbconnect.core.seen_columns`), under another name: by it a
run knows that something it once wrote must not stay behind in the file, and which columns were already spoken of.
Must not read or write anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbconnect.core.mapping import plain_columns, used_columns
from kbconnect.core.model import ColumnInfo, ColumnKind, Mapping
from kbconnect.core.treatment import Finding, SensitiveKind

_ROWS_WATCHED = 200
_CHARACTERS = 4_000
_NOTHING_IN_THEM = (ColumnKind.BOOLEAN, ColumnKind.BINARY, ColumnKind.UUID, ColumnKind.TIMESTAMP, ColumnKind.TIME)


@dataclass(frozen=True, slots=True)
class SeenPlain:
    """columns: those whose values are in the knowledge base as they are. kinds: column -> what was found in them."""

    columns: frozenset[str]
    kinds: dict[str, tuple[SensitiveKind, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str | None) -> SeenPlain | None:
        """None for a text that holds none."""
        try:
            seen = json.loads(text or "null")["plain"]
            kinds = {str(name): tuple(map(SensitiveKind, found)) for name, found in seen["kinds"].items()}
            return cls(frozenset(map(str, seen["columns"])), kinds)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def beside(self, text: str | None) -> str:
        """The text to keep. text: of what is kept with it; None if there is nothing."""
        entries = json.loads(text) if text is not None else {}
        kinds = {name: [kind.value for kind in found] for name, found in sorted(self.kinds.items())}
        return json.dumps({**entries, "plain": {"columns": sorted(self.columns), "kinds": kinds}})

    def left_behind_by(self, mapping: Mapping) -> tuple[str, ...]:
        """Columns that were taken as they are, must not be any more, and may still stand where documents were."""
        gone = self.columns.difference(plain_columns(mapping))
        treated = set(used_columns(mapping))
        return tuple(sorted(name for name in gone if name in treated or name in self.kinds))


class PlainWatch:
    """Looks at the first rows a run writes: does a column that is taken as it is hold what is sensitive?"""

    def __init__(self, mapping: Mapping, columns: Sequence[ColumnInfo]) -> None:
        """columns: of the values that come, in order."""
        plain = set(plain_columns(mapping))
        self._columns = [
            (place, column)
            for place, column in enumerate(columns)
            if column.name in plain and column.kind not in _NOTHING_IN_THEM
        ]
        self._values: list[list[str]] = [[] for _ in self._columns]
        self.is_full = not self._columns
        self._rows = 0

    def look(self, rows: Sequence[Sequence[str | None]]) -> None:
        for row in rows[: _ROWS_WATCHED - self._rows]:
            for values, (place, _) in zip(self._values, self._columns, strict=True):
                if value := row[place]:
                    values.append(value[:_CHARACTERS])
            self._rows += 1
        self.is_full = self.is_full or self._rows >= _ROWS_WATCHED

    def found(self) -> dict[str, Finding]:
        """By column. Empty as long as nothing was looked at."""
        if not any(self._values):
            return {}
        from kbconnect.core.sensitive import find_sensitive  # its patterns take a tenth of a second

        found = {
            column.name: find_sensitive(column, values)
            for values, (_, column) in zip(self._values, self._columns, strict=True)
            if values
        }
        return {name: finding for name, finding in found.items() if finding is not None}


def became_sensitive(before: SeenPlain | None, found: dict[str, Finding], mapping: Mapping) -> tuple[str, ...]:
    """A sentence for each column that was taken as it is before and is only now known to hold something sensitive."""
    if before is None:
        return ()
    plain = set(plain_columns(mapping))
    return tuple(
        f"The column “{name}” is taken as it is, and holds something sensitive now: {finding.reason}. Everybody who "
        "can search this knowledge base can read it; choose in the data selection to mask it, hash it or leave it out."
        for name, finding in sorted(found.items())
        if name in plain and name in before.columns and set(finding.kinds) - set(before.kinds.get(name, ()))
    )


def now_plain(before: SeenPlain | None, found: dict[str, Finding], mapping: Mapping) -> SeenPlain:
    """What to keep after a complete run."""
    plain = frozenset(plain_columns(mapping))
    known = dict(before.kinds) if before is not None else {}
    for name, finding in found.items():
        known[name] = tuple(sorted({*known.get(name, ()), *finding.kinds}))
    return SeenPlain(plain, {name: kinds for name, kinds in known.items() if name in plain})
