"""With a person at a terminal: questions without echo, the vault's pass phrase, Ctrl+C at a question."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import CommandLine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")

PASSWORD = "pl4nted p@ss w%rd"
PHRASE = "a pass phrase nobody guesses"
ADD = ("connector", "add", "Server", "--url", "postgresql://reader@127.0.0.1:1/shop")


class Conversation:
    """A command that talks to a person. said: all it wrote to stderr so far."""

    def __init__(self, process: subprocess.Popen[bytes], keyboard: int) -> None:
        self.process = process
        self.said = ""
        self._keyboard = keyboard

    def wait_for(self, text: str) -> None:
        stream = self.process.stderr
        assert stream is not None
        while text not in self.said:
            self.said += self._read(stream)

    def type(self, text: str) -> None:
        os.write(self._keyboard, text.encode() + b"\n")

    def end(self) -> tuple[int, str]:
        """The exit code and what came on stdout."""
        out, err = self.process.communicate(timeout=60)
        self.said += err.decode()
        return self.process.returncode, out.decode()

    @staticmethod
    def _read(stream: IO[bytes]) -> str:
        part = os.read(stream.fileno(), 4096)
        assert part, "the command ended without asking"
        return part.decode()


@contextmanager
def conversation(*words: str) -> Iterator[Conversation]:
    keyboard, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kbconnect", *words],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that it doesn't find the terminal of whoever runs the tests
    )
    try:
        yield Conversation(process, keyboard)
    finally:
        process.kill()
        process.communicate()
        os.close(keyboard)
        os.close(terminal)


def test_password_and_pass_phrase_are_asked_for(cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    with conversation(*ADD, "--json") as person:
        person.wait_for("Password for reader at 127.0.0.1")
        person.type(PASSWORD)
        person.wait_for("Choose a pass phrase")
        person.type(PHRASE)
        person.wait_for("again")
        person.type(PHRASE)
        code, out = person.end()
    assert code == 0, person.said
    assert '"secret": "vault:' in out
    for secret in (PASSWORD, PHRASE):
        assert secret not in out + person.said
        assert all(secret.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())

    with conversation("discover", "Server") as person:
        person.wait_for("Pass phrase of the encrypted vault")
        person.type("a wrong one, surely")
        code, out = person.end()
    assert (code, out) == (1, "")
    assert cli.json("discover", "Server", code=1)["error"]["code"] == "secret_store_locked"


def test_two_different_pass_phrases_save_nothing(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.type(PASSWORD)
        person.wait_for("Choose a pass phrase")
        person.type(PHRASE)
        person.wait_for("again")
        person.type(PHRASE + "!")
        assert person.end()[0] == 1
    assert "differ" in person.said
    assert cli.json("connector", "list") == {"connectors": []}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_question_can_be_left(cli: CommandLine, number: signal.Signals) -> None:
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.process.send_signal(number)
        assert person.end() == (130, "")
    assert "Stopped by you." in person.said
    assert cli.json("connector", "list") == {"connectors": []}


def test_an_empty_answer_means_no_password(cli: CommandLine) -> None:
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.type("")
        assert person.end()[0] == 0
    assert cli.json("connector", "show", "Server")["secret"] == ""
