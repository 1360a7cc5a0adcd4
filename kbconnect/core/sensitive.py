"""Recognises sensitive columns by their name and by a sample of their values, and says why.

A finding is a warning with a reason, not a proof: a column can be called anything, and twenty rows don't speak for a
million. Values are shortened before they are looked at. Owns what it takes to call a column sensitive; must not read,
and must not decide what becomes of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kbconnect.core.checksums import is_iban, is_mod11_10, is_national_id, is_pesel
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.sensitive_names import in_words, kind_of_name
from kbconnect.core.sensitive_pieces import (
    digits_of,
    find_pieces,
    is_card,
    is_ipv4,
    is_ipv6,
)
from kbconnect.core.treatment import COSTLY_KINDS, Finding, SensitiveKind

MOST_CHARACTERS = 4_000
"""So much of a value is looked at."""

MOST_VALUES = 200
"""Of so many values at most."""

_MOST_PART = 0.5
_RUNNING_WORDS = 5
_RUNNING_LENGTH = 100
_SECRET_LENGTH = 24
_ENTROPY = 3.6
"""Bits a character: random letters and digits have 4.3 and more at 24 characters, words and names about 3.5."""

_KINDS_LOOKED_INTO = {ColumnKind.TEXT, ColumnKind.OTHER, ColumnKind.JSON}
_UUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].{0,40})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:18|19|20)\d{2}|\d{8}")
_RANDOM = re.compile(rf"[A-Za-z0-9+/_=.:~-]{{{_SECRET_LENGTH},}}")
_HEX = re.compile(r"(?:0x)?[0-9a-f]+|(?:0x)?[0-9A-F]+")
_CHECKED = re.compile(
    r"(?:.*_)?(?:hash|sha\d*|md5|etag|checksum|digest|fingerprint|commit|revision|cid|file|path|url|uri|link|slug|image|id|uuid|guid|key|ref"
    r"|oid|version|signature)(?:_.*)?"
)
_STREET = re.compile(
    r"[^\W\d_][\w .'-]{1,40}(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|damm|ufer|steig|chaussee|straat|laan)"
    r" ?\d{1,4} ?[a-z]?\b.{0,80}"
    r"|\d{1,5}[a-z]?,? (?:[\w.'-]{1,20} ){1,5}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct"
    r"|close|way|place|pl|terrace|crescent|square|sq|highway|hwy|row|mews)\b.{0,80}"
    r"|\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|av\.?|boulevard|bd\.?|place|chemin|allée|impasse|quai|cours|route)"
    r" .{2,80}"
    r"|(?:calle|c/|avda?\.?|avenida|plaza|paseo|camino|carrera|via|viale|piazza|corso) [\w .'ª-]{2,60},? ?(?:n[º°.] ?)?"
    r"\d{1,4}\b.{0,60}",
    re.IGNORECASE,
)
_MASKED = re.compile(r"[*•xX#…]{3,}")

_THINGS = {
    SensitiveKind.EMAIL: "e-mail addresses",
    SensitiveKind.PHONE: "phone numbers",
    SensitiveKind.CARD: "payment card numbers",
    SensitiveKind.IBAN: "bank account numbers",
    SensitiveKind.NATIONAL_ID: "national or tax ids",
    SensitiveKind.BIRTH_DATE: "dates of birth",
    SensitiveKind.IP_ADDRESS: "IP addresses",
    SensitiveKind.ADDRESS: "postal addresses",
    SensitiveKind.PASSWORD: "passwords or their hashes",
    SensitiveKind.TOKEN: "keys or access tokens",
}
_THING = {
    SensitiveKind.EMAIL: "an e-mail address",
    SensitiveKind.PHONE: "a phone number",
    SensitiveKind.CARD: "a payment card number",
    SensitiveKind.IBAN: "a bank account number",
    SensitiveKind.NATIONAL_ID: "a national or tax id",
    SensitiveKind.BIRTH_DATE: "a date of birth",
    SensitiveKind.IP_ADDRESS: "an IP address",
    SensitiveKind.ADDRESS: "a postal address",
    SensitiveKind.PASSWORD: "a password or its hash",
    SensitiveKind.TOKEN: "a key or access token",
}


def kind_words(kind: SensitiveKind) -> str:
    """ "e-mail addresses"."""
    return _THINGS[kind]


def find_sensitive(column: ColumnInfo, values: Sequence[str]) -> Finding | None:
    """What is sensitive in a column; None if nothing is known to be. values: some of it, without NULL; may be empty."""
    if column.kind in (ColumnKind.BOOLEAN, ColumnKind.BINARY, ColumnKind.UUID):
        return None
    seen = _Seen.of([value[:MOST_CHARACTERS].strip() for value in values[:MOST_VALUES]])
    named = kind_of_name(column.name)
    if named is not None and not _may_hold(column.kind, named):
        named = None
    if named is not None and not seen.is_running and (finding := _by_name(named, seen)) is not None:
        return finding
    if column.kind not in _KINDS_LOOKED_INTO:
        return _by_number(seen) if column.kind in (ColumnKind.INTEGER, ColumnKind.NUMBER) else None
    return _by_sample(column, seen)


def is_running_text(column: ColumnInfo, values: Sequence[str]) -> bool:
    """Whether a value says several things, so that of what is sensitive only the piece is to be masked."""
    if column.kind is ColumnKind.JSON or column.type.endswith("[]"):
        return True
    return _Seen.of([value[:MOST_CHARACTERS].strip() for value in values[:MOST_VALUES]]).is_running


@dataclass(frozen=True, slots=True)
class _Seen:
    """Values that aren't blank."""

    values: tuple[str, ...]
    is_running: bool

    @classmethod
    def of(cls, values: Sequence[str]) -> _Seen:
        filled = tuple(value for value in values if value)
        words = sum(len(value.split()) for value in filled)
        length = sum(map(len, filled))
        # Hashes and tokens are long without being texts.
        is_running = bool(filled) and (
            words >= _RUNNING_WORDS * len(filled)
            or (length >= _RUNNING_LENGTH * len(filled) and words >= 3 * len(filled))
        )
        return cls(filled, is_running)

    def count(self, test: Callable[[str], object]) -> int:
        return sum(1 for value in self.values if test(value))


