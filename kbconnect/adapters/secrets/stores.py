"""All places secrets can be, behind one SecretStore: a reference goes where it says, a new secret to the place chosen.

Owns that choice. It is made once, with the first secret that was stored or by `choose`, kept in the settings, and only
`choose` changes it: a keyring that is gone is an error, not a reason to write somewhere else.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from kbconnect.adapters.secrets.envelopes import Envelopes, RowsOfVault
from kbconnect.adapters.secrets.keyring_store import KeyringSecrets
from kbconnect.adapters.secrets.leases import Lease, Leases
from kbconnect.adapters.secrets.references import EnvironmentSecrets, FileSecrets
from kbconnect.adapters.secrets.surroundings import KEY_VARIABLE, SecretSurroundings
from kbconnect.adapters.secrets.vault_care import IdleLock
from kbconnect.core.connector import Secret, SecretPlace
from kbconnect.core.errors import InputError, SecretError, SecretStoreMissingError, StoreError
from kbconnect.core.ports import SecretStore
from kbconnect.core.secret_care import LOCK_SETTING, OpenBaoState, SavedSecret, VaultLock, VaultState
from kbconnect.core.secret_references import SCHEMES, OpenBaoSettings, scheme_of
from kbconnect.core.store import SettingRepository, VaultContent, VaultRepository

if TYPE_CHECKING:
    from kbconnect.adapters.secrets.references_openbao import OpenBaoSecrets
    from kbconnect.adapters.secrets.vault import VaultSecrets

PLACE_SETTING = "secret_store"
HOME_SETTING = "home_id"

_READ_AT, _OPENBAO = "secret_read_at:", "openbao"
_LOCKED = "vault_locked"
_NOTE_AGAIN_S = 60.0
_ASKED = ("cmd", "openbao", "aws")
"""Others that are asked for a secret, which may take a moment or a fingerprint."""

_VAULT, _VAULT_LABEL = "vault", "Encrypted vault in the program's database"


class SecretStores:
    """See `kbconnect.core.ports.SecretStore`. Any thread may use it; calls may block on a prompt, so make them jobs.

    With KBCONNECT_VAULT_KEY set new secrets go into the vault, whatever was chosen before: the variable is an order of
    whoever runs the machine, and it changes no setting that is there already.
    """

    name = "stores"

    def __init__(
        self, vault_rows: VaultRepository, settings: SettingRepository, surroundings: SecretSurroundings
    ) -> None:
        keys = surroundings.environment.get(KEY_VARIABLE, "").strip(", ")
        self._settings = settings
        self._find_keyring = surroundings.find_keyring
        self._keyring: KeyringSecrets | None = None
        self._vault_rows, self._surroundings = RowsOfVault(vault_rows), surroundings
        self._envelopes = Envelopes(vault_rows)
        self._keys = Secret(keys) if keys else None
        self._vault: VaultSecrets | None = None
        self._making_vault = threading.Lock()
        self._references: dict[str, SecretStore] = {
            "env": EnvironmentSecrets(surroundings.environment),
            "file": FileSecrets(),
        }
        self._openbao: OpenBaoSecrets | None = None
        self._leases = Leases()
        self._idle = IdleLock(self._lock_after_s, mark=lambda: settings.get(_LOCKED) or "")
        self._reads: dict[str, float] = {}

    @property
    def vault(self) -> VaultSecrets:
        """Made when it is first asked for: its ciphers take megabytes that a window without a vault does without."""
        from kbconnect.adapters.secrets.vault import VaultSecrets

        with self._making_vault:
            if self._vault is None:
                asking, cost = self._surroundings.ask_pass_phrase, self._surroundings.cost
                self._vault = VaultSecrets(self._vault_rows, asking, self._keys, cost, self._idle)
            return self._vault

    def get(self, reference: str) -> Secret:
        """Raises SecretError and its kin, InputError for a reference that names no place."""
        with self.lend(reference) as secret:
            return secret

    @contextmanager
    def lend(self, reference: str) -> Iterator[Secret]:
        """See `kbconnect.core.ports.SecretLender`. What others keep is used again for KEPT_S at most."""
        store = self._store_of(reference)
        if scheme_of(reference) in _ASKED:
            with self._leases.lend(reference, partial(_leased, store, reference)) as lent:
                self._note_read(reference)
                yield lent
        else:
            secret = store.get(reference)
            self._note_read(reference)
            yield secret

    def forget(self, reference: str) -> None:
        """See `kbconnect.core.ports.SecretLender`."""
        self._leases.forget(reference)

    # ------------------------------------------------------------------------------------------- care

    def vault_state(self) -> VaultState:
        """See `kbconnect.core.secret_care.SecretCare`."""
        rows = self._vault_rows.content()
        if rows == VaultContent(None, ()):  # no cipher is loaded to say so
            return VaultState(VaultLock.NONE, 0, is_open=True)
        return self.vault.state()

    def rotate_vault(self, pass_phrase: Secret | None) -> int:
        """See `kbconnect.core.secret_care.SecretCare`."""
        return self.vault.rotate(pass_phrase)

    def change_pass_phrase(self, current: Secret, new: Secret) -> None:
        """See `kbconnect.core.secret_care.SecretCare`."""
        self.vault.change_pass_phrase(current, new)

    def lock_vault(self) -> None:
        """See `kbconnect.core.secret_care.SecretCare`."""
        self._settings.put(_LOCKED, uuid.uuid4().hex)  # other programs on this folder see it, too
        if self._vault is not None:
            self._vault.lock()

    def seal_backup(self, secrets: tuple[SavedSecret, ...], pass_phrase: Secret, made_at: datetime) -> str:
        """See `kbconnect.core.secret_care.SecretCare`."""
        from kbconnect.adapters.secrets.backup import seal
        from kbconnect.adapters.secrets.vault_keys import ScryptCost

        return seal(secrets, pass_phrase, self._surroundings.cost or ScryptCost(), made_at)

    def open_backup(self, text: str, pass_phrase: Secret) -> tuple[SavedSecret, ...]:
        """See `kbconnect.core.secret_care.SecretCare`."""
        from kbconnect.adapters.secrets.backup import unseal

        return unseal(text, pass_phrase)

    def _lock_after_s(self) -> float:
        kept = self._settings.get(LOCK_SETTING) or ""
        return 60.0 * int(kept) if kept.isascii() and kept.isdigit() else 0.0

    def last_read(self, reference: str) -> datetime | None:
        """When a secret was last read from where it is kept, by any program on this data folder."""
        try:
            return datetime.fromisoformat(self._settings.get(f"{_READ_AT}{reference}") or "")
        except ValueError:
            return None

    @property
    def openbao(self) -> OpenBaoSettings:
        """Where OpenBao is, as far as the settings say so."""
        try:
            kept = json.loads(self._settings.get(_OPENBAO) or "{}")
            return OpenBaoSettings(**{name: str(value) for name, value in kept.items()})
        except (ValueError, TypeError, AttributeError):
            return OpenBaoSettings()

    def set_openbao(self, settings: OpenBaoSettings) -> None:
        """Raises InputError."""
        from kbconnect.adapters.secrets.openbao_refusals import check_settings

        check_settings(settings)
        self._settings.put(_OPENBAO, json.dumps(asdict(settings), sort_keys=True))

    def openbao_surroundings(self) -> OpenBaoSettings:
        """See `kbconnect.core.secret_care.SecretCare`."""
        from kbconnect.adapters.secrets.openbao_client import surroundings

        return surroundings(self._surroundings.environment)

    def test_openbao(self, settings: OpenBaoSettings) -> OpenBaoState:
        """See `kbconnect.core.secret_care.SecretCare`."""
        from kbconnect.adapters.secrets.openbao_client import OpenBaoClient
        from kbconnect.adapters.secrets.openbao_refusals import check_settings

        check_settings(settings)
        client = OpenBaoClient(self._surroundings.environment, lambda: settings)
        try:
            return client.look()
        finally:
            with suppress(SecretError):  # the token of an AppRole ends by itself, too
                client.sign_out()

    def close(self) -> None:
        """Gives back what was lent, where that is allowed."""
        self._leases.close()
        if self._openbao is not None:
            self._openbao.close()

    def _note_read(self, reference: str) -> None:
        now = time.monotonic()
        if now - self._reads.get(reference, -_NOTE_AGAIN_S) < _NOTE_AGAIN_S:
            return
        self._reads[reference] = now
        with suppress(StoreError):  # a sync must not end for it
            self._settings.put(f"{_READ_AT}{reference}", datetime.now(UTC).isoformat(timespec="seconds"))

    def check_open(self, reference: str) -> None:
        """Raises SecretStoreLockedError if `get` would ask a person, SecretStoreMissingError if no keyring is running.

        Asks nobody, but may take a moment. Whether the secret is there shows when it is read.
        """
        name = reference.partition(":")[0]
        if name == KeyringSecrets.name:
            self._open_keyring().check_open()
        elif name == _VAULT:
            self.vault.check_open()
        elif name == "openbao":
            self._manager(name)
            if self._openbao is not None:
                self._openbao.check_open()

    def put(self, owner_id: str, secret: Secret) -> str:
        """Into the place that is chosen; the first time the choice is made and kept."""
        name = self.current().name
        reference = self._place(name).put(owner_id, secret)
        if self._settings.get(PLACE_SETTING) is None:
            self._settings.put(PLACE_SETTING, name)
        return reference

    def put_into(self, place: str, owner_id: str, secret: Secret) -> str:
        """Into this place, whatever is chosen; the choice stays."""
        if place not in (KeyringSecrets.name, _VAULT):
            _no_place(place)
        return self._place(place).put(owner_id, secret)

    def delete(self, reference: str) -> None:
        """What a reference to the environment or a file names stays: it is not this program's."""
        self._store_of(reference).delete(reference)
        self._leases.forget(reference)
        self._reads.pop(reference, None)
        self._settings.remove(f"{_READ_AT}{reference}")

    def places(self) -> tuple[SecretPlace, ...]:
        """All places new secrets can go to, usable or not. Asks no person, but may take a moment."""
        return self._keyring_place(), self._vault_place("")

    def current(self) -> SecretPlace:
        """Where the next secret goes. Asks no person, but may take a moment."""
        if self._keys is not None:
            return self._vault_place(f"{KEY_VARIABLE} is set.", ordered=True)
        chosen = self._settings.get(PLACE_SETTING)
        if chosen == _VAULT:
            return self._vault_place("It was chosen before.")
        keyring = self._keyring_place()
        if chosen == KeyringSecrets.name or keyring.available:
            return keyring
        return self._vault_place(keyring.reason)

    def choose(self, preferred: str | None = None) -> SecretPlace:
        """Keeps a choice: `keyring`, `vault`, or None for the one that is in force or best. Secrets already stored stay
        where they are. Raises SecretStoreMissingError if the keyring is preferred and there is none, InputError.
        """
        if preferred is None:
            place = self.current()
        else:
            place = next((place for place in self.places() if place.name == preferred), None) or _no_place(preferred)
        if not place.available:
            raise SecretStoreMissingError(
                "New passwords can't go into the system's keyring, because it can't be used.",
                meaning="Nothing was changed; passwords already saved stay where they are.",
                hint="Start the keyring, or choose the encrypted vault.",
                detail=place.reason,
            )
        if preferred is not None or self._settings.get(PLACE_SETTING) is None:
            self._settings.put(PLACE_SETTING, place.name)
        return place

    def _store_of(self, reference: str) -> SecretStore:
        name, colon, target = reference.partition(":")
        if colon and target and name in {*SCHEMES, KeyringSecrets.name, _VAULT}:
            return self._place(name)
        raise InputError(
            # Not quoted: somebody may have given the password itself.
            "This is not a reference to a secret.",
            meaning="No password was read.",
            hint="A reference is env:NAME for a variable, file:PATH for a file, cmd:COMMAND, openbao:MOUNT/PATH#FIELD, "
            "aws:NAME#FIELD, or what the program itself stored (keyring:… or vault:…).",
        )

    def _place(self, name: str) -> SecretStore:
        if name == KeyringSecrets.name:
            return self._open_keyring()
        return self.vault if name == _VAULT else self._manager(name)

    def _manager(self, name: str) -> SecretStore:
        """Those that need much, or an optional package, are made when they are first asked for."""
        with self._making_vault:
            if name not in self._references:
                if name == "cmd":
                    from kbconnect.adapters.secrets.references_command import CommandSecrets

                    self._references[name] = CommandSecrets(self._surroundings.environment)
                elif name == "openbao":
                    from kbconnect.adapters.secrets.references_openbao import open_openbao

                    self._openbao = open_openbao(self._surroundings.environment, lambda: self.openbao)
                    self._references[name] = self._openbao
                else:
                    from kbconnect.adapters.secrets.references_aws import AwsSecrets

                    self._references[name] = AwsSecrets()
            return self._references[name]

    def _open_keyring(self) -> KeyringSecrets:
        if self._keyring is None:
            home_id = self._settings.get(HOME_SETTING)
            if home_id is None:
                home_id = uuid.uuid4().hex[:8]
                self._settings.put(HOME_SETTING, home_id)
            self._keyring = KeyringSecrets(home_id, self._find_keyring, self._envelopes)
        return self._keyring

    def _keyring_place(self) -> SecretPlace:
        try:
            return SecretPlace(KeyringSecrets.name, self._open_keyring().label(), available=True)
        except SecretStoreMissingError as error:
            return SecretPlace(KeyringSecrets.name, "The system's keyring", available=False, reason=error.message)

    def _vault_place(self, reason: str, *, ordered: bool = False) -> SecretPlace:
        return SecretPlace(_VAULT, _VAULT_LABEL, available=True, reason=reason, ordered=ordered)


def _leased(store: SecretStore, reference: str) -> Lease:
    from kbconnect.adapters.secrets.references_openbao import OpenBaoSecrets

    return store.lease(reference) if isinstance(store, OpenBaoSecrets) else Lease(store.get(reference))


def _no_place(name: str) -> SecretPlace:
    raise InputError(
        f"“{name}” is no place for secrets.",
        meaning="Nothing was changed.",
        hint="Choose keyring or vault.",
    )
