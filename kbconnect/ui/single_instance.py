"""One window a data folder: a second start raises the first one and ends.

A lock file says who is first, so that two starts at the same moment can't both be; it goes with its process, however
that ends. Each further start puts an empty file of its own into the folder, and the first one takes it away again:
whoever may write into the folder may raise the window, and an answer comes from a window that lives. Knows no window.

Not a local socket: those come with Qt's network library, which is 3 MB that nothing else here needs, and have short
names.
"""

from __future__ import annotations

import time
import uuid
from contextlib import suppress
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal, Slot

_ANSWER_S = 3.0
"""So long a second start waits. macOS tells of files half a second late, and a window may be busy for a moment."""
_LOOK_MS, _SLOW_LOOK_MS = 20, 500
"""Between two looks: of a start that waits, and of a window where the system has no watch left to give."""
_LOCK_FILE, _REQUEST = "window.lock", "window.show."


class Place(Enum):
    """FIRST: this process has the folder. RAISED: another one has it and was asked to show itself. SILENT: another one
    has it and does not answer. UNASKED: another one has it, and the folder can't be written, so that it can't be asked.
    """

    FIRST = "first"
    RAISED = "raised"
    SILENT = "silent"
    UNASKED = "unasked"


class SingleInstance(QObject):
    """show_asked: somebody has started the program once more."""

    show_asked = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._lock = QLockFile(str(home / _LOCK_FILE))
        self._lock.setStaleLockTime(0)  # only a dead process makes it stale; one that sleeps for days does not
        self._watch: QFileSystemWatcher | QTimer | None = None

    def take(self) -> Place:
        """Takes the folder, or asks whoever has it to show itself. A folder that can't be written counts as free: what
        is wrong with it is told by what needs it."""
        with suppress(OSError):
            self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                return Place.FIRST
            place = self._ask_to_show()
            if place is not Place.FIRST:
                return place
        self._take_requests()  # of starts that were killed; or that came this moment, and will see a window
        self._watch = self._watching()
        return Place.FIRST

    def leave(self) -> None:
        """Gives the folder back."""
        if self._watch is not None:
            self._watch.deleteLater()
            self._watch = None
        if self._lock.isLocked():
            self._lock.unlock()

    def _watching(self) -> QFileSystemWatcher | QTimer:
        watcher = QFileSystemWatcher(self)
        if watcher.addPath(str(self._home)):
            watcher.directoryChanged.connect(self._look)
            return watcher
        watcher.deleteLater()
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_SLOW_LOOK_MS)
        return timer

    def _ask_to_show(self) -> Place:
        """RAISED once the request is taken, by one that has only begun too; FIRST if whoever had the folder gives it
        back meanwhile."""
        end = time.monotonic() + _ANSWER_S
        request = self._home / f"{_REQUEST}{uuid.uuid4().hex}"
        try:
            request.touch(mode=0o600)
            while time.monotonic() < end:
                if not request.exists():
                    return Place.RAISED
                if self._lock.tryLock(_LOOK_MS):
                    return Place.FIRST
            request.unlink()
        except FileNotFoundError:  # taken at the last moment
            return Place.RAISED
        except OSError:
            return Place.UNASKED
        return Place.SILENT

    @Slot()
    def _look(self) -> None:
        """There is only one thing to ask for."""
        if self._take_requests():
            self.show_asked.emit()

    def _take_requests(self) -> bool:
        """Whether there were any."""
        taken = False
        try:
            for request in self._home.glob(f"{_REQUEST}*"):
                request.unlink(missing_ok=True)
                taken = True
        except OSError:  # on Windows nobody can take away what its maker has not closed yet
            QTimer.singleShot(_SLOW_LOOK_MS, self._look)
        return taken
