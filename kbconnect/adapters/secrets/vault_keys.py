"""How the encrypted vault is locked: its header, and the way from a key or a pass phrase to a cipher.

Two kinds of lock. With keys (Fernet keys, the first encrypts) the keys are the vault's own. With a pass phrase the
vault has one random key, stored encrypted under a key that scrypt makes of the pass phrase; so changing the pass phrase
changes the header alone.

The header carries a digest of itself and a check token. Damage to the header shows by the digest, so a check that fails
means a wrong key; once the check passes, a token that fails means a damaged token. Must not know where tokens stand.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kbconnect.adapters.secrets.surroundings import KEY_VARIABLE
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, SecretDamagedError, StoreTooNewError, WrongKeyError

MIN_PASS_PHRASE_CHARACTERS = 8

_VERSION = 1
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_CHECK = b"kbconnect vault"
SALT_BYTES = 16
_MAX_COST = 2**25


@dataclass(frozen=True, slots=True)
class ScryptCost:
    """Memory is 128 * n * block_size bytes: 128 MB, about half a second, for each guess at a pass phrase."""

    n: int = 2**17
    block_size: int = 8
    parallel: int = 1

    def check(self) -> None:
        """Raises ValueError for what this program has not written, which would eat the machine's memory."""
        numbers = (self.n, self.block_size, self.parallel)
        if min(numbers) < 1 or self.n * self.block_size * self.parallel > _MAX_COST:
            raise ValueError("the cost is out of bounds")


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """Locked with keys. check: a token made with the key that all entries are encrypted with."""

    check: str


@dataclass(frozen=True, slots=True)
class PassPhraseHeader:
    """Locked with a pass phrase. wrapped_key: the vault's key, encrypted."""

    check: str
    salt: bytes
    cost: ScryptCost
    wrapped_key: str


Header = KeyHeader | PassPhraseHeader


def parse_keys(text: Secret) -> tuple[Fernet, ...]:
    """One or several Fernet keys, separated by commas. Raises WrongKeyError if one of them is no key."""
    parts = [Secret(part.strip()) for part in text.reveal().split(",") if part.strip()]
    # Not left to Fernet, which overlooks what stands behind a key.
    if not all(_KEY.fullmatch(part.reveal()) for part in parts):
        raise WrongKeyError(
            f"{KEY_VARIABLE} holds something that is not a key of the encrypted vault.",
            meaning="No saved password could be read or stored.",
            hint="A key is 32 random bytes in URL-safe base64: 44 characters, the last one “=”. Several keys are "
            "separated by commas.",
        )
    return tuple(Fernet(part.reveal()) for part in parts)


def key_header(key: Fernet) -> KeyHeader:
    return KeyHeader(check=_token(key, _CHECK))


def opens(key: Fernet | MultiFernet, header: Header) -> bool:
    try:
        return key.decrypt(header.check) == _CHECK
    except InvalidToken:
        return False


def new_pass_phrase_header(pass_phrase: Secret, cost: ScryptCost) -> tuple[PassPhraseHeader, Fernet]:
    """A new vault's header and key. Raises InputError if the pass phrase is too short."""
    return _wrap(Secret(Fernet.generate_key().decode()), pass_phrase, cost)


def rewrap(header: PassPhraseHeader, current: Secret, new: Secret, cost: ScryptCost) -> tuple[PassPhraseHeader, Fernet]:
    """The same vault key under another pass phrase. Raises WrongKeyError, InputError."""
    return _wrap(_unwrap(header, current), new, cost)


def unwrap(header: PassPhraseHeader, pass_phrase: Secret) -> Fernet:
    """The vault's key. Raises WrongKeyError."""
    return Fernet(_unwrap(header, pass_phrase).reveal())


def check_pass_phrase(pass_phrase: Secret) -> None:
    """Raises InputError for one that is too short."""
    if len(pass_phrase.reveal()) < MIN_PASS_PHRASE_CHARACTERS:
        raise InputError(
            f"A pass phrase needs at least {MIN_PASS_PHRASE_CHARACTERS} characters.",
            meaning="Nothing was saved.",
            hint="Take a few words that belong together for you alone.",
        )


def _wrap(key: Secret, pass_phrase: Secret, cost: ScryptCost) -> tuple[PassPhraseHeader, Fernet]:
    check_pass_phrase(pass_phrase)
    salt = os.urandom(SALT_BYTES)
    wrapped = _token(cipher_of(pass_phrase, salt, cost), key.reveal().encode())
    cipher = Fernet(key.reveal())
    return PassPhraseHeader(_token(cipher, _CHECK), salt, cost, wrapped), cipher


def _unwrap(header: PassPhraseHeader, pass_phrase: Secret) -> Secret:
    outer = cipher_of(pass_phrase, header.salt, header.cost)
    try:
        return Secret(outer.decrypt(header.wrapped_key).decode())
    except InvalidToken:
        raise WrongKeyError(
            "This is not the pass phrase of the encrypted vault.",
            meaning="The saved passwords are still there and stay closed.",
            hint="Try again; mind upper and lower case and the keyboard's language.",
        ) from None


def cipher_of(pass_phrase: Secret, salt: bytes, cost: ScryptCost) -> Fernet:
    """The key that scrypt makes of a pass phrase."""
    scrypt = Scrypt(salt=salt, length=32, n=cost.n, r=cost.block_size, p=cost.parallel)
    return Fernet(base64.urlsafe_b64encode(scrypt.derive(_pass_phrase_bytes(pass_phrase))))


def _pass_phrase_bytes(pass_phrase: Secret) -> bytes:
    # Systems differ in how a keyboard's accents arrive; the same phrase must give the same key on all of them.
    return unicodedata.normalize("NFC", pass_phrase.reveal()).encode("utf-8", "surrogatepass")


def _token(key: Fernet, content: bytes) -> str:
    return key.encrypt(content).decode()


def write_header(header: Header) -> str:
    entries: dict[str, Any] = {"version": _VERSION, "check": header.check}  # Any: JSON
    if isinstance(header, PassPhraseHeader):
        entries |= {
            "salt": base64.b64encode(header.salt).decode(),
            "n": header.cost.n,
            "r": header.cost.block_size,
            "p": header.cost.parallel,
            "wrapped_key": header.wrapped_key,
        }
    return json.dumps({**entries, "digest": digest_of(entries)}, sort_keys=True)


def read_header(text: str) -> Header:
    """Raises SecretDamagedError, StoreTooNewError."""
    try:
        entries = json.loads(text)
        if entries.pop("digest") != digest_of(entries):
            raise ValueError("the digest differs")
        if entries["version"] > _VERSION:
            raise StoreTooNewError(
                "The encrypted vault was written by a newer version of this program.",
                meaning="The saved passwords are still there and stay closed.",
                hint="Start the newer version.",
            )
        if "wrapped_key" not in entries:
            return KeyHeader(entries["check"])
        cost = ScryptCost(entries["n"], entries["r"], entries["p"])
        cost.check()
        return PassPhraseHeader(entries["check"], base64.b64decode(entries["salt"]), cost, entries["wrapped_key"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged_header(type(error).__name__) from error


def damaged_header(detail: str) -> SecretDamagedError:
    return SecretDamagedError(
        "The entry that opens the encrypted vault is damaged.",
        meaning="The saved passwords can't be read; connectors and knowledge bases are unaffected.",
        hint="Put a backup of the program's database in its place, or empty the vault and type the passwords again.",
        detail=detail,
    )


def digest_of(entries: dict[str, Any]) -> str:
    """SHA-256 of a JSON object, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()
