"""Secrets that are larger than a keyring's entries may be: the keyring holds a random key, the store the cipher text.

Whoever has one of the two has nothing. Owns the form of such an entry, and the order in which the two are written: the
keyring's entry is what counts, and names the cipher text it belongs to, so that a program killed in between leaves the
old secret or the new one. Cipher texts stand beside the encrypted vault's, which doesn't see them.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from kbconnect.core.connector import Secret
from kbconnect.core.errors import SecretDamagedError
from kbconnect.core.store import VaultContent, VaultEntry, VaultRepository

_ROW = "envelope/"
_MARK = "kbconnect-envelope:"
_KEY = re.compile(rf"{_MARK}(?P<number>[0-9a-f]{{16}}):(?P<key>[A-Za-z0-9_=-]{{44}})")


class Envelopes:
    """The cipher texts of one store."""

    def __init__(self, rows: VaultRepository) -> None:
        self._rows = rows

    def seal(self, entry: str, secret: Secret) -> Secret:
        """Writes the cipher text; the result is what the keyring keeps under this entry."""
        from cryptography.fernet import Fernet

        number, key = secrets.token_hex(8), Secret(Fernet.generate_key().decode())
        token = Fernet(key.reveal()).encrypt(secret.reveal().encode("utf-8", "surrogatepass")).decode()
        row = VaultEntry(_name(entry, number), token)
        self._rows.rewrite(lambda content: replace(content, entries=(*content.entries, row)))
        return Secret(f"{_MARK}{number}:{key.reveal()}")

    def open(self, entry: str, kept: Secret) -> Secret:
        """The secret behind what the keyring keeps; that itself if it is no key of an envelope. Raises
        SecretDamagedError."""
        found = _KEY.fullmatch(kept.reveal())
        if found is None:
            return kept
        from cryptography.fernet import Fernet, InvalidToken

        name, key = _name(entry, found["number"]), Secret(found["key"])
        del found
        token = next((row.token for row in self._rows.content().entries if row.name == name), None)
        try:
            if token is not None:
                return Secret(Fernet(key.reveal()).decrypt(token).decode("utf-8", "surrogatepass"))
        except (InvalidToken, ValueError):
            pass  # without the cause: whatever it quotes came out of the token
        raise SecretDamagedError(
            "A long password in the keyring has lost its second half, which is in kbconnect's own database.",
            meaning="Nothing was read. Other saved passwords are unaffected.",
            hint="Type the password again in the connector's form and save it.",
            detail=f"entry {entry}: {'not there' if token is None else 'changed'}",
        )

    def forget(self, entry: str, but: Secret | None = None) -> None:
        """Removes the cipher texts of an entry, all but the one that belongs to what the keyring keeps now."""
        found = _KEY.fullmatch(but.reveal()) if but is not None else None
        kept = _name(entry, found["number"]) if found is not None else ""
        del found
        prefix = _name(entry, "")

        def without(content: VaultContent) -> VaultContent:
            rows = (row for row in content.entries if row.name == kept or not row.name.startswith(prefix))
            return replace(content, entries=tuple(rows))

        if any(row.name.startswith(prefix) and row.name != kept for row in self._rows.content().entries):
            self._rows.rewrite(without)


def looks_sealed(secret: Secret) -> bool:
    """Whether a secret of a person's looks like a key of an envelope, so that it needs one itself."""
    return secret.reveal().startswith(_MARK)


def _name(entry: str, number: str) -> str:
    return f"{_ROW}{entry}/{number}"


class RowsOfVault:
    """The rows of a store without those of envelopes: see `kbconnect.core.store.VaultRepository`."""

    def __init__(self, rows: VaultRepository) -> None:
        self._rows = rows

    def content(self) -> VaultContent:
        return _parted(self._rows.content())[0]

    def rewrite(self, change: Callable[[VaultContent], VaultContent]) -> VaultContent:
        def beside(content: VaultContent) -> VaultContent:
            own, others = _parted(content)
            changed = change(own)
            return replace(changed, entries=(*changed.entries, *others))

        return _parted(self._rows.rewrite(beside))[0]


def _parted(content: VaultContent) -> tuple[VaultContent, tuple[VaultEntry, ...]]:
    others = tuple(row for row in content.entries if row.name.startswith(_ROW))
    return replace(content, entries=tuple(row for row in content.entries if not row.name.startswith(_ROW))), others
