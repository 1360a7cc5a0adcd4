"""Keyword strings of libpq, JDBC URLs and commands to copy: what they fill in, and that no fault quotes a password."""

from __future__ import annotations

import os

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbconnect.core.addresses import ParsedAddress, display_url, parse_address
from kbconnect.core.connector import Extra, ProviderInfo, SshTunnel, TlsMode
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


@pytest.mark.parametrize(
    ("text", "provider", "host", "port", "user", "database", "password", "tls"),
    [
        ("mysql://u:p@h/d?ssl-mode=REQUIRED&charset=x", "mysql", "h", None, "u", "d", "p", TlsMode.REQUIRE),
        ("mariadb://h?sslMode=VERIFY_IDENTITY", "mysql", "h", None, "", "", None, TlsMode.VERIFY_FULL),
        ("mysql+pymysql://u:p%40@h:3307/d", "mysql", "h", 3307, "u", "d", "p@", TlsMode.PREFER),
        ("jdbc:mysql://h/d?user=u&password=p+q&useSSL=true&verifyServerCertificate=true", "mysql", "h", None, "u", "d",
         "p q", TlsMode.VERIFY_CA),
        ("jdbc:mariadb://h:3307/d?useSSL=false", "mysql", "h", 3307, "", "d", None, TlsMode.DISABLE),
        ("Server=h;Port=3307;Database=d;Uid=u;Pwd=p;SslMode=Required", "mysql", "h", 3307, "u", "d", "p",
         TlsMode.REQUIRE),
        ("mssql://u:p@h:1433/d", "sqlserver", "h", 1433, "u", "d", "p", TlsMode.PREFER),
        ("sqlserver://u:p@h?database=d&encrypt=true&trustServerCertificate=true", "sqlserver", "h", None, "u", "d", "p",
         TlsMode.REQUIRE),
        ("jdbc:sqlserver://h:1444;databaseName=d;encrypt=true;user=u;password={a;b}};c}", "sqlserver", "h", 1444, "u",
         "d", "a;b};c", TlsMode.VERIFY_FULL),
        ("Server=tcp:h,1433;Initial Catalog=d;User ID=u;Password=p;Encrypt=True", "sqlserver", "h", 1433, "u", "d", "p",
         TlsMode.VERIFY_FULL),
        ("Driver={ODBC Driver 18 for SQL Server};Server=h;Uid=u;Pwd={x;y};Encrypt=no", "sqlserver", "h", None, "u", "",
         "x;y", TlsMode.DISABLE),
        ("mssql+pyodbc:///?odbc_connect=SERVER%3Dh%2C1444%3BUID%3Du%3BPWD%3Dp+q", "sqlserver", "h", 1444, "u", "",
         "p q", TlsMode.PREFER),
        ("Host=h;Port=5433;Username=u;Password=p;Database=d;SSL Mode=VerifyFull", "postgresql", "h", 5433, "u", "d",
         "p", TlsMode.VERIFY_FULL),
        ("oracle://u:p@h:1521/svc", "oracle", "h", 1521, "u", "svc", "p", TlsMode.PREFER),
        ("jdbc:oracle:thin:@//h:1521/svc", "oracle", "h", 1521, "", "svc", None, TlsMode.PREFER),
        ("jdbc:oracle:thin:u/p@tcps://h:2484/svc?ssl_server_dn_match=no", "oracle", "h", 2484, "u", "svc", "p",
         TlsMode.VERIFY_CA),
        ("scott/ti@ger@h:1521/svc", "oracle", "h", 1521, "scott", "svc", "ti@ger", TlsMode.PREFER),
        ("Data Source=//h:1521/svc;User Id=u;Password=p", "oracle", "h", 1521, "u", "svc", "p", TlsMode.PREFER),
        ("(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=h)(PORT=2484))(CONNECT_DATA=(SERVICE_NAME=svc)))", "oracle", "h",
         2484, "", "svc", None, TlsMode.VERIFY_FULL),
    ],
)  # fmt: skip
def test_addresses_of_other_servers(
    text: str, provider: str, host: str, port: int | None, user: str, database: str, password: str | None, tls: TlsMode
) -> None:
    parsed = parse_address(text)
    draft = parsed.draft
    assert (draft.provider, draft.host, draft.port, draft.username, draft.database) == (
        provider, host, port, user, database,
    )  # fmt: skip
    assert (parsed.secret.reveal() if parsed.secret else None) == password
    assert draft.options.tls is tls


