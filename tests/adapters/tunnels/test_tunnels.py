"""Tunnels through a real sshd: ways through, keys of servers, and what is said of each thing that can be wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.adapters.tunnels.hops import Hop, hops_of
from kbconnect.adapters.tunnels.login import translate
from kbconnect.core.connector import Dial, SshTunnel
from kbconnect.core.errors import (
    ConnectTimeoutError,
    HostKeyChangedError,
    HostKeyUnknownError,
    HostNotFoundError,
    InputError,
    PortClosedError,
    SourceError,
    SourceLostError,
    TunnelError,
)
from tests.adapters.tunnels.world import Echo, failure, knowing, opened, says_back, threads, through
from tests.conftest import require
from tests.servers_ssh import (
    SshServer,
    has_sshd,
    make_key,
    run_sshd,
)

pytestmark = pytest.mark.server


# --------------------------------------------------------------------------------------------------- ways through


def test_bytes_go_through_and_come_back(tunnels: SshTunnels, server: SshServer, echo: Echo) -> None:
    words = os.urandom(3_000_000)
    with tunnels.open(through(server), None, Dial("127.0.0.1", echo.port), 8) as tunnel:
        assert tunnel.dial.host == "127.0.0.1"
        assert tunnel.words == (
            f"Through {server.username}@127.0.0.1 by key; from there 127.0.0.1 answers on port {echo.port}"
        )
        assert says_back(tunnel.dial, words) == words
        with socket.create_connection((tunnel.dial.host, tunnel.dial.port), 10) as waiting:
            assert says_back(tunnel.dial, b"beside it") == b"beside it"
            assert tunnel.fault() is None
            place = tunnel.dial
    with pytest.raises(OSError):
        socket.create_connection((place.host, place.port), 1)
    assert waiting.fileno() == -1
    assert threads() == []


def test_jump_hosts(tmp_path: Path, server: SshServer, echo: Echo) -> None:
    with run_sshd() as inner:
        allowed = inner.folder / "authorized_keys"
        allowed.write_text((server.folder / "key.pub").read_text(encoding="utf-8"), encoding="utf-8")
        tunnel = replace(
            through(inner), key_file=str(server.key), jump=f"{server.username}@{server.host}:{server.port}"
        )
        target = Dial("127.0.0.1", echo.port)
        tunnels = knowing(tmp_path)
        for expected in (server, inner):
            unknown = failure(opened(tunnels, tunnel, target), HostKeyUnknownError)
            assert isinstance(unknown, HostKeyUnknownError)
            assert (unknown.host_key.port, unknown.host_key.fingerprint) == (expected.port, expected.fingerprint)
            tunnels.approve(unknown.host_key)
        assert opened(tunnels, tunnel, target)() == b"hello"


@pytest.mark.parametrize(
    ("jump", "hops"),
    [
        ("", [Hop("last", 22, "me")]),
        ("one", [Hop("one", 22, "me"), Hop("last", 22, "me")]),
        ("ada@one:2222, two", [Hop("one", 2222, "ada"), Hop("two", 22, "me"), Hop("last", 22, "me")]),
        ("ssh://ada@one", [Hop("one", 22, "ada"), Hop("last", 22, "me")]),
        ("ada@[::1]:2222,[fe80::1]", [Hop("::1", 2222, "ada"), Hop("fe80::1", 22, "me"), Hop("last", 22, "me")]),
    ],
)
def test_hops_are_written_as_for_ssh(jump: str, hops: list[Hop]) -> None:
    assert list(hops_of(SshTunnel("last", 22, "me", jump=jump))) == hops


@given(st.text(st.sampled_from("a1@:[],./ -é~") | st.characters(), max_size=40))
def test_whatever_somebody_writes_as_hops_is_taken_or_refused(jump: str) -> None:
    hops: tuple[Hop, ...] = ()
    with suppress(InputError):
        hops = hops_of(SshTunnel("last", 22, "me", jump=jump))
    assert all(hop.host and hop.username and 1 <= hop.port <= 65535 for hop in hops)


@pytest.mark.parametrize("jump", ["one:" + "9" * 5_000, "@one", "one:port", "one:0", "one:65536", "ada@", ":22"])
def test_hops_that_are_none(jump: str) -> None:
    with pytest.raises(InputError):
        hops_of(SshTunnel("last", 22, "me", jump=jump))


# --------------------------------------------------------------------------------------------------- keys of servers


def test_an_unknown_server_is_told_by_its_fingerprint(tmp_path: Path, server: SshServer, echo: Echo) -> None:
    tunnels = knowing(tmp_path)
    target = Dial("127.0.0.1", echo.port)
    signed_in = server.log().count("Accepted")
    unknown = failure(opened(tunnels, through(server), target), HostKeyUnknownError)
    assert isinstance(unknown, HostKeyUnknownError)
    assert unknown.host_key.fingerprint == server.fingerprint
    assert server.fingerprint in unknown.message
    assert server.log().count("Accepted") == signed_in
    tunnels.approve(unknown.host_key)
    assert opened(tunnels, through(server), target)() == b"hello"


def test_the_users_own_file_is_read(tmp_path: Path, server: SshServer, echo: Echo, no_keys_of_ones_own: Path) -> None:
    (no_keys_of_ones_own / ".ssh" / "known_hosts").write_text(server.known_hosts_line(hashed=True), encoding="utf-8")
    tunnels = SshTunnels(tmp_path / "approved")
    assert opened(tunnels, through(server), Dial("127.0.0.1", echo.port))() == b"hello"
    assert not (tmp_path / "approved").exists()


def test_a_server_that_an_authority_vouches_for_is_asked_about(
    tmp_path: Path, echo: Echo, no_keys_of_ones_own: Path
) -> None:
    """Its certificate can't be checked here, so it is never taken as good."""
    require(has_sshd(), "openssh-server")
    make_key(tmp_path / "authority")
    with run_sshd("HostCertificate {folder}/host_key-cert.pub") as vouched:
        certify = ["ssh-keygen", "-q", "-s", str(tmp_path / "authority"), "-I", "test", "-h", "-n", vouched.host]
        subprocess.run([*certify, str(vouched.folder / "host_key.pub")], check=True, capture_output=True)
        vouched.stop()
        vouched.start()
        authority = " ".join((tmp_path / "authority.pub").read_text(encoding="utf-8").split()[:2])
        known = no_keys_of_ones_own / ".ssh" / "known_hosts"
        known.write_text(f"@cert-authority [127.0.0.1]:{vouched.port} {authority}\n", encoding="utf-8")
        tunnels, target = SshTunnels(tmp_path / "approved"), Dial("127.0.0.1", echo.port)
        told = failure(opened(tunnels, through(vouched), target), HostKeyUnknownError)
        assert isinstance(told, HostKeyUnknownError)
        assert told.host_key.fingerprint == vouched.fingerprint
        assert "an authority that vouches for it" in told.message
        assert f"{known}, line 1" in told.detail
        assert "Accepted" not in vouched.log()
        tunnels.approve(told.host_key)
        assert opened(tunnels, through(vouched), target)() == b"hello"


