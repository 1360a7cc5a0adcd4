"""A source that keeps sending rows: stopped far beyond what is known of it, before anything is changed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from itertools import count

import pytest

from kbconnect.core import growth
from kbconnect.core.dry_run import DryRun
from kbconnect.core.errors import SourceLostError, TooManyRowsError
from kbconnect.core.growth import RowLimit
from kbconnect.core.job import InlineContext, JobCancelled, Progress
from kbconnect.core.model import ChangeMode, QuerySelection, SyncOptions, SyncPolicy
from kbconnect.core.ports import CursorWindow, FingerprintBatch
from kbconnect.core.sync import run_sync
from kbconnect.core.tally import SyncTally
from tests.core.bench import Bench, content
from tests.fakes import FakeReader

SQL = "SELECT * FROM notes, others"


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.table.rows = [(str(number), f"title {number}", f"body {number}", None) for number in range(10)]
    made.source.queries[SQL] = made.table
    return made


class Endless:
    """From `begin` on nothing that is scanned ends. sent: how many rows were asked for since."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent = 0
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(growth, "ALWAYS_BELIEVED", 3_000)
        monkeypatch.setattr(growth, "BELIEVED_AT_FIRST", 5_000)

    def begin(self) -> None:
        def scan(reader: FakeReader, _: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
            for batch in reader._batches(self._rows()):
                yield batch.fingerprints

        self._monkeypatch.setattr(FakeReader, "fingerprints", scan)

    def _rows(self) -> Generator[tuple[str, ...], None, None]:
        for self.sent in count(1):
            yield (f"{self.sent:09}", "title", "body", "tag")


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    return Endless(monkeypatch)


def stopped(bench: Bench, endless: Endless, at: int) -> TooManyRowsError:
    """The error of a sync that stopped there, by no more than a batch."""
    with pytest.raises(TooManyRowsError) as caught:
        bench.sync()
    assert at < endless.sent <= at + 110_000  # what a window holds to look up its part of the ledger
    assert not caught.value.retryable
    assert "--row-limit" in caught.value.hint
    return caught.value


def test_a_first_sync_is_stopped_where_nothing_is_known(bench: Bench, endless: Endless) -> None:
    bench.dataset = replace(bench.dataset, selection=QuerySelection(SQL))
    bench.source.estimate = 10**12  # as the planner says of a join without a condition
    endless.begin()
    error = stopped(bench, endless, 5_000)
    assert "nobody knows how many there are" in error.message
    assert "Nothing was changed, neither in the database nor in your documents." in error.meaning
    assert bench.knowledge_base.counts().documents == 0


def test_the_statistics_of_a_table_are_believed(bench: Bench, endless: Endless) -> None:
    bench.source.estimate = 1_000
    endless.begin()
    assert "about 1,000 were expected" in stopped(bench, endless, 10_000).message


@pytest.mark.parametrize("mode", [ChangeMode.COMPARE, ChangeMode.APPEND])
def test_a_later_sync_is_stopped_far_beyond_the_one_before(bench: Bench, endless: Endless, mode: ChangeMode) -> None:
    bench.dataset = replace(bench.dataset, mode=mode)
    bench.table.rows[0] = ("0", "", None, None)  # what was rejected counts as a row, in every mode
    bench.sync()
    held = content(bench.knowledge_base)
    endless.begin()
    assert "at the last sync it had 10." in stopped(bench, endless, 3_000).message
    assert content(bench.knowledge_base) == held


def test_the_limit_of_a_dataset_counts_alone(bench: Bench, endless: Endless) -> None:
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(row_limit=20_000))
    bench.source.estimate = 10**12
    endless.begin()
    assert "more than the 20,000 rows that this dataset allows" in stopped(bench, endless, 20_000).message


def test_a_table_that_grew_as_its_statistics_say_is_read(bench: Bench, endless: Endless) -> None:
    bench.sync()
    bench.source.estimate = 1_000
    endless.begin()
    assert "at the last sync it had 10." in stopped(bench, endless, 10_000).message


class Stops(InlineContext):
    """Stops a run when it has written its first documents."""

    def report(self, progress: Progress) -> None:
        if progress.counts is not None and progress.counts.added:
            self.cancel()


