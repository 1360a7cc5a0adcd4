"""How a document's values are written into columns of a knowledge base file and read back. Touches no file.

Metadata is one JSON object a document, so that filters can look into it; a key is a JSON array of pairs.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from json.encoder import encode_basestring
from urllib.parse import unquote

from kbconnect.core.knowledge_base import LedgerEntry
from kbconnect.core.model import (
    Document,
    Field,
    Scalar,
    Span,
)

_UNSAFE_IN_PATH = re.compile(r'[%"\\\x00-\x1f\x7f]')
_HASHES = struct.Struct(">QQI")
_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d+)?", re.ASCII)
_FLOAT_DIGITS = 330
"""No float has more before or behind its point."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text, with each half of a broken pair (which UTF-8 can't hold) as the replacement character."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def document_id_bytes(document_id: str) -> bytes | None:
    """The 16 bytes behind 32 hex digits; None if it is no such id."""
    try:
        return bytes.fromhex(document_id)
    except ValueError:
        return None


def pack_hashes(entry: LedgerEntry, rejected_rows: int = 0) -> bytes:
    """20 bytes: text hash, metadata hash, rejected rows."""
    return _HASHES.pack(entry.text_hash, entry.metadata_hash, rejected_rows)


def unpack_rejected_rows(hashes: bytes) -> int:
    rejected_rows: int = _HASHES.unpack(hashes)[2]
    return rejected_rows


def encode_key(key: Sequence[Field]) -> str:
    # Put together by hand, here and below: an encoder made for each document took a tenth of the time of writing it.
    return storable(f"[{','.join([f'[{_quoted(field.name)},{_json(field.value)}]' for field in key])}]")


def decode_key(text: str) -> tuple[Field, ...]:
    return tuple(Field(name, value) for name, value in json.loads(text))


def encode_metadata(metadata: Sequence[Field]) -> str:
    return storable(f"{{{','.join([f'{_quoted_label(field.name)}:{_json(field.value)}' for field in metadata])}}}")


def decode_metadata(text: str) -> tuple[Field, ...]:
    return tuple(Field(_name(label), value) for label, value in json.loads(text).items())


def encode_reject_key(key: Sequence[str | None]) -> str:
    return storable(json.dumps(list(key), ensure_ascii=False))


def decode_reject_key(text: str) -> tuple[str | None, ...]:
    return tuple(json.loads(text))


def _json(value: Scalar) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    # JSON has no number for infinity and the like; a text is what a person would look for.
    if isinstance(value, str) or (isinstance(value, float) and not math.isfinite(value)):
        return encode_basestring(str(value))
    return repr(value)


@lru_cache(maxsize=1_000)
def _quoted(name: str) -> str:
    return encode_basestring(name)


@lru_cache(maxsize=1_000)
def _quoted_label(name: str) -> str:
    return encode_basestring(_label(name))


def _label(name: str) -> str:
    """A column name as it stands in JSON and in SQLite's JSON paths, which know no escape for a quote."""
    if not name:
        return "%"
    return _UNSAFE_IN_PATH.sub(lambda found: f"%{ord(found.group()):02X}", name)


def _name(label: str) -> str:
    if label == "%":
        return ""
    return unquote(label) if "%" in label else label


def metadata_path(name: str) -> str:
    """The JSON path of a metadata field."""
    return f'$."{storable(_label(name))}"'


def metadata_literals(value: Scalar) -> tuple[str, ...]:
    """A filter's value as the JSON texts it may stand as: as a text, and as every number or truth value it is."""
    text = storable(value) if isinstance(value, str) else _json(value).strip('"')
    literals = [encode_basestring(text)]
    if text in {"true", "false"}:
        literals.append(text)
    elif _NUMBER.fullmatch(text):
        literals += _number_literals(text)
    return tuple(literals)


def _number_literals(text: str) -> list[str]:
    """How `_json` writes the number: as an int if it is whole, as a float if one is exactly this number."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return []  # an exponent of too many digits
    if exact == 0:
        return ["0", "0.0", "-0.0"]
    if abs(exact.adjusted()) > _FLOAT_DIGITS:
        return []
    near = float(text)
    whole = [str(int(exact))] if exact == exact.to_integral_value() else []
    return whole + ([repr(near)] if math.isfinite(near) and Decimal(repr(near)) == exact else [])


def byte_ranges(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Start and size of each span in the UTF-8 of the text."""
    if text.isascii():
        return [(span.start, span.end - span.start) for span in spans]
    ranges = []
    at = at_byte = 0
    for span in spans:
        if span.start < at:
            at = at_byte = 0
        at_byte += len(text[at : span.start].encode())
        at = span.start
        ranges.append((at_byte, len(text[span.start : span.end].encode())))
    return ranges


def make_document(document_id: bytes, key: str, title: str, metadata: str, text: str) -> Document:
    return Document(document_id.hex(), decode_key(key), title, text, decode_metadata(metadata))
