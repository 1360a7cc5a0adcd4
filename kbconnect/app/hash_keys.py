"""The key that columns are hashed with: one for a data folder, kept where its passwords are. Each knowledge base has a
key of its own that is made of it.

So equal values can be joined within a knowledge base, whatever dataset they come from, and nobody who has two knowledge
bases can tell that they hold the same value. Owns where the key is kept. It is made when the first dataset that hashes
is saved, and stays: another key is another hash for every value, so every document with one is written anew then.
"""

from __future__ import annotations

import hmac
import secrets

from kbconnect.core.connector import Secret
from kbconnect.core.errors import SecretDamagedError, SecretMissingError
from kbconnect.core.ports import SecretStore
from kbconnect.core.store import SettingRepository

SETTING = "hash_key"
OWNER = "hashed-columns"
_BYTES = 32

NEW_KEY = (
    "The key that values are hashed with was gone. A new one was made, so every hashed value is another one now; other "
    "datasets of this knowledge base follow with their next sync."
)


class HashKeys:
    """The hash keys of one data folder. Calls may ask a person to unlock the place of secrets, so make them jobs."""

    def __init__(self, secret_store: SecretStore, settings: SettingRepository) -> None:
        self._secrets = secret_store
        self._settings = settings

    def make_sure(self) -> None:
        """There is a key from now on. Raises SecretError and its kin."""
        self._master()

    def of(self, knowledge_base_id: str) -> tuple[bytes, bool]:
        """The 32 bytes for a knowledge base; and whether the key had to be made anew because it was gone.

        Raises SecretError and its kin: a place that is locked or can't be reached keeps the key.
        """
        master, is_new = self._master()
        return hmac.digest(master, f"knowledge base {knowledge_base_id}".encode(), "sha256"), is_new

    def for_preview(self, knowledge_base_id: str) -> bytes:
        """The same key where there is one already; else any, and hashes will be others of the same length."""
        if not knowledge_base_id or self._settings.get(SETTING) is None:
            return secrets.token_bytes(_BYTES)
        return self.of(knowledge_base_id)[0]

    def _master(self) -> tuple[bytes, bool]:
        reference = self._settings.get(SETTING)
        if reference is None:
            return self._make(), False
        try:
            return _bytes_of(self._secrets.get(reference)), False
        except (SecretMissingError, SecretDamagedError):
            return self._make(), True

    def _make(self) -> bytes:
        made = secrets.token_bytes(_BYTES)
        self._settings.put(SETTING, self._secrets.put(OWNER, Secret(made.hex())))
        return made


def _bytes_of(secret: Secret) -> bytes:
    try:
        key = bytes.fromhex(secret.reveal())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise SecretDamagedError("The key that values are hashed with can't be read.")
    return key
