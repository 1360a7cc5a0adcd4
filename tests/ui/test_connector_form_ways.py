"""The connector form's ways in: where a password comes from, certificates of this side, a server behind another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.app.connectors import KeepSecret, SecretReference
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret, SshTunnel, TlsMode
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.widgets.overlays import Toast
from tests.ui.connector_forms import Form, application_in
from tests.ui.shop import shell_on

PASSWORD = "s3cr:t/with#all@of%it"
URL = "postgresql://reader@db.acme.example/shop"
SERVER = ConnectorDraft("Shop", "postgresql", "db.acme.example", 5432, "reader", "shop")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with application_in(tmp_path / "home", SHOP_PASSWORD=PASSWORD) as built:
        yield built


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def form(shell: Shell, qtbot: QtBot) -> Form:
    return Form(shell, qtbot)


# ------------------------------------------------------------------------------------------------ passwords elsewhere


def test_a_password_is_only_a_field_until_somebody_wants_more(form: Form) -> None:
    assert form.fields.secret.isVisible()
    assert not form.fields.password.where.isVisible()
    form.press("Keep it elsewhere…")
    assert form.fields.password.where.editor.hasFocus()
    assert not form.fields.secret.isVisible()
    assert "for example DB_PASSWORD" in form.fields.password.target.editor.placeholderText()
    form.pick(form.fields.password.where, "typed")
    assert form.fields.secret.editor.hasFocus()
    assert not form.fields.password.where.isVisible()


def test_a_reference_is_saved_instead_of_a_password(form: Form, application: Application) -> None:
    form.paste(URL)
    form.press("Keep it elsewhere…")
    form.type(form.fields.password.target, "SHOP_PASSWORD")
    saved = form.save()
    assert saved.secret_reference == "env:SHOP_PASSWORD"
    assert application.connectors.secret_of(saved) == Secret(PASSWORD)


def test_a_reference_that_leads_nowhere_yet_is_saved_and_told(form: Form) -> None:
    form.paste(URL)
    form.press("Keep it elsewhere…")
    form.type(form.fields.password.target, "NOT_SET_YET")
    window = form.page.window()
    assert form.save().secret_reference == "env:NOT_SET_YET"
    (said,) = [toast.accessibleName() for toast in window.findChildren(Toast)]
    assert "is saved, and can't connect yet. The environment has no variable NOT_SET_YET." in said


@pytest.mark.parametrize(
    ("kind", "target", "fault"),
    [
        ("env", "", "The name of a variable"),
        ("env", "MY VARIABLE", "no blank"),
        ("file", "password.txt", "which folder"),
        ("openbao", "secret", "a mount and a path"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told_at_its_field(form: Form, kind: str, target: str, fault: str) -> None:
    form.paste(URL)
    form.press("Keep it elsewhere…")
    form.pick(form.fields.password.where, kind)
    form.type(form.fields.password.target, target)
    form.press("Save connector")
    assert fault in form.fields.password.target.error()
    assert form.fields.password.target.editor.hasFocus()
    assert form.saved == []


def test_a_saved_reference_is_shown_and_kept(application: Application, shell: Shell, qtbot: QtBot) -> None:
    connector = application.connectors.add(SERVER, SecretReference("env:SHOP_PASSWORD"))
    form = Form(shell, qtbot, connector.id)
    assert form.fields.password.where.value() == "env"
    assert form.fields.password.target.value() == "SHOP_PASSWORD"
    assert not form.page.is_changed()
    assert form.fields.entered().secret is KeepSecret.KEEP
    form.pick(form.fields.password.where, "typed")
    form.type(form.fields.secret, "typed now")
    assert application.connectors.secret_of(form.save()) == Secret("typed now")


def test_a_kept_password_is_never_shown(application: Application, shell: Shell, qtbot: QtBot) -> None:
    connector = application.connectors.add(SERVER, Secret(PASSWORD))
    form = Form(shell, qtbot, connector.id)
    assert form.fields.password.way() == "typed"
    shown = [each.text() for each in form.page.findChildren(QLineEdit)]
    shown += [each.text() for each in form.page.findChildren(QLabel)]
    assert not any(PASSWORD in each or "vault:" in each for each in shown)


# ------------------------------------------------------------------------------------------------ certificates


def test_a_certificate_of_this_side_is_asked_for_when_it_is_wanted(form: Form) -> None:
    form.paste(URL)
    tls = form.fields.tls_part
    assert not tls.certificate.isVisible()
    form.press("The server asks for a certificate…")
    assert tls.certificate.editor.hasFocus()
    form.type(tls.key, "/keys/client.key")
    form.press("Save connector")
    assert "choose its certificate" in tls.certificate.error()
    form.type(tls.certificate, "/keys/client.pem")
    options = form.save().options
    assert (options.tls_certificate_file, options.tls_key_file) == ("/keys/client.pem", "/keys/client.key")


def test_without_encryption_no_certificate_is_shown_to_anybody(form: Form) -> None:
    form.paste(f"{URL}?sslmode=require&sslcert=/keys/client.pem&sslkey=/keys/client.key")
    assert form.fields.tls_part.certificate.isVisible()
    form.pick(form.fields.tls, TlsMode.DISABLE.value)
    assert not form.fields.tls_part.certificate.isVisible()
    assert form.fields.entered().draft.options.tls_certificate_file == ""


# ------------------------------------------------------------------------------------------------ SSH servers


def test_a_tunnel_is_folded_away_until_it_is_wanted(form: Form) -> None:
    form.paste(URL)
    tunnel = form.fields.tunnel
    assert not tunnel.isVisible()
    steps = form.page.test.chain().steps
    assert steps()[0].name == "Find the server"
    form.press("Through an SSH server…")
    assert tunnel.host.editor.hasFocus()
    assert steps()[0].name == "Go through the SSH server"
    form.type(tunnel.host, "ana@gate.acme.example:2222")
    assert form.fields.entered().draft.options.tunnel == SshTunnel("gate.acme.example", 2222, "ana")
    form.press("Connect directly")
    assert form.fields.entered().draft.options.tunnel is None
    assert steps()[0].name == "Find the server"
    form.press("Through an SSH server…")
    assert tunnel.host.value() == "gate.acme.example"  # a wrong click costs nothing


def test_an_alias_is_enough_for_a_tunnel(form: Form) -> None:
    form.paste(URL)
    form.press("Through an SSH server…")
    tunnel = form.fields.tunnel
    form.type(tunnel.host, "acme-gate")
    assert "alias of ~/.ssh/config" in tunnel.host.editor.accessibleDescription()
    form.pick(tunnel.login, "password")  # may open the key that the file names for the alias
    assert tunnel.password.secret.editor.accessibleName() == "Password, or pass phrase of the key"
    form.pick(tunnel.login, "key")
    assert tunnel.password.secret.editor.accessibleName() == "Pass phrase of the key, if it has one"
    form.pick(tunnel.login, "password")
    form.type(tunnel.password.secret, "of the key")
    assert form.fields.check(with_name=False)
    assert form.fields.entered().draft.options.tunnel == SshTunnel("acme-gate")


def test_what_is_wrong_with_a_tunnel_stands_at_its_fields(form: Form) -> None:
    form.paste(URL)
    form.press("Through an SSH server…")
    tunnel = form.fields.tunnel
    form.pick(tunnel.login, "key")
    form.type(tunnel.port, "99999")
    form.type(tunnel.jump, "outer gate")
    form.press("Test connection")
    faults = [field.error() for field in (tunnel.host, tunnel.port, tunnel.key, tunnel.jump)]
    assert "connect directly" in faults[0]
    assert faults[1:3] == ["1 to 65535", "Choose the file of the private key."]
    assert "user@host:port" in faults[3]
    assert tunnel.host.editor.hasFocus()


def test_the_secret_of_a_tunnel_is_saved_apart_and_kept(application: Application, shell: Shell, qtbot: QtBot) -> None:
    form = Form(shell, qtbot)
    form.paste(URL)
    form.press("Through an SSH server…")
    form.type(form.fields.tunnel.host, "gate.acme.example")
    form.pick(form.fields.tunnel.login, "password")
    form.type(form.fields.tunnel.password.secret, "ssh secret")
    connector = form.save()
    tunnel = connector.options.tunnel
    assert tunnel is not None
    assert tunnel.secret_reference.startswith("vault:")
    again = Form(shell, qtbot, connector.id)
    assert again.fields.tunnel.way() == "password"
    assert again.fields.tunnel.password.secret.value() == ""
    assert not again.page.is_changed()
    again.type(again.fields.name, "Shop behind a gate")
    assert again.save().options.tunnel == tunnel


def test_an_address_fills_its_tunnel(form: Form) -> None:
    form.paste(f"{URL}?ssh=ana@gate.acme.example:2222&ssh_key=/keys/id&ssh_jump=outer.acme.example")
    expected = SshTunnel("gate.acme.example", 2222, "ana", "/keys/id", "outer.acme.example")
    assert form.fields.tunnel.isVisible()
    assert form.fields.entered().draft.options.tunnel == expected


def test_the_home_folder_is_written_out(form: Form) -> None:
    form.paste(URL)
    form.press("Through an SSH server…")
    form.type(form.fields.tunnel.host, "gate")
    form.pick(form.fields.tunnel.login, "key")
    form.type(form.fields.tunnel.key, "~/.ssh/id_ed25519")
    tunnel = form.fields.entered().draft.options.tunnel
    assert tunnel is not None
    assert tunnel.key_file == str(Path.home() / ".ssh" / "id_ed25519")


def test_files_know_no_tunnel_and_servers_get_it_back(form: Form) -> None:
    form.paste(URL)
    form.press("Through an SSH server…")
    form.type(form.fields.tunnel.host, "gate")
    form.choose("sqlite")
    assert not form.fields.tunnel.isVisible()
    assert form.fields.entered().draft.options == ConnectorOptions()
    form.choose("postgresql")
    assert form.fields.tunnel.isVisible()


def test_the_keys_lead_through_all_ways(form: Form) -> None:
    form.paste(URL)
    form.press("Through an SSH server…")
    form.press("Keep it elsewhere…")
    form.fields.user.editor.setFocus()
    reached = []
    for _ in range(22):
        focused = form.page.focusWidget()
        reached.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        "User name",
        "Where the password is",
        "Name of the variable",
        "Encryption (TLS)",
        "SSH server",
        "SSH port",
    ]
    wanted += ["SSH user name", "Log in with", "Servers to go through before"]
    assert [name for name in reached if name in wanted] == wanted
