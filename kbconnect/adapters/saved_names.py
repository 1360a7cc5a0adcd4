"""The names in the program's own database, for the shell's completion alone, which can't wait for SQLAlchemy's import.

Reads only, from whatever version of the database is there; everything else goes through `store`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from kbconnect.adapters.sqlite_uri import sqlite_uri


def saved_names(store: Path, kind: Literal["connectors", "datasets", "knowledge_bases"]) -> tuple[str, ...]:
    """By name, ignoring case; none if there is no database. Raises sqlite3.Error for a damaged or locked one."""
    if not store.exists():
        return ()
    with closing(sqlite3.connect(sqlite_uri(store.absolute(), "mode=ro"), uri=True, timeout=0.2)) as connection:
        # kind is one of three literals, not somebody's text.
        rows = connection.execute(f"SELECT name FROM {kind} ORDER BY name COLLATE NOCASE")
        return tuple(str(name) for (name,) in rows)
