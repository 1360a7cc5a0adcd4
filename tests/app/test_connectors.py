"""Connectors through the use case: what is saved, in which order, and what an error leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.application import Application
from kbconnect.app.connectors import Connectors, KeepSecret, SecretReference, draft_of
from kbconnect.core.connector import (
    CheckStep,
    Connector,
    ConnectorDraft,
    Secret,
    StepState,
)
from kbconnect.core.errors import InputError, InUseError, NameTakenError, NotFoundError, SecretMissingError, StoreError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset
from tests.app.conftest import Shop

DRAFT = ConnectorDraft("Support desk", "postgresql", "db.example", 5432, "reader", "support")


def test_a_connector_is_saved_with_its_secret_elsewhere(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("correct horse"))
    assert draft_of(saved) == DRAFT
    assert saved.secret_reference.startswith("vault:")
    assert application.connectors.get(saved.id) == saved
    assert application.connectors.find("SUPPORT desk") == saved
    secret = application.connectors.secret_of(saved)
    assert secret is not None
    assert secret.reveal() == "correct horse"
    assert b"correct horse" not in application.paths.store.read_bytes()


def test_a_connector_without_a_password_has_no_secret(application: Application) -> None:
    saved = application.connectors.add(DRAFT, None)
    assert saved.secret_reference == ""
    assert application.connectors.secret_of(saved) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "  "}, "no name"),
        ({"provider": "oracel"}, "oracel"),
        ({"port": 0}, "0 is not a port"),
        ({"port": 65536}, "65536"),
        ({"host": ""}, "No host"),
        ({"provider": "sqlite", "database": ""}, "No database file"),
    ],
)
def test_what_can_be_seen_without_connecting_is_said(
    application: Application, change: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError) as caught:
        application.connectors.add(replace(DRAFT, **change), Secret("x"))  # type: ignore[arg-type]  # by parameter
    assert says in caught.value.message
    assert caught.value.hint
    assert application.connectors.list() == ()


def test_names_are_taken_ignoring_case(application: Application) -> None:
    application.connectors.add(DRAFT, None)
    with pytest.raises(NameTakenError):
        application.connectors.add(replace(DRAFT, name="SUPPORT DESK"), None)
    other = application.connectors.add(replace(DRAFT, name="Other"), None)
    with pytest.raises(NameTakenError):
        application.connectors.edit(other.id, DRAFT, KeepSecret.KEEP)
    assert application.connectors.edit(other.id, replace(DRAFT, name="OTHER"), KeepSecret.KEEP).name == "OTHER"


def test_an_edit_keeps_replaces_or_drops_the_secret(application: Application) -> None:
    connectors = application.connectors
    saved = connectors.add(DRAFT, Secret("one"))
    kept = connectors.edit(saved.id, replace(DRAFT, host="other.example"), KeepSecret.KEEP)
    assert (kept.host, kept.secret_reference) == ("other.example", saved.secret_reference)
    renewed = connectors.edit(saved.id, DRAFT, Secret("two"))
    secret = connectors.secret_of(renewed)
    assert secret is not None
    assert secret.reveal() == "two"
    referred = connectors.edit(saved.id, DRAFT, SecretReference("env:SHOP_PASSWORD"))
    secret = connectors.secret_of(referred)
    assert secret is not None
    assert secret.reveal() == "from the environment"
    with pytest.raises(SecretMissingError):
        connectors.secret_of(saved)
    assert connectors.secret_of(connectors.edit(saved.id, DRAFT, None)) is None


def test_a_reference_that_leads_nowhere_is_noticed(application: Application) -> None:
    with pytest.raises(SecretMissingError):
        application.connectors.add(DRAFT, SecretReference("env:NO_SUCH_VARIABLE"))
    assert application.connectors.list() == ()


def test_a_row_that_cannot_be_written_leaves_no_secret(application: Application) -> None:
    class Full:
        """A store whose connectors can't be written."""

        def __init__(self) -> None:
            self.connectors = self

        def find(self, name: str) -> Connector:
            raise NotFoundError(name)

        def add(self, connector: Connector) -> None:
            raise StoreError("full")

    class Places:
        def __init__(self) -> None:
            self.kept: dict[str, Secret] = {}

        def put(self, owner_id: str, secret: Secret) -> str:
            self.kept[f"vault:{owner_id}"] = secret
            return f"vault:{owner_id}"

        def delete(self, reference: str) -> None:
            del self.kept[reference]

    places = Places()
    from kbconnect.adapters import sources
    from kbconnect.adapters.tunnels import SshTunnels
    from kbconnect.app.reaching import Reaching

    reaching = Reaching(sources, SshTunnels(Path("unused")))

    connectors = Connectors(Full(), places, reaching, lambda: datetime.now(UTC))  # type: ignore[arg-type]  # two doubles
    with pytest.raises(StoreError):
        connectors.add(DRAFT, Secret("x"))
    assert places.kept == {}


