"""Other sources than PostgreSQL connected by mouse in the window: a MariaDB, and a folder of CSV files.

Runs offscreen; on a real display it is the same. With STORY_PICTURES=FOLDER each stage is kept as a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import Secret
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.start import open_window
from tests.mariadb_server import MariadbServer
from tests.servers_ssh import SshServer
from tests.ui.test_story import Person

pytestmark = pytest.mark.server


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(tmp_path / "home", environment, lambda purpose: None) as built:
        yield built


@pytest.fixture
def person(application: Application, jobs: Jobs, qtbot: QtBot) -> Iterator[Person]:
    with open_window(application, jobs) as window:
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()  # a display without a window manager gives nobody the keyboard
        yield Person(window, qtbot)
        assert jobs.shutdown(10)
        window.close()


def test_a_mariadb_is_connected_and_not_through_a_server_nobody_knows(
    person: Person,
    application: Application,
    mariadb: MariadbServer,
    sshd: SshServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)  # nobody's own known_hosts
    reader = mariadb.reader
    person.click("New connector")
    person.click("MySQL / MariaDB")
    person.type("Name", "Web shop")
    person.type("Host", reader.host)
    person.type("Port", str(reader.port))
    person.type("Database", reader.database)
    person.type("User name", reader.user)
    person.type("Password", reader.password)
    person.click("Test connection")
    person.read("Everything works.")
    person.look("mariadb tested")
    person.click("Through an SSH server…")
    person.type("SSH server", f"{sshd.username}@{sshd.host}:{sshd.port}")
    person.click("Test again")
    person.read("not known here yet")
    person.look("key of the ssh server")
    person.click("Do not connect")
    person.click("Connect directly")
    person.click("Save connector")
    person.read("Web shop")
    person.look("mariadb saved")
    saved = application.connectors.find("Web shop")
    assert (saved.provider, saved.options.tunnel) == ("mysql", None)
    assert application.connectors.secret_of(saved) == Secret(reader.password)
    with application.connectors.open(saved.id) as source:
        assert "products" in {table.ref.name for table in source.tables()}


def test_a_folder_of_files_is_connected(person: Person, application: Application, tmp_path: Path) -> None:
    folder = tmp_path / "price lists"
    folder.mkdir()
    (folder / "prices.csv").write_text("sku;name;price\nA1;Käse;9,90\nB2;Brot;3,20\n", "windows-1252")
    (folder / "shops.csv").write_text("id,city\n1,Köln\n2,Bremen\n", "utf-8")
    person.click("New connector")
    person.click("Files")
    person.type("File or folder", str(folder))
    person.type("Name", "Price lists")
    person.click("Test connection")
    person.read("Everything works.")
    person.look("folder tested")
    person.click("Save connector")
    person.read("Price lists")
    person.look("folder saved")
    saved = application.connectors.find("Price lists")
    with application.connectors.open(saved.id) as source:
        assert {table.ref.name for table in source.tables()} == {"prices.csv", "shops.csv"}
