"""The way to a source: through an SSH server for real, and a wish to stop that nobody waits for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import SecretReference
from kbconnect.core.connector import (
    CheckStep,
    ConnectorDraft,
    ConnectorOptions,
    Secret,
    SshTunnel,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import (
    HostKeyChangedError,
    HostKeyUnknownError,
    InputError,
    LoginRefusedError,
    PortClosedError,
    SourceLostError,
)
from kbconnect.core.job import InlineContext, JobCancelled
from tests import servers
from tests.mariadb_server import MariadbServer
from tests.servers_ssh import PASS_PHRASE, SshServer

pytestmark = pytest.mark.server

WAIT_S = 20


def through(login: servers.PostgresDatabase, sshd: SshServer, **options: object) -> ConnectorDraft:
    """The database by the name it has at the SSH server, with its certificate checked."""
    tunnel = SshTunnel(sshd.host, sshd.port, sshd.username, str(sshd.key))
    made = ConnectorOptions(TlsMode.VERIFY_FULL, str(login.ca_file), tunnel=tunnel)
    made = replace(made, **options)  # type: ignore[arg-type]  # fields of options
    return ConnectorDraft("Shop", "postgresql", "localhost", login.port, login.user, login.database, made)


def test_an_unknown_server_is_approved_and_then_gone_through(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    login, connectors = debian_postgres.reader, application.connectors
    draft = through(login, sshd)
    steps: list[CheckStep] = []
    report = connectors.test(draft, Secret(login.password), steps.append, InlineContext())
    assert [step.name for step in report.steps] == ["tunnel"]
    (step,) = steps
    assert step.state is StepState.FAILED
    assert step.host_key is not None
    assert step.host_key.fingerprint == sshd.fingerprint
    with pytest.raises(HostKeyUnknownError), connectors.open(connectors.add(draft, Secret(login.password)).id):
        pass

    application.host_keys.approve(step.host_key)
    steps.clear()
    report = connectors.test(draft, Secret(login.password), steps.append, InlineContext())
    assert tuple(steps) == report.steps
    assert [(step.name, step.state) for step in steps] == [
        ("tunnel", StepState.PASSED),
        ("resolve", StepState.SKIPPED),
        *((name, StepState.PASSED) for name in ("connect", "tls", "login", "database")),
        ("read", StepState.WARNING),
        ("privileges", StepState.PASSED),
    ]
    assert steps[0].detail.startswith(f"Through {sshd.username}@127.0.0.1 by key; from there localhost answers")
    facts = {fact.name: fact.value for fact in steps[0].facts}
    assert facts["Server"].startswith("SSH-2.0-OpenSSH")
    assert facts["Key of the server"] == f"ssh-ed25519 {sshd.fingerprint}"
    assert facts["Encryption"].startswith("SSH 2, ")
    assert steps[1].detail == "Not needed: 127.0.0.1 looks the host up"
    tables = application.catalog.tables(connectors.find("Shop").id, InlineContext())
    assert "sales.products" in {str(table.ref) for table in tables if table.readable}


def test_the_certificate_has_to_be_that_of_the_host_behind_the_tunnel(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    login = debian_postgres.reader
    application.paths.host_keys.write_text(sshd.known_hosts_line(), encoding="utf-8")
    draft = replace(through(login, sshd), host=debian_postgres.mismatched_host)
    report = application.connectors.test(draft, Secret(login.password), lambda _: None, InlineContext())
    assert report.steps[-1].name == "tls"
    assert report.steps[-1].detail == f"The server's certificate is not made out to {debian_postgres.mismatched_host}."


def test_mariadb_is_reached_through_an_ssh_server(
    application: Application, mariadb: MariadbServer, sshd: SshServer
) -> None:
    login, connectors = mariadb.reader, application.connectors
    application.paths.host_keys.write_text(sshd.known_hosts_line(), encoding="utf-8")
    tunnel = SshTunnel(sshd.host, sshd.port, sshd.username, str(sshd.key))
    options = ConnectorOptions(TlsMode.VERIFY_FULL, str(mariadb.ca_file), tunnel=tunnel)
    draft = ConnectorDraft("Maria", "mysql", "localhost", login.port, login.user, "shop", options)
    saved = connectors.add(draft, Secret(login.password))
    report = connectors.test_saved(saved.id, lambda _: None, InlineContext())
    assert report.ok
    assert [step.name for step in report.steps[:2]] == ["tunnel", "resolve"]
    assert report.encryption.startswith("TLS 1.")
    tables = application.catalog.tables(saved.id, InlineContext())
    assert "products" in {table.ref.name for table in tables if table.readable}


def test_both_secrets_of_a_connector_are_used(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    login, connectors = debian_postgres.reader, application.connectors
    application.paths.host_keys.write_text(sshd.known_hosts_line(), encoding="utf-8")
    draft = through(login, sshd, tunnel=SshTunnel(sshd.host, sshd.port, sshd.username, str(sshd.locked_key)))
    saved = connectors.add(draft, Secret(login.password), Secret(PASS_PHRASE))
    assert connectors.test_saved(saved.id, lambda _: None, InlineContext()).ok
    wrong = connectors.edit(saved.id, draft, Secret(login.password), Secret("close sesame"))
    report = connectors.test_saved(wrong.id, lambda _: None, InlineContext())
    assert report.steps[-1].detail == "The pass phrase of the key locked_key is wrong."
    given = connectors.test(
        draft, Secret(login.password), lambda _: None, InlineContext(), tunnel_secret=Secret(PASS_PHRASE)
    )
    assert given.ok


def test_a_schedule_knocks_at_the_ssh_server(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    from kbconnect.adapters import sources
    from kbconnect.adapters.tunnels import SshTunnels
    from kbconnect.app.reaching import Reaching

    reaching = Reaching(sources, SshTunnels(application.paths.host_keys))
    draft = replace(through(debian_postgres.reader, sshd), host="nowhere.invalid")
    reaching.check_reachable(draft, 5)
    sshd.stop()
    with pytest.raises(PortClosedError) as caught:
        reaching.check_reachable(draft, 5)
    assert "SSH server" in caught.value.message


def test_a_tunnel_that_breaks_is_what_the_error_says(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    login, connectors = debian_postgres.reader, application.connectors
    application.paths.host_keys.write_text(sshd.known_hosts_line(), encoding="utf-8")
    saved = connectors.add(through(login, sshd), Secret(login.password))

    def read() -> None:
        with connectors.open(saved.id) as source:
            sshd.stop()
            source.tables()

    with pytest.raises(SourceLostError) as caught:
        read()
    assert caught.value.message.startswith("The SSH tunnel through 127.0.0.1 was lost")
    assert caught.value.retryable


def test_a_changed_key_is_approved_by_its_fingerprint_alone(
    application: Application, debian_postgres: servers.DebianPostgres, sshd: SshServer
) -> None:
    application.paths.host_keys.write_text(sshd.known_hosts_line(), encoding="utf-8")
    before = sshd.fingerprint
    sshd.stop()
    sshd.change_host_key()
    sshd.start()
    draft = through(debian_postgres.reader, sshd)
    with pytest.raises(HostKeyChangedError) as caught:
        application.host_keys.unknown(draft, InlineContext())
    report = application.connectors.test(draft, None, lambda _: None, InlineContext())
    assert report.steps[-1].host_key is None  # nothing that a click could approve
    with pytest.raises(InputError):
        application.host_keys.replace(caught.value, before)
    with pytest.raises(HostKeyChangedError):
        application.host_keys.unknown(draft, InlineContext())
    application.host_keys.replace(caught.value, sshd.fingerprint.removeprefix("SHA256:"))
    assert application.host_keys.unknown(draft, InlineContext()) is None


def test_without_an_ssh_server_there_is_no_key(application: Application) -> None:
    draft = ConnectorDraft("Shop", "postgresql", "db.example")
    assert application.host_keys.unknown(draft, InlineContext()) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": "/var/run/postgresql"}, "A socket in a folder"),
        ({"provider": "sqlite", "database": "a.db"}, "is not reached through an SSH server"),
        ({"options": ConnectorOptions(tunnel=SshTunnel(" "))}, "No SSH server is named"),
        ({"options": ConnectorOptions(tunnel=SshTunnel("ssh.example", 0))}, "0 is not a port"),
    ],
)
def test_tunnels_that_make_no_sense(application: Application, change: dict[str, object], says: str) -> None:
    options = ConnectorOptions(tunnel=SshTunnel("ssh.example"))
    draft = replace(ConnectorDraft("Shop", "postgresql", "db.example", options=options), **change)  # type: ignore[arg-type]  # by parameter
    with pytest.raises(InputError) as caught:
        application.connectors.check_draft(draft)
    assert says in caught.value.message


# --------------------------------------------------------------------------------------------------- stopping


@contextmanager
def silent(on_connect: Callable[[], None]) -> Iterator[int]:
    """A server that takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                kept.append(listener.accept()[0])
            except OSError:
                return
            on_connect()

    thread = threading.Thread(target=serve)  # noqa: TID251 - a server
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for one in kept:
            one.close()


