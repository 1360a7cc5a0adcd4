"""Sources: taking connections over, writing them to a file, and bringing a deleted connector back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.app.connection_places import connection_places, find_connections, read_connection_file
from kbconnect.app.connector_files import (
    Act,
    Imported,
    Refused,
    carry_out,
    export_connectors,
    plan_import,
    with_acts,
)
from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.core.connector import ConnectorDraft, Secret, TlsMode
from kbconnect.core.errors import InputError, SecretMissingError
from kbconnect.core.job import InlineContext
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sources_import import ImportDialog
from kbconnect.ui.pages.sources_import_result import ImportResult
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.labels import Text
from kbconnect.ui.widgets.overlays import Toast
from tests.ui.pages import Reader
from tests.ui.shop import shell_on

DESK = ConnectorDraft("Desk", "postgresql", "db.example", 5432, "ana", "main")
PASSWORD = "correct-horse-battery"
_REQUIRED = replace(DESK.options, tls=TlsMode.REQUIRE)
SERVICE = "[warehouse]\nhost=wh.example\nport=6432\nuser=reader\ndbname=stock\n\n[desk]\nhost=db.example\nuser=ana\n"


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(tmp_path / "home", environment, lambda _: None) as made:
        yield made


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the files of other programs."""
    home = tmp_path / "ana"
    home.mkdir()
    (home / ".pg_service.conf").write_text(SERVICE)
    (home / ".pgpass").write_text(f"wh.example:6432:stock:reader:{PASSWORD}\n")
    (home / ".pgpass").chmod(0o600)
    monkeypatch.setattr(Path, "home", lambda: home)
    for name in ("PGPASSFILE", "PGSERVICEFILE", "PGSYSCONFDIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


class Opened(Reader):
    page: SourcesPage

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        super().__init__(SourcesPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        qtbot.waitUntil(lambda: self.page.states.current() != "loading")

    def dialog(self) -> ImportDialog:
        self.qtbot.waitUntil(lambda: self.page.window().findChild(ImportDialog) is not None)
        found = self.page.window().findChild(ImportDialog)
        assert found is not None
        return found

    def toast(self) -> Toast | None:
        return next((each for each in self.page.window().findChildren(Toast) if each.isVisible()), None)

    def has_lost(self, name: str) -> bool:
        return name not in self.names()

    def names(self) -> list[str]:
        return [entry.name for entry in self.page.list.entries()]


def _names_in(result: ImportResult) -> list[str]:
    return [each.words() for each in result.findChildren(Text) if each.property("role") == "strong"]


@pytest.mark.usefixtures("places")
class TestImport:
    def test_connections_of_other_programs_come_in_with_their_passwords(
        self, application: Application, shell: Shell, qtbot: QtBot
    ) -> None:
        opened = Opened(shell, qtbot)
        opened.press("Import connections…")
        dialog = opened.dialog()
        said = [row.tick.text() for row in dialog._rows]
        assert said == ["warehouse", "desk"]
        assert application.connectors.list() == ()
        dialog._import.click()
        qtbot.waitUntil(lambda: len(application.connectors.list()) == 2)
        warehouse = application.connectors.find("warehouse")
        assert (warehouse.host, warehouse.port, warehouse.database) == ("wh.example", 6432, "stock")
        assert application.connectors.secret_of(warehouse) == Secret(PASSWORD)
        qtbot.waitUntil(lambda: opened.names() == ["desk", "warehouse"])

    def test_all_are_ticked_or_none_however_many_there_are(
        self, application: Application, shell: Shell, qtbot: QtBot, places: Path
    ) -> None:
        services = "".join(f"[s{number:03}]\nhost=h{number}\n" for number in range(120))
        (places / ".pg_service.conf").write_text(services)
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        assert dialog._import.text() == "Import 121 connections"
        dialog._all.click()
        assert not dialog._import.isEnabled()
        dialog._all.click()
        assert dialog._import.text() == "Import 121 connections"
        dialog._rows[3].tick.click()
        assert dialog._import.text() == "Import 120 connections"
        dialog._import.click()
        qtbot.waitUntil(lambda: len(application.connectors.list()) == 120)

    def test_where_passwords_are_read_from_is_a_question(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = {"name": "Desk", "provider": "postgresql", "host": "h", "password": "file:/nowhere/secret"}
        file = tmp_path / "x.json"
        file.write_text(json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": [entry]}))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        assert dialog._references.isHidden()
        opened.press("Choose a file…")
        qtbot.waitUntil(lambda: not dialog._references.isHidden())
        assert "file:/nowhere/secret" in dialog._references.text()
        dialog._import.click()
        qtbot.waitUntil(lambda: [one.name for one in application.connectors.list()] == ["Desk"])
        assert application.connectors.find("Desk").secret_reference == ""

    def test_a_password_that_cannot_be_read_is_told_of_each(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = {"provider": "postgresql", "password": "file:/nowhere/secret"}
        entries = [{**entry, "name": name, "host": name.lower()} for name in ("Desk", "Shop")]
        file = tmp_path / "x.json"
        file.write_text(json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": entries}))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        opened.press("Choose a file…")
        qtbot.waitUntil(lambda: not dialog._references.isHidden())
        dialog._references.click()
        dialog._import.click()
        opened.wait_for("2 connectors were imported")
        result = opened.part(ImportResult)
        said = [each.words() for each in result.findChildren(Text)]
        assert {"Desk", "Shop"} < set(said)
        assert sum("/nowhere/secret" in words for words in said) == 2
        assert len(application.connectors.list()) == 2
        opened.press("Back to the connectors")
        qtbot.waitUntil(lambda: opened.names() == ["Desk", "Shop"])

    def test_each_one_without_a_password_is_listed_until_it_has_one(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = {"provider": "postgresql", "username": "ana", "password": "file:/nowhere/secret"}
        entries = [{**entry, "name": name, "host": f"{name.lower()}.example"} for name in ("Desk", "Shop")]
        file = tmp_path / "x.json"
        file.write_text(json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": entries}))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        opened.press("Choose a file…")
        qtbot.waitUntil(lambda: not dialog._references.isHidden())
        dialog._import.click()  # where the file says a password is read from is not taken over
        opened.wait_for("2 connectors were imported; 2 still need a password")
        assert _names_in(opened.part(ImportResult)) == ["Desk", "Shop"]
        opened.press("Enter the password of Shop")
        qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))
        form = shell.navigator.page()
        assert isinstance(form, ConnectorFormPage)
        qtbot.waitUntil(form.fields.isEnabled)
        form.fields.secret.set_value(PASSWORD)
        form.save()
        opened.wait_for("2 connectors were imported; 1 still needs a password")
        assert shell.navigator.page() is opened.page
        assert application.connectors.secret_of(application.connectors.find("Shop")) == Secret(PASSWORD)
        assert _names_in(opened.part(ImportResult)) == ["Desk"]
        opened.press("Back to the connectors")
        qtbot.waitUntil(lambda: opened.names() == ["Desk", "Shop"])

    def test_what_is_there_already_is_left_out_and_what_differs_is_a_choice(
        self, application: Application, shell: Shell, qtbot: QtBot
    ) -> None:
        application.connectors.add(
            replace(DESK, name="desk", host="elsewhere.example", database="", options=_REQUIRED), Secret(PASSWORD)
        )
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        row = dialog._rows[1]
        assert row.choice is not None
        assert "host elsewhere.example → db.example" in opened.said()
        assert "encryption required → if the server offers it" in opened.said()
        assert row.tick.text() == "desk 2"
        row.choice.choose(Act.REPLACE.value)
        row.choice.picked.emit(Act.REPLACE.value)
        assert row.tick.text() == "desk"
        assert "Its saved password goes" in opened.said()
        dialog._rows[0].tick.setChecked(False)
        assert dialog._import.text() == "Import 1 connection"
        dialog._import.click()
        qtbot.waitUntil(lambda: application.connectors.find("desk").host == "db.example")
        assert application.connectors.find("desk").secret_reference == ""
        assert len(application.connectors.list()) == 1

    def test_where_nothing_was_found_a_file_comes_next(self, shell: Shell, qtbot: QtBot, places: Path) -> None:
        (places / ".pg_service.conf").unlink()
        (places / ".pgpass").unlink()
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        opened.wait_for("No connection was found")
        buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
        filled = [each.text() for each in buttons if each.property("kind") == Kind.PRIMARY.value]
        assert [each.text() for each in buttons] == ["Choose a file…", "Close"]
        assert filled == ["Choose a file…"]
        dialog.reject()

    def test_another_file_can_be_chosen(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        application.connectors.add(DESK, Secret(PASSWORD))
        file = tmp_path / "export.json"
        file.write_text(export_connectors(application.connectors), "utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        dialog.file_asked.emit()
        qtbot.waitUntil(lambda: [row.tick.text() for row in dialog._rows] == ["Desk"])
        assert not dialog._import.isEnabled()
        dialog.reject()

    def test_a_file_of_nothing_is_told(
        self, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "empty.conf").write_bytes(b"\x00\xff\xfe nonsense")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "empty.conf"), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        dialog.file_asked.emit()
        qtbot.waitUntil(lambda: opened.page.window().findChild(ErrorDialog) is not None)
        told = opened.page.window().findChild(ErrorDialog)
        assert told is not None
        told.close()
        dialog.reject()


class TestWhatIsLeft:
    """After an import of Desk, Shop and Stall, which all need a password."""

    @pytest.fixture
    def opened(self, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
        entry = {"provider": "postgresql", "username": "ana", "password": "file:/nowhere/secret"}
        entries = [{**entry, "name": name, "host": f"{name.lower()}.example"} for name in ("Desk", "Shop", "Stall")]
        file = tmp_path / "x.json"
        file.write_text(json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": entries}))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.ask_to_import()
        dialog = opened.dialog()
        dialog.file_asked.emit()
        qtbot.waitUntil(lambda: not dialog._references.isHidden())
        dialog._import.click()
        opened.wait_for("3 connectors were imported; 3 still need a password")
        return opened

    def form(self, shell: Shell, qtbot: QtBot) -> ConnectorFormPage:
        qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))
        form = shell.navigator.page()
        assert isinstance(form, ConnectorFormPage)
        qtbot.waitUntil(form.fields.isEnabled)
        return form

    def save(self, opened: Opened, form: ConnectorFormPage) -> None:
        """Until the page has read the connectors again."""
        with opened.qtbot.waitSignal(opened.page._job.returned):
            form.save()

    def test_who_changes_their_mind_is_through_with_it(
        self, application: Application, shell: Shell, qtbot: QtBot, opened: Opened
    ) -> None:
        shop = application.connectors.find("Shop")
        opened.press("Enter the password of Shop")
        self.form(shell, qtbot)
        shell.navigator.pop()
        qtbot.waitUntil(lambda: opened.names() == ["Desk", "Shop", "Stall"])
        opened.page._routes.edit_connector(shop.id)
        self.save(opened, self.form(shell, qtbot))
        assert opened.page.isVisible()
        assert not [each for each in opened.page.window().findChildren(ImportResult) if each.isVisible()]

    def test_what_was_closed_is_over(self, opened: Opened, qtbot: QtBot) -> None:
        opened.press("Back to the connectors")
        qtbot.waitUntil(lambda: opened.names() == ["Desk", "Shop", "Stall"])
        assert opened.page.transfer._left is None

    def test_what_was_seen_to_meanwhile_is_not_listed(
        self, application: Application, shell: Shell, qtbot: QtBot, opened: Opened
    ) -> None:
        connectors = application.connectors
        opened.press("Enter the password of Shop")
        form = self.form(shell, qtbot)
        connectors.remove(connectors.find("Desk").id)
        stall = connectors.find("Stall")
        connectors.edit(stall.id, replace(draft_of(stall), name="Booth"), KeepSecret.KEEP)
        form.fields.secret.set_value(PASSWORD)
        form.save()
        opened.wait_for("3 connectors were imported; 1 still needs a password")
        assert _names_in(opened.part(ImportResult)) == ["Booth"]
        opened.press("Enter the password of Booth")
        form = self.form(shell, qtbot)
        connectors.edit(stall.id, draft_of(connectors.get(stall.id)), Secret(PASSWORD))  # by somebody else
        self.save(opened, form)
        qtbot.waitUntil(lambda: opened.page.list.chosen_id() == stall.id)
        assert opened.names() == ["Booth", "Shop"]


class TestExport:
    def test_a_file_holds_no_password_and_comes_back_the_same(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        application.connectors.add(DESK, Secret(PASSWORD))
        target = tmp_path / "connectors.json"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.menu.actions()[2].trigger()
        qtbot.waitUntil(target.exists)
        qtbot.waitUntil(lambda: opened.toast() is not None)
        assert PASSWORD not in target.read_text("utf-8")
        assert json.loads(target.read_text("utf-8"))
        (planned,) = plan_import(read_connection_file(target).found, application.connectors.list())
        assert planned.act is Act.SKIP
        assert planned.same_as == "Desk"

    def test_a_folder_that_cannot_be_written_is_told(
        self, application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        application.connectors.add(DESK, None)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "c.json"), ""))
        opened = Opened(shell, qtbot)
        opened.page.transfer.menu.actions()[1].trigger()
        qtbot.waitUntil(lambda: opened.page.window().findChild(ErrorDialog) is not None)
        told = opened.page.window().findChild(ErrorDialog)
        assert told is not None
        told.close()


class TestUndo:
    def test_a_deleted_connector_comes_back_with_its_password(
        self, application: Application, shell: Shell, qtbot: QtBot
    ) -> None:
        desk = application.connectors.add(DESK, Secret(PASSWORD))
        application.connectors.add(replace(DESK, name="Other"), None)
        opened = Opened(shell, qtbot)
        opened.page.list.choose(desk.id)
        opened.page.list.delete_asked.emit(desk.id)
        qtbot.waitUntil(lambda: opened.names() == ["Other"])
        opened.page.undo.undo()
        qtbot.waitUntil(lambda: opened.names() == ["Desk", "Other"])
        assert application.connectors.secret_of(application.connectors.find("Desk")) == Secret(PASSWORD)

    def test_the_password_goes_when_the_way_back_has_closed(
        self, application: Application, shell: Shell, qtbot: QtBot
    ) -> None:
        desk = application.connectors.add(DESK, Secret(PASSWORD))
        application.connectors.add(replace(DESK, name="Other"), Secret("another"))
        opened = Opened(shell, qtbot)
        for name in ("Desk", "Other"):
            one = application.connectors.find(name)
            opened.page.list.choose(one.id)
            opened.page.list.delete_asked.emit(one.id)
            qtbot.waitUntil(partial(opened.has_lost, name))
        toast = opened.toast()
        assert toast is not None
        toast.close()
        qtbot.waitUntil(lambda: application.connectors._waiting() == ())
        with pytest.raises(SecretMissingError):
            application.connectors.secret_of(desk)

    def test_what_a_kill_left_behind_is_forgotten(self, application: Application, shell: Shell, qtbot: QtBot) -> None:
        desk = application.connectors.add(DESK, Secret(PASSWORD))
        application.connectors.set_aside(desk.id)
        assert application.connectors._waiting() == (desk.secret_reference,)
        Opened(shell, qtbot)
        qtbot.waitUntil(lambda: application.connectors._waiting() == ())


class TestPlaces:
    @pytest.mark.usefixtures("places")
    def test_a_pgpass_others_may_read_gives_no_password(self, places: Path) -> None:
        (places / ".pgpass").chmod(0o644)
        found = find_connections(connection_places({}, places))
        assert all(one.secret is None for one in found.found)
        assert any("Others can read" in place.problem for place in found.looked_at)

    def test_windows_and_macos_keep_them_elsewhere(self, tmp_path: Path) -> None:
        windows = connection_places({"APPDATA": str(tmp_path / "Roaming")}, tmp_path, "win32")
        assert windows.pgpass == tmp_path / "Roaming" / "postgresql" / "pgpass.conf"
        assert not windows.checks_rights
        mac = connection_places({}, tmp_path, "darwin")
        assert mac.dbeaver_folders == (tmp_path / "Library" / "DBeaverData",)

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b"x" * 10_000_001, b'{"connections": 7}'])
    def test_hostile_files_are_refused_in_words(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "some.json"
        path.write_bytes(content)
        with pytest.raises(InputError):
            read_connection_file(path)


class TestPlan:
    def test_a_replacement_keeps_its_password_only_for_the_same_account_and_no_less_safe(
        self, application: Application, tmp_path: Path
    ) -> None:
        kept = application.connectors.add(DESK, Secret(PASSWORD))
        file = tmp_path / "c.json"
        for change, keeps in (
            (replace(DESK, database="other"), True),
            (replace(DESK, host="evil.example"), False),
            (replace(DESK, database="x", options=replace(DESK.options, tls=TlsMode.DISABLE)), False),
        ):
            other = replace(kept, **{name: getattr(change, name) for name in ("host", "database", "options")})
            from kbconnect.core.address_export import write_connectors

            file.write_text(write_connectors([other]), "utf-8")
            (planned,) = plan_import(read_connection_file(file).found, application.connectors.list())
            assert planned.keeps_secret is keeps

    def test_what_could_not_be_saved_is_listed_with_why(self, shell: Shell, qtbot: QtBot) -> None:
        opened = Opened(shell, qtbot)
        refused = tuple(Refused(f"Desk {number}", InputError("No host.", hint="Enter one.")) for number in range(60))
        opened.page.transfer._taken(Imported(failed=refused))
        said = [each.words() for each in opened.part(ImportResult).findChildren(Text)]
        assert "Nothing was imported" in said
        assert said.count("No host. Enter one.") == 50
        assert "And 10 more." in said
        opened.press("Back to the connectors")

    def test_names_stay_apart_and_failures_stop_nothing(self, application: Application, tmp_path: Path) -> None:
        application.connectors.add(DESK, None)
        file = tmp_path / "pg_service.conf"
        file.write_text("[Desk]\nhost=one.example\nuser=a\n\n[desk]\nhost=two.example\nuser=b\n")
        found = read_connection_file(file).found
        planned = plan_import(found, application.connectors.list())
        chosen = with_acts(planned, [Act.ADD] * len(planned), application.connectors.list())
        done = carry_out(application.connectors, chosen, InlineContext())
        names = sorted(connector.name for connector in application.connectors.list())
        assert len({name.casefold() for name in names}) == len(names) == 1 + len(done.added)
