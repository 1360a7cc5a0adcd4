"""Thousands of random acts at the real window while syncs run and the database's network dies and comes back.

Short by default, the same three seeds each time. MONKEY_SEEDS (`7`, `3,9` or `100-120`), MONKEY_STEPS (acts a seed) and
MONKEY_TRACE (a file that gets every act, for crashes) make it long.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.app.login_start import LoginStart, login_start
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret
from kbconnect.core.errors import KbConnectError
from kbconnect.core.model import DatasetDraft, KnowledgeBaseDraft, Mapping, SyncPolicy, TableRef, TableSelection
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.start import open_window
from tests import servers
from tests.faults.proxy import Proxy, can_vanish, run_proxy
from tests.ui.monkey import Monkey
from tests.ui.witness import Witness, watched

pytestmark = [pytest.mark.server, pytest.mark.slow]

STEPS = int(os.environ.get("MONKEY_STEPS", "160"))
TRACE = Path(os.environ["MONKEY_TRACE"]) if "MONKEY_TRACE" in os.environ else None
PLANTED = "Planted/Secret@7f3a:%"
ROWS = 1_500
TABLES = f"""
CREATE ROLE planted LOGIN PASSWORD '{PLANTED}';
CREATE TABLE notes (id int PRIMARY KEY, title text, body text, tag text, changed_at timestamptz DEFAULT now());
INSERT INTO notes SELECT n, 'Note ' || n, repeat('A note on matter ' || n || '. ', 1 + n % 20), 'tag ' || n % 3
    FROM generate_series(1, {ROWS}) n;
