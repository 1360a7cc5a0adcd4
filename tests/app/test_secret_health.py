"""Where secrets are, when they were read, whether they can be: never with the secret itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import SecretReference
from kbconnect.app.schedule import Waiting
from kbconnect.core.connector import CheckStep, ConnectorDraft, Secret, SshTunnel
from kbconnect.core.errors import LoginRefusedError, SecretMissingError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import (
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    RunStatus,
    SyncOptions,
    TableRef,
    TableSelection,
    Trigger,
)
from kbconnect.core.schedule import IntervalRule, WaitKind
from kbconnect.core.secret_care import SecretRole
from kbconnect.core.secret_references import OpenBaoSettings
from tests import servers, servers_secrets

PASSWORD = "plum-4711"
SERVER = ConnectorDraft("Desk", "postgresql", "db.example", 5432, "reader", "support")


def test_secrets_are_listed_without_reading_one(application: Application, environment: dict[str, str]) -> None:
    tunnelled = replace(SERVER, name="Far", options=replace(SERVER.options, tunnel=SshTunnel("jump.example")))
    application.connectors.add(SERVER, SecretReference("env:SHOP_PASSWORD"))
    application.connectors.add(replace(SERVER, name="Bare"), None)
    application.connectors.add(tunnelled, Secret(PASSWORD), Secret("of the tunnel"))
    states = application.secret_health.list()
    assert [(state.connector.name, state.role) for state in states] == [
        ("Desk", SecretRole.PASSWORD),
        ("Far", SecretRole.PASSWORD),
        ("Far", SecretRole.TUNNEL),
    ]
    assert states[0].last_read_at is not None  # a reference is tried when it is saved
    assert [state.last_read_at for state in states[1:]] == [None, None]
    assert {state.is_readable for state in states} == {None}
    assert PASSWORD not in repr(states)


def test_what_can_be_read_and_what_can_not(application: Application, environment: dict[str, str]) -> None:
    application.connectors.add(SERVER, SecretReference("env:SHOP_PASSWORD"))
    application.connectors.add(replace(SERVER, name="Own"), Secret(PASSWORD))
    checked = application.secret_health.check_all(InlineContext())
    assert [state.is_readable for state in checked] == [True, True]
    assert all(state.last_read_at is not None for state in checked)
    environment.pop("SHOP_PASSWORD")
    checked = application.secret_health.check_all(InlineContext())
    assert [state.is_readable for state in checked] == [False, True]
    assert isinstance(checked[0].error, SecretMissingError)
    assert PASSWORD not in repr(checked)


def test_times_of_reading_outlive_the_program(tmp_path: Path) -> None:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "PASSWORD": "x"}
    with build_application(tmp_path / "home", environment, lambda _: None) as first:
        first.connectors.add(SERVER, SecretReference("env:PASSWORD"))
        kept = first.secret_health.list()[0].last_read_at
    with build_application(tmp_path / "home", environment, lambda _: None) as second:
        assert kept is not None
        assert second.secret_health.list()[0].last_read_at == kept
        second.connectors.remove(second.connectors.find("Desk").id)


def test_a_password_that_was_changed_is_read_anew(tmp_path: Path, pg_database: servers.PostgresDatabase) -> None:
    """A command's answer is kept for a minute; a refused login makes it be asked again."""
    kept = tmp_path / "password"
    kept.write_text("an old one")
    reference = f"cmd:{sys.executable} -c \"print(open('{kept.as_posix()}').read())\""
    draft = ConnectorDraft("Db", "postgresql", pg_database.host, pg_database.port, pg_database.user,
                           pg_database.database)  # fmt: skip
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "PATH": os.environ["PATH"]}
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        saved = application.connectors.add(draft, SecretReference(reference))
        with pytest.raises(LoginRefusedError), application.connectors.open(saved.id):
            pass
        kept.write_text(pg_database.password)
        with application.connectors.open(saved.id) as source:
            assert source.tables() == ()
        written = (tmp_path / "home" / "kbconnect.db").read_bytes()
        assert pg_database.password.encode() not in written


def kept_by_a_command(place: Path, pg_database: servers.PostgresDatabase) -> tuple[ConnectorDraft, SecretReference]:
    """A connector whose password a command prints, which counts how often it is asked beside the file."""
    asked = place.with_suffix(".asked").as_posix()
    code = f"print(open('{place.as_posix()}').read()); open('{asked}', 'a').write('x')"
    draft = ConnectorDraft("Db", "postgresql", pg_database.host, pg_database.port, pg_database.user,
                           pg_database.database)  # fmt: skip
    return draft, SecretReference(f'cmd:{sys.executable} -c "{code}"')


def test_a_test_asks_for_a_rotated_password_again_before_it_fails(
    tmp_path: Path, pg_database: servers.PostgresDatabase
) -> None:
    place = tmp_path / "password"
    place.write_text("an old one")
    draft, reference = kept_by_a_command(place, pg_database)
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "PATH": os.environ["PATH"]}
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        saved = application.connectors.add(draft, reference)  # the old one is remembered now
        place.write_text(pg_database.password)
        steps: list[CheckStep] = []
        report = application.connectors.test_saved(saved.id, steps.append, InlineContext())
        assert report.ok
        assert [(step.name, step.state) for step in steps] == [(step.name, step.state) for step in report.steps]
        assert application.connectors.get(saved.id).last_check is not None


