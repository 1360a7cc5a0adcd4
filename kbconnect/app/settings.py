"""What people set once for the whole program. Owns names and default values of settings; never a secret."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window asks for Appearance before anything heavy is loaded
    from kbconnect.core.connector import SecretPlace
    from kbconnect.core.ports import SecretPlaces
    from kbconnect.core.store import Store


class Appearance(StrEnum):
    """Which colours the window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Settings:
    """The settings of one data folder."""

    def __init__(self, store: Store, secrets: SecretPlaces) -> None:
        self._store = store
        self._secrets = secrets

    @property
    def appearance(self) -> Appearance:
        kept = self._store.settings.get("appearance")
        return Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.settings.put("appearance", value.value)

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """All places new secrets can go to, usable or not; may take a moment."""
        return self._secrets.places()

    def secret_place(self) -> SecretPlace:
        """Where the next secret goes; may take a moment."""
        return self._secrets.current()

    def choose_secret_place(self, name: str) -> SecretPlace:
        """Keeps a choice; secrets already stored stay where they are. Raises SecretStoreMissingError, InputError."""
        return self._secrets.choose(name)
