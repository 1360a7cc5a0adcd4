"""How the text of a file is written: its encoding, what parts its cells, whether the first line names the columns.

Owns what is guessed, and the copy of a file in UTF-8 where DuckDB can't read it as it is. The encoding and the line
ends are told from the whole file; what parts the cells from its beginning. Must not judge values.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kbconnect.core.connector import ConnectorOptions
from kbconnect.core.errors import InputError, SourceError

_BLOCK = 1 << 20
LONGEST_LINE_BYTES = 60_000_000
_START = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_MOST_COLUMNS = 10_000
_NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_SHOWN_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", " ": "blanks"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LABELS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32": "UTF-32", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252",
    "iso8859-1": "Latin-1", "ascii": "UTF-8",
}  # fmt: skip
_NO_NAME = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?%?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?")
_YEAR_OR_DAY = re.compile(r"(19|20)\d\d|\d{4}-\d{2}-\d{2}( 00:00:00)?|\d{1,2}[./]\d{1,2}[./]\d{4}")
_SEPARATOR_LINE = re.compile(r"(?i)\s*sep=(?P<delimiter>[^\r\n\"])\s*")
"""Excel reads it as an order, and writes it for its own kind."""

_LOOKED_FOR_HEADER = 30
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has said of the files in the connector's options; "" and None: to be found out.

    header_line: the line with the names of the columns, counted from 1; 0 to have it found out. stored: numbers of
    workbooks as they are stored, without what their format adds.
    """

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    header_line: int = 0
    stored: bool = False


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a file of text is written. plain: DuckDB can read it as it is, in UTF-8 with lines that end in one way."""

    encoding: str
    plain: bool

    @property
    def label(self) -> str:
        return _LABELS.get(self.encoding, self.encoding)


@dataclass(frozen=True, slots=True)
class Cells:
    """How the lines of a file are parted. names: of the columns, each different from the others whatever its case.
    above: so many rows stand above the header or the first row, and count for nothing. line: of the header."""

    delimiter: str
    header: bool
    names: tuple[str, ...]
    above: int = 0
    line: int = 1


EMPTY = "An empty file"


def csv_words(form: TextForm, cells: Cells) -> str:
    """What is told of a file of text: CSV, Windows-1252, separated by semicolons, header in line 1."""
    if not cells.names:
        return EMPTY
    parted = _SHOWN_DELIMITERS.get(cells.delimiter, cells.delimiter)
    if cells.header:
        return f"CSV, {form.label}, separated by {parted}, header in line {cells.line:,}"
    return f"CSV, {form.label}, separated by {parted}, no header"


def wishes_of(options: ConnectorOptions) -> Wishes:
    """Raises InputError for an encoding nobody knows, or a delimiter of no use."""
    encoding = options.extra("encoding").strip()
    if encoding:
        try:
            encoding = codecs.lookup(encoding).name
            "".encode(encoding)
        except (LookupError, UnicodeError, ValueError) as error:
            raise InputError(
                f"“{encoding}” is no encoding kbconnect knows.",
                hint="Write utf-8, utf-16, windows-1252 or latin-1, or leave it empty to have it found out.",
            ) from error
    asked = options.extra("delimiter")
    delimiter = _NAMED_DELIMITERS.get(asked.strip().lower(), asked if asked.isspace() else asked.strip())
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r"} or not delimiter.isascii():
        raise InputError(
            f"“{asked}” can't part the cells of a line.",
            hint="Write one character, such as ; or the word tab, or leave it empty to have it found out.",
        )
    header = options.extra("header").strip().lower()
    line = int(header) if header.isascii() and header.isdecimal() and len(header) <= 7 else 0
    if header not in {"", "yes", "no"} and not line:
        raise InputError(
            f"“{header}” doesn't say whether there is a header.",
            hint="Write yes or no, or the number of the line that names the columns, or leave it empty.",
        )
    values = options.extra("values").strip().lower()
    if values not in {"", "shown", "stored"}:
        raise InputError(
            f"“{values}” doesn't say how numbers of workbooks are written.",
            hint="Write stored to have them without percent signs, currencies and leading zeros, or leave it empty.",
        )
    wished = True if line else {"": None, "yes": True, "no": False}[header]
    return Wishes(encoding, delimiter, wished, line, stored=values == "stored")


def form_of(path: Path, wishes: Wishes, stop: Callable[[], None]) -> TextForm:
    """Looks through the whole file. stop: raises if somebody wishes to stop. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(_START)
    encoding = wishes.encoding or _marked(start)
    if encoding in {"", "utf-8", "utf-8-sig", "ascii"}:
        found, one_line_end = _look_through(path, stop)
        encoding = encoding or found
        return TextForm(encoding, encoding in {"utf-8", "utf-8-sig", "ascii"} and one_line_end)
    return TextForm(encoding, plain=False)