def test_a_password_that_is_wrong_is_asked_for_once_more_and_tried_once(
    tmp_path: Path, pg_database: servers.PostgresDatabase
) -> None:
    place = tmp_path / "password"
    place.write_text("a wrong one")
    draft, reference = kept_by_a_command(place, pg_database)
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "PATH": os.environ["PATH"]}
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        saved = application.connectors.add(draft, reference)
        steps: list[CheckStep] = []
        report = application.connectors.test_saved(saved.id, steps.append, InlineContext())
        assert [step.name for step in steps if not step.ok] == ["login"]
        assert tuple(steps) == report.steps
        assert (tmp_path / "password.asked").read_text() == "xx"
        place.write_text("gone soon")
        application.secret_health.check_all(InlineContext())
        place.unlink()  # what is remembered is refused, and nobody can be asked
        report = application.connectors.test_saved(saved.id, steps.append, InlineContext())
        assert report.steps[-1].name == steps[-1].name == "login"


# ------------------------------------------------------------------------------------------------- lent accounts


@pytest.fixture
def lent(
    openbao: servers_secrets.OpenBaoServer, pg_database: servers.PostgresDatabase
) -> Iterator[servers.PostgresDatabase]:
    """A database whose table notes can be read with accounts that OpenBao makes: openbao:shop/creds/reader."""
    pg_database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text); INSERT INTO notes SELECT n, 'note ' || n "
        "FROM generate_series(1, 20) n"
    )
    root = openbao.client()
    root.sys.enable_secrets_engine("database", path="shop")
    root.secrets.database.configure(
        name="shop",
        plugin_name="postgresql-database-plugin",
        allowed_roles=["reader"],
        connection_url=f"postgresql://{{{{username}}}}:{{{{password}}}}@{pg_database.host}:{pg_database.port}/"
        f"{pg_database.database}",
        username=pg_database.user,
        password=pg_database.password,
        mount_point="shop",
    )
    root.secrets.database.create_role(
        name="reader",
        db_name="shop",
        creation_statements=[
            "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
            'GRANT SELECT ON notes TO "{{name}}"',
        ],
        default_ttl="1h",
        mount_point="shop",
    )
    yield pg_database
    root.sys.disable_secrets_engine("shop")


@pytest.mark.server
def test_a_sync_with_an_account_that_openbao_makes(
    tmp_path: Path, openbao: servers_secrets.OpenBaoServer, lent: servers.PostgresDatabase
) -> None:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "BAO_TOKEN": openbao.root_token}
    draft = ConnectorDraft("Shop", "postgresql", lent.host, lent.port, "nobody", lent.database)
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        application.secret_health.openbao = OpenBaoSettings(openbao.address)
        saved = application.connectors.add(draft, SecretReference("openbao:shop/creds/reader"))
        base = application.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder="none"))
        dataset = application.datasets.add(
            DatasetDraft("Notes", saved.id, TableSelection(TableRef("public", "notes")),
                         Mapping(key=("id",), text=("body",)), base.id)
        )  # fmt: skip
        report = application.connectors.test_saved(saved.id, lambda step: None, InlineContext())
        assert report.ok
        run = application.syncing.sync(dataset.id, SyncOptions(Trigger.COMMAND), InlineContext())
        assert (run.status, run.counts.added) == (RunStatus.COMPLETED, 20)
        state = application.secret_health.check(application.secret_health.list()[0])
        assert (state.is_readable, state.username[:2]) == (True, "v-")
        assert state.expires_at is not None
        assert _accounts(lent) != []
    assert _accounts(lent) == []  # given back when the program ends


def _accounts(database: servers.PostgresDatabase) -> list[str]:
    with database.connect() as connection:
        return [str(row[0]) for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'")]


@pytest.mark.server
def test_a_schedule_waits_for_an_openbao_that_does_not_answer(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{servers.free_port()}"
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode(), "BAO_TOKEN": "x", "BAO_ADDR": address}
    environment["HELD"] = "x"
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        saved = application.connectors.add(SERVER, SecretReference("env:HELD"))
        base = application.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder="none"))
        table = TableSelection(TableRef("public", "notes"))
        draft = DatasetDraft("Notes", saved.id, table, Mapping(key=("id",), text=("body",)), base.id)
        dataset = application.datasets.add(draft)
        application.schedules.set(dataset.id, IntervalRule(15))
        lent = replace(application.connectors.get(saved.id), secret_reference="openbao:shop/creds/reader")
        application.vault_care._store.connectors.update(lent)
        due = application.schedules.due(datetime.now(UTC) + timedelta(minutes=16))
        outcome = application.schedules.begin(due[0])
        assert isinstance(outcome, Waiting)
        assert (outcome.kind, outcome.waiting_for) == (WaitKind.KEYRING, "OpenBao, which does not answer")
