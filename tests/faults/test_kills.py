"""`kbconnect sync` is killed at random moments; the next run must end equal to one that was never killed.

The moments are drawn between the start of the process and the time an undisturbed run takes, so they fall into
starting, comparing, writing, removing and embedding.
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
from typing import Any  # rows of any table

import numpy as np
import pytest
from numpy.typing import NDArray

from tests import servers
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.cli.conftest import CommandLine

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]

_CONTENT = {
    "documents": "SELECT document_id, key, title, metadata, text FROM documents",
    "chunks": "SELECT document_id, chunks.id - first_chunk, start, size, texts.hash, vector IS NULL FROM chunks"
    " JOIN documents ON documents.id = chunks.document JOIN texts ON texts.id = chunks.text",
    "ledger": "SELECT key_digest, hashes FROM ledger",
    "rejects": "SELECT key, column_name, reason FROM rejects",
    "texts": "SELECT hash FROM texts",
    "counters": "SELECT documents, chunks, vectors, rejected FROM datasets",
}
_VECTORS = "SELECT texts.hash, vectors.vector FROM texts JOIN vectors ON vectors.id = texts.vector ORDER BY texts.hash"
Codes = NDArray[np.int16]


def content(home: Path) -> dict[str, list[Any]]:
    """All a knowledge base holds, without the row numbers it gave."""
    (path,) = (home / "knowledge").glob("*.kb")
    assert_sound(path)
    with closing(sqlite3.connect(path)) as connection:
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in _CONTENT.items()}


def vectors(home: Path) -> Codes:
    """(texts, 384) the stored codes, by the texts' hashes."""
    (path,) = (home / "knowledge").glob("*.kb")
    with closing(sqlite3.connect(path)) as connection:
        stored = [vector[:-4] for _, vector in connection.execute(_VECTORS)]
    return np.frombuffer(b"".join(stored), np.int8).reshape(len(stored), -1 if stored else 384).astype(np.int16)


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


@pytest.mark.parametrize(("embedder", "rows", "kills"), [("none", 8_000, 10), ("minilm", 260, 10)])
def test_a_killed_sync_ends_equal_to_a_clean_one(
    cli: CommandLine, home: Path, pg_database: servers.PostgresDatabase, embedder: str, rows: int, kills: int
) -> None:
    fill(pg_database, rows)
    address = f"postgresql://{pg_database.user}@{pg_database.host}:{pg_database.port}/{pg_database.database}"
    cli("connector", "add", "Notes", "--url", address, "--password-stdin", stdin=pg_database.password)
    cli("kb", "add", "Notes", "--embedder", embedder)
    cli("dataset", "add", "Notes", "--connector", "Notes", "--table", "public.notes", "--key", "id",
        "--title", "title", "--text", "body", "--metadata", "tag")  # fmt: skip
    bases = [_copy(home, home.with_name("empty"))]
    seconds = sync(home)
    first = content(home)
    bases.append(_copy(home, home.with_name("full")))
    changed = [first]
    pg_database.execute(
        "UPDATE notes SET body = body || ' More.' WHERE id % 5 = 1; UPDATE notes SET tag = 'new' WHERE id % 7 = 2;"
        "DELETE FROM notes WHERE id % 11 = 3; INSERT INTO notes SELECT -n, 'New', 'A new note ' || n, 'tag'"
        " FROM generate_series(1, 40) n"
    )
    seconds = max(seconds, sync(home))
    changed.append(content(home))
    assert changed[0] != changed[1]
    clean_vectors = vectors(home)

    choose = random.Random()
    for number in range(kills):
        # Half of the runs start from nothing, half from a knowledge base the changes are due in.
        killed = _copy(bases[number % 2], home.with_name(f"killed {number}"))
        moments = sorted(choose.uniform(0.2, seconds) for _ in range(1 + number % 3))
        for moment in moments:
            sync(killed, kill_after_s=moment)
        sync(killed)
        assert content(killed) == changed[1], f"killed after {moments} s"
        # A float's last bit may depend on which texts were embedded side by side, so a code may round the other way.
        assert np.abs(vectors(killed) - clean_vectors).max(initial=0) <= 1
        shutil.rmtree(killed)


def _copy(home: Path, target: Path) -> Path:
    """A home like another, with its knowledge base in the same place inside it."""
    shutil.copytree(home, target)
    with closing(sqlite3.connect(target / "kbconnect.db")) as connection, connection:
        connection.execute("UPDATE knowledge_bases SET location = replace(location, ?, ?)", (str(home), str(target)))
    return target
