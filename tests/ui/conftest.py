"""What every test of the window needs: the application with its theme, and a bridge to threads that is shut down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kbconnect.app.settings import Appearance
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.style import Theme, install_theme


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Theme:
    """The theme, back at light, normal text and motion for each test."""
    made = install_theme(qapp, appearance=Appearance.LIGHT)
    if made.appearance is not Appearance.LIGHT:
        made.set_appearance(Appearance.LIGHT)
    if made.text_scale != 1.0:
        made.set_text_scale(1.0)
    made.reduced_motion = False
    return made


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.shutdown(5)
