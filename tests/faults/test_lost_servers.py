"""Servers and networks that go away in the middle of a sync: it takes the reading up again or says what happened, hangs
never, and the next run ends equal to a clean one."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # what psycopg takes

import psycopg
import pytest

from kbconnect.adapters.sources.postgresql_silence import is_working
from kbconnect.app import silence
from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.core.job import Stage
from kbconnect.core.model import RunStatus, SyncRun, TableRef, TableSelection
from tests import servers
from tests.faults.conftest import ROWS
from tests.faults.lab import Lab, Watch, readers, sessions
from tests.faults.proxy import Proxy, can_vanish

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("impatient")]

COMPARING, READING = Stage.COMPARING, Stage.READING


MOMENTS = {COMPARING: 100_000, READING: 700_000}
"""After how many bytes of the server a first sync of the lab's table is in the middle of a stage."""


def broke_off_in(watch: Watch) -> Stage:
    """The stage before the first wait, or the last one."""
    return watch.stages[watch.stages.index(Stage.WAITING) - 1] if Stage.WAITING in watch.stages else watch.stages[-1]


def assert_nothing_is_left(server: servers.PostgresServer) -> None:
    assert readers() == []
    assert sessions(server) == 0


@pytest.mark.parametrize("stage", [COMPARING, READING])
def test_a_server_that_restarts_is_read_on(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, short_waits: object, stage: Stage
) -> None:
    starts = iter((postgres.start,))
    watch = Watch(pause=lambda seconds: next(starts, lambda: None)())  # the wait comes in small pieces
    proxy.after(MOMENTS[stage], postgres.stop)
    run = lab.sync(watch)
    assert broke_off_in(watch) is stage
    assert run.status is RunStatus.COMPLETED
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    assert watch.notes == ["The connection to the database was lost. Trying again in 1 s."]
    assert (run.counts.added, run.counts.read) == (ROWS, ROWS)
    lab.assert_healed(run)
    assert_nothing_is_left(postgres)


@pytest.mark.parametrize("stage", [COMPARING, READING])
def test_a_server_that_stays_away_is_told_after_bounded_waits(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, short_waits: tuple[float, ...],
    stage: Stage,
) -> None:  # fmt: skip
    waited: list[float] = []
    watch = Watch(pause=waited.append)
    proxy.after(MOMENTS[stage], postgres.stop)
    run = lab.sync(watch)
    postgres.start()
    assert broke_off_in(watch) is stage
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code in {"source_lost", "port_closed"}
    assert run.error.retryable
    assert run.error.hint
    assert sum(waited) >= sum(short_waits)
    assert run.counts.deleted == 0
    assert (run.counts.added > 0) is (stage is READING)
    assert lab.documents() == run.counts.added
    assert readers() == []
    again = lab.sync()
    assert again.continues == (run.id if run.counts.added else None)
    assert again.counts.added == ROWS - run.counts.added
    lab.assert_healed(again)
    assert_nothing_is_left(postgres)


@pytest.mark.parametrize("stage", [COMPARING, READING])
def test_a_connection_that_is_reset_is_made_again(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, short_waits: object, stage: Stage
) -> None:
    watch = Watch()
    proxy.after(MOMENTS[stage], proxy.cut)
    run = lab.sync(watch)
    assert broke_off_in(watch) is stage
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    lab.assert_healed(run)
    assert_nothing_is_left(postgres)


@pytest.mark.parametrize("stage", [READING])
def test_a_session_that_an_administrator_ends_is_made_again(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, short_waits: object, stage: Stage
) -> None:
    def terminate() -> None:
        with postgres.superuser.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'kbconnect'"
            )

    watch = Watch()
    proxy.after(MOMENTS[stage], terminate)
    run = lab.sync(watch)
    assert broke_off_in(watch) is stage
    assert len(watch.notes) == 1
    lab.assert_healed(run)
    assert_nothing_is_left(postgres)


class Beside:
    """A sync on a thread of its own, as a window runs it."""

    def __init__(self, lab: Lab) -> None:
        self.watch = Watch()
        self.runs: list[SyncRun] = []
        self._thread = threading.Thread(target=lambda: self.runs.append(lab.sync(self.watch)))  # noqa: TID251 - see above

    def start(self) -> None:
        self._thread.start()

    def ended(self) -> bool:
        """Whether it ends within ten seconds, far more than a person should wait."""
        self._thread.join(timeout=10)
        return not self._thread.is_alive()


@pytest.mark.parametrize(("stage", "broken"), [(COMPARING, "stall"), (READING, "stall"), (READING, "vanish")])
def test_cancel_answers_while_nothing_comes_from_the_server(
    lab: Lab, proxy: Proxy, postgres: servers.PostgresServer, stage: Stage, broken: str
) -> None:
    quiet = threading.Event()

    def break_it() -> None:
        getattr(proxy, broken)()
        quiet.set()

    proxy.after(MOMENTS[stage], break_it)
    sync = Beside(lab)
    sync.start()
    assert quiet.wait(timeout=30)
    sync.watch.context.cancel()
    ended = sync.ended()
    proxy.heal()
    assert ended
    (run,) = sync.runs
    assert run.status is RunStatus.CANCELLED
    assert readers() == []
    lab.assert_healed(lab.sync())
    assert_nothing_is_left(postgres)


