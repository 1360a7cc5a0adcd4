"""SQL Server at its driver's edge: the real driver against servers that speak its protocol as far as the login goes,
and the SQL that would be sent, as SQLAlchemy writes it and another parser reads it."""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import pymssql
import pytest
import sqlglot
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.mssql.pymssql import MSDialect_pymssql

from kbconnect.adapters.sources import sqlserver, sqlserver_connect
from kbconnect.adapters.sources.dialect import DialectProvider
from kbconnect.adapters.sources.dialect_check import check
from kbconnect.adapters.sources.dialect_errors import Edge
from kbconnect.adapters.sources.dialect_read import DialectReader
from kbconnect.adapters.sources.sqlserver_connect import has_known_port
from kbconnect.core.access import AccessWish, NeededTable
from kbconnect.core.connector import (
    CheckStep,
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
)
from kbconnect.core.job import InlineContext
from kbconnect.core.model import ColumnInfo, ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources import tds_server
from tests.adapters.sources.sent_sql import Recorded
from tests.certificates import Certificates, make_certificates

INFO = ProviderInfo("sqlserver", "SQL Server", "MS", 1433, is_file=False, scheme="sqlserver", verified=Verified.DRIVER)
DIALECT = sqlserver.dialect(INFO)
PASSWORD = "planted-secret-5417"


def draft(port: int, **options: object) -> ConnectorDraft:
    chosen = ConnectorOptions(connect_timeout_s=1, **options)  # type: ignore[arg-type]  # by field
    return ConnectorDraft("Shop", "sqlserver", "127.0.0.1", port, "reader", "shop", chosen)


def refusal(connector: ConnectorDraft) -> SourceError:
    with pytest.raises(SourceError) as caught, DialectProvider(DIALECT).open(connector, Secret(PASSWORD)):
        pass
    assert PASSWORD not in f"{caught.value.message}{caught.value.hint}{caught.value.detail}"
    assert caught.value.hint
    return caught.value


def steps_of(connector: ConnectorDraft) -> dict[str, CheckStep]:
    report = check(DIALECT, connector, Secret(PASSWORD), lambda _: None, InlineContext())
    return {step.name: step for step in report.steps}


def test_a_refused_login_is_told_by_the_real_driver() -> None:
    seen = tds_server.Seen()
    with tds_server.serving(tds_server.refusing(18456, "Login failed for user 'reader'.", seen)) as port:
        assert isinstance(refusal(draft(port)), LoginRefusedError)
        steps = steps_of(draft(port))
    assert [name for name, step in steps.items() if not step.ok] == ["login"]
    assert steps["connect"].ok
    login = seen.logins[0].decode("utf-16-le", "ignore")
    assert "kbconnect" in login
    assert PASSWORD not in login  # the protocol scrambles it
    read_only_intent = seen.logins[0][26]  # TypeFlags: fReadOnlyIntent is its sixth bit
    assert read_only_intent & 0x20


@pytest.mark.parametrize("behave", [tds_server.hang_up, tds_server.talk_rubbish])
def test_something_else_on_the_port_is_no_server(behave: object) -> None:
    with tds_server.serving(behave) as port:  # type: ignore[arg-type]  # a function of a socket
        assert isinstance(refusal(draft(port)), PortClosedError)
        steps = steps_of(draft(port))
    assert [name for name, step in steps.items() if not step.ok] == ["login"]
    assert "something else" in steps["login"].detail


def test_a_server_that_says_nothing_is_given_up() -> None:
    with tds_server.serving(tds_server.stay_silent) as port:
        assert isinstance(refusal(draft(port)), ConnectTimeoutError)


def test_a_closed_port_is_told_by_the_doctor() -> None:
    with tds_server.serving(tds_server.hang_up) as port:
        pass
    steps = steps_of(draft(port))
    assert list(steps) == ["resolve", "connect"]
    assert isinstance(refusal(draft(port)), PortClosedError)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tds"))


@pytest.fixture(scope="module")
def pem(certificates: Certificates) -> Path:
    """The server's certificate and its key in one file."""
    file = certificates.server_file.parent / "both.pem"
    file.write_bytes(certificates.server_file.read_bytes() + certificates.server_key_file.read_bytes())
    return file


