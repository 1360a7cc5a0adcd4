"""A sync of a table in MariaDB: changed and removed rows, a killed session, a server that goes away and comes back, and
one that says nothing; the knowledge base ends equal to that of a clean sync each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pymysql
import pytest

from kbconnect.app import silence
from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.job import Stage
from kbconnect.core.model import ChangeMode, RunStatus, TableRef
from tests.faults.conftest import ROWS
from tests.faults.lab import LONGEST_S, Lab, Watch, open_lab, readers
from tests.faults.proxy import Proxy, run_proxy
from tests.mariadb_server import MariadbLogin, MariadbServer

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("impatient")]

TABLE = """
CREATE TABLE notes (
    id int PRIMARY KEY, title text, body text, tag text,
    changed_at timestamp NOT NULL DEFAULT '2026-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP, KEY (changed_at)
)"""
FILLED = f"""
INSERT INTO notes (id, title, body, tag)
SELECT seq, CONCAT('Note ', seq), REPEAT(CONCAT('A note on matter ', seq, '. '), 1 + seq % 20),
       CONCAT('tag ', seq % 3)
FROM seq_1_to_{ROWS}"""
MOMENTS = {Stage.COMPARING: 60_000, Stage.READING: 700_000}
"""After how many bytes of the server a first sync is in the middle of a stage."""


@pytest.fixture
def notes(mariadb: MariadbServer) -> Iterator[MariadbLogin]:
    with mariadb.fresh_database() as database:
        database.run(TABLE, FILLED)
        yield database


@pytest.fixture
def network(notes: MariadbLogin) -> Iterator[Proxy]:
    with run_proxy(notes.port) as made:
        yield made


@pytest.fixture
def lab(
    tmp_path: Path, vault_key: str, notes: MariadbLogin, network: Proxy, batches_of: Callable[[int], None]
) -> Iterator[Lab]:
    """The table, reached through the network; nothing is synced yet."""
    batches_of(1_000)
    draft = ConnectorDraft(
        "Source", "mysql", host=notes.host, port=network.port, username=notes.user, database=notes.database
    )
    with open_lab(tmp_path / "home", vault_key, draft, notes.password, table=TableRef(notes.database, "notes")) as made:
        yield made


OURS = "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()"
"""The sessions of the program in this database, and those of a test's that have not gone yet."""


def assert_nothing_is_left(notes: MariadbLogin) -> None:
    assert readers() == []
    # One session asks all the time: another one's end is not seen at once by the next.
    with closing(notes.connect()) as connection, connection.cursor() as cursor:
        until = time.monotonic() + LONGEST_S
        while cursor.execute(OURS) and time.monotonic() < until:
            cursor.execute("SELECT SLEEP(0.02)")  # the server needs a moment to see which are gone
        cursor.execute(OURS)
        assert cursor.fetchall() == ()


@pytest.mark.parametrize("mode", [ChangeMode.COMPARE, ChangeMode.CURSOR])
def test_changed_and_removed_rows_converge(lab: Lab, notes: MariadbLogin, mode: ChangeMode) -> None:
    if mode is ChangeMode.CURSOR:
        lab.change(mode=mode, cursor_column="changed_at", policy=replace(lab.dataset.policy, key_scan_hours=0))
    first = lab.sync()
    assert (first.status, first.counts.added) == (RunStatus.COMPLETED, ROWS)
    notes.run(
        "UPDATE notes SET body = CONCAT(body, ' edited') WHERE id % 100 = 1",
        "UPDATE notes SET tag = 'new' WHERE id % 100 = 2",
        "DELETE FROM notes WHERE id % 100 = 3",
        "INSERT INTO notes (id, title, body, changed_at) VALUES (-1, 'New', 'A new note', NOW())",
    )
    run = lab.sync()
    assert (run.counts.added, run.counts.updated, run.counts.metadata_updated, run.counts.deleted) == (1, 30, 30, 30)
    lab.assert_healed(run)
    assert lab.sync().counts.added == 0
    assert_nothing_is_left(notes)


@pytest.mark.parametrize("stage", list(MOMENTS))
def test_a_killed_session_is_read_on(
    lab: Lab, network: Proxy, notes: MariadbLogin, short_waits: object, stage: Stage
) -> None:
    def kill() -> None:
        for (number,) in notes.run(OURS):
            with suppress(pymysql.OperationalError):  # it has gone by itself
                notes.run(f"KILL {number}")

    network.after(MOMENTS[stage], kill)
    run = lab.sync(watch := Watch())
    assert run.status is RunStatus.COMPLETED
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    assert watch.notes == ["The connection to the database was lost. Trying again in 1 s."]
    assert (run.counts.added, run.counts.read) == (ROWS, ROWS)
    lab.assert_healed(run)
    assert_nothing_is_left(notes)


def test_a_server_that_restarts_is_read_on(
    lab: Lab, network: Proxy, notes: MariadbLogin, mariadb: MariadbServer, short_waits: object
) -> None:
    starts = iter((mariadb.start,))
    network.after(MOMENTS[Stage.READING], mariadb.stop)
    run = lab.sync(Watch(pause=lambda seconds: next(starts, lambda: None)()))
    assert run.status is RunStatus.COMPLETED
    lab.assert_healed(run)
    assert_nothing_is_left(notes)


def test_a_server_that_stays_away_is_told_and_the_next_run_goes_on(
    lab: Lab, network: Proxy, mariadb: MariadbServer, short_waits: object
) -> None:
    network.after(MOMENTS[Stage.READING], mariadb.stop)
    run = lab.sync(Watch())
    mariadb.start()
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code in {"source_lost", "port_closed"}
    assert run.error.retryable
    assert run.counts.deleted == 0
    again = lab.sync()
    assert again.counts.added == ROWS - run.counts.added
    lab.assert_healed(again)


def test_a_network_that_hangs_is_seen(
    lab: Lab, network: Proxy, notes: MariadbLogin, short_waits: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "NOTE_AFTER_S", 0.1)
    monkeypatch.setattr(silence, "_LOOK_EVERY_S", 0.05)
    draft = draft_of(lab.application.connectors.get(lab.dataset.connector_id))
    quick = replace(draft, options=replace(draft.options, statement_timeout_s=1, connect_timeout_s=1))
    lab.application.connectors.edit(lab.dataset.connector_id, quick, KeepSecret.KEEP)
    network.after(MOMENTS[Stage.READING], network.stall)
    heals = iter((network.heal,))
    run = lab.sync(Watch(pause=lambda seconds: next(heals, lambda: None)()))
    assert run.status is RunStatus.COMPLETED
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    lab.assert_healed(run)
