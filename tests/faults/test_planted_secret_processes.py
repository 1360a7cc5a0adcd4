"""While `kbconnect sync` runs as a process of its own, what others on the machine can see of it holds no password.

Seen are the arguments and the environment of the process and of all its children, its files for a moment, and what it
writes. It is held in the middle: in the command that prints the password, and behind a lock of the source. The password
stands in an environment only where somebody has put it himself, under the name he gave it, and the vault's key in
KBCONNECT_VAULT_KEY; a command that is asked for a password gets none of kbconnect's own variables. What the process has
in its memory is not looked at: Python can't promise anything of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.app.application import build_application
from kbconnect.app.connectors import NewSecret, SecretReference
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.model import DatasetDraft, KnowledgeBaseDraft, Mapping, TableRef, TableSelection
from tests import servers
from tests.faults.planted import PLANTED, assert_absent, assert_absent_from, is_in

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc"),
]

WAIT_S = 60


@pytest.fixture
def account(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    quoted = PLANTED.replace("'", "''")
    pg_database.execute(
        f"CREATE ROLE planted_process LOGIN PASSWORD '{quoted}'; CREATE TABLE notes (id int PRIMARY KEY, body text);"
        "INSERT INTO notes VALUES (1, 'one'), (2, 'two'); GRANT SELECT ON notes TO planted_process"
    )
    yield replace(pg_database, user="planted_process", password=PLANTED)
    pg_database.execute("DROP OWNED BY planted_process; DROP ROLE planted_process")


@dataclass
class Stage:
    """A data folder with one dataset, and where its processes put temporary files. key: of the vault."""

    home: Path
    temporary: Path
    key: str
    more: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        own = {"KBCONNECT_HOME": str(self.home), "KBCONNECT_VAULT_KEY": self.key, "TMPDIR": str(self.temporary)}
        return {**os.environ, **own, **self.more}

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kbconnect", *words]
        return subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def look(self, process: subprocess.Popen[str], allowed: frozenset[str] = frozenset()) -> int:
        """Looks at the process and its children; how many children there are. allowed: variables somebody has put the
        password into."""
        children = children_of(process.pid)
        for number in (process.pid, *children):
            arguments, environment = (Path(f"/proc/{number}/{name}").read_bytes() for name in ("cmdline", "environ"))
            assert arguments
            assert not is_in(arguments), arguments
            assert self.key.encode() not in arguments
            variables = dict(each.partition(b"=")[::2] for each in environment.split(b"\0") if each)
            holding = {name.decode() for name, value in variables.items() if is_in(name + b"=" + value)}
            assert holding <= allowed, holding
            keys = {name for name, value in variables.items() if self.key.encode() in value}
            assert keys == (set() if number in children else {b"KBCONNECT_VAULT_KEY"})
            if number in children:
                assert not [name for name in variables if name.startswith(b"KBCONNECT_")]
        for path in self.temporary.rglob("*"):
            assert not path.is_file() or not is_in(path.read_bytes()), path
        return len(children)

    def look_over(self, *told: str) -> None:
        for text in told:
            assert_absent(text)
            assert self.key not in text
        assert_absent_from(self.home)
        assert_absent_from(self.home, forms=(self.key.encode().lower(),))
        assert not [path for path in self.temporary.rglob("*") if path.is_file()]


def children_of(process_id: int) -> list[int]:
    """All that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended
    found, waiting = [], [process_id]
    while waiting:
        parent = waiting.pop()
        of_it = [child for child, its in parents.items() if its == parent]
        found += of_it
        waiting += of_it
    return found


def staged(folder: Path, account: servers.PostgresDatabase, secret: NewSecret, **more: str) -> Stage:
    stage = Stage(folder / "home", folder / "temporary", Fernet.generate_key().decode(), more)
    stage.temporary.mkdir()
    with build_application(stage.home, stage.environment, lambda purpose: None) as application:
        draft = ConnectorDraft("Held", "postgresql", account.host, account.port, account.user, account.database)
        connector = application.connectors.add(draft, secret)
        base = application.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder="none"))
        selection = TableSelection(TableRef("public", "notes"))
        mapping = Mapping(("id",), "", ("body",), ())
        application.datasets.add(DatasetDraft("Notes", connector.id, selection, mapping, base.id))
    return stage


@contextmanager
def locked(database: servers.PostgresDatabase) -> Iterator[None]:
    """Nobody can read the notes meanwhile."""
    with database.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE")
        yield


def waits_for_lock(database: servers.PostgresDatabase, process: subprocess.Popen[str]) -> None:
    """Returns once the process stands before the lock."""
    until = time.monotonic() + WAIT_S
    with database.connect() as connection:
        while time.monotonic() < until:
            assert process.poll() is None, process.communicate()
            found = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'planted_process' AND wait_event_type = 'Lock'"
            ).fetchone()
            if found and found[0]:
                return
            connection.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("the sync did not come to the lock")


def fill(pipe: Path, process: subprocess.Popen[str], stage: Stage) -> None:
    """Answers as the password once somebody reads the pipe, and looks at the processes before."""
    until, end = time.monotonic() + WAIT_S, -1
    while end < 0:
        try:
            end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            threading.Event().wait(0.02)
    assert stage.look(process) == 1
    os.write(end, f"{PLANTED}\n".encode())
    os.close(end)


def test_of_the_vault_in_a_sync_that_is_stopped(
    tmp_path: Path, account: servers.PostgresDatabase, pg_database: servers.PostgresDatabase
) -> None:
    stage = staged(tmp_path, account, Secret(PLANTED))
    with locked(pg_database):
        process = stage.start("sync", "Notes", "--json")
        waits_for_lock(pg_database, process)
        assert stage.look(process) == 0
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130, err
    stage.look_over(out, err)


def test_of_a_command_in_a_sync_whose_connection_is_lost(
    tmp_path: Path, account: servers.PostgresDatabase, pg_database: servers.PostgresDatabase
) -> None:
    """The server ends the session; the sync connects again and goes on, with the password it still has."""
    pipe = tmp_path / "pipe"
    pipe.write_text(PLANTED)
    stage = staged(tmp_path, account, SecretReference(f"cmd:cat {pipe}"))  # which tries it
    pipe.unlink()
    os.mkfifo(pipe, 0o600)
    with locked(pg_database):
        process = stage.start("sync", "Notes")
        fill(pipe, process, stage)
        waits_for_lock(pg_database, process)
        assert stage.look(process) == 0
        pg_database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'planted_process'")
    out, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, err
    stage.look_over(out, err)


def test_of_the_environment_where_somebody_has_put_it(
    tmp_path: Path, account: servers.PostgresDatabase, pg_database: servers.PostgresDatabase
) -> None:
    """It stands where he has put it, and nowhere else."""
    stage = staged(tmp_path, account, SecretReference("env:PLANTED"), PLANTED=PLANTED)
    with locked(pg_database):
        process = stage.start("sync", "Notes", "--json")
        waits_for_lock(pg_database, process)
        assert stage.look(process, frozenset({"PLANTED"})) == 0
    out, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, err
    stage.look_over(out, err)
