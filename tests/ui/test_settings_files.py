"""Settings on the real application: moving secrets, schedules, compacting and backing up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kbconnect.adapters.secrets.keyring_store import SystemKeyring
from kbconnect.app.application import Application, build_application
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.errors import SecretStoreLockedError, StoreBusyError
from kbconnect.core.schedule import CronRule
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.schedule_dialog import ScheduleDialog
from kbconnect.ui.pages.settings import SCHEDULES, SECRETS, STORAGE, SettingsPage
from kbconnect.ui.pages.settings_move import MoveDialog
from kbconnect.ui.pages.sync import SyncPage
from tests.fakes_secrets import KeyringInMemory
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on

NIGHTLY = CronRule("0 2 * * *", "UTC")


class Opened(Reader):
    """The page, with a group in front."""

    page: SettingsPage

    def __init__(self, shell: Shell, qtbot: QtBot, group: int) -> None:
        super().__init__(SettingsPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        self.page.choose(group)


class TestMoving:
    @dataclass
    class World:
        application: Application
        shell: Shell
        keyring: KeyringInMemory = field(default_factory=KeyringInMemory)

        def passwords(self) -> dict[str, str]:
            found = {one.name: self.application.connectors.secret_of(one) for one in self.application.connectors.list()}
            return {name: secret.reveal() for name, secret in found.items() if secret is not None}

        def places(self) -> set[str]:
            return {one.secret_reference.partition(":")[0] for one in self.application.connectors.list()}

    @pytest.fixture
    def world(self, tmp_path: Path, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
        keyring = KeyringInMemory()
        with build_application(tmp_path / "home", {}, lambda _: "correct horse battery") as application:
            monkeypatch.setattr(
                application.secret_moves._secrets, "_find_keyring", lambda: SystemKeyring("Ring", keyring)
            )
            made = self.World(application, shell_on(application, jobs, qtbot, tmp_path), keyring)
            for name in ("Desk", "Shop"):
                application.connectors.add(ConnectorDraft(name, "postgresql", "db"), Secret(f"pass of {name}"))
            assert made.places() == {"keyring"}
            yield made
            assert jobs.shutdown(5)

    def test_all_are_moved_and_the_page_says_so(self, world: World, qtbot: QtBot) -> None:
        opened = Opened(world.shell, qtbot, SECRETS)
        opened.press("Move secrets")
        assert "To: Encrypted vault" in opened.said()
        opened.press("Move 2 passwords")
        opened.wait_for("2 passwords were moved")
        opened.press("Close")
        assert (world.places(), world.keyring.entries) == ({"vault"}, {})
        assert world.passwords() == {"Desk": "pass of Desk", "Shop": "pass of Shop"}
        table = opened.page.secrets.table
        qtbot.waitUntil(lambda: {row.cells[1].text for row in table.rows()} == {"Encrypted vault"})

    def test_a_key_in_the_environment_keeps_new_passwords_in_the_vault(
        self, tmp_path: Path, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
        with build_application(tmp_path / "home", environment, lambda _: None) as application:
            ring = SystemKeyring("Ring", KeyringInMemory())
            monkeypatch.setattr(application.secret_moves._secrets, "_find_keyring", lambda: ring)
            shell = shell_on(application, jobs, qtbot, tmp_path)
            application.connectors.add(ConnectorDraft("Desk", "postgresql", "db"), Secret("pass of Desk"))
            opened = Opened(shell, qtbot, SECRETS)
            opened.press("Move secrets")
            said = opened.said()
            assert "New passwords still go to the encrypted vault, as long as KBCONNECT_VAULT_KEY is set." in said
            assert "New passwords go to the same place afterwards." not in said
            opened.press("Move 1 password")
            opened.wait_for("1 password was moved")
            opened.press("Close")
            later = application.connectors.add(ConnectorDraft("Shop", "postgresql", "db"), Secret("pass of Shop"))
            assert later.secret_reference.startswith("vault:")
            assert jobs.shutdown(5)

    def test_a_locked_vault_moves_nothing(self, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        def locked(*_: object) -> str:
            raise SecretStoreLockedError("The encrypted vault needs its pass phrase.", hint="Give it.")

        monkeypatch.setattr(world.application.secret_moves._secrets, "put_into", locked)
        opened = Opened(world.shell, qtbot, SECRETS)
        opened.press("Move secrets")
        opened.press("Move 2 passwords")
        opened.wait_for("The encrypted vault needs its pass phrase")
        assert world.places() == {"keyring"}
        assert [each for each in opened.page.window().findChildren(MoveDialog) if each.isVisible()] == []

    def test_escape_leaves_them_where_they_are(self, world: World, qtbot: QtBot) -> None:
        opened = Opened(world.shell, qtbot, SECRETS)
        opened.press("Move secrets")
        dialog = opened.part(MoveDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not opened.page.window().findChildren(MoveDialog))
        assert world.places() == {"keyring"}

    def test_old_copies_that_stayed_can_be_deleted_later(
        self, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stuck(_: str) -> None:
            raise SecretStoreLockedError("It is locked.")

        opened = Opened(world.shell, qtbot, SECRETS)
        with monkeypatch.context() as patch:
            patch.setattr(world.application.secret_moves._secrets, "delete", stuck)
            opened.press("Move secrets")
            opened.press("Move 2 passwords")
            opened.wait_for("2 old copies are still where they were")
            opened.press("Close")
        opened.wait_for("2 old copies of moved passwords could not be deleted")
        opened.press("Delete old copies")
        qtbot.waitUntil(lambda: world.keyring.entries == {})
        qtbot.waitUntil(lambda: opened.button("Delete old copies") is None)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class TestSchedules:
    def running(self, shop: Shop) -> list[str]:
        return [state.dataset.name for state in shop.application.schedules.list() if state.schedule.enabled]

    def test_without_schedules_it_says_where_to_set_one(self, shell: Shell, qtbot: QtBot) -> None:
        opened = Opened(shell, qtbot, SCHEDULES)
        opened.wait_for("No dataset is synced by schedule yet")
        opened.press("Go to sources")
        assert shell.navigator.section() == "sources"

    def test_all_are_shown_paused_and_resumed(self, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
        articles = shop.add_dataset()
        shop.application.schedules.set(articles.id, NIGHTLY)
        shop.application.schedules.set(shop.add_dataset("More").id, NIGHTLY)
        shop.sync(articles)
        opened = Opened(shell, qtbot, SCHEDULES)
        table = opened.page.schedules.table
        tester = QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
        qtbot.waitUntil(lambda: len(table.rows()) == 2)
        first, second = (row.words() for row in table.rows())
        assert first.startswith("Articles, Corner shop, Every night at 02:00")
        assert (first.endswith("Done"), second.endswith("Never synced")) == (True, True)
        opened.press("Pause 2 schedules")
        opened.wait_for("All schedules are paused")
        assert self.running(shop) == []
        opened.press("Resume all schedules")
        qtbot.waitUntil(lambda: self.running(shop) == ["Articles", "More"])
        qtbot.waitUntil(lambda: opened.button("Pause 2 schedules") is not None)
        assert tester.parent() is None

    def test_one_is_paused_changed_and_opened(self, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
        dataset = shop.add_dataset()
        shop.application.schedules.set(dataset.id, NIGHTLY)
        opened = Opened(shell, qtbot, SCHEDULES)
        part = opened.page.schedules
        qtbot.waitUntil(lambda: bool(part.table.rows()))
        assert not part.pause.isEnabled()
        part.table.choose(dataset.id)
        opened.press("Pause schedule")
        qtbot.waitUntil(lambda: self.running(shop) == [])
        opened.press("Resume schedule")
        qtbot.waitUntil(lambda: self.running(shop) == ["Articles"])
        opened.press("Change schedule")
        opened.part(ScheduleDialog).chosen.emit(None)
        opened.wait_for("No dataset is synced by schedule yet")
        shop.application.schedules.set(dataset.id, NIGHTLY)
        part.reload()
        qtbot.waitUntil(lambda: part.states.current() == "full")
        part.table.choose(dataset.id)
        QTest.keyClick(part.table, Qt.Key.Key_Return)
        assert isinstance(shell.navigator.page(), SyncPage)

    def test_an_error_can_be_tried_again(self, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
        def busy() -> None:
            raise StoreBusyError("Another program is using kbconnect's database.", hint="Try again in a moment.")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shop.application.schedules, "list", busy)
            opened = Opened(shell, qtbot, SCHEDULES)
            opened.wait_for("Another program is using")
        opened.press("Try again")
        opened.wait_for("No dataset is synced by schedule yet")


class TestFiles:
    def choose(self, opened: Opened, qtbot: QtBot, row: str) -> None:
        table = opened.page.storage.bases
        qtbot.waitUntil(lambda: any(each.id == row for each in table.rows()))
        table.choose(row)

    def test_nothing_can_be_done_before_a_file_is_chosen(self, shell: Shell, qtbot: QtBot) -> None:
        opened = Opened(shell, qtbot, STORAGE)
        qtbot.waitUntil(lambda: bool(opened.page.storage.bases.rows()))
        assert not opened.page.storage.compact.isEnabled()
        assert not opened.page.storage.back_up.isEnabled()

    @pytest.mark.parametrize("program", [True, False])
    def test_a_file_is_backed_up_and_checked(
        self, shop: Shop, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: bool
    ) -> None:
        target = tmp_path / "copy of it.kb"
        offered: list[str] = []

        def ask(_: object, title: str, usual: str, __: str) -> tuple[str, str]:
            offered.extend((title, Path(usual).name))
            return str(target), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        opened = Opened(shell, qtbot, STORAGE)
        self.choose(opened, qtbot, "program" if program else shop.knowledge_base.id)
        opened.press("Back up")
        opened.wait_for(", checked")
        assert target.stat().st_size > 4_000
        name, suffix = ("kbconnect", "db") if program else ("Customer support", "kb")
        assert offered[0] == f"Back up {name}"
        assert offered[1].startswith(name)
        assert offered[1].endswith(f".{suffix}")
        assert str(target) in opened.said()
        qtbot.waitUntil(lambda: not opened.page.storage.done.visibleRegion().isEmpty())
        qtbot.waitUntil(opened.page.storage.back_up.isEnabled)

    def test_compacting_gives_room_back(self, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
        dataset = shop.add_dataset()
        shop.sync(dataset)
        opened = Opened(shell, qtbot, STORAGE)
        self.choose(opened, qtbot, shop.knowledge_base.id)
        opened.press("Compact")
        opened.wait_for("Compacted: ")
        assert shop.sync(dataset).counts.unchanged == 30

    def test_a_sync_under_way_is_not_disturbed(self, shop: Shop, shell: Shell, qtbot: QtBot) -> None:
        dataset = shop.add_dataset()
        opened = Opened(shell, qtbot, STORAGE)
        self.choose(opened, qtbot, shop.knowledge_base.id)
        with DatasetLocks(shop.application.paths.locks).hold(dataset):
            opened.press("Compact")
            opened.wait_for("Articles is being synced, so its files can't be compacted now")
        opened.press("Close")
        qtbot.waitUntil(opened.page.storage.compact.isEnabled)

    def test_a_stop_is_heard(self, shop: Shop, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        def endless(_what: str, context: object) -> None:
            context.wait(60)  # type: ignore[attr-defined]  # a JobContext

        monkeypatch.setattr(shop.application.storage, "compact", endless)
        opened = Opened(shell, qtbot, STORAGE)
        self.choose(opened, qtbot, shop.knowledge_base.id)
        opened.press("Compact")
        assert opened.page.storage.task.words() == "Compacting Customer support"
        assert not opened.page.storage.back_up.isEnabled()
        opened.press("Stop compacting")
        opened.wait_for("Stopped. The file is as it was.")
        qtbot.waitUntil(opened.page.storage.back_up.isEnabled)
