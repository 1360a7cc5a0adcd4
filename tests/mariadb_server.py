"""A real MariaDB server for tests, from Debian's package, with TLS and accounts of different rights.

Owns how it is started, what a test gets to know about it, and that it is stopped. Everything lives in a temporary
folder and listens on the loopback only. It must not know about pytest; conftest.py makes a fixture of it.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pymysql

from tests.servers import OWNER, START_TIMEOUT_S, delete_leftovers, free_port, is_running, write_certificates

if sys.platform != "win32":
    import pwd

PREFIX = "kbmy-"
SETTINGS = """[mariadbd]
bind-address = 127.0.0.1,127.0.0.2
skip-name-resolve
skip-log-bin
max-connections = 60
innodb-log-file-size = 16M
innodb-buffer-pool-size = 64M
# Nothing here has to survive a crash of the machine. A killed server still keeps what was committed.
innodb-flush-log-at-trx-commit = 2
innodb-doublewrite = 0
sync-frm = 0
# Machines with several servers run out of what native requests to the disk need.
innodb-use-native-aio = 0
"""
SAMPLE_TABLES = """
CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE TABLE shop.products (
    product_id int PRIMARY KEY,
    name varchar(100) NOT NULL,
    description text,
    price decimal(10, 2),
    updated_at timestamp NOT NULL DEFAULT '2026-01-01 00:00:00'
);
INSERT INTO shop.products (product_id, name, description, price) VALUES
    (1, 'Kettle', 'Boils a litre of water in two minutes.', 39.90),
    (2, 'Lamp', 'A reading lamp with a warm light.', 24.50),
    (3, 'Rucksack', NULL, 89.00);
CREATE TABLE shop.salaries (person varchar(100) PRIMARY KEY, amount int);
"""
GRANTS = """
GRANT SELECT ON shop.products TO reader, writer, tls_only;
GRANT INSERT, UPDATE, DELETE ON shop.products TO writer;
"""


@dataclass(frozen=True)
class MariadbLogin:
    """One login to a running server, in one database ("" for none). The password stays out of `repr`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str = ""

    @property
    def url(self) -> str:
        """A URL with every part quoted, as `kbconnect connector add --url` takes it."""
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"mysql://{login}@{self.host}:{self.port}/{quote(self.database, safe='')}"

    def connect(self, **options: Any) -> Any:  # Any: the driver has no types
        """A plain connection that commits each statement, for a test's own set-up and checks."""
        return pymysql.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password.encode(),
            database=self.database or None,
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=10,
            read_timeout=60,
            **{"ssl_disabled": True, **options},
        )

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """Runs statements one after the other; the rows of the last."""
        rows: Sequence[tuple[Any, ...]] = ()
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows = cursor.fetchall()
        return list(rows)

    def script(self, statements: str) -> None:
        """Runs a script; a line that ends in a semicolon ends a statement."""
        self.run(*(part for part in statements.strip().split(";\n") if part.strip(" ;\n")))


@dataclass(frozen=True)
class MariadbServer:
    """A running server with TLS and the tables shop.products and shop.salaries.

    `admin` may do anything, `reader` may only read shop.products, `writer` may change it, `outsider` may log in and
    see nothing, and `tls_only` is a reader whom the server lets in with TLS alone. The certificate names `localhost`
    and 127.0.0.1; at `mismatched_host` the same server answers, and the certificate is not for that name.
    """

    admin: MariadbLogin
    reader: MariadbLogin
    writer: MariadbLogin
    outsider: MariadbLogin
    tls_only: MariadbLogin
    ca_file: Path
    other_ca_file: Path
    folder: Path
    account: str | None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)
    mismatched_host: str = "127.0.0.2"

    @contextlib.contextmanager
    def fresh_database(self, options: str = "CHARACTER SET utf8mb4") -> Iterator[MariadbLogin]:
        """An empty database of its own, dropped afterwards."""
        name = f"test_{secrets.token_hex(6)}"
        self.admin.run(f"CREATE DATABASE {name} {options}")
        try:
            yield replace(self.admin, database=name)
        finally:
            self.admin.run(f"DROP DATABASE {name}")

    def start(self) -> None:
        """Starts the server and returns when it answers. Raises RuntimeError with its log when it does not."""
        log = self.folder / "log"
        command = [_program("mariadbd"), f"--defaults-file={self.folder / 'my.cnf'}"]
        with log.open("ab") as file:
            self.processes.append(subprocess.Popen(command, stdout=file, stderr=file, **_account(self.account)))
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.processes[-1].poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(pymysql.Error):
                replace(self.admin, database="").connect(ssl_disabled=True).close()
                return
            time.sleep(0.05)  # noqa: TID251 - nobody tells when it is ready
        said = log.read_text(encoding="utf-8", errors="replace")[-4000:]
        self.stop()
        raise RuntimeError(f"mariadbd did not start: {said}")

    def stop(self, number: int = 9) -> None:
        """Stops the server, by default as a crash does; `start` brings it back with what was committed, at its port."""
        while self.processes:
            process = self.processes.pop()
            process.send_signal(number)
            process.wait(START_TIMEOUT_S)


