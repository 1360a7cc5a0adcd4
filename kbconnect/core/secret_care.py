"""The words for looking after saved secrets: how the encrypted vault is locked, and what a backup holds. Frozen values.

Must not know how anything is encrypted, nor where a backup lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kbconnect.core.connector import Secret
from kbconnect.core.ports import SecretPlaces
from kbconnect.core.secret_references import OpenBaoSettings

LOCK_SETTING = "vault_lock_minutes"
"""The setting with the minutes after which the vault locks itself when it isn't used; 0, or none: never."""


class VaultLock(StrEnum):
    """How the encrypted vault is locked. NONE: it is empty and was never locked. KEY: with one of the environment."""

    NONE = "none"
    PASS_PHRASE = "pass_phrase"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class VaultState:
    """secrets: how many it holds. is_open: a secret can be read without asking. is_rotated: with a KEY, the first key
    of the environment is the one it is locked with, so that others can go."""

    lock: VaultLock
    secrets: int
    is_open: bool
    is_rotated: bool = True


class SignIn(StrEnum):
    """How this program signs in to OpenBao. VARIABLE, FILE: with a token of the environment, or of `bao login`."""

    APP_ROLE = "app_role"
    VARIABLE = "variable"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class OpenBaoState:
    """An OpenBao or HashiCorp Vault that answered, is unsealed and let this program in. version: of the server, "" if
    it doesn't say. ends_in_s: for how long the token is good, None without an end."""

    address: str
    version: str
    sign_in: SignIn
    ends_in_s: float | None = None


class SecretRole(StrEnum):
    """What a secret of a backup is for."""

    PASSWORD = "password"
    TUNNEL = "tunnel"
    HASH_KEY = "hash_key"


@dataclass(frozen=True, slots=True)
class SavedSecret:
    """One secret of a backup. connector_id, connector: whose it is, and its name then; "" for a HASH_KEY."""

    role: SecretRole
    secret: Secret
    connector_id: str = ""
    connector: str = ""


class SecretCare(SecretPlaces, Protocol):
    """All places of secrets, with what is needed to look after them. Raises SecretError and its kin, InputError."""

    def vault_state(self) -> VaultState:
        """Asks nobody."""

    def rotate_vault(self, pass_phrase: Secret | None) -> int:
        """Encrypts everything in the vault again with a new key, in one transaction; how many secrets. pass_phrase: the
        one in force; None where the vault is locked with a key of the environment."""

    def change_pass_phrase(self, current: Secret, new: Secret) -> None: ...

    def lock_vault(self) -> None:
        """The next use asks again; nothing happens where a key of the environment opens it."""

    def seal_backup(self, secrets: tuple[SavedSecret, ...], pass_phrase: Secret, made_at: datetime) -> str:
        """The text of a file that only the pass phrase opens."""

    def open_backup(self, text: str, pass_phrase: Secret) -> tuple[SavedSecret, ...]:
        """Raises WrongKeyError, SecretDamagedError, InputError for what is no backup of secrets."""

    def last_read(self, reference: str) -> datetime | None:
        """When a secret was last read from where it is kept; None if nobody knows."""

    @property
    def openbao(self) -> OpenBaoSettings: ...

    def set_openbao(self, settings: OpenBaoSettings) -> None:
        """Raises InputError."""

    def openbao_surroundings(self) -> OpenBaoSettings:
        """What the environment says where the settings say nothing. Never a token."""

    def test_openbao(self, settings: OpenBaoSettings) -> OpenBaoState:
        """Signs in as these settings say and reads no secret. Raises SecretStoreLockedError for a sealed server."""