def _marked(start: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    # Without a mark, every other byte of a Western text in UTF-16 is 0.
    pairs = max(1, len(start) // 2)
    if len(start) >= 4 and start[1::2].count(0) > 0.4 * pairs and start[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if len(start) >= 4 and start[::2].count(0) > 0.4 * pairs and start[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _look_through(path: Path, stop: Callable[[], None]) -> tuple[str, bool]:
    """The encoding of a text of single bytes, and whether its lines end in one way."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, wide, high, has_returns = True, 0, 0, False
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            stop()
            has_returns = has_returns or b"\r" in block
            try:
                if is_utf8:
                    decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
            if not block.isascii():
                wide += len(_WIDE.findall(block))
                high += len(_HIGH.findall(_WIDE.sub(b"", block)))
    # A text in UTF-8 with some broken places has many more characters that are whole.
    encoding = "utf-8" if is_utf8 or wide >= high else "cp1252"
    return encoding, not has_returns or len(_line_ends(path, stop)) < 2


def _line_ends(path: Path, stop: Callable[[], None]) -> frozenset[bytes]:
    """How lines end outside of quotes: with a line feed, a carriage return, or both."""
    ends: set[bytes] = set()
    quoted, kept = False, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            stop()
            block = kept + block
            kept = b"\r" if block.endswith(b"\r") else b""
            parts = (block[:-1] if kept else block).split(b'"')
            outside = b'"'.join(parts[1 if quoted else 0 :: 2])
            pairs = outside.count(b"\r\n")
            counts = {b"\r\n": pairs, b"\n": outside.count(b"\n") - pairs, b"\r": outside.count(b"\r") - pairs}
            ends |= {end for end, count in counts.items() if count}
            if len(ends) > 1:
                break
            quoted ^= len(parts) % 2 == 0
    return frozenset(ends | ({kept} if kept and not quoted else set()))


def copy_as_utf8(source: Path, target: Path, encoding: str, stop: Callable[[], None]) -> None:
    """A copy in UTF-8 whose lines all end in a line feed, but for those inside quotes. What is no character of the
    encoding becomes bytes that are no UTF-8, so that it is found when the copy is read. Raises OSError."""
    errors = "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    quoted, kept, is_first = False, "", True
    with source.open("rb") as file, target.open("wb") as copy:
        while block := file.read(_BLOCK):
            stop()
            text = kept + decoder.decode(block)
            text = text.removeprefix("\ufeff") if is_first else text
            is_first = False
            kept = "\r" if text.endswith("\r") else ""
            parts = (text[:-1] if kept else text).split('"')
            for place in range(1 if quoted else 0, len(parts), 2):
                parts[place] = parts[place].replace("\r\n", "\n").replace("\r", "\n")
            quoted ^= len(parts) % 2 == 0
            copy.write('"'.join(parts).encode("utf-8", errors))
        copy.write(kept.replace("\r", "\n").encode())
        try:
            copy.write(decoder.decode(b"", final=True).encode("utf-8", errors))
        except UnicodeDecodeError:  # the file ends in the middle of a character
            copy.write(b"\xff")


def longest_line(path: Path, stop: Callable[[], None]) -> int:
    """At most so many bytes a row of a file in UTF-8 has; no more than a few megabytes too many. Raises SourceError
    above LONGEST_LINE_BYTES, OSError."""
    size = path.stat().st_size
    if size <= LONGEST_LINE_BYTES:
        return size
    quoted, run, longest = False, 0, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            stop()
            odd = block.count(b'"') % 2 == 1
            ends = b"\n" in block or b"\r" in block
            if ends and not (quoted or odd) and block.rfind(b'"') < max(block.rfind(b"\n"), block.rfind(b"\r")):
                run = 0
            elif ends and run > LONGEST_LINE_BYTES // 8:  # now it is worth to look closely
                outside = b"".join(block.split(b'"')[1 if quoted else 0 :: 2])
                run = 0 if b"\n" in outside or b"\r" in outside else run + len(block)
            else:
                run += len(block)
            quoted ^= odd
            longest = max(longest, run)
            if run > LONGEST_LINE_BYTES - 2 * _BLOCK:
                raise SourceError(
                    "A row of the file is longer than 60 MB, or a quote in it is never closed.",
                    meaning="Nothing was read; your documents are as they were.",
                    hint="Have the file exported again, and check that quotes inside of cells are doubled.",
                )
    return longest + 2 * _BLOCK


def cells_of(path: Path, wishes: Wishes, *, tabs: bool) -> Cells:
    """How the lines of a file in UTF-8 are parted. tabs: its name says so. Raises OSError."""
    with path.open("rb") as file:
        raw = file.read(_START)
        if len(raw) == _START and b"\n" not in raw and b"\r" not in raw:  # one very long first line
            raw += file.read(_START * 64)
        whole = not file.read(1)
    return _cells(raw.decode("utf-8", "replace"), wishes, whole=whole, tabs=tabs)


def first_look(start: bytes, wishes: Wishes, *, whole: bool, tabs: bool) -> tuple[TextForm, Cells]:
    """What the beginning of a file seems to be. whole: it is all of it."""
    encoding = wishes.encoding or _marked(start)
    if not encoding:
        encoding = "utf-8"
        if not start.isascii():
            wide = len(_WIDE.findall(start))
            high = len(_HIGH.findall(_WIDE.sub(b"", start[:-3] if not whole else start)))
            encoding = "utf-8" if wide >= high else "cp1252"
    text = start.decode(encoding, "replace")
    return TextForm(encoding, plain=False), _cells(text, wishes, whole=whole, tabs=tabs)


def _cells(text: str, wishes: Wishes, *, whole: bool, tabs: bool) -> Cells:
    text = text.removeprefix("\ufeff")
    order = _SEPARATOR_LINE.match(text.partition("\n")[0].partition("\r")[0] + "\n")
    delimiter = wishes.delimiter or (order["delimiter"] if order and order["delimiter"].isascii() else "")
    delimiter = delimiter or _delimiter(text, whole=whole, preferred="\t" if tabs else ",")
    every = _first_rows(text, delimiter, whole=whole)
    found = [each for each in every if each[1]]
    rows = found[1:] if order and len(found) > 1 else found
    if not rows or len(rows[0][1]) > _MOST_COLUMNS:
        return Cells(delimiter, header=True, names=())
    if wishes.header_line:
        place, header = next((at for at, (line, _) in enumerate(rows) if line >= wishes.header_line), 0), True
    else:
        place, header = find_header([row for _, row in rows], wished=wishes.header)
    line, first = rows[place]
    width = len(first) if header else Counter(len(row) for _, row in rows).most_common(1)[0][0]
    names = first if header else [f"column {number}" for number in range(1, width + 1)]
    return Cells(
        delimiter,
        header,
        unique_names(names),
        *((every.index(rows[place]), line) if rows[place] is not found[0] else ()),
    )


def _first_rows(text: str, delimiter: str, *, whole: bool) -> list[tuple[int, list[str]]]:
    """Each with the line it begins in."""
    rows: list[tuple[int, list[str]]] = []
    # newline="": line ends inside of quotes stay as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
            if len(rows) > 200:
                return rows
    except csv.Error:  # a cell of more than 128 kB
        return rows or [(1, next(iter(text.splitlines()), "").split(delimiter))]
    return rows if whole or len(rows) < 2 else rows[:-1]


def _delimiter(text: str, *, whole: bool, preferred: str) -> str:
    """The one that parts most lines into the same number of cells, and into more than one."""
    best, best_score = preferred, (0.0, 0)
    for delimiter in (preferred, *(each for each in _DELIMITERS if each != preferred)):
        widths = Counter(len(row) for _, row in _first_rows(text, delimiter, whole=whole) if row)
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        score = (rows / sum(widths.values()), width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def find_header(rows: Sequence[Sequence[str]], *, wished: bool | None) -> tuple[int, bool]:
    """Which of the first rows that aren't empty names the columns, and whether it does; the first, if none does.

    Titles and remarks above a table fill few cells: the header is the first row that fills more than half of what the
    widest does. wished: what somebody has said.
    """
    if wished is False:
        return 0, False
    counts = [sum(1 for cell in row if cell.strip()) for row in rows[:_LOOKED_FOR_HEADER]]
    widest = max(counts, default=0)
    place = next((at for at, count in enumerate(counts) if 2 * count > widest), 0)
    if place and widest > 2 and is_header(rows[place], rows[place + 1 : place + 2]):
        return place, True
    return 0, is_header(rows[0], rows[1:2]) if wished is None else wished


def is_header(first: Sequence[str], below: Sequence[Sequence[str]] = ()) -> bool:
    """Names of columns are words: a line of which half are numbers or dates is a row, but for years or days side by
    side that are different, with something else below them. below: the next row."""
    filled = [cell.strip() for cell in first if cell.strip()]
    numbers = [cell for cell in filled if _NO_NAME.fullmatch(cell)]
    if len(numbers) * 2 < len(filled):
        return True
    if len(numbers) == len(filled) or not below or len({*numbers}) < max(2, len(numbers)):
        return False
    under = [cell for name, cell in zip(first, below[0], strict=False) if _YEAR_OR_DAY.fullmatch(name.strip())]
    return len(under) == len(numbers) and not any(_YEAR_OR_DAY.fullmatch(cell.strip()) for cell in under)


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, whatever its case: a query doesn't tell cases apart. Blank ones are numbered."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        wanted = name.replace("\0", "") if name.strip("\0 \t\r\n") else f"column {number}"
        made, again = wanted, 2
        while made.lower() in found:
            made, again = f"{wanted} ({again})", again + 1
        found[made.lower()] = made
    return tuple(found.values())
