"""The page "Settings" on the real application: secrets, appearance, storage, about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from kbconnect import __version__
from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import SecretReference
from kbconnect.app.history import HistoryLimits
from kbconnect.app.settings import Appearance
from kbconnect.core.connector import ConnectorDraft, Secret, SecretPlace
from kbconnect.core.errors import StoreBusyError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import KnowledgeBaseDraft
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.settings import ABOUT, APPEARANCE, SCHEDULES, SECRETS, STORAGE, SettingsPage
from kbconnect.ui.pages.settings_about import LicenceDialog
from kbconnect.ui.pages.settings_parts import licence_text, parts
from kbconnect.ui.pages.settings_secrets import PlaceCard
from kbconnect.ui.style import Theme
from kbconnect.ui.widgets.fields import CodeEdit
from kbconnect.ui.widgets.labels import Pill
from tests.ui.pages import Reader
from tests.ui.shop import shell_on


@pytest.fixture
def environment() -> dict[str, str]:
    return {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "DESK_PASSWORD": "kept elsewhere"}


@pytest.fixture
def application(tmp_path: Path, environment: dict[str, str]) -> Iterator[Application]:
    with build_application(tmp_path / "home", environment, lambda _: None) as built:
        yield built


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class Opened(Reader):
    """The page, with a group in front."""

    page: SettingsPage

    def __init__(self, shell: Shell, qtbot: QtBot, group: int) -> None:
        super().__init__(SettingsPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        self.page.choose(group)


def test_secrets_show_where_they_live_and_where_new_ones_go(
    application: Application, shell: Shell, qtbot: QtBot
) -> None:
    application.connectors.add(ConnectorDraft("Desk", "postgresql", "db", username="ana"), Secret("hidden"))
    application.connectors.add(ConnectorDraft("File", "sqlite", database="/x.db"), None)
    opened = Opened(shell, qtbot, SECRETS)
    opened.wait_for("In use")
    cards = {card.accessibleName() for card in opened.page.findChildren(PlaceCard)}
    assert "Encrypted vault, Ready, 1 secret, new secrets go here" in cards
    (row,) = opened.page.secrets.table.rows()
    assert row.words() == "Desk, Password of ana, Encrypted vault, Never, so far, Not checked yet"
    assert "hidden" not in opened.said()


def test_checking_reads_every_secret_and_explains_what_is_missing(
    application: Application, environment: dict[str, str], shell: Shell, qtbot: QtBot
) -> None:
    application.connectors.add(ConnectorDraft("Desk", "postgresql", "db"), Secret("hidden"))
    reference = SecretReference("env:DESK_PASSWORD")
    archive = application.connectors.add(ConnectorDraft("Archive", "postgresql", "db"), reference)
    del environment["DESK_PASSWORD"]
    opened = Opened(shell, qtbot, SECRETS)
    table = opened.page.secrets.table
    tester = QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    opened.press("Check all")
    qtbot.waitUntil(lambda: [row.cells[3].words() for row in table.rows()] == ["Not found", "Can be read"])
    assert "Archive: the environment has no variable DESK_PASSWORD" in opened.said()
    opened.press("Enter new password")
    page = shell.navigator.page()
    assert isinstance(page, ConnectorFormPage)
    qtbot.waitUntil(lambda: page.title() == f"Edit {archive.name}")
    assert page.fields.password.target.editor.hasFocus()
    assert tester.parent() is None


def test_without_secrets_there_is_nothing_to_check(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot, SECRETS)
    opened.wait_for("No connector has a password yet.")
    assert opened.button("Check all") is None


def test_a_place_that_is_overruled_says_so(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Opened(shell, qtbot, SECRETS)
    opened.wait_for("Encrypted vault")
    wanted: list[str] = []
    choose = shell.application.settings.choose_secret_place
    monkeypatch.setattr(shell.application.settings, "choose_secret_place", wanted.append)
    opened.page.secrets._choose("keyring")
    opened.wait_for("KBCONNECT_VAULT_KEY is set.")
    assert wanted == ["keyring"]
    assert choose("vault").name == "vault"


def test_an_error_of_the_secrets_can_be_tried_again(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise StoreBusyError("Another program is using kbconnect's database.", hint="Try again in a moment.")

    with monkeypatch.context() as patch:
        patch.setattr(shell.application.connectors, "list", busy)
        opened = Opened(shell, qtbot, SECRETS)
        opened.wait_for("Another program is using")
    opened.press("Try again")
    opened.wait_for("No connector has a password yet.")


def test_colours_change_at_once_and_are_kept(application: Application, shell: Shell, qtbot: QtBot, look: Theme) -> None:
    opened = Opened(shell, qtbot, APPEARANCE)
    opened.press("Dark")
    assert look.dark
    qtbot.waitUntil(lambda: application.settings.appearance is Appearance.DARK)
    opened.press("Light")
    qtbot.waitUntil(lambda: application.settings.appearance is Appearance.LIGHT)
    assert look.appearance is Appearance.LIGHT


def test_storage_shows_what_lies_where(application: Application, shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    inside = application.knowledge_bases.add(KnowledgeBaseDraft("Handbook", embedder="none"))
    away = application.knowledge_bases.add(KnowledgeBaseDraft("Away", embedder="none", location=str(tmp_path / "a.kb")))
    Path(away.location).unlink()
    opened = Opened(shell, qtbot, STORAGE)
    opened.wait_for("Sample source")
    assert str(application.paths.home) in opened.said()
    shown = {row.id: [cell.text for cell in row.cells] for row in opened.page.storage.bases.rows()}
    assert shown[inside.id][:3] == ["Handbook", "0", "0"]
    assert shown[away.id] == ["Away", "–", "–", "–", "–"]
    lost = next(row.cells[0] for row in opened.page.storage.bases.rows() if row.id == away.id)
    assert lost.sub.startswith("Can't be opened")
    assert lost.tip
    assert shown["program"][:3] == ["Connectors, datasets and history", "–", "–"]
    opened.press("Copy path")
    assert QGuiApplication.clipboard().text() == str(application.paths.home)


def test_about_lists_every_part_with_its_licence(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot, ABOUT)
    table = opened.page.about.table
    qtbot.waitUntil(lambda: len(table.rows()) > 10)
    assert f"kbconnect {__version__}" in opened.said()
    shown = {row.id: row.cells[2].text for row in table.rows()}
    assert shown["Inter"] == "OFL-1.1"
    assert "LGPL" in shown["PySide6_Essentials" if "PySide6_Essentials" in shown else "PySide6-Essentials"]
    table.choose("Inter")
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _is_open(opened))
    assert "SIL OPEN FONT LICENSE" in opened.part(CodeEdit).toPlainText()


def _is_open(opened: Opened) -> bool:
    return any(dialog.isVisible() for dialog in opened.page.window().findChildren(LicenceDialog))


def test_every_shipped_part_has_the_text_of_its_licence() -> None:
    found = parts(InlineContext())
    assert {part.name for part in found} >= {"kbconnect", "Inter", "JetBrains Mono", "Phosphor", "SQLAlchemy"}
    shipped = [part for part in found if part.kind in ("typeface", "icons", "embedding model")]
    assert all(len(licence_text(part)) > 500 for part in shipped)
    assert all(part.licence for part in found)


def test_the_run_history_is_kept_as_chosen(application: Application, shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot, STORAGE)
    part = opened.page.storage.history
    assert not part.isEnabled()
    qtbot.waitUntil(part.isEnabled)
    assert (part.runs.currentText(), part.days.currentText()) == ("500 runs", "13 months")
    part.runs.choose("100")
    part.runs.picked.emit("100")
    qtbot.waitUntil(lambda: application.history.limits == HistoryLimits(100, 400))
    part.days.choose("92")
    part.days.picked.emit("92")
    qtbot.waitUntil(lambda: application.history.limits == HistoryLimits(100, 92))


def test_limits_that_are_not_offered_are_shown_all_the_same(
    application: Application, shell: Shell, qtbot: QtBot
) -> None:
    application.history.set_limits(HistoryLimits(77, 1))
    part = Opened(shell, qtbot, STORAGE).page.storage.history
    qtbot.waitUntil(part.isEnabled)
    assert (part.runs.currentText(), part.days.currentText()) == ("77 runs", "1 day")
    assert [part.runs.itemText(place) for place in range(2)] == ["50 runs", "77 runs"]


def test_a_choice_that_cannot_be_kept_is_taken_back(
    application: Application, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: HistoryLimits) -> None:
        raise StoreBusyError("Another program is using kbconnect's database.", hint="Try again in a moment.")

    opened = Opened(shell, qtbot, STORAGE)
    part = opened.page.storage.history
    qtbot.waitUntil(part.isEnabled)
    monkeypatch.setattr(application.history, "set_limits", busy)
    part.runs.choose("50")
    part.runs.picked.emit("50")
    opened.wait_for("Another program is using")
    qtbot.waitUntil(lambda: part.runs.key() == "500")


def test_the_groups_are_reached_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot, SECRETS)
    first = opened.button("Secrets")
    assert first is not None
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(opened.page.focusWidget(), Qt.Key.Key_Space)
    assert opened.page.stack.currentIndex() == SCHEDULES


def test_a_long_name_of_a_keyring_leaves_its_state_whole(qtbot: QtBot) -> None:
    place = SecretPlace("keyring", "Secret Service (GNOME keyring, KWallet or the like)", available=True)
    card = PlaceCard(place, 0, current=False)
    qtbot.addWidget(card)
    card.resize(400, 124)
    card.show()
    pill = card.findChild(Pill)
    assert pill is not None
    assert pill.width() == pill.sizeHint().width()
