"""The OS keyring: every failure has its name, weak back ends are refused, and a real Secret Service keeps secrets."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import keyring.errors
import pytest

from kbconnect.adapters.secrets.envelopes import Envelopes, RowsOfVault
from kbconnect.adapters.secrets.keyring_store import SERVICE, KeyringSecrets, SystemKeyring, find_keyring
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDamagedError,
    SecretError,
    SecretMissingError,
    SecretStoreLockedError,
    SecretStoreMissingError,
)
from kbconnect.core.ports import SecretStore
from kbconnect.core.store import VaultContent, VaultEntry
from tests import servers
from tests.adapters.secrets.contract import SecretStoreContract
from tests.adapters.secrets.leaks import assert_hidden
from tests.fakes_secrets import KeyringInMemory, VaultRowsInMemory

PASSWORD = "plum-4711"
DBUS_MODULES = ("secretstorage.exceptions", "jeepney.wrappers", "jeepney.auth", "jeepney.io.common")


def on(backend: KeyringInMemory, max_utf16_units: int | None = None) -> KeyringSecrets:
    return KeyringSecrets("home", lambda: SystemKeyring("Test keyring", backend, max_utf16_units))


def linux_failures() -> list[tuple[Exception, type[KbConnectError]]]:
    """What the Secret Service's client and the D-Bus library under it raise, and the error it must become."""
    if sys.platform != "linux":
        return []
    client = importlib.import_module("secretstorage.exceptions")
    bus = importlib.import_module("jeepney")
    router = importlib.import_module("jeepney.io.common")

    def answer(name: str) -> Exception:
        fields = {bus.HeaderFields.error_name: name}
        message = SimpleNamespace(header=SimpleNamespace(fields=fields), body=("words",))
        error: Exception = bus.DBusErrorResponse(message)
        return error

    return [
        (client.SecretServiceNotAvailableException("gone"), SecretStoreMissingError),
        (client.LockedException("locked"), SecretStoreLockedError),
        (client.PromptDismissedException("no"), SecretStoreLockedError),
        (client.ItemNotFoundException("gone"), SecretError),
        (client.SecretStorageException("else"), SecretError),
        (answer("org.freedesktop.Secret.Error.IsLocked"), SecretStoreLockedError),
        (answer("org.freedesktop.DBus.Error.NoReply"), SecretError),
        (router.RouterClosed("closed"), SecretError),
    ]


class TestKeyringInMemory(SecretStoreContract):
    @pytest.fixture
    def secrets(self) -> SecretStore:
        return on(KeyringInMemory())


@pytest.mark.server
@pytest.mark.parametrize("module", ["run_on_secret_service"])
def test_a_real_secret_service_keeps_the_contract(secret_service: servers.SecretService, module: str) -> None:
    path = Path(__file__).parent / f"{module}.py"
    result = secret_service.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", str(path))
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout
    assert "skipped" not in result.stdout


CALLS = """
import sys
from kbconnect.adapters.secrets.keyring_store import KeyringSecrets
from kbconnect.core.errors import KbConnectError
from kbconnect.core.connector import Secret
secrets = KeyringSecrets("home")
for call in (lambda: secrets.put("c1", Secret("plum-4711")), lambda: secrets.get("keyring:home/c1")):
    try:
        call()
    except KbConnectError as error:
        print(type(error).__name__)
"""


@pytest.mark.server
def test_a_locked_secret_service_is_told_from_a_missing_one(
    secret_service: servers.SecretService, tmp_path: Path
) -> None:
    root = {"PYTHONPATH": str(Path(__file__).parents[3])}
    locked = secret_service.run("-c", CALLS, locked=True, environment=root)
    assert locked.stdout.split() == ["SecretStoreLockedError"] * 2, locked.stderr
    none = {**root, "HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none", "PATH": "/usr/bin"}
    missing = subprocess.run([sys.executable, "-c", CALLS], env=none, capture_output=True, text=True, check=True)
    assert missing.stdout.split() == ["SecretStoreMissingError"] * 2


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (keyring.errors.NoKeyringError("none"), SecretStoreMissingError),
        (keyring.errors.KeyringLocked("locked"), SecretStoreLockedError),
        (keyring.errors.InitError("locked"), SecretStoreLockedError),
        (keyring.errors.PasswordSetError(f"can't store {PASSWORD}"), SecretError),
        (keyring.errors.PasswordDeleteError("denied"), SecretError),
        (keyring.errors.KeyringError("else"), SecretError),
        (ConnectionResetError("gone"), SecretError),
        (EOFError("gone"), SecretError),
        (RuntimeError(f"bad {PASSWORD}"), SecretError),
        (UnicodeDecodeError("utf-8", PASSWORD.encode() + b"\xff", 9, 10, "bad"), SecretDamagedError),
        (UnicodeEncodeError("utf-8", PASSWORD + "\ud800", 9, 10, "bad"), InputError),
        *linux_failures(),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_failure_of_a_back_end_has_its_error(failure: Exception, expected: type[KbConnectError]) -> None:
    backend = KeyringInMemory()
    secrets = on(backend)
    reference = secrets.put("c1", Secret(PASSWORD))
    backend.failure = failure
    for call in (
        lambda: secrets.put("c1", Secret(PASSWORD)),
        lambda: secrets.get(reference),
        lambda: secrets.delete(reference),
    ):
        with pytest.raises(expected) as caught:
            call()
        assert type(caught.value) is expected
        assert caught.value.__cause__ is caught.value.__context__ is None
        assert PASSWORD not in caught.value.message + caught.value.hint
    with pytest.raises(expected) as caught:
        secrets.put("c1", Secret(PASSWORD))
    assert_hidden(caught.value, PASSWORD)
    backend.failure = None
    assert secrets.get(reference).reveal() == PASSWORD


