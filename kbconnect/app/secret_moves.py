"""Moves saved passwords from one place to another: copied, read back and compared, then used, and only then deleted.

Wherever it breaks off, every connector can still read its password: until the last step both copies are there. What is
left to delete is written down first, so that the next move ends what one that was killed has begun. References to
variables and files of others stay as they are. The key of hashed columns goes along.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kbconnect.app.connectors import tunnel_owner
from kbconnect.app.hash_keys import OWNER as HASH_OWNER
from kbconnect.app.hash_keys import SETTING as HASH_SETTING
from kbconnect.core.connector import references_of
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

VAULT = "vault"
OWN_PLACES = ("keyring", VAULT)
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
class _Kept:
    """A saved secret of a connector. of_tunnel: that of its SSH account."""

    connector: Connector
    reference: str
    of_tunnel: bool = False

    @property
    def owner_id(self) -> str:
        return tunnel_owner(self.connector.id) if self.of_tunnel else self.connector.id

    def now(self, connector: Connector) -> str:
        """The reference the connector has by now in its place."""
        tunnel = connector.options.tunnel
        if not self.of_tunnel:
            return connector.secret_reference
        return tunnel.secret_reference if tunnel is not None else ""

    def switched(self, connector: Connector, reference: str) -> Connector:
        """The connector with another reference in its place."""
        tunnel = connector.options.tunnel
        if not self.of_tunnel or tunnel is None:
            return replace(connector, secret_reference=reference)
        options = replace(connector.options, tunnel=replace(tunnel, secret_reference=reference))
        return replace(connector, options=options)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A verified copy. new: its reference."""

    kept: _Kept
    secret: Secret
    new: str


class SecretMoves:
    """Moves between the keyring and the encrypted vault of one data folder."""

    def __init__(self, store: Store, secrets: SecretPlaces) -> None:
        self._store = store
        self._secrets = secrets

    def movable(self, target: str) -> tuple[Connector, ...]:
        """Connectors whose password is in the other place of this program's, by name."""
        found = {kept.connector.id: kept.connector for kept in self._movable(target)}
        return tuple(found.values())

    def _movable(self, target: str) -> tuple[_Kept, ...]:
        others = tuple(f"{name}:" for name in OWN_PLACES if name != target)
        kept = [each for one in self._store.connectors.list() for each in _kept_by(one)]
        return tuple(each for each in kept if each.reference.startswith(others))

    def to_delete(self) -> int:
        """Old copies that an earlier move could not delete."""
        return len(self._unused(self._noted()))

    def move(self, target: str, context: JobContext) -> SecretMove:
        """Moves all it can to `keyring` or `vault`, where new passwords go from then on. May ask a person to unlock.

        Raises SecretError and its kin, StoreError, JobCancelled; then nothing has changed for anybody who reads a
        password.
        """
        self._move_hash_key(target)
        copies, left = self._copy_all(target, context)
        self._note([*self._noted(), *(copy.kept.reference for copy in copies)])
        moved, changed = self._use(copies)
        self._secrets.choose(target)
        not_deleted = self._delete_old(context)
        return SecretMove(target, moved, (*left, *changed), not_deleted)

    def delete_old(self, context: JobContext) -> int:
        """Tries again to delete old copies; how many are still there."""
        return self._delete_old(context)

    def _move_hash_key(self, target: str) -> None:
        """A key that is gone has nothing to move: the next sync that hashes makes another one and says so."""
        old = self._hash_reference()
        if old.partition(":")[0] not in OWN_PLACES or old.startswith(f"{target}:"):
            return
        with suppress(SecretMissingError, SecretDamagedError):
            key = self._secrets.get(old)
            new = self._secrets.put_into(target, HASH_OWNER, key)
            if self._secrets.get(new) == key:
                self._note([*self._noted(), old])
                self._store.settings.put(HASH_SETTING, new)

    def _hash_reference(self) -> str:
        return self._store.settings.get(HASH_SETTING) or ""

    # ----------------------------------------------------------------------------------------- copy and verify

    def _copy_all(self, target: str, context: JobContext) -> tuple[list[_Copy], list[SecretLeft]]:
        movable = self._movable(target)
        copies: list[_Copy] = []
        left: list[SecretLeft] = []
        try:
            for number, kept in enumerate(movable):
                context.check()
                context.report(Progress(Stage.LOADING, number, len(movable)))
                try:
                    copies.append(self._copied(kept, target))
                except (SecretMissingError, SecretDamagedError) as error:  # there is nothing to move
                    left.append(SecretLeft(kept.connector.name, error.message, error.hint))
            context.check()
        except BaseException:
            self._discard(copies)
            raise
        return copies, left

    def _copied(self, kept: _Kept, target: str) -> _Copy:
        self._check_free(kept, target)
        secret = self._secrets.get(kept.reference)
        copy = _Copy(kept, secret, self._secrets.put_into(target, kept.owner_id, secret))
        try:
            same = self._secrets.get(copy.new) == secret
        except BaseException:
            self._discard([copy])
            raise
        if not same:
            self._discard([copy])
            raise SecretError(
                f"The copy of the password of {kept.connector.name} came back other than it was written.",
                meaning="Nothing was moved; every password is where it was.",
                hint="Try again. If it happens again, leave the passwords where they are.",
            )
        return copy

    def _check_free(self, kept: _Kept, target: str) -> None:
        """A reference typed by hand may lead to the very entry a copy would replace."""
        connector = kept.connector
        for other in self._store.connectors.list():
            for reference in references_of(other) if other.id != connector.id else ():
                place, _, entry = reference.partition(":")
                if place == target and entry.rpartition("/")[2] == kept.owner_id:
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
                changed.append(SecretLeft(copy.kept.connector.name, reason))
                self._discard([copy])
            else:
                moved += 1
        return moved, changed

    def _switch(self, copy: _Copy) -> str:
        """Lets the connector use its copy; why not, else ""."""
        try:
            now = self._store.connectors.get(copy.kept.connector.id)
        except NotFoundError:
            return "The connector was removed meanwhile."
        old = copy.kept.reference
        if copy.kept.now(now) != old or self._secrets.get(old) != copy.secret:
            return "The password was changed meanwhile."
        self._store.connectors.update(copy.kept.switched(now, copy.new))
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
        used = {known for connector in self._store.connectors.list() for known in references_of(connector)}
        used.add(self._hash_reference())
        return [reference for reference in dict.fromkeys(references) if reference not in used]

    def _noted(self) -> list[str]:
        return (self._store.settings.get(_TO_DELETE) or "").split()

    def _note(self, references: Iterable[str]) -> None:
        """References hold no secret."""
        words = "\n".join(dict.fromkeys(references))
        if words != (self._store.settings.get(_TO_DELETE) or ""):
            self._store.settings.put(_TO_DELETE, words)


def _kept_by(connector: Connector) -> tuple[_Kept, ...]:
    tunnel = connector.options.tunnel
    found = (_Kept(connector, connector.secret_reference),)
    return found if tunnel is None else (*found, _Kept(connector, tunnel.secret_reference, of_tunnel=True))
