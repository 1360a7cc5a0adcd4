"""Settings, "Looking after them" on the real application: locking, a new key, another pass phrase, a backup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kbconnect.adapters.secrets.stores import SecretStores
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.secret_care import VaultLock
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings import SECRETS, SettingsPage
from kbconnect.ui.pages.settings_vault import PhraseDialog
from kbconnect.ui.widgets.fields import SecretEdit
from tests.ui.pages import Reader
from tests.ui.shop import shell_on

PHRASE, OTHER = "correct horse battery", "another pass phrase"


@dataclass
class World:
    application: Application
    shell: Shell
    answers: list[str]

    def password(self) -> str:
        secret = self.application.connectors.secret_of(self.application.connectors.find("Desk"))
        return secret.reveal() if secret is not None else ""


class Opened(Reader):
    page: SettingsPage

    def __init__(self, world: World, qtbot: QtBot) -> None:
        super().__init__(SettingsPage(world.shell), qtbot)
        world.shell.navigator.push(lambda: self.page)
        self.page.choose(SECRETS)
        self.wait_for("Looking after them")

    def type(self, *phrases: str) -> None:
        """Into the fields of the dialog in front, from the top."""
        dialog = self.part(PhraseDialog)
        fields = [each for each in dialog.findChildren(SecretEdit) if each.isVisible()]
        assert len(fields) == len(phrases)
        for field, phrase in zip(fields, phrases, strict=True):
            field.clear()
            QTest.keyClicks(field, phrase)
        dialog.act.click()


@pytest.fixture
def world(tmp_path: Path, jobs: Jobs, qtbot: QtBot) -> Iterator[World]:
    """A vault with a pass phrase that is open, and one connector, Desk, whose password is in it."""
    answers = [PHRASE]
    with build_application(tmp_path / "home", {}, lambda _: answers[0]) as application:
        _make_cheap(application)
        made = World(application, shell_on(application, jobs, qtbot, tmp_path), answers)
        application.connectors.add(ConnectorDraft("Desk", "postgresql", "db"), Secret("plum-4711"))
        yield made
        assert jobs.shutdown(5)


def _make_cheap(application: Application) -> None:
    """Half a second for each guess is for attackers, not for tests."""
    stores = application.vault_care._secrets
    assert isinstance(stores, SecretStores)
    stores._surroundings = replace(stores._surroundings, cost=ScryptCost(n=2**4))


def test_locked_it_asks_again(world: World, qtbot: QtBot) -> None:
    opened = Opened(world, qtbot)
    opened.press("Lock now")
    opened.wait_for("The vault is locked")
    assert not world.application.vault_care.state().is_open
    assert "scheduled syncs that need a password of it wait" in opened.said()
    opened.press("Check all")
    qtbot.waitUntil(lambda: [row.cells[3].words() for row in opened.page.secrets.table.rows()] == ["Can be read"])


def test_when_it_locks_itself_is_kept(world: World, qtbot: QtBot) -> None:
    world.application.vault_care.idle_minutes = 33
    opened = Opened(world, qtbot)
    minutes = opened.page.secrets.vault.minutes
    qtbot.waitUntil(lambda: minutes.key() == "33")
    assert minutes.currentText() == "After 33 minutes"
    minutes.choose("15")
    minutes.picked.emit("15")
    qtbot.waitUntil(lambda: world.application.vault_care.idle_minutes == 15)


def test_a_new_pass_phrase(world: World, qtbot: QtBot) -> None:
    opened = Opened(world, qtbot)
    opened.press("Change pass phrase")
    opened.type(PHRASE, "short", "short")
    assert "8 characters or more" in opened.said()
    opened.type(PHRASE, OTHER, "something else")
    assert "The two are not the same" in opened.said()
    opened.type("wrong horse battery", OTHER, OTHER)
    opened.wait_for("This is not the pass phrase of the encrypted vault")
    opened.press("Change pass phrase")
    opened.type(PHRASE, OTHER, OTHER)
    opened.wait_for("The vault has a new pass phrase")
    world.application.vault_care.lock()
    world.answers[0] = OTHER
    assert world.password() == "plum-4711"


def test_a_new_key(world: World, qtbot: QtBot) -> None:
    opened = Opened(world, qtbot)
    opened.press("New key")
    opened.type(PHRASE)
    opened.wait_for("1 secret is encrypted with a new key")
    assert world.password() == "plum-4711"


def test_a_backup_there_and_back(world: World, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "safe.kbsecrets"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    opened = Opened(world, qtbot)
    opened.press("Back up passwords")
    opened.type(OTHER, OTHER)
    opened.wait_for("1 password is in safe.kbsecrets")
    assert "plum-4711" not in file.read_text()
    desk = world.application.connectors.find("Desk")
    world.application.connectors.edit(desk.id, ConnectorDraft("Desk", "postgresql", "db"), Secret("another"))
    opened.press("Restore")
    opened.type("wrong horse battery")
    opened.wait_for("This is not the pass phrase of this backup")
    opened.press("Restore")
    opened.type(OTHER)
    opened.wait_for("Passwords of the backup are back")
    assert world.password() == "plum-4711"
    assert "plum-4711" not in opened.said()


def test_nothing_is_asked_without_a_file(world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    opened = Opened(world, qtbot)
    opened.press("Back up passwords")
    opened.press("Restore")
    assert opened.page.window().findChildren(PhraseDialog) == []


def test_a_vault_that_a_key_opens_has_no_pass_phrase(tmp_path: Path, jobs: Jobs, qtbot: QtBot) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    draft = ConnectorDraft("Desk", "postgresql", "db")
    with build_application(tmp_path / "home", {"KBCONNECT_VAULT_KEY": old}, lambda _: None) as first:
        first.connectors.add(draft, Secret("plum-4711"))
    with build_application(tmp_path / "home", {"KBCONNECT_VAULT_KEY": f"{new},{old}"}, lambda _: None) as application:
        world = World(application, shell_on(application, jobs, qtbot, tmp_path), [])
        opened = Opened(world, qtbot)
        opened.wait_for("It opens with the key in KBCONNECT_VAULT_KEY")
        assert [opened.button(words) for words in ("Lock now", "Change pass phrase")] == [None, None]
        opened.press("New key")
        opened.wait_for("1 secret is encrypted with a new key")
        state = application.vault_care.state()
        assert (state.lock, state.is_rotated) == (VaultLock.KEY, True)
        assert jobs.shutdown(5)
