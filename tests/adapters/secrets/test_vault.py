"""The encrypted vault: opens with its key alone, tells a wrong key from damage, and keeps nothing in the clear."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor  # noqa: TID251 - another thread asks meanwhile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.secrets.vault import VaultSecrets
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import open_store
from kbconnect.core.connector import PassPhrasePurpose, Secret
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDamagedError,
    SecretMissingError,
    SecretStoreLockedError,
    StoreBusyError,
    StoreTooNewError,
    WrongKeyError,
)
from kbconnect.core.ports import SecretStore
from kbconnect.core.store import VaultContent, VaultEntry, VaultRepository
from tests.adapters.secrets.contract import SecretStoreContract
from tests.adapters.secrets.leaks import assert_hidden
from tests.fakes_secrets import VaultRowsInMemory

QUICK = ScryptCost(n=2**4)
PHRASE = "correct horse battery"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
REFERENCE = "vault:c1"


class Person:
    """Answers with the pass phrase and remembers what for."""

    def __init__(self, answer: str | None = PHRASE) -> None:
        self.answer = answer
        self.asked: list[PassPhrasePurpose] = []

    def __call__(self, purpose: PassPhrasePurpose) -> str | None:
        self.asked.append(purpose)
        return self.answer


def nobody(purpose: PassPhrasePurpose) -> str | None:
    raise AssertionError(f"asked to {purpose}")


def with_keys(rows: VaultRepository, *keys: str) -> VaultSecrets:
    return VaultSecrets(rows, nobody, Secret(",".join(keys)), QUICK)


def with_person(rows: VaultRepository, person: Person | None = None) -> VaultSecrets:
    return VaultSecrets(rows, person or Person(), None, QUICK)


def tamper(rows: VaultRepository, **changes: Any) -> None:  # Any: fields of VaultContent
    rows.rewrite(lambda content: replace(content, **changes))


@pytest.fixture
def rows() -> VaultRowsInMemory:
    return VaultRowsInMemory()


class TestVaultWithKey(SecretStoreContract):
    @pytest.fixture
    def secrets(self, tmp_path: Path) -> SecretStore:
        return with_keys(open_store(tmp_path / "kbconnect.db").vault, OLD)


class TestVaultWithPassPhrase(SecretStoreContract):
    @pytest.fixture
    def secrets(self, rows: VaultRowsInMemory) -> SecretStore:
        return with_person(rows)


@given(st.text(st.characters(codec=None)), st.text(min_size=1))
def test_any_text_of_any_connector_comes_back(text: str, owner_id: str) -> None:
    rows = VaultRowsInMemory()
    reference = with_keys(rows, OLD).put(owner_id, Secret(text))
    assert with_keys(rows, OLD).get(reference).reveal() == text


def test_a_person_is_asked_once_in_a_process(rows: VaultRowsInMemory) -> None:
    person = Person()
    vault = with_person(rows, person)
    vault.put("c1", Secret("one"))
    vault.put("c2", Secret("two"))
    vault.get(REFERENCE)
    assert person.asked == [PassPhrasePurpose.CREATE]
    later = Person()
    vault = with_person(rows, later)
    assert vault.get("vault:c2").reveal() == "two"
    vault.get(REFERENCE)
    assert later.asked == [PassPhrasePurpose.UNLOCK]


def test_what_needs_no_key_asks_nobody(rows: VaultRowsInMemory) -> None:
    with_person(rows).put("c1", Secret("one"))
    vault = VaultSecrets(rows, nobody)
    with pytest.raises(SecretMissingError):
        vault.get("vault:other")
    vault.delete(REFERENCE)
    assert rows.content().entries == ()


def test_nobody_is_told_to_set_a_key_that_would_not_open_it(rows: VaultRowsInMemory) -> None:
    with_person(rows, Person("open sesame")).put("c1", Secret("plum-4711"))
    with pytest.raises(SecretStoreLockedError, match="pass phrase") as caught:
        with_person(rows, Person(None)).put("c2", Secret("plum-4712"))
    assert "KBCONNECT_VAULT_KEY" not in caught.value.hint
    with pytest.raises(SecretStoreLockedError, match="pass phrase") as caught:
        with_person(rows, Person(None)).check_open()
    assert "KBCONNECT_VAULT_KEY" not in caught.value.hint
    assert "window" in caught.value.hint
    with pytest.raises(SecretStoreLockedError, match="pass phrase") as caught:
        with_person(rows, Person(None)).rotate(None)
    assert "KBCONNECT_VAULT_KEY" not in caught.value.hint


def test_nobody_answers(rows: VaultRowsInMemory) -> None:
    with pytest.raises(SecretStoreLockedError, match="pass phrase") as caught:
        with_person(rows, Person(None)).put("c1", Secret("plum-4711"))
    assert "KBCONNECT_VAULT_KEY" in caught.value.hint
    assert_hidden(caught.value, "plum-4711")
    assert rows.content() == VaultContent(None, ())


def test_a_short_pass_phrase_is_refused(rows: VaultRowsInMemory) -> None:
    with pytest.raises(InputError, match="8 characters"):
        with_person(rows, Person("1234567")).put("c1", Secret("one"))
    assert rows.content() == VaultContent(None, ())


def test_a_wrong_pass_phrase_is_told_and_asked_again(rows: VaultRowsInMemory) -> None:
    with_person(rows).put("c1", Secret("plum-4711"))
    person = Person("wrong horse battery")
    vault = with_person(rows, person)
    for call in (lambda: vault.get(REFERENCE), lambda: vault.put("c1", Secret("plum-4711"))):
        with pytest.raises(WrongKeyError) as caught:
            call()
        assert_hidden(caught.value, "wrong horse battery")
        assert_hidden(caught.value, "plum-4711")
    person.answer = PHRASE
    assert vault.get(REFERENCE).reveal() == "plum-4711"


def test_a_pass_phrase_is_the_same_however_the_keyboard_sends_it(rows: VaultRowsInMemory) -> None:
    with_person(rows, Person("schönes Wetter")).put("c1", Secret("one"))
    assert with_person(rows, Person("scho\N{COMBINING DIAERESIS}nes Wetter")).get(REFERENCE).reveal() == "one"


def test_a_changed_pass_phrase_opens_the_same_tokens(rows: VaultRowsInMemory) -> None:
    vault = with_person(rows)
    vault.put("c1", Secret("one"))
    tokens = rows.content().entries
    with pytest.raises(WrongKeyError):
        vault.change_pass_phrase(Secret("something else"), Secret("new phrase for it"))
    with pytest.raises(InputError):
        vault.change_pass_phrase(Secret(PHRASE), Secret("short"))
    vault.change_pass_phrase(Secret(PHRASE), Secret("new phrase for it"))
    assert rows.content().entries == tokens
    assert vault.get(REFERENCE).reveal() == "one"
    assert with_person(rows, Person("new phrase for it")).get(REFERENCE).reveal() == "one"
    with pytest.raises(WrongKeyError):
        with_person(rows).get(REFERENCE)


def test_a_program_that_was_open_asks_again_after_the_pass_phrase_changed(rows: VaultRowsInMemory) -> None:
    person = Person()
    other = with_person(rows, person)
    other.put("c1", Secret("one"))
    with_person(rows).change_pass_phrase(Secret(PHRASE), Secret("new phrase for it"))
    person.answer = "new phrase for it"
    assert other.get(REFERENCE).reveal() == "one"
    assert person.asked == [PassPhrasePurpose.CREATE, PassPhrasePurpose.UNLOCK]


def test_a_vault_without_pass_phrase_has_none_to_change(rows: VaultRowsInMemory) -> None:
    vault = with_keys(rows, OLD)
    for _ in range(2):
        with pytest.raises(InputError, match="no pass phrase"):
            vault.change_pass_phrase(Secret(PHRASE), Secret("new phrase for it"))
        vault.put("c1", Secret("one"))


def test_a_new_key_in_front_encrypts_everything_again(rows: VaultRowsInMemory) -> None:
    vault = with_keys(rows, OLD)
    references = [vault.put(f"c{number}", Secret(f"secret {number}")) for number in range(5)]
    before = {entry.token for entry in rows.content().entries}
    assert with_keys(rows, NEW, OLD).get(references[0]).reveal() == "secret 0"
    assert not before & {entry.token for entry in rows.content().entries}
    renewed = with_keys(rows, NEW)
    assert [renewed.get(reference).reveal() for reference in references] == [f"secret {number}" for number in range(5)]
    with pytest.raises(WrongKeyError):
        with_keys(rows, OLD).get(references[0])
    with pytest.raises(WrongKeyError):
        vault.put("c9", Secret("with the old key"))
    assert len(rows.content().entries) == 5


def test_rotation_is_one_transaction(rows: VaultRowsInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_keys(rows, OLD).put("c1", Secret("one"))
    with_keys(rows, OLD).put("c2", Secret("two"))
    before = rows.content()

    def full(change: Callable[[VaultContent], VaultContent]) -> VaultContent:
        change(before)
        raise StoreBusyError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(rows, "rewrite", full)
        with pytest.raises(StoreBusyError):
            with_keys(rows, NEW, OLD).get(REFERENCE)
    assert rows.content() == before
    assert with_keys(rows, NEW, OLD).get(REFERENCE).reveal() == "one"


def test_a_damaged_token_does_not_stop_rotation_and_stays_damaged(rows: VaultRowsInMemory) -> None:
    vault = with_keys(rows, OLD)
    vault.put("c1", Secret("one"))
    vault.put("c2", Secret("two"))
    tamper(rows, entries=(VaultEntry("c1", "rubbish"), rows.content().entries[1]))
    assert with_keys(rows, NEW, OLD).get("vault:c2").reveal() == "two"
    with pytest.raises(SecretDamagedError):
        with_keys(rows, NEW).get("vault:c1")


@pytest.mark.parametrize(
    "key",
    ["rubbish", "plum-4711" * 5, OLD[:-2], OLD + " " + NEW, "é" * 44],
    ids=["word", "long", "short", "two", "no ASCII"],  # a key of its own each time would be a name of its own
)
def test_a_key_that_is_none_is_told_without_quoting_it(rows: VaultRowsInMemory, key: str) -> None:
    with pytest.raises(WrongKeyError, match="KBCONNECT_VAULT_KEY") as caught:
        with_keys(rows, NEW, key).put("c1", Secret("one"))
    assert_hidden(caught.value, key)


def test_a_wrong_key_is_not_a_damaged_token(rows: VaultRowsInMemory) -> None:
    with_keys(rows, OLD).put("c1", Secret("one"))
    for call in (
        lambda: with_keys(rows, NEW).get(REFERENCE),
        lambda: with_keys(rows, NEW).put("c2", Secret("two")),
    ):
        with pytest.raises(WrongKeyError) as caught:
            call()
        assert_hidden(caught.value, NEW)
    assert with_keys(rows, OLD).get(REFERENCE).reveal() == "one"


@pytest.mark.parametrize("opened", [with_keys, with_person])
def test_any_changed_character_of_a_token_is_damage(opened: Callable[..., VaultSecrets]) -> None:
    rows = VaultRowsInMemory()
    keys = [OLD] if opened is with_keys else []
    vault = opened(rows, *keys)
    vault.put("c1", Secret("plum-4711"))
    whole = rows.content()
    token = whole.entries[0].token
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        tamper(rows, entries=(VaultEntry("c1", changed),))
        with pytest.raises(SecretDamagedError) as caught:
            vault.get(REFERENCE)
        assert_hidden(caught.value, "plum-4711")
    rows.rewrite(lambda _: whole)
    assert vault.get(REFERENCE).reveal() == "plum-4711"


@pytest.mark.parametrize("keys", [(OLD,), ()])
def test_any_changed_character_of_the_header_is_damage_and_not_a_wrong_key(keys: tuple[str, ...]) -> None:
    rows = VaultRowsInMemory()
    vault = with_keys(rows, *keys) if keys else with_person(rows)
    vault.put("c1", Secret("one"))
    header = rows.content().header
    assert header is not None
    for place in range(0, len(header), 11):
        changed = header[:place] + ("a" if header[place] != "a" else "b") + header[place + 1 :]
        tamper(rows, header=changed)
        with pytest.raises(SecretDamagedError):
            (with_keys(rows, *keys) if keys else with_person(rows)).get(REFERENCE)
    tamper(rows, header=None)
    for call in (lambda: vault.get(REFERENCE), lambda: vault.put("c2", Secret("two"))):
        with pytest.raises(SecretDamagedError):
            call()


def test_a_header_that_asks_for_all_memory_is_damage(rows: VaultRowsInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = with_person(rows)
    vault.put("c1", Secret("one"))
    monkeypatch.setattr("kbconnect.adapters.secrets.vault_keys.digest_of", lambda _: "same")
    entries = json.loads(rows.content().header or "")
    for changes, error in (({"n": 2**40}, SecretDamagedError), ({"version": 2}, StoreTooNewError)):
        text = json.dumps({**entries, "digest": "same", **changes})
        tamper(rows, header=text)
        with pytest.raises(error):
            vault.get(REFERENCE)


def test_tokens_that_changed_places_are_noticed(rows: VaultRowsInMemory) -> None:
    vault = with_keys(rows, OLD)
    vault.put("c1", Secret("plum-4711"))
    vault.put("c2", Secret("pear-4712"))
    first, second = (entry.token for entry in rows.content().entries)
    tamper(rows, entries=(VaultEntry("c1", second), VaultEntry("c2", first)))
    with pytest.raises(SecretDamagedError) as caught:
        vault.get(REFERENCE)
    assert "another connector" in caught.value.detail
    assert_hidden(caught.value, "pear-4712")


def test_a_vault_with_a_pass_phrase_says_so_to_a_key(rows: VaultRowsInMemory) -> None:
    with_person(rows).put("c1", Secret("one"))
    with pytest.raises(WrongKeyError, match="pass phrase"):
        with_keys(rows, OLD).get(REFERENCE)
    with pytest.raises(WrongKeyError, match="pass phrase"):
        with_keys(rows, OLD).put("c2", Secret("two"))
    assert with_person(rows).get(REFERENCE).reveal() == "one"


def test_a_vault_with_a_key_says_so_where_there_is_none(rows: VaultRowsInMemory) -> None:
    with_keys(rows, OLD).put("c1", Secret("one"))
    with pytest.raises(SecretStoreLockedError, match="KBCONNECT_VAULT_KEY"):
        VaultSecrets(rows, nobody).get(REFERENCE)


@pytest.mark.parametrize("made_with_key", [True, False])
def test_an_emptied_vault_takes_a_new_key(rows: VaultRowsInMemory, made_with_key: bool) -> None:
    vault = with_keys(rows, OLD) if made_with_key else with_person(rows)
    vault.delete(vault.put("c1", Secret("one")))
    fresh = with_keys(rows, NEW)
    assert fresh.get(fresh.put("c2", Secret("two"))).reveal() == "two"


def test_an_emptied_vault_keeps_its_pass_phrase(rows: VaultRowsInMemory) -> None:
    vault = with_person(rows)
    vault.delete(vault.put("c1", Secret("one")))
    with pytest.raises(WrongKeyError):
        with_person(rows, Person("wrong horse battery")).put("c1", Secret("one"))


def test_a_lost_pass_phrase_ends_with_an_erased_vault(rows: VaultRowsInMemory) -> None:
    with_person(rows).put("c1", Secret("one"))
    person = Person("another pass phrase")
    vault = with_person(rows, person)
    vault.erase()
    assert rows.content() == VaultContent(None, ())
    assert vault.get(vault.put("c1", Secret("two"))).reveal() == "two"
    assert person.asked == [PassPhrasePurpose.CREATE]


def test_two_programs_that_make_the_vault_together_make_one(rows: VaultRowsInMemory) -> None:
    other = with_person(rows)

    class Slow(Person):
        def __call__(self, purpose: PassPhrasePurpose) -> str | None:
            if purpose is PassPhrasePurpose.CREATE:
                other.put("c1", Secret("of the other"))
            return super().__call__(purpose)

    person = Slow()
    vault = with_person(rows, person)
    assert vault.get(vault.put("c2", Secret("ours"))).reveal() == "ours"
    assert vault.get(REFERENCE).reveal() == "of the other"
    assert person.asked == [PassPhrasePurpose.CREATE, PassPhrasePurpose.UNLOCK]


def test_a_vault_that_always_changes_is_busy(rows: VaultRowsInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "rewrite", lambda change: VaultContent("another", ()))
    with pytest.raises(StoreBusyError) as caught:
        with_keys(rows, OLD).put("c1", Secret("plum-4711"))
    assert_hidden(caught.value, "plum-4711")


def test_the_usual_cost_is_memory_hard() -> None:
    cost = ScryptCost()
    assert 128 * cost.n * cost.block_size >= 128 * 2**20


def test_nothing_of_a_secret_is_in_the_file_in_the_clear(tmp_path: Path) -> None:
    path = tmp_path / "kbconnect.db"
    marks = ["plum-4711-ä", PHRASE, OLD]
    with open_store(path) as store:
        with_person(store.vault).put("c1", Secret(marks[0]))
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        store.vault.rewrite(lambda _: VaultContent(None, ()))
        with_keys(store.vault, OLD).put("c1", Secret(marks[0]))
        found += b"".join(file.read_bytes() for file in tmp_path.iterdir())
    found += path.read_bytes()
    assert b"c1" in found
    for mark in marks:
        assert mark.encode() not in found
        assert mark.encode("utf-16-le") not in found
        assert json.dumps(mark)[1:-1].encode() not in found


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can be removed on POSIX only")
def test_a_failing_database_shows_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "kbconnect.db"
    with open_store(path) as store:
        vault = with_keys(store.vault, OLD)
        vault.put("c1", Secret("plum-4711"))
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE vault_entries")
        for call in (lambda: vault.put("c1", Secret("pear-4712")), lambda: vault.get(REFERENCE)):
            with pytest.raises(KbConnectError) as caught:
                call()
            assert_hidden(caught.value, "pear-4712")
            assert_hidden(caught.value, "plum-4711")
            assert_hidden(caught.value, OLD)


def test_whether_it_is_open_is_found_out_without_asking() -> None:
    rows = VaultRowsInMemory()
    VaultSecrets(rows, nobody, None, QUICK).check_open()  # an empty vault keeps nothing
    opened = VaultSecrets(rows, Person(), None, QUICK)
    opened.put("c1", Secret("hunter2"))
    opened.check_open()
    with pytest.raises(SecretStoreLockedError, match="pass phrase"):
        VaultSecrets(rows, nobody, None, QUICK).check_open()


def test_a_vault_with_its_key_in_the_environment_is_open() -> None:
    rows = VaultRowsInMemory()
    VaultSecrets(rows, nobody, Secret(OLD), QUICK).put("c1", Secret("hunter2"))
    VaultSecrets(rows, nobody, Secret(OLD), QUICK).check_open()
    with pytest.raises(SecretStoreLockedError, match="locked with a key, and KBCONNECT_VAULT_KEY is not set"):
        VaultSecrets(rows, nobody, None, QUICK).check_open()


def test_while_somebody_is_asked_it_is_locked() -> None:
    rows = VaultRowsInMemory()
    VaultSecrets(rows, Person(), None, QUICK).put("c1", Secret("hunter2"))
    found: list[str] = []

    def asked(_: PassPhrasePurpose) -> str:
        with ThreadPoolExecutor(1) as pool, pytest.raises(SecretStoreLockedError) as caught:
            pool.submit(secrets.check_open).result()
        found.append(caught.value.code)
        return PHRASE

    secrets = VaultSecrets(rows, asked, None, QUICK)
    assert secrets.get(REFERENCE).reveal() == "hunter2"
    assert found == ["secret_store_locked"]
