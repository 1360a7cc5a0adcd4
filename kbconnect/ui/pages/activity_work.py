"""The use cases behind the page "Activity", as work for a job. Runs on a worker's thread; must not touch a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kbconnect.app.application import Application
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncRun
from kbconnect.ui.models.activity import History, Origin
from kbconnect.ui.models.sources import place_of

MOST_RUNS = 2_000
"""So many runs are shown: more than four weeks of a sync every half an hour."""


class ActivityWork:
    """What the page asks of the application. Each method is one job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def history(self, context: JobContext) -> History:
        """The newest runs with their datasets. Raises StoreError."""
        application = self._application
        connectors = {connector.id: connector for connector in application.connectors.list()}
        origins = {}
        for dataset in application.datasets.list():
            connector = connectors.get(dataset.connector_id)
            name, place = (connector.name, place_of(connector)) if connector is not None else ("", "")
            origins[dataset.id] = Origin(dataset, name, dataset.connector_id, place)
        context.check()
        runs = application.history.runs(None, MOST_RUNS)
        return History(origins, runs, complete=len(runs) < MOST_RUNS)

    def export(self, runs: Sequence[SyncRun], history: History, path: Path) -> Callable[[JobContext], int]:
        """Writes runs to a CSV file; gives how many. Raises InputError, DiskFullError."""

        def work(context: JobContext) -> int:
            from kbconnect.app.run_export import export_runs

            context.check()
            origins = history.origins
            named = ((run, origins[run.dataset_id]) if run.dataset_id in origins else (run, None) for run in runs)
            lines = ((run, of.dataset.name, of.connector) if of is not None else (run, "", "") for run, of in named)
            return export_runs(lines, path)

        return work

    def run(self, run_id: int) -> Callable[[JobContext], SyncRun]:
        """One run with its rejects. Raises NotFoundError."""
        return lambda _: self._application.history.run(run_id)