def _may_hold(kind: ColumnKind, named: SensitiveKind) -> bool:
    """Whether a column of this type can hold what its name says."""
    if kind in (ColumnKind.TIMESTAMP, ColumnKind.DATE, ColumnKind.TIME):
        return named is SensitiveKind.BIRTH_DATE and kind is not ColumnKind.TIME
    if kind in (ColumnKind.INTEGER, ColumnKind.NUMBER):
        return named not in (SensitiveKind.EMAIL, SensitiveKind.TOKEN, SensitiveKind.PASSWORD, SensitiveKind.ADDRESS)
    return True


# --------------------------------------------------------------------------------------------------- by name


def _by_name(kind: SensitiveKind, seen: _Seen) -> Finding | None:
    if not seen.values:
        return Finding((kind,), 0.6, f"Its name says {_THINGS[kind]}")
    like = seen.count(_LIKE[kind])
    if like < 0.3 * len(seen.values) or seen.count(_MASKED.match) > _MOST_PART * len(seen.values):
        return None
    strict = seen.count(_STRICT[kind])
    if strict:
        return Finding(
            (kind,), 0.99 if strict >= _MOST_PART * len(seen.values) else 0.9, _look_like(strict, seen, kind)
        )
    return Finding((kind,), 0.8, f"Its name says {_THINGS[kind]}")


def _look_like(count: int, seen: _Seen, kind: SensitiveKind) -> str:
    return f"{count:,} of {len(seen.values):,} samples look like {_THINGS[kind]}"


def _like_phone(value: str) -> bool:
    return 5 <= len(digits_of(value)) <= 20 and sum(map(str.isalpha, value)) <= 6


def _like_secret(value: str) -> bool:
    return len(value) >= 4 and len(value.split()) <= 2


_LIKE: dict[SensitiveKind, Callable[[str], object]] = {
    SensitiveKind.EMAIL: lambda value: "@" in value,
    SensitiveKind.PHONE: _like_phone,
    SensitiveKind.CARD: lambda value: digits_of(value) and not any(map(str.isalpha, value)),
    SensitiveKind.IBAN: lambda value: len(digits_of(value)) >= 5,
    SensitiveKind.NATIONAL_ID: lambda value: len(digits_of(value)) >= 4 and len(value) <= 24,
    SensitiveKind.BIRTH_DATE: lambda value: any(map(str.isdigit, value)) and len(value) <= 40,
    SensitiveKind.IP_ADDRESS: lambda value: is_ipv4(value.split("/")[0]) or is_ipv6(value.split("/")[0]),
    SensitiveKind.ADDRESS: lambda value: "://" not in value and "@" not in value,
    SensitiveKind.PASSWORD: _like_secret,
    SensitiveKind.TOKEN: _like_secret,
}


def _is_whole(kind: SensitiveKind) -> Callable[[str], bool]:
    def test(value: str) -> bool:
        return _whole_kind(value) is kind

    return test


_STRICT: dict[SensitiveKind, Callable[[str], object]] = {
    **{kind: _is_whole(kind) for kind in SensitiveKind},
    SensitiveKind.PHONE: _like_phone,
    SensitiveKind.BIRTH_DATE: _DATE.fullmatch,
    SensitiveKind.IP_ADDRESS: _LIKE[SensitiveKind.IP_ADDRESS],
    SensitiveKind.ADDRESS: _STREET.fullmatch,
    SensitiveKind.IBAN: lambda value: is_iban("".join(sign for sign in value if sign.isalnum())),
    SensitiveKind.TOKEN: lambda value: _whole_kind(value) is SensitiveKind.TOKEN or is_random(value),
    SensitiveKind.NATIONAL_ID: lambda value: _whole_kind(value) is SensitiveKind.NATIONAL_ID,
}


# --------------------------------------------------------------------------------------------------- by sample


