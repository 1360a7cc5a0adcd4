"""A network between the program and a database server that tests can break.

Owns a TCP proxy on the loopback: it can go quiet, vanish as a pulled cable does, cut connections, or do something at an
exact place in what the server sends. It must not know the protocol that goes through it.
"""

from __future__ import annotations

import contextlib
import ctypes
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator

_PIECE = 8_192
# From <linux/filter.h>: a filter of one instruction, "keep nothing".
_ATTACH_FILTER, _DETACH_FILTER = 26, 27
_KEEP_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)


def can_vanish() -> bool:
    """Whether this system can drop packets of one socket."""
    return sys.platform == "linux"


class Proxy:
    """Passes bytes on to a server until it is told otherwise. port: where it listens on 127.0.0.1.

    received: bytes the server has sent through it.
    """

    def __init__(self, server_port: int) -> None:
        self.received = 0
        self._server_port = server_port
        self._listener = self._listening(0)
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._clients: list[socket.socket] = []
        self._flows = threading.Event()
        self._flows.set()
        self._closed = False
        self._moment: tuple[int, Callable[[], None]] | None = None
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []  # noqa: TID251 - a proxy needs them
        self._start(self._accept)

    # ------------------------------------------------------------------------------------------- breaking

    def after(self, more: int, action: Callable[[], None]) -> None:
        """Once, when that many bytes more have come from the server, calls `action` before any of them goes on."""
        with self._lock:
            self._moment = (self.received + more, action)

    def stall(self) -> None:
        """Nothing passes any more, but the other side is still there: a server or pooler that hangs."""
        self._flows.clear()

    def vanish(self) -> None:
        """As a pulled cable or a computer that lost its network: no packet is answered, not even with a refusal."""
        self.stall()
        for one in (self._listener, *self._clients):
            _drop_packets(one)

    def cut(self) -> None:
        """Connections end with a reset, as a firewall ends them. New ones are welcome."""
        with self._lock:
            for one in self._sockets:
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._sockets.clear()
            self._clients.clear()

    def heal(self) -> None:
        """New connections work again; the old ones are gone."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listener.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)
        self._flows.set()

    def close(self) -> None:
        self._closed = True
        self._flows.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(timeout=30)

    # ------------------------------------------------------------------------------------------- passing on

    @staticmethod
    def _listening(port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        # Small: what stands in buffers between the server and the program is not broken by anything here.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * _PIECE)
        return listener

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)  # noqa: TID251 - a proxy needs them
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * _PIECE)
            try:
                server.connect(("127.0.0.1", self._server_port))
            except OSError:
                client.close()
                server.close()
                continue
            with self._lock:
                self._sockets += [client, server]
                self._clients.append(client)
            self._start(lambda client=client, server=server: self._pump(client, server, counted=False))  # type: ignore[misc]
            self._start(lambda client=client, server=server: self._pump(server, client, counted=True))  # type: ignore[misc]

    def _pump(self, source: socket.socket, target: socket.socket, *, counted: bool) -> None:
        try:
            while piece := source.recv(_PIECE):
                if counted:
                    self._count(len(piece))
                self._flows.wait()
                target.sendall(piece)
        except OSError:
            pass
        # A server that ends a connection has it ended on the other side too, as without a proxy.
        self._flows.wait()
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _count(self, size: int) -> None:
        with self._lock:
            self.received += size
            moment = self._moment
            if moment is None or self.received < moment[0]:
                return
            self._moment = None
        moment[1]()


def _drop_packets(one: socket.socket) -> None:
    code = ctypes.create_string_buffer(_KEEP_NOTHING)
    program = struct.pack("HL" if struct.calcsize("L") == 8 else "HI", 1, ctypes.addressof(code))
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)


@contextlib.contextmanager
def run_proxy(server_port: int) -> Iterator[Proxy]:
    """A proxy in front of a server on this machine."""
    proxy = Proxy(server_port)
    try:
        yield proxy
    finally:
        proxy.close()
