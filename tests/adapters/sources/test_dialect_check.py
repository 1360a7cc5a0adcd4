"""The connection test of the generic source: what a description of a database can add to it, on PostgreSQL."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from kbconnect.adapters.sources.dialect import DialectProvider, ScriptingSource
from kbconnect.adapters.sources.dialect_check import check
from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.adapters.sources.greetings import Greeting, Line, Place
from kbconnect.core.access import AccessScript, AccessWish, NetworkAdvice, Power, PowerKind, Severity
from kbconnect.core.connector import CheckFact, CheckStep, ConnectorDraft, ConnectorOptions, Secret, StepState
from kbconnect.core.errors import KbConnectError, LoginRefusedError, PortClosedError
from kbconnect.core.job import InlineContext, JobCancelled
from kbconnect.core.model import TableRef
from tests import servers
from tests.adapters.sources import tds_server
from tests.adapters.sources.dialect_world import POSTGRESQL, PostgresByDialect
from tests.adapters.sources.postgresql_world import draft_of

CLOCK = "SELECT extract(epoch FROM clock_timestamp())"


@pytest.fixture
def by_dialect(shared_database: servers.PostgresDatabase) -> Iterator[PostgresByDialect]:
    with shared_database.connect() as connection:
        made = PostgresByDialect(shared_database, connection, f"Shop {secrets.token_hex(4)}")
        yield made
        made.clean_up()


def steps_of(dialect: Dialect, draft: ConnectorDraft, secret: Secret | None) -> dict[str, CheckStep]:
    report = check(dialect, draft, secret, lambda _: None, InlineContext())
    return {step.name: step for step in report.steps}


def as_administrator(dialect: Dialect, by_dialect: PostgresByDialect) -> dict[str, CheckStep]:
    login = by_dialect.database
    return steps_of(dialect, draft_of(login), Secret(login.password))


def facts(step: CheckStep) -> dict[str, str]:
    return {fact.name: fact.value for fact in step.facts}


def greet(_: ConnectorDraft, connection: socket.socket, limit_s: float) -> Greeting:
    """PostgreSQL's answer to whoever asks for TLS is one letter."""
    line = Line(connection, Place("it", 5432, "PostgreSQL"), limit_s)
    line.send(b"\0\0\0\x08\x04\xd2\x16\x2f")
    said = line.read(1)
    if said not in {b"N", b"S"}:
        raise line.stranger()
    return Greeting(Encryption(""), facts=(CheckFact("Letter", said.decode()),))


@pytest.mark.server
def test_the_round_trip_is_measured_and_the_clock_where_it_can_be_asked_for(by_dialect: PostgresByDialect) -> None:
    without = facts(as_administrator(POSTGRESQL, by_dialect)["database"])
    assert without["Clock of the server"] == "not known"
    assert without["Round trip"].endswith(" ms")
    known = as_administrator(replace(POSTGRESQL, clock=CLOCK), by_dialect)["database"]
    assert known.state is StepState.PASSED
    assert abs(float(facts(known)["Clock of the server"].removesuffix(" s"))) < 5
    late = as_administrator(replace(POSTGRESQL, clock=f"{CLOCK} - 3600"), by_dialect)["database"]
    assert (late.state, late.detail) == (
        StepState.WARNING, "The clock of the server is 60 min behind this computer's.",
    )  # fmt: skip


@pytest.mark.server
def test_a_greeting_is_read_before_anybody_signs_in(by_dialect: PostgresByDialect) -> None:
    steps = as_administrator(replace(POSTGRESQL, greet=greet), by_dialect)
    assert list(steps) == ["resolve", "connect", "tls", "login", "database", "read", "privileges"]
    assert facts(steps["connect"])["Letter"] == "N"
    assert set(facts(steps["connect"])) == {"Address", "Connecting took", "Letter"}
    assert steps["tls"].state is StepState.SKIPPED
    nobody = ConnectorDraft("x", "x", by_dialect.database.host, by_dialect.database.port, "nobody", "nowhere")
    refused = steps_of(replace(POSTGRESQL, greet=greet), nobody, None)
    assert list(refused) == ["resolve", "connect", "tls", "login"]
    assert "Why is not known here" in refused["login"].hint


@pytest.mark.server
def test_a_session_that_is_less_than_the_greeting_promised_is_a_warning(by_dialect: PostgresByDialect) -> None:
    promising = replace(POSTGRESQL, greet=lambda *_: Greeting(Encryption("TLS 1.3")), encryption=lambda *_: "")
    steps = as_administrator(promising, by_dialect)
    assert steps["tls"].detail == "TLS 1.3"
    assert steps["login"].state is StepState.WARNING
    assert "not encrypted" in steps["login"].detail
    report = check(
        promising,
        draft_of(by_dialect.database),
        Secret(by_dialect.database.password),
        lambda _: None,
        InlineContext(),
    )
    assert report.encryption == ""


