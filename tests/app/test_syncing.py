"""Syncs through the use case, on a real source, store and knowledge base: counts, statuses, history, stopping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app.application import Application
from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.connector import Connector
from kbconnect.core.errors import DatasetBusyError, ModelMissingError, NotFoundError, StoreBusyError
from kbconnect.core.job import InlineContext, Progress, Stage
from kbconnect.core.model import (
    ChangeMode,
    Dataset,
    DatasetDraft,
    Field,
    KnowledgeBaseDraft,
    QuerySelection,
    RunStatus,
    SearchRequest,
    SyncCounts,
    SyncOptions,
    SyncPolicy,
    SyncRun,
    Trigger,
)
from kbconnect.core.ports import Embedder
from tests.app.conftest import Shop
from tests.fakes_knowledge_base import FakeEmbedder


def sync(application: Application, dataset: Dataset, **options: bool) -> SyncRun:
    return application.syncing.sync(dataset.id, SyncOptions(**options), InlineContext())  # type: ignore[arg-type]  # flags


def titles(application: Application, dataset: Dataset, text: str) -> list[str]:
    request = SearchRequest(text, dataset.knowledge_base_id, limit=50)
    return [hit.chunk.document.title for hit in application.search.search(request).hits]


def test_the_first_sync_adds_everything_and_the_next_nothing(application: Application, dataset: Dataset) -> None:
    first = sync(application, dataset)
    assert first.status is RunStatus.COMPLETED
    assert first.counts == SyncCounts(read=10, added=10, chunks_written=10)
    assert first.words_seconds is not None
    assert first.error is None
    assert len(titles(application, dataset, "mend tent")) == 10
    assert sync(application, dataset).counts == SyncCounts(read=10, unchanged=10)


def test_exactly_what_changed_is_done(application: Application, dataset: Dataset, shop: Shop) -> None:
    sync(application, dataset)
    shop.execute("UPDATE articles SET body = 'Now about boots.' WHERE id = 2")
    shop.execute("UPDATE articles SET topic = 'other' WHERE id = 3")
    shop.execute("DELETE FROM articles WHERE id = 4")
    shop.execute("INSERT INTO articles VALUES (11, 'Article 11', 'All about stoves.', 'care')")
    run = sync(application, dataset)
    assert run.counts == SyncCounts(
        read=10, added=1, updated=1, metadata_updated=1, unchanged=7, deleted=1, chunks_written=2
    )
    assert titles(application, dataset, "boots") == ["Article 2"]
    assert titles(application, dataset, "stoves") == ["Article 11"]
    assert len(titles(application, dataset, "tent")) == 8
    by_topic = SearchRequest("tent", dataset.knowledge_base_id, metadata=(Field("topic", "other"),))
    assert [hit.chunk.document.title for hit in application.search.search(by_topic).hits] == ["Article 3"]


def test_a_changed_mapping_rewrites_without_a_change_at_the_source(
    application: Application, dataset: Dataset, draft: DatasetDraft
) -> None:
    sync(application, dataset)
    composed = replace(draft.mapping, template="Topic {topic}: {body}")
    application.datasets.edit(dataset.id, replace(draft, mapping=composed))
    assert sync(application, dataset).counts.updated == 10
    tagged = replace(composed, metadata=("topic", "title"))
    application.datasets.edit(dataset.id, replace(draft, mapping=tagged))
    run = sync(application, dataset)
    assert (run.counts.updated, run.counts.metadata_updated) == (0, 10)


def test_rejected_rows_are_counted_named_and_tried_again_when_they_change(
    application: Application, dataset: Dataset, shop: Shop
) -> None:
    shop.execute("UPDATE articles SET body = '' WHERE id IN (2, 3)")
    for _ in range(2):
        run = sync(application, dataset)
        assert run.status is RunStatus.COMPLETED_WITH_REJECTS
        assert run.counts.rejected == 2
        kept = application.history.run(run.id).rejects
        assert sorted((reject.key, reject.column, reject.reason) for reject in kept) == [
            (("2",), "body", "The text is empty"),
            (("3",), "body", "The text is empty"),
        ]
    shop.execute("UPDATE articles SET body = 'Filled.' WHERE id = 2")
    run = sync(application, dataset)
    assert (run.counts.added, run.counts.rejected) == (1, 1)
    assert [reject.key for reject in run.rejects] == [("3",)]


def test_a_document_whose_row_is_rejected_now_is_gone(application: Application, dataset: Dataset, shop: Shop) -> None:
    sync(application, dataset)
    shop.execute("UPDATE articles SET body = NULL WHERE id = 5")
    assert sync(application, dataset).counts.rejected == 1
    assert "Article 5" not in titles(application, dataset, "tent")


def test_rows_with_one_key_are_rejected_not_merged(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    double = QuerySelection("SELECT id % 9 AS id, title, body, topic FROM articles")
    dataset = application.datasets.add(replace(draft, selection=double))
    for _ in range(2):
        run = sync(application, dataset)
        assert run.counts.rejected == 2  # 1 and 10
        assert [reject.key for reject in run.rejects] == [("1",)]
        assert len(titles(application, dataset, "tent")) == 8
    shop.execute("DELETE FROM articles WHERE id = 10")
    assert sync(application, dataset).counts.added == 1


@pytest.mark.parametrize("statement", ["DELETE FROM articles", "DELETE FROM articles WHERE id > 7"])
def test_the_delete_brake_stops_before_anything_is_written(
    application: Application, dataset: Dataset, shop: Shop, statement: str
) -> None:
    sync(application, dataset)
    shop.execute(statement)
    shop.execute("UPDATE articles SET body = 'boots' WHERE id = 1")
    run = sync(application, dataset)
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == "delete_brake"
    assert "can still be searched" in run.error.message
    assert len(titles(application, dataset, "tent")) == 10
    allowed = sync(application, dataset, allow_deletes=True)
    assert allowed.status is RunStatus.COMPLETED
    assert allowed.counts.deleted in {3, 10}


def test_a_few_deletes_need_no_answer(application: Application, dataset: Dataset, shop: Shop) -> None:
    sync(application, dataset)
    shop.execute("DELETE FROM articles WHERE id > 8")
    assert sync(application, dataset).counts.deleted == 2


def test_too_many_rejects_stop_the_run(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    dataset = application.datasets.add(replace(draft, policy=SyncPolicy(reject_limit=0.1)))
    shop.execute("UPDATE articles SET body = '' WHERE id > 5")
    run = sync(application, dataset)
    assert run.error is not None
    assert run.error.code == "too_many_rejects"


@pytest.mark.parametrize(
    ("statement", "code"),
    [("DROP TABLE articles", "table_missing"), ("ALTER TABLE articles RENAME body TO content", "column_missing")],
)
def test_a_source_that_changed_its_shape_ends_the_run_and_loses_nothing(
    application: Application, dataset: Dataset, shop: Shop, statement: str, code: str
) -> None:
    sync(application, dataset)
    shop.execute(statement)
    run = sync(application, dataset)
    assert run.error is not None
    assert run.error.code == code
    assert run.error.hint
    assert len(titles(application, dataset, "tent")) == 10


def test_a_source_that_is_gone_ends_the_run(application: Application, dataset: Dataset, shop: Shop) -> None:
    shop.path.unlink()
    run = sync(application, dataset)
    assert run.status is RunStatus.FAILED
    assert run.error is not None


def test_a_cancelled_run_is_recorded_and_the_next_continues(application: Application, dataset: Dataset) -> None:
    seen: list[Stage] = []

    def stop_at_reading(progress: Progress) -> None:
        seen.append(progress.stage)
        if progress.stage is Stage.READING:
            context.cancel()

    context = InlineContext(stop_at_reading)
    run = application.syncing.sync(dataset.id, SyncOptions(), context)
    assert run.status is RunStatus.CANCELLED
    assert run.error is None
    assert Stage.READING in seen
    assert sync(application, dataset).status is RunStatus.COMPLETED
    assert len(titles(application, dataset, "tent")) == 10


def test_one_dataset_is_synced_by_one_run_at_a_time(application: Application, dataset: Dataset) -> None:
    with DatasetLocks(application.paths.locks).hold(dataset), pytest.raises(DatasetBusyError):
        sync(application, dataset)
    assert sync(application, dataset).status is RunStatus.COMPLETED
    assert len(application.history.runs(dataset.id)) == 1


def test_a_run_whose_process_died_shows_as_interrupted(application: Application, dataset: Dataset) -> None:
    with _dying_run(application, dataset) as run_id:
        with DatasetLocks(application.paths.locks).hold(dataset):
            assert application.history.run(run_id).status is RunStatus.RUNNING
            assert application.history.runs()[0].status is RunStatus.RUNNING
        assert application.history.run(run_id).status is RunStatus.INTERRUPTED
    assert application.history.runs()[0].status is RunStatus.INTERRUPTED
    newest = sync(application, dataset)
    assert application.history.last_run(dataset.id) == replace(newest, rejects=())


@contextmanager
def _dying_run(application: Application, dataset: Dataset) -> Iterator[int]:
    """A run in the history that says running, as a killed process leaves it."""

    class Killed(BaseException):
        pass

    kept: list[int] = []

    def remember(progress: Progress) -> None:
        if not kept:
            kept.append(application.history.runs(dataset.id)[0].id)
            raise Killed

    with pytest.raises(Killed):
        application.syncing.sync(dataset.id, SyncOptions(), InlineContext(remember))
    run = application.history.run(kept[0])
    assert run.status is RunStatus.FAILED  # the bug it was is on record; what follows makes it a kill
    application.syncing._store.runs.update(replace(run, status=RunStatus.RUNNING, error=None))
    yield kept[0]


def test_history_is_newest_first_and_knows_its_trigger(application: Application, dataset: Dataset) -> None:
    application.syncing.sync(dataset.id, SyncOptions(Trigger.COMMAND), InlineContext())
    sync(application, dataset)
    assert [run.trigger for run in application.history.runs()] == [Trigger.MANUAL, Trigger.COMMAND]
    assert len(application.history.runs(limit=1)) == 1
    with pytest.raises(NotFoundError):
        application.history.run(999)


def test_no_run_yet(application: Application, dataset: Dataset) -> None:
    assert application.history.last_run(dataset.id) is None


def test_without_its_model_a_knowledge_base_is_filled_by_words_and_says_so(
    application: Application, draft: DatasetDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = application.knowledge_bases.add(KnowledgeBaseDraft("Meaning"))
    dataset = application.datasets.add(replace(draft, knowledge_base_id=base.id))

    def missing(embedder_id: str) -> Embedder | None:
        raise ModelMissingError("The model isn't there.", hint="Install it.")

    monkeypatch.setattr(application.syncing._embedders, "get", missing)
    run = sync(application, dataset)
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.code == "model_missing"
    assert run.counts.added == 10
    assert run.words_seconds is not None
    assert len(titles(application, dataset, "tent")) == 10
    assert sync(application, dataset, words_only=True).status is RunStatus.COMPLETED
    model = FakeEmbedder(name="all-MiniLM-L6-v2")
    monkeypatch.setattr(application.syncing._embedders, "get", lambda embedder_id: model)
    healed = sync(application, dataset)
    assert healed.status is RunStatus.COMPLETED
    assert (healed.counts.embedded, healed.counts.unchanged) == (10, 10)
    monkeypatch.setattr(application.syncing._embedders, "get", missing)
    assert sync(application, dataset).counts.unchanged == 10  # nothing is written anew for a model that is away


class Breaking(InlineContext):
    """Breaks the reading off once documents were written, as a server that goes away does."""

    def report(self, progress: Progress) -> None:
        counts = progress.counts
        if progress.stage is Stage.READING and counts is not None and counts.chunks_written + counts.metadata_updated:
            for interrupt in list(self._interrupts):
                interrupt()


def test_a_reading_that_breaks_off_is_told_with_what_was_written(
    application: Application, dataset: Dataset, shop: Shop
) -> None:
    shop.execute(
        "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO articles SELECT i, 'Article ' || i, 'A text about stove ' || i, 'care' FROM n"
    )
    run = application.syncing.sync(dataset.id, SyncOptions(), Breaking())
    assert run.status is RunStatus.FAILED
    assert run.counts.added > 0
    assert run.error is not None
    assert "Nothing was changed" not in run.error.message
    assert "so far is kept" in run.error.message


def test_a_busy_store_does_not_stop_a_sync(
    application: Application, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.app.syncing._SAVE_EVERY_S", -1.0)
    runs = application.syncing._store.runs
    update = runs.update

    def busy(run: SyncRun) -> None:
        if run.status is RunStatus.RUNNING:
            raise StoreBusyError("busy")
        update(run)

    monkeypatch.setattr(runs, "update", busy)
    assert sync(application, dataset).status is RunStatus.COMPLETED


def test_another_model_is_answered_by_words(
    application: Application, draft: DatasetDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = application.knowledge_bases.add(KnowledgeBaseDraft("Meaning"))
    dataset = application.datasets.add(replace(draft, knowledge_base_id=base.id))
    models = {"minilm": FakeEmbedder(name="one")}
    embedders = application.syncing._embedders
    monkeypatch.setattr(embedders, "get", lambda embedder_id: models[embedder_id])
    assert sync(application, dataset).counts.embedded == 10
    request = SearchRequest("tent", base.id)
    assert application.search.search(request).meaning_share == 1.0
    models["minilm"] = FakeEmbedder(name="two")
    answer = application.search.search(request)
    assert answer.meaning_share is None
    assert len(answer.hits) == 10


class Meddling(DatasetLocks):
    """Before a lock is had, whoever had it does something."""

    work: Callable[[], object] = staticmethod(lambda: None)

    @contextmanager
    def hold(self, dataset: Dataset, *, wait_s: float = 0) -> Iterator[None]:
        work, self.work = self.work, lambda: None
        work()
        with super().hold(dataset, wait_s=wait_s):
            yield


def test_a_dataset_that_is_moved_while_its_sync_waits_is_written_where_it_is_now(
    application: Application, dataset: Dataset, draft: DatasetDraft, tmp_path: Path
) -> None:
    other = application.knowledge_bases.add(KnowledgeBaseDraft("Other", embedder="none"))
    locks = Meddling(tmp_path)
    application.syncing._locks = locks
    locks.work = lambda: application.datasets.edit(dataset.id, replace(draft, knowledge_base_id=other.id))
    assert sync(application, dataset).counts.added == 10
    assert application.knowledge_bases.counts(dataset.knowledge_base_id).documents == 0
    assert application.knowledge_bases.counts(other.id).documents == 10
    locks.work = lambda: application.datasets.remove(dataset.id)
    with pytest.raises(NotFoundError):
        sync(application, dataset)


def test_a_reading_that_breaks_off_is_told_with_the_metadata_that_was_written(
    application: Application, dataset: Dataset, shop: Shop
) -> None:
    shop.execute(
        "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO articles SELECT i, 'Article ' || i, 'A text about stove ' || i, 'care' FROM n"
    )
    sync(application, dataset)
    shop.execute("UPDATE articles SET topic = 'other'")
    run = application.syncing.sync(dataset.id, SyncOptions(), Breaking())
    assert run.error is not None
    assert run.counts.metadata_updated > 0
    assert "Nothing was changed" not in run.error.message


def test_a_connector_that_leads_elsewhere_is_not_read_from_where_a_cursor_stood(
    application: Application, draft: DatasetDraft, connector: Connector, shop: Shop, tmp_path: Path
) -> None:
    policy = SyncPolicy(cursor_lag=0)
    dataset = application.datasets.add(replace(draft, mode=ChangeMode.APPEND, policy=policy))
    sync(application, dataset)
    other = Shop(tmp_path / "other.db")
    shop.execute("VACUUM INTO ?", str(other.path))
    other.execute("UPDATE articles SET body = 'Now about boots.' WHERE id = 2")
    renamed = replace(draft_of(connector), name="Renamed")
    application.connectors.edit(connector.id, renamed, KeepSecret.KEEP)
    assert sync(application, dataset).counts.read == 1
    application.connectors.edit(connector.id, replace(renamed, database=str(other.path)), KeepSecret.KEEP)
    assert sync(application, dataset).counts.updated == 1
    assert sync(application, dataset).counts.read == 1
