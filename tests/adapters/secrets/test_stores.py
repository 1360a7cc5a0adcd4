"""Where secrets go is chosen once, shown, and never changed behind anybody's back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.adapters.secrets import SecretStores, SecretSurroundings, open_secrets
from kbconnect.adapters.secrets.keyring_store import SystemKeyring
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import open_store
from kbconnect.core.connector import PassPhrasePurpose, Secret
from kbconnect.core.errors import (
    InputError,
    SecretMissingError,
    SecretStoreLockedError,
    SecretStoreMissingError,
    WrongKeyError,
)
from kbconnect.core.ports import SecretStore
from tests.adapters.secrets.contract import SecretStoreContract
from tests.adapters.secrets.leaks import assert_hidden
from tests.fakes_secrets import KeyringInMemory, SettingsInMemory, VaultRowsInMemory

KEY = Fernet.generate_key().decode()
PASSWORD = "plum-4711"


class Machine:
    """A home folder on a machine whose keyring comes and goes."""

    def __init__(self) -> None:
        self.rows = VaultRowsInMemory()
        self.settings = SettingsInMemory()
        self.keyring: KeyringInMemory | None = KeyringInMemory()
        self.pass_phrase: str | None = "correct horse battery"

    def start(self, environment: Mapping[str, str] | None = None) -> SecretStores:
        """The stores as a program that starts now has them."""
        surroundings = SecretSurroundings(environment or {}, self._ask, self._find, ScryptCost(n=2**4))
        return SecretStores(self.rows, self.settings, surroundings)

    def _ask(self, _: PassPhrasePurpose) -> str | None:
        return self.pass_phrase

    def _find(self) -> SystemKeyring:
        if self.keyring is None:
            raise SecretStoreMissingError("There is no keyring.")
        return SystemKeyring("Test keyring", self.keyring)


@pytest.fixture
def machine() -> Machine:
    return Machine()


class TestStoresOnKeyring(SecretStoreContract):
    @pytest.fixture
    def secrets(self, machine: Machine) -> SecretStore:
        stores = machine.start()
        stores.name = "keyring"  # what its references begin with
        return stores


class TestStoresOnVault(SecretStoreContract):
    @pytest.fixture
    def secrets(self, machine: Machine) -> SecretStore:
        stores = machine.start({"KBCONNECT_VAULT_KEY": KEY})
        stores.name = "vault"
        return stores


def test_the_keyring_is_taken_where_there_is_one(machine: Machine) -> None:
    stores = machine.start()
    assert (stores.current().name, stores.current().label) == ("keyring", "Test keyring")
    assert machine.settings.get("secret_store") is None
    reference = stores.put("c1", Secret(PASSWORD))
    assert reference.startswith("keyring:")
    assert machine.settings.get("secret_store") == "keyring"
    assert machine.start().get(reference).reveal() == PASSWORD


def test_a_keyring_that_is_gone_is_an_error_and_not_another_place(machine: Machine) -> None:
    reference = machine.start().put("c1", Secret(PASSWORD))
    machine.keyring = None
    stores = machine.start()
    assert (stores.current().name, stores.current().available) == ("keyring", False)
    for call in (lambda: stores.put("c2", Secret(PASSWORD)), lambda: stores.get(reference)):
        with pytest.raises(SecretStoreMissingError) as caught:
            call()
        assert_hidden(caught.value, PASSWORD)
    assert machine.rows.content().entries == ()
    assert stores.choose("vault").name == "vault"
    assert stores.put("c2", Secret(PASSWORD)) == "vault:c2"


def test_the_vault_is_taken_where_there_is_no_keyring_and_stays(machine: Machine) -> None:
    keyring, machine.keyring = machine.keyring, None
    assert machine.start().current().reason == "There is no keyring."
    assert machine.start().put("c1", Secret(PASSWORD)) == "vault:c1"
    machine.keyring = keyring
    assert machine.start().put("c2", Secret(PASSWORD)) == "vault:c2"
    assert [place.available for place in machine.start().places()] == [True, True]
    assert machine.start().choose("keyring").label == "Test keyring"
    assert machine.start().put("c2", Secret(PASSWORD)).startswith("keyring:")
    assert machine.start().get("vault:c1").reveal() == PASSWORD


def test_a_first_secret_that_was_not_stored_chooses_nothing(machine: Machine) -> None:
    machine.keyring, machine.pass_phrase = None, None
    with pytest.raises(SecretStoreLockedError):
        machine.start().put("c1", Secret(PASSWORD))
    assert machine.settings.get("secret_store") is None


def test_a_key_in_the_environment_means_the_vault_without_a_question(machine: Machine) -> None:
    machine.pass_phrase = None
    stores = machine.start({"KBCONNECT_VAULT_KEY": KEY})
    assert "KBCONNECT_VAULT_KEY" in stores.current().reason
    assert stores.put("c1", Secret(PASSWORD)) == "vault:c1"
    assert machine.settings.get("secret_store") == "vault"
    # Without the key the choice stands: an error, not the keyring.
    with pytest.raises(SecretStoreLockedError, match="KBCONNECT_VAULT_KEY"):
        machine.start().put("c2", Secret(PASSWORD))


def test_a_key_in_the_environment_changes_no_choice_that_was_made(machine: Machine) -> None:
    before = machine.start().put("c1", Secret("before"))
    stores = machine.start({"KBCONNECT_VAULT_KEY": KEY})
    assert stores.put("c2", Secret(PASSWORD)) == "vault:c2"
    assert stores.get(before).reveal() == "before"
    assert machine.settings.get("secret_store") == "keyring"


@pytest.mark.parametrize("value", ["", "  ", ",", " , "])
def test_an_empty_key_is_none(machine: Machine, value: str) -> None:
    assert machine.start({"KBCONNECT_VAULT_KEY": value}).current().name == "keyring"


def test_a_key_that_is_none_is_told(machine: Machine) -> None:
    with pytest.raises(WrongKeyError) as caught:
        machine.start({"KBCONNECT_VAULT_KEY": "rubbish-4711"}).put("c1", Secret(PASSWORD))
    assert_hidden(caught.value, PASSWORD)
    assert_hidden(caught.value, "rubbish-4711")


def test_choosing_without_a_wish_keeps_what_is_in_force(machine: Machine) -> None:
    assert machine.start().choose().name == "keyring"
    assert machine.settings.get("secret_store") == "keyring"
    machine.keyring = None
    with pytest.raises(SecretStoreMissingError):
        machine.start().choose()
    with pytest.raises(SecretStoreMissingError):
        machine.start().choose("keyring")
    with pytest.raises(InputError, match="no place"):
        machine.start().choose("attic")
    assert machine.settings.get("secret_store") == "keyring"


def test_references_of_others_are_read_and_left(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("from file\n")
    path.chmod(0o600)
    stores = machine.start({"PASSWORD": "from environment"})
    assert stores.get("env:PASSWORD").reveal() == "from environment"
    assert stores.get(f"file:{path}").reveal() == "from file"
    stores.delete("env:PASSWORD")
    stores.delete(f"file:{path}")
    assert stores.get(f"file:{path}").reveal() == "from file"
    assert machine.settings.get("secret_store") is None


@pytest.mark.parametrize(
    "reference", ["", PASSWORD, f"plain:{PASSWORD}", "keyring", "vault:", f":{PASSWORD}", "stores:x"]
)
def test_what_is_no_reference_is_refused_without_being_quoted(machine: Machine, reference: str) -> None:
    stores = machine.start()
    for call in (stores.get, stores.delete):
        with pytest.raises(InputError, match="not a reference") as caught:
            call(reference)
        assert PASSWORD not in "".join((*caught.value.args, caught.value.hint, caught.value.detail))


def test_homes_have_names_of_their_own_that_stay(machine: Machine) -> None:
    reference = machine.start().put("c1", Secret(PASSWORD))
    other = Machine()
    other.keyring = machine.keyring
    assert other.start().put("c1", Secret("other")) != reference
    assert machine.start().put("c1", Secret(PASSWORD)) == reference


def test_opened_on_a_store(tmp_path: Path) -> None:
    path = tmp_path / "kbconnect.db"
    with open_store(path) as store:
        secrets = open_secrets(store, {"KBCONNECT_VAULT_KEY": KEY}, lambda _: None)
        reference = secrets.put("c1", Secret(PASSWORD))
    with open_store(path) as store:
        assert open_secrets(store, {"KBCONNECT_VAULT_KEY": KEY}, lambda _: None).get(reference).reveal() == PASSWORD
        with pytest.raises(SecretMissingError):
            open_secrets(store, {}, lambda _: None).get("vault:other")


def test_whether_a_secret_can_be_had_depends_on_its_place(machine: Machine) -> None:
    reference = machine.start().put("c1", Secret(PASSWORD))
    assert reference.startswith("keyring:")
    machine.start().check_open(reference)
    machine.keyring = None
    with pytest.raises(SecretStoreMissingError):
        machine.start().check_open(reference)
    for elsewhere in ("env:DB_PASSWORD", "file:/run/secrets/db", ""):
        machine.start().check_open(elsewhere)
    stores = machine.start()
    stores.choose("vault")
    in_vault = stores.put("c2", Secret(PASSWORD))
    stores.check_open(in_vault)
    with pytest.raises(SecretStoreLockedError):
        machine.start().check_open(in_vault)
