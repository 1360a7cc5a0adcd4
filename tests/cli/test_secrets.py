"""`kbconnect secret`: where passwords are, and looking after them, with nothing secret in arguments or answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.adapters.secrets.vault_keys import ScryptCost
from tests import servers_secrets
from tests.cli.conftest import CommandLine

PASSWORD, PHRASE = "plum-4711", "correct horse battery"
URL = "postgresql://reader@db.example/support"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each guess at a pass phrase is for attackers, not for tests."""
    monkeypatch.setattr(ScryptCost.__init__, "__defaults__", (2**4, 8, 1))


@pytest.fixture
def desk(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """With two connectors: Desk, whose password is saved, and Env, whose password is in a variable."""
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    cli("connector", "add", "Desk", "--url", URL, "--password-stdin", stdin=PASSWORD)
    cli("connector", "add", "Env", "--url", URL, "--secret", "env:DESK_PASSWORD")
    return cli


def test_where_they_are_and_whether_they_can_be_read(desk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = desk.json("secret", "list")
    assert listed["vault"] == {"lock": "key", "secrets": 1, "open": True, "idle_minutes": 0}
    assert [(one["connector"], one["place"], one["ok"]) for one in listed["secrets"]] == [
        ("Desk", "vault", None),
        ("Env", "env", None),
    ]
    checked = desk.json("secret", "check")["secrets"]
    assert [(one["ok"], one["error"]) for one in checked] == [(True, None), (True, None)]
    assert all(one["last_read_at"] for one in checked)
    monkeypatch.delenv("DESK_PASSWORD")
    answer = desk("secret", "check", code=1)
    assert "no variable DESK_PASSWORD" in answer.err
    failed = desk.json("secret", "check", "Env", code=1)["secrets"]
    assert [one["error"]["code"] for one in failed] == ["secret_missing"]
    assert PASSWORD not in answer.out + answer.err


def test_a_reference_that_leads_nowhere_yet_is_saved_and_told(cli: CommandLine) -> None:
    saved = cli("connector", "add", "Desk", "--url", URL, "--secret", "env:NOT_THERE")
    assert "The connector is saved, and can't connect before that is mended." in saved.err
    assert "was read" not in saved.err
    assert cli.json("secret", "check", "Desk", code=1)["secrets"][0]["error"]["code"] == "secret_missing"


def test_a_key_is_rotated_by_the_environment(desk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    old, new = os.environ["KBCONNECT_VAULT_KEY"], Fernet.generate_key().decode()
    assert "already" in desk("secret", "rotate", code=1).err
    monkeypatch.setenv("KBCONNECT_VAULT_KEY", f"{new},{old}")
    assert desk.json("secret", "rotate") == {"rotated": 1}
    monkeypatch.setenv("KBCONNECT_VAULT_KEY", new)
    assert desk.json("secret", "check", "Desk")["secrets"][0]["ok"]
    monkeypatch.setenv("KBCONNECT_VAULT_KEY", old)
    assert desk.json("secret", "check", "Desk", code=1)["secrets"][0]["error"]["code"] == "wrong_key"


def test_a_pass_phrase_is_changed_and_the_key_with_it(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    answers = [PHRASE, PHRASE]
    monkeypatch.setattr("getpass.getpass", lambda *_: answers.pop(0))
    monkeypatch.setattr("kbconnect.cli.session.sys.stdin.isatty", lambda: True, raising=False)
    from tests.cli.conftest import Terminal

    # The password itself is typed, too: the store asks for its pass phrase twice when it is made.
    answers.insert(0, PASSWORD)
    cli("connector", "add", "Desk", "--url", URL, stdin=Terminal(), terminal=True)
    two = f"{PHRASE}\nanother pass phrase\n"
    assert cli.json("secret", "change-pass-phrase", "--pass-phrase-stdin", stdin=two) == {"changed": True}
    assert cli.json("secret", "rotate", "--pass-phrase-stdin", stdin="another pass phrase\n") == {"rotated": 1}
    refused = cli("secret", "rotate", "--pass-phrase-stdin", stdin=f"{PHRASE}\n", code=1)
    assert "not the pass phrase" in refused.err
    assert "none was given" in cli("secret", "rotate", "--pass-phrase-stdin", code=1).err
    answers.append("another pass phrase")
    assert cli("secret", "check", stdin=Terminal(), terminal=True).code == 0


def test_a_backup_there_and_back(desk: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    made = desk("secret", "export", str(file), "--pass-phrase-stdin", stdin=f"{PHRASE}\n")
    assert "1 secret was written" in made.err
    assert PASSWORD not in file.read_text()
    desk("connector", "edit", "Desk", "--password-stdin", stdin="another")
    assert desk.json("secret", "import", str(file), "--pass-phrase-stdin", stdin=f"{PHRASE}\n") == {
        "connectors": ["Desk"],
        "left": [],
    }
    wrong = desk("secret", "import", str(file), "--pass-phrase-stdin", stdin="wrong horse battery\n", code=1)
    assert "not the pass phrase of this backup" in wrong.err
    assert PASSWORD not in made.out + made.err + wrong.out + wrong.err


def test_locking(desk: CommandLine) -> None:
    assert desk.json("secret", "lock", "--after", "20") == {"locked": False, "idle_minutes": 20}
    assert desk.json("secret", "list")["vault"]["idle_minutes"] == 20
    assert desk.json("secret", "lock") == {"locked": True, "idle_minutes": 20}
    assert "KBCONNECT_VAULT_KEY opens it again" in desk("secret", "lock").err
    assert "can't lock itself" in desk("secret", "lock", "--after", "-1", code=1).err


def test_where_openbao_is(cli: CommandLine) -> None:
    kept = cli.json("secret", "openbao", "--address", "https://bao.example:8200", "--role-id", "env:ROLE")["openbao"]
    assert kept == {"address": "https://bao.example:8200", "namespace": "", "ca_file": "", "role_id": "env:ROLE",
                    "secret_id": ""}  # fmt: skip
    assert "without encryption" in cli("secret", "openbao", "--address", "http://bao.example", code=1).err
    assert "none" in cli("secret", "openbao", "--address", "bao", code=1).err
    assert cli.json("secret", "openbao", "--address", "")["openbao"]["address"] == ""


@pytest.mark.server
def test_openbao_is_tested_before_it_is_kept(
    cli: CommandLine, openbao: servers_secrets.OpenBaoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = openbao.token('path "secret/*" { capabilities = ["read"] }')
    monkeypatch.setenv("BAO_TOKEN", token)
    answer = cli.json("secret", "openbao", "--address", openbao.address, "--test")
    tested = answer["test"]
    assert answer["openbao"]["address"] == openbao.address
    assert (tested["ok"], tested["address"], tested["sign_in"]) == (True, openbao.address, "variable")
    assert tested["version"]
    assert 3_000 < tested["token_ends_in_s"] <= 3_600
    said = cli("secret", "openbao", "--test")
    assert "let kbconnect in with the token in BAO_TOKEN" in said.err
    assert token not in said.out + said.err


@pytest.mark.server
def test_openbao_that_lets_nobody_in_is_not_kept(
    cli: CommandLine, openbao: servers_secrets.OpenBaoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAO_TOKEN", PASSWORD)
    refused = cli("secret", "openbao", "--address", openbao.address, "--test", code=1)
    assert "does not know the token" in refused.err
    assert "no setting was changed" in refused.err
    assert PASSWORD not in refused.out + refused.err
    error = cli.json("secret", "openbao", "--address", openbao.address, "--test", code=1)["error"]
    assert error["code"] == "secret_denied"
    assert cli.json("secret", "openbao")["openbao"]["address"] == ""


def test_openbao_that_nobody_named_cannot_be_tested(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BAO_ADDR", "VAULT_ADDR"):
        monkeypatch.delenv(name, raising=False)
    assert "not known where" in cli("secret", "openbao", "--test", code=1).err
