"""A store of revision 0003 opens and reads as it was written, and one of 0002 has room for questions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kbconnect.adapters.store import open_store
from tests.adapters.store.examples import FOUND, KNOWLEDGE_BASE, LOST, QUESTION

FIXTURES = Path(__file__).parent / "fixtures"


def restored(path: Path, fixture: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / fixture).read_text(encoding="utf-8"))
    return path


def test_a_store_of_this_revision_is_read_as_it_was_written(tmp_path: Path) -> None:
    with open_store(restored(tmp_path / "kbconnect.db", "v0003_saved_questions.sql")) as store:
        assert store.questions.list() == (QUESTION,)
        assert store.questions.checks(1, 10) == (LOST, FOUND)
        store.questions.add_checks([FOUND], 1)
        assert [check.id for check in store.questions.checks(1, 10)] == [3]


def test_an_older_store_takes_questions_after_its_upgrade(tmp_path: Path) -> None:
    with open_store(restored(tmp_path / "kbconnect.db", "v0002_schedules_and_history.sql")) as store:
        assert store.knowledge_bases.list() == (KNOWLEDGE_BASE,)
        assert store.questions.list() == ()
        assert store.questions.add(QUESTION) == QUESTION