class Interrupted:
    """A first sync of 9,000 rows that came no further than its first batch, where twice what is known is believed."""

    ROWS = 9_000

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(growth, "TIMES", 2)
        monkeypatch.setattr(growth, "ALWAYS_BELIEVED", 100)
        monkeypatch.setattr(growth, "BELIEVED_AT_FIRST", 100)
        self.bench = bench
        self.counted: DryRun | None = None
        bench.table.rows = [(str(number), f"title {number}", "body", None) for number in range(self.ROWS)]

    def sync(self, context: InlineContext | None = None) -> SyncTally:
        tally = SyncTally()
        ports = replace(self.bench.ports(), expected=self.counted)
        run_sync(self.bench.dataset, SyncOptions(words_only=True), ports, context or InlineContext(), tally)
        return tally

    def begin(self) -> None:
        with pytest.raises(JobCancelled):
            self.sync(Stops())
        assert 0 < self.bench.knowledge_base.counts().documents < self.ROWS // 2

    def is_whole(self) -> bool:
        return self.bench.knowledge_base.counts().documents == self.ROWS


@pytest.fixture
def interrupted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Interrupted:
    return Interrupted(bench, monkeypatch)


@pytest.mark.parametrize("mode", [ChangeMode.COMPARE, ChangeMode.APPEND])
def test_a_first_sync_that_was_stopped_goes_on_to_its_end(interrupted: Interrupted, mode: ChangeMode) -> None:
    interrupted.bench.dataset = replace(interrupted.bench.dataset, mode=mode)
    interrupted.begin()
    interrupted.sync()
    assert interrupted.is_whole()


def test_a_first_sync_of_a_query_goes_on_by_what_was_counted(interrupted: Interrupted) -> None:
    interrupted.bench.dataset = replace(interrupted.bench.dataset, selection=QuerySelection(SQL))
    rows = Interrupted.ROWS
    interrupted.counted = DryRun(rows, rows, True, rows, 0, rows, None, 0, 1.0, None, 1)
    interrupted.begin()
    interrupted.sync()
    assert interrupted.is_whole()


def test_a_guess_at_a_query_is_not_believed(interrupted: Interrupted) -> None:
    interrupted.bench.dataset = replace(interrupted.bench.dataset, selection=QuerySelection(SQL))
    interrupted.counted = DryRun(100, 10**12, False, 100, 0, 100, None, 0, 1.0, None, 1)
    with pytest.raises(TooManyRowsError, match="nobody knows how many"):
        interrupted.sync()


def test_another_selection_is_a_first_sync_again(interrupted: Interrupted) -> None:
    bench, rows = interrupted.bench, interrupted.bench.table.rows
    bench.table.rows = rows[:10]
    interrupted.sync()
    bench.table.rows = rows
    bench.dataset = replace(bench.dataset, selection=QuerySelection(SQL))
    interrupted.counted = DryRun(9_000, 9_000, True, 9_000, 0, 9_000, None, 0, 1.0, None, 1)
    interrupted.begin()
    interrupted.sync()
    assert interrupted.is_whole()


def test_a_run_that_lost_its_connection_while_it_wrote_goes_on_by_itself(interrupted: Interrupted) -> None:
    source = interrupted.bench.source
    source.failure = SourceLostError("The connection was lost.")
    compared = Interrupted.ROWS

    def lose(number: int) -> None:
        if source.scanned_rows == compared + Interrupted.ROWS // 2:
            source.fail_at_row = number

    class Mended(InlineContext):
        def wait(self, seconds: float) -> None:
            source.on_row = source.fail_at_row = None

    source.on_row = lose
    assert interrupted.sync(Mended()).retries == 1
    assert source.opened == 2
    assert interrupted.is_whole()


def test_any_number_can_be_allowed() -> None:
    RowLimit(SyncPolicy(row_limit=0), known=1, expected=1).check(10**9, SyncTally())
    RowLimit(SyncPolicy(), known=10**6, expected=None).check(10**7, SyncTally())
    RowLimit(SyncPolicy(), known=0, expected=None).check(10**7, SyncTally())
    with pytest.raises(TooManyRowsError) as caught:
        RowLimit(SyncPolicy(), known=10**6, expected=None).check(10**7 + 1, SyncTally(has_written=True))
    assert "What it changed before stays" in caught.value.meaning
