"""Secrets that a command prints: `cmd:pass show databases/support`.

The command runs without a shell, by its full path or one found on PATH, in a process group of its own, without this
program's own variables, with nothing to read from, for a bounded time; the first line of its output is the secret. Owns
how a command is split, found, run and ended. Must not remember what it printed, nor show it in an error.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from kbconnect.adapters.secrets.references import read_only, target_of
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, SecretDamagedError, SecretError, SecretMissingError

TIMEOUT_S = 30.0
"""Long enough for a fingerprint."""
_MOST_KB = 64
MAX_OUTPUT_BYTES = _MOST_KB * 1024
_MOST_OF_STDERR = 300
_END_S = 2.0
"""So long the pipes of a command that ended may be held open by what it left behind."""

_WINDOWS_FLAGS = 0x08000200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP, which the standard library names on Windows only."""

_MEANING = "The password for this connection is not known, so nothing was read."


class CommandSecrets:
    """`cmd:COMMAND`. See `kbconnect.core.ports.SecretStore`. environment: of the process; PATH is taken from it."""

    name = "cmd"

    def __init__(self, environment: Mapping[str, str], timeout_s: float = TIMEOUT_S) -> None:
        self._environment = environment
        self._timeout_s = timeout_s

    def get(self, reference: str) -> Secret:
        """Raises InputError for a command that can't be started, SecretError for one that fails, is too slow or too
        long, SecretMissingError for one that prints nothing."""
        words = split_command(target_of(reference))
        program = find_program(words[0], self._environment.get("PATH", ""))
        shown = Path(program).name
        _check_batch(program, words)
        printed = _run([program, *words[1:]], self._child_environment(), self._timeout_s)
        if printed.message:
            raise SecretError(
                printed.message,
                meaning=_MEANING,
                hint="Run the command in a terminal to see what it needs: to be signed in or unlocked, or another "
                "name. It can't ask anything in a terminal when it is run from here.",
                detail=printed.told,
                retryable=printed.is_slow,
            )
        return _first_line(printed.output, shown)

    def put(self, owner_id: str, secret: Secret) -> str:  # noqa: ARG002
        raise read_only("What a command prints")

    def delete(self, reference: str) -> None:
        """Does nothing: what the command reads is not this program's."""

    def _child_environment(self) -> dict[str, str]:
        return {name: value for name, value in self._environment.items() if not name.startswith("KBCONNECT_")}


def split_command(text: str) -> list[str]:
    """The words of a command, as the system's shell would part them; nothing is expanded. Raises InputError."""
    try:
        words = _windows_words(text) if sys.platform == "win32" else shlex.split(text)
    except ValueError as error:
        raise InputError(
            "The command that should give the password has a quote that isn't closed.",
            meaning=_MEANING,
            hint="Write cmd:PROGRAM ARGUMENT…, with quotes around what has blanks in it.",
        ) from error
    if not words:
        raise InputError("The reference names no command.", meaning=_MEANING, hint="Write cmd:PROGRAM ARGUMENT…")
    return words


def _windows_words(text: str) -> list[str]:
    """By the rules every Windows program goes by: a backslash is a plain character, but before a quote."""
    words: list[str] = []
    word, quoted, begun, slashes = "", False, False, 0
    for letter in text.strip():
        if letter == "\\":
            slashes += 1
            continue
        if letter == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            begun = True
        elif letter in " \t" and not quoted:
            word += "\\" * slashes
            if word or begun:
                words.append(word)
            word, begun = "", False
        else:
            word += "\\" * slashes + letter
        slashes = 0
    if quoted:
        raise ValueError("a quote isn't closed")
    word += "\\" * slashes
    return [*words, word] if word or begun else words


def find_program(name: str, path: str) -> str:
    """The full path of a program: `name` if it is one, else found in a folder of PATH, never in the current folder.

    Raises InputError.
    """
    if Path(name).is_absolute():
        found = shutil.which(name)
    elif Path(name).name != name or name in ("", ".", ".."):
        raise InputError(
            "The command that should give the password is named by a path that doesn't say where it begins.",
            meaning=_MEANING,
            hint="Write the whole path of the program, or its name alone if it is on PATH.",
        )
    else:
        folders = [folder for folder in path.split(os.pathsep) if folder and Path(folder).is_absolute()]
        found = next(filter(None, (shutil.which(str(Path(folder) / name)) for folder in folders)), None)
    if found is None:
        raise InputError(
            f"There is no program {name} on this computer.",
            meaning=_MEANING,
            hint="Install it, or write its whole path: a program that is started from the desktop has a shorter PATH "
            "than a terminal.",
        )
    return found


