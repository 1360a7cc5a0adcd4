"""A recognisable password goes through every use case and failure; nothing that was written anywhere may hold it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.fernet import Fernet

from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import KeepSecret, SecretReference
from kbconnect.app.logs import redact
from kbconnect.core.addresses import parse_address
from kbconnect.core.connector import (
    ConnectorDraft,
    ConnectorOptions,
    Secret,
    TlsMode,
)
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext
from tests import servers, servers_secrets
from tests.cli.conftest import CommandLine
from tests.faults.planted import PLANTED, assert_absent, assert_absent_from, failure, told

pytestmark = pytest.mark.server


@pytest.fixture
def account(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    """An account with the planted password and a table it may read."""
    pg_database.execute(
        f"CREATE ROLE planted LOGIN PASSWORD {_quoted(PLANTED)}; CREATE TABLE notes (id int PRIMARY KEY, body text);"
        "INSERT INTO notes SELECT n, 'note ' || n FROM generate_series(1, 20) n; GRANT SELECT ON notes TO planted"
    )
    yield replace(pg_database, user="planted", password=PLANTED)
    pg_database.execute("DROP OWNED BY planted; DROP ROLE planted")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_no_command_writes_it(
    cli: CommandLine, home: Path, account: servers.PostgresDatabase, pg_database: servers.PostgresDatabase
) -> None:
    address = f"postgresql://planted@{account.host}:{account.port}/{account.database}"
    answers: list[str] = []

    def say(*words: str, stdin: str = PLANTED, codes: tuple[int, ...] = (0,)) -> None:
        for form in ((), ("--json",)):
            try:
                answer = cli(*words, *form, stdin=stdin, code=codes[0])
            except AssertionError:
                answer = cli(*words, *form, stdin=stdin, code=codes[-1])
            answers.append(answer.out + answer.err)

    say("connector", "test", "--url", address, "--password-stdin")
    say("connector", "test", "--url", address + "_nowhere", "--password-stdin", codes=(1,))
    say("connector", "test", "--url", address.replace("planted@", "nobody@"), "--password-stdin", codes=(1,))
    say("connector", "test", "--url", "postgresql://planted@127.0.0.1:1/x", "--password-stdin", codes=(1,))
    say("connector", "test", "--url", f"{address}?sslmode=require", "--password-stdin", codes=(1,))
    say("connector", "add", "Planted", "--url", address, "--password-stdin", codes=(0, 1))  # the second time: taken
    say("connector", "edit", "Planted", "--password-stdin")
    for words in (("list",), ("show", "Planted"), ("test", "Planted")):
        say("connector", *words)
    say("discover", "Planted")
    say("discover", "Planted", "--table", "public.notes")
    say("discover", "Planted", "--table", "public.nothing", codes=(1,))
    say("kb", "add", "Base", "--embedder", "none", codes=(0, 1))
    say("dataset", "add", "Notes", "--connector", "Planted", "--table", "public.notes", "--text", "body", codes=(0, 1))
    say("dataset", "add", "Bad", "--connector", "Planted", "--query", "SELECT nothing", "--key", "a", "--text", "b",
        codes=(1,))  # fmt: skip
    say("preview", "Notes")
    say("sync", "Notes")
    say("runs")
    say("search", "note")
    say("connector", "export", "Planted")
    pg_database.execute("ALTER TABLE notes DROP COLUMN body")
    say("sync", "Notes", codes=(1,))
    say("connector", "edit", "Planted", "--password-stdin", stdin="another " + PLANTED)
    say("sync", "Notes", codes=(1,))
    say("secret", "list")
    say("secret", "check")
    say("secret", "rotate", codes=(1,))
    say("secret", "export", str(home / "backup"), "--pass-phrase-stdin", codes=(0, 1))  # the second time: it is there
    say("secret", "import", str(home / "backup"), "--pass-phrase-stdin")
    say("secret", "import", str(home / "backup"), "--pass-phrase-stdin", stdin=f"not {PLANTED}", codes=(1,))
    say("secret", "change-pass-phrase", "--pass-phrase-stdin", codes=(1,))
    say("secret", "lock")
    say("runs", "Notes")
    say("connector", "remove", "Planted", codes=(1,))
    say("dataset", "remove", "Notes", codes=(0, 1))
    say("connector", "remove", "Planted", codes=(0, 1))
    for answer in answers:
        assert_absent(answer, answer)
    assert_absent_from(home)


def test_a_password_in_an_argument_is_refused_without_repeating_it(cli: CommandLine, home: Path) -> None:
    for words in (("connector", "add", "X"), ("connector", "test")):
        answer = cli(*words, "--url", f"postgresql://planted:{quote(PLANTED, safe='')}@db.example/x", code=1)
        assert "--password-stdin" in answer.err
        assert_absent(answer.out + answer.err, "refusal")


@pytest.fixture
def application(home: Path, tmp_path: Path) -> Iterator[Application]:
    with build_application(home, dict(os.environ), lambda purpose: None) as built:
        yield built


def test_no_error_or_value_shows_it(application: Application, account: servers.PostgresDatabase) -> None:
    draft = ConnectorDraft("Planted", "postgresql", account.host, account.port, "planted", account.database)
    broken = (
        replace(draft, database="nowhere"),
        replace(draft, username="nobody"),
        replace(draft, port=1),
        replace(draft, host="no-such-host.invalid"),
        replace(draft, options=ConnectorOptions(tls=TlsMode.VERIFY_FULL)),
    )
    secret = Secret(PLANTED)
    shown = [repr(secret), str(secret), f"{secret}", repr((draft, secret))]
    for number, wrong in enumerate(broken):
        shown.append(repr(application.connectors.test(wrong, secret, lambda step: None, InlineContext())))
        saved = application.connectors.add(replace(wrong, name=f"to {number}"), secret)
        shown.append(repr(saved))
        tables = partial(application.catalog.tables, saved.id, InlineContext())
        shown.append(failure(tables, KbConnectError))
        application.connectors.edit(saved.id, replace(wrong, name=saved.name), KeepSecret.KEEP)
        application.connectors.remove(saved.id)
    with pytest.raises(KbConnectError) as caught:
        parse_address(f"postgresql://u:{PLANTED}@host:notaport/db")
    shown.append("".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)))
    shown.append(repr(parse_address(f"postgresql://u:{quote(PLANTED, safe='')}@host/db")))
    for text in shown:
        assert_absent(text, text)
    assert_absent_from(application.paths.home)
    assert "hunter2" not in redact("postgresql://u:hunter2@host/db")


def test_no_reference_and_no_backup_writes_it(
    tmp_path: Path,
    account: servers.PostgresDatabase,
    openbao: servers_secrets.OpenBaoServer,
    aws: servers_secrets.AwsServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Through each kind of reference: saved, tested, read, checked, refused; then rotated, locked and backed up."""
    for name, value in aws.environment().items():
        monkeypatch.setenv(name, value)
    openbao.client().secrets.kv.v2.create_or_update_secret(path="planted", secret={"password": PLANTED})
    aws.client().create_secret(Name="planted", SecretString=PLANTED)
    file = tmp_path / "planted"
    file.write_text(PLANTED)
    file.chmod(0o600)
    printing = f"cmd:{sys.executable} -c \"print(open('{file.as_posix()}').read())\""
    wrong = (
        f"cmd:{sys.executable} -c \"import sys; said = open('{file.as_posix()}').read(); print(said); sys.exit(said)\""
    )
    references = ("openbao:secret/planted#password", "aws:planted", printing, f"file:{file}", "env:PLANTED_PASSWORD")
    draft = ConnectorDraft("Planted", "postgresql", account.host, account.port, "planted", account.database)
    environment = {**os.environ, **openbao.environment(), "PLANTED_PASSWORD": PLANTED}
    environment["KBCONNECT_VAULT_KEY"] = Fernet.generate_key().decode()
    shown: list[str] = []
    with build_application(tmp_path / "home", environment, lambda purpose: None) as application:
        for reference in references:
            saved = application.connectors.add(replace(draft, name=reference), SecretReference(reference))
            report = application.connectors.test_saved(saved.id, lambda step: None, InlineContext())
            assert report.ok
            application.connectors.edit(saved.id, replace(draft, name=reference, username="nobody"), KeepSecret.KEEP)
            tables = partial(application.catalog.tables, saved.id, InlineContext())
            shown.append(failure(tables, KbConnectError))
        for bad in ("aws:planted#field", "openbao:secret/planted#field", wrong):
            with pytest.raises(KbConnectError) as caught:
                application.connectors.add(replace(draft, name="bad"), SecretReference(bad))
            shown.append(told(caught.value))
        application.connectors.add(replace(draft, name="Own"), Secret(PLANTED))
        shown.append(repr(application.secret_health.check_all(InlineContext())))
        application.vault_care.export(tmp_path / "home" / "backup", Secret("correct horse battery"), InlineContext())
        application.vault_care.lock()
        for text in shown:
            assert_absent(text, text)
        assert_absent_from(application.paths.home)
