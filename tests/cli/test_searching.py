"""`search`: one question, many questions, and what is said when there is nothing to ask."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def synced(cli: CommandLine, dataset: str) -> str:
    cli("sync", dataset)
    return "Handbook"


def test_results_key_by_key(cli: CommandLine, synced: str) -> None:
    results = cli.json("search", "patch number 7", "--limit", "2")["results"]
    assert len(results) == 2
    assert {key for hit in results for key in hit} == {
        *("rank", "score", "title", "text", "document_id", "dataset", "key", "metadata"),
        *("words_rank", "meaning_rank"),
    }
    first = results[0]
    assert (first["rank"], first["title"], first["dataset"]) == (1, "Article 7", "Articles")
    assert (first["key"], first["metadata"]) == ({"id": "7"}, {"topic": "repair"})
    assert "patch number 7" in first["text"]
    assert first["score"] > results[1]["score"]
    assert (first["words_rank"], first["meaning_rank"]) == (1, None)
    assert len(first["document_id"]) == 32


def test_results_for_people(cli: CommandLine, synced: str) -> None:
    answer = cli("search", "patch number 7", "--kb", "handbook")
    assert answer.out.splitlines()[0] == " 1  Article 7"
    assert "Articles  ·  id = 7" in answer.out
    assert "by words only" in answer.err


def test_nothing_found_is_an_answer(cli: CommandLine, synced: str) -> None:
    assert cli.json("search", "zyzzyva") == {"results": []}
    assert "Nothing was found." in cli("search", "zyzzyva").out


def test_one_question_a_line_gives_one_document_a_line(cli: CommandLine, synced: str) -> None:
    answer = cli("search", "-", "--limit", "1", "--json", stdin="patch number 3\nzyzzyva\npatch number 5\n")
    found = [json.loads(line)["results"] for line in answer.out.splitlines()]
    assert [[hit["title"] for hit in hits] for hits in found] == [["Article 3"], [], ["Article 5"]]
    assert "? patch number 3" in cli("search", "-", stdin="patch number 3").out


def test_an_empty_line_is_answered_with_its_error(cli: CommandLine, synced: str) -> None:
    answer = cli("search", "-", "--json", stdin="patch\n\ntent\n", code=1)
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert [set(each) for each in found] == [{"results"}, {"error"}, {"results"}]
    assert found[1]["error"]["code"] == "input"


def test_without_a_knowledge_base(cli: CommandLine) -> None:
    answer = cli("search", "anything", code=1)
    assert answer.err.splitlines()[0] == "There is no knowledge base yet."
    assert "kbconnect demo" in answer.err
    assert cli.json("kb", "list") == {"knowledge_bases": []}


def test_an_unknown_knowledge_base(cli: CommandLine, synced: str) -> None:
    assert cli.json("search", "tent", "--kb", "None such", code=1)["error"]["code"] == "not_found"
