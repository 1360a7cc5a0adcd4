"""Which column is what: roles suggested from names, types and a few rows, each with a reason in plain words.

Owns the rules of thumb. A suggestion is a starting point that people change; where a rule can do harm it errs to the
safe side: personal data and secrets are left out, cards and accounts masked, and no key is proposed that nothing speaks
for. Must not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kbconnect.core.mapping import plain_columns
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    ColumnRole,
    ColumnSuggestion,
    Mapping,
    Sample,
)
from kbconnect.core.treatment import ColumnTreatment, Finding, SensitiveKind, Treatment

_SAMPLE_LENGTH = 120
_SAMPLES = 5
_FEW_VALUES = 50
_TITLE_LENGTH = 160
_LONG_LENGTH = 120

_TITLE_NAMES = frozenset(
    {"title", "name", "subject", "headline", "label", "question", "heading", "caption", "term", "word", "summary"}
)
_TEXT_NAMES = frozenset(
    {
        "body", "text", "content", "description", "message", "comment", "note", "notes", "answer", "article", "html",
        "details", "abstract", "gloss", "definition", "review", "transcript", "summary", "resolution", "question",
    }
)  # fmt: skip
_PERSONAL_NAMES = re.compile(
    r"e?_?mail(_address)?|.*_e?mail|e?mail_.*address|.*phone(_(number|no))?|mobile(_number)?|fax(_number)?|tel(ephone)?"
    r"|(first|last|middle|maiden|full|given|family|sur|fore)_?name|(date_of_)?birth(_?(date|day))?|dob|ssn|iban|bic"
    r"|(social_security|passport|tax|credit_card|card|account|insurance)_?(number|no|id)|(street|postal|home)_?address"
    r"|address(_line)?_?\d?|street|zip(_?code)?|post(al)?_?code|ip(_address)?|gender|salary|nationality|religion"
)
_SECRET_NAMES = re.compile(
    r"(.*_)?(password|passwd|pwd|passphrase|secret|token|api_?key|private_?key|salt)(_(hash|digest|encrypted))?"
    r"|(password|passwd|pwd|token)_.*"
)
_CHANGE_NAMES = re.compile(r"(.*_)?(updated|modified|changed|edited|last_?(update|change|modified|edit))(_.*)?|mtime")
_CREATION_NAMES = re.compile(r"(.*_)?(created|inserted|added|registered|creation|insertion)(_.*)?|ctime")
_SEQUENCE_NAMES = re.compile(
    r"(.*_)?(row_?version|version|revision|rev|seq|sequence|change_?(id|number|seq)|lsn|usn|scn)(_(id|no|number))?"
)
_ID_NAMES = re.compile(r"id|uuid|guid|key|(.*_)?(id|uuid|guid|key|number|no|code|sku)")
_REFERENCE_NAMES = re.compile(r".+_(id|uuid|guid|fk)")

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]{2,}")
_PHONE = re.compile(r"(\+|00)[\d][\d ()/.-]{6,18}\d|\(?0\d{1,5}\)?[ /-][\d ()/.-]{4,16}\d|\d{3}[-.]\d{3}[-.]\d{4}")
_HTML = re.compile(
    r"<(?:/?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|table|tr|td|th|img|code|pre)\b[^<>]*|!--)", re.IGNORECASE
)
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?")
_ADDRESS = re.compile(r"(https?|ftp)://\S+", re.IGNORECASE)
_UUID = re.compile(r"\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with what its sample says. values: those that aren't NULL or blank. name: in words parted by _."""

    info: ColumnInfo
    name: str
    values: tuple[str, ...]
    rows: int
    sensitive: Finding | None = None
    running: bool = False

    @property
    def is_text(self) -> bool:
        return self.info.kind in {ColumnKind.TEXT, ColumnKind.OTHER} and not self.info.type.endswith("[]")

    @property
    def distinct(self) -> int:
        return len(set(self.values))

    @property
    def length(self) -> float:
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @property
    def words(self) -> float:
        return sum(len(value.split()) for value in self.values) / len(self.values) if self.values else 0.0

    @property
    def all_different(self) -> bool:
        """Every row seen has a value of its own."""
        return self.rows > 1 and len(self.values) == self.rows == self.distinct

    def share(self, test: Callable[[str], object]) -> float:
        """The share of values that pass a test, 0 to 1; 0 without values."""
        return sum(1 for value in self.values if test(value)) / len(self.values) if self.values else 0.0

    def is_named(self, names: frozenset[str]) -> bool:
        return bool(names & set(self.name.split("_")))


