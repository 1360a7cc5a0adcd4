"""What goes wrong around a sync, through the command line: each gets a clear error, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.cli.conftest import CommandLine, Shop
from tests.conftest import require


def add_postgres(cli: CommandLine, database: servers.PostgresDatabase, name: str = "Source") -> None:
    address = f"postgresql://{database.user}@{database.host}:{database.port}/{database.database}"
    cli("connector", "add", name, "--url", address, "--password-stdin", stdin=database.password)


def found(cli: CommandLine, text: str) -> int:
    return len(cli.json("search", text, "--limit", "50")["results"])


def file_of(home: Path) -> Path:
    (path,) = (home / "knowledge").glob("*.kb")
    return path


@pytest.mark.server
def test_a_password_full_of_signs(cli: CommandLine, home: Path, pg_database: servers.PostgresDatabase) -> None:
    password = "p@ss:w/rd%40#?&=é ' \" \\"
    quoted = password.replace("'", "''")
    pg_database.execute(f"CREATE ROLE odd LOGIN PASSWORD '{quoted}'")
    try:
        address = f"postgresql://odd@{pg_database.host}:{pg_database.port}/{pg_database.database}"
        tested = cli.json("connector", "test", "--url", address, "--password-stdin", stdin=password)
        steps = {step["name"]: step["ok"] for step in tested["steps"]}
        assert steps["login"]
        assert steps["database"]
        cli("connector", "add", "Odd", "--url", address, "--password-stdin", stdin=password)
        assert cli.json("discover", "Odd")["tables"] == []
    finally:
        pg_database.execute("DROP ROLE odd")
    assert password.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.server
def test_an_empty_table_and_one_that_vanishes(cli: CommandLine, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute("CREATE TABLE notes (id int PRIMARY KEY, body text)")
    add_postgres(cli, pg_database)
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Notes", "--connector", "Source", "--table", "public.notes", "--text", "body")
    (run,) = cli.json("sync", "Notes")["runs"]
    assert (run["status"], run["read"], run["error"]) == ("completed", 0, None)
    pg_database.execute("INSERT INTO notes SELECT n, 'kept note ' || n FROM generate_series(1, 5) n")
    cli("sync", "Notes")
    pg_database.execute("ALTER TABLE notes RENAME body TO content")
    (run,) = cli.json("sync", "Notes", code=1)["runs"]
    assert run["error"]["code"] == "column_missing"
    assert "body" in run["error"]["message"]
    pg_database.execute("DROP TABLE notes")
    (run,) = cli.json("sync", "Notes", code=1)["runs"]
    assert run["error"]["code"] == "table_missing"
    assert run["error"]["hint"]
    assert found(cli, "kept") == 5


@pytest.mark.server
@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (DELETE FROM notes RETURNING *) SELECT * FROM gone",
        "SELECT * INTO copy FROM notes",
        "SELECT * FROM notes; DELETE FROM notes",
        "SELECT id, body, pg_sleep(60) FROM notes",
        "SELECT id, body, pg_terminate_backend(pg_backend_pid()) FROM notes",
        "SELECT nextval('numbers') AS id, body FROM notes",
        "SELECT id, body FROM notes FOR UPDATE",
        "DELETE FROM notes",
        "",
        "not a query at all",
    ],
)
def test_a_query_that_does_more_than_read(cli: CommandLine, pg_database: servers.PostgresDatabase, query: str) -> None:
    pg_database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text); INSERT INTO notes VALUES (1, 'one');"
        "CREATE SEQUENCE numbers"
    )
    add_postgres(cli, pg_database)
    told = cli.json("dataset", "add", "Bad", "--connector", "Source", "--query", query, "--key", "id", "--text", "body",
                    code=1)  # fmt: skip
    assert told["error"]["code"] in {"query_refused", "query_failed", "input"}
    assert told["error"]["hint"]
    assert cli.json("dataset", "list")["datasets"] == []
    with pg_database.connect() as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)
        assert connection.execute("SELECT is_called FROM numbers").fetchone() == (False,)
        assert connection.execute("SELECT to_regclass('copy')").fetchone() == (None,)


@pytest.mark.server
def test_a_cell_of_50_megabytes(cli: CommandLine, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text); INSERT INTO notes VALUES (1, 'small'),"
        " (2, repeat('x', 52000000)), (3, 'also small')"
    )
    add_postgres(cli, pg_database)
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Notes", "--connector", "Source", "--table", "public.notes", "--text", "body")
    for _ in range(2):
        (run,) = cli.json("sync", "Notes", code=3)["runs"]
        assert (run["status"], run["rejected"]) == ("completed_with_rejects", 1)
    told = cli("runs", "Notes").out
    assert "1" in told
    assert found(cli, "small") == 2


def test_a_damaged_knowledge_base(cli: CommandLine, dataset: str, home: Path, shop: Shop) -> None:
    cli("sync", dataset)
    path = file_of(home)
    whole = path.read_bytes()
    path.write_bytes(b"not a database" * 500)
    shop.execute("UPDATE articles SET body = 'boots' WHERE id = 1")
    (run,) = cli.json("sync", dataset, code=1)["runs"]
    assert run["error"]["code"] == "knowledge_base_damaged"
    assert run["error"]["hint"]
    assert cli.json("search", "tent", code=1)["error"]["code"] == "knowledge_base_damaged"
    path.write_bytes(whole)
    (run,) = cli.json("sync", dataset)["runs"]
    assert (run["updated"], run["unchanged"]) == (1, 9)


def test_a_knowledge_base_that_is_gone(cli: CommandLine, dataset: str, home: Path) -> None:
    cli("sync", dataset)
    file_of(home).unlink()
    (run,) = cli.json("sync", dataset, code=1)["runs"]
    assert run["error"]["code"] == "knowledge_base_missing"


@pytest.mark.skipif(os.name != "posix", reason="file permissions of POSIX")
def test_a_knowledge_base_that_is_read_only(cli: CommandLine, dataset: str, home: Path, shop: Shop) -> None:
    if os.geteuid() == 0:
        # Nothing is read-only for root but what the kernel itself forbids.
        require(shutil.which("chattr") is not None, "chattr (e2fsprogs)")
        if subprocess.run(["chattr", "+i", str(shop.path)], check=False, capture_output=True).returncode:
            pytest.skip("this file system has no immutable files")
        subprocess.run(["chattr", "-i", str(shop.path)], check=True)
    cli("sync", dataset)
    path = file_of(home)
    shop.execute("UPDATE articles SET body = 'boots' WHERE id = 1")
    lock = ["chattr", "+i"] if os.geteuid() == 0 else ["chmod", "0400"]
    unlock = ["chattr", "-i"] if os.geteuid() == 0 else ["chmod", "0600"]
    subprocess.run([*lock, str(path)], check=True)
    try:
        (run,) = cli.json("sync", dataset, code=1)["runs"]
        assert run["error"]["code"] == "knowledge_base_read_only"
        assert found(cli, "tent") == 10
    finally:
        subprocess.run([*unlock, str(path)], check=True)
    (run,) = cli.json("sync", dataset)["runs"]
    assert run["updated"] == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting isn't allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(cli: CommandLine, connector: str, shop: Shop, small_disk: Path) -> None:
    path = small_disk / "team.kb"
    cli("kb", "add", "Small", "--location", str(path), "--embedder", "none")
    cli("dataset", "add", "Articles", "--connector", connector, "--table", "articles", "--key", "id",
        "--text", "body")  # fmt: skip
    cli("sync", "Articles")
    shop.execute(
        "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
        " INSERT INTO articles SELECT i, 'Article ' || i, 'A stove ' || hex(randomblob(300)), 'care' FROM n"
    )
    (run,) = cli.json("sync", "Articles", code=1)["runs"]
    assert run["error"]["code"] == "disk_full"
    assert run["error"]["hint"]
    assert found(cli, "tent") == 10
    assert_sound(path)
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    (run,) = cli.json("sync", "Articles")["runs"]
    assert run["status"] == "completed"
    assert cli.json("kb", "show", "Small")["documents"] == 6000
    assert_sound(path)


def test_two_syncs_at_once(cli: CommandLine, dataset: str, home: Path, impatient: object) -> None:
    from kbconnect.adapters.store import open_store
    from kbconnect.app.locking import DatasetLocks

    with open_store(home / "kbconnect.db") as store:
        locked = store.datasets.find(dataset)
    with DatasetLocks(home / "locks").hold(locked):
        (run,) = cli.json("sync", dataset, code=1)["runs"]
    assert run["run_id"] is None
    assert run["error"]["code"] == "dataset_busy"
    assert run["error"]["retryable"] is True
    (run,) = cli.json("sync", dataset)["runs"]
    assert run["added"] == 10


@pytest.mark.server
def test_a_server_that_dies_while_it_is_read(
    cli: CommandLine, pg_database: servers.PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.core.retries.WAITS_S", (0.01, 0.02))
    pg_database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text);"
        "INSERT INTO notes SELECT n, 'note ' || n FROM generate_series(1, 200) n;"
        # Reading row 150 ends the session it is read in, as an administrator or a crash would.
        "CREATE FUNCTION fatal(n int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
        " IF n = 150 AND current_setting('application_name') = 'kbconnect' AND EXISTS (SELECT FROM deadly)"
        " THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN 'note ' || n; END $$;"
        "CREATE TABLE deadly (); CREATE VIEW mined AS SELECT id, fatal(id) AS body FROM notes"
    )
    add_postgres(cli, pg_database)
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Mined", "--connector", "Source", "--table", "public.mined", "--key", "id",
        "--text", "body")  # fmt: skip
    (run,) = cli.json("sync", "Mined")["runs"]
    assert run["added"] == 200
    pg_database.execute("INSERT INTO deadly DEFAULT VALUES")
    (run,) = cli.json("sync", "Mined", code=1)["runs"]
    assert run["error"]["code"] == "source_lost"
    assert run["error"]["retryable"] is True
    assert run["deleted"] == 0
    assert cli.json("kb", "show", "Base")["documents"] == 200
    pg_database.execute("DELETE FROM deadly")
    pg_database.execute("TRUNCATE deadly")
    (run,) = cli.json("sync", "Mined")["runs"]
    assert run["unchanged"] == 200