@pytest.mark.parametrize(
    ("mode", "authority", "host", "reaches_login"),
    [
        (TlsMode.REQUIRE, "", "127.0.0.1", True),
        (TlsMode.VERIFY_CA, "ours", "127.0.0.1", True),
        (TlsMode.VERIFY_FULL, "ours", "127.0.0.1", True),
        (TlsMode.VERIFY_FULL, "ours", "elsewhere.example", False),
        (TlsMode.VERIFY_CA, "other", "127.0.0.1", False),
        (TlsMode.VERIFY_FULL, "", "127.0.0.1", False),
    ],
)
def test_the_certificate_is_checked_before_anybody_signs_in(
    certificates: Certificates, pem: Path, mode: TlsMode, authority: str, host: str, reaches_login: bool
) -> None:
    seen = tds_server.Seen()
    file = {"ours": str(certificates.ca_file), "other": str(certificates.other_ca_file), "": ""}[authority]
    with tds_server.serving(tds_server.refusing(18456, "Login failed.", seen, pem)) as port:
        connector = replace(draft(port, tls=mode, tls_ca_file=file), host=host, dial=Dial("127.0.0.1", port))
        error = refusal(connector)
    assert bool(seen.logins) is reaches_login
    assert all(seen.encrypted)
    assert isinstance(error, LoginRefusedError) is reaches_login


def test_encryption_that_is_demanded_is_never_given_up() -> None:
    seen = tds_server.Seen()
    with tds_server.serving(tds_server.refusing(18456, "Login failed.", seen)) as port:
        refusal(draft(port, tls=TlsMode.REQUIRE))
    assert seen.logins == []


def test_nothing_of_the_connection_stays_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREETDSCONF", str(tmp_path / "mine.conf"))
    with tds_server.serving(tds_server.hang_up) as port:
        refusal(draft(port))
    assert os.environ["FREETDSCONF"] == str(tmp_path / "mine.conf")


def test_a_question_that_waits_is_broken_off_from_another_thread() -> None:
    asked = threading.Event()
    seen: list[str] = []
    with tds_server.serving(tds_server.falling_silent(asked, seen)) as port:
        connection = sqlserver_connect.connect(draft(port), Secret(PASSWORD))
        assert connection.handle is not None

        def end() -> None:
            asked.wait(5)
            sqlserver_connect.break_off(connection)

        ending = threading.Thread(target=end)  # noqa: TID251 - as the source does it
        ending.start()
        with pytest.raises(pymssql.Error), closing(connection.cursor()) as cursor:
            cursor.execute("SELECT silence")
        ending.join(5)
        assert not ending.is_alive()
        connection.close()
    told = "\n".join(seen)
    assert "SET TRANSACTION ISOLATION LEVEL SNAPSHOT" in told
    assert "SET DATEFORMAT ymd" in told
    assert told.index("SNAPSHOT") < told.index("BEGIN TRAN")
    assert "COMMIT TRAN" not in told


def test_a_server_that_falls_silent_behind_the_login_is_given_up() -> None:
    asked = threading.Event()
    with tds_server.serving(tds_server.falling_silent(asked, [], "snapshot_isolation_state")) as port:
        assert isinstance(refusal(draft(port)), (PortClosedError, ConnectTimeoutError))
    assert asked.is_set()


def test_what_can_not_be_done_is_said() -> None:
    with (
        pytest.raises(InputError, match="client certificates"),
        DialectProvider(DIALECT).open(draft(1, tls_certificate_file="/c.pem"), None),
    ):
        pass
    named = replace(
        draft(1), port=None, options=ConnectorOptions(connect_timeout_s=1, extras=(Extra("instance", "X"),))
    )
    with pytest.raises(ConnectTimeoutError, match="instance X"), DialectProvider(DIALECT).open(named, None):
        pass


def test_the_port_of_a_named_instance_is_asked_for() -> None:
    options = ConnectorOptions(connect_timeout_s=1, extras=(Extra("instance", "SQLEXPRESS"),))
    steps = steps_of(replace(draft(1), port=None, options=options))
    assert steps["connect"].state is StepState.SKIPPED
    assert "SQLEXPRESS" in steps["login"].detail
    assert has_known_port(replace(draft(4711), options=options))


def test_a_missing_driver_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymssql", None)
    with pytest.raises(DriverMissingError) as caught, DialectProvider(DIALECT).open(draft(1), None):
        pass
    assert "pip install 'kbconnect[sqlserver]'" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (18456, LoginRefusedError), (4060, DatabaseMissingError), (208, TableMissingError), (207, ColumnMissingError),
        (229, AccessDeniedError), (1222, SourceTimeoutError), (1205, SourceConflictError), (20047, SourceLostError),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_pair", [True, False])
def test_numbers_of_the_server_have_meanings(number: int, kind: type[SourceError], is_pair: bool) -> None:
    words = b"What the server says.DB-Lib error message 20018, severity 16:\nGeneral SQL Server error"
    error = pymssql.OperationalError((number, words)) if is_pair else pymssql.ProgrammingError(number, words)
    with pytest.raises(kind), Edge(DIALECT, (pymssql.Error,)).translated():
        raise error


# --------------------------------------------------------------------------------------------------- SQL

