"""Workbooks: their sheets, and the cells of one as rows of texts.

Owns the text form of cells, and the bounds for workbooks that are made to fill memory. Must not know DuckDB.
"""

from __future__ import annotations

import datetime
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import python_calamine

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files_container import has_ends
from kbconnect.adapters.sources.files_errors import NOTHING_READ, damaged, reading
from kbconnect.adapters.sources.files_formats import (
    NumberFormat,
    SheetFormats,
    column_number,
    sheet_formats,
    sheet_part,
)
from kbconnect.adapters.sources.files_list import Sheet, shown_name
from kbconnect.adapters.sources.files_rows import MAX_COLUMNS, Note, RowFile, written
from kbconnect.adapters.sources.files_text import Wishes, find_header, unique_names
from kbconnect.core.errors import SourceError

MAX_CELLS = 40_000_000
"""Of a sheet; each takes some 32 bytes of memory, whether it holds something or not."""

_EXACT = 1 << 53
_MOST_WRITTEN_OUT = 1e21

MAX_UNPACKED_BYTES = 1_000_000_000
_SUSPICIOUS_BYTES = 200_000_000
_SUSPICIOUS_RATIO = 200
"""Sheets shrink to a tenth when they are packed; texts that repeat, to a fiftieth."""

_BLOCK = 1 << 20
_LAST_CELL_RECORD = 11
"""Of .xlsb: 0 begins a row, 1 to 11 are its cells."""

