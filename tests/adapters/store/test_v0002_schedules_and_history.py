"""A store of revision 0002 opens and reads as it was written, and one of 0001 owes no slot after its upgrade."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.core.model import QuerySelection
from kbconnect.core.schedule import WaitKind
from kbconnect.core.store import VaultContent, VaultEntry
from tests.adapters.store.examples import CONNECTOR, DATASET, EVERY_HALF_HOUR, KNOWLEDGE_BASE, NIGHTLY, RUN

FIXTURES = Path(__file__).parent / "fixtures"


def restored(path: Path, fixture: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / fixture).read_text(encoding="utf-8"))
    return path


def test_a_store_of_this_revision_is_read_as_it_was_written(tmp_path: Path) -> None:
    with open_store(restored(tmp_path / "kbconnect.db", "v0002_schedules_and_history.sql")) as store:
        assert store.connectors.list() == (CONNECTOR,)
        assert store.knowledge_bases.list() == (KNOWLEDGE_BASE,)
        query = replace(DATASET, id="d2", name="Query", selection=QuerySelection("SELECT 1"))
        assert store.datasets.list() == (DATASET, query)
        assert store.schedules.list() == (
            NIGHTLY,
            replace(EVERY_HALF_HOUR, dataset_id="d2", waiting_kind=WaitKind.OTHER),
        )
        assert store.runs.get(1) == replace(RUN, id=1)
        assert store.settings.get("theme") == "dark"
        assert store.vault.content() == VaultContent("header", (VaultEntry("c1", "token"),))
        assert store.runs.add(RUN).id == 2


def test_a_schedule_from_before_owes_no_slot(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    with open_store(restored(tmp_path / "kbconnect.db", "v0001_first_tables.sql")) as store:
        (schedule,) = store.schedules.list()
    assert before <= schedule.set_at == schedule.served_until <= datetime.now(UTC)
    assert (schedule.begun_slot, schedule.begun_at, schedule.waiting_for, schedule.told) == (None, None, "", False)


@pytest.mark.parametrize("column", ["set_at", "served_until", "waiting_for", "told"])
def test_an_upgraded_schedule_has_all_its_columns(tmp_path: Path, column: str) -> None:
    path = restored(tmp_path / "kbconnect.db", "v0001_first_tables.sql")
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        connection.execute(f"UPDATE schedules SET {column} = NULL")
