"""The servers that other tests rely on are the real ones, and behave as their handles say."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pymysql
import pytest

from tests.conftest import require
from tests.mariadb_server import MariadbServer, has_mariadb, run_mariadb
from tests.servers import DebianPostgres, PostgresDatabase, PostgresServer, SecretService

pytestmark = pytest.mark.server


def test_a_fresh_database_is_empty_and_its_own(postgres: PostgresServer, pg_database: PostgresDatabase) -> None:
    pg_database.execute('CREATE TABLE "Grüße" (id integer)')

    with postgres.fresh_database() as other, psycopg.connect(other.url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        version = connection.info.server_version

    assert tables == (0,)
    assert version >= 180000


def test_a_database_is_gone_after_its_test_even_with_open_connections(postgres: PostgresServer) -> None:
    with postgres.fresh_database() as database:
        left_open = database.connect()

    with pytest.raises(psycopg.OperationalError):
        database.connect()
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()


def test_passwords_are_checked_and_not_shown(pg_database: PostgresDatabase) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(pg_database.url.replace(pg_database.password, "wrong"))

    assert pg_database.password not in repr(pg_database)


def test_a_stopped_server_comes_back_with_its_data(debian_postgres: DebianPostgres) -> None:
    debian_postgres.server.stop()
    with pytest.raises(psycopg.OperationalError):
        debian_postgres.reader.connect()
    debian_postgres.server.start()

    with debian_postgres.reader.connect() as connection:
        assert connection.execute("SELECT count(*) FROM sales.products").fetchone() == (3,)


def test_tls_is_verified_against_the_servers_authority(debian_postgres: DebianPostgres) -> None:
    url = debian_postgres.reader.url
    with psycopg.connect(url, sslmode="verify-full", sslrootcert=str(debian_postgres.ca_file)) as connection:
        assert connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)

    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        psycopg.connect(url, sslmode="verify-full", sslrootcert=str(debian_postgres.other_ca_file))
    elsewhere = url.replace(debian_postgres.reader.host, debian_postgres.mismatched_host)
    with pytest.raises(psycopg.OperationalError, match="does not match"):
        psycopg.connect(elsewhere, sslmode="verify-full", sslrootcert=str(debian_postgres.ca_file))


def test_one_database_refuses_connections_without_tls(debian_postgres: DebianPostgres) -> None:
    with psycopg.connect(debian_postgres.tls_only.url, sslmode="require") as connection:
        assert connection.execute("SELECT count(*) FROM sales.products").fetchone() == (3,)

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(debian_postgres.tls_only.url, sslmode="disable")
    with psycopg.connect(debian_postgres.reader.url, sslmode="disable") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_roles_may_do_what_their_names_say(debian_postgres: DebianPostgres) -> None:
    rename = "UPDATE sales.products SET name = name"
    debian_postgres.writer.execute(rename)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        debian_postgres.reader.execute(rename)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        debian_postgres.reader.execute("SELECT * FROM sales.salaries")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        debian_postgres.outsider.execute("SELECT * FROM sales.products")


def test_mariadb_has_accounts_that_may_do_what_their_names_say(mariadb: MariadbServer) -> None:
    rename = "UPDATE shop.products SET name = name"
    mariadb.writer.run(rename)
    for login, statement in (
        (mariadb.reader, rename),
        (mariadb.reader, "SELECT * FROM shop.salaries"),
        (replace(mariadb.outsider, database=""), "SELECT * FROM shop.products"),
    ):
        with pytest.raises(pymysql.err.OperationalError, match="denied"):
            login.run(statement)
    assert len(mariadb.reader.run("SELECT * FROM shop.products")) == 3
    assert mariadb.reader.password not in repr(mariadb)


def test_mariadb_verifies_with_tls_and_lets_one_account_in_with_it_alone(mariadb: MariadbServer) -> None:
    with closing(mariadb.tls_only.connect(ssl_disabled=False, ssl_ca=str(mariadb.ca_file))) as connection:
        assert connection.open
    with pytest.raises(pymysql.err.OperationalError, match="denied"):
        mariadb.tls_only.connect()
    with pytest.raises(pymysql.err.OperationalError, match="certificate verify failed"):
        mariadb.reader.connect(ssl_disabled=False, ssl_ca=str(mariadb.other_ca_file), ssl_verify_cert=True)


def test_a_stopped_mariadb_comes_back_with_its_data(mariadb: MariadbServer) -> None:
    mariadb.stop()
    with pytest.raises(pymysql.err.OperationalError):
        mariadb.reader.connect()
    mariadb.start()
    with mariadb.fresh_database() as database:
        assert database.run("SHOW TABLES") == []
    assert len(mariadb.reader.run("SELECT * FROM shop.products")) == 3


def test_a_mariadb_of_ones_own_is_gone_afterwards() -> None:
    require(has_mariadb(), "Debian's MariaDB")
    with run_mariadb() as server:
        assert server.admin.run("SELECT 1") == [(1,)]
    assert not server.folder.exists()
    with pytest.raises(pymysql.err.OperationalError):
        server.admin.connect()


def test_a_keyring_keeps_secrets_between_runs(secret_service: SecretService) -> None:
    write = "import keyring; keyring.set_password('kbconnect', 'shop', 'geheim'); print(keyring.get_keyring())"
    written = secret_service.run("-c", write)
    read = secret_service.run("-c", "import keyring; print(keyring.get_password('kbconnect', 'shop'))")

    assert written.returncode == 0, written.stderr
    assert "SecretService" in written.stdout
    assert read.stdout.strip() == "geheim", read.stderr


def test_a_locked_keyring_is_really_locked(secret_service: SecretService) -> None:
    secret_service.run("-c", "import keyring; keyring.set_password('kbconnect', 'shop', 'geheim')")
    read = secret_service.run("-c", "import keyring; keyring.get_password('kbconnect', 'shop')", locked=True)

    assert read.returncode != 0
    assert "KeyringLocked" in read.stderr or "InitError" in read.stderr


def test_nothing_reaches_the_real_home_or_keyring() -> None:
    import keyring

    assert Path(os.environ["KBCONNECT_HOME"]).is_relative_to(tempfile.gettempdir())
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("kbconnect", "shop")


def test_the_network_is_fenced_off() -> None:
    with socket.socket() as outside, pytest.raises(PermissionError, match="stay on this machine"):
        outside.connect(("192.0.2.1", 443))


def test_a_missing_server_is_skipped_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="A server is missing"):
        require(False, "A server")

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="A server is missing"):
        require(False, "A server")
