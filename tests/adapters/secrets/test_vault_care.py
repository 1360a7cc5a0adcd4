"""The vault's key is changed in one step, the vault locks itself, and a backup opens with its pass phrase alone."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.adapters.secrets.backup import seal, unseal
from kbconnect.adapters.secrets.vault import VaultSecrets
from kbconnect.adapters.secrets.vault_care import IdleLock
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import open_store
from kbconnect.core.connector import PassPhrasePurpose, Secret
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDamagedError,
    SecretStoreLockedError,
    StoreTooNewError,
    WrongKeyError,
)
from kbconnect.core.secret_care import SavedSecret, SecretRole, VaultLock, VaultState
from kbconnect.core.store import VaultContent, VaultRepository
from tests.adapters.secrets.leaks import assert_hidden
from tests.fakes_secrets import VaultRowsInMemory

QUICK = ScryptCost(n=2**4)
PHRASE, OTHER_PHRASE = "correct horse battery", "another horse battery"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SAVED = (
    SavedSecret(SecretRole.PASSWORD, Secret("plum-4711"), "c1", "Support desk"),
    SavedSecret(SecretRole.TUNNEL, Secret("päar 🙂"), "c1", "Support desk"),
    SavedSecret(SecretRole.HASH_KEY, Secret("00ff")),
)


def with_person(rows: VaultRepository, idle: IdleLock | None = None, phrase: str | None = PHRASE) -> VaultSecrets:
    return VaultSecrets(rows, lambda _: phrase, None, QUICK, idle)


def with_keys(rows: VaultRepository, *keys: str) -> VaultSecrets:
    return VaultSecrets(rows, lambda _: pytest.fail("asked"), Secret(",".join(keys)), QUICK)


@pytest.fixture
def rows() -> VaultRowsInMemory:
    return VaultRowsInMemory()


# ------------------------------------------------------------------------------------------------- keys


def test_a_new_key_under_the_same_pass_phrase(rows: VaultRowsInMemory) -> None:
    vault = with_person(rows)
    references = [vault.put(f"c{number}", Secret(f"secret {number}")) for number in range(5)]
    before = rows.content()
    assert vault.rotate(Secret(PHRASE)) == 5
    after = rows.content()
    assert after.header != before.header
    assert not {entry.token for entry in before.entries} & {entry.token for entry in after.entries}
    for reader in (vault, with_person(rows)):
        assert [reader.get(reference).reveal() for reference in references] == [f"secret {n}" for n in range(5)]
    # The old key opens nothing any more: an old header with new tokens is of no use to who kept it.
    rows.rewrite(lambda content: VaultContent(before.header, content.entries))
    with pytest.raises(SecretDamagedError):
        with_person(rows).get(references[0])


def test_a_wrong_pass_phrase_rotates_nothing(rows: VaultRowsInMemory) -> None:
    vault = with_person(rows)
    vault.put("c1", Secret("one"))
    before = rows.content()
    with pytest.raises(WrongKeyError) as caught:
        vault.rotate(Secret("wrong horse battery"))
    assert_hidden(caught.value, "wrong horse battery")
    with pytest.raises(SecretStoreLockedError):
        vault.rotate(None)
    assert rows.content() == before


def test_keys_of_the_environment_are_rotated_on_request(rows: VaultRowsInMemory) -> None:
    with pytest.raises(InputError, match="empty"):
        with_keys(rows, OLD).rotate(None)
    reference = with_keys(rows, OLD).put("c1", Secret("one"))
    with pytest.raises(InputError, match="already"):
        with_keys(rows, OLD).rotate(None)
    both = with_keys(rows, NEW, OLD)
    assert both.state() == VaultState(VaultLock.KEY, 1, is_open=True, is_rotated=False)
    assert both.rotate(None) == 1
    assert both.state() == VaultState(VaultLock.KEY, 1, is_open=True, is_rotated=True)
    assert with_keys(rows, NEW).get(reference).reveal() == "one"
    with pytest.raises(WrongKeyError):
        with_keys(rows, OLD).get(reference)


@pytest.mark.parametrize("words", [[NEW, OLD], ["-"], ["+"]], ids=["keys", "rotated", "pass phrase"])
def test_killed_at_any_instant_one_key_opens_it(tmp_path: Path, words: list[str]) -> None:
    path, numbers = tmp_path / "kbconnect.db", range(40)
    with open_store(path) as store:
        vault = with_keys(store.vault, OLD) if len(words) == 2 else with_person(store.vault)
        for number in numbers:
            vault.put(f"c{number}", Secret(f"secret {number}"))
    command = [sys.executable, "-m", "tests.adapters.secrets.rotate_for_ever", str(path), *words]
    for kill in range(4):
        with subprocess.Popen(command, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            try:
                for _ in range(kill + 1):  # each time at another instant of the work
                    assert process.stdout.readline() == b"rotated\n"
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.003 * kill)
            finally:
                process.kill()
        with open_store(path) as store:
            readers = [with_keys(store.vault, key) for key in (OLD, NEW)]
            if len(words) == 1:
                readers = [with_person(store.vault, phrase=each) for each in (PHRASE, OTHER_PHRASE)]
            assert [_reads_all(reader, len(numbers)) for reader in readers].count(True) == 1


def _reads_all(vault: VaultSecrets, count: int) -> bool:
    try:
        return all(vault.get(f"vault:c{number}").reveal() == f"secret {number}" for number in range(count))
    except WrongKeyError:
        return False


# ------------------------------------------------------------------------------------------------- locking


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_it_locks_itself_after_a_while_and_asks_again(rows: VaultRowsInMemory) -> None:
    clock, still, asked = Clock(), Clock(), list[PassPhrasePurpose]()
    limit_s = 0.0

    def ask(purpose: PassPhrasePurpose) -> str:
        asked.append(purpose)
        return PHRASE

    vault = VaultSecrets(rows, ask, None, QUICK, IdleLock(lambda: limit_s, (clock, still)))
    reference = vault.put("c1", Secret("one"))
    clock.now += 100_000
    vault.check_open()
    assert vault.get(reference).reveal() == "one"
    limit_s = 600.0
    clock.now += 599
    assert vault.get(reference).reveal() == "one"
    assert asked == [PassPhrasePurpose.CREATE]
    clock.now += 601
    assert not vault.state().is_open
    with pytest.raises(SecretStoreLockedError):
        vault.check_open()
    assert vault.get(reference).reveal() == "one"
    vault.check_open()
    assert vault.state() == VaultState(VaultLock.PASS_PHRASE, 1, is_open=True)
    assert asked == [PassPhrasePurpose.CREATE, PassPhrasePurpose.UNLOCK]
    still.now += 601  # a clock that somebody has put back doesn't keep it open
    clock.now -= 5000
    assert not vault.state().is_open


def test_it_is_locked_on_request_here_and_elsewhere(rows: VaultRowsInMemory) -> None:
    mark = "first"
    vault = with_person(rows, IdleLock(mark=lambda: mark))
    vault.put("c1", Secret("one"))
    assert vault.state().is_open
    vault.lock()
    assert not vault.state().is_open
    vault.get("vault:c1")
    assert vault.state().is_open
    mark = "second"
    assert not vault.state().is_open
    vault.get("vault:c1")
    assert vault.state().is_open


def test_the_state_asks_nobody(rows: VaultRowsInMemory) -> None:
    vault = VaultSecrets(rows, lambda _: pytest.fail("asked"), None, QUICK)
    assert vault.state() == VaultState(VaultLock.NONE, 0, is_open=True)
    with_keys(rows, OLD).put("c1", Secret("one"))
    assert vault.state() == VaultState(VaultLock.KEY, 1, is_open=False)
    assert with_keys(rows, NEW).state() == VaultState(VaultLock.KEY, 1, is_open=False, is_rotated=False)


# ------------------------------------------------------------------------------------------------- backup


def test_a_backup_opens_with_its_pass_phrase() -> None:
    text = seal(SAVED, Secret(PHRASE), QUICK, NOON)
    assert unseal(text, Secret(PHRASE)) == SAVED
    entries = json.loads(text)
    assert {name: entries[name] for name in ("format", "version", "made_at", "kdf", "n", "r", "p")} == {
        "format": "kbconnect secrets",
        "version": 1,
        "made_at": "2026-01-02T12:00:00+00:00",
        "kdf": "scrypt",
        "n": 16,
        "r": 8,
        "p": 1,
    }
    for shown in ("plum-4711", "Support desk", "00ff", PHRASE):
        assert shown not in text
    assert seal(SAVED, Secret(PHRASE), QUICK, NOON) != text
    with pytest.raises(WrongKeyError, match="of this backup") as caught:
        unseal(text, Secret("wrong horse battery"))
    assert_hidden(caught.value, "plum-4711")
    with pytest.raises(InputError, match="8 characters"):
        seal(SAVED, Secret("short"), QUICK, NOON)


def test_any_changed_character_of_a_backup_is_damage() -> None:
    text = seal(SAVED, Secret(PHRASE), QUICK, NOON)
    for place in range(0, len(text) - 1, 13):
        changed = text[:place] + ("a" if text[place] != "a" else "b") + text[place + 1 :]
        with pytest.raises(KbConnectError) as caught:
            unseal(changed, Secret(PHRASE))
        assert isinstance(caught.value, SecretDamagedError | InputError)
        assert_hidden(caught.value, "plum-4711")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', "\x00", "[" * 100_000])
def test_what_is_no_backup(text: str) -> None:
    with pytest.raises(InputError, match="no backup"):
        unseal(text, Secret(PHRASE))


def test_a_backup_that_asks_for_all_memory_or_is_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.secrets.backup.digest_of", lambda _: "same")
    entries = json.loads(seal(SAVED, Secret(PHRASE), QUICK, NOON))
    for changes, error in (({"n": 2**40}, SecretDamagedError), ({"n": 0}, SecretDamagedError),
                           ({"version": 2}, StoreTooNewError)):  # fmt: skip
        with pytest.raises(error):
            unseal(json.dumps({**entries, **changes}), Secret(PHRASE))
