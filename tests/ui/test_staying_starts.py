"""How the program starts beside itself: a second start shows the first, and one with the sign-in."""

from __future__ import annotations

import errno
import os
import plistlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QFileSystemWatcher, QLockFile
from pytestqt.qtbot import QtBot

from kbconnect.app.login_start import FileStart, RegistryStart, command_of, login_start
from kbconnect.core.errors import InputError
from kbconnect.ui.single_instance import Place, SingleInstance


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
        with qtbot.waitSignal(first.show_asked):
            second = start_second(tmp_path)
        said, _ = second.communicate(timeout=60)
        assert said.strip() == "raised"
        first.leave()

    def test_an_asking_start_leaves_nothing_in_a_folder_of_any_name(self, tmp_path: Path, qtbot: QtBot) -> None:
        home = tmp_path / ("Überträge 'für' \"alle\" " + "x" * 150)
        first = SingleInstance(home)
        assert first.take() is Place.FIRST
        with qtbot.waitSignal(first.show_asked, timeout=10_000):
            second = start_second(home)
        assert second.communicate(timeout=10)[0].strip() == "raised"
        first.leave()
        assert list(home.iterdir()) == []

    def test_a_second_start_waits_for_a_first_that_does_not_look_yet(self, tmp_path: Path) -> None:
        lock = QLockFile(str(tmp_path / "window.lock"))
        assert lock.tryLock(0)
        second = start_second(tmp_path)
        requests: list[Path] = []
        while not requests:
            assert second.poll() is None
            requests = list(tmp_path.glob("window.show.*"))
        requests[0].unlink()
        assert second.communicate(timeout=60)[0].strip() == "raised"
        lock.unlock()

    def test_a_second_start_takes_the_folder_of_one_that_ends(self, tmp_path: Path) -> None:
        lock = QLockFile(str(tmp_path / "window.lock"))
        assert lock.tryLock(0)
        second = start_second(tmp_path)
        while not list(tmp_path.glob("window.show.*")):
            assert second.poll() is None
        lock.unlock()
        assert second.communicate(timeout=60)[0].strip() == "first"
        assert not list(tmp_path.glob("window.show.*"))

    def test_one_that_hangs_is_told_as_silent_to_each(self, tmp_path: Path) -> None:
        first = SingleInstance(tmp_path)
        first.take()
        starts = [start_second(tmp_path) for _ in range(2)]  # nobody turns the first one's loop meanwhile
        assert [start.communicate(timeout=60)[0].strip() for start in starts] == ["silent", "silent"]
        first.leave()
        assert list(tmp_path.iterdir()) == []

    def test_where_nothing_can_be_written_nobody_is_said_to_hang(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        first = SingleInstance(tmp_path)
        first.take()
        monkeypatch.setattr(Path, "touch", full)
        assert SingleInstance(tmp_path).take() is Place.UNASKED
        first.leave()

    def test_where_the_system_has_no_watch_left_it_looks_by_itself(
        self, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QFileSystemWatcher, "addPath", lambda *_: False)
        first = SingleInstance(tmp_path)
        first.take()
        with qtbot.waitSignal(first.show_asked, timeout=10_000):
            second = start_second(tmp_path)
        assert second.communicate(timeout=10)[0].strip() == "raised"
        first.leave()

    def test_what_a_killed_start_had_asked_shows_nothing_later(self, tmp_path: Path, qtbot: QtBot) -> None:
        (tmp_path / "window.show.4711").touch()
        first = SingleInstance(tmp_path)
        with qtbot.assertNotEmitted(first.show_asked, wait=100):
            assert first.take() is Place.FIRST
        assert not list(tmp_path.glob("window.show.*"))
        first.leave()

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
