"""What a connection test shows: an SSH server to be approved, details, what is encrypted, all of it for IT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.core.access import Power, PowerKind, Severity
from kbconnect.core.addresses import parse_address
from kbconnect.core.connector import CheckStep, ConnectionReport, HostKey, StepState
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import install_language
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form_host_key import HostKeyDialog, command_for, grouped, server_words
from kbconnect.ui.pages.connector_form_test import ConnectionTest
from kbconnect.ui.pages.connector_form_words import Way, chain_of, report_for_it
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.steps import StepLook
from tests import servers
from tests.servers_ssh import SshServer
from tests.ui.connector_forms import Form, application_in
from tests.ui.fakes_app import REPORT
from tests.ui.pages import Reader
from tests.ui.scenes_connector_form import DETAILED, KEY
from tests.ui.shop import shell_on

AT = datetime(2026, 11, 23, 9, 31, tzinfo=UTC)


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with application_in(tmp_path / "home") as built:
        yield built


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def through(shell: Shell, qtbot: QtBot, database: servers.PostgresDatabase, gate: SshServer) -> Form:
    """The form with a database behind an SSH server that lets its key in."""
    form = Form(shell, qtbot)
    way = f"ssh={gate.username}@{gate.host}:{gate.port}&ssh_key={gate.key}"
    form.paste(f"{database.url}?{way}")
    assert form.fields.tunnel.isVisible()
    return form


# ------------------------------------------------------------------------------------------------ SSH servers


@pytest.mark.server
def test_an_unknown_ssh_server_is_asked_about_and_then_trusted(
    shell: Shell,
    qtbot: QtBot,
    pg_database: servers.PostgresDatabase,
    sshd: SshServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)  # nobody's own known_hosts
    form = through(shell, qtbot, pg_database, sshd)
    form.press("Test connection")
    qtbot.waitUntil(lambda: form.button("Trust this server") is not None)
    said = "".join(form.said().split())
    assert sshd.fingerprint.removeprefix("SHA256:") in said
    first = form.page.test.chain().steps()[0]
    assert (first.name, first.look) == ("Go through the SSH server", StepLook.BAD)
    QTest.keyClick(form.part(HostKeyDialog), Qt.Key.Key_Return)  # the filled button does not connect
    qtbot.waitUntil(lambda: form.button("Trust this server") is None)
    assert form.page.test.outcome() == "No connection yet."
    form.press("Compare its fingerprint…")
    form.press("Trust this server")
    qtbot.waitUntil(lambda: form.page.test.chain().steps()[0].look is StepLook.OK)
    form.wait_for("onnected")
    assert form.page.test.outcome() != "No connection yet."


@pytest.mark.server
def test_a_saved_connector_asks_about_its_ssh_server_on_the_page_of_sources(
    application: Application,
    shell: Shell,
    qtbot: QtBot,
    pg_database: servers.PostgresDatabase,
    sshd: SshServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    parsed = parse_address(f"{pg_database.url}?ssh={sshd.username}@{sshd.host}:{sshd.port}&ssh_key={sshd.key}")
    application.connectors.add(replace(parsed.draft, name="Behind a gate"), parsed.secret)
    page = SourcesPage(shell)
    shell.navigator.push(lambda: page)
    reader = Reader(page, qtbot)
    reader.wait_for("Behind a gate")
    qtbot.waitUntil(page.detail.isVisible)
    reader.press("Test connection")
    reader.press("Compare its fingerprint…")
    reader.press("Trust this server")
    reader.wait_for("onnected")


@pytest.mark.server
def test_a_changed_key_is_refused_without_a_way_to_trust_it(
    application: Application,
    shell: Shell,
    qtbot: QtBot,
    pg_database: servers.PostgresDatabase,
    sshd: SshServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    other = (sshd.folder / "key.pub").read_text("utf-8").split()
    application.host_keys.approve(HostKey(sshd.host, sshd.port, other[0], other[1], "SHA256:other"))
    form = through(shell, qtbot, pg_database, sshd)
    form.press("Test connection")
    form.wait_for("No connection yet.")
    step = form.page.test.chain().steps()[0]
    assert "shows another key than before" in step.sentence
    assert step.act == ""
    assert form.button("Trust this server") is None


def test_the_safe_button_is_the_filled_one(qtbot: QtBot) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    dialog = HostKeyDialog(window, KEY)
    trusted: list[HostKey] = []
    dialog.trusted.connect(trusted.append)
    dialog.open()
    reader = Reader(window, qtbot)
    refuse, trust = reader.button("Do not connect"), reader.button("Trust this server")
    assert refuse is not None
    assert trust is not None
    assert (refuse.property("kind"), refuse.isDefault(), trust.isDefault()) == (Kind.PRIMARY.value, True, False)
    assert dialog.focusWidget() is refuse
    reader.press("Copy")
    assert QGuiApplication.clipboard().text() == KEY.fingerprint
    reader.press("Trust this server")
    assert trusted == [KEY]


def test_a_fingerprint_can_be_read_out() -> None:
    assert grouped("SHA256:nThbg6kXUpJWGl7E1IGOCspRom") == "nThb  g6kX  UpJW  Gl7E  1IGO  CspR\nom"
    assert server_words(KEY) == "gate.acme.example:2222"
    assert server_words(replace(KEY, port=22)) == "gate.acme.example"
    assert command_for(KEY) == "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
    assert "ecdsa" in command_for(replace(KEY, kind="ecdsa-sha2-nistp256"))


# ------------------------------------------------------------------------------------------------ details


def test_details_are_folded_away_until_they_are_wanted(qtbot: QtBot) -> None:
    test = ConnectionTest()
    qtbot.addWidget(test)
    test.begin(Way(tunnel=True))
    test.show_report(DETAILED, AT)
    test.show()
    reader = Reader(test, qtbot)
    assert "TLS_AES_256_GCM_SHA384" not in reader.said()
    reader.press("Show details: Encrypt")
    assert "Cipher: TLS_AES_256_GCM_SHA384" in reader.said()
    reader.press("Show details: Check what the account may do")
    assert "It can change rows in 12 tables." in reader.said()
    reader.press("Hide details: Encrypt")
    assert "TLS_AES_256_GCM_SHA384" not in reader.said()


def test_a_long_fingerprint_makes_nothing_wider(qtbot: QtBot) -> None:
    test = ConnectionTest()
    qtbot.addWidget(test)
    said = f"The SSH server gate is not known here yet; its key has the fingerprint SHA256:{'Abcd' * 11}."
    step = CheckStep("tunnel", StepState.FAILED, said, technical="x" * 80)
    test.show_report(ConnectionReport((step,)), AT)
    test.show()
    assert test.minimumSizeHint().width() < 320  # of the narrowest pane
    assert said in Reader(test, qtbot).said()


def test_the_whole_test_is_copied_for_it(qtbot: QtBot) -> None:
    test = ConnectionTest()
    qtbot.addWidget(test)
    test.show()
    reader = Reader(test, qtbot)
    test.begin(Way(tunnel=True), "PostgreSQL, postgresql://support_app@db.support.acme.example/support")
    assert reader.button("Copy all for IT") is None
    test.show_report(DETAILED, AT)
    reader.press("Copy all for IT")
    copied = QGuiApplication.clipboard().text()
    for part in (
        "postgresql://support_app@db.support",
        "[Passed] Encrypt (tls)",
        "Cipher: TLS_AES",
        "GRANT USAGE",
        "PostgreSQL 16.3",
    ):
        assert part in copied
    places = [copied.index(f"({name})") for name in ("tunnel", "resolve", "privileges")]
    assert places == sorted(places)


def test_what_an_account_may_do_is_said_once_and_in_the_language_of_the_window(
    qtbot: QtBot, qapp: QApplication
) -> None:
    english = ("It can create databases.", "It can copy the whole server (replication).")
    powers = tuple(Power(PowerKind.DATABASES, sentence, Severity.WRITES) for sentence in english)
    step = CheckStep("privileges", StepState.WARNING, f"{english[0]} Safer is less.", technical="\n".join(english))
    install_language(qapp, "de")
    test = ConnectionTest()
    qtbot.addWidget(test)
    test.show_report(ConnectionReport((step,), powers=powers), AT)
    test.show()
    reader = Reader(test, qtbot)
    reader.press("Details zeigen: Prüfen, was das Konto darf")
    told = [line for line in reader.said().splitlines() if "Datenbanken anlegen" in line]
    assert told[1:] == ["Es kann Datenbanken anlegen."]  # the first is the step's own sentence
    report = report_for_it(ConnectionReport((step,), powers=powers), "x", AT)
    assert report.count("    Es kann Datenbanken anlegen.") == 1
    assert english[1] not in report


def test_a_report_for_it_holds_no_password() -> None:
    told = CheckStep("login", StepState.FAILED, "Refused.", technical="could not use postgresql://a:hunter2@db/x")
    assert "hunter2" not in report_for_it(ConnectionReport((told,)), "x", AT)


def test_a_kind_without_encryption_has_no_such_step() -> None:
    names = [step.name for step in chain_of((), Way(has_tls=False), running=False)]
    assert "Encrypt" not in names
    assert chain_of((), Way(tunnel=True), running=False)[0].name == "Go through the SSH server"


@pytest.mark.server
def test_what_is_really_encrypted_is_shown_beside_what_was_asked_for(
    shell: Shell, qtbot: QtBot, pg_database: servers.PostgresDatabase
) -> None:
    form = Form(shell, qtbot)
    form.paste(f"{pg_database.url}?sslmode=disable")
    form.press("Test connection")
    form.wait_for("onnected")
    assert "Nothing was encrypted in this test." in form.said()
    form.type(form.fields.host, "elsewhere")
    assert "Nothing was encrypted in this test." not in form.said()


def test_what_was_encrypted_is_named(shell: Shell, qtbot: QtBot) -> None:
    form = Form(shell, qtbot)
    form.fields.tls_part.show_used(REPORT)
    assert "In use in this test: TLS 1.3" in form.said()
