"""What every kind of source has to do, whatever it is: one suite for real servers, files and the fake.

Owns the tests that follow from the port alone. What only one kind can do (types, rights, failures of a server) stands
in the test file of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.changes import Comparison, Definition, key_digest
from kbconnect.core.errors import ColumnMissingError, SourceError, TableMissingError
from kbconnect.core.knowledge_base import Ledger
from kbconnect.core.model import (
    ColumnKind,
    QuerySelection,
    TableSelection,
)
from kbconnect.core.ports import Key, ReadPlan, Source, SourceReader
from tests.adapters.sources.contract_cursors import CursorContract
from tests.adapters.sources.world import (
    HOSTILE_TEXTS,
    TEXTS,
    Row,
    World,
    everything,
    hashes,
    plan,
    scanned_hashes,
)

__all__ = ["Row", "SourceContract", "World", "everything", "hashes", "plan", "scanned_hashes"]

Use = Callable[[SourceReader], Iterator[object]]


class SourceContract(CursorContract):
    """Inherit, and give a `world` fixture."""

    def test_tables_are_listed_with_what_they_are(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [("1", "A")], ["id"])
        with world.open() as source:
            (found,) = [info for info in source.tables() if info.ref == table]
        assert found.kind == "table"
        assert found.readable
        assert found.rows_estimate is None or found.rows_estimate >= 0

    def test_rows_are_estimated_one_table_at_a_time(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [("1", "A")], ["id"])
        with world.open() as source:
            (listed,) = [info for info in source.tables() if info.ref == table]
            assert source.row_estimate(TableSelection(table)) == listed.rows_estimate
            assert source.row_estimate(QuerySelection("SELECT 1 AS id")) is None
            world.drop(table)
            assert source.row_estimate(TableSelection(table)) is None

    def test_columns_come_in_order_with_their_key(self, world: World) -> None:
        table = world.create("articles", ["title", "b", "a"], [], ["a", "b"])
        with world.open() as source:
            columns = source.columns(table)
            assert source.describe(TableSelection(table)) == columns
        assert [column.name for column in columns] == ["title", "b", "a"]
        assert [column.primary_key for column in columns] == [0, 2, 1]
        assert all(column.kind is ColumnKind.TEXT for column in columns)
        assert not any(column.unique for column in columns)

    def test_a_key_of_one_column_is_unique(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [], ["id"])
        with world.open() as source:
            first, second = source.columns(table)
        assert first.unique
        assert not second.unique

    @pytest.mark.parametrize("key", ["a", "b a", "c"])
    def test_a_reading_that_goes_on_behind_a_key_leaves_out_none_behind_it(self, world: World, key: str) -> None:
        rows = [(text, str(number % 2), str(number)) for number, text in enumerate(HOSTILE_TEXTS)]
        table = world.create("articles", ["a", "b", "c"], rows, ["c"] if key == "c" else ["a", "b"])
        with world.open() as source, source.read(plan(table, key, "a")) as reader:
            order = list(scanned_hashes(reader))
            for place, last in enumerate(order):
                rest = [found for batch in reader.rows(after=last) for found in batch.fingerprints.keys]
                # Those up to the key may come all the same.
                assert rest[-len(order[place + 1 :]) :] == order[place + 1 :] or place + 1 == len(order)
                assert len(rest) == len(set(rest))
                assert set(rest) <= set(order)

    @pytest.mark.parametrize("scan", ["fingerprints", "rows", "keys"])
    def test_an_error_of_whoever_reads_comes_out_as_it_is(self, world: World, scan: str) -> None:
        table = world.create("articles", ["id", "title"], [(str(number), "x" * 500) for number in range(2_000)], ["id"])
        kept: list[Iterator[object]] = []

        def fail() -> None:
            with world.open() as source, source.read(plan(table, "id", "title", batch_rows=10)) as reader:
                kept.append(getattr(reader, scan)())
                next(kept[0])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

    def test_a_table_that_is_gone_is_named(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [("1", "A")], ["id"])
        with world.open() as source:
            assert source.columns(table)
            world.drop(table)
            with pytest.raises(TableMissingError, match="articles"):
                source.columns(table)
            with pytest.raises(TableMissingError):
                source.sample(TableSelection(table), 5)
            with pytest.raises(TableMissingError), source.read(plan(table, "id", "title")):
                pass

    def test_a_column_that_is_gone_is_named(self, world: World) -> None:
        table = world.create("articles", ["id", "title", "body"], [("1", "A", "B")], ["id"])
        with world.open() as source:
            world.drop_column(table, "body")
            with (
                pytest.raises(ColumnMissingError, match="body") as caught,
                source.read(plan(table, "id", "title body")),
            ):
                pass
            assert caught.value.hint
            with source.read(plan(table, "id", "title")) as reader:
                assert everything(reader) == {("1",): ("A",)}

    def test_a_sample_has_the_first_rows_shortened(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "x" * 30_000), ("2", None), ("3", "")], ["id"])
        with world.open() as source:
            sample = source.sample(TableSelection(table), 2)
            whole = source.sample(TableSelection(table), 50)
        assert [column.name for column in sample.columns] == ["id", "body"]
        assert len(sample.rows) == 2
        assert {row[0]: row[1] for row in whole.rows} == {"1": "x" * 20_000, "2": None, "3": ""}

    def test_an_empty_table_has_no_rows(self, world: World) -> None:
        table = world.create("articles", ["id", "title"], [], ["id"])
        with world.open() as source:
            assert source.sample(TableSelection(table), 5).rows == ()
            with source.read(plan(table, "id", "title")) as reader:
                assert list(reader.rows()) == []
                assert list(reader.fingerprints()) == []
                assert list(reader.rows_by_key([("1",)])) == []

    def test_any_text_comes_as_it_is(self, world: World) -> None:
        rows = [(text, text) for text in HOSTILE_TEXTS]
        table = world.create("articles", ["id", "body"], rows, ["id"])
        with world.open() as source, source.read(plan(table, "id", "body")) as reader:
            assert everything(reader) == {(text,): (text,) for text in HOSTILE_TEXTS}

    def test_any_name_reads(self, world: World) -> None:
        for name in world.names:
            table = world.create(name, [name, "body"], [("1", "A")], [name])
            with world.open() as source:
                assert table in [info.ref for info in source.tables()]
                assert [column.name for column in source.columns(table)] == [name, "body"]
                assert source.sample(TableSelection(table), 1).rows == (("1", "A"),)
                wanted = ReadPlan(TableSelection(table), (name,), (name, "body"), (name,))
                with source.read(wanted) as reader:
                    assert everything(reader) == {("1",): ("1", "A")}
                    assert len(list(reader.rows_by_key([("1",)]))) == 1
            world.drop(table)

    def test_digests_are_those_of_core_and_the_same_everywhere(self, world: World) -> None:
        rows = [(text, f"{number}", text, None) for number, text in enumerate(HOSTILE_TEXTS)]
        table = world.create("articles", ["a", "b", "body", "note"], rows, ["a", "b"])
        with world.open() as source, source.read(plan(table, "a b", "body note", "b")) as reader:
            scanned = scanned_hashes(reader)
            assert hashes(reader.rows()) == scanned
            assert hashes(reader.rows_by_key(list(scanned))) == scanned
        assert set(scanned) == {(text, f"{number}") for number, text in enumerate(HOSTILE_TEXTS)}
        assert all(digest == key_digest(key) for key, (digest, _, _) in scanned.items())
        with world.open() as source, source.read(plan(table, "a b", "body note", "b")) as reader:
            assert scanned_hashes(reader) == scanned

    def test_text_and_metadata_have_hashes_of_their_own(self, world: World) -> None:
        rows = [
            ("1", "a", "m"), ("2", "b", "m"), ("3", "a", "n"), ("4", None, "m"), ("5", "", "m"), ("6", "a", None),
            ("7", "a", ""),
        ]  # fmt: skip
        table = world.create("articles", ["id", "body", "tag"], rows, ["id"])
        with world.open() as source, source.read(plan(table, "id", "body", "tag")) as reader:
            found = {key[0]: (text, metadata) for key, (_, text, metadata) in scanned_hashes(reader).items()}
        assert len({found[row][0] for row in "1245"}) == 4
        assert len({found[row][1] for row in "1367"}) == 4
        assert found["1"][0] == found["3"][0] == found["6"][0]
        assert found["1"][1] == found["2"][1] == found["4"][1]

    def test_values_can_not_slip_from_one_column_into_the_next(self, world: World) -> None:
        bodies = [
            ("ab", "c"),
            ("a", "bc"),
            ("abc", ""),
            ("abc", None),
            ("", "abc"),
            (None, "abc"),
            (None, None),
            ("", ""),
        ]
        bodies += [("1:a", ""), ("1", "a"), ("a,", "b"), ("a", ",b")]
        rows = [(str(number), *pair) for number, pair in enumerate(bodies)]
        table = world.create("articles", ["id", "one", "two"], rows, ["id"])
        with world.open() as source, source.read(plan(table, "id", "one two")) as reader:
            texts = [text for _, text, _ in scanned_hashes(reader).values()]
        assert len(set(texts)) == len(bodies)

    def test_any_key_has_the_digest_of_core(self, world: World) -> None:
        @settings(max_examples=15)
        @given(st.lists(st.tuples(TEXTS, TEXTS), max_size=12, unique=True))
        def digests_agree(keys: list[tuple[str, str]]) -> None:
            table = world.create("anything", ["a", "b", "body"], [(a, b, a + b) for a, b in keys], ["a", "b"])
            try:
                with world.open() as source, source.read(plan(table, "a b", "body")) as reader:
                    found = scanned_hashes(reader)
                    by_key = hashes(reader.rows_by_key(keys))
            finally:
                world.drop(table)
            assert {key: digest for key, (digest, _, _) in found.items()} == {key: key_digest(key) for key in keys}
            assert by_key == found

        digests_agree()

    def test_rows_with_one_key_stand_side_by_side(self, world: World) -> None:
        texts = ["b", "a", None, "B", "a", "é", "b", None, "", "A", "é", ""]
        table = world.create("events", ["code", "body"], [(text, str(n)) for n, text in enumerate(texts)])
        with world.open() as source, source.read(plan(table, "code", "body", batch_rows=2)) as reader:
            for batches in ([batch.fingerprints for batch in reader.rows()], list(reader.fingerprints())):
                keys = [key for batch in batches for key in batch.keys]
                groups = [key for place, key in enumerate(keys) if place == 0 or keys[place - 1] != key]
                assert len(keys) == len(texts)
                assert len(groups) == len(set(texts))
            by_key = [key for batch in reader.rows_by_key([("a",), (None,)]) for key in batch.fingerprints.keys]
            assert sorted(by_key, key=str) == [("a",), ("a",), (None,), (None,)]

    def test_a_comparison_finds_duplicates(self, world: World) -> None:
        table = world.create("events", ["code", "body"], [("a", "1"), ("b", "2"), ("a", "3")])
        empty = np.zeros(0, np.uint64)
        ledger = Ledger(np.zeros((0, 2), np.uint64), empty, empty, np.zeros(0, np.uint32))
        comparison = Comparison(ledger, Definition(0, 0))
        with world.open() as source, source.read(plan(table, "code", "body")) as reader:
            assert list(comparison.compare(reader.fingerprints())) == [3]
        (duplicate,) = comparison.plan().duplicates
        assert (duplicate.key, duplicate.rows) == (("a",), 2)

    def test_batches_keep_to_rows_and_bytes(self, world: World) -> None:
        rows = [(f"{number:03}", "x" * 1000) for number in range(50)] + [("100", "y" * 30_000)]
        table = world.create("articles", ["id", "body"], rows, ["id"])
        with world.open() as source:
            with source.read(plan(table, "id", "body", batch_rows=7)) as reader:
                assert [len(batch.values) for batch in reader.rows()] == [7] * 7 + [2]
                assert max(len(batch.keys) for batch in reader.fingerprints()) <= 7
            with source.read(plan(table, "id", "body", batch_bytes=5_500)) as reader:
                sizes = [len(batch.values) for batch in reader.rows()]
        assert sum(sizes) == 51
        assert max(sizes) <= 5
        assert sizes[-1] == 1

    def test_a_value_over_the_limit_is_a_fault_of_its_row_alone(self, world: World) -> None:
        rows = [("1", "small", "m"), ("2", "x" * 5000, "y" * 6000), ("3", "é" * 2400, "m"), ("4", "z" * 4096, None)]
        table = world.create("articles", ["id", "body", "tag"], rows, ["id"])
        with world.open() as source, source.read(plan(table, "id", "body", "tag", max_cell_bytes=4096)) as reader:
            for batches in (reader.rows(), reader.rows_by_key([("1",), ("2",), ("3",), ("4",)])):
                found: dict[str | None, Row] = {}
                faults = []
                for batch in batches:
                    found |= {key[0]: row for key, row in zip(batch.fingerprints.keys, batch.values, strict=True)}
                    faults += [(batch.fingerprints.keys[fault.row][0], fault.column) for fault in batch.faults]
                    assert all(
                        fault.reason.startswith("Larger than the limit of 4,096 bytes (") for fault in batch.faults
                    )
                assert found == {"1": ("small", "m"), "2": (None, None), "3": (None, "m"), "4": ("z" * 4096, None)}
                assert sorted(faults, key=str) == [("2", "body"), ("2", "tag"), ("3", "body")]
            assert hashes(reader.rows()) == scanned_hashes(reader)

    def test_a_column_may_stand_everywhere(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
        with world.open() as source, source.read(plan(table, "id", "body id", "id body")) as reader:
            assert [column.name for column in reader.columns] == ["body", "id"]
            assert everything(reader) == {("1",): ("A", "1")}

    def test_keys_alone_can_be_read(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
        with world.open() as source, source.read(plan(table, "id", "")) as reader:
            assert everything(reader) == {("1",): (), ("2",): ()}

    def test_a_reader_sees_one_state(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
        with world.open() as source:
            with source.read(plan(table, "id", "body")) as reader:
                before = everything(reader)
                world.insert(table, ("3", "C"))
                assert everything(reader) == before
                assert len(scanned_hashes(reader)) == 2
                assert list(reader.rows_by_key([("3",)])) == []
            with source.read(plan(table, "id", "body")) as reader:
                assert ("3",) in everything(reader)

    def test_a_scan_may_be_given_up(self, world: World) -> None:
        rows = [(str(number), "x" * 500) for number in range(5000)]
        table = world.create("articles", ["id", "body"], rows, ["id"])
        with world.open() as source, source.read(plan(table, "id", "body", batch_rows=10)) as reader:
            scan = reader.rows()
            assert len(next(scan).values) == 10
            scan.close()
            assert len(everything(reader)) == 5000
            assert [batch.values for batch in reader.rows_by_key([("7",)])] == [[("x" * 500,)]]

    def test_an_interruption_is_not_lost_before_the_first_row(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
        uses: tuple[Use, ...] = (
            lambda reader: reader.fingerprints(),
            lambda reader: reader.rows(),
            lambda reader: reader.keys(),
            lambda reader: reader.rows_by_key([("1",)]),
        )

        def interrupt_and_read(source: Source, reader: SourceReader, use: Use) -> None:
            source.interrupt()
            assert next(use(reader), None) is None

        with world.open() as source:
            for use in uses:
                with pytest.raises(SourceError, match="stopped"), source.read(plan(table, "id", "body")) as reader:
                    interrupt_and_read(source, reader, use)
            source.interrupt()
            with pytest.raises(SourceError, match="stopped"), source.read(plan(table, "id", "body")):
                pass
            with source.read(plan(table, "id", "body")) as reader:
                assert everything(reader) == {("1",): ("A",)}

    def test_keys_that_are_gone_are_left_out(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [(str(number), "A") for number in range(30)], ["id"])
        wanted: list[Key] = [("3",), ("nope",), ("3",), ("29",), (None,), ("",), ("03",)]
        with world.open() as source, source.read(plan(table, "id", "body")) as reader:
            found = [key for batch in reader.rows_by_key(wanted) for key in batch.fingerprints.keys]
            assert sorted(found, key=str) == [("29",), ("3",)]
            assert list(reader.rows_by_key([])) == []

    def test_keys_can_be_sliced_and_asked_one_by_one(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [(f"{n:02}", "A") for n in range(12)], ["id"])
        with world.open() as source, source.read(plan(table, "id", "body")) as reader:
            (batch,) = reader.fingerprints()
        assert batch.keys[3] == ("03",)
        assert batch.keys[-1] == ("11",)
        assert list(batch.keys[2:4]) == [("02",), ("03",)]
        with pytest.raises(IndexError):
            batch.keys[12]
