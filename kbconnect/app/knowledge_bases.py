"""Making, listing and removing knowledge bases, and looking up what they hold."""

from __future__ import annotations

import builtins
import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kbconnect.app.embedding import NO_EMBEDDER
from kbconnect.app.paths import Paths, expanded
from kbconnect.core.errors import InputError, InUseError, KbConnectError, NameTakenError, NotFoundError
from kbconnect.core.given_names import check_given_name
from kbconnect.core.knowledge_base import KnowledgeBase, KnowledgeBaseKind, KnowledgeBaseLook
from kbconnect.core.model import (
    Dataset,
    DatasetCounts,
    KnowledgeBaseCounts,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    RunStatus,
    StoredChunk,
    SyncRun,
)
from kbconnect.core.seen_plain import SeenPlain
from kbconnect.core.store import Store

DEFAULT_NAME = "Knowledge base"
_RUNS_LOOKED_AT = 100
"""The last one that was completed is mostly among the first few."""
EMBEDDERS = ("minilm", NO_EMBEDDER)


class KnowledgeBaseKinds:
    """The kinds in use, each made once, because a kind keeps the vectors of what was searched in memory.

    make: kind id -> KnowledgeBaseKind; raises InputError for an unknown one. Safe to use from several threads.
    """

    def __init__(self, make: Callable[[str], KnowledgeBaseKind]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kinds: dict[str, KnowledgeBaseKind] = {}

    def kind(self, kind_id: str) -> KnowledgeBaseKind:
        with self._lock:
            if kind_id not in self._kinds:
                self._kinds[kind_id] = self._make(kind_id)
            return self._kinds[kind_id]


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """What is known of when a document was written. written: the run that wrote its text as it is now.

    before: where that run isn't kept any more, the text is older than this time; None: nobody noted it. last_sync: the
    newest sync of its dataset that was completed.
    """

    written: SyncRun | None
    before: datetime | None
    last_sync: SyncRun | None


@dataclass(frozen=True, slots=True)
class ExposedDataset:
    """columns: those that hold something sensitive and are in the knowledge base as they are."""

    dataset: Dataset
    columns: tuple[str, ...]


class KnowledgeBases:
    """The knowledge bases of one data folder."""

    def __init__(self, store: Store, kinds: KnowledgeBaseKinds, paths: Paths, now: Callable[[], datetime]) -> None:
        self._store = store
        self._kinds = kinds
        self._paths = paths
        self._now = now

    def list(self) -> tuple[KnowledgeBaseInfo, ...]:
        return tuple(self._found(info) for info in self._store.knowledge_bases.list())

    def get(self, knowledge_base_id: str) -> KnowledgeBaseInfo:
        return self._found(self._store.knowledge_bases.get(knowledge_base_id))

    def find(self, name: str) -> KnowledgeBaseInfo:
        return self._found(self._store.knowledge_bases.find(name))

    def _found(self, info: KnowledgeBaseInfo) -> KnowledgeBaseInfo:
        """With the whole path: what lies in the data folder is remembered by its place in there, so that a folder that
        was moved or copied finds its own files."""
        return replace(info, location=str(self._paths.home / info.location))

    def _remembered(self, info: KnowledgeBaseInfo) -> KnowledgeBaseInfo:
        location = Path(info.location)
        if not location.is_relative_to(self._paths.home):
            return info
        return replace(info, location=location.relative_to(self._paths.home).as_posix())

    def add(self, draft: KnowledgeBaseDraft) -> KnowledgeBaseInfo:
        """Makes the knowledge base, then remembers it. Raises InputError, NameTakenError, KnowledgeBaseError."""
        name = draft.name.strip()
        if not name:
            raise InputError("The knowledge base has no name.", hint="Give it a name that people recognise.")
        check_given_name(name)
        if draft.embedder not in EMBEDDERS:
            raise InputError(
                f"There is no embedder “{draft.embedder}”.", hint=f"Choose one of: {', '.join(EMBEDDERS)}."
            )
        if name.casefold() in {known.name.casefold() for known in self.list()}:
            raise NameTakenError(f"There is already a knowledge base called {name}.", hint="Choose another name.")
        identifier = uuid.uuid4().hex
        location = (
            expanded(Path(draft.location)) if draft.location else self._paths.knowledge_base_file(name, identifier)
        )
        if any(Path(known.location) == location for known in self.list()):
            raise NameTakenError(f"{location} is another knowledge base already.", hint="Choose another file.")
        info = KnowledgeBaseInfo(identifier, name, draft.kind, str(location), draft.embedder, self._now())
        kind = self._kinds.kind(draft.kind)
        kind.create(info)
        try:
            self._store.knowledge_bases.add(self._remembered(info))
        except KbConnectError:
            kind.delete(info)
            raise
        return info

    def default(self, name: str = DEFAULT_NAME) -> KnowledgeBaseInfo:
        """The only one or the first made; made now if there is none, by this name."""
        try:
            return self._first() or self.add(KnowledgeBaseDraft(name))
        except NameTakenError:
            # Another process made the default one in the meantime.
            made = self._first()
            if made is None:
                raise
            return made

    def _first(self) -> KnowledgeBaseInfo | None:
        return min(self.list(), key=lambda info: info.created_at, default=None)

    def remove(self, knowledge_base_id: str) -> None:
        """Forgets it and deletes its files. Raises InUseError while a dataset feeds it."""
        info = self.get(knowledge_base_id)
        fed_by = [dataset.name for dataset in self._store.datasets.list() if dataset.knowledge_base_id == info.id]
        if fed_by:
            raise InUseError(
                f"{info.name} is fed by {', '.join(fed_by)}.",
                meaning="Nothing was removed.",
                hint="Remove those datasets first.",
            )
        self._store.knowledge_bases.remove(info.id)
        self._kinds.kind(info.kind).delete(info)

    def open(self, knowledge_base_id: str) -> AbstractContextManager[KnowledgeBase]:
        """For one piece of work. Raises KnowledgeBaseError and its kin."""
        info = self.get(knowledge_base_id)
        return self._kinds.kind(info.kind).open(info)

    def _look(self, knowledge_base_id: str) -> AbstractContextManager[KnowledgeBaseLook]:
        info = self.get(knowledge_base_id)
        return self._kinds.kind(info.kind).look(info)

    def counts(self, knowledge_base_id: str) -> KnowledgeBaseCounts:
        with self._look(knowledge_base_id) as knowledge_base:
            return knowledge_base.counts()

    def dataset_counts(self, knowledge_base_id: str) -> builtins.list[DatasetCounts]:
        """Of every dataset that feeds the knowledge base."""
        datasets = self._store.datasets.list()
        with self._look(knowledge_base_id) as knowledge_base:
            return [
                knowledge_base.dataset_counts(dataset.id)
                for dataset in datasets
                if dataset.knowledge_base_id == knowledge_base_id
            ]

    def exposed(self, knowledge_base_id: str) -> builtins.list[ExposedDataset]:
        """Datasets that feed it with sensitive columns as they are, as far as their syncs have seen."""
        fed = [one for one in self._store.datasets.list() if one.knowledge_base_id == knowledge_base_id]
        with self._look(knowledge_base_id) as knowledge_base:
            seen = [(one, SeenPlain.of(knowledge_base.sync_state(one.id))) for one in fed]
        return [ExposedDataset(one, tuple(sorted(plain.kinds))) for one, plain in seen if plain and plain.kinds]

    def document(self, knowledge_base_id: str, document_id: str) -> tuple[StoredChunk, ...]:
        """A document's chunks in order. Raises NotFoundError."""
        with self.open(knowledge_base_id) as knowledge_base:
            chunks = knowledge_base.document_chunks(document_id)
        if not chunks:
            raise NotFoundError("This document is no longer in the knowledge base.", hint="Search again.")
        return chunks

    def document_history(self, knowledge_base_id: str, chunk: StoredChunk) -> DocumentHistory:
        """Of the document of a chunk, by the runs that are kept: metadata may have changed since its text did."""
        marks = self._store.runs.marks(chunk.dataset_id, knowledge_base_id)
        writer = next((run_id for run_id, mark in marks if mark.next_chunk <= chunk.chunk_id), None)
        written = self._store.runs.get(writer) if writer is not None else None
        before = self._store.runs.get(marks[-1][0]).started_at if marks and written is None else None
        completed = (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS)
        runs = self._store.runs.list(chunk.dataset_id, _RUNS_LOOKED_AT)
        last = next((run for run in runs if run.status in completed), None)
        return DocumentHistory(written, before, last)
