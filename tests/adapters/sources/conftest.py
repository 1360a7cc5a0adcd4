"""Databases of real servers as sources under test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import servers
from tests.adapters.sources.mysql_world import MysqlWorld
from tests.adapters.sources.postgresql_world import PostgresWorld
from tests.certificates import Certificates, make_certificates
from tests.mariadb_server import MariadbServer


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


@pytest.fixture
def mysql_world(mariadb: MariadbServer) -> Iterator[MysqlWorld]:
    with mariadb.fresh_database() as database, closing(database.connect()) as connection:
        made = MysqlWorld(database, connection)
        yield made
        made.clean_up()


@pytest.fixture(scope="session")
def edge_certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Of the servers that speak a protocol as far as a refusal."""
    return make_certificates(tmp_path_factory.mktemp("edge"))


@pytest.fixture(scope="session")
def edge_pem(edge_certificates: Certificates) -> Path:
    """Their certificate and its key in one file."""
    file = edge_certificates.server_file.parent / "both.pem"
    file.write_bytes(edge_certificates.server_file.read_bytes() + edge_certificates.server_key_file.read_bytes())
    return file
