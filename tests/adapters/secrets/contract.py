"""What every writable secret store must do, as tests to inherit. A subclass gives the fixture `secrets`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor  # noqa: TID251 - worker threads are what is tested

import pytest

from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, SecretMissingError
from kbconnect.core.ports import SecretStore

TEXTS = {
    "plain": "hunter2",
    "empty": "",
    "one space": " ",
    "line breaks": "\r\nfirst\nsecond\n",
    "marks of URLs and shells": "@:/%#?&'\"\\$`{}|;,=",
    "any script": "pässwörd Ωμέγα пароль 密碼 🙂 \N{COMBINING DIAERESIS}a",
    "control characters": "\x00\x01\x7f\x1b[0m\x00",
    "like JSON": '{"secret": null}',
    "like a reference": "env:HOME",
    "long": "0123456789" * 20_000,
}


class SecretStoreContract:
    """Inherit and define `secrets`."""

    @pytest.fixture
    def secrets(self) -> SecretStore:
        raise NotImplementedError

    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
    def test_a_secret_comes_back(self, secrets: SecretStore, text: str) -> None:
        reference = secrets.put("c1", Secret(text))
        assert secrets.get(reference).reveal() == text

    def test_half_a_character_comes_back_or_is_refused(self, secrets: SecretStore) -> None:
        before = secrets.put("c1", Secret("before"))
        try:
            secrets.put("c1", Secret("\ud800"))
        except InputError:
            assert secrets.get(before).reveal() == "before"
        else:
            assert secrets.get(before).reveal() == "\ud800"

    def test_a_reference_names_the_store_and_not_the_secret(self, secrets: SecretStore) -> None:
        reference = secrets.put("c1", Secret("hunter2"))
        assert reference.startswith(f"{secrets.name}:")
        assert "hunter2" not in reference
        assert "hunter2" not in repr(secrets)
        assert "hunter2" not in f"{secrets.get(reference)!r} {secrets.get(reference)}"

    def test_a_secret_is_replaced_under_the_same_reference(self, secrets: SecretStore) -> None:
        reference = secrets.put("c1", Secret("old"))
        assert secrets.put("c1", Secret("new")) == reference
        assert secrets.get(reference).reveal() == "new"

    def test_connectors_have_secrets_of_their_own(self, secrets: SecretStore) -> None:
        first, second = secrets.put("c1", Secret("one")), secrets.put("c2", Secret("two"))
        assert (secrets.get(first).reveal(), secrets.get(second).reveal()) == ("one", "two")
        secrets.delete(first)
        assert secrets.get(second).reveal() == "two"

    def test_a_deleted_secret_is_missing_and_can_be_deleted_again(self, secrets: SecretStore) -> None:
        reference = secrets.put("c1", Secret("hunter2"))
        secrets.delete(reference)
        secrets.delete(reference)
        with pytest.raises(SecretMissingError):
            secrets.get(reference)

    def test_threads_share_it(self, secrets: SecretStore) -> None:
        def work(number: int) -> bool:
            reference = secrets.put(f"c{number}", Secret(f"secret {number}"))
            return secrets.get(reference).reveal() == f"secret {number}"

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(work, range(12))) == [True] * 12
