"""A backup of secrets: one text, encrypted with a pass phrase of its own, that any kbconnect can read.

    {"format": "kbconnect secrets", "version": 1, "made_at": "...", "kdf": "scrypt", "n": 131072, "r": 8, "p": 1,
     "salt": "...", "content": "a Fernet token", "digest": "SHA-256 of the rest"}

The key is made of the pass phrase by scrypt with these parameters. The digest tells damage from a wrong pass phrase.
Owns the format; must not open a file.
"""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime
from typing import Any  # JSON

from cryptography.fernet import InvalidToken

from kbconnect.adapters.secrets.vault_keys import (
    SALT_BYTES,
    ScryptCost,
    check_pass_phrase,
    cipher_of,
    digest_of,
)
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, KbConnectError, SecretDamagedError, StoreTooNewError, WrongKeyError
from kbconnect.core.secret_care import SavedSecret, SecretRole

FORMAT, VERSION = "kbconnect secrets", 1
_MEANING = "Nothing was restored; passwords that are saved stay as they are."


def seal(secrets: tuple[SavedSecret, ...], pass_phrase: Secret, cost: ScryptCost, made_at: datetime) -> str:
    """Raises InputError for a pass phrase that is too short."""
    check_pass_phrase(pass_phrase)
    salt = os.urandom(SALT_BYTES)
    cipher = cipher_of(pass_phrase, salt, cost)
    entries: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at.isoformat(timespec="seconds"),
        "kdf": "scrypt",
        "n": cost.n,
        "r": cost.block_size,
        "p": cost.parallel,
        "salt": base64.b64encode(salt).decode(),
        "content": cipher.encrypt(_packed(secrets).reveal().encode()).decode(),
    }
    return json.dumps({**entries, "digest": digest_of(entries)}, indent=2) + "\n"


def unseal(text: str, pass_phrase: Secret) -> tuple[SavedSecret, ...]:
    """Raises WrongKeyError, SecretDamagedError, StoreTooNewError, InputError for what is no backup."""
    entries = _read(text)
    try:
        cost = ScryptCost(entries["n"], entries["r"], entries["p"])
        cost.check()
        cipher = cipher_of(pass_phrase, base64.b64decode(entries["salt"]), cost)
        token = str(entries["content"]).encode()
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(type(error).__name__) from error
    found = _unpacked(cipher, token)
    if isinstance(found, KbConnectError):
        raise found
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict) or entries.get("format") != FORMAT:
        raise InputError(
            "This file is no backup of kbconnect's secrets.",
            meaning=_MEANING,
            hint="Choose a file that `kbconnect secret export` has written.",
        )
    if not isinstance(entries.get("version"), int) or entries.pop("digest", None) != digest_of(entries):
        raise _damaged("the digest differs")
    if entries["version"] > VERSION:
        raise StoreTooNewError(
            "This backup was written by a newer version of this program.",
            meaning=_MEANING,
            hint="Start the newer version.",
        )
    return entries


def _packed(secrets: tuple[SavedSecret, ...]) -> Secret:
    return Secret(
        json.dumps(
            [
                {
                    "role": one.role.value,
                    "connector_id": one.connector_id,
                    "connector": one.connector,
                    "secret": one.secret.reveal(),
                }
                for one in secrets
            ]
        )
    )


def _unpacked(cipher: Any, token: bytes) -> tuple[SavedSecret, ...] | KbConnectError:
    """The error is returned: this frame holds the secrets."""
    try:
        entries = json.loads(cipher.decrypt(token))
        return tuple(
            SavedSecret(SecretRole(one["role"]), Secret(one["secret"]), str(one["connector_id"]), str(one["connector"]))
            for one in entries
        )
    except InvalidToken:
        return WrongKeyError(
            "This is not the pass phrase of this backup.",
            meaning=_MEANING,
            hint="It is the one that was given when the backup was made, which need not be that of the vault.",
        )
    except (ValueError, KeyError, TypeError) as error:
        return _damaged(type(error).__name__)


def _damaged(detail: str) -> SecretDamagedError:
    return SecretDamagedError(
        "This backup of secrets is damaged.", meaning=_MEANING, hint="Use another copy of it.", detail=detail
    )
