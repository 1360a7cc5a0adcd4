"""What a treatment does to a value: masks it, masks the sensitive pieces in it, or replaces it by a keyed hash.

A mask leaves what people need to recognise something they know already, and no more: the first letter and the domain of
an e-mail address, the last digits of a card or a telephone number. A hash is the same for equal values and can't be
looked up in a dictionary by anybody without the key. Must not know columns.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from kbconnect.core.sensitive_pieces import Piece, digits_of, find_pieces
from kbconnect.core.treatment import SensitiveKind, Treatment

MASKING_VERSION = 1
"""Goes up when the same value is masked in another way; documents with masked columns are then written again."""

HASH_CHARACTERS = 32
"""Hexadecimal digits that are kept: 128 bits, so that no two values of a source meet by chance."""

HIDDEN = "••••"
_ROUNDS = 8

Treat = Callable[[str], str]


def treat_by(treatment: Treatment, hash_key: bytes | None) -> Treat:
    """value -> what stands in its place; blank values stay blank. hash_key: 32 bytes, needed for HASH alone.

    Raises ValueError if it is missing.
    """
    match treatment:
        case Treatment.KEEP:
            return str
        case Treatment.MASK:
            return masked
        case Treatment.MASK_FOUND:
            return masked_within
        case Treatment.HASH:
            if not hash_key:
                raise ValueError("hashing needs a key")
            return _Hash(hash_key)


def masked(value: str) -> str:
    """The whole value: by the rule of its kind if it is one thing of a known kind, else nothing of it is left."""
    bare = value.strip()
    if not bare:
        return value
    pieces = find_pieces(bare)
    if len(pieces) == 1 and (pieces[0].start, pieces[0].end) == (0, len(bare)):
        return _masked_piece(bare, pieces[0].kind)
    return HIDDEN


def masked_within(text: str) -> str:
    """The text with its sensitive pieces masked; nothing sensitive that this program knows of is left in it."""
    for _ in range(_ROUNDS):
        pieces = find_pieces(text)
        if not pieces:
            return text
        text = _replaced(text, pieces)
    # What is left of one piece has made another with what stands beside it, again and again.
    return _replaced(text, find_pieces(text), whole=True)


def hashed(value: str, key: bytes) -> str:
    """32 hexadecimal digits of HMAC-SHA256; a blank value stays as it is."""
    return _Hash(key)(value)


def key_check(key: bytes) -> str:
    """Tells two keys apart without giving either away."""
    return hmac.digest(key, b"kbconnect: which key is this", "sha256").hex()[:16]


class _Hash:
    """Copies a prepared state, which is twice as fast as beginning with the key each time."""

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, digestmod=hashlib.sha256)

    def __call__(self, value: str) -> str:
        if not value.strip():
            return value
        state = self._begun.copy()
        state.update(value.encode("utf-8", "surrogatepass"))
        return state.hexdigest()[:HASH_CHARACTERS]


def _replaced(text: str, pieces: tuple[Piece, ...], *, whole: bool = False) -> str:
    """whole: nothing of a piece is left."""
    parts: list[str] = []
    at = 0
    for piece in pieces:
        parts.append(text[at : piece.start])
        parts.append(HIDDEN if whole else _masked_piece(text[piece.start : piece.end], piece.kind))
        at = piece.end
    parts.append(text[at:])
    return "".join(parts)


def _masked_piece(piece: str, kind: SensitiveKind) -> str:
    match kind:
        case SensitiveKind.EMAIL:
            local, _, domain = piece.rpartition("@")
            return f"{local[0]}…@{domain}"
        case SensitiveKind.CARD:
            return f"**** {digits_of(piece)[-4:]}"
        case SensitiveKind.PHONE:
            return f"{HIDDEN} {digits_of(piece)[-2:]}"
        case _:
            return HIDDEN
