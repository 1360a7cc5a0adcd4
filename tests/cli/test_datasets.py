"""`dataset …`, `kb …` and `preview`: what is chosen, what is said about it, and answers key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbconnect.app.catalog import Catalog
from kbconnect.app.paths import Paths
from kbconnect.core.errors import SourceTimeoutError
from tests.cli.conftest import CommandLine, Shop

DATASET = {
    *("name", "connector", "knowledge_base", "table", "query", "key", "title", "text", "metadata", "template"),
    *("mask", "mask_found", "hash", "mode", "cursor", "lag", "key_scan_hours", "delete_limit", "reject_limit"),
    *("silence_limit", "row_limit"),
    *("created_at", "updated_at"),
}
KNOWLEDGE_BASE = {"name", "kind", "location", "documents", "chunks", "vectors", "bytes", "embedder"}


@pytest.fixture(autouse=True)
def handbook(cli: CommandLine) -> None:
    cli("kb", "add", "Handbook", "--embedder", "none")


def add(cli: CommandLine, *words: str) -> dict[str, object]:
    added: dict[str, object] = cli.json("dataset", "add", "D", "--connector", "Shop", *words)
    return added


def test_without_columns_suggestions_are_taken_and_told(cli: CommandLine, connector: str) -> None:
    answer = cli("dataset", "add", "D", "--connector", "Shop", "--table", "articles", "--json")
    added = answer.document
    assert added.pop("warnings") == []
    assert set(added) == DATASET
    assert (added["key"], added["title"], added["text"], added["metadata"]) == (["id"], "title", ["body"], ["topic"])
    assert (added["connector"], added["knowledge_base"]) == ("Shop", "Handbook")
    assert added["table"] == {"schema": "", "name": "articles"}
    assert (added["query"], added["template"], added["mode"], added["cursor"]) == (None, "", "compare", "")
    assert "Chosen as key: id (" in answer.err
    assert "Chosen as text: body (" in answer.err
    assert cli.json("dataset", "show", "d") == added
    assert cli.json("dataset", "list") == {"datasets": [added]}
    assert "articles" in cli("dataset", "list").out
    assert "topic" in cli("dataset", "show", "D").out


def test_what_is_named_is_all_there_is(cli: CommandLine, connector: str) -> None:
    added = add(cli, "--table", "articles", "--text", "title,body")
    assert (added["key"], added["title"], added["text"], added["metadata"]) == (["id"], "", ["title", "body"], [])


def test_options_may_come_several_times(cli: CommandLine, connector: str, shop: Shop) -> None:
    shop.execute('CREATE TABLE people (id INTEGER PRIMARY KEY, "last, first" TEXT, note TEXT)')
    added = add(cli, "--table", "people", "--text", "last, first", "--text", "note", "--metadata", '"last, first",id')
    assert added["text"] == ["last, first", "note"]
    assert added["metadata"] == ["last, first", "id"]


ODD = 'CREATE TABLE odd (id INTEGER PRIMARY KEY, "a, b" TEXT, "say ""hi""" TEXT, " x " TEXT, a TEXT)'


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("a, b", '"a, b"'),
        ("a, b", "a, b"),
        ('say "hi"', '"say ""hi"""'),
        ('say "hi"', 'say "hi"'),
        (" x ", '" x "'),
        ("a", " a "),
    ],
)
def test_every_option_for_columns_takes_them_alike(cli: CommandLine, shop: Shop, column: str, written: str) -> None:
    shop.execute(ODD)
    cli("connector", "add", "Shop", "--url", shop.url)
    given = ("dataset", "add", "Odd", "--connector", "Shop", "--table", "odd", "--key", "id")
    roles = ("--title", written, "--text", written, "--metadata", written, "--mode", "cursor", "--cursor", written)
    saved = cli.json(*given, *roles)
    assert saved["title"] == saved["cursor"] == column
    assert saved["text"] == saved["metadata"] == [column]
    masked = cli.json(*given[:2], "Masked", *given[3:], "--text", written, "--hash", written)
    assert masked["hash"] == [column]


def test_one_column_is_one_column(cli: CommandLine, connector: str) -> None:
    given = ("dataset", "add", "Two", "--connector", connector, "--table", "articles")
    assert "--title takes one column" in cli(*given, "--title", "title,topic", code=1).err
    assert "--cursor takes one column" in cli(*given, "--mode", "cursor", "--cursor", "id,topic", code=1).err


