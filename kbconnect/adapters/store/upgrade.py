"""Brings the file of the program's own database to the newest revision before anything else opens it.

Owns the file's existence, permissions, copies and revision. A file that is up to date costs one plain SELECT, and a new
one gets the tables as they are now; Alembic, which takes a fifth of a second and 12 MB, is imported only when a file of
an older program has to be upgraded. Processes that start together wait for each other.

All migrations of one upgrade run in ONE transaction, which SQLite undoes by itself if the program is killed (the engine
in `database` sees to it that the driver doesn't commit before DDL, as it would by default). The copy made before is for
people: to go back to the older program.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kbconnect.adapters.store.database import BUSY_TIMEOUT_S, connect
from kbconnect.adapters.store.faults import damaged, translated
from kbconnect.core.errors import StoreTooNewError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0005"
MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION_TABLE = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"""
"""As Alembic makes it."""
_COPIES_KEPT = 3
_LOCK_TIMEOUT_S = 60


def bring_up_to_date(path: Path, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Creates or upgrades the file; afterwards it stands at `head`, readable by its owner alone.

    Raises StoreTooNewError, StoreDamagedError, StoreReadOnlyError, StoreBusyError, DiskFullError.
    """
    with translated(path):
        _make_private(path)
        if _revision(path) == head:
            return
        from filelock import FileLock

        with FileLock(path.with_name(path.name + ".lock"), timeout=_LOCK_TIMEOUT_S, mode=0o600):
            # Whoever had the lock before may have done the work.
            revision = _revision(path)
            if revision is None and (migrations, head) == (MIGRATIONS, HEAD):
                _create(path)
            elif revision != head:
                _upgrade(path, revision, migrations, head)


def _make_private(path: Path) -> None:
    """The file exists and belongs to its owner alone. SQLite gives its log files the permissions of the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        # The log files come and go with other processes.
        with suppress(FileNotFoundError):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _revision(path: Path) -> str | None:
    """The revision the file stands at; None for an empty file. Raises StoreDamagedError for somebody else's file."""
    if path.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not tables:
            return None
        row = None
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise damaged(path, "it names no revision")
    return str(row[0])


def _create(path: Path) -> None:
    """All tables at once: the same as every migration one after the other, which a test compares."""
    from kbconnect.adapters.store.tables import metadata

    engine = connect(path)
    try:
        with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
            metadata.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(_VERSION_TABLE)
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    finally:
        engine.dispose()


def _upgrade(path: Path, revision: str | None, migrations: Path, head: str) -> None:
    from alembic.script import ScriptDirectory

    config = _configuration(migrations)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None:
        if revision not in known:
            raise StoreTooNewError(
                f"The program's own database {path} was written by a newer version of this program.",
                meaning="Nothing was changed; the newer version can still use it.",
                hint="Start the newer version, or put the copy it made before its upgrade "
                f"({path.name}.before-…) in the place of {path.name}.",
                detail=f"revision {revision}, this program knows up to {head}",
            )
        _copy(path, path.with_name(f"{path.name}.before-{head}"))
    engine = connect(path)
    try:
        with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
            _run_migrations(connection, config, head, path)
    finally:
        engine.dispose()


def _configuration(migrations: Path) -> Config:
    from alembic.config import Config

    config = Config()
    # Alembic's configuration reads % as the start of a placeholder.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def _run_migrations(connection: Connection, config: Config, head: str, path: Path) -> None:
    from alembic import command

    # A table that is rebuilt is dropped in between, and the rows that refer to it must stay. Can't be set later: SQLite
    # ignores this within a transaction.
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("PRAGMA foreign_keys = OFF")
    with connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, head)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise damaged(path, "rows refer to rows that are gone")


def _copy(path: Path, target: Path) -> None:
    """Copies the database, whatever is in its log included, and keeps the newest copies only."""
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)) as source:
        (verdict,) = source.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise damaged(path, str(verdict))
        with closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            # One file that can be put in the original's place, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
    unfinished.replace(target)
    copies = sorted(
        (file for file in path.parent.glob(f"{path.name}.before-*") if file.suffix != ".part"),
        key=lambda file: (file.stat().st_mtime_ns, file.name),
    )
    for old in copies[:-_COPIES_KEPT]:
        old.unlink()
