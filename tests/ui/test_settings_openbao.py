"""Settings, "Kept elsewhere": where OpenBao is, set up and tested in the window, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.core.secret_references import OpenBaoSettings
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.pages.settings import SECRETS, SettingsPage
from kbconnect.ui.pages.settings_openbao import OpenBaoDialog, address_fault
from kbconnect.ui.status import State
from kbconnect.ui.widgets.fields import Choice, Field
from tests import servers_secrets
from tests.ui.connector_forms import application_in
from tests.ui.pages import Reader
from tests.ui.shop import shell_on


class Opened(Reader):
    """The page, and its dialog once it is asked for."""

    page: SettingsPage

    def __init__(self, application: Application, jobs: Jobs, qtbot: QtBot, folder: Path) -> None:
        shell = shell_on(application, jobs, qtbot, folder)
        super().__init__(SettingsPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        self.page.choose(SECRETS)
        self.wait_for("Kept elsewhere")

    def set_up(self) -> OpenBaoDialog:
        self.press("Set up OpenBao or HashiCorp Vault")
        return self.part(OpenBaoDialog)

    def type(self, field: Field, words: str) -> None:
        assert isinstance(field.editor, QLineEdit)
        field.editor.setFocus()
        field.editor.selectAll()
        QTest.keyClicks(field.editor, words)

    def press_in(self, words: str) -> None:
        """A button of the dialog."""
        dialog = self.part(OpenBaoDialog)
        button = next(each for each in (dialog.try_button, dialog.save) if each.text() == words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def environment() -> dict[str, str]:
    return {"HOME": "/nowhere"}


@pytest.fixture
def application(tmp_path: Path, environment: dict[str, str]) -> Iterator[Application]:
    with application_in(tmp_path / "home", **environment) as built:
        yield built


@pytest.fixture
def opened(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield Opened(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def every_word(window: QWidget) -> str:
    """What stands in fields and tool tips, too."""
    edits = [each.text() + each.placeholderText() for each in window.findChildren(QLineEdit)]
    return "\n".join([*edits, *(each.toolTip() for each in window.findChildren(QWidget))])


def test_where_nothing_is_set_up_it_says_what_for(opened: Opened) -> None:
    assert opened.page.secrets.elsewhere.status().word == "Not set up"
    assert "connectors can name passwords that are kept there" in opened.said()
    assert opened.button("Test OpenBao or HashiCorp Vault") is None
    assert "There is nothing to set here." in opened.said()


def test_what_is_no_address_is_said_in_its_field(opened: Opened, application: Application) -> None:
    dialog = opened.set_up()
    opened.type(dialog.address, "bao.example")
    opened.press_in("Save server")
    assert dialog.address.error() == "An address looks like https://bao.example:8200."
    dialog.address.set_value("http://bao.example:8200")
    opened.press_in("Save server")
    opened.wait_for("would be asked without encryption")
    assert application.secret_health.openbao == OpenBaoSettings()


@pytest.mark.parametrize(
    ("address", "right"),
    [("", True), ("https://bao", True), ("http://[::1", False), ("bao:8200", False), ("https://bao:0", False)],
)
def test_addresses(address: str, right: bool) -> None:
    assert (address_fault(address) == "") is right


def test_ids_themselves_are_refused_and_kept_nowhere(opened: Opened, application: Application) -> None:
    dialog = opened.set_up()
    opened.type(dialog.address, "https://bao.example:8200")
    choice = dialog.sign_in.editor
    assert isinstance(choice, Choice)
    choice.choose("role")
    choice.picked.emit("role")
    opened.press_in("Save server")
    assert dialog.role_id.error() == "Say where the role id is read from."
    opened.type(dialog.role_id, "hvs.c0ffee")
    opened.press_in("Save server")
    opened.wait_for("not a reference to a secret")
    assert "c0ffee" not in opened.said()
    assert application.secret_health.openbao == OpenBaoSettings()


@pytest.mark.server
class TestOnAServer:
    @pytest.fixture
    def environment(self, openbao: servers_secrets.OpenBaoServer) -> dict[str, str]:
        return {"BAO_TOKEN": openbao.root_token, "HOME": "/nowhere", "BAO_NAMESPACE": ""}

    def test_it_is_tested_then_saved(
        self, opened: Opened, application: Application, openbao: servers_secrets.OpenBaoServer, qtbot: QtBot
    ) -> None:
        dialog = opened.set_up()
        opened.type(dialog.address, openbao.address)
        opened.press_in("Test connection")
        opened.wait_for("answers, is unsealed and lets kbconnect in")
        assert "Signed in with the token in BAO_TOKEN or VAULT_TOKEN." in opened.said()
        assert application.secret_health.openbao == OpenBaoSettings()
        opened.press_in("Save server")
        qtbot.waitUntil(lambda: application.secret_health.openbao.address == openbao.address)
        opened.wait_for(openbao.address)
        opened.press("Test OpenBao or HashiCorp Vault")
        qtbot.waitUntil(lambda: opened.page.secrets.elsewhere.status().state is State.HEALTHY)
        assert openbao.root_token not in opened.said() + every_word(opened.page.window())

    def test_a_role_that_is_refused_says_what_to_do(
        self, opened: Opened, openbao: servers_secrets.OpenBaoServer
    ) -> None:
        dialog = opened.set_up()
        opened.type(dialog.address, openbao.address)
        choice = dialog.sign_in.editor
        assert isinstance(choice, Choice)
        choice.choose("role")
        choice.picked.emit("role")
        opened.type(dialog.role_id, "env:BAO_TOKEN")
        opened.press_in("Test connection")
        opened.wait_for("did not accept the AppRole")
        assert "no setting was changed" in opened.said()
        assert openbao.root_token not in opened.said() + every_word(opened.page.window())


@pytest.mark.server
class TestByTheEnvironment:
    @pytest.fixture
    def environment(self, openbao: servers_secrets.OpenBaoServer) -> dict[str, str]:
        return {**openbao.environment(), "BAO_NAMESPACE": "root"}

    def test_what_the_environment_says_is_shown_and_used(
        self, opened: Opened, openbao: servers_secrets.OpenBaoServer
    ) -> None:
        opened.wait_for(openbao.address)
        assert "the token of this account" in opened.said()
        dialog = opened.set_up()
        assert f"from the environment: {openbao.address}" in every_word(dialog)
        assert "from the environment: root" in every_word(dialog)
        opened.press_in("Test connection")
        opened.wait_for("lets kbconnect in")
