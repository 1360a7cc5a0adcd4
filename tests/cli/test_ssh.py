"""SSH servers, their keys and certificates on the command line, with a real sshd before a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import servers
from tests.cli.conftest import CommandLine, Terminal
from tests.servers_ssh import PASS_PHRASE, SshServer

pytestmark = pytest.mark.server

AWAY = "postgresql://reader@db.example/shop"


@pytest.fixture
def login(debian_postgres: servers.DebianPostgres, monkeypatch: pytest.MonkeyPatch) -> servers.PostgresDatabase:
    """Its password is in SHOP_PASSWORD."""
    monkeypatch.setenv("SHOP_PASSWORD", debian_postgres.reader.password)
    return debian_postgres.reader


def url_of(login: servers.PostgresDatabase) -> str:
    return f"postgresql://{login.user}@localhost:{login.port}/{login.database}"


def way(sshd: SshServer, key: Path | None = None) -> tuple[str, ...]:
    return ("--ssh", f"{sshd.username}@{sshd.host}:{sshd.port}", "--ssh-key", str(key or sshd.key))


def test_from_an_unknown_server_to_its_tables(
    cli: CommandLine, login: servers.PostgresDatabase, sshd: SshServer, home: Path
) -> None:
    tls = ("--tls", "verify-full", "--tls-ca", str(login.ca_file))
    url = url_of(login)
    added = cli.json(
        *("connector", "add", "Shop", "--url", url, "--secret", "env:SHOP_PASSWORD"),
        *(*tls, *way(sshd, sshd.locked_key), "--ssh-password-stdin"),
        stdin=PASS_PHRASE,
    )
    assert added["tunnel"] == {
        "host": sshd.host,
        "port": sshd.port,
        "username": sshd.username,
        "key_file": str(sshd.locked_key),
        "jump": "",
        "secret": added["tunnel"]["secret"],
    }
    assert added["tunnel"]["secret"].startswith("vault:")
    assert (added["tls"], added["tls_ca_file"]) == ("verify-full", str(login.ca_file))

    refused = cli.json("connector", "test", "Shop", code=1)
    (step,) = refused["steps"]
    assert (step["name"], step["state"]) == ("tunnel", "failed")
    assert step["host_key"]["fingerprint"] == sshd.fingerprint
    assert cli.json("discover", "Shop", code=1)["error"]["code"] == "host_key_unknown"

    shown = cli.json("connector", "trust", "Shop", code=1)  # nobody is there to be asked
    assert shown == {"approved": [], "unknown": step["host_key"]}
    other = "SHA256:" + "A" * 43
    assert cli.json("connector", "trust", "Shop", "--yes", "--fingerprint", other, code=1)["approved"] == []
    said = cli("connector", "trust", "Shop", "--yes", "--fingerprint", other, code=1).err
    assert "not the fingerprint you gave" in said
    assert f"--fingerprint {sshd.fingerprint}" not in said, "nobody is handed the line that approves what may be false"
    assert "kbconnect connector trust Shop" in cli("connector", "test", "Shop", code=1).out
    done = cli.json("connector", "trust", "Shop", "--yes", "--fingerprint", sshd.fingerprint)
    assert done == {"approved": [step["host_key"]], "unknown": None}
    assert cli.json("connector", "trust", "Shop") == {"approved": [], "unknown": None}

    tested = cli.json("connector", "test", "Shop")
    names = [step["name"] for step in tested["steps"]]
    assert names == ["tunnel", "resolve", "connect", "tls", "login", "database", "read", "privileges"]
    facts = {fact["name"] for step in tested["steps"] for fact in step["facts"]}
    assert facts >= {"Encryption", "Issued by", "Round trip", "Clock of the server"}
    tables = cli.json("discover", "Shop")["tables"]
    assert ("sales", "products") in {(table["schema"], table["name"]) for table in tables}

    said = cli("connector", "show", "Shop").out
    assert f"{sshd.username}@{sshd.host}:{sshd.port}" in said
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert PASS_PHRASE.encode() not in written


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1)])
def test_a_person_is_asked(
    cli: CommandLine, login: servers.PostgresDatabase, sshd: SshServer, typed: str, code: int
) -> None:
    cli("connector", "add", "Shop", "--url", url_of(login), "--secret", "env:SHOP_PASSWORD", *way(sshd))
    answer = cli("connector", "trust", "Shop", stdin=Terminal(typed), code=code)
    assert sshd.fingerprint in answer.out
    assert ("Every SSH server on the way is known." in answer.out) is (code == 0)
    cli("connector", "test", "Shop", code=code)


def test_a_changed_key_wants_the_new_fingerprint_typed(
    cli: CommandLine, login: servers.PostgresDatabase, sshd: SshServer
) -> None:
    cli("connector", "add", "Shop", "--url", url_of(login), "--secret", "env:SHOP_PASSWORD", *way(sshd))
    before = sshd.fingerprint
    cli("connector", "trust", "Shop", "--fingerprint", before)
    sshd.stop()
    sshd.change_host_key()
    sshd.start()
    assert cli.json("connector", "trust", "Shop", code=1)["error"]["code"] == "host_key_changed"
    cli("connector", "trust", "Shop", stdin=Terminal("y\n"), code=1)
    cli("connector", "trust", "Shop", "--yes", "--fingerprint", before, code=1)
    (approved,) = cli.json("connector", "trust", "Shop", "--yes", "--fingerprint", sshd.fingerprint)["approved"]
    assert approved["fingerprint"] == sshd.fingerprint
    assert cli.json("connector", "test", "Shop")["ok"] is True


def test_what_a_hint_offers_to_copy_is_told_outside_of_the_connection_test(
    cli: CommandLine, login: servers.PostgresDatabase, sshd: SshServer
) -> None:
    cli("connector", "add", "Shop", "--url", url_of(login), "--secret", "env:SHOP_PASSWORD", *way(sshd))
    cli("connector", "trust", "Shop", "--fingerprint", sshd.fingerprint)
    cli("connector", "edit", "Shop", "--ssh-key", str(sshd.stranger))
    said = cli("discover", "Shop", code=1).err
    assert "the line below" in said
    assert sshd.stranger.with_suffix(".pub").read_text(encoding="utf-8").split()[1] in said


def test_a_way_is_tested_without_saving(
    cli: CommandLine, login: servers.PostgresDatabase, sshd: SshServer, home: Path
) -> None:
    home.mkdir(parents=True)
    (home / "known_hosts").write_text(sshd.known_hosts_line(), encoding="utf-8")
    words = ("connector", "test", "--url", url_of(login), "--secret", "env:SHOP_PASSWORD")
    assert cli.json(*words, *way(sshd))["ok"] is True
    refused = cli.json(*words, *way(sshd, sshd.stranger), code=1)
    assert refused["steps"][-1]["fix"].startswith("ssh-ed25519 ")
    assert cli.json("connector", "list")["connectors"] == []


def test_an_alias_of_the_persons_own_file_is_enough(
    cli: CommandLine,
    login: servers.PostgresDatabase,
    sshd: SshServer,
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    home.mkdir(parents=True)
    (home / "known_hosts").write_text(sshd.known_hosts_line(), encoding="utf-8")
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh" / "config").write_text(
        f"Host gate\n HostName {sshd.host}\n Port {sshd.port}\n User {sshd.username}\n IdentityFile {sshd.key}\n",
        encoding="utf-8",
    )
    told = cli.json("connector", "test", "--url", url_of(login), "--secret", "env:SHOP_PASSWORD", "--ssh", "gate")
    assert told["ok"] is True
    through = told["steps"][0]
    assert through["detail"].startswith(f"Through {sshd.username}@{sshd.host} by key;")
    assert any(fact["name"] == "gate in ~/.ssh/config" for fact in through["facts"])


def test_an_edit_changes_what_is_named(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_PASSWORD", "correct horse")
    ssh = ("--ssh", "ada@ssh.example", "--ssh-secret", "env:SSH_PASSWORD", "--ssh-jump", "bob@outer.example:2222")
    added = cli.json("connector", "add", "Away", "--url", AWAY, *ssh)["tunnel"]
    assert (added["username"], added["host"], added["port"]) == ("ada", "ssh.example", 22)
    assert (added["jump"], added["secret"]) == ("bob@outer.example:2222", "env:SSH_PASSWORD")
    moved = cli.json("connector", "edit", "Away", "--ssh", "[2001:db8::1]:2200", "--tls", "require")
    assert moved["tls"] == "require"
    assert moved["tunnel"] == {**added, "username": "", "host": "2001:db8::1", "port": 2200}
    renamed = cli.json("connector", "edit", "Away", "--url", "postgresql://reader@other.example/shop")
    assert renamed["tunnel"] == moved["tunnel"]
    assert cli.json("connector", "edit", "Away", "--no-ssh")["tunnel"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--ssh-key", "key"), 1),
        (("--ssh", "ada:password@ssh.example"), 1),
        (("--ssh", "ssh.example:port"), 1),
        (("--ssh", "ada@"), 1),
        (("--ssh", "ssh.example", "--ssh-secret", "env:X", "--ssh-password-stdin"), 2),
        (("--ssh", "ssh.example", "--password-stdin", "--ssh-password-stdin"), 2),
        (("--tls", "sometimes"), 2),
    ],
)
def test_options_that_make_no_sense(cli: CommandLine, words: tuple[str, ...], code: int) -> None:
    answer = cli("connector", "add", "Away", "--url", AWAY, *words, stdin="x", code=code)
    assert "password@" not in answer.err
    assert cli.json("connector", "list")["connectors"] == []


def test_trust_needs_a_server_and_a_fingerprint(cli: CommandLine) -> None:
    cli("connector", "add", "Away", "--url", AWAY)
    assert "through no SSH server" in cli("connector", "trust", "Away", code=1).err
    cli("connector", "trust", "Away", "--yes", code=2)
    cli("connector", "edit", "Away", "--no-ssh", "--ssh", "ssh.example", code=2)
