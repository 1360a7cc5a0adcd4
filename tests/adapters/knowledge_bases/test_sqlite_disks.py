"""A knowledge base file on a disk that is full or read-only, or owned by somebody else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import knowledge_base_kind, open_knowledge_base
from kbconnect.core.errors import (
    DiskFullError,
    KnowledgeBaseError,
    KnowledgeBaseReadOnlyError,
)
from kbconnect.core.knowledge_base import KnowledgeBase
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    digest_of,
    embed_all,
    found_by_meaning,
    found_by_words,
    make_document,
    make_info,
    write,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder


@contextmanager
def small_disk(folder: Path, size: str = "3m") -> Iterator[Path]:
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True
    )
    if not mounted or mounted.returncode != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_stops_the_write_and_changes_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        info = make_info(disk / "kb.sqlite")
        knowledge_base_kind("sqlite").create(info)
        kept: list[str] = []
        with open_knowledge_base(info) as opened:
            with pytest.raises(DiskFullError) as caught:
                write_until_it_fails(opened, kept)
            assert caught.value.hint
            assert caught.value.retryable
            assert kept
            assert opened.counts().documents == 20 * len(kept)
            assert len(found_by_words(opened, kept[-1])) == 20
            assert found_by_words(opened, f"row{len(kept)}") == []
            assert len(opened.ledger(SHOP).key_digests) == 20 * len(kept)
        with open_knowledge_base(info) as opened:
            assert opened.counts().documents == 20 * len(kept)
        # With its log, which a full disk leaves no room to fold in.
        for file in disk.iterdir():
            shutil.copy(file, tmp_path / file.name)
        assert_sound(tmp_path / "kb.sqlite")


def write_until_it_fails(opened: KnowledgeBase, kept: list[str]) -> None:
    """Twenty documents at a time; `kept` gets the name of each that was written."""
    for n in range(10_000):
        write(opened, *(make_document(f"row{n} {part}", f"row{n} " + "filler " * 200) for part in range(20)))
        kept.append(f"row{n}")


def test_room_that_comes_back_lets_the_write_go_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        info = make_info(disk / "kb.sqlite")
        knowledge_base_kind("sqlite").create(info)
        with open_knowledge_base(info) as opened:
            write(opened, make_document("a", "alpha"))
            filler = disk / "filler"
            free = shutil.disk_usage(disk).free
            filler.write_bytes(b"x" * (free - 40_000))
            big = [make_document(f"big {n}", f"big{n} " + "words and more words " * 500) for n in range(40)]
            with pytest.raises(DiskFullError):
                write(opened, *big)
            assert found_by_words(opened, "alpha") == ["alpha"]
            filler.unlink()
            assert write(opened, *big) == 40
        assert_sound(Path(info.location))


def test_a_full_disk_is_searched_and_says_why_it_takes_nothing(tmp_path: Path) -> None:
    """Not even the shared memory fits that SQLite keeps beside a file in use."""
    with small_disk(tmp_path / "disk") as disk:
        info = make_info(disk / "kb.sqlite")
        knowledge_base_kind("sqlite").create(info)
        with open_knowledge_base(info) as opened:
            write(opened, make_document("a", "alpha"))
        filler = disk / "filler"
        filler.write_bytes(b"x" * shutil.disk_usage(disk).free)
        assert shutil.disk_usage(disk).free == 0
        with open_knowledge_base(info) as opened:
            assert found_by_words(opened, "alpha") == ["alpha"]
            assert opened.counts().documents == 1
            with pytest.raises(DiskFullError):
                write(opened, make_document("b", "beta"))
        filler.unlink()
        with open_knowledge_base(info) as opened:
            write(opened, make_document("b", "beta"))
            assert found_by_words(opened, "beta") == ["beta"]
        assert_sound(Path(info.location))


def test_no_knowledge_base_is_made_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        info = make_info(disk / "kb.sqlite")
        with pytest.raises(DiskFullError):
            knowledge_base_kind("sqlite").create(info)
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("in_use", [False, True], ids=["closed", "with a log"])
def test_a_read_only_disk_is_searched_and_not_written(tmp_path: Path, *, in_use: bool) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        info = make_info(disk / "kb.sqlite")
        kind = knowledge_base_kind("sqlite")
        kind.create(info)
        with kind.open(info) as writer:
            write(writer, make_document("a", "alpha"))
            embed_all(writer, FakeEmbedder())
            if in_use:
                # As a copy made while a program had it open: with its log, which holds what was written last.
                for file in list(disk.iterdir()):
                    shutil.copy(file, disk / file.name.replace("kb.sqlite", "copy.sqlite"))
        if in_use:
            info = make_info(disk / "copy.sqlite")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        with kind.open(info) as opened:
            assert_is_read_only(opened, "alpha")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_a_file_of_somebody_else_is_searched_and_not_written(tmp_path: Path) -> None:
    info = make_info(tmp_path / "kb.sqlite")
    kind = knowledge_base_kind("sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        write(opened, make_document("a", "alpha"))
        embed_all(opened, FakeEmbedder())
    with as_nobody(tmp_path):
        with pytest.raises(KnowledgeBaseError) as caught, kind.open(info):
            pass
        assert "can't be opened" in caught.value.message
    Path(info.location).chmod(0o644)
    with as_nobody(tmp_path), kind.open(info) as opened:
        assert_is_read_only(opened, "alpha")
    with as_nobody(tmp_path), pytest.raises(KnowledgeBaseReadOnlyError):
        kind.create(make_info(tmp_path / "other.sqlite"))


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Without root's rights, but able to reach the folder."""
    opened = [one for one in (folder, *folder.parents) if one.stat().st_mode & 0o005 != 0o005]
    modes = {one: one.stat().st_mode for one in opened}
    for one in opened:
        one.chmod(modes[one] | 0o055)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)
        for one, mode in modes.items():
            one.chmod(mode)


def assert_is_read_only(opened: KnowledgeBase, text: str) -> None:
    embedder = FakeEmbedder()
    assert found_by_words(opened, text) == [text]
    assert found_by_meaning(opened, embedder, text) == [text]
    (chunk,) = opened.search_words(text, 1, EVERYWHERE)
    assert len(opened.highlights(text, [chunk.chunk_id])[0]) == 1
    assert opened.counts().vectors == 1
    with pytest.raises(KnowledgeBaseReadOnlyError) as caught:
        write(opened, make_document("b", "beta"))
    assert "can't be written" in caught.value.message
    with pytest.raises(KnowledgeBaseReadOnlyError):
        opened.remove(SHOP, [digest_of("a")])
    assert found_by_words(opened, text) == [text]
