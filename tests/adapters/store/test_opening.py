"""Opening the store: private, quick, upgraded in one piece or not at all, and clear about a file it can't use."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from kbconnect.adapters.store import SqlStore, open_store
from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.upgrade import HEAD, MIGRATIONS, bring_up_to_date
from kbconnect.core.errors import (
    DiskFullError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from tests.adapters.store import killed_upgrade
from tests.adapters.store.examples import CONNECTOR, RUN, fill

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down}"


def upgrade() -> None:
    op.execute("UPDATE connectors SET name = name || ' {revision}'")
    with op.batch_alter_table("connectors") as table:
        table.add_column(sa.Column("colour_{revision}", sa.Text(), nullable=False, server_default="blue"))
        table.alter_column("host", nullable=True)
{extra}
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def filled(store_path: Path) -> Path:
    """A closed store with rows in it."""
    with open_store(store_path) as store:
        fill(store)
        store.runs.add(RUN)
    return store_path


def later_migrations(folder: Path, *revisions: str, extra: str = "") -> Path:
    """The migrations as a newer program would have them, with these on top."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for down, revision in zip((HEAD, *revisions), revisions, strict=False):
        text = LATER.format(revision=revision, down=down, extra=extra)
        (folder / "versions" / f"v{revision}_later.py").write_text(text, encoding="utf-8")
    return folder


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def without_rights() -> Iterator[None]:
    """As an account that permissions apply to; root is above them."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def run_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@posix
def test_files_and_folder_belong_to_their_owner_alone(store_path: Path, store: SqlStore) -> None:
    store.settings.put("a", "b")
    files = sorted(store_path.parent.iterdir())
    assert {file.name for file in files} >= {"kbconnect.db", "kbconnect.db-wal", "kbconnect.db-shm"}
    assert {mode_of(file) for file in files} == {0o600}
    assert mode_of(store_path.parent) == 0o700


@posix
def test_files_that_were_open_to_others_are_closed(filled: Path) -> None:
    filled.chmod(0o644)
    open_store(filled).close()
    assert mode_of(filled) == 0o600


def test_every_connection_has_its_settings(store: SqlStore) -> None:
    with store._database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "synchronous": 1}


def test_what_was_stored_is_there_again(filled: Path) -> None:
    with open_store(filled) as store:
        assert store.connectors.list() == (CONNECTOR,)
        assert len(store.runs.list()) == 1


def test_opening_an_up_to_date_store_is_quick_and_loads_no_alembic(filled: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from kbconnect.adapters.store import open_store
start = time.process_time()
store = open_store(Path(sys.argv[1]))
print(time.process_time() - start)
print(store.connectors.list()[0].name)
print("alembic" in sys.modules, "filelock" in sys.modules)
store.close()
"""
    output, _ = run_python(code, str(filled)).communicate(timeout=60)
    seconds, name, loaded = output.splitlines()
    assert (name, loaded) == ("Shop", "False False")
    assert float(seconds) < 0.06


