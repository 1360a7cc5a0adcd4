"""Backups of secrets come back to their connectors, and a locked vault makes schedules wait for it."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.adapters.secrets.vault_keys import ScryptCost
from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import SecretReference
from kbconnect.app.schedule import Waiting
from kbconnect.core.connector import ConnectorDraft, Secret, SshTunnel
from kbconnect.core.errors import InputError, KbConnectError, SecretStoreLockedError, WrongKeyError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset
from kbconnect.core.schedule import IntervalRule, WaitKind
from kbconnect.core.secret_care import VaultLock

PHRASE, BACKUP = "correct horse battery", Secret("staple for the backup")
SERVER = ConnectorDraft("Desk", "postgresql", "db.example", 5432, "reader", "support")
TUNNELLED = replace(SERVER, name="Far", options=replace(SERVER.options, tunnel=SshTunnel("jump.example")))

Build = Callable[..., AbstractContextManager[Application]]


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each guess at a pass phrase is for attackers, not for tests."""
    monkeypatch.setattr(ScryptCost.__init__, "__defaults__", (2**4, 8, 1))


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds an application on a folder. answers: the person's to questions for the vault's pass phrase."""

    def made(
        name: str = "home", answer: str | None = PHRASE, **environment: str
    ) -> AbstractContextManager[Application]:
        return build_application(tmp_path / name, environment, lambda _: answer)

    return made


def key() -> dict[str, str]:
    return {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}


def secrets_of(application: Application) -> dict[str, str]:
    found = {}
    for connector in application.connectors.list():
        secret = application.connectors.secret_of(connector)
        found[connector.name] = secret.reveal() if secret is not None else ""
    return found


def test_a_backup_comes_back_on_another_machine(build: Build, tmp_path: Path) -> None:
    file = tmp_path / "secrets.backup"
    with build("first", **key(), ELSEWHERE="x") as first:
        first.connectors.add(SERVER, Secret("plum-4711"))
        first.connectors.add(TUNNELLED, Secret("pear-4712"), Secret("fig-4713"))
        first.connectors.add(replace(SERVER, name="Elsewhere"), SecretReference("env:ELSEWHERE"))
        first.connectors.add(replace(SERVER, name="Left out"), Secret("kept there"))
        made = first.vault_care.export(file, BACKUP, InlineContext())
    assert (made.secrets, made.left) == (4, ())
    assert "plum" not in file.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with build("second", **key(), ELSEWHERE="x") as second:
        second.connectors.add(SERVER, None)
        far = second.connectors.add(TUNNELLED, Secret("another"), None)
        with pytest.raises(WrongKeyError):
            second.vault_care.restore(file, Secret("wrong horse battery"), InlineContext())
        assert secrets_of(second) == {"Desk": "", "Far": "another"}
        done = second.vault_care.restore(file, BACKUP, InlineContext())
        assert done.connectors == ("Desk", "Far")
        assert [(one.connector, one.reason) for one in done.left] == [("Left out", "There is no such connector here.")]
        assert secrets_of(second) == {"Desk": "plum-4711", "Far": "pear-4712"}
        tunnel = second.connectors.get(far.id).options.tunnel
        assert tunnel is not None
        assert tunnel.secret_reference == f"vault:{far.id}-tunnel"
        assert len(second.secret_health.list()) == 3
        assert all(state.is_readable for state in second.secret_health.check_all(InlineContext()))


def test_what_is_read_from_elsewhere_now_stays(build: Build, tmp_path: Path) -> None:
    file = tmp_path / "secrets.backup"
    with build(**key(), ELSEWHERE="x") as application:
        saved = application.connectors.add(SERVER, Secret("plum-4711"))
        application.vault_care.export(file, BACKUP, InlineContext())
        application.connectors.edit(saved.id, SERVER, SecretReference("env:ELSEWHERE"))
        done = application.vault_care.restore(file, BACKUP, InlineContext())
        assert done.connectors == ()
        assert "elsewhere" in done.left[0].reason
        assert application.connectors.get(saved.id).secret_reference == "env:ELSEWHERE"


def test_a_backup_is_written_whole_or_not_at_all(build: Build, tmp_path: Path) -> None:
    with build(**key()) as application:
        with pytest.raises(InputError, match="no saved password"):
            application.vault_care.export(tmp_path / "a", BACKUP, InlineContext())
        application.connectors.add(SERVER, Secret("plum-4711"))
        taken = tmp_path / "taken"
        taken.write_text("something else")
        with pytest.raises(InputError, match="already a file"):
            application.vault_care.export(taken, BACKUP, InlineContext())
        with pytest.raises(KbConnectError, match="can't be written"):
            application.vault_care.export(tmp_path / "no" / "folder", BACKUP, InlineContext())
        with pytest.raises(InputError, match="8 characters"):
            application.vault_care.export(tmp_path / "b", Secret("short"), InlineContext())
        with pytest.raises(InputError, match="can't be read"):
            application.vault_care.restore(tmp_path / "nothing", BACKUP, InlineContext())
        with pytest.raises(InputError, match="no backup"):
            application.vault_care.restore(taken, BACKUP, InlineContext())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "taken"]


def test_a_new_key_and_a_new_pass_phrase(build: Build) -> None:
    with build() as application:
        application.connectors.add(SERVER, Secret("plum-4711"))
        assert application.vault_care.state().lock is VaultLock.PASS_PHRASE
        assert application.vault_care.rotate(Secret(PHRASE)) == 1
        application.vault_care.change_pass_phrase(Secret(PHRASE), Secret("another pass phrase"))
        assert secrets_of(application) == {"Desk": "plum-4711"}
    with build(answer="another pass phrase") as application:
        assert secrets_of(application) == {"Desk": "plum-4711"}


def test_locked_by_one_program_it_is_locked_for_all(build: Build) -> None:
    with build() as window, build(answer=None) as command:
        window.connectors.add(SERVER, Secret("plum-4711"))
        assert window.vault_care.state().is_open
        assert not command.vault_care.state().is_open
        command.vault_care.lock()
        assert not window.vault_care.state().is_open
        assert secrets_of(window) == {"Desk": "plum-4711"}  # the person answers
        with pytest.raises(SecretStoreLockedError):
            secrets_of(command)


def test_a_schedule_waits_for_a_vault_that_has_locked_itself(build: Build, dataset: Dataset, tmp_path: Path) -> None:
    with build() as application:
        connector = application.connectors.get(dataset.connector_id)
        assert connector.name
        application.connectors.edit(connector.id, replace(SERVER, name=connector.name), Secret("plum-4711"))
        application.schedules.set(dataset.id, IntervalRule(15))
        application.vault_care.lock()
        due = application.schedules.due(datetime.now(UTC) + timedelta(minutes=16))
        outcome = application.schedules.begin(due[0])
        assert isinstance(outcome, Waiting)
        assert (outcome.kind, outcome.waiting_for) == (WaitKind.UNLOCK, "the encrypted vault to be unlocked")


def test_minutes_without_use(build: Build) -> None:
    with build() as application:
        care = application.vault_care
        assert care.idle_minutes == 0
        care.idle_minutes = 15
        assert care.idle_minutes == 15
        for wrong in (-1, 100_000):
            with pytest.raises(InputError):
                care.idle_minutes = wrong
        assert care.idle_minutes == 15
