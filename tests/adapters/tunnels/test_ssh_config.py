"""~/.ssh/config: what it says of a server is what `ssh -G` says, and an alias leads through a real sshd."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.adapters.tunnels.hops import Hop, hops_of
from kbconnect.adapters.tunnels.ssh_config import SshConfig, Told
from kbconnect.core.connector import CheckFact, Dial, SshTunnel
from kbconnect.core.errors import InputError, LoginRefusedError, TunnelError
from tests.adapters.tunnels.world import Echo, failure, opened, says_back, through
from tests.conftest import require
from tests.servers_ssh import PASS_PHRASE, SshServer, has_sshd, run_agent, run_password_server, run_sshd

INCLUDED = "Host z\nUser early\nHost other\nPort 66\nHost *\nCompression yes\n"
SAME_AS_SSH = [
    (
        "Host work\n  HostName bastion.example\n  Port 2222\n  User ada\n  IdentityFile ~/work\n  ProxyJump gate\n",
        "work",
    ),
    ("Host *.x !bad.x\n HostName %h.dom\n", "a.x"),
    ("Host *.x !bad.x\n HostName %h.dom\n", "bad.x"),
    ('Host a b\n Port=33 # hi\nHost *\n Port 44\n User "the user"\n', "b"),
    ("User first\nHost z\nUser second\n", "z"),
    ("Host z\nProxyCommand none\nProxyJump j\n", "z"),
    ("Host z\nProxyJump none\nHost *\nProxyJump j\n", "z"),
    ("Host z\nHostName real\nMatch host real\nPort 9\n", "z"),
    ("Match originalhost z user bob\nPort 9\n", "z"),
    ("Match !host z\nPort 9\n", "z"),
    ("Match all\nPort 9\n", "z"),
    ('Match host "y,z"\nPort 9\n', "z"),
    ("Include {folder}/in*d\nHost z\nUser late\nHost *\nPort 5\n", "z"),
    ("Host q\nInclude {folder}/included\nHost z\nUser late\n", "z"),
    ("Host z\nInclude {folder}/included\nPort 7\n", "z"),
    ("Host Z\nPort 9\n", "z"),
    ("host z\nPORT 9\nidentityfile a\nIdentityFile b\nIdentityFile a\n", "z"),
    ("Host z?\n\tProxyJump u@h:33,k\n", "z1"),
    ("Host z\nIdentityFile %d/of/%r@%h\nIdentityFile ~/y\nIdentitiesOnly yes\n", "z"),
]


def config_of(folder: Path, text: str) -> SshConfig:
    file = folder / "config"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return SshConfig([file])


def said_by_ssh(file: Path, name: str) -> dict[str, list[str]]:
    said = subprocess.run(["ssh", "-G", "-F", str(file), name], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for line in said.stdout.splitlines():
        keyword, _, value = line.partition(" ")
        found.setdefault(keyword, []).append(value)
    return found


@pytest.mark.server
@pytest.mark.parametrize(("text", "name"), SAME_AS_SSH)
def test_a_file_says_what_ssh_reads_in_it(text: str, name: str, tmp_path: Path) -> None:
    require(shutil.which("ssh") is not None, "openssh-client")
    (tmp_path / "included").write_text(INCLUDED, encoding="utf-8")
    me = getpass.getuser()
    told = config_of(tmp_path, text.replace("{folder}", str(tmp_path))).of(name, "", me)
    real = said_by_ssh(tmp_path / "config", name)
    assert [told.host or name, str(told.port or 22), told.username or me] == [
        *(real["hostname"][0], real["port"][0], real["user"][0])
    ]
    assert (told.jump or None) == real.get("proxyjump", [None])[0]
    marks = {"%d": str(Path.home()), "%r": me, "%h": told.host or name}
    named = [file for file in real["identityfile"] if not file.startswith("~/.ssh/id_")]
    for mark, stands_for in marks.items():
        named = [file.replace(mark, stands_for) for file in named]
    assert [str(Path(file).expanduser()) for file in named] == list(told.key_files)


def test_files_that_include_one_another_are_read_once(tmp_path: Path) -> None:
    """As copies of a file do that includes all there are; read as often as they are named, they took hours."""
    for number in range(12):
        (tmp_path / f"config.{number}").write_text("Include config*\nIdentityFile /more\n", encoding="utf-8")
        (tmp_path / f"config.{number}").chmod(0o600)
    told = config_of(tmp_path, "Include config*\nHost z\nPort 9\nIdentityFile /k\n").of("z", "", "me")
    assert (told.port, told.key_files) == (9, ("/more", "/k"))


def test_what_would_run_a_command_is_not_asked(tmp_path: Path) -> None:
    config = config_of(tmp_path, f"Match exec 'touch {tmp_path}/ran'\nPort 9\nHost z\nUser ada\n")
    told = config.of("z", "", "me")
    assert (told.port, told.username) == (None, "ada")
    assert told.taken == (("User", "ada"), ("Match exec", "not looked at"))
    assert not (tmp_path / "ran").exists()
    behind = config_of(tmp_path, "Host z\nProxyCommand nc -X 5 %h %p\n")
    with pytest.raises(TunnelError) as caught:
        hops_of(SshTunnel("z", 22, "me"), behind)
    assert caught.value.detail == "ProxyCommand nc -X 5 %h %p"
    assert hops_of(SshTunnel("z", 22, "me", jump="gate"), behind)[0].host == "gate"


@given(st.text(st.sampled_from("Hostz \n\"'#=*?!%$\\~\t") | st.characters(), max_size=80))
def test_whatever_stands_in_the_file_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("config")
    with suppress(UnicodeEncodeError):
        (folder / "config").write_text(text, encoding="utf-8")
    (folder / "config").chmod(0o600)
    told = SshConfig([folder / "config"]).of("z", "", "me")
    assert isinstance(told, Told)


def test_the_connector_counts_more_than_the_file(tmp_path: Path) -> None:
    config = config_of(
        tmp_path, "Host z\nHostName real\nPort 9\nUser ada\nIdentityFile /k\nProxyJump gate\nHost gate\nPort 8\n"
    )
    assert hops_of(SshTunnel("z"), config) == (
        Hop("gate", 8, getpass.getuser(), taken=(("Port", "8"),)),
        Hop(
            *("real", 9, "ada", "z", ("/k",)),
            taken=(("HostName", "real"), ("Port", "9"), ("User", "ada"), ("ProxyJump", "gate"), ("IdentityFile", "/k")),
        ),
    )
    mine = SshTunnel("z", 77, "bob", "/mine", jump="one:5")
    first, last = hops_of(mine, config)
    assert (first.host, first.port, first.username) == ("one", 5, "bob")
    assert (last.host, last.port, last.username, last.key_files) == ("real", 77, "bob", ())


def test_servers_in_between_may_lie_behind_others(tmp_path: Path) -> None:
    config = config_of(tmp_path, "Host z\nProxyJump b\nHost b\nProxyJump a\nUser bob\nHost a\nHostName first\n")
    me = getpass.getuser()
    hops = [(hop.host, hop.username) for hop in hops_of(SshTunnel("z"), config)]
    assert hops == [("first", me), ("b", "bob"), ("z", me)]
    circle = config_of(tmp_path, "Host a\nProxyJump b\nHost b\nProxyJump a\n")
    with pytest.raises(InputError) as caught:
        hops_of(SshTunnel("a"), circle)
    assert "in a circle" in caught.value.message


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions there")
def test_a_file_that_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "two words"
    folder.mkdir()
    config = config_of(folder, "Host z\nPort 9\n")
    (folder / "config").chmod(0o666)
    with pytest.raises(TunnelError) as caught:
        config.of("z", "", "me")
    # Nobody loses the right to read it: it may be the system's.
    assert caught.value.fix == f"chmod go-w '{folder / 'config'}'"


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such owners there")
def test_a_file_of_another_account_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_of(tmp_path, "Host z\nPort 9\n")
    if os.getuid() == 0:
        os.chown(tmp_path / "config", 4_711, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: 4_711)
    with pytest.raises(TunnelError) as caught:
        config.of("z", "", "me")
    assert caught.value.fix == f'sudo chown "$(id -un)" {tmp_path / "config"}'
    assert "belongs to another account" in caught.value.hint


# --------------------------------------------------------------------------------------------------- a real sshd


@pytest.mark.server
def test_an_alias_leads_where_ssh_does(
    tmp_path: Path, server: SshServer, echo: Echo, no_keys_of_ones_own: Path
) -> None:
    require(has_sshd(), "openssh-server")
    with run_sshd() as inner:
        allowed = inner.folder / "authorized_keys"
        allowed.write_text((inner.folder / "stranger.pub").read_text(encoding="utf-8"), encoding="utf-8")
        folder = no_keys_of_ones_own / ".ssh"
        config_of(
            folder,
            f"Host gate\n HostName {server.host}\n Port {server.port}\n IdentityFile {server.key}\n"
            f"Host inside\n HostName {inner.host}\n Port {inner.port}\n IdentityFile {inner.stranger}\n"
            f" ProxyJump gate\nHost *\n User {server.username}\n",
        )
        known = server.known_hosts_line() + inner.known_hosts_line()
        (folder / "known_hosts").write_text(known, encoding="utf-8")
        tunnels = SshTunnels(tmp_path / "approved")
        tunnels.check_reachable(SshTunnel("inside"), 5)
        with tunnels.open(SshTunnel("inside"), None, Dial("127.0.0.1", echo.port), 8) as way:
            assert way.words.startswith(f"Through {server.username}@{inner.host} by stranger;")
            assert says_back(way.dial) == b"hello"
            facts = way.facts
        assert (
            CheckFact(
                "inside in ~/.ssh/config",
                f"HostName {inner.host}, Port {inner.port}, ProxyJump gate, User {server.username}, "
                f"IdentityFile {inner.stranger}",
            )
            in facts
        )
        assert any(fact.name == "gate in ~/.ssh/config" for fact in facts)


@pytest.mark.server
def test_only_the_keys_of_the_file_are_shown_where_it_says_so(
    tmp_path: Path, server: SshServer, echo: Echo, no_keys_of_ones_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, target = no_keys_of_ones_own / ".ssh", Dial("127.0.0.1", echo.port)
    (folder / "known_hosts").write_text(server.known_hosts_line(), encoding="utf-8")
    tunnels, tunnel = SshTunnels(tmp_path / "approved"), through(server, key_file="")
    only = f"Host *\n IdentitiesOnly yes\n IdentityFile {server.stranger}\n"
    with run_agent(server.key) as place:
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        config_of(folder, only)
        told = failure(opened(tunnels, tunnel, target), LoginRefusedError)
        assert told.message.endswith("that was tried: stranger.")
        config_of(folder, only.replace("IdentitiesOnly yes", "IdentitiesOnly no"))
        assert opened(tunnels, tunnel, target)() == b"hello"
        # The agent holds it, so that nobody needs its pass phrase.
        config_of(folder, only.replace(str(server.stranger), str(server.key)))
        with tunnels.open(tunnel, None, target, 8) as way:
            assert "by ssh-agent;" in way.words
        monkeypatch.delenv("SSH_AUTH_SOCK")
        config_of(folder, f"Host *\n IdentityAgent {place}\n")
        assert opened(tunnels, tunnel, target)() == b"hello"
        config_of(folder, "Host *\n IdentityAgent none\n")
        assert "No SSH agent is running" in failure(opened(tunnels, tunnel, target), TunnelError).message


@pytest.mark.server
def test_a_named_key_that_is_locked(tmp_path: Path, server: SshServer, echo: Echo, no_keys_of_ones_own: Path) -> None:
    folder, target = no_keys_of_ones_own / ".ssh", Dial("127.0.0.1", echo.port)
    (folder / "known_hosts").write_text(server.known_hosts_line(), encoding="utf-8")
    config_of(folder, f"Host *\n IdentityFile {server.locked_key}\n")
    tunnels, tunnel = SshTunnels(tmp_path / "approved"), replace(through(server), key_file="")
    told = failure(opened(tunnels, tunnel, target), TunnelError)
    assert told.message == "None of the keys that ~/.ssh/config names for 127.0.0.1 can be used."
    assert "protected by a pass phrase" in told.detail
    assert opened(tunnels, tunnel, target, "open sesame")() == b"hello"


@pytest.mark.server
def test_a_pass_phrase_is_told_to_no_server_on_the_way(
    tmp_path: Path, server: SshServer, no_keys_of_ones_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens the key for the last server; the one before takes passwords."""
    with run_password_server() as gate, run_agent(server.stranger) as place:
        config_of(
            no_keys_of_ones_own / ".ssh",
            f"Host gate\n HostName 127.0.0.1\n Port {gate.port}\n User ada\n"
            f"Host inside\n HostName {server.host}\n Port {server.port}\n IdentityFile {server.locked_key}\n"
            " ProxyJump gate\n",
        )
        known = f"[127.0.0.1]:{gate.port} {gate.key.get_name()} {gate.key.get_base64()}\n" + server.known_hosts_line()
        (no_keys_of_ones_own / ".ssh" / "known_hosts").write_text(known, encoding="utf-8")
        opening = opened(SshTunnels(tmp_path / "approved"), SshTunnel("inside"), Dial("127.0.0.1", 1), PASS_PHRASE)
        assert failure(opening, LoginRefusedError).message == "The SSH server 127.0.0.1 takes no keys."
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        failure(opening, LoginRefusedError)
        assert gate.heard == []


@pytest.mark.server
def test_a_pass_phrase_is_no_password_where_the_agent_holds_its_key(
    tmp_path: Path, server: SshServer, no_keys_of_ones_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_key = tmp_path / "opened"
    opened_key.write_bytes(server.locked_key.read_bytes())
    opened_key.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", PASS_PHRASE, "-N", "", "-f", str(opened_key)], check=True)
    with run_password_server() as plain, run_agent(opened_key) as place:
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        config_of(no_keys_of_ones_own / ".ssh", f"Host *\n IdentityFile {server.locked_key}\n")
        known = f"[127.0.0.1]:{plain.port} {plain.key.get_name()} {plain.key.get_base64()}\n"
        (no_keys_of_ones_own / ".ssh" / "known_hosts").write_text(known, encoding="utf-8")
        tunnel = SshTunnel("127.0.0.1", plain.port, "ada")
        failure(opened(SshTunnels(tmp_path / "approved"), tunnel, Dial("127.0.0.1", 1), PASS_PHRASE), LoginRefusedError)
        assert plain.heard == []
