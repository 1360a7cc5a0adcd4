"""Rows that can't become documents, by the thousand: kept, counted, bounded in memory and history, tried again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.model import RunStatus, SyncPolicy, TableRef
from tests.faults.lab import Lab, open_lab

ROWS = 4_000
EMPTY = ROWS // 2


class Table:
    """A SQLite file with notes, every second one without a text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT, tag TEXT)")
        self.execute(
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {ROWS}) INSERT INTO notes"
            " SELECT n, '', CASE WHEN n % 2 THEN 'A note on matter ' || n END, 'tag' FROM s"
        )

    def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "source.db")


@pytest.fixture
def lab(tmp_path: Path, vault_key: str, table: Table) -> Iterator[Lab]:
    draft = ConnectorDraft("Source", "sqlite", database=str(table.path))
    with open_lab(tmp_path / "home", vault_key, draft, None, table=TableRef("", "notes")) as made:
        yield made


def test_thousands_are_kept_and_a_thousand_shown(lab: Lab) -> None:
    for added in (ROWS - EMPTY, 0):
        run = lab.sync()
        assert run.status is RunStatus.COMPLETED_WITH_REJECTS
        assert (run.counts.added, run.counts.rejected) == (added, EMPTY)
        assert len(run.rejects) == 1_000
        assert run.rejects[0].key == ("2",)
        assert all(reject.reason for reject in run.rejects)
        assert lab.application.history.run(run.id).rejects == run.rejects
    assert len(lab.content()["rejects"]) == EMPTY
    lab.assert_healed(lab.sync())


def test_too_many_stop_a_run_and_the_next_one_heals(lab: Lab, table: Table) -> None:
    lab.change(policy=SyncPolicy(reject_limit=0.3))
    run = lab.sync()
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == "too_many_rejects"
    assert run.error.hint
    assert not run.error.retryable
    assert lab.documents() == run.counts.added
    again = lab.sync()  # nothing changed: it stops again, and loses nothing
    assert again.error is not None
    assert again.error.code == "too_many_rejects"
    table.execute("UPDATE notes SET body = 'Now there is one, on matter ' || id WHERE body IS NULL AND id % 20")
    healed = lab.sync()
    assert healed.status is RunStatus.COMPLETED_WITH_REJECTS
    assert healed.counts.rejected == ROWS // 20
    lab.assert_healed(healed)


def test_rejected_rows_are_tried_again_alone_once_they_are_mended(lab: Lab, table: Table) -> None:
    lab.sync()
    table.execute("UPDATE notes SET body = 'Mended, on matter ' || id WHERE body IS NULL AND id <= 2000")
    table.execute("UPDATE notes SET body = 'Another text.' WHERE id = 1")
    run = lab.sync(retry_rejects=True)
    assert run.status is RunStatus.COMPLETED_WITH_REJECTS
    assert (run.counts.added, run.counts.updated, run.counts.rejected) == (1_000, 0, EMPTY - 1_000)
    assert lab.documents() == ROWS - EMPTY + 1_000
    table.execute("DELETE FROM notes WHERE id = 3000")
    rest = lab.sync()
    assert (rest.counts.added, rest.counts.updated, rest.counts.rejected) == (0, 1, EMPTY - 1_001)
    lab.assert_healed(rest)


def test_a_row_that_turns_bad_loses_its_document_and_counts_for_the_brake(lab: Lab, table: Table) -> None:
    table.execute("DELETE FROM notes WHERE id > 2000")
    table.execute("UPDATE notes SET body = 'A note.' WHERE body IS NULL")
    lab.sync()
    table.execute("UPDATE notes SET body = NULL WHERE id % 2 = 0")
    run = lab.sync()
    assert run.error is not None
    assert run.error.code == "delete_brake"
    assert lab.documents() >= 1_000
    allowed = lab.sync(allow_deletes=True)
    assert allowed.counts.rejected == 1_000
    lab.assert_healed(allowed)