TABLE = TableRef("dbo", "order]s")
COLUMNS = {
    "id": ColumnInfo("id", "int", ColumnKind.INTEGER, nullable=False, primary_key=1),
    "no": ColumnInfo("no", "nvarchar(9)", ColumnKind.TEXT, nullable=False, primary_key=2),
    "body": ColumnInfo("body", "nvarchar(max)", ColumnKind.TEXT),
    "changed": ColumnInfo("changed", "datetime2", ColumnKind.TIMESTAMP),
}


def no_other() -> AbstractContextManager[Connection]:
    raise AssertionError


def written() -> Dialect:
    """How SQLAlchemy writes for this driver."""
    return MSDialect_pymssql(paramstyle="pyformat")  # type: ignore[no-untyped-call]  # untyped there


def sent(plan: ReadPlan, use: str, *arguments: object) -> list[str]:
    recorded = Recorded(written())
    reader = DialectReader(recorded, Edge(DIALECT), plan, COLUMNS, no_other)  # type: ignore[arg-type]  # records
    list(getattr(reader, use)(*arguments))
    return recorded.statements


def test_the_statements_are_those_of_sql_server() -> None:
    plan = ReadPlan(TableSelection(TABLE), ("id", "no"), ("body",), (), cursor_column="changed")
    statements = [
        *sent(plan, "rows", CursorWindow("time:2024-01-01T00:00:00", 5)),
        *sent(plan, "keys"),
        *sent(plan, "rows_by_key", [("1", "a"), ("2", "b")]),
    ]
    assert all(re.match(r"SELECT TOP 200 ", statement) for statement in statements)
    assert all("[dbo].[order]]s] q" in statement for statement in statements)
    assert "DATALENGTH(q.[body]) > 20000000" in statements[0]
    assert "q.[changed] >= CAST(%(cursor_bound)s AS datetime2) OR q.[changed] IS NULL" in statements[0]
    assert "ORDER BY q.[id], q.[no]" in statements[0]
    for statement in statements:
        sqlglot.parse_one(re.sub(r"%\(\w+\)s", "1", statement), read="tsql")


@pytest.mark.parametrize(
    "statement",
    [
        DIALECT.all_columns, DIALECT.row_estimates, DIALECT.readable, DIALECT.schemas, DIALECT.version,
        *(question.statement for question in sqlserver.QUESTIONS),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_catalogue_can_be_parsed_and_only_reads(statement: str) -> None:
    parsed = sqlglot.parse(statement, read="tsql")
    assert len(parsed) == 1
    assert isinstance(parsed[0], sqlglot.exp.Query)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM OPENROWSET(BULK 'C:/secret.txt', SINGLE_CLOB) AS x",
        "SELECT * FROM OPENQUERY(other, 'DELETE FROM t')",
        "SELECT * FROM opendatasource('SQLNCLI', 'x').a.dbo.t",
        "SELECT 1; DROP TABLE t",
        "SELECT * INTO copy FROM t",
        "EXEC xp_cmdshell 'dir'",
        "UPDATE t SET a = 1",
    ],
)
def test_queries_that_do_more_than_read_are_refused(sql: str) -> None:
    from kbconnect.adapters.sources.dialect import checked_selection

    with pytest.raises(QueryRefusedError):
        checked_selection(DIALECT, QuerySelection(sql))


def test_the_script_grants_reading_of_what_is_needed() -> None:
    wish = AccessWish("kb]reader", (NeededTable(TABLE, ("id", "body")), NeededTable(TableRef("", "b"))))
    made = sqlserver.script(Recorded(written(), answer="shop"), wish)  # type: ignore[arg-type]  # records
    assert "GRANT SELECT ON OBJECT::[dbo].[order]]s] ([id], [body]) TO [kb]]reader];" in made.make
    assert "GRANT SELECT ON OBJECT::[dbo].[b] TO [kb]]reader];" in made.make
    assert "USE [shop];" in made.make


def test_what_the_account_could_do_is_named() -> None:
    powers = DIALECT.powers
    assert powers is not None
    found = powers(Recorded(written(), answer=1))  # type: ignore[arg-type]  # records
    assert found[0].sentence == "This account is an administrator of the whole server."
    assert len(found) == len(sqlserver.QUESTIONS)
    assert powers(Recorded(written(), answer=0)) == ()  # type: ignore[arg-type]  # records


def test_a_step_of_the_doctor_passes_as_far_as_it_gets() -> None:
    seen = tds_server.Seen()
    with tds_server.serving(tds_server.refusing(18456, "Login failed.", seen)) as port:
        steps = steps_of(draft(port))
    assert [step.state for step in steps.values()] == [
        StepState.PASSED, StepState.PASSED, StepState.SKIPPED, StepState.FAILED,
    ]  # fmt: skip
