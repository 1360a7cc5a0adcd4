"""The thread that reads ahead of the writer: whichever side fails, blocks or is stopped, both end soon, and neither a
thread nor a connection is left."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import RunStatus
from tests import servers
from tests.faults.conftest import ROWS
from tests.faults.lab import Lab, Watch, readers, sessions
from tests.faults.proxy import Proxy

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("impatient")]

FOURTH_BATCH = 370_000
"""After that many bytes of values the reader is in the fourth batch: as far ahead of the first as it may be."""


@pytest.fixture
def long(lab: Lab, monkeypatch: pytest.MonkeyPatch, batches_of: Callable[[int], None]) -> Lab:
    """Ten batches, and nobody waits for the lock of a knowledge base."""
    monkeypatch.setattr("kbconnect.adapters.knowledge_bases.sqlite_schema._BUSY_TIMEOUT_S", 0.1)
    batches_of(ROWS // 10)
    return lab


def assert_nothing_is_left(server: servers.PostgresServer) -> None:
    assert readers() == []
    assert sessions(server) == 0


class InTheFourthBatch:
    """Breaks the network when the reader is in the fourth batch, and then does something before the writer writes the
    second."""

    def __init__(self, proxy: Proxy, break_network: Callable[[], None], action: Callable[[], object]) -> None:
        self._proxy = proxy
        self._break = break_network
        self._broken = threading.Event()
        self._waiting = True
        self._due = iter((action,))
        self.watch = Watch(at=self._look)

    def _look(self, progress: Progress) -> None:
        if progress.stage is Stage.READING and not progress.done and self._waiting:
            self._waiting = False
            self._proxy.after(FOURTH_BATCH, self._break_off)
        elif progress.stage is Stage.READING and progress.done:
            assert self._broken.wait(timeout=30)
            next(self._due, lambda: None)()

    def _break_off(self) -> None:
        self._break()
        self._broken.set()


def test_the_writer_fails_while_the_reader_waits_for_the_network(
    long: Lab, proxy: Proxy, postgres: servers.PostgresServer
) -> None:
    other = sqlite3.connect(long.file, isolation_level=None)
    run = long.sync(InTheFourthBatch(proxy, proxy.stall, lambda: other.execute("BEGIN IMMEDIATE")).watch)
    assert run.error is not None
    assert run.error.code == "knowledge_base_busy"
    assert run.counts.added == ROWS // 10
    assert readers() == []
    other.close()
    proxy.heal()
    long.assert_healed(long.sync())
    assert_nothing_is_left(postgres)


def test_the_writer_fails_while_the_reader_is_well(long: Lab, postgres: servers.PostgresServer) -> None:
    other = sqlite3.connect(long.file, isolation_level=None)
    locking = iter((lambda: other.execute("BEGIN IMMEDIATE"),))

    def lock(progress: Progress) -> None:
        if progress.stage is Stage.READING and progress.done:
            next(locking, lambda: None)()

    run = long.sync(Watch(at=lock))
    assert run.error is not None
    assert run.error.code == "knowledge_base_busy"
    assert_nothing_is_left(postgres)
    other.close()
    long.assert_healed(long.sync())


def test_the_source_fails_while_the_writer_is_busy(
    long: Lab, proxy: Proxy, postgres: servers.PostgresServer, short_waits: object
) -> None:
    watch = InTheFourthBatch(proxy, proxy.cut, lambda: None).watch
    run = long.sync(watch)
    assert watch.notes == ["The connection to the database was lost. Trying again in 1 s."]
    assert (run.counts.added, run.counts.unchanged, run.counts.read) == (ROWS, 0, ROWS)
    long.assert_healed(run)
    assert_nothing_is_left(postgres)


@pytest.mark.parametrize("wish", [KeyboardInterrupt, SystemExit])
def test_an_exception_from_anywhere_ends_both(
    long: Lab, proxy: Proxy, postgres: servers.PostgresServer, wish: type[BaseException]
) -> None:
    def end() -> None:
        raise wish

    with pytest.raises(wish):
        long.sync(InTheFourthBatch(proxy, proxy.stall, end).watch)
    assert readers() == []
    proxy.heal()
    long.assert_healed(long.sync())
    assert_nothing_is_left(postgres)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command_whose_server_says_nothing_any_more(
    long: Lab, proxy: Proxy, postgres: servers.PostgresServer, vault_key: str, number: int
) -> None:
    quiet = threading.Event()

    def stall() -> None:
        proxy.stall()
        quiet.set()

    long.application.syncing.plan(long.dataset.id, Watch().context)
    proxy.after(proxy.received + 900_000, stall)
    process = subprocess.Popen(
        [sys.executable, "-m", "kbconnect", "--home", str(long.home), "sync", "--all", "--json"],
        env={**os.environ, "KBCONNECT_VAULT_KEY": vault_key},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert quiet.wait(timeout=60)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, err
    (told,) = json.loads(out)["runs"]
    assert told["status"] == "cancelled"
    proxy.heal()
    assert long.application.history.runs(limit=1)[0].status is RunStatus.CANCELLED
    run = long.sync()
    assert run.continues == (told["run_id"] if told["added"] else None)
    long.assert_healed(run)
    assert_nothing_is_left(postgres)
