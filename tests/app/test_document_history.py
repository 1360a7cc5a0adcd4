"""When a document was written, as far as the runs that are kept can tell."""

from __future__ import annotations

from kbconnect.app.application import Application
from kbconnect.app.history import HistoryLimits
from kbconnect.app.knowledge_bases import DocumentHistory
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset, SearchRequest, SyncOptions, SyncRun
from tests.app.conftest import Shop


def sync(application: Application, dataset: Dataset) -> SyncRun:
    run = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    return application.history.run(run.id)


def history_of(application: Application, dataset: Dataset, title: str) -> DocumentHistory:
    answer = application.search.search(SearchRequest(title, dataset.knowledge_base_id))
    chunk = next(hit.chunk for hit in answer.hits if hit.chunk.document.title == title)
    return application.knowledge_bases.document_history(dataset.knowledge_base_id, chunk)


def test_a_document_knows_the_run_that_wrote_its_text(application: Application, dataset: Dataset, shop: Shop) -> None:
    first = sync(application, dataset)
    shop.execute("UPDATE articles SET body = 'another tent' WHERE id = 2")
    shop.execute("UPDATE articles SET topic = 'other' WHERE id = 3")
    second = sync(application, dataset)
    third = sync(application, dataset)
    assert history_of(application, dataset, "Article 2") == DocumentHistory(second, None, third)
    assert history_of(application, dataset, "Article 3") == DocumentHistory(first, None, third)
    assert history_of(application, dataset, "Article 1") == DocumentHistory(first, None, third)


def test_what_was_written_before_the_runs_that_are_kept_is_only_known_to_be_older(
    application: Application, dataset: Dataset
) -> None:
    application.history.set_limits(HistoryLimits(runs=1))
    last = [sync(application, dataset) for _ in range(22)][-1]
    oldest = application.history.runs(dataset.id)[-1]
    assert oldest.id > 1
    assert history_of(application, dataset, "Article 1") == DocumentHistory(None, oldest.started_at, last)
