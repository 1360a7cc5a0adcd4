"""Keeps PySide from reading the program's source at the start. Called once, before the other modules of the window.

Modules can ask PySide for other names of Qt's methods (snake_case, true_property). To see who might, PySide reads the
source of every module that is imported after it and leaves the text in Python's line cache: 18 MB and a tenth of the
time to the window. No module here asks for that.
"""

from __future__ import annotations

import importlib
import linecache
from contextlib import suppress

_FEATURES, _DECIDES = "shibokensupport.feature", "_mod_uses_pyside"


def read_no_sources() -> None:
    """Says for PySide that no module imported from now on chooses other names. Where another version of PySide decides
    otherwise, it goes on as before."""
    importlib.import_module("PySide6.QtCore")  # the other comes with it
    with suppress(ImportError):  # of PySide's own inside
        features = importlib.import_module(_FEATURES)
        if hasattr(features, _DECIDES):
            setattr(features, _DECIDES, _chooses_nothing)
    linecache.clearcache()


def _chooses_nothing(_module: object) -> bool:
    return False
