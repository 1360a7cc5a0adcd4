"""Sensitive columns on the command line: shown by discover, masked or hashed by options, warned of when kept."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine, Shop


@pytest.fixture(autouse=True)
def people(cli: CommandLine, connector: str, shop: Shop) -> None:
    cli("kb", "add", "People", "--embedder", "none")
    shop.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, card TEXT, note TEXT)")
    for number in range(8):
        note = f"Wants a tent for {number} people" + (f" and writes from w{number}@example.com." if number < 3 else ".")
        shop.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?)",
            number,
            f"P{number}",
            f"p{number}@example.com",
            "4111 1111 1111 1111",
            note,
        )


def add(cli: CommandLine, *words: str) -> dict[str, list[str]]:
    added: dict[str, list[str]] = cli.json("dataset", "add", "D", "--connector", "Shop", "--table", "people", *words)
    return added


def test_discover_says_what_is_sensitive(cli: CommandLine) -> None:
    columns = {one["name"]: one["sensitive"] for one in cli.json("discover", "Shop", "--table", "people")["columns"]}
    assert (columns["id"], columns["name"]) == (None, None)
    assert (columns["mail"]["kind"], columns["mail"]["within"]) == ("email", False)
    assert columns["note"]["reason"] == "3 of 8 texts hold an e-mail address"
    assert "8 of 8 samples look like payment card numbers" in cli("discover", "Shop", "--table", "people").out


def test_what_is_suggested_is_safe(cli: CommandLine) -> None:
    added = add(cli)
    assert added["mask"] == ["card"]
    assert "mail" not in added["metadata"]
    assert len(added["warnings"]) == 1
    assert "“note” is taken as it is: 3 of 8 texts hold an e-mail address." in added["warnings"][0]


def test_options_treat_columns_in_preview_and_search(cli: CommandLine) -> None:
    added = add(cli, "--text", "note", "--metadata", "mail,card,name", "--mask", "note,card", "--hash", "mail")
    assert (added["mask"], added["mask_found"], added["hash"], added["warnings"]) == (["card"], ["note"], ["mail"], [])
    first = cli.json("preview", "D", "--limit", "1")["documents"][0]
    assert first["text"] == "Wants a tent for 0 people and writes from w…@example.com."
    assert first["metadata"]["card"] == "**** 1111"
    cli("sync", "D")
    found = cli.json("search", "tent", "--kb", "People", "--limit", "50")["results"]
    assert len(found) == 8
    assert all(len(one["metadata"]["mail"]) == 32 and "@e" not in one["metadata"]["mail"] for one in found)
    shown = cli("dataset", "show", "D").out
    assert "Hashed" in shown


def test_what_is_kept_is_warned_of(cli: CommandLine) -> None:
    answer = cli(
        "dataset", "add", "D", "--connector", "Shop", "--table", "people", "--text", "note", "--metadata", "mail,card"
    )
    assert answer.err.count("is taken as it is") == 3
    assert "--mask mail" in answer.err


def test_show_names_what_stands_there_as_it_is(cli: CommandLine) -> None:
    add(cli, "--text", "note", "--metadata", "mail,name", "--mask", "note")
    assert "as it is" not in cli("dataset", "show", "D").out
    cli("sync", "D")
    shown = cli("dataset", "show", "D").out
    assert next(line for line in shown.splitlines() if "as it is" in line).split()[-1] == "mail"


def test_a_treatment_of_a_column_that_is_not_taken_is_a_slip(cli: CommandLine) -> None:
    answer = cli(
        "dataset", "add", "D", "--connector", "Shop", "--table", "people", "--text", "note", "--mask", "mail", code=1
    )
    assert "not part of the documents" in answer.err


def test_a_masked_key_is_refused(cli: CommandLine) -> None:
    answer = cli(
        "dataset",
        "add",
        "D",
        "--connector",
        "Shop",
        "--table",
        "people",
        "--key",
        "mail",
        "--text",
        "note",
        "--mask",
        "mail",
        code=1,
    )
    assert "Hash it instead" in answer.err
