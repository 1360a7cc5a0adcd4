"""What is told of a table before anybody opens it: how its file is written, and about how many rows it has.

Owns the look at a file's beginning. Of a large file it is only that: when the file is read, all of it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kbconnect.adapters.sources.files_errors import reading
from kbconnect.adapters.sources.files_list import Format, TableFile, shown_name
from kbconnect.adapters.sources.files_packed import ending_of, is_packed, unpacked_start
from kbconnect.adapters.sources.files_text import EMPTY, Wishes, csv_words, first_look
from kbconnect.core.errors import KbConnectError
from kbconnect.core.model import TableInfo

_LOOKED_AT = 1 << 20
HIDDEN = "Excel, a hidden sheet"


def table_info(
    table: TableFile,
    wishes: Wishes,
    count: Callable[[Path], int | None],
    sheets: Callable[[Path], object],
    stop: Callable[[], None],
) -> TableInfo:
    """A file that can't be read is listed as that. count: of a file that knows its rows. sheets: raises what is wrong
    with a workbook. stop: raises if somebody wishes so."""
    stop()
    try:
        with reading(shown_name(table.path.name)):
            if table.format is Format.CSV:
                comment, rows = _of_text(table.path, wishes)
            elif ending_of(table.path.name) in {".jsonl", ".ndjson"}:
                start, size = _start(table.path)
                comment, rows = Format.JSON.value, _lines(start, size, "utf-8")
                rows = rows if rows or len(start) == size else None
            elif table.format is Format.PARQUET:
                comment, rows = Format.PARQUET.value, count(table.path)
            else:
                comment, rows = (HIDDEN if table.is_hidden else table.format.value), None
                if table.format is Format.EXCEL and not table.sheet:
                    sheets(table.path)
    except KbConnectError as error:
        stop()  # that may be what is told here
        return TableInfo(table.ref, "table", None, error.message, readable=False)
    return TableInfo(table.ref, "table", rows, comment, empty=rows == 0)


def _of_text(path: Path, wishes: Wishes) -> tuple[str, int | None]:
    start, size = _start(path)
    whole = len(start) == size
    form, cells = first_look(start, wishes, whole=whole, tabs=ending_of(path.name) == ".tsv")
    if not cells.names:
        return EMPTY, 0 if whole else None
    rows = max(0, _lines(start, size, form.encoding) - cells.above - cells.header)
    return csv_words(form, cells), rows if rows or whole else None


def _start(path: Path) -> tuple[bytes, int]:
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if is_packed(start):
        return unpacked_start(path, shown_name(path.name), _LOOKED_AT)
    return start, path.stat().st_size


def _lines(start: bytes, size: int, encoding: str) -> int:
    """About how many lines a file has, by those of its beginning. A line end inside of quotes counts, too."""
    end = "\n".encode(encoding.removesuffix("-sig")) if encoding != "utf-16" else b"\n"
    lines = start.count(end) or start.count(b"\r")
    if len(start) == size:
        return lines + (bool(start) and not start.endswith((b"\n", b"\r", b"\0")))
    return round(lines * size / len(start))
