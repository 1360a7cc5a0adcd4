"""SSH servers on the way to a database that go away in the middle of a sync."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.tunnels import route
from kbconnect.core.connector import SshTunnel
from kbconnect.core.model import RunStatus, TableRef
from tests import servers
from tests.faults.conftest import ROWS
from tests.faults.lab import NOTES, Lab, Watch, open_lab, postgres_draft, readers
from tests.faults.proxy import Proxy
from tests.servers_ssh import SshServer

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("impatient")]


@pytest.fixture
def lab(
    tmp_path: Path,
    vault_key: str,
    pg_database: servers.PostgresDatabase,
    proxy: Proxy,
    sshd: SshServer,
    batches_of: Callable[[int], None],
) -> Iterator[Lab]:
    """3,000 notes that are reached through an SSH server; the proxy stands behind that one."""
    batches_of(1_000)
    pg_database.execute(NOTES.format(rows=ROWS))
    draft = postgres_draft(pg_database, port=proxy.port)
    tunnel = SshTunnel(sshd.host, sshd.port, sshd.username, str(sshd.key))
    draft = replace(draft, options=replace(draft.options, tunnel=tunnel))
    home = tmp_path / "home"
    home.mkdir()
    (home / "known_hosts").write_text(sshd.known_hosts_line(), encoding="utf-8")
    with open_lab(home, vault_key, draft, pg_database.password, table=TableRef("public", "notes")) as made:
        yield made


def tunnels() -> list[str]:
    """Threads of tunnels that are still open."""
    return [thread.name for thread in threading.enumerate() if thread.name == "tunnel"]


@pytest.mark.parametrize("at_bytes", [100_000, 700_000])
def test_an_ssh_server_that_restarts_is_gone_through_again(
    lab: Lab, proxy: Proxy, sshd: SshServer, short_waits: object, at_bytes: int
) -> None:
    starts = iter((sshd.start,))
    watch = Watch(pause=lambda seconds: next(starts, lambda: None)())
    proxy.after(at_bytes, sshd.stop)
    run = lab.sync(watch)
    assert run.status is RunStatus.COMPLETED
    assert run.remarks == ("Reading broke off and was taken up again once.",)
    assert watch.notes == [
        "The SSH tunnel through 127.0.0.1 was lost, and the connection to the database with it. Trying again in 1 s."
    ]
    assert (run.counts.added, run.counts.read) == (ROWS, ROWS)
    lab.assert_healed(run)
    assert readers() == []
    assert tunnels() == []


def test_an_ssh_server_that_stays_away_is_told(
    lab: Lab, proxy: Proxy, sshd: SshServer, short_waits: tuple[float, ...]
) -> None:
    proxy.after(700_000, sshd.stop)
    run = lab.sync(Watch())
    sshd.start()
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == "port_closed"
    assert "SSH server 127.0.0.1" in run.error.message
    assert run.counts.deleted == 0
    assert tunnels() == []
    again = lab.sync()
    assert again.counts.added == ROWS - run.counts.added
    lab.assert_healed(again)


def test_an_ssh_server_that_answers_nothing_is_given_up(
    lab: Lab, proxy: Proxy, sshd: SshServer, short_waits: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "ANSWER_WITHIN_S", 0.5)
    monkeypatch.setattr("kbconnect.adapters.tunnels.forwarding._ASK_EVERY_S", 0.2)
    monkeypatch.setattr("kbconnect.adapters.tunnels.forwarding._LOOK_EVERY_S", 0.1)

    def thaw() -> None:
        sshd.stop()
        sshd.start()

    thaws = iter((thaw,))
    watch = Watch(pause=lambda seconds: next(thaws, lambda: None)())
    proxy.after(700_000, sshd.freeze)
    run = lab.sync(watch)
    assert watch.notes[0].startswith("The SSH tunnel through 127.0.0.1 was given up: the server has sent nothing for")
    lab.assert_healed(run)
    assert tunnels() == []


def test_another_server_in_its_place_ends_the_run(lab: Lab, proxy: Proxy, sshd: SshServer, short_waits: object) -> None:
    def swap() -> None:
        sshd.change_host_key()
        sshd.start()

    swaps = iter((swap,))
    watch = Watch(pause=lambda seconds: next(swaps, lambda: None)())
    proxy.after(700_000, sshd.stop)
    run = lab.sync(watch)
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == "host_key_changed"
    assert not run.error.retryable
