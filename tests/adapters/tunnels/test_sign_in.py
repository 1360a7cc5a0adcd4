"""Signing in at a real sshd: keys, the agent, passwords, several proofs, and what is said of those that don't do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.core.connector import Dial, Secret, SshTunnel
from kbconnect.core.errors import LoginRefusedError, TunnelError
from tests.adapters.tunnels.world import Echo, failure, knowing, opened, says_back, through
from tests.conftest import require
from tests.servers_ssh import (
    PASS_PHRASE,
    SshServer,
    has_sshd,
    make_key,
    run_agent,
    run_password_server,
    run_sshd,
)

pytestmark = pytest.mark.server


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "ed25519"])
def test_keys_of_each_kind_sign_in(
    kind: str, tunnels: SshTunnels, server: SshServer, echo: Echo, tmp_path: Path
) -> None:
    make_key(tmp_path / kind, kind=kind)
    allowed = server.folder / "authorized_keys"
    before = allowed.read_text(encoding="utf-8")
    allowed.write_text(before + (tmp_path / f"{kind}.pub").read_text(encoding="utf-8"), encoding="utf-8")
    tunnel = through(server, key_file=str(tmp_path / kind))
    assert opened(tunnels, tunnel, Dial("127.0.0.1", echo.port))() == b"hello"
    # The same key in the form of other programs.
    subprocess.run(
        ["ssh-keygen", "-q", "-p", "-N", "", "-m", "PKCS8", "-f", str(tmp_path / kind)],
        check=kind != "ed25519",
        capture_output=True,
    )
    assert opened(tunnels, tunnel, Dial("127.0.0.1", echo.port))() == b"hello"
    allowed.write_text(before, encoding="utf-8")


def test_a_key_with_a_pass_phrase(tunnels: SshTunnels, server: SshServer, echo: Echo) -> None:
    tunnel, target = through(server, key_file=str(server.locked_key)), Dial("127.0.0.1", echo.port)
    assert opened(tunnels, tunnel, target, PASS_PHRASE)() == b"hello"
    without = failure(opened(tunnels, tunnel, target), TunnelError)
    assert "none was given" in without.message
    assert without.fix == f"ssh-add {server.locked_key}"
    wrong = failure(opened(tunnels, tunnel, target, "close sesame"), TunnelError)
    assert wrong.message == "The pass phrase of the key locked_key is wrong."
    assert "sesame" not in f"{wrong.detail}{wrong.__cause__!r}"


def test_the_agent_signs(tunnels: SshTunnels, server: SshServer, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Dial("127.0.0.1", echo.port)
    with run_agent(server.stranger, server.key) as place:
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        with tunnels.open(through(server, key_file=""), None, target, 8) as tunnel:
            assert "by ssh-agent;" in tunnel.words
            assert says_back(tunnel.dial) == b"hello"
    with run_agent() as place:
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        empty = failure(opened(tunnels, through(server, key_file=""), target), TunnelError)
        assert empty.message == "The SSH agent holds no key, and there is none in ~/.ssh."
        assert empty.fix.startswith("ssh-add")


def test_a_usual_key_is_found_without_being_named(
    tunnels: SshTunnels, server: SshServer, echo: Echo, no_keys_of_ones_own: Path
) -> None:
    target = Dial("127.0.0.1", echo.port)
    none = failure(opened(tunnels, through(server, key_file=""), target), TunnelError)
    assert none.message.startswith("No SSH agent is running")
    usual = no_keys_of_ones_own / ".ssh" / "id_ed25519"
    usual.write_bytes(server.key.read_bytes())
    usual.chmod(0o600)
    assert opened(tunnels, through(server, key_file=""), target)() == b"hello"


@pytest.mark.parametrize("methods", ["password", "keyboard-interactive", "publickey,keyboard-interactive"])
def test_passwords_on_a_server_of_paramikos(methods: str, tmp_path: Path, echo: Echo) -> None:
    with run_password_server(methods) as server:
        tunnels = knowing(tmp_path, f"[127.0.0.1]:{server.port} {server.key.get_name()} {server.key.get_base64()}\n")
        tunnel, target = SshTunnel("127.0.0.1", server.port, server.username), Dial("127.0.0.1", echo.port)
        with tunnels.open(tunnel, Secret(server.password), target, 8) as way:
            assert "by its password;" in way.words
            assert says_back(way.dial) == b"hello"
        refused = failure(opened(tunnels, tunnel, target, "wrong horse"), LoginRefusedError)
        assert "refused the login of ada" in refused.message
        assert refused.detail == f"the server takes: {methods.replace(',', ', ')}"


def test_a_server_that_asks_more_than_a_password(tmp_path: Path, echo: Echo) -> None:
    questions = (("Password: ", False), ("Code: ", True))
    with run_password_server("keyboard-interactive", questions) as server:
        tunnels = knowing(tmp_path, f"[127.0.0.1]:{server.port} {server.key.get_name()} {server.key.get_base64()}\n")
        tunnel = SshTunnel("127.0.0.1", server.port, server.username)
        told = failure(opened(tunnels, tunnel, Dial("127.0.0.1", echo.port), server.password), LoginRefusedError)
        assert "wants a second proof" in told.message
        assert echo.accepted == 0


def test_a_key_that_is_not_let_in(tunnels: SshTunnels, server: SshServer, echo: Echo) -> None:
    tunnel = through(server, key_file=str(server.stranger))
    told = failure(opened(tunnels, tunnel, Dial("127.0.0.1", echo.port)), LoginRefusedError)
    assert told.message.endswith("that was tried: stranger.")
    assert told.detail == "the server takes: publickey"
    assert told.fix == " ".join((server.folder / "stranger.pub").read_text(encoding="utf-8").split()[:2])


def test_a_password_where_only_keys_are_taken(tunnels: SshTunnels, server: SshServer, echo: Echo) -> None:
    tunnel = through(server, key_file="")
    told = failure(opened(tunnels, tunnel, Dial("127.0.0.1", echo.port), "correct horse"), LoginRefusedError)
    assert told.message == "The SSH server 127.0.0.1 takes no passwords."
    assert told.detail == "the server takes: publickey"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda file: None, "does not exist"),
        (lambda file: file.write_text("no key", encoding="utf-8"), "holds no private key"),
        (lambda file: file.write_text("PuTTY-User-Key-File-3: ssh-ed25519", encoding="utf-8"), "PuTTY's own form"),
        (lambda file: file.write_text("-----BEGIN PRIVATE KEY-----\nAAAA", encoding="utf-8"), "is damaged"),
        (lambda file: file.mkdir(), "is not a file with a key"),
    ],
)
def test_key_files_that_cannot_be_used(
    make: Callable[[Path], object], says: str, tunnels: SshTunnels, server: SshServer, tmp_path: Path
) -> None:
    file = tmp_path / "key file"
    make(file)
    if file.is_file():
        file.chmod(0o600)
    told = failure(opened(tunnels, through(server, key_file=str(file)), Dial("127.0.0.1", 1)), TunnelError)
    assert says in told.message


def test_a_home_of_nobody(tunnels: SshTunnels, server: SshServer) -> None:
    tunnel = through(server, key_file="~nobody at all/key")
    told = failure(opened(tunnels, tunnel, Dial("127.0.0.1", 1)), TunnelError)
    assert "~nobody at all/key" in told.message


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions there")
def test_a_key_file_that_others_can_read(tunnels: SshTunnels, server: SshServer, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(server.key.read_bytes())
    file.chmod(0o644)
    told = failure(opened(tunnels, through(server, key_file=str(file)), Dial("127.0.0.1", 1)), TunnelError)
    assert "can be read by other accounts" in told.message
    assert told.fix == f"chmod 600 {file}"


# --------------------------------------------------------------------------------------------------- several proofs


@pytest.mark.parametrize("methods", ["password", "keyboard-interactive"])
def test_a_key_and_then_the_password(
    methods: str, tmp_path: Path, server: SshServer, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, first = Dial("127.0.0.1", echo.port), paramiko.Ed25519Key.from_private_key_file(str(server.key))
    with run_password_server(methods, first_key=first) as strict:
        line = f"[127.0.0.1]:{strict.port} {strict.key.get_name()} {strict.key.get_base64()}\n"
        tunnels, tunnel = knowing(tmp_path, line), SshTunnel("127.0.0.1", strict.port, "ada", str(server.key))
        with tunnels.open(tunnel, Secret(strict.password), target, 8) as way:
            assert "by key and password;" in way.words
            assert says_back(way.dial) == b"hello"
        without = failure(opened(tunnels, tunnel, target), LoginRefusedError)
        assert without.message == "The SSH server 127.0.0.1 took key and wants the password of ada as well."
        assert without.detail == f"it still wants: {methods}"
        wrong = failure(opened(tunnels, tunnel, target, "wrong horse"), LoginRefusedError)
        assert "the password is wrong" in wrong.message
        # Nobody names the key: that of the agent does as well.
        with run_agent(server.key) as place:
            monkeypatch.setenv("SSH_AUTH_SOCK", place)
            assert opened(tunnels, replace(tunnel, key_file=""), target, strict.password)() == b"hello"


def test_a_password_beside_a_key_that_nobody_asks_for(tmp_path: Path, server: SshServer, echo: Echo) -> None:
    target = Dial("127.0.0.1", echo.port)
    with run_password_server() as plain:
        line = f"[127.0.0.1]:{plain.port} {plain.key.get_name()} {plain.key.get_base64()}\n"
        tunnels, tunnel = knowing(tmp_path, line), SshTunnel("127.0.0.1", plain.port, "ada", str(server.key))
        assert opened(tunnels, tunnel, target, plain.password)() == b"hello"
        told = failure(opened(tunnels, tunnel, target), LoginRefusedError)
        assert told.message == "The SSH server 127.0.0.1 takes no keys."


def test_a_locked_key_that_the_agent_holds_leaves_room_for_the_password(
    tmp_path: Path, server: SshServer, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Dial("127.0.0.1", echo.port)
    locked = paramiko.Ed25519Key.from_private_key_file(str(server.locked_key), PASS_PHRASE)
    with run_password_server(first_key=locked) as strict:
        line = f"[127.0.0.1]:{strict.port} {strict.key.get_name()} {strict.key.get_base64()}\n"
        tunnels, tunnel = knowing(tmp_path, line), SshTunnel("127.0.0.1", strict.port, "ada", str(server.locked_key))
        told = failure(opened(tunnels, tunnel, target, PASS_PHRASE), LoginRefusedError)
        assert "wants the password of ada as well" in told.message
        (tmp_path / "opened").write_bytes(server.locked_key.read_bytes())
        (tmp_path / "opened").chmod(0o600)
        subprocess.run(
            ["ssh-keygen", "-q", "-p", "-P", PASS_PHRASE, "-N", "", "-f", str(tmp_path / "opened")], check=True
        )
        with run_agent(tmp_path / "opened") as place:
            monkeypatch.setenv("SSH_AUTH_SOCK", place)
            assert opened(tunnels, tunnel, target, strict.password)() == b"hello"


def test_two_keys_one_after_the_other(
    tmp_path: Path, echo: Echo, no_keys_of_ones_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(has_sshd(), "openssh-server")
    target = Dial("127.0.0.1", echo.port)
    with run_sshd("AuthenticationMethods publickey,publickey") as strict:
        tunnels = knowing(tmp_path, strict.known_hosts_line())
        told = failure(opened(tunnels, through(strict), target), LoginRefusedError)
        assert told.message == "The SSH server 127.0.0.1 took key and wants a further key as well."
        usual = no_keys_of_ones_own / ".ssh" / "id_ed25519"
        usual.write_bytes(strict.stranger.read_bytes())
        usual.chmod(0o600)
        with (strict.folder / "authorized_keys").open("a", encoding="utf-8") as file:
            file.write((strict.folder / "stranger.pub").read_text(encoding="utf-8"))
        with run_agent(strict.key) as place:
            monkeypatch.setenv("SSH_AUTH_SOCK", place)
            with tunnels.open(through(strict, key_file=""), None, target, 8) as way:
                assert "by ssh-agent and id_ed25519;" in way.words
                assert says_back(way.dial) == b"hello"
