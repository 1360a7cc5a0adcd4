"""Modes cursor and append against a model: no row is lost to ties, late commits or missing values; removed rows are
found by the key scan; and a run looks at no more than it must.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kbconnect.core import sync as sync_module
from kbconnect.core import word_stage as word_stage_module
from kbconnect.core.errors import DeleteBrakeError, MappingError, TooManyRejectsError
from kbconnect.core.model import ChangeMode, Dataset, Mapping, SyncPolicy
from kbconnect.core.modes import went_back
from tests.core.bench import DATASET, Bench, Killed, content
from tests.fakes import FakeTable

LAG = 5
BY_CURSOR = replace(DATASET, mode=ChangeMode.CURSOR, cursor_column="changed", policy=SyncPolicy(cursor_lag=LAG))

keys = st.sampled_from([str(number) for number in range(10)])
bodies = st.sampled_from(["", "one", "two", "a long text of many words " * 4])


def cursor_bench(dataset: Dataset = BY_CURSOR, rows: int = 0) -> Bench:
    made = Bench()
    made.table.columns[:] = FakeTable.of("id title body tag changed", key="id").columns
    made.table.rows = [(f"{n:04}", f"title {n}", f"body {n}", "red", str(n)) for n in range(rows)]
    made.dataset = dataset
    return made


class CursorMachine(RuleBasedStateMachine):
    """A team writes, the clock goes on, and runs come, some of which die.

    hidden: something happened that no window shows (a removal, a row from long ago); it needs a scan of all keys.
    twisted: a key got other contents with an old cursor value, which is what no cursor can show; only comparing all
    rows does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bench = cursor_bench()
        self.clock = 100
        self.in_step = True
        self.hidden = False
        self.twisted = False
        self.late_keys = count()
        self.small_batches = pytest.MonkeyPatch()
        original = sync_module.read_plan
        self.small_batches.setattr(sync_module, "read_plan", lambda dataset: replace(original(dataset), batch_rows=2))
        self.small_batches.setattr(word_stage_module, "WINDOW_KEPT", 4)
        self.small_batches.setattr(word_stage_module, "_BY_KEY_ALWAYS", 2)

    def teardown(self) -> None:
        self.small_batches.undo()

    @rule(seconds=st.integers(1, 9))
    def time_passes(self, seconds: int) -> None:
        self.clock += seconds

    @rule()
    def a_day_passes(self) -> None:
        self.bench.now += timedelta(hours=25)

    def _put(self, key: str, body: str, changed: int | None) -> None:
        rows = self.bench.table.rows
        self.twisted |= any(row[0] == key for row in rows)  # a window may show only one of the two
        rows.append((key, f"title {key}", body, "red", None if changed is None else str(changed)))
        self.in_step = False

    @rule(key=keys, body=bodies)
    def insert(self, key: str, body: str) -> None:
        self._put(key, body, self.clock)

    @rule(key=keys, body=bodies, late=st.integers(1, LAG))
    def commit_late(self, key: str, body: str, late: int) -> None:
        self._put(key, body, self.clock - late)

    @rule(key=keys, body=bodies)
    def insert_without_a_cursor_value(self, key: str, body: str) -> None:
        self._put(key, body, None)

    @rule(body=bodies)
    def commit_much_too_late(self, body: str) -> None:
        self._put(f"late {next(self.late_keys)}", body, 1)
        self.hidden = True

    @precondition(lambda self: self.bench.table.rows)
    @rule(at=st.integers(0, 100), body=bodies)
    def edit(self, at: int, body: str) -> None:
        rows = self.bench.table.rows
        row = rows[at % len(rows)]
        rows[at % len(rows)] = (row[0], row[1], body, row[3], str(self.clock))
        self.in_step = False

    @precondition(lambda self: self.bench.table.rows)
    @rule(at=st.integers(0, 100))
    def delete(self, at: int) -> None:
        del self.bench.table.rows[at % len(self.bench.table.rows)]
        self.in_step = False
        self.hidden = True

    @rule(template=st.sampled_from(["", "Note: {body}"]))
    def change_mapping(self, template: str) -> None:
        self.bench.dataset = replace(BY_CURSOR, mapping=replace(BY_CURSOR.mapping, template=template))
        self.in_step = False

    @rule(write=st.integers(0, 5), before=st.booleans())
    def run_and_be_killed(self, write: int, before: bool) -> None:
        self.bench.knowledge_base.dies_at = write
        self.bench.knowledge_base.before = before
        try:
            self._run()
        except Killed:
            self.in_step = False
        finally:
            self.bench.knowledge_base.dies_at = None

    @rule()
    def run(self) -> None:
        self._run()

    def _run(self) -> None:
        tally = self.bench.sync(allow_deletes=True)
        if tally.remarks != [word_stage_module.ONLY_NEW_ROWS]:
            self.hidden = False
        if tally.remarks in ([], [word_stage_module.MISSED_BY_CURSOR]):
            self.twisted = False
        self.in_step = not (self.hidden or self.twisted)

    @invariant()
    def in_step_means_equal_to_comparing_everything(self) -> None:
        if self.in_step:
            assert content(self.bench.knowledge_base) == content(self.bench.clean())


