"""A row of texts becomes a document: roles or a template, HTML to plain text, typed metadata, a stable id; what is
sensitive is masked or hashed on the way.

Owns what a document looks like, and is the only place where one is made. Must not know where rows come from or where
documents go.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import string
from collections.abc import Callable, Sequence
from collections.abc import Mapping as ReadOnlyMapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kbconnect.core.errors import MappingError
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    Document,
    Field,
    Mapping,
    Reject,
    Scalar,
)
from kbconnect.core.treatment import Treatment

MAPPING_VERSION = 1
"""Goes up when the same row and mapping give another document; every row is then written again by the next sync."""

_ELEMENTS = (
    "a|abbr|address|article|aside|b|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|"
    "fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|"
    "mark|meta|nav|ol|p|picture|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|"
    "tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_BLOCKS = (
    "address|article|aside|blockquote|body|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|"
    "ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
# An attribute may hold < and > between quotes. The bounds keep a hostile text from costing more than it is long.
_INSIDE = r"""(?:\s(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,4000})?/?"""
_TAG = re.compile(rf"</?(?:{_ELEMENTS}){_INSIDE}>|<!--.{{0,20000}}?-->", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS}){_INSIDE}>", re.IGNORECASE)
_LINE_BREAK = re.compile(rf"<br{_INSIDE}>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b.{0,200000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_NO_TAG = re.compile(rf"<(?!/?(?:{_ELEMENTS}){_INSIDE}>|!--|!doctype)", re.IGNORECASE)
_PARSED_CHARACTERS = 500_000
_PARSED_BLOCKS = 5_000
"""Above either, tags are cut out instead of understood: a parser takes minutes for what is nested ten thousand deep."""

_INTEGER_DIGITS = 19
_BLANK_ENDS = re.compile(r"(?<![ \t])[ \t]+\n")
_BLANK_LINES = re.compile(r"\n{3,}")
# The title is indexed again with each chunk, so one as long as its text would cost the square of it.
_TITLE_CHARACTERS = 1_000


EMPTY_KEY = "The key is empty (NULL)"
SHARED_KEY = "Several rows have the same key"


def template_columns(template: str) -> tuple[str, ...]:
    """The columns a template names, in order, each once. `{{` and `}}` stand for braces. Raises MappingError."""
    names: dict[str, None] = {}
    for _, name, _, _ in _parts(template):
        if name is not None:
            names[name] = None
    return tuple(names)


def _parts(template: str) -> list[tuple[str, str | None, str, None]]:
    parts: list[tuple[str, str | None, str, None]] = []
    try:
        for literal, name, form, conversion in string.Formatter().parse(template):
            # A column may be called "price:eur" or "a!b": what the formatter splits off belongs to the name.
            whole = name
            if name is not None:
                whole = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
                if not whole:
                    raise ValueError("empty placeholder")
            parts.append((literal, whole, "", None))
    except ValueError as error:
        raise MappingError(
            "The template has a brace that doesn't fit.",
            meaning="No document was made.",
            hint="Write {column} for the value of a column, and {{ or }} for a brace itself.",
            detail=str(error),
        ) from error
    return parts


def text_columns(mapping: Mapping) -> tuple[str, ...]:
    """The columns that make title and text, each once. Raises MappingError for a damaged template."""
    title = (mapping.title,) if mapping.title else ()
    return tuple(dict.fromkeys((*title, *_body_columns(mapping))))


def _body_columns(mapping: Mapping) -> tuple[str, ...]:
    return template_columns(mapping.template) if mapping.template else mapping.text


def used_columns(mapping: Mapping) -> tuple[str, ...]:
    """All columns a mapping takes, each once. Raises MappingError for a damaged template."""
    return tuple(dict.fromkeys((*mapping.key, *text_columns(mapping), *mapping.metadata)))


def plain_columns(mapping: Mapping) -> tuple[str, ...]:
    """Those of them whose values reach the documents as they are. Raises MappingError for a damaged template."""
    return tuple(name for name in used_columns(mapping) if mapping.treatment_of(name) is Treatment.KEEP)


def check_mapping(mapping: Mapping, columns: Sequence[ColumnInfo]) -> None:
    """Raises MappingError with what to change if documents can't be made of these columns."""
    check_columns((*used_columns(mapping), *(each.column for each in mapping.treatments)), columns)
    if not mapping.key:
        raise MappingError(
            "No key is chosen.",
            meaning="Without one, a changed row can't be told from a new one.",
            hint="Choose the column or columns whose values are different in every row.",
        )
    if not mapping.template and not mapping.text:
        raise MappingError(
            "No text is chosen.",
            meaning="Documents would be empty.",
            hint="Give at least one column the role Text, or write a template.",
        )
    if mapping.template and not template_columns(mapping.template):
        raise MappingError(
            "The template names no column.",
            meaning="Every document would read the same.",
            hint="Write {column} where the value of a column belongs.",
        )
    check_treatments(mapping)


