"""Living without the window: the tray, notices, a second start, quitting, starting at login."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.login_start import FileStart, RegistryStart, command_of, login_start
from kbconnect.core.errors import DatasetBusyError, InputError, SourceLostError
from kbconnect.core.model import ErrorInfo, RunStatus
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Navigator, Shell
from kbconnect.ui.notifications import ANSWERS, Notifications
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.scheduling import ScheduleNews
from kbconnect.ui.single_instance import Place, SingleInstance
from kbconnect.ui.start import application_icon, sections
from kbconnect.ui.staying import RUNNING, SCHEDULES, Staying, side_notes
from kbconnect.ui.tray import EXPLAINED, NOTIFY, WHEN_CLOSED, Tray, WhenClosed, wants_notices, when_closed
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.side_notes import SideNotes
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import ago, dataset, run


class Ending(QObject):
    """Syncs that end when a test says so."""

    changed = Signal(str)
    ended = Signal(str, object)
    failed = Signal(str, object)

    def all(self) -> tuple[object, ...]:
        return ()


class TestNotifications:
    @pytest.fixture(autouse=True)
    def _parts(self, qtbot: QtBot) -> None:
        self.told: list[tuple[str, str, str]] = []
        self.seen, self.wanted = False, True
        self.syncs = Ending()
        self.notices = Notifications(
            self.syncs,  # type: ignore[arg-type]  # only its signals are used
            lambda dataset_id: f"Dataset {dataset_id}",
            lambda: self.seen,
            lambda: self.wanted,
            self.syncs,
        )
        self.notices.told.connect(lambda *words: self.told.append(words))

    def _failed(self, code: str = "source_lost", message: str = "The server went away.") -> None:
        ended = run(1, "d", ago(minutes=1), RunStatus.FAILED, error=ErrorInfo(code, message, "Try again.", True))
        self.syncs.ended.emit("d", ended)

    def test_a_failure_is_told_once_until_it_went_well_again(self) -> None:
        self._failed()
        self._failed()
        assert self.told == [("Dataset d could not be synced", "The server went away", "d")]
        self.syncs.ended.emit("d", run(2, "d", ago(), RunStatus.COMPLETED))
        self._failed()
        assert len(self.told) == 2

    def test_another_fault_is_news(self) -> None:
        self._failed()
        self._failed("login_refused", "The server refused the login.")
        assert [words[1] for words in self.told] == ["The server went away", "The server refused the login"]

    def test_the_brake_asks_for_an_answer(self) -> None:
        self._failed("delete_brake", "4 of 5 documents would go.")
        assert self.told[0][0] == "Dataset d waits for your answer"

    def test_a_sync_of_another_program_is_no_failure(self) -> None:
        self.syncs.failed.emit("d", DatasetBusyError("Articles is being synced already."))
        assert self.told == []

    def test_what_could_not_begin_is_told(self) -> None:
        self.syncs.failed.emit("d", SourceLostError("The server went away."))
        assert self.told == [("Dataset d could not be synced", "The server went away", "d")]

    def test_all_that_goes_well_is_quiet(self) -> None:
        for status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS, RunStatus.CANCELLED):
            self.syncs.ended.emit("d", run(3, "d", ago(), status))
        assert self.told == []

    def test_who_looks_at_the_window_or_wants_none_is_left_alone(self) -> None:
        self.seen = True
        self._failed()
        self.notices.sync_waits("It waits.", "", "d")
        self.seen, self.wanted = False, False
        self._failed("other")
        self.notices.question_got_worse("Where?", "Lost.")
        assert self.told == []

    def test_waiting_and_worse_answers_are_told(self) -> None:
        self.notices.sync_waits("Articles waits for the network.", "It starts by itself.", "d")
        self.notices.question_got_worse("Where is it?", "Row 7 fell from 1 to 9.")
        assert [words[0] for words in self.told] == ["A sync waits", "Answers got worse: Where is it?"]
        assert [words[2] for words in self.told] == ["d", ANSWERS]


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
    made = MainWindow(shell.navigator.stack(), shell, sections(shell))

    def end(each: MainWindow) -> None:
        shell.syncs.stop_all()
        each.stay_if(lambda: False)

    qtbot.addWidget(made, before_close_func=end)
    return made


def action(tray: Tray, words: str) -> QAction:
    return next(each for each in tray.menu.actions() if each.text() == words)


class TestTray:
    @pytest.mark.usefixtures("with_tray")
    def test_closing_hides_while_there_are_schedules_and_says_so_once(
        self, window: MainWindow, shell: Shell, memory: QSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[str] = []
        monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, *__: shown.append(title))
        staying = Staying(window, shell, application_icon())
        staying.tray.follow_schedules(lambda: True)
        window.show()
        for _ in range(2):
            window.close()
            assert not window.isVisible()
            staying.show_window()
            assert window.isVisible()
        assert shown == ["kbconnect goes on here"]
        assert memory.value(EXPLAINED) == "yes"

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


def start_second(home: Path) -> subprocess.Popen[str]:
    """Another process that wants the same folder, and says what became of it."""
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from kbconnect.ui.single_instance import SingleInstance\n"
        "app = QCoreApplication([])\n"
        "print(SingleInstance(Path(sys.argv[1])).take().value)"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True)


class TestSingleInstance:
    def test_the_second_start_asks_the_first_to_show_itself(self, tmp_path: Path, qtbot: QtBot) -> None:
        first = SingleInstance(tmp_path)
        assert first.take() is Place.FIRST
        with qtbot.waitSignal(first.show_asked, timeout=10_000):
            second = start_second(tmp_path)
        said, _ = second.communicate(timeout=10)
        assert said.strip() == "raised"
        first.leave()

    def test_the_socket_is_in_the_folder_where_its_path_is_short_enough(self, qtbot: QtBot) -> None:
        with TemporaryDirectory(prefix="kb") as short:
            for home, inside in ((Path(short), True), (Path(short) / ("x" * 90), False)):
                first = SingleInstance(home)
                assert first.take() is Place.FIRST
                assert (home / "window.sock").exists() is inside
                with qtbot.waitSignal(first.show_asked, timeout=10_000):
                    second = start_second(home)
                assert second.communicate(timeout=10)[0].strip() == "raised"
                first.leave()
                assert not (home / "window.sock").exists()

    def test_each_folder_has_a_window_of_its_own(self, tmp_path: Path) -> None:
        one, two = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
        assert (one.take(), two.take()) == (Place.FIRST, Place.FIRST)
        one.leave()
        two.leave()

    def test_a_killed_one_leaves_nothing_in_the_way(self, tmp_path: Path) -> None:
        code = (
            "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
            "from kbconnect.ui.single_instance import SingleInstance\n"
            "app = QCoreApplication([]); one = SingleInstance(Path(sys.argv[1])); one.take(); os._exit(9)"
        )
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
        assert (tmp_path / "window.lock").exists()
        again = SingleInstance(tmp_path)
        assert again.take() is Place.FIRST
        again.leave()

    def test_left_it_is_free(self, tmp_path: Path) -> None:
        first = SingleInstance(tmp_path)
        first.take()
        first.leave()
        second = SingleInstance(tmp_path)
        assert second.take() is Place.FIRST
        second.leave()

    def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(self, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("no folder")
        assert SingleInstance(blocked / "home").take() is Place.FIRST


class Registry(ModuleType):
    """What is used of `winreg`, on a dictionary."""

    HKEY_CURRENT_USER, REG_SZ = "HKCU", 1

    def __init__(self) -> None:
        super().__init__("winreg")
        self.values: dict[tuple[str, str, str], str] = {}
        self.refuses = False

    @contextmanager
    def OpenKey(self, root: str, path: str) -> Iterator[tuple[str, str]]:  # noqa: N802  winreg's names
        if not any(key[:2] == (root, path) for key in self.values):
            raise FileNotFoundError
        yield root, path

    @contextmanager
    def CreateKey(self, root: str, path: str) -> Iterator[tuple[str, str]]:  # noqa: N802
        if self.refuses:
            raise PermissionError("not allowed")
        yield root, path

    def QueryValueEx(self, key: tuple[str, str], name: str) -> tuple[str, int]:  # noqa: N802
        return self.values[*key, name], self.REG_SZ

    def SetValueEx(self, key: tuple[str, str], name: str, _: int, kind: int, value: str) -> None:  # noqa: N802
        assert kind == self.REG_SZ
        self.values[*key, name] = value

    def DeleteValue(self, key: tuple[str, str], name: str) -> None:  # noqa: N802
        if (*key, name) not in self.values:
            raise FileNotFoundError
        del self.values[*key, name]


class TestLoginStart:
    def test_linux_has_a_file_in_the_autostart_folder(self, tmp_path: Path) -> None:
        way = login_start(("/opt/my apps/kbconnect", "--tray"), {"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
        assert not way.is_on()
        way.switch(on=True)
        entry = (tmp_path / "autostart" / "kbconnect.desktop").read_text("utf-8")
        assert 'Exec="/opt/my apps/kbconnect" --tray\n' in entry
        assert way.is_on()
        way.switch(on=False)
        way.switch(on=False)
        assert not way.is_on()

    def test_macos_has_a_launch_agent(self, tmp_path: Path) -> None:
        way = login_start(("/usr/local/bin/kbconnect", "--tray"), {"HOME": str(tmp_path)}, "darwin")
        way.switch(on=True)
        agent = plistlib.loads((tmp_path / "Library/LaunchAgents/io.kbconnect.window.plist").read_bytes())
        assert agent["ProgramArguments"] == ["/usr/local/bin/kbconnect", "--tray"]
        assert agent["RunAtLoad"] is True

    def test_windows_has_a_value_with_a_quoted_command(self) -> None:
        way = login_start((r"C:\Program Files\kbconnect.exe", "--tray"), {}, "win32")
        assert way == RegistryStart(r'"C:\Program Files\kbconnect.exe" --tray')

    def test_windows_keeps_it_in_the_registry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        registry = Registry()
        monkeypatch.setitem(sys.modules, "winreg", registry)
        way = login_start((r"C:\kb\pythonw.exe", "-m", "kbconnect", "--tray"), {}, "win32")
        assert not way.is_on()
        way.switch(on=False)
        way.switch(on=True)
        place = (registry.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Run")
        assert registry.values == {(*place, "kbconnect"): r"C:\kb\pythonw.exe -m kbconnect --tray"}
        assert way.is_on()
        way.switch(on=False)
        assert registry.values == {}
        registry.refuses = True
        with pytest.raises(InputError, match="CurrentVersion"):
            way.switch(on=True)

    def test_windows_starts_without_a_console(self, tmp_path: Path) -> None:
        (tmp_path / "pythonw.exe").touch()
        command = command_of(["kbconnect.exe"], None, str(tmp_path / "python.exe"))
        assert command == (str(tmp_path / "pythonw.exe"), "-m", "kbconnect", "--tray")

    @pytest.mark.parametrize("word", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
    def test_what_the_desktop_switched_off_is_off(self, tmp_path: Path, word: str) -> None:
        way = login_start(("kbconnect", "--tray"), {"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
        way.switch(on=True)
        entry = tmp_path / "autostart" / "kbconnect.desktop"
        entry.write_text(entry.read_text("utf-8").replace("X-GNOME-Autostart-enabled=true", word), "utf-8")
        assert not way.is_on()
        way.switch(on=True)
        assert way.is_on()

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(InputError, match="can't be set"):
            FileStart(tmp_path / "file" / "x.desktop", b"").switch(on=True)

    @pytest.mark.parametrize("name", ["kbconnect", "kb connect", '50% $HOME `x` "q" \\'])
    def test_the_command_is_this_program(self, tmp_path: Path, name: str) -> None:
        program = tmp_path / name.replace("/", "")
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        assert command_of([str(program)], None) == (str(program), "--tray")
        assert command_of(["-c"], Path("/data"))[-3:] == ("--tray", "--home", "/data")
        assert command_of([], None)[0] == sys.executable
        entry = login_start(command_of([str(program)], None), dict(os.environ), "linux")
        assert isinstance(entry, FileStart)
        assert entry.content.count(b"Exec=") == 1