_REFERENCE = re.compile(rb'[ "]r="([A-Z]{1,3})([0-9]{1,7})"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


_LONG_TIME = re.compile(r"PT(\d{2,6})H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_MOST_MERGED = 100_000
_LOOKED_AT_ROWS = 30
_ERRORS = re.compile(rb'<(?:\w+:)?c\b[^<>]*\st="e"')
_NOT_COMPUTED = re.compile(
    rb'<(?:\w+:)?c\b(?![^<>]*\st="str")[^<>]*>\s{0,64}<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?f>)'
    rb"\s{0,64}(?:<(?:\w+:)?v\s{0,9}/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s{0,64}</(?:\w+:)?c>"
)
"""Blanks are bounded: more of them, made for it, would be gone through again and again."""

_SIGNS_OF_NO_VALUE = (b"f></c", b"f><v></", b"f><v/>", b"f><v />", b'"/></c')
"""The pattern takes long, and most sheets have no such formula. Programs that leave values out write no blanks here."""

_LONGEST_FORMULA = 1 << 14

_PACKAGE_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError)
"""Of a part that is torn, encrypted, or packed in a way Python doesn't know."""


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """A workbook's sheets of cells. Raises SourceError."""
    _bound(path, lambda: None, deep=False)
    with _workbook(path) as book:
        sheets = book.sheets_metadata
    visible = python_calamine.SheetVisibleEnum.Visible
    return tuple(
        Sheet(each.name, is_hidden=each.visible != visible)
        for each in sheets
        if each.typ == python_calamine.SheetTypeEnum.WorkSheet
    )


def write_sheet(path: Path, sheet: str, target: Path, stop: Callable[[], None], wishes: Wishes) -> RowFile:
    """The rows of a sheet, without empty ones and what stands above the header. Raises SourceError, OSError."""
    _bound(path, stop, deep=True)
    name = shown_name(path.name)
    with _workbook(path) as book, _package(path) as packed:
        cells = book.get_sheet_by_name(sheet)
        if cells.height * cells.width > MAX_CELLS or cells.width > MAX_COLUMNS:
            raise _too_many_cells(path)
        with _damage_told(name):
            formats = None if packed is None or wishes.stored else sheet_formats(packed, sheet)
            rows = _Rows(cells, packed, formats, stop)
            made = _write(rows.texts(), target, wishes)
            notes = () if packed is None else _notes(packed, sheet, stop)
    return replace(made, notes=notes)


_Line = tuple[int, list[str | None]]


class _Rows:
    """The rows of a sheet as texts."""

    def __init__(
        self,
        cells: python_calamine.CalamineSheet,
        packed: zipfile.ZipFile | None,
        formats: SheetFormats | None,
        stop: Callable[[], None],
    ) -> None:
        self._cells = cells
        self._formats = iter(()) if packed is None or formats is None else formats.rows(packed, stop)
        self._next: tuple[int, Mapping[int, NumberFormat]] = (0, {})
        self._stop = stop

    def texts(self) -> Iterator[_Line]:
        """Those that aren't empty, each with its line. A cell that was merged with others below it goes for all of
        them, as it does for whoever looks at the sheet."""
        top, left = self._cells.start or (0, 0)
        tall = _tall(self._cells.merged_cell_ranges or [], top, left)
        going: dict[int, tuple[int, str | None]] = {}
        for at, row in enumerate(self._cells.iter_rows()):
            line = at + top + 1
            if line % 4_096 == 0:
                self._stop()
            formats = self._formats_of(line)
            texts = [as_text(cell, formats.get(place + left)) for place, cell in enumerate(row)]
            is_empty = all(text is None for text in texts)
            for place, (last, text) in list(going.items()):
                if at > last:
                    del going[place]
                elif texts[place] is None:
                    texts[place] = text
            for place, last in tall.get(at, ()):
                if place < len(texts):
                    going[place] = (last, texts[place])
            if not is_empty:
                yield line, texts

    def _formats_of(self, line: int) -> Mapping[int, NumberFormat]:
        while self._next[0] < line:
            self._next = next(self._formats, (1 << 30, {}))
        return self._next[1] if self._next[0] == line else {}


def _tall(
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]], top: int, left: int
) -> dict[int, list[tuple[int, int]]]:
    """By the first row of merged cells, counted from the first of the sheet that holds something: their column and
    their last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (first, column), (last, _) in merged[:_MOST_MERGED]:
        if last > first >= top and column >= left:
            found.setdefault(first - top, []).append((column - left, last - top))
    return found


def _write(rows: Iterator[_Line], target: Path, wishes: Wishes) -> RowFile:
    first: list[_Line] = []
    for each in rows:
        if each[0] >= wishes.header_line:
            first.append(each)
        if len(first) == _LOOKED_AT_ROWS:
            break
    if not first:
        target.touch()
        return RowFile(target, ())
    if wishes.header_line:
        place, has_header = 0, True
    else:
        place, has_header = find_header([[cell or "" for cell in row] for _, row in first], wished=wishes.header)
    line, head = first[place]
    names = [cell or "" for cell in head] if has_header else [f"column {n}" for n in range(1, len(head) + 1)]
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for lines in (first[place + has_header :], rows):
            file.writelines(written(number, row) for number, row in lines)
    return RowFile(target, unique_names(names), (), _header_words(line if has_header else 0))


def _header_words(line: int) -> str:
    return f"Excel, header in line {line:,}" if line else "Excel, no header"


def as_text(cell: object, shown: NumberFormat | None = None) -> str | None:
    """A cell as its sheet shows it: 3 for 3.0, no more digits than the 15 Excel counts with, times as ISO writes them.
    shown: how the sheet shows numbers in it."""
    if isinstance(cell, str):
        long = _LONG_TIME.fullmatch(cell) if cell.startswith("PT") else None  # OpenDocument's, of a day and more
        return f"{int(long[1]):02}:{int(long[2]):02}:{int(long[3]):02}" if long else cell or None
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (float, int)):
        return _number(cell) if shown is None or not math.isfinite(cell) else shown.shown(cell)
    if isinstance(cell, datetime.datetime):
        return _without_zeros(cell.isoformat(" "))
    if isinstance(cell, datetime.date | datetime.time):
        return _without_zeros(cell.isoformat())
    return _duration(cell) if isinstance(cell, datetime.timedelta) else str(cell)


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) <= _EXACT):
        return str(int(value))
    if value.is_integer() and abs(value) < _MOST_WRITTEN_OUT:
        return f"{Decimal(repr(value)):f}"
    return f"{value:.15g}"


def _without_zeros(text: str) -> str:
    """Without the zeros of fractions of a second."""
    return text.rstrip("0") if "." in text else text


def _duration(time: datetime.timedelta) -> str:
    """30:05:00 for a day, six hours and five minutes."""
    milliseconds = round(abs(time) / datetime.timedelta(milliseconds=1))
    seconds, rest = divmod(milliseconds, 1_000)
    sign = "-" if time < datetime.timedelta(0) else ""
    fraction = f".{rest:03}" if rest else ""
    return _without_zeros(f"{sign}{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}")


def _notes(packed: zipfile.ZipFile, sheet: str, stop: Callable[[], None]) -> tuple[Note, ...]:
    """What is told of cells that show something which their file doesn't hold, or hold no value."""
    part = sheet_part(packed, sheet)
    if not part:
        return ()
    errors, unknown, kept = 0, 0, b""
    with packed.open(part) as file:
        for block in _blocks(file.read):
            stop()
            text = kept + block
            # What was kept is looked at twice, and counted once.
            if b't="e"' in text:
                errors += len(_ERRORS.findall(text)) - len(_ERRORS.findall(kept))
            if any(sign in text for sign in _SIGNS_OF_NO_VALUE):
                unknown += len(_NOT_COMPUTED.findall(text)) - len(_NOT_COMPUTED.findall(kept))
            kept = text[-_LONGEST_FORMULA:]
    notes = []
    if unknown:
        message = (
            "The sheet holds a formula that was never computed; its cell is read as empty."
            if unknown == 1
            else f"The sheet holds {unknown:,} formulas that were never computed; their cells are read as empty."
        )
        notes.append(Note(message, "Open the workbook in Excel or LibreOffice and save it: then it holds the results."))
    if errors:
        message = (
            "The sheet holds a cell with an error, such as #N/A; it is read as empty."
            if errors == 1
            else f"The sheet holds {errors:,} cells with errors, such as #N/A; they are read as empty."
        )
        notes.append(Note(message, "Put the formulas right, or leave out the columns they are in."))
    return tuple(notes)