def _check_batch(program: str, words: list[str]) -> None:
    """Windows runs batch files through its shell, which reads these characters in an argument as commands."""
    if program.lower().endswith((".cmd", ".bat")) and any(set(word) & set('"%&|<>^!') for word in words[1:]):
        raise InputError(
            f"{Path(program).name} is a batch file, and its arguments hold characters that Windows' shell reads as "
            "commands.",
            meaning=_MEANING,
            hint='Leave out " % & | < > ^ and ! or write a small script that prints the password.',
        )


class _Printed:
    """What a command gave. output: behind a Secret from the start, so that no frame an error passes through holds it.
    message: how it failed, "" if it didn't. told: what it wrote to stderr, for IT."""

    def __init__(self, output: Secret, message: str = "", told: str = "", *, is_slow: bool = False) -> None:
        self.output = output
        self.message = message
        self.told = told
        self.is_slow = is_slow


class _Stream:
    """Reads a pipe to its end on a thread. What is longer than MAX_OUTPUT_BYTES sets `too_long` and is thrown away."""

    def __init__(self, pipe: IO[bytes], ended: threading.Event) -> None:
        self.content = Secret("")
        self.too_long = False
        self._pipe, self._ended = pipe, ended
        self.thread = threading.Thread(target=self._read, daemon=True)  # noqa: TID251 - Windows can't wait for a pipe
        self.thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed while it was read
            self.content = Secret(self._pipe.read(MAX_OUTPUT_BYTES + 1).decode("latin-1"))
            if len(self.content.reveal()) > MAX_OUTPUT_BYTES:
                self.too_long = True
                self._ended.set()
                while self._pipe.read(MAX_OUTPUT_BYTES):
                    pass
        self._ended.set()


def _run(command: list[str], environment: dict[str, str], timeout_s: float) -> _Printed:
    """Raises SecretError if the system doesn't start it."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=_neutral_folder(),
            start_new_session=True,
            creationflags=_WINDOWS_FLAGS if sys.platform == "win32" else 0,
        )
    except (OSError, ValueError) as error:
        raise SecretError(
            f"The command {Path(command[0]).name}, which should give the password, can't be started.",
            meaning=_MEANING,
            hint="Check that this account may run it.",
            detail=getattr(error, "strerror", None) or type(error).__name__,
        ) from error
    output_ended = threading.Event()
    pipes = tuple(filter(None, (process.stdout, process.stderr)))
    output, errors = _Stream(pipes[0], output_ended), _Stream(pipes[1], threading.Event())
    try:
        # It has ended once its output has, but for programs that close it early.
        code = None
        if output_ended.wait(timeout_s) and not output.too_long:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(timeout_s)
    finally:
        _end(process)
        for stream in (output, errors):
            stream.thread.join(_END_S)
        for pipe in pipes:
            pipe.close()
    told, shown = _told(errors.content, output.content), Path(command[0]).name
    if output.too_long:
        message = f"The command {shown}, which should give the password, printed more than {_MOST_KB} KB."
        return _Printed(Secret(""), message, told)
    if code is None:
        message = f"The command {shown}, which should give the password, gave none within {timeout_s:g} seconds."
        return _Printed(Secret(""), message, told, is_slow=True)
    if code != 0:
        message = f"The command {shown}, which should give the password, ended with the error code {code}."
        return _Printed(Secret(""), message, told)
    return _Printed(output.content)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the command and whatever it started that is still there."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run([taskkill, "/F", "/T", "/PID", str(process.pid)], check=False, timeout=10)
            process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_END_S)


def _neutral_folder() -> str | None:
    """Not the folder the program happens to be started in, which may be somebody else's."""
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        return str(home) if home.is_dir() else None
    return None


def _told(errors: Secret, output: Secret) -> str:
    """The beginning of what a command wrote to stderr, without what it printed."""
    told = errors.reveal().encode("latin-1").decode(errors="replace")
    for line in output.reveal().encode("latin-1").decode(errors="replace").splitlines():
        told = told.replace(line, "…") if line.strip() else told
    return " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())[:_MOST_OF_STDERR]


def _first_line(output: Secret, shown: str) -> Secret:
    try:
        text = Secret(output.reveal().encode("latin-1").decode("utf-8-sig"))
    except UnicodeDecodeError:  # as its cause it would carry the password
        raise SecretDamagedError(
            f"The command {shown} printed something that is not UTF-8 text.",
            meaning=_MEANING,
            hint="Use a command that prints the password as text.",
        ) from None
    line = Secret(text.reveal().partition("\n")[0].removesuffix("\r"))
    if not line.reveal():
        raise SecretMissingError(
            f"The command {shown} printed no password.",
            meaning=_MEANING,
            hint="Its first line of output has to be the password. Run it in a terminal to see what it prints.",
        )
    return line
