"""The connection test of MySQL and MariaDB: every way to fail has its own sentence, on a real server with TLS."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Dial,
    Secret,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import (
    AccessDeniedError,
    ConnectTimeoutError,
    DatabaseMissingError,
    HostNotFoundError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SecretMissingError,
    SourceError,
    TlsError,
)
from kbconnect.core.job import InlineContext, JobCancelled
from tests import servers
from tests.adapters.sources.mysql_world import MysqlWorld, draft_of
from tests.adapters.sources.test_postgresql_check import answering
from tests.mariadb_server import MariadbServer

pytestmark = pytest.mark.server

PASSWORD = "§recognisable@/:#§"
STEPS = ["resolve", "connect", "tls", "login", "database", "read", "privileges"]


# The greeting of a server: version, thread, and of its abilities not that of TLS.
WITHOUT_TLS = (
    b"\x0a5.7.0\0" + b"\1\0\0\0" + b"12345678\0" + b"\xff\xf7\x21\2\0\x08\0\x15" + b"\0" * 10 + b"123456789012\0"
)


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


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
    assert report.steps[-1].name == step, report.steps[-1]
    with pytest.raises(error) as caught, open_source(draft, None if password is None else Secret(password)):
        pass
    assert caught.value.message == report.steps[-1].detail
    assert caught.value.hint
    if password:
        assert password not in f"{caught.value!r}{caught.value.detail}{caught.value.hint}{caught.value.__cause__!r}"
    return report.steps[-1]


# --------------------------------------------------------------------------------------------------- reaching it


def test_a_wrong_host(world: MysqlWorld) -> None:
    draft = replace(draft_of(world.database), host="no-such-host.invalid")
    assert "no-such-host.invalid" in failure(draft, PASSWORD, "resolve", HostNotFoundError).detail


def test_a_closed_port(world: MysqlWorld) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        step = failure(replace(draft_of(world.database), port=port), PASSWORD, "connect", PortClosedError)
    assert step.detail == f"127.0.0.1 answers, but nothing listens on port {port}."


def test_the_port_of_postgresql(world: MysqlWorld, postgres: servers.PostgresServer) -> None:
    draft = replace(draft_of(world.database, connect_timeout_s=1), port=postgres.superuser.port)
    step = failure(draft, PASSWORD, "connect", ConnectTimeoutError)
    assert "the port of MySQL" in step.hint


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail ESMTP\r\n", b"\x05\0\0\0\x0a5.5.", b"x"])
def test_a_server_of_another_kind(world: MysqlWorld, greeting: bytes) -> None:
    with greeting_with(greeting) as port:
        failure(replace(draft_of(world.database, connect_timeout_s=1), port=port), PASSWORD, "connect", SourceError)


@contextmanager
def greeting_with(greeting: bytes, received: list[bytes] | None = None) -> Iterator[int]:
    """A server that speaks first, and then hangs up, or listens to what it is told if somebody wants to know that."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client:
                        client.sendall(greeting)
                        while received is not None and (data := client.recv(1000)):
                            received.append(data)

        thread = threading.Thread(target=serve)  # noqa: TID251 - a server needs one
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_a_computer_that_may_not_come(world: MysqlWorld) -> None:
    refusal = b"\xff\x6a\x04Host '10.0.0.7' is not allowed to connect to this MariaDB server"
    with greeting_with(len(refusal).to_bytes(3, "little") + b"\0" + refusal) as port:
        step = failure(replace(draft_of(world.database), port=port), PASSWORD, "connect", LoginRefusedError)
    assert "takes no connections from this computer" in step.detail
    assert "1130" in step.technical


def test_an_account_of_another_computer(world: MysqlWorld) -> None:
    world.run("CREATE USER 'far away'@'192.0.2.1' IDENTIFIED BY 'x'")
    try:
        draft = replace(draft_of(world.database), username="far away")
        failure(draft, "x1y2", "login", LoginRefusedError)
    finally:
        world.run("DROP USER 'far away'@'192.0.2.1'")


# --------------------------------------------------------------------------------------------------- login


def test_a_wrong_password_or_user(world: MysqlWorld) -> None:
    login = world.account()
    for draft in (draft_of(login), replace(draft_of(login), username="nobody there")):
        step = failure(draft, "wr@ng/pass:word#", "login", LoginRefusedError)
        assert "password" in step.detail
        assert "1045" in step.technical


def test_no_password(world: MysqlWorld) -> None:
    failure(draft_of(world.database), None, "login", SecretMissingError)


def test_a_missing_database_comes_with_those_there_are(world: MysqlWorld) -> None:
    draft = replace(draft_of(world.database), database="No Such")
    report = check(draft, world.database.password)
    assert report.steps[-1].name == "database"
    assert "“No Such”" in report.steps[-1].detail
    assert "“shop”" in report.steps[-1].hint
    with pytest.raises(DatabaseMissingError), open_source(draft, Secret(world.database.password)):
        pass


def test_a_database_that_may_not_be_opened(world: MysqlWorld) -> None:
    login = world.account()
    failure(draft_of(login), login.password, "database", AccessDeniedError)


