"""The encrypted vault: secrets as Fernet tokens that a repository keeps. For machines without an OS keyring.

Owns what is in a token and when the vault is unlocked: once in a process, at the first secret. A token names the
connector it belongs to, so tokens that changed places are noticed. Must not know how the repository stores them.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace
from functools import partial

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from kbconnect.adapters.secrets import vault_care, vault_keys
from kbconnect.adapters.secrets.surroundings import KEY_VARIABLE, AskPassPhrase
from kbconnect.adapters.secrets.vault_keys import KeyHeader, PassPhraseHeader, ScryptCost
from kbconnect.core.connector import PassPhrasePurpose, Secret
from kbconnect.core.errors import (
    InputError,
    SecretDamagedError,
    SecretMissingError,
    SecretStoreLockedError,
    StoreBusyError,
    WrongKeyError,
)
from kbconnect.core.secret_care import VaultLock, VaultState
from kbconnect.core.store import VaultContent, VaultEntry, VaultRepository

_ATTEMPTS = 3
_PROMPT_OPEN_S = 1.0
"""A call that takes longer waits for a person."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A header as it was when its lock was opened, and what opened it."""

    header: str
    cipher: MultiFernet


class VaultSecrets:
    """See `kbconnect.core.ports.SecretStore`. keys: the text of KBCONNECT_VAULT_KEY, None if it isn't set.

    With keys nobody is asked. When the vault was made with a key that now isn't the first, everything is encrypted
    again with the first, in one transaction, the first time the vault is opened; afterwards the others can go.
    """

    name = "vault"

    def __init__(
        self,
        repository: VaultRepository,
        ask_pass_phrase: AskPassPhrase,
        keys: Secret | None = None,
        cost: ScryptCost | None = None,
        idle: vault_care.IdleLock | None = None,
    ) -> None:
        self._repository = repository
        self._ask_pass_phrase = ask_pass_phrase
        self._keys = keys
        self._cost = cost or ScryptCost()
        self._idle = idle or vault_care.IdleLock()
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._created: _Opened | None = None

    def get(self, reference: str) -> Secret:
        """Raises SecretMissingError, SecretStoreLockedError, WrongKeyError, SecretDamagedError."""
        name = _name(reference)
        content = self._repository.content()
        token = next((entry.token for entry in content.entries if entry.name == name), None)
        if token is None:
            raise SecretMissingError(
                "The encrypted vault holds no password for this connection.",
                meaning="Nothing was read.",
                hint="Type the password again in the connector's form and save it.",
                detail=f"entry {name}",
            )
        return _open_token(self._open(content).cipher, name, token)

    def check_open(self) -> None:
        """Raises SecretStoreLockedError if `get` would ask for the pass phrase or lacks the key, SecretDamagedError for
        a lock nobody can open. Asks nobody."""
        content = self._repository.content()
        if content.header is None or self._keys is not None:
            return
        has_pass_phrase = isinstance(vault_keys.read_header(content.header), PassPhraseHeader)
        locked = _waits() if has_pass_phrase else _no_key()
        if not self._lock.acquire(timeout=_PROMPT_OPEN_S):  # it is held while a person is asked
            raise locked
        try:
            self._lock_if_idle()
            if not any(_fits(opened, content) for opened in (self._opened, self._created)):
                raise locked
        finally:
            self._lock.release()

    def put(self, owner_id: str, secret: Secret) -> str:
        """Raises SecretStoreLockedError, WrongKeyError, SecretDamagedError, InputError for a short pass phrase."""
        for _ in range(_ATTEMPTS):
            opened = self._open(self._repository.content(), may_create=True)
            entry = VaultEntry(owner_id, _make_token(opened.cipher, owner_id, secret))
            if self._repository.rewrite(partial(_with, header=opened.header, entry=entry)).header == opened.header:
                return f"{self.name}:{owner_id}"
            # Another process made the vault or changed its lock in between.
        raise StoreBusyError(
            "The encrypted vault is being changed by another program.",
            meaning="The password was not saved.",
            hint="Try again in a moment.",
        )

    def delete(self, reference: str) -> None:
        """Needs no key."""
        name = _name(reference)
        self._repository.rewrite(
            lambda content: replace(content, entries=tuple(entry for entry in content.entries if entry.name != name))
        )

    def change_pass_phrase(self, current: Secret, new: Secret) -> None:
        """Raises WrongKeyError if `current` is wrong, InputError if `new` is too short or there is no pass phrase."""
        before = self._repository.content()
        header = None if before.header is None else vault_keys.read_header(before.header)
        if not isinstance(header, PassPhraseHeader):
            raise InputError(
                "The encrypted vault has no pass phrase that could be changed.",
                meaning="Nothing was changed.",
                hint=f"It is empty, or opened by {KEY_VARIABLE}: put a new key in front there to change that.",
            )
        changed, key = vault_keys.rewrap(header, current, new, self._cost)
        text = vault_keys.write_header(changed)
        after = self._repository.rewrite(
            lambda content: replace(content, header=text) if content.header == before.header else content
        )
        if after.header != text:
            raise vault_care.changed_meanwhile("The pass phrase")
        with self._lock:
            self._opened = _Opened(text, MultiFernet([key]))

    def rotate(self, pass_phrase: Secret | None) -> int:
        """Encrypts everything again with a new key, in one transaction: whenever the program is killed, the vault is
        readable with exactly one of the two. Returns how many secrets. pass_phrase: that in force; None with keys.

        Raises WrongKeyError, SecretStoreLockedError, StoreBusyError, InputError if there is nothing to rotate.
        """
        before = self._repository.content()
        header = None if before.header is None else vault_keys.read_header(before.header)
        if before.header is None or header is None:
            raise vault_care.nothing_to_rotate()
        if isinstance(header, KeyHeader):
            keys = vault_keys.parse_keys(self._keys) if self._keys is not None else ()
            if keys and vault_keys.opens(keys[0], header):
                raise vault_care.needs_a_new_key()
            self._open(before)
            return len(before.entries)
        if pass_phrase is None:
            raise _closed(has_pass_phrase=True)
        old = vault_keys.unwrap(header, pass_phrase)
        renewed, new = vault_keys.new_pass_phrase_header(pass_phrase, self._cost)
        text, cipher = vault_keys.write_header(renewed), MultiFernet([new, old])
        after = self._repository.rewrite(partial(_rotated, header=before.header, renewed=text, cipher=cipher))
        if after.header != text:
            raise vault_care.changed_meanwhile("The vault's key")
        with self._lock:
            self._opened = _Opened(text, MultiFernet([new]))
        return len(after.entries)

    def lock(self) -> None:
        """The next use asks again."""
        with self._lock:
            self._opened = self._created = None

    def state(self) -> VaultState:
        """Asks nobody. Raises SecretDamagedError, WrongKeyError."""
        content = self._repository.content()
        if content.header is None:
            return VaultState(VaultLock.NONE, len(content.entries), is_open=not content.entries)
        header = vault_keys.read_header(content.header)
        if isinstance(header, KeyHeader):
            keys = vault_keys.parse_keys(self._keys) if self._keys is not None else ()
            is_open = bool(keys) and vault_keys.opens(MultiFernet(keys), header)
            is_rotated = not keys or vault_keys.opens(keys[0], header)
            return VaultState(VaultLock.KEY, len(content.entries), is_open=is_open, is_rotated=is_rotated)
        with self._lock:
            self._lock_if_idle()
            is_open = any(_fits(opened, content) for opened in (self._opened, self._created))
        return VaultState(VaultLock.PASS_PHRASE, len(content.entries), is_open=is_open)

    def _lock_if_idle(self) -> None:
        if self._idle.is_over():
            self._opened = self._created = None

    def erase(self) -> None:
        """Removes every secret and the lock; for a pass phrase or key that is lost."""
        with self._lock:
            self._opened = self._created = None
            self._repository.rewrite(lambda _: VaultContent(None, ()))

    def _open(self, content: VaultContent, *, may_create: bool = False) -> _Opened:
        # The lock is held while a person is asked: others that need the vault wait for the one answer.
        with self._lock:
            self._lock_if_idle()
            self._idle.touch()
            keys = vault_keys.parse_keys(self._keys) if self._keys is not None else ()
            if content.header is None and not content.entries:
                # Threads that store the first secrets together make one vault and ask once.
                self._created = self._created or self._create(keys)
                return self._created
            known = next((opened for opened in (self._opened, self._created) if _fits(opened, content)), None)
            self._opened, self._created = known or self._unlock(content, keys, may_create=may_create), None
            self._idle.touch()  # a person may take a while to answer
            return self._opened

    def _unlock(self, content: VaultContent, keys: tuple[Fernet, ...], *, may_create: bool) -> _Opened:
        if content.header is None:
            raise vault_keys.damaged_header("it is gone, and entries are there")
        header = vault_keys.read_header(content.header)
        try:
            if isinstance(header, PassPhraseHeader):
                return _Opened(content.header, MultiFernet([self._unwrap(header, has_keys=bool(keys))]))
            return self._unlock_with_keys(content.header, header, keys)
        except WrongKeyError:
            # An empty vault has nothing a wrong key could lose, and keys are given on purpose.
            if may_create and keys and not content.entries:
                self._repository.rewrite(
                    lambda now: now if now.entries or now.header != content.header else VaultContent(None, ())
                )
                return self._create(keys)
            raise

    def _create(self, keys: tuple[Fernet, ...]) -> _Opened:
        """The lock of a new vault; it is stored with the first secret."""
        if keys:
            return _Opened(vault_keys.write_header(vault_keys.key_header(keys[0])), MultiFernet(keys))
        header, key = vault_keys.new_pass_phrase_header(self._ask(PassPhrasePurpose.CREATE), self._cost)
        return _Opened(vault_keys.write_header(header), MultiFernet([key]))

    def _unwrap(self, header: PassPhraseHeader, *, has_keys: bool) -> Fernet:
        if has_keys:
            raise WrongKeyError(
                f"The encrypted vault is locked with a pass phrase, not with the key in {KEY_VARIABLE}.",
                meaning="The saved passwords are still there and stay closed.",
                hint=f"Start the program without {KEY_VARIABLE} and give the pass phrase.",
            )
        return vault_keys.unwrap(header, self._ask(PassPhrasePurpose.UNLOCK))

    def _unlock_with_keys(self, text: str, header: KeyHeader, keys: tuple[Fernet, ...]) -> _Opened:
        if not keys:
            raise _no_key()
        cipher = MultiFernet(keys)
        if vault_keys.opens(keys[0], header):
            return _Opened(text, cipher)
        if not vault_keys.opens(cipher, header):
            raise WrongKeyError(
                f"The key in {KEY_VARIABLE} is not the one the encrypted vault was locked with.",
                meaning="The saved passwords are still there and stay closed.",
                hint=f"Set {KEY_VARIABLE} to the old key; to change it, write the new key, a comma and the old key.",
            )
        renewed = vault_keys.write_header(vault_keys.key_header(keys[0]))
        self._repository.rewrite(lambda content: _rotated(content, text, renewed, cipher))
        return _Opened(renewed, cipher)

    def _ask(self, purpose: PassPhrasePurpose) -> Secret:
        answer = self._ask_pass_phrase(purpose)
        if answer is None:
            raise _closed(has_pass_phrase=purpose is PassPhrasePurpose.UNLOCK)
        return Secret(answer)


