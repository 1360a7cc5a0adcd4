"""Queries that never come to an end, on real servers that work on: told after a while, ended at the server when the
person asks or the limit is reached, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app import silence
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import RunStatus, TableRef, TableSelection
from tests import servers
from tests.faults.lab import LONGEST_S, Lab, Watch, open_lab, postgres_draft, readers
from tests.mariadb_server import MariadbServer

pytestmark = pytest.mark.server

ROWS, STOPS_AT = 5_000, 4_500
"""So many rows come before the one that never does."""

POSTGRES = f"""
CREATE TABLE knob (secs int, n bigint);
INSERT INTO knob VALUES (0, 1);
CREATE TABLE notes AS
    SELECT n AS id, 'Note ' || n AS title, 'A note on matter ' || n AS body, 'tag' AS tag
    FROM generate_series(1, {ROWS}) n;
ALTER TABLE notes ADD PRIMARY KEY (id);
CREATE FUNCTION nap(i bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
    BEGIN IF i = {STOPS_AT} THEN PERFORM pg_sleep((SELECT secs FROM knob)); END IF; RETURN true; END $$;
CREATE VIEW at_first AS SELECT notes.* FROM notes, (SELECT pg_sleep(secs) FROM knob OFFSET 0) nap;
CREATE VIEW in_between AS SELECT * FROM notes WHERE nap(id);
CREATE VIEW crossed AS
    SELECT 1 AS id, 'Sum' AS title, count(*)::text AS body, 'tag' AS tag
    FROM generate_series(1, (SELECT n FROM knob)) a, generate_series(1, (SELECT n FROM knob)) b
"""
MARIADB = (
    "CREATE TABLE knob (secs int, n bigint)",
    "INSERT INTO knob VALUES (0, 1)",
    "CREATE TABLE notes (id int PRIMARY KEY, title text, body text, tag text)",
    f"INSERT INTO notes SELECT seq, CONCAT('Note ', seq), CONCAT('On matter ', seq), 'tag' FROM seq_1_to_{ROWS}",
    f"""CREATE FUNCTION nap(i int) RETURNS int READS SQL DATA
    BEGIN IF i = {STOPS_AT} THEN RETURN (SELECT 1 + SLEEP(secs) FROM knob); END IF; RETURN 1; END""",
    "CREATE VIEW at_first AS SELECT * FROM notes WHERE (SELECT SLEEP(secs) FROM knob) = 0",
    "CREATE VIEW in_between AS SELECT * FROM notes WHERE nap(id)",
    """CREATE VIEW crossed AS SELECT 1 AS id, 'Sum' AS title, CAST(count(*) AS char) AS body, 'tag' AS tag
    FROM seq_1_to_1000000 a, seq_1_to_1000000 b
    WHERE a.seq <= (SELECT n FROM knob) AND b.seq <= (SELECT n FROM knob)""",
)
BUSY_POSTGRES = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kbconnect' AND state = 'active' AND query LIKE 'COPY%'
"""
BUSY_MARIADB = """
SELECT count(*) FROM information_schema.PROCESSLIST
WHERE DB = DATABASE() AND ID <> CONNECTION_ID() AND COMMAND = 'Query'
"""
TURN = "UPDATE knob SET secs = {secs}, n = {n}"


class World:
    """A lab whose views can be made endless. run: a statement at the server. busy: how many of ours it works on."""

    def __init__(self, lab: Lab, schema: str, run: Callable[[str], object], busy: Callable[[], int]) -> None:
        self.lab, self.busy = lab, busy
        self._schema, self._run = schema, run

    def take(self, view: str) -> None:
        self.lab.change(selection=TableSelection(TableRef(self._schema, view)))

    def endless(self) -> None:
        self._run(TURN.format(secs=3600, n=1_000_000))

    def ending(self) -> None:
        self._run(TURN.format(secs=0, n=1))


@pytest.fixture
def postgres_world(tmp_path: Path, vault_key: str, pg_database: servers.PostgresDatabase) -> Iterator[World]:
    pg_database.execute(POSTGRES)

    def busy() -> int:
        with pg_database.connect() as connection:
            return int(connection.execute(BUSY_POSTGRES).fetchall()[0][0])

    draft, table = postgres_draft(pg_database), TableRef("public", "notes")
    with open_lab(tmp_path / "home", vault_key, draft, pg_database.password, table=table) as lab:
        yield World(lab, "public", pg_database.execute, busy)


@pytest.fixture
def mariadb_world(tmp_path: Path, vault_key: str, mariadb: MariadbServer) -> Iterator[World]:
    with mariadb.fresh_database() as login:
        login.run(*MARIADB)
        draft = ConnectorDraft(
            "Source", "mysql", host=login.host, port=login.port, username=login.user, database=login.database
        )
        table = TableRef(login.database, "notes")
        # One session asks each time: another one's question would still be among them when the next is asked.
        with (
            closing(login.connect()) as connection,
            open_lab(tmp_path / "home", vault_key, draft, login.password, table=table) as lab,
        ):

            def busy() -> int:
                with connection.cursor() as cursor:
                    cursor.execute(BUSY_MARIADB)
                    return int(cursor.fetchall()[0][0])

            yield World(lab, login.database, login.run, busy)


@pytest.fixture(params=["postgres_world", "mariadb_world"])
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> World:
    """Silence is told after a moment instead of ten seconds."""
    monkeypatch.setattr(silence, "NOTE_AFTER_S", 0.1)
    monkeypatch.setattr(silence, "_LOOK_EVERY_S", 0.05)
    made: World = request.getfixturevalue(request.param)
    return made


def assert_nothing_is_left(world: World) -> None:
    assert readers() == []
    until = time.monotonic() + LONGEST_S
    while world.busy() and time.monotonic() < until:
        pass  # the server tells the program that a query has ended before it tells others
    assert world.busy() == 0


@pytest.mark.parametrize("view", ["at_first", "in_between", "crossed"])
def test_a_query_that_never_ends_is_given_up_and_nothing_is_lost(
    world: World, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.take(view)
    assert world.lab.sync().status is RunStatus.COMPLETED
    before = world.lab.content()
    world.endless()
    world.lab.change(policy=replace(world.lab.dataset.policy, silence_limit_minutes=0.4 / 60))
    waits: list[float] = []
    run = world.lab.sync(watch := Watch(pause=waits.append))
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert (run.error.code, run.error.retryable) == ("source_timeout", False)
    assert "sent nothing for" in run.error.message
    assert "nothing was changed, neither in the database" in run.error.message.lower()
    assert "--silence-limit" in run.error.hint
    assert waits == []  # it is not tried again: the next one in the queue has its turn
    assert any(note.startswith("Waiting for the database 127.0.0.1: nothing has come for") for note in watch.notes)
    assert_nothing_is_left(world)
    assert world.lab.content() == before
    world.ending()
    world.lab.change(policy=replace(world.lab.dataset.policy, silence_limit_minutes=60.0))
    world.lab.assert_healed(world.lab.sync())


@pytest.mark.parametrize("view", ["at_first", "in_between", "crossed"])
def test_a_query_that_never_ends_is_ended_at_the_server_when_the_person_asks(world: World, view: str) -> None:
    world.take(view)
    world.endless()
    busy: list[int] = []

    def ask_to_stop(progress: Progress) -> None:
        # What comes before the query may be waited for, too, on a busy machine: it is told again and again.
        if progress.note and progress.stage is Stage.COMPARING and not busy and world.busy() == 1:
            busy.append(1)
            watch.context.cancel()

    watch = Watch(at=ask_to_stop)
    run = world.lab.sync(watch)
    assert (run.status, run.error) == (RunStatus.CANCELLED, None)
    assert busy == [1]
    assert_nothing_is_left(world)
    world.ending()
    world.lab.assert_healed(world.lab.sync())


def test_rows_beyond_the_limit_are_not_waited_for_and_nothing_is_lost(world: World) -> None:
    world.take("notes")
    assert world.lab.sync().status is RunStatus.COMPLETED
    before = world.lab.content()
    world.lab.change(policy=replace(world.lab.dataset.policy, row_limit=1_000))
    run = world.lab.sync()
    assert run.error is not None
    assert (run.error.code, run.error.retryable) == ("too_many_rows", False)
    assert "more than the 1,000 rows that this dataset allows" in run.error.message
    assert_nothing_is_left(world)
    assert world.lab.content() == before
    world.lab.change(policy=replace(world.lab.dataset.policy, row_limit=None))
    world.lab.assert_healed(world.lab.sync())
