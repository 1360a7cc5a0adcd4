"""The composition root: the only place that picks adapters and plugs them into the use cases.

Building is cheap: drivers, models and the keyring are loaded by the first use case that needs them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from kbconnect.app.access_scripts import AccessScripts
from kbconnect.app.catalog import Catalog
from kbconnect.app.connectors import Connectors, draft_of
from kbconnect.app.datasets import Datasets
from kbconnect.app.dry_runs import DryRuns
from kbconnect.app.embedding import Embedders
from kbconnect.app.hash_keys import HashKeys
from kbconnect.app.history import History
from kbconnect.app.host_keys import HostKeys
from kbconnect.app.knowledge_bases import KnowledgeBaseKinds, KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.logs import apply_level, start_log, stop_log
from kbconnect.app.paths import Paths, default_home, expanded, resource
from kbconnect.app.power import Meaning
from kbconnect.app.questions import Questions
from kbconnect.app.reaching import Reaching
from kbconnect.app.samples import SampleMaker, Samples, TableChange
from kbconnect.app.schedule import Schedules, Surroundings
from kbconnect.app.schedule_switch import ScheduleSwitch
from kbconnect.app.search import Search
from kbconnect.app.secret_health import SecretHealth
from kbconnect.app.secret_moves import SecretMoves
from kbconnect.app.settings import Settings
from kbconnect.app.storage import Storage, UpkeepKinds
from kbconnect.app.syncing import Syncing, SyncParts
from kbconnect.app.time_zone import local_zone_name
from kbconnect.app.vault_care import VaultCare
from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.connector import Connector, ConnectorDraft, PassPhrasePurpose, references_of
from kbconnect.core.errors import KnowledgeBaseDamagedError, StoreDamagedError
from kbconnect.core.ports import Embedder
from kbconnect.core.slots import zone_of

_KNOCK_S = 5.0
"""So long a scheduled sync may take to look a host up, and to connect to it, before it waits for the network."""

AskPassPhrase = Callable[[PassPhrasePurpose], str | None]
"""Asks the person for the vault's pass phrase; None when nobody answers."""


@dataclass(frozen=True, slots=True)
class Application:
    """Every use case, wired. Made by `build_application`, the same for window, command line and tests."""

    paths: Paths
    connectors: Connectors
    host_keys: HostKeys
    catalog: Catalog
    datasets: Datasets
    dry_runs: DryRuns
    knowledge_bases: KnowledgeBases
    syncing: Syncing
    schedules: Schedules
    schedule_switch: ScheduleSwitch
    history: History
    search: Search
    questions: Questions
    settings: Settings
    secret_moves: SecretMoves
    secret_health: SecretHealth
    vault_care: VaultCare
    storage: Storage
    meaning: Meaning
    samples: Samples
    access_scripts: AccessScripts


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
    from kbconnect.adapters.knowledge_bases.sqlite_errors import translated as base_translated
    from kbconnect.adapters.power import on_battery
    from kbconnect.adapters.secrets import open_secrets
    from kbconnect.adapters.sqlite_upkeep import SqliteUpkeep
    from kbconnect.adapters.store import open_store
    from kbconnect.adapters.store.faults import translated as store_translated
    from kbconnect.adapters.tunnels import SshTunnels

    paths = Paths(expanded(home) if home is not None else default_home(environment).absolute())
    paths.create()
    log = start_log(paths.logs)
    try:
        with open_store(paths.store) as store, ExitStack() as closing_last:
            secrets = open_secrets(store, environment, ask_pass_phrase)
            closing_last.callback(secrets.close)
            reaching = Reaching(sources, SshTunnels(paths.host_keys))
            connectors = Connectors(store, secrets, reaching, _now)
            knowledge_bases = KnowledgeBases(store, KnowledgeBaseKinds(knowledge_base_kind), paths, _now)
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
            locks = DatasetLocks(paths.locks)
            care = UpkeepKinds(
                SqliteUpkeep(base_translated, KnowledgeBaseDamagedError),
                SqliteUpkeep(store_translated, StoreDamagedError),
            )
            history = History(store, _now)
            search = Search(knowledge_bases, embedders)
            questions = Questions(store, knowledge_bases, search, _now)
            hash_keys = HashKeys(secrets, store.settings)
            parts = SyncParts(connectors, knowledge_bases, embedders, history, meaning, questions.follow, hash_keys)
            syncing = Syncing(store, parts, locks, _now)
            datasets = Datasets(store, knowledge_bases, locks, hash_keys, _now)
            dry_runs = DryRuns(store, connectors, knowledge_bases, embedders, paths)

            def check_ready(connector: Connector) -> None:
                for reference in references_of(connector):
                    secrets.check_open(reference)
                reaching.check_reachable(draft_of(connector), _KNOCK_S)

            schedules = Schedules(store, syncing.sync, locks, Surroundings(_now, check_ready, _local_zone))
            yield Application(
                paths=paths,
                connectors=connectors,
                host_keys=HostKeys(connectors, reaching),
                catalog=Catalog(connectors, embedders, hash_keys),
                datasets=datasets,
                dry_runs=dry_runs,
                knowledge_bases=knowledge_bases,
                syncing=syncing,
                schedules=schedules,
                schedule_switch=ScheduleSwitch(store, schedules),
                history=history,
                search=search,
                questions=questions,
                settings=settings,
                secret_moves=SecretMoves(store, secrets),
                secret_health=SecretHealth(store, secrets),
                vault_care=VaultCare(store, secrets, _now),
                storage=Storage(store, knowledge_bases, locks, paths, care),
                meaning=meaning,
                samples=Samples(paths, connectors, datasets, knowledge_bases, _sample_maker()),
                access_scripts=AccessScripts(store, connectors, _write_script),
            )
    finally:
        stop_log(log)


def _sample_maker() -> SampleMaker:
    """Its texts are loaded when somebody wants the sample."""

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
    return zone_of(local_zone_name())


def _now() -> datetime:
    return datetime.now(UTC)
