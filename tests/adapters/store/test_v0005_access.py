"""A store of revision 0005 opens and reads as it was written; of an account tested before, no powers are known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.core.connector import Connector
from tests.adapters.store.examples import AUDITED, CONNECTOR

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("fixture", "connectors"),
    [("v0005_access.sql", (AUDITED, CONNECTOR)), ("v0004_chunk_marks.sql", (CONNECTOR,))],
)
def test_powers_are_read_as_they_were_written(tmp_path: Path, fixture: str, connectors: tuple[Connector, ...]) -> None:
    path = tmp_path / "kbconnect.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / fixture).read_text(encoding="utf-8"))
    with open_store(path) as store:
        assert store.connectors.list() == connectors