def has_mariadb() -> bool:
    """Whether Debian's server is installed."""
    return all(_program(name) for name in ("mariadbd", "mariadb-install-db"))


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/bin") or ""


@contextlib.contextmanager
def run_mariadb(settings: str = "") -> Iterator[MariadbServer]:
    """A server of its own in a temporary folder. Stopped and deleted at the end. settings: more lines of its file."""
    _end_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / OWNER).write_text(str(os.getpid()), encoding="utf-8")
    account = _server_account()
    try:
        certificates = write_certificates(folder, account)
        # A server that starts removes the temporary tables of all servers from the folder for them.
        (folder / "tmp").mkdir()
        if account is not None:
            shutil.chown(folder, account)
            shutil.chown(folder / "tmp", account)
        _install(folder, account)
        admin = MariadbLogin("127.0.0.1", free_port(), "admin", secrets.token_urlsafe(12), "shop")
        logins = {name: replace(admin, user=name, password=secrets.token_urlsafe(12)) for name in _ACCOUNTS}
        (folder / "my.cnf").write_text(
            f"{SETTINGS}{settings}\ndatadir = {folder / 'data'}\nsocket = {folder / 's'}\n"
            f"tmpdir = {folder / 'tmp'}\n"
            f"pid-file = {folder / 'pid'}\nport = {admin.port}\nssl-ca = {certificates.ca_file}\n"
            f"ssl-cert = {certificates.server_file}\nssl-key = {certificates.server_key_file}\n"
            f"init-file = {folder / 'init.sql'}\n",
            encoding="utf-8",
        )
        # The administrator is made at the first start; the installed one, who has no password, goes.
        (folder / "init.sql").write_text(
            f"CREATE USER IF NOT EXISTS admin IDENTIFIED BY '{admin.password}';\n"
            "GRANT ALL PRIVILEGES ON *.* TO admin WITH GRANT OPTION;\n"
            "DELETE FROM mysql.global_priv WHERE User = 'root';\nFLUSH PRIVILEGES;\n",
            encoding="utf-8",
        )
        for name in ("my.cnf", "init.sql"):
            (folder / name).chmod(0o600)
            if account is not None:
                shutil.chown(folder / name, account)
        server = MariadbServer(
            admin=admin,
            reader=logins["reader"],
            writer=logins["writer"],
            outsider=logins["outsider"],
            tls_only=logins["tls_only"],
            ca_file=certificates.ca_file,
            other_ca_file=certificates.other_ca_file,
            folder=folder,
            account=account,
        )
        server.start()
        try:
            made = [f"CREATE USER {login.user} IDENTIFIED BY '{login.password}';\n" for login in logins.values()]
            replace(admin, database="").script(
                f"{SAMPLE_TABLES}{''.join(made)}{GRANTS}ALTER USER tls_only REQUIRE SSL;\n"
            )
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end_leftovers() -> None:
    """Ends the servers of test sessions that were killed, and removes their folders."""
    for stat in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError, ValueError):
            words = stat.read_bytes().split(b"\0")
            found = re.fullmatch(rf"--defaults-file=(.*/{PREFIX}[^/]+)/my.cnf", words[1].decode() if words[1:] else "")
            if found and not is_running(int((Path(found[1]) / OWNER).read_text(encoding="utf-8"))):
                os.kill(int(stat.parent.name), 9)
    delete_leftovers(PREFIX)


_ACCOUNTS = ("reader", "writer", "outsider", "tls_only")


def _server_account() -> str | None:
    """The server refuses to run as root, so root lends it another account; everybody else runs it as themselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    return "mysql" if "mysql" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _account(account: str | None) -> dict[str, Any]:
    """Arguments of subprocess."""
    same: dict[str, Any] = {"stdin": subprocess.DEVNULL, "env": {"PATH": os.environ.get("PATH", "")}}
    if account is None or sys.platform == "win32":
        return same
    return same | {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _install(folder: Path, account: str | None) -> None:
    command = [
        _program("mariadb-install-db"), "--no-defaults", f"--datadir={folder / 'data'}", "--skip-test-db",
        "--skip-name-resolve", "--auth-root-authentication-method=normal", "--innodb-log-file-size=16M",
        f"--tmpdir={folder / 'tmp'}", "--innodb-use-native-aio=0",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, cwd=folder, timeout=60, check=False, **_account(account))
    if done.returncode != 0:
        raise RuntimeError(f"mariadb-install-db failed: {(done.stdout + done.stderr).decode(errors='replace')[-4000:]}")
