"""What the sync page asks of the layers below, as functions that run in jobs. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kbconnect.app.application import Application
from kbconnect.app.embedding import NO_EMBEDDER
from kbconnect.app.schedule import ScheduleState
from kbconnect.app.time_zone import local_zone_name
from kbconnect.core.connector import Connector
from kbconnect.core.errors import KnowledgeBaseError, NotFoundError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    Dataset,
    DatasetCounts,
    KnowledgeBaseInfo,
    SyncPlan,
    SyncPolicy,
    SyncRun,
)
from kbconnect.core.schedule import Rule

Place = str
"""Where a connector leads, for people: a host, or the name of a file."""


@dataclass(frozen=True, slots=True)
class SyncSetting:
    """What the page shows of a dataset. last: its newest run, with its rejects. counts: None if they can't be read.
    schedule: None if it is synced by hand only. zone: the IANA name of this computer's time zone."""

    dataset: Dataset
    connector: Connector
    knowledge_base: KnowledgeBaseInfo
    last: SyncRun | None
    counts: DatasetCounts | None
    schedule: ScheduleState | None = None
    zone: str = "UTC"

    @property
    def with_meaning(self) -> bool:
        return self.knowledge_base.embedder != NO_EMBEDDER

    @property
    def place(self) -> Place:
        return self.connector.host or self.connector.name


class SyncWork:
    """The questions of the page for one dataset."""

    def __init__(self, application: Application, dataset_id: str) -> None:
        self._application = application
        self._dataset_id = dataset_id

    def setting(self, context: JobContext) -> SyncSetting:
        """Raises NotFoundError if the dataset was removed."""
        dataset = self._application.datasets.get(self._dataset_id)
        newest = self._application.history.last_run(dataset.id)
        context.check()
        return SyncSetting(
            dataset=dataset,
            connector=self._application.connectors.get(dataset.connector_id),
            knowledge_base=self._application.knowledge_bases.get(dataset.knowledge_base_id),
            last=self._application.history.run(newest.id) if newest is not None else None,
            counts=self._counts(dataset),
            schedule=self._schedule(dataset),
            zone=local_zone_name(),
        )

    def _schedule(self, dataset: Dataset) -> ScheduleState | None:
        try:
            return self._application.schedules.get(dataset.id)
        except NotFoundError:
            return None

    def examples(self, context: JobContext) -> tuple[str, ...]:
        """Titles of documents that a sync would remove now. Raises what a sync would end with."""
        return self.plan(context).gone_titles

    def plan(self, context: JobContext) -> SyncPlan:
        """What a sync would do now. Raises what a sync would end with."""
        return self._application.syncing.plan(self._dataset_id, context)

    def set_schedule(self, rule: Rule | None) -> Callable[[JobContext], None]:
        """rule None: synced by hand only."""

        def work(_: JobContext) -> None:
            if rule is None:
                self._application.schedules.remove(self._dataset_id)
            else:
                self._application.schedules.set(self._dataset_id, rule)

        return work

    def pause_schedule(self, *, paused: bool) -> Callable[[JobContext], None]:
        def work(_: JobContext) -> None:
            if paused:
                self._application.schedules.pause(self._dataset_id)
            else:
                self._application.schedules.resume(self._dataset_id)

        return work

    def set_policy(self, policy: SyncPolicy) -> Callable[[JobContext], None]:
        """Raises InputError; DatasetBusyError while a sync runs."""

        def work(_: JobContext) -> None:
            self._application.datasets.set_policy(self._dataset_id, policy)

        return work

    def _counts(self, dataset: Dataset) -> DatasetCounts | None:
        try:
            with self._application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
                return knowledge_base.dataset_counts(dataset.id)
        except KnowledgeBaseError:
            return None  # the run says what is wrong with it; the page shows its history all the same
