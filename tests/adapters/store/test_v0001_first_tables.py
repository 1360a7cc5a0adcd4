"""A store of revision 0001 opens and reads as it was written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kbconnect.adapters.store import open_store
from kbconnect.core.model import QuerySelection
from kbconnect.core.schedule import CronRule
from kbconnect.core.store import VaultContent, VaultEntry
from tests.adapters.store.examples import CONNECTOR, DATASET, KNOWLEDGE_BASE, RUN

OLD_FILE = Path(__file__).parent / "fixtures" / "v0001_first_tables.sql"


def test_a_store_of_this_revision_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "kbconnect.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD_FILE.read_text(encoding="utf-8"))
    with open_store(path) as store:
        assert store.connectors.list() == (CONNECTOR,)
        assert store.knowledge_bases.list() == (KNOWLEDGE_BASE,)
        query = replace(DATASET, id="d2", name="Query", selection=QuerySelection("SELECT 1"))
        assert store.datasets.list() == (DATASET, query)
        (schedule,) = store.schedules.list()
        assert (schedule.dataset_id, schedule.rule) == ("d1", CronRule("0 2 * * *", "Europe/Berlin"))
        assert schedule.enabled
        assert store.runs.get(1) == replace(RUN, id=1, phases=(), continues=None, remarks=())
        assert store.settings.get("theme") == "dark"
        assert store.vault.content() == VaultContent("header", (VaultEntry("c1", "token"),))
        assert store.runs.add(RUN).id == 2


def test_a_new_file_becomes_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "kbconnect.db") as store:
        store.connectors.add(CONNECTOR)
        assert store.connectors.list() == (CONNECTOR,)
