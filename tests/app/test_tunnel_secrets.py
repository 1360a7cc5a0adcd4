"""A connector with an SSH server keeps two secrets; both go where its connector goes, and end with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.application import Application, build_application
from kbconnect.app.connector_files import Act, carry_out, export_connectors, plan_import, with_acts
from kbconnect.app.connectors import KeepSecret, SecretReference, draft_of
from kbconnect.core.address_export import read_connectors
from kbconnect.core.connector import Connector, ConnectorDraft, ConnectorOptions, Secret, SshTunnel, references_of
from kbconnect.core.errors import SecretMissingError
from kbconnect.core.job import InlineContext
from kbconnect.core.schedule import WaitKind
from kbconnect.core.schedule_words import waiting_words

TUNNEL = SshTunnel("ssh.example", 22, "ada")
DRAFT = ConnectorDraft(
    "Support desk", "postgresql", "db.example", 5432, "reader", "support", ConnectorOptions(tunnel=TUNNEL)
)


def tunnel_reference(connector: Connector) -> str:
    assert connector.options.tunnel is not None
    return connector.options.tunnel.secret_reference


def secret_at(application: Application, reference: str) -> str:
    """What is kept there. Raises SecretMissingError."""
    probe = application.connectors.add(replace(DRAFT, name="Probe"), SecretReference(reference))
    secret = application.connectors.secret_of(probe)
    assert secret is not None
    with open_store(application.paths.store) as store:
        store.connectors.remove(probe.id)  # without what it points at, which is another's
    return secret.reveal()


def test_both_are_saved_elsewhere_and_apart(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("for the database"), Secret("for ssh"))
    assert len(references_of(saved)) == 2
    assert secret_at(application, saved.secret_reference) == "for the database"
    assert secret_at(application, tunnel_reference(saved)) == "for ssh"
    assert b"for ssh" not in application.paths.store.read_bytes()
    assert application.connectors.get(saved.id) == saved


def test_a_reference_in_a_draft_is_not_taken_over(application: Application) -> None:
    saved = application.connectors.add(DRAFT, None, Secret("for ssh"))
    other = application.connectors.add(replace(draft_of(saved), name="Other"), None)
    assert references_of(other) == ()
    copy = application.connectors.duplicate(saved.id)
    assert references_of(copy) == ()
    assert copy.options.tunnel == TUNNEL


def test_an_edit_keeps_replaces_or_drops_it(application: Application) -> None:
    connectors = application.connectors
    saved = connectors.add(DRAFT, Secret("one"), Secret("for ssh"))
    kept = connectors.edit(saved.id, replace(DRAFT, host="other.example"), KeepSecret.KEEP)
    assert references_of(kept) == references_of(saved)
    changed = connectors.edit(saved.id, DRAFT, KeepSecret.KEEP, Secret("another"))
    assert secret_at(application, tunnel_reference(changed)) == "another"
    dropped = connectors.edit(saved.id, DRAFT, KeepSecret.KEEP, None)
    assert references_of(dropped) == (saved.secret_reference,)
    with pytest.raises(SecretMissingError):
        secret_at(application, tunnel_reference(saved))


def test_without_its_tunnel_a_connector_has_no_secret_of_it(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("one"), Secret("for ssh"))
    plain = application.connectors.edit(saved.id, replace(DRAFT, options=ConnectorOptions()), KeepSecret.KEEP)
    assert references_of(plain) == (saved.secret_reference,)
    with pytest.raises(SecretMissingError):
        secret_at(application, tunnel_reference(saved))


def test_removing_a_connector_removes_both(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("one"), Secret("for ssh"))
    application.connectors.remove(saved.id)
    for reference in references_of(saved):
        with pytest.raises(SecretMissingError):
            secret_at(application, reference)


def test_setting_aside_keeps_both_until_they_are_forgotten(application: Application) -> None:
    connectors = application.connectors
    saved = connectors.add(DRAFT, Secret("one"), Secret("for ssh"))
    connectors.bring_back(connectors.set_aside(saved.id))
    connectors.forget_set_aside()
    assert secret_at(application, tunnel_reference(saved)) == "for ssh"
    connectors.set_aside(saved.id)
    connectors.forget_set_aside()
    for reference in references_of(saved):
        with pytest.raises(SecretMissingError):
            secret_at(application, reference)


def test_a_secret_that_cannot_be_stored_leaves_none_behind(application: Application) -> None:
    with pytest.raises(SecretMissingError):
        application.connectors.add(DRAFT, Secret("one"), SecretReference("env:NO_SUCH_VARIABLE"))
    assert application.connectors.list() == ()
    with open_store(application.paths.store) as store:
        assert store.vault.content().entries == ()


def test_another_account_or_another_way_is_another_database(application: Application) -> None:
    connectors = application.connectors
    saved = connectors.add(DRAFT, None)
    places = {connectors.database_of(saved.id)}
    for number, options in enumerate(
        (ConnectorOptions(), ConnectorOptions(tunnel=SshTunnel("other.example")), ConnectorOptions(tunnel=TUNNEL))
    ):
        other = connectors.add(replace(DRAFT, name=f"Other {number}", options=options), None)
        places.add(connectors.database_of(other.id))
    assert len(places) == 3


def test_an_export_says_nothing_of_what_is_stored(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("for the database"), Secret("for ssh"))
    text = export_connectors(application.connectors)
    assert "ssh.example" in text
    for reference in references_of(saved):
        assert reference not in text
    assert "for ssh" not in text


def imported(application: Application, text: str, act: Act, *, take_references: bool = False) -> Connector:
    """What importing a file with one connector makes of it."""
    plan = plan_import(read_connectors(text, "a file"), application.connectors.list())
    plan = with_acts(plan, [act], application.connectors.list())
    done = carry_out(application.connectors, plan, InlineContext(), take_references=take_references)
    (made,) = (*done.added, *done.replaced)
    return made


def test_a_reference_of_somebody_else_is_exported_and_taken_over_when_asked_for(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    environment["SSH_PASSWORD"] = "from the environment"
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        application.connectors.add(DRAFT, None, SecretReference("env:SSH_PASSWORD"))
        text = export_connectors(application.connectors)
        assert '"password": "env:SSH_PASSWORD"' in text
        assert references_of(imported(application, text, Act.ADD)) == ()
        assert references_of(imported(application, text, Act.ADD, take_references=True)) == ("env:SSH_PASSWORD",)


def test_a_file_of_somebody_elses_gets_no_password_for_a_server_of_theirs(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("one"), Secret("for ssh"))
    text = export_connectors(application.connectors)
    same = imported(application, text.replace("5432", "5433"), Act.REPLACE)
    assert tunnel_reference(same) == tunnel_reference(saved)
    theirs = imported(application, text.replace("ssh.example", "their.example"), Act.REPLACE)
    assert theirs.options.tunnel == SshTunnel("their.example", 22, "ada")
    with pytest.raises(SecretMissingError):
        secret_at(application, tunnel_reference(saved))


def test_what_a_sync_waits_for_is_told(application: Application) -> None:
    saved = application.connectors.add(DRAFT, None, Secret("for ssh"))
    assert waiting_words(WaitKind.UNLOCK, saved) == "the encrypted vault to be unlocked"
    assert waiting_words(WaitKind.SERVER, saved) == "the SSH server: ssh.example takes no connections"
    assert waiting_words(WaitKind.NETWORK, saved) == "the network: ssh.example can't be reached"


def test_secrets_of_the_environment_are_read_for_the_tunnel_too(tmp_path: Path, environment: dict[str, str]) -> None:
    environment["SSH_PASSWORD"] = "from the environment"
    with build_application(tmp_path / "home", environment, lambda _: None) as application:
        saved = application.connectors.add(DRAFT, None, SecretReference("env:SSH_PASSWORD"))
        assert references_of(saved) == ("env:SSH_PASSWORD",)
        application.connectors.remove(saved.id)
        assert application.connectors.list() == ()