def test_a_template_stands_instead_of_text(cli: CommandLine, connector: str) -> None:
    added = add(cli, "--table", "articles", "--key", "id", "--template", "{title}: {body}")
    assert (added["template"], added["text"], added["title"]) == ("{title}: {body}", [], "")
    (shown,) = cli.json("preview", "D", "--limit", "1")["documents"]
    assert shown["text"].startswith("Article 1: Chapter 1")


def test_a_query_instead_of_a_table(cli: CommandLine, connector: str) -> None:
    sql = "SELECT id, upper(title) AS heading, body FROM articles WHERE id < 4"
    added = add(cli, "--query", sql, "--key", "id", "--title", "heading", "--text", "body")
    assert (added["table"], added["query"]) == (None, sql)
    assert len(cli.json("preview", "D")["documents"]) == 3


@pytest.mark.parametrize(
    "sql", ["DELETE FROM articles", "SELECT 1 AS id; SELECT 2", "WITH x AS (SELECT 1) DELETE FROM articles"]
)
def test_a_query_that_is_not_one_reading_one_is_refused(cli: CommandLine, connector: str, sql: str) -> None:
    told = cli.json("dataset", "add", "D", "--connector", "Shop", "--query", sql, "--key", "id", code=1)
    assert told["error"]["code"] == "query_refused"
    assert cli.json("dataset", "list") == {"datasets": []}


@pytest.mark.parametrize("option", ["--key", "--title", "--text", "--metadata"])
def test_columns_are_checked_against_the_real_ones(cli: CommandLine, connector: str, option: str) -> None:
    words = ("dataset", "add", "D", "--connector", "Shop", "--table", "articles", option, "bdoy")
    assert cli.json(*words, code=1)["error"]["code"] == "mapping"
    answer = cli(*words, code=1)
    assert "bdoy" in answer.err
    assert "body" in answer.err


def test_a_cursor_is_followed_as_told(cli: CommandLine, connector: str) -> None:
    added = add(
        cli, "--table", "articles", "--mode", "cursor", "--cursor", "id", "--lag", "50", "--key-scan-hours", "0",
        "--delete-limit", "0.5", "--reject-limit", "0.01",
    )  # fmt: skip
    assert (added["mode"], added["cursor"], added["lag"], added["key_scan_hours"]) == ("cursor", "id", 50, 0)
    assert (added["delete_limit"], added["reject_limit"]) == (0.5, 0.01)
    assert {**cli.json("dataset", "show", "D"), "warnings": added["warnings"]} == added
    told = cli("dataset", "show", "D").out
    assert "cursor: id, reading 50 again; removed rows are looked for in every run" in told
    assert "up to 0.5" in told


def test_limits_are_changed_and_nothing_else_is(cli: CommandLine, connector: str) -> None:
    added = add(cli, "--table", "articles", "--silence-limit", "5")
    del added["warnings"]
    assert added["silence_limit"] == 5
    assert "wait for a silent source: up to 5 minutes" in cli("dataset", "show", "D").out
    changed = cli.json("dataset", "edit", "D", "--silence-limit", "0", "--delete-limit", "0.5")
    assert (changed.pop("next_sync"), changed.pop("warnings")) == ("as_before", [])
    assert changed == added | {"silence_limit": 0, "delete_limit": 0.5}
    assert cli.json("dataset", "show", "D") == changed
    told = cli("dataset", "edit", "D", "--reject-limit", "0.1")
    assert "Saved the limits of D" in told.out
    assert "share rejected: up to 0.1; wait for a silent source: without end" in told.out
    assert cli.json("dataset", "edit", "D", "--row-limit", "50_000_000")["row_limit"] == 50_000_000
    assert "rows read: up to 50,000,000" in cli("dataset", "show", "D").out
    assert cli.json("dataset", "edit", "D", "--row-limit", "0")["row_limit"] == 0
    assert cli.json("dataset", "edit", "D", "--row-limit", "auto")["row_limit"] is None
    assert "is no number of rows" in cli("dataset", "edit", "D", "--row-limit", "many", code=2).err
    for rows in ("1_000_000_000_001", "9" * 5000):
        assert "at most 1,000,000,000,000 rows" in " ".join(
            cli("dataset", "edit", "D", "--row-limit", rows, code=2).err.split()
        )
    assert cli.json("dataset", "edit", "D", "--row-limit", "1_000_000_000_000")["row_limit"] == 10**12
    assert cli.json("dataset", "edit", "Nobody", "--reject-limit", "0.1", code=1)["error"]["code"] == "not_found"


