"""Rows become documents: roles, templates, HTML, typed metadata, stable ids, rejects with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.changes import key_digest
from kbconnect.core.errors import MappingError
from kbconnect.core.mapping import Mapper, check_mapping, document_id, plain_text, template_columns, text_columns, typed
from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    Document,
    Field,
    Mapping,
    Reject,
)

COLUMNS = (
    ColumnInfo("title", "text", ColumnKind.TEXT),
    ColumnInfo("body", "text", ColumnKind.TEXT),
    ColumnInfo("price", "numeric", ColumnKind.NUMBER),
)
MAPPING = Mapping(("id",), "title", ("body",), ("price",))


def made(mapping: Mapping, *values: str | None, key: tuple[str | None, ...] = ("7",)) -> Document | Reject:
    return Mapper("dataset", mapping, COLUMNS).document(key_digest(key), key, values)


def test_a_row_becomes_a_document() -> None:
    document = made(MAPPING, "Red tent", "Sleeps two.\r\n\r\n\r\n\r\nDry.", "129.50")
    assert document == Document(
        document_id=document_id("dataset", key_digest(("7",))),
        key=(Field("id", "7"),),
        title="Red tent",
        text="Sleeps two.\n\nDry.",
        metadata=(Field("price", 129.5),),
    )


@pytest.mark.parametrize("mapping", [MAPPING, Mapping(("id",), "title", ("body", "title"))])
def test_a_title_as_long_as_a_text_is_cut_and_its_end_stays_in_the_text(mapping: Mapping) -> None:
    document = made(mapping, "word " * 1_000_000 + "end", "Dry.", None)
    assert isinstance(document, Document)
    assert document.title.endswith("word…")
    assert len(document.title) <= 1_000
    assert "Dry." in document.text
    assert document.text.count("word end") == 1


def test_html_becomes_text() -> None:
    text = plain_text(
        "<h2>Returns</h2><p>Within <b>30&nbsp;days</b> &amp; unused.</p><ul><li>Box</li><li>Bill</li></ul>"
    )
    assert "<" not in text
    assert "Returns" in text
    assert "& unused." in text
    assert "Box" in text


@pytest.mark.parametrize(
    "plain", ["a < b and c > d", "if (x<y) return 1;", "price <100", "mail <me@example.org>", "<3"]
)
def test_text_that_only_looks_a_little_like_html_stays(plain: str) -> None:
    assert plain_text(plain) == plain


def test_text_with_a_tag_keeps_its_lines_and_its_signs() -> None:
    text = "1. open <b>Settings</b>\n2. if n<m stop\n    indented\n3. x < y &amp; z\nThe end."
    assert plain_text(text) == "1. open Settings\n2. if n<m stop\n    indented\n3. x < y & z\nThe end."
    assert plain_text("one<br>two<br />three") == "one\ntwo\nthree"


def test_html_keeps_a_lone_sign_and_quoted_attributes() -> None:
    text = plain_text("""<p title="a > b">If n<m then stop.</p><p>Next <a href='x'>link</a>.</p>""")
    assert "If n<m then stop." in text
    assert "Next link." in text


def test_huge_or_deep_markup_is_cut_and_not_understood() -> None:
    deep = "<ul><li>" * 20_000 + "bottom" + "</li></ul>" * 20_000
    assert plain_text(deep) == "bottom"
    assert plain_text("<script>if (a<b) x()</script><p>seen</p>" + "<p>y</p>" * 6_000).startswith("seen")


def test_long_padding_costs_no_more_than_it_is_long() -> None:
    assert plain_text("a" + " " * 300_000 + "b") == "a" + " " * 300_000 + "b"
    assert plain_text("a" + " " * 300_000 + "\nb\n" + "\n \t" * 10_000 + "c") == "a\nb\n\n \tc"


def test_a_template_composes_the_text() -> None:
    document = made(Mapping(("id",), "", (), (), "Product {title}: {body} {{new}}"), "Tent", "Dry.", None)
    assert isinstance(document, Document)
    assert document.text == "Product Tent: Dry. {new}"


def test_a_template_may_name_columns_with_odd_names() -> None:
    assert template_columns("{a:b} {c!r} {with space} {[x]} {a:b}") == ("a:b", "c!r", "with space", "[x]")


@pytest.mark.parametrize("template", ["{", "}", "{}", "{a", "a}b"])
def test_a_damaged_template_is_named(template: str) -> None:
    with pytest.raises(MappingError) as caught:
        template_columns(template)
    assert "{column}" in caught.value.hint


def test_an_empty_text_is_rejected_with_its_column() -> None:
    assert made(MAPPING, "Title", "  ", "1") == Reject(("7",), "body", "The text is empty")
    assert made(MAPPING, "Title", "<p> </p>", "1") == Reject(
        ("7",), "body", "The text is empty after the HTML tags are removed"
    )


def test_a_template_of_empty_columns_is_rejected() -> None:
    rejected = made(Mapping(("id",), "", (), (), "Name: {title}"), None, "x", "1")
    assert isinstance(rejected, Reject)


def test_an_empty_key_is_rejected() -> None:
    mapping = Mapping(("id", "language"), "title", ("body",))
    assert made(mapping, "a", "b", "1", key=("7", None)) == Reject(("7", None), "language", "The key is empty (NULL)")


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("12", ColumnKind.INTEGER, 12),
        ("-12", ColumnKind.INTEGER, -12),
        ("٣", ColumnKind.INTEGER, "٣"),
        ("1e3", ColumnKind.NUMBER, 1000.0),
        ("sNaN", ColumnKind.NUMBER, "sNaN"),
        ("NaN", ColumnKind.NUMBER, "NaN"),
        ("Infinity", ColumnKind.NUMBER, "Infinity"),
        ("1e999", ColumnKind.NUMBER, "1e999"),
        ("39.90", ColumnKind.NUMBER, 39.9),
        ("12345", ColumnKind.NUMBER, 12345),
        ("12345678901234567890", ColumnKind.NUMBER, "12345678901234567890"),
        ("0.1234567890123456789", ColumnKind.NUMBER, "0.1234567890123456789"),
        ("007", ColumnKind.INTEGER, "007"),
        ("true", ColumnKind.BOOLEAN, True),
        ("f", ColumnKind.BOOLEAN, False),
        ("infinity", ColumnKind.TIMESTAMP, "infinity"),
        (None, ColumnKind.NUMBER, None),
    ],
)
def test_metadata_has_types(value: str | None, kind: ColumnKind, expected: object) -> None:
    assert typed(value, kind) == expected
    assert type(typed(value, kind)) is type(expected)


@given(st.text(), st.sampled_from(ColumnKind))
def test_any_text_has_a_metadata_value(value: str, kind: ColumnKind) -> None:
    assert isinstance(typed(value, kind), str | int | float | bool)


@given(st.text())
def test_plain_text_is_stable_and_free_of_nul(value: str) -> None:
    once = plain_text(value)
    assert "\x00" not in once
    assert once == once.strip()


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_ids_are_stable_and_differ_by_key_and_dataset(left: list[str], right: list[str]) -> None:
    ids = [document_id("a", key_digest(tuple(key))) for key in (left, left, right)]
    assert ids[0] == ids[1]
    assert (ids[0] == ids[2]) == (left == right)
    assert document_id("b", key_digest(tuple(left))) != ids[0]


def test_what_makes_the_text_is_read() -> None:
    assert text_columns(MAPPING) == ("title", "body")
    assert text_columns(Mapping(("id",), "a", ("ignored",), (), "{b} {a}")) == ("a", "b")


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (Mapping(("id",), "title", ("bodi",)), "“bodi”"),
        (Mapping((), "title", ("body",)), "key"),
        (Mapping(("title",), "title", ()), "No text"),
        (Mapping(("title",), "", (), (), "fixed"), "names no column"),
    ],
)
def test_a_mapping_that_does_not_fit_is_explained(mapping: Mapping, says: str) -> None:
    columns = (*COLUMNS, ColumnInfo("id", "int", ColumnKind.INTEGER))
    with pytest.raises(MappingError) as caught:
        check_mapping(mapping, columns)
    assert says in caught.value.message
    assert caught.value.hint


def test_a_mapping_that_fits_passes() -> None:
    columns = (*COLUMNS, ColumnInfo("id", "int", ColumnKind.INTEGER))
    check_mapping(MAPPING, columns)
    with pytest.raises(MappingError):
        check_mapping(MAPPING, COLUMNS)
