"""Datasets and knowledge bases through the use cases."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.application import Application, build_application
from kbconnect.app.datasets import draft_of_dataset
from kbconnect.app.knowledge_bases import DEFAULT_NAME, KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.errors import (
    DatasetBusyError,
    InputError,
    InUseError,
    KnowledgeBaseMissingError,
    KnowledgeBaseTooNewError,
    NameTakenError,
    NotFoundError,
)
from kbconnect.core.job import InlineContext
from kbconnect.core.knowledge_base import SearchFilter
from kbconnect.core.model import (
    ChangeMode,
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    SyncOptions,
    SyncPolicy,
)


def test_a_dataset_is_saved_as_it_was_filled_in(application: Application, draft: DatasetDraft) -> None:
    dataset = application.datasets.add(draft)
    assert draft_of_dataset(dataset) == draft
    assert application.datasets.get(dataset.id) == dataset
    assert application.datasets.find("ARTICLES") == dataset
    assert application.datasets.list(draft.connector_id) == (dataset,)
    assert application.datasets.list("another") == ()


def test_without_a_knowledge_base_the_default_one_is_fed(application: Application, draft: DatasetDraft) -> None:
    only = application.knowledge_bases.get(draft.knowledge_base_id)
    dataset = application.datasets.add(replace(draft, knowledge_base_id=""))
    assert dataset.knowledge_base_id == only.id
    application.datasets.remove(dataset.id)
    application.knowledge_bases.remove(only.id)
    dataset = application.datasets.add(replace(draft, knowledge_base_id=""))
    made = application.knowledge_bases.get(dataset.knowledge_base_id)
    assert (made.name, made.embedder) == (DEFAULT_NAME, "minilm")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": " "}, InputError),
        ({"connector_id": "nowhere"}, NotFoundError),
        ({"knowledge_base_id": "nowhere"}, NotFoundError),
        ({"mapping": Mapping((), "", ("body",))}, InputError),
        ({"mapping": Mapping(("id",), "title", ())}, InputError),
        ({"mode": ChangeMode.CURSOR}, InputError),
        ({"mode": ChangeMode.APPEND, "mapping": Mapping(("id", "topic"), "title", ("body",))}, InputError),
        ({"mode": ChangeMode.APPEND, "cursor_column": "topic"}, InputError),
        ({"policy": SyncPolicy(delete_limit=1.5)}, InputError),
        ({"policy": SyncPolicy(reject_limit=-0.1)}, InputError),
        ({"policy": SyncPolicy(cursor_lag=-1)}, InputError),
        ({"policy": SyncPolicy(cursor_lag=float("nan"))}, InputError),
        ({"policy": SyncPolicy(key_scan_hours=float("inf"))}, InputError),
        ({"policy": SyncPolicy(row_limit=10**12 + 1)}, InputError),
    ],
)
def test_what_cannot_work_is_not_saved(
    application: Application, draft: DatasetDraft, change: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        application.datasets.add(replace(draft, **change))  # type: ignore[arg-type]  # by parameter
    assert application.datasets.list() == ()


@pytest.mark.parametrize(
    "change",
    [
        {"mode": ChangeMode.CURSOR, "cursor_column": "id", "policy": SyncPolicy(cursor_lag=0, key_scan_hours=0)},
        {"mode": ChangeMode.APPEND},
        {"mode": ChangeMode.APPEND, "cursor_column": "id"},
        {"policy": SyncPolicy(delete_limit=0, reject_limit=0)},
    ],
)
def test_every_mode_can_be_saved(application: Application, draft: DatasetDraft, change: dict[str, object]) -> None:
    wanted = replace(draft, **change)  # type: ignore[arg-type]  # by parameter
    saved = application.datasets.get(application.datasets.add(wanted).id)
    assert (saved.mode, saved.cursor_column, saved.policy) == (wanted.mode, wanted.cursor_column, wanted.policy)


def test_names_of_datasets_differ(application: Application, dataset: Dataset, draft: DatasetDraft) -> None:
    with pytest.raises(NameTakenError):
        application.datasets.add(replace(draft, name="articles"))
    renamed = application.datasets.edit(dataset.id, replace(draft, name="Articles "))
    assert renamed.name == "Articles"


def test_a_datasets_name_of_an_older_version_may_stay(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    long = "articles of the shop " * 12
    with open_store(application.paths.store) as store:
        store.datasets.update(replace(dataset, name=long.strip()))
    policy = SyncPolicy(delete_limit=0.5)
    assert application.datasets.edit(dataset.id, replace(draft, name=long, policy=policy)).policy == policy
    with pytest.raises(InputError, match="200 are the most"):
        application.datasets.edit(dataset.id, replace(draft, name=f"{long}!"))


def test_a_row_limit_of_an_older_version_may_stay(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    huge = SyncPolicy(row_limit=10**30)
    with open_store(application.paths.store) as store:
        store.datasets.update(replace(dataset, policy=huge))
    datasets = application.datasets
    assert datasets.edit(dataset.id, replace(draft, name="Other", policy=huge)).name == "Other"
    other = replace(huge, delete_limit=0.5)
    assert datasets.set_policy(dataset.id, other).policy == other
    with pytest.raises(InputError, match="at most 1,000,000,000,000 rows"):
        datasets.set_policy(dataset.id, replace(huge, row_limit=10**30 + 1))


def test_removing_a_dataset_removes_its_documents(application: Application, dataset: Dataset) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert application.knowledge_bases.counts(dataset.knowledge_base_id).documents == 10
    assert application.datasets.remove(dataset.id) == 10
    assert application.knowledge_bases.counts(dataset.knowledge_base_id).documents == 0
    assert application.datasets.list() == ()


def test_a_dataset_moves_to_another_knowledge_base(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    other = application.knowledge_bases.add(KnowledgeBaseDraft("Other", embedder="none"))
    moved = application.datasets.edit(dataset.id, replace(draft, knowledge_base_id=other.id))
    assert moved.knowledge_base_id == other.id
    assert application.knowledge_bases.counts(dataset.knowledge_base_id).documents == 0
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert application.knowledge_bases.counts(other.id).documents == 10
    assert [counts.documents for counts in application.knowledge_bases.dataset_counts(other.id)] == [10]


def test_a_dataset_that_is_syncing_is_left_alone(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    with DatasetLocks(application.paths.locks).hold(dataset):
        with pytest.raises(DatasetBusyError):
            application.datasets.remove(dataset.id)
        with pytest.raises(DatasetBusyError):
            application.datasets.edit(dataset.id, draft)
    assert application.datasets.get(dataset.id) == dataset


def test_a_dataset_can_be_removed_when_its_knowledge_base_is_gone(application: Application, dataset: Dataset) -> None:
    Path(application.knowledge_bases.get(dataset.knowledge_base_id).location).unlink()
    assert application.datasets.remove(dataset.id) == 0
    assert application.datasets.list() == ()


def test_a_knowledge_base_is_a_file_of_its_owner(application: Application) -> None:
    made = application.knowledge_bases.add(KnowledgeBaseDraft(" Büro & Co. / Hilfe "))
    location = Path(made.location)
    assert made.name == "Büro & Co. / Hilfe"
    assert location.parent == application.paths.knowledge_bases
    assert location.stat().st_mode & 0o777 == 0o600
    assert application.knowledge_bases.find("büro & co. / hilfe") == made
    assert application.knowledge_bases.list() == (made,)


def test_a_knowledge_base_goes_where_it_is_wanted(application: Application, tmp_path: Path) -> None:
    wanted = tmp_path / "elsewhere" / "team.kb"
    made = application.knowledge_bases.add(KnowledgeBaseDraft("Team", location=str(wanted), embedder="none"))
    assert made.location == str(wanted)
    with pytest.raises(NameTakenError):
        application.knowledge_bases.add(KnowledgeBaseDraft("Again", location=str(wanted)))
    application.knowledge_bases.remove(made.id)
    assert not wanted.exists()


@pytest.mark.parametrize("draft", [KnowledgeBaseDraft(" "), KnowledgeBaseDraft("A", embedder="gpt")])
def test_a_knowledge_base_that_cannot_work_is_not_made(application: Application, draft: KnowledgeBaseDraft) -> None:
    with pytest.raises(InputError):
        application.knowledge_bases.add(draft)
    assert list(application.paths.knowledge_bases.iterdir()) == []


def test_knowledge_bases_have_names_of_their_own(application: Application) -> None:
    application.knowledge_bases.add(KnowledgeBaseDraft("Team", embedder="none"))
    with pytest.raises(NameTakenError):
        application.knowledge_bases.add(KnowledgeBaseDraft("TEAM", embedder="none"))


def test_a_knowledge_base_in_use_stays(application: Application, dataset: Dataset) -> None:
    with pytest.raises(InUseError):
        application.knowledge_bases.remove(dataset.knowledge_base_id)
    assert Path(application.knowledge_bases.get(dataset.knowledge_base_id).location).exists()


def test_a_document_is_opened_with_its_chunks(application: Application, dataset: Dataset) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
        found = knowledge_base.search_words("patch", 1, _everything())
        chunk = knowledge_base.chunks([found[0].chunk_id])[0]
    opened = application.knowledge_bases.document(dataset.knowledge_base_id, chunk.document.document_id)
    assert opened == (chunk,)
    with pytest.raises(NotFoundError):
        application.knowledge_bases.document(dataset.knowledge_base_id, "0" * 32)
    Path(application.knowledge_bases.get(dataset.knowledge_base_id).location).unlink()
    with pytest.raises(KnowledgeBaseMissingError):
        application.knowledge_bases.counts(dataset.knowledge_base_id)


def _everything() -> SearchFilter:

    return SearchFilter()


def test_a_dataset_can_be_removed_when_its_knowledge_base_is_damaged(
    application: Application, dataset: Dataset
) -> None:
    info = application.knowledge_bases.get(dataset.knowledge_base_id)
    Path(info.location).write_bytes(b"not a database" * 500)
    application.datasets.remove(dataset.id)
    application.knowledge_bases.remove(info.id)
    assert application.datasets.list() == ()
    assert application.knowledge_bases.list() == ()
    assert not Path(info.location).exists()


def test_the_default_knowledge_base_may_be_made_by_two_at_once(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = application.knowledge_bases.default()
    answers = [(), application.knowledge_bases.list(), application.knowledge_bases.list()]
    monkeypatch.setattr(KnowledgeBases, "list", lambda self: answers.pop(0))  # as it was before the other one was made
    assert application.knowledge_bases.default() == made


def test_documents_leave_the_old_knowledge_base_before_the_dataset_does(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    other = application.knowledge_bases.add(KnowledgeBaseDraft("Other", embedder="none"))
    location = Path(application.knowledge_bases.get(dataset.knowledge_base_id).location)
    newer = sqlite3.connect(location)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(KnowledgeBaseTooNewError):
        application.datasets.edit(dataset.id, replace(draft, knowledge_base_id=other.id))
    assert application.datasets.get(dataset.id).knowledge_base_id == dataset.knowledge_base_id


def test_a_dataset_stays_with_its_connector(application: Application, dataset: Dataset, draft: DatasetDraft) -> None:
    with pytest.raises(InputError):
        application.datasets.edit(dataset.id, replace(draft, connector_id="another"))


def test_a_copied_data_folder_uses_its_own_knowledge_base(
    application: Application, dataset: Dataset, environment: dict[str, str], tmp_path: Path
) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    copied = tmp_path / "copied"
    shutil.copytree(application.paths.home, copied)
    with build_application(copied, environment, lambda purpose: None) as other:
        location = Path(other.knowledge_bases.get(dataset.knowledge_base_id).location)
        assert location.is_relative_to(copied)
        assert other.datasets.remove(dataset.id) == 10
    assert application.knowledge_bases.counts(dataset.knowledge_base_id).documents == 10
