"""Whether the program starts when somebody signs in. Owns where each system is told so; starts nothing itself.

Linux: a file in the desktop's autostart folder. macOS: a launch agent. Windows: a value under the user's Run key. All
three are the account's own: nothing needs an administrator.
"""

from __future__ import annotations

import os
import plistlib
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kbconnect.core.errors import InputError

_NAME = "kbconnect"
_AGENT = "io.kbconnect.window"
_SWITCHED_OFF = (b"Hidden=true", b"X-GNOME-Autostart-enabled=false")
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


class LoginStart(Protocol):
    """One system's way."""

    def is_on(self) -> bool: ...

    def switch(self, *, on: bool) -> None:
        """Raises InputError if the system can't be told."""


@dataclass(frozen=True, slots=True)
class FileStart:
    """A file that is there while the program starts at login. path: of the file. content: all of it."""

    path: Path
    content: bytes

    def is_on(self) -> bool:
        """A desktop's own settings switch an entry off by a word in it."""
        try:
            return not any(word in self.path.read_bytes() for word in _SWITCHED_OFF)
        except OSError:
            return False

    def switch(self, *, on: bool) -> None:
        try:
            if on:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.write_bytes(self.content)
            else:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(str(self.path), error) from error


@dataclass(frozen=True, slots=True)
class RegistryStart:
    """A value of the Run key. command: what Windows starts."""

    command: str

    def is_on(self) -> bool:
        import winreg  # type: ignore[import-not-found, unused-ignore]

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined, unused-ignore]
                winreg.QueryValueEx(key, _NAME)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True

    def switch(self, *, on: bool) -> None:
        import winreg

        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined, unused-ignore]
                if on:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self.command)  # type: ignore[attr-defined, unused-ignore]
                else:
                    winreg.DeleteValue(key, _NAME)  # type: ignore[attr-defined, unused-ignore]
        except FileNotFoundError:
            return  # it was off
        except OSError as error:
            raise _refused(_RUN_KEY, error) from error


def login_start(
    command: Sequence[str], environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> LoginStart:
    """command: the program and its arguments. platform: as in `sys.platform`."""
    if platform == "win32":
        return RegistryStart(subprocess.list2cmdline(command))
    home = Path(environment.get("HOME") or Path.home())
    if platform == "darwin":
        agent = {"Label": _AGENT, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
        return FileStart(home / "Library" / "LaunchAgents" / f"{_AGENT}.plist", plistlib.dumps(agent))
    folder = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "autostart"
    return FileStart(folder / f"{_NAME}.desktop", desktop_entry(command).encode("utf-8"))


def command_of(arguments: Sequence[str], home: Path | None, executable: str = sys.executable) -> tuple[str, ...]:
    """How this very program is started in the tray. arguments: of this process. home: None for the usual folder.
    executable: Python; where it has a twin that opens no console (Windows), that one is taken."""
    started = Path(arguments[0]) if arguments and arguments[0] else Path()
    quiet = Path(executable).with_name("pythonw.exe")
    if quiet.is_file():
        program: tuple[str, ...] = (str(quiet), "-m", "kbconnect")
    elif started.is_file() and os.access(started, os.X_OK) and started.suffix != ".py":
        program = (str(started.resolve()),)
    else:
        program = (executable, "-m", "kbconnect")
    return (*program, "--tray", *(("--home", str(home)) if home is not None else ()))


def desktop_entry(command: Sequence[str]) -> str:
    """As the desktop entry specification has it: quoted, and % doubled."""
    line = " ".join(_quoted(part) for part in command)
    return (
        "[Desktop Entry]\nType=Application\nName=kbconnect\nComment=Keeps knowledge bases in step with databases\n"
        f"Exec={line}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )


def _quoted(part: str) -> str:
    safe = part.replace("%", "%%")
    if shlex.quote(part) == part:
        return safe
    for sign in ("\\", '"', "`", "$"):
        safe = safe.replace(sign, f"\\{sign}")
    return '"' + safe.replace("\\", "\\\\") + '"'


def _refused(place: str, error: OSError) -> InputError:
    return InputError(
        f"Starting at login can't be set: {place} can't be written ({error.strerror or error}).",
        meaning="Nothing was changed.",
        hint="Give your account the right to write there, or start kbconnect yourself after signing in.",
        detail=str(error),
    )
