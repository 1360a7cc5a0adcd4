"""Check digits of cards, bank accounts and national ids, each by its published rule. Knows no shapes in texts."""

from __future__ import annotations

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
    "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
    "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""Country -> characters of an account number (IBAN)."""

_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"
_ITALIAN_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16,
         10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


def is_luhn(digits: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled, the sum a multiple of ten."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign)
        if place % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0 and bool(digits)


def is_iban(signs: str) -> bool:
    """ISO 13616: the length of its country, and 1 as the rest of a division by 97. signs: without blanks."""
    signs = signs.upper()
    if len(signs) != IBAN_LENGTHS.get(signs[:2], 0) or not signs.isascii() or not signs.isalnum():
        return False
    moved = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def is_mod11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10 of eleven digits as in a German tax id, of whose first ten one occurs two or three times."""
    if len(digits) != 11 or not digits.isdecimal() or digits[0] == "0":
        return False
    counts = sorted((digits[:10].count(sign) for sign in set(digits[:10])), reverse=True)
    if counts[0] not in (2, 3) or counts[1] != 1:
        return False
    product = 10
    for sign in digits[:10]:
        rest = (int(sign) + product) % 10 or 10
        product = rest * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def is_pesel(digits: str) -> bool:
    """Poland: eleven digits of which the first six are a date."""
    if len(digits) != 11 or not digits.isdecimal():
        return False
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    total = sum(int(sign) * weight for sign, weight in zip(digits, weights, strict=True))
    return 1 <= month <= 12 and 1 <= day <= 31 and total % 10 == 0


def is_national_id(text: str) -> bool:
    """Whether the check digits of an id fit, for the shapes that have some; else its shape is all there is to go by."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) == 9 and signs[-1].isalpha() and signs[1:8].isdecimal():
        head = {"X": "0", "Y": "1", "Z": "2"}.get(signs[0], signs[0])
        return not head.isdecimal() or _SPANISH[int(head + signs[1:8]) % 23] == signs[-1]
    if len(signs) == 16 and signs[:6].isalpha():
        return _is_italian(signs)
    if len(signs) == 13 and signs.startswith("756"):
        total = sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(signs))
        return total % 10 == 0
    if len(signs) == 15:
        return _is_french(signs)
    if len(signs) == 11 and "." in text:
        return _is_brazilian(signs)
    return True


def _is_italian(signs: str) -> bool:
    total = sum(
        int(sign, 36) - 10 if place % 2 and sign.isalpha() else int(sign) if place % 2 else _ITALIAN_ODD[sign]
        for place, sign in enumerate(signs[:15])
    )
    return chr(ord("A") + total % 26) == signs[15]


def _is_french(signs: str) -> bool:
    body = signs[:13].replace("2A", "19").replace("2B", "18") if not signs[:13].isdecimal() else signs[:13]
    return body.isdecimal() and signs[13:].isdecimal() and 97 - int(body) % 97 == int(signs[13:])


def _is_brazilian(digits: str) -> bool:
    if len(set(digits)) == 1:
        return False
    for length in (9, 10):
        total = sum(int(sign) * (length + 1 - place) for place, sign in enumerate(digits[:length]))
        if total * 10 % 11 % 10 != int(digits[length]):
            return False
    return True
