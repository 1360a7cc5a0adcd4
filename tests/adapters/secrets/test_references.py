"""Secrets that others keep: read as they are, refused where everybody can read them, never written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kbconnect.adapters.secrets.references import MAX_FILE_BYTES, EnvironmentSecrets, FileSecrets
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, KbConnectError, SecretDamagedError, SecretError, SecretMissingError
from tests.adapters.secrets.leaks import assert_hidden

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pass word: a"
    path.write_bytes(b"hunter2\n")
    path.chmod(0o600)
    return path


def test_a_variable_is_read_as_it_is() -> None:
    secrets = EnvironmentSecrets({"PASSWORD": " a:b\n", "EMPTY": ""})
    assert secrets.get("env:PASSWORD").reveal() == " a:b\n"
    assert secrets.get("env:EMPTY").reveal() == ""


@pytest.mark.parametrize("reference", ["env:OTHER", "env:"])
def test_a_variable_that_is_not_set_is_named(reference: str) -> None:
    with pytest.raises(SecretMissingError, match="no variable") as caught:
        EnvironmentSecrets({"PASSWORD": "hunter2"}).get(reference)
    assert_hidden(caught.value, "hunter2")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"hunter2", "hunter2"),
        (b"hunter2\n", "hunter2"),
        (b"hunter2\r\n", "hunter2"),
        (b"hunter2\n\n", "hunter2\n"),
        (b" hunter2 ", " hunter2 "),
        (b"\xef\xbb\xbfhunter2", "hunter2"),
        ("pässwörd 🙂".encode(), "pässwörd 🙂"),
        (b"x" * MAX_FILE_BYTES, "x" * MAX_FILE_BYTES),
    ],
)
def test_a_file_is_read_without_its_last_line_break(file: Path, content: bytes, text: str) -> None:
    file.write_bytes(content)
    assert FileSecrets().get(f"file:{file}").reveal() == text


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_holds_no_secret(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SecretMissingError, match="is empty"):
        FileSecrets().get(f"file:{file}")


@posix
@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644, 0o666])
def test_a_file_that_everybody_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(InputError, match="every account") as caught:
        FileSecrets().get(f"file:{file}")
    assert f"chmod 600 '{file}'" in caught.value.hint
    assert_hidden(caught.value, "hunter2")


@posix
def test_a_file_for_a_group_is_read(file: Path) -> None:
    file.chmod(0o640)
    assert FileSecrets().get(f"file:{file}").reveal() == "hunter2"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretMissingError, match="gone"):
        FileSecrets().get(f"file:{tmp_path / 'gone'}")


@pytest.mark.parametrize("reference", ["file:password.txt", "file:", "file:~/password", "file:./x"])
def test_a_file_without_its_folder_is_refused(reference: str) -> None:
    with pytest.raises(InputError, match="which folder"):
        FileSecrets().get(reference)


@pytest.mark.parametrize(
    ("content", "error"), [(b"x" * (MAX_FILE_BYTES + 1), SecretError), (b"hunter2\xff", SecretDamagedError)]
)
def test_a_file_that_is_no_password_is_refused(file: Path, content: bytes, error: type[KbConnectError]) -> None:
    file.write_bytes(content)
    with pytest.raises(error) as caught:
        FileSecrets().get(f"file:{file}")
    assert type(caught.value) is error
    assert_hidden(caught.value, "hunter2")
    assert_hidden(caught.value, "xxxx")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(SecretError, match="can't be read"):
        FileSecrets().get(f"file:{tmp_path}")


def test_a_path_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretError):
        FileSecrets().get(f"file:{tmp_path}/a\0b")


def test_references_are_never_written_and_deleting_leaves_them(file: Path) -> None:
    environment = {"PASSWORD": "hunter2"}
    for secrets, reference in ((EnvironmentSecrets(environment), "env:PASSWORD"), (FileSecrets(), f"file:{file}")):
        with pytest.raises(InputError, match="only be read") as caught:
            secrets.put("c1", Secret("plum-4711"))
        assert_hidden(caught.value, "plum-4711")
        secrets.delete(reference)
        assert secrets.get(reference).reveal() == "hunter2"


@posix
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(SecretError, match="can't be read"):
        FileSecrets().get(f"file:{tmp_path / 'pipe'}")
