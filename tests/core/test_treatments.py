"""Treatments in the pipeline: wherever a column is used, with a hash of their own, and through kills and cursors."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace

import pytest

from kbconnect.core.changes import definition_of, key_digest
from kbconnect.core.mapping import Mapper, check_mapping, mapping_signature, plain_columns, used_columns
from kbconnect.core.model import ChangeMode, ColumnInfo, ColumnKind, Dataset, Document, Mapping, Reject
from kbconnect.core.modes import signature_of
from kbconnect.core.seen_plain import PlainWatch, SeenPlain, became_sensitive, now_plain
from kbconnect.core.treatment import ColumnTreatment, Finding, SensitiveKind, Treatment
from tests.core.bench import DATASET, Bench, Killed
from tests.fakes import FakeTable

KEY = bytes(range(32))
COLUMNS = tuple(ColumnInfo(name, "text", ColumnKind.TEXT) for name in ("title", "body", "mail", "html"))
PLAIN = Mapping(("id",), "title", ("body",), ("mail",))
MAIL = "anna.example@example.com"


def treated(mapping: Mapping, **treatments: Treatment) -> Mapping:
    return replace(mapping, treatments=tuple(ColumnTreatment(name, one) for name, one in treatments.items()))


def made(mapping: Mapping, *values: str | None, key: tuple[str | None, ...] = ("7",)) -> Document | Reject:
    return Mapper("dataset", mapping, COLUMNS, KEY).document(key_digest(key), key, values)


def document(mapping: Mapping, *values: str | None, key: tuple[str | None, ...] = ("7",)) -> Document:
    one = made(mapping, *values, key=key)
    assert isinstance(one, Document)
    return one


def test_a_column_is_treated_wherever_it_is_used() -> None:
    everywhere = Mapping(("id",), "mail", ("mail", "body"), ("mail",))
    for treatment in (Treatment.MASK, Treatment.HASH):
        one = document(treated(everywhere, mail=treatment), "T", "Body", MAIL, None)
        assert MAIL not in str(one)
        hidden = one.metadata[0].value
        assert (one.title, one.text) == (hidden, f"{hidden}\n\nBody")
    written = document(treated(replace(PLAIN, template="{title}: {mail}"), mail=Treatment.MASK), "T", "", MAIL, None)
    assert written.text == "T: a…@example.com"


def test_what_html_hides_is_found() -> None:
    mapping = treated(Mapping(("id",), "html", ("html",)), html=Treatment.MASK_FOUND)
    one = document(mapping, None, None, None, "<p>Ask <b>anna</b>@example.com or ben&#64;example.com</p>")
    assert one.text == "Ask a…@example.com or b…@example.com"
    assert one.title == one.text


def test_empty_values_stay_empty() -> None:
    mapping = treated(PLAIN, mail=Treatment.HASH, body=Treatment.MASK, title=Treatment.MASK)
    one = document(mapping, "", "x", None, None)
    assert (one.title, one.text, one.metadata[0].value) == ("", "••••", None)
    assert isinstance(made(mapping, "T", "", None, None), Reject)


def test_keys_are_hashed_in_documents_and_rejects() -> None:
    mapping = treated(PLAIN, id=Treatment.HASH)
    one = document(mapping, "T", "Body", None, None, key=(MAIL,))
    assert MAIL not in str(one)
    reject = made(mapping, "T", "", None, None, key=(MAIL,))
    assert isinstance(reject, Reject)
    assert reject.key == (one.key[0].value,)
    assert one.document_id == document(PLAIN, "T", "Body", None, None, key=(MAIL,)).document_id


def test_without_a_key_nothing_is_hashed() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        Mapper("dataset", treated(PLAIN, mail=Treatment.HASH), COLUMNS)


def test_the_signature_shows_a_treatment_where_it_matters() -> None:
    assert mapping_signature(PLAIN) == ('[1, ["id"], "title", ["body"], ""]', '[1, ["mail"]]'), "as it always was"
    text, metadata = mapping_signature(PLAIN)
    masked = mapping_signature(treated(PLAIN, mail=Treatment.MASK))
    hashed = mapping_signature(treated(PLAIN, mail=Treatment.HASH))
    assert metadata != masked[1] != hashed[1]
    assert masked[0] == hashed[0] == text, "texts stay, so nothing is embedded again"
    of_text = mapping_signature(treated(PLAIN, body=Treatment.MASK_FOUND))
    assert of_text[0] != text
    assert of_text[1] == metadata


def test_no_state_is_forgotten_for_treatments_nobody_uses() -> None:
    definition = definition_of(("a",), ("b",))
    plain = signature_of(DATASET, definition, "")
    mapping = {key: value for key, value in asdict(DATASET.mapping).items() if key != "treatments"}
    parts = [asdict(DATASET.selection), mapping, asdict(DATASET.chunks), asdict(definition), "compare", "", ""]
    text = json.dumps(parts, sort_keys=True)
    assert plain == hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), "as before there were any"
    other = replace(DATASET, mapping=treated(DATASET.mapping, tag=Treatment.MASK))
    assert signature_of(other, definition, "") != plain


def test_used_and_plain_columns() -> None:
    mapping = treated(replace(PLAIN, template="{html} {mail}"), mail=Treatment.MASK)
    assert used_columns(mapping) == ("id", "title", "html", "mail")
    assert plain_columns(mapping) == ("id", "title", "html")
    check_mapping(mapping, (ColumnInfo("id", "text", ColumnKind.TEXT), *COLUMNS))


# --------------------------------------------------------------------------------------------------- syncs


def bench(rows: int = 40) -> Bench:
    one = Bench()
    one.table.columns[:] = FakeTable.of("id title body tag changed", key="id").columns
    one.table.rows = [
        (f"{n:04}", f"title {n}", f"Ask anna{n}@example.com about it", "red", str(n)) for n in range(rows)
    ]
    return one


def masked(dataset: Dataset) -> Dataset:
    return replace(dataset, mapping=treated(dataset.mapping, body=Treatment.MASK_FOUND))


def texts(one: Bench) -> set[str]:
    return {row.document.text for row in one.knowledge_base.rows["notes"].values() if row.document is not None}


@pytest.mark.parametrize("mode", [ChangeMode.COMPARE, ChangeMode.CURSOR])
def test_a_new_treatment_rewrites_everything_and_wipes_once(mode: ChangeMode) -> None:
    one = bench()
    one.dataset = replace(DATASET, mode=mode, cursor_column="changed" if mode is ChangeMode.CURSOR else "")
    one.sync()
    assert any("anna3@" in text for text in texts(one))
    one.dataset = masked(one.dataset)
    tally = one.sync()
    assert tally.counts.updated == 40
    assert texts(one) == {"Ask a…@example.com about it"}
    assert one.knowledge_base.wiped == 1
    assert one.sync().counts.updated == 0
    assert one.knowledge_base.wiped == 1


def test_a_kill_at_any_write_keeps_what_is_to_be_wiped() -> None:
    for dies_at in range(3):
        for before in (True, False):
            one = bench()
            one.sync()
            one.dataset = masked(one.dataset)
            one.knowledge_base.dies_at, one.knowledge_base.before = dies_at, before
            try:
                one.sync()
            except Killed:
                assert one.knowledge_base.wiped <= 1
                one.sync()
            assert texts(one) == {"Ask a…@example.com about it"}
            assert one.knowledge_base.wiped == 1


# --------------------------------------------------------------------------------------------------- what is known


def test_what_is_known_survives_as_text() -> None:
    seen = SeenPlain(frozenset({"a", "b"}), {"a": (SensitiveKind.EMAIL,)})
    assert SeenPlain.of(seen.beside('{"version": 1}')) == seen
    for damaged in (None, "", "null", "[]", '{"plain": 3}', '{"plain": {"columns": ["a"], "kinds": {"a": ["?"]}}}'):
        assert SeenPlain.of(damaged) is None


def test_only_what_was_sensitive_is_worth_a_wipe() -> None:
    seen = SeenPlain(frozenset({"id", "title", "body", "mail"}), {"mail": (SensitiveKind.EMAIL,)})
    assert seen.left_behind_by(PLAIN) == ()
    assert seen.left_behind_by(replace(PLAIN, title="")) == (), "a title that is dropped is no secret"
    assert seen.left_behind_by(replace(PLAIN, metadata=())) == ("mail",)
    assert seen.left_behind_by(treated(PLAIN, title=Treatment.MASK)) == ("title",)


def test_a_column_is_spoken_of_once() -> None:
    watch = PlainWatch(PLAIN, COLUMNS)
    watch.look([(f"T{n}", "Nothing here", f"m{n}@example.com", "x") for n in range(300)])
    assert watch.is_full
    found = watch.found()
    assert set(found) == {"mail"}
    first = now_plain(None, found, PLAIN)
    assert became_sensitive(None, found, PLAIN) == ()
    assert became_sensitive(first, found, PLAIN) == ()
    card = {"body": Finding((SensitiveKind.CARD,), 0.9, "2 of 9 texts hold a payment card number", within=True)}
    (told,) = became_sensitive(first, card, PLAIN)
    assert "“body”" in told
    assert became_sensitive(now_plain(first, card, PLAIN), card, PLAIN) == ()
    assert now_plain(first, {}, treated(PLAIN, mail=Treatment.MASK)).kinds == {}
