"""The composition root: the only place that picks adapters and plugs them into the use cases.

Building is cheap: use cases are imported and made when they are first asked for, so that a command loads what it needs
and a window that stands idle holds little. Drivers, models and the keyring are loaded by the first call that needs
them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from kbconnect.app.connectors import Connectors, draft_of
from kbconnect.app.embedding import Embedders
from kbconnect.app.knowledge_bases import KnowledgeBaseKinds, KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.logs import apply_level, start_log, stop_log
from kbconnect.app.paths import Paths, default_home, expanded, resource
from kbconnect.app.power import Meaning
from kbconnect.app.reaching import Reaching
from kbconnect.app.settings import Settings
from kbconnect.core.connector import Connector, ConnectorDraft, PassPhrasePurpose, references_of

if TYPE_CHECKING:  # each is imported by the use case that is asked for
    from kbconnect.adapters.secrets import SecretStores
    from kbconnect.app.access_scripts import AccessScripts
    from kbconnect.app.catalog import Catalog
    from kbconnect.app.datasets import Datasets
    from kbconnect.app.dry_runs import DryRuns
    from kbconnect.app.hash_keys import HashKeys
    from kbconnect.app.history import History
    from kbconnect.app.host_keys import HostKeys
    from kbconnect.app.questions import Questions
    from kbconnect.app.samples import SampleMaker, Samples, TableChange
    from kbconnect.app.schedule import Schedules
    from kbconnect.app.schedule_switch import ScheduleSwitch
    from kbconnect.app.search import Search
    from kbconnect.app.secret_health import SecretHealth
    from kbconnect.app.secret_moves import SecretMoves
    from kbconnect.app.storage import Storage
    from kbconnect.app.syncing import Syncing
    from kbconnect.app.vault_care import VaultCare
    from kbconnect.core.access import AccessScript, AccessWish
    from kbconnect.core.job import JobContext
    from kbconnect.core.model import SyncOptions, SyncRun
    from kbconnect.core.ports import Embedder
    from kbconnect.core.store import Store

_KNOCK_S = 5.0
"""So long a scheduled sync may take to look a host up, and to connect to it, before it waits for the network."""

AskPassPhrase = Callable[[PassPhrasePurpose], str | None]
"""Asks the person for the vault's pass phrase; None when nobody answers."""

_UseCase = TypeVar("_UseCase")


