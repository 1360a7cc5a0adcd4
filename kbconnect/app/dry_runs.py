"""Counting what a first sync comes to, and keeping it for that sync: its totals are what its progress is a share of.

Owns where a count is kept and how long it holds. What is counted is core's; nothing is written to a source or a
knowledge base.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from kbconnect.app.connectors import Connectors
from kbconnect.app.embedding import Embedders
from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.app.paths import Paths
from kbconnect.app.read_ahead import read_ahead
from kbconnect.core.dry_run import DryRun, DryRunParts, count_first_sync, plan_of
from kbconnect.core.errors import ModelMissingError, SourceError
from kbconnect.core.job import JobContext, Progress, Stage
from kbconnect.core.mapping import check_mapping
from kbconnect.core.model import Dataset, DatasetDraft, KnowledgeBaseDraft
from kbconnect.core.ports import Embedder, Source
from kbconnect.core.store import Store


class DryRuns:
    """The counts of one data folder."""

    def __init__(
        self, store: Store, connectors: Connectors, knowledge_bases: KnowledgeBases, embedders: Embedders, paths: Paths
    ) -> None:
        self._store = store
        self._connectors = connectors
        self._knowledge_bases = knowledge_bases
        self._embedders = embedders
        self._paths = paths

    def count(self, draft: DatasetDraft, context: JobContext, most_rows: int | None = None) -> DryRun:
        """Reads the source through and counts what a sync would write; writes nothing.

        most_rows: the rest is extrapolated from about so many; None: all rows, exact. Reports DryRunProgress, whose
        figures are those of the whole by then, for who stops it. By characters alone where the model is missing.
        Raises MappingError, SourceError, QueryRefusedError, EmbedderError, JobCancelled.
        """
        embedder = self._embedder(draft)
        with self._source(draft.connector_id, context) as source:
            check_mapping(draft.mapping, source.describe(draft.selection))
            context.check()
            with source.read(plan_of(draft)) as reader:
                parts = DryRunParts(embedder, time.monotonic, read_ahead, source.interrupt)
                counted = count_first_sync(reader, draft, parts, context, most_rows)
        return replace(counted, free_bytes=self.free_bytes(draft.knowledge_base_id))

    def _embedder(self, draft: DatasetDraft) -> Embedder | None:
        base = draft.knowledge_base_id
        wanted = self._knowledge_bases.get(base).embedder if base else KnowledgeBaseDraft("").embedder
        try:
            return self._embedders.get(wanted)
        except ModelMissingError:
            return None

    @contextmanager
    def _source(self, connector_id: str, context: JobContext) -> Iterator[Source]:
        context.report(Progress(Stage.CONNECTING))
        context.check()
        with self._connectors.open(connector_id, context) as source, context.on_cancel(source.interrupt):
            try:
                yield source
            except SourceError:
                context.check()  # a call that was broken off fails as an error of the source
                raise

    def free_bytes(self, knowledge_base_id: str) -> int | None:
        """Room on the disk of a knowledge base, "" for the one that will be made; None where nobody can tell."""
        place = self._paths.home
        if knowledge_base_id:
            place = Path(self._knowledge_bases.get(knowledge_base_id).location).parent
        try:
            return shutil.disk_usage(place).free
        except OSError:
            return None

    # ---------------------------------------------------------------------------------------- keeping

    def keep(self, dataset: Dataset, counted: DryRun) -> None:
        """Until the dataset is changed or removed. A count that knows no number of rows is of no use later."""
        if counted.rows is not None:
            kept = {**asdict(counted), "rejects": (), "of": _signature(dataset)}
            self._store.settings.put(_name(dataset.id), json.dumps(kept))

    def kept(self, dataset: Dataset) -> DryRun | None:
        """What was counted of a dataset as it is now."""
        return kept_dry_run(self._store, dataset)


def kept_dry_run(store: Store, dataset: Dataset) -> DryRun | None:
    """What `DryRuns.keep` has kept of a dataset, None for nothing or if the dataset is another one by now."""
    text = store.settings.get(_name(dataset.id))
    if text is None:
        return None
    try:
        found = json.loads(text)
        if found.pop("of") != _signature(dataset):
            return None
        return replace(DryRun(**found), rejects=())
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # of another version: a sync does without


def forget_dry_run(store: Store, dataset_id: str) -> None:
    """Nothing happens if nothing is kept."""
    store.settings.remove(_name(dataset_id))


def _name(dataset_id: str) -> str:
    return f"first sync of {dataset_id}"


def _signature(dataset: Dataset) -> str:
    """Changes with whatever the count depends on."""
    depends = (dataset.connector_id, dataset.knowledge_base_id, dataset.selection, dataset.mapping, dataset.chunks)
    return hashlib.blake2b(repr(depends).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
