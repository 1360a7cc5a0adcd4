"""SQL Server at its driver's edge: the real driver against servers that speak its protocol as far as the login goes,
and the SQL that would be sent, as SQLAlchemy writes it and another parser reads it."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pymssql
import pytest
import sqlglot
from sqlalchemy import Connection, Dialect, exc
from sqlalchemy.dialects.mssql.pymssql import MSDialect_pymssql
from sqlglot.optimizer.annotate_types import annotate_types

from kbconnect.adapters.sources import sqlserver, sqlserver_connect
from kbconnect.adapters.sources.dialect import DialectProvider
from kbconnect.adapters.sources.dialect_errors import Edge, connecting
from kbconnect.adapters.sources.dialect_read import DialectReader
from kbconnect.adapters.sources.sqlserver_connect import has_known_port
from kbconnect.adapters.sources.sqlserver_refusals import explain
from kbconnect.core.access import AccessWish, NeededTable
from kbconnect.core.connector import (
    ConnectorDraft,
    ConnectorOptions,
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
from tests.adapters.sources import tds_server
from tests.adapters.sources.driver_edge import LOCAL, PASSWORD, DriverEdge, told
from tests.adapters.sources.sent_sql import Recorded
from tests.adapters.sources.tds_server import Behaviour, Seen

INFO = ProviderInfo("sqlserver", "SQL Server", "MS", 1433, is_file=False, scheme="sqlserver", verified=Verified.DRIVER)
DIALECT = sqlserver.dialect(INFO)
REFUSED = (18456, "Login failed for user 'reader'.")


class TestEdge(DriverEdge):
    dialect = DIALECT
    module = "pymssql"
    package = "kbconnect[sqlserver]"
    kind = LoginRefusedError
    questions = sqlserver.QUESTIONS
    refused_queries = (
        "SELECT * FROM OPENROWSET(BULK 'C:/secret.txt', SINGLE_CLOB) AS x",
        "SELECT * FROM OPENQUERY(other, 'DELETE FROM t')",
        "SELECT * FROM opendatasource('SQLNCLI', 'x').a.dbo.t",
        "SELECT 1; DROP TABLE t",
        "SELECT * INTO copy FROM t",
        "EXEC xp_cmdshell 'dir'",
        "UPDATE t SET a = 1",
    )

    def refusing(self, seen: Seen, certificate: Path | None = None) -> Behaviour:
        return tds_server.refusing(*REFUSED, seen, certificate)

    def written(self) -> object:
        return written()

    # ---------------------------------------------------------------------------------------- the way in

    def test_a_refused_login_is_told_by_the_real_driver(self) -> None:
        seen = Seen()
        with tds_server.serving(self.refusing(seen)) as port:
            assert isinstance(self.refusal(self.draft(port)), LoginRefusedError)
            steps = self.steps_of(self.draft(port))
        assert [(name, step.state) for name, step in steps.items()] == [
            ("resolve", StepState.PASSED), ("connect", StepState.PASSED), ("tls", StepState.SKIPPED),
            ("login", StepState.FAILED),
        ]  # fmt: skip
        assert {fact.name: fact.value for fact in steps["connect"].facts}["Server's greeting"] == (
            "SQL Server 2022 (16.0.1000)"
        )
        assert "refused the login of reader" in steps["login"].detail
        assert "LOGINPROPERTY(name, 'IsLocked')" in steps["login"].fix
        login = seen.logins[0].decode("utf-16-le", "ignore")
        assert "kbconnect" in login
        assert PASSWORD not in login  # the protocol scrambles it
        read_only_intent = seen.logins[0][26]  # TypeFlags: fReadOnlyIntent is its sixth bit
        assert read_only_intent & 0x20

    def test_a_database_that_is_not_open_is_no_wrong_password(self) -> None:
        """The driver keeps the graver of two errors: what it lets through of the lesser one is its grade."""
        missing = (4060, 'Cannot open database "shop" requested by the login. The login failed.')
        behave = tds_server.refusing(*REFUSED, Seen(), before=missing)
        with tds_server.serving(self.refusing(Seen())) as port:
            self.refusal(self.draft(port))
        with tds_server.serving(behave) as port:
            steps = self.steps_of(self.draft(port))
        assert steps["login"].detail == "Signed in as reader"
        assert "not open the database “shop”" in steps["database"].detail
        assert steps["database"].fix.splitlines()[1:] == ["USE [shop];", "CREATE USER [reader] FOR LOGIN [reader];"]

    @pytest.mark.parametrize(("has_tls", "encrypted"), [(True, [True]), (False, [False])])
    def test_encryption_is_used_where_the_server_offers_it(
        self, edge_pem: Path, has_tls: bool, encrypted: list[bool]
    ) -> None:
        seen = Seen()
        with tds_server.serving(self.refusing(seen, edge_pem if has_tls else None)) as port:
            self.refusal(self.draft(port, tls=TlsMode.PREFER))
        assert seen.encrypted == encrypted
        assert set(seen.wishes) == {1} if has_tls else seen.wishes == [1, 0]  # all of it; the login at least

    def test_a_login_alone_that_is_encrypted_is_a_warning(self, edge_pem: Path) -> None:
        with tds_server.serving(tds_server.refusing(*REFUSED, Seen(), edge_pem, insists=False)) as port:
            step = self.steps_of(self.draft(port))["tls"]
        assert step.state is StepState.WARNING
        assert step.detail.startswith("Only the login is encrypted.")
        with tds_server.serving(tds_server.refusing(*REFUSED, Seen(), edge_pem, insists=False)) as port:
            step = self.failing(self.draft(port, tls=TlsMode.REQUIRE))
        assert (step.name, "encrypts the login alone" in step.detail) == ("tls", True)

    # ---------------------------------------------------------------------------------------- named instances

    def instance(self, port: int | None = None) -> ConnectorDraft:
        options = ConnectorOptions(connect_timeout_s=1, extras=(Extra("instance", "SQLEXPRESS"),))
        return replace(self.draft(port), options=options)

    def test_the_port_of_a_named_instance_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with tds_server.serving(self.refusing(Seen())) as port, directory(port) as asked:
            monkeypatch.setattr(sqlserver_connect, "_BROWSER_PORT", asked)
            steps = self.steps_of(self.instance())
        assert steps["connect"].detail == f"The server names port {port}, and it answers"
        assert not steps["login"].ok
        assert has_known_port(self.instance(4711))

    def test_a_named_instance_nobody_names_the_port_of_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with directory(None) as asked:
            monkeypatch.setattr(sqlserver_connect, "_BROWSER_PORT", asked)
            step = self.failing(self.instance())
            assert isinstance(self.refusal(self.instance()), PortClosedError)
        assert (step.name, "no instance SQLEXPRESS" in step.detail) == ("connect", True)
        with directory(99_999) as asked:  # no port; whoever answers without a connection may be anybody
            monkeypatch.setattr(sqlserver_connect, "_BROWSER_PORT", asked)
            assert "no instance SQLEXPRESS" in self.failing(self.instance()).detail
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as silent:
            silent.bind((LOCAL, 0))
            monkeypatch.setattr(sqlserver_connect, "_BROWSER_PORT", silent.getsockname()[1])
            step = self.failing(self.instance())
        assert "did not say on which port its instance SQLEXPRESS" in step.detail
        assert "Start-Service SQLBrowser" in step.fix

    # ---------------------------------------------------------------------------------------- sessions

    def test_a_server_that_falls_silent_behind_the_login_is_given_up(self) -> None:
        asked = threading.Event()
        with tds_server.serving(tds_server.falling_silent(asked, [], "snapshot_isolation_state")) as port:
            assert isinstance(self.refusal(self.draft(port)), (PortClosedError, ConnectTimeoutError))
        assert asked.is_set()

    def test_what_can_not_be_done_is_said(self) -> None:
        with (
            pytest.raises(InputError, match="client certificates"),
            DialectProvider(DIALECT).open(self.draft(1, tls_certificate_file="/c.pem"), None),
        ):
            pass


@contextmanager
def directory(port: int | None) -> Iterator[int]:
    """SQL Server's directory of instances, which names this port of one."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as served:
        served.bind((LOCAL, 0))
        served.settimeout(10)
        said = f"ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;Version;16.0.1000.6;tcp;{port};;".encode()

        def work() -> None:
            while True:
                try:
                    asked, who = served.recvfrom(100)
                except OSError:
                    return
                if asked == b"stop":
                    return
                if asked == b"\x04SQLEXPRESS":
                    answer = said if port is not None else b"ServerName;DB;;"
                    served.sendto(b"\x05" + len(answer).to_bytes(2, "little") + answer, who)

        thread = threading.Thread(target=work, daemon=True)  # noqa: TID251 - no window here
        thread.start()
        try:
            yield served.getsockname()[1]
        finally:
            with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as end:
                end.sendto(b"stop", served.getsockname())
            thread.join(5)


