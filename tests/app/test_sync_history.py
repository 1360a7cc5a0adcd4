"""What run history says of a run beyond its counts, and the use cases beside a plain sync: plans, retries, cursors."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kbconnect.app.application import Application
from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core import sync as sync_module
from kbconnect.core.errors import TableMissingError
from kbconnect.core.job import InlineContext, Progress, Stage
from kbconnect.core.model import ChangeMode, Dataset, RunStatus, SyncOptions, SyncPolicy, SyncRun
from tests.app.conftest import Shop


def sync(application: Application, dataset: Dataset, options: SyncOptions | None = None) -> SyncRun:
    return application.syncing.sync(dataset.id, options or SyncOptions(), InlineContext())


def changed(application: Application, dataset: Dataset, **fields: object) -> Dataset:
    return application.datasets.edit(dataset.id, replace(draft_of_dataset(dataset), **fields))  # type: ignore[arg-type]  # of a draft


def test_phases_say_how_long_each_stage_took(application: Application, dataset: Dataset) -> None:
    run = sync(application, dataset)
    assert [phase.stage for phase in run.phases] == [Stage.CONNECTING, Stage.COMPARING, Stage.READING]
    assert [phase.items for phase in run.phases] == [0, 10, 10]
    assert run.seconds is not None
    assert 0 < sum(phase.seconds for phase in run.phases) <= run.seconds
    assert application.history.run(run.id).phases == run.phases


def test_a_run_says_what_it_takes_up(
    application: Application, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = sync_module.read_plan
    monkeypatch.setattr(sync_module, "read_plan", lambda given: replace(original(given), batch_rows=4))

    def stop_after_a_batch(progress: Progress) -> None:
        if progress.stage is Stage.READING and progress.done:
            context.cancel()

    context = InlineContext(stop_after_a_batch)
    stopped = application.syncing.sync(dataset.id, SyncOptions(), context)
    assert (stopped.status, stopped.counts.added) == (RunStatus.CANCELLED, 4)
    run = sync(application, dataset, SyncOptions(remark="Catches up the sync of Mon 02:00."))
    assert (run.continues, run.counts.added, run.counts.unchanged) == (stopped.id, 6, 4)
    assert run.remarks == (
        "Catches up the sync of Mon 02:00.",
        f"Continues run {stopped.id}, which was stopped. The 4 documents it wrote are not read again.",
    )
    assert application.history.run(run.id).remarks == run.remarks
    assert sync(application, dataset).continues is None


def test_a_run_after_an_edit_does_not_say_that_documents_are_kept(
    application: Application, dataset: Dataset, shop: Shop
) -> None:
    sync(application, dataset)
    shop.execute("UPDATE articles SET body = 'Another text.'")
    shop.execute("DELETE FROM articles WHERE id = 10")
    context = InlineContext(
        lambda progress: context.cancel() if progress.counts is not None and progress.counts.updated else None
    )
    stopped = application.syncing.sync(dataset.id, SyncOptions(), context)
    assert (stopped.status, stopped.counts.updated) == (RunStatus.CANCELLED, 9)
    changed(application, dataset, mapping=replace(dataset.mapping, template="Note: {body}"))
    run = sync(application, dataset)
    assert (run.counts.updated, run.remarks) == (9, (f"Continues run {stopped.id}, which was stopped.",))


def test_a_run_that_came_to_nothing_is_not_continued(application: Application, dataset: Dataset, shop: Shop) -> None:
    sync(application, dataset)
    shop.execute("DELETE FROM articles")
    assert sync(application, dataset).status is RunStatus.FAILED
    assert sync(application, dataset, SyncOptions(allow_deletes=True)).continues is None


def test_a_plan_keeps_no_run(application: Application, dataset: Dataset, shop: Shop) -> None:
    sync(application, dataset)
    shop.execute("DELETE FROM articles WHERE id > 3")
    plan = application.syncing.plan(dataset.id, InlineContext())
    assert (plan.gone, plan.known, plan.unchanged, plan.brake) == (7, 10, 3, True)
    assert set(plan.gone_titles) <= {f"Article {number}" for number in range(4, 11)}
    assert len(plan.gone_titles) == 5
    assert len(application.history.runs(dataset.id)) == 1
    shop.execute("DROP TABLE articles")
    with pytest.raises(TableMissingError):
        application.syncing.plan(dataset.id, InlineContext())


def test_rejected_rows_are_retried_alone(application: Application, dataset: Dataset, shop: Shop) -> None:
    shop.execute("UPDATE articles SET body = printf('%.*c', 5000, 'x') WHERE id = 2")
    dataset = changed(application, dataset, policy=SyncPolicy(max_cell_bytes=4000))
    assert sync(application, dataset).counts.rejected == 1
    dataset = changed(application, dataset, policy=SyncPolicy(max_cell_bytes=6000))
    run = sync(application, dataset, SyncOptions(retry_rejects=True))
    assert (run.status, run.counts.read, run.counts.added, run.counts.rejected) == (RunStatus.COMPLETED, 1, 1, 0)


def test_a_cursor_reads_what_is_new(application: Application, dataset: Dataset, shop: Shop) -> None:
    policy = SyncPolicy(cursor_lag=2, key_scan_hours=1)
    dataset = changed(application, dataset, mode=ChangeMode.CURSOR, cursor_column="id", policy=policy)
    assert sync(application, dataset).counts.read == 10
    shop.execute("INSERT INTO articles VALUES (11, 'Article 11', 'All about stoves.', 'care')")
    shop.execute("DELETE FROM articles WHERE id = 1")
    run = sync(application, dataset)
    assert (run.counts.read, run.counts.added, run.counts.deleted) == (4, 1, 0)
    now = application.syncing._now
    application.syncing._now = lambda: now() + timedelta(hours=2)
    assert sync(application, dataset).counts.deleted == 1
