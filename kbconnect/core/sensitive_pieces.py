"""Finds sensitive pieces inside a text: e-mail addresses, telephone numbers, cards, accounts, ids, tokens, hashes.

Owns the shapes and checksums. Every pattern has bounds, so a hostile text costs no more than a constant for each of its
characters; nothing here guesses at names of people or at street addresses, which no shape tells apart from other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

from kbconnect.core.checksums import IBAN_LENGTHS, is_iban, is_luhn, is_mod11_10, is_national_id
from kbconnect.core.treatment import SensitiveKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters from start up to, not with, end."""

    start: int
    end: int
    kind: SensitiveKind


_EMAIL = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
    r"(?![\w-])"
)

_GAP = r"[ \u00a0\u202f.-]"
_CARD = re.compile(
    rf"(?<![\w.,+])(?<!\d-)(?:\d{{4}}({_GAP})\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?|\d{{4}}({_GAP})\d{{6}}\2\d{{4,5}}"
    r"|\d{14,19})(?![\w]|[.,-]\d)"
)
_CARD_SHAPE = re.compile(
    r"4(?:\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    r"|(?:50|5[6-8]|6[37])\d{14}"
)

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?=[ \u00a0-]?[A-Z0-9])", re.IGNORECASE)

_PHONE = re.compile(
    # +49 30 1234567, 0049 (0)30/123456-78
    r"(?<![\w+.,-])(?:\+|(?<!\d )00(?=[1-9]))[1-9]\d{0,2}(?:[ \u00a0()./-]{0,3}\d){6,14}(?!\d|[.,]\d)"
    # 030 / 1234567, (0171) 1234-567, 01 42 68 53 00
    r"|(?<![\w+.,/:-])(?<!\d )(?:\(0[1-9]\d{0,4}\)[ \u00a0]?|0[1-9]\d{0,4}[ \u00a0]?[ \u00a0/-][ \u00a0]?)"
    r"\d{2,8}(?:[ \u00a0./-]\d{1,5}){0,4}(?![\w]|[.,:/-]\d)"
    # 01.42.68.53.00
    r"|(?<![\w+.,/:-])0[1-9](?:\.\d\d){4}(?![\w]|[.,:/-]\d)"
    # 555-123-4567, (555) 123-4567, 555.123.4567
    r"|(?<![\w+.,/:-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}([-.]))[2-9]\d{2}[-.]\d{4}(?![\w]|[.,:/-]\d)"
)
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d|\d{4}[./-]\d{1,2}[./-]\d{1,2}")

_IPV4 = re.compile(
    r"(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w-]|\.\d)"
)
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}|(?=::)):(?:[0-9A-Fa-f]{0,4}:){1,6}[0-9A-Fa-f]{0,4}(?![\w:])")
_VERSION_BEFORE = re.compile(
    r"(?:version|release|firmware|build|driver|[^\w]v|^v|ver\.?|update|oid|section|§)[\s:]{0,3}$", re.IGNORECASE
)

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"eyJ[\w-]{8,4000}\.[\w-]{8,8000}\.[\w-]{8,2000}"
    r"|(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255}|gl(?:pat|dt|rt|ptt|ft)-[\w.-]{18,300}"
    r"|xox[abeoprs]-[\w-]{10,250}|xapp-[\w-]{10,250}"
    r"|[srp]k_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/=]{24,100}"
    r"|AIza[\w-]{35}|ya29\.[\w-]{20,500}|GOCSPX-[\w-]{20,40}"
    r"|sk-(?:ant-|proj-|or-|svcacct-)?[\w-]{20,250}|hf_[A-Za-z0-9]{30,60}|gsk_[A-Za-z0-9]{40,60}"
    r"|SG\.[\w-]{16,40}\.[\w-]{16,60}|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{30,500}|dop_v1_[0-9a-f]{64}"
    r"|shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}|key-[0-9a-f]{32}|sq0(?:atp|csp)-[\w-]{22,60}|hv[sbr]\.[\w-]{24,300}"
    r"|\d{8,10}:AA[\w-]{33}"
    r")"
)
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}"
    r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?"
)
_BEARER = re.compile(r"(?i:\bbearer )(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{20,4000}={0,2}")
_URL_PASSWORD = re.compile(r"(?<=://)[^\s/:@]{1,100}:[^\s/@]{1,200}(?=@[\w.\[-])")
_ASSIGNED = re.compile(
    r"(?i:\b(?:password|passwd|passwort|kennwort|mot de passe|contraseña|api[_ -]?key|secret|access[_ -]?token"
    r"|auth[_ -]?token)\"?\s{0,3}(?:=|:|is|ist|lautet|est|es)\s{0,3}[\"'“„«]?)"
    r"(?=[^\s\"'“”«»<>]{0,80}\d)(?P<value>[^\s\"'“”«»<>]{6,200})"
)

