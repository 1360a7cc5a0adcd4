"""The page "Sources" on the real application: empty, full, tested, synced, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application, build_application
from kbconnect.app.samples import KNOWLEDGE_BASE_NAME
from kbconnect.core.errors import StoreBusyError
from kbconnect.core.model import Dataset, KnowledgeBaseDraft, RunStatus
from kbconnect.core.schedule import IntervalRule
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sync import SyncPage
from kbconnect.ui.pages.sync_limits import LimitsDialog
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.steps import StepLook
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import overview
from tests.ui.pages import Reader
from tests.ui.shop import ROWS, Shop, open_shop, shell_on


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def dataset(shop: Shop) -> Dataset:
    return shop.add_dataset()


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class Opened(Reader):
    """The page, loaded."""

    page: SourcesPage

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        super().__init__(SourcesPage(shell), qtbot)
        shell.navigator.push(lambda: self.page)
        qtbot.waitUntil(lambda: self.page.states.current() != "loading")

    def cells(self, row: int = 0) -> list[str]:
        return [cell.words() for cell in self.page.detail.datasets.rows()[row].cells]

    def question(self) -> Question:
        return self.part(Question)


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot) -> Opened:
    return Opened(shell, qtbot)


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Application]:
    with build_application(tmp_path / "home", {}, lambda _: None) as application:
        yield application


def test_without_connectors_the_page_says_what_it_is_for(
    nothing: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = shell_on(nothing, jobs, qtbot, tmp_path)
    opened = Opened(shell, qtbot)
    opened.wait_for("Connect your first database")
    assert opened.button("Sync all") is None
    opened.press("New connector")
    assert isinstance(shell.navigator.page(), ConnectorFormPage)


def test_the_sample_source_is_made_and_synced(nothing: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    base = nothing.knowledge_bases.add(KnowledgeBaseDraft(KNOWLEDGE_BASE_NAME, embedder="none"))
    shell = shell_on(nothing, jobs, qtbot, tmp_path)
    opened = Opened(shell, qtbot)
    opened.press("Try the sample source")
    opened.wait_for("Sample shop")
    qtbot.waitUntil(lambda: len(nothing.history.runs()) == 3 and not shell.syncs.all(), timeout=60_000)
    assert {one.name for one in nothing.datasets.list()} == {"Help articles", "Products", "Support tickets"}
    assert nothing.knowledge_bases.counts(base.id).documents > 1_000
    assert opened.page.states.current() == "full"


def test_a_connector_without_datasets_leads_to_choosing_data(opened: Opened, shell: Shell) -> None:
    opened.wait_for("Nothing is taken from here yet")
    assert opened.button("Sync now") is None
    opened.press("Choose data")
    assert isinstance(shell.navigator.page(), DataSelectionPage)


def test_a_connector_is_shown_with_its_facts_and_datasets(dataset: Dataset, opened: Opened) -> None:
    opened.wait_for("Corner shop")
    said = opened.said()
    assert "SQLite  ·  shop.db" in said
    assert "None needed" in said
    assert "Never" in said
    assert opened.cells() == ["Articles, articles", "0", "Not synced yet", "When asked"]
    (entry,) = opened.page.list.entries()
    assert entry.second == "Not synced yet  ·  no schedule"


def test_models_hold_while_rows_change(dataset: Dataset, shop: Shop, opened: Opened, qtbot: QtBot) -> None:
    views = (opened.page.list, opened.page.detail.datasets, opened.page.detail.changes)
    testers = [
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal) for view in views
    ]
    shop.sync(dataset)
    shop.add_dataset("More articles")
    opened.page.reload()
    qtbot.waitUntil(lambda: len(opened.page.detail.datasets.rows()) == 2)
    shop.application.datasets.remove(dataset.id)
    opened.page.reload()
    qtbot.waitUntil(lambda: len(opened.page.detail.datasets.rows()) == 1)
    assert len(testers) == 3


def test_a_sync_is_followed_to_its_end(dataset: Dataset, shell: Shell, opened: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.syncs.ended, timeout=10_000):
        opened.press("Sync now")
        assert opened.button("Stop sync") is not None
        assert opened.page.list.entries()[0].status is not None
    qtbot.waitUntil(lambda: opened.cells()[1] == str(ROWS))
    assert opened.cells()[2].startswith("Done")
    assert opened.button("Sync now") is not None
    (change,) = opened.page.detail.changes.rows()
    assert f"+{ROWS}" in change.words()


def test_all_datasets_of_all_connectors_are_synced_by_one_button(
    dataset: Dataset, shop: Shop, shell: Shell, opened: Opened, qtbot: QtBot
) -> None:
    shop.add_dataset("Articles again")
    opened.page.reload()
    qtbot.waitUntil(lambda: len(opened.page.detail.datasets.rows()) == 2)
    opened.press("Sync all")
    assert len(shell.syncs.all()) == 2
    qtbot.waitUntil(lambda: not shell.syncs.all(), timeout=10_000)
    assert [run.status for run in shop.application.history.runs()] == [RunStatus.COMPLETED] * 2


def test_a_test_shows_its_steps_and_is_remembered(shop: Shop, opened: Opened, qtbot: QtBot) -> None:
    opened.press("Test connection")
    qtbot.waitUntil(lambda: "Everything works." in opened.said())
    looks = [step.look for step in opened.page.detail.test.chain().steps()]
    assert set(looks) == {StepLook.OK}
    qtbot.waitUntil(lambda: "Just now" in opened.said())
    check = shop.application.connectors.list()[0].last_check
    assert check is not None
    assert check.ok


def test_a_failed_test_says_what_it_means(shop: Shop, opened: Opened) -> None:
    shop.file.unlink()
    opened.press("Test connection")
    opened.wait_for("The last test failed")
    assert "can still be searched" in opened.said()
    opened.press("Hide the test")
    assert not opened.page.detail.test_part.isVisible()


def test_a_connector_goes_only_after_an_answer(dataset: Dataset, shop: Shop, opened: Opened, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened.page.reload()
    qtbot.waitUntil(lambda: opened.cells()[1] == str(ROWS))
    opened.page.list.delete_asked.emit(shop.connector.id)
    question = opened.question()
    assert question.accessibleName() == f"Delete Corner shop and {ROWS} documents?"
    assert question.keep_button().hasFocus() or question.keep_button().isDefault()
    question.keep_button().click()
    assert len(shop.application.connectors.list()) == 1
    opened.page.detail.menu().actions()[-1].trigger()
    opened.question().act_button().click()
    opened.wait_for("Connect your first database")
    assert shop.application.connectors.list() == ()
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == 0


def test_a_dataset_goes_with_its_documents(dataset: Dataset, shop: Shop, opened: Opened, qtbot: QtBot) -> None:
    shop.sync(dataset)
    opened.page.reload()
    qtbot.waitUntil(lambda: opened.cells()[1] == str(ROWS))
    opened.page.detail.datasets.choose(dataset.id)
    QTest.keyClick(opened.page.detail.datasets, Qt.Key.Key_Delete)
    opened.question().act_button().click()
    opened.wait_for("Nothing is taken from here yet")
    assert shop.application.datasets.list() == ()
    assert shop.application.knowledge_bases.counts(shop.knowledge_base.id).documents == 0


def test_what_can_be_done_with_a_dataset(dataset: Dataset, shell: Shell, opened: Opened, qtbot: QtBot) -> None:
    menu = opened.page.detail.dataset_menu(dataset.id)
    assert [action.text() for action in menu.actions()] == ["Open", "Sync now", "Edit…", "Limits…", "Remove…"]
    with qtbot.waitSignal(shell.syncs.ended, timeout=10_000):
        menu.actions()[1].trigger()
        busy = opened.page.detail.dataset_menu(dataset.id)
        assert [action.isEnabled() for action in busy.actions()] == [True, False, False, False, False]
    menu.actions()[2].trigger()
    page = shell.navigator.page()
    assert isinstance(page, DataSelectionPage)


def test_the_limits_of_a_dataset_are_set_from_its_menu(dataset: Dataset, shop: Shop, opened: Opened) -> None:
    menu = opened.page.detail.dataset_menu(dataset.id)
    menu.actions()[3].trigger()
    opened.wait_for("Limits of Articles")
    opened.part(LimitsDialog).deletes.set_value("35")
    opened.press("Save limits")
    datasets = shop.application.datasets
    opened.qtbot.waitUntil(lambda: datasets.get(dataset.id).policy.delete_limit == 0.35)


def test_enter_opens_the_sync_of_a_dataset(dataset: Dataset, shell: Shell, opened: Opened, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(opened.page.detail.datasets.rows()) == 1)
    opened.page.detail.datasets.choose(dataset.id)
    QTest.keyClick(opened.page.detail.datasets, Qt.Key.Key_Return)
    page = shell.navigator.page()
    assert isinstance(page, SyncPage)
    assert page.title() == "Articles"


def test_a_copy_is_opened_to_be_changed(shop: Shop, shell: Shell, opened: Opened, qtbot: QtBot) -> None:
    opened.page.detail.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))
    assert [one.name for one in shop.application.connectors.list()] == ["Corner shop", "Corner shop copy"]


def test_the_search_narrows_the_list_and_escape_gives_it_back(opened: Opened, qtbot: QtBot) -> None:
    QTest.keyClick(opened.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert opened.page.search.hasFocus()
    QTest.keyClicks(opened.page.search, "elsewhere")
    qtbot.waitUntil(lambda: not opened.page.list.entries())
    opened.wait_for("No connector has this")
    assert not opened.page.detail.isVisible()
    QTest.keyClick(opened.page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(opened.page.list.entries()) == 1)


def test_a_schedule_is_seen_without_loading_everything_again(
    dataset: Dataset, shop: Shop, opened: Opened, qtbot: QtBot
) -> None:
    schedules = shop.application.schedules
    opened.wait_for("Corner shop")
    schedules.set(dataset.id, IntervalRule(60))
    opened.page.look_at_plans()
    qtbot.waitUntil(lambda: opened.cells()[3].startswith("Every hour, next "))
    assert "next " in opened.page.list.entries()[0].second
    schedules.pause(dataset.id)
    opened.page.look_at_plans()
    qtbot.waitUntil(lambda: opened.cells()[3] == "Every hour, paused")
    schedules.remove(dataset.id)
    opened.page.reload()
    qtbot.waitUntil(lambda: opened.cells()[3] == "When asked")


def test_an_error_keeps_what_is_shown_and_offers_another_try(
    shop: Shop, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise StoreBusyError("Another program is using kbconnect's database.", hint="Try again in a moment.")

    opened.wait_for("Corner shop")
    with monkeypatch.context() as patch:
        patch.setattr(shop.application.connectors, "list", busy)
        opened.page.reload()
        opened.wait_for("Another program is using")
        assert opened.page.states.current() == "full"
    opened.press("Try again")
    qtbot.waitUntil(lambda: "Another program is using" not in opened.said())


def test_a_refused_login_leads_to_the_password(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot)
    known = overview()
    hr = known.find("hr")
    assert hr is not None
    opened.page.detail.show_connector(known, hr, (), utc_now())
    with qtbot.waitSignal(opened.page.detail.password_asked) as asked:
        opened.press("Enter new password")
    assert asked.args == ["hr"]
    qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), ConnectorFormPage))


def test_another_failed_test_leads_to_the_form(shell: Shell, qtbot: QtBot) -> None:
    opened = Opened(shell, qtbot)
    known = overview()
    hr = known.find("hr")
    assert hr is not None
    shown = replace(hr, datasets=tuple(replace(one, last_run=None) for one in hr.datasets))
    opened.page.detail.show_connector(known, shown, (), utc_now())
    assert opened.button("Enter new password") is None
    assert opened.button("Edit connector") is not None
