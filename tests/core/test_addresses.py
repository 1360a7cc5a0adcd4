"""Addresses as people paste them, and back."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.address_kinds import FILE_PARAMETERS
from kbconnect.core.addresses import display_url, parse_address
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra, ProviderInfo, SshTunnel, TlsMode
from kbconnect.core.errors import InputError

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
hosts = st.one_of(
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]{2,6}){0,2}", fullmatch=True),
    st.ip_addresses().map(str),
    st.just("/var/run/postgresql"),
    st.just("fe80::1%eth0"),
)
options = st.builds(
    ConnectorOptions,
    tls=st.sampled_from(TlsMode),
    tls_ca_file=st.one_of(st.just(""), names),
    connect_timeout_s=st.integers(1, 100),
    statement_timeout_s=st.integers(1, 100_000),
    tls_certificate_file=st.one_of(st.just(""), names),
    tls_key_file=st.one_of(st.just(""), names),
    tunnel=st.none()
    | st.builds(
        SshTunnel,
        host=st.sampled_from(("bastion.example", "10.0.0.7", "::1")),
        port=st.integers(1, 65535),
        username=st.just("") | names,
        key_file=st.just("") | names,
        jump=st.just("") | names,
    ),
)
EXAMPLES = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None)
THEIRS = (
    ProviderInfo("duckdb", "DuckDB", "Du", None, is_file=True, scheme="duckdb"),
    ProviderInfo("snowflake", "Snowflake", "Sn", 443, is_file=False, scheme="snowflake"),
)
KEPT = {
    "mysql": (),
    "sqlserver": ("instance",),
    "oracle": ("connect_by", "wallet_location"),
    "snowflake": ("warehouse", "role"),
}
"""Options that addresses of a provider carry."""


def postgresql(host: str, port: int | None, user: str, database: str, chosen: ConnectorOptions) -> ConnectorDraft:
    name = (database or host.rsplit("/", 1)[-1])[:60]
    return ConnectorDraft(name, "postgresql", host, port, user, database, chosen)


drafts = st.builds(
    postgresql, hosts, st.one_of(st.none(), st.integers(1, 65535)), names, st.one_of(st.just(""), names), options
)


@given(drafts)
def test_a_displayed_url_reads_back_as_the_same_connector(draft: ConnectorDraft) -> None:
    parsed = parse_address(display_url(draft))
    assert parsed.draft == draft
    assert parsed.secret is None


@EXAMPLES
@given(st.sampled_from(sorted(KEPT)), drafts, st.data())
def test_the_url_of_every_provider_reads_back(provider: str, draft: ConnectorDraft, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(KEPT[provider]), unique=True)) if KEPT[provider] else []
    extras = tuple(Extra(name, data.draw(names)) for name in chosen)
    of_provider = replace(draft, provider=provider, options=replace(draft.options, extras=extras))
    parsed = parse_address(display_url(of_provider), THEIRS)
    assert parsed.draft == of_provider
    assert (parsed.secret, parsed.left_out) == (None, ())


@EXAMPLES
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
    st.lists(st.tuples(st.sampled_from(FILE_PARAMETERS), names)),
)
def test_the_address_of_a_file_reads_back(path: str, extras: list[tuple[str, str]]) -> None:
    kept = tuple(Extra(name, value) for name, value in extras)
    draft = ConnectorDraft("", "files", database=path, options=ConnectorOptions(extras=kept))
    if not path.strip("/") or (path.lower().endswith((".db", ".db3", ".sqlite", ".sqlite3", ".s3db")) and not extras):
        return  # nothing, or a database
    parsed = parse_address(f" {display_url(draft)} ").draft
    assert parsed.name
    assert replace(parsed, name="") == draft


@EXAMPLES
@given(
    st.sampled_from(
        (
            "mysql://u:{}@h/d", "jdbc:mariadb://u:{}@h/d", "sqlserver://u:{}@h/d", "oracle://u:{}@h/d",
            "snowflake://u:{}@h/d", "oracle+oracledb://u:{}@h/d",
        )
    ),
    names,
)  # fmt: skip
def test_an_encoded_password_of_any_provider_is_decoded(address: str, password: str) -> None:
    parsed = parse_address(address.format(quote(password, safe="")), THEIRS)
    assert parsed.secret is not None
    assert parsed.secret.reveal() == password
    assert (parsed.draft.host, parsed.draft.username, parsed.draft.database) == ("h", "u", "d")
    assert quote(password, safe="") not in display_url(parsed.draft).partition("://")[2] or len(password) < 4


@given(drafts, names)
def test_an_encoded_password_is_decoded_and_never_displayed(draft: ConnectorDraft, password: str) -> None:
    url = display_url(draft)
    user = quote(draft.username, safe="")
    parsed = parse_address(url.replace(f"//{user}@", f"//{user}:{quote(password, safe='')}@", 1))
    assert parsed.secret is not None
    assert parsed.secret.reveal() == password
    assert parsed.draft == draft
    assert display_url(parsed.draft) == url


@given(st.text(st.sampled_from("@:/?#%ab[]&=!$ ~äß"), min_size=1, max_size=20))
def test_a_password_pasted_as_it_is_survives(password: str) -> None:
    if not re.search(r"[@/?#]|%(?![0-9A-Fa-f]{2})", password) and "%" in password:
        return  # it looks encoded, and nobody can tell
    parsed = parse_address(f"postgresql://hr:{password}@db.example:5433/shop")
    assert parsed.secret is not None
    assert parsed.secret.reveal() == password
    assert (parsed.draft.host, parsed.draft.port, parsed.draft.database) == ("db.example", 5433, "shop")


@given(names)
def test_the_path_of_a_file_reads_back(name: str) -> None:
    draft = parse_address(f"/data/{name}").draft
    assert draft.provider in {"sqlite", "files"}
    assert parse_address(display_url(draft)).draft == draft


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "database"),
    [
        ("postgres://h", "h", None, "", ""),
        ("postgresql://u@h/d", "h", None, "u", "d"),
        ("postgresql://u:p@[2001:db8::7]:6000/d", "2001:db8::7", 6000, "u", "d"),
        ("postgresql+psycopg://u%40corp@h:1/d%2Fe", "h", 1, "u@corp", "d/e"),
        ("  POSTGRESQL://u@h/d  ", "h", None, "u", "d"),
        ("postgresql://u@%2Ftmp%2Fpg/d", "/tmp/pg", None, "u", "d"),
    ],
)
def test_parts_of_a_url(text: str, host: str, port: int | None, user: str, database: str) -> None:
    draft = parse_address(text).draft
    assert (draft.provider, draft.host, draft.port, draft.username, draft.database) == (
        "postgresql", host, port, user, database,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "database", "name"),
    [
        ("sqlite:///shop.db", "shop.db", "shop"),
        ("sqlite:////data/my%20shop.sqlite3", "/data/my shop.sqlite3", "my shop"),
        ("sqlite:///C:/data/shop.db", "C:/data/shop.db", "shop"),
        ("~/shop.db", "~/shop.db", "shop"),
        (r"C:\data\shop", r"C:\data\shop", "shop"),
        ("shop.sqlite", "shop.sqlite", "shop"),
    ],
)
def test_files(text: str, database: str, name: str) -> None:
    draft = parse_address(text).draft
    assert (draft.provider, draft.database, draft.name) == ("sqlite", database, name)


@pytest.mark.parametrize(
    ("text", "provider", "database", "name"),
    [
        ("/data/sales.csv", "files", "/data/sales.csv", "sales"),
        (r"C:\data\Sales.XLSX", "files", r"C:\data\Sales.XLSX", "Sales"),
        ("~/exports/", "files", "~/exports/", "exports"),
        ("orders.parquet", "files", "orders.parquet", "orders"),
        ("file:///C:/data/orders.jsonl", "files", "C:/data/orders.jsonl", "orders"),
        ("file://server/share/x.ods", "files", "//server/share/x.ods", "x"),
        ("file:///data/shop.db", "sqlite", "/data/shop.db", "shop"),
        ("duckdb:////data/shop.duckdb", "duckdb", "/data/shop.duckdb", "shop.duckdb"),
    ],
)
def test_tables_in_files(text: str, provider: str, database: str, name: str) -> None:
    draft = parse_address(text, THEIRS).draft
    assert (draft.provider, draft.database, draft.name) == (provider, database, name)


def test_parameters_become_options() -> None:
    draft = parse_address("postgresql://u@h/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=3").draft
    assert draft.options == ConnectorOptions(TlsMode.VERIFY_FULL, "/etc/ca.pem", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("postgresql://u@h/d?sslmod=require&x=1", "“sslmod”, “x”"),
        ("postgresql://u@h/d?sslmode=strong", "strong"),
        ("postgresql://u:secret-word@h:port/d", "port"),
        ("postgresql://u:secret-word@h:99999/d", "port"),
        ("postgresql://u:secret-word@[::zz]/d", "IPv6"),
        ("postgresql://u:secret-word@a,b/d", "several hosts"),
        ("postgresql://u:secret-word@h/d#frag", "behind the last @"),
        ("redis://u:secret-word@h/d", "redis://"),
        ("snowflake://u:secret-word@h/d", "snowflake://"),
        ("mysql://u:secret-word@h:port/d", "port"),
        ("mysql://u:secret-word@h/d?sslmode=strong", "sslmode that MySQL"),
        ("oracle://u:secret-word@a,b/d", "several hosts"),
        ("Server=h;Password='secret-word", "never closed"),
        ("Server=h;Password=x;secret-word;", "without a name"),
        ("jdbc:sqlserver://h:secret-word;user=u", "port"),
        ("jdbc:oracle:thin:u/secret-word@", "no server"),
        ("file:///", "no file"),
        ("postgresql://u@h/d?ssh=me:secret-word@bastion", "SSH server"),
        ("sqlite://shop.db", "no server"),
        ("sqlite:///shop.db?mode=rw", "“mode”"),
        ("sqlite:///:memory:", "no file"),
        ("just words", "neither"),
        ("postgresql://u@h/d\nx", "line break"),
        ("postgresql://u@h/d?connect_timeout=soon", "soon"),
    ],
)
def test_what_can_not_be_read_is_named_without_the_password(text: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        parse_address(text)
    assert "secret-word" not in f"{caught.value.message}{caught.value.hint}{caught.value.detail}"
    assert caught.value.hint
