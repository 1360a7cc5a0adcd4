"""What every test of the window needs: the application with its theme, and a bridge to threads that is shut down."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbconnect.app.settings import Appearance
from kbconnect.ui.garbage import WindowGarbage
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import ENGLISH, install_language
from kbconnect.ui.style import Theme, install_theme
from tests.ui.own_threads import no_thread_left

__all__ = ["no_thread_left"]

LONGEST_MS = 30_000
"""How long an event is waited for: what takes milliseconds alone takes seconds where several tests share a core."""
_WAITS = (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait for an event ends with it, so a limit that no load reaches costs nothing."""
    for wait in _WAITS:
        assert wait.__kwdefaults__ is not None
        monkeypatch.setitem(wait.__kwdefaults__, "timeout", LONGEST_MS)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Theme:
    """The theme, back at light, normal text and motion for each test, in English."""
    install_language(qapp, ENGLISH)
    made = install_theme(qapp, appearance=Appearance.LIGHT)
    if not qapp.styleSheet():
        made.dress(qapp)
    if made.appearance is not Appearance.LIGHT:
        made.set_appearance(Appearance.LIGHT)
    if made.text_scale != 1.0:
        made.set_text_scale(1.0)
    made.reduced_motion = False
    return made


@pytest.fixture(autouse=True)
def garbage(qapp: QApplication) -> Iterator[WindowGarbage]:
    """As in the program: a widget is not collected on a worker's thread, where deleting it could wait for ever."""
    made = WindowGarbage(qapp)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.shutdown(5)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What goes to the program's log, whatever an application or a tool has set up before."""
    known = [name for name in logging.Logger.manager.loggerDict if name.partition(".")[0] == "kbconnect"]
    loggers = [logging.getLogger(name) for name in {"kbconnect", *known}]
    before = [(logger, logger.disabled, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.disabled, logger.propagate = False, True
    yield caplog
    for logger, disabled, propagate in before:
        logger.disabled, logger.propagate = disabled, propagate