def exceptions_of(*modules: str) -> list[type[Exception]]:
    found = {
        value
        for module in modules
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == module
    }
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize(
    "kind",
    exceptions_of("keyring.errors") + (exceptions_of(*DBUS_MODULES) if sys.platform == "linux" else []),
)
def test_no_exception_class_of_a_back_end_is_unmapped(kind: type[Exception]) -> None:
    failure = kind.__new__(kind)
    Exception.__init__(failure, "words")
    failure.__dict__.update(name="org.example.Error", data=("words",), msg="words")
    with pytest.raises(KbConnectError):
        on(KeyringInMemory(failure)).get("keyring:home/c1")


def test_homes_of_one_account_do_not_meet() -> None:
    backend = KeyringInMemory()
    first, second = (KeyringSecrets(home, lambda: SystemKeyring("Test", backend)) for home in ("one", "two"))
    references = first.put("demo", Secret("of one")), second.put("demo", Secret("of two"))
    assert [first.get(references[0]).reveal(), second.get(references[1]).reveal()] == ["of one", "of two"]
    assert {service for service, _ in backend.entries} == {SERVICE}


def test_windows_takes_what_fits_and_says_how_much_that_is() -> None:
    secrets = on(KeyringInMemory(), max_utf16_units=1280)
    for text in ("x" * 1280, "🙂" * 640):
        assert secrets.get(secrets.put("c1", Secret(text))).reveal() == text
    for text in ("x" * 1281, "🙂" * 641):
        with pytest.raises(InputError, match="1,280 characters") as caught:
            secrets.put("c1", Secret(text))
        assert_hidden(caught.value, text)
    assert secrets.get("keyring:home/c1").reveal() == "🙂" * 640


def test_a_keyring_that_keeps_something_else_is_noticed() -> None:
    class Cutting(KeyringInMemory):
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password.partition("\0")[0])

    backend = Cutting()
    with pytest.raises(SecretError, match="did not keep") as caught:
        on(backend).put("c1", Secret(f"{PASSWORD}\0more"))
    assert_hidden(caught.value, PASSWORD)
    assert backend.entries == {}


def configure(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)


@pytest.mark.parametrize("name", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_a_back_end_that_keeps_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    configure(monkeypatch, name)
    with pytest.raises(SecretStoreMissingError, match="switched off") as caught:
        KeyringSecrets("home").put("c1", Secret(PASSWORD))
    assert caught.value.detail == name
    assert_hidden(caught.value, PASSWORD)


def test_a_back_end_that_writes_plain_text_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "plain_keyring_of_tests.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = -1\n"
        "    def get_password(self, service, username): raise AssertionError\n"
        "    def set_password(self, service, username, password): raise AssertionError\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    configure(monkeypatch, "plain_keyring_of_tests.PlaintextKeyring")
    with pytest.raises(SecretStoreMissingError, match="does not protect"):
        KeyringSecrets("home").put("c1", Secret(PASSWORD))


def test_without_a_configuration_only_the_systems_own_keyrings_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr("keyring.core.load_config", lambda: None)
    secure = type("Keyring", (KeyringInMemory,), {"__module__": "keyring.backends.SecretService", "priority": 5})()
    worse = type("PlaintextKeyring", (KeyringInMemory,), {"__module__": "keyrings.alt.file", "priority": 9})()
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [worse, secure])
    assert find_keyring().backend is secure
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [worse])
    with pytest.raises(SecretStoreMissingError, match="no keyring that is running"):
        find_keyring()


def test_the_keyring_has_a_name_for_people() -> None:
    assert on(KeyringInMemory()).label() == "Test keyring"


@pytest.mark.parametrize("name", ["nowhere.Keyring", "keyring.backends.null.Nothing", "rubbish", ""])
def test_a_configuration_that_names_nothing_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    configure(monkeypatch, name)
    with pytest.raises(SecretStoreMissingError):
        find_keyring()


def test_a_secret_that_is_not_there_is_missing() -> None:
    with pytest.raises(SecretMissingError):
        on(KeyringInMemory()).get("keyring:home/c1")


