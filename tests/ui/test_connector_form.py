"""The connector form on the real application: filled from a URL, checked, tested step by step, saved, left."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.app.connectors import NewSecret, OnUnread
from kbconnect.core.connector import (
    CheckStep,
    Connector,
    ConnectorDraft,
    Secret,
    StepState,
    TlsMode,
)
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.connector_form_faults import may_become_address
from kbconnect.ui.pages.connector_form_words import Way, chain_of, outcome_words
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.steps import StepLook
from tests import servers
from tests.ui.connector_forms import Form, application_in
from tests.ui.fakes_app import REPORT
from tests.ui.pages import Reader
from tests.ui.shop import shell_on

PASSWORD = "s3cr:t/with#all@of%it"
URL = f"postgresql://kb_reader:{PASSWORD}@db.acme.example:5433/support"


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with application_in(tmp_path / "home") as built:
        yield built


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def form(shell: Shell, qtbot: QtBot) -> Form:
    return Form(shell, qtbot)


def test_an_address_pasted_over_another_one_loses_its_password_too(form: Form) -> None:
    form.paste("postgresql://kb_reader@db.acme.example:5433/a_database_with_a_long_name")
    form.fields.url.editor.setFocus()
    QTest.keyClick(form.fields.url.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    form.paste(URL)
    assert form.fields.url.value() == "postgresql://kb_reader@db.acme.example:5433/support"
    assert form.fields.secret.value() == PASSWORD


def test_a_pasted_url_fills_the_fields_and_loses_its_password(form: Form) -> None:
    form.paste(URL)
    fields = form.fields
    assert fields.url.value() == "postgresql://kb_reader@db.acme.example:5433/support"
    values = [field.value() for field in (fields.name, fields.host, fields.port, fields.database, fields.user)]
    assert values == ["support", "db.acme.example", "5433", "support", "kb_reader"]
    assert fields.secret.value() == PASSWORD
    assert "The password was taken out." in form.said()
    QTest.keyClick(fields.url.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert PASSWORD not in fields.url.value()


def test_a_typed_url_is_read_when_the_field_is_left(form: Form) -> None:
    form.fields.url.editor.setFocus()
    QTest.keyClicks(form.fields.url.editor, "postgres://ana:pw@db")
    assert form.fields.host.value() == ""
    QTest.keyClick(form.fields.url.editor, Qt.Key.Key_Tab)
    assert form.fields.host.value() == "db"
    assert form.fields.url.value() == "postgresql://ana@db"


def test_an_unknown_url_is_explained_and_never_repeats_the_password(form: Form) -> None:
    form.type(form.fields.url, "redis://scott:tiger@db/x")
    assert "no kind of source" in form.fields.url.error()
    assert "tiger" not in form.fields.url.error()


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        (f"host=db.acme.example user=ana password='{PASSWORD}' dbname=main", "postgresql://ana@db.acme.example/main"),
        ("host=db.acme.example\nuser=ana\npassword=plain\n", "postgresql://ana@db.acme.example"),
        (
            "jdbc:postgresql://db.acme.example:5433/main?user=ana&password=plain&ssl=true",
            "postgresql://ana@db.acme.example:5433/main?sslmode=verify-full",
        ),
        ("psql 'postgresql://ana:plain@db.acme.example/main'", "postgresql://ana@db.acme.example/main"),
    ],
)
def test_other_kinds_of_addresses_fill_the_fields_too(form: Form, pasted: str, shown: str) -> None:
    form.paste(pasted)
    assert form.fields.url.value() == shown
    assert form.fields.host.value() == "db.acme.example"
    assert form.fields.secret.value() in (PASSWORD, "plain")
    for editor in form.page.findChildren(QLineEdit):
        if editor is not form.fields.secret.editor:
            assert "plain" not in editor.text()
            assert PASSWORD not in editor.text()


def test_what_an_address_says_in_vain_is_named(form: Form) -> None:
    form.paste("postgresql://ana@db/main?channel_binding=require&keepalives=1")
    assert "Left out of the address: “keepalives”." in form.said()
    assert "Left out of the address: “channel_binding”. It would guard the connection" in form.said()


def test_an_address_pasted_as_the_host_is_taken_apart(form: Form) -> None:
    form.paste(URL, form.fields.host)
    fields = form.fields
    assert (fields.host.value(), fields.user.value()) == ("db.acme.example", "kb_reader")
    assert fields.secret.value() == PASSWORD
    assert fields.url.value() == "postgresql://kb_reader@db.acme.example:5433/support"


def test_a_fault_is_said_once_typing_has_paused_and_not_before(form: Form, qtbot: QtBot) -> None:
    fields = form.fields
    fields.port.editor.setFocus()
    QTest.keyClicks(fields.port.editor, "54x")
    assert fields.port.error() == ""
    qtbot.waitUntil(lambda: fields.port.error() == "1 to 65535")
    assert fields.port.editor.hasFocus()
    QTest.keyClick(fields.port.editor, Qt.Key.Key_Backspace)
    assert fields.port.error() == ""
    fields.url.editor.setFocus()
    QTest.keyClicks(fields.url.editor, "jdbc:poster")
    qtbot.waitUntil(lambda: "JDBC" in fields.url.error())


@pytest.mark.parametrize("typed", ["p", "postgres", "jdbc:post", "HOST", "sqlite://", "psql"])
def test_the_beginning_of_an_address_is_not_wrong_yet(typed: str) -> None:
    assert may_become_address(typed)
    assert not may_become_address(f"{typed}!")


def test_f5_tests_again_after_the_first_test(form: Form, tmp_path: Path) -> None:
    form.paste(str(tmp_path / "missing.db"))
    QTest.keyClick(form.page, Qt.Key.Key_F5)
    form.wait_for("No connection yet.")
    assert form.button("Test again") is not None
    (tmp_path / "missing.db").touch()
    QTest.keyClick(form.page, Qt.Key.Key_F5)
    form.wait_for("onnected")


def test_connections_of_other_programs_can_be_imported_instead(
    form: Form, application: Application, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("PGPASSFILE", "PGSERVICEFILE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path / "none"))
    (tmp_path / ".pg_service.conf").write_text("[desk]\nhost=db.example\nuser=ana\n")
    form.press("Import connections…")
    form.press("Import 1 connection")
    form.qtbot.waitUntil(lambda: [one.name for one in application.connectors.list()] == ["desk"])
    form.qtbot.waitUntil(lambda: shell.navigator.page() is not form.page)


def test_a_path_makes_it_a_file(form: Form, tmp_path: Path) -> None:
    form.paste(str(tmp_path / "shop.db"))
    assert form.fields.provider().id == "sqlite"
    assert form.fields.file.value() == str(tmp_path / "shop.db")
    assert not form.fields.host.isVisible()
    assert form.page.test.chain().steps()[0].name == "Find the file"


def test_the_url_follows_the_fields(form: Form) -> None:
    form.paste(URL)
    form.type(form.fields.host, "elsewhere")
    assert form.fields.url.value() == "postgresql://kb_reader@elsewhere:5433/support"
    form.type(form.fields.name, "Support desk")
    form.paste(URL)
    assert form.fields.name.value() == "Support desk"


def test_faults_are_shown_on_leaving_and_go_while_typing(form: Form) -> None:
    fields = form.fields
    form.type(fields.port, "54x32")
    assert fields.port.error() == "1 to 65535"
    fields.port.editor.setFocus()
    QTest.keyClick(fields.port.editor, Qt.Key.Key_Backspace)
    assert fields.port.error() == ""
    form.press("Save connector")
    assert "name" in fields.name.error()
    assert fields.host.error() != ""
    assert fields.name.editor.hasFocus()
    assert form.saved == []


def test_verifying_asks_for_a_certificate(form: Form) -> None:
    assert form.fields.tls.value() == TlsMode.PREFER
    assert not form.fields.authority.isVisible()
    form.fields.tls.set_value(TlsMode.VERIFY_FULL.value)
    assert form.fields.authority.isVisible()
    form.type(form.fields.authority, "ca.pem")
    assert "whole path" in form.fields.authority.error()
    form.type(form.fields.authority, "/etc/ca.pem")
    form.paste(URL.replace("/support", "/support?sslmode=require"))
    assert form.fields.entered().draft.options.tls is TlsMode.REQUIRE
    assert form.fields.entered().draft.options.tls_ca_file == ""


def test_a_test_streams_its_steps_and_saves_nothing(form: Form, application: Application, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database")
    form.paste(str(tmp_path / "notes.db"))
    form.press("Test connection")
    form.wait_for("No connection yet.")
    steps = form.page.test.chain().steps()
    assert [step.look for step in steps] == [StepLook.OK, StepLook.BAD, StepLook.WAITING, StepLook.WAITING]
    assert form.button("Test again") is not None
    assert application.connectors.list() == ()


@pytest.mark.server
def test_a_wrong_password_is_one_step_of_the_chain(
    form: Form, application: Application, pg_database: servers.PostgresDatabase
) -> None:
    pg_database.execute(f"CREATE ROLE form_reader LOGIN PASSWORD '{PASSWORD}'")
    try:
        form.paste(f"postgresql://form_reader:wrong@{pg_database.host}:{pg_database.port}/{pg_database.database}")
        form.press("Test connection")
        form.wait_for("No connection yet.")
        chain = {step.name: step for step in form.page.test.chain().steps()}
        assert chain["Reach it"].look is StepLook.OK
        assert chain["Log in"].look is StepLook.BAD
        assert "password" in chain["Log in"].sentence
        form.type(form.fields.secret, PASSWORD)
        assert form.page.test.outcome() == "Something was changed since this test."
        form.press("Test again")
        form.wait_for("onnected")
        saved = form.save()
        assert saved.last_check is not None
        assert saved.last_check.ok
        assert application.connectors.secret_of(saved) == Secret(PASSWORD)
    finally:
        pg_database.execute("DROP ROLE form_reader")


def test_a_test_can_be_stopped_at_once(form: Form, jobs: Jobs, qtbot: QtBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        form.paste(f"postgresql://ana@127.0.0.1:{silent.getsockname()[1]}/x")
        form.press("Test connection")
        qtbot.waitUntil(lambda: form.page.test.chain().steps()[2].look is StepLook.RUNNING)
        form.press("Stop test")
        assert form.page.test.outcome() == "The test was stopped."
        assert form.button("Test again") is not None
        qtbot.waitUntil(lambda: jobs.running() == 0)
    looks = [step.look for step in form.page.test.chain().steps()[:3]]
    assert looks == [StepLook.OK, StepLook.OK, StepLook.WAITING]


def test_saving_keeps_the_password_apart(form: Form, application: Application, shell: Shell) -> None:
    form.paste(URL)
    form.type(form.fields.name, "Support desk")
    saved = form.save()
    assert (saved.name, saved.host, saved.port) == ("Support desk", "db.acme.example", 5433)
    assert saved.secret_reference.startswith("vault:")
    assert application.connectors.secret_of(saved) == Secret(PASSWORD)
    assert shell.navigator.page() is not form.page


def test_a_taken_name_is_said_at_the_name(application: Application, shell: Shell, qtbot: QtBot) -> None:
    form = Form(shell, qtbot)
    application.connectors.add(ConnectorDraft("Support desk", "postgresql", host="db"), None)
    form.paste(URL)
    form.type(form.fields.name, "support DESK")
    form.press("Save connector")
    qtbot.waitUntil(lambda: form.fields.name.error() != "")
    assert "already a connector" in form.fields.name.error()
    again = Form(shell, qtbot)
    again.type(again.fields.name, "support desk")
    assert again.fields.name.error() == "There is already a connector with this name."


def saved_connector(application: Application) -> Connector:
    draft = ConnectorDraft("Support desk", "postgresql", "db", 5432, "ana", "main")
    return application.connectors.add(draft, Secret(PASSWORD))


def test_an_edit_keeps_the_saved_password(application: Application, shell: Shell, qtbot: QtBot) -> None:
    connector = saved_connector(application)
    form = Form(shell, qtbot, connector.id)
    qtbot.waitUntil(lambda: form.page.title() == "Edit Support desk")
    assert form.fields.secret.value() == ""
    form.type(form.fields.host, "db2")
    saved = form.save()
    assert (saved.id, saved.host) == (connector.id, "db2")
    assert application.connectors.secret_of(saved) == Secret(PASSWORD)


def test_an_edit_replaces_or_removes_the_password(application: Application, shell: Shell, qtbot: QtBot) -> None:
    connector = saved_connector(application)
    form = Form(shell, qtbot, connector.id)
    qtbot.waitUntil(lambda: form.page.title() == "Edit Support desk")
    form.type(form.fields.secret, "another")
    assert application.connectors.secret_of(form.save()) == Secret("another")
    form = Form(shell, qtbot, connector.id)
    qtbot.waitUntil(lambda: form.page.title() == "Edit Support desk")
    form.press("Forget the saved password")
    assert form.save().secret_reference == ""


def test_leaving_with_something_filled_in_asks(form: Form, shell: Shell) -> None:
    form.type(form.fields.host, "db")
    form.press("Cancel")
    question = form.part(Question)
    assert "Leave without saving?" in form.said()
    question.keep_button().click()
    assert shell.navigator.page() is form.page
    QTest.keyClick(form.page, Qt.Key.Key_Escape)
    form.part(Question).act_button().click()
    assert shell.navigator.page() is not form.page


def test_the_window_does_not_close_over_something_filled_in(form: Form, shell: Shell) -> None:
    form.type(form.fields.host, "db")
    shell.navigator.go("knowledge")
    assert not shell.navigator.may_close()
    assert shell.navigator.page() is form.page
    form.part(Question).keep_button().click()
    assert form.fields.host.value() == "db"


def test_a_form_that_is_being_saved_leaves_by_itself(
    form: Form, application: Application, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, add = threading.Event(), application.connectors.add

    def slow(draft: ConnectorDraft, secret: NewSecret, tunnel_secret: NewSecret, on_unread: OnUnread) -> Connector:
        assert gate.wait(10)
        return add(draft, secret, tunnel_secret, on_unread)

    monkeypatch.setattr(application.connectors, "add", slow)
    form.paste(URL)
    form.press("Save connector")
    assert not shell.navigator.may_close()
    assert "Leave without saving?" not in form.said()
    gate.set()
    form.qtbot.waitUntil(lambda: bool(form.saved))
    assert shell.navigator.may_close()


def test_leaving_an_untouched_form_asks_nothing(form: Form, shell: Shell) -> None:
    form.press("Cancel")
    assert shell.navigator.page() is not form.page


def test_everything_can_be_reached_by_tab(form: Form) -> None:
    form.fields.url.editor.setFocus()
    reached = []
    for _ in range(10):
        focused = form.page.focusWidget()
        reached.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        "Connection URL, if you have one",
        "Name",
        "Host",
        "Port",
        "Database",
        "User name",
        "Password",
        "Encryption (TLS)",
    ]
    assert [name for name in reached if name in wanted] == wanted


def test_the_chain_names_what_is_to_come() -> None:
    steps = chain_of(REPORT.steps[:2], Way(), running=True)
    assert [step.look for step in steps[:4]] == [StepLook.OK, StepLook.OK, StepLook.RUNNING, StepLook.WAITING]
    assert [step.name for step in steps] == [step.name for step in chain_of((), Way(), running=False)]


def test_a_fix_is_copied_and_a_script_has_its_own_button() -> None:
    read, rights = chain_of(REPORT.steps, Way(), running=False)[-2:]
    assert read.fix.startswith("GRANT USAGE")
    assert read.sentence.endswith("Ask its owner to run:")
    assert (rights.fix, rights.script) == ("", "CREATE ROLE kb_reader LOGIN;")
    assert rights.sentence.endswith("then use the new account here.")


def test_one_line_for_the_whole_test() -> None:
    assert outcome_words(REPORT) == "Connected, with something to look at."
    passed = replace(REPORT, steps=REPORT.steps[:5], can_write=False)
    assert outcome_words(passed) == "Everything works."
    unreadable = CheckStep("read", StepState.FAILED, "kb_reader may not read any table.")
    assert (
        outcome_words(replace(passed, steps=(*passed.steps, unreadable))) == "Connected, but nothing can be read yet."
    )
    only_rights = replace(REPORT, steps=(*REPORT.steps[:5], REPORT.steps[6]))
    assert outcome_words(only_rights) == "Connected; the account can do more than it needs to."


def test_a_connector_that_is_gone_is_said_and_nothing_can_be_saved(
    application: Application, shell: Shell, qtbot: QtBot
) -> None:
    page = ConnectorFormPage(shell, "gone")
    shell.navigator.push(lambda: page)
    reader = Reader(page, qtbot)
    qtbot.waitUntil(lambda: reader.button("Try again") is not None)
    saving = reader.button("Save connector")
    assert saving is not None
    assert not saving.isEnabled()
    assert not page.fields.isEnabled()
