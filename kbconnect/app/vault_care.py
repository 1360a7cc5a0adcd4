"""Looking after saved secrets: a new key or pass phrase for the encrypted vault, its lock, and a backup of all secrets.

A backup holds every secret this program itself keeps, in keyring and vault, each with the connector it belongs to;
references to what others keep stay with their connectors. Restoring writes a secret to where new ones go and then lets
the connector use it, one after the other: wherever it breaks off, each connector has its old secret or the new one.
Owns these orders; must not know how anything is encrypted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kbconnect.app import hash_keys
from kbconnect.app.connectors import tunnel_owner
from kbconnect.app.secret_moves import OWN_PLACES, VAULT, SecretLeft
from kbconnect.core.connector import Connector, Secret, references_of
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    NotFoundError,
    SecretDamagedError,
    SecretMissingError,
)
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.model import Dataset
from kbconnect.core.secret_care import LOCK_SETTING, SavedSecret, SecretCare, SecretRole, VaultState
from kbconnect.core.secret_references import scheme_of
from kbconnect.core.store import Store

LONGEST_IDLE_MINUTES = 24 * 60
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class BackupMade:
    """secrets: how many a backup holds. left: those that can't be read, which it lacks."""

    secrets: int
    left: tuple[SecretLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """connectors: names of those that have their secret back. left: what nothing here needs, or couldn't be saved."""

    connectors: tuple[str, ...]
    left: tuple[SecretLeft, ...] = ()


class VaultCare:
    """The saved secrets of one data folder. Calls may ask a person to unlock something, so make them jobs."""

    def __init__(self, store: Store, secrets: SecretCare, now: Callable[[], datetime]) -> None:
        self._store = store
        self._secrets = secrets
        self._now = now

    # ------------------------------------------------------------------------------------------- the vault

    def state(self) -> VaultState:
        """How the vault is locked. Asks nobody. Raises SecretDamagedError, WrongKeyError."""
        return self._secrets.vault_state()

    def rotate(self, pass_phrase: Secret | None) -> int:
        """Encrypts everything in the vault again with a new key; how many secrets. pass_phrase: the one in force, which
        stays; None where the vault is locked with a key of the environment, of which the first is taken.

        Raises WrongKeyError, SecretStoreLockedError, StoreBusyError, InputError.
        """
        return self._secrets.rotate_vault(pass_phrase)

    def change_pass_phrase(self, current: Secret, new: Secret) -> None:
        """Raises WrongKeyError, StoreBusyError, InputError."""
        self._secrets.change_pass_phrase(current, new)

    def lock(self) -> None:
        """The next use asks again; schedules wait until somebody answers."""
        self._secrets.lock_vault()

    def locked_out(self, datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
        """Those of them whose sync needs something of the vault while it is locked. Asks nobody."""
        if self.state().is_open:
            return ()
        return tuple(dataset for dataset in datasets if self._in_vault(dataset))

    def unlock(self, dataset: Dataset) -> None:
        """Opens the vault by reading what a sync of the dataset needs of it, which asks for the pass phrase.

        Raises WrongKeyError, SecretStoreLockedError if nobody gives it.
        """
        for reference in self._in_vault(dataset)[:1]:
            with suppress(SecretMissingError, SecretDamagedError):  # a matter of the sync, and the vault is open
                self._secrets.get(reference)

    def _in_vault(self, dataset: Dataset) -> list[str]:
        needed = list(references_of(self._store.connectors.get(dataset.connector_id)))
        if dataset.mapping.hashes:
            needed.append(self._store.settings.get(hash_keys.SETTING) or "")
        return [reference for reference in needed if reference and scheme_of(reference) == VAULT]

    @property
    def idle_minutes(self) -> int:
        """After so many minutes in which no secret was read or saved the vault locks itself; 0: never."""
        kept = self._store.settings.get(LOCK_SETTING) or ""
        return min(int(kept), LONGEST_IDLE_MINUTES) if kept.isascii() and kept.isdigit() else 0

    @idle_minutes.setter
    def idle_minutes(self, minutes: int) -> None:
        """Raises InputError."""
        if not 0 <= minutes <= LONGEST_IDLE_MINUTES:
            raise InputError(
                f"The vault can't lock itself after {minutes:,} minutes.",
                meaning="Nothing was changed.",
                hint=f"Choose a number from 1 to {LONGEST_IDLE_MINUTES:,}, or 0 for never.",
            )
        self._store.settings.put(LOCK_SETTING, str(minutes))

    # ------------------------------------------------------------------------------------------- backup

    def export(self, path: Path, pass_phrase: Secret, context: JobContext, *, replace_file: bool = False) -> BackupMade:
        """Writes every secret this program keeps to a file that only the pass phrase opens. replace_file: also over one
        that is there.

        Raises SecretStoreLockedError and other SecretErrors, InputError for a short pass phrase or a file that is
        there, KbConnectError if it can't be written, JobCancelled.
        """
        if path.exists() and not replace_file:
            raise InputError(
                f"There is already a file {path.name}.", meaning="Nothing was written.", hint="Choose another name."
            )
        wanted = [*self._own(), *self._hash_key()]
        saved: list[SavedSecret] = []
        left: list[SecretLeft] = []
        for number, (label, reference) in enumerate(wanted):
            context.check()
            context.report(Progress(Stage.LOADING, number, len(wanted)))
            try:
                saved.append(replace(label, secret=self._secrets.get(reference)))
            except (SecretMissingError, SecretDamagedError) as error:
                left.append(SecretLeft(label.connector, error.message, error.hint))
        if not saved:
            raise InputError(
                "There is no saved password that a backup could hold.",
                meaning="Nothing was written.",
                hint="References to what others keep are part of the connectors: export those.",
            )
        _write_private(path, self._secrets.seal_backup(tuple(saved), pass_phrase, self._now()))
        return BackupMade(len(saved), tuple(left))

    def _own(self) -> list[tuple[SavedSecret, str]]:
        found = []
        for connector in self._store.connectors.list():
            for role, reference in _roles(connector):
                if scheme_of(reference) in OWN_PLACES:
                    found.append((SavedSecret(role, Secret(""), connector.id, connector.name), reference))
        return found

    def _hash_key(self) -> list[tuple[SavedSecret, str]]:
        reference = self._store.settings.get(hash_keys.SETTING)
        return [(SavedSecret(SecretRole.HASH_KEY, Secret("")), reference)] if reference else []

    def restore(self, path: Path, pass_phrase: Secret, context: JobContext) -> Restored:
        """Gives connectors the secrets of a backup, by their identity or else by their name. Raises WrongKeyError,
        SecretDamagedError, SecretStoreLockedError, InputError, JobCancelled; what was restored until then stays.
        """
        saved = self._secrets.open_backup(_read(path), pass_phrase)
        names: list[str] = []
        left: list[SecretLeft] = []
        for number, one in enumerate(saved):
            context.check()
            context.report(Progress(Stage.LOADING, number, len(saved)))
            reason = self._restore_hash_key(one) if one.role is SecretRole.HASH_KEY else self._restore(one)
            if reason:
                left.append(SecretLeft(one.connector, reason))
            elif one.connector and one.connector not in names:
                names.append(one.connector)
        return Restored(tuple(names), tuple(left))

    def _restore(self, one: SavedSecret) -> str:
        """Why not, else ""."""
        try:
            connector = self._whose(one)
        except NotFoundError:
            return "There is no such connector here."
        tunnel = connector.options.tunnel
        now = dict(_roles(connector)).get(one.role, "")
        if now and scheme_of(now) not in OWN_PLACES:
            return "It is read from elsewhere now, which stays."
        if one.role is SecretRole.PASSWORD:
            reference = self._secrets.put(connector.id, one.secret)
            changed = replace(connector, secret_reference=reference)
        elif tunnel is None:
            return "The connector has no SSH tunnel any more."
        else:
            reference = self._secrets.put(tunnel_owner(connector.id), one.secret)
            tunnel = replace(tunnel, secret_reference=reference)
            changed = replace(connector, options=replace(connector.options, tunnel=tunnel))
        if changed != connector:
            self._store.connectors.update(changed)
            for old in set(references_of(connector)) - set(references_of(changed)):
                if scheme_of(old) in OWN_PLACES:
                    self._secrets.delete(old)
        return ""

    def _restore_hash_key(self, one: SavedSecret) -> str:
        reference = self._store.settings.get(hash_keys.SETTING)
        if reference is not None:
            try:
                if self._secrets.get(reference) == one.secret:
                    return ""
                return "Columns are hashed with another key here already, which stays."
            except (SecretMissingError, SecretDamagedError):
                pass  # it is what the backup is for
        self._store.settings.put(hash_keys.SETTING, self._secrets.put(hash_keys.OWNER, one.secret))
        return ""

    def _whose(self, one: SavedSecret) -> Connector:
        try:
            return self._store.connectors.get(one.connector_id)
        except NotFoundError:
            return self._store.connectors.find(one.connector)


def _roles(connector: Connector) -> list[tuple[SecretRole, str]]:
    tunnel = connector.options.tunnel
    return [
        (SecretRole.PASSWORD, connector.secret_reference),
        (SecretRole.TUNNEL, tunnel.secret_reference if tunnel is not None else ""),
    ]


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                f"{path.name} is too large for a backup of secrets.",
                meaning="Nothing was restored.",
                hint="Choose a file that `kbconnect secret export` has written.",
            )
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(
            f"{path.name} can't be read: {error.strerror}.",
            meaning="Nothing was restored.",
            hint="Check the name of the file, and that this account may read it.",
        ) from error


def _write_private(path: Path, text: str) -> None:
    """A file that only its owner can read, whole or not at all."""
    partly = path.with_name(f".{path.name}.part")
    try:
        partly.unlink(missing_ok=True)
        opened = os.open(partly, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partly.replace(path)
    except OSError as error:
        raise KbConnectError(
            f"{path.name} can't be written: {error.strerror}.",
            meaning="There is no backup. The saved passwords are unaffected.",
            hint="Choose another folder, or make room on the disk.",
        ) from error
