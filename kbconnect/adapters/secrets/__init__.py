"""Where passwords live: the operating system's keyring, the encrypted vault, and references others keep.

`open_secrets` is the way in. A secret leaves this package only as a `Secret`, whose text shows nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from kbconnect.adapters.secrets.stores import SecretStores
from kbconnect.adapters.secrets.surroundings import AskPassPhrase, SecretSurroundings
from kbconnect.core.store import Store

__all__ = ["AskPassPhrase", "SecretStores", "SecretSurroundings", "open_secrets"]


def open_secrets(store: Store, environment: Mapping[str, str], ask_pass_phrase: AskPassPhrase) -> SecretStores:
    """Cheap: neither keyring nor vault is touched before the first secret. environment: of the process."""
    return SecretStores(store.vault, store.settings, SecretSurroundings(environment, ask_pass_phrase))
