"""A recognisable password where kbconnect itself is at fault, where its folder is, and as a pass phrase.

A bug is raised on purpose in an adapter, with words that hold all that a driver was called with: what the command line
says, the log, the report the window gives people to copy and the diagnostics are looked through. Then a full disk, a
folder that can't be used, a wish to stop; the vault's pass phrase, that of a backup and of one that is damaged; and the
system's keyring, in memory, with all its failures.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

import keyring.errors
import pytest

from kbconnect.adapters.secrets.keyring_store import SystemKeyring, find_keyring
from kbconnect.adapters.secrets.surroundings import SecretSurroundings
from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.app.application import Application, build_application
from kbconnect.app.connector_files import export_connectors
from kbconnect.app.connectors import KeepSecret
from kbconnect.app.diagnostics import diagnostics
from kbconnect.app.logs import redact
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret, SshTunnel
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext, JobCancelled
from kbconnect.ui.errors import bug_report, explain, log_error
from tests.cli.conftest import CommandLine, Shop
from tests.fakes_secrets import KeyringInMemory
from tests.faults.planted import CORE, PLANTED, assert_absent, assert_absent_from, failure, is_in

SECRET = Secret(PLANTED)
DRAFT = ConnectorDraft("Shop", "postgresql", "127.0.0.1", 1, "planted", "shop")

HIDDEN = f"a'b\"c\\d {CORE}"
"""As the other, with its core behind what has to be escaped, where half a redaction would show it."""
QUOTED = HIDDEN.replace("\\", "\\\\").replace("'", "\\'")
WORDS = (
    f"invalid dsn: host=h user=u password='{QUOTED}' dbname=d",
    f"could not parse postgresql://u:{quote(PLANTED, safe='')}@h/d",
    f"unexpected arguments { ({'user': 'u', 'password': HIDDEN, 'host': 'h'})!r}",
    f"connect(host='h', password={HIDDEN!r}, port=1)",
    f"connect(host='h', passwd={HIDDEN.encode()!r}, port=1)",
    f"bad body {json.dumps({'user': 'u', 'password': HIDDEN, 'port': 1})}",
    f"Server=h;Uid=u;Pwd={{{HIDDEN}}};Encrypt=no",
    f"Server=h;Uid=u;Pwd=a b {CORE};Encrypt=no",
    f'Server=h;Uid=u;Password="{HIDDEN.replace(chr(34), chr(34) * 2)}";Encrypt=no',
    f"X-Vault-Token: {CORE}",
    f"client_secret={CORE}&access_token={CORE}",
    f"{{'SecretString': {HIDDEN!r}}}",
    f"cut off in the middle: password='a {CORE}",
    f"ConninfoOption(keyword=b'password', envvar=b'PGPASSWORD', compiled=None, val={HIDDEN.encode()!r})",
)
"""What drivers and libraries may say of how they were called."""


def surroundings(monkeypatch: pytest.MonkeyPatch, ring: KeyringInMemory | None = None) -> None:
    """Secrets go to this keyring, or else to a vault whose pass phrase costs little."""

    def find() -> SystemKeyring:
        if ring is None:
            return find_keyring()
        return SystemKeyring("Test keyring", ring)

    cheap = partial(SecretSurroundings, find_keyring=find, cost=ScryptCost(2**10, 8, 1))
    monkeypatch.setattr("kbconnect.adapters.secrets.SecretSurroundings", cheap)


@contextmanager
def built(home: Path, **environment: str) -> Iterator[Application]:
    with build_application(home, {**os.environ, **environment}, lambda purpose: PLANTED) as application:
        yield application


@pytest.mark.parametrize("words", WORDS)
def test_words_of_others_are_redacted(words: str) -> None:
    shown = redact(words)
    assert_absent(shown)
    assert "…" in shown
    assert not words.startswith("connect(") or "host='h'" in shown


@pytest.mark.parametrize("words", WORDS[:4])
def test_a_bug_is_reported_without_it(
    cli: CommandLine, home: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """An exception that nobody foresaw, out of a frame whose variables hold the password."""
    cli("connector", "add", "Planted", "--url", "postgresql://planted@127.0.0.1:1/x", "--password-stdin", stdin=PLANTED)
    caught: list[BaseException] = []

    def wrong(*arguments: object, **others: object) -> None:
        held = (words, arguments, others)
        assert held
        raise TypeError(words)

    monkeypatch.setattr("kbconnect.adapters.sources.postgresql_connect.psycopg.connect", wrong)
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql_connect.resolve", lambda *what: ())
    for form in ((), ("--json",)):
        answer = cli("discover", "Planted", *form, code=1)
        assert "mistake" in answer.err
        assert_absent(answer.out + answer.err)
    with built(home) as application:
        connector = application.connectors.find("Planted")
        try:
            application.catalog.tables(connector.id, InlineContext())
        except TypeError as error:
            caught.append(error)
        (bug,) = caught
        log_error(bug)
        for text in (bug_report(bug), explain(bug).report(), explain(bug).sentence(), diagnostics(application)):
            assert_absent(text)
        assert "TypeError" in bug_report(bug)
        assert "TypeError" in diagnostics(application)
    log = (home / "logs" / "kbconnect.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert_absent_from(home)


# --------------------------------------------------------------------------------------------------- the folder


@contextmanager
def full_disk(size_bytes: int) -> Iterator[None]:
    """No file of this process grows beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits the size of files")
