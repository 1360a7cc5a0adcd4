"""`connector …` and `discover` on a SQLite source: answers key by key, passwords, errors."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kbconnect.adapters.sources import providers
from kbconnect.core.address_kinds import FILE_PARAMETERS
from kbconnect.core.address_parts import TABLE_ENDINGS
from tests.cli.conftest import CommandLine, Shop, Terminal

CONNECTOR = {
    *(
        "name",
        "provider",
        "host",
        "port",
        "username",
        "database",
        "tls",
        "tls_ca_file",
        "tls_certificate_file",
        "tls_key_file",
        "tunnel",
        "secret",
        "datasets",
    ),
    *("created_at", "updated_at", "last_check"),
}
PASSWORD = "pl4nted:p@ss/w%rd#ünïcode"
SERVER = "postgresql://reader@127.0.0.1:1/shop"


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_add_list_and_show(cli: CommandLine, shop: Shop) -> None:
    added = cli.json("connector", "add", "Shop", "--url", shop.url)
    assert added.pop("warnings") == []
    assert set(added) == CONNECTOR
    assert (added["name"], added["provider"], added["database"]) == ("Shop", "sqlite", str(shop.path))
    assert (added["secret"], added["last_check"], added["datasets"]) == ("", None, [])
    assert cli.json("connector", "list") == {"connectors": [added]}
    assert cli.json("connector", "show", "shop") == added
    assert "Shop" in cli("connector", "list").out
    assert str(shop.path) in cli("connector", "show", "Shop").out


def test_a_folder_is_told_from_a_file_by_a_look(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "prices.csv").write_text("id,price\n1,2\n", encoding="utf-8")
    cli("connector", "add", "Exports", "--url", str(tmp_path / "exports"))
    assert cli.json("connector", "show", "Exports")["provider"] == "files"
    assert [table["name"] for table in cli.json("discover", "Exports")["tables"]] == ["prices.csv"]


def test_a_bare_name_in_the_present_folder_is_a_path(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "prices").write_text("id,price\n1,2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("exports", "prices"):
        added = cli.json("connector", "add", name, "--url", name)
        assert (added["provider"], added["database"]) == ("files", str(tmp_path / name))
    assert "neither the URL" in cli("connector", "add", "None", "--url", "nowhere", code=1).err


def test_a_relative_file_is_kept_with_its_folder(cli: CommandLine, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.path.parent)
    assert cli.json("connector", "add", "Shop", "--url", "sqlite:///shop.db")["database"] == str(shop.path)


def test_the_password_comes_by_standard_input(cli: CommandLine, home: Path) -> None:
    answer = cli("connector", "add", "Server", "--url", SERVER, "--password-stdin", "--json", stdin=PASSWORD + "\n")
    assert answer.document["secret"].startswith("vault:")
    shown = cli("connector", "show", "Server")
    listed = cli("connector", "list", "--json")
    everything = answer.out + answer.err + shown.out + listed.out
    assert PASSWORD not in everything
    assert PASSWORD.encode() not in stored(home)


def test_an_empty_password_is_refused(cli: CommandLine) -> None:
    answer = cli("connector", "add", "Server", "--url", SERVER, "--password-stdin", stdin="\n", code=1)
    assert "No password came" in answer.err
    assert cli.json("connector", "list") == {"connectors": []}


@pytest.mark.parametrize("password", ["geheim", "p@:/%#geheim", "geheim%40"])
def test_a_password_in_the_url_is_refused_and_not_repeated(cli: CommandLine, home: Path, password: str) -> None:
    answer = cli("connector", "add", "Server", "--url", f"postgresql://reader:{password}@127.0.0.1:1/shop", code=1)
    assert "--password-stdin" in answer.err
    assert len(answer.err.splitlines()) == 3
    assert password not in answer.out + answer.err
    assert password.encode() not in stored(home)
    assert cli.json("connector", "list") == {"connectors": []}


def test_the_password_is_asked_for_in_a_terminal(cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(prompt: str, stream: object) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr(getpass, "getpass", answer)
    added = cli("connector", "add", "Server", "--url", SERVER, stdin=Terminal())
    assert asked == ["Password for reader at 127.0.0.1 (empty for none): "]
    assert PASSWORD not in added.out + added.err
    assert PASSWORD.encode() not in stored(home)


def test_a_reference_is_kept_as_it_is(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    added = cli.json("connector", "add", "Server", "--url", SERVER, "--secret", "env:SHOP_PASSWORD")
    assert added["secret"] == "env:SHOP_PASSWORD"


@pytest.mark.parametrize("reference", ["env:NOT_THERE", "file:/no/such/file", "cmd:false"])
def test_a_secret_that_cannot_be_read_yet_is_saved_with_a_warning(cli: CommandLine, reference: str) -> None:
    told = cli("connector", "add", "Server", "--url", SERVER, "--secret", reference, "--json")
    assert told.document["secret"] == reference
    (warning,) = told.document["warnings"]
    assert "The connector is saved, and can't connect before that is mended." in warning
    assert warning in told.err
    edited = cli.json("connector", "edit", "Server", "--secret", "env:NOR_THIS")
    assert "NOR_THIS" in edited["warnings"][0]
    assert cli.json("connector", "show", "Server")["secret"] == "env:NOR_THIS"
    assert cli.json("discover", "Server", code=1)["error"]["code"] == "secret_missing"


def test_an_empty_file_holds_no_secret(cli: CommandLine, tmp_path: Path) -> None:
    empty = tmp_path / "password"
    empty.write_text("\n")
    empty.chmod(0o600)
    told = cli.json("connector", "test", "--url", SERVER, "--secret", f"file:{empty}", code=1)
    assert told["error"]["code"] == "secret_missing"
    assert "is empty" in told["error"]["message"]


@pytest.mark.parametrize("reference", ["file:relative", "env:", "nonsense", "vault:of-nobody"])
def test_what_is_no_reference_to_a_secret_is_not_saved(cli: CommandLine, reference: str) -> None:
    told = cli("connector", "add", "Server", "--url", SERVER, "--secret", reference, code=1)
    assert "Nothing was saved." in told.err
    assert cli.json("connector", "list")["connectors"] == []


def test_what_is_left_out_of_an_address_is_said(cli: CommandLine) -> None:
    added = cli("connector", "add", "S", "--url", "mysql://127.0.0.1:1/d?serverTimezone=UTC&sslCipher=A", "--json")
    plain, guard = added.document["warnings"]
    assert "“serverTimezone”" in plain
    assert "“sslCipher”" in guard
    assert "guard the connection" in guard
    assert guard in added.err
    tested = cli.json("connector", "test", "--url", "mysql://127.0.0.1:1/d?sslCipher=A", code=1)
    assert guard in tested["warnings"]


def test_encryption_nobody_understands_is_refused(cli: CommandLine) -> None:
    told = cli("connector", "add", "S", "--url", "mysql://127.0.0.1:1/d?sslmod=REQUIRED", code=1)
    assert "“sslmod”" in told.err
    assert "less safe" in told.err
    assert cli.json("connector", "list")["connectors"] == []


def test_a_file_whose_name_says_nothing_is_looked_into(cli: CommandLine, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "export.dat").write_text("id;price\n1;2\n", encoding="utf-8")
    shop.path.rename(tmp_path / "shop")
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    (tmp_path / "empty.bak").touch()
    for name, provider in (("export.dat", "files"), ("shop", "sqlite")):
        assert cli.json("connector", "add", name, "--url", str(tmp_path / name))["provider"] == provider
    assert [column["name"] for column in cli.json("discover", "export.dat", "--table", "export.dat")["columns"]] == [
        "id", "price",
    ]  # fmt: skip
    for name, why in (("noise", "neither a database"), ("empty.bak", "is empty"), ("nowhere.bak", "can't be looked")):
        told = cli("connector", "add", name, "--url", str(tmp_path / name), code=1)
        assert why in told.err
        assert "sqlite:///" in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
def test_a_pipe_is_not_waited_for(cli: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        os.write(pipe, b"id;price\n" * 1_000)
        told = cli("connector", "add", "Pipe", "--url", str(tmp_path / "pipe"), code=1)
        assert "is neither a file nor a folder" in told.err
        assert len(os.read(pipe, 65_536)) == 9_000
    finally:
        os.close(pipe)


def test_an_empty_file_is_called_empty(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    cli("connector", "add", "Empty", "--url", str(tmp_path / "empty.csv"))
    shown = cli("discover", "Empty", "--table", "empty.csv")
    assert "“empty.csv” is empty" in shown.err
    assert "no rows" in shown.err
    assert cli.json("discover", "Empty", "--table", "empty.csv") == {"columns": []}
    refused = cli("dataset", "add", "D", "--connector", "Empty", "--table", "empty.csv", code=1)
    assert "“empty.csv” is empty" in refused.err
    assert "Nothing was read or saved." in refused.err


def test_rows_without_a_key_say_how_to_name_one(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "head.csv").write_text("name,word\n", encoding="utf-8")
    cli("connector", "add", "Head", "--url", str(tmp_path / "head.csv"))
    refused = cli("dataset", "add", "D", "--connector", "Head", "--table", "head.csv", code=1)
    assert "--key" in refused.err


def test_addresses_know_what_is_known_of_files() -> None:
    files = next(info for info in providers() if info.id == "files")
    assert {f"*{ending}" for ending in TABLE_ENDINGS} == set(files.file_patterns)
    assert {extra.name for extra in files.extras} >= set(FILE_PARAMETERS)


def test_how_a_file_is_written_may_stand_behind_its_path(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("id|price\n1|2\n", encoding="utf-8")
    cli("connector", "add", "Prices", "--url", f"{tmp_path}/prices.csv?delimiter=|")
    shown = cli.json("connector", "show", "Prices")
    assert (shown["provider"], shown["database"]) == ("files", str(tmp_path / "prices.csv"))
    columns = cli.json("discover", "Prices", "--table", "prices.csv")["columns"]
    assert [column["name"] for column in columns] == ["id", "price"]
    told = cli("connector", "add", "Other", "--url", f"{tmp_path}/prices.csv?separator=|", code=1)
    assert "“separator”" in told.err


def test_two_ways_to_give_a_password_are_wrong_use(cli: CommandLine) -> None:
    told = cli("connector", "add", "Server", "--url", SERVER, "--secret", "env:X", "--password-stdin", code=2)
    assert "--password-stdin" in told.err
    assert cli.json("connector", "list")["connectors"] == []


def test_edit_changes_what_is_named(cli: CommandLine, connector: str, tmp_path: Path) -> None:
    cli("connector", "edit", "Shop", "--name", "Store")
    renamed = cli.json("connector", "show", "Store")
    moved = cli.json("connector", "edit", "Store", "--url", f"sqlite:///{tmp_path}/other.db")
    assert moved.pop("warnings") == []
    assert set(moved) == CONNECTOR
    assert moved["created_at"] == renamed["created_at"]
    assert moved["database"] == f"{tmp_path}/other.db"
    secured = cli.json("connector", "edit", "Store", "--password-stdin", stdin=PASSWORD)
    assert secured["secret"].startswith("vault:")
    assert cli.json("connector", "edit", "Store", "--name", "Again")["secret"] == secured["secret"]
    assert cli.json("connector", "edit", "Again", "--no-password")["secret"] == ""


def test_remove(cli: CommandLine, connector: str) -> None:
    assert cli.json("connector", "remove", "Shop") == {"removed": "Shop"}
    told = cli.json("connector", "show", "Shop", code=1)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "message", "hint", "retryable"}
    assert told["error"]["code"] == "not_found"


def test_remove_is_refused_while_a_dataset_needs_it(cli: CommandLine, dataset: str) -> None:
    assert cli.json("connector", "remove", "Shop", code=1)["error"]["code"] == "in_use"
    assert "Articles" in cli("connector", "remove", "Shop", code=1).err


def test_a_name_is_taken_once(cli: CommandLine, connector: str, shop: Shop) -> None:
    assert cli.json("connector", "add", "SHOP", "--url", shop.url, code=1)["error"]["code"] == "name_taken"


def test_test_answers_step_by_step(cli: CommandLine, connector: str) -> None:
    report = cli.json("connector", "test", "Shop")
    assert set(report) == {"ok", "steps", "warnings", "powers"}
    assert report["ok"] is True
    assert {key for step in report["steps"] for key in step} == {
        *("name", "ok", "state", "detail", "hint", "fix", "facts", "host_key")
    }
    order = ["resolve", "connect", "tls", "login", "database", "read", "privileges"]
    names = [step["name"] for step in report["steps"]]
    assert names == [name for name in order if name in names]
    check = cli.json("connector", "show", "Shop")["last_check"]
    assert set(check) == {
        "at",
        "ok",
        "can_write",
        "summary",
        "server_version",
        "encryption",
        "access",
        "powers",
    }
    assert check["ok"] is True
    assert "Healthy" in cli("connector", "list").out
    assert "✓ passed" in cli("connector", "test", "Shop").out


def test_test_of_a_url_saves_nothing(cli: CommandLine, shop: Shop) -> None:
    assert cli.json("connector", "test", "--url", shop.url)["ok"] is True
    assert cli.json("connector", "list") == {"connectors": []}


def test_a_failed_test_says_what_to_do_and_ends_with_1(cli: CommandLine, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nothing.db"
    report = cli.json("connector", "test", "--url", url, code=1)
    assert report["ok"] is False
    assert [step["ok"] for step in report["steps"]][-1] is False
    assert report["steps"][-1]["hint"]
    assert "✗ failed" in cli("connector", "test", "--url", url, code=1).out


def test_discover_lists_tables(cli: CommandLine, connector: str) -> None:
    answer = cli("discover", "Shop", "--json")
    (table,) = answer.document["tables"]
    assert set(table) == {"schema", "name", "kind", "rows_estimate", "comment"}
    assert (table["name"], table["kind"]) == ("articles", "table")
    assert "Shop: Connecting" in answer.err
    assert "articles" in cli("discover", "Shop").out
    assert cli.json("discover", "Shop", "--schema", "elsewhere") == {"tables": []}


def test_discover_suggests_roles(cli: CommandLine, connector: str) -> None:
    columns = cli.json("discover", "Shop", "--table", "articles")["columns"]
    assert {key for column in columns for key in column} == {
        *("name", "type", "nullable", "primary_key", "suggested_role", "reason", "sensitive"),
    }
    assert [column["suggested_role"] for column in columns] == ["key", "title", "text", "metadata"]
    assert [column["primary_key"] for column in columns] == [True, False, False, False]
    assert [column["nullable"] for column in columns][1:] == [False, True, True]
    assert all(column["reason"] for column in columns)
    assert "Chapter 1" in cli("discover", "Shop", "--table", "articles").out


def test_discover_lists_all_columns(cli: CommandLine, connector: str) -> None:
    (table,) = cli.json("discover", "Shop", "--columns")["tables"]
    assert set(table) == {"schema", "name", "kind", "rows_estimate", "comment", "columns"}
    assert [column["name"] for column in table["columns"]] == ["id", "title", "body", "topic"]
    assert table["columns"][0] == {"name": "id", "type": "INTEGER", "nullable": False, "primary_key": True}
    assert "topic" in cli("discover", "Shop", "--columns").out
    assert cli.json("discover", "Shop", "--columns", "--schema", "elsewhere") == {"tables": []}


def test_discover_advises_cursors(cli: CommandLine, connector: str, shop: Shop) -> None:
    shop.execute("ALTER TABLE articles ADD COLUMN updated_at TEXT")
    shop.execute("UPDATE articles SET updated_at = datetime('2024-01-01 10:00:01', id || ' minutes') || 'Z'")
    told = cli.json("discover", "Shop", "--table", "articles", "--cursors")
    assert set(told) == {"cursors", "mode"}
    first, second = told["cursors"]
    assert set(first) == {"column", "type", "fit", "lag", "lag_unit", "reasons", "warnings"}
    assert (first["column"], first["fit"], first["lag"], first["lag_unit"]) == ("updated_at", "good", 600, "seconds")
    assert (second["column"], second["fit"], second["lag_unit"]) == ("id", "usable", "units")
    assert "only additions" in second["warnings"][0]
    assert (told["mode"]["advice"], told["mode"]["cursor"]) == ("compare", "")
    assert "10 rows" in told["mode"]["reason"]
    text = cli("discover", "Shop", "--table", "articles", "--cursors").out
    assert "looks back by 10 minutes" in text
    assert "Advised: compare" in text


def test_discover_says_if_nothing_can_be_followed(cli: CommandLine, connector: str, shop: Shop) -> None:
    shop.execute("CREATE TABLE words (word TEXT PRIMARY KEY, meaning TEXT)")
    assert cli.json("discover", "Shop", "--table", "words", "--cursors")["cursors"] == []
    assert "No column shows what has changed." in cli("discover", "Shop", "--table", "words", "--cursors").out


def test_discover_of_a_missing_table(cli: CommandLine, connector: str) -> None:
    answer = cli("discover", "Shop", "--table", "article", code=1)
    assert "articles" in answer.err


def test_a_lone_surrogate_in_an_argument_is_an_error_not_a_crash(cli: CommandLine) -> None:
    assert set(cli.json("connector", "show", "caf\udce9", code=1)["error"]) >= {"code", "message"}


def test_a_bug_is_logged_and_told_without_a_trace(
    cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("connector", "list")
    broken = SimpleNamespace(list=lambda *_: 1 / 0)
    monkeypatch.setattr("kbconnect.app.datasets.Datasets", lambda *_: broken)
    answer = cli("connector", "list", "--json", code=1)
    assert answer.document["error"]["code"] == "bug"
    assert "Traceback" not in answer.out + answer.err
    assert "ZeroDivisionError" in (home / "logs" / "kbconnect.log").read_text()


def test_connectors_travel_as_a_file_without_passwords(cli: CommandLine, tmp_path: Path) -> None:
    cli("connector", "add", "Desk", "--url", "postgresql://ana@db.example/main", "--secret", "env:PATH")
    file = tmp_path / "connectors.json"
    assert cli.json("connector", "export", "--file", str(file)) == {"exported": 1, "file": str(file)}
    assert '"Desk"' in cli("connector", "export", "Desk").out
    cli("connector", "remove", "Desk")
    planned = cli.json("connector", "import", str(file), "--plan")
    assert [one["act"] for one in planned["plan"]] == ["add"]
    assert cli.json("connector", "list")["connectors"] == []
    done = cli.json("connector", "import", str(file))
    assert (done["added"], done["without_secret"], done["failed"]) == (["Desk"], ["Desk"], [])
    assert [one["act"] for one in cli.json("connector", "import", str(file))["plan"]] == ["skip"]


def test_a_file_of_nothing_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert "Nothing was imported." in cli("connector", "import", str(tmp_path / "x.json"), code=1).err