TestCursorModel = CursorMachine.TestCase
TestCursorModel.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


def test_a_run_reads_its_window_only() -> None:
    bench = cursor_bench(rows=1000)
    bench.sync()
    bench.source.fetched_rows = 0
    bench.table.rows[3] = ("0003", "title 3", "another body", "red", "1001")
    tally = bench.sync()
    assert (tally.counts.updated, tally.counts.deleted) == (1, 0)
    assert tally.counts.read == LAG + 2  # what changed, and what the lag reads again: 994 … 999 less itself
    assert bench.source.fetched_rows < 2 * (LAG + 2)


def test_a_key_scan_finds_what_is_gone_once_a_day() -> None:
    bench = cursor_bench(rows=20)
    bench.sync()
    del bench.table.rows[5]
    assert bench.sync().counts.deleted == 0
    bench.now += timedelta(hours=25)
    assert bench.sync().counts.deleted == 1
    del bench.table.rows[5]
    assert bench.sync().counts.deleted == 0  # a day has not passed since


def test_zero_hours_look_through_the_keys_every_time() -> None:
    bench = cursor_bench(replace(BY_CURSOR, policy=SyncPolicy(cursor_lag=LAG, key_scan_hours=0)), rows=20)
    bench.sync()
    del bench.table.rows[5]
    assert bench.sync().counts.deleted == 1


def test_a_key_scan_that_finds_nothing_left_asks_before_removing() -> None:
    bench = cursor_bench(rows=20)
    bench.sync()
    bench.table.rows.clear()
    bench.now += timedelta(hours=25)
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert (caught.value.gone, caught.value.known) == (20, 20)
    assert bench.knowledge_base.counts().documents == 20


def test_one_removal_of_many_needs_no_answer_when_nothing_else_changed() -> None:
    bench = cursor_bench(rows=20)
    bench.table.rows[-1] = (*bench.table.rows[-1][:4], "100")
    bench.sync()
    del bench.table.rows[-1]  # the only row in the window
    bench.now += timedelta(hours=25)
    assert bench.sync().counts.deleted == 1


def test_append_reads_new_keys_only() -> None:
    mapping = replace(DATASET.mapping, key=("id",))
    policy = SyncPolicy(cursor_lag=2)
    bench = cursor_bench(replace(DATASET, mode=ChangeMode.APPEND, mapping=mapping, policy=policy), rows=100)
    bench.sync()
    bench.table.rows.append(("0100", "new", "new body", "red", None))
    bench.table.rows[0] = ("0000", "title", "changed", "red", None)
    bench.now += timedelta(days=9)
    tally = bench.sync()
    assert (tally.counts.added, tally.counts.updated, tally.counts.read) == (1, 0, 4)


