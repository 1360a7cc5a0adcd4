"""Changes the key of a vault again and again until it is killed. Not a test: `test_vault_care` runs and kills it.

Arguments: the store's path, then two keys, or `-` for a vault with a pass phrase, or `+` to change the pass phrase
instead of the key.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from kbconnect.adapters.secrets.vault import VaultSecrets
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import open_store
from kbconnect.core.connector import Secret
from kbconnect.core.errors import WrongKeyError

PHRASE = Secret("correct horse battery")
OTHER_PHRASE = Secret("another horse battery")

if __name__ == "__main__":
    path, *keys = sys.argv[1:]
    with open_store(Path(path)) as store:
        phrases = [PHRASE, OTHER_PHRASE]
        while keys == ["+"]:
            with suppress(WrongKeyError):  # the one before was killed with the other in force
                VaultSecrets(store.vault, lambda _: None, None, ScryptCost(n=2**4)).change_pass_phrase(*phrases)
                sys.stdout.write("rotated\n")
                sys.stdout.flush()
            phrases.reverse()
        while True:
            in_force = None if keys == ["-"] else Secret(",".join(keys))
            vault = VaultSecrets(store.vault, lambda _: None, in_force, ScryptCost(n=2**4))
            keys.reverse()
            if in_force is None or not vault.state().is_rotated:
                vault.rotate(PHRASE)
                sys.stdout.write("rotated\n")
                sys.stdout.flush()
