"""Imports SQLAlchemy and its words for SQLite without asyncio, which they ask for at once and need for asynchronous
engines only.

No engine here is one. asyncio brings the TLS library with it: 3 MB that a window which stands idle does without.
Whoever uses asyncio gets it as ever, by way of SQLAlchemy too.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

_NAME, _SQLITE = "asyncio", "sqlalchemy.dialects.sqlite"


def import_sqlalchemy() -> None:
    """Call it before anything else imports SQLAlchemy; later it does nothing. Any thread may."""
    if _NAME in sys.modules or _SQLITE in sys.modules:
        return
    stand_in = _Later(_NAME)
    sys.modules[_NAME] = stand_in
    try:
        importlib.import_module(_SQLITE)
    finally:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]


class _Later(ModuleType):
    """In the place of asyncio while SQLAlchemy is imported, and then in its modules only: the first look at anything
    in it imports asyncio."""

    def iscoroutine(self, thing: object) -> bool:
        """SQLAlchemy takes this name out while it is imported."""
        return bool(self._asyncio().iscoroutine(thing))

    def __getattr__(self, name: str) -> object:
        return getattr(self._asyncio(), name)

    def _asyncio(self) -> ModuleType:
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
        return importlib.import_module(_NAME)
