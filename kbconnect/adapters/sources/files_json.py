"""JSON as rows of texts: an object a line, or one array of objects.

Owns the text form of JSON values: a text as it is, a number with all its digits as it is written, objects and lists as
JSON. A line that is no object is kept as bad; of an array that is damaged nothing can be read. Must not know DuckDB.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from kbconnect.adapters.sources.cells import first_bad_character, not_utf8
from kbconnect.adapters.sources.files_errors import NOTHING_READ, damaged
from kbconnect.adapters.sources.files_rows import MAX_COLUMNS, BadLine, RowFile, written
from kbconnect.adapters.sources.files_text import unique_names
from kbconnect.core.errors import SourceError

_BLOCK = 1 << 20
_MAX_OBJECT = 64_000_000
_MAX_BAD_LINES = 100_000


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number)
_Found = tuple[int, object]


def write_json(path: Path, name: str, target: Path, stop: Callable[[], None]) -> RowFile:
    """The objects of a file in UTF-8. name: what people know it by. Raises SourceError, OSError."""
    by_line = _is_by_line(path)
    names: dict[str, None] = {}
    for _, value in _values(path, name, stop, by_line=by_line):
        if isinstance(value, dict):
            names.update(dict.fromkeys(value))
            if len(names) > MAX_COLUMNS:
                raise _too_many_names(name)
    bad: list[BadLine] = []
    columns = tuple(names)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for number, value in _values(path, name, stop, by_line=by_line):
            if isinstance(value, dict):
                file.write(written(number, [_as_text(value.get(name)) for name in columns]))
            else:
                bad.append(value if isinstance(value, BadLine) else BadLine(number, "This is no JSON object"))
                if len(bad) > _MAX_BAD_LINES:
                    raise damaged(name, detail=f"{len(bad)} lines that are no JSON objects")
    return RowFile(target, unique_names(columns), tuple(bad), _form_words(by_line=by_line))


def _form_words(*, by_line: bool) -> str:
    return "JSON, one object a line" if by_line else "JSON, one array or several objects"


def _is_by_line(path: Path) -> bool:
    """Whether the first line is an object of its own, or at least no beginning of something longer."""
    with path.open("rb") as file:
        for raw in file:
            line = raw.removeprefix(codecs.BOM_UTF8).strip()
            if line:
                try:
                    return isinstance(json.loads(line), dict)
                except ValueError:
                    return line[:1] != b"[" and (line[:1] != b"{" or line.endswith(b"}"))
    return True


def _values(path: Path, name: str, stop: Callable[[], None], *, by_line: bool) -> Iterator[_Found]:
    return _of_lines(path, stop) if by_line else _of_whole(path, name, stop)


def _of_lines(path: Path, stop: Callable[[], None]) -> Iterator[_Found]:
    """Each line with what it holds, a BadLine for one that can't be read."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if number % 4_096 == 0:
                stop()
            line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if line.isspace():
                continue
            try:
                yield number, _DECODER.decode(line.decode().strip())
            except UnicodeDecodeError:
                yield number, BadLine(number, not_utf8(first_bad_character(line)), line.decode("utf-8", "replace"))
            except (json.JSONDecodeError, RecursionError):
                yield number, BadLine(number, "This is no JSON object", line.decode("utf-8", "replace"))


def _of_whole(path: Path, name: str, stop: Callable[[], None]) -> Iterator[_Found]:
    """Each value of an array, or of several values one after the other, numbered from 1. Raises SourceError."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    values = _Values()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                stop()
                yield from values.take(decoder.decode(block), last=False)
            yield from values.take(decoder.decode(b"", final=True), last=True)
    except (ValueError, RecursionError) as error:
        raise damaged(name, str(error)) from error


class _Values:
    """Values of a text that comes in pieces."""

    def __init__(self) -> None:
        self._text = ""
        self._place = 0
        self._number = 0
        self._in_array = False
        self._ended = False

    def take(self, piece: str, *, last: bool) -> Iterator[_Found]:
        """The values that are whole now. last: no more text comes. Raises ValueError, RecursionError."""
        self._text, self._place = self._text[self._place :] + piece, 0
        if len(self._text) > _MAX_OBJECT:
            raise ValueError("an object of more than 64 MB")
        while self._skip_signs():
            if self._ended:
                raise ValueError("text behind the end of the array")
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                if last:
                    raise
                return  # the rest of it comes with the next piece
            if end == len(self._text) and not last:
                return  # a number may go on
            self._number, self._place = self._number + 1, end
            yield self._number, value
        if last and self._in_array:
            raise ValueError("the array has no end")

    def _skip_signs(self) -> bool:
        """Goes behind blanks and the signs of an array; False at the end of the text."""
        while self._place < len(self._text):
            sign = self._text[self._place]
            if sign == "[" and not self._number and not self._in_array and not self._ended:
                self._in_array = True
            elif sign == "]" and self._in_array:
                self._in_array, self._ended = False, True
            elif sign not in " \t\r\n" and (sign != "," or not self._in_array):
                return True
            self._place += 1
        return False


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _as_json(value)


def _as_json(value: object) -> str:
    """JSON with its numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {_as_json(each)}" for name, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _too_many_names(name: str) -> SourceError:
    return SourceError(
        f"The objects in {name} have more than {MAX_COLUMNS:,} different names.",
        meaning=NOTHING_READ,
        hint="Names that are different in every object are values: have the file written with a list instead.",
    )