def _waits() -> SecretStoreLockedError:
    """For what may ask nobody, as a schedule."""
    return SecretStoreLockedError(
        "The encrypted vault is locked, and its pass phrase can't be asked for now.",
        meaning="No saved password was read or stored.",
        hint="Open the window, which asks for it, and leave it open. Where nobody is there to ask, move the passwords "
        "to the system's keyring, in the settings under Secrets.",
    )


def _no_key() -> SecretStoreLockedError:
    return SecretStoreLockedError(
        f"The encrypted vault is locked with a key, and {KEY_VARIABLE} is not set.",
        meaning="The saved passwords are still there and stay closed.",
        hint=f"Set {KEY_VARIABLE} to the vault's key before the program starts.",
    )


def _closed(*, has_pass_phrase: bool) -> SecretStoreLockedError:
    """has_pass_phrase: it is locked with one already, so that a key of the environment would not open it."""
    return SecretStoreLockedError(
        "The encrypted vault needs its pass phrase, and nobody gave it.",
        meaning="No saved password was read or stored.",
        hint="Start the program where it can ask for the pass phrase."
        if has_pass_phrase
        else f"Start the program where it can ask for the pass phrase, or set {KEY_VARIABLE}.",
    )


def _name(reference: str) -> str:
    return reference.partition(":")[2]


