"""Roles suggested for columns: the picture's example, hard cases, and anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.discovery import suggest, suggest_mapping
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    ColumnRole,
    Mapping,
    Sample,
)

TEXT = ColumnKind.TEXT


def sample_of(columns: list[ColumnInfo], *values: list[str | None]) -> Sample:
    return Sample(tuple(columns), tuple(zip(*values, strict=True)))


def column(name: str, kind: ColumnKind = TEXT, *, type_: str = "text", **more: object) -> ColumnInfo:
    return ColumnInfo(name, type_, kind, **more)  # type: ignore[arg-type] # keywords of the dataclass


HELP_ARTICLES = [
    column("id", ColumnKind.INTEGER, type_="bigint", nullable=False, primary_key=1, unique=True),
    column("title"),
    column("body_html"),
    column("summary"),
    column("category"),
    column("language"),
    column("updated_at", ColumnKind.TIMESTAMP, type_="timestamp with time zone"),
    column("author_email"),
    column("search_vector", ColumnKind.OTHER, type_="tsvector", generated=True),
]


def test_the_roles_of_help_articles() -> None:
    rows = range(40)
    found = suggest(
        HELP_ARTICLES,
        sample_of(
            HELP_ARTICLES,
            [str(row) for row in rows],
            [f"Reset a forgotten password {row}" for row in rows],
            [
                f"<p>Open the sign-in page and choose “Forgot password” number {row}. " + "Then wait. " * 20
                for row in rows
            ],
            [f"Get back in when you forgot your password, case {row}." for row in rows],
            [f"Category {row % 18}" for row in rows],
            ["en" if row % 2 else "de" for row in rows],
            [f"2025-11-18 09:{row:02}:00+00" for row in rows],
            [f"m.kovac{row}@acme.example" for row in rows],
            ["'forgot':2 'password':4" for _ in rows],
        ),
    )
    assert [(entry.column.name, entry.role.value, entry.reason) for entry in found] == [
        ("id", "key", "Primary key"),
        ("title", "title", "Short, different in every row"),
        ("body_html", "text", "Long text; HTML is removed"),
        ("summary", "text", "Full sentences"),
        ("category", "metadata", "18 values: good for filtering"),
        ("language", "metadata", "2 values: good for filtering"),
        ("updated_at", "metadata", "Grows when a row changes"),
        ("author_email", "leave_out", "Looks like personal data"),
        ("search_vector", "leave_out", "Made by the database itself"),
    ]
    assert [entry.column.name for entry in found if entry.as_cursor] == ["updated_at"]
    assert suggest_mapping(found) == Mapping(
        key=("id",),
        title="title",
        text=("body_html", "summary"),
        metadata=("category", "language", "updated_at"),
    )


def test_a_composite_key_keeps_the_order_of_the_primary_key() -> None:
    columns = [column("line", ColumnKind.INTEGER, primary_key=2), column("order_id", ColumnKind.INTEGER, primary_key=1)]
    found = suggest(columns, Sample((), ()))
    assert {entry.reason for entry in found} == {"Part of the primary key"}
    assert suggest_mapping(found).key == ("order_id", "line")


def test_without_primary_key_a_unique_column_is_proposed() -> None:
    columns = [
        column("email", unique=True),
        column("sku", unique=True, nullable=False),
        column("id", ColumnKind.INTEGER),
    ]
    found = suggest(columns, sample_of(columns, ["a@b.example", "c@d.example"], ["x1", "x2"], ["1", "2"]))
    assert [entry.role for entry in found][1] is ColumnRole.KEY
    assert "the database sees to it" in found[1].reason
    assert suggest_mapping(found).key == ("sku",)


def test_without_any_rule_only_what_is_named_like_a_key_is_proposed() -> None:
    columns = [column("id", ColumnKind.INTEGER), column("note")]
    found = suggest(columns, sample_of(columns, ["1", "2", "3"], ["a", "b", "c"]))
    assert found[0].role is ColumnRole.KEY
    assert "make sure" in found[0].reason
    twice = suggest(columns, sample_of(columns, ["1", "1", "3"], ["a", "b", "c"]))
    assert suggest_mapping(twice).key == ()


def test_an_empty_table_is_judged_by_names_and_types() -> None:
    found = suggest(HELP_ARTICLES, Sample(tuple(HELP_ARTICLES), ()))
    roles = {entry.column.name: entry.role for entry in found}
    assert roles["title"] is ColumnRole.TITLE
    assert roles["body_html"] is ColumnRole.TEXT
    assert roles["author_email"] is ColumnRole.LEAVE_OUT


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("contact", ["ann@example.org", "bob@example.org"]),
        ("customerEmail", [None, None]),
        ("phone", ["12", "34"]),
        ("reach_at", ["+49 30 1234567", "+49 40 7654321"]),
        ("first_name", ["Ann", "Bob"]),
        ("date_of_birth", ["1990-01-01", "1991-02-02"]),
        ("iban", ["DE00", "DE01"]),
        ("password_hash", ["$2b$12$abc", "$2b$12$def"]),
        ("api_token", ["abc", "def"]),
    ],
)
def test_personal_data_and_secrets_are_left_out(name: str, values: list[str | None]) -> None:
    columns = [column(name)]
    (found,) = suggest(columns, sample_of(columns, values))
    assert found.role is ColumnRole.LEAVE_OUT
    assert found.reason in {"Looks like personal data", "Looks like a secret"}


def test_running_text_is_no_personal_data_whatever_its_name() -> None:
    columns = [column("email")]
    letter = (
        "Dear team, the kettle I bought last week stopped boiling water, and I would like to have it repaired soon."
    )
    (found,) = suggest(columns, sample_of(columns, [letter, letter + " Thank you."]))
    assert found.role is ColumnRole.TEXT


def test_times_kept_as_text_are_found() -> None:
    columns = [column("modified"), column("created")]
    values: list[str | None] = ["2026-01-01 10:00:00", "2026-01-02T10:00:00Z"]
    found = suggest(columns, sample_of(columns, values, values))
    assert [entry.as_cursor for entry in found] == [True, False]
    assert [entry.role for entry in found] == [ColumnRole.METADATA, ColumnRole.METADATA]


WORDS = "the kettle boils water "


@pytest.mark.parametrize(
    ("given_column", "values", "role", "reason"),
    [
        (column("photo", ColumnKind.BINARY), ["\\x00"] * 4, "leave_out", "Files or other data that is no text"),
        (column("note"), [None, " ", ""], "leave_out", "Empty in the rows seen"),
        (column("gone_at", ColumnKind.TIMESTAMP), [None, None], "leave_out", "Empty in the rows seen"),
        (column("opens", ColumnKind.TIME), ["10:00", "11:00"], "metadata", "A time of day"),
        (column("day", ColumnKind.DATE), ["2026-01-01", "2026-01-02"], "metadata", "A date: good for filtering"),
        (column("active", ColumnKind.BOOLEAN), ["true", "false"], "metadata", "Yes or no: good for filtering"),
        (column("stars", ColumnKind.INTEGER), ["1", "2"] * 6, "metadata", "2 values: good for filtering"),
        (column("price", ColumnKind.NUMBER), ["1.5", "2.5", "3.5"], "metadata", "A number"),
        (column("shop"), ["north"] * 9, "metadata", "The same value in every row seen"),
        (
            column("owner_id", ColumnKind.INTEGER), [str(n) for n in [*range(70), 1]], "leave_out",
            "Points at another row; says nothing by itself",
        ),
        (
            column("thread"), [f"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a{n}" for n in (11, 12, 11)], "leave_out",
            "Points at another row; says nothing by itself",
        ),
        (column("spec", ColumnKind.JSON), ['{"a": 1}', '{"a": 2}'], "metadata", "Short structured data (JSON)"),
        (
            column("spec", ColumnKind.JSON), ['{"a": "' + "x" * 200 + '"}'] * 3, "leave_out",
            "Structured data (JSON); choose Text to search it",
        ),
        (column("tags", ColumnKind.OTHER, type_="text[]"), ["{a,b}", "{c}"], "metadata", "A list of values"),
        (column("link"), ["https://a.example/1", "https://a.example/2"], "metadata", "Web address"),
        (column("raw"), ["x" * 500, "y" * 500], "leave_out", "Long, but not made of words"),
        (column("intro"), ["<b>New</b>", "<i>Old</i>"], "text", "Text; HTML is removed"),
        (column("notes"), ["two words", "more words", "two words"], "text", "Named like a text"),
        (column("shelf"), ["A1", "B2", "C3"], "metadata", "Short text"),
        (column("story"), [WORDS * 9, WORDS * 8], "text", "Long text"),
    ],
)  # fmt: skip
def test_each_kind_of_column_has_its_reason(
    given_column: ColumnInfo, values: list[str | None], role: str, reason: str
) -> None:
    (found,) = suggest([given_column], sample_of([given_column], values))
    assert (found.role.value, found.reason) == (role, reason)


def test_what_the_sample_knows_better_counts() -> None:
    asked = [column("n", ColumnKind.OTHER, type_="any")]
    seen = [column("n", ColumnKind.NUMBER, type_="any")]
    (found,) = suggest(asked, sample_of(seen, ["1.5", "2.5"]))
    assert found.column.kind is ColumnKind.NUMBER


def test_a_long_value_is_shortened() -> None:
    columns = [column("body")]
    (found,) = suggest(columns, sample_of(columns, [None, "  \n ", "word " * 500]))
    assert found.sample.endswith("…")
    assert len(found.sample) <= 120


column_names = st.one_of(
    st.sampled_from(["id", "title", "body", "email", "updated_at", "password", "Name", "", "日本", "a.b"]),
    st.text(max_size=20),
)
columns_of_any_kind = st.builds(
    ColumnInfo,
    name=column_names,
    type=st.sampled_from(["text", "integer[]", "any", "bytea"]),
    kind=st.sampled_from(ColumnKind),
    nullable=st.booleans(),
    primary_key=st.integers(0, 3),
    unique=st.booleans(),
    generated=st.booleans(),
)
cells = st.one_of(
    st.none(), st.text(max_size=40), st.sampled_from(["a@b.example", "<p>x</p>", "2026-01-01", "1", "word " * 90])
)


@given(
    st.lists(columns_of_any_kind, max_size=8),
    st.lists(columns_of_any_kind, max_size=8),
    st.lists(st.lists(cells, max_size=9), max_size=12),
)
def test_any_table_gets_roles(columns: list[ColumnInfo], seen: list[ColumnInfo], rows: list[list[str | None]]) -> None:
    sample = Sample(tuple(columns + seen), tuple(tuple(row) for row in rows))
    found = suggest(columns, sample)
    assert [entry.column.name for entry in found] == [entry.name for entry in columns]
    assert sum(entry.role is ColumnRole.TITLE for entry in found) <= 1
    assert all(entry.reason for entry in found)
    for given_column, entry in zip(columns, found, strict=True):
        if given_column.primary_key:
            assert entry.role is ColumnRole.KEY
    mapping = suggest_mapping(found)
    assert set(mapping.key) == {entry.column.name for entry in found if entry.role is ColumnRole.KEY}
    assert suggest(columns, sample) == found