CREATE VIEW long_notes AS SELECT * FROM notes WHERE length(body) > 200;
CREATE TABLE nothing_yet (id int PRIMARY KEY, body text);
CREATE TABLE locked (id int PRIMARY KEY, body text);
GRANT SELECT ON notes, long_notes, nothing_yet TO planted;
ANALYZE;
"""
CHANGES = (
    "UPDATE notes SET body = body || ' And more.', changed_at = now() WHERE id % 7 = 0",
    "DELETE FROM notes WHERE id IN (SELECT id FROM notes ORDER BY id DESC LIMIT 3)",
    "DELETE FROM notes WHERE id > 900",
    "INSERT INTO notes SELECT n, 'New ' || n, 'A note', 'new' FROM generate_series(901, 1200) n ON CONFLICT DO NOTHING",
    "ALTER TABLE notes RENAME COLUMN tag TO label",
    "ALTER TABLE notes RENAME COLUMN label TO tag",
    "REVOKE SELECT ON notes FROM planted",
    "GRANT SELECT ON notes TO planted",
)


def seeds() -> list[int]:
    """From MONKEY_SEEDS: numbers and ranges, with commas between them."""
    ranges = [part.partition("-")[::2] for part in os.environ.get("MONKEY_SEEDS", "1-3").split(",")]
    return [seed for first, last in ranges for seed in range(int(first), int(last or first) + 1)]


class Place:
    """What the window works on, and how it is disturbed. Acts say what they did."""

    def __init__(self, application: Application, database: servers.PostgresDatabase, proxy: Proxy, seed: int) -> None:
        self.application, self.database, self.proxy = application, database, proxy
        self._chance = random.Random(-1 - seed)

    def disturb(self) -> str:
        ways = [self.proxy.cut, self.proxy.stall, self.proxy.heal, self.proxy.heal]
        way = self._chance.choice([*ways, self.proxy.vanish] if can_vanish() else ways)
        way()
        return f"network: {way.__name__}"

    def change(self) -> str:
        """Somebody else changes the source, one way or the other."""
        statement = self._chance.choice(CHANGES)
        if self._chance.random() < 0.3:
            return f"sample: {len(self.application.samples.change())} tables"
        try:
            with self.database.connect() as connection:
                connection.execute("SET lock_timeout = '300ms'")
                connection.execute(statement.encode())
        except psycopg.Error as error:
            return f"source: {type(error).__name__}"
        return f"source: {statement}"

    def restock(self) -> str:
        """Whatever was removed by chance is there again, so that there is always something to do."""
        try:
            self._restock()
        except KbConnectError as error:
            return f"restock: {error.code}"
        return "restock"

    def _restock(self) -> None:
        application = self.application
        names = {base.name for base in application.knowledge_bases.list()}
        if "Sample" not in names and len(names) < 4:
            application.knowledge_bases.add(KnowledgeBaseDraft("Sample", embedder="none"))
        application.samples.datasets()
        connectors = {connector.name: connector for connector in application.connectors.list()}
        connector = connectors.get("Notes server")
        if connector is None:
            options = ConnectorOptions(connect_timeout_s=2, statement_timeout_s=5)
            address = (self.database.host, self.proxy.port, "planted", self.database.database)
            draft = ConnectorDraft("Notes server", "postgresql", *address, options)
            connector = application.connectors.add(draft, Secret(PLANTED))
        if not application.datasets.list(connector.id):
            base = application.knowledge_bases.list()[0]
            mapping = Mapping(("id",), "title", ("body",), ("tag",))
            table = TableSelection(TableRef("public", "notes"))
            application.datasets.add(DatasetDraft("Notes", connector.id, table, mapping, base.id, policy=SyncPolicy()))


@pytest.fixture
def database(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    pg_database.execute(TABLES)
    yield pg_database
    pg_database.execute("DROP OWNED BY planted CASCADE; DROP ROLE planted")


@pytest.fixture
def proxy(postgres: servers.PostgresServer) -> Iterator[Proxy]:
    with run_proxy(postgres.superuser.port) as made:
        yield made


@pytest.fixture
def no_native_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing outside the program opens or is changed; a file is chosen every second time."""
    chosen = iter(range(1_000_000))

    def save(*_: object, **__: object) -> tuple[str, str]:
        number = next(chosen)
        return (str(tmp_path / f"written {number % 4}"), "") if number % 2 else ("", "")

    def open_one(*_: object, **__: object) -> tuple[str, str]:
        number = next(chosen)
        return (str(tmp_path / f"written {number % 4}"), "") if number % 2 else ("", "")

    def login(command: list[str]) -> LoginStart:
        return login_start(command, {"HOME": str(tmp_path / "own")}, "linux")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(save))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(open_one))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_, **__: ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: True))
    monkeypatch.setattr("kbconnect.ui.pages.settings.login_start", login)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    for name in ("PGPASSFILE", "PGSERVICEFILE", "PGSYSCONFDIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def witness() -> Iterator[Witness]:
    with watched(PLANTED) as made:
        yield made


@pytest.fixture
def application(tmp_path: Path, witness: Witness) -> Iterator[Application]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(tmp_path / "home", environment, lambda purpose: None) as built:
        yield built


@pytest.fixture(scope="module")
def synced() -> Iterator[list[int]]:
    """How many syncs each seed came to. Where one goes depends on the moment, too: one alone may come to none."""
    counts: list[int] = []
    yield counts
    assert len(counts) < 2 or any(counts), "nothing was synced"


@pytest.mark.parametrize("seed", seeds())
@pytest.mark.timeout(120 + STEPS // 4)
@pytest.mark.usefixtures("no_native_windows")
def test_nothing_that_is_done_at_random_breaks_the_window(
    seed: int,
    application: Application,
    witness: Witness,
    database: servers.PostgresDatabase,
    proxy: Proxy,
    jobs: Jobs,
    tmp_path: Path,
    qtbot: QtBot,
    synced: list[int],
) -> None:
    print(f"MONKEY_SEEDS={seed} MONKEY_STEPS={STEPS}")  # noqa: T201 - pytest shows it with a failure
    place = Place(application, database, proxy, seed)
    place.restock()
    syncs = 0
    with open_window(application, jobs) as window:
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        acts = ((2, place.disturb), (1, place.change), (1, place.restock))
        address = f"postgresql://planted:{quote(PLANTED, safe='')}@127.0.0.1:{proxy.port}/{database.database}"
        monkey = Monkey(window, seed, acts, address=address, password=PLANTED, trace=TRACE)
        for step in range(STEPS):
            monkey.act()
            syncs = max(syncs, jobs.running(Queue.SYNC))
            if step % 25 == 0:
                witness.look()
            assert not witness.faults, _told(seed, step, monkey, witness)
        witness.look()
        assert jobs.shutdown(8), f"a job did not end\n{_told(seed, STEPS, monkey, witness)}"
        window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    witness.look_into(tmp_path)
    bugs = [run for run in application.history.runs() if run.error is not None and run.error.code == "bug"]
    assert not bugs
    assert not witness.faults, _told(seed, STEPS, monkey, witness)
    synced.append(max(syncs, len(application.history.runs())))


def _told(seed: int, step: int, monkey: Monkey, witness: Witness) -> str:
    lately = "\n".join(monkey.lately)
    return f"seed {seed}, step {step}\n" + "\n".join(dict.fromkeys(witness.faults)) + f"\nLately:\n{lately}"
