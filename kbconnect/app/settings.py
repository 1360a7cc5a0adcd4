"""What people set once for the whole program. Owns names and default values of settings; never a secret."""

from __future__ import annotations

from enum import StrEnum

from kbconnect.core.ports import Store


class Appearance(StrEnum):
    """Which colours the window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Settings:
    """The settings of one data folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def appearance(self) -> Appearance:
        kept = self._store.settings.get("appearance")
        return Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.settings.put("appearance", value.value)
