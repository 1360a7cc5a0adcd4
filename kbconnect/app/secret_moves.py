"""Moves saved passwords from one place to another: copied, read back and compared, then used, and only then deleted.

Wherever it breaks off, every connector can still read its password: until the last step both copies are there. What is
left to delete is written down first, so that the next move ends what one that was killed has begun. References to
variables and files of others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kbconnect.core.errors import (
    KbConnectError,
    NotFoundError,
    SecretDamagedError,
    SecretError,
    SecretMissingError,
)
from kbconnect.core.job import Progress, Stage

if TYPE_CHECKING:
    from kbconnect.core.connector import Connector, Secret
    from kbconnect.core.job import JobContext
    from kbconnect.core.ports import SecretPlaces
    from kbconnect.core.store import Store

OWN_PLACES = ("keyring", "vault")
_TO_DELETE = "secrets_to_delete"


@dataclass(frozen=True, slots=True)
class SecretLeft:
    """A password that stayed where it was. connector: its name. reason, hint: sentences."""

    connector: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SecretMove:
    """What a move did. not_deleted: old copies that could not be deleted; the next move tries again."""

    place: str
    moved: int
    left: tuple[SecretLeft, ...] = ()
    not_deleted: int = 0


@dataclass(frozen=True, slots=True)
class _Copy:
    """A verified copy. new: its reference."""

    connector: Connector
    secret: Secret
    new: str


class SecretMoves:
    """Moves between the keyring and the encrypted vault of one data folder."""

    def __init__(self, store: Store, secrets: SecretPlaces) -> None:
        self._store = store
        self._secrets = secrets

    def movable(self, target: str) -> tuple[Connector, ...]:
        """Connectors whose password is in the other place of this program's, by name."""
        others = tuple(f"{name}:" for name in OWN_PLACES if name != target)
        return tuple(one for one in self._store.connectors.list() if one.secret_reference.startswith(others))

    def to_delete(self) -> int:
        """Old copies that an earlier move could not delete."""
        return len(self._unused(self._noted()))

    def move(self, target: str, context: JobContext) -> SecretMove:
        """Moves all it can to `keyring` or `vault`, where new passwords go from then on. May ask a person to unlock.

        Raises SecretError and its kin, StoreError, JobCancelled; then nothing has changed for anybody who reads a
        password.
        """
        copies, left = self._copy_all(target, context)
        self._note([*self._noted(), *(copy.connector.secret_reference for copy in copies)])
        moved, changed = self._use(copies)
        self._secrets.choose(target)
        not_deleted = self._delete_old(context)
        return SecretMove(target, moved, (*left, *changed), not_deleted)

    def delete_old(self, context: JobContext) -> int:
        """Tries again to delete old copies; how many are still there."""
        return self._delete_old(context)

    # ----------------------------------------------------------------------------------------- copy and verify

    def _copy_all(self, target: str, context: JobContext) -> tuple[list[_Copy], list[SecretLeft]]:
        connectors = self.movable(target)
        copies: list[_Copy] = []
        left: list[SecretLeft] = []
        try:
            for number, connector in enumerate(connectors):
                context.check()
                context.report(Progress(Stage.LOADING, number, len(connectors)))
                try:
                    copies.append(self._copied(connector, target))
                except (SecretMissingError, SecretDamagedError) as error:  # there is nothing to move
                    left.append(SecretLeft(connector.name, error.message, error.hint))
            context.check()
        except BaseException:
            self._discard(copies)
            raise
        return copies, left

    def _copied(self, connector: Connector, target: str) -> _Copy:
        self._check_free(connector, target)
        secret = self._secrets.get(connector.secret_reference)
        copy = _Copy(connector, secret, self._secrets.put_into(target, connector.id, secret))
        try:
            same = self._secrets.get(copy.new) == secret
        except BaseException:
            self._discard([copy])
            raise
        if not same:
            self._discard([copy])
            raise SecretError(
                f"The copy of the password of {connector.name} came back other than it was written.",
                meaning="Nothing was moved; every password is where it was.",
                hint="Try again. If it happens again, leave the passwords where they are.",
            )
        return copy

    def _check_free(self, connector: Connector, target: str) -> None:
        """A reference typed by hand may lead to the very entry a copy would replace."""
        for other in self._store.connectors.list():
            place, _, entry = other.secret_reference.partition(":")
            if other.id != connector.id and place == target and entry.rpartition("/")[2] == connector.id:
                raise SecretError(
                    f"{other.name} uses the entry into which the password of {connector.name} would go.",
                    meaning="Nothing was moved; every password is where it was.",
                    hint=f"Enter the password of {other.name} in its form, then try again.",
                )

    def _discard(self, copies: Iterable[_Copy]) -> None:
        """Takes copies away that nobody uses yet; one that stays harms nobody and is replaced by the next move."""
        for copy in copies:
            with suppress(KbConnectError):
                self._secrets.delete(copy.new)

    # ----------------------------------------------------------------------------------------- use, then delete

    def _use(self, copies: list[_Copy]) -> tuple[int, list[SecretLeft]]:
        moved, changed = 0, []
        for copy in copies:
            reason = self._switch(copy)
            if reason:
                changed.append(SecretLeft(copy.connector.name, reason))
                self._discard([copy])
            else:
                moved += 1
        return moved, changed

    def _switch(self, copy: _Copy) -> str:
        """Lets the connector use its copy; why not, else ""."""
        try:
            now = self._store.connectors.get(copy.connector.id)
        except NotFoundError:
            return "The connector was removed meanwhile."
        old = copy.connector.secret_reference
        if now.secret_reference != old or self._secrets.get(old) != copy.secret:
            return "The password was changed meanwhile."
        self._store.connectors.update(replace(now, secret_reference=copy.new))
        return ""

    def _delete_old(self, context: JobContext) -> int:
        remaining = self._unused(self._noted())
        total = len(remaining)
        for number, reference in enumerate(list(remaining)):
            context.report(Progress(Stage.REMOVING, number, total))
            with suppress(KbConnectError):
                self._secrets.delete(reference)
                remaining.remove(reference)
        self._note(remaining)
        return len(remaining)

    def _unused(self, references: Iterable[str]) -> list[str]:
        used = {connector.secret_reference for connector in self._store.connectors.list()}
        return [reference for reference in dict.fromkeys(references) if reference not in used]

    def _noted(self) -> list[str]:
        return (self._store.settings.get(_TO_DELETE) or "").split()

    def _note(self, references: Iterable[str]) -> None:
        """References hold no secret."""
        words = "\n".join(dict.fromkeys(references))
        if words != (self._store.settings.get(_TO_DELETE) or ""):
            self._store.settings.put(_TO_DELETE, words)
