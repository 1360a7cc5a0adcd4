"""The use cases behind the page "Sources", as work for a job. Runs on a worker's thread; must not touch a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kbconnect.app.application import Application
from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.core.connector import Connector
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, DatasetCounts
from kbconnect.ui.models.next_sync import NextSync, next_sync_of
from kbconnect.ui.models.sources import FINISHED, LATEST, ConnectorOverview, DatasetOverview, SourcesOverview
from kbconnect.ui.words import utc_now

_RECENT = 200
"""So many runs of all datasets are looked through for the latest changes."""
_OWN = 20
"""So many runs of one dataset are looked through for the last that came to its end."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal took away. name: of the one connector or dataset, "" if there were several connectors."""

    name: str
    documents: int
    connectors: int = 1


class SourcesWork:
    """What the page asks of the application. Each method is one job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def overview(self, context: JobContext) -> SourcesOverview:
        """Every connector with its datasets, their documents and runs. Raises StoreError."""
        application = self._application
        datasets = application.datasets.list()
        feeds = {info.id: info.name for info in application.knowledge_bases.list()}
        counts, exposed, problems = self._counts(tuple({one.knowledge_base_id for one in datasets}), context)
        recent = application.history.runs(None, _RECENT)
        shown = []
        for connector in application.connectors.list():
            own = tuple(
                replace(self._dataset(dataset, feeds, counts, problems), exposed=exposed.get(dataset.id, ()))
                for dataset in datasets
                if dataset.connector_id == connector.id
            )
            ids = {one.dataset.id for one in own}
            ended = [run for run in recent if run.dataset_id in ids and run.status in FINISHED]
            shown.append(ConnectorOverview(connector, own, tuple(ended[:LATEST])))
        providers = {provider.id: provider for provider in application.connectors.providers()}
        return SourcesOverview(providers, tuple(shown)).with_plans(self.plans(context))

    def plans(self, context: JobContext) -> dict[str, NextSync]:
        """The schedules there are, by dataset id. Raises StoreError."""
        now = utc_now()
        return {state.dataset.id: next_sync_of(state, now) for state in self._application.schedules.list()}

    def _counts(
        self, knowledge_base_ids: tuple[str, ...], context: JobContext
    ) -> tuple[dict[str, DatasetCounts], dict[str, tuple[str, ...]], dict[str, str]]:
        """Counts and sensitive columns by dataset, and by knowledge base why there are none: one that can't be opened
        hides no other."""
        counts: dict[str, DatasetCounts] = {}
        exposed: dict[str, tuple[str, ...]] = {}
        problems: dict[str, str] = {}
        for knowledge_base_id in knowledge_base_ids:
            context.check()
            try:
                found = self._application.knowledge_bases.dataset_counts(knowledge_base_id)
                plain = self._application.knowledge_bases.exposed(knowledge_base_id)
            except KbConnectError as error:
                problems[knowledge_base_id] = " ".join((error.message, error.meaning, error.hint)).strip()
                continue
            counts.update({one.dataset_id: one for one in found})
            exposed.update({one.dataset.id: one.columns for one in plain})
        return counts, exposed, problems

    def _dataset(
        self, dataset: Dataset, feeds: dict[str, str], counts: dict[str, DatasetCounts], problems: dict[str, str]
    ) -> DatasetOverview:
        runs = self._application.history.runs(dataset.id, _OWN)
        known = counts.get(dataset.id)
        problem = problems.get(dataset.knowledge_base_id, "")
        documents = known.documents if known is not None else None if problem else 0
        return DatasetOverview(
            dataset,
            feeds.get(dataset.knowledge_base_id, ""),
            documents,
            runs[0] if runs else None,
            next((run.finished_at or run.started_at for run in runs if run.status in FINISHED), None),
            problem,
        )

    def duplicate(self, connector_id: str) -> Callable[[JobContext], Connector]:
        return lambda _: self._application.connectors.duplicate(connector_id)

    def rename(self, connector_id: str, name: str) -> Callable[[JobContext], Connector]:
        """Raises NameTakenError, InputError."""

        def work(_: JobContext) -> Connector:
            connectors = self._application.connectors
            draft = replace(draft_of(connectors.get(connector_id)), name=name)
            return connectors.edit(connector_id, draft, KeepSecret.KEEP)

        return work

    def test(self, connector_id: str, context: JobContext) -> Connector:
        """Tests a saved connector; returns it with its outcome."""
        from kbconnect.ui.pages.connector_form_work import test_of_saved

        test_of_saved(self._application.connectors, connector_id)(context)
        return self._application.connectors.get(connector_id)

    def remove_connectors(self, doomed: Sequence[tuple[str, tuple[str, ...]]]) -> Callable[[JobContext], Removed]:
        """Removes the datasets somebody was shown, with their documents, then the connector; one after the other.

        doomed: ids of connectors with those of their datasets. Raises DatasetBusyError while one of them is synced,
        InUseError if another dataset came meanwhile; what was removed until then is gone.
        """

        def work(context: JobContext) -> Removed:
            documents, name = 0, ""
            for connector_id, dataset_ids in doomed:
                name = self._application.connectors.get(connector_id).name
                for dataset_id in dataset_ids:
                    context.check()
                    documents += self._application.datasets.remove(dataset_id)
                self._application.connectors.remove(connector_id)
            return Removed(name if len(doomed) == 1 else "", documents, len(doomed))

        return work

    def remove_dataset(self, dataset_id: str) -> Callable[[JobContext], Removed]:
        def work(_: JobContext) -> Removed:
            name = self._application.datasets.get(dataset_id).name
            return Removed(name, self._application.datasets.remove(dataset_id))

        return work

    def sample(self, _: JobContext) -> tuple[Connector, tuple[Dataset, ...]]:
        """The sample source with its datasets, made if it isn't there."""
        return self._application.samples.connector(), self._application.samples.datasets()
