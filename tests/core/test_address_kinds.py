"""Keyword strings of libpq, JDBC URLs and commands to copy: what they fill in, and that no fault quotes a password."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbconnect.core.addresses import ParsedAddress, parse_address
from kbconnect.core.connector import TlsMode
from kbconnect.core.errors import InputError

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
passwords = st.text(
    st.one_of(st.sampled_from("'\\ =@:/?#%&+\"{}[]"), st.characters(exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=20,
)


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "database", "password"),
    [
        ("host=h port=5433 user=u dbname=d password=p", "h", 5433, "u", "d", "p"),
        ("  host = h\n user= u\tdbname =d ", "h", None, "u", "d", None),
        ("host='h' user='o\\'neil' password='a b\\\\c'", "h", None, "o'neil", "", "a b\\c"),
        ("host=h password=a\\ b user=u", "h", None, "u", "", "a b"),
        ("host=h host=i user=''", "i", None, "", "", None),
        ("hostaddr=10.0.0.7 dbname=d", "10.0.0.7", None, "", "d", None),
        ("psql 'host=h user=u'", "h", None, "u", "", None),
        ('psql "postgresql://u:p@h/d?sslmode=require&channel_binding=require"', "h", None, "u", "d", "p"),
        ("postgresql:///d?host=%2Ftmp&user=u&password=p%40", "/tmp", None, "u", "d", "p@"),
        ("postgresql://h/d?user=u&password=p@ss", "h", None, "u", "d", "p@ss"),
        ("jdbc:postgresql://h:5433/d?user=u&password=p%26q+r", "h", 5433, "u", "d", "p&q r"),
        ("jdbc:postgresql://[::1]:5433/d", "::1", 5433, "", "d", None),
        ("jdbc:postgresql://u:p@ss@h/d", "h", None, "u", "d", "p@ss"),
        ("jdbc:postgresql:d", "localhost", None, "", "d", None),
        ("jdbc:postgresql://h/", "h", None, "", "", None),
        ("JDBC:PostgreSQL://h/my%20db", "h", None, "", "my db", None),
    ],
)
def test_the_parts_of_an_address(
    text: str, host: str, port: int | None, user: str, database: str, password: str | None
) -> None:
    parsed = parse_address(text)
    draft = parsed.draft
    assert (draft.provider, draft.host, draft.port, draft.username, draft.database) == (
        "postgresql", host, port, user, database,
    )  # fmt: skip
    assert (parsed.secret.reveal() if parsed.secret else None) == password


@pytest.mark.parametrize(
    ("parameters", "mode"),
    [
        ("ssl=true", TlsMode.VERIFY_FULL),
        ("ssl", TlsMode.VERIFY_FULL),
        ("ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory", TlsMode.REQUIRE),
        ("ssl=true&sslmode=require", TlsMode.REQUIRE),
        ("ssl=false", TlsMode.PREFER),
        ("sslmode=verify-ca&sslrootcert=/ca.pem", TlsMode.VERIFY_CA),
    ],
)
def test_encryption_in_a_jdbc_url(parameters: str, mode: TlsMode) -> None:
    assert parse_address(f"jdbc:postgresql://h/d?{parameters}").draft.options.tls is mode


def test_time_outs_and_what_the_computer_trusts() -> None:
    options = parse_address("jdbc:postgresql://h/d?loginTimeout=4&currentSchema=x").draft.options
    assert options.connect_timeout_s == 4
    options = parse_address("host=h sslmode=require sslrootcert=system connect_timeout=0").draft.options
    assert (options.tls, options.tls_ca_file, options.connect_timeout_s) == (TlsMode.VERIFY_FULL, "", 8)


def test_what_has_no_field_is_named() -> None:
    assert parse_address("host=h options='-c x=1' keepalives=1 application_name=me").left_out == (
        "options",
        "keepalives",
    )
    assert parse_address("postgresql://h/d?channel_binding=require").left_out == ("channel_binding",)
    assert parse_address("jdbc:postgresql://h/d?currentSchema=a&ApplicationName=b").left_out == ("currentSchema",)


def test_files_in_jdbc_urls() -> None:
    assert parse_address("jdbc:sqlite:C:\\data\\shop.db").draft.database == "C:\\data\\shop.db"
    assert parse_address("jdbc:sqlite:/data/shop.db?cache=shared").draft.name == "shop"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("host=h password='topsecret", "never closed"),
        ("host=h password=my topsecret user=u", "without a name"),
        ("host=h password=my topsecret=x", "doesn't know"),
        ("host=a,b password=topsecret", "several hosts"),
        ("service=shop password=topsecret", "service"),
        ("host=h port=topsecret", "port"),
        ("host=h password=x sslmode=topsecret", "sslmode"),
        ("host=h password=x connect_timeout=topsecret", "connect_timeout"),
        ("postgresql://h/d?password=a&topsecret=1", "Behind the password"),
        ("jdbc:postgresql://h:topsecret/d", "port"),
        ("jdbc:postgresql://[zz]/topsecret", "IPv6"),
        ("jdbc:db2://u:topsecret@h/d", "no kind of source"),
        ("jdbc:sqlite::memory:", "no file"),
    ],
)
def test_faults_are_explained_and_quote_no_password(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    told = f"{caught.value.message} {caught.value.hint} {caught.value.detail}"
    assert said in told
    assert "topsecret" not in told
    assert caught.value.hint


@given(texts, texts, passwords)
@example("db", "o'neil \\", "it's = a \\ secret")
def test_a_quoted_keyword_string_reads_back(database: str, user: str, password: str) -> None:
    parsed = parse_address(
        f"host=db.example user={quoted(user)} dbname={quoted(database)} password={quoted(password)} port=5433"
    )
    assert (parsed.draft.username, parsed.draft.database, parsed.draft.port) == (user, database, 5433)
    assert parsed.secret is not None
    assert parsed.secret.reveal() == password
    assert repr(parsed.secret) == "Secret(…)"


_MARK = "Zq7"
pieces = st.sampled_from(
    (
        *(
            "host=",
            "user=",
            "password=",
            "port=",
            "sslmode=",
            "service=",
            "'",
            '"',
            "\\",
            " ",
            "=",
            "\n",
            "&",
            "?",
            "@",
        ),
        *("postgresql://", "jdbc:postgresql:", "jdbc:sqlite:", "sqlite:///", "://", "//", ":", "/", "[", "]", "%", "+"),
        *("h", "x y", "5432", "ssl=true", "psql ", "\x00", "\ud800", ","),
    )
)


def read(text: str) -> ParsedAddress | InputError:
    try:
        return parse_address(text)
    except InputError as fault:
        return fault


@given(st.lists(pieces, max_size=25).map("".join))
def test_nothing_that_is_pasted_is_a_crash(text: str) -> None:
    found = read(text)
    if isinstance(found, InputError):
        assert found.message
        assert found.hint
    else:
        repr(found.draft).encode()


@given(
    st.sampled_from(
        (
            "host=h user=u password={}",
            "host=h password={} user=u",
            "host=h password='{}' port=x",
            "postgresql://u:{}@h:x/d",
            "postgresql://u:{}@a,b/d",
            "postgresql://h/d?password={}&sslmode=no",
            "jdbc:postgresql://h/d?user=u&password={}&sslmode=no",
            "jdbc:postgresql://h:x/d?password={}",
            "jdbc:oracle:thin:u/{}@h",
        )
    ),
    st.lists(pieces, max_size=4).map("".join),
    st.lists(pieces, max_size=4).map("".join),
)
def test_no_fault_holds_a_part_of_the_password(address: str, before: str, after: str) -> None:
    found = read(address.format(f"{before}{_MARK}{after}"))
    if isinstance(found, InputError):
        assert _MARK not in f"{found.message} {found.meaning} {found.hint} {found.detail}"
    else:
        assert _MARK not in " ".join(found.left_out)
