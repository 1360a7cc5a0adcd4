"""How a sheet of Excel shows its numbers: 12.5% and not 0.125, 01067 and not 1067, 3.30 €.

Owns what a number format means, and which cells have which; only of .xlsx and .xlsm, the reader of cells knows formats
of times alone. What a format adds that isn't part of the value stays away: colours, brackets and groups of digits, so
that a number stays one. A format that can't be followed changes nothing. Must not read values.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TARGET = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00",
}  # fmt: skip
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|(?P<bracket>\[[^\]]*\])'
    r"|[_*](?P<filled>.)|(?P<digits>[0#?]+(?:,[0#?]+)*)(?P<scaled>,*)(?:\.(?P<decimals>[0#?]*))?|(?P<percent>%)"
    r"|(?P<literal>[-+$€£¥() ])|(?P<other>.)",
    re.DOTALL,
)
_COLOUR = re.compile(r"(?i)\[(black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]")
_MOST_DECIMALS = 30
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for the largest number in front of the point, and for the most decimals behind it."""

_LONGEST_CODE = 255
"""Excel takes no longer one, and those that are made to be long take long."""

_BETWEEN = rb"[^<>]{0,200}?"
"""What else stands in a cell's tag. Bounded: a tag made for it would be gone through again and again."""

_CELL_START = rb"<(?:\w+:)?c\b" + _BETWEEN
_BLOCK = 1 << 20
_LONGEST_CELL = 1 << 12


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """before, behind: texts around the number. digits: at least so many in front of the point. decimals: least and
    most behind it."""

    before: str
    behind: str
    digits: int
    decimals: tuple[int, int]
    is_percent: bool

    def shown(self, value: float) -> str:
        """A number as its sheet shows it."""
        exact = Decimal(f"{value:.15g}" if abs(value) < 1e15 else repr(value)) * (100 if self.is_percent else 1)
        least, most = self.decimals
        places = max(0, -int(exact.normalize().as_tuple().exponent))
        rounded = exact.quantize(Decimal(1).scaleb(-min(most, max(least, places))), context=_WIDE)
        whole, point, behind = f"{rounded.copy_abs():f}".partition(".")
        behind = behind[:least] + behind[least:].rstrip("0")
        number = f"{whole.zfill(self.digits)}{point if behind else ''}{behind}{'%' if self.is_percent else ''}"
        return f"{'-' if rounded < 0 else ''}{f'{self.before}{number}{self.behind}'.strip()}"


def parse(code: str) -> NumberFormat | None:
    """What a format code says of numbers above zero; None if it says nothing, or what is not followed here."""
    if len(code) > _LONGEST_CODE:
        return None
    parts = list(_PARTS.finditer(_first_section(code)))
    if any(part["other"] or (part["bracket"] and not _COLOUR.fullmatch(part["bracket"])) for part in parts):
        return None
    numbers = [part for part in parts if part["digits"]]
    if len(numbers) != 1 or numbers[0]["scaled"]:
        return None
    (number,) = numbers
    percents = sum(1 for part in parts if part["percent"])
    decimals = number["decimals"] or ""
    if percents > 1 or len(decimals) > _MOST_DECIMALS:
        return None
    before = "".join(map(_literal, parts[: parts.index(number)]))
    behind = "".join(map(_literal, parts[parts.index(number) + 1 :]))
    digits = sum(1 for sign in number["digits"] if sign == "0")
    return NumberFormat(before, behind, digits, (decimals.count("0"), len(decimals)), bool(percents))


def _first_section(code: str) -> str:
    """Up to the semicolon that stands outside of quotes."""
    made, quoted, escaped = "", False, False
    for sign in code:
        if sign == ";" and not quoted and not escaped:
            break
        quoted ^= sign == '"' and not escaped
        escaped = sign == "\\" and not escaped and not quoted
        made += sign
    return made


