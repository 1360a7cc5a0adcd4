"""What a row of a table or a list shows, as frozen values. Models hold them, delegates paint them; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from kbconnect.core.shares import percent
from kbconnect.ui.language import say
from kbconnect.ui.status import Status
from kbconnect.ui.words import MINUS, count


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync did to documents, painted as `+42 ~3 −1`."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def words(self) -> str:
        """The same as words; "No change" if nothing happened."""
        parts = (
            (f"+{count(self.added)}", self.added),
            (f"~{count(self.changed)}", self.changed),
            (f"{MINUS}{count(self.removed)}", self.removed),
        )
        return " ".join(words for words, number in parts if number) or say("No change")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Two lines at most: `text` and below it `sub`.

    strong: semibold, for names. faint: grey, for what is missing. right: for numbers. code: the code font.
    status: a pill; its own word unless `text` gives another. share: a bar of 0 to 1 in the place of `sub`.
    changes: coloured counts. glyph, glyph_tone: an icon before the text. tile: a provider's id, before the text.
    picker: the cell looks like a field that opens a choice (glyph and text inside).
    tip: the tool tip, for exact times and the like; elided text gets one by itself.
    order: what the column is sorted by if not its text: a number, a time in seconds.
    path: `sub` is a path, whose end says most: where room is short it is cut in its middle.
    """

    text: str = ""
    sub: str = ""
    strong: bool = False
    faint: bool = False
    right: bool = False
    code: bool = False
    status: Status | None = None
    share: float | None = None
    changes: Changes | None = None
    glyph: str = ""
    glyph_tone: str = "text2"
    tile: str = ""
    picker: bool = False
    tip: str = ""
    order: float | str | None = None
    path: bool = False

    def words(self) -> str:
        """Everything the cell shows as one sentence, for screen readers, copying and searching."""
        share = percent(self.share) if self.share is not None else ""
        status = self.status.word if self.status is not None else ""
        changes = self.changes.words() if self.changes is not None else ""
        return ", ".join(part for part in (self.text or status, changes, self.sub, share) if part)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. id: stays the same while the row changes, so that a selection survives."""

    id: str
    cells: tuple[Cell, ...]

    def words(self) -> str:
        return ", ".join(words for cell in self.cells if (words := cell.words()))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a master list: tile (a provider's id) or glyph, name, status, two captions, a bar if `share`.

    label: what the tile stands for, told to screen readers ("PostgreSQL").
    """

    id: str
    name: str
    first: str = ""
    second: str = ""
    tile: str = ""
    glyph: str = ""
    label: str = ""
    status: Status | None = None
    share: float | None = None
    tip: str = ""

    def words(self) -> str:
        status = self.status.word if self.status is not None else ""
        return ", ".join(part for part in (self.name, self.label, status, self.first, self.second) if part)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column. width in pixels, 0 takes what is left; `right` for numbers.

    least: what a column keeps where room is short, 0 for its share. The one that takes what is left has this much
    before the others have all they wish.
    """

    title: str
    width: int = 0
    right: bool = False
    sortable: bool = False
    least: int = 0
