"""What tests of the pipeline share: a source, a knowledge base that may die, an embedder, and comparing results."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any  # keyword arguments of a dataclass

from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.job import InlineContext
from kbconnect.core.knowledge_base import WriteBatch
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    Mapping,
    SyncOptions,
    SyncPolicy,
    TableRef,
    TableSelection,
)
from kbconnect.core.ports import Source
from kbconnect.core.sync import SyncPorts, run_sync
from kbconnect.core.tally import SyncTally
from tests.fakes import FakeSource, FakeTable
from tests.fakes_knowledge_base import FakeEmbedder, MemoryKnowledgeBase

TABLE = TableRef("", "notes")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DATASET = Dataset(
    id="notes",
    name="Notes",
    connector_id="connector",
    knowledge_base_id="base",
    selection=TableSelection(TABLE),
    mapping=Mapping(("id",), "title", ("body",), ("tag",)),
    mode=ChangeMode.COMPARE,
    cursor_column="",
    chunks=ChunkPolicy(40),
    policy=SyncPolicy(),
    created_at=NOW,
    updated_at=NOW,
)


class Killed(BaseException):
    """The process dies here."""


class DyingKnowledgeBase(MemoryKnowledgeBase):
    """Dies before or after the writing call with this number (from 0), as a killed process: a write is whole or not
    there at all."""

    dies_at: int | None = None
    before = True

    def _live(self, work: Any) -> Any:
        if self.dies_at is None:
            return work()
        self.dies_at -= 1
        if self.dies_at >= 0:
            return work()
        self.dies_at = None
        if not self.before:
            work()
        raise Killed

    def write(self, dataset_id: str, batch: WriteBatch) -> int:
        return int(self._live(lambda: super(DyingKnowledgeBase, self).write(dataset_id, batch)))

    def remove(self, dataset_id: str, key_digests: Sequence[bytes]) -> int:
        return int(self._live(lambda: super(DyingKnowledgeBase, self).remove(dataset_id, key_digests)))

    def store_vectors(self, text_ids: Any, vectors: Any, identity: Any) -> int:
        return int(self._live(lambda: super(DyingKnowledgeBase, self).store_vectors(text_ids, vectors, identity)))

    def forget_vectors(self, keep: Any) -> bool:
        return bool(self._live(lambda: super(DyingKnowledgeBase, self).forget_vectors(keep)))


class Bench:
    """A source, a knowledge base and an embedder to sync with."""

    def __init__(self) -> None:
        self.table = FakeTable.of("id title body tag", key="id")
        self.source = FakeSource({TABLE: self.table})
        self.knowledge_base = DyingKnowledgeBase()
        self.embedder = FakeEmbedder(8, max_tokens=6)
        self.dataset = DATASET
        self.now = NOW

    def open(self) -> AbstractContextManager[Source]:
        return self.source.open(ConnectorDraft("fake", "fake"), None)

    def ports(self) -> SyncPorts:
        ticks = count()
        return SyncPorts(self.open, self.knowledge_base, self.embedder, lambda: float(next(ticks)), lambda: self.now)

    def sync(
        self, *, context: InlineContext | None = None, tally: SyncTally | None = None, **options: Any
    ) -> SyncTally:
        tally = tally or SyncTally()
        run_sync(self.dataset, SyncOptions(**options), self.ports(), context or InlineContext(), tally)
        return tally

    def clean(self) -> MemoryKnowledgeBase:
        """What a clean run on the source as it is now gives."""
        other = Bench()
        other.source, other.dataset = self.source, replace(self.dataset, mode=ChangeMode.COMPARE)
        other.embedder = FakeEmbedder(8, max_tokens=6, name=self.embedder.identity.id)
        other.sync()
        return other.knowledge_base


def content(knowledge_base: MemoryKnowledgeBase) -> object:
    """Everything a person or program can see of it, without the ids it gave."""
    ledger = knowledge_base.ledger("notes")
    chunks = []
    for row in knowledge_base.rows.get("notes", {}).values():
        if row.document is not None:
            vectors = [knowledge_base.texts[text_id].vector for text_id in row.text_ids]
            has = [None if vector is None else vector.tobytes() for vector in vectors]
            chunks.append((row.document, row.chunk_texts(), has))
    return (
        sorted(chunks, key=lambda chunk: chunk[0].document_id),
        sorted(knowledge_base.rejects("notes", 1000), key=str),
        [ledger.key_digests.tolist(), ledger.text_hashes.tolist(), ledger.metadata_hashes.tolist()],
        ledger.rejected_rows.tolist(),
        len(knowledge_base.texts),
    )