def test_what_only_a_provider_knows_is_kept() -> None:
    named = parse_address("Server=.\\SQLEXPRESS;Database=d;Trusted_Connection=True")
    assert (named.draft.host, named.draft.options.extra("instance")) == ("localhost", "SQLEXPRESS")
    assert named.left_out == ("Trusted_Connection",)
    for text in ("jdbc:oracle:thin:@h:1521:ORCL", "oracle+oracledb://u@h:1521/ORCL", "(ADDRESS=(HOST=h))(SID=ORCL)"):
        by_sid = parse_address(text).draft
        assert (by_sid.database, by_sid.options.extra("connect_by")) == ("ORCL", "sid")
    by_service = parse_address("oracle+oracledb://u@h:1521/?service_name=svc").draft
    assert (by_service.database, by_service.options.extras) == ("svc", ())
    timed = parse_address("jdbc:mysql://h/d?connectTimeout=2500&serverTimezone=UTC")
    assert (timed.draft.options.connect_timeout_s, timed.left_out) == (3, ("serverTimezone",))


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("mysql://h/d?tls=true", TlsMode.VERIFY_FULL),
        ("mysql://h/d?tls=skip-verify", TlsMode.REQUIRE),
        ('mysql://h/d?ssl={"rejectUnauthorized":true}', TlsMode.VERIFY_FULL),
        ("mysql://h/d?sslaccept=strict", TlsMode.VERIFY_FULL),
        ("mysql://h/d?ssl_disabled=true", TlsMode.DISABLE),
        ("mysql://h/d?ssl=off", TlsMode.DISABLE),
        ("mysql://h/d?useSSL=true&verifyServerCertificate=false", TlsMode.REQUIRE),
        ("jdbc:mariadb://h/d?sslMode=verify-full&disableSslHostnameVerification=true", TlsMode.VERIFY_FULL),
        ("postgresql://h/d?requiressl=1", TlsMode.REQUIRE),
    ],
)
def test_other_programs_words_for_encryption(text: str, mode: TlsMode) -> None:
    parsed = parse_address(text)
    assert parsed.draft.options.tls is mode
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "mysql://h/d?ssl=perhaps",
        "mysql://h/d?useSSL=2",
        "mysql://h/d?ssl_mood=REQUIRED",
        "mysql://h/d?password=x&tls_anything=1",
        "jdbc:mysql://h/d?sslModus=VERIFY_IDENTITY",
        "sqlserver://h/d?encrypt=perhaps",
        "Server=h;Database=d;SslStream=on",
        "oracle://h/d?ssl_unheard_of=1",
        "jdbc:postgresql://h/d?ssl=perhaps",
        "postgresql://h/d?sslmod=require",
        "sqlite:////d/x.db?mode=ro",
        "file:///d/x.csv?delimitter=;",
    ],
)
def test_what_could_make_a_way_less_safe_or_a_file_another_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "names", "guards"),
    [
        ("mysql://h/d?sql_mode=ANSI&ssl_cipher=A", ("sql_mode",), ("ssl_cipher",)),
        ("jdbc:mysql://h/d?enabledTLSProtocols=TLSv1.3", (), ("enabledTLSProtocols",)),
        ("sqlserver://h/d?HostNameInCertificate=a", (), ("HostNameInCertificate",)),
        ("jdbc:sqlserver://h;trustStore=/a;sendStringParametersAsUnicode=x", ("sendStringParametersAsUnicode",),
         ("trustStore",)),
        ('(DESCRIPTION=(HOST=h)(SID=s)(SECURITY=(SSL_SERVER_CERT_DN="cn=x")))', (), ("SSL_SERVER_CERT_DN",)),
        ("postgresql://h/d?channel_binding=require&keepalives=1", ("keepalives",), ("channel_binding",)),
        ("jdbc:sqlite:/d/x.db?cache=shared", ("cache",), ()),
    ],
)  # fmt: skip
def test_what_is_left_out_is_said_with_what_it_means(
    text: str, names: tuple[str, ...], guards: tuple[str, ...]
) -> None:
    warnings = parse_address(text).warnings
    assert len(warnings) == bool(names) + bool(guards)
    for name in names:
        assert f"“{name}”" in warnings[0]
    for name in guards:
        assert f"“{name}”" in warnings[-1]
        assert "guard the connection" in warnings[-1]


