"""The use cases behind the page "Settings", as work for a job. Runs on a worker's thread; must not touch a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kbconnect.app.application import Application
from kbconnect.app.history import HistoryLimits
from kbconnect.app.secret_health import SecretState
from kbconnect.app.settings import Appearance
from kbconnect.app.storage import PROGRAM, Sizes
from kbconnect.core.connector import Connector, ProviderInfo, SecretPlace, references_of
from kbconnect.core.errors import KbConnectError, SecretError, SecretMissingError, SecretStoreLockedError
from kbconnect.core.job import JobContext
from kbconnect.core.model import KnowledgeBaseCounts, KnowledgeBaseInfo
from kbconnect.core.secret_care import OpenBaoState, SecretRole, VaultState
from kbconnect.core.secret_references import OpenBaoSettings
from kbconnect.ui.language import say
from kbconnect.ui.status import State, Status


@dataclass(frozen=True, slots=True)
class OpenBaoSetting:
    """kept: what the settings say. around: what the environment says where those are empty."""

    kept: OpenBaoSettings = field(default_factory=OpenBaoSettings)
    around: OpenBaoSettings = field(default_factory=OpenBaoSettings)

    @property
    def address(self) -> str:
        """The one in use, "" if nobody has named one."""
        return self.kept.address or self.around.address

    def has_role(self) -> bool:
        return bool(self.kept.role_id or self.around.role_id)


@dataclass(frozen=True, slots=True)
class SecretsSetting:
    """places: where new secrets can go. current: where the next one goes. connectors: all, with or without one.
    old_copies: what a move of passwords could not delete. secrets: all that connectors have, not tried now. vault: how
    it is locked, None if that can't be told; idle_minutes: after which it locks itself, 0 for never. openbao: where
    OpenBao is."""

    places: tuple[SecretPlace, ...]
    current: SecretPlace
    connectors: tuple[Connector, ...]
    providers: tuple[ProviderInfo, ...]
    old_copies: int = 0
    secrets: tuple[SecretState, ...] = ()
    vault: VaultState | None = None
    idle_minutes: int = 0
    openbao: OpenBaoSetting = field(default_factory=OpenBaoSetting)

    @property
    def references(self) -> tuple[str, ...]:
        """Where all secrets of all connectors are."""
        return tuple(reference for connector in self.connectors for reference in references_of(connector))


@dataclass(frozen=True, slots=True)
class SecretHealth:
    """Whether a connector's secret could be read. message, hint: why not. state: with what its manager said."""

    status: Status
    message: str = ""
    hint: str = ""
    state: SecretState | None = None


@dataclass(frozen=True, slots=True)
class StoredBase:
    """A knowledge base on disk. counts: None if it can't be opened, `problem` says why. unused_bytes: what compacting
    gives back at least."""

    info: KnowledgeBaseInfo
    counts: KnowledgeBaseCounts | None
    problem: str = ""
    unused_bytes: int = 0


@dataclass(frozen=True, slots=True)
class StorageSetting:
    """Sizes in bytes, of all files of a kind. sample_bytes: 0 if the sample source was never made."""

    home: Path
    store_bytes: int
    logs_bytes: int
    sample_bytes: int
    bases: tuple[StoredBase, ...]
    store_unused_bytes: int = 0

    @property
    def total_bytes(self) -> int:
        inside = [base.counts.size_bytes for base in self.bases if base.counts is not None]
        return self.store_bytes + self.logs_bytes + self.sample_bytes + sum(inside)


def row_of(state: SecretState) -> str:
    """The id of a secret among all: its connector's, and what it is for if that isn't the database's password."""
    return state.connector.id if state.role is SecretRole.PASSWORD else f"{state.connector.id}/{state.role}"


def _health(state: SecretState) -> SecretHealth:
    error = state.error
    match error:
        case None:
            return SecretHealth(Status(State.HEALTHY, say("Can be read")), state=state)
        case SecretMissingError():
            status = Status(State.SECRET_MISSING)
        case SecretStoreLockedError():
            status = Status(State.WAITING_UNLOCK)
        case _:
            status = Status(State.FAILED, say("Not readable"))
    return SecretHealth(status, error.message, error.hint, state)


