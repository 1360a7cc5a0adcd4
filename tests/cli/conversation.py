"""A command in a process of its own that talks to a person at a terminal, which is a pseudo terminal of POSIX."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO


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
