"""Files of older versions: brought to this one where they lie, or left as they were."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import (
    knowledge_base_kind,
    open_knowledge_base,
    sqlite_schema,
    sqlite_signs,
    sqlite_upgrade,
)
from kbconnect.core.errors import DiskFullError, KnowledgeBaseReadOnlyError
from kbconnect.core.knowledge_base import KnowledgeBase, SearchFilter, WriteBatch
from kbconnect.core.model import KnowledgeBaseInfo
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    WIKI,
    digest_of,
    embed_all,
    found_by_meaning,
    make_document,
    make_info,
    make_reject,
    write,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.adapters.knowledge_bases.test_sqlite_disks import small_disk
from tests.adapters.knowledge_bases.test_sqlite_faults import ROOT
from tests.fakes_knowledge_base import FakeEmbedder

VERSION_1 = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE datasets(
    number INTEGER PRIMARY KEY, dataset_id TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL DEFAULT 0,
    chunks INTEGER NOT NULL DEFAULT 0, vectors INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0);
CREATE TABLE documents(
    id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, document_id BLOB NOT NULL, first_chunk INTEGER NOT NULL,
    chunk_count INTEGER NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, metadata TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX documents_by_document_id ON documents(document_id);
CREATE TABLE chunks(
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, dataset INTEGER NOT NULL, start INTEGER NOT NULL,
    size INTEGER NOT NULL, text INTEGER NOT NULL);
CREATE INDEX chunks_by_text ON chunks(text, dataset);
CREATE TABLE texts(id INTEGER PRIMARY KEY, hash BLOB NOT NULL, vector INTEGER);
CREATE UNIQUE INDEX texts_by_hash ON texts(hash);
CREATE TABLE vectors(id INTEGER PRIMARY KEY, text INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE TABLE pending(dataset INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY(dataset, text)) WITHOUT ROWID;
CREATE TABLE ledger(
    dataset INTEGER NOT NULL, key_digest BLOB NOT NULL, hashes BLOB NOT NULL, document INTEGER,
    PRIMARY KEY(dataset, key_digest)) WITHOUT ROWID;
CREATE TABLE rejects(
    id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, key_digest BLOB NOT NULL, key TEXT NOT NULL,
    column_name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE UNIQUE INDEX rejects_by_key ON rejects(dataset, key_digest);
CREATE VIEW chunk_words(id, title, text) AS
    SELECT chunks.id, documents.title, CAST(substr(CAST(documents.text AS BLOB), start + 1, size) AS TEXT)
    FROM chunks JOIN documents ON documents.id = chunks.document;
CREATE VIRTUAL TABLE words USING fts5(
    title, text, content='chunk_words', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO words(words, rank) VALUES('rank', 'bm25(2.0, 1.0)'), ('automerge', 8);
"""
VERSION_2 = f"""
{VERSION_1}
CREATE TABLE signs(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, ids BLOB NOT NULL, bits BLOB NOT NULL);
CREATE TABLE gone_vectors(id INTEGER PRIMARY KEY, vector INTEGER NOT NULL);
CREATE TABLE sync_states(dataset INTEGER PRIMARY KEY, state TEXT NOT NULL);
"""
TABLES = ("meta", "datasets", "documents", "chunks", "texts", "vectors", "pending", "ledger", "rejects")
QUESTIONS = ("number7", "common", "text 40", "tail")