class SettingsWork:
    """What the page asks of the application. Each method is one job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def secrets(self, _: JobContext) -> SecretsSetting:
        """Raises StoreError; a place that can't be used is in the answer, not raised."""
        settings, connectors = self._application.settings, self._application.connectors
        return SecretsSetting(
            settings.secret_places(),
            settings.secret_place(),
            connectors.list(),
            connectors.providers(),
            self._application.secret_moves.to_delete(),
            self._application.secret_health.list(),
            self._vault(),
            self._application.vault_care.idle_minutes,
            OpenBaoSetting(
                self._application.secret_health.openbao, self._application.secret_health.openbao_surroundings()
            ),
        )

    def _vault(self) -> VaultState | None:
        try:
            return self._application.vault_care.state()
        except SecretError:
            return None  # who reads a secret hears why

    def choose_place(self, name: str) -> Callable[[JobContext], SecretPlace]:
        """Keeps the choice; gives the place where the next secret really goes. Raises SecretStoreMissingError."""

        def work(_: JobContext) -> SecretPlace:
            self._application.settings.choose_secret_place(name)
            return self._application.settings.secret_place()

        return work

    def test_openbao(self, settings: OpenBaoSettings) -> Callable[[JobContext], OpenBaoState]:
        """Raises as `SecretHealth.test_openbao`."""
        return lambda _: self._application.secret_health.test_openbao(settings)

    def keep_openbao(self, settings: OpenBaoSettings) -> Callable[[JobContext], OpenBaoSettings]:
        """Gives the settings that are in force then. Raises InputError."""

        def work(_: JobContext) -> OpenBaoSettings:
            self._application.secret_health.openbao = settings
            return self._application.secret_health.openbao

        return work

    def check_secrets(self, context: JobContext) -> dict[str, SecretHealth]:
        """By `row_of`: reads each secret that a connector has, and forgets it at once."""
        found = {}
        for state in self._application.secret_health.list():
            context.check()
            found[row_of(state)] = _health(self._application.secret_health.check(state))
        return found

    def appearance(self, _: JobContext) -> Appearance:
        return self._application.settings.appearance

    def keep_appearance(self, appearance: Appearance) -> Callable[[JobContext], None]:
        def work(_: JobContext) -> None:
            self._application.settings.appearance = appearance

        return work

    def history(self, _: JobContext) -> HistoryLimits:
        """How much of the run history stays. Raises StoreError."""
        return self._application.history.limits

    def keep_history(self, limits: HistoryLimits) -> Callable[[JobContext], None]:
        """Raises InputError, StoreError."""

        def work(_: JobContext) -> None:
            self._application.history.set_limits(limits)

        return work

    def storage(self, context: JobContext) -> StorageSetting:
        """Looks at every file in the data folder, and at knowledge bases elsewhere."""
        paths = self._application.paths
        bases = []
        for info in self._application.knowledge_bases.list():
            context.check()
            bases.append(self._base(info))
        return StorageSetting(
            paths.home,
            _size(paths.home.glob(f"{paths.store.name}*")),
            _size(paths.logs.glob("*")),
            _size(paths.sample_source.parent.glob("*")),
            tuple(bases),
            self._application.storage.unused_bytes(PROGRAM),
        )

    def compact(self, what: str) -> Callable[[JobContext], Sizes]:
        """what: the id of a knowledge base, or PROGRAM. Raises as `Storage.compact`."""
        return lambda context: self._application.storage.compact(what, context)

    def back_up(self, what: str, target: Path) -> Callable[[JobContext], int]:
        """Gives the size of the backup in bytes. Raises as `Storage.back_up`."""
        return lambda context: self._application.storage.back_up(what, target, context)

    def _base(self, info: KnowledgeBaseInfo) -> StoredBase:
        try:
            counts = self._application.knowledge_bases.counts(info.id)
            return StoredBase(info, counts, unused_bytes=self._application.storage.unused_bytes(info.id))
        except KbConnectError as error:
            return StoredBase(info, None, " ".join((error.message, error.meaning, error.hint)).strip())


def _size(files: Iterator[Path]) -> int:
    total = 0
    for file in files:
        with suppress(FileNotFoundError):  # a journal comes and goes
            total += file.stat().st_size if file.is_file() else 0
    return total
