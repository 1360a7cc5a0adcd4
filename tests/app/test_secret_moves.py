"""Moving passwords: every one can be read at any moment, whatever fails; none is deleted before it was compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.adapters import sources
from kbconnect.adapters.secrets import SecretStores, SecretSurroundings
from kbconnect.adapters.secrets.keyring_store import SystemKeyring
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.adapters.store import SqlStore, open_store
from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.app.connectors import Connectors, SecretReference
from kbconnect.app.hash_keys import SETTING, HashKeys
from kbconnect.app.reaching import Reaching
from kbconnect.app.secret_moves import SecretLeft, SecretMove, SecretMoves
from kbconnect.core.connector import (
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    Secret,
    SshTunnel,
    references_of,
)
from kbconnect.core.errors import (
    KbConnectError,
    SecretError,
    SecretMissingError,
    SecretStoreLockedError,
    StoreBusyError,
)
from kbconnect.core.job import InlineContext, JobCancelled, Progress
from tests.fakes_secrets import KeyringInMemory

NAMES = ("Archive", "Desk", "Shop")


@dataclass
class World:
    """A home folder with three connectors whose passwords are in the keyring."""

    store: SqlStore
    secrets: SecretStores
    keyring: KeyringInMemory
    connectors: Connectors

    @property
    def moves(self) -> SecretMoves:
        return SecretMoves(self.store, self.secrets)

    def passwords(self) -> dict[str, str]:
        """Connector -> its password, as a sync would read it."""
        found = {one.name: self.connectors.secret_of(one) for one in self.connectors.list()}
        return {name: secret.reveal() for name, secret in found.items() if secret is not None}

    def places(self) -> set[str]:
        return {one.secret_reference.partition(":")[0] for one in self.connectors.list()}

    def in_vault(self) -> int:
        return len(self.store.vault.content().entries)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    keyring = KeyringInMemory()
    with open_store(tmp_path / "kbconnect.db") as store:
        surroundings = SecretSurroundings(
            {"DESK": "elsewhere"},
            lambda _: "correct horse",
            lambda: SystemKeyring("Keyring", keyring),
            ScryptCost(n=16),
        )
        secrets = SecretStores(store.vault, store.settings, surroundings)
        reaching = Reaching(sources, SshTunnels(tmp_path / "known_hosts"))
        made = World(store, secrets, keyring, Connectors(store, secrets, reaching, lambda: datetime.now(UTC)))
        for name in NAMES:
            made.connectors.add(ConnectorDraft(name, "postgresql", "db"), Secret(f"pass of {name}"))
        yield made


EXPECTED = {name: f"pass of {name}" for name in NAMES}


def test_all_go_to_the_vault_and_new_ones_with_them(world: World) -> None:
    seen: list[Progress] = []
    done = world.moves.move("vault", InlineContext(seen.append))
    assert done == SecretMove("vault", 3)
    assert world.passwords() == EXPECTED
    assert (world.places(), world.in_vault(), world.keyring.entries) == ({"vault"}, 3, {})
    assert world.secrets.current().name == "vault"
    assert {progress.total for progress in seen} == {3}
    assert world.moves.to_delete() == 0
    assert world.moves.movable("vault") == ()


def test_and_back_again(world: World) -> None:
    world.moves.move("vault", InlineContext())
    assert world.moves.move("keyring", InlineContext()) == SecretMove("keyring", 3)
    assert world.passwords() == EXPECTED
    assert (world.places(), world.in_vault(), len(world.keyring.entries)) == ({"keyring"}, 0, 3)


def test_references_of_others_stay(world: World) -> None:
    world.connectors.add(ConnectorDraft("Other", "postgresql", "db"), SecretReference("env:DESK"))
    assert world.moves.move("vault", InlineContext()).moved == 3
    assert world.connectors.find("Other").secret_reference == "env:DESK"


def test_the_key_of_hashed_columns_goes_along(world: World) -> None:
    keys = HashKeys(world.secrets, world.store.settings)
    before = keys.of("base")
    moved = world.moves.move("vault", InlineContext())
    assert (moved.moved, moved.not_deleted) == (len(NAMES), 0)  # it is nobody's password
    assert (world.store.settings.get(SETTING) or "").startswith("vault:")
    assert not world.keyring.entries
    assert keys.of("base") == before
    world.moves.move("keyring", InlineContext())
    assert keys.of("base") == before
    assert world.in_vault() == 0


def test_both_secrets_of_a_connector_move(world: World) -> None:
    options = ConnectorOptions(tunnel=SshTunnel("ssh.example"))
    draft = ConnectorDraft("Behind", "postgresql", "db", options=options)
    saved = world.connectors.add(draft, Secret("for the database"), Secret("for ssh"))
    assert [place.partition(":")[0] for place in references_of(saved)] == ["keyring", "keyring"]
    assert saved in world.moves.movable("vault")
    assert world.moves.move("vault", InlineContext()) == SecretMove("vault", 5)
    moved = references_of(world.connectors.get(saved.id))
    assert [world.secrets.get(reference).reveal() for reference in moved] == ["for the database", "for ssh"]
    assert (world.in_vault(), world.keyring.entries, world.moves.to_delete()) == (5, {}, 0)


def nth(number: int, call: Callable[..., object], error: BaseException) -> Callable[..., object]:
    """The call, which fails the nth time and ever after."""
    count = 0

    def failing(*values: object) -> object:
        nonlocal count
        count += 1
        if count >= number:
            raise error
        return call(*values)

    return failing


LOCKED = SecretStoreLockedError("It is locked.")


@pytest.mark.parametrize("number", range(1, 10))
@pytest.mark.parametrize("step", ["get", "put_into", "delete"])
def test_whichever_call_fails_every_password_can_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(world.secrets, step, nth(number, getattr(world.secrets, step), LOCKED))
        try:
            world.moves.move("vault", InlineContext())
        except SecretStoreLockedError:
            assert step != "delete"
    assert world.passwords() == EXPECTED
    done = world.moves.move("vault", InlineContext())
    assert done.not_deleted == 0
    assert (world.passwords(), world.places(), world.keyring.entries) == (EXPECTED, {"vault"}, {})


@pytest.mark.parametrize("number", range(1, 4))
def test_a_store_that_fails_half_way_leaves_some_here_and_some_there(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(world.store.connectors, "update", nth(number, world.store.connectors.update, StoreBusyError("")))
        with pytest.raises(StoreBusyError):
            world.moves.move("vault", InlineContext())
    assert world.passwords() == EXPECTED
    assert len(world.keyring.entries) == 3
    assert world.moves.move("vault", InlineContext()).moved == 4 - number
    assert (world.passwords(), world.keyring.entries) == (EXPECTED, {})


class Killed(BaseException):
    """As if the process had ended there: nothing of the program runs after it."""


@pytest.mark.parametrize("number", range(1, 4))
def test_killed_before_old_copies_are_gone_the_next_move_ends_it(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(world.secrets, "delete", nth(number, world.secrets.delete, Killed()))
        with pytest.raises(Killed):
            world.moves.move("vault", InlineContext())
    assert world.passwords() == EXPECTED
    assert world.moves.to_delete() == 3
    assert world.moves.delete_old(InlineContext()) == 0
    assert (world.passwords(), world.keyring.entries) == (EXPECTED, {})


def test_a_copy_that_comes_back_otherwise_moves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    get = world.secrets.get

    def wrong(reference: str) -> Secret:
        return Secret("something else") if reference.startswith("vault:") else get(reference)

    with monkeypatch.context() as patch:
        patch.setattr(world.secrets, "get", wrong)
        with pytest.raises(SecretError, match="came back other"):
            world.moves.move("vault", InlineContext())
    assert (world.passwords(), world.places(), world.in_vault()) == (EXPECTED, {"keyring"}, 0)


def test_stopped_while_copying_nothing_has_changed(world: World) -> None:
    seen: list[Progress] = []
    with pytest.raises(JobCancelled):
        world.moves.move("vault", InlineContext(seen.append, lambda: len(seen) == 2))
    assert (world.passwords(), world.places(), world.in_vault()) == (EXPECTED, {"keyring"}, 0)
    assert world.secrets.current().name == "keyring"


def test_one_that_is_lost_does_not_hold_up_the_others(world: World) -> None:
    lost = world.connectors.find("Desk")
    world.secrets.delete(lost.secret_reference)
    done = world.moves.move("vault", InlineContext())
    assert (done.moved, [left.connector for left in done.left]) == (2, ["Desk"])
    assert world.connectors.find("Desk").secret_reference == lost.secret_reference
    with pytest.raises(SecretMissingError):
        world.connectors.secret_of(world.connectors.find("Desk"))


@pytest.mark.parametrize("removed", [True, False])
def test_what_people_change_meanwhile_counts(world: World, monkeypatch: pytest.MonkeyPatch, removed: bool) -> None:
    """Between copying and using: another program edits a connector, or removes it."""
    choice = {"Desk"}
    get = world.store.connectors.get

    def meddle(connector_id: str) -> Connector:
        found = get(connector_id)
        if found.name in choice:
            choice.clear()
            if removed:
                world.store.connectors.remove(connector_id)
            else:
                world.secrets.put(connector_id, Secret("new"))
        return get(connector_id)

    monkeypatch.setattr(world.store.connectors, "get", meddle)
    done = world.moves.move("vault", InlineContext())
    reason = "The connector was removed meanwhile." if removed else "The password was changed meanwhile."
    assert (done.moved, done.left) == (2, (SecretLeft("Desk", reason),))
    assert world.passwords().get("Desk") == (None if removed else "new")
    assert world.in_vault() == 2


def test_an_entry_another_connector_uses_is_never_replaced(world: World) -> None:
    desk = world.connectors.find("Desk")
    world.secrets.put_into("vault", desk.id, Secret("borrowed"))
    world.connectors.add(ConnectorDraft("Borrower", "postgresql", "db"), SecretReference(f"vault:{desk.id}"))
    with pytest.raises(SecretError, match="Borrower uses the entry"):
        world.moves.move("vault", InlineContext())
    assert world.passwords() == {**EXPECTED, "Borrower": "borrowed"}


def test_two_connectors_on_one_entry_each_get_a_copy(world: World) -> None:
    shared = SecretReference(world.connectors.find("Desk").secret_reference)
    world.connectors.add(ConnectorDraft("Twin", "postgresql", "db"), shared)
    assert world.moves.move("vault", InlineContext()).moved == 4
    assert world.passwords() == {**EXPECTED, "Twin": "pass of Desk"}
    assert world.keyring.entries == {}


def test_an_unknown_place_is_refused(world: World) -> None:
    with pytest.raises(KbConnectError):
        world.moves.move("cupboard", InlineContext())
    assert world.passwords() == EXPECTED