def test_an_account_that_is_locked(world: MysqlWorld) -> None:
    login = world.account()
    world.run(f"ALTER USER `{login.user}` ACCOUNT LOCK")
    step = failure(draft_of(login), login.password, "login", LoginRefusedError)
    assert "may not log in" in step.detail


def test_a_password_is_never_sent_in_clear_to_a_server_nobody_checked(world: MysqlWorld) -> None:
    # A greeting without TLS, then a request for the password as it is.
    greeting = WITHOUT_TLS + b"mysql_native_password\0"
    ask = b"\xfemysql_clear_password\0"
    packets = len(greeting).to_bytes(3, "little") + b"\0" + greeting + len(ask).to_bytes(3, "little") + b"\2" + ask
    received: list[bytes] = []
    with greeting_with(packets, received) as port:
        draft = replace(draft_of(world.database, connect_timeout_s=1), port=port)
        step = failure(draft, PASSWORD, "login", LoginRefusedError)
    assert "unprotected" in step.detail
    assert PASSWORD.encode() not in b"".join(received)


def test_a_server_that_asks_for_a_file_of_this_computer_gets_none(world: MysqlWorld) -> None:
    done = b"\0\0\0\2\0\0\0"
    packets = [
        packet(0, WITHOUT_TLS + b"mysql_native_password\0"), packet(2, done), packet(1, done),
        packet(1, b"\xfb/etc/passwd"),
    ]  # fmt: skip
    received: list[bytes] = []
    with talking(packets, received) as port:
        draft = replace(draft_of(world.database, connect_timeout_s=1), port=port)
        with pytest.raises(SourceError), open_source(draft, Secret(PASSWORD)):
            pass
    assert b"root:" not in b"".join(received)