def _make_token(cipher: MultiFernet, owner_id: str, secret: Secret) -> str:
    return cipher.encrypt(json.dumps({"owner": owner_id, "secret": secret.reveal()}).encode()).decode()


def _open_token(cipher: MultiFernet, name: str, token: str) -> Secret:
    try:
        owner_id, secret = _read_token(cipher, token)
    except (InvalidToken, ValueError, KeyError, TypeError):
        # Without the cause: whatever it quotes came out of the token.
        reason = "it was not written by this vault, or changed afterwards"
    else:
        if owner_id == name:
            return secret
        reason = "it belongs to another connector"
    raise SecretDamagedError(
        "The saved password for this connection is damaged.",
        meaning="Nothing was read. Other saved passwords are unaffected.",
        hint="Type the password again in the connector's form and save it.",
        detail=f"entry {name}: {reason}",
    )


def _read_token(cipher: MultiFernet, token: str) -> tuple[str, Secret]:
    """A function of its own, so that no frame an error passes through holds the text."""
    entries = json.loads(cipher.decrypt(token))
    return str(entries["owner"]), Secret(entries["secret"])


def _fits(opened: _Opened | None, content: VaultContent) -> bool:
    return opened is not None and opened.header == content.header


def _with(content: VaultContent, header: str, entry: VaultEntry) -> VaultContent:
    """The content with the entry, if the lock is still the one the entry was made for."""
    if content.header != header and content != VaultContent(None, ()):
        return content
    others = tuple(other for other in content.entries if other.name != entry.name)
    return VaultContent(header, (*others, entry))


def _rotated(content: VaultContent, header: str, renewed: str, cipher: MultiFernet) -> VaultContent:
    """Everything encrypted with the first key, if the lock is still the one that was opened."""
    if content.header != header:
        return content
    return VaultContent(renewed, tuple(replace(entry, token=_rotate(cipher, entry.token)) for entry in content.entries))


def _rotate(cipher: MultiFernet, token: str) -> str:
    try:
        return cipher.rotate(token).decode()
    except InvalidToken:
        # Damaged before; it must not keep the others from their new key, and it is reported when it is asked for.
        return token
