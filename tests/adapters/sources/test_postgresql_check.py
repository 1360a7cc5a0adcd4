"""The connection test of PostgreSQL: every way to fail has its own sentence, on real servers with and without TLS."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.adapters.sources.postgresql_probe import prepared_password
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Secret,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import (
    AccessDeniedError,
    ConnectTimeoutError,
    DatabaseMissingError,
    HostNotFoundError,
    InputError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SecretMissingError,
    SourceError,
    SourceLostError,
    TlsError,
)
from kbconnect.core.job import InlineContext, JobCancelled
from tests import servers
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of

pytestmark = pytest.mark.server

PASSWORD = "§recognisable@/:#§"
STEPS = ["resolve", "connect", "tls", "login", "database", "read", "privileges"]


def check(draft: ConnectorDraft, password: str | None) -> ConnectionReport:
    """Runs the test, with what holds for every report checked on the way."""
    seen: list[CheckStep] = []
    secret = None if password is None else Secret(password)
    report = check_connection(draft, secret, seen.append, InlineContext())
    assert tuple(seen) == report.steps
    assert [step.name for step in seen] == STEPS[: len(seen)]
    assert all(step.state is not StepState.FAILED for step in seen[:-1])
    assert all(step.detail and step.seconds < 10 for step in seen)
    assert all(step.hint for step in seen if step.state in {StepState.FAILED, StepState.WARNING})
    if password:
        assert password not in repr(report)
    return report


def failure(draft: ConnectorDraft, password: str | None, step: str, error: type[KbConnectError]) -> CheckStep:
    """The step a test fails at; `open_source` has to give the same reason."""
    report = check(draft, password)
    assert not report.ok
    assert report.steps[-1].name == step
    with pytest.raises(error) as caught, open_source(draft, None if password is None else Secret(password)):
        pass
    assert caught.value.message == report.steps[-1].detail
    assert caught.value.hint
    if password:
        assert password not in f"{caught.value!r}{caught.value.detail}{caught.value.hint}{caught.value.__cause__!r}"
    return report.steps[-1]


# --------------------------------------------------------------------------------------------------- reaching it


def test_a_wrong_host(world: PostgresWorld) -> None:
    draft = replace(draft_of(world.database), host="no-such-host.invalid")
    step = failure(draft, world.database.password, "resolve", HostNotFoundError)
    assert "no-such-host.invalid" in step.detail


@pytest.mark.parametrize("host", ["", "  ", "two hosts", "a,b"])
def test_what_is_no_host(world: PostgresWorld, host: str) -> None:
    failure(replace(draft_of(world.database), host=host), PASSWORD, "resolve", InputError)


@pytest.mark.parametrize("host", ["x" * 300, "a..b", "."])
def test_what_can_not_be_a_host(world: PostgresWorld, host: str) -> None:
    failure(replace(draft_of(world.database), host=host), PASSWORD, "resolve", HostNotFoundError)


def test_a_look_up_that_never_ends(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def never(*_: object, **__: object) -> list[object]:
        released.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    try:
        step = failure(draft_of(world.database, connect_timeout_s=1), PASSWORD, "resolve", HostNotFoundError)
    finally:
        released.set()
    assert "within 1 seconds" in step.detail


def test_a_closed_port(world: PostgresWorld) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        step = failure(replace(draft_of(world.database), port=port), PASSWORD, "connect", PortClosedError)
    assert step.detail == f"127.0.0.1 answers, but nothing listens on port {port}."


def test_a_firewall_that_swallows_everything(world: PostgresWorld) -> None:
    with full_backlog() as port:
        draft = replace(draft_of(world.database, connect_timeout_s=1), port=port)
        step = failure(draft, PASSWORD, "connect", ConnectTimeoutError)
    assert "firewall" in step.hint


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port whose queue is full, so that the system answers no further connection, like a firewall that drops them."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        try:
            for _ in range(8):
                client = socket.socket()
                client.setblocking(False)
                client.connect_ex(listener.getsockname())
                waiting.append(client)
            yield listener.getsockname()[1]
        finally:
            for client in waiting:
                client.close()


@contextmanager
def answering(reply: bytes) -> Iterator[int]:
    """A server that is none: answers everything with one reply; an empty one is silence."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        kept: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                    kept.append(client)
                    client.recv(1000)
                    client.sendall(reply)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)  # noqa: TID251 - a server needs one
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for client in kept:
                client.close()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (b"", ConnectTimeoutError),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" * 3, SourceError),
        (b"NNNNNNNNNNNNNNNNNNNNNNNNN", SourceError),
    ],
)
def test_something_else_listens_there(world: PostgresWorld, reply: bytes, error: type[KbConnectError]) -> None:
    with answering(reply) as port:
        draft = replace(draft_of(world.database, connect_timeout_s=1), port=port)
        report = check(draft, PASSWORD)
        assert not report.ok
        assert report.steps[-1].name in {"tls", "login"}
        with pytest.raises(error), open_source(draft, Secret(PASSWORD)):
            pass