def test_a_connector_in_use_stays(application: Application, dataset: Dataset) -> None:
    with pytest.raises(InUseError) as caught:
        application.connectors.remove(dataset.connector_id)
    assert "Articles" in caught.value.message
    application.datasets.remove(dataset.id)
    application.connectors.remove(dataset.connector_id)
    assert application.connectors.list() == ()


def test_removing_a_connector_removes_its_secret(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("one"))
    application.connectors.remove(saved.id)
    with pytest.raises(SecretMissingError):
        application.connectors.secret_of(saved)
    with pytest.raises(NotFoundError):
        application.connectors.get(saved.id)


def test_a_copy_has_a_name_of_its_own_and_no_secret(application: Application) -> None:
    saved = application.connectors.add(DRAFT, Secret("one"))
    copies = [application.connectors.duplicate(saved.id) for _ in range(2)]
    assert [copy.name for copy in copies] == ["Support desk copy", "Support desk copy 2"]
    assert {copy.secret_reference for copy in copies} == {""}


def test_a_name_of_an_older_version_may_stay(application: Application, tmp_path: Path) -> None:
    saved = application.connectors.add(DRAFT, None)
    long = "Support desk of the shop " * 10
    with open_store(application.paths.store) as store:
        store.connectors.update(replace(saved, name=long.strip()))
    draft = replace(draft_of(application.connectors.get(saved.id)), host="other.example")
    application.connectors.check_draft(draft)
    edited = application.connectors.edit(saved.id, draft, KeepSecret.KEEP)
    assert (edited.host, edited.name) == ("other.example", long.strip())
    with pytest.raises(InputError, match="200 are the most"):
        application.connectors.edit(saved.id, replace(draft, name=f"{long}!"), KeepSecret.KEEP)
    with pytest.raises(InputError, match="200 are the most"):
        application.connectors.add(replace(draft, name=f"Another {long}"), None)
    copies = [application.connectors.duplicate(saved.id).name for _ in range(2)]
    assert [len(name) <= 200 for name in copies] == [True, True]
    assert copies[1].endswith(" copy 2") or copies[1].endswith(" 2")


def test_a_test_saves_nothing(application: Application, shop: Shop) -> None:
    steps: list[CheckStep] = []
    draft = ConnectorDraft("", "sqlite", database=str(shop.path))
    report = application.connectors.test(draft, None, steps.append, InlineContext())
    assert report.ok
    assert tuple(steps) == report.steps
    assert application.connectors.list() == ()


def test_a_saved_connector_remembers_its_last_test(application: Application, connector: Connector, shop: Shop) -> None:
    assert application.connectors.test_saved(connector.id, lambda step: None, InlineContext()).ok
    remembered = application.connectors.get(connector.id).last_check
    assert remembered is not None
    assert remembered.ok
    shop.path.unlink()
    report = application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
    assert [step.state for step in report.steps][-1] is StepState.FAILED
    remembered = application.connectors.get(connector.id).last_check
    assert remembered is not None
    assert not remembered.ok
    assert remembered.summary == report.steps[-1].detail
    moved = replace(draft_of(connector), database=str(Path(connector.database).with_name("other.db")))
    assert application.connectors.edit(connector.id, moved, KeepSecret.KEEP).last_check is None