def test_a_full_disk(home: Path, tmp_path: Path) -> None:
    with built(home) as application:
        saved = application.connectors.add(DRAFT, SECRET)
        export = partial(application.vault_care.export, tmp_path / "backup", SECRET, InlineContext())
        with full_disk(0):
            shown = [
                failure(partial(application.connectors.edit, saved.id, DRAFT, Secret(PLANTED * 2)), KbConnectError),
                failure(export, KbConnectError),
            ]
    for text in shown:
        assert_absent(text)
    assert_absent_from(home, logged=False)
    assert not [path for path in tmp_path.iterdir() if path.is_file() and is_in(path.read_bytes())]


def test_a_folder_that_can_not_be_used(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("KBCONNECT_VAULT_KEY", f"no key at all {CORE}")
    add = ("connector", "add", "X", "--url", "postgresql://planted@127.0.0.1:1/x", "--password-stdin")
    for folder in (tmp_path / "file", tmp_path / "home"):  # the second fails by its key
        for form in ((), ("--json",)):
            answer = cli(*add, "--home", str(folder), *form, stdin=PLANTED, code=1)
            assert_absent(answer.out + answer.err)
    assert_absent_from(tmp_path / "home", logged=False)


def test_a_wish_to_stop(home: Path) -> None:
    with built(home) as application:
        saved = application.connectors.add(DRAFT, SECRET)
        context = InlineContext()
        context.cancel()
        tables = partial(application.catalog.tables, saved.id, context)
        test = partial(application.connectors.test, DRAFT, SECRET, lambda step: None, context)
        for work in (tables, test):
            assert_absent(failure(work, JobCancelled))
    assert_absent_from(home, logged=False)


# --------------------------------------------------------------------------------------------------- pass phrases


def test_pass_phrases_and_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vault's pass phrase and that of its backup are planted, and so are the secrets in both."""
    home, backup = tmp_path / "home", tmp_path / "backup"
    monkeypatch.delenv("KBCONNECT_VAULT_KEY", raising=False)
    surroundings(monkeypatch)
    tunnel = SshTunnel("ssh.example", 22, "ada")
    draft = ConnectorDraft("Two", "postgresql", "db.example", 5432, "planted", "x", ConnectorOptions(tunnel=tunnel))
    shown: list[str] = []
    with built(home) as application:
        saved = application.connectors.add(draft, SECRET, Secret(f"tunnel {PLANTED}"))
        care = application.vault_care
        shown += [repr(care.state()), repr(application.secret_health.check_all(InlineContext()))]
        shown.append(failure(partial(care.change_pass_phrase, Secret(f"not {PLANTED}"), SECRET), KbConnectError))
        shown.append(failure(partial(care.rotate, Secret(f"not {PLANTED}")), KbConnectError))
        care.change_pass_phrase(SECRET, Secret(f"new {PLANTED}"))
        shown.append(repr(care.export(backup, SECRET, InlineContext())))
        shown.append(export_connectors(application.connectors))
        care.lock()
        shown.append(repr(application.secret_health.check_all(InlineContext())))
        restore = partial(care.restore, backup)
        shown.append(failure(partial(restore, Secret(f"not {PLANTED}"), InlineContext()), KbConnectError))
        text = backup.read_text(encoding="utf-8")
        for broken in (text[:-40], text.replace('"r": 8', '"r": 9'), text.replace("a", "b", 1), "{}"):
            (tmp_path / "broken").write_text(broken, encoding="utf-8")
            again = partial(care.restore, tmp_path / "broken", SECRET, InlineContext())
            shown.append(failure(again, KbConnectError))
        (tmp_path / "broken").unlink()
        application.connectors.remove(saved.id)
    for each in shown:
        assert_absent(each)
    assert_absent_from(home, logged=False)
    assert not is_in(backup.read_bytes())


@pytest.mark.parametrize(
    "refuse",
    [
        lambda: keyring.errors.KeyringLocked(PLANTED),
        lambda: keyring.errors.PasswordSetError(f"could not store {PLANTED}"),
        lambda: keyring.errors.InitError(PLANTED),
        lambda: RuntimeError(f"what is {PLANTED}?"),
        None,
    ],
)
def test_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuse: Callable[[], Exception] | None) -> None:
    """One that works, and ones whose errors quote what they were given."""
    monkeypatch.delenv("KBCONNECT_VAULT_KEY", raising=False)
    ring = KeyringInMemory()
    surroundings(monkeypatch, ring)
    home = tmp_path / "home"
    with built(home) as application:
        saved = application.connectors.add(DRAFT, SECRET)
        shown = [repr(saved)]
        assert saved.secret_reference
        if refuse is not None:
            ring.failure = refuse()
            shown.append(failure(partial(application.connectors.edit, saved.id, DRAFT, SECRET), KbConnectError))
        application.connectors.edit(saved.id, DRAFT, KeepSecret.KEEP)
        shown.append(diagnostics(application))
    for each in shown:
        assert_absent(each)
    assert_absent_from(home, logged=False)
