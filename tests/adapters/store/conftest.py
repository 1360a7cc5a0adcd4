"""A store of one's own for each test of the program's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.adapters.store import SqlStore, open_store


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Where a store can be made; its folder is not there yet, and its name needs quoting in URLs."""
    return tmp_path / "home 100%?#" / "kbconnect.db"


@pytest.fixture
def store(store_path: Path) -> Iterator[SqlStore]:
    with open_store(store_path) as opened:
        yield opened