# --------------------------------------------------------------------------------------------------- login


def test_a_wrong_password_or_user(world: PostgresWorld) -> None:
    login = world.account()
    for draft in (draft_of(login), replace(draft_of(login), username="nobody there")):
        step = failure(draft, "wr@ng/pass:word#", "login", LoginRefusedError)
        assert "password" in step.detail
        assert "28P01" in step.technical


def test_no_password(world: PostgresWorld) -> None:
    failure(draft_of(world.database), None, "login", SecretMissingError)


def test_a_missing_database(world: PostgresWorld) -> None:
    step = failure(
        replace(draft_of(world.database), database="No Such"), world.database.password, "database", DatabaseMissingError
    )
    assert "“No Such”" in step.detail


def test_a_database_that_may_not_be_opened(postgres: servers.PostgresServer, world: PostgresWorld) -> None:
    login = world.account()
    with postgres.fresh_database() as database:
        database.execute(f'REVOKE CONNECT ON DATABASE "{database.database}" FROM PUBLIC')
        failure(replace(draft_of(login), database=database.database), login.password, "database", AccessDeniedError)


def test_an_account_without_the_right_to_log_in(world: PostgresWorld) -> None:
    login = world.account()
    world.run("ALTER ROLE {} NOLOGIN", login.user)
    step = failure(draft_of(login), login.password, "database", LoginRefusedError)
    assert "may not log in" in step.detail


def test_too_many_connections(world: PostgresWorld) -> None:
    login = world.account(attributes="CONNECTION LIMIT 0")
    step = failure(draft_of(login), login.password, "database", SourceError)
    assert "too many connections" in step.detail


def test_a_password_outside_ascii_is_prepared_as_the_server_does() -> None:
    assert prepared_password("plain") == b"plain"
    assert prepared_password("I\u00adX") == b"IX"
    assert prepared_password("\u00aa") == b"a"
    assert prepared_password("a\u00a0b") == b"a b"
    assert prepared_password("\u0627\u0031") == "\u06271".encode()
    assert prepared_password("ü\x07") == "ü\x07".encode()


@pytest.mark.parametrize("password", ["I\u00adX", "\u2168", "\u00a0x", "\u0627\u0031", "🙂", "Ünïcödé", "\u0130"])
def test_passwords_in_any_script_log_in(world: PostgresWorld, password: str) -> None:
    login = replace(world.account(), password=password)
    world.connection.execute(f"ALTER ROLE \"{login.user}\" PASSWORD '{password}'".encode())
    steps = check(draft_of(login), password).steps
    assert [step.name for step in steps][:5] == STEPS[:5]
    assert steps[3].state is StepState.PASSED


# --------------------------------------------------------------------------------------------------- TLS and SCRAM


@pytest.mark.parametrize("mode", [TlsMode.PREFER, TlsMode.REQUIRE])
def test_tls_without_a_check_of_the_certificate(debian_postgres: servers.DebianPostgres, mode: TlsMode) -> None:
    report = check(draft_of(debian_postgres.reader, tls=mode), debian_postgres.reader.password)
    assert report.ok
    assert report.encryption == "TLS 1.3"
    assert report.steps[2].detail.startswith("TLS 1.3, certificate valid until ")


def test_tls_with_a_check_of_the_certificate(debian_postgres: servers.DebianPostgres) -> None:
    login, ca = debian_postgres.reader, str(debian_postgres.ca_file)
    for mode in (TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL):
        assert check(draft_of(login, tls=mode, tls_ca_file=ca), login.password).ok
        with open_source(draft_of(login, tls=mode, tls_ca_file=ca), Secret(login.password)) as source:
            assert source.tables()


