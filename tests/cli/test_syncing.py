"""`sync` and `runs`: counts, exit codes, the delete brake, several datasets, cancelling."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

import pytest

from kbconnect.app.application import build_application
from kbconnect.app.locking import DatasetLocks
from tests.cli.conftest import CommandLine, Shop

RUN = {
    *("run_id", "dataset", "status", "read", "added", "updated", "metadata_updated", "unchanged", "deleted"),
    *("rejected", "chunks_written", "embedded", "words_seconds", "seconds", "error"),
}
HISTORY = {"trigger", "started_at", "finished_at", "continues", "remarks", "phases"}
COUNTS = ("read", "added", "updated", "metadata_updated", "unchanged", "deleted", "rejected")


def sync(cli: CommandLine, *words: str, code: int = 0) -> dict[str, Any]:
    (run,) = cli.json("sync", "Articles", *words, code=code)["runs"]
    assert set(run) == RUN
    return dict(run)


def counts(run: dict[str, Any]) -> tuple[int, ...]:
    return tuple(run[name] for name in COUNTS)


def test_the_first_sync_adds_and_the_next_finds_nothing(cli: CommandLine, dataset: str) -> None:
    first = sync(cli)
    assert (first["run_id"], first["dataset"], first["status"], first["error"]) == (1, "Articles", "completed", None)
    assert counts(first) == (10, 10, 0, 0, 0, 0, 0)
    assert (first["chunks_written"], first["embedded"]) == (10, 0)
    assert 0 < first["words_seconds"] <= first["seconds"]
    assert counts(sync(cli)) == (10, 0, 0, 0, 10, 0, 0)


def test_exactly_what_changed_is_synced(cli: CommandLine, dataset: str, shop: Shop) -> None:
    sync(cli)
    shop.execute("UPDATE articles SET body = 'Another text about sleeping bags.' WHERE id = 1")
    shop.execute("UPDATE articles SET topic = 'news' WHERE id IN (2, 3)")
    shop.execute("DELETE FROM articles WHERE id = 4")
    shop.execute("INSERT INTO articles VALUES (11, 'New', 'A new text.', 'care')")
    assert counts(sync(cli)) == (10, 1, 1, 2, 6, 1, 0)
    shop.execute("UPDATE articles SET body = 'Changed once more.' WHERE id = 1")
    assert "Articles  Done  +0 ~1 −0, 9 unchanged" in cli("sync", "Articles").out


def test_rejected_rows_end_with_3_and_are_told(cli: CommandLine, dataset: str, shop: Shop) -> None:
    shop.execute("UPDATE articles SET body = '' WHERE id < 8")
    run = sync(cli, code=3)
    assert (run["status"], run["added"], run["rejected"]) == ("completed_with_rejects", 3, 7)
    answer = cli("sync", "Articles", code=3)
    assert "Done, 7 rejected" in answer.out
    assert "rejected row 1: body: The text is empty" in answer.err
    assert "and 2 more" in answer.err


def test_the_delete_brake_ends_with_4_and_changes_nothing(cli: CommandLine, dataset: str, shop: Shop) -> None:
    sync(cli)
    shop.execute("DELETE FROM articles")
    run = sync(cli, code=4)
    assert run["status"] == "failed"
    assert set(run["error"]) == {"code", "message", "hint", "retryable"}
    assert run["error"]["code"] == "delete_brake"
    assert "--allow-deletes" in run["error"]["hint"]
    assert cli.json("kb", "show", "Handbook")["documents"] == 10
    answer = cli("sync", "Articles", code=4)
    assert "Waiting for you" in answer.out
    assert "10 of 10 documents" in answer.err
    assert sync(cli, "--allow-deletes")["deleted"] == 10


def test_a_source_that_is_gone_fails_with_1_and_keeps_everything(cli: CommandLine, dataset: str, shop: Shop) -> None:
    sync(cli)
    shop.path.rename(shop.path.with_name("moved.db"))
    run = sync(cli, code=1)
    assert (run["status"], run["run_id"]) == ("failed", 2)
    assert run["error"]["code"] == "database_missing"
    assert cli.json("kb", "show", "Handbook")["documents"] == 10


def test_a_dataset_being_synced_elsewhere(
    cli: CommandLine, dataset: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with build_application(home, os.environ, lambda purpose: None) as application:
        known = application.datasets.find(dataset)
        with DatasetLocks(application.paths.locks).hold(known):
            run = sync(cli, code=1)
    assert (run["run_id"], run["status"], run["error"]["code"]) == (None, "failed", "dataset_busy")
    assert run["error"]["retryable"] is True
    assert (run["seconds"], run["words_seconds"]) == (None, None)
    assert cli.json("runs") == {"runs": []}


def test_several_datasets_and_the_worst_code_wins(cli: CommandLine, dataset: str, shop: Shop) -> None:
    common = ("--connector", "Shop", "--table", "articles", "--key", "id")
    cli("dataset", "add", "Topics", *common, "--text", "topic")
    cli("dataset", "add", "Titles", *common, "--text", "title")
    named = cli.json("sync", "Titles", "Articles", "titles")
    assert [run["dataset"] for run in named["runs"]] == ["Titles", "Articles"]
    shop.execute("UPDATE articles SET body = NULL WHERE id = 1")
    both = cli.json("sync", "--all", code=3)
    assert [run["dataset"] for run in both["runs"]] == ["Articles", "Titles", "Topics"]
    shop.execute("DELETE FROM articles")
    assert len(cli.json("sync", "--all", code=4)["runs"]) == 3
    shop.execute("ALTER TABLE articles RENAME COLUMN body TO content")
    mixed = cli.json("sync", "--all", code=1)
    assert [run["error"]["code"] for run in mixed["runs"]] == ["column_missing", "delete_brake", "delete_brake"]


def test_an_unknown_name_stops_before_anything_is_synced(cli: CommandLine, dataset: str) -> None:
    assert cli.json("sync", "Articles", "Nothing", code=1)["error"]["code"] == "not_found"
    assert cli.json("runs") == {"runs": []}


def test_nothing_is_due_without_schedules(cli: CommandLine, dataset: str) -> None:
    answer = cli("sync", "--due", "--json")
    assert answer.document == {"runs": []}
    assert "nothing is due" in answer.err


def test_all_of_nothing(cli: CommandLine) -> None:
    answer = cli("sync", "--all", "--json")
    assert answer.document == {"runs": []}
    assert "no datasets yet" in answer.err


def test_runs_lists_newest_first(cli: CommandLine, dataset: str) -> None:
    sync(cli)
    sync(cli)
    listed = cli.json("runs")["runs"]
    assert [run["run_id"] for run in listed] == [2, 1]
    assert {key for run in listed for key in run} == RUN | HISTORY
    assert {run["trigger"] for run in listed} == {"command"}
    assert [run["run_id"] for run in cli.json("runs", "articles", "--limit", "1")["runs"]] == [2]
    assert "+10 ~0 −0" in cli("runs", "Articles").out
    assert cli.json("runs", "Nothing", code=1)["error"]["code"] == "not_found"


def test_progress_goes_to_stderr(cli: CommandLine, dataset: str) -> None:
    answer = cli("sync", "Articles", "--json")
    assert answer.out.count("\n") == 1
    assert answer.err.splitlines()[:2] == ["Articles: Connecting", "Articles: Comparing, about 10"]


SLOW = """
WITH RECURSIVE numbers(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < 40000000)
SELECT id, 'text ' || id AS body FROM numbers
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_the_sync(cli: CommandLine, connector: str, home: Path, number: signal.Signals) -> None:
    cli("kb", "add", "Handbook", "--embedder", "none")
    cli("dataset", "add", "Slow", "--connector", "Shop", "--query", SLOW, "--key", "id", "--text", "body")
    command = [sys.executable, "-m", "kbconnect", "sync", "Slow", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "Comparing" in line:
                break
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, err
    (run,) = json.loads(out)["runs"]
    assert (run["status"], run["error"]) == ("cancelled", None)
    assert [known["status"] for known in cli.json("runs")["runs"]] == ["cancelled"]
    assert "Traceback" not in err


def test_rows_without_a_key_are_all_counted(cli: CommandLine, connector: str, shop: Shop) -> None:
    shop.execute("CREATE TABLE loose (code TEXT, body TEXT)")
    for _ in range(3):
        shop.execute("INSERT INTO loose VALUES (NULL, 'text')")
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Loose", "--connector", connector, "--table", "loose", "--key", "code", "--text", "body")
    answer = cli("sync", "Loose", code=3)
    assert "3 rejected" in answer.out
    assert answer.err.count("rejected row NULL") == 1  # they have no key to tell them apart by
    assert "and 2 more" in answer.err
