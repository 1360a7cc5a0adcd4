"""Lines of a file that could not be read: which, why, and where they are.

Owns their sentences. DuckDB counts rows, so the line is counted here, by the byte the row begins at. Must not decide
what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files_errors import reading
from kbconnect.adapters.sources.files_relation import Scan
from kbconnect.core.errors import SourceError

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is no row. key: what stands in place of its key. column: the one to blame, "" if none is.

    content: what its hash is made of, so that a changed line is a change.
    """

    key: str
    column: str
    reason: str
    content: bytes


def line_faults(statement: duckdb.DuckDBPyConnection, scan: Scan, *, of_several: bool) -> Iterator[LineFault]:
    """Those that the statement just read has met, in their order. of_several: keys have to name the file, too.

    Raises SourceError for a quote that is never closed: where the rows behind it begin, nobody can tell.
    """
    where = f" of {scan.material.name}" if of_several else ""
    for bad in scan.material.bad:
        yield LineFault(
            f"(line {bad.line}{where})", "", bad.reason, f"{bad.reason}\0{bad.text}".encode(errors="replace")
        )
    if not scan.rejects:
        return
    with suppress(duckdb.CatalogException):  # nothing of this file was read
        found = statement.execute(
            "SELECT line_byte_position, any_value(error_type), any_value(error_message), any_value(csv_line), "
            f"count(*) FROM {scan.rejects} GROUP BY line_byte_position ORDER BY line_byte_position"
        ).fetchall()
        lines = _line_numbers(scan.material.path, [int(row[0]) for row in found], scan.material.name)
        for (_, kind, message, text, _), line in zip(found, lines, strict=True):
            content = str(text or "")
            if kind == "UNQUOTED VALUE" and "\n" in content and content.count('"') % 2:
                raise _never_closed(scan.material.name, line)
            yield LineFault(f"(line {line}{where})", "", _reason(str(kind), str(message), line), content.encode())


def _line_numbers(path: Path, places: list[int], name: str) -> Iterator[int]:
    """The line each byte is in, counted from 1. places: counted from 1, ascending."""
    line, done = 1, 0
    if not places:
        return
    with reading(name), path.open("rb") as file:
        end = b"\n" if b"\n" in file.read(_BLOCK) else b"\r"
        file.seek(0)
        for place in places:
            while done < place - 1:
                block = file.read(min(_BLOCK, place - 1 - done))
                if not block:
                    break
                line += block.count(end)
                done += len(block)
            yield line


def _reason(kind: str, message: str, line: int) -> str:
    numbers = [int(word) for word in message.replace(":", " ").split() if word.isdecimal()]
    if kind == "MISSING COLUMNS" and len(numbers) >= 2:
        return f"Line {line:,} has too few cells: {numbers[1]:,} instead of {numbers[0]:,}"
    if kind == "TOO MANY COLUMNS" and len(numbers) >= 2:
        return f"Line {line:,} has too many cells: {numbers[1]:,} instead of {numbers[0]:,}"
    if kind == "INVALID ENCODING":
        return f"Line {line:,} holds bytes that are no characters of the file's encoding"
    if kind == "UNQUOTED VALUE":
        return f"Line {line:,} has a quote in a cell that isn't doubled, or one that isn't closed"
    if kind == "LINE SIZE OVER MAXIMUM":
        size = numbers[-1] if numbers else 0
        return f"Line {line:,} is too long to be read ({megabytes(size)})"
    return f"Line {line:,} can't be read as a row"


def _never_closed(name: str, line: int) -> SourceError:
    return SourceError(
        f"A quote that is opened in line {line:,} of {name} is never closed.",
        meaning="Where the rows behind it begin can't be told, so nothing of the file is used; your documents are as "
        "they were.",
        hint="Close the quote, or have the file exported again.",
    )
