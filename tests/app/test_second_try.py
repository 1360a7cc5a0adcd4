"""A refused password is tried a second time only where another one is shown to the server: accounts get locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.adapters.tunnels import SshTunnels
from kbconnect.app.connectors import Connectors, SecretReference
from kbconnect.app.reaching import Reaching, SourceSecrets
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ManagedSecret,
    ProviderInfo,
    Secret,
    StepState,
)
from kbconnect.core.errors import LoginRefusedError
from kbconnect.core.job import InlineContext, JobContext
from kbconnect.core.ports import Source
from tests.fakes import FakeSource
from tests.fakes_secrets import SecretsInMemory

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DRAFT = ConnectorDraft("Shop", "fake", "db.example", 5432, "reader", "shop")
READER = ManagedSecret("tiger", "reader", "1", NOW)


class Lent(SecretsInMemory):
    """A secrets manager that gives these secrets in turn; the last one for ever after."""

    def __init__(self, *given: Secret) -> None:
        super().__init__()
        self._given = list(given)

    def get(self, reference: str) -> Secret:
        return self._given[0]

    @contextmanager
    def lend(self, reference: str) -> Iterator[Secret]:
        yield self.get(reference)

    def forget(self, reference: str) -> None:
        if len(self._given) > 1:
            del self._given[0]


class Refusing(FakeSource):
    """A server, and the registry of it alone, that lets nobody in. shown: the user names and passwords it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []

    def providers(self) -> tuple[ProviderInfo, ...]:
        return (self.info,)

    def provider(self, provider_id: str) -> Refusing:
        return self

    def check_reachable(self, connector: ConnectorDraft, timeout_s: float) -> None:
        return None

    def open(self, connector: ConnectorDraft, secret: Secret | None) -> AbstractContextManager[Source]:  # type: ignore[override]
        self._look_at(connector, secret)
        raise LoginRefusedError("The password is wrong.")

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        self._look_at(connector, secret)
        step = CheckStep("login", StepState.FAILED, "The password is wrong.")
        on_step(step)
        return ConnectionReport((step,))

    def _look_at(self, connector: ConnectorDraft, secret: Secret | None) -> None:
        self.shown.append((connector.username, secret.reveal() if secret is not None else ""))


def try_out(connectors: Connectors) -> None:
    steps: list[CheckStep] = []
    connectors.test(DRAFT, SecretReference("openbao:database/static-creds/reader"), steps.append, InlineContext())
    assert [step.name for step in steps] == ["login"]


def open_saved(connectors: Connectors) -> None:
    saved = connectors.add(DRAFT, SecretReference("openbao:database/static-creds/reader"))
    with pytest.raises(LoginRefusedError), connectors.open(saved.id):
        pass


def shown_to_the_server(tmp_path: Path, act: Callable[[Connectors], None], *given: Secret) -> list[tuple[str, str]]:
    server = Refusing()
    with open_store(tmp_path / "kbconnect.db") as store:
        reaching = Reaching(server, SshTunnels(tmp_path / "known_hosts"))
        act(Connectors(store, Lent(*given), reaching, lambda: NOW))
    return server.shown


@pytest.mark.parametrize("act", [try_out, open_saved])
@pytest.mark.parametrize(
    "again",
    [
        ManagedSecret("tiger", "reader", "1", NOW + timedelta(seconds=1)),  # its end is counted from each reading on
        ManagedSecret("tiger", "reader", "2", NOW),
        ManagedSecret("tiger", "", "1", NOW),  # then the connector's own user name counts, which is the same
        Secret("tiger"),
    ],
)
def test_the_same_password_is_shown_once_whatever_else_is_known_of_it(
    tmp_path: Path, act: Callable[[Connectors], None], again: Secret
) -> None:
    assert shown_to_the_server(tmp_path, act, READER, again) == [("reader", "tiger")]


@pytest.mark.parametrize("act", [try_out, open_saved])
@pytest.mark.parametrize(
    ("again", "shown"),
    [
        (ManagedSecret("lion", "reader", "1", NOW), ("reader", "lion")),
        (ManagedSecret("tiger", "writer", "1", NOW), ("writer", "tiger")),
    ],
)
def test_another_password_or_account_is_tried(
    tmp_path: Path, act: Callable[[Connectors], None], again: Secret, shown: tuple[str, str]
) -> None:
    assert shown_to_the_server(tmp_path, act, READER, again) == [("reader", "tiger"), shown]


def test_the_second_secret_counts_by_what_is_shown_too() -> None:
    first = SourceSecrets(READER, ManagedSecret("key", "jump", "1", NOW))
    assert first.show_the_same(SourceSecrets(READER, ManagedSecret("key", "jump", "2", NOW + timedelta(1))), DRAFT)
    assert not first.show_the_same(SourceSecrets(READER, ManagedSecret("another", "jump", "1", NOW)), DRAFT)
    assert not first.show_the_same(SourceSecrets(READER), DRAFT)
