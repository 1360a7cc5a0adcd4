"""How much of a source a run has to look at: everything, or a window at the end of a cursor, and when all keys again.

Owns the state a run leaves in the knowledge base for the next one, as JSON text. Must not read or write anything.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from kbconnect.core.changes import Definition
from kbconnect.core.model import ChangeMode, Dataset
from kbconnect.core.ports import CursorWindow

_VERSION = 1


def cursor_column(dataset: Dataset) -> str:
    """The column whose growth shows what is new; "" in mode compare. Mode append takes the key itself."""
    match dataset.mode:
        case ChangeMode.CURSOR:
            return dataset.cursor_column
        case ChangeMode.APPEND:
            return dataset.mapping.key[0]
        case ChangeMode.COMPARE:
            return ""


@dataclass(frozen=True, slots=True)
class SyncState:
    """What a complete run knows for the next one.

    signature: of everything a position depends on. position: the highest cursor value then, None if there was none.
    scanned_at: when all keys were last looked through.
    """

    signature: str
    position: str | None
    scanned_at: datetime

    def to_text(self) -> str:
        return json.dumps(
            {
                "version": _VERSION,
                "signature": self.signature,
                "position": self.position,
                "scanned_at": self.scanned_at.isoformat(),
            }
        )

    @classmethod
    def of(cls, text: str | None) -> SyncState | None:
        """None for a text that isn't a state of this version: then everything is looked at once."""
        try:
            entries = json.loads(text or "null")
            if not isinstance(entries, dict) or entries["version"] != _VERSION:
                return None
            position = entries["position"]
            return cls(
                str(entries["signature"]),
                None if position is None else str(position),
                datetime.fromisoformat(entries["scanned_at"]),
            )
        except (ValueError, KeyError, TypeError):
            return None


def signature_of(dataset: Dataset, definition: Definition, database: str) -> str:
    """Changes whenever rows outside of a window could look different: another selection, mapping, column or model, a
    program that makes other documents of the same rows, another database. database: as in SyncPorts."""
    mapping = asdict(dataset.mapping)
    if not dataset.mapping.treatments:
        del mapping["treatments"]  # as it was before there were any, so that no state is forgotten for them
    parts = [asdict(dataset.selection), mapping, asdict(dataset.chunks), asdict(definition)]
    text = json.dumps([*parts, dataset.mode, dataset.cursor_column, database], sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looks at. window None: every row. all_keys: beside the window the keys of all rows."""

    window: CursorWindow | None
    all_keys: bool = False


EVERYTHING = Scope(None)


def scope_of(dataset: Dataset, state: SyncState | None, signature: str, lag: float, now: datetime) -> Scope:
    """state: of the last complete run. lag: as in CursorWindow. now: aware."""
    if dataset.mode is ChangeMode.COMPARE or state is None or state.signature != signature or state.position is None:
        return EVERYTHING
    since = now - state.scanned_at
    # A clock that was set back says nothing about when; looking once too often does no harm.
    stale = since >= timedelta(hours=dataset.policy.key_scan_hours) or since < timedelta(0)
    return Scope(CursorWindow(state.position, lag), all_keys=stale)


def went_back(old: str, new: str | None) -> bool:
    """Whether a numeric position is lower than the one before it: rows that came between the two, below a number that
    stood out and is gone now, were in no window. Times can't: one that is still to come counts as now."""
    if new is None:
        return True
    kind, number = _number(new)
    kind_before, number_before = _number(old)
    if number is None or number_before is None or kind != kind_before:
        return False  # of another kind of value than before a source looks at all rows anyway
    return number < number_before


def _number(position: str) -> tuple[str, float | None]:
    """Its kind, and its number unless it is a time."""
    kind, _, value = position.rpartition(":") if position.count(":") < 2 else position.partition(":")
    if kind.startswith(("time", "date")):
        return kind, None
    try:
        return kind, float(value)
    except ValueError:
        return kind, None
