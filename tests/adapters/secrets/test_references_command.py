"""Secrets that a command prints: run without a shell, ended in time, and shown nowhere but in the answer."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from pathlib import Path

import pytest

from kbconnect.adapters.secrets.references_command import (
    MAX_OUTPUT_BYTES,
    CommandSecrets,
    _windows_words,
    find_program,
    split_command,
)
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, KbConnectError, SecretDamagedError, SecretError, SecretMissingError
from tests.adapters.secrets.leaks import assert_hidden

PASSWORD = "plum-4711"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


def python(code: str) -> str:
    """A reference to a command that runs Python."""
    quoted = f'"{code}"' if sys.platform == "win32" else shlex.quote(code)
    program = f'"{sys.executable}"' if sys.platform == "win32" else shlex.quote(sys.executable)
    return f"cmd:{program} -c {quoted}"


def read(reference: str, timeout_s: float = 20.0, **variables: str) -> Secret:
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return CommandSecrets({**environment, **variables}, timeout_s).get(reference)


@pytest.mark.parametrize(
    ("printed", "secret"),
    [
        ("b'plum-4711'", PASSWORD),
        (r"b'plum-4711\n'", PASSWORD),
        (r"b'plum-4711\r\n'", PASSWORD),
        (r"b'plum-4711\nurl: https://x\nuser: y\n'", PASSWORD),
        (r"b' a b \n'", " a b "),
        (r"'p\u00e4ss'.encode()", "päss"),
        (r"b'\xef\xbb\xbfplum-4711'", PASSWORD),
    ],
)
def test_the_first_line_is_the_secret(printed: str, secret: str) -> None:
    assert read(python(f"import sys; sys.stdout.buffer.write({printed})")).reveal() == secret


def test_a_command_has_no_shell(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    code = "import sys; print(sys.argv[1:])"
    said = read(f"{python(code)} $HOME ; > {marker} | `x`").reveal()
    assert said == str(["$HOME", ";", ">", str(marker), "|", "`x`"])
    assert not marker.exists()


def test_a_command_gets_none_of_this_programs_own_variables() -> None:
    code = "import os; print(sorted(name for name in os.environ if name in ('KBCONNECT_VAULT_KEY', 'OTHER')))"
    assert read(python(code), KBCONNECT_VAULT_KEY=PASSWORD, OTHER="x").reveal() == "['OTHER']"


def test_a_command_has_nothing_to_read_from() -> None:
    assert read(python("import sys; print(repr(sys.stdin.read()))")).reveal() == "''"


def test_a_command_that_fails_is_told_without_what_it_printed() -> None:
    code = f"import sys; print('{PASSWORD}'); print('locked: {PASSWORD}', file=sys.stderr); sys.exit(3)"
    with pytest.raises(SecretError, match="error code 3") as caught:
        read(python(code))
    assert caught.value.detail == "locked: …"
    assert_hidden_behind_the_reference(caught.value, PASSWORD, code)


@pytest.mark.parametrize(
    ("code", "error", "match"),
    [
        ("pass", SecretMissingError, "no password"),
        ("print()", SecretMissingError, "no password"),
        ("import sys; sys.stdout.buffer.write(b'plum-' + b'4711' + bytes([255]))", SecretDamagedError, "UTF-8"),
        (f"print(('plum-' + '4711') * {MAX_OUTPUT_BYTES})", SecretError, "more than 64 KB"),
    ],
)
def test_what_is_no_password_is_refused(code: str, error: type[KbConnectError], match: str) -> None:
    with pytest.raises(error, match=match) as caught:
        read(python(code))
    assert type(caught.value) is error
    assert_hidden(caught.value, PASSWORD)


def test_a_command_that_waits_is_ended_with_all_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "alive"
    if sys.platform == "win32":
        pytest.skip("named pipes of POSIX")
    os.mkfifo(fifo)
    # Both hold the pipe open for writing until they end.
    reference = f"cmd:sh -c {shlex.quote(f'exec 9>{fifo}; sleep 600 & sleep 600')}"
    ended = threading.Event()

    def wait_for_the_last() -> None:
        with fifo.open("rb") as pipe:
            pipe.read()
        ended.set()

    threading.Thread(target=wait_for_the_last, daemon=True).start()  # noqa: TID251 - a pipe is opened by two sides
    with pytest.raises(SecretError, match=r"within 0\.3 seconds") as caught:
        read(reference, 0.3)
    assert caught.value.retryable
    assert ended.wait(10)


@pytest.mark.parametrize("command", ["./password", "bin/password", "..", "../x"])
def test_a_path_that_does_not_say_where_it_begins_is_refused(command: str) -> None:
    with pytest.raises(InputError, match="where it begins"):
        read(f"cmd:{command}")


@posix
def test_a_program_is_found_on_path_and_never_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("here", "bin"):
        (tmp_path / folder).mkdir()
        script = tmp_path / folder / "kb-password"
        script.write_text(f"#!/bin/sh\necho {folder}\n")
        script.chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    for path in ("", ".", "here", f".{os.pathsep}"):
        with pytest.raises(InputError, match="no program"):
            find_program("kb-password", path)
    assert read("cmd:kb-password", PATH=f".{os.pathsep}{tmp_path / 'bin'}").reveal() == "bin"


@pytest.mark.parametrize("text", ["echo 'x", 'echo "x', "", "  "])
def test_what_is_no_command_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        split_command(text)


def test_words_are_parted_as_windows_does_it() -> None:
    text = r'"C:\Program Files\op.exe" read "op://a b/c" \\srv\x "a\\" "q\"x" "" last\ '
    assert _windows_words(text) == ["C:\\Program Files\\op.exe", "read", "op://a b/c", "\\\\srv\\x", "a\\", 'q"x', "",
                                    "last\\"]  # fmt: skip
    with pytest.raises(ValueError, match="closed"):
        _windows_words('a "b')


def test_what_a_command_prints_is_not_written() -> None:
    secrets = CommandSecrets({})
    with pytest.raises(InputError, match="only be read"):
        secrets.put("c1", Secret(PASSWORD))
    secrets.delete("cmd:anything")
    assert PASSWORD not in repr(secrets)


def assert_hidden_behind_the_reference(error: KbConnectError, secret: str, code: str) -> None:
    """The command itself stands in the frames, of course; here it holds the secret, which no real one does."""
    shown = [error.message, error.meaning, error.hint, error.detail, str(error), repr(error)]
    assert not [part for part in shown if secret in part.replace(code, "")]
