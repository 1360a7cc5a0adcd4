"""Readings that break off, rows that are tried again alone, and plans without writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kbconnect.core import word_stage as word_stage_module
from kbconnect.core.errors import DeleteBrakeError, PortClosedError, SourceError, SourceLostError, TooManyRejectsError
from kbconnect.core.job import InlineContext, JobCancelled, Progress, Stage
from kbconnect.core.model import SyncPolicy, Trigger
from kbconnect.core.retries import WAITS_S, Retries
from kbconnect.core.sync import plan_sync
from kbconnect.core.tally import SyncTally
from tests.core.bench import Bench, content


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.table.rows = [(str(number), f"title {number}", f"body {number}", "red") for number in range(10)]
    made.source.failure = SourceLostError("The connection was lost.")
    return made


class Waiting:
    """A context that counts waits, and calls a function before each."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.waited_s = 0.0
        self.notes: list[str] = []
        self.heals_after = 1
        self.context = InlineContext(self.watch, pause=self.pause)

    def watch(self, progress: Progress) -> None:
        if progress.stage is Stage.WAITING:
            self.notes.append(progress.note)

    def pause(self, seconds: float) -> None:
        self.waited_s += seconds
        if len(self.notes) >= self.heals_after:
            self.bench.source.fail_at_row = None
            self.bench.source.open_failure = None


def test_a_lost_connection_is_taken_up_again_and_said(bench: Bench) -> None:
    bench.source.fail_at_row = 5
    waiting = Waiting(bench)
    tally = bench.sync(context=waiting.context)
    assert (tally.counts.added, tally.counts.read, tally.retries) == (10, 10, 1)
    assert waiting.notes == ["The connection was lost. Trying again in 1 s."]
    assert waiting.waited_s == WAITS_S[0]
    assert content(bench.knowledge_base) == content(bench.clean())


def test_rows_written_before_the_break_count_once(bench: Bench) -> None:
    bench.dataset = replace(bench.dataset, policy=SyncPolicy())
    reads = iter((False, True, False, False))
    original = bench.source.failure

    def fail_in_the_second_reading(number: int) -> None:
        if number == 9 and next(reads, False):
            raise original

    bench.source.on_row = fail_in_the_second_reading
    tally = bench.sync(context=Waiting(bench).context)
    counts = tally.counts
    assert counts.read == counts.added + counts.unchanged == 10


def test_it_gives_up_after_growing_waits(bench: Bench) -> None:
    bench.source.fail_at_row = 5
    waiting = Waiting(bench)
    waiting.heals_after = 100
    with pytest.raises(SourceLostError):
        bench.sync(context=waiting.context)
    assert len(waiting.notes) == len(WAITS_S)
    assert waiting.waited_s == sum(WAITS_S)


def test_what_will_not_heal_by_itself_is_not_tried_again(bench: Bench) -> None:
    bench.source.fail_at_row = 5
    bench.source.failure = SourceError("The table is gone.", retryable=False)
    waiting = Waiting(bench)
    with pytest.raises(SourceError):
        bench.sync(context=waiting.context)
    assert waiting.notes == []


def test_by_hand_a_server_that_is_down_is_told_at_once_on_schedule_it_is_waited_for(bench: Bench) -> None:
    bench.source.open_failure = PortClosedError("Nothing answers there.")
    waiting = Waiting(bench)
    with pytest.raises(PortClosedError):
        bench.sync(context=waiting.context)
    assert waiting.notes == []
    assert bench.sync(context=waiting.context, trigger=Trigger.SCHEDULE).counts.added == 10
    assert len(waiting.notes) == 1


def test_a_wish_to_stop_ends_the_waiting(bench: Bench) -> None:
    bench.source.fail_at_row = 5
    context = InlineContext(pause=lambda seconds: context.cancel())
    with pytest.raises(JobCancelled):
        bench.sync(context=context)


def test_waits_begin_anew_whenever_the_run_came_further() -> None:
    retries = Retries()
    first = [retries.next_wait_s(0) for _ in WAITS_S]
    assert first == list(WAITS_S)
    assert retries.next_wait_s(7) == WAITS_S[0]
    assert [retries.next_wait_s(7) for _ in WAITS_S][-1] is None


