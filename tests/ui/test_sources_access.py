"""The badge of an account, and the dialog with the script for one that may only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.access_scripts import save_script
from kbconnect.core.access import AccessLevel, Power, PowerKind, Severity
from kbconnect.core.connector import access_of
from kbconnect.core.errors import InputError, KbConnectError
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.sources import ConnectorOverview, access_words, connector_status, power_lines
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sources_access_dialog import AccessDialog, texts_of
from kbconnect.ui.pages.sources_detail import ConnectorDetail
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import POWERS, SCRIPT, check, connector, overview
from tests.ui.shop import open_shop, shell_on


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[AccessDialog]:
    parent = QWidget()
    parent.resize(1280, 800)
    qtbot.addWidget(parent)
    made = AccessDialog(parent, "Shop", POWERS)
    made.open()
    yield made
    made.close()


SUPERUSER = (Power(PowerKind.SUPERUSER, "It is a superuser: no right is checked for it.", Severity.ADMINISTERS),)


@pytest.mark.parametrize(
    ("powers", "can_write", "level", "word", "pill"),
    [
        ((), False, AccessLevel.READ_ONLY, "Read-only", "Healthy"),
        (POWERS[2:], False, AccessLevel.READ_ONLY, "Read-only", "Healthy"),
        (POWERS, True, AccessLevel.CAN_WRITE, "Can write", "Can write"),
        ((), True, AccessLevel.CAN_WRITE, "Can write", "Can write"),
        (SUPERUSER, True, AccessLevel.SUPERUSER, "Superuser", "Superuser"),
    ],
)
def test_an_account_has_a_badge(
    powers: tuple[Power, ...], can_write: bool, level: AccessLevel, word: str, pill: str
) -> None:
    tested = replace(check(can_write=can_write), powers=powers)
    assert access_of(tested) is level
    assert access_words(tested)[0] == word
    assert power_lines(tested) == tuple(power.sentence for power in powers)
    assert connector_status(ConnectorOverview(connector("c", "Desk", "db", last_check=tested)), ()).word == pill


def test_the_detail_tells_what_the_account_can_do(qtbot: QtBot) -> None:
    detail = ConnectorDetail()
    qtbot.addWidget(detail)
    every = overview()
    for connector_id, shown in (("products", True), ("c", False)):
        found = every.find(connector_id)
        assert found is not None
        detail.show_connector(every, found, (), utc_now())
        assert detail.access_button.isVisibleTo(detail) is shown
    found = every.find("products")
    assert found is not None
    detail.show_connector(every, found, (), utc_now())
    assert detail._account.toolTip().splitlines() == [power.sentence for power in POWERS]
    with qtbot.waitSignal(detail.access_asked):
        detail.access_button.click()


def test_the_dialog_shows_one_text_at_a_time(dialog: AccessDialog) -> None:
    assert dialog.states.current() == "loading"
    assert not dialog.copy.isEnabled()
    dialog.show_script(SCRIPT)
    assert dialog.states.current() == "ready"
    assert dialog.shown() == SCRIPT.make == dialog.code.code()
    dialog.copy.click()
    assert QApplication.clipboard().text() == SCRIPT.make
    dialog.kind.choose("take")
    dialog.kind.picked.emit("take")
    assert dialog.shown() == SCRIPT.take_away
    dialog.kind.choose("network")
    dialog.kind.picked.emit("network")
    assert dialog.shown().splitlines() == [
        "# pg_hba.conf",
        "hostssl  shop  kbconnect_reader  10.20.4.77/32  scram-sha-256",
        "",
        "# Firewall",
        "ufw allow proto tcp from 10.20.4.77 to any port 5432",
    ]


def test_only_what_there_is_can_be_chosen() -> None:
    assert list(texts_of(SCRIPT)) == ["make", "take", "network"]
    assert list(texts_of(replace(SCRIPT, take_away="", network=None))) == ["make"]


def test_another_name_asks_again(dialog: AccessDialog, qtbot: QtBot) -> None:
    dialog.show_script(SCRIPT)
    dialog.account.setText("other one")
    with qtbot.waitSignal(dialog.script_asked) as asked:
        dialog.account.editingFinished.emit()
    assert asked.args == ["other one"]
    assert dialog.states.current() == "loading"


def test_what_went_wrong_is_told_in_place(dialog: AccessDialog, qtbot: QtBot) -> None:
    dialog.show_problem(InputError("Nothing is taken from Shop yet.", hint="Choose data first."))
    assert dialog.states.current() == "problem"
    assert not dialog.save.isEnabled()


def test_a_script_is_saved_where_somebody_says(tmp_path: Path) -> None:
    save_script(tmp_path / "script.sql", "SELECT 1;")
    assert (tmp_path / "script.sql").read_text(encoding="utf-8") == "SELECT 1;\n"
    with pytest.raises(KbConnectError, match="can't be written"):
        save_script(tmp_path / "no folder" / "script.sql", "SELECT 1;")


def test_the_page_opens_the_dialog_writes_and_saves(
    tmp_path: Path, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_shop(tmp_path) as shop:
        shop.add_dataset()
        shell = shell_on(shop.application, jobs, qtbot, tmp_path)
        page = SourcesPage(shell)
        shell.navigator.push(lambda: page)
        qtbot.waitUntil(lambda: page.states.current() == "full" and len(page.chosen_ids()) == 1)
        page.detail.access_asked.emit()
        dialog = page.access.dialog
        assert dialog is not None
        qtbot.waitUntil(lambda: dialog.states.current() == "ready")
        assert "setfacl" in dialog.shown()
        target = tmp_path / "script.sh"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
        dialog.save.click()
        qtbot.waitUntil(target.exists)
        dialog.account.setText("someone else")
        dialog.account.editingFinished.emit()
        qtbot.waitUntil(lambda: "someone else" in dialog.shown())
        dialog.reject()
        assert page.access.dialog is None
        assert jobs.shutdown(5)
