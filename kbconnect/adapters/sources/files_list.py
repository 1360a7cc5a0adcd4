"""Which tables a file or a folder of files holds: one a file, and one a sheet of a workbook.

Owns names and bounds: how deep and how many, what counts as a file of tables, that no link leads out of the folder. A
table is called as its file is ("orders.csv"); its schema is the subfolder, or the workbook its sheet is in. Must not
read what is inside files, but for the names of sheets.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kbconnect.adapters.sources.files_errors import NOTHING_READ, damaged, missing, reading
from kbconnect.adapters.sources.files_packed import (
    ENDING,
    OTHER_ENDINGS,
    ending_of,
    is_packed,
    is_packed_otherwise,
    other_packing,
    unpacked_start,
)
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import AccessDeniedError, DatabaseMissingError, InputError, KbConnectError
from kbconnect.core.model import TableRef

MAX_DEPTH = 8
MAX_FILES = 5_000


class Format(StrEnum):
    CSV = "CSV"
    PARQUET = "Parquet"
    JSON = "JSON"
    EXCEL = "Excel"


FORMATS = {
    ".csv": Format.CSV, ".tsv": Format.CSV, ".txt": Format.CSV, ".parquet": Format.PARQUET, ".jsonl": Format.JSON,
    ".ndjson": Format.JSON, ".json": Format.JSON, ".xlsx": Format.EXCEL, ".xlsm": Format.EXCEL, ".xls": Format.EXCEL,
    ".xlsb": Format.EXCEL, ".ods": Format.EXCEL,
}  # fmt: skip


_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3\0", b"\x7fELF", b"MZ\x90")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook. is_hidden: its workbook doesn't show it."""

    name: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table and the file it is in. sheet: of a workbook, else "", as of a workbook that can't be opened. is_hidden:
    the workbook doesn't show it."""

    ref: TableRef
    path: Path
    format: Format
    sheet: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a path holds. problems: a sentence for each file that is left out, and for bounds that were reached."""

    tables: tuple[TableFile, ...]
    problems: tuple[str, ...] = ()


def find_path(connector: ConnectorDraft) -> Path:
    """The file or folder the connector names. Raises InputError, DatabaseMissingError, AccessDeniedError."""
    if not connector.database.strip():
        raise InputError("The file or folder is missing.", hint="Choose a file, or a folder with files.")
    try:
        path = Path(connector.database).expanduser().absolute()
    except RuntimeError as error:
        raise InputError(
            f"There is no account whose home folder {connector.database} could lie in.",
            meaning="Nothing was changed.",
            hint="Write the whole path, or ~/ for a folder of your own.",
        ) from error
    shown = shown_name(str(path))
    try:
        with reading(shown):
            if path.is_dir():
                os.scandir(path).close()
            elif path.is_file():
                path.open("rb").close()
            elif path.exists():
                raise InputError(f"{shown} is neither a file nor a folder.", hint="Choose a file, or a folder.")
            else:
                raise missing(shown)
    except ValueError as error:  # a path no system can have
        raise DatabaseMissingError(
            "There can be no file or folder of this name.",
            meaning=NOTHING_READ,
            hint="Check the path; it holds a character that is not allowed.",
            detail=str(error),
        ) from error
    return path


def shown_name(name: str) -> str:
    """A file's name as text: bytes that are none of its encoding are written as \\xe9."""
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character, which no file is called
        return name.encode("utf-8", "backslashreplace").decode()


def list_tables(path: Path, sheets: Callable[[Path], tuple[Sheet, ...]]) -> Listing:
    """Every table under the path, by schema and name. sheets: those of a workbook; raises SourceError."""
    found: list[TableFile] = []
    problems: list[str] = []
    if path.is_dir():
        for file, folder in _files(path, problems):
            _add(file, folder, sheets, found, problems)
    else:
        kind = format_of(path.name) or _by_content(path)
        if kind is Format.EXCEL:
            found += [_of_sheet("", path, sheet) for sheet in sheets(path)]
        else:
            found.append(TableFile(TableRef("", shown_name(path.name)), path, kind))
    return Listing(tuple(sorted(found, key=lambda table: (table.ref.schema, table.ref.name))), tuple(problems))