def packet(number: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + bytes([number]) + body


@contextmanager
def talking(packets: list[bytes], received: list[bytes]) -> Iterator[int]:
    """A server that says one thing after the other, and hears an answer to each."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                client, _ = listener.accept()
                with client:
                    for each in packets:
                        client.sendall(each)
                        received.append(client.recv(10_000))
                    received.append(client.recv(10_000))

        thread = threading.Thread(target=serve)  # noqa: TID251 - a server needs one
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join(10)


# --------------------------------------------------------------------------------------------------- TLS


@pytest.mark.parametrize("mode", [TlsMode.PREFER, TlsMode.REQUIRE])
def test_tls_without_a_check_of_the_certificate(mariadb: MariadbServer, mode: TlsMode) -> None:
    report = check(draft_of(mariadb.reader, tls=mode), mariadb.reader.password)
    assert report.ok
    assert report.encryption == "TLS 1.3"


def test_tls_with_a_check_of_the_certificate(mariadb: MariadbServer) -> None:
    login, ca = mariadb.reader, str(mariadb.ca_file)
    for mode in (TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL):
        assert check(draft_of(login, tls=mode, tls_ca_file=ca), login.password).ok
        with open_source(draft_of(login, tls=mode, tls_ca_file=ca), Secret(login.password)) as source:
            assert [table.ref.name for table in source.tables()] == ["products"]


def test_a_certificate_of_a_stranger(mariadb: MariadbServer) -> None:
    login = mariadb.reader
    for file in (str(mariadb.other_ca_file), ""):
        step = failure(draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=file), login.password, "tls", TlsError)
        assert "trusts" in step.detail
        assert {"Certificate of", "Issued by", "Valid until"} <= {fact.name for fact in step.facts}


def test_a_certificate_for_another_name(mariadb: MariadbServer) -> None:
    login = replace(mariadb.reader, host=mariadb.mismatched_host)
    ca = str(mariadb.ca_file)
    step = failure(draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=ca), login.password, "tls", TlsError)
    assert step.detail == f"The server's certificate is not made out to {login.host}."
    assert check(draft_of(login, tls=TlsMode.VERIFY_CA, tls_ca_file=ca), login.password).ok


def test_the_certificate_has_to_be_that_of_the_host_whatever_is_dialled(mariadb: MariadbServer) -> None:
    login, ca = mariadb.reader, str(mariadb.ca_file)
    dial = Dial(login.host, login.port)
    draft = replace(draft_of(login, tls=TlsMode.VERIFY_FULL, tls_ca_file=ca), dial=dial, port=3306)
    assert check(replace(draft, host="localhost"), login.password).ok
    failure(replace(draft, host="db.example.org"), login.password, "tls", TlsError)


def test_tls_demanded_by_the_server(mariadb: MariadbServer) -> None:
    login = mariadb.tls_only
    step = failure(draft_of(login, tls=TlsMode.DISABLE), login.password, "login", LoginRefusedError)
    assert "TLS" in step.hint
    assert check(draft_of(login, tls=TlsMode.PREFER), login.password).ok


def test_tls_demanded_and_not_offered(world: MysqlWorld) -> None:
    received: list[bytes] = []
    with greeting_with(len(WITHOUT_TLS).to_bytes(3, "little") + b"\0" + WITHOUT_TLS, received) as port:
        for mode in (TlsMode.REQUIRE, TlsMode.VERIFY_FULL):
            draft = replace(draft_of(world.database, tls=mode, connect_timeout_s=1), port=port)
            step = failure(draft, PASSWORD, "tls", TlsError)
            assert "offers no encryption" in step.detail
    assert received == []


def test_an_account_with_a_certificate_of_its_own(mariadb: MariadbServer, world: MysqlWorld, tmp_path: Path) -> None:
    login = world.account()
    world.run(f"ALTER USER `{login.user}` REQUIRE X509")
    world.grant("SELECT", f"`{world.schema}`.*", login)
    certificate, key = tmp_path / "own.pem", tmp_path / "own.key"
    certificate.write_bytes((mariadb.folder / "server.pem").read_bytes())
    key.write_bytes((mariadb.folder / "server.key").read_bytes())
    key.chmod(0o600)
    failure(draft_of(login, tls=TlsMode.REQUIRE), login.password, "login", LoginRefusedError)
    own = draft_of(login, tls=TlsMode.REQUIRE, tls_certificate_file=str(certificate), tls_key_file=str(key))
    assert check(own, login.password).ok


# --------------------------------------------------------------------------------------------------- rights


def test_a_reader_of_everything_is_just_fine(world: MysqlWorld) -> None:
    world.create("a", ["id"], [], ["id"])
    world.create("b", ["id"], [], ["id"])
    login = world.account()
    world.grant("SELECT", "a", login)
    world.grant("SELECT", "b", login)
    report = check(draft_of(login), login.password)
    assert report.ok
    assert not report.can_write
    assert report.warnings == ()
    assert report.steps[-2].detail == "All 2 tables can be read"
    assert report.steps[-1].detail == "This account can only read"
    assert report.server_version.startswith("MariaDB 10.")
    assert {fact.name for fact in report.steps[4].facts} == {"Server", "Round trip", "Clock of the server"}


def test_a_clock_that_is_off_is_a_warning(world: MysqlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.mysql_check.clock", lambda: time.time() + 3600)
    world.create("a", ["id"], [], ["id"])
    login = world.account()
    world.grant("SELECT", "a", login)
    step = check(draft_of(login), login.password).steps[4]
    assert (step.name, step.state) == ("database", StepState.WARNING)
    assert step.detail == "The clock of the server is 60 min behind this computer's."


def test_locked_tables_come_with_the_grants_that_open_them(world: MysqlWorld) -> None:
    world.create("a", ["id"], [], ["id"])
    world.create("b", ["id"], [], ["id"])
    login = world.account()
    world.grant("SELECT", "a", login)
    world.grant("DELETE", "b", login)
    step = check(draft_of(login), login.password).steps[5]
    assert step.state is StepState.WARNING
    assert step.detail.startswith("1 of 2 tables can be read.")
    world.script(step.fix)
    assert check(draft_of(login), login.password).steps[5].detail == "All 2 tables can be read"


def test_no_grant_at_all_fails(world: MysqlWorld) -> None:
    world.create("a", ["id"], [], ["id"])
    login = world.account()
    world.grant("DELETE", "a", login)
    report = check(draft_of(login), login.password)
    assert not report.ok
    assert report.steps[-1].name == "read"
    world.script(report.steps[-1].fix)
    assert check(draft_of(login), login.password).ok


def test_a_writer_is_offered_a_reader(world: MysqlWorld) -> None:
    world.create("a", ["id", "body"], [("1", "A")], ["id"])
    login = world.account()
    world.grant("SELECT, INSERT", f"`{world.schema}`.*", login)
    report = check(draft_of(login), login.password)
    step = report.steps[-1]
    assert report.ok
    assert report.can_write
    assert step.state is StepState.WARNING
    assert step.detail.startswith(f"It can write to “{world.schema}” (INSERT).")
    assert "CREATE USER" in step.fix


def test_an_administrator_is_told_so(world: MysqlWorld) -> None:
    report = check(draft_of(world.database), world.database.password)
    assert report.can_write
    assert "administrator" in report.steps[-1].detail


def test_a_test_can_be_cancelled(world: MysqlWorld) -> None:
    context = InlineContext()

    def cancel(step: CheckStep) -> None:
        if step.name == "login":
            context.cancel()

    with pytest.raises(JobCancelled):
        check_connection(draft_of(world.database), Secret(world.database.password), cancel, context)


def test_a_silent_server_is_not_waited_for(world: MysqlWorld) -> None:
    with answering(b"") as port:
        draft = replace(draft_of(world.database, connect_timeout_s=1), port=port)
        failure(draft, PASSWORD, "connect", ConnectTimeoutError)


def test_a_closed_source_leaves_no_session(world: MysqlWorld) -> None:
    login = world.account()
    world.grant("SELECT", f"`{world.schema}`.*", login)
    with open_source(draft_of(login), Secret(login.password)) as source:
        assert source.tables() == ()
    with closing(world.database.connect()) as other, other.cursor() as cursor:
        while cursor.execute("SELECT 1 FROM information_schema.PROCESSLIST WHERE USER = %s", (login.user,)):
            pass
        assert cursor.fetchall() == ()