@pytest.mark.parametrize("text", ["mysql://h/d?password=abc&def=1", "jdbc:sqlite:/d/x.db?password=abc&def=1&fed"])
def test_a_parameter_behind_a_password_is_not_named(text: str) -> None:
    *_, warning = warnings = parse_address(text).warnings
    assert "def" not in f"{warnings}"
    assert "fed" not in f"{warnings}"
    assert "%26" in warning


def test_what_a_file_does_not_know_tells_nothing_behind_a_password() -> None:
    with pytest.raises(InputError) as caught:
        parse_address("file:/d/x.csv?password=abc&def=1")
    assert "“password”" in caught.value.message
    assert "def" not in f"{caught.value.message}{caught.value.hint}"


def test_a_secret_among_the_parameters_of_a_driver_is_one() -> None:
    theirs = (ProviderInfo("motherduck", "M", "M", 1, is_file=False, scheme="md"),)
    parsed = parse_address("md://h/d?access_token=topsecret&region=eu", theirs)
    assert parsed.secret is not None
    assert parsed.secret.reveal() == "topsecret"
    assert parsed.draft.options.extras == (Extra("region", "eu"),)


def test_a_tunnel_and_certificates_of_a_url() -> None:
    options = parse_address(
        "mysql://u@h/d?ssl-cert=/c&ssl_key=/k&ssh=me@bastion:2222&ssh_key=/id&ssh_jump=a,b"
    ).draft.options
    assert (options.tls_certificate_file, options.tls_key_file) == ("/c", "/k")
    assert options.tunnel == SshTunnel("bastion", 2222, "me", "/id", "a,b")
    assert parse_address("postgresql://u:p@h/d?ssh=me@bastion").draft.options.tunnel == SshTunnel("bastion", 22, "me")


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
EXAMPLES = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None)
THEIRS = (ProviderInfo("theirs", "Theirs", "Th", 1, is_file=False, scheme="th"),)
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
        *("h", "x y", "5432", "ssl=true", "psql ", "\x00", "\ud800", ",", ";", "{", "}", "(", ")", "SID=", "HOST="),
        *("mysql://", "jdbc:mysql:", "jdbc:sqlserver:", "mssql+pyodbc:///?odbc_connect=", "Server=", "Password="),
        *("oracle://", "jdbc:oracle:thin:", "Data Source=", "(DESCRIPTION=", "th://", "file:", "file://", ".csv"),
        *("Pwd=", "ssh=", "ssh_key=", "encrypt=", "sslmode", "sid=", "access_token=", "tcps://"),
    )
)


def read(text: str) -> ParsedAddress | InputError:
    try:
        return parse_address(text, THEIRS)
    except InputError as fault:
        return fault


@EXAMPLES
@given(st.lists(pieces, max_size=25).map("".join) | st.text(max_size=100))
def test_nothing_that_is_pasted_is_a_crash(text: str) -> None:
    found = read(text)
    if isinstance(found, InputError):
        assert found.message
        assert found.hint
    else:
        repr(found.draft).encode()


@EXAMPLES
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
            "jdbc:oracle:thin:u/{}@h:1521:x?a=b",
            "mysql://u:{}@h:x/d?ssl-mode=no",
            "mysql://h/d?password={}&sslmode=no&b=c",
            "jdbc:mysql://h/d?user=u&password={}&sslMode=no",
            "jdbc:sqlserver://h;user=u;password={};port=x",
            "jdbc:sqlserver://h;password={{{}}};loginTimeout=x",
            "Server=h;Password={};Connect Timeout=x;y=z",
            'Data Source=h/x;Password="{}";Port=x',
            "Driver=MySQL;Server=h;Pwd={};SslMode=no",
            "mssql+pyodbc:///?odbc_connect=Server=h;Pwd={};Port=x",
            "oracle://u:{}@a,b/d",
            "scott/{}@h:1521/d",
            "th://u:{}@h/d?a=b",
            "th://h/d?password={}&a=b",
            "postgresql://u:{}@h/d?ssh=a:b@c",
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
        if not _ambiguous(address, before, after):
            assert _MARK not in display_url(found.draft)


def _ambiguous(address: str, before: str, after: str) -> bool:
    """A password that ends its own place early can't be told from what follows it."""
    del address
    return any(sign in before + after for sign in "@:/?#&;'\"{}()=, \\%+\n[]")
