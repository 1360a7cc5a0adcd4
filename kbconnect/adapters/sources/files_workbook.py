"""Workbooks: their sheets, and the cells of one as rows of texts.

Owns the text form of cells, and the bounds for workbooks that are made to fill memory. Must not know DuckDB.
"""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import python_calamine

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files_errors import NOTHING_READ, damaged, reading
from kbconnect.adapters.sources.files_list import shown_name
from kbconnect.adapters.sources.files_rows import MAX_COLUMNS, RowFile, written
from kbconnect.adapters.sources.files_text import is_header, unique_names
from kbconnect.core.errors import SourceError

MAX_CELLS = 40_000_000
"""Of a sheet; each takes some 32 bytes of memory, whether it holds something or not."""

MAX_UNPACKED_BYTES = 1_000_000_000
_SUSPICIOUS_BYTES = 200_000_000
_SUSPICIOUS_RATIO = 200
"""Sheets shrink to a tenth when they are packed; texts that repeat, to a fiftieth."""

_BLOCK = 1 << 20
_REFERENCE = re.compile(rb'[ "]r="([A-Z]{1,3})([0-9]{1,7})"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets of cells. Raises SourceError."""
    _bound(path, lambda: None, deep=False)
    with _workbook(path) as book:
        sheets = book.sheets_metadata
    return tuple(each.name for each in sheets if each.typ == python_calamine.SheetTypeEnum.WorkSheet)


def write_sheet(path: Path, sheet: str, target: Path, stop: Callable[[], None], *, header: bool | None) -> RowFile:
    """The rows of a sheet, without empty ones. header: None: to be found out. Raises SourceError, OSError."""
    _bound(path, stop, deep=True)
    with _workbook(path) as book:
        cells = book.get_sheet_by_name(sheet)
        if cells.height * cells.width > MAX_CELLS or cells.width > MAX_COLUMNS:
            raise _too_many_cells(path)
        rows = ([as_text(cell) for cell in row] for row in cells.iter_rows())
        return _write(rows, target, (cells.start or (0, 0))[0] + 1, stop, header=header)


def _write(
    rows: Iterable[list[str | None]], target: Path, first_line: int, stop: Callable[[], None], *, header: bool | None
) -> RowFile:
    names: tuple[str, ...] = ()
    label = ""
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for line, row in enumerate(rows, first_line):
            if line % 4_096 == 0:
                stop()
            if all(cell is None for cell in row):
                continue
            if not names:
                first = [cell or "" for cell in row]
                has_header = is_header(first) if header is None else header
                names = unique_names(first if has_header else [f"column {n}" for n in range(1, len(row) + 1)])
                label = f"header in line {line}" if has_header else "no header"
                if has_header:
                    continue
            file.write(written(line, row))
    return RowFile(target, names, (), label)


def as_text(cell: object) -> str | None:
    """A cell as its sheet shows it, as near as its value tells: 3 for 3.0, times as ISO writes them."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)


@contextmanager
def _workbook(path: Path) -> Iterator[python_calamine.CalamineWorkbook]:
    name = shown_name(path.name)
    with reading(name), path.open("rb") as file:
        try:
            # Of the file itself: a path with bytes that are no UTF-8 could not be passed on.
            with python_calamine.CalamineWorkbook.from_filelike(file) as book:
                yield book
        except python_calamine.PasswordError as error:
            raise _locked(name) from error
        except (python_calamine.CalamineError, ValueError) as error:
            if _is_encrypted(path):
                raise _locked(name) from error
            raise damaged(name, str(error)) from error


def _is_encrypted(path: Path) -> bool:
    """Of the newer formats: an encrypted one is packed into a container of the older."""
    with path.open("rb") as file:
        if file.read(4) != b"\xd0\xcf\x11\xe0":
            return False
        wanted = "EncryptedPackage".encode("utf-16-le")
        kept = b""
        while block := file.read(_BLOCK):
            if wanted in kept + block:
                return True
            kept = block[-len(wanted) :]
    return False


def _locked(name: str) -> SourceError:
    return SourceError(
        f"The workbook {name} is protected with a password.",
        meaning=NOTHING_READ,
        hint="Save a copy of it without a password and use that.",
    )


def _too_many_cells(path: Path) -> SourceError:
    return SourceError(
        f"A sheet of {shown_name(path.name)} spans more cells than fit into memory.",
        meaning=NOTHING_READ,
        hint="Save the sheet as CSV, or remove the cells that are far away from the others.",
    )


def _bound(path: Path, stop: Callable[[], None], *, deep: bool) -> None:
    """Refuses a workbook that is small on disk and fills the memory when it is unpacked. deep: looks into sheets.
    OpenDocument is always looked into: its sheets are read when it is opened."""
    name = shown_name(path.name)
    with reading(name):
        if not zipfile.is_zipfile(path):
            return  # the older format isn't packed, and can't name more than 65,536 rows of 256 cells
        try:
            with zipfile.ZipFile(path) as packed:
                size = sum(entry.file_size for entry in packed.infolist())
                ratio = size / max(1, path.stat().st_size)
                if size > MAX_UNPACKED_BYTES or (size > _SUSPICIOUS_BYTES and ratio > _SUSPICIOUS_RATIO):
                    raise SourceError(
                        f"The workbook {name} takes {megabytes(size)} when it is unpacked; that is too much.",
                        meaning=NOTHING_READ,
                        hint="Save its sheets as CSV, and use those.",
                    )
                for entry in packed.infolist():
                    if deep and entry.filename.startswith("xl/worksheets/"):
                        with packed.open(entry) as part:
                            spanned = _spanned(_blocks(part.read), stop)
                    elif entry.filename == "content.xml":
                        with packed.open(entry) as part:
                            spanned = _spanned_by_repeats(part, stop)
                    else:
                        continue
                    if spanned > MAX_CELLS:
                        raise _too_many_cells(path)
        except ElementTree.ParseError as error:
            raise damaged(name, str(error)) from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
            raise damaged(name, str(error)) from error


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(_BLOCK):
        yield block


def _spanned(blocks: Iterator[bytes], stop: Callable[[], None]) -> int:
    """How many cells there are between the first and those farthest away, by the references in a sheet's text."""
    width, height, kept = 1, 1, b""
    for block in blocks:
        stop()
        text = kept + block
        kept = text[-64:]
        found = _REFERENCE.findall(text)
        if found:
            height = max(height, *(int(number) for _, number in found))
            width = max(width, *map(_column_number, {letters for letters, _ in found}))
    return width * height


def _spanned_by_repeats(part: IO[bytes], stop: Callable[[], None]) -> int:
    """The same of the sheets of OpenDocument, which writes equal cells and rows once, and how often."""
    most, rows, row_cells, filled = 1, 0, 0, 0
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                rows = 0
            elif element.tag == f"{_TABLE}table-row":
                row_cells = filled = 0
        elif element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            row_cells += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            filled = row_cells if len(element) or len(element.attrib) > 1 else filled
            element.clear()
        elif element.tag == f"{_TABLE}table-row":
            stop()
            rows += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            most = max(most, rows * filled)
            element.clear()
    return most


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
