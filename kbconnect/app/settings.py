"""What people set once for the whole program. Owns names and default values of settings; never a secret."""

from __future__ import annotations

from collections.abc import Callable
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


class LogLevel(StrEnum):
    """How much goes to the log file."""

    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"


MOST_THREADS = 64

_THREADS, _SPARE_BATTERY, _LOG_LEVEL = "embedding_threads", "spare_battery", "log_level"


class Settings:
    """The settings of one data folder."""

    def __init__(self, store: Store, secrets: SecretPlaces) -> None:
        self._store = store
        self._secrets = secrets
        self._followers: dict[str, Callable[[], object]] = {}

    def follow(self, setting: str, changed: Callable[[], object]) -> None:
        """changed: called after this setting was changed in this program, on the thread that did it. setting: the name
        of a property that can be set: embedding_threads, spare_battery or log_level."""
        self._followers[setting] = changed

    def _keep(self, name: str, value: str) -> None:
        self._store.settings.put(name, value)
        if name in self._followers:
            self._followers[name]()

    @property
    def appearance(self) -> Appearance:
        kept = self._store.settings.get("appearance")
        return Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.settings.put("appearance", value.value)

    @property
    def embedding_threads(self) -> int:
        """Processors that adding meaning may use; 0: all there are."""
        kept = self._store.settings.get(_THREADS) or ""
        return min(int(kept), MOST_THREADS) if kept.isascii() and kept.isdigit() else 0

    @embedding_threads.setter
    def embedding_threads(self, number: int) -> None:
        """Raises InputError for a number below 0 or above MOST_THREADS."""
        if not 0 <= number <= MOST_THREADS:
            from kbconnect.core.errors import InputError

            raise InputError(
                f"Adding meaning can't use {number:,} processors.",
                meaning="Nothing was changed.",
                hint=f"Choose a number from 1 to {MOST_THREADS}, or 0 for all there are.",
            )
        self._keep(_THREADS, str(number))

    @property
    def spare_battery(self) -> bool:
        """Adding meaning waits while this computer runs on its battery."""
        return bool(self._store.settings.get(_SPARE_BATTERY))

    @spare_battery.setter
    def spare_battery(self, wanted: bool) -> None:
        self._keep(_SPARE_BATTERY, "1" if wanted else "")

    @property
    def log_level(self) -> LogLevel:
        kept = self._store.settings.get(_LOG_LEVEL)
        return LogLevel(kept) if kept in set(LogLevel) else LogLevel.INFO

    @log_level.setter
    def log_level(self, value: LogLevel) -> None:
        self._keep(_LOG_LEVEL, value.value)

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """All places new secrets can go to, usable or not; may take a moment."""
        return self._secrets.places()

    def secret_place(self) -> SecretPlace:
        """Where the next secret goes; may take a moment."""
        return self._secrets.current()

    def choose_secret_place(self, name: str) -> SecretPlace:
        """Keeps a choice; secrets already stored stay where they are. Raises SecretStoreMissingError, InputError."""
        return self._secrets.choose(name)