def test_rejected_rows_are_tried_again_alone(bench: Bench) -> None:
    bench.table.rows[3] = ("3", "title 3", "x" * 50, "red")
    bench.table.rows[4] = ("4", "title 4", "", "red")
    bench.table.rows += [("5", "title 5", "twin", "red")]
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(max_cell_bytes=40))
    assert bench.sync().counts.rejected == 4
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(max_cell_bytes=60))
    bench.table.rows[0] = ("0", "title 0", "changed", "red")
    bench.source.fetched_rows = 0
    tally = bench.sync(retry_rejects=True)
    assert bench.source.fetched_rows == 4  # two rows, first to see that their keys are theirs alone
    assert (tally.counts.added, tally.counts.rejected, tally.counts.updated) == (1, 3, 0)
    assert {reject.key for reject in tally.rejects} == {("4",), ("5",)}
    bench.sync()
    assert content(bench.knowledge_base) == content(bench.clean())


def test_a_rejected_key_that_several_rows_have_by_now_or_none_stays_rejected(bench: Bench) -> None:
    bench.table.rows[3] = ("3", "title 3", "", "red")
    bench.table.rows[4] = ("4", "title 4", "", "red")
    bench.sync()
    bench.table.rows[3:5] = [("3", "title 3", "one", "red"), ("3", "title 3", "two", "red")]
    tally = bench.sync(retry_rejects=True)
    assert (tally.counts.added, tally.counts.rejected) == (0, 2)
    assert {reject.key for reject in tally.rejects} == {("3",), ("4",)}
    bench.sync()
    assert content(bench.knowledge_base) == content(bench.clean())


def test_the_limit_of_rejects_is_not_for_a_run_of_nothing_but_rejects(bench: Bench) -> None:
    for row in (3, 4):
        bench.table.rows[row] = (str(row), f"title {row}", "", "red")
    bench.sync()
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(reject_limit=0.25))
    bench.table.rows[3] = ("3", "title 3", "filled", "red")
    tally = bench.sync(retry_rejects=True)
    assert (tally.counts.added, tally.counts.rejected) == (1, 1)


def test_rows_with_one_key_count_as_rejects_before_their_document_is_given_up(bench: Bench) -> None:
    bench.sync()
    before = content(bench.knowledge_base)
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(reject_limit=0.15))
    bench.table.rows.append(("3", "title 3", "twin", "red"))
    with pytest.raises(TooManyRejectsError) as caught:
        bench.sync()
    assert caught.value.message.startswith("2 of 11 rows")
    assert content(bench.knowledge_base) == before


def test_retrying_without_rejects_reads_nothing(bench: Bench) -> None:
    bench.sync()
    bench.source.fetched_rows = 0
    assert bench.sync(retry_rejects=True).counts.read == 0
    assert bench.source.fetched_rows == 0


def test_a_plan_says_what_a_sync_would_do_and_does_nothing(bench: Bench) -> None:
    bench.sync()
    before = content(bench.knowledge_base)
    bench.table.rows[0] = ("0", "title 0", "changed", "red")
    bench.table.rows[1] = ("1", "title 1", "body 1", "blue")
    del bench.table.rows[4:9]
    bench.table.rows.append(("99", "new", "new", "red"))
    plan = plan_sync(bench.dataset, bench.ports(), InlineContext())
    assert (plan.read, plan.added, plan.updated, plan.metadata_updated, plan.gone) == (6, 1, 1, 1, 5)
    assert (plan.unchanged, plan.known, plan.rejected, plan.brake) == (3, 10, 0, True)
    assert len(plan.gone_titles) == 5
    assert content(bench.knowledge_base) == before
    tally = SyncTally()
    bench.sync(tally=tally, allow_deletes=True)
    assert tally.counts.deleted == plan.gone


def test_the_delete_brake_counts_over_all_readings_of_a_run(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_stage_module, "_REMOVE_BATCH", 1)
    bench.sync()
    del bench.table.rows[:2]  # a fifth, as much as may go
    removed: list[int] = []
    original = bench.knowledge_base.remove

    def remove_then_break(dataset_id: str, digests: Sequence[bytes]) -> int:
        removed.append(original(dataset_id, digests))
        if len(removed) == 1:
            del bench.table.rows[0]
            raise SourceLostError("The connection was lost.")
        return removed[-1]

    monkeypatch.setattr(bench.knowledge_base, "remove", remove_then_break)
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync(context=InlineContext())
    assert caught.value.known >= 9
    assert bench.knowledge_base.counts().documents >= 8
