"""Completion of a SELECT: tables behind FROM, columns behind names and aliases, nothing inside strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.model import TableRef
from kbconnect.ui.models.sql_words import MOST, Names, complete, index_of, mentioned, quoted_name, quoting_of

ARTICLES, TICKETS, ODD = TableRef("public", "articles"), TableRef("desk", "tickets"), TableRef("desk", "Odd Name")
NAMES = Names(
    index_of((ARTICLES, TICKETS, ODD)),
    {ARTICLES: ("id", "title", "body"), TICKETS: ("id", "subject", "Closed at")},
)


def at(sql: str) -> tuple[str, ...]:
    """The candidates at the place of the sign |."""
    place = sql.index("|")
    return complete(sql.replace("|", ""), place, NAMES).candidates


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("SELECT * FROM |", "articles"),
        ("SELECT * FROM art|", "articles"),
        ("select * from articles a, tic|", "tickets"),
        ("SELECT * FROM articles JOIN ti|", "tickets"),
        ("SELECT * FROM desk.|", "tickets"),
        ('SELECT * FROM "desk".O|', '"Odd Name"'),
        ("SELECT * FROM pub|", "public.articles"),
        ("SELECT a.| FROM articles a", "title"),
        ("SELECT a.ti| FROM articles AS a", "title"),
        ("SELECT tickets.s| FROM desk.tickets", "subject"),
        ("SELECT t.| FROM articles a JOIN desk.tickets t ON a.id = t.id", '"Closed at"'),
        ("SELECT bo| FROM articles", "body"),
        ("SEL|", "SELECT"),
        ("SELECT id FROM articles WHERE ti|", "title"),
        ("SELECT id FROM articles a WHERE a.title IS NULL AND b|", "body"),
    ],
)
def test_what_may_stand_there(sql: str, wanted: str) -> None:
    assert wanted in at(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'art|",
        "SELECT 'it''s art|",
        "-- from art|",
        "/* from art|",
        "SELECT x.| FROM nowhere x",
        "SELECT 'a' 'b|",
    ],
)
def test_nothing_in_strings_comments_or_unknown_tables(sql: str) -> None:
    assert at(sql) == ()


def test_behind_a_string_there_are_words_again() -> None:
    assert "title" in at("SELECT 'x', ti| FROM articles")
    assert "title" in at("SELECT /* all */ ti| FROM articles")


def test_what_is_written_already_is_not_offered() -> None:
    assert at("SELECT title| FROM articles") == ()


def test_a_candidate_replaces_the_word_that_is_there() -> None:
    assert complete("SELECT a.ti", 11, NAMES).start == 9
    assert complete('SELECT * FROM "Od', 17, NAMES).start == 14


def test_tables_are_found_with_their_aliases() -> None:
    sql = 'SELECT 1 FROM articles AS a, desk."Odd Name" o LEFT JOIN tickets ON true WHERE 1 IN (SELECT 2 FROM articles)'
    assert mentioned(sql, NAMES.tables) == {"a": ARTICLES, "o": ODD, "tickets": TICKETS, "articles": ARTICLES}


def test_fifty_thousand_tables_give_a_list_that_can_be_shown() -> None:
    many = Names(index_of(TableRef(f"s{number % 500}", f"table_{number}") for number in range(50_000)))
    assert len(complete("SELECT * FROM t", 15, many).candidates) == MOST
    assert complete("SELECT * FROM ", 14, many).candidates[:2] == ("table_0", "table_1")
    assert complete("SELECT * FROM TABLE_4999", 24, many).candidates[:2] == ("table_4999", "table_49990")
    assert complete("SELECT * FROM s7.table_49", 25, many).candidates == ("table_49007", "table_49507")


@pytest.mark.parametrize(("name", "written"), [("a_b1", "a_b1"), ("A", '"A"'), ('x"y', '"x""y"'), ("ü", '"ü"')])
def test_names_are_quoted_where_they_must_be(name: str, written: str) -> None:
    assert quoted_name(name) == written


@given(st.text(alphabet="selct from,.()'\"-/*`[]aé1\n", max_size=60), st.integers(0, 60))
def test_half_written_queries_never_fail(sql: str, place: int) -> None:
    made = complete(sql, min(place, len(sql)), NAMES)
    assert 0 <= made.start <= len(sql)


@pytest.mark.parametrize(
    ("provider", "name", "written"),
    [
        ("postgresql", "Mixed", '"Mixed"'), ("postgresql", "plain", "plain"), ("postgresql", 'a"b', '"a""b"'),
        ("postgresql", "user", '"user"'), ("mysql", "Mixed", "Mixed"), ("mysql", "my table", "`my table`"),
        ("mysql", "a`b", "`a``b`"), ("sqlserver", "a b", "[a b]"), ("sqlserver", "a]b", "[a]]b]"),
        ("sqlserver", "Order", "[Order]"), ("oracle", "PLAIN", "PLAIN"), ("oracle", "plain", '"plain"'),
        ("somebody-else", "Mixed", '"Mixed"'),
    ],
)  # fmt: skip
def test_names_are_quoted_as_the_provider_does(provider: str, name: str, written: str) -> None:
    assert quoted_name(name, quoting_of(provider)) == written


@pytest.mark.parametrize(
    ("provider", "typed", "written"), [("mysql", "`my", "`my table`"), ("sqlserver", "[my", "[my table]")]
)
def test_a_name_that_begins_with_its_quote_is_completed(provider: str, typed: str, written: str) -> None:
    table = TableRef("", "my table")
    names = Names(index_of([table], quoting_of(provider)), {table: ("Its Id",)})
    sql = f"SELECT * FROM {typed}"
    found = complete(sql, len(sql), names)
    assert found.candidates == (written,)
    assert sql[found.start :] == typed
    of_alias = f"SELECT t. FROM {written} t"
    assert complete(of_alias, len("SELECT t."), names).candidates == (written.replace("my table", "Its Id"),)
