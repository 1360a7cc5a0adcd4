"""`kbconnect demo`: the whole job on the sample source, by words so that it is quick; its story and its document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app.paths import Paths
from kbconnect.app.samples import KNOWLEDGE_BASE_NAME
from kbconnect.app.syncing import Syncing
from kbconnect.core.model import SyncRun
from tests.cli.conftest import CommandLine


@pytest.fixture(autouse=True)
def by_words(cli: CommandLine) -> None:
    """The demo uses the knowledge base of its name if there is one."""
    cli("kb", "add", KNOWLEDGE_BASE_NAME, "--embedder", "none")


def test_the_whole_job_and_again(cli: CommandLine) -> None:
    told = cli.json("demo", "--no-window")
    assert set(told) == {
        *("connector", "test", "tables", "first_sync", "changes", "second_sync", "exactly_those", "answers"),
        "knowledge_base",
    }
    assert told["test"]["ok"] is True
    first, second = told["first_sync"], told["second_sync"]
    assert [run["dataset"] for run in first] == ["Help articles", "Products", "Support tickets"]
    assert sum(run["added"] for run in first) >= 2000
    assert sum(run["added"] for run in second) == sum(change["added"] for change in told["changes"])
    assert sum(run["deleted"] for run in second) == sum(change["deleted"] for change in told["changes"])
    assert told["exactly_those"] is True
    assert 3 <= len(told["answers"]) <= 5
    assert all(set(answer) == {"question", "results"} for answer in told["answers"])
    assert told["knowledge_base"]["documents"] > 2000

    again = cli("demo", "--no-window")
    assert "exactly the changed rows were synced" in again.out
    assert len(again.out.splitlines()) <= 40
    assert cli.windows == []


def test_without_the_model_it_goes_by_words(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Paths, "model", tmp_path / "no model")
    cli("kb", "remove", KNOWLEDGE_BASE_NAME)
    answer = cli("demo", "--no-window", "--json")
    assert answer.document["knowledge_base"]["embedder"] == "none"
    assert "embedding model isn't there" in answer.err


def test_the_window_opens_on_it_where_there_is_a_display(
    cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.cli.demo.has_display", lambda environment: True)
    cli("demo")
    assert cli.windows == [home]


def test_without_a_display_no_window_is_tried(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.cli.demo.has_display", lambda environment: False)
    answer = cli("demo")
    assert cli.windows == []
    assert "kbconnect --help" in answer.err


def test_a_sync_that_differs_from_the_changes_is_a_failure(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs = Syncing.sync

    def miscounted(*arguments: object) -> SyncRun:
        run = syncs(*arguments)  # type: ignore[arg-type]  # passed on as they came
        return replace(run, counts=replace(run.counts, added=0))

    monkeypatch.setattr(Syncing, "sync", miscounted)
    answer = cli("demo", "--no-window", code=1)
    assert "differs from the changes" in answer.out
