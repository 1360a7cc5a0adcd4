"""Living without the window: the tray, quitting, and the notes of the side bar about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.scheduling import ScheduleNews
from kbconnect.ui.start import application_icon, sections
from kbconnect.ui.staying import RUNNING, SCHEDULES, Staying, side_notes
from kbconnect.ui.tray import EXPLAINED, NOTIFY, WHEN_CLOSED, Tray, WhenClosed, wants_notices, when_closed
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.side_notes import SideNotes
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import dataset

QUIT_IT = "Quit kbconnect from this icon, or choose otherwise in Settings, Running."


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def shell(jobs: Jobs, memory: QSettings) -> Shell:
    def endless(_: str, __: object, context: object) -> object:
        while True:
            context.check()  # type: ignore[attr-defined]
            context.wait(0.01)  # type: ignore[attr-defined]

    syncs = RunningSyncs(endless, jobs)  # type: ignore[arg-type]
    navigator = Navigator(QStackedWidget(), syncs)
    navigator.hold()
    return Shell(None, jobs, syncs, navigator, memory)


@pytest.fixture
def with_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a desktop that has a place for icons."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda _: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)


@pytest.fixture
def window(shell: Shell, qtbot: QtBot) -> MainWindow:
    form = Section("form", "Form", "database", "", lambda: Page("Form"))
    made = MainWindow(shell.navigator.stack(), shell, [*sections(shell), form])

    def end(each: MainWindow) -> None:
        shell.syncs.stop_all()
        each.stay_if(lambda: False)

    qtbot.addWidget(made, before_close_func=end)
    return made


def action(tray: Tray, words: str) -> QAction:
    return next(each for each in tray.menu.actions() if each.text() == words)


class Unsaved(Page):
    """A form in which something was filled in."""

    changed = True

    def is_changed(self) -> bool:
        return self.changed

    def may_leave(self) -> bool:
        return not self.changed


class TestTray:
    @pytest.mark.usefixtures("with_tray")
    def test_closing_hides_while_there_are_schedules_and_says_so_once(
        self, window: MainWindow, shell: Shell, memory: QSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[tuple[str, str]] = []
        monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, *said: shown.append(said[:2]))
        staying = Staying(window, shell, application_icon())
        staying.tray.follow_schedules(lambda: True)
        window.show()
        for _ in range(2):
            window.close()
            assert not window.isVisible()
            staying.show_window()
            assert window.isVisible()
        (told,) = shown
        assert told == ("kbconnect goes on here", f"Schedules keep running. {QUIT_IT}")
        assert memory.value(EXPLAINED) == "yes"

    @pytest.mark.usefixtures("with_tray")
    @pytest.mark.parametrize(
        ("syncs", "goes_on"),
        [(0, "Only its window is closed."), (1, "The sync goes on."), (2, "The syncs go on.")],
    )
    def test_without_schedules_nothing_is_said_of_them(
        self, window: MainWindow, shell: Shell, syncs: int, goes_on: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[str] = []
        monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, __, sentence, *___: shown.append(sentence))
        monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
        Staying(window, shell, application_icon())
        shell.memory.setValue(WHEN_CLOSED, WhenClosed.STAY.value)
        for number in range(syncs):
            shell.syncs.start(dataset(f"d{number}", "Articles", "c"))
        window.show()
        window.close()
        assert shown == [f"{goes_on} {QUIT_IT}"]

    @pytest.mark.usefixtures("with_tray")
    @pytest.mark.parametrize(
        ("wanted", "schedules", "stays"),
        [
            (WhenClosed.SCHEDULES, False, False),
            (WhenClosed.SCHEDULES, True, True),
            (WhenClosed.STAY, False, True),
            (WhenClosed.QUIT, True, False),
        ],
    )
    def test_the_setting_decides(
        self, window: MainWindow, shell: Shell, memory: QSettings, wanted: WhenClosed, schedules: bool, stays: bool
    ) -> None:
        staying = Staying(window, shell, application_icon())
        staying.tray.follow_schedules(lambda: schedules)
        memory.setValue(WHEN_CLOSED, wanted.value)
        assert when_closed(memory) is wanted
        assert staying.tray.stays() is stays

    def test_without_a_place_for_icons_closing_closes(self, window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
        staying = Staying(window, shell, application_icon())
        staying.tray.follow_schedules(lambda: True)
        assert not staying.tray.stays()
        window.show()
        with qtbot.waitSignal(window.closed):
            window.close()

    @pytest.mark.usefixtures("with_tray")
    def test_quitting_from_the_icon_asks_when_a_sync_runs(self, window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
        staying = Staying(window, shell, application_icon())
        shell.syncs.start(dataset("d", "Articles", "c"))
        assert "1 sync under way" in [action.text() for action in staying.tray.menu.actions()]
        window.close()
        assert not window.isVisible()
        staying.tray.quit_asked.emit()
        qtbot.waitUntil(lambda: window.findChild(Question) is not None)
        question = window.findChild(Question)
        assert question is not None
        assert window.isVisible()
        with qtbot.waitSignal(window.closed):
            question.answered.emit(True)

    @pytest.mark.usefixtures("with_tray")
    def test_quitting_from_the_icon_shows_what_is_not_saved(
        self, window: MainWindow, shell: Shell, qtbot: QtBot
    ) -> None:
        staying = Staying(window, shell, application_icon())
        shell.memory.setValue(WHEN_CLOSED, WhenClosed.STAY.value)
        form = Unsaved("New connector")
        shell.navigator.release("form")
        shell.navigator.push(lambda: form)
        window.close()
        assert not window.isVisible()
        action(staying.tray, "Quit kbconnect").trigger()
        assert window.isVisible()
        form.changed = False
        with qtbot.waitSignal(window.closed):
            form.discarded.emit()

    @pytest.mark.usefixtures("with_tray")
    def test_started_hidden_it_stays_hidden_while_there_is_an_icon(
        self, window: MainWindow, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        staying = Staying(window, shell, application_icon())
        staying.start_hidden()
        staying.look_for_tray()
        assert not window.isVisible()
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
        staying.look_for_tray()  # the desktop's panel has ended
        assert window.isMinimized()

    def test_started_hidden_without_a_place_for_icons_it_shows_up_minimised(
        self, window: MainWindow, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kbconnect.ui.staying.TRAY_COMES_MS", 1)
        staying = Staying(window, shell, application_icon())
        staying.start_hidden()
        assert not window.isVisible()  # a desktop that is still starting may yet have one
        qtbot.waitUntil(window.isMinimized)
        staying.show_window()
        assert window.isVisible()
        assert not window.isMinimized()

    def test_without_a_place_for_icons_people_are_told_once_that_schedules_stop(
        self, window: MainWindow, shell: Shell, qtbot: QtBot
    ) -> None:
        staying = Staying(window, shell, application_icon())
        staying._looked(ScheduleNews(running=2))
        window.show()
        assert not window.close()
        question = window.findChild(Question)
        assert question is not None
        assert question.windowTitle() == "Close kbconnect, and 2 schedules with it?"
        question.keep_button().click()
        qtbot.waitUntil(lambda: window.findChild(Question) is None)
        assert window.isVisible()
        with qtbot.waitSignal(window.closed):
            window.close()

    @pytest.mark.usefixtures("with_tray")
    def test_signing_out_asks_nothing(self, window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
        staying = Staying(window, shell, application_icon())
        shell.syncs.start(dataset("d", "Articles", "c"))
        assert staying.tray.stays()
        window.show()
        with qtbot.waitSignal(window.closing):
            window.end_session()
        qtbot.waitUntil(lambda: not shell.syncs.all())
        with qtbot.waitSignal(window.closed):
            window.close()
        assert window.findChild(Question) is None

    @pytest.mark.usefixtures("with_tray")
    def test_quit_in_a_system_menu_is_meant_for_good(self, window: MainWindow, shell: Shell, qtbot: QtBot) -> None:
        staying = Staying(window, shell, application_icon())
        shell.memory.setValue(WHEN_CLOSED, WhenClosed.STAY.value)
        assert staying.tray.stays()
        window.show()
        window.leave_next_time()
        with qtbot.waitSignal(window.closed):
            window.close()

    def test_without_notices_of_the_desktop_the_task_bar_asks_for_a_look(
        self, window: MainWindow, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alerted: list[QWidget] = []
        monkeypatch.setattr(QApplication, "alert", alerted.append)
        Staying(window, shell, application_icon()).tell("A sync failed", "The server went away.", "d")
        assert alerted == [window]

    def test_notices_can_be_switched_off(self, memory: QSettings) -> None:
        assert wants_notices(memory)
        memory.setValue(NOTIFY, "no")
        assert not wants_notices(memory)

    def test_the_menu_leads_to_the_window(self, shell: Shell, memory: QSettings, qtbot: QtBot) -> None:
        tray = Tray(application_icon(), shell.syncs, memory, shell.jobs)
        with qtbot.waitSignal(tray.open_asked):
            tray.menu.actions()[0].trigger()
        with qtbot.waitSignal(tray.due_asked):
            action(tray, "Sync all that is due now").trigger()
        tray.show_schedules(paused=True, any_running=False)
        assert action(tray, "Resume all schedules").isEnabled()
        assert not action(tray, "Sync all that is due now").isEnabled()
        tray.show_schedules(paused=False, any_running=False)
        assert not action(tray, "Pause all schedules").isEnabled()


class TestSideNotes:
    NOW = datetime(2025, 11, 18, 13, 0, tzinfo=UTC)

    def keys(self, news: ScheduleNews, *, stays: bool = False) -> list[tuple[str, str]]:
        return [(note.key, note.name) for note in side_notes(news, self.NOW, stays=stays)]

    def test_without_schedules_there_is_nothing_to_see(self) -> None:
        assert self.keys(ScheduleNews()) == []

    def test_schedules_say_what_comes_next(self) -> None:
        news = ScheduleNews(2, upcoming=("Articles", self.NOW + timedelta(days=9)))
        assert self.keys(news, stays=True) == [(SCHEDULES, "Schedules are on"), (RUNNING, "Stays in the tray")]
        assert side_notes(news, self.NOW, stays=True)[0].line == "Next: 27 Nov"

    def test_what_is_paused_or_waits_asks_for_a_look(self) -> None:
        news = ScheduleNews(0, is_off=True, meaning_waits=True)
        assert self.keys(news) == [(SCHEDULES, "Schedules are paused"), (RUNNING, "Meaning waits")]
        assert {note.token for note in side_notes(news, self.NOW, stays=False)} == {"warning"}

    def test_they_stand_in_the_side_bar_and_lead_somewhere(
        self, window: MainWindow, shell: Shell, qtbot: QtBot
    ) -> None:
        staying = Staying(window, shell, application_icon())
        window.show()
        notes = window.findChild(SideNotes)
        assert notes is not None
        assert not notes.isVisible()
        staying._looked(ScheduleNews(0, is_off=True))
        qtbot.waitUntil(notes.isVisible)
        (button,) = notes.findChildren(QAbstractButton)
        assert button.accessibleName() == "Schedules are paused. Nothing starts by itself"
        wide = button.grab().toImage()
        with qtbot.waitSignal(window.note_asked) as told:
            button.click()
        assert told.args == [SCHEDULES]
        window.resize(1_024, 700)
        qtbot.waitUntil(lambda: notes.width() < 60)
        assert notes.findChildren(QAbstractButton)[-1].grab().toImage() != wide
