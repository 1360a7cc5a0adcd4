"""What a dataset's columns were when a run last went through them, and what to say when the source has changed them.

Kept for the next run in the same text as a cursor's position (`kbconnect.core.modes.SyncState`), under another name.
Must not read or write anything.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from kbconnect.core.model import ColumnInfo, Selection

_NAMED = 5
"""So many new columns are named; of a table with hundreds a sentence is no list."""


@dataclass(frozen=True, slots=True)
class SeenColumns:
    """selection: what they are the columns of. types: name -> type as the database writes it."""

    selection: str
    types: dict[str, str]

    @classmethod
    def now(cls, selection: Selection, columns: Sequence[ColumnInfo]) -> SeenColumns:
        return cls(_named(selection), {column.name: column.type for column in columns})

    @classmethod
    def of(cls, text: str | None) -> SeenColumns | None:
        """None for a text that holds none."""
        try:
            entries = json.loads(text or "null")
            seen = entries["columns"]
            return cls(str(seen["selection"]), {str(name): str(kind) for name, kind in seen["types"].items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def are_of(self, selection: Selection) -> bool:
        return self.selection == _named(selection)

    def beside(self, text: str | None) -> str:
        """The text to keep. text: of the state that is kept with it; None if there is none."""
        entries = json.loads(text) if text is not None else {}
        return json.dumps({**entries, "columns": asdict(self)})


def _named(selection: Selection) -> str:
    return json.dumps(asdict(selection), sort_keys=True)


def changed_types(before: SeenColumns | None, now: SeenColumns, used: Collection[str]) -> tuple[str, ...]:
    """A sentence for each column a dataset uses whose type is another one than before."""
    if before is None or before.selection != now.selection:
        return ()
    return tuple(
        f"The column “{name}” was of the type {before.types[name] or 'any'} and is {kind or 'any'} now. All rows were "
        "compared, and those that read differently now were written anew."
        for name, kind in now.types.items()
        if name in used and before.types.get(name, kind) != kind
    )


def new_columns(before: SeenColumns | None, now: SeenColumns) -> str:
    """A sentence on columns the source has got since, "" if there are none."""
    if before is None or before.selection != now.selection:
        return ""
    names = [name for name in now.types if name not in before.types]
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names[:_NAMED])
    if len(names) == 1:
        return (
            f"The column {listed} is new at the source. It is not taken; choose it in the data selection if it should."
        )
    if len(names) > _NAMED:
        listed = f"{listed} and {len(names) - _NAMED:,} more"
    return (
        f"The columns {listed} are new at the source. They are not taken; choose them in the data selection if they "
        "should."
    )
