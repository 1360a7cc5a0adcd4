"""One picture of the window: how it is built and drawn. See screens.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kbconnect.app.settings import Appearance
from kbconnect.ui.style import install_theme

BOTH = (Appearance.LIGHT, Appearance.DARK)
LIGHT_ONLY = (Appearance.LIGHT,)
POLL_MS, SETTLE_MS, LONGEST_S = 10, 60, 60.0


def _at_once(_: QWidget) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Scene:
    """name: of the file. build: makes the widget. ready: whether what it loads has come (asked until it has)."""

    name: str
    build: Callable[[], QWidget]
    themes: tuple[Appearance, ...] = BOTH
    size: tuple[int, int] = (1280, 800)
    ready: Callable[[QWidget], bool] = _at_once


@contextmanager
def shown(scene: Scene, appearance: Appearance = Appearance.LIGHT) -> Iterator[QWidget]:
    """The scene on the screen, ready. Raises TimeoutError if it does not become ready."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    look = install_theme(application)
    look.set_appearance(appearance)
    if not application.styleSheet():
        look.dress(application)  # a scene may be a part of a window
    widget = scene.build()
    try:
        widget.resize(*scene.size)
        widget.show()
        until = time.monotonic() + LONGEST_S
        while not scene.ready(widget):
            _run_events(POLL_MS)
            if time.monotonic() > until:
                raise TimeoutError(f"the scene {scene.name} is not ready after {LONGEST_S:.0f} s")
        _run_events(SETTLE_MS)
        yield widget
    finally:
        widget.hide()
        widget.deleteLater()
        _run_events(0)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def draw(scene: Scene, folder: Path) -> list[Path]:
    """Writes the pictures of a scene, `NAME-light.png` and `NAME-dark.png`; returns their paths.

    Raises TimeoutError if the scene does not become ready.
    """
    written = []
    for appearance in scene.themes:
        with shown(scene, appearance) as widget:
            path = folder / f"{scene.name}-{appearance.value}.png"
            _picture(widget).save(str(path))
        written.append(path)
    return written


def _picture(widget: QWidget) -> QPixmap:
    """The widget with the dialogs that stand above it: those are windows of their own."""
    picture = widget.grab()
    with QPainter(picture) as painter:
        for dialog in widget.findChildren(QDialog):
            if dialog.isVisible():
                painter.drawPixmap(dialog.mapToGlobal(QPoint(0, 0)) - widget.mapToGlobal(QPoint(0, 0)), dialog.grab())
    return picture


def _run_events(for_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()
    for _ in range(3):  # a layout in a scroll area asks for another one
        QCoreApplication.sendPostedEvents()
