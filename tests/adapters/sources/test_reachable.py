"""Whether a source's host answers is found out quickly, without its protocol."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from kbconnect.adapters.sources import check_reachable
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import HostNotFoundError, InputError, PortClosedError


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def draft(host: str, port: int | None) -> ConnectorDraft:
    return ConnectorDraft("Shop", "postgresql", host=host, port=port)


def test_a_port_that_listens_is_enough(listener: socket.socket) -> None:
    check_reachable(draft("127.0.0.1", listener.getsockname()[1]), 5)
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(5)
        assert connection.recv(1) == b""  # it was closed without a word


def test_a_port_that_is_closed(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    listener.close()
    with pytest.raises(PortClosedError, match=str(port)):
        check_reachable(draft("127.0.0.1", port), 5)


def test_a_host_that_is_not_there() -> None:
    with pytest.raises(HostNotFoundError, match=r"nowhere\.invalid"):
        check_reachable(draft("nowhere.invalid", 5432), 5)


def test_without_a_port_it_is_the_usual_one() -> None:
    with pytest.raises(PortClosedError, match="listens in /nowhere"):
        check_reachable(draft("/nowhere", None), 5)


def test_a_file_is_not_looked_for() -> None:
    check_reachable(ConnectorDraft("Shop", "sqlite", database="/nowhere/at/all.db"), 5)


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(InputError, match="abacus"):
        check_reachable(ConnectorDraft("Shop", "abacus"), 5)
