"""Values that a column holds as JSON come back equal, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.store.encoding import (
    FormatTooNewError,
    decode,
    decode_key,
    decode_selection,
    encode,
    encode_key,
    encode_selection,
)
from kbconnect.core.connector import ConnectorOptions
from kbconnect.core.model import (
    ChunkPolicy,
    Mapping,
    Selection,
    SyncPolicy,
    TableRef,
)

ANY_TEXT = st.text(st.characters(codec=None))
FRACTION = st.floats(allow_nan=False)


@given(
    st.one_of(
        st.builds(ConnectorOptions),
        st.builds(Mapping, key=st.tuples(ANY_TEXT, ANY_TEXT), template=ANY_TEXT),
        st.builds(ChunkPolicy),
        st.builds(SyncPolicy, delete_limit=FRACTION, reject_limit=FRACTION),
    )
)
def test_every_stored_value_comes_back(value: object) -> None:
    assert decode(type(value), encode(value)) == value


@given(st.from_type(Selection))  # type: ignore[arg-type]  # a union is a type to Hypothesis
def test_every_selection_comes_back(selection: Selection) -> None:
    assert decode_selection(encode_selection(selection)) == selection


@given(st.lists(st.none() | ANY_TEXT).map(tuple))
def test_every_key_comes_back(key: tuple[str | None, ...]) -> None:
    assert decode_key(encode_key(key)) == key


def test_a_field_added_later_takes_its_default_and_a_whole_number_is_a_fraction() -> None:
    assert decode(SyncPolicy, '{"version": 1, "delete_limit": 1}') == SyncPolicy(delete_limit=1.0)
    assert decode(ConnectorOptions, '{"version": 1}') == ConnectorOptions()


@dataclass(frozen=True)
class Later:
    """What a stored value may become: a field that can be empty, and a value within the value."""

    limit: int | None
    policy: ChunkPolicy


@pytest.mark.parametrize("value", [Later(None, ChunkPolicy(1)), Later(5, ChunkPolicy())])
def test_an_empty_field_and_a_nested_value_come_back(value: Later) -> None:
    assert decode(Later, encode(value)) == value


@pytest.mark.parametrize("entries", [{"limit": "5", "policy": {}}, {"limit": 5, "policy": []}])
def test_an_empty_field_takes_nothing_else(entries: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        decode(Later, json.dumps({"version": 1, **entries}))


def test_nested_values_are_built_whole() -> None:
    selection = decode_selection('{"version": 1, "kind": "table", "table": {"schema": "s", "name": "n"}}')
    assert getattr(selection, "table", None) == TableRef("s", "n")


@pytest.mark.parametrize(
    "entries",
    [
        {"key": "id"},
        {"key": [1]},
        {"key": None},
        {},
        {"key": ["id"], "title": None},
        {"key": ["id"], "title": 5},
        {"key": ["id"], "text": {"a": "b"}},
    ],
)
def test_a_value_of_another_shape_is_refused(entries: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        decode(Mapping, json.dumps({"version": 1, **entries}))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"version": "1"}', '{"version": 1, "kind": "file"}'])
def test_text_that_is_no_selection_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode_selection(text)


@pytest.mark.parametrize("text", ["{}", "[1]", '"id"'])
def test_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode_key(text)


def test_a_newer_format_is_told_from_damage() -> None:
    with pytest.raises(FormatTooNewError):
        decode(ChunkPolicy, '{"version": 2, "max_characters": 1}')
