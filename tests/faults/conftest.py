"""What tests of faults share: the command line's fixtures, and an application with a breakable network below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.core import sync
from kbconnect.core.model import TableRef
from tests import servers
from tests.cli.conftest import cli, connector, dataset, shop
from tests.faults.lab import NOTES, Lab, open_lab, postgres_draft
from tests.faults.proxy import Proxy, run_proxy

ROWS = 3_000
"""Three batches, and more than a run reads by key."""


@pytest.fixture
def batches_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets syncs read that many rows at a time."""
    plan = sync.read_plan

    def limit(rows: int) -> None:
        monkeypatch.setattr(sync, "read_plan", lambda dataset: replace(plan(dataset), batch_rows=rows))

    return limit


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for seconds for a lock that will not be free, or a server that says nothing."""
    monkeypatch.setattr("kbconnect.app.syncing._LOCK_WAIT_S", 0.05)
    monkeypatch.setattr("kbconnect.app.datasets._LOCK_WAIT_S", 0.05)
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql._INTERRUPT_S", 0.1)
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql_copy.CANCEL_TIMEOUT_S", 0.2)


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> tuple[float, ...]:
    """A reading that broke off is tried again three times; the context says how the waits pass."""
    waits = (1.0, 2.0, 4.0)
    monkeypatch.setattr("kbconnect.core.retries.WAITS_S", waits)
    return waits


@pytest.fixture
def proxy(postgres: servers.PostgresServer) -> Iterator[Proxy]:
    """The network to the PostgreSQL server."""
    with run_proxy(postgres.superuser.port) as made:
        yield made


@pytest.fixture
def vault_key() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def lab(
    tmp_path: Path,
    vault_key: str,
    pg_database: servers.PostgresDatabase,
    proxy: Proxy,
    batches_of: Callable[[int], None],
) -> Iterator[Lab]:
    """A table of 3,000 notes in PostgreSQL, reached through the proxy; nothing is synced yet."""
    batches_of(1_000)
    pg_database.execute(NOTES.format(rows=ROWS))
    draft = postgres_draft(pg_database, port=proxy.port)
    table = TableRef("public", "notes")
    with open_lab(tmp_path / "home", vault_key, draft, pg_database.password, table=table) as made:
        yield made


__all__ = ["cli", "connector", "dataset", "shop"]
