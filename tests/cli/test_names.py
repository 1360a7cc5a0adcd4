"""Columns and tables as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.cli.names import columns_of, quoted, split_names, table_of
from kbconnect.core.errors import InputError
from kbconnect.core.model import TableInfo, TableRef
from tests.cli.conftest import CommandLine, Shop


def tables(*refs: tuple[str, str]) -> list[TableInfo]:
    return [TableInfo(TableRef(schema, name), "table") for schema, name in refs]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b", ("a", "b")),
        (" a , b ", ("a", "b")),
        ("", ()),
        ("a,,b", ("a", "b")),
        ('"a,b",c', ("a,b", "c")),
        ('"say ""hi""" , x', ('say "hi"', "x")),
        ('" padded "', (" padded ",)),
        ("first name,b", ("first name", "b")),
    ],
)
def test_columns_are_parted_by_commas_and_kept_by_quotes(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text, ",") == names


@given(st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_quoted_names_come_back_as_they_were(names: list[str]) -> None:
    written = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    assert split_names(written, ",") == tuple(names)


def test_an_open_quote_is_refused() -> None:
    with pytest.raises(InputError, match="quote"):
        split_names('"a,b', ",")


def test_the_exact_name_of_a_column_is_that_column() -> None:
    assert columns_of(["last, first", "a,b", "a"], {"last, first", "a", "b"}) == ("last, first", "a", "b")


def test_a_table_is_found_by_name_public_first() -> None:
    known = tables(("sales", "orders"), ("public", "items"), ("old", "items"))
    assert table_of("orders", known) == TableRef("sales", "orders")
    assert table_of("items", known) == TableRef("public", "items")
    assert table_of("items", known, "old") == TableRef("old", "items")
    assert table_of("sales.orders", known) == TableRef("sales", "orders")


def test_names_with_dots_and_capitals() -> None:
    known = tables(("My.Schema", "T.x"), ("", "a.b"), ("book.xlsx", "Customers"))
    assert table_of("book.xlsx.Customers", known) == TableRef("book.xlsx", "Customers")
    assert table_of("My.Schema.T.x", known) == TableRef("My.Schema", "T.x")
    assert table_of('"My.Schema"."T.x"', known) == TableRef("My.Schema", "T.x")
    assert table_of('"T.x"', known) == TableRef("My.Schema", "T.x")
    assert table_of("a.b", known) == TableRef("", "a.b")


def test_a_table_with_its_schema_need_not_be_listed() -> None:
    assert table_of("hidden.t", tables(("public", "t"))) == TableRef("hidden", "t")


def test_several_tables_of_one_name_are_asked_about() -> None:
    with pytest.raises(InputError, match="2 tables") as caught:
        table_of("t", tables(("a", "t"), ("B c", "t")))
    assert '"B c".t' in caught.value.hint


def test_a_missing_table_gets_a_suggestion() -> None:
    with pytest.raises(InputError, match="artcles") as caught:
        table_of("artcles", tables(("", "articles"), ("", "orders")))
    assert "articles" in caught.value.hint


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_a_quoted_table_can_be_given_back(schema: str, name: str) -> None:
    ref = TableRef(schema, name)
    assert table_of(quoted(ref), [TableInfo(ref, "table")]) == ref


def test_a_name_to_copy_is_never_taken_for_an_option(cli: CommandLine, shop: Shop) -> None:
    told = cli("connector", "add", "--url", shop.url, "--", "-dash").err
    assert "kbconnect connector test -- -dash" in told
    cli("connector", "test", "--", "-dash")


GOOD = (
    "Zelt & Übung",
    "q'uo\"te",
    "דוחות",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "👩\u200d🌾",
    "x" * 200,
    "-dash",
)


@pytest.mark.parametrize("name", GOOD)
def test_names_of_all_people_are_taken(cli: CommandLine, shop: Shop, name: str) -> None:
    cli("connector", "add", "--url", shop.url, "--", name)
    assert cli("connector", "show", "--json", "--", name).document["name"] == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x" * 10_000, "10,000 characters"),
        ("two\nlines", "line break"),
        ("bell\x07", "can't be seen"),
        ("\u202eturned", "can't be seen"),
        ("line\u2028separator", "line break"),
    ],
)
def test_names_that_no_list_can_show_are_refused(
    cli: CommandLine, dataset: str, shop: Shop, name: str, why: str
) -> None:
    del dataset
    for words in (
        ("connector", "add", name, "--url", shop.url),
        ("connector", "edit", "Shop", "--name", name),
        ("kb", "add", name),
        ("dataset", "add", name, "--connector", "Shop", "--table", "articles"),
    ):
        told = cli(*words, code=1).err
        assert why in told, words
        assert "Nothing was saved." in told
        assert len(told) < 2_000


def test_the_path_of_a_file_may_be_too_long(cli: CommandLine) -> None:
    for url in ("/x" * 5_000, "/" + "x" * 500 + ".csv", "sqlite:////" + "x" * 500):
        told = cli("connector", "test", "--url", url, code=1)
        assert "mistake" not in told.err
        assert len(told.err) < 4_000
