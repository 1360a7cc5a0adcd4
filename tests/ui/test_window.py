"""Getting around: sections, pages and trails, keys, the rail, the running sync, and closing without losing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import build_application
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.model import SyncOptions, SyncRun
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.side_bar import RunCard, SideBar
from kbconnect.ui.status import State, Status
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.labels import Pill, text
from kbconnect.ui.widgets.layout import across, frame
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.window import MainWindow
from tests.ui.scenes_shell import dataset

NAMES = ("sources", "knowledge", "activity", "settings")


class Noted(Page):
    """A page that writes down what happens to it; `clean` says whether it may be left."""

    def __init__(self, title: str, notes: list[str]) -> None:
        super().__init__(title)
        self.notes, self.clean = notes, True
        notes.append(f"{title} made")
        self.left_button, self.right_button = button("Left"), button("Right")
        panes = Panes(title, None, (frame(across(self.left_button)), 300), (frame(across(self.right_button)), 0))
        self.set_body(panes)

    def entered(self) -> None:
        self.notes.append(f"{self.title()} entered")

    def left(self) -> None:
        self.notes.append(f"{self.title()} left")

    def is_changed(self) -> bool:
        return not self.clean

    def may_leave(self) -> bool:
        return self.clean

    def discard(self) -> None:
        """As after the question a page asks."""
        self.clean = True
        self.discarded.emit()


class Endless:
    """A sync that reports once and goes on until it is stopped."""

    def __call__(self, _: str, __: SyncOptions, context: JobContext) -> SyncRun:
        context.report(Progress(Stage.EMBEDDING, 62, 100))
        while True:
            context.check()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def shell(tmp_path: Path, jobs: Jobs) -> Iterator[Shell]:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    with build_application(tmp_path, {}, lambda _: None) as application:
        syncs = RunningSyncs(Endless(), jobs)
        navigator = Navigator(QStackedWidget(), syncs)
        yield Shell(application, jobs, syncs, navigator, memory)
        syncs.stop_all()


@pytest.fixture
def window(shell: Shell, notes: list[str], qtbot: QtBot) -> MainWindow:
    return make_window(shell, notes, qtbot)


def make_window(shell: Shell, notes: list[str], qtbot: QtBot) -> MainWindow:
    def make(name: str) -> Section:
        at = NAMES.index(name) + 1
        also = "Ctrl+," if name == "settings" else ""
        return Section(name, name.capitalize(), "database", f"Ctrl+{at}", lambda: Noted(name.capitalize(), notes), also)

    made = MainWindow(shell.navigator.stack(), shell, [make(name) for name in NAMES])
    qtbot.addWidget(made, before_close_func=lambda _: shell.syncs.stop_all())
    shell.navigator.go("sources")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def front(window: MainWindow) -> Noted:
    page = window.navigator().page()
    assert isinstance(page, Noted)
    return page


def test_pages_are_built_when_they_are_first_shown(window: MainWindow, notes: list[str]) -> None:
    assert notes == ["Sources made", "Sources entered"]
    window.navigator().go("knowledge")
    window.navigator().go("sources")
    assert notes[2:] == ["Knowledge made", "Sources left", "Knowledge entered", "Knowledge left", "Sources entered"]


def test_keys_lead_to_every_section(window: MainWindow) -> None:
    for key, name in ((Qt.Key.Key_2, "knowledge"), (Qt.Key.Key_3, "activity"), (Qt.Key.Key_Comma, "settings")):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.navigator().section() == name
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    checked = [made.accessibleName() for made in window.findChildren(QPushButton) if made.isChecked()]
    assert checked == ["Sources"]


def test_a_pushed_page_shows_its_trail_and_crumbs_lead_back(window: MainWindow, notes: list[str]) -> None:
    navigator = window.navigator()
    navigator.push(lambda: Noted("Support desk", notes))
    navigator.push(lambda: Noted("Choose data", notes))
    assert crumbs(front(window)) == ["Sources", "Support desk"]
    middle = navigator.push(lambda: Noted("Deeper", notes))
    navigator.pop()
    assert middle is not front(window)
    QTest.mouseClick(crumb(front(window), "Sources"), Qt.MouseButton.LeftButton)
    assert front(window).title() == "Sources"
    assert notes[-3:] == ["Choose data left", "Support desk left", "Sources entered"]


def test_the_keyboard_stays_in_a_trail_that_changes(window: MainWindow, notes: list[str]) -> None:
    below = window.navigator().push(lambda: Noted("Untitled", notes))
    window.navigator().push(lambda: Noted("Choose data", notes))
    crumb(front(window), "Untitled").setFocus()
    below.set_title("Support desk")
    assert window.focusWidget() is crumb(front(window), "Support desk")


def test_the_keyboard_returns_to_where_it_was(window: MainWindow, notes: list[str]) -> None:
    below = window.navigator().push(lambda: Noted("Support desk", notes))
    crumb(below, "Sources").setFocus()
    window.navigator().push(lambda: Noted("Choose data", notes))
    crumb(front(window), "Support desk").setFocus()
    window.navigator().pop()
    assert window.focusWidget() is crumb(below, "Sources")


def test_a_new_title_reaches_the_trails_above(window: MainWindow, notes: list[str]) -> None:
    below = window.navigator().push(lambda: Noted("Untitled", notes))
    window.navigator().push(lambda: Noted("Choose data", notes))
    below.set_title("Support desk")
    assert crumbs(front(window)) == ["Sources", "Support desk"]


def crumbs(page: Page) -> list[str]:
    return [made.text() for made in page.findChildren(QPushButton) if made.property("kind") == Kind.CRUMB.value]


def crumb(page: Page, words: str) -> QPushButton:
    return next(made for made in page.findChildren(QPushButton) if made.text() == words)


def test_a_section_keeps_its_pages_and_a_second_press_goes_to_its_first(window: MainWindow, notes: list[str]) -> None:
    navigator = window.navigator()
    navigator.push(lambda: Noted("Support desk", notes))
    navigator.go("knowledge")
    navigator.go("sources")
    assert front(window).title() == "Support desk"
    navigator.go("sources")
    assert front(window).title() == "Sources"


def test_a_page_with_unsaved_work_stays(window: MainWindow, notes: list[str]) -> None:
    navigator = window.navigator()
    navigator.push(lambda: Noted("New connector", notes))
    front(window).clean = False
    assert not navigator.pop()
    assert front(window).title() == "New connector"
    assert not navigator.pop_to(7)
    navigator.go("knowledge")
    assert not window.close()
    assert front(window).title() == "New connector"
    navigator.replace(lambda: Noted("Saved", notes))
    assert navigator.pop()
    assert not navigator.pop()


def test_closing_goes_on_once_unsaved_work_is_discarded(window: MainWindow, notes: list[str], qtbot: QtBot) -> None:
    navigator = window.navigator()
    unsaved = []
    for section in ("knowledge", "sources"):
        navigator.go(section)
        page = Noted(f"Form in {section}", notes)
        navigator.push(lambda page=page: page)  # type: ignore[misc]
        page.clean = False
        unsaved.append(page)
    navigator.push(lambda: Noted("What a notice led to", notes))
    assert not window.close()
    assert navigator.section() == "sources"
    unsaved[1].discard()
    assert window.isVisible()
    assert navigator.section() == "knowledge"
    assert front(window) is unsaved[0]
    with qtbot.waitSignal(window.closed):
        unsaved[0].discard()
    assert not window.isVisible()


def test_quitting_goes_on_after_discard_in_a_form(window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
    form = ConnectorFormPage(shell)
    window.navigator().push(lambda: form)
    form.fields.host.set_value("db.acme.example")
    assert form.is_changed()
    window.quit()
    qtbot.waitUntil(lambda: window.findChild(Question) is not None)
    question = window.findChild(Question)
    assert question is not None
    with qtbot.waitSignal(window.closed):
        question.act_button().click()


def test_what_is_discarded_on_the_way_back_closes_nothing(window: MainWindow, notes: list[str]) -> None:
    navigator = window.navigator()
    navigator.push(lambda: Noted("Support desk", notes))
    navigator.push(lambda: Noted("Choose data", notes))
    form = front(window)
    form.clean = False
    assert not window.close()  # and the person keeps editing
    assert not navigator.pop_to(0)
    navigator.go("knowledge")  # a notice was pressed
    form.discard()
    assert window.isVisible()
    assert (navigator.section(), front(window).title()) == ("sources", "Sources")


def test_after_discarding_running_syncs_are_asked_about(
    window: MainWindow, shell: Shell, notes: list[str], qtbot: QtBot
) -> None:
    window.stay_if(lambda: True)
    shell.syncs.start(dataset("Support tickets"))
    window.navigator().push(lambda: Noted("New connector", notes))
    form = front(window)
    form.clean = False
    window.quit()
    assert window.findChild(Question) is None
    form.discard()
    question = window.findChild(Question)
    assert question is not None
    assert question.windowTitle() == "Stop 1 sync and close?"
    assert front(window).title() == "Sources"
    with qtbot.waitSignal(window.closed):
        question.act_button().click()


def test_a_page_that_cannot_be_made_changes_nothing(window: MainWindow) -> None:
    def fail() -> Page:
        raise ValueError("a fault in a page")

    before = front(window)
    with pytest.raises(ValueError, match="a fault"):
        window.navigator().push(fail)
    with pytest.raises(ValueError, match="a fault"):
        window.navigator().replace(fail)
    assert front(window) is before
    assert window.navigator().section() == "sources"


def test_no_page_without_a_section(shell: Shell, notes: list[str]) -> None:
    with pytest.raises(RuntimeError):
        shell.navigator.push(lambda: Noted("Nowhere", notes))
    with pytest.raises(KeyError):
        shell.navigator.go("nowhere")


def test_the_side_bar_becomes_a_rail_in_a_narrow_window(window: MainWindow, qtbot: QtBot) -> None:
    side = window.findChild(SideBar)
    assert side is not None
    window.resize(1_280, 800)
    qtbot.waitUntil(lambda: side.width() == 212)
    window.resize(1_024, 700)
    qtbot.waitUntil(lambda: side.width() == 60)
    assert {made.text() for made in side.findChildren(QPushButton)} == {""}
    assert next(made.toolTip() for made in side.findChildren(QPushButton)) == "Sources (Ctrl+1)"
    window.resize(1_280, 800)
    qtbot.waitUntil(lambda: side.width() == 212)


def test_the_running_sync_stands_in_the_side_bar(window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
    card = window.findChild(RunCard)
    assert card is not None
    assert not card.isVisible()
    shell.syncs.start(dataset("Support tickets"))
    qtbot.waitUntil(lambda: card.accessibleName() == "Sync of Support tickets, 62 %")
    assert card.isVisible()
    wide = card.grab().toImage()
    window.resize(1_024, 700)
    qtbot.waitUntil(lambda: card.width() < 60)
    assert card.grab().toImage() != wide
    with qtbot.waitSignal(window.sync_asked) as told:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert told.args == ["Support tickets"]
    shell.syncs.stop_all()
    qtbot.waitUntil(lambda: not card.isVisible())


def test_f6_goes_from_pane_to_pane(window: MainWindow) -> None:
    page = front(window)
    page.left_button.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page.right_button.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Sources"


def test_size_and_place_are_remembered(shell: Shell, notes: list[str], tmp_path: Path, qtbot: QtBot) -> None:
    first = make_window(shell, notes, qtbot)
    first.resize(1_111, 777)
    with qtbot.waitSignal(first.closed):
        assert first.close()
    shell.memory.sync()
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    again = Shell(shell.application, shell.jobs, shell.syncs, Navigator(QStackedWidget(), shell.syncs), kept)
    # The offscreen display is narrower than the window, so only the height tells.
    assert make_window(again, notes, qtbot).height() == pytest.approx(777, abs=5)


def test_closing_while_a_sync_runs_asks_first(window: MainWindow, shell: Shell, jobs: Jobs, qtbot: QtBot) -> None:
    shell.syncs.start(dataset("Support tickets"))
    assert not window.close()
    question = window.findChild(Question)
    assert question is not None
    question.keep_button().click()
    qtbot.waitUntil(lambda: window.findChild(Question) is None)
    assert window.isVisible()
    assert not window.close()
    question = window.findChild(Question)
    assert question is not None
    with qtbot.waitSignal(window.closed):
        question.act_button().click()
    qtbot.waitUntil(lambda: jobs.running() == 0)
    assert not window.isVisible()


def test_a_page_shows_title_status_actions_and_foot(qtbot: QtBot) -> None:
    page = Page("Help articles")
    qtbot.addWidget(page)
    page.set_status(Status(State.RUNNING))
    pill = page.findChild(Pill)
    assert pill is not None
    page.set_status(Status(State.COMPLETED))
    assert page.findChild(Pill) is pill
    assert pill.accessibleName() == "Done"
    page.set_status(None)
    assert pill.isHidden()
    stop, ask = button("Stop sync"), button("Ask a question")
    page.set_actions(stop)
    page.set_actions(stop, ask)
    page.set_foot(button("Cancel"), None, button("Save connector", Kind.PRIMARY))
    page.set_body(text("what it is about"))
    page.set_body(text("something else"))
    page.show()
    qtbot.waitUntil(
        lambda: (
            {made.text() for made in page.findChildren(QPushButton)}
            == {"Stop sync", "Ask a question", "Cancel", "Save connector"}
        )
    )
    page.set_foot()
    qtbot.waitUntil(lambda: len(page.findChildren(QPushButton)) == 2)
