"""A store of revision 0004 opens and reads as it was written, and the runs of an older one have no marks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from tests.adapters.store.examples import MARK, QUESTION

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("fixture", "marks"), [("v0004_chunk_marks.sql", ((1, MARK),)), ("v0003_saved_questions.sql", ())]
)
def test_marks_are_read_as_they_were_written(tmp_path: Path, fixture: str, marks: tuple[object, ...]) -> None:
    path = tmp_path / "kbconnect.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / fixture).read_text(encoding="utf-8"))
    with open_store(path) as store:
        assert store.runs.marks("d1", "k1") == marks
        assert store.questions.list() == (QUESTION,)
