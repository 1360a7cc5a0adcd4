"""A PostgreSQL database as a source under test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from tests import servers
from tests.adapters.sources.postgresql_world import PostgresWorld


@pytest.fixture(scope="session")
def shared_database(postgres: servers.PostgresServer) -> Iterator[servers.PostgresDatabase]:
    """One database for all tests of sources; a world takes a schema of its own in it."""
    with postgres.fresh_database() as database:
        yield database


@pytest.fixture
def world(shared_database: servers.PostgresDatabase) -> Iterator[PostgresWorld]:
    with shared_database.connect() as connection:
        made = PostgresWorld(shared_database, connection, f"Shop {secrets.token_hex(4)}")
        yield made
        made.clean_up()