@pytest.mark.server
def test_refusals_are_explained_by_the_description(by_dialect: PostgresByDialect) -> None:
    def explain(connector: ConnectorDraft, error: BaseException) -> KbConnectError | None:
        if "does not exist" not in str(error):
            return None
        made = LoginRefusedError(f"{connector.username} is nobody.", hint="Ask.", detail="words")
        made.fix = "CREATE ROLE nobody;"
        return made

    login = by_dialect.database
    nobody = ConnectorDraft("x", "x", login.host, login.port, login.user, "nowhere")
    step = steps_of(replace(POSTGRESQL, explain=explain), nobody, Secret(login.password))["login"]
    assert (step.detail, step.fix) == (f"{login.user} is nobody.", "CREATE ROLE nobody;")
    closed = replace(nobody, port=1)
    with (
        pytest.raises(PortClosedError),
        DialectProvider(replace(POSTGRESQL, explain=explain)).open(closed, None),
    ):
        pass


@pytest.mark.server
def test_what_is_missing_comes_with_lines_to_copy(by_dialect: PostgresByDialect) -> None:
    table = by_dialect.create("articles", ["id"], [("1",)], ["id"])
    account = by_dialect.account()

    def grants(_: Connection, tables: Sequence[TableRef]) -> str:
        return "\n".join(f"GRANT SELECT ON {each.schema}.{each.name};" for each in tables)

    def script(_: Connection, wish: AccessWish) -> AccessScript:
        return AccessScript(wish.account, f"CREATE ROLE {wish.account}; -- {len(wish.tables)}")

    writes = (Power(PowerKind.WRITES, "It can change rows.", Severity.WRITES),)
    known = replace(
        POSTGRESQL,
        grants=grants,
        script=script,
        powers=lambda _: writes,
        readable="SELECT '' AS a, '' AS b WHERE false",
    )
    step = steps_of(known, draft_of(account), Secret(account.password))["read"]
    assert step.state is StepState.FAILED
    assert f"GRANT SELECT ON {table.schema}.articles;" in step.fix
    rights = as_administrator(replace(known, readable=""), by_dialect)["privileges"]
    assert rights.detail.startswith("It can change rows.")
    assert rights.fix.startswith("CREATE ROLE kbconnect_reader;")


@pytest.mark.server
def test_a_script_comes_with_what_the_network_needs(by_dialect: PostgresByDialect) -> None:
    def network(connection: Connection, connector: ConnectorDraft) -> NetworkAdvice:
        return NetworkAdvice(str(connection.exec_driver_sql("SELECT '192.0.2.7'").scalar()), connector.host)

    known = replace(POSTGRESQL, script=lambda _, wish: AccessScript(wish.account, "CREATE ROLE x;"), network=network)
    login = by_dialect.database
    with DialectProvider(known).open(draft_of(login), Secret(login.password)) as source:
        assert isinstance(source, ScriptingSource)
        made = source.access_script(AccessWish("x", ()))
    assert (made.make, made.network) == ("CREATE ROLE x;", NetworkAdvice("192.0.2.7", login.host))


def test_a_port_the_server_is_asked_for_is_the_one_that_is_tried() -> None:
    draft = ConnectorDraft("x", "x", "127.0.0.1", None, "me", "d", ConnectorOptions(connect_timeout_s=1))
    with tds_server.serving(tds_server.answering(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        asking = replace(POSTGRESQL, greet=greet, has_known_port=lambda _: False, find_port=lambda _: port)
        step = steps_of(asking, draft, None)["connect"]
    assert (step.state, "a web server" in step.detail) == (StepState.FAILED, True)
    unknown = replace(POSTGRESQL, has_known_port=lambda _: False)
    assert steps_of(unknown, draft, None)["connect"].state is StepState.SKIPPED


def test_a_test_that_waits_for_a_greeting_can_be_stopped() -> None:
    context = InlineContext()

    def behave(connection: socket.socket) -> None:
        connection.recv(100)
        context.cancel()
        tds_server.stay_silent(connection)

    with tds_server.serving(behave) as port:
        draft = ConnectorDraft("x", "x", "127.0.0.1", port, "me", "d")
        with pytest.raises(JobCancelled):
            check(replace(POSTGRESQL, greet=greet), draft, None, lambda _: None, context)
