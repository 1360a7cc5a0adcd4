"""The operating system's keyring, through the `keyring` package, which is imported at the first use only.

Owns which back ends are good enough: those that encrypt and belong to the system. One that keeps nothing or writes the
text in the clear is refused, also where it is configured. A locked keyring on a display blocks every call on a prompt
without time-out: call from a job, never from the window's own thread.

Foreign exceptions are not kept as causes here: their words and frames may hold the secret.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

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

if TYPE_CHECKING:
    from kbconnect.adapters.secrets.envelopes import Envelopes

SERVICE = "kbconnect"

T = TypeVar("T")

_SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
_LABELS = {
    _SECRET_SERVICE: "Secret Service (GNOME keyring, KWallet or the like)",
    "keyring.backends.libsecret.Keyring": "Secret Service (GNOME keyring, KWallet or the like)",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
}
# Windows holds 2,560 bytes of UTF-16 a secret.
_MAX_UTF16_UNITS = {"keyring.backends.Windows.WinVaultKeyring": 1280}

_PROMPT_OPEN_S = 1.0
"""A call that takes longer waits for a person."""

_LOCKED = {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}
_MISSING = {"NoKeyringError", "SecretServiceNotAvailableException"}

# Modules of back ends and their exceptions; only those that are loaded can raise.
_FOREIGN = (
    ("keyring.errors", "KeyringError"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("jeepney.io.common", "RouterClosed"),
    ("dbus.exceptions", "DBusException"),
    ("gi.repository.GLib", "Error"),
    ("win32ctypes.pywin32.pywintypes", "error"),
    ("pywintypes", "error"),
)


class KeyringBackend(Protocol):
    """What this module uses of a back end of `keyring`."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """A keyring that may be used. max_utf16_units: the longest secret it takes, None without a limit.

    is_locked: whether it would ask a person before it gives a secret, found out without asking; None where it can't say
    so (KWallet and libsecret without the Secret Service's client) or opens with the login (Windows, macOS).
    """

    label: str
    backend: KeyringBackend
    max_utf16_units: int | None = None
    is_locked: Callable[[], bool] | None = None


def find_keyring() -> SystemKeyring:
    """The system's keyring. Asks no person. Raises SecretStoreMissingError if there is none that keeps secrets safe."""
    import keyring.backend

    configured = _guarded(_configured)
    detected = _guarded(keyring.backend.get_all_keyring) if configured is None else []
    # Best first, and never through `chainer`, which would also write into the worse ones.
    ranked = sorted(detected, key=lambda backend: -float(backend.priority))
    candidates: list[KeyringBackend] = [configured] if configured is not None else [*ranked]
    for backend in candidates:
        kind = _kind(backend)
        if kind in _LABELS:
            is_locked = partial(_secret_service_is_locked, backend) if kind == _SECRET_SERVICE else None
            return SystemKeyring(_LABELS[kind], backend, _MAX_UTF16_UNITS.get(kind), is_locked)
    if configured is not None:
        raise SecretStoreMissingError(
            "This machine's keyring is switched off or set to one that does not protect passwords.",
            meaning="No password was read or stored.",
            hint="Take PYTHON_KEYRING_BACKEND and keyringrc.cfg away to use the system's keyring, or use the encrypted "
            "vault.",
            detail=_kind(configured),
        )
    raise _missing("no back end")


def _configured() -> KeyringBackend | None:
    """The back end somebody named in PYTHON_KEYRING_BACKEND or keyringrc.cfg. Raises SecretStoreMissingError."""
    import configparser

    import keyring.core

    try:
        return keyring.core.load_env() or keyring.core.load_config()
    except (ImportError, AttributeError, ValueError, configparser.Error) as error:
        raise _missing(type(error).__name__) from None


def _secret_service_is_locked(backend: object) -> bool:
    """As the back end looks for the collection to open, but without opening or making it."""
    import secretstorage

    path = getattr(backend, "preferred_collection", secretstorage.collection.DEFAULT_COLLECTION)
    with closing(secretstorage.dbus_init()) as bus:
        try:
            return secretstorage.Collection(bus, path).is_locked()
        except secretstorage.exceptions.ItemNotFoundException:
            return True  # it would ask for the pass phrase of a new one


def _kind(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


class KeyringSecrets:
    """See `kbconnect.core.ports.SecretStore`. Every call may block on a prompt of the system.

    home_id: tells the entries of several home folders of one account apart. find: gives the keyring to use. envelopes:
    for secrets that are larger than its entries may be; without them such a secret is refused.
    """

    name = "keyring"

    def __init__(
        self, home_id: str, find: Callable[[], SystemKeyring] = find_keyring, envelopes: Envelopes | None = None
    ) -> None:
        self._home_id = home_id
        self._envelopes = envelopes
        self._find = find
        self._found: SystemKeyring | None = None
        # Windows keeps several entries of one service by moving them around, which must not happen twice at once.
        self._lock = threading.Lock()

    def label(self) -> str:
        """What people know the keyring as. Asks no person. Raises SecretStoreMissingError if there is none."""
        with self._lock:
            return self._keyring().label

    def get(self, reference: str) -> Secret:
        """Raises SecretMissingError, SecretStoreLockedError, SecretStoreMissingError, SecretDamagedError."""
        entry = _entry(reference)
        with self._lock:
            backend = self._keyring().backend
            secret = _guarded(lambda: _read(backend, entry))
        if secret is None:
            raise SecretMissingError(
                "The keyring holds no password for this connection.",
                meaning="Nothing was read.",
                hint="Type the password again in the connector's form and save it. Keyrings are not copied together "
                "with the home folder.",
                detail=f"entry {entry}",
            )
        return self._envelopes.open(entry, secret) if self._envelopes is not None else secret

    def check_open(self) -> None:
        """Raises SecretStoreLockedError if `get` would ask a person, as far as the keyring can say so, and
        SecretStoreMissingError. Asks nobody."""
        if not self._lock.acquire(timeout=_PROMPT_OPEN_S):
            raise _locked("somebody is being asked to unlock it")
        try:
            is_locked = self._keyring().is_locked
            if is_locked is not None and _guarded(is_locked):
                raise _locked("its collection is locked")
        finally:
            self._lock.release()

    def put(self, owner_id: str, secret: Secret) -> str:
        """Raises InputError if the keyring can't hold this secret, SecretStoreLockedError, SecretStoreMissingError."""
        entry = f"{self._home_id}/{owner_id}"
        with self._lock:
            keyring = self._keyring()
            entered = self._entered(keyring, entry, secret)
            _guarded(lambda: keyring.backend.set_password(SERVICE, entry, entered.reveal()), entered)
            kept = _guarded(lambda: _read(keyring.backend, entry)) == entered
            if kept and self._envelopes is not None:
                self._envelopes.forget(entry, but=entered)
        if not kept:
            self.delete(f"{self.name}:{entry}")
            raise SecretError(
                f"{keyring.label} did not keep the password as it was given.",
                meaning="The password was not saved.",
                hint="Use the encrypted vault for this one, or a password without unusual characters.",
            )
        return f"{self.name}:{entry}"

    def _entered(self, keyring: SystemKeyring, entry: str, secret: Secret) -> Secret:
        """What goes into the keyring: the secret, or the key of its envelope. Raises InputError."""
        from kbconnect.adapters.secrets.envelopes import looks_sealed

        size, limit = _size(secret), keyring.max_utf16_units
        if self._envelopes is None:
            _check_size(keyring, size)
            return secret
        is_large = limit is not None and size > limit
        return self._envelopes.seal(entry, secret) if is_large or looks_sealed(secret) else secret

    def delete(self, reference: str) -> None:
        entry = _entry(reference)
        with self._lock:
            backend = self._keyring().backend
            # Back ends say "not there" and "not allowed" with the same error.
            if _guarded(lambda: _read(backend, entry)) is not None:
                _guarded(lambda: backend.delete_password(SERVICE, entry))
        if self._envelopes is not None:
            self._envelopes.forget(entry)

    def _keyring(self) -> SystemKeyring:
        if self._found is None:
            self._found = self._find()
        return self._found


def _entry(reference: str) -> str:
    return reference.partition(":")[2]


def _read(backend: KeyringBackend, entry: str) -> Secret | None:
    text = backend.get_password(SERVICE, entry)
    return None if text is None else Secret(text)


def _size(secret: Secret) -> int:
    return len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2


def _check_size(keyring: SystemKeyring, size: int) -> None:
    limit = keyring.max_utf16_units
    if limit is not None and size > limit:
        raise InputError(
            f"{keyring.label} holds at most {limit:,} characters a password, and this one has {size:,}.",
            meaning="The password was not saved.",
            hint="Use the encrypted vault instead, or a reference to a file (file:PATH).",
        )


def _guarded(call: Callable[[], T], secret: Secret | None = None) -> T:
    """The result of a call to a back end, or a SecretError for what it raised. secret: is kept out of the words for IT.

    Raised after the back end's exception is gone: as cause or context it would bring along frames that hold the secret.
    """
    try:
        return call()
    except _foreign_errors() as error:
        fault = _fault(error, secret)
    raise fault


def _foreign_errors() -> tuple[type[Exception], ...]:
    found = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    loaded = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception)]
    return OSError, RuntimeError, EOFError, ValueError, *loaded


