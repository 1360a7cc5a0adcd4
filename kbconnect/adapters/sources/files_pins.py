"""A file as it is at one moment: copied, or watched so that a change is noticed.

Owns the private folder of an open source. A small file is copied, so that whoever writes it and whoever reads it are
not in each other's way; what DuckDB can't read as it is (another encoding, a workbook, JSON) is written there as text
it can read. A large file is read where it lies. Must not know DuckDB.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files_errors import changed_meanwhile, reading
from kbconnect.adapters.sources.files_json import write_json
from kbconnect.adapters.sources.files_list import Format, TableFile, shown_name
from kbconnect.adapters.sources.files_packed import ending_of, is_packed, unpack
from kbconnect.adapters.sources.files_rows import BadLine, Note
from kbconnect.adapters.sources.files_text import (
    Cells,
    Wishes,
    cells_of,
    copy_as_utf8,
    csv_words,
    form_of,
    longest_line,
)
from kbconnect.core.errors import SourceError

COPIED_BYTES = 64_000_000
MAX_WORKBOOK_BYTES = 500_000_000
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-+@,=()/\\:'&#~")
"""DuckDB takes other signs of a path for a pattern, or can't be told them."""

_BLOCK = 1 << 20
_PREFIX = "kbconnect-files-"
_LEFT_BEHIND_S = 2 * 86_400
"""No reading takes so long."""


@dataclass(frozen=True, slots=True)
class State:
    """What tells a file from the one that lay there before."""

    device: int
    inode: int
    size: int
    modified_ns: int


def state_of(path: Path) -> State:
    """Raises OSError, IsADirectoryError for what is no file now."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(21, "it is a folder now")
    return State(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def can_be_named(path: Path) -> bool:
    """Whether DuckDB takes a path for that of one file."""
    return set(str(path)) <= _SAFE


@dataclass(frozen=True, slots=True)
class Material:
    """What DuckDB reads for a table. path: of the file itself, or of a copy.

    cells: of a file of text; None for Parquet and for rows that were written here (names: their columns).
    line_bytes: at most so long is a line. state: of the file itself.
    in_place: it has to stay like this as long as it is read.
    """

    table: TableFile
    path: Path
    state: State
    in_place: bool
    label: str
    names: tuple[str, ...] = ()
    cells: Cells | None = None
    bad: tuple[BadLine, ...] = ()
    line_bytes: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        return shown_name(self.table.path.name)

    def check(self) -> None:
        """Raises SourceConflictError if the file isn't what it was."""
        if self.in_place:
            with reading(self.name):
                if state_of(self.table.path) != self.state:
                    raise changed_meanwhile(self.name)


def new_folder() -> Path:
    """A folder that this account alone can look into. What a process that was killed has left behind goes. Raises
    OSError."""
    temporary = Path(tempfile.gettempdir())
    long_ago = time.time() - _LEFT_BEHIND_S
    for left in temporary.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if left.lstat().st_mtime < long_ago and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_PREFIX))


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return is_packed(file.read(2))


class Pins:
    """The files of one open source. folder: private, and gone with the source. stop: raises if somebody wishes so."""

    def __init__(self, folder: Path, wishes: Wishes, stop: Callable[[], None]) -> None:
        self.wishes = wishes
        self._folder = folder
        self._stop = stop
        self._known: dict[tuple[Path, str], Material] = {}
        self._count = 0

    def pin(self, table: TableFile) -> Material:
        """The table as it is now. Raises SourceError and its kin, DiskFullError."""
        name = shown_name(table.path.name)
        with reading(name):
            state = state_of(table.path)
            known = self._known.get((table.path, table.sheet))
            if known is None or known.state != state:
                known = self._made(table, state)
                if state_of(table.path) != state:
                    raise changed_meanwhile(name)
                self._known[table.path, table.sheet] = known
            return known

    def _made(self, table: TableFile, state: State) -> Material:
        path = table.path
        packed = table.format in (Format.CSV, Format.JSON) and _is_packed(path)
        in_place = state.size > COPIED_BYTES and can_be_named(path) and not packed
        if packed:
            path = self._new()
            unpack(table.path, path, shown_name(table.path.name), self._stop)
        elif not in_place and table.format is not Format.EXCEL:
            path = self._new()
            self._copy(table.path, path)
        made = Material(table, path, state, in_place, table.format.value)
        if table.format is Format.CSV:
            return self._text(made)
        if table.format is Format.PARQUET:
            return made
        rows = self._new()
        if table.format is Format.JSON:
            found = write_json(self._in_utf8(made), made.name, rows, self._stop)
        else:
            from kbconnect.adapters.sources.files_workbook import sheets_of, write_sheet

            if state.size > MAX_WORKBOOK_BYTES:
                raise SourceError(
                    f"The workbook {made.name} is {megabytes(state.size)}, too large to be held in memory.",
                    meaning="Nothing was read; your documents are as they were.",
                    hint="Save its sheets as CSV, and use those.",
                )
            sheet = table.sheet or next((each.name for each in sheets_of(table.path)), "")
            found = write_sheet(table.path, sheet, rows, self._stop, self.wishes)
        if path != table.path:
            path.unlink(missing_ok=True)
        return replace(
            made,
            path=found.path,
            in_place=False,
            label=found.label or table.format.value,
            names=found.names,
            bad=found.bad,
            notes=found.notes,
        )

    def _text(self, made: Material) -> Material:
        form = form_of(made.path, self.wishes, self._stop)
        path = made.path
        if not form.plain:
            path = self._new()
            copy_as_utf8(made.path, path, form.encoding, self._stop)
            if made.path != made.table.path:
                made.path.unlink(missing_ok=True)
        line = longest_line(path, self._stop)
        cells = cells_of(path, self.wishes, tabs=ending_of(made.table.path.name) == ".tsv")
        in_place = made.in_place and form.plain
        return replace(
            made,
            path=path,
            in_place=in_place,
            label=csv_words(form, cells),
            names=cells.names,
            cells=cells,
            line_bytes=line,
        )

    def _in_utf8(self, made: Material) -> Path:
        form = form_of(made.path, self.wishes, self._stop)
        if form.encoding in {"utf-8", "utf-8-sig", "ascii"} or (not self.wishes.encoding and form.encoding == "cp1252"):
            return made.path  # JSON is UTF-8; what is none is told line by line
        path = self._new()
        copy_as_utf8(made.path, path, form.encoding, self._stop)
        return path

    def _copy(self, source: Path, target: Path) -> None:
        with source.open("rb") as file, target.open("wb") as copy:
            while block := file.read(_BLOCK):
                self._stop()
                copy.write(block)

    def _new(self) -> Path:
        self._count += 1
        return self._folder / f"{self._count}"

    def forget(self) -> None:
        """Removes everything."""
        shutil.rmtree(self._folder, ignore_errors=True)
