"""What secret stores need of the machine and of people. Imports no cipher: those come with the vault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbconnect.adapters.secrets.keyring_store import SystemKeyring, find_keyring
from kbconnect.core.connector import PassPhrasePurpose

if TYPE_CHECKING:
    from kbconnect.adapters.secrets.vault_keys import ScryptCost

KEY_VARIABLE = "KBCONNECT_VAULT_KEY"

AskPassPhrase = Callable[[PassPhrasePurpose], str | None]
"""Asks a person; None if nobody answers. Called from whatever thread needs the secret."""


@dataclass(frozen=True, slots=True)
class SecretSurroundings:
    """What secret stores need of the machine. environment: of the process. ask_pass_phrase: asks a person."""

    environment: Mapping[str, str]
    ask_pass_phrase: AskPassPhrase
    find_keyring: Callable[[], SystemKeyring] = find_keyring
    cost: ScryptCost | None = None