class _MadeOnce(Generic[_UseCase]):
    """A use case that is made when it is first asked for, once, on whichever thread asks; then a plain attribute."""

    def __init__(self, make: Callable[[Application], _UseCase]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, application: None, owner: type[Application]) -> Self: ...

    @overload
    def __get__(self, application: Application, owner: type[Application]) -> _UseCase: ...

    def __get__(self, application: Application | None, owner: type[Application]) -> Self | _UseCase:
        if application is None:
            return self
        made: dict[str, _UseCase] = vars(application)
        with application.making:
            if self._name not in made:
                made[self._name] = self._make(application)
        return made[self._name]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is open for as long as the application is, and behind every use case."""

    store: Store
    secrets: SecretStores
    reaching: Reaching
    locks: DatasetLocks
    embedders: Embedders


class Application:
    """Every use case, wired. Made by `build_application`, the same for window, command line and tests.

    making: held while a use case is made.
    """

    def __init__(
        self,
        paths: Paths,
        opened: _Opened,
        connectors: Connectors,
        knowledge_bases: KnowledgeBases,
        settings: Settings,
        meaning: Meaning,
    ) -> None:
        self.making = RLock()
        self.paths = paths
        self.connectors = connectors
        self.knowledge_bases = knowledge_bases
        self.settings = settings
        self.meaning = meaning
        self._opened = opened

    @_MadeOnce
    def host_keys(self) -> HostKeys:
        from kbconnect.app.host_keys import HostKeys

        return HostKeys(self.connectors, self._opened.reaching)

    @_MadeOnce
    def catalog(self) -> Catalog:
        from kbconnect.app.catalog import Catalog

        return Catalog(self.connectors, self._opened.embedders, self._hash_keys)

    @_MadeOnce
    def datasets(self) -> Datasets:
        from kbconnect.app.datasets import Datasets

        opened = self._opened
        return Datasets(opened.store, self.knowledge_bases, opened.locks, self._hash_keys, _now)

    @_MadeOnce
    def dry_runs(self) -> DryRuns:
        from kbconnect.app.dry_runs import DryRuns

        opened = self._opened
        return DryRuns(opened.store, self.connectors, self.knowledge_bases, opened.embedders, self.paths)

    @_MadeOnce
    def syncing(self) -> Syncing:
        from kbconnect.app.syncing import Syncing, SyncParts

        parts = SyncParts(
            self.connectors,
            self.knowledge_bases,
            self._opened.embedders,
            self.history,
            self.meaning,
            self.questions.follow,
            self._hash_keys,
        )
        return Syncing(self._opened.store, parts, self._opened.locks, _now)

    @_MadeOnce
    def schedules(self) -> Schedules:
        from kbconnect.app.schedule import Schedules, Surroundings

        opened = self._opened

        def sync(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
            return self.syncing.sync(dataset_id, options, context)

        def check_ready(connector: Connector) -> None:
            for reference in references_of(connector):
                opened.secrets.check_open(reference)
            opened.reaching.check_reachable(draft_of(connector), _KNOCK_S)

        return Schedules(opened.store, sync, opened.locks, Surroundings(_now, check_ready, _local_zone))

    @_MadeOnce
    def schedule_switch(self) -> ScheduleSwitch:
        from kbconnect.app.schedule_switch import ScheduleSwitch

        return ScheduleSwitch(self._opened.store, self.schedules)

    @_MadeOnce
    def history(self) -> History:
        from kbconnect.app.history import History

        return History(self._opened.store, self._opened.locks, _now)

    @_MadeOnce
    def search(self) -> Search:
        from kbconnect.app.search import Search

        return Search(self.knowledge_bases, self._opened.embedders)

    @_MadeOnce
    def questions(self) -> Questions:
        from kbconnect.app.questions import Questions

        return Questions(self._opened.store, self.knowledge_bases, self.search, _now)

    @_MadeOnce
    def secret_moves(self) -> SecretMoves:
        from kbconnect.app.secret_moves import SecretMoves

        return SecretMoves(self._opened.store, self._opened.secrets)

    @_MadeOnce
    def secret_health(self) -> SecretHealth:
        from kbconnect.app.secret_health import SecretHealth

        return SecretHealth(self._opened.store, self._opened.secrets)

    @_MadeOnce
    def vault_care(self) -> VaultCare:
        from kbconnect.app.vault_care import VaultCare

        return VaultCare(self._opened.store, self._opened.secrets, _now)

    @_MadeOnce
    def storage(self) -> Storage:
        from kbconnect.adapters.knowledge_bases.sqlite_errors import translated as base_translated
        from kbconnect.adapters.sqlite_upkeep import SqliteUpkeep
        from kbconnect.adapters.store.faults import translated as store_translated
        from kbconnect.app.storage import Storage, UpkeepKinds
        from kbconnect.core.errors import KnowledgeBaseDamagedError, StoreDamagedError

        opened = self._opened
        care = UpkeepKinds(
            SqliteUpkeep(base_translated, KnowledgeBaseDamagedError), SqliteUpkeep(store_translated, StoreDamagedError)
        )
        return Storage(opened.store, self.knowledge_bases, opened.locks, self.paths, care)

    @_MadeOnce
    def samples(self) -> Samples:
        from kbconnect.app.samples import Samples

        return Samples(self.paths, self.connectors, self.datasets, self.knowledge_bases, _sample_maker())

    @_MadeOnce
    def access_scripts(self) -> AccessScripts:
        from kbconnect.app.access_scripts import AccessScripts

        return AccessScripts(self._opened.store, self.connectors, _write_script)

    @_MadeOnce
    def _hash_keys(self) -> HashKeys:
        from kbconnect.app.hash_keys import HashKeys

        return HashKeys(self._opened.secrets, self._opened.store.settings)


@contextmanager
def build_application(
    home: Path | None, environment: Mapping[str, str], ask_pass_phrase: AskPassPhrase
) -> Iterator[Application]:
    """The application on a data folder (None: the default one), closed at the end.

    Raises StoreError and its kin, DiskFullError.
    """
    # Imported here, so that `kbconnect --version` and shell completion don't wait for SQLAlchemy.
    from kbconnect.adapters import sources
    from kbconnect.adapters.embedders import MODEL_IDS, open_embedder
    from kbconnect.adapters.knowledge_bases import knowledge_base_kind
    from kbconnect.adapters.power import on_battery
    from kbconnect.adapters.secrets import open_secrets
    from kbconnect.adapters.sqlalchemy_start import import_sqlalchemy
    from kbconnect.adapters.tunnels import SshTunnels

    import_sqlalchemy()
    from kbconnect.adapters.store import open_store

    paths = Paths(expanded(home) if home is not None else default_home(environment).absolute())
    paths.create()
    log = start_log(paths.logs)
    try:
        with open_store(paths.store) as store, ExitStack() as closing_last:
            secrets = open_secrets(store, environment, ask_pass_phrase)
            closing_last.callback(secrets.close)
            settings = Settings(store, secrets)
            apply_level(settings.log_level)

            def load(embedder_id: str) -> Embedder:
                logging.getLogger("kbconnect").info("loading the model %s", embedder_id)
                return open_embedder(embedder_id, paths.model, settings.embedding_threads)

            embedders = Embedders(load, MODEL_IDS)
            meaning = Meaning(store, on_battery, lambda: settings.spare_battery, time.monotonic)
            settings.follow("embedding_threads", embedders.forget)
            settings.follow("spare_battery", meaning.look_again)
            settings.follow("log_level", lambda: apply_level(settings.log_level))
            reaching = Reaching(sources, SshTunnels(paths.host_keys))
            kinds = KnowledgeBaseKinds(knowledge_base_kind)
            yield Application(
                paths,
                _Opened(store, secrets, reaching, DatasetLocks(paths.locks), embedders),
                Connectors(store, secrets, reaching, _now),
                KnowledgeBases(store, kinds, paths, _now),
                settings,
                meaning,
            )
    finally:
        stop_log(log)


def _sample_maker() -> SampleMaker:
    """Its texts are loaded when somebody wants the sample."""
    from kbconnect.app.samples import SampleMaker

    def build(path: Path) -> object:
        from kbconnect.adapters.sources.sample import build_sample

        return build_sample(path, resources=resource("sample"))

    def change(path: Path) -> Sequence[TableChange]:
        from kbconnect.adapters.sources.sample import change_sample

        return change_sample(path).tables

    return SampleMaker(build, change, resource("sample", "questions.json"))


def _write_script(draft: ConnectorDraft, wish: AccessWish, reason: str) -> AccessScript:
    from kbconnect.adapters.sources.access import script_without_source

    return script_without_source(draft, wish, reason)


def _local_zone() -> tzinfo:
    from kbconnect.app.time_zone import local_zone_name
    from kbconnect.core.slots import zone_of

    return zone_of(local_zone_name())


def _now() -> datetime:
    return datetime.now(UTC)