def suggest(columns: Sequence[ColumnInfo], sample: Sample) -> tuple[ColumnSuggestion, ...]:
    """A role with a reason for each column, in the order of `columns`. The sample may lack columns or rows."""
    studied = [_study(column, sample) for column in columns]
    keys = _keys(studied)
    suggested = [
        _suggestion(column, keys[position]) if position in keys else _describe(column)
        for position, column in enumerate(studied)
    ]
    title = _title(studied, suggested)
    if title is not None:
        column = studied[title]
        reason = "Short, different in every row" if column.distinct == len(column.values) > 1 else "Named like a title"
        suggested[title] = replace(suggested[title], role=ColumnRole.TITLE, reason=reason)
    return tuple(suggested)


def suggest_mapping(suggestions: Sequence[ColumnSuggestion]) -> Mapping:
    """The mapping the suggestions make. Without a text column the title is the text; its key is empty if no column was
    suggested as one: somebody has to choose it."""

    def named(role: ColumnRole) -> tuple[str, ...]:
        return tuple(suggestion.column.name for suggestion in suggestions if suggestion.role is role)

    keys = [suggestion for suggestion in suggestions if suggestion.role is ColumnRole.KEY]
    title = named(ColumnRole.TITLE)
    return Mapping(
        key=tuple(entry.column.name for entry in sorted(keys, key=lambda entry: entry.column.primary_key)),
        title=title[0] if title else "",
        text=named(ColumnRole.TEXT) or title,
        metadata=named(ColumnRole.METADATA),
        treatments=tuple(
            ColumnTreatment(each.column.name, each.treatment)
            for each in suggestions
            if each.role is not ColumnRole.LEAVE_OUT and each.treatment is not Treatment.KEEP
        ),
    )


def masking_of(suggestion: ColumnSuggestion) -> Treatment:
    """What masking a column means: of a text that says several things only what is found in it."""
    within = suggestion.running or (suggestion.sensitive is not None and suggestion.sensitive.within)
    return Treatment.MASK_FOUND if within else Treatment.MASK


def taken_as_they_are(suggestions: Sequence[ColumnSuggestion], mapping: Mapping) -> tuple[ColumnSuggestion, ...]:
    """Columns known to be sensitive whose values would reach the documents unchanged. Raises MappingError for a damaged
    template."""
    plain = set(plain_columns(mapping))
    return tuple(each for each in suggestions if each.sensitive is not None and each.column.name in plain)


def is_change_name(name: str) -> bool:
    """Whether a column called this is set when a row changes, as far as a name can say."""
    return bool(_CHANGE_NAMES.fullmatch(_in_words(name)))


def is_creation_name(name: str) -> bool:
    """Whether a column called this is set when a row is added."""
    return bool(_CREATION_NAMES.fullmatch(_in_words(name)))


def is_sequence_name(name: str) -> bool:
    """Whether a column called this counts changes."""
    return bool(_SEQUENCE_NAMES.fullmatch(_in_words(name)))


def _in_words(name: str) -> str:
    """lastChanged -> last_changed"""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9äöüß]+", "_", words.lower()).strip("_")


def _study(column: ColumnInfo, sample: Sample) -> _Column:
    place = next((number for number, seen in enumerate(sample.columns) if seen.name == column.name), None)
    found = [row[place] for row in sample.rows if place < len(row)] if place is not None else []
    values = tuple(value.strip() for value in found if value is not None and value.strip())
    name = _in_words(column.name)
    # Its patterns take milliseconds that a window without data to choose does without.
    from kbconnect.core.sensitive import find_sensitive, is_running_text

    sensitive, running = find_sensitive(column, values), is_running_text(column, values)
    if place is not None and column.kind is ColumnKind.OTHER and sample.columns[place].kind is not ColumnKind.OTHER:
        column = replace(column, kind=sample.columns[place].kind)
    if column.kind in {ColumnKind.TEXT, ColumnKind.OTHER} and values and all(map(_TIMESTAMP.fullmatch, values)):
        # Databases without a type for times keep them as texts.
        column = replace(column, kind=ColumnKind.TIMESTAMP)
    return _Column(column, name, values, len(found), sensitive, running)


def _suggestion(column: _Column, entry: tuple[ColumnRole, str], *, as_cursor: bool = False) -> ColumnSuggestion:
    role, reason = entry
    samples = tuple(islice(dict.fromkeys(map(_shortened, column.values)), _SAMPLES))
    return ColumnSuggestion(
        column.info,
        role,
        reason,
        samples[0] if samples else "",
        as_cursor,
        samples,
        column.sensitive,
        _treatment(column, role),
        column.running,
    )


def _treatment(column: _Column, role: ColumnRole) -> Treatment:
    """What to do with a column that is taken. In texts e-mail addresses and the like stay: they are often what people
    look for, and one who saves is told of them."""
    finding = column.sensitive
    if finding is None:
        return Treatment.KEEP
    if role is ColumnRole.KEY:
        return Treatment.KEEP if finding.within else Treatment.HASH
    if finding.within:
        return Treatment.MASK_FOUND if finding.is_costly else Treatment.KEEP
    return Treatment.MASK_FOUND if column.running else Treatment.MASK