def test_a_certificate_of_a_stranger(debian_postgres: servers.DebianPostgres) -> None:
    login = debian_postgres.reader
    for file in (str(debian_postgres.other_ca_file), ""):
        draft = draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=file)
        step = failure(draft, login.password, "tls", TlsError)
        assert "trusts" in step.detail
        assert {"Certificate of", "Issued by", "Valid until"} <= {fact.name for fact in step.facts}


def test_a_certificate_for_another_name(debian_postgres: servers.DebianPostgres) -> None:
    login = replace(debian_postgres.reader, host=debian_postgres.mismatched_host)
    ca = str(debian_postgres.ca_file)
    step = failure(draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=ca), login.password, "tls", TlsError)
    assert step.detail == f"The server's certificate is not made out to {login.host}."
    assert check(draft_of(login, tls=TlsMode.VERIFY_CA, tls_ca_file=ca), login.password).ok


def test_a_certificate_file_that_is_none(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.reader
    (tmp_path / "ca.pem").write_text("no certificate")
    draft = draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=str(tmp_path / "ca.pem"))
    failure(draft, login.password, "tls", TlsError)
    missing = draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=str(tmp_path / "none.pem"))
    failure(missing, login.password, "tls", InputError)


def test_tls_demanded_by_the_server(debian_postgres: servers.DebianPostgres) -> None:
    login = debian_postgres.tls_only
    step = failure(draft_of(login, tls=TlsMode.DISABLE), login.password, "login", LoginRefusedError)
    assert "TLS" in step.hint
    assert f"hostssl  tls_only  {login.user}  127.0.0.1/32  scram-sha-256" in step.fix
    assert check(draft_of(login, tls=TlsMode.REQUIRE), login.password).ok


def test_tls_demanded_and_not_offered(world: PostgresWorld) -> None:
    for mode in (TlsMode.REQUIRE, TlsMode.VERIFY_FULL):
        step = failure(draft_of(world.database, tls=mode), world.database.password, "tls", TlsError)
        assert "offers no encryption" in step.detail


# --------------------------------------------------------------------------------------------------- rights


def test_a_reader_of_everything_is_just_fine(postgres: servers.PostgresServer, world: PostgresWorld) -> None:
    login = world.account()
    with postgres.fresh_database() as database:
        database.execute(f'CREATE TABLE a (id int); CREATE TABLE b (id int); GRANT SELECT ON a, b TO "{login.user}"')
        report = check(replace(draft_of(login), database=database.database), login.password)
        database.execute(f'DROP OWNED BY "{login.user}"')
    assert report.ok
    assert not report.can_write
    assert report.warnings == ()
    assert report.steps[-2].detail == "All 2 tables can be read"
    assert report.steps[-1].detail == "This account can only read"
    assert report.server_version.startswith("PostgreSQL 1")


def test_locked_schemas_come_with_the_grants_that_open_them(
    postgres: servers.PostgresServer, world: PostgresWorld
) -> None:
    login = world.account()
    with postgres.fresh_database() as database:
        database.execute(
            'CREATE TABLE a (id int); CREATE SCHEMA tickets; CREATE TABLE tickets.b (id int); CREATE SCHEMA "My Own"; '
            f'CREATE TABLE "My Own".c (id int); CREATE TABLE "My Own".d (id int); GRANT SELECT ON a TO "{login.user}"; '
            f'GRANT USAGE ON SCHEMA "My Own" TO "{login.user}"; GRANT SELECT ON "My Own".c TO "{login.user}"'
        )
        draft = replace(draft_of(login), database=database.database)
        report = check(draft, login.password)
        step = report.steps[5]
        assert step.state is StepState.WARNING
        assert step.detail.startswith("2 of 4 tables can be read. ")
        assert "“tickets”" in step.detail
        assert f'GRANT USAGE ON SCHEMA tickets TO "{login.user}";' in step.fix
        database.execute(step.fix)
        assert check(draft, login.password).steps[5].detail == "All 4 tables can be read"
        database.execute(f'DROP OWNED BY "{login.user}"')