def _fault(error: Exception, secret: Secret | None) -> KbConnectError:
    if isinstance(error, UnicodeEncodeError):
        return InputError(
            "This password holds characters that can't be stored.",
            meaning="The password was not saved.",
            hint="Type the password again instead of pasting it.",
        )
    if isinstance(error, UnicodeDecodeError):
        return SecretDamagedError(
            "The keyring's entry for this connection is not text.",
            meaning="Nothing was read. Other saved passwords are unaffected.",
            hint="Type the password again in the connector's form and save it.",
        )
    detail = f"{type(error).__name__}: {error}"
    if secret is not None and secret.reveal():
        detail = detail.replace(secret.reveal(), "…")
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & _LOCKED or "Secret.Error.IsLocked" in detail:
        return _locked(detail)
    if kinds & _MISSING:
        return _missing(detail)
    return SecretError(
        "The system's keyring did not do what was asked.",
        meaning="The password was not read or stored.",
        hint="Try again. If it stays like this, look at the keyring with the system's own program for passwords.",
        detail=detail,
        retryable=True,
    )


def _locked(detail: str) -> SecretStoreLockedError:
    return SecretStoreLockedError(
        "The system's keyring is locked and was not opened.",
        meaning="The saved passwords are still there; none was read or stored now.",
        hint="Unlock the keyring (log in to the desktop, or answer its prompt) and try again. Without a desktop, "
        "use the encrypted vault (KBCONNECT_VAULT_KEY).",
        detail=detail,
    )


def _missing(detail: str) -> SecretStoreMissingError:
    return SecretStoreMissingError(
        "This machine has no keyring that is running.",
        meaning="No password was read or stored.",
        hint="Start a desktop session or a Secret Service, or use the encrypted vault (KBCONNECT_VAULT_KEY).",
        detail=detail,
    )
