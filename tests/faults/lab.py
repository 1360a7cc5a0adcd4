"""A whole application on a folder of its own with one dataset, for tests that break what is under it.

Owns how such a test syncs, what a clean sync of the same source gives, and what must be left behind: no thread, no
connection. It must not know how anything is broken.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kbconnect.adapters.knowledge_bases import knowledge_base_kind
from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.job import InlineContext, Progress, Stage
from kbconnect.core.model import (
    ChangeMode,
    Dataset,
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    SyncOptions,
    SyncPolicy,
    SyncRun,
    TableRef,
    TableSelection,
)
from kbconnect.core.ports import Embedder
from kbconnect.core.sync import SyncPorts, run_sync
from kbconnect.core.tally import SyncTally
from tests import servers
from tests.faults.contents import Content, content_of, file_in
from tests.faults.proxy import Proxy

NOTES = (
    "CREATE TABLE notes (id int PRIMARY KEY, title text, body text, tag text,"
    " changed_at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00Z');"
    "INSERT INTO notes SELECT n, 'Note ' || n, repeat('A note on matter ' || n || '. ', 1 + n % 20), 'tag ' || n % 3"
    " FROM generate_series(1, {rows}) n"
)
LONGEST_S = 30
"""How long a server that others use, too, may take to see that a connection is gone."""
MAPPING = Mapping(("id",), "title", ("body",), ("tag",))


@dataclass
class Watch:
    """A context that remembers the stages and notes of a run, and calls functions at places in it.

    at: called with every progress. pause: called with each wait's seconds instead of waiting.
    """

    at: Callable[[Progress], None] = lambda progress: None
    pause: Callable[[float], None] = lambda seconds: None
    stages: list[Stage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = InlineContext(self._take, pause=self.pause)

    def _take(self, progress: Progress) -> None:
        if not self.stages or self.stages[-1] is not progress.stage:
            self.stages.append(progress.stage)
        if progress.note:
            self.notes.append(progress.note)
        self.at(progress)


@dataclass
class Lab:
    """One dataset in an application of its own."""

    application: Application
    home: Path
    dataset: Dataset

    def sync(self, watch: Watch | None = None, **options: bool) -> SyncRun:
        context = (watch or Watch()).context
        return self.application.syncing.sync(self.dataset.id, SyncOptions(**options), context)  # type: ignore[arg-type] # flags

    def change(self, **what: object) -> None:
        """Changes the saved dataset as a person does, or, with mode, as a later version lets them."""
        self.dataset = replace(self.dataset, **what)  # type: ignore[arg-type] # fields of a dataset
        from kbconnect.adapters.store import open_store

        with open_store(self.home / "kbconnect.db") as store:
            store.datasets.update(self.dataset)

    @property
    def file(self) -> Path:
        return file_in(self.home)

    def content(self) -> Content:
        return content_of(self.file)

    def documents(self) -> int:
        return len(self.content()["documents"])

    def clean(self, embedder: Embedder | None = None) -> Content:
        """What a sync of the source as it is now gives in an empty knowledge base."""
        path = self.home / f"clean {uuid.uuid4().hex}"
        kind = knowledge_base_kind("sqlite")
        info = replace(self.application.knowledge_bases.get(self.dataset.knowledge_base_id), location=str(path))
        kind.create(info)
        with kind.open(info) as knowledge_base:
            run_sync(
                replace(self.dataset, mode=ChangeMode.COMPARE, cursor_column=""),
                SyncOptions(),
                SyncPorts(
                    lambda: self.application.connectors.open(self.dataset.connector_id),
                    knowledge_base,
                    embedder,
                    clock=lambda: 0.0,
                    now=lambda: datetime.now(UTC),
                ),
                InlineContext(),
                SyncTally(),
            )
        content = content_of(path)
        kind.delete(info)
        return content

    def assert_healed(self, run: SyncRun, embedder: Embedder | None = None) -> None:
        """The run is done, and the knowledge base is as if nothing had ever happened."""
        assert run.error is None, run
        assert self.content() == self.clean(embedder)


@contextmanager
def open_lab(
    home: Path, key: str, draft: ConnectorDraft, secret: str | None, *, table: TableRef, embedder: str = "none"
) -> Iterator[Lab]:
    """key: of the vault, in Fernet's form. table: with the columns of NOTES."""
    with build_application(home, {"KBCONNECT_VAULT_KEY": key}, lambda purpose: None) as application:
        connector = application.connectors.add(draft, None if secret is None else Secret(secret))
        knowledge_base = application.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder=embedder))
        dataset = application.datasets.add(
            DatasetDraft(
                name="Notes",
                connector_id=connector.id,
                selection=TableSelection(table),
                mapping=MAPPING,
                knowledge_base_id=knowledge_base.id,
                policy=SyncPolicy(),
            )
        )
        yield Lab(application, home, dataset)


@contextmanager
def reopen_lab(home: Path, key: str) -> Iterator[Lab]:
    """The lab somebody made in this folder before."""
    with build_application(home, {"KBCONNECT_VAULT_KEY": key}, lambda purpose: None) as application:
        (dataset,) = application.datasets.list()
        yield Lab(application, home, dataset)


def postgres_draft(database: servers.PostgresDatabase, *, port: int | None = None) -> ConnectorDraft:
    """port: of a proxy in between."""
    return ConnectorDraft(
        "Source",
        "postgresql",
        host=database.host,
        port=port or database.port,
        username=database.user,
        database=database.database,
    )


def sessions(server: servers.PostgresServer) -> int:
    """Connections of the program that the server knows, once it had time to see which are gone."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kbconnect'"
    until = time.monotonic() + LONGEST_S
    with server.superuser.connect() as connection:
        while True:
            ((count,),) = connection.execute(question).fetchall()
            if count == 0 or time.monotonic() > until:
                return int(count)
            connection.execute("SELECT pg_sleep(0.05)")


def readers() -> list[str]:
    """Threads that read ahead and have not ended."""
    return [thread.name for thread in threading.enumerate() if thread.name == "read ahead"]


__all__ = [
    "LONGEST_S",
    "MAPPING",
    "NOTES",
    "Lab",
    "Proxy",
    "Watch",
    "open_lab",
    "postgres_draft",
    "readers",
    "reopen_lab",
    "sessions",
]
