"""Real SSH servers for tests: Debian's sshd, its agent, and for passwords one made of paramiko's own server.

sshd knows the passwords of the system's accounts alone, and a test makes none; so logins by password and by questions
are tried on `run_password_server`, which speaks SSH as paramiko does. Owns how each is started and that it is stopped.
Everything lives in temporary folders and listens on the loopback only. It must not know about pytest.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.server import InteractiveQuery

from tests.servers import START_TIMEOUT_S, free_port

SSHD = Path("/usr/sbin/sshd")
PASS_PHRASE = "open sesame"
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
LogLevel VERBOSE
UseDNS no
{more}
"""


def has_sshd() -> bool:
    return sys.platform == "linux" and SSHD.exists() and shutil.which("ssh-keygen") is not None


@dataclass
class SshServer:
    """A running sshd that lets this account in with one of the keys of `folder`.

    key, locked_key: private keys that are let in; the second one needs PASS_PHRASE. stranger: one that is not let in.
    """

    folder: Path
    port: int
    more: str
    host: str = "127.0.0.1"
    username: str = field(default_factory=getpass.getuser)
    _process: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def locked_key(self) -> Path:
        return self.folder / "locked_key"

    @property
    def stranger(self) -> Path:
        return self.folder / "stranger"

    @property
    def fingerprint(self) -> str:
        said = subprocess.run(
            ["ssh-keygen", "-lf", str(self.folder / "host_key.pub")], capture_output=True, text=True, check=True
        )
        return said.stdout.split()[1]

    def known_hosts_line(self, *, hashed: bool = False) -> str:
        """The server as a line of known_hosts."""
        kind, key, *_ = (self.folder / "host_key.pub").read_text(encoding="utf-8").split()
        line = f"[{self.host}]:{self.port} {kind} {key}\n"
        if not hashed:
            return line
        file = self.folder / "hashed"
        file.write_text(line, encoding="utf-8")
        subprocess.run(["ssh-keygen", "-H", "-f", str(file)], capture_output=True, check=True)
        return file.read_text(encoding="utf-8")

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with its log when it does not."""
        config = self.folder / "sshd_config"
        more = self.more.format(folder=self.folder)
        config.write_text(CONFIG.format(port=self.port, folder=self.folder, more=more), encoding="utf-8")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd wants it for its sandbox
        command = [str(SSHD), "-D", "-e", "-f", str(config)]
        with self._lock, (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
            self._process = process
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1):
                return
        raise RuntimeError(f"sshd did not start: {self.log()[-2000:]}")

    def stop(self) -> None:
        """As a computer that is switched off: every connection ends, and the port is closed when this returns. Another
        thread may start it again meanwhile."""
        with self._lock:
            if self._process is not None:
                _kill(self._process)
                self._process = None

    def freeze(self) -> None:
        """It stays, and answers nothing."""
        if self._process is not None:
            for process_id in _held(self._process):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process_id, signal.SIGSTOP)

    def change_host_key(self) -> None:
        """As another server in its place would have. It must be stopped."""
        _make_key(self.folder / "host_key")

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def run_sshd(more: str = "") -> Iterator[SshServer]:
    """A server of its own. more: lines of sshd_config, with {folder} for its own."""
    folder = Path(tempfile.mkdtemp(prefix="kbssh-"))
    server = SshServer(folder, free_port(), more)
    try:
        _make_key(folder / "host_key")
        _make_key(server.key)
        _make_key(server.locked_key, PASS_PHRASE)
        _make_key(server.stranger)
        allowed = (file.with_suffix(".pub").read_text(encoding="utf-8") for file in (server.key, server.locked_key))
        (folder / "authorized_keys").write_text("".join(allowed), encoding="utf-8")
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _make_key(path: Path, pass_phrase: str = "", kind: str = "ed25519") -> None:
    for old in (path, path.with_suffix(".pub")):
        old.unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-t", kind, "-N", pass_phrase, "-C", "test", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)


make_key = _make_key


def _kill(server: subprocess.Popen[bytes]) -> None:
    """Ends it with all its children, and returns when they are gone: a child that was just made holds the port, too."""
    with contextlib.ExitStack() as stack:
        ends = []
        for process_id in _held(server):
            with contextlib.suppress(ProcessLookupError):
                end = os.pidfd_open(process_id)
                stack.callback(os.close, end)
                ends.append(end)
                signal.pidfd_send_signal(end, signal.SIGKILL)
        server.kill()
        server.wait()
        for end in ends:
            select.select([end], [], [])


def _held(server: subprocess.Popen[bytes]) -> list[int]:
    """Its children and theirs, once it is stopped and makes no further ones."""
    if server.poll() is None:
        os.kill(server.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, server.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    return _descendants(server.pid)


def _descendants(process_id: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, waiting = [], [process_id]
    while waiting:
        parent = waiting.pop()
        children = [child for child, of in parents.items() if of == parent]
        found += children
        waiting += children
    return found


@contextlib.contextmanager
def run_agent(*keys: Path) -> Iterator[str]:
    """An agent that holds these keys; gives the path for SSH_AUTH_SOCK."""
    with tempfile.TemporaryDirectory(prefix="kbssh-") as folder:
        place = f"{folder}/agent"
        process = subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL)
        try:
            end = time.monotonic() + START_TIMEOUT_S
            while not Path(place).exists() and time.monotonic() < end:
                process.poll()
            for key in keys:
                environment = {**os.environ, "SSH_AUTH_SOCK": place}
                subprocess.run(["ssh-add", "-q", str(key)], env=environment, check=True, capture_output=True)
            yield place
        finally:
            process.terminate()
            process.wait()


# --------------------------------------------------------------------------------------------------- passwords


class _Account(paramiko.ServerInterface):
    """Lets "ada" in with a password, asked for as `methods` say. first_key: has to be shown before."""

    def __init__(
        self, made: PasswordServer, methods: str, questions: Sequence[tuple[str, bool]], first_key: paramiko.PKey | None
    ) -> None:
        self._password, self._methods, self._questions = made.password, methods, questions
        self._heard = made.heard
        self._first_key = first_key
        self.targets: dict[int, tuple[str, int]] = {}

    def get_allowed_auths(self, username: str) -> str:
        return "publickey" if self._first_key is not None else self._methods

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        if self._first_key is None or key.get_base64() != self._first_key.get_base64():
            return AUTH_FAILED
        self._first_key = None
        return AUTH_PARTIALLY_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:
        self._heard.append(password)
        asked = self._first_key is None and "password" in self._methods.split(",")
        good = (username, password) == ("ada", self._password) and asked
        return AUTH_SUCCESSFUL if good else AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
        return InteractiveQuery("", "", *self._questions)

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        return AUTH_SUCCESSFUL if responses == [self._password] else AUTH_FAILED

    def check_channel_direct_tcpip_request(
        self, chanid: int, origin: tuple[str, int], destination: tuple[str, int]
    ) -> int:
        self.targets[chanid] = destination
        return OPEN_SUCCEEDED


@dataclass(frozen=True)
class PasswordServer:
    """heard: the passwords it was told."""

    port: int
    key: paramiko.PKey
    username: str = "ada"
    password: str = "correct horse"
    heard: list[str] = field(default_factory=list)


@contextlib.contextmanager
def run_password_server(
    methods: str = "password",
    questions: Sequence[tuple[str, bool]] = (("Password: ", False),),
    first_key: paramiko.PKey | None = None,
) -> Iterator[PasswordServer]:
    """One made of paramiko's server half. methods: as SSH names them, with commas. first_key: to be shown before."""
    made = PasswordServer(0, paramiko.ECDSAKey.generate())
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            account = _Account(made, methods, questions, first_key)
            transport = paramiko.Transport(connection)
            transports.append(transport)
            transport.add_server_key(made.key)
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=account)
            threading.Thread(target=_pass_on, args=(transport, account), daemon=True).start()  # noqa: TID251 - a server

    thread = threading.Thread(target=serve, daemon=True)  # noqa: TID251 - a server
    thread.start()
    try:
        yield replace(made, port=listener.getsockname()[1])
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for transport in transports:
            transport.close()


def _pass_on(transport: paramiko.Transport, account: _Account) -> None:
    while transport.is_active():
        channel = transport.accept(0.5)
        if channel is not None:
            threading.Thread(target=_pump, args=(channel, account.targets[channel.get_id()]), daemon=True).start()  # noqa: TID251 - a server


def _pump(channel: paramiko.Channel, target: tuple[str, int]) -> None:
    with contextlib.suppress(OSError, EOFError), channel, socket.create_connection(target, 5) as connection:
        watched = [channel.fileno(), connection.fileno()]
        while connection.fileno() in watched:
            ready, _, _ = select.select(watched, [], [], 0.5)
            if channel.fileno() in ready:
                piece = channel.recv(65_536)
                if piece:
                    connection.sendall(piece)
                else:
                    connection.shutdown(socket.SHUT_WR)
                    watched.remove(channel.fileno())
            if connection.fileno() in ready:
                piece = connection.recv(65_536)
                if not piece:
                    return
                channel.sendall(piece)
