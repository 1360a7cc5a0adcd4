"""Counting a first sync: the figures are those of the sync, stopping gives what it comes to, nothing is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.app.application import Application
from kbconnect.core.dry_run import DryRun, DryRunProgress
from kbconnect.core.errors import MappingError, TableMissingError
from kbconnect.core.job import InlineContext, JobCancelled, Progress, Stage
from kbconnect.core.model import Dataset, DatasetDraft, SyncOptions, SyncRun, TableRef, TableSelection
from tests.app.conftest import Shop


class Following(InlineContext):
    """Keeps what is reported; stops after so many reports of rows."""

    def __init__(self, stop_after: int = 1_000) -> None:
        super().__init__()
        self.told: list[Progress] = []
        self._left = stop_after

    def report(self, progress: Progress) -> None:
        self.told.append(progress)
        self._left -= isinstance(progress, DryRunProgress)

    def check(self) -> None:
        if self._left <= 0:
            raise JobCancelled


def _synced(application: Application, dataset: Dataset) -> SyncRun:
    return application.syncing.sync(dataset.id, SyncOptions(words_only=True), InlineContext())


def _fill(shop: Shop, rows: int) -> None:
    shop.execute(
        "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO articles SELECT i, 'Title ' || i, 'Words of article ' || i, 'care' FROM n",
        rows,
    )


def test_it_counts_what_a_sync_writes(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    shop.execute("UPDATE articles SET body = '' WHERE id = 3")
    shop.execute("UPDATE articles SET body = ? WHERE id = 4", "A long story about tents. " * 400)
    counted = application.dry_runs.count(draft, InlineContext())
    run = _synced(application, application.datasets.add(draft))
    assert counted.exact
    assert (counted.rows_read, counted.rows) == (10, 10)
    assert (counted.documents, counted.rejected) == (run.counts.added, run.counts.rejected) == (9, 1)
    assert counted.chunks == run.counts.chunks_written > 9
    assert [reject.reason for reject in counted.rejects] == ["The text is empty"]
    assert counted.fits


def test_rows_of_one_key_are_rejected_as_in_a_sync(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    shop.execute("UPDATE articles SET topic = 'same' WHERE id IN (2, 5, 9)")
    by_topic = replace(draft, mapping=replace(draft.mapping, key=("topic",), metadata=()))
    shop.execute("UPDATE articles SET topic = 't' || id WHERE topic != 'same'")
    counted = application.dry_runs.count(by_topic, InlineContext())
    run = _synced(application, application.datasets.add(by_topic))
    assert (counted.documents, counted.rejected) == (run.counts.added, run.counts.rejected) == (7, 3)


def test_nothing_is_written(application: Application, draft: DatasetDraft) -> None:
    before = application.knowledge_bases.counts(draft.knowledge_base_id)
    application.dry_runs.count(draft, InlineContext())
    assert application.knowledge_bases.counts(draft.knowledge_base_id) == before
    assert application.datasets.list() == ()


def test_a_part_is_extrapolated_and_says_so(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    _fill(shop, 20_000)
    counted = application.dry_runs.count(draft, InlineContext(), most_rows=5_000)
    assert not counted.exact
    assert 5_000 <= counted.rows_read < 20_000
    assert counted.rows == 20_000
    assert counted.documents == pytest.approx(20_000, rel=0.01)


def test_stopping_leaves_what_it_came_to(application: Application, draft: DatasetDraft, shop: Shop) -> None:
    _fill(shop, 9_000)
    context = Following(stop_after=1)
    with pytest.raises(JobCancelled):
        application.dry_runs.count(draft, context)
    last = context.told[-1]
    assert isinstance(last, DryRunProgress)
    assert last.so_far is not None
    assert 0 < last.so_far.rows_read < 9_000
    assert last.so_far.documents == pytest.approx(9_000, rel=0.01)


@pytest.mark.parametrize("words", [3, 60, 400])
def test_the_room_on_the_disk_is_near_the_truth(
    application: Application, draft: DatasetDraft, shop: Shop, words: int
) -> None:
    some = ("tent", "rope", "peg", "storm", "valley", "stone", "river", "cloud", "summer", "winter", "lamp", "road")
    body = " ".join(f"{some[at % len(some)]}{at * 7919 % 900}" for at in range(words))
    _fill(shop, 3_000)
    shop.execute("UPDATE articles SET body = ? || id", body)
    counted = application.dry_runs.count(draft, InlineContext())
    _synced(application, application.datasets.add(draft))
    assert counted.size_bytes == pytest.approx(
        application.knowledge_bases.counts(draft.knowledge_base_id).size_bytes, rel=0.35
    )


@pytest.mark.usefixtures("shop")
def test_what_cannot_be_read_is_told(application: Application, draft: DatasetDraft) -> None:
    with pytest.raises(TableMissingError):
        application.dry_runs.count(replace(draft, selection=TableSelection(TableRef("", "gone"))), InlineContext())
    nothing = replace(draft, mapping=replace(draft.mapping, key=()))
    with pytest.raises(MappingError):
        application.dry_runs.count(nothing, InlineContext())


class TestKept:
    def test_a_first_sync_tells_the_counted_totals(self, application: Application, draft: DatasetDraft) -> None:
        counted = application.dry_runs.count(draft, InlineContext())
        dataset = application.datasets.add(draft)
        application.dry_runs.keep(dataset, counted)
        context = Following()
        application.syncing.sync(dataset.id, SyncOptions(words_only=True), context)
        compared = [each for each in context.told if each.stage is Stage.COMPARING]
        read = [each for each in context.told if each.stage is Stage.READING]
        assert compared[0].total == 10
        assert read[0].expected_chunks == counted.chunks
        again = Following()
        application.syncing.sync(dataset.id, SyncOptions(words_only=True), again)
        assert all(each.expected_chunks is None for each in again.told)

    def test_it_holds_until_the_dataset_is_another_one(self, application: Application, draft: DatasetDraft) -> None:
        counted = application.dry_runs.count(draft, InlineContext())
        dataset = application.datasets.add(draft)
        application.dry_runs.keep(dataset, counted)
        assert application.dry_runs.kept(dataset) == replace(counted, rejects=())
        other = replace(dataset, mapping=replace(dataset.mapping, title=""))
        assert application.dry_runs.kept(other) is None
        application.datasets.remove(dataset.id)
        assert application.dry_runs.kept(dataset) is None

    @pytest.mark.parametrize("text", ["", "{}", "[1]", "null", "not json", '{"of": 1}'])
    def test_what_another_version_kept_is_no_matter(
        self, application: Application, draft: DatasetDraft, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dataset = application.datasets.add(draft)
        monkeypatch.setattr("kbconnect.app.dry_runs.json.dumps", lambda _: text)
        application.dry_runs.keep(dataset, DryRun(1, 1, True, 1, 0, 1, None, 0, 1.0, None, 1))
        monkeypatch.undo()
        assert application.dry_runs.kept(dataset) is None
        assert _synced(application, dataset).counts.added == 10