def _shortened(value: str) -> str:
    words = " ".join(value[: _SAMPLE_LENGTH * 4].split())
    return words if len(words) <= _SAMPLE_LENGTH else f"{words[: _SAMPLE_LENGTH - 1].rstrip()}…"


# --------------------------------------------------------------------------------------------------- key


def _keys(columns: Sequence[_Column]) -> dict[int, tuple[ColumnRole, str]]:
    primary = [position for position, column in enumerate(columns) if column.info.primary_key > 0]
    if primary:
        reason = "Primary key" if len(primary) == 1 else "Part of the primary key"
        return dict.fromkeys(primary, (ColumnRole.KEY, reason))
    unique = [
        position
        for position, column in enumerate(columns)
        if column.info.unique and not column.info.generated and column.info.kind is not ColumnKind.BINARY
        and len(column.values) == column.rows
    ]  # fmt: skip
    if unique:
        best = min(unique, key=lambda position: _key_rank(columns[position]))
        return {best: (ColumnRole.KEY, "Different in every row; the database sees to it")}
    proposed = [position for position, column in enumerate(columns) if column.info.key_reason]
    if proposed:
        best = min(proposed, key=lambda position: _key_rank(columns[position]))
        return {best: (ColumnRole.KEY, columns[best].info.key_reason)}
    named = [
        position
        for position, column in enumerate(columns)
        if column.all_different and _ID_NAMES.fullmatch(column.name) and column.length <= 64
        and column.info.kind in {ColumnKind.INTEGER, ColumnKind.UUID, ColumnKind.TEXT, ColumnKind.OTHER}
    ]  # fmt: skip
    if named:
        best = min(named, key=lambda position: _key_rank(columns[position]))
        return {best: (ColumnRole.KEY, "Different in every row seen; make sure it always is")}
    return {}


def _key_rank(column: _Column) -> tuple[bool, bool, int, float]:
    """Better keys first: never NULL, impersonal, named like a key, short."""
    named = 0 if column.name in {"id", "uuid", "guid", "key"} else 1 if _ID_NAMES.fullmatch(column.name) else 2
    return column.info.nullable, _is_personal(column), named, column.length


# --------------------------------------------------------------------------------------------------- other roles


def _describe(column: _Column) -> ColumnSuggestion:
    kind = column.info.kind
    if column.info.generated:
        return _suggestion(column, (ColumnRole.LEAVE_OUT, "Made by the database itself"))
    if kind is ColumnKind.BINARY:
        return _suggestion(column, (ColumnRole.LEAVE_OUT, "Files or other data that is no text"))
    if _SECRET_NAMES.fullmatch(column.name) and column.words < 4:
        return _suggestion(column, (ColumnRole.LEAVE_OUT, "Looks like a secret"))
    if (sensitive := _sensitive_role(column)) is not None:
        return _suggestion(column, sensitive)
    if kind in {ColumnKind.TIMESTAMP, ColumnKind.DATE, ColumnKind.TIME}:
        return _time(column)
    if column.rows and not column.values:
        return _suggestion(column, (ColumnRole.LEAVE_OUT, "Empty in the rows seen"))
    if kind in {ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.BOOLEAN, ColumnKind.UUID}:
        return _suggestion(column, _number(column))
    if kind is ColumnKind.JSON:
        return _suggestion(column, _structured(column))
    return _suggestion(column, _text(column))


def _sensitive_role(column: _Column) -> tuple[ColumnRole, str] | None:
    """Left out, but for cards and accounts: of those the last digits or that there is one are worth having."""
    finding = column.sensitive
    if finding is not None and not finding.within:
        if finding.is_secret:
            return ColumnRole.LEAVE_OUT, "Looks like a secret"
        if finding.kind in {SensitiveKind.CARD, SensitiveKind.IBAN}:
            return ColumnRole.METADATA, "Looks like personal data; masked"
        return ColumnRole.LEAVE_OUT, "Looks like personal data"
    return (ColumnRole.LEAVE_OUT, "Looks like personal data") if _is_personal(column) else None


def _is_personal(column: _Column) -> bool:
    if column.share(_EMAIL.fullmatch) >= 0.5 or (column.is_text and column.share(_PHONE.fullmatch) >= 0.5):
        return True
    # Running text may well be called e-mail; what people write there is what the documents are about.
    is_short = column.length <= 80 and column.words < 9 and not column.share(_HTML.search)
    return bool(_PERSONAL_NAMES.fullmatch(column.name)) and is_short


