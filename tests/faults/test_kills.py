"""`kbconnect sync` is killed at random moments; the next run must end equal to one that was never killed.

The moments are drawn between the start of the process and the time an undisturbed run takes, so they fall into
starting, comparing, writing, removing and embedding. FAULT_KILLS in the environment says how many runs are killed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests import servers
from tests.cli.conftest import CommandLine
from tests.faults.contents import content_of, file_in, vectors_of

KILLED = int(os.environ.get("FAULT_KILLS", "1"))

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]


def sync(home: Path, *, kill_after_s: float | None = None) -> float:
    """Runs `kbconnect sync` in a process of its own and returns how long it took, or kills it on the way."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "kbconnect", "--home", str(home), "sync", "--all", "--allow-deletes", "--json"],
        env={**os.environ, "KBCONNECT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _, err = process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return time.monotonic() - started
    assert process.returncode in {0, 3}, err
    return time.monotonic() - started


def fill(database: servers.PostgresDatabase, rows: int) -> None:
    database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, title text, body text, tag text);"
        "INSERT INTO notes SELECT n, 'Note ' || n, CASE WHEN n % 50 = 0 THEN '' ELSE"
        " repeat('A note on matter ' || n % 97 || '. ', 1 + n % 4) END, 'tag ' || n % 3"
        f" FROM generate_series(1, {rows}) n"
    )


@pytest.mark.parametrize(("embedder", "rows"), [("none", 1_000), ("minilm", 40)])
def test_a_killed_sync_ends_equal_to_a_clean_one(
    cli: CommandLine, home: Path, pg_database: servers.PostgresDatabase, embedder: str, rows: int
) -> None:
    fill(pg_database, rows)
    address = f"postgresql://{pg_database.user}@{pg_database.host}:{pg_database.port}/{pg_database.database}"
    cli("connector", "add", "Notes", "--url", address, "--password-stdin", stdin=pg_database.password)
    cli("kb", "add", "Notes", "--embedder", embedder)
    cli("dataset", "add", "Notes", "--connector", "Notes", "--table", "public.notes", "--key", "id",
        "--title", "title", "--text", "body", "--metadata", "tag")  # fmt: skip
    bases = [_copy(home, home.with_name("empty"))]
    seconds = sync(home)
    first = content_of(file_in(home))
    bases.append(_copy(home, home.with_name("full")))
    changed = [first]
    pg_database.execute(
        "UPDATE notes SET body = body || ' More.' WHERE id % 5 = 1; UPDATE notes SET tag = 'new' WHERE id % 7 = 2;"
        "DELETE FROM notes WHERE id % 11 = 3; INSERT INTO notes SELECT -n, 'New', 'A new note ' || n, 'tag'"
        " FROM generate_series(1, 40) n"
    )
    seconds = max(seconds, sync(home))
    changed.append(content_of(file_in(home)))
    assert changed[0] != changed[1]
    clean_vectors = vectors_of(file_in(home))

    choose = random.Random(embedder)
    for number in range(KILLED):
        # Half of the runs start from nothing, half from a knowledge base the changes are due in.
        killed = _copy(bases[number % 2], home.with_name(f"killed {number}"))
        moments = sorted(choose.uniform(0.2, seconds) for _ in range(1 + number % 3))
        for moment in moments:
            sync(killed, kill_after_s=moment)
        sync(killed)
        assert content_of(file_in(killed)) == changed[1], f"killed after {moments} s"
        assert np.array_equal(vectors_of(file_in(killed)), clean_vectors)
        shutil.rmtree(killed)


def _copy(home: Path, target: Path) -> Path:
    """A home like another, with its knowledge base in the same place inside it."""
    shutil.copytree(home, target)
    with closing(sqlite3.connect(target / "kbconnect.db")) as connection, connection:
        connection.execute("UPDATE knowledge_bases SET location = replace(location, ?, ?)", (str(home), str(target)))
    return target
