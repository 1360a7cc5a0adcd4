"""The comparison against a plain model: dictionaries of what was and what is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core import changes
from kbconnect.core.changes import (
    Action,
    ChangePlan,
    Comparison,
    Definition,
    definition_of,
    digest_to_bytes,
    digests_from_bytes,
    key_digest,
)
from kbconnect.core.knowledge_base import Ledger
from kbconnect.core.ports import FingerprintBatch, Hashes

SAME = Definition(0, 0)
Row = tuple[str, int, int]  # key, text hash, metadata hash


def batches(rows: Sequence[Row], size: int) -> Iterator[FingerprintBatch]:
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        yield FingerprintBatch(
            digests_from_bytes(b"".join(key_digest((key,)) for key, _, _ in part)),
            np.array([text for _, text, _ in part], np.uint64),
            np.array([metadata for _, _, metadata in part], np.uint64),
            [(key,) for key, _, _ in part],
        )


def ledger(rows: Sequence[tuple[str, int, int, int]]) -> Ledger:
    ordered = sorted(rows, key=lambda row: key_digest((row[0],)))
    return Ledger(
        digests_from_bytes(b"".join(key_digest((row[0],)) for row in ordered)),
        np.array([row[1] for row in ordered], np.uint64),
        np.array([row[2] for row in ordered], np.uint64),
        np.array([row[3] for row in ordered], np.uint32),
    )


def plan(known: Ledger, rows: Sequence[Row], size: int = 3, definition: Definition = SAME) -> ChangePlan:
    comparison = Comparison(known, definition)
    counted = list(comparison.compare(batches(rows, size)))
    assert not counted or counted[-1] == len(rows)
    return comparison.plan()


def digest_set(digests: Hashes) -> set[bytes]:
    return {digest_to_bytes(digest) for digest in digests}


keys = st.sampled_from([f"k{number}" for number in range(12)])
hashes = st.integers(0, 3)


@settings(max_examples=400)
@given(
    st.dictionaries(keys, st.tuples(hashes, hashes, st.integers(0, 3)), max_size=12),
    st.lists(st.tuples(keys, hashes, hashes), max_size=20),
    st.integers(1, 7),
)
def test_the_plan_is_what_two_dictionaries_say(
    known: dict[str, tuple[int, int, int]], rows: list[Row], size: int
) -> None:
    rows.sort()
    made = plan(ledger([(key, *value) for key, value in known.items()]), rows, size)
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    expected: dict[bytes, Action] = {}
    unchanged = rejected = 0
    duplicates = {}
    for key, same in grouped.items():
        was = known.get(key)
        text, metadata = sum(row[1] for row in same), sum(row[2] for row in same)
        if len(same) > 1:
            if was == (text, metadata, len(same)):
                rejected += len(same)
            else:
                duplicates[key] = len(same)
        elif was is not None and was[:2] == (text, metadata) and was[2] <= 1:
            unchanged += was[2] == 0
            rejected += was[2] == 1
        elif was is None or was[2]:
            expected[key_digest((key,))] = Action.ADD
        else:
            expected[key_digest((key,))] = Action.METADATA if was[0] == text else Action.REPLACE
    assert made.read == len(rows)
    assert (made.unchanged, made.rejected_rows) == (unchanged, rejected)
    assert {digest_to_bytes(d): Action(a) for d, a in zip(made.digests, made.actions, strict=True)} == expected
    assert {item.key[0]: item.rows for item in made.duplicates} == duplicates
    gone = {key for key in known if key not in grouped}
    assert digest_set(made.gone) == {key_digest((key,)) for key in gone}
    doubled = [key for key in duplicates if key in known and known[key][2] == 0]
    assert made.lost_documents == sum(known[key][2] == 0 for key in gone) + len(doubled)
    assert made.known_documents == sum(value[2] == 0 for value in known.values())
    assert made.keys is not None
    assert {key_digest(key) for key in made.keys} == set(expected)
    found, places = made.places(made.digests)
    assert found.all()
    assert places.tolist() == list(range(len(made.digests)))
    assert not made.places(made.gone)[0].any()


def test_digests_order_like_their_bytes() -> None:
    raw = sorted(key_digest((str(number),)) for number in range(500))
    halves = digests_from_bytes(b"".join(raw))
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    assert order.tolist() == list(range(500))
    assert [digest_to_bytes(half) for half in halves] == raw


def test_keys_that_share_half_their_digest_are_told_apart() -> None:
    known = Ledger(
        np.array([[5, 1], [5, 2], [5, 9]], np.uint64),
        np.array([1, 2, 3], np.uint64),
        np.zeros(3, np.uint64),
        np.zeros(3, np.uint32),
    )
    batch = FingerprintBatch(
        np.array([[5, 9], [5, 3], [5, 1]], np.uint64),
        np.array([3, 7, 8], np.uint64),
        np.zeros(3, np.uint64),
        [("a",), ("b",), ("c",)],
    )
    comparison = Comparison(known, SAME)
    assert list(comparison.compare([batch])) == [3]
    made = comparison.plan()
    assert made.unchanged == 1
    assert made.digests.tolist() == [[5, 1], [5, 3]]
    assert made.actions.tolist() == [Action.REPLACE, Action.ADD]
    assert made.gone.tolist() == [[5, 2]]


def test_a_changed_definition_shows_as_changed_rows() -> None:
    rows = [("a", 1, 1), ("b", 2, 2)]
    other = Definition(text=99, metadata=0)
    stored = [(key, text, metadata, 0) for key, text, metadata in rows]
    assert plan(ledger(stored), rows).unchanged == 2
    assert plan(ledger(stored), rows, definition=other).count(Action.REPLACE) == 2
    assert plan(ledger(stored), rows, definition=Definition(0, 5)).count(Action.METADATA) == 2
    mixed = [(key, other.text_hash(text), other.metadata_hash(metadata), 0) for key, text, metadata in rows]
    assert plan(ledger(mixed), rows, definition=other).unchanged == 2


def test_definitions_differ_by_part() -> None:
    assert definition_of(("a",), ("b",)) == definition_of(("a",), ("b",))
    assert definition_of(("a", "b"), ()) != definition_of(("ab",), ())


def test_many_changed_keys_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "KEYS_KEPT", 5)
    rows = [(f"k{number:02}", 0, 0) for number in range(9)]
    made = plan(ledger([]), rows)
    assert made.keys is None
    assert made.count(Action.ADD) == 9


@pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
@pytest.mark.parametrize("twin", [False, True])
def test_a_key_up_to_which_nothing_is_left_is_known(size: int, twin: bool) -> None:
    rows: list[Row] = [(f"{number:02}", number, 0) for number in range(20)]
    written = ledger([(key, text, metadata, 0) for key, text, metadata in rows[:12]])
    found = plan(written, [*rows, rows[-1]] if twin else rows, size)
    known = "" if found.unchanged_up_to is None else str(found.unchanged_up_to[0])
    assert known < rows[12][0]
    if size in {2, 3, 5}:  # at most a batch before the first that is left
        assert known >= rows[11 - size][0]
