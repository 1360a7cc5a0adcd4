"""A source that keeps sending rows: stopped far beyond what is known of it, before anything is changed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from itertools import count

import pytest

from kbconnect.core import growth
from kbconnect.core.errors import TooManyRowsError
from kbconnect.core.growth import RowLimit
from kbconnect.core.model import ChangeMode, QuerySelection, SyncPolicy
from kbconnect.core.ports import CursorWindow, FingerprintBatch
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
    bench.sync()
    held = content(bench.knowledge_base)
    bench.source.estimate = 10**12
    endless.begin()
    assert "at the last sync it had 10." in stopped(bench, endless, 3_000).message
    assert content(bench.knowledge_base) == held


def test_the_limit_of_a_dataset_counts_alone(bench: Bench, endless: Endless) -> None:
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(row_limit=20_000))
    bench.source.estimate = 10**12
    endless.begin()
    assert "more than the 20,000 rows that this dataset allows" in stopped(bench, endless, 20_000).message


def test_any_number_can_be_allowed() -> None:
    RowLimit(SyncPolicy(row_limit=0), known=1, expected=1).check(10**9, SyncTally())
    RowLimit(SyncPolicy(), known=10**6, expected=None).check(10**7, SyncTally())
    RowLimit(SyncPolicy(), known=0, expected=None).check(10**7, SyncTally())
    with pytest.raises(TooManyRowsError) as caught:
        RowLimit(SyncPolicy(), known=10**6, expected=None).check(10**7 + 1, SyncTally(has_written=True))
    assert "What it changed before stays" in caught.value.meaning