def test_no_grant_at_all_fails(postgres: servers.PostgresServer, world: PostgresWorld) -> None:
    login = world.account()
    with postgres.fresh_database() as database:
        database.execute("CREATE TABLE a (id int); CREATE VIEW v AS TABLE a")
        draft = replace(draft_of(login), database=database.database)
        report = check(draft, login.password)
        assert not report.ok
        assert report.steps[-1].name == "read"
        assert "may not read any of the 2 tables" in report.steps[-1].detail
        database.execute(report.steps[-1].fix)
        assert check(draft, login.password).ok
        database.execute(f'DROP OWNED BY "{login.user}"')


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        ("GRANT INSERT ON a TO {}", "write to 1 table."),
        ("GRANT UPDATE (id) ON a TO {}", "write to 1 table."),
        ("GRANT TRUNCATE ON a, b TO {}", "write to 2 tables."),
        ("GRANT CREATE ON SCHEMA public TO {}", "create tables."),
        ("ALTER ROLE {} CREATEROLE", "create accounts."),
        ("ALTER ROLE {} CREATEDB", "create databases."),
        ("ALTER ROLE {} SUPERUSER", "administrator of the whole server."),
    ],
)
def test_an_account_that_can_write_is_told(
    postgres: servers.PostgresServer, world: PostgresWorld, grant: str, said: str
) -> None:
    login = world.account()
    with postgres.fresh_database() as database:
        database.execute(f'CREATE TABLE a (id int); CREATE TABLE b (id int); GRANT SELECT ON a, b TO "{login.user}"')
        database.execute(grant.format(f'"{login.user}"'))
        report = check(replace(draft_of(login), database=database.database), login.password)
        database.execute(f'DROP OWNED BY "{login.user}"')
    assert report.ok
    assert report.can_write
    (warning,) = report.warnings
    assert said in warning
    assert warning.endswith("kbconnect never writes, but a read-only account is safer.")


def test_the_script_for_a_reader_makes_one_that_can_only_read(postgres: servers.PostgresServer) -> None:
    with postgres.fresh_database() as database:
        database.execute('CREATE SCHEMA "My Own"; CREATE TABLE "My Own".a (id int)')
        script = check(draft_of(database), database.password).steps[-1].fix
        password = "a new one"
        database.execute(script)
        database.execute(script)
        database.execute(f"ALTER ROLE kbconnect_reader PASSWORD '{password}'")
        try:
            database.execute('CREATE TABLE "My Own".later (id int)')
            report = check(replace(draft_of(database), username="kbconnect_reader"), password)
            assert report.ok
            assert report.warnings == ()
            assert report.steps[5].detail == "All 2 tables can be read"
        finally:
            database.execute("DROP OWNED BY kbconnect_reader; DROP ROLE kbconnect_reader")


# --------------------------------------------------------------------------------------------------- stopping it


def test_a_test_can_be_stopped(world: PostgresWorld) -> None:
    context = InlineContext()
    seen: list[str] = []

    def on_step(step: CheckStep) -> None:
        seen.append(step.name)
        if step.name == "connect":
            context.cancel()

    with pytest.raises(JobCancelled):
        check_connection(draft_of(world.database), Secret(world.database.password), on_step, context)
    assert seen == ["resolve", "connect"]


def test_a_silent_server_can_be_given_up(world: PostgresWorld) -> None:
    context = InlineContext()

    def on_step(step: CheckStep) -> None:
        if step.name == "connect":
            threading.Timer(0.05, context.cancel).start()  # noqa: TID251 - somebody else stops the test

    with answering(b"") as port:
        draft = replace(draft_of(world.database, connect_timeout_s=8), port=port)
        started = time.monotonic()
        with pytest.raises(JobCancelled):
            check_connection(draft, Secret(PASSWORD), on_step, context)
        assert time.monotonic() - started < 5


def test_a_server_that_has_gone_is_told_from_a_wrong_password(postgres: servers.PostgresServer) -> None:
    fields = b"SFATAL\0VFATAL\0C57P03\0Mstarting up, wait\0\0"
    with answering(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields) as port:
        draft = replace(draft_of(postgres.superuser), port=port)
        report = check(draft, PASSWORD)
    assert report.steps[-1].detail == "The server is starting or stopping and takes no connections right now."
    assert SourceLostError.retryable_by_default