def _whole_kind(value: str) -> SensitiveKind | None:
    """What a value is as a whole."""
    if len(value) > MOST_CHARACTERS // 2:
        return None
    for piece in find_pieces(value):
        if piece.end - piece.start >= 0.8 * len(value):
            return piece.kind
    return None


def is_random(value: str) -> bool:
    """Whether it looks drawn by lot: long, of mixed signs, no id that is written like one."""
    if not _RANDOM.fullmatch(value) or _UUID.fullmatch(value) or not any(map(str.isdigit, value)):
        return False
    return _entropy(value) >= (3.0 if _HEX.fullmatch(value) else _ENTROPY)


def _entropy(value: str) -> float:
    """Bits a character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def _by_sample(column: ColumnInfo, seen: _Seen) -> Finding | None:
    if not seen.values:
        return None
    kinds: Counter[SensitiveKind] = Counter()
    holding: Counter[SensitiveKind] = Counter()
    holders = 0
    for value in seen.values:
        pieces = find_pieces(value)
        whole = next((piece.kind for piece in pieces if piece.end - piece.start >= 0.8 * len(value)), None)
        if whole is not None:
            kinds[whole] += 1
        holders += bool(pieces)
        holding.update({piece.kind for piece in pieces})
    if kinds and not seen.is_running:
        kind, count = kinds.most_common(1)[0]
        if count >= _MOST_PART * len(seen.values) and _is_enough(kind, column):
            return Finding((kind,), 0.95 if count > 2 else 0.7, _look_like(count, seen, kind))
    if not seen.is_running and (finding := _by_column(column, seen)) is not None:
        return finding
    held = {kind: count for kind, count in holding.items() if _is_telling(kind, count, column, seen)}
    return _within(held, holders, seen) if held else None


def _is_enough(kind: SensitiveKind, column: ColumnInfo) -> bool:
    """An address may be a version number by chance, some of whose places are high."""
    return kind is not SensitiveKind.IP_ADDRESS or "version" not in in_words(column.name)


def _is_telling(kind: SensitiveKind, count: int, column: ColumnInfo, seen: _Seen) -> bool:
    """Whether so many texts with such a piece are more than chance. Digits that fit a card are chance once in fifty."""
    if kind is SensitiveKind.IP_ADDRESS and "version" in in_words(column.name):
        return False
    if seen.is_running:
        return True
    # A column of short values that are nearly all something else: numbers of orders, articles and the like.
    return kind in (SensitiveKind.EMAIL, SensitiveKind.TOKEN, SensitiveKind.PASSWORD) or count > 0.4 * len(seen.values)


def _within(held: dict[SensitiveKind, int], holders: int, seen: _Seen) -> Finding:
    kinds = tuple(sorted(held, key=lambda kind: (kind not in COSTLY_KINDS, -held[kind], kind.value)))
    total = len(seen.values)
    if len(kinds) == 1:
        what = _THING[kinds[0]]
        reason = f"{held[kinds[0]]:,} of {total:,} texts hold {what}"
    else:
        listed = [_THINGS[kind] for kind in kinds[:3]]
        reason = (
            f"{holders:,} of {total:,} texts hold {listed[0]} or {listed[1]}"
            if len(listed) == 2
            else f"{holders:,} of {total:,} texts hold {listed[0]}, {listed[1]} or {listed[2]}"
        )
    return Finding(kinds, 0.9 if holders > 1 else 0.6, reason, within=True)


def _by_column(column: ColumnInfo, seen: _Seen) -> Finding | None:
    """What only many values together show."""
    for kind, test, share in (
        (SensitiveKind.ADDRESS, _STREET.fullmatch, _MOST_PART),
        (SensitiveKind.NATIONAL_ID, _is_plain_id, 0.8),
        (SensitiveKind.TOKEN, _is_secret(column), 0.8),
    ):
        count = seen.count(test)
        if count >= 3 and count >= share * len(seen.values):
            return Finding((kind,), 0.8, _look_like(count, seen, kind))
    return None


def _is_plain_id(value: str) -> bool:
    return is_mod11_10(value) or is_pesel(value) or (len(value) > 8 and value[-1:].isalpha() and _is_spanish(value))


def _is_spanish(value: str) -> bool:
    signs = value.replace("-", "")
    return len(signs) == 9 and signs[:8].isdecimal() and is_national_id(value)


def _is_secret(column: ColumnInfo) -> Callable[[str], bool]:
    """Random values that nothing else accounts for. Of hexadecimal ones most are sums of files and names of things."""
    words = in_words(column.name)
    accounted = bool(_CHECKED.fullmatch(words))

    def test(value: str) -> bool:
        mixed = any(map(str.isupper, value)) and any(map(str.islower, value))
        return not accounted and mixed and not _HEX.fullmatch(value) and is_random(value)

    return test


def _by_number(seen: _Seen) -> Finding | None:
    """Numbers without a telling name: only cards show themselves."""
    count = seen.count(is_card)
    if count >= 3 and count >= 0.8 * len(seen.values):
        return Finding((SensitiveKind.CARD,), 0.9, _look_like(count, seen, SensitiveKind.CARD))
    return None
