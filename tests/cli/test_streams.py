"""Streams that are closed, full or nobody reads: the work is done all the same, and what is said about it is true."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kbconnect.app.connectors import Connectors
from tests.cli.conftest import CommandLine, Shop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell opens and closes the streams")

COMMAND = f'"{sys.executable}" -m kbconnect'


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of sh, in which "$k" is the program."""
    return subprocess.run(
        ["sh", "-c", line.replace("$k", COMMAND)], capture_output=True, text=True, check=False, timeout=60
    )


def broken_pipe() -> int:
    """The writing end of a pipe whose reader went away."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_a_sync_goes_on_when_nobody_reads_its_messages(cli: CommandLine, dataset: str) -> None:
    writer = broken_pipe()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kbconnect", "sync", dataset], stdout=subprocess.PIPE, stderr=writer, check=False
        )
    finally:
        os.close(writer)
    assert ended.returncode == 0
    assert b"+10" in ended.stdout
    (run,) = cli.json("runs")["runs"]
    assert (run["status"], run["added"]) == ("completed", 10)


def test_an_answer_nobody_reads(cli: CommandLine, dataset: str) -> None:
    writer = broken_pipe()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kbconnect", "sync", dataset], stdout=writer, stderr=writer, check=False
        )
    finally:
        os.close(writer)
    assert ended.returncode == 1
    (run,) = cli.json("runs")["runs"]
    assert (run["status"], run["added"]) == ("completed", 10)


@pytest.mark.parametrize("form", ["", "--json"])
def test_closed_streams(connector: str, home: Path, form: str) -> None:
    assert home.is_dir()
    out_closed = shell(f"$k connector show {connector} {form} >&-")
    assert (out_closed.returncode, out_closed.stderr) == (0, "")
    error_closed = shell(f"$k connector show {connector} {form} 2>&-")
    assert error_closed.returncode == 0
    assert connector in error_closed.stdout
    failed = shell(f"$k connector show nobody {form} >&- 2>&-")
    assert failed.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["connector show", "connector show --json", "connector list"])
def test_an_answer_for_a_full_disk(connector: str, home: Path, command: str) -> None:
    assert home.is_dir()
    name = f" {connector}" if "show" in command else ""
    ended = shell(f"$k {command}{name} > /dev/full")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The answer of the command could not be written.")
    assert "only its answer is lost" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["--version", "--help", "connector list --help", "connector export"])
def test_what_people_read_for_a_full_disk(connector: str, home: Path, words: str) -> None:
    assert home.is_dir()
    ended = shell(f"$k {words} > /dev/full")
    assert ended.returncode == 1, connector
    assert "written" in ended.stderr
    assert "mistake" not in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_closed_standard_input(cli: CommandLine, connector: str) -> None:
    server = "postgresql://reader@127.0.0.1:1/shop"
    assert shell(f"$k connector add Open --url {server} <&-").returncode == 0
    piped = shell(f"$k connector add Piped --url {server} --password-stdin <&-")
    assert (piped.returncode, piped.stderr.splitlines()[0]) == (1, "No password came on standard input.")
    assert shell("$k search - --json <&-").returncode == 1  # there is no knowledge base
    version = shell("{ $k --version; echo $? >&2; } | true")
    assert version.stderr.strip() in ("0", "1")
    listed = cli.json("connector", "list")["connectors"]
    assert [one["name"] for one in listed] == ["Open", connector]


ESCAPE = "\x1b[2J\x1b]0;owned\x07"


@pytest.mark.parametrize("terminal", [False, True])
def test_what_stands_in_a_database_does_not_steer_the_terminal(cli: CommandLine, shop: Shop, terminal: bool) -> None:
    shop.execute("UPDATE articles SET title = ?, body = ? WHERE id = 1", f"title {ESCAPE}", f"boots {ESCAPE}\r\nline")
    cli("connector", "add", "Shop", "--url", shop.url)
    cli("kb", "add", "Base", "--embedder", "none")
    name = "Data"
    columns = ("--title", "title", "--text", "body", "--metadata", "topic")
    cli("dataset", "add", name, "--connector", "Shop", "--table", "articles", *columns)
    for words in (("preview", name), ("sync", name), ("search", "boots"), ("runs",), ("dataset", "list"),
                  ("connector", "show", "Shop"), ("discover", "Shop", "--table", "articles"),
                  ("kb", "show", f"nobody {ESCAPE}")):  # fmt: skip
        answer = cli(*words, terminal=terminal, code=1 if words[0] == "kb" else 0)
        for control in ("\x1b[2J", "\x1b]0", "\x07"):
            assert control not in answer.out + answer.err, words
    found = cli.json("search", "boots")["results"]
    assert found[0]["title"] == f"title {ESCAPE}"


def test_the_words_for_it_are_shown_where_a_hint_speaks_of_them(cli: CommandLine, connector: str) -> None:
    query = ("--query", "SELECT id, body FROM articles WHERE nowhere = 1", "--key", "id", "--text", "body")
    told = cli("dataset", "add", "Bad", "--connector", connector, *query, code=1).err
    assert "For IT: " in told
    assert "nowhere" in told


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_password_that_is_not_text(home: Path, locale: str) -> None:
    url = "postgresql://reader@127.0.0.1:1/shop"
    line = f"printf '\\377\\376' | LC_ALL={locale} $k connector add Bad --url {url} --password-stdin --json"
    ended = shell(line)
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["error"]["code"] == "input"
    assert "UTF-8" in ended.stderr
    assert home.is_dir()


def test_questions_that_are_not_text_do_not_end_the_others(cli: CommandLine, dataset: str) -> None:
    cli("sync", dataset)
    ended = shell("printf 'tent\\n\\377\\376\\ntent\\n' | LC_ALL=C.UTF-8 $k search - --json")
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(answers) == 3
    assert answers[0]["results"] == answers[2]["results"] != []
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("runs", "--limit", "99999999999999999999"),
        ("search", "tent", "--limit", "99999999999999999999"),
        ("connector", "list", "--home", ""),
        ("connector", "list", "--home", "~no such account/x"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(cli: CommandLine, dataset: str, words: tuple[str, ...]) -> None:
    assert dataset
    error = cli.json(*words, code=2)["error"]
    assert error["code"] == "usage"
    assert "Invalid" not in error["message"]
    assert words[-2] in error["message"]


def test_arguments_that_are_not_text(cli: CommandLine, dataset: str) -> None:
    assert dataset
    query = ("--query", "SELECT 1 AS id, '\udcff' AS body")
    for words in (("search", "\udcff"), ("dataset", "add", "A", "--connector", "Shop", *query)):
        assert cli.json(*words, code=1)["error"]["code"] == "input"


def test_a_path_in_the_home_of_nobody(cli: CommandLine, dataset: str) -> None:
    assert dataset
    for words in (("connector", "add", "A", "--url", "~no such account/x.db"),
                  ("kb", "add", "A", "--location", "~no such account/x.kb")):  # fmt: skip
        told = cli.json(*words, code=1)["error"]
        assert told["code"] == "input"
        assert "~no such account" in told["message"]


def test_an_interrupt_before_the_command_has_begun(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kbconnect.cli.main.globals_of", interrupt)
    answer = cli("connector", "list", "--json", code=130)
    assert answer.document["error"]["code"] == "cancelled"
    assert "Stopped by you." in answer.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_interrupt_that_a_library_turned_into_another_error(
    cli: CommandLine, connector: str, home: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    """An import that is broken off says that the library can't be imported."""

    def broken_off(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as interrupt:
            raise ImportError("initialization failed") from interrupt

    monkeypatch.setattr(Connectors, "list", broken_off)
    answer = cli("connector", "list", *form, code=130)
    assert "Stopped by you." in answer.err
    assert connector not in answer.out
    assert "mistake" not in answer.err
    assert all("Traceback" not in log.read_text("utf-8") for log in (home / "logs").glob("*.log"))