@contextmanager
def _package(path: Path) -> Iterator[zipfile.ZipFile | None]:
    """The parts of a newer workbook; None of an older one."""
    if not zipfile.is_zipfile(path):
        yield None
        return
    with zipfile.ZipFile(path) as packed:
        yield packed


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except (*_PACKAGE_ERRORS, ElementTree.ParseError, KeyError) as error:
        raise damaged(name, f"{type(error).__name__}: {error}") from error


@contextmanager
def _workbook(path: Path) -> Iterator[python_calamine.CalamineWorkbook]:
    name = shown_name(path.name)
    with reading(name), path.open("rb") as file:
        if not path.stat().st_size:
            raise SourceError(
                f"The workbook {name} is empty: it holds not a single byte.",
                meaning=NOTHING_READ,
                hint="Have it written again. It may be that somebody is saving it just now.",
                retryable=True,
            )
        if not has_ends(path):
            raise damaged(name, "a chain of sectors leads nowhere, or back into itself")
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
        except BaseException as error:  # a bug of the reader's ends so, and would end the program with it
            if type(error).__name__ != "PanicException":
                raise
            raise damaged(name, "the reader of workbooks gave up") from error


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
                    if deep and entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                        with packed.open(entry) as part:
                            spanned = _spanned(_blocks(part.read), stop)
                    elif deep and entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".bin"):
                        with packed.open(entry) as part:
                            spanned = _spanned_by_records(part, stop)
                    elif entry.filename == "content.xml":
                        with packed.open(entry) as part:
                            spanned = _spanned_by_repeats(part, stop)
                    else:
                        continue
                    if spanned > MAX_CELLS:
                        raise _too_many_cells(path)
        except ElementTree.ParseError as error:
            raise damaged(name, str(error)) from error
        except _PACKAGE_ERRORS as error:
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
            width = max(width, *map(column_number, {letters for letters, _ in found}))
    return width * height


def _spanned_by_records(part: IO[bytes], stop: Callable[[], None]) -> int:
    """The same of a sheet of .xlsb, which is records of a kind, a length and so many bytes; both numbers have seven
    bits a byte."""
    width, height, count = 1, 1, 0
    while (kind := _record_number(part, 2)) is not None:
        size = _record_number(part, 4) or 0
        content = part.read(min(size, 4))
        for left in range(size - len(content), 0, -_BLOCK):
            part.read(min(_BLOCK, left))
        if kind <= _LAST_CELL_RECORD and len(content) == 4:
            place = int.from_bytes(content, "little") + 1
            width, height = (width, max(height, place)) if kind == 0 else (max(width, place), height)
        count += 1
        if count % 65_536 == 0:
            stop()
    return width * height


def _record_number(part: IO[bytes], most: int) -> int | None:
    """None at the end."""
    number = 0
    for place in range(most):
        byte = part.read(1)
        if not byte:
            return None
        number |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return number


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
