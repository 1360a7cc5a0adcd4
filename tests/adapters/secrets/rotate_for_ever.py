"""Changes the key of a vault again and again until it is killed. Not a test: `test_vault_care` runs and kills it.

Arguments: the store's path, then two keys, or `-` for a vault with a pass phrase.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kbconnect.adapters.secrets.vault import VaultSecrets
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import open_store
from kbconnect.core.connector import Secret

PHRASE = Secret("correct horse battery")

if __name__ == "__main__":
    path, *keys = sys.argv[1:]
    with open_store(Path(path)) as store:
        while True:
            in_force = None if keys == ["-"] else Secret(",".join(keys))
            vault = VaultSecrets(store.vault, lambda _: None, in_force, ScryptCost(n=2**4))
            keys.reverse()
            if in_force is None or not vault.state().is_rotated:
                vault.rotate(PHRASE)
                sys.stdout.write("rotated\n")
                sys.stdout.flush()
