"""One window a data folder: a second start raises the first one and ends.

A lock file says who is first, so that two starts at the same moment can't both be; it goes with its process, however
that ends. A local socket, open to the same account only, carries the one word "show". Knows no window.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from contextlib import suppress
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW = b"show\n"
_ANSWER_MS = 2_000
_PAUSE_MS = 100
"""Between two tries: who has just taken the folder does not listen yet, and who ends gives it back."""
_LOCK_FILE, _SOCKET = "window.lock", "window.sock"
_LONGEST_PATH = 80
"""Bytes: a socket's path holds some 100, and Qt makes it under a longer name first."""


class Place(Enum):
    """FIRST: this process has the folder. RAISED: another one has it and was asked to show itself. SILENT: another one
    has it and does not answer."""

    FIRST = "first"
    RAISED = "raised"
    SILENT = "silent"


class SingleInstance(QObject):
    """show_asked: somebody has started the program once more."""

    show_asked = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._lock = QLockFile(str(home / _LOCK_FILE))
        self._lock.setStaleLockTime(0)  # only a dead process makes it stale; one that sleeps for days does not
        self._server: QLocalServer | None = None

    def take(self) -> Place:
        """Takes the folder, or asks whoever has it to show itself. A folder that can't be written counts as free: what
        is wrong with it is told by what needs it."""
        with suppress(OSError):
            self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        patience, wait_ms = QDeadlineTimer(_ANSWER_MS), 0
        while not self._lock.tryLock(wait_ms):
            wait_ms = _PAUSE_MS
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                return Place.FIRST
            if self._ask_to_show():
                return Place.RAISED
            if patience.hasExpired():
                return Place.SILENT
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._connected)
        QLocalServer.removeServer(self._name())  # of a process that was killed; we hold the lock, so nobody listens
        if not server.listen(self._name()):  # a second start then says so; this one works all the same
            logging.getLogger("kbconnect.window").warning("a second start can't be heard: %s", server.errorString())
        self._server = server
        return Place.FIRST

    def leave(self) -> None:
        """Gives the folder back."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._lock.isLocked():
            self._lock.unlock()

    def _name(self) -> str:
        """In the data folder, where no other account can put one of the same name. Sockets have short names; where the
        folder's is too long for one, and on Windows, it is a name made of it, because each has a window of its own."""
        home = self._home.resolve()
        path = str(home / _SOCKET)
        if sys.platform != "win32" and len(os.fsencode(path)) <= _LONGEST_PATH:
            return path
        return "kbconnect-" + hashlib.sha256(str(home).encode("utf-8", "replace")).hexdigest()[:24]

    def _ask_to_show(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(_SHOW)
        written = socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return written

    @Slot()
    def _connected(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.show_asked.emit()  # there is only one thing to ask for
