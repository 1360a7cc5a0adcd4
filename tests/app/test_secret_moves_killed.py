"""A move of secrets that is killed after each of its writes: nothing is lost, and the next move ends it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.adapters import sources
from kbconnect.adapters.secrets import SecretStores
from kbconnect.adapters.store import SqlStore
from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.app.connectors import Connectors
from kbconnect.app.hash_keys import SETTING, HashKeys
from kbconnect.app.reaching import Reaching
from kbconnect.app.secret_moves import SecretMoves
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret, SshTunnel, references_of
from kbconnect.core.job import InlineContext
from tests.app.move_and_die import KeyringInFile, opened

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

PASSWORDS = {"Desk": ["plum", "of the tunnel"], "Shop": ["long " * 100]}


def add_all(home: Path, store: SqlStore, secrets: SecretStores, place: str) -> None:
    secrets.choose(place)
    reaching = Reaching(sources, SshTunnels(home / "known_hosts"))
    connectors = Connectors(store, secrets, reaching, lambda: datetime.now(UTC))
    options = ConnectorOptions(tunnel=SshTunnel("ssh.example"))
    draft = ConnectorDraft("Desk", "postgresql", "db", options=options)
    connectors.add(draft, Secret("plum"), Secret("of the tunnel"))
    connectors.add(ConnectorDraft("Shop", "postgresql", "db"), Secret("long " * 100))
    HashKeys(secrets, store.settings).of("base")


def all_read(store: SqlStore, secrets: SecretStores) -> dict[str, list[str]]:
    """Every secret as a sync would read it, and the key of hashed columns."""
    found = {
        one.name: [secrets.get(reference).reveal() for reference in references_of(one)]
        for one in store.connectors.list()
    }
    return {**found, "hashes": [secrets.get(store.settings.get(SETTING) or "").reveal()]}


@pytest.mark.parametrize(("origin", "target"), [("keyring", "vault"), ("vault", "keyring")])
def test_killed_after_any_write_nothing_is_lost(tmp_path: Path, origin: str, target: str) -> None:
    template, copies = tmp_path / "template", tmp_path / "copies"
    template.mkdir()
    with opened(template) as (store, secrets):
        add_all(template, store, secrets, origin)
        expected = all_read(store, secrets)
    assert {name: expected[name] for name in PASSWORDS} == PASSWORDS
    subprocess.run(
        [sys.executable, "-m", "tests.app.move_and_die", str(template), str(copies), target],
        cwd=Path(__file__).parents[2],
        check=True,
        timeout=120,
    )
    left_behind = sorted(copies.iterdir(), key=lambda home: int(home.name))
    assert len(left_behind) > 12  # each of them was killed a write later than the one before, the last not at all
    for home in left_behind:
        with opened(home) as (store, secrets):
            assert all_read(store, secrets) == expected, home.name
            move = SecretMoves(store, secrets).move(target, InlineContext())
            assert (move.left, move.not_deleted) == ((), 0), home.name
            assert all_read(store, secrets) == expected, home.name
            used = {reference for one in store.connectors.list() for reference in references_of(one)}
            assert {reference.partition(":")[0] for reference in used} == {target}, home.name
            entries = KeyringInFile(home / "keyring.json").entries()
            assert len(entries) == (4 if target == "keyring" else 0), home.name
            # In the vault's rows are the secrets of the vault, or the one that is too long for the keyring.
            assert len(store.vault.content().entries) == (4 if target == "vault" else 1), home.name