def test_another_mode_or_column_compares_everything_once() -> None:
    bench = cursor_bench(rows=30)
    bench.sync()
    bench.dataset = replace(BY_CURSOR, mapping=Mapping(("id",), "title", ("body",), ()))
    assert bench.sync().counts.metadata_updated == 30
    bench.dataset = replace(bench.dataset, mode=ChangeMode.COMPARE)
    assert bench.sync().counts.read == 30
    bench.dataset = replace(bench.dataset, mode=ChangeMode.CURSOR)
    assert bench.sync().counts.read == 30
    assert bench.sync().counts.read < 30


def test_a_cursor_without_an_order_stops_before_anything_is_read() -> None:
    bench = cursor_bench(replace(BY_CURSOR, cursor_column="title"), rows=3)
    with pytest.raises(MappingError):
        bench.sync()
    assert bench.knowledge_base.counts().documents == 0


def test_a_state_nobody_understands_means_looking_at_everything() -> None:
    bench = cursor_bench(rows=10)
    bench.sync()
    for text in ("{}", "[]", "no JSON", '{"version": 99}', '{"version": 1, "signature": 1}'):
        bench.knowledge_base.put_sync_state("notes", text)
        assert bench.sync().counts.unchanged == 10


@pytest.mark.parametrize("hours", [0, 25])
def test_one_bad_row_of_a_small_window_is_not_too_many(hours: float) -> None:
    bench = cursor_bench(
        replace(BY_CURSOR, policy=SyncPolicy(cursor_lag=0, reject_limit=0.1, key_scan_hours=hours)), rows=20
    )
    bench.sync()
    bench.table.rows.append(("0020", "title 20", "", "red", "20"))
    assert bench.sync().counts.rejected == 1
    bench.table.rows += [(f"{number:04}", "title", "", "red", "21") for number in range(21, 24)]
    with pytest.raises(TooManyRejectsError):
        bench.sync()


def test_rows_below_a_number_that_stood_out_are_found_when_it_goes() -> None:
    bench = cursor_bench(rows=20)
    bench.table.rows.append(("out", "title", "body", "red", "99999"))
    bench.sync()
    bench.table.rows[3] = ("0003", "title 3", "changed below it", "red", "50")
    assert bench.sync().counts.updated == 0  # no cursor could show it
    del bench.table.rows[-1]
    tally = bench.sync()
    assert (tally.counts.updated, tally.counts.deleted) == (1, 1)
    assert content(bench.knowledge_base) == content(bench.clean())


def test_append_finds_rows_below_a_key_that_stands_out_once_a_day() -> None:
    dataset = replace(DATASET, mode=ChangeMode.APPEND, policy=SyncPolicy(cursor_lag=2))
    bench = cursor_bench(dataset, rows=10)
    bench.table.rows.append(("9999", "title", "body", "red", None))
    bench.sync()
    bench.table.rows.append(("0010", "new", "new body", "red", None))
    assert bench.sync().counts.added == 0
    bench.now += timedelta(hours=25)
    assert bench.sync().counts.added == 1
    assert content(bench.knowledge_base) == content(bench.clean())


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ("integer:5", "integer:4", True),
        ("integer:5", "integer:5", False),
        ("number:5.5", "number:7", False),
        ("integer:5", None, True),
        ("timestamp:2026-01-01 00:00:45", "timestamp:2026-01-01 00:01:07", False),
        ("time:2460000.5", "time:2450000.5", False),
        ("date:2026-01-02", "date:2026-01-01", False),
        ("timestamp:2026-01-01 00:00:45", "integer:7", False),
    ],
)
def test_only_a_number_goes_back(old: str, new: str | None, back: bool) -> None:
    assert went_back(old, new) is back
