"""Sensitive columns and pieces: found on a labelled set, rarely seen where there are none, in linear time, masked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.checksums import is_iban, is_luhn, is_mod11_10, is_national_id, is_pesel
from kbconnect.core.masking import HIDDEN, hashed, key_check, masked, masked_within, treat_by
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.sensitive import find_sensitive, is_running_text
from kbconnect.core.sensitive_names import in_words, kind_of_name
from kbconnect.core.sensitive_pieces import find_pieces
from kbconnect.core.treatment import SensitiveKind as Kind
from kbconnect.core.treatment import Treatment
from tests.core.sensitive_set import Draw, labelled_texts, plain_columns, sensitive_columns

SEEDS = range(6, 16)


def test_sensitive_columns_are_found() -> None:
    """By name and sample, by name alone, by sample alone, and inside of texts: 97 of 100 and of the right kind."""
    columns = sensitive_columns()
    found = [find_sensitive(one.info, one.values) for one in columns]
    right = [
        finding is not None and finding.kind is one.kind and finding.within == one.within
        for one, finding in zip(columns, found, strict=True)
    ]
    wrong = [(one.info.name, one.kind) for one, is_right in zip(columns, right, strict=True) if not is_right]
    assert sum(right) >= 0.97 * len(columns), wrong


def test_columns_found_by_their_sample_alone() -> None:
    columns = [one for one in sensitive_columns() if one.by_sample]
    found = [find_sensitive(one.info, one.values) for one in columns]
    right = [finding is not None and finding.kind is one.kind for one, finding in zip(columns, found, strict=True)]
    assert sum(right) >= 0.95 * len(columns)


def test_other_columns_raise_no_alarm() -> None:
    """Numbers of articles and orders, times, decimals, UUIDs, versions, checksums, names that only mention it."""
    columns = [one for seed in SEEDS for one in plain_columns(seed)]
    alarms = [(one.info.name, one.values[:3]) for one in columns if find_sensitive(one.info, one.values) is not None]
    assert len(alarms) <= 0.005 * len(columns), alarms


def test_pieces_are_found_in_texts_with_their_exact_ends() -> None:
    wanted = found = right = 0
    for text in labelled_texts(count=600):
        pieces = {(text.text[one.start : one.end], one.kind) for one in find_pieces(text.text)}
        wanted += len(text.pieces)
        found += len(pieces)
        right += len(pieces.intersection(text.pieces))
    assert right >= 0.95 * wanted
    assert right >= 0.98 * found


@pytest.mark.parametrize(
    "text",
    [
        "Version 10.2.147.3 came on 2024-03-01 at 12:30:45",
        "0.4111111111111111 and 3.14159265358979",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "ISBN 978-3-16-148410-0, EAN 4006381333931",
        "from 01-02-2024 to 03.04.2025, 01/02/2024",
        "std::vector and a::b, MAC 00:1a:2b:3c:4d:5e",
        "@someone replied, $5 off, {SHA} of it, *important*",
        "0000012345678 pieces, 100-200-300, 2024-001-002",
        "The password is not known. Your token expires soon.",
        "4111 1111 1111 1112",
        "DE00 3704 0044 0532 0130 00",
        "1,234,567,890 rows in 1234567890123456 ns",
    ],
)
def test_what_only_looks_alike(text: str) -> None:
    assert find_pieces(text) == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("userEMail", Kind.EMAIL),
        ("E-Mail-Adresse", Kind.EMAIL),
        ("customerIPAddress", Kind.IP_ADDRESS),
        ("Straße", Kind.ADDRESS),
        ("prénom", None),
        ("Téléphone", Kind.PHONE),
        ("pwd_hash", Kind.PASSWORD),
        ("apiKey", Kind.TOKEN),
        ("Geburtsdatum", Kind.BIRTH_DATE),
        ("DOB", Kind.BIRTH_DATE),
        ("steuerID", Kind.NATIONAL_ID),
        ("email_sent_at", None),
        ("token_count", None),
        ("phoneModel", None),
        ("mac_address", None),
        ("description", None),
        ("is_email_verified", None),
        ("cardinality", None),
        ("shipping", None),
        ("strength", None),
        ("telemetry", None),
        ("password_changed_at", None),
        ("emails", Kind.EMAIL),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_names(name: str, kind: Kind | None) -> None:
    assert kind_of_name(name) is kind


def test_names_are_parted_into_words() -> None:
    assert [in_words(name) for name in ("userIPAddress", "Straße 2", "last-Login_IP", "teléfonoMóvil")] == [
        *("user_ip_address", "strasse_2", "last_login_ip", "telefono_movil")
    ]


def test_a_name_that_its_values_contradict_says_nothing() -> None:
    phone = ColumnInfo("phone", "text", ColumnKind.TEXT)
    assert find_sensitive(phone, ["Fairphone 5", "Pixel 8", "iPhone"]) is None
    assert find_sensitive(ColumnInfo("card_number", "text", ColumnKind.TEXT), ["**** 1234", "**** 9876"]) is None


def test_reasons_count() -> None:
    found = find_sensitive(ColumnInfo("a", "text", ColumnKind.TEXT), ["a@example.com"] * 18 + ["?", "–"])
    assert found is not None
    assert found.reason == "18 of 20 samples look like e-mail addresses"
    texts = ["Please call me as soon as you can."] * 17 + ["Write to a@example.com or b@example.com, please, today"] * 3
    found = find_sensitive(ColumnInfo("a", "text", ColumnKind.TEXT), texts)
    assert found is not None
    assert (found.reason, found.within) == ("3 of 20 texts hold an e-mail address", True)
    mixed = [*texts, "My card is 4111 1111 1111 1111, please use that"]
    found = find_sensitive(ColumnInfo("a", "text", ColumnKind.TEXT), mixed)
    assert found is not None
    assert (found.kind, found.reason) == (
        Kind.CARD,
        "4 of 21 texts hold payment card numbers or e-mail addresses",
    )
    assert is_running_text(ColumnInfo("a", "text", ColumnKind.TEXT), texts)
    assert is_running_text(ColumnInfo("a", "text[]", ColumnKind.TEXT), ["{a}"])


def test_check_digits() -> None:
    assert is_luhn("4539148803436467")
    assert not is_luhn("4539148803436468")
    assert not is_luhn("")
    assert is_iban("GB82WEST12345698765432")
    assert is_iban("NO9386011117947")
    assert not is_iban("GB82WEST12345698765433")
    assert is_mod11_10("86095742719")
    assert not is_mod11_10("86095742718")
    assert is_pesel("44051401359")
    assert not is_pesel("44051401358")
    for good, bad in (
        ("12345678Z", "12345678A"),
        ("X1234567L", "X1234567A"),
        ("RCCMNL83S18D969H", "RCCMNL83S18D969A"),
        ("756.9217.0769.85", "756.9217.0769.84"),
        ("295109912611193", "295109912611194"),
        ("390.533.447-05", "390.533.447-06"),
    ):
        assert (is_national_id(good), is_national_id(bad)) == (True, False)


HOSTILE = [
    unit * (20_000 // len(unit))
    for unit in (
        "a",
        "@",
        "a@",
        "a.",
        "a@a.",
        "1",
        "1 ",
        "1-",
        "0",
        "+",
        "+1",
        "(",
        "(0",
        "1.",
        "::",
        "a:",
        "1:",
        "$",
        "$2b$",
        "eyJ",
        "eyJ.",
        "-----BEGIN PRIVATE KEY-----",
        "bearer ",
        "password=",
        "password is ",
        "DE12",
        "DE12 ",
        "4111 ",
        "://a:",
        "{SSHA}",
        "sk-",
        "A1",
        "\n",
        " ",
        "é",
        "Bearer a",
        "x_",
        "_key",
        "rue ",
        "1 a ",
        "scrypt:1:1:1$",
        "geb. ",
        "steuer-id ",
        "*A",
    )
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_texts_come_to_an_end(text: str) -> None:
    """20,000 characters each take milliseconds; a pattern that goes back and forth would take hours for one of them."""
    find_sensitive(ColumnInfo("note", "text", ColumnKind.TEXT), [text])
    kind_of_name(text)
    masked(text)
    assert find_pieces(masked_within(text)) == ()


DRAW = Draw(11)
PIECES = [
    getattr(DRAW, maker)() for maker in ("email", "card", "iban", "token", "password_hash", "ipv6") for _ in range(30)
]


@given(st.text(max_size=40), st.sampled_from(PIECES), st.text(max_size=40))
@settings(max_examples=300)
def test_nothing_that_is_found_stays(before: str, piece: str, after: str) -> None:
    text = f"{before} {piece} {after}"
    hidden = masked_within(text)
    assert find_pieces(hidden) == ()
    assert piece not in hidden or not find_pieces(text)
    assert masked_within(hidden) == hidden


@given(st.text(max_size=60))
def test_a_mask_is_not_the_value(value: str) -> None:
    if value.strip():
        assert masked(value) != value or value.strip() == HIDDEN
    else:
        assert masked(value) == value


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("anna.mueller@example.com", "a…@example.com"),
        ("4111 1111 1111 1111", "**** 1111"),
        ("+49 30 1234567", "•••• 67"),
        ("DE89 3704 0044 0532 0130 00", HIDDEN),
        ("12 Baker Street", HIDDEN),
        ("two a@example.com b@example.com", HIDDEN),
        ("  ", "  "),
    ],
)
def test_masks(value: str, mask: str) -> None:
    assert masked(value) == mask


def test_within_a_text_the_rest_stays() -> None:
    text = "Call +49 30 1234567 or write to a.b@example.com; ghp_0123456789abcdefABCDEF0123456789abcd is my token."
    assert masked_within(text) == f"Call •••• 67 or write to a…@example.com; {HIDDEN} is my token."


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_hashes_are_stable_and_keyed(one: str, other: str) -> None:
    key, second = b"k" * 32, b"l" * 32
    if one.strip() and other.strip():
        assert hashed(one, key) == hashed(one, key)
        assert (hashed(one, key) == hashed(other, key)) == (one == other)
        assert hashed(one, key) != hashed(one, second)
        assert len(hashed(one, key)) == 32


def test_a_hash_needs_a_key() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        treat_by(Treatment.HASH, None)
    assert treat_by(Treatment.KEEP, None)("a@example.com") == "a@example.com"
    assert key_check(b"k" * 32) != key_check(b"l" * 32)