def test_what_following_a_column_misses_is_told(cli: CommandLine, connector: str, shop: Shop) -> None:
    shop.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, changed_on DATE, planned_at TEXT)")
    for number in range(1, 101):
        day = f"2026-01-{1 + number % 28:02}"
        shop.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?)",
            number,
            f"A note on matter {number}, long enough to be read.",
            None if number == 7 else day,
            "2090-01-01 00:00:00",
        )
    follow = ("--connector", "Shop", "--table", "notes", "--mode", "cursor", "--cursor")
    told = cli("dataset", "add", "Days", *follow, "changed_on").err
    assert "Warning, changed_on: It holds days" in told
    assert "Warning, changed_on: 1 % of the rows have no value" in told
    warnings = cli.json("dataset", "add", "Plans", *follow, "planned_at")["warnings"]
    assert warnings == ["Nothing says that it grows when a row changes: a changed row could go unseen."]


def test_a_dataset_is_saved_although_its_cursor_cannot_be_looked_at(
    cli: CommandLine, connector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SourceTimeoutError("The database took longer than the time limit and was stopped.")

    monkeypatch.setattr(Catalog, "cursor_advice", fail)
    added = add(cli, "--table", "articles", "--mode", "cursor", "--cursor", "id")
    assert added["warnings"] == [
        "How well it fits could not be told: The database took longer than the time limit and was stopped."
    ]
    assert cli.json("dataset", "show", "D")["cursor"] == "id"


def test_without_options_the_limits_are_those_of_every_dataset(cli: CommandLine, connector: str) -> None:
    added = add(cli, "--table", "articles", "--mode", "append")
    assert (added["mode"], added["cursor"], added["lag"], added["key_scan_hours"]) == ("append", "", None, 24)
    assert (added["delete_limit"], added["reject_limit"]) == (0.2, 1)
    assert "append: new values of id" in cli("dataset", "show", "D").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--mode", "cursor"), "No column is chosen"), (("--mode", "cursor", "--cursor", "nope"), "“nope”"),
        (("--mode", "append", "--key", "id,topic"), "key of one column"),
        (("--mode", "append", "--key", "title"), "“title”"),
    ],
)  # fmt: skip
def test_what_can_not_be_followed_is_refused(
    cli: CommandLine, connector: str, words: tuple[str, ...], told: str
) -> None:
    command = ("dataset", "add", "D", "--connector", "Shop", "--table", "articles", *words)
    assert cli.json(*command, code=1)["error"]["code"] == "input"
    assert told in cli(*command, code=1).err
    assert cli.json("dataset", "list") == {"datasets": []}


def test_the_knowledge_base_can_be_named(cli: CommandLine, connector: str) -> None:
    cli("kb", "add", "Other", "--embedder", "none")
    assert add(cli, "--table", "articles", "--kb", "other")["knowledge_base"] == "Other"
    words = ("dataset", "add", "E", "--connector", "Shop", "--table", "articles", "--kb", "None such")
    assert cli.json(*words, code=1)["error"]["code"] == "not_found"


def test_remove_takes_the_documents_out(cli: CommandLine, dataset_in_handbook: str) -> None:
    cli("sync", "Articles")
    assert cli.json("dataset", "remove", "Articles") == {"removed": "Articles", "documents": 10}
    assert cli.json("kb", "show", "Handbook")["documents"] == 0


def test_preview_shows_documents_as_a_sync_writes_them(cli: CommandLine, dataset_in_handbook: str) -> None:
    documents = cli.json("preview", "Articles", "--limit", "3")["documents"]
    assert len(documents) == 3
    first = documents[0]
    assert set(first) == {"document_id", "key", "title", "text", "metadata", "chunks"}
    assert (first["key"], first["title"], first["metadata"]) == ({"id": "1"}, "Article 1", {"topic": "repair"})
    assert first["chunks"] == [first["text"]]
    assert cli.json("kb", "show", "Handbook")["documents"] == 0
    cli("sync", "Articles")
    (hit,) = cli.json("search", "patch number 1", "--limit", "1")["results"]
    assert hit["document_id"] == first["document_id"]
    assert "Chunk 1 of 1" in cli("preview", "Articles").out
    assert "1 document as it would be" in cli("preview", "Articles", "--limit", "1").err