def draft(port: int) -> ConnectorDraft:
    return ConnectorDraft("Shop", "sqlserver", LOCAL, port, "reader", "shop", ConnectorOptions(connect_timeout_s=1))


def test_nothing_of_the_connection_stays_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREETDSCONF", str(tmp_path / "mine.conf"))
    with (
        tds_server.serving(tds_server.hang_up) as port,
        pytest.raises(SourceError),
        DialectProvider(DIALECT).open(draft(port), Secret(PASSWORD)),
    ):
        pass
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


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("18456", "refused the login of reader"), ("18452", "Windows accounts alone"), ("18470", "switched off"),
        ("18486", "locked"), ("18487", "expired"), ("4060", "not open the database “shop”"),
        ("40615", "firewall"), ("40914", "certain networks"), ("40613", "not available"), ("18461", "administrators"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_own_words(number: str, said: str) -> None:
    assert said in told(explain(draft(1), number, f"words of {number}"), number)


def test_names_in_lines_to_copy_are_quoted() -> None:
    odd = replace(draft(1), username="o'[x]", database="a]b")
    login = explain(odd, "18456", "")
    database = explain(odd, "4060", "")
    assert login is not None
    assert database is not None
    assert "WHERE name = N'o''[x]'" in login.fix
    assert "CREATE USER [o'[x]]] FOR LOGIN [o'[x]]];" in database.fix
    assert "USE [a]]b];" in database.fix


def test_the_firewall_of_azure_is_told_which_address_to_let_in() -> None:
    words = "Cannot open server 'x' requested by the login. Client with IP address '203.0.113.24' is not allowed"
    error = explain(draft(1), "40615", words)
    assert error is not None
    assert error.fix == "EXECUTE sp_set_firewall_rule N'kbconnect', '203.0.113.24', '203.0.113.24';"
    assert explain(draft(1), "40615", "no address") is not None
    assert explain(draft(1), "no number", "") is None


def test_what_an_earlier_connection_left_in_the_drivers_words_counts_for_nothing() -> None:
    dead = b"DB-Lib error message 20047, severity 9:\nDBPROCESS is dead or not enabled\n"
    late = b"DB-Lib error message 20003, severity 6:\nTDS server connection timed out\n"
    assert sqlserver.code_of(pymssql.OperationalError((20002, dead + late))) == "20003"
    assert sqlserver.code_of(pymssql.OperationalError((20047, dead))) == "20047"


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        ("Connection refused (111)", PortClosedError), ("Connection timed out (110)", ConnectTimeoutError),
        ("Operation timed out (60)", ConnectTimeoutError), ("Unknown error (10060)", ConnectTimeoutError),
    ],
)  # fmt: skip
def test_a_server_that_nobody_reaches_in_time_has_not_refused(system: str, kind: type[SourceError]) -> None:
    words = (
        "DB-Lib error message 20009, severity 9:\nUnable to connect: TDS server is unavailable or does not exist (h)"
    )
    cause = pymssql.OperationalError((20009, f"{words}\nNet-Lib error during {system}\n".encode()))
    with pytest.raises(SourceError) as caught, connecting(DIALECT):
        raise exc.OperationalError("", None, cause)
    assert type(caught.value) is kind


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


