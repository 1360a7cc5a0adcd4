"""What tests of tunnels share: a server behind the SSH server, and how one is opened, used and seen to fail."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.core.connector import Dial, Secret, SshTunnel
from kbconnect.core.errors import SourceError
from tests.servers_ssh import SshServer


class Echo:
    """A server behind the SSH server that says back what it hears. port: on 127.0.0.1. accepted: connections so far."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self._thread = threading.Thread(target=self._serve)  # noqa: TID251 - a server
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._answer, args=(connection,)).start()  # noqa: TID251 - a server

    @staticmethod
    def _answer(connection: socket.socket) -> None:
        with connection:
            while piece := connection.recv(65_536):
                connection.sendall(piece)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def knowing(folder: Path, *lines: str) -> SshTunnels:
    file = folder / "known_hosts"
    file.write_text("".join(lines), encoding="utf-8")
    return SshTunnels(file)


def through(server: SshServer, **other: object) -> SshTunnel:
    tunnel = SshTunnel(server.host, server.port, server.username, str(server.key))
    return replace(tunnel, **other)  # type: ignore[arg-type]  # fields of a tunnel


def says_back(dial: Dial, words: bytes = b"hello") -> bytes:
    with socket.create_connection((dial.host, dial.port), 10) as connection:
        connection.sendall(words)
        connection.shutdown(socket.SHUT_WR)
        heard = b""
        while piece := connection.recv(65_536):
            heard += piece
        return heard


def failure(opening: Callable[[], object], kind: type[SourceError]) -> SourceError:
    with pytest.raises(kind) as caught:
        opening()
    assert type(caught.value) is kind
    assert caught.value.meaning
    assert caught.value.hint
    return caught.value


def opened(
    tunnels: SshTunnels, tunnel: SshTunnel, target: Dial, secret: str | None = None, limit_s: float = 8
) -> Callable[[], object]:
    def open_it() -> object:
        with tunnels.open(tunnel, None if secret is None else Secret(secret), target, limit_s) as made:
            return says_back(made.dial)

    return open_it


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "tunnel"]
