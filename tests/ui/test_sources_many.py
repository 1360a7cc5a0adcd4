"""Sources with many connectors: chosen together, sorted, tested, deleted and renamed, by mouse and by keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.errors import SecretStoreLockedError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.next_sync import NextSync
from kbconnect.ui.models.sources import ConnectorOverview, SourcesOverview
from kbconnect.ui.models.sources_entries import Entries, Order, Wanted
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sources_chosen_test import ManyTests
from kbconnect.ui.pages.sources_rename import RenameDialog
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import PROVIDERS, ago, check, connector, file_connector, overview
from tests.ui.pages import Reader
from tests.ui.shop import ROWS, Shop, open_shop, shell_on

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(tmp_path / "home", environment, lambda _: None) as made:
        for name in ("Beta", "alpha", "Gamma"):
            file = tmp_path / f"{name}.db"
            with closing(sqlite3.connect(file)) as database:
                database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)")
            made.connectors.add(ConnectorDraft(name, "sqlite", database=str(file)), None)
        yield made


class Opened(Reader):
    page: SourcesPage

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        super().__init__(SourcesPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        qtbot.waitUntil(lambda: self.page.states.current() == "full")

    def names(self) -> list[str]:
        return [entry.name for entry in self.page.list.entries()]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.page.list.setFocus()
        QTest.keyClick(self.page.list, key, modifier)

    def choose_all(self) -> None:
        self.key(Qt.Key.Key_A, CONTROL)


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot) -> Opened:
    return Opened(shell, qtbot)


def test_many_are_chosen_by_keyboard_and_shown_together(opened: Opened) -> None:
    assert opened.names() == ["alpha", "Beta", "Gamma"]
    opened.choose_all()
    opened.wait_for("3 connectors chosen")
    assert "3 × Not tested yet" in opened.said()
    assert [row.cells[0].text for row in opened.page.many.table.rows()] == ["alpha", "Beta", "Gamma"]
    opened.key(Qt.Key.Key_Escape)
    assert "connectors chosen" not in opened.said()
    assert len(opened.page.chosen_ids()) == 1
    opened.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    opened.wait_for("2 connectors chosen")
    assert {row.cells[3].text for row in opened.page.many.table.rows()} == {"Never"}


def test_a_choice_of_many_survives_a_reload(opened: Opened, qtbot: QtBot, application: Application) -> None:
    tester = QAbstractItemModelTester(opened.page.list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    opened.choose_all()
    before = opened.page.chosen_ids()
    application.connectors.add(ConnectorDraft("Delta", "sqlite", database="/d.db"), None)
    opened.page.reload()
    qtbot.waitUntil(lambda: "Delta" in opened.names())
    assert opened.page.chosen_ids() == before
    assert tester.model() is opened.page.list.model()


def test_what_is_shown_is_the_chosen_row(opened: Opened, qtbot: QtBot) -> None:
    def marked() -> list[str]:
        return [opened.names()[index.row()] for index in opened.page.list.selectionModel().selectedRows()]

    opened.page.search.setFocus()
    QTest.keyClicks(opened.page.search, "a")
    QTest.keyClicks(opened.page.search, "m")
    QTest.keyClick(opened.page.search, Qt.Key.Key_Down)
    assert opened.page.list.hasFocus()
    assert opened.names() == marked() == ["Gamma"]
    opened.page.search.clear()
    opened.page.search.search_now()
    assert (opened.names(), marked()) == (["alpha", "Beta", "Gamma"], ["Gamma"])
    opened.key(Qt.Key.Key_Up)
    opened.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: opened.names() == ["alpha", "Gamma"])
    assert marked() != []
    opened.wait_for(marked()[0])


def test_many_connections_are_tested_and_remembered(opened: Opened, qtbot: QtBot, application: Application) -> None:
    Path(application.connectors.find("Gamma").database).write_text("no database, but a text of some length" * 9)
    opened.choose_all()
    QTest.keyClick(opened.page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not opened.page.tests.is_running() and opened.page.tests.done == 3)
    assert "3 of 3 connections tested, 1 failed" in opened.said()
    checks = {one.name: one.last_check for one in application.connectors.list()}
    assert {name: found.ok for name, found in checks.items() if found} == {"alpha": True, "Beta": True, "Gamma": False}
    states = {entry.name: entry.status.word for entry in opened.page.list.entries() if entry.status}
    assert states == {"alpha": "Healthy", "Beta": "Healthy", "Gamma": "Test failed"}
    assert "1 × Failed  ·  2 × Healthy" in opened.said()


def test_tests_of_many_stop_at_once_and_at_a_lock(jobs: Jobs, qtbot: QtBot) -> None:
    asked: list[str] = []

    def locked(connector_id: str, _: JobContext) -> None:
        asked.append(connector_id)
        raise SecretStoreLockedError("The vault is locked.")

    def blocked(connector_id: str, context: JobContext) -> None:
        asked.append(connector_id)
        context.wait(20)

    tests = ManyTests(jobs, jobs, locked)  # type: ignore[arg-type]  # they never return
    tests.start([str(number) for number in range(50)])
    qtbot.waitUntil(lambda: not tests.is_running())
    assert len(asked) <= 4
    assert isinstance(tests.problem, SecretStoreLockedError)
    asked.clear()
    tests = ManyTests(jobs, jobs, blocked)  # type: ignore[arg-type]  # they never return
    tests.start(["a", "b", "c", "a"])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert tests.total == 3
    assert tests.testing() == {"a", "b"}
    tests.stop()
    qtbot.waitUntil(lambda: not tests.is_running())
    assert sorted(asked) == ["a", "b"]  # on two threads


def test_many_are_deleted_and_come_back(opened: Opened, qtbot: QtBot, application: Application) -> None:
    draft = ConnectorDraft("Server", "postgresql", "db.example", username="ana")
    server = application.connectors.add(draft, Secret("correct horse"))
    opened.page.reload()
    qtbot.waitUntil(lambda: "Server" in opened.names())
    opened.choose_all()
    opened.key(Qt.Key.Key_Delete)
    opened.wait_for("4 connectors deleted")
    qtbot.waitUntil(lambda: opened.page.states.current() == "empty")
    QTest.keyClick(opened.page, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: opened.page.states.current() == "full" and len(opened.names()) == 4)
    assert application.connectors.get(server.id) == server
    assert application.connectors.secret_of(server) == Secret("correct horse")


def test_the_menu_fits_what_is_chosen(opened: Opened) -> None:
    words = [action.text().partition("\t")[0] for action in opened.page.acts.menu().actions() if action.text()]
    assert words == ["Sync now", "Test connection", "Edit…", "Rename…", "Duplicate", "Export…", "Delete…"]
    opened.choose_all()
    enabled = {
        action.text().partition("\t")[0]: action.isEnabled()
        for action in opened.page.acts.menu().actions()
        if action.text()
    }
    assert enabled == {
        "Sync 3 connectors": False,
        "Test 3 connectors": True,
        "Edit…": False,
        "Rename…": False,
        "Duplicate": False,
        "Export 3 connectors…": True,
        "Delete 3 connectors…": True,
    }


def test_the_chosen_ones_are_exported(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    opened.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    opened.press("Export…")
    opened.wait_for("2 connectors were written")
    assert ["alpha" in file.read_text(), "Beta" in file.read_text(), "Gamma" in file.read_text()] == [True, True, False]


def test_f2_renames_and_takes_no_name_twice(opened: Opened, qtbot: QtBot, application: Application) -> None:
    opened.key(Qt.Key.Key_F2)
    dialog = opened.part(RenameDialog)
    dialog.editor.setText("BETA")
    QTest.keyClick(dialog.editor, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "already a connector" in dialog.field.error()
    dialog.editor.setText("Zeta")
    QTest.keyClick(dialog.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.names() == ["Beta", "Gamma", "Zeta"])
    assert {one.name for one in application.connectors.list()} == {"Beta", "Gamma", "Zeta"}
    assert opened.page.list.entries()[2].id in opened.page.chosen_ids()


def test_enter_edits_and_ctrl_d_copies(opened: Opened, shell: Shell, qtbot: QtBot) -> None:
    opened.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))
    shell.navigator.pop()
    QTest.keyClick(opened.page, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))
    qtbot.waitUntil(lambda: "alpha copy" in opened.names())


def test_the_order_is_kept_for_the_next_time(opened: Opened, shell: Shell, qtbot: QtBot) -> None:
    opened.page.pane.sort_by(Order.ATTENTION)
    again = Opened(shell, qtbot)
    assert again.page.pane.order() is Order.ATTENTION


# ------------------------------------------------------------------------------------------------------- with datasets


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def dataset(shop: Shop) -> Dataset:
    return shop.add_dataset()


def test_deleting_many_with_documents_asks_first(
    shop: Shop, dataset: Dataset, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    shop.sync(dataset)
    shop.application.connectors.add(ConnectorDraft("Aside", "sqlite", database="/x.db"), None)
    opened = Opened(shell_on(shop.application, jobs, qtbot, tmp_path), qtbot)
    opened.choose_all()
    opened.press("Delete…")
    question = opened.part(Question)
    assert question.accessibleName() == f"Delete 2 connectors and {ROWS} documents?"
    question.keep_button().click()
    assert len(shop.application.connectors.list()) == 2
    opened.press("Delete…")
    opened.part(Question).act_button().click()
    opened.wait_for(f"2 connectors are removed, with {ROWS} documents")
    assert shop.application.connectors.list() == ()
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == 0
    assert jobs.shutdown(5)


def test_many_are_synced_together(shop: Shop, dataset: Dataset, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    shop.add_dataset("Again")
    shop.application.connectors.add(ConnectorDraft("Aside", "sqlite", database="/x.db"), None)
    shell = shell_on(shop.application, jobs, qtbot, tmp_path)
    opened = Opened(shell, qtbot)
    opened.choose_all()
    opened.press("Sync 2 datasets")
    assert len(shell.syncs.all()) == 2
    qtbot.waitUntil(lambda: not shell.syncs.all())
    assert len(shop.application.history.runs()) == 2
    assert jobs.shutdown(5)


# ------------------------------------------------------------------------------------------------------------ entries


def listed(order: Order, *shown: ConnectorOverview) -> list[str]:
    found = Entries().of(SourcesOverview(PROVIDERS, shown), (), utc_now(), Wanted(order=order))
    return [entry.name for entry in found]


def test_the_list_is_sorted_by_what_was_picked() -> None:
    data = overview().connectors[0].datasets[0]
    fresh = ConnectorOverview(
        connector("a", "A", "a", last_check=check()),
        (replace(data, synced_at=ago(minutes=1), plan=NextSync("x", utc_now() + timedelta(hours=5))),),
    )
    old = ConnectorOverview(
        connector("b", "B", "b", last_check=check(ok=False)),
        (replace(data, synced_at=ago(days=9), last_run=None, plan=NextSync("x", utc_now() + timedelta(hours=1))),),
    )
    none = ConnectorOverview(file_connector("c", "C", "/c.db"))
    assert listed(Order.NAME, fresh, old, none) == ["A", "B", "C"]
    assert listed(Order.ATTENTION, fresh, old, none)[0] == "B"
    assert listed(Order.LAST, none, old, fresh) == ["A", "B", "C"]
    assert listed(Order.NEXT, none, fresh, old) == ["B", "A", "C"]
    assert listed(Order.KIND, none, fresh, old) == ["A", "B", "C"]


def test_equal_causes_give_the_entry_made_before() -> None:
    shown, entries, now = overview(), Entries(), utc_now()
    before = entries.of(shown, (), now, Wanted())
    plans = {one.dataset.id: one.plan for each in shown.connectors for one in each.datasets if one.plan is not None}
    again = entries.of(shown.with_plans(plans), (), now, Wanted())
    assert [one is other for one, other in zip(before, again, strict=True)] == [True] * len(before)
    tested = entries.of(shown, (), now, Wanted(testing=frozenset({"c"})))
    changed = [one.id for one, other in zip(before, tested, strict=True) if one is not other]
    assert changed == ["c"]
    renamed = replace(shown.connectors[0].connector, name="Another")
    assert entries.of(shown.with_connector(renamed), (), now, Wanted())[0].name == "Another"
