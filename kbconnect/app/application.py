"""The composition root: the only place that picks adapters and plugs them into the use cases.

Building is cheap: drivers, models and the keyring are loaded by the first use case that needs them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from kbconnect.app.catalog import Catalog
from kbconnect.app.connectors import Connectors, draft_of
from kbconnect.app.datasets import Datasets
from kbconnect.app.embedding import Embedders
from kbconnect.app.history import History
from kbconnect.app.knowledge_bases import KnowledgeBaseKinds, KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.logs import start_log, stop_log
from kbconnect.app.paths import Paths, default_home, expanded, resource
from kbconnect.app.samples import SampleMaker, Samples
from kbconnect.app.schedule import Schedules, Surroundings
from kbconnect.app.search import Search
from kbconnect.app.settings import Settings
from kbconnect.app.syncing import Syncing, SyncParts
from kbconnect.app.time_zone import local_zone_name
from kbconnect.core.connector import Connector, PassPhrasePurpose
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
    catalog: Catalog
    datasets: Datasets
    knowledge_bases: KnowledgeBases
    syncing: Syncing
    schedules: Schedules
    history: History
    search: Search
    settings: Settings
    samples: Samples


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
    from kbconnect.adapters.secrets import open_secrets
    from kbconnect.adapters.sources.sample import build_sample, change_sample
    from kbconnect.adapters.store import open_store

    paths = Paths(expanded(home) if home is not None else default_home(environment).absolute())
    paths.create()
    log = start_log(paths.logs)
    try:
        with open_store(paths.store) as store:
            secrets = open_secrets(store, environment, ask_pass_phrase)
            connectors = Connectors(store, secrets, sources, _now)
            knowledge_bases = KnowledgeBases(store, KnowledgeBaseKinds(knowledge_base_kind), paths, _now)
            embedders = Embedders(lambda embedder_id: _opened(open_embedder, embedder_id, paths), MODEL_IDS)
            locks = DatasetLocks(paths.locks)
            history = History(store, _now)
            syncing = Syncing(store, SyncParts(connectors, knowledge_bases, embedders, history), locks, _now)
            datasets = Datasets(store, knowledge_bases, locks, _now)

            def check_ready(connector: Connector) -> None:
                secrets.check_open(connector.secret_reference)
                sources.check_reachable(draft_of(connector), _KNOCK_S)

            maker = SampleMaker(
                build=lambda path: build_sample(path, resources=resource("sample")),
                change=lambda path: change_sample(path).tables,
                questions=resource("sample", "questions.json"),
            )
            yield Application(
                paths=paths,
                connectors=connectors,
                catalog=Catalog(connectors, embedders),
                datasets=datasets,
                knowledge_bases=knowledge_bases,
                syncing=syncing,
                schedules=Schedules(store, syncing.sync, locks, Surroundings(_now, check_ready, _local_zone)),
                history=history,
                search=Search(knowledge_bases, embedders),
                settings=Settings(store, secrets),
                samples=Samples(paths, connectors, datasets, knowledge_bases, maker),
            )
    finally:
        stop_log(log)


def _opened(open_embedder: Callable[[str, Path], Embedder], embedder_id: str, paths: Paths) -> Embedder:
    logging.getLogger("kbconnect").info("loading the model %s", embedder_id)
    return open_embedder(embedder_id, paths.model)


def _local_zone() -> tzinfo:
    return zone_of(local_zone_name())


def _now() -> datetime:
    return datetime.now(UTC)