def test_another_server_in_its_place_is_refused(tmp_path: Path, sshd: SshServer, echo: Echo) -> None:
    tunnels = knowing(tmp_path, sshd.known_hosts_line())
    before = sshd.fingerprint
    sshd.stop()
    sshd.change_host_key()
    sshd.start()
    target = Dial("127.0.0.1", echo.port)
    changed = failure(opened(tunnels, through(sshd), target), HostKeyChangedError)
    assert isinstance(changed, HostKeyChangedError)
    assert changed.known == (before,)
    assert changed.host_key.fingerprint == sshd.fingerprint
    assert "in its place" in changed.message
    assert not changed.retryable
    assert "Accepted" not in sshd.log()
    tunnels.approve(changed.host_key)
    assert opened(tunnels, through(sshd), target)() == b"hello"


# --------------------------------------------------------------------------------------------------- what goes wrong


def test_a_host_that_is_none(tunnels: SshTunnels, server: SshServer) -> None:
    tunnel = through(server, host="nowhere.invalid")
    told = failure(opened(tunnels, tunnel, Dial("127.0.0.1", 1)), HostNotFoundError)
    assert told.message.startswith("There is no SSH server named nowhere.invalid")
    with pytest.raises(HostNotFoundError):
        tunnels.check_reachable(tunnel, 5)


