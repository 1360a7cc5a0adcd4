"""A knowledge base file when something goes wrong: killed, damaged, locked, too new."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import knowledge_base_kind, open_knowledge_base, sqlite_errors, sqlite_schema
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    KnowledgeBaseBusyError,
    KnowledgeBaseDamagedError,
    KnowledgeBaseError,
    KnowledgeBaseMissingError,
    KnowledgeBaseTooNewError,
    NameTakenError,
)
from kbconnect.core.knowledge_base import ChunkedDocument, KnowledgeBase, MetadataChange, WriteBatch
from kbconnect.core.model import Field, KnowledgeBaseInfo
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    digest_of,
    embed_all,
    entry_of,
    found_by_meaning,
    found_by_words,
    make_document,
    make_info,
    make_reject,
    write,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def info(tmp_path: Path) -> KnowledgeBaseInfo:
    return make_info(tmp_path / "kb.sqlite")


@pytest.fixture
def filled(info: KnowledgeBaseInfo) -> KnowledgeBaseInfo:
    """A file with 200 documents, half of them with vectors, and a reject."""
    knowledge_base_kind("sqlite").create(info)
    with open_knowledge_base(info) as opened:
        write(opened, *(make_document(str(n), f"number{n} common") for n in range(100)))
        embed_all(opened, FakeEmbedder())
        write(opened, *(make_document(str(n), f"number{n} common") for n in range(100, 200)))
        opened.write(SHOP, WriteBatch(rejected=[make_reject("bad")]))
    return info


def path_of(info: KnowledgeBaseInfo) -> Path:
    return Path(info.location)


# ------------------------------------------------------------------------------------------------ kind


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError):
        knowledge_base_kind("lance")


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_only_this_user_can_read_what_is_made(tmp_path: Path) -> None:
    info = make_info(tmp_path / "new" / "folder" / "kb.sqlite")
    knowledge_base_kind("sqlite").create(info)
    assert path_of(info).stat().st_mode & 0o777 == 0o600
    assert path_of(info).parent.stat().st_mode & 0o777 == 0o700
    with open_knowledge_base(info) as opened:
        write(opened, make_document("a", "alpha"))
        assert [file.stat().st_mode & 0o777 for file in tmp_path.glob("new/folder/*")] == [0o600] * 3
    assert [file.name for file in tmp_path.glob("new/folder/*")] == ["kb.sqlite"], "the log is folded in at the end"


def test_an_empty_file_is_an_empty_place_and_a_folder_is_not(tmp_path: Path) -> None:
    kind = knowledge_base_kind("sqlite")
    info = make_info(tmp_path / "kb.sqlite")
    path_of(info).touch()
    kind.create(info)
    with kind.open(info) as opened:
        assert opened.counts().documents == 0
    with pytest.raises(NameTakenError):
        kind.create(make_info(tmp_path))


def test_the_size_counts_the_log_too(filled: KnowledgeBaseInfo) -> None:
    with open_knowledge_base(filled) as opened:
        write(opened, make_document("more", "text"))
        sizes = sum(file.stat().st_size for file in path_of(filled).parent.iterdir())
        assert opened.counts().size_bytes == sizes


# ------------------------------------------------------------------------------------------------ killed


@pytest.mark.slow
def test_a_killed_writer_leaves_a_sound_file(filled: KnowledgeBaseInfo) -> None:
    choose = random.Random(7)
    for seed in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.adapters.knowledge_bases.kill_target", filled.location, str(seed)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "begun\n"
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(timeout=choose.uniform(0.0, 0.25))
            writer.kill()
        assert writer.returncode == -9 if os.name == "posix" else writer.returncode != 0
        with open_knowledge_base(filled) as opened:
            assert opened.dataset_counts(SHOP).documents > 0
            assert len(opened.ledger(SHOP).key_digests) > 0
        assert_sound(path_of(filled))


def test_an_exception_inside_a_write_undoes_all_of_it(filled: KnowledgeBaseInfo) -> None:
    with open_knowledge_base(filled) as opened:
        before = opened.ledger(SHOP).text_hashes.tolist()
        change = MetadataChange(entry_of("1"), (Field("colour", "red"),))
        wrong = make_reject("0", rows=1 << 40)  # more than the ledger has room for
        with pytest.raises(KnowledgeBaseError):
            opened.write(SHOP, WriteBatch([make_document("0", "changed")], [change], [wrong]))
        assert opened.ledger(SHOP).text_hashes.tolist() == before
        assert found_by_words(opened, "changed") == []
    assert_sound(path_of(filled))


def test_a_document_needs_an_id_of_hex_digits(filled: KnowledgeBaseInfo) -> None:
    right = make_document("x", "text")
    wrong = ChunkedDocument(right.entry, replace(right.document, document_id="row 1"), right.spans)
    with open_knowledge_base(filled) as opened, pytest.raises(ValueError, match="hex"):
        write(opened, wrong)


# ------------------------------------------------------------------------------------------------ damaged


@pytest.mark.parametrize(
    "content", [b"", b"x" * 5_000, b"SQLite format 3\0" + b"\0" * 5_000], ids=["empty", "text", "header"]
)
def test_what_is_no_knowledge_base_is_not_opened(info: KnowledgeBaseInfo, content: bytes) -> None:
    path_of(info).write_bytes(content)
    with pytest.raises(KnowledgeBaseDamagedError) as caught, open_knowledge_base(info):
        pass
    assert info.location in caught.value.message
    assert "sync" in caught.value.hint
    assert path_of(info).read_bytes() == content


def test_a_database_of_another_program_is_not_opened(info: KnowledgeBaseInfo) -> None:
    with closing(sqlite3.connect(info.location)) as other:
        other.execute("CREATE TABLE theirs(x)")
    with pytest.raises(KnowledgeBaseDamagedError), open_knowledge_base(info):
        pass


def test_a_file_cut_short_is_not_opened(filled: KnowledgeBaseInfo) -> None:
    content = path_of(filled).read_bytes()
    path_of(filled).write_bytes(content[: len(content) // 2])
    with pytest.raises(KnowledgeBaseDamagedError), open_knowledge_base(filled):
        pass


def test_damaged_pages_are_said_to_be_damaged(filled: KnowledgeBaseInfo) -> None:
    """Whatever bytes are wrong: an answer, or the error that says so, and nothing else."""
    content = path_of(filled).read_bytes()
    choose = random.Random(3)
    errors: list[KnowledgeBaseDamagedError] = []
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(choose.choice([1, 3])):
            start = choose.randrange(100, len(broken) - 600)
            broken[start : start + 512] = choose.randbytes(512)
        path_of(filled).write_bytes(broken)
        try:
            with open_knowledge_base(filled) as opened:
                use_everything(opened)
        except KnowledgeBaseDamagedError as error:
            errors.append(error)
    assert len(errors) > 20
    assert all(error.hint for error in errors)


def use_everything(opened: KnowledgeBase) -> None:
    embedder = FakeEmbedder()
    opened.counts()
    opened.ledger(SHOP)
    opened.rejects(SHOP, 10)
    found = opened.search_words("common number7", 50, EVERYWHERE)
    opened.chunks([one.chunk_id for one in found])
    opened.highlights("common", [one.chunk_id for one in found])
    opened.search_vectors(embedder.embed(["common"])[0], 50, EVERYWHERE, embedder.identity)
    embed_all(opened, embedder)
    write(opened, *(make_document(str(n), f"changed {n}") for n in range(0, 200, 3)))
    opened.remove(SHOP, [digest_of(str(n)) for n in range(0, 200, 2)])
    opened.remove_dataset(SHOP)


def test_a_newer_format_is_left_alone(filled: KnowledgeBaseInfo) -> None:
    with closing(sqlite3.connect(filled.location)) as newer:
        newer.execute(f"PRAGMA user_version = {sqlite_schema.FORMAT_VERSION + 1}")
    before = path_of(filled).read_bytes()
    with pytest.raises(KnowledgeBaseTooNewError) as caught, open_knowledge_base(filled):
        pass
    assert "newer version" in caught.value.message
    assert path_of(filled).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps an open file in its place")
def test_nothing_is_written_into_a_file_that_is_gone(filled: KnowledgeBaseInfo) -> None:
    with open_knowledge_base(filled) as opened:
        content = path_of(filled).read_bytes()
        path_of(filled).unlink()
        with pytest.raises(KnowledgeBaseMissingError):
            opened.counts()
        with pytest.raises(KnowledgeBaseMissingError):
            write(opened, make_document("lost", "what would be lost"))
        path_of(filled).write_bytes(content)
        with pytest.raises(KnowledgeBaseMissingError):
            write(opened, make_document("lost", "what would be lost"))


# ------------------------------------------------------------------------------------------------ others at work


def test_a_locked_file_is_busy_and_searched_all_the_same(
    filled: KnowledgeBaseInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_schema, "_BUSY_TIMEOUT_S", 0.05)
    with open_knowledge_base(filled) as opened, closing(sqlite3.connect(filled.location)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert found_by_words(opened, "number7") == ["number7 common"]
        with pytest.raises(KnowledgeBaseBusyError) as caught:
            write(opened, make_document("x", "text"))
        assert caught.value.retryable
        other.rollback()
        assert write(opened, make_document("x", "text")) == 1


def test_a_search_beside_a_sync_sees_what_is_complete(filled: KnowledgeBaseInfo) -> None:
    embedder = FakeEmbedder()
    kind = knowledge_base_kind("sqlite")
    with kind.open(filled) as searching, kind.open(filled) as syncing:
        assert len(found_by_meaning(searching, embedder, "common", limit=500)) == 100
        embed_all(syncing, embedder)
        assert len(found_by_meaning(searching, embedder, "common", limit=500)) == 200
        write(syncing, make_document("new", "entirely fresh"))
        assert found_by_words(searching, "fresh") == ["entirely fresh"]
        embed_all(syncing, embedder)
        assert found_by_meaning(searching, embedder, "entirely fresh", limit=1) == ["entirely fresh"]
        syncing.remove(SHOP, [digest_of(str(n)) for n in range(150)])
        assert len(found_by_meaning(searching, embedder, "common", limit=500)) == 51
        assert found_by_words(searching, "number7") == []


def test_vectors_in_memory_are_of_this_file_and_no_other(tmp_path: Path) -> None:
    """A file that is deleted and made anew, by this program or another, starts with nothing."""
    embedder = FakeEmbedder()
    kind = knowledge_base_kind("sqlite")
    info = make_info(tmp_path / "kb.sqlite")
    for text in ("first", "second"):
        knowledge_base_kind("sqlite").delete(info)
        knowledge_base_kind("sqlite").create(info)
        with kind.open(info) as opened:
            write(opened, make_document("a", text))
            embed_all(opened, embedder)
            (best,) = opened.search_vectors(embedder.embed([text])[0], 5, EVERYWHERE, embedder.identity)
            assert best.score == pytest.approx(1, abs=0.02)


# ------------------------------------------------------------------------------------------------ translation


def test_every_result_code_has_its_error() -> None:
    # Authorizer answers and action numbers share the prefix; failures are those SQLite raises by these names.
    no_failure = {"SQLITE_OK", "SQLITE_ROW", "SQLITE_DONE", "SQLITE_DENY", "SQLITE_IGNORE", "SQLITE_NOTICE",
                  "SQLITE_WARNING"}  # fmt: skip
    actions = {"SQLITE_ANALYZE", "SQLITE_ATTACH", "SQLITE_DELETE", "SQLITE_DETACH", "SQLITE_FUNCTION", "SQLITE_INSERT",
               "SQLITE_PRAGMA", "SQLITE_READ", "SQLITE_RECURSIVE", "SQLITE_REINDEX", "SQLITE_SAVEPOINT",
               "SQLITE_SELECT", "SQLITE_TRANSACTION", "SQLITE_UPDATE"}  # fmt: skip
    failures = {
        name: getattr(sqlite3, name)
        for name in dir(sqlite3)
        if name.startswith("SQLITE_") and name.count("_") == 1 and name not in no_failure | actions
    }
    assert len(failures) > 20
    assert {name for name, code in failures.items() if code not in sqlite_errors.ERRORS_BY_CODE} == set()


@pytest.mark.parametrize("code", sorted(sqlite_errors.ERRORS_BY_CODE))
def test_an_extended_code_has_its_primary_code_s_error(code: int, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("technical words")
    error.sqlite_errorcode = code | 7 << 8
    error.sqlite_errorname = "SQLITE_SOMETHING"
    with pytest.raises(sqlite_errors.ERRORS_BY_CODE[code]) as caught, sqlite_errors.translated(tmp_path / "kb.sqlite"):
        raise error
    assert isinstance(caught.value, KbConnectError)
    assert "technical words" in caught.value.detail
    assert "SQLITE" not in caught.value.message
    assert caught.value.meaning
    assert caught.value.hint


def test_every_class_of_error_is_translated(tmp_path: Path) -> None:
    def below(kind: type[Exception]) -> list[type[Exception]]:
        return [kind, *(one for sub in kind.__subclasses__() for one in below(sub))]

    for kind in [*below(sqlite3.Error), OSError, PermissionError, FileNotFoundError]:
        with pytest.raises(KbConnectError), sqlite_errors.translated(tmp_path / "kb.sqlite"):
            raise kind("broken")


def test_a_closed_knowledge_base_says_so(filled: KnowledgeBaseInfo) -> None:
    with open_knowledge_base(filled) as opened:
        pass
    with pytest.raises(KnowledgeBaseError):
        opened.counts()


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseMissingError), open_knowledge_base(make_info(tmp_path / "no" / "kb.sqlite")):
        pass
