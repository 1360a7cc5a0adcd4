"""What commands say once the program has come by another embedding model than a knowledge base has vectors of."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.conftest import require

MODEL = Path(__file__).parents[2] / "resources" / "model" / "minilm" / "model.onnx"


@pytest.fixture
def outdated(cli: CommandLine, connector: str, tmp_path: Path) -> Path:
    """The file of the knowledge base Old, filled from the dataset Articles by an older version of the program."""
    require(MODEL.is_file(), "The embedding model")
    path = tmp_path / "old.kb"
    cli("kb", "add", "Old", "--location", str(path))
    columns = ("--key", "id", "--title", "title", "--text", "body")
    cli("dataset", "add", "Articles", "--connector", connector, "--table", "articles", "--kb", "Old", *columns)
    assert cli.json("sync", "Articles")["runs"][0]["embedded"] == 10
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'embedder_sha256'", ("0" * 64,))
    return path


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_command_says_what_is_going_on(cli: CommandLine, outdated: Path) -> None:
    assert cli.json("kb", "show", "Old")["model_change"] == "due"
    assert "Until the next sync makes the vectors anew" in one_line(cli("kb", "show", "Old").err)
    answer = one_line(cli("search", "tent", "--kb", "Old").err)
    assert "by words only. The embedding model changed with this version of the program; the next sync" in answer
    (plan,) = cli.json("sync", "Articles", "--plan")["plans"]
    assert (plan["unchanged"], plan["embedded_again"]) == (10, 10)
    assert "Meaning would be added again to 10 chunks" in one_line(cli("sync", "Articles", "--plan").err)
    said = "The embedding model changed with this version of the program; all 10 chunks are embedded again."
    synced = cli("sync", "Articles")
    assert said in one_line(synced.err)
    assert "meaning added to 10 chunks" in one_line(synced.out)
    (run, *_) = cli.json("runs")["runs"]
    assert run["remarks"][0].startswith(said)
    assert cli.json("kb", "show", "Old")["model_change"] == "none"
    assert "model changed" not in cli("kb", "show", "Old").err
    assert "Meaning" not in cli("sync", "Articles", "--plan").err
    assert "words only" not in cli("search", "tent", "--kb", "Old").err


def test_a_terminal_keeps_the_sentence_above_the_bar(cli: CommandLine, outdated: Path) -> None:
    assert "all 10 chunks are embedded again" in one_line(cli("sync", "Articles", terminal=True).err)
