"""What the window remembers of itself: size, place, and the section that was in front. Owns the names it is kept under.

A place that no screen shows any more, as after one was unplugged, is given up for the middle of the first screen.
"""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

GEOMETRY, SECTION = "window/geometry", "window/section"
_LEAST_SEEN = (160, 60)
"""So much of the window's upper edge must be on a screen, or nobody could move it."""


class WindowState:
    """In the memory of this machine."""

    def __init__(self, memory: QSettings) -> None:
        self._memory = memory

    def keep(self, window: QWidget) -> None:
        """Size, place and whether it is maximised."""
        self._memory.setValue(GEOMETRY, window.saveGeometry())

    def restore(self, window: QWidget) -> None:
        """As it was kept; a window that was never kept stays as it is."""
        kept = self._memory.value(GEOMETRY)
        if isinstance(kept, QByteArray) and window.restoreGeometry(kept) and not can_be_reached(window.geometry()):
            place_on_first_screen(window)

    def keep_section(self, key: str) -> None:
        self._memory.setValue(SECTION, key)

    def section(self, known: Container[str], usual: str) -> str:
        """The one that was in front last, if there still is one of this key."""
        kept = self._memory.value(SECTION)
        return kept if isinstance(kept, str) and kept in known else usual


def can_be_reached(place: QRect) -> bool:
    """Whether enough of the upper edge of a window is on one of the screens."""
    wide, high = _LEAST_SEEN
    edge = QRect(place.left(), place.top(), place.width(), high)
    seen = [screen.availableGeometry().intersected(edge) for screen in QGuiApplication.screens()]
    return any(part.width() >= min(wide, place.width()) and part.height() >= high // 2 for part in seen)


def place_on_first_screen(window: QWidget) -> None:
    """In its middle, not larger than it is."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    size = window.size().boundedTo(screen.size()).expandedTo(window.minimumSize())
    place = QRect(screen.topLeft(), size)
    place.moveCenter(screen.center())
    place.moveTop(max(place.top(), screen.top()))
    place.moveLeft(max(place.left(), screen.left()))
    window.setGeometry(place)
