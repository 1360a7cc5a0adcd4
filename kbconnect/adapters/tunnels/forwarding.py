"""This end of a tunnel: a port of the loopback whose connections come out at a server behind the last SSH server.

Drivers can be given nothing but a host and a port: libpq offers no TLS over a socket in a folder, and takes no open
socket. So other programs of this computer could come in, too. Where the system says whose a connection is (Linux),
those of other processes are refused; elsewhere any program of this computer can get as far as the database's own login,
as long as the tunnel is open, once it has found the port.

Owns the port and the threads that pass bytes on. Must not know what SSH is asked for.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from kbconnect.adapters.tunnels.known_hosts import KnownHosts
from kbconnect.adapters.tunnels.peers import is_of_this_process
from kbconnect.adapters.tunnels.route import ANSWER_WITHIN_S, Route, WayIn
from kbconnect.adapters.tunnels.words import lost, silent, way_words
from kbconnect.core.connector import Dial, Secret, SshTunnel
from kbconnect.core.errors import SourceError

_ASK_EVERY_S = 10.0
_LOOK_EVERY_S = 2.0
_PIECE = 65_536


@contextmanager
def open_tunnel(
    tunnel: SshTunnel, secret: Secret | None, target: Dial, known: KnownHosts, limit_s: float
) -> Iterator[Tunnel]:
    """See `kbconnect.core.ports.Tunnels.open`."""
    route = Route(WayIn(tunnel, secret, known, limit_s))
    try:
        route.open_channel(target).close()  # whether the target can be reached is told before anything is built on it
        opened = Tunnel(route, target)
        try:
            yield opened
        finally:
            opened.close()
    finally:
        route.close()


class Tunnel:
    """See `kbconnect.core.ports.OpenTunnel`."""

    def __init__(self, route: Route, target: Dial) -> None:
        self._route, self._target = route, target
        self.words = way_words(route.last.host, route.last.username, route.signed_in_by, target)
        self.facts = route.facts()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0)
        self.dial = Dial("127.0.0.1", self._listener.getsockname()[1])
        self._closed = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._lock = threading.Lock()
        self._passing: set[_Passing] = set()
        self._fault: SourceError | None = None
        self._threads = [self._started(self._listen), self._started(self._keep_alive)]

    def fault(self) -> SourceError | None:
        with self._lock:
            return self._fault

    def close(self) -> None:
        self._closed.set()
        self._wake.close()
        with self._lock:
            passing = list(self._passing)
        for one in passing:
            one.end()
        self._route.close()
        for thread in (*self._threads, *(one.thread for one in passing)):
            thread.join()
        self._woken.close()

    @staticmethod
    def _started(work: object) -> threading.Thread:
        thread = threading.Thread(target=work, name="tunnel", daemon=True)  # type: ignore[arg-type]  # a method
        thread.start()
        return thread

    # ---------------------------------------------------------------------------------------- letting in

    def _listen(self) -> None:
        with self._listener, selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._closed.is_set():
                ready = selector.select(_LOOK_EVERY_S)
                if self._route.is_silent():
                    self._note(silent(self._route.last.host, ANSWER_WITHIN_S))
                    self._route.hang_up()
                for key, _ in ready:
                    if key.fileobj is self._listener:
                        self._let_in()

    def _let_in(self) -> None:
        try:
            connection, peer = self._listener.accept()
        except OSError:
            return  # it has gone again
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not is_of_this_process(peer, self.dial):
            connection.close()
            return
        passing = _Passing(connection)
        with self._lock:
            self._passing.add(passing)
        passing.thread = self._started(lambda: self._pass(passing))

    def _pass(self, passing: _Passing) -> None:
        try:
            try:
                channel = self._route.open_channel(self._target)
            except SourceError as error:
                self._note(error)
                return
            self._note(None)
            # What broke is known before the driver sees the end.
            if passing.run(channel) and not self._closed.is_set():
                self._note(lost(self._route.last.host))
        finally:
            passing.end()
            with self._lock:
                self._passing.discard(passing)

    def _note(self, fault: SourceError | None) -> None:
        """What was found first says most: a server that was given up is also lost."""
        with self._lock:
            if fault is None or self._fault is None:
                self._fault = fault

    def _keep_alive(self) -> None:
        while not self._closed.wait(_ASK_EVERY_S):
            self._route.ask()


class _Passing:
    """One connection that goes through. thread: the one that passes it on."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.thread = threading.current_thread()

    def run(self, channel: paramiko.Channel) -> bool:
        """Passes bytes both ways until one side ends, and lets go of the channel. True: the tunnel broke under it."""
        there = threading.Thread(target=self._send, args=(channel,), name="tunnel", daemon=True)
        there.start()
        try:
            with contextlib.suppress(OSError):  # this side has hung up
                while piece := channel.recv(_PIECE):
                    self._connection.sendall(piece)
            return not channel.eof_received and _is_dead(channel)
        finally:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RD)
            _let_go(channel)
            there.join()

    def _send(self, channel: paramiko.Channel) -> None:
        try:
            while piece := self._connection.recv(_PIECE):
                channel.sendall(piece)
            channel.shutdown_write()
        except (OSError, EOFError, paramiko.SSHException):
            _let_go(channel)  # wakes whoever waits for the other direction

    def end(self) -> None:
        """Both sides see the end. Any thread."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()


def _let_go(channel: paramiko.Channel) -> None:
    """The other side is told, where it still can be."""
    with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
        channel.close()


def _is_dead(channel: paramiko.Channel) -> bool:
    """Whether the connection under a channel that ended has ended, too; that takes a moment to be seen."""
    transport = channel.get_transport()
    transport.join(0.5)
    return not transport.is_active()
