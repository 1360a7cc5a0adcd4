"""The pipeline against a model: whatever happens at the source or to a run, the next complete run ends equal to a clean
one, and only what changed is embedded.
"""

from __future__ import annotations

import inspect
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kbconnect.core import changes as changes_module
from kbconnect.core import meaning as meaning_module
from kbconnect.core import sync as sync_module
from kbconnect.core import word_stage as word_stage_module
from kbconnect.core.errors import DeleteBrakeError, MappingError, SourceError
from kbconnect.core.job import InlineContext, JobCancelled, Progress, Stage
from kbconnect.core.knowledge_base import SearchFilter
from kbconnect.core.model import SyncOptions, SyncPolicy
from kbconnect.core.ports import Key, RowBatch
from kbconnect.core.sync import SyncPorts, run_sync
from kbconnect.core.tally import SyncTally
from tests.core.bench import DATASET, NOW, Bench, Killed, content
from tests.fakes import FakeReader, Row
from tests.fakes_knowledge_base import FakeEmbedder

keys = st.sampled_from([str(number) for number in range(8)])
bodies = st.sampled_from(["", "one", "two", "<p> </p>", "same words", "a long text of many words " * 4, "x" * 90])
tags = st.sampled_from([None, "red", "blue"])


class SyncMachine(RuleBasedStateMachine):
    """Inserts, updates, deletes, duplicates, failures, cancels, kills and runs, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.in_step = True
        self.small_batches = pytest.MonkeyPatch()
        self.small_batches.setattr(meaning_module, "EMBED_BATCH", 2)
        self.small_batches.setattr(word_stage_module, "_REMOVE_BATCH", 2)
        self.small_batches.setattr(word_stage_module, "_BY_KEY_ALWAYS", 2)
        original = sync_module.read_plan
        self.small_batches.setattr(
            sync_module, "read_plan", lambda dataset: replace(original(dataset), batch_rows=2, max_cell_bytes=95)
        )

    def teardown(self) -> None:
        self.small_batches.undo()

    @rule(key=keys, body=bodies, tag=tags)
    def insert(self, key: str, body: str, tag: str | None) -> None:
        self.bench.table.rows.append((key, f"title {key}", body, tag))
        self.in_step = False

    @rule(body=bodies)
    def insert_without_key(self, body: str) -> None:
        self.bench.table.rows.append((None, "no key", body, None))
        self.in_step = False

    @precondition(lambda self: self.bench.table.rows)
    @rule(at=st.integers(0, 100), body=bodies)
    def change_text(self, at: int, body: str) -> None:
        rows = self.bench.table.rows
        row = rows[at % len(rows)]
        rows[at % len(rows)] = (row[0], row[1], body, row[3])
        self.in_step = False

    @precondition(lambda self: self.bench.table.rows)
    @rule(at=st.integers(0, 100), tag=tags)
    def change_metadata(self, at: int, tag: str | None) -> None:
        rows = self.bench.table.rows
        row = rows[at % len(rows)]
        rows[at % len(rows)] = (row[0], row[1], row[2], tag)
        self.in_step = False

    @precondition(lambda self: self.bench.table.rows)
    @rule(at=st.integers(0, 100))
    def delete(self, at: int) -> None:
        del self.bench.table.rows[at % len(self.bench.table.rows)]
        self.in_step = False

    @rule(template=st.sampled_from(["", "Note: {body}", "{title} {body}"]), tagged=st.booleans())
    def change_mapping(self, template: str, tagged: bool) -> None:
        mapping = replace(DATASET.mapping, template=template, metadata=("tag",) if tagged else ())
        self.bench.dataset = replace(DATASET, mapping=mapping)
        self.in_step = False

    @rule(name=st.sampled_from(["fake", "better"]))
    def change_model(self, name: str) -> None:
        if name != self.bench.embedder.identity.id:
            self.bench.embedder = FakeEmbedder(8, max_tokens=6, name=name)
            self.in_step = False

    @rule(row=st.integers(0, 12))
    def run_with_a_source_that_fails(self, row: int) -> None:
        self.bench.source.fail_at_row = row
        try:
            self.bench.sync(allow_deletes=True)
            self.in_step = True
        except SourceError:
            pass
        finally:
            self.bench.source.fail_at_row = None

    @rule(reports=st.integers(0, 12))
    def run_and_cancel(self, reports: int) -> None:
        left = count(reports, -1)
        context = InlineContext(is_cancelled=lambda: next(left) <= 0)
        try:
            self.bench.sync(context=context, allow_deletes=True)
            self.in_step = True
        except JobCancelled:
            pass

    @rule(write=st.integers(0, 8), before=st.booleans())
    def run_and_be_killed(self, write: int, before: bool) -> None:
        self.bench.knowledge_base.dies_at = write
        self.bench.knowledge_base.before = before
        try:
            self.bench.sync(allow_deletes=True)
            self.in_step = True
        except Killed:
            pass
        finally:
            self.bench.knowledge_base.dies_at = None

    @rule()
    def run(self) -> None:
        embedder = self.bench.embedder
        before = len(embedder.embedded)
        knowledge_base = self.bench.knowledge_base
        known = {text.text for text in knowledge_base.texts.values() if text.vector is not None}
        if knowledge_base.vector_model() not in (None, embedder.identity):
            known = set()
        tally = self.bench.sync(allow_deletes=True)
        fresh = embedder.embedded[before:]
        assert len(fresh) == len(set(fresh)), "one text embedded twice"
        assert not known & set(fresh), "a text embedded again"
        if self.in_step:
            counts = tally.counts
            assert (counts.added, counts.updated, counts.metadata_updated, counts.deleted) == (0, 0, 0, 0)
            assert (counts.chunks_written, counts.embedded) == (0, 0)
        counts = tally.counts
        assert counts.read == len(self.bench.table.rows)
        assert counts.read == (
            counts.added + counts.updated + counts.metadata_updated + counts.unchanged + counts.rejected
        )
        self.in_step = True

    @invariant()
    def in_step_means_equal_to_a_clean_run(self) -> None:
        if self.in_step:
            assert content(self.bench.knowledge_base) == content(self.bench.clean())


TestSyncModel = SyncMachine.TestCase
TestSyncModel.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.table.rows = [(str(number), f"title {number}", f"body {number}", "red") for number in range(10)]
    return made


def test_words_come_before_meaning(bench: Bench) -> None:
    stages: list[Stage] = []
    with_words: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.stage is Stage.EMBEDDING and not with_words:
            with_words.append(len(bench.knowledge_base.search_words("body", 100, SearchFilter())))
        stages.append(progress.stage)

    tally = bench.sync(context=InlineContext(watch))
    assert list(dict.fromkeys(stages)) == [Stage.CONNECTING, Stage.COMPARING, Stage.READING, Stage.EMBEDDING]
    assert with_words == [10]
    assert tally.words_seconds is not None
    assert tally.counts.embedded == 10


def test_words_only_leaves_meaning_to_the_next_run(bench: Bench) -> None:
    assert bench.sync(words_only=True).counts.embedded == 0
    assert bench.sync().counts.embedded == 10


def test_equal_texts_are_embedded_once(bench: Bench) -> None:
    bench.table.rows = [(str(number), "same", "same body", "red") for number in range(10)]
    assert bench.sync().counts.embedded == 10
    assert bench.embedder.embedded == ["same\nsame body"]


def test_few_changes_are_read_by_key_and_many_by_a_scan(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_stage_module, "_BY_KEY_ALWAYS", 3)
    bench.sync()
    scanned, fetched = bench.source.scanned_rows, bench.source.fetched_rows
    bench.table.rows[3] = ("3", "title 3", "changed", "red")
    assert bench.sync().counts.updated == 1
    assert (bench.source.scanned_rows - scanned, bench.source.fetched_rows - fetched) == (10, 11)
    bench.table.rows = [(row[0], row[1], f"{row[2]} again", row[3]) for row in bench.table.rows]
    scanned = bench.source.scanned_rows
    assert bench.sync().counts.updated == 10
    assert bench.source.scanned_rows - scanned == 20


def test_the_brake_writes_nothing_and_names_the_numbers(bench: Bench) -> None:
    bench.sync()
    before = content(bench.knowledge_base)
    bench.table.rows = [("0", "title 0", "changed", "red")]
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert (caught.value.gone, caught.value.known) == (9, 10)
    assert "9 of 10 documents (90%)" in caught.value.message
    assert content(bench.knowledge_base) == before


def test_what_was_agreed_to_is_removed_and_more_is_asked_about_again(bench: Bench) -> None:
    bench.sync()
    rows, bench.table.rows = bench.table.rows, bench.table.rows[:5]
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    bench.table.rows = []
    before = content(bench.knowledge_base)
    with pytest.raises(DeleteBrakeError) as again:
        bench.sync(agreed_deletes=caught.value.gone)
    assert (again.value.gone, again.value.known) == (10, 10)
    assert content(bench.knowledge_base) == before
    bench.table.rows = rows[:6]
    assert bench.sync(agreed_deletes=caught.value.gone).counts.deleted == 4


def emptied(rows: list[Row], numbers: range) -> list[Row]:
    """Rows whose text is gone: they turn out as rejects when they are read."""
    return [(row[0], row[1], "" if int(row[0] or "") in numbers else row[2], row[3]) for row in rows]


def test_agreed_removals_go_on_over_a_share_of_rows_that_turn_out_as_rejects(bench: Bench) -> None:
    bench.sync()
    bench.table.rows = emptied(bench.table.rows[:5], range(2))
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    counts = bench.sync(agreed_deletes=caught.value.gone).counts
    assert (counts.deleted, counts.rejected) == (5, 2)


def test_an_answer_does_not_hold_for_all_that_turns_out_as_rejects(bench: Bench) -> None:
    bench.sync()
    rows, bench.table.rows = bench.table.rows[:7], bench.table.rows[:7]
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert caught.value.gone == 3
    before = content(bench.knowledge_base)
    bench.table.rows = emptied(rows, range(7))  # by an import, while somebody thought about the answer
    with pytest.raises(DeleteBrakeError) as again:
        bench.sync(agreed_deletes=caught.value.gone)
    assert again.value.gone == 10
    assert content(bench.knowledge_base) == before
    assert bench.sync(agreed_deletes=again.value.gone).counts.deleted == 3


def test_each_answer_brings_a_run_further_that_rejects_stop(bench: Bench) -> None:
    bench.table.rows = [(str(number), "title", f"body {number}", "red") for number in range(9_000)]
    bench.dataset = replace(bench.dataset, policy=SyncPolicy(delete_limit=0.0))
    bench.sync(words_only=True)
    bench.table.rows = emptied(bench.table.rows, range(9_000))
    left, agreed = [bench.knowledge_base.counts().documents], 0
    while left[-1]:
        try:
            bench.sync(words_only=True, agreed_deletes=agreed)
        except DeleteBrakeError as error:
            agreed = error.gone
        left.append(bench.knowledge_base.counts().documents)
    assert left[:2] == [9_000, 9_000]  # what the first question is about
    assert left[2:] == sorted(set(left[2:]), reverse=True)
    assert len(left) > 3


def test_an_answer_holds_for_the_second_attempt_of_its_run(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    original = sync_module.read_plan
    monkeypatch.setattr(sync_module, "read_plan", lambda dataset: replace(original(dataset), batch_rows=2))
    bench.table.rows = [(str(number), "title", f"body {number}", "red") for number in range(100)]
    bench.sync()
    bench.table.rows = emptied(bench.table.rows[:70], range(10))
    tally = SyncTally()

    def lose(number: int) -> None:
        if tally.lost:
            bench.source.fail_at_row = number

    class Mended(InlineContext):
        def wait(self, seconds: float) -> None:
            assert seconds > 0
            bench.source.on_row = bench.source.fail_at_row = None

    bench.source.on_row = lose
    counts = bench.sync(context=Mended(), tally=tally, agreed_deletes=30).counts
    assert tally.retries == 1
    assert (counts.deleted, counts.rejected) == (30, 10)


def test_the_brake_calls_nothing_all_that_is_not(bench: Bench) -> None:
    bench.table.rows = [(str(number), "title", "body", "red") for number in range(300)]
    bench.sync()
    bench.table.rows = bench.table.rows[:1]
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert "299 of 300 documents (99%)" in caught.value.message


def test_a_failed_read_removes_nothing(bench: Bench) -> None:
    bench.sync()
    before = content(bench.knowledge_base)
    for row in range(11):
        bench.source.fail_at_row = row
        with pytest.raises(SourceError):
            bench.sync(allow_deletes=True)
    assert content(bench.knowledge_base) == before


def test_a_wish_to_stop_breaks_off_a_read_that_blocks(bench: Bench) -> None:
    context = InlineContext()
    bench.source.on_row = lambda row: context.cancel() if row == 4 else None
    with pytest.raises(JobCancelled):
        bench.sync(context=context)
    bench.source.on_row = None
    assert bench.sync().counts.added == 10


def test_progress_has_a_total_and_only_grows(bench: Bench) -> None:
    seen: dict[Stage, list[Progress]] = {}
    bench.source.estimate = 4  # statistics lag behind
    bench.sync(context=InlineContext(lambda progress: seen.setdefault(progress.stage, []).append(progress)))
    for stage in (Stage.COMPARING, Stage.READING, Stage.EMBEDDING):
        done = [progress.done for progress in seen[stage]]
        assert done == sorted(done)
        assert done[-1] == 10
        assert all(progress.total is not None and progress.done <= progress.total for progress in seen[stage])


def test_counts_survive_an_error(bench: Bench) -> None:
    bench.knowledge_base.dies_at = 0
    tally = SyncTally()
    ports = SyncPorts(bench.open, bench.knowledge_base, bench.embedder, lambda: 0.0, lambda: NOW)
    with pytest.raises(Killed):
        run_sync(bench.dataset, SyncOptions(), ports, InlineContext(), tally)
    assert (tally.counts.read, tally.counts.added, tally.words_seconds) == (10, 0, None)


@pytest.mark.parametrize("cause", ["emptied", "doubled"])
def test_the_brake_counts_documents_that_become_rejects(bench: Bench, cause: str) -> None:
    bench.sync()
    before = content(bench.knowledge_base)
    rows = bench.table.rows
    if cause == "emptied":
        bench.table.rows = [(row[0], row[1], "", row[3]) for row in rows]
    else:
        bench.table.rows = rows + rows
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert (caught.value.gone, caught.value.known) == (10, 10)
    assert content(bench.knowledge_base) == before
    tally = bench.sync(allow_deletes=True)
    assert tally.counts.rejected == len(bench.table.rows)
    assert not bench.knowledge_base.search_words("body", 10, SearchFilter())


def test_a_key_that_is_no_key_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_module, "DUPLICATES_KEPT", 3)
    bench.table.rows *= 2
    with pytest.raises(MappingError) as caught:
        bench.sync()
    assert "no key" in caught.value.message
    assert not bench.knowledge_base.rows


def test_rows_a_key_does_not_find_are_found_by_a_scan(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.sync()
    bench.table.rows[3] = ("3", "title 3", "changed", "red")
    bench.table.rows[4] = ("4", "title 4", "changed", "red")
    by_key = FakeReader.rows_by_key
    monkeypatch.setattr(FakeReader, "rows_by_key", lambda self, keys: by_key(self, keys[:1]))
    tally = bench.sync()
    assert tally.counts.updated == 2
    assert content(bench.knowledge_base) == content(bench.clean())


def test_several_rows_without_a_key_are_said_to_have_none(bench: Bench) -> None:
    bench.table.rows += [(None, "a", "b", "c"), (None, "d", "e", "f")]
    tally = bench.sync()
    assert tally.counts.rejected == 2
    assert [(reject.column, reject.reason) for reject in tally.rejects] == [("id", "The key is empty (NULL)")]


def test_a_wish_to_stop_before_the_first_row_is_heard(bench: Bench) -> None:
    context = InlineContext(lambda progress: context.cancel() if progress.stage is Stage.COMPARING else None)
    with pytest.raises(JobCancelled):
        bench.sync(context=context)
    assert bench.source.scanned_rows == 0


@pytest.mark.parametrize("stage", [Stage.COMPARING, Stage.READING])
@pytest.mark.parametrize("ending", [JobCancelled, Killed])
@pytest.mark.parametrize("known", [True, False])
def test_a_reading_that_is_given_up_is_closed_before_its_source_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, stage: Stage, ending: type[BaseException], *, known: bool
) -> None:
    begun: list[Generator[object, None, None]] = []

    def remembered(name: str) -> None:
        method = getattr(FakeReader, name)

        def begin(*arguments: object, **options: object) -> Generator[object, None, None]:
            begun.append(method(*arguments, **options))
            return begun[-1]

        monkeypatch.setattr(FakeReader, name, begin)

    def end(progress: Progress) -> None:
        if progress.stage is stage and progress.done:
            raise ending

    if known:  # then what changed is read by key
        bench.sync()
        bench.table.rows[3] = ("3", "title 3", "another body", "blue")
    for name in ("fingerprints", "rows", "rows_by_key"):
        remembered(name)
    # With the error its traceback is held, and with that every frame it came through.
    with pytest.raises(ending) as held:
        bench.sync(context=InlineContext(end))
    assert held.value is not None
    assert len(begun) >= 1 + (stage is Stage.READING)
    assert inspect.GEN_SUSPENDED not in map(inspect.getgeneratorstate, begun)


def test_a_text_that_changes_between_comparing_and_reading_is_not_taken_for_a_change_of_metadata(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.sync()
    bench.table.rows[3] = ("3", "title 3", "body 3", "blue")
    by_key = FakeReader.rows_by_key

    def read_later(reader: FakeReader, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        # A read replica is read in many short views, and its rows change in between.
        bench.table.rows[3] = ("3", "title 3", "another body", "blue")
        reader._rows[3] = bench.table.rows[3]
        return by_key(reader, keys)

    monkeypatch.setattr(FakeReader, "rows_by_key", read_later)
    tally = bench.sync()
    assert (tally.counts.updated, tally.counts.metadata_updated) == (1, 0)
    assert content(bench.knowledge_base) == content(bench.clean())


def test_the_brake_does_not_say_that_nothing_was_changed_when_a_document_is_gone_already(bench: Bench) -> None:
    bench.sync()
    bench.table.rows = [("0", "twin", "body", None), *((row[0], row[1], "", row[3]) for row in bench.table.rows)]
    bench.table.rows[1] = ("0", "title 0", "body 0", "red")
    with pytest.raises(DeleteBrakeError) as caught:
        bench.sync()
    assert bench.knowledge_base.counts().documents == 9  # the row with the key of another one
    assert "Nothing has been changed" not in caught.value.meaning
