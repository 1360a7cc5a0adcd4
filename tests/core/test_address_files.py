"""Files of other programs: .pgpass, pg_service.conf, DBeaver's, and what kbconnect exports itself."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbconnect.core.address_dbeaver import parse_dbeaver
from kbconnect.core.address_export import is_export, read_connectors, write_connectors
from kbconnect.core.address_files import (
    FoundConnection,
    connections_of_pgpass,
    parse_pgpass,
    parse_service_file,
    with_passwords,
)
from kbconnect.core.address_my_cnf import is_my_cnf, parse_my_cnf
from kbconnect.core.connector import Connector, ConnectorDraft, ConnectorOptions, Extra, SshTunnel, TlsMode
from kbconnect.core.errors import InputError

EXAMPLES = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None)
PGPASS = r"""# a comment
db.example:5433:shop:reader:pa\:ss\\word
*:*:*:reader:everywhere
/tmp:5432:shop:me:socket
localhost:*:*:me:local:with:colons
db.example:5433:only-four
"""

SERVICES = """# ours
[shop]
host=db.example
port=5433
dbname=shop
user=reader
sslmode=verify-full
keepalives=1

[broken]
host=h
just words with topsecret
[nested]
service=shop
[directory]
ldap://ldap.example/x
[nowhere]
dbname=x
[with]
host=h
password=topsecret
port=topsecret
"""


def test_lines_of_pgpass_are_taken_out_of_their_escapes() -> None:
    lines = parse_pgpass(PGPASS)
    assert [line.secret.reveal() for line in lines] == [
        "pa:ss\\word", "everywhere", "socket", "local:with:colons",
    ]  # fmt: skip
    found = connections_of_pgpass(lines, ".pgpass")
    assert [(one.draft.host, one.draft.port, one.draft.database, one.draft.username) for one in found] == [
        ("db.example", 5433, "shop", "reader"),
        ("/tmp", 5432, "shop", "me"),
        ("localhost", None, "", "me"),
    ]
    assert "any database" in found[2].remark
    assert "everywhere" not in repr(lines)


def test_the_first_line_that_fits_gives_the_password() -> None:
    lines = parse_pgpass(PGPASS)

    def secret(host: str, port: int | None, user: str) -> str | None:
        one = FoundConnection(ConnectorDraft("x", "postgresql", host, port, user, "shop"), "x", wants_secret=True)
        (given_one,) = with_passwords([one], lines)
        assert given_one.wants_secret is (given_one.secret is None)
        return given_one.secret.reveal() if given_one.secret else None

    assert secret("db.example", 5433, "reader") == "pa:ss\\word"
    assert secret("elsewhere", None, "reader") == "everywhere"
    assert secret("/var/run/postgresql", None, "me") == "local:with:colons"
    assert secret("elsewhere", None, "me") is None


def test_services_are_connections_of_their_name() -> None:
    found = {one.draft.name: one for one in parse_service_file(SERVICES, "pg_service.conf")}
    shop = found["shop"]
    assert (shop.draft.host, shop.draft.port, shop.draft.options.tls) == ("db.example", 5433, TlsMode.VERIFY_FULL)
    assert shop.remark == "Left out: keepalives."
    assert "no “=”" in found["broken"].problem
    assert "another service" in found["nested"].problem
    assert "directory" in found["directory"].problem
    assert "no host" in found["nowhere"].problem
    assert "port" in found["with"].problem
    assert "topsecret" not in repr(found)


def dbeaver(**connections: object) -> str:
    return json.dumps({"folders": {}, "connections": connections})


POSTGRES = {
    "provider": "postgresql",
    "driver": "postgres-jdbc",
    "name": "Billing",
    "configuration": {
        "host": "db.example",
        "port": "5433",
        "database": "billing",
        "user": "app",
        "password": "topsecret",
        "url": "jdbc:postgresql://other/other?password=topsecret",
        "configurationType": "MANUAL",
        "auth-properties": {"userPassword": "topsecret"},
        "handlers": {
            "postgre_ssl": {"enabled": True, "properties": {"sslMode": "verify-ca", "ssl.ca.cert": "/ca.pem"}},
            "ssh_tunnel": {"enabled": True, "properties": {"host": "bastion"}},
        },
    },
}


def test_connections_of_dbeaver_come_without_passwords() -> None:
    (one,) = parse_dbeaver(dbeaver(a=POSTGRES))
    draft = one.draft
    assert (draft.name, draft.host, draft.port, draft.database, draft.username) == (
        "Billing", "db.example", 5433, "billing", "app",
    )  # fmt: skip
    assert (draft.options.tls, draft.options.tls_ca_file) == (TlsMode.VERIFY_CA, "/ca.pem")
    assert one.secret is None
    assert one.wants_secret
    assert draft.options.tunnel == SshTunnel("bastion")
    assert "SSH tunnel stays there" in one.remark
    assert "enter it once here" in one.remark
    assert "topsecret" not in repr(one)


def test_a_url_counts_in_dbeaver_where_it_was_typed() -> None:
    settings = {"url": "jdbc:postgresql://typed:6000/d?user=u&ssl=true", "configurationType": "URL", "host": "old"}
    (one,) = parse_dbeaver(dbeaver(a={**POSTGRES, "configuration": settings}))
    assert (one.draft.host, one.draft.port, one.draft.username) == ("typed", 6000, "u")
    assert one.draft.options.tls is TlsMode.VERIFY_FULL


TUNNEL = {
    "type": "TUNNEL",
    "enabled": True,
    "user": "deploy",
    "properties": {
        "host": "bastion.example",
        "port": 2222,
        "authType": "PUBLIC_KEY",
        "keyPath": "/home/me/.ssh/id",
        "jumpServer0.enabled": "true",
        "jumpServer0.host": "jump.example",
        "jumpServer0.name": "j",
        "jumpServer1.enabled": "false",
        "jumpServer1.host": "unused",
    },
}


def server(provider: str, **settings: object) -> ConnectorDraft:
    entry = {"provider": provider, "name": "N", "configuration": {"host": "db", "user": "u", **settings}}
    (one,) = parse_dbeaver(dbeaver(a=entry))
    assert one.problem == ""
    assert one.wants_secret
    return one.draft


def test_other_servers_and_tunnels_come_from_dbeaver() -> None:
    secured = {"enabled": True, "properties": {"ssl.require": True, "ssl.verify.server": "true", "ssl.ca.cert": "/ca"}}
    mysql = server("mysql", port="3307", database="shop", handlers={"mysql_ssl": secured, "ssh_tunnel": TUNNEL})
    assert (mysql.provider, mysql.port, mysql.database) == ("mysql", 3307, "shop")
    assert mysql.options == ConnectorOptions(
        TlsMode.VERIFY_CA,
        "/ca",
        tunnel=SshTunnel("bastion.example", 2222, "deploy", "/home/me/.ssh/id", "j@jump.example"),
    )
    named = server("sqlserver", url="jdbc:sqlserver://db\\SQLEXPRESS;databaseName=x", database="shop")
    assert (named.provider, named.database, named.options.extras) == (
        "sqlserver", "shop", (Extra("instance", "SQLEXPRESS"),),
    )  # fmt: skip
    oracle = {"provider-properties": {"@dbeaver-sid-service@": "SID"}, "database": "ORCL", "port": "1522"}
    by_sid = server("oracle", **oracle)
    assert (by_sid.provider, by_sid.port, by_sid.options.extra("connect_by")) == ("oracle", 1522, "sid")
    typed = server("oracle", url="jdbc:oracle:thin:@//typed:1530/svc", configurationType="URL")
    assert (typed.host, typed.port, typed.database) == ("typed", 1530, "svc")


def test_what_dbeaver_has_and_kbconnect_not_is_said() -> None:
    found = parse_dbeaver(
        dbeaver(
            a={"provider": "mongodb", "name": "A", "configuration": {}},
            b={**POSTGRES, "name": "B", "configuration": {"host": "${HOST}"}},
            c={"provider": "sqlite", "name": "C", "configuration": {"database": "/data/c.db"}},
            d={"provider": "sqlite", "driver": "libsql_jdbc", "name": "D"},
            e={"provider": "postgresql", "name": "E", "configuration": {"host": 7, "port": {}}},
            f="not a connection",
            g={"provider": ["postgresql"], "name": None},
        )
    )
    problems = {one.draft.name: one.problem for one in found}
    assert "mongodb" in problems["A"]
    assert "variable" in problems["B"]
    assert problems["C"] == ""
    assert problems["D"] != ""
    assert problems["Without a name"] != ""


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"connections": []}', "[" * 100_000, "\x00\x01"])
def test_what_is_no_file_of_dbeaver_is_said(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_dbeaver(text)
    assert caught.value.hint


AT = datetime(2025, 1, 1, tzinfo=UTC)
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
servers = st.builds(
    Connector,
    id=plain,
    name=plain,
    provider=st.sampled_from(("postgresql", "mysql", "sqlserver", "oracle")),
    host=plain,
    port=st.none() | st.integers(1, 65535),
    username=plain,
    database=st.just("") | plain,
    options=st.builds(
        ConnectorOptions,
        st.sampled_from(TlsMode),
        st.just("") | plain,
        st.integers(1, 3_600),
        st.integers(1, 900_000),
        st.just("") | plain,
        st.just("") | plain,
        st.none() | st.builds(SshTunnel, plain, st.integers(1, 65_535), plain, plain, plain),
        st.lists(st.builds(Extra, plain, plain), max_size=2, unique_by=lambda each: each.name).map(tuple),
    ),
    secret_reference=st.sampled_from(
        (
            "",
            "vault:b0a7-c0nstrict0r",
            "keyring:b0a7-c0nstrict0r",
            "env:SHOP_PASSWORD",
            "file:/run/secret",
            "cmd:pass show x",
            "openbao:secret/shop#password",
            "aws:prod/shop",
        )
    ),
    created_at=st.just(AT),
    updated_at=st.just(AT),
)


@given(st.lists(servers, max_size=4))
def test_what_is_exported_reads_back(connectors: list[Connector]) -> None:
    text = write_connectors(connectors)
    assert text == write_connectors(reversed(connectors)) or len({one.name for one in connectors}) < len(connectors)
    assert is_export(text)
    assert "c0nstrict0r" not in text
    found = read_connectors(text, "a file")
    assert len(found) == len(connectors)
    for one, of in zip(found, sorted(connectors, key=lambda c: (c.name.casefold(), c.name)), strict=True):
        assert one.problem == ""
        assert (one.draft.name, one.draft.host, one.draft.options) == (of.name, of.host, of.options)
        assert one.reference == (
            of.secret_reference if of.secret_reference.startswith(("env:", "file:", "openbao:", "aws:")) else ""
        )
        assert one.wants_secret is of.secret_reference.startswith(("vault:", "keyring:", "cmd:"))


ENTRY = {"name": "Shop", "provider": "postgresql", "host": "h", "password": "none"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"provider": "mongodb"}, "no such kind"),
        ({"host": ""}, "no host"),
        ({"host": 5}, "host"),
        ({"host": "a\nb"}, "control character"),
        ({"host": "\ud800"}, "control character"),
        ({"port": 70_000}, "port"),
        ({"port": True}, "port"),
        ({"port": "5432"}, "port"),
        ({"tls": "topsecret"}, "tls"),
        ({"password": "topsecret"}, "no place"),
        ({"password": "vault:topsecret"}, "no place"),
        ({"name": " "}, "no name"),
        ({"name": "x" * 9_000}, "name"),
        ({"secret": "topsecret"}, "“secret”"),
        ({"provider": "sqlite"}, "no file"),
        ({"provider": "files"}, "no file"),
        ({"ssh": "topsecret"}, "ssh"),
        ({"ssh": {"host": "h", "password": "topsecret"}}, "ssh"),
        ({"ssh": {"host": ""}}, "ssh"),
        ({"ssh": {"host": "h", "port": "x"}}, "port"),
        ({"options": ["topsecret"]}, "options"),
        ({"options": {"a": 1}}, "“a”"),
    ],
)
def test_an_entry_that_can_not_be_taken_says_why(change: dict[str, object], said: str) -> None:
    text = json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": [{**ENTRY, **change}, ENTRY]})
    wrong, right = read_connectors(text, "a file")
    assert said in wrong.problem
    assert "topsecret" not in wrong.problem
    assert right.problem == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "line 1"),
        ("[" * 200_000, "nested"),
        ("1" * 10_000, "number"),
        ("[]", "not a file"),
        ('{"format": "kbconnect connectors"}', "version"),
        ('{"format": "kbconnect connectors", "version": true}', "version"),
        ('{"format": "kbconnect connectors", "version": 2, "connectors": []}', "newer"),
        ('{"format": "kbconnect connectors", "version": 1, "connectors": {}}', "no list"),
        ('{"format": "kbconnect connectors", "version": 1, "connectors": [1]}', "no list"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_hint(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_connectors(text, "a file")
    assert said in caught.value.message
    assert caught.value.hint


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
KEYS = (
    *("name", "provider", "host", "port", "tls", "password", "configuration", "handlers", "url", "database", "driver"),
    *("ssh", "options", "ssh_tunnel", "properties", "enabled", "mysql_ssl", "provider-properties"),
)
WORDS = ("postgresql", "sqlite", "mysql", "oracle", "sqlserver", "files", "h", "${x}", "jdbc:oracle:thin:@h", "true")
entries = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(WORDS) | json_values, max_size=8)


@EXAMPLES
@given(st.lists(entries, max_size=3))
def test_no_content_of_a_file_is_a_crash(content: list[dict[str, object]]) -> None:
    ours = json.dumps({"format": "kbconnect connectors", "version": 1, "connectors": content})
    assert len(read_connectors(ours, "x")) == len(content)
    theirs = parse_dbeaver(json.dumps({"connections": {str(number): one for number, one in enumerate(content)}}))
    for one in theirs:
        one.draft.name.encode()
        assert one.problem or one.draft.host or one.draft.database


PIECES = (
    *("a", ":", "\\", "*", "\n", "[", "]", "=", "host", "[client]\n", "user=", "password=", "port=", "#", "'", "!"),
    *("[client_x]\n", "ssl-mode=", "socket=", "[mysql]\n"),
)


@EXAMPLES
@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_of_a_file_is_a_crash(text: str) -> None:
    assert len(parse_my_cnf(text, "x")) <= 5_000 or is_my_cnf(text)
    connections_of_pgpass(parse_pgpass(text), "x")
    parse_service_file(text, "x")


MY_CNF = r"""# mine
!include /etc/other.cnf
user=nobody
[mysqld]
port=9
[client]
host = db.example
user=reader   # the account
password="a # \\b\s'c"
ssl-mode=VERIFY_CA
ssl_ca=/ca.pem
[client_billing]
host=billing.example
port=3307
database=billing
[client_local]
socket=/run/mysqld/mysqld.sock
[client_wrong]
port=topsecret
[mysql]
prompt=x
default-character-set=utf8mb4
[client-empty]
pager=less
"""


def test_option_files_of_mysql_are_read() -> None:
    found = {one.draft.name: one for one in parse_my_cnf(MY_CNF, ".my.cnf")}
    assert list(found) == ["db.example", "billing", "local", "wrong"]
    general = found["db.example"]
    assert (general.draft.provider, general.draft.username) == ("mysql", "reader")
    assert (general.draft.options.tls, general.draft.options.tls_ca_file) == (TlsMode.VERIFY_CA, "/ca.pem")
    (guarded,) = parse_my_cnf("[client]\nhost=h\npassword=x\nssl-cipher=A\nprompt=p\n", "my.cnf")
    assert "“sslcipher”" in guarded.remark
    assert "prompt" not in guarded.remark
    assert general.secret is not None
    assert general.secret.reveal() == "a # \\b 'c"
    billing = found["billing"].draft
    assert (billing.host, billing.port, billing.database, billing.username) == (
        "billing.example", 3307, "billing", "reader",
    )  # fmt: skip
    assert found["local"].draft.host == "localhost"
    assert "port" in found["wrong"].problem
    assert "topsecret" not in repr(found)
    assert is_my_cnf(MY_CNF)
    assert not is_my_cnf(SERVICES)


def test_a_socket_becomes_an_address_of_this_computer() -> None:
    (one,) = parse_my_cnf("[client]\nsocket=/run/mysqld/mysqld.sock\nuser=me\n", "x")
    assert one.draft.host == "localhost"
    assert "socket" in one.remark
