"""Compacting and backing up through the use case, on a real knowledge base and the program's own database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kbconnect.app.application import Application
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.storage import PROGRAM
from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset, KnowledgeBaseDraft, SearchRequest, SyncOptions


@pytest.fixture
def synced(application: Application, dataset: Dataset) -> Dataset:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    return dataset


def found(application: Application, dataset: Dataset) -> list[str]:
    request = SearchRequest("mend a tent", dataset.knowledge_base_id, limit=20)
    return [hit.chunk.document.title for hit in application.search.search(request).hits]


def test_a_compacted_knowledge_base_answers_as_before_and_syncs_on(application: Application, synced: Dataset) -> None:
    before = found(application, synced)
    sizes = application.storage.compact(synced.knowledge_base_id, InlineContext())
    assert len(before) == 10
    assert found(application, synced) == before
    assert sizes.after <= sizes.before
    assert application.storage.unused_bytes(synced.knowledge_base_id) == 0
    run = application.syncing.sync(synced.id, SyncOptions(), InlineContext())
    assert (run.counts.unchanged, run.counts.added) == (10, 0)


@pytest.mark.parametrize("what", ["its knowledge base", "the program", "another"])
def test_nothing_is_compacted_under_a_sync(application: Application, synced: Dataset, what: str) -> None:
    other = application.knowledge_bases.add(KnowledgeBaseDraft("Other", embedder="none"))
    place = {"its knowledge base": synced.knowledge_base_id, "the program": PROGRAM, "another": other.id}[what]
    with DatasetLocks(application.paths.locks).hold(synced):
        if what == "another":
            application.storage.compact(place, InlineContext())
            return
        with pytest.raises(DatasetBusyError, match="Articles is being synced"):
            application.storage.compact(place, InlineContext())
    application.storage.compact(place, InlineContext())


def test_a_backup_put_back_in_place_is_the_knowledge_base_of_then(
    application: Application, synced: Dataset, tmp_path: Path
) -> None:
    path, target = application.storage.path(synced.knowledge_base_id), tmp_path / "backup.kb"
    assert application.storage.back_up(synced.knowledge_base_id, target, InlineContext()) == target.stat().st_size
    before = found(application, synced)
    application.datasets.remove(synced.id)
    assert found(application, synced) == []
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    target.rename(path)
    assert found(application, synced) == before


def test_the_program_is_backed_up_while_a_sync_runs(application: Application, synced: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "kbconnect.db"
    with DatasetLocks(application.paths.locks).hold(synced):
        application.storage.back_up(PROGRAM, target, InlineContext())
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT name FROM datasets").fetchall() == [("Articles",)]