def left_behind() -> list[threading.Thread]:  # noqa: TID251 - calls that nobody waits for
    return [thread for thread in threading.enumerate() if thread.name == "left behind"]


def way_to(port: int, *, tunnel: bool) -> ConnectorDraft:
    if tunnel:
        options = ConnectorOptions(tunnel=SshTunnel("127.0.0.1", port, "ada"))
        return ConnectorDraft("Silent", "postgresql", "db.example", 5432, "reader", "shop", options)
    return ConnectorDraft("Silent", "postgresql", "127.0.0.1", port, "reader", "shop")


@pytest.mark.parametrize("tunnel", [False, True], ids=["database", "ssh server"])
def test_stopping_waits_for_nobody(application: Application, tunnel: bool) -> None:
    for act in ("test", "open"):
        context = InlineContext()
        with silent(context.cancel) as port:
            draft = way_to(port, tunnel=tunnel)
            if act == "test":
                with pytest.raises(JobCancelled):
                    application.connectors.test(draft, Secret("x"), lambda _: None, context)
            else:
                saved = application.connectors.add(draft, Secret("x"))
                with pytest.raises(JobCancelled), application.connectors.open(saved.id, context):
                    pass
            # A test is broken off and may have ended by now; what opens a source can't be.
            assert left_behind() or act == "test", "the server still holds the connection that nobody waits for"
        for thread in left_behind():
            thread.join(WAIT_S)
        assert left_behind() == []


def test_a_password_that_is_refused_is_read_anew(
    tmp_path: Path, debian_postgres: servers.DebianPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = debian_postgres.reader
    place = tmp_path / "password"
    place.write_text("an old one", encoding="utf-8")
    place.chmod(0o600)
    draft = ConnectorDraft("Shop", "postgresql", login.host, login.port, login.user, login.database)
    with build_application(tmp_path / "home", {}, lambda _: None) as application:
        saved = application.connectors.add(draft, SecretReference(f"file:{place}"))
        with pytest.raises(LoginRefusedError), application.connectors.open(saved.id):
            pass
        place.write_text(login.password, encoding="utf-8")
        with application.connectors.open(saved.id) as source:
            assert source.tables()