def test_a_closed_port(tunnels: SshTunnels, server: SshServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = failure(opened(tunnels, through(server, port=port), Dial("127.0.0.1", 1)), PortClosedError)
    assert told.message == f"The SSH server 127.0.0.1 answers, but nothing listens on port {port}."
    assert told.retryable
    with pytest.raises(PortClosedError):
        tunnels.check_reachable(through(server, port=port), 5)
    tunnels.check_reachable(through(server), 5)


@contextmanager
def speaking(words: bytes | None) -> Iterator[int]:
    """A port where something else answers; None: it hangs up, b"": it says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept = []

    def serve() -> None:
        try:
            while True:
                connection, _ = listener.accept()
                kept.append(connection)
                if words is None:
                    connection.close()
                elif words:
                    connection.sendall(words)
                    connection.close()
        except OSError:
            return

    thread = threading.Thread(target=serve)  # noqa: TID251 - a server
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for one in kept:
            one.close()


@pytest.mark.parametrize(
    ("words", "kind"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", TunnelError), (None, TunnelError), (b"", ConnectTimeoutError)],
)
def test_what_answers_is_no_ssh_server(
    words: bytes | None, kind: type[SourceError], tunnels: SshTunnels, server: SshServer
) -> None:
    with speaking(words) as port:
        tunnel = through(server, port=port)
        failure(opened(tunnels, tunnel, Dial("127.0.0.1", 1), limit_s=1), kind)


@pytest.mark.parametrize("more", ["AllowTcpForwarding no", "PermitOpen other.example:1"])
def test_a_server_that_lets_nothing_through(more: str, tmp_path: Path, echo: Echo) -> None:
    require(has_sshd(), "openssh-server")
    with run_sshd(more) as closed:
        tunnels = knowing(tmp_path, closed.known_hosts_line())
        told = failure(opened(tunnels, through(closed), Dial("127.0.0.1", echo.port)), TunnelError)
        assert "does not let this account through" in told.message
        assert told.fix == f"AllowTcpForwarding local\nPermitOpen 127.0.0.1:{echo.port}"


def test_a_database_that_is_not_there(tunnels: SshTunnels, server: SshServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = failure(opened(tunnels, through(server), Dial("127.0.0.1", port)), PortClosedError)
    assert told.message == f"The SSH server 127.0.0.1 can't reach 127.0.0.1 on port {port}."
    away = failure(opened(tunnels, through(server), Dial("nowhere.invalid", 5432)), PortClosedError)
    assert away.message == "The SSH server 127.0.0.1 can't reach nowhere.invalid on port 5432."


# --------------------------------------------------------------------------------------------------- while it is open


def test_what_broke_is_made_anew_by_the_next(tmp_path: Path, sshd: SshServer, echo: Echo) -> None:
    tunnels = knowing(tmp_path, sshd.known_hosts_line())
    with tunnels.open(through(sshd), None, Dial("127.0.0.1", echo.port), 8) as tunnel:
        with socket.create_connection((tunnel.dial.host, tunnel.dial.port), 10) as connection:
            connection.sendall(b"hello")
            assert connection.recv(5) == b"hello"
            sshd.stop()
            assert connection.recv(1) == b""
        fault = tunnel.fault()
        assert isinstance(fault, SourceLostError)
        assert fault.message.startswith("The SSH tunnel through 127.0.0.1 was lost")
        assert says_back(tunnel.dial) == b""
        sshd.start()
        assert says_back(tunnel.dial) == b"hello"
        assert tunnel.fault() is None


def test_a_database_that_hangs_up_is_no_fault_of_the_tunnel(tunnels: SshTunnels, server: SshServer) -> None:
    with speaking(b"go away") as port, tunnels.open(through(server), None, Dial("127.0.0.1", port), 8) as tunnel:
        assert says_back(tunnel.dial) == b"go away"
        assert tunnel.fault() is None


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system says whose a connection is")
def test_other_programs_are_not_let_in(tunnels: SshTunnels, server: SshServer, echo: Echo) -> None:
    with tunnels.open(through(server), None, Dial("127.0.0.1", echo.port), 8) as tunnel:
        assert says_back(tunnel.dial) == b"hello"
        code = (
            "import socket, sys; s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10);"
            "s.settimeout(10); s.send(b'x'); print(s.recv(1))"
        )
        other = subprocess.run(
            [sys.executable, "-c", code, str(tunnel.dial.port)], capture_output=True, text=True, timeout=30, check=False
        )
        assert "b'x'" not in other.stdout
        assert says_back(tunnel.dial) == b"hello"
        assert echo.accepted == 3  # the way was tried once, and gone through twice


# --------------------------------------------------------------------------------------------------- errors


def kin(error: type[Exception]) -> Iterator[type[Exception]]:
    yield error
    for each in error.__subclasses__():
        yield from kin(each)


MADE: dict[type[Exception], tuple[object, ...]] = {
    paramiko.BadAuthenticationType: ("no", ["publickey"]),
    paramiko.ssh_exception.PartialAuthentication: (["publickey"],),
    paramiko.ChannelException: (2, "refused"),
    paramiko.BadHostKeyException: ("host", paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()),
    paramiko.ProxyCommandFailure: ("command", "error"),
}


@pytest.mark.parametrize("error", [*kin(paramiko.SSHException), EOFError, ConnectionResetError, TimeoutError])
def test_every_error_of_the_library_is_translated(error: type[Exception]) -> None:
    try:
        raised = error(*MADE.get(error, ("words",)))
    except TypeError:
        pytest.skip("it is made by the library alone")
    told = translate(Hop("ssh.example", 22, "ada"), raised, late=False)
    assert "ssh.example" in told.message
    assert told.hint
    assert told.meaning
