"""Secret stores in memory, for tests that need one and not the real thing. They pass the contract of the real ones."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kbconnect.core.connector import Secret
from kbconnect.core.errors import SecretMissingError
from kbconnect.core.store import VaultContent


class SecretsInMemory:
    """See `kbconnect.core.ports.SecretStore`."""

    name = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def get(self, reference: str) -> Secret:
        if reference not in self._secrets:
            raise SecretMissingError("There is no such secret.")
        return self._secrets[reference]

    def put(self, owner_id: str, secret: Secret) -> str:
        reference = f"{self.name}:{owner_id}"
        self._secrets[reference] = secret
        return reference

    def delete(self, reference: str) -> None:
        self._secrets.pop(reference, None)


class VaultRowsInMemory:
    """See `kbconnect.core.store.VaultRepository`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._content = VaultContent(None, ())

    def content(self) -> VaultContent:
        return self._content

    def rewrite(self, change: Callable[[VaultContent], VaultContent]) -> VaultContent:
        with self._lock:
            self._content = change(self._content)
            return self._content


class SettingsInMemory:
    """See `kbconnect.core.store.SettingRepository`."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def put(self, name: str, value: str) -> None:
        self._values[name] = value

    def remove(self, name: str) -> None:
        self._values.pop(name, None)


class KeyringInMemory:
    """A back end of `keyring`, not locked. `failure` is raised by every call while it is set."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.failure = failure

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        password.encode()  # as D-Bus does
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.entries[service, username]

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
