"""The words for sensitive data: what kind it is, why a column is taken for it, and what becomes of its values.

Owns these words alone. What is recognised stands in `kbconnect.core.sensitive`, what a treatment does to a value in
`kbconnect.core.masking`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SensitiveKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    NATIONAL_ID = "national_id"
    BIRTH_DATE = "birth_date"
    IP_ADDRESS = "ip_address"
    ADDRESS = "address"
    PASSWORD = "password"
    TOKEN = "token"


SECRET_KINDS = frozenset({SensitiveKind.PASSWORD, SensitiveKind.TOKEN})
"""Who has one of these can act with it: they are left out unless somebody wants otherwise."""

COSTLY_KINDS = SECRET_KINDS | {SensitiveKind.CARD, SensitiveKind.IBAN, SensitiveKind.NATIONAL_ID}
"""What does harm by itself in the wrong hands: found inside a text, it is masked unless somebody wants otherwise."""


class Treatment(StrEnum):
    """What becomes of a column's values on their way into a document.

    MASK: the whole value, so that only its shape is left. MASK_FOUND: of a text only the pieces that are sensitive.
    HASH: a keyed hash, the same for equal values. Leaving a column out is a role, not a treatment.
    """

    KEEP = "keep"
    MASK = "mask"
    MASK_FOUND = "mask_found"
    HASH = "hash"


@dataclass(frozen=True, slots=True)
class ColumnTreatment:
    column: str
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a column is taken for sensitive. kinds: what it holds, the most telling first. confidence: 0 to 1. reason: a
    phrase for people. within: it stands inside of texts that say other things, too."""

    kinds: tuple[SensitiveKind, ...]
    confidence: float
    reason: str
    within: bool = False

    @property
    def kind(self) -> SensitiveKind:
        return self.kinds[0]

    @property
    def is_secret(self) -> bool:
        return bool(SECRET_KINDS.intersection(self.kinds))

    @property
    def is_costly(self) -> bool:
        return bool(COSTLY_KINDS.intersection(self.kinds))
