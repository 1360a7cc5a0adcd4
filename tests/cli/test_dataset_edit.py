"""`dataset edit`: columns of a saved dataset change, what isn't named stays, and the next sync is told beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

import pytest

from kbconnect.adapters.store import open_store
from tests.cli.conftest import CommandLine, Shop


@pytest.fixture
def articles(cli: CommandLine, connector: str) -> dict[str, Any]:
    cli("kb", "add", "Handbook", "--embedder", "none")
    columns = ("--key", "id", "--title", "title", "--text", "body", "--metadata", "topic")
    added: dict[str, Any] = cli.json("dataset", "add", "A", "--connector", connector, "--table", "articles", *columns)
    cli("sync", "A")
    del added["warnings"]
    return added


def edited(cli: CommandLine, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = cli.json("dataset", "edit", "A", *words)
    return answer


def same(before: dict[str, Any], **changes: object) -> dict[str, Any]:
    """What `dataset show` answers after a change of these parts alone."""
    return {**before, **changes}


def shown(cli: CommandLine, before: dict[str, Any]) -> dict[str, Any]:
    now: dict[str, Any] = cli.json("dataset", "show", "A")
    assert now["updated_at"] >= before["updated_at"]
    return {**now, "updated_at": before["updated_at"]}


def synced(cli: CommandLine, *words: str) -> dict[str, Any]:
    (run,) = cli.json("sync", "A", *words)["runs"]
    return {name: run[name] for name in ("added", "updated", "metadata_updated", "unchanged", "deleted")}


NOTHING = {"added": 0, "updated": 0, "metadata_updated": 0, "unchanged": 0, "deleted": 0}


def test_metadata_alone_is_written_anew_and_nothing_else(cli: CommandLine, articles: dict[str, Any]) -> None:
    answer = edited(cli, "--metadata", "topic,title")
    assert (answer["next_sync"], answer["metadata"], answer["warnings"]) == ("metadata", ["topic", "title"], [])
    assert shown(cli, articles) == same(articles, metadata=["topic", "title"])
    assert synced(cli) == {**NOTHING, "metadata_updated": 10}
    told = cli("dataset", "edit", "A", "--metadata", "").out
    assert "Saved dataset A" in told
    assert "nothing is embedded again" in told
    assert cli.json("dataset", "show", "A")["metadata"] == []


def test_another_text_rewrites_all_documents(cli: CommandLine, articles: dict[str, Any]) -> None:
    answer = cli("dataset", "edit", "A", "--text", "body,topic", "--title", "")
    assert "next sync writes all its documents anew" in answer.out
    assert shown(cli, articles) == same(articles, text=["body", "topic"], title="")
    assert synced(cli) == {**NOTHING, "updated": 10}


def test_changes_that_wait_for_a_sync_add_up(cli: CommandLine, articles: dict[str, Any], home: Path) -> None:
    assert "comes on top" not in cli("dataset", "edit", "A", "--text", "body,topic").out
    with open_store(home / "kbconnect.db") as store:  # as if the sync before had been a while ago
        dataset = store.datasets.find("A")
        store.datasets.update(replace(dataset, updated_at=dataset.updated_at + timedelta(seconds=5)))
    assert "not synced yet comes on top" in cli("dataset", "edit", "A", "--metadata", "topic,title").out


def test_a_template_takes_the_place_of_text_and_back(cli: CommandLine, articles: dict[str, Any]) -> None:
    assert edited(cli, "--template", "{topic}: {body}")["text"] == []
    back = edited(cli, "--text", "body")
    assert (back["template"], back["text"], back["title"]) == ("", ["body"], "title")
    assert synced(cli) == {**NOTHING, "unchanged": 10}


def test_another_key_makes_other_documents_and_says_how_they_get_through(
    cli: CommandLine, articles: dict[str, Any]
) -> None:
    answer = cli("dataset", "edit", "A", "--key", "title")
    assert "stops and asks" in answer.out
    assert "kbconnect sync A --allow-deletes" in answer.out
    cli("sync", "A", code=4)
    assert synced(cli, "--allow-deletes") == {**NOTHING, "added": 10, "deleted": 10}


def test_columns_are_masked_hashed_and_taken_as_they_are_again(cli: CommandLine, articles: dict[str, Any]) -> None:
    answer = cli("dataset", "edit", "A", "--mask", "title", "--hash", "topic")
    assert "Until then what stands in it of “title” and “topic” can be found as it is." in answer.out
    assert shown(cli, articles) == same(articles, mask=["title"], hash=["topic"])
    kept = edited(cli, "--text", "body,title", "--metadata", "topic")
    assert (kept["mask"], kept["hash"]) == (["title"], ["topic"])
    assert edited(cli, "--plain", "title")["mask"] == []
    gone = edited(cli, "--metadata", "")
    assert gone["hash"] == []


def test_a_hashed_key_says_that_the_documents_are_gone_until_the_next_sync(
    cli: CommandLine, articles: dict[str, Any]
) -> None:
    answer = edited(cli, "--hash", "id")
    assert answer["next_sync"] == "from_nothing"
    assert cli.json("kb", "show", "Handbook")["documents"] == 0
    assert "were removed from the knowledge base" in cli("dataset", "edit", "A", "--plain", "id").out
    assert synced(cli) == {**NOTHING, "added": 10}


def test_a_column_that_is_not_there_is_refused_with_what_is_near(cli: CommandLine, articles: dict[str, Any]) -> None:
    for option in ("--key", "--title", "--text", "--metadata", "--mask", "--hash", "--plain"):
        told = cli.json("dataset", "edit", "A", option, "topci", code=1)["error"]
        assert (told["code"], told["message"]) == ("mapping", "There is no column “topci”. Nothing was changed.")
        assert told["hint"] == "Did you mean “topic”?"
    assert "Did you mean “body”?" in cli("dataset", "edit", "A", "--template", "{bdoy}", code=1).err
    assert "Choose from: id, title, body, topic." in cli("dataset", "edit", "A", "--text", "none such", code=1).err
    assert cli.json("dataset", "show", "A") == articles


def test_what_makes_no_documents_is_refused(cli: CommandLine, articles: dict[str, Any]) -> None:
    def told(*words: str, code: int = 1) -> str:
        return cli("dataset", "edit", "A", *words, code=code).err

    assert "--template stands instead of --text" in told("--text", "body", "--template", "{body}", code=2)
    assert "No text is chosen" in told("--text", "")
    assert "No key is chosen" in told("--key", "")
    assert "“title” can't be taken in two ways" in told("--mask", "title", "--hash", "title")
    assert "can't be masked" in told("--mask", "id")
    assert "“topic” is not part of the documents" in told("--metadata", "", "--mask", "topic")
    assert cli.json("dataset", "show", "A") == articles


def test_a_change_that_is_none_is_said_to_be_none(cli: CommandLine, articles: dict[str, Any]) -> None:
    assert "is as it was" in cli("dataset", "edit", "A", "--title", "title").out
    assert edited(cli, "--text", "body")["next_sync"] == "as_before"
    assert cli.json("dataset", "show", "A") == articles


def test_what_is_sensitive_and_taken_as_it_is_is_said(cli: CommandLine, articles: dict[str, Any], shop: Shop) -> None:
    shop.execute("ALTER TABLE articles ADD COLUMN email TEXT")
    shop.execute("UPDATE articles SET email = 'reader' || id || '@mail.example'")
    (warning,) = edited(cli, "--metadata", "topic,email")["warnings"]
    assert warning.startswith("“email” is taken as it is")
    answer = edited(cli, "--mask", "email")
    assert (answer["mask"], answer["warnings"]) == (["email"], [])


def test_how_changes_are_found_is_changed_as_well(cli: CommandLine, articles: dict[str, Any]) -> None:
    followed = edited(cli, "--mode", "cursor", "--cursor", "id", "--lag", "5", "--key-scan-hours", "0")
    assert (followed["mode"], followed["cursor"], followed["lag"], followed["key_scan_hours"]) == ("cursor", "id", 5, 0)
    assert followed["next_sync"] == "all_rows"
    assert "no column “nope” to follow" in cli("dataset", "edit", "A", "--cursor", "nope", code=1).err
    back = edited(cli, "--mode", "compare")
    assert (back["mode"], back["cursor"], back["lag"]) == ("compare", "", None)
    assert "--cursor goes with --mode cursor" in cli("dataset", "edit", "A", "--cursor", "id", code=2).err


def test_a_dataset_gets_another_name(cli: CommandLine, articles: dict[str, Any]) -> None:
    assert cli.json("dataset", "edit", "A", "--name", "Guide")["name"] == "Guide"
    assert cli.json("dataset", "show", "Guide")["text"] == ["body"]
    cli("dataset", "show", "A", code=1)


def test_limits_and_columns_change_together(cli: CommandLine, articles: dict[str, Any]) -> None:
    answer = edited(cli, "--title", "topic", "--delete-limit", "0.9")
    assert (answer["title"], answer["delete_limit"], answer["next_sync"]) == ("topic", 0.9, "documents")


def test_a_column_that_is_gone_at_the_source_has_to_be_left_out(
    cli: CommandLine, articles: dict[str, Any], shop: Shop
) -> None:
    shop.execute("ALTER TABLE articles DROP COLUMN topic")
    assert "There is no column “topic”" in cli("dataset", "edit", "A", "--text", "body,title", code=1).err
    assert edited(cli, "--metadata", "")["metadata"] == []
