"""The command line in this process, on a folder of its own, with a small SQLite source."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

import pytest

from kbconnect.cli.main import run


@dataclass(frozen=True)
class Answer:
    """What one command wrote and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; fails if there is more or less."""
        assert self.out.endswith("\n")
        return json.loads(self.out)


class Terminal(io.StringIO):
    """A stream with a person behind it."""

    def isatty(self) -> bool:
        return True


@dataclass
class CommandLine:
    """Runs commands as `kbconnect` does. windows: the folders a window was opened on."""

    monkeypatch: pytest.MonkeyPatch
    windows: list[Path | None] = field(default_factory=list)
    in_tray: bool = False

    def __call__(self, *words: str, stdin: str | io.StringIO = "", code: int = 0, terminal: bool = False) -> Answer:
        out, err = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin) if isinstance(stdin, str) else stdin)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            ended = run(words, self._open_window)
        answer = Answer(ended, out.getvalue(), err.getvalue())
        assert ended == code, answer
        return answer

    def json(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        return self(*words, "--json", stdin=stdin, code=code).document

    def _open_window(self, home: Path | None, in_tray: bool) -> int:
        self.windows.append(home)
        self.in_tray = in_tray
        return 0


@pytest.fixture
def cli(home: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(monkeypatch)


@dataclass(frozen=True)
class Shop:
    """A SQLite database with articles(id, title, body, topic) of ten rows."""

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def execute(self, statement: str, *values: object) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path / "shop.db")
    made.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, topic TEXT)")
    for number in range(1, 11):
        made.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?)",
            number,
            f"Article {number}",
            f"Chapter {number} explains at some length how a torn tent is mended with patch number {number}.",
            "repair" if number % 2 else "care",
        )
    return made


@pytest.fixture
def connector(cli: CommandLine, shop: Shop) -> str:
    cli("connector", "add", "Shop", "--url", shop.url)
    return "Shop"


@pytest.fixture
def dataset(cli: CommandLine, connector: str) -> str:
    """Articles, feeding a knowledge base by words."""
    cli("kb", "add", "Handbook", "--embedder", "none")
    columns = ("--key", "id", "--title", "title", "--text", "body", "--metadata", "topic")
    cli("dataset", "add", "Articles", "--connector", connector, "--table", "articles", *columns)
    return "Articles"
