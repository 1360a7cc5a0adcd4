"""Small workbooks for tests, written by hand: the program itself never writes one."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number, and the code of the format its sheet shows it in."""

    number: float
    code: str


@dataclass(frozen=True, slots=True)
class Raw:
    """The XML of a cell's attributes and content, as in ' t="e"' and '<v>#N/A</v>'."""

    attributes: str
    content: str


Cell = str | float | bool | Formatted | Raw | None
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"
DATE_STYLE = 1
_HIDDEN = '"hidden"'


def write_xlsx(
    path: Path,
    sheets: dict[str, Sequence[Sequence[Cell]]],
    *,
    raw: str = "",
    behind: str = "",
    hidden: str = "",
    since_1904: bool = False,
) -> None:
    """raw: the XML of rows put behind those of each sheet. behind: that of what comes behind all rows. hidden: the name
    of a sheet. "date:45292" is a number shown as a date."""
    names = list(sheets)
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    codes = list(dict.fromkeys(cell.code for cell in cells if isinstance(cell, Formatted)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        kinds = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(names) + 1)
        )
        packed.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}"{" state=" + _HIDDEN if name == hidden else ""}/>'
            for n, name in enumerate(names, 1)
        )
        epoch = '<workbookPr date1904="1"/>' if since_1904 else ""
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{epoch}<sheets>{listed}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship Id="st" Type="{_OFFICE}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><numFmts>'
            + "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
            + '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
            + "".join(f'<xf numFmtId="{200 + n}"/>' for n, _ in enumerate(codes))
            + "</cellXfs></styleSheet>",
        )
        for n, name in enumerate(names, 1):
            rows = "".join(_row(number, row, codes) for number, row in enumerate(sheets[name], 1))
            packed.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}{raw}</sheetData>{behind}</worksheet>',
            )


def _row(number: int, row: Sequence[Cell], codes: Sequence[str]) -> str:
    filled = [(f"{chr(65 + place)}{number}", cell) for place, cell in enumerate(row) if cell is not None]
    cells = "".join(_cell(place, cell, codes) for place, cell in filled)
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, cell: Cell, codes: Sequence[str]) -> str:
    if isinstance(cell, Formatted):
        return f'<c r="{place}" s="{2 + codes.index(cell.code)}"><v>{cell.number!r}</v></c>'
    if isinstance(cell, Raw):
        return f'<c r="{place}"{cell.attributes}>{cell.content}</c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str) and cell.startswith("date:"):
        return f'<c r="{place}" s="{DATE_STYLE}"><v>{cell[5:]}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'


ODS_BOMB = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" '
    'office:value-type="float" office:value="1"/></table:table-row>'
)


def write_ods(path: Path, name: str, rows: Sequence[Sequence[str | float | None]], *, raw: str = "") -> None:
    """A workbook as LibreOffice writes it, as small as it can be. raw: the XML of rows put behind them."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0"/>')
        packed.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0" '
            f'xmlns:text="{_ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="{escape(name)}">'
            f"{lines}{raw}</table:table></office:spreadsheet></office:body></office:document-content>",
        )


def _ods_cell(cell: str | float | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


# A sheet “Old one” of the older format, counting days from 1904; written by xlwt 1.3.
_OLD = (
    b"c-rk)T}V_x6#nMkyX)@tZ`a>6SQbGm6Ek`VL9YcR1epc>&=0k?ODno-tU}mBS>|I9^i=dB*pES0Fa1zLzV#3o`49+!CO!2O6!oCq&YXMK)@="
    b"h9OepTR%(*k)oH=vu%<;^4-%k2xh96hXA`Q(@v1oeXPT>R<Z?fS7^_!-wCZ8TErh|V9UJq@g+l3eTZ*t@w%Ke^&f=Ai}N#G-u<2Z}9o_Hj<h"
    b"S<qIgoN~=iKM_SVhT{fUKO!C&9a!~L)LuBvW1zeESpGoMjXYY(N??Nj^ZOq6{N)imQQ)iG;41~DPGGczIaVox-RTUbcVW}j+J)=v^<P}qNz0"
    b"!k0fNf5VxTN;c$H{R^LwuXgcnYKBCdaSS+A<aTglUP~T7;(AMD|ZEA{kkhL0ndjnc7MrDW|i=N<dI_^s=4H7dbp{@~pGlRg_WSV*vbojO91&"
    b"IH#oX`0K@1elR#Cs_^GVwaaNhUs*LM9WRN8yr*&!@Oa=dUXifdep4akd#kAv#>LCkOkw!$C@a^Vq`aQ5H%Tone)NG}KSkP#<abMnj1RQRkvP"
    b"q_Jl{aV8Si<%!7|*0(If=5yxBBN?W7WZlpC$44tNKl<g}-i~(TBr^kis#<4nwe%1sF3AxzxPW_9meSQ)9<iC_WwyGW>y<1^NQa&^?WJ~Q_aN"
    b"(B;ocgWXB%V6*pO1+NcEx5`=14d=8R2LA8VaGUo!UI7)BNCQkcfe-yrHlow#{J;<=H03Oi4KU|I27&h{ui+jrBxU=(6OCJKU|rPY$FBbHi<y"
    b";fFBrIxzX(x|1`mPMN7aq>p6WjCK7(+}j^tF(%O>=ol6W6rP`mDbCS3`5!$Y};kqR?=)=P;}<}mQRXxvXr8{d*aYk{8P&~uY`g!d?y#mG3Jw"
    b"=yA%&`8oyn$QiLbc1f5>Lpu>R!2M!!KaNuCIA*{<R-=Q@79_i*=uk~GLfy$!undHC40rb$XkNy|hg*ZJE=+7#C%HR@7TVjP{lHUs@4%6%jbf"
    b"JU&=*l{N>0T{T-)F@GeXI8;l<oYB+4%XF=l=;Dd?9u"
)


def write_old(path: Path) -> None:
    """id, day, at, share, who; two rows."""
    path.write_bytes(zlib.decompress(base64.b85decode(_OLD)))


def write_xlsb(path: Path, rows: Sequence[Sequence[str | float]], *, far: tuple[int, int] | None = None) -> None:
    """A workbook of binary records with “Sheet 1”. far: row and column of one more cell, counted from 0."""
    numbered = [(number, list(enumerate(row))) for number, row in enumerate(rows)]
    numbered += [(far[0], [(far[1], 1.0)])] if far else []
    content = _record(0x81) + _record(0x94, struct.pack("<4I", 0, len(rows) - 1, 0, 3)) + _record(0x91)
    for number, row in numbered:
        content += _record(0, struct.pack("<3I", number, 0, 0) + b"\0" * 13)
        for place, cell in row:
            start = struct.pack("<2I", place, 0)
            if isinstance(cell, str):
                content += _record(6, start + _wide(cell))
            else:
                content += _record(5, start + struct.pack("<d", cell))
    sheets = _record(0x8F) + _record(0x9C, struct.pack("<2I", 0, 1) + _wide("s1") + _wide("Sheet 1")) + _record(0x90)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="s1" Type="{_OFFICE}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        book = _record(0x83) + _record(0x99, struct.pack("<3I", 0, 0, 0)) + sheets + _record(0x84)
        packed.writestr("xl/workbook.bin", book)
        packed.writestr("xl/worksheets/sheet1.bin", content + _record(0x92) + _record(0x82))


def _record(kind: int, content: bytes = b"") -> bytes:
    size, made = len(content), b""
    while size > 0x7F:
        made, size = made + bytes([size & 0x7F | 0x80]), size >> 7
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + made + bytes([size]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
