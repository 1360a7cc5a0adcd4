"""A recognisable password at every other kind of source: saved, tested, read, refused, and nothing shows it.

MariaDB is real. Files and SQLite know no password, so there it is one that somebody gives all the same; a database file
is named beside it. SQL Server, Oracle and a third party's kind are tried at the driver's edge, at ports that hang up,
talk rubbish or answer nothing. The SSH account of a tunnel and the pass phrase of its key are secrets of their own.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import KeepSecret
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra, Secret, SshTunnel, TlsMode
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext
from tests import servers
from tests.adapters.sources import tds_server, tns_server
from tests.adapters.sources.test_dialect_plugins import EXAMPLE, install
from tests.certificates import make_certificates
from tests.conftest import require
from tests.faults.planted import PLANTED, assert_absent, assert_absent_from, failure
from tests.mariadb_server import MariadbServer
from tests.servers_ssh import has_sshd, make_key, run_password_server, run_sshd

pytestmark = pytest.mark.server

SECRET = Secret(PLANTED)


@pytest.fixture
def application(home: Path) -> Iterator[Application]:
    with build_application(home, dict(os.environ), lambda purpose: None) as built:
        yield built


def failing_ways(application: Application, draft: ConnectorDraft, *wrong: ConnectorDraft) -> list[str]:
    """What is shown of connectors that can't be used: the test's report, the saved row, the error with its frames."""
    shown = [repr((draft, SECRET))]
    for each in wrong:
        report = application.connectors.test(each, SECRET, lambda step: None, InlineContext())
        assert not report.ok, each
        saved = application.connectors.add(replace(each, name=f"no {len(shown)} of {draft.name}"), SECRET)
        tables = partial(application.catalog.tables, saved.id, InlineContext())
        shown += [repr(report), repr(saved), failure(tables, KbConnectError)]
    return shown


def look_over(application: Application, shown: list[str]) -> None:
    for text in shown:
        assert_absent(text)
    assert_absent_from(application.paths.home, logged=False)


def test_mariadb(application: Application, mariadb: MariadbServer) -> None:
    with mariadb.fresh_database() as admin:
        escaped = PLANTED.replace("\\", "\\\\").replace("'", "\\'")
        admin.run(
            f"CREATE USER planted IDENTIFIED BY '{escaped}'",
            "CREATE TABLE notes (id int PRIMARY KEY, body text)",
            "INSERT INTO notes VALUES (1, 'one'), (2, 'two')",
            f"GRANT SELECT ON {admin.database}.* TO planted",
        )
        draft = ConnectorDraft("Maria", "mysql", admin.host, admin.port, "planted", admin.database)
        secured = ConnectorOptions(tls=TlsMode.VERIFY_FULL, tls_ca_file=str(mariadb.other_ca_file))
        try:
            shown = failing_ways(
                application,
                draft,
                replace(draft, username="nobody"),
                replace(draft, database="nowhere"),
                replace(draft, port=1),
                replace(draft, host="no-such-host.invalid"),
                replace(draft, options=secured),
            )
            saved = application.connectors.add(draft, SECRET)
            assert application.connectors.test_saved(saved.id, lambda step: None, InlineContext()).ok
            assert application.catalog.tables(saved.id, InlineContext())
            application.connectors.edit(saved.id, draft, Secret("another " + PLANTED))
            shown.append(failure(partial(application.catalog.tables, saved.id, InlineContext()), KbConnectError))
            look_over(application, shown)
        finally:
            admin.run("DROP USER planted")


def certified(folder: Path) -> Path:
    made = make_certificates(folder)
    file = folder / "both.pem"
    file.write_bytes(made.server_file.read_bytes() + made.server_key_file.read_bytes())
    return file


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["sqlserver", "oracle", "postgresql", "mysql"])
def test_what_is_no_such_server(application: Application, tmp_path: Path, kind: str) -> None:
    """Drivers leave their sockets to the garbage collector, which Python warns of."""
    options = ConnectorOptions(connect_timeout_s=1, tls=TlsMode.DISABLE)
    draft = ConnectorDraft("Edge", kind, "127.0.0.1", 1, "planted", "shop", options)
    shown = failing_ways(application, draft, draft, replace(draft, host="no-such-host.invalid"))
    behaving: list[Callable[[socket.socket], None]] = [tds_server.hang_up, tds_server.talk_rubbish]
    if kind == "mysql":  # the others wait longer for one that says nothing
        behaving.append(tds_server.stay_silent)
    if kind == "sqlserver":
        behaving.append(tds_server.refusing(18456, "Login failed for user 'planted'.", tds_server.Seen()))
    elif kind == "oracle":
        behaving.append(tns_server.refusing(12514, tds_server.Seen()))
    for behave in behaving:
        with tds_server.serving(behave) as port:
            shown += failing_ways(application, replace(draft, name=f"Edge {port}"), replace(draft, port=port))
    if kind in ("sqlserver", "oracle"):
        encrypted = replace(draft, options=replace(options, tls=TlsMode.VERIFY_FULL))
        seen = tds_server.Seen()
        pem = certified(tmp_path)
        if kind == "sqlserver":
            refusing = tds_server.refusing(18456, "no", seen, pem)
        else:
            refusing = tns_server.refusing(12514, seen, pem)
        with tds_server.serving(refusing) as port:
            shown += failing_ways(application, replace(draft, name="TLS"), replace(encrypted, port=port))
    look_over(application, shown)


def test_files_that_need_no_password(application: Application, tmp_path: Path) -> None:
    """One that is given all the same is kept as any other, and counts for nothing."""
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)")
    (tmp_path / "notes.csv").write_text("id,body\n1,one\n", encoding="utf-8")
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    for provider, good, bad in (("sqlite", "shop.db", "broken.db"), ("files", "notes.csv", "missing.csv")):
        draft = ConnectorDraft(provider, provider, database=str(tmp_path / good))
        shown = failing_ways(application, draft, replace(draft, database=str(tmp_path / bad)))
        saved = application.connectors.add(draft, SECRET)
        shown.append(repr(application.connectors.test_saved(saved.id, lambda step: None, InlineContext())))
        shown.append(repr(application.catalog.tables(saved.id, InlineContext())))
        look_over(application, shown)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    known = set(sys.modules)
    install(site, EXAMPLE / "pyproject.toml")
    yield site
    for name in set(sys.modules) - known:
        if name.startswith("kbconnect_example"):
            del sys.modules[name]


@pytest.mark.usefixtures("example")
def test_a_kind_of_a_third_party(application: Application, tmp_path: Path) -> None:
    draft = ConnectorDraft("Diary", "example-notes", database=str(tmp_path / "nowhere" / "x.notes"))
    hostile = replace(draft, options=ConnectorOptions(extras=(Extra("mode", "no such mode"),)))
    look_over(application, failing_ways(application, draft, draft, hostile))


# --------------------------------------------------------------------------------------------------- tunnels


@pytest.fixture
def no_keys_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty ~/.ssh and no agent."""
    (tmp_path / "person" / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def through(application: Application, draft: ConnectorDraft, secret: str) -> list[str]:
    """Both secrets planted: the database's and the SSH account's. The unknown key is approved on the way."""
    shown = []
    saved = application.connectors.add(draft, SECRET, Secret(secret))
    run = partial(application.connectors.test_saved, saved.id, lambda step: None, InlineContext())
    report = run()
    shown += [repr(saved), repr(report)]
    key = next((step.host_key for step in report.steps if step.host_key is not None), None)
    if key is not None:
        application.host_keys.approve(key)
        shown.append(repr(run()))
    shown.append(failure(partial(application.catalog.tables, saved.id, InlineContext()), KbConnectError))
    return shown


@pytest.mark.usefixtures("no_keys_of_ones_own")
def test_the_tunnels_password(
    application: Application, postgres: servers.PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right one, which leads to a refused login behind it, and a wrong one."""
    database = postgres.superuser
    monkeypatch.setattr("tests.servers_ssh.PasswordServer.password", PLANTED)
    for methods, secret, name in (("password", PLANTED, "right"), ("keyboard-interactive", f"{PLANTED} not", "wrong")):
        with run_password_server(methods) as server:
            tunnel = SshTunnel("127.0.0.1", server.port, "ada")
            options = ConnectorOptions(tunnel=tunnel, connect_timeout_s=5)
            draft = ConnectorDraft(name, "postgresql", database.host, database.port, "nobody", "postgres", options)
            shown = through(application, draft, secret)
            assert any("tunnel" in text for text in shown)
            look_over(application, shown)


@pytest.mark.usefixtures("no_keys_of_ones_own")
def test_the_pass_phrase_of_a_key(application: Application, postgres: servers.PostgresServer, tmp_path: Path) -> None:
    require(has_sshd(), "openssh-server")
    database = postgres.superuser
    key = tmp_path / "own_key"
    make_key(key, PLANTED)
    with run_sshd() as sshd:
        with (sshd.folder / "authorized_keys").open("a", encoding="utf-8") as file:
            file.write(key.with_suffix(".pub").read_text(encoding="utf-8"))
        tunnel = SshTunnel(sshd.host, sshd.port, sshd.username, str(key))
        options = ConnectorOptions(tunnel=tunnel, connect_timeout_s=5)
        draft = ConnectorDraft("key", "postgresql", database.host, database.port, "nobody", "postgres", options)
        shown = through(application, draft, PLANTED)
        shown += through(application, replace(draft, name="wrong"), f"{PLANTED} not")
        saved = application.connectors.find("key")
        application.connectors.edit(saved.id, draft, KeepSecret.KEEP, Secret(PLANTED))
        sshd.stop()
        shown.append(failure(partial(application.catalog.tables, saved.id, InlineContext()), KbConnectError))
        assert not (application.paths.home / "own_key").exists()
        look_over(application, shown)