def test_programs_that_start_together_on_a_fresh_home_all_open_it(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from kbconnect.adapters.store import open_store
print("ready", flush=True)
sys.stdin.readline()
with open_store(Path(sys.argv[1])) as store:
    store.settings.put(sys.argv[2], "was here")
"""
    path = tmp_path / "fresh" / "kbconnect.db"
    programs = [run_python(code, str(path), f"program {number}") for number in range(4)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
    with open_store(path) as store:
        assert [store.settings.get(f"program {number}") for number in range(4)] == ["was here"] * 4


def test_a_copy_is_made_before_an_upgrade(filled: Path, tmp_path: Path) -> None:
    bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001"), "9001")
    copy = filled.with_name("kbconnect.db.before-9001")
    assert (revision_of(filled), revision_of(copy)) == ("9001", HEAD)
    assert sys.platform == "win32" or mode_of(copy) == 0o600
    copy.rename(filled)
    with open_store(filled) as store:
        assert store.connectors.list() == (CONNECTOR,)


def test_the_copy_has_what_another_program_just_wrote(filled: Path, tmp_path: Path) -> None:
    with open_store(filled) as other:
        other.settings.put("in the log", "yes")
        bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001"), "9001")
    copy = filled.with_name("kbconnect.db.before-9001")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT value FROM settings WHERE name = 'in the log'").fetchall() == [("yes",)]
    assert sorted(file.name for file in filled.parent.glob("*before*")) == [copy.name]


def test_the_last_three_copies_are_kept(filled: Path, tmp_path: Path) -> None:
    revisions = ["9001", "9002", "9003", "9004", "9005"]
    migrations = later_migrations(tmp_path / "m", *revisions)
    for number, revision in enumerate(revisions):
        bring_up_to_date(filled, migrations, revision)
        os.utime(filled.with_name(f"kbconnect.db.before-{revision}"), ns=(number, number))
    bring_up_to_date(filled, later_migrations(tmp_path / "n", *revisions, "9006"), "9006")
    copies = sorted(file.name for file in filled.parent.glob("*before*"))
    assert copies == [f"kbconnect.db.before-{revision}" for revision in ("9004", "9005", "9006")]


def test_rows_that_refer_to_a_rebuilt_table_stay(filled: Path, tmp_path: Path) -> None:
    bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001"), "9001")
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT name, colour_9001 FROM connectors").fetchall() == [("Shop 9001", "blue")]
        assert connection.execute("SELECT count(*) FROM datasets").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("extra", "error"),
    [
        ('    op.execute("SELECT * FROM nowhere")', StoreError),
        ('    op.execute("DELETE FROM connectors")', StoreDamagedError),
    ],
)
def test_a_migration_that_fails_leaves_everything_as_it_was(
    filled: Path, tmp_path: Path, extra: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001", "9002", extra=extra), "9002")
    assert revision_of(filled) == HEAD
    with open_store(filled) as store:
        assert store.connectors.list() == (CONNECTOR,)


@pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
def test_an_upgrade_that_is_killed_anywhere_leaves_the_old_store_or_the_new_one(filled: Path, tmp_path: Path) -> None:
    migrations = later_migrations(tmp_path / "m", "9001", "9002")
    program = [sys.executable, str(killed_upgrade.__file__), str(filled), str(migrations), "9002"]
    root = str(Path(__file__).parents[3])
    result = subprocess.run(
        program, env={**os.environ, "PYTHONPATH": root}, capture_output=True, text=True, timeout=120, check=True
    )
    *killed, finished = json.loads(result.stdout)
    assert len(killed) > 10
    old = {"revision": HEAD, "names": ["Shop"], "datasets": 1, "killed": True}
    assert [left for left in killed if left != old] == []
    assert finished == {"revision": "9002", "names": ["Shop 9001 9002"], "datasets": 1, "killed": False}


def test_a_store_of_a_newer_program_is_refused_and_left_alone(filled: Path, tmp_path: Path) -> None:
    bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001"), "9001")
    before = filled.read_bytes()
    with pytest.raises(StoreTooNewError, match="newer version") as caught:
        open_store(filled)
    assert "9001" in caught.value.detail
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database, however long it is. " * 100, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(store_path: Path, content: bytes) -> None:
    store_path.parent.mkdir()
    store_path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=re.escape(str(store_path))):
        open_store(store_path)
    assert store_path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(store_path: Path) -> None:
    store_path.parent.mkdir()
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("CREATE TABLE somebody (elses)")
    with pytest.raises(StoreDamagedError):
        open_store(store_path)
    with closing(sqlite3.connect(store_path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("somebody",)]


def test_a_damaged_page_is_found_when_it_is_read_and_stops_an_upgrade(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'connectors'").fetchone()
    with filled.open("r+b") as file:
        file.seek((page - 1) * page_size)
        file.write(b"\xff" * page_size)
    with open_store(filled) as store, pytest.raises(StoreDamagedError):
        store.connectors.list()
    with pytest.raises(StoreDamagedError):
        bring_up_to_date(filled, later_migrations(tmp_path / "m", "9001"), "9001")
    assert revision_of(filled) == HEAD


@posix
def test_a_folder_that_cannot_be_written_is_named(filled: Path) -> None:
    # Not pytest's folder, which other accounts can't enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(shutil.copy(filled, folder / "kbconnect.db"))
        path.chmod(0o444)
        folder.chmod(0o555)
        with without_rights(), pytest.raises(StoreReadOnlyError, match=re.escape(str(path))):
            open_store(path)
        path.chmod(0o666)
        with without_rights(), pytest.raises(StoreReadOnlyError), open_store(path) as store:
            store.settings.put("a", "b")
        for new in (folder / "new.db", folder / "new folder" / "new.db"):
            with without_rights(), pytest.raises(StoreReadOnlyError):
                open_store(new)
        folder.chmod(0o700)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError, match="can't be used"):
        open_store(tmp_path / "home" / "kbconnect.db")


def test_a_file_that_cannot_grow_is_a_full_disk_and_loses_nothing(filled: Path) -> None:
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        with open_store(filled) as store:
            with pytest.raises(DiskFullError):
                store.settings.put("large", "x" * 100_000)
            assert store.settings.get("large") is None
            assert store.connectors.list() == (CONNECTOR,)
    finally:
        event.remove(Engine, "connect", limit)


def test_a_disk_that_is_full_is_named_and_loses_nothing(tmp_path: Path) -> None:
    disk = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*disk, "true"], capture_output=True).returncode:
        pytest.skip("this account may not mount a small disk")
    code = """
import shutil, sys
from pathlib import Path
from kbconnect.adapters.store import open_store
from kbconnect.core.errors import DiskFullError
folder = Path(sys.argv[1])
errors = set()
with open_store(folder / "kbconnect.db") as store:
    kept = 0
    try:
        while True:
            store.settings.put(f"setting {kept}", "x" * 2000)
            kept += 1
    except DiskFullError as error:
        print(error.message)
    assert kept > 10
(folder / "stuffing").write_bytes(b"")
with (folder / "stuffing").open("wb", buffering=0) as file:
    try:
        while file.write(b"x" * 512):
            pass
    except OSError:
        pass
for name in ("kbconnect.db", "other.db"):
    try:
        with open_store(folder / name) as store:
            store.settings.put("one more", "x" * 2000)
    except DiskFullError:
        print("full")
(folder / "stuffing").unlink()
with open_store(folder / "kbconnect.db") as store:
    assert all(store.settings.get(f"setting {number}") == "x" * 2000 for number in range(kept))
    print("all there")
"""
    folder = tmp_path / "disk"
    folder.mkdir()
    script = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" -c "$3" "$1"'
    result = subprocess.run(
        [*disk, "sh", "-c", script, "sh", str(folder), sys.executable, code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [f"The disk with {folder} is full.", "full", "full", "all there"]


def test_a_store_that_another_program_is_writing_to_is_busy(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.store.database.BUSY_TIMEOUT_S", 0)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other, closing(Database(filled)) as database:
        other.execute("BEGIN IMMEDIATE")
        store = SqlStore(database)
        with pytest.raises(StoreBusyError) as caught:
            store.settings.put("a", "b")
        assert caught.value.retryable
        assert store.connectors.list() == (CONNECTOR,)
        other.execute("ROLLBACK")
        store.settings.put("a", "b")
        assert store.settings.get("a") == "b"
