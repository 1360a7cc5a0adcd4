"""What every kind of source has to do when it is read by cursor or for its keys alone; part of the contract."""

from __future__ import annotations

import pytest

from kbconnect.core.changes import key_digest
from kbconnect.core.errors import ColumnMissingError, MappingError
from kbconnect.core.ports import CursorWindow
from tests.adapters.sources.world import (
    HOSTILE_TEXTS,
    Row,
    World,
    everything,
    hashes,
    plan,
    scanned_hashes,
    scanned_keys,
)

CHANGES: tuple[Row, ...] = (
    ("a", "old", "1"), ("b", "older", "-5"), ("c", "never", None), ("d", "new", "40"), ("e", "at the same time", "40"),
    ("f", "late", "38"), ("g", "never either", None), ("h", "ten", "10"),
)  # fmt: skip
"""id, body, changed: rows with a cursor of whole numbers."""


class CursorContract:
    """Inherited by `SourceContract`."""

    def test_a_window_has_what_is_new_and_what_has_no_cursor_value(self, world: World) -> None:
        table = world.create("articles", ["id", "body", "changed"], CHANGES, ["id"], integers=["changed"])
        with world.open() as source, source.read(plan(table, "id", "body", cursor_column="changed")) as reader:
            position = reader.cursor_position()
            assert position is not None
            assert list(everything(reader, CursorWindow(position, 0))) == [("c",), ("d",), ("e",), ("g",)]
            assert list(everything(reader, CursorWindow(position, 2))) == [("c",), ("d",), ("e",), ("f",), ("g",)]
            assert set(everything(reader, CursorWindow(position, 45))) == {(row[0],) for row in CHANGES}
            assert everything(reader) == {(row[0],): (row[1],) for row in CHANGES}

    def test_a_window_gives_rows_as_a_whole_scan_does(self, world: World) -> None:
        table = world.create("articles", ["id", "body", "changed"], CHANGES, ["id"], integers=["changed"])
        with (
            world.open() as source,
            source.read(plan(table, "id", "body", cursor_column="changed", batch_rows=2)) as reader,
        ):
            window = CursorWindow(reader.cursor_position() or "", 10)
            whole = scanned_hashes(reader)
            part = scanned_hashes(reader, window)
            assert hashes(reader.rows(window)) == part
            assert list(everything(reader, window)) == list(part) == [key for key in whole if key in part]
            assert part == {key: whole[key] for key in part}
            assert max(len(batch.keys) for batch in reader.fingerprints(window)) <= 2

    def test_what_was_written_since_is_in_the_window(self, world: World) -> None:
        table = world.create("articles", ["id", "body", "changed"], CHANGES, ["id"], integers=["changed"])
        with world.open() as source:
            with source.read(plan(table, "id", "body", cursor_column="changed")) as reader:
                before = reader.cursor_position()
                world.insert(table, ("i", "newest", "41"))
                assert reader.cursor_position() == before
            assert before is not None
            with source.read(plan(table, "id", "body", cursor_column="changed")) as reader:
                after = reader.cursor_position()
                assert after is not None
                assert ("i",) in everything(reader, CursorWindow(before, 0))
                assert list(everything(reader, CursorWindow(after, 0))) == [("c",), ("g",), ("i",)]

    def test_the_key_can_be_the_cursor(self, world: World) -> None:
        rows = [(str(number), "A") for number in range(95, 105)]
        table = world.create("articles", ["id", "body"], rows, ["id"], integers=["id"])
        with world.open() as source, source.read(plan(table, "id", "body", cursor_column="id")) as reader:
            position = reader.cursor_position()
            assert position is not None
            assert list(everything(reader, CursorWindow(position, 1))) == [("103",), ("104",)]

    def test_without_a_cursor_value_there_is_no_position(self, world: World) -> None:
        empty = world.create("empty", ["id", "body", "changed"], [], ["id"], integers=["changed"])
        unset = world.create("unset", ["id", "body", "changed"], [("1", "A", None)], ["id"], integers=["changed"])
        with world.open() as source:
            for table in (empty, unset):
                with source.read(plan(table, "id", "body", cursor_column="changed")) as reader:
                    assert reader.cursor_position() is None

    def test_words_are_no_cursor(self, world: World) -> None:
        table = world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
        with (
            world.open() as source,
            source.read(plan(table, "id", "body", cursor_column="body")) as reader,
            pytest.raises(MappingError, match="body") as caught,
        ):
            reader.cursor_position()
        assert not caught.value.retryable

    def test_a_cursor_column_that_is_gone_is_named(self, world: World) -> None:
        table = world.create("articles", ["id", "body", "changed"], CHANGES, ["id"], integers=["changed"])
        world.drop_column(table, "changed")
        with (
            world.open() as source,
            pytest.raises(ColumnMissingError, match="changed"),
            source.read(plan(table, "id", "body", cursor_column="changed")),
        ):
            pass

    def test_keys_are_those_of_a_scan_in_its_order(self, world: World) -> None:
        rows = [(text, f"{number}", text) for number, text in enumerate(HOSTILE_TEXTS)]
        table = world.create("articles", ["a", "b", "body"], rows, ["a", "b"])
        with world.open() as source, source.read(plan(table, "a b", "body", batch_rows=4)) as reader:
            found = scanned_keys(reader)
            assert list(found) == list(scanned_hashes(reader))
            assert found == {key: digest for key, (digest, _, _) in scanned_hashes(reader).items()}
            assert max(len(batch.keys) for batch in list(reader.keys())) <= 4
            assert all(digest == key_digest(key) for key, digest in found.items())

    def test_keys_of_several_rows_come_as_often_as_they_stand_there(self, world: World) -> None:
        rows = [("b", "1"), ("a", "2"), (None, "3"), ("b", "4"), (None, "5")]
        table = world.create("events", ["code", "body"], rows)
        with world.open() as source, source.read(plan(table, "code", "body", batch_rows=1)) as reader:
            keys = [key for batch in list(reader.keys()) for key in batch.keys]
            assert keys == [key for batch in reader.fingerprints() for key in batch.keys]
        assert sorted(keys, key=str) == [("a",), ("b",), ("b",), (None,), (None,)]
        assert sum(1 for place, key in enumerate(keys) if place == 0 or keys[place - 1] != key) == 3