@pytest.fixture
def new(tmp_path: Path) -> KnowledgeBaseInfo:
    """A file of this version, with everything a file of version 1 can hold."""
    info, embedder = make_info(tmp_path / "new.sqlite"), FakeEmbedder(dimensions=72)
    kind = knowledge_base_kind("sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        for dataset in (SHOP, WIKI):
            texts = (make_document(f"{n}", f"number{n} common text {n} tail", pieces=[f"number{n}", "tail"],
                                   dataset_id=dataset, metadata={"odd": n % 2}) for n in range(150))  # fmt: skip
            write(opened, *texts, dataset_id=dataset)
        embed_all(opened, embedder)
        opened.remove(SHOP, [digest_of(str(n)) for n in range(20)])
        opened.write(SHOP, WriteBatch(rejected=[make_reject("bad", rows=2)]))
        write(opened, make_document("later", "has no vector yet"))
    return info


@pytest.fixture
def old(new: KnowledgeBaseInfo, tmp_path: Path) -> KnowledgeBaseInfo:
    """The same as a file of version 1."""
    return as_version(1, VERSION_1, new, tmp_path / "old.sqlite")


@pytest.fixture
def middle(new: KnowledgeBaseInfo, tmp_path: Path) -> KnowledgeBaseInfo:
    """The same as a file of version 2."""
    return as_version(2, VERSION_2, new, tmp_path / "middle.sqlite", ("signs", "gone_vectors", "sync_states"))


def as_version(
    version: int, schema: str, new: KnowledgeBaseInfo, path: Path, more: tuple[str, ...] = ()
) -> KnowledgeBaseInfo:
    info = make_info(path)
    with closing(sqlite3.connect(info.location, isolation_level=None)) as connection:
        connection.executescript(schema)
        connection.execute("ATTACH ? AS new", (new.location,))
        for table in TABLES + more:
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM new.{table}")
        connection.execute("DELETE FROM meta WHERE name = 'first_unlisted_text'")
        connection.execute("INSERT INTO words(words) VALUES('rebuild')")
        connection.execute("DETACH new")
        connection.execute(f"PRAGMA application_id = {sqlite_schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA journal_mode = WAL")
    return info


def version_of(info: KnowledgeBaseInfo) -> int:
    with closing(sqlite3.connect(info.location)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


def content_of(info: KnowledgeBaseInfo) -> dict[str, list[object]]:
    with closing(sqlite3.connect(info.location)) as connection:
        content = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}
    content["meta"] = [row for row in content["meta"] if row[0] != "first_unlisted_text"]  # new in version 3
    return content


def found(opened: KnowledgeBase) -> list[object]:
    embedder = FakeEmbedder(dimensions=72)
    answers: list[object] = []
    for question in QUESTIONS:
        for where in (EVERYWHERE, SearchFilter((WIKI,))):
            vector = embedder.embed([question])[0]
            answers.append(opened.search_vectors(vector, 20, where, embedder.identity))
            answers.append(opened.search_words(question, 20, where))
    return answers


def test_an_old_file_has_no_tables_of_the_new_version(old: KnowledgeBaseInfo, new: KnowledgeBaseInfo) -> None:
    with closing(sqlite3.connect(old.location)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert not tables & {"signs", "gone_vectors", "sync_states", "document_ids", "text_hashes"}
    assert content_of(old) == content_of(new)


def test_a_file_of_version_1_is_brought_to_this_one(old: KnowledgeBaseInfo, new: KnowledgeBaseInfo) -> None:
    before = content_of(old)
    with open_knowledge_base(old) as upgraded, open_knowledge_base(new) as made:
        assert found(upgraded) == found(made)
        assert upgraded.counts().vectors == made.counts().vectors > 0
    assert version_of(old) == sqlite_schema.FORMAT_VERSION
    assert content_of(old) == before
    assert_sound(Path(old.location))
    with open_knowledge_base(old) as opened:
        opened.put_sync_state(SHOP, "kept")
        embed_all(opened, FakeEmbedder(dimensions=72))
        write(opened, make_document("x", "written after it"))
        embed_all(opened, FakeEmbedder(dimensions=72))
        opened.remove(WIKI, [digest_of(str(n)) for n in range(60)])
        assert found_by_meaning(opened, FakeEmbedder(dimensions=72), "written after it", limit=1) == [
            "written after it"
        ]
        assert opened.sync_state(SHOP) == "kept"
    assert_sound(Path(old.location))


def test_a_file_of_version_2_is_brought_to_this_one(middle: KnowledgeBaseInfo, new: KnowledgeBaseInfo) -> None:
    before = content_of(middle)
    with open_knowledge_base(middle) as upgraded, open_knowledge_base(new) as made:
        assert found(upgraded) == found(made)
    assert version_of(middle) == sqlite_schema.FORMAT_VERSION
    assert content_of(middle) == before
    assert_sound(Path(middle.location))


@pytest.mark.parametrize("version", ["old", "middle"])
def test_documents_and_texts_are_found_again_in_an_upgraded_file(request: pytest.FixtureRequest, version: str) -> None:
    info = request.getfixturevalue(version)
    documents = [make_document(f"{n}", f"number{n}", dataset_id=WIKI).document.document_id for n in range(150)]
    with open_knowledge_base(info) as opened:
        assert all(opened.document_chunks(one) for one in documents)
        counts = opened.counts()
        again = make_document("again", "number7 and tail", pieces=["number7", "tail"], dataset_id=WIKI)
        write(opened, again, dataset_id=WIKI)
        assert opened.document_chunks(again.document.document_id)
        assert opened.counts().vectors == counts.vectors + 2  # both texts are known
        opened.remove(WIKI, [digest_of(str(n)) for n in range(150)])
        assert not any(opened.document_chunks(one) for one in documents)
    assert_sound(Path(info.location))


def test_all_versions_have_the_same_tables(
    old: KnowledgeBaseInfo, middle: KnowledgeBaseInfo, new: KnowledgeBaseInfo
) -> None:
    with open_knowledge_base(old), open_knowledge_base(middle):
        pass
    schemas = []
    for info in (old, middle, new):
        with closing(sqlite3.connect(info.location)) as connection:
            schemas.append(set(connection.execute("SELECT type, name, sql FROM sqlite_schema")))
    assert schemas[0] == schemas[1] == schemas[2]


def test_a_file_that_cannot_be_written_is_read_as_it_is(
    old: KnowledgeBaseInfo, new: KnowledgeBaseInfo, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        info = make_info(disk / "kb.sqlite")
        shutil.copy(old.location, info.location)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        with open_knowledge_base(info) as opened, open_knowledge_base(new) as made:
            assert found(opened) == found(made)
            assert opened.sync_state(SHOP) is None
            document_id = make_document("30", "x").document.document_id
            assert opened.document_chunks(document_id) == made.document_chunks(document_id) != ()
            assert opened.document_chunks("00" * 16) == ()
            with pytest.raises(KnowledgeBaseReadOnlyError):
                opened.put_sync_state(SHOP, "x")


def test_a_kill_in_the_middle_leaves_the_old_file(old: KnowledgeBaseInfo) -> None:
    before = content_of(old)
    program = (
        "import os, signal, sys\n"
        "from kbconnect.adapters.knowledge_bases import open_knowledge_base, sqlite_signs, sqlite_upgrade\n"
        "from tests.adapters.knowledge_bases.documents import make_info\n"
        "def add_signs(connection):\n"
        "    sqlite_signs.add_signs(connection)\n"
        "    assert connection.execute('SELECT count(*) FROM signs').fetchone() != (0,)\n"
        "    os.kill(os.getpid(), signal.SIGKILL if os.name == 'posix' else signal.SIGTERM)\n"
        "sqlite_upgrade.add_signs = add_signs\n"
        "open_knowledge_base(make_info(sys.argv[1])).__enter__()\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, old.location], cwd=ROOT, capture_output=True)
    assert killed.returncode == -9 if sys.platform != "win32" else killed.returncode != 0, killed.stderr
    assert (version_of(old), content_of(old)) == (1, before)
    with open_knowledge_base(old) as opened:
        assert opened.counts().vectors > 0
    assert version_of(old) == sqlite_schema.FORMAT_VERSION
    assert_sound(Path(old.location))


def test_without_room_the_file_is_left_as_it_was(old: KnowledgeBaseInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    before = content_of(old)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 1_000, 1_000))
    with open_knowledge_base(old) as opened, pytest.raises(DiskFullError, match="too little room") as caught:
        opened.put_sync_state(SHOP, "x")
    assert "left as it was" in caught.value.meaning
    assert "MB" in caught.value.hint
    assert (version_of(old), content_of(old)) == (1, before)


def test_a_disk_that_fills_up_leaves_the_file_as_it_was(
    old: KnowledgeBaseInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, 10**9))
    size = Path(old.location).stat().st_size
    with small_disk(tmp_path / "disk", f"{size // 1024 + 48}k") as disk:
        info = make_info(disk / "kb.sqlite")
        shutil.copy(old.location, info.location)
        with open_knowledge_base(info) as opened, pytest.raises(DiskFullError):
            opened.put_sync_state(SHOP, "x")
        shutil.copy(info.location, tmp_path / "after.sqlite")
    after = make_info(tmp_path / "after.sqlite")
    assert (version_of(after), content_of(after)) == (1, content_of(old))


@pytest.mark.parametrize("free", [0, 20_000, 100_000])
def test_on_a_full_disk_it_is_searched_as_it_is_and_brought_up_when_there_is_room(
    old: KnowledgeBaseInfo, new: KnowledgeBaseInfo, tmp_path: Path, free: int
) -> None:
    size = Path(old.location).stat().st_size
    with small_disk(tmp_path / "disk", f"{size // 1024 + 4_096}k") as disk:
        info = make_info(disk / "kb.sqlite")
        shutil.copy(old.location, info.location)
        filler = disk / "filler"
        filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - free))
        with open_knowledge_base(info) as opened, open_knowledge_base(new) as made:
            assert found(opened) == found(made)
            assert opened.counts().vectors == made.counts().vectors
            assert opened.sync_state(SHOP) is None
            with pytest.raises(DiskFullError) as caught:
                opened.put_sync_state(SHOP, "x")
            assert caught.value.hint
            assert found(opened) == found(made)
            filler.unlink()
            assert version_of(info) == 1
            if free > 40_000:  # without room for its shared memory SQLite opened it as one that never changes
                opened.put_sync_state(SHOP, "x")
                assert (opened.sync_state(SHOP), found(opened)) == ("x", found(made))
        with open_knowledge_base(info) as opened:
            opened.put_sync_state(SHOP, "y")
        assert version_of(info) == sqlite_schema.FORMAT_VERSION
        assert_sound(Path(info.location))


def test_two_that_open_it_at_once_do_it_once(old: KnowledgeBaseInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[None] = []
    upgrade = sqlite_upgrade.upgrade

    def after_another(connection: sqlite3.Connection, path: Path) -> None:
        """Both have seen version 1; the other one is first."""
        monkeypatch.setattr(sqlite_upgrade, "upgrade", upgrade)
        with open_knowledge_base(old) as other:
            other.put_sync_state(SHOP, "of the first")
        upgrade(connection, path)

    def add_signs(connection: sqlite3.Connection) -> None:
        filled.append(None)
        sqlite_signs.add_signs(connection)

    monkeypatch.setattr(sqlite_upgrade, "upgrade", after_another)
    monkeypatch.setattr(sqlite_upgrade, "add_signs", add_signs)
    with open_knowledge_base(old) as opened:
        assert opened.sync_state(SHOP) == "of the first"
    assert len(filled) == 1
    assert_sound(Path(old.location))