def test_a_first_sync_is_counted_and_nothing_is_written(cli: CommandLine, dataset_in_handbook: str) -> None:
    counted = cli.json("preview", "Articles", "--count")
    assert set(counted) == {
        *("rows", "documents", "rejected", "chunks", "tokens", "cut_chunks"),
        *("words_seconds", "meaning_seconds", "bytes", "free_bytes"),
    }
    assert cli.json("kb", "show", "Handbook")["documents"] == 0
    assert "nothing was written" in cli("preview", "Articles", "--count").err
    run = cli.json("sync", "Articles")["runs"][0]
    assert (counted["documents"], counted["chunks"]) == (run["added"], run["chunks_written"])


def test_preview_without_the_model_goes_by_characters(
    cli: CommandLine, connector: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("kb", "add", "Meaning", "--embedder", "minilm")
    add(cli, "--table", "articles", "--kb", "Meaning")
    monkeypatch.setattr(Paths, "model", tmp_path / "no model")
    answer = cli("preview", "D", "--limit", "2", "--json")
    assert len(answer.document["documents"]) == 2
    assert "by characters alone" in answer.err
    assert "by words only" in cli("search", "tent", "--kb", "Meaning").err


def test_preview_tells_rejected_rows(cli: CommandLine, dataset_in_handbook: str, shop: Shop) -> None:
    shop.execute("UPDATE articles SET body = NULL WHERE id = 1")
    answer = cli("preview", "Articles", "--limit", "2", "--json")
    assert len(answer.document["documents"]) == 1
    assert "rejected row 1: body: The text is empty" in answer.err


def test_knowledge_bases(cli: CommandLine, tmp_path: Path, dataset_in_handbook: str) -> None:
    place = tmp_path / "mine.kb"
    made = cli.json("kb", "add", "Mine", "--location", str(place), "--kind", "sqlite", "--embedder", "none")
    assert set(made) == KNOWLEDGE_BASE
    assert (made["name"], made["kind"], made["location"], made["embedder"]) == ("Mine", "sqlite", str(place), "none")
    assert (made["documents"], made["chunks"], made["vectors"]) == (0, 0, 0)
    cli("sync", "Articles")
    shown = cli.json("kb", "show", "handbook")
    assert set(shown) == {*KNOWLEDGE_BASE, "model_change"}
    assert (shown["documents"], shown["chunks"], shown["vectors"]) == (10, 10, 0)
    assert shown["bytes"] > 0
    assert [each["name"] for each in cli.json("kb", "list")["knowledge_bases"]] == ["Handbook", "Mine"]
    assert "words only" in cli("kb", "list").out
    assert "10" in cli("kb", "show", "Handbook").out
    assert cli.json("kb", "remove", "Handbook", code=1)["error"]["code"] == "in_use"
    assert cli.json("kb", "remove", "Mine") == {"removed": "Mine"}
    assert not place.exists()


def test_a_missing_file_shows_in_the_list_without_ending_it(cli: CommandLine, tmp_path: Path) -> None:
    place = tmp_path / "gone.kb"
    cli("kb", "add", "Gone", "--location", str(place), "--embedder", "none")
    for file in tmp_path.glob("gone.kb*"):
        file.unlink()
    answer = cli("kb", "list", "--json")
    gone = next(each for each in answer.document["knowledge_bases"] if each["name"] == "Gone")
    assert gone["documents"] is None
    assert "Gone: " in answer.err
    assert cli.json("kb", "show", "Gone", code=1)["error"]["code"] == "knowledge_base_missing"


@pytest.mark.parametrize("words", [("--embedder", "gpt"), ("--kind", "mongo")])
def test_unknown_kinds_are_refused(cli: CommandLine, words: tuple[str, str]) -> None:
    assert cli.json("kb", "add", "X", *words, code=1)["error"]["code"] == "input"


@pytest.fixture
def dataset_in_handbook(cli: CommandLine, connector: str) -> str:
    columns = ("--key", "id", "--title", "title", "--text", "body", "--metadata", "topic")
    cli("dataset", "add", "Articles", "--connector", connector, "--table", "articles", *columns)
    return "Articles"
