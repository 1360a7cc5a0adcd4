"""An SSH server for tests of tunnels, on a computer whose owner has no keys yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.adapters.tunnels import SshTunnels
from tests.adapters.tunnels.world import Echo, knowing
from tests.conftest import require
from tests.servers_ssh import SshServer, has_sshd, run_sshd


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_keys_of_ones_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ~/.ssh and no agent."""
    home = tmp_path_factory.mktemp("person")
    (home / ".ssh").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return home


@pytest.fixture(scope="session")
def server() -> Iterator[SshServer]:
    """One sshd for all tests that leave it running."""
    require(has_sshd(), "openssh-server")
    with run_sshd() as made:
        yield made


@pytest.fixture
def tunnels(tmp_path: Path, server: SshServer) -> SshTunnels:
    """That know the server."""
    return knowing(tmp_path, server.known_hosts_line())