def test_the_script_grants_reading_of_what_is_needed() -> None:
    wish = AccessWish("kb]reader", (NeededTable(TABLE, ("id", "body")), NeededTable(TableRef("", "b"))))
    made = sqlserver.script(Recorded(written(), answer="shop"), wish)  # type: ignore[arg-type]  # records
    assert "GRANT SELECT ON OBJECT::[dbo].[order]]s] ([id], [body]) TO [kb]]reader];" in made.make
    assert "GRANT SELECT ON OBJECT::[dbo].[b] TO [kb]]reader];" in made.make
    assert "USE [shop];" in made.make


def test_the_network_is_told_as_the_server_sees_it() -> None:
    connector = ConnectorDraft("x", "sqlserver", "db.example", 14330, "reader", "shop")
    advice = sqlserver.network(Recorded(written(), answer="192.0.2.7"), connector)  # type: ignore[arg-type]  # records
    assert advice.address == "192.0.2.7"
    assert "-LocalPort 14330 -RemoteAddress 192.0.2.7 -Action Allow" in advice.firewall
    assert "ufw allow proto tcp from 192.0.2.7 to any port 14330" in advice.firewall
    assert any("Azure SQL" in note and "192.0.2.7" in note for note in advice.notes)
    assert not any("1434" in note for note in advice.notes)
    named = replace(connector, port=None, options=ConnectorOptions(extras=(Extra("instance", "SALES"),)))
    advice = sqlserver.network(Recorded(written(), answer="192.0.2.7"), named)  # type: ignore[arg-type]  # records
    assert any("UDP port 1434" in note for note in advice.notes)
    by_pipe = sqlserver.network(Recorded(written(), answer="<named pipe>"), connector)  # type: ignore[arg-type]  # records
    assert (by_pipe.address, by_pipe.firewall, by_pipe.notes) == ("", "", ())
    assert DIALECT.network is sqlserver.network


def test_the_clock_goes_on_behind_2038() -> None:
    """The seconds since 1970 are more than an int of the server holds then, which is an error there."""
    asked = annotate_types(sqlglot.parse_one(DIALECT.clock, read="tsql"), dialect="tsql")
    sums = list(asked.find_all(sqlglot.exp.Add))
    assert len(sums) == 2
    assert not any(each.is_type("int") for each in sums)


def test_lines_that_let_this_account_read_name_the_tables() -> None:
    grants = DIALECT.grants
    assert grants is not None
    connection = Recorded(written(), answer="it")
    assert grants(connection, [TABLE]) == "USE [it];\nGRANT SELECT ON OBJECT::[dbo].[order]]s] TO [it];"  # type: ignore[arg-type]  # records
    assert "SCHEMA::[dbo]" in grants(connection, [])  # type: ignore[arg-type]  # records