def format_of(name: str) -> Format | None:
    """By the ending of a file's name; only files of text may be packed."""
    found = FORMATS.get(ending_of(name))
    return found if found in (Format.CSV, Format.JSON) or not name.lower().endswith(ENDING) else None


def _add(
    file: Path,
    folder: str,
    sheets: Callable[[Path], tuple[Sheet, ...]],
    found: list[TableFile],
    problems: list[str],
) -> None:
    kind = format_of(file.name) or Format.CSV
    name = shown_name(file.name)
    if kind is not Format.EXCEL:
        found.append(TableFile(TableRef(folder, name), file, kind))
        return
    try:
        names = sheets(file)
    except KbConnectError as error:
        problems.append(error.message)
        found.append(TableFile(TableRef(folder, name), file, kind))
        return
    schema = workbook_schema(TableRef(folder, name))
    found.extend(_of_sheet(schema, file, sheet) for sheet in names)


def _of_sheet(schema: str, path: Path, sheet: Sheet) -> TableFile:
    return TableFile(TableRef(schema, sheet.name), path, Format.EXCEL, sheet.name, sheet.is_hidden)


def workbook_schema(workbook: TableRef) -> str:
    """The schema of the sheets of a workbook in a folder. workbook: as if it were a table itself."""
    return f"{workbook.schema}/{workbook.name}" if workbook.schema else workbook.name


def _files(root: Path, problems: list[str]) -> list[tuple[Path, str]]:
    """Files of tables with the subfolder each is in, "a/b". Links are followed only where they stay inside."""
    found: list[tuple[Path, str]] = []
    inside = os.path.realpath(root)
    waiting: list[tuple[Path, str, int]] = [(root, "", 0)]
    while waiting:
        folder, name, depth = waiting.pop()
        try:
            with reading(shown_name(str(folder))), os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except AccessDeniedError as error:
            if folder == root:
                raise
            problems.append(error.message)
            continue
        for entry in listed:
            if entry.name.startswith((".", "~$")):
                continue  # hidden, and the mark a program leaves beside a workbook it has open
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    below = shown_name(entry.name)
                    waiting.append((Path(entry.path), f"{name}/{below}" if name else below, depth + 1))
                else:
                    problems.append(f"The folder {shown_name(entry.path)} lies too deep and was left out.")
            elif (problem := _why_not(entry, inside)) is None:
                found.append((Path(entry.path), name))
            elif problem:
                problems.append(problem)
            if len(found) >= MAX_FILES:
                problems.append(f"There are more than {MAX_FILES:,} files; the rest was left out.")
                return found
    return found


def _why_not(entry: os.DirEntry[str], inside: str) -> str | None:
    """Why a file is left out, "" for one that nobody would take for a table; None for one that is taken."""
    if _is_packed_table(entry.name):
        return other_packing(shown_name(entry.path)).message
    if not format_of(entry.name):
        return ""
    try:
        is_file = entry.is_file()
    except OSError:  # a link back to itself, or to where this account may not look
        is_file = False
    if entry.is_symlink() and not is_inside(entry.path, inside):
        return f"{shown_name(entry.path)} is a link that leads out of the folder and was left out."
    if entry.is_symlink() and not is_file:
        return f"{shown_name(entry.path)} is a link that leads to no file and was left out."
    return None if is_file else ""


def _is_packed_table(name: str) -> bool:
    path = Path(name.lower())
    return path.suffix in OTHER_ENDINGS and Path(path.stem).suffix in FORMATS


def is_inside(path: str, real_root: str) -> bool:
    """Whether what a path leads to in the end lies in a folder. real_root: without links."""
    try:
        return os.path.commonpath([os.path.realpath(path), real_root]) == real_root
    except ValueError:  # on another drive
        return False


def _by_content(path: Path) -> Format:
    """Of a file whose name says nothing. Raises SourceError for one that is packed, or no text at all."""
    name = shown_name(path.name)
    with reading(name), path.open("rb") as file:
        start = file.read(4_096)
        if is_packed(start):
            file.seek(0)
            start = unpacked_start(path, name, 4_096)[0]
    if is_packed_otherwise(start):
        raise other_packing(name)
    if start.startswith(_NO_TABLES):
        raise damaged(name, "the beginning of a document or a picture")
    if start[:4] == b"PAR1":
        return Format.PARQUET
    if start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return Format.EXCEL
    return Format.JSON if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else Format.CSV