def _time(column: _Column) -> ColumnSuggestion:
    if column.info.kind is ColumnKind.TIMESTAMP and _CHANGE_NAMES.fullmatch(column.name):
        return _suggestion(column, (ColumnRole.METADATA, "Grows when a row changes"), as_cursor=True)
    if column.rows and not column.values:
        return _suggestion(column, (ColumnRole.LEAVE_OUT, "Empty in the rows seen"))
    what = "A time of day" if column.info.kind is ColumnKind.TIME else "A date: good for filtering"
    return _suggestion(column, (ColumnRole.METADATA, what))


def _number(column: _Column) -> tuple[ColumnRole, str]:
    if column.info.kind is ColumnKind.BOOLEAN:
        return ColumnRole.METADATA, "Yes or no: good for filtering"
    few = _few_values(column)
    if few:
        return ColumnRole.METADATA, few
    if column.info.kind is ColumnKind.UUID or _REFERENCE_NAMES.fullmatch(column.name):
        return ColumnRole.LEAVE_OUT, "Points at another row; says nothing by itself"
    return ColumnRole.METADATA, "A number"


def _structured(column: _Column) -> tuple[ColumnRole, str]:
    if column.length <= _LONG_LENGTH:
        return ColumnRole.METADATA, "Short structured data (JSON)"
    return ColumnRole.LEAVE_OUT, "Structured data (JSON); choose Text to search it"


def _text(column: _Column) -> tuple[ColumnRole, str]:
    if column.info.type.endswith("[]"):
        return ColumnRole.METADATA, "A list of values"
    if not column.values:
        return _unseen_text(column)
    if column.share(_ADDRESS.fullmatch) >= 0.8:
        return ColumnRole.METADATA, "Web address"
    if column.share(_UUID.fullmatch) >= 0.8:
        return ColumnRole.LEAVE_OUT, "Points at another row; says nothing by itself"
    if column.share(_HTML.search) >= 0.2:
        is_long = column.length >= _LONG_LENGTH
        return ColumnRole.TEXT, "Long text; HTML is removed" if is_long else "Text; HTML is removed"
    if column.length >= _LONG_LENGTH and column.words >= 8:
        return ColumnRole.TEXT, "Long text"
    few = _few_values(column)
    if few and column.words < 8:
        return ColumnRole.METADATA, few
    if column.words >= 5:
        return ColumnRole.TEXT, "Full sentences"
    if column.length >= _LONG_LENGTH:
        return ColumnRole.LEAVE_OUT, "Long, but not made of words"
    if column.is_named(_TEXT_NAMES) and column.words >= 2:
        return ColumnRole.TEXT, "Named like a text"
    return ColumnRole.METADATA, "Short text"


def _unseen_text(column: _Column) -> tuple[ColumnRole, str]:
    """A text column of which no value is known."""
    if column.rows:
        return ColumnRole.LEAVE_OUT, "Empty in the rows seen"
    if column.is_named(_TEXT_NAMES) and not column.is_named(_TITLE_NAMES - _TEXT_NAMES):
        return ColumnRole.TEXT, "Named like a text"
    return ColumnRole.METADATA, "Short text, as far as its name says"


def _few_values(column: _Column) -> str:
    """ "18 values: good for filtering", or "" if there are many, or too few rows to tell."""
    count = column.distinct
    if not 1 <= count <= _FEW_VALUES or len(column.values) < 3 or count * 2 > len(column.values):
        return ""
    return "The same value in every row seen" if count == 1 else f"{count} values: good for filtering"


# --------------------------------------------------------------------------------------------------- title


def _title(columns: Sequence[_Column], suggested: Sequence[ColumnSuggestion]) -> int | None:
    """The position of the column that names its row best, None if none does."""
    scored = [
        (score, -position)
        for position, column in enumerate(columns)
        if suggested[position].role in {ColumnRole.TEXT, ColumnRole.METADATA}
        and (score := _title_score(column)) > 0
    ]  # fmt: skip
    return -max(scored)[1] if scored else None


def _title_score(column: _Column) -> float:
    if not column.is_text:
        return 0.0
    named = 2.0 if column.name in _TITLE_NAMES else 1.0 if column.is_named(_TITLE_NAMES) else 0.0
    if column.name.split("_")[0] in _TEXT_NAMES - _TITLE_NAMES:
        named = 0.0
    if not column.values:
        return named if not column.rows else 0.0
    longest = max(map(len, column.values))
    if longest > _TITLE_LENGTH or column.length < 2 or column.share(_HTML.search) or column.share(_ADDRESS.fullmatch):
        return 0.0
    different = column.distinct / len(column.values)
    filled = len(column.values) / column.rows
    # Without a telling name only words make a title: codes and numbers are different in every row, too.
    if different < (0.5 if named else 0.9) or filled < 0.8:
        return 0.0
    if not named and (
        not 1.5 <= column.words <= 10
        or column.length > 80
        or column.share(lambda value: any(map(str.isalpha, value))) < 0.9
    ):
        return 0.0
    return named + different + (0.3 if column.length <= 80 else 0.0)