def test_whether_it_is_locked_is_found_out_without_reading_anything() -> None:
    backend = KeyringInMemory(AssertionError("a secret was asked for"))
    locked = True
    secrets = KeyringSecrets("home", lambda: SystemKeyring("Test keyring", backend, is_locked=lambda: locked))
    with pytest.raises(SecretStoreLockedError, match="locked"):
        secrets.check_open()
    locked = False
    secrets.check_open()
    on(backend).check_open()  # one that can't say so is taken for open


def test_a_keyring_that_is_gone_is_missing() -> None:
    def fail() -> bool:
        raise keyring.errors.NoKeyringError("gone")

    with pytest.raises(SecretStoreMissingError):
        KeyringSecrets("home", lambda: SystemKeyring("Test keyring", KeyringInMemory(), is_locked=fail)).check_open()


# ------------------------------------------------------------------------------------------------- envelopes


class TestKeyringWithSmallEntries(SecretStoreContract):
    """As Windows' keyring: what is longer than an entry may be goes into an envelope."""

    @pytest.fixture
    def secrets(self) -> SecretStore:
        return with_envelopes(KeyringInMemory(), VaultRowsInMemory())


def with_envelopes(backend: KeyringInMemory, rows: VaultRowsInMemory) -> KeyringSecrets:
    return KeyringSecrets("home", lambda: SystemKeyring("Small keyring", backend, 1280), Envelopes(rows))


def test_a_large_secret_has_its_key_in_the_keyring_and_its_text_in_the_store() -> None:
    backend, rows = KeyringInMemory(), VaultRowsInMemory()
    secrets, large = with_envelopes(backend, rows), PASSWORD * 1000
    reference = secrets.put("c1", Secret(large))
    assert all(len(kept) <= 1280 for kept in backend.entries.values())
    for written in (*backend.entries.values(), *(row.token for row in rows.content().entries)):
        assert PASSWORD not in written
    assert with_envelopes(backend, rows).get(reference).reveal() == large
    secrets.put("c1", Secret(large + "2"))
    assert secrets.get(reference).reveal() == large + "2"
    assert len(rows.content().entries) == 1
    secrets.put("c1", Secret("small"))
    assert (secrets.get(reference).reveal(), rows.content().entries) == ("small", ())
    secrets.put("c1", Secret(large))
    secrets.delete(reference)
    assert (rows.content().entries, backend.entries) == ((), {})


def test_an_envelope_without_its_other_half_is_damaged() -> None:
    backend, rows = KeyringInMemory(), VaultRowsInMemory()
    secrets = with_envelopes(backend, rows)
    reference = secrets.put("c1", Secret(PASSWORD * 1000))
    key = next(iter(backend.entries.values()))
    changed = tuple(replace(row, token=row.token[:-9] + "AAAAAAAA=") for row in rows.content().entries)
    for content in (VaultContent(None, changed), VaultContent(None, ())):
        rows.rewrite(partial(_set_to, content))
        with pytest.raises(SecretDamagedError, match="second half") as caught:
            secrets.get(reference)
        assert_hidden(caught.value, key)


def _set_to(content: VaultContent, _: VaultContent) -> VaultContent:
    return content


def test_a_program_that_ends_between_the_two_halves_loses_nothing() -> None:
    backend, rows = KeyringInMemory(), VaultRowsInMemory()
    secrets = with_envelopes(backend, rows)
    reference = secrets.put("c1", Secret(PASSWORD * 1000))
    backend.failure = RuntimeError("killed")
    with pytest.raises(SecretError):
        secrets.put("c1", Secret("pear-4712" * 1000))
    backend.failure = None
    assert secrets.get(reference).reveal() == PASSWORD * 1000
    assert len(rows.content().entries) == 2  # what nobody needs goes with the next
    secrets.put("c1", Secret("plum" * 1000))
    assert len(rows.content().entries) == 1


def test_a_secret_that_looks_like_a_key_of_an_envelope_is_none() -> None:
    backend, rows = KeyringInMemory(), VaultRowsInMemory()
    secrets = with_envelopes(backend, rows)
    text = f"kbconnect-envelope:{'0' * 16}:{'A' * 43}="
    assert secrets.get(secrets.put("c1", Secret(text))).reveal() == text


def test_the_vault_does_not_see_envelopes() -> None:
    rows = VaultRowsInMemory()
    reference = with_envelopes(KeyringInMemory(), rows).put("c1", Secret(PASSWORD * 1000))
    own = RowsOfVault(rows)
    assert own.content() == VaultContent(None, ())
    own.rewrite(lambda content: replace(content, header="x", entries=(VaultEntry("c2", "token"),)))
    assert own.content() == VaultContent("x", (VaultEntry("c2", "token"),))
    own.rewrite(lambda _: VaultContent(None, ()))
    assert [row.name.startswith("envelope/home/c1/") for row in rows.content().entries] == [True]
    assert reference.startswith("keyring:")
