"""Moves secrets and is killed at its first write, then at its second, and so on. Not a test: `test_secret_moves_killed`
runs it and looks at what each of them left behind.

Arguments: a data folder to copy for each, the folder for the copies, and where the secrets go.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kbconnect.adapters.secrets import SecretStores, SecretSurroundings
from kbconnect.adapters.secrets.keyring_store import SystemKeyring
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import SqlStore, open_store
from kbconnect.app.secret_moves import SecretMoves
from kbconnect.core.job import InlineContext

LONGEST = 100
"""UTF-16 units a secret, as of Windows: a longer one is kept in the vault's rows, encrypted by a key in the keyring."""


class KeyringInFile:
    """A keyring that outlives its process. written: is called once something was."""

    def __init__(self, path: Path, written: Callable[[], None] = lambda: None) -> None:
        self._path, self._written = path, written

    def entries(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text())) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self.entries(), username: password})

    def delete_password(self, service: str, username: str) -> None:
        self._write({name: password for name, password in self.entries().items() if name != username})

    def _write(self, entries: dict[str, str]) -> None:
        partly = self._path.with_suffix(".part")
        partly.write_text(json.dumps(entries))
        partly.replace(self._path)
        self._written()


@contextmanager
def opened(home: Path, written: Callable[[], None] = lambda: None) -> Iterator[tuple[SqlStore, SecretStores]]:
    """The store and the secrets of a data folder; the vault's pass phrase is known."""
    keyring = SystemKeyring("Keyring", KeyringInFile(home / "keyring.json", written), LONGEST)
    surroundings = SecretSurroundings({}, lambda _: "correct horse", lambda: keyring, ScryptCost(n=16))
    with open_store(home / "kbconnect.db") as store:
        yield store, SecretStores(store.vault, store.settings, surroundings)


class _Death:
    """Comes with the n-th write."""

    def __init__(self, number: int) -> None:
        self._left = number

    def written(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _move(home: Path, target: str, number: int) -> None:
    death = _Death(number)

    def then_maybe_die(write: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            result = write(*arguments)
            death.written()
            return result

        return call

    with opened(home, death.written) as (store, secrets):
        for repository, name in ((store.connectors, "update"), (store.settings, "put"), (store.vault, "rewrite")):
            setattr(repository, name, then_maybe_die(getattr(repository, name)))
        SecretMoves(store, secrets).move(target, InlineContext())


if __name__ == "__main__":
    template, copies, target = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    for number in range(1, 200):
        home = copies / str(number)
        shutil.copytree(template, home)
        child = os.fork()
        if child == 0:
            _move(home, target, number)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            break