def check_columns(names: Sequence[str], columns: Sequence[ColumnInfo]) -> None:
    """Raises MappingError, with names that are near, if one of the names is none of these columns."""
    known = {column.name for column in columns}
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if missing:
        near = _near(missing[0], columns)
        raise MappingError(
            f"There is no column {_named(missing)}.",
            meaning="Nothing was changed.",
            hint=f"Did you mean {_named(near)}?"
            if near
            else f"Choose from: {', '.join(column.name for column in columns)}.",
        )


def _near(name: str, columns: Sequence[ColumnInfo]) -> tuple[str, ...]:
    import difflib  # only for somebody who mistyped

    by_name = {column.name.casefold(): column.name for column in reversed(columns)}
    return tuple(by_name[folded] for folded in difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.6))


def check_treatments(mapping: Mapping) -> None:
    """What can be told without looking at the source. Raises MappingError."""
    masked = [name for name in mapping.key if mapping.treatment_of(name) in (Treatment.MASK, Treatment.MASK_FOUND)]
    if masked:
        raise MappingError(
            f"The key {_named(masked)} can't be masked.",
            meaning="Masked keys of different rows may be equal, and then nobody could tell which row a document is.",
            hint="Hash it instead: a hash stays different for different rows.",
        )


def _named(names: Sequence[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)


def document_id(dataset_id: str, key_digest: bytes) -> str:
    """32 hex digits, the same in every run for the same dataset and key. key_digest: 16 bytes."""
    return hashlib.blake2b(dataset_id.encode() + b"\0" + key_digest, digest_size=16).hexdigest()


def mapping_signature(mapping: Mapping) -> tuple[str, str]:
    """What a row's text and what its metadata depend on beside its values, as two texts to be hashed."""
    text: list[object] = [MAPPING_VERSION, mapping.key, mapping.title, mapping.text, mapping.template]
    metadata: list[object] = [MAPPING_VERSION, mapping.metadata]
    if mapping.treatments:  # else as it always was, so that nothing is written anew for what nobody uses
        from kbconnect.core.masking import MASKING_VERSION

        for parts, names in ((text, (*mapping.key, *text_columns(mapping))), (metadata, mapping.metadata)):
            treated = _treated(names, mapping)
            if treated:
                parts.extend((MASKING_VERSION, treated))
    return json.dumps(text), json.dumps(metadata)


def _treated(names: Sequence[str], mapping: Mapping) -> dict[str, str]:
    treatments = {name: mapping.treatment_of(name) for name in sorted(set(names))}
    return {name: treatment.value for name, treatment in treatments.items() if treatment is not Treatment.KEEP}


def plain_text(value: str) -> str:
    """HTML to text if it looks like HTML; NUL characters out; trailing blanks and more than one blank line folded."""
    if "<" in value and _TAG.search(value):
        value = _without_markup(value)
    if "\x00" in value:
        value = value.replace("\x00", "")
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    # Most texts need neither, and a search for a few letters costs a fiftieth of a pattern's.
    if " \n" in value or "\t\n" in value:
        value = _BLANK_ENDS.sub("\n", value)
    if "\n\n\n" in value:
        value = _BLANK_LINES.sub("\n\n", value)
    return value.strip()


def _without_markup(value: str) -> str:
    """Text with blocks is HTML and read as such; other text keeps its lines and loses its tags. A lone < is text."""
    blocks = sum(1 for _ in itertools.islice(_BLOCK.finditer(value), _PARSED_BLOCKS + 1))
    if 0 < blocks <= _PARSED_BLOCKS and len(value) <= _PARSED_CHARACTERS:
        from resiliparse.extract.html2text import extract_plain_text  # megabytes that an idle window does without

        return extract_plain_text(_NO_TAG.sub("&lt;", value), preserve_formatting=True, list_bullets=True)
    cut = _LINE_BREAK.sub("\n", _UNSEEN.sub("", value))
    cut = _TAG.sub("", _BLOCK.sub("\n", cut))
    if "&" not in cut:
        return cut
    import html  # its names of characters are large, and an idle window does without

    return html.unescape(cut)


def typed(value: str | None, kind: ColumnKind) -> Scalar:
    """A column's text as the JSON value that filters compare; what has no exact one (NaN, infinity) stays text."""
    if value is None:
        return None
    if kind in (ColumnKind.INTEGER, ColumnKind.NUMBER) and value.isascii():
        return _number(value)
    if kind is ColumnKind.BOOLEAN:
        return {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}.get(value, value)
    return value.replace("\x00", "")


def _number(value: str) -> Scalar:
    """An int or float that is exactly this number; else the text itself, so that no digit is lost."""
    if value.lstrip("-").isdecimal():
        number = int(value) if len(value) < _INTEGER_DIGITS else 0
        return number if str(number) == value else value
    try:
        exact, near = Decimal(value), float(value)
    except (ValueError, InvalidOperation):
        return value
    return near if exact.is_finite() and Decimal(repr(near)) == exact else value


@dataclass(frozen=True, slots=True)
class _Body:
    """A piece of the text: a literal, or the value at an index (-1: literal only)."""

    literal: str
    index: int


class Mapper:
    """Makes documents of one dataset's rows. columns: of the values that come, in order (ReadPlan.columns)."""

    def __init__(
        self, dataset_id: str, mapping: Mapping, columns: Sequence[ColumnInfo], hash_key: bytes | None = None
    ) -> None:
        """hash_key: needed if the mapping hashes a column; raises ValueError without."""
        place = {column.name: index for index, column in enumerate(columns)}
        self._dataset_id = dataset_id
        self._mapping = mapping
        self._title = place[mapping.title] if mapping.title else -1
        self._text = tuple(place[name] for name in mapping.text)
        self._title_is_in_text = mapping.title in _body_columns(mapping)
        self._metadata = tuple((name, place[name], columns[place[name]].kind) for name in mapping.metadata)
        self._template = self._compiled(mapping.template, place)
        treats = _treats_of(mapping, hash_key) if mapping.treatments else {}
        self._treats = {place[name]: treat for name, treat in treats.items() if name in place}
        self._hashed = {index for index in self._treats if mapping.treatment_of(columns[index].name) is Treatment.HASH}
        self._key_treats = {at: treats[name] for at, name in enumerate(mapping.key) if name in treats}

    @staticmethod
    def _compiled(template: str, place: ReadOnlyMapping[str, int]) -> tuple[_Body, ...]:
        if not template:
            return ()
        return tuple(_Body(literal, -1 if name is None else place[name]) for literal, name, _, _ in _parts(template))

    def document(self, key_digest: bytes, key: Sequence[str | None], values: Sequence[str | None]) -> Document | Reject:
        """The document of a row, or why there is none."""
        if None in key:
            return Reject(self.shown_key(key), self._mapping.key[list(key).index(None)], EMPTY_KEY)
        text = self._body(values)
        if not text:
            return self._empty(key, values)
        title = " ".join(plain_text(values[self._title] or "").split()) if self._title >= 0 else ""
        if self._treats and self._title in self._treats:
            title = self._treated_text(values[self._title] or "", self._title, title)
        if len(title) > _TITLE_CHARACTERS:
            if not self._title_is_in_text:
                text = f"{title}\n\n{text}"  # so that its end can be found, too
            title = f"{title[: _TITLE_CHARACTERS - 1].rstrip()}…"
        shown = self.shown_key(key) if self._key_treats else key
        return Document(
            document_id=document_id(self._dataset_id, key_digest),
            key=tuple([Field(name, part) for name, part in zip(self._mapping.key, shown, strict=True)]),
            title=title,
            text=text,
            metadata=self.metadata(values),
        )

    def metadata(self, values: Sequence[str | None]) -> tuple[Field, ...]:
        if self._treats:
            return tuple(
                [Field(name, self._scalar(values[index], index, kind)) for name, index, kind in self._metadata]
            )
        return tuple([Field(name, typed(values[index], kind)) for name, index, kind in self._metadata])

    def shown_key(self, key: Sequence[str | None]) -> tuple[str | None, ...]:
        """A row's key as it may be kept and shown."""
        if not self._key_treats:
            return tuple(key)
        return tuple(
            self._key_treats[at](part) if part is not None and at in self._key_treats else part
            for at, part in enumerate(key)
        )

    def _scalar(self, value: str | None, index: int, kind: ColumnKind) -> Scalar:
        treat = self._treats.get(index)
        if treat is None or value is None:
            return typed(value, kind)
        return treat(value.replace("\x00", ""))

    def _treated_text(self, value: str, index: int, plain: str) -> str:
        """plain: the value as a text without HTML, in which pieces are found that tags or entities hide in the value.
        A hash is of the value itself, so that it is the same as that of its metadata."""
        return self._treats[index](value if index in self._hashed else plain) if plain else ""

    def _plain(self, index: int, value: str) -> str:
        plain = plain_text(value)
        return self._treated_text(value, index, plain) if index in self._treats else plain

    def _body(self, values: Sequence[str | None]) -> str:
        if self._template:
            if all(not (values[part.index] or "").strip() for part in self._template if part.index >= 0):
                return ""
            return "".join(
                part.literal + (self._plain(part.index, values[part.index] or "") if part.index >= 0 else "")
                for part in self._template
            ).strip()
        if self._treats:
            parts = [self._plain(index, value) for index in self._text if (value := values[index])]
        else:
            parts = [plain_text(value) for index in self._text if (value := values[index])]
        return parts[0] if len(parts) == 1 else "\n\n".join([part for part in parts if part])

    def _empty(self, key: Sequence[str | None], values: Sequence[str | None]) -> Reject:
        column = self._mapping.text[0] if len(self._mapping.text) == 1 else ""
        markup = any("<" in (values[index] or "") for index in self._text)
        reason = "The text is empty after the HTML tags are removed" if markup else "The text is empty"
        return Reject(self.shown_key(key), column, reason)


def _treats_of(mapping: Mapping, hash_key: bytes | None) -> dict[str, Callable[[str], str]]:
    from kbconnect.core.masking import treat_by  # its patterns take milliseconds that most mappings do without

    return {
        each.column: treat_by(each.treatment, hash_key)
        for each in mapping.treatments
        if each.treatment is not Treatment.KEEP
    }