_HASH = re.compile(
    r"(?:\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$[\w=,$+/.-]{20,400}"
    r"|\$[156]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22,86}|\$y\$[./A-Za-z0-9$]{30,120}"
    r"|\$scrypt\$[\w=,$+/.-]{20,400}|scrypt:\d{1,9}:\d{1,3}:\d{1,3}\$[\w$+/=.-]{20,400}"
    r"|pbkdf2[_:](?:sha1|sha256|sha512)[$:]\d{1,9}\$[\w$+/=.-]{20,400}"
    r"|bcrypt_sha256\$\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}"
    r"|\{(?:S?SHA(?:256|512)?|SMD5|MD5|CRYPT|PBKDF2[\w-]{0,20})\}[A-Za-z0-9+/=$.]{16,300}"
    r"|\$P\$[./A-Za-z0-9]{31}|\*[0-9A-F]{40}(?![0-9A-Za-z])|SCRAM-SHA-(?:1|256)\$\d{1,9}:[\w$+/=:]{20,400})(?<![.,])"
)

_NATIONAL_ID = re.compile(
    r"(?<![\w.,+-])(?:"
    r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}"  # United States
    r"|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"  # United Kingdom
    r"|\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]"  # Spain
    r"|[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"  # Italy
    r"|756\.\d{4}\.\d{4}\.\d{2}"  # Switzerland
    r"|[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d{2})"  # France
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}"  # Brazil
    r")(?![\w]|[.,-]\d)"
)
_TAX_ID = re.compile(
    r"(?i:\b(?:steuer(?:liche)?[- ]?id(?:entifikationsnummer|nr\.?|-nr\.?|entnummer)?|idnr\.?|tin)\b[^\d\n]{0,20})"
    r"(?P<value>\d(?: ?\d){10})(?!\d)"
)
_BORN = re.compile(
    r"(?i:\b(?:born(?: on)?|date of birth|d\.?o\.?b\.?|geb\.?|geboren(?: am)?|geburtsdatum|née? le|date de naissance"
    r"|nacid[oa] el|fecha de nacimiento)\b[.:]?\s{0,3})"
    r"(?P<value>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.? [^\W\d_]{3,10} (?:19|20)\d\d)"
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d(?:[^\d]{0,5}\d){5}")
"""Fewer digits beside each other are no number of anything."""


def digits_of(text: str) -> str:
    """Only its ASCII digits."""
    return "".join(sign for sign in text if sign in "0123456789")


def find_pieces(text: str) -> tuple[Piece, ...]:
    """Sensitive pieces in order, none overlapping another; where two shapes fit, the one that begins first, then the
    longer one."""
    found = [piece for find in _finders(text) for piece in find(text)]
    if len(found) < 2:
        return tuple(found)
    found.sort(key=lambda piece: (piece.start, -piece.end))
    apart: list[Piece] = []
    for piece in found:
        if not apart or piece.start >= apart[-1].end:
            apart.append(piece)
        elif piece.end > apart[-1].end:
            apart[-1] = Piece(apart[-1].start, piece.end, apart[-1].kind)
    return tuple(apart)


def _finders(text: str) -> Iterator[Callable[[str], Iterator[Piece]]]:
    """Those that have something to look for: most texts have neither an @ nor many digits."""
    if "@" in text:
        yield _emails
    if "$" in text or "{" in text or "*" in text:
        yield _hashes
    yield _tokens
    if _DIGIT.search(text):
        yield _said
        if _DIGITS.search(text):
            yield _numbers
        if "." in text or ":" in text:
            yield _internet_addresses


def _emails(text: str) -> Iterator[Piece]:
    for match in _EMAIL.finditer(text):
        yield Piece(match.start(), match.end(), SensitiveKind.EMAIL)


def _hashes(text: str) -> Iterator[Piece]:
    for match in _HASH.finditer(text):
        yield Piece(match.start(), match.end(), SensitiveKind.PASSWORD)


def _tokens(text: str) -> Iterator[Piece]:
    for match in _TOKEN.finditer(text):
        if len(set(match.group())) > 7:
            yield Piece(match.start(), match.end(), SensitiveKind.TOKEN)
    if "PRIVATE KEY" in text:
        for match in _KEY_BLOCK.finditer(text):
            yield Piece(match.start(), match.end(), SensitiveKind.TOKEN)
    if "earer " in text:
        for match in _BEARER.finditer(text):
            yield Piece(match.start() + len("bearer "), match.end(), SensitiveKind.TOKEN)
    if "://" in text and "@" in text:
        for match in _URL_PASSWORD.finditer(text):
            yield Piece(match.start(), match.end(), SensitiveKind.PASSWORD)


def _said(text: str) -> Iterator[Piece]:
    """What the words before it say."""
    for match in _ASSIGNED.finditer(text):
        yield Piece(match.start("value"), match.end("value"), SensitiveKind.PASSWORD)
    for match in _BORN.finditer(text):
        yield Piece(match.start("value"), match.end("value"), SensitiveKind.BIRTH_DATE)


def _numbers(text: str) -> Iterator[Piece]:
    for match in _CARD.finditer(text):
        if is_card(match.group()):
            yield Piece(match.start(), match.end(), SensitiveKind.CARD)
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end:
            yield Piece(match.start(), end, SensitiveKind.IBAN)
    for match in _PHONE.finditer(text):
        if is_phone(match.group()):
            yield Piece(match.start(), match.end(), SensitiveKind.PHONE)
    for match in _NATIONAL_ID.finditer(text):
        if is_national_id(match.group()):
            yield Piece(match.start(), match.end(), SensitiveKind.NATIONAL_ID)
    for match in _TAX_ID.finditer(text):
        if is_mod11_10(digits_of(match.group("value"))):
            yield Piece(match.start("value"), match.end("value"), SensitiveKind.NATIONAL_ID)


def _internet_addresses(text: str) -> Iterator[Piece]:
    for match in _IPV4.finditer(text):
        if is_telling_ipv4(match.group()) and not _VERSION_BEFORE.search(
            text, max(0, match.start() - 20), match.start()
        ):
            yield Piece(match.start(), match.end(), SensitiveKind.IP_ADDRESS)
    if "::" in text or text.count(":") >= 7:
        for match in _IPV6.finditer(text):
            if is_ipv6(match.group()):
                yield Piece(match.start(), match.end(), SensitiveKind.IP_ADDRESS)


def is_card(text: str) -> bool:
    """Its digits are of a length and beginning that issuers use, and its check digit fits."""
    digits = digits_of(text)
    return bool(_CARD_SHAPE.fullmatch(digits)) and len(set(digits)) > 1 and is_luhn(digits)


def is_phone(text: str) -> bool:
    """Enough digits, and no date."""
    digits = digits_of(text)
    if not 8 <= len(digits) <= 15 or len(set(digits)) < 3 or _DATE.fullmatch(text.strip()):
        return False
    if text.startswith("00"):
        return len(digits) >= 11
    return text.startswith("+") or (len(digits) >= 9 and not _DATE.match(text.strip()))


def is_ipv4(text: str) -> bool:
    return bool(_IPV4.fullmatch(text))


def is_telling_ipv4(text: str) -> bool:
    """An address rather than a version number: there is a number above 99 in it."""
    parts = [int(part) for part in text.split(".")]
    return parts[0] != 0 and any(part > 99 for part in parts)


def is_ipv6(text: str) -> bool:
    groups = [group for group in text.split(":") if group]
    if len(groups) < 3 or not any(map(str.isdigit, "".join(groups))):
        return False
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def _iban_end(text: str, start: int) -> int:
    """Where the account number that begins here ends, 0 if it is none."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    if not length:
        return 0
    signs: list[str] = []
    at = start
    while at < len(text) and len(signs) < length:
        sign = text[at]
        if sign.isascii() and sign.isalnum():
            signs.append(sign)
        elif sign not in " \u00a0-" or text[at - 1] in " \u00a0-":
            return 0
        at += 1
    if at < len(text) and text[at].isalnum():
        return 0
    return at if is_iban("".join(signs)) else 0