def _literal(part: re.Match[str]) -> str:
    if part["literal"] in {"(", ")"}:
        return ""
    return part["quoted"] or part["escaped"] or part["currency"] or part["literal"] or ""


# ------------------------------------------------------------------------------------------------- which cells


@dataclass(frozen=True, slots=True)
class SheetFormats:
    """The formats of one sheet's cells. part: its name in the workbook's package. formats: by style."""

    part: str
    formats: Mapping[int, NumberFormat]

    def rows(self, packed: zipfile.ZipFile, stop: Callable[[], None]) -> Iterator[tuple[int, dict[int, NumberFormat]]]:
        """Each row that has such cells, counted from 1, with their columns, counted from 0; in order."""
        styles = b"|".join(b"%d" % style for style in self.formats)
        cells = re.compile(_CELL_START + rb'\sr="([A-Z]{1,3})([0-9]{1,7})"' + _BETWEEN + rb'\ss="(' + styles + rb')"')
        row, found, kept = 0, dict[int, NumberFormat](), b""
        with packed.open(self.part) as part:
            while block := part.read(_BLOCK):
                stop()
                text = kept + block
                end = max(text.rfind(b"<"), len(text) - _LONGEST_CELL)  # a tag may go on in the next block
                for letters, number, style in cells.findall(text, 0, end):
                    if int(number) != row:
                        if found:
                            yield row, found
                        row, found = int(number), {}
                    found[column_number(letters) - 1] = self.formats[int(style)]
                kept = text[end:]
            for letters, number, style in cells.findall(kept):
                if int(number) != row:
                    if found:
                        yield row, found
                    row, found = int(number), {}
                found[column_number(letters) - 1] = self.formats[int(style)]
        if found:
            yield row, found


def sheet_formats(packed: zipfile.ZipFile, sheet: str) -> SheetFormats | None:
    """None for a workbook without formats that change what is read. Raises ElementTree.ParseError, ValueError."""
    parts = _parts(packed)
    part = sheet_part(packed, sheet)
    styles = next((target for kind, target in parts.values() if kind.endswith("/styles")), "")
    if not part or styles not in packed.namelist():
        return None
    formats = _formats(packed.read(styles))
    return SheetFormats(part, formats) if formats else None


def sheet_part(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part of a package that holds a sheet, "" if that can't be told. Raises ElementTree.ParseError."""
    if _BOOK not in packed.namelist():
        return ""
    book = ElementTree.fromstring(packed.read(_BOOK))
    sheets = [each for space in (_MAIN, _STRICT) for each in book.iter(f"{space}sheet")]
    link = next((each.get(_LINK) or each.get(_STRICT_LINK) for each in sheets if each.get("name") == sheet), None)
    part = _parts(packed).get(link or "", ("", ""))[1]
    return part if part in packed.namelist() else ""


def _parts(packed: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """What a workbook consists of: by identity the kind and the name of a part."""
    if _LINKS not in packed.namelist():
        return {}
    listed = ElementTree.fromstring(packed.read(_LINKS)).iter(_TARGET)
    return {each.get("Id", ""): (each.get("Type", ""), _part(each.get("Target", ""))) for each in listed}


def _part(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _formats(styles: bytes) -> dict[int, NumberFormat]:
    """By the number of the style."""
    root = ElementTree.fromstring(styles)
    space = _MAIN if root.tag.startswith(_MAIN) else _STRICT
    codes = dict(_BUILT_IN)
    for each in root.iter(f"{space}numFmt"):
        codes[int(each.get("numFmtId", "-1"))] = each.get("formatCode", "")
    parsed = {number: parse(code) for number, code in codes.items()}
    listed = root.find(f"{space}cellXfs")
    used = [] if listed is None else [parsed.get(int(each.get("numFmtId", "0"))) for each in listed]
    return {style: found for style, found in enumerate(used) if found is not None}


def column_number(letters: bytes) -> int:
    """Of a column's letters, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