def hurry(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is told after a moment instead of ten seconds, and the limits are the shortest a person can set."""
    monkeypatch.setattr(silence, "NOTE_AFTER_S", 0.1)
    monkeypatch.setattr(silence, "_LOOK_EVERY_S", 0.05)
    connectors = lab.application.connectors
    connector = connectors.get(lab.dataset.connector_id)
    limits = replace(connector.options, statement_timeout_s=1, connect_timeout_s=1)
    connectors.edit(connector.id, replace(draft_of(connector), options=limits), KeepSecret.KEEP)


def test_a_server_that_stays_and_says_nothing_is_told_and_given_up_in_the_end(
    lab: Lab,
    proxy: Proxy,
    postgres: servers.PostgresServer,
    short_waits: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hurry(lab, monkeypatch)
    # It is asked in the next test, which takes as long as connecting may.
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql.is_working", lambda *_: False)
    heals = iter((proxy.heal,))
    watch = Watch(pause=lambda seconds: next(heals, lambda: None)())
    proxy.after(MOMENTS[READING], proxy.stall)
    run = lab.sync(watch)
    assert broke_off_in(watch) is READING
    waiting, *others = watch.notes
    assert re.fullmatch(r"Waiting for the database 127\.0\.0\.1: nothing has come for \d+ s\.", waiting)
    lost = r"The connection to the database was lost: nothing had come for \d+ s, and the server does not work on it"
    assert any(re.match(lost, note) for note in others)
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    lab.assert_healed(run)
    assert_nothing_is_left(postgres)


def test_a_server_that_says_nothing_for_good_ends_the_run_as_one_to_try_again(
    lab: Lab, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(lab, monkeypatch)
    monkeypatch.setattr("kbconnect.core.retries.WAITS_S", ())
    watch = Watch()
    proxy.after(MOMENTS[COMPARING], proxy.stall)
    run = lab.sync(watch)
    assert broke_off_in(watch) is COMPARING
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert (run.error.code, run.error.retryable) == ("source_lost", True)
    assert "nothing had come for" in run.error.message
    assert "connection pooler" in run.error.hint
    proxy.heal()
    lab.assert_healed(lab.sync())


def test_a_server_that_works_on_is_waited_for(
    lab: Lab,
    pg_database: servers.PostgresDatabase,
    postgres: servers.PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when it sorts a large table: longer than the limit without a word, and no harm is done."""
    hurry(lab, monkeypatch)
    pg_database.execute("CREATE VIEW slow_notes AS SELECT notes.* FROM notes, (SELECT pg_sleep(1.5) OFFSET 0) AS long")
    answers: list[bool] = []

    def ask(*arguments: Any) -> bool:
        answers.append(is_working(*arguments))
        return answers[-1]

    monkeypatch.setattr("kbconnect.adapters.sources.postgresql.is_working", ask)
    lab.change(selection=TableSelection(TableRef("public", "slow_notes")))
    watch = Watch()
    run = lab.sync(watch)
    assert (run.error, run.counts.added) == (None, ROWS)
    assert answers
    assert all(answers)
    assert any("nothing has come" in note for note in watch.notes)
    assert Stage.WAITING not in watch.stages
    assert_nothing_is_left(postgres)


@pytest.mark.skipif(not can_vanish(), reason="packets of one socket can be dropped on Linux alone")
def test_a_network_that_vanishes_without_a_word_is_noticed(
    lab: Lab,
    proxy: Proxy,
    postgres: servers.PostgresServer,
    short_waits: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program asks the system to look after a silent connection, within a minute and a half; here within two
    seconds, because a test can't wait that long."""
    asked: list[Mapping[str, object]] = []
    connect = psycopg.connect

    def connect_in_a_hurry(**parameters: Any) -> psycopg.Connection[tuple[Any, ...]]:
        asked.append(dict(parameters))
        hurry = {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": 1, "tcp_user_timeout": 1_500}
        return connect(**{**parameters, **hurry})

    monkeypatch.setattr(psycopg, "connect", connect_in_a_hurry)
    heals = iter((proxy.heal,))
    watch = Watch(pause=lambda seconds: next(heals, lambda: None)())
    proxy.after(MOMENTS[READING], proxy.vanish)
    run = lab.sync(watch)
    assert broke_off_in(watch) is READING
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    lab.assert_healed(run)
    assert_nothing_is_left(postgres)
    for one in (each for each in asked if each.get("application_name") == "kbconnect"):
        idle, interval, count = (int(str(one[f"keepalives_{name}"])) for name in ("idle", "interval", "count"))
        assert one["keepalives"] == 1
        assert idle + interval * count <= 90
        assert 0 < int(str(one["tcp_user_timeout"])) <= 90_000
