"""The contract on a real Secret Service. Not collected by itself: `test_keyring` runs it beside a gnome-keyring."""

from __future__ import annotations

import contextlib

import pytest

from kbconnect.adapters.secrets import SecretStores, SecretSurroundings
from kbconnect.adapters.secrets.keyring_store import KeyringSecrets, find_keyring
from kbconnect.core.connector import Secret
from kbconnect.core.errors import SecretStoreLockedError
from kbconnect.core.ports import SecretStore
from tests.adapters.secrets.contract import SecretStoreContract
from tests.fakes_secrets import SettingsInMemory, VaultRowsInMemory


@pytest.fixture(autouse=True)
def system_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests have the keyring switched off; here it is what is tested."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)


class TestSecretService(SecretStoreContract):
    @pytest.fixture
    def secrets(self) -> SecretStore:
        return KeyringSecrets("home")


def test_it_is_found_by_name() -> None:
    assert find_keyring().label.startswith("Secret Service")


def test_it_is_chosen_without_asking() -> None:
    settings = SettingsInMemory()
    stores = SecretStores(VaultRowsInMemory(), settings, SecretSurroundings({}, lambda _: pytest.fail("asked")))
    reference = stores.put("c1", Secret("hunter2"))
    assert reference.startswith("keyring:")
    assert (settings.get("secret_store"), stores.get(reference).reveal()) == ("keyring", "hunter2")


def test_a_locked_keyring_is_seen_without_a_prompt() -> None:
    """The last test here: nobody could unlock it again."""
    import secretstorage

    secrets = KeyringSecrets("home")
    secrets.check_open()
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    with pytest.raises(SecretStoreLockedError, match="locked"):
        secrets.check_open()
