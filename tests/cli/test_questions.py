"""`question`: saved with the rows it should find, asked again, and an exit code for one that got worse."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine, Shop


@pytest.fixture
def synced(cli: CommandLine, dataset: str) -> str:
    cli("sync", dataset)
    return "Handbook"


def outdo(cli: CommandLine, shop: Shop) -> None:
    """Rows that answer better than Article 7."""
    for number in range(11, 14):
        shop.execute("INSERT INTO articles VALUES (?, 'Patch number 7', 'patch number 7', 'care')", number)


def test_a_question_is_saved_and_asked_at_once(cli: CommandLine, synced: str) -> None:
    saved = cli.json("question", "add", "patch number 7", "--expect", "7", "--within", "1")
    assert {key for key in saved if key != "expected"} == {
        *("number", "knowledge_base", "text", "within", "state", "asked_at", "run_id", "got_worse"),
    }
    assert (saved["number"], saved["knowledge_base"], saved["state"]) == (1, "Handbook", "found")
    (row,) = saved["expected"]
    assert (row["dataset"], row["key"], row["title"], row["rank"]) == ("Articles", {"id": "7"}, "Article 7", 1)
    assert (row["exists"], row["lost"]) == (True, False)
    assert cli.json("question", "list") == cli.json("question", "list", "--kb", "handbook") == {"questions": [saved]}


def test_a_document_of_a_search_can_be_expected(cli: CommandLine, synced: str) -> None:
    first, second = cli.json("search", "patch number 7", "--limit", "2")["results"]
    wanted = ("--document", first["document_id"], "--document", second["document_id"], "--expect", "7")
    saved = cli.json("question", "add", "patch number 7", *wanted)
    assert [row["title"] for row in saved["expected"]] == ["Article 7", second["title"]]


def test_a_worse_answer_is_told_by_the_run_and_by_the_exit_code(cli: CommandLine, synced: str, shop: Shop) -> None:
    cli("question", "add", "patch number 7", "--expect", "7", "--within", "1")
    assert cli.json("question", "run")["questions"][0]["state"] == "found"
    outdo(cli, shop)
    cli("sync", "Articles")
    (remark,) = cli.json("runs", "Articles", "--limit", "1")["runs"][0]["remarks"]
    assert remark.endswith("finds “Article 7” in place 4 now, not among the first 1.")
    answer = cli("question", "run", "1", code=5)
    assert "Worse" in answer.out
    assert remark in answer.err
    assert cli.json("question", "run", "--kb", "Handbook", code=5)["questions"][0]["state"] == "worse"
    shop.execute("DELETE FROM articles WHERE id > 10")
    cli("sync", "Articles", "--allow-deletes")
    assert cli.json("question", "list")["questions"][0]["state"] == "found"
    cli("question", "run")


def test_a_question_that_never_found_its_row_is_no_regression(cli: CommandLine, synced: str) -> None:
    saved = cli.json("question", "add", "zyzzyva", "--expect", "7")
    assert (saved["state"], saved["expected"][0]["rank"]) == ("missed", None)
    assert "over 50" in cli("question", "run").out


def test_where_its_rows_were_found_each_time(cli: CommandLine, synced: str, shop: Shop) -> None:
    cli("question", "add", "patch number 7", "--expect", "7", "--within", "1")
    outdo(cli, shop)
    cli("sync", "Articles")
    shown = cli.json("question", "show", "1")
    assert [(list(check["ranks"].values()), check["got_worse"]) for check in shown["history"]] == [
        ([4], True),
        ([1], False),
    ]
    assert shown["history"][0]["run_id"] == shown["run_id"] == 2
    lines = cli("question", "show", "1").out.splitlines()
    assert lines[0] == "patch number 7  Worse"
    assert "         4  Article 7  ·  Articles, id = 7" in lines


def test_a_removed_question_is_gone(cli: CommandLine, synced: str) -> None:
    cli("question", "add", "patch", "--expect", "7")
    assert cli.json("question", "remove", "1") == {"removed": 1}
    assert cli.json("question", "list") == {"questions": []}
    for command in ("show", "remove", "run"):
        assert cli.json("question", command, "1", code=1)["error"]["code"] == "not_found"


def test_rows_that_are_not_there_are_refused(cli: CommandLine, synced: str) -> None:
    answer = cli("question", "add", "patch", "--expect", "99", code=1)
    assert "no document with the key 99" in answer.err
    assert cli.json("question", "add", "patch", "--document", "f" * 32, code=1)["error"]["code"] == "not_found"
    assert cli.json("question", "list") == {"questions": []}


def test_a_key_needs_its_dataset_where_several_feed(cli: CommandLine, synced: str, connector: str) -> None:
    columns = ("--key", "id,topic", "--title", "title", "--text", "body")
    cli("dataset", "add", "Topics", "--connector", connector, "--table", "articles", *columns)
    cli("sync", "Topics")
    assert "--dataset" in cli("question", "add", "patch", "--expect", "7", code=1).err
    saved = cli.json("question", "add", "patch", "--dataset", "Topics", "--expect", "7,repair")
    assert saved["expected"][0]["key"] == {"id": "7", "topic": "repair"}
    cli("kb", "add", "Other", "--embedder", "none")
    wrong = ("--kb", "Other", "--dataset", "Topics")
    assert "does not feed Other" in cli("question", "add", "patch", "--expect", "7,repair", *wrong, code=1).err
    assert "Leave --kb out" in cli("question", "run", "1", "--kb", "Other", code=1).err


def test_the_same_question_is_not_saved_twice(cli: CommandLine, synced: str) -> None:
    cli("question", "add", "patch", "--expect", "7")
    assert cli.json("question", "add", "PATCH", "--expect", "7", code=1)["error"]["code"] == "name_taken"


def test_nothing_saved_is_said(cli: CommandLine, synced: str) -> None:
    for command in ("list", "run"):
        assert "No question is saved yet" in cli("question", command).err
