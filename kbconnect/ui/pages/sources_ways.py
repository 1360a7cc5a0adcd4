"""Ways that lead from the chosen connector on the page "Sources": to its password, and to the limits of a dataset.

Must not decide what is chosen; the detail says whose button was pressed.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, SyncPolicy
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Job, Work
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.sources_detail import ConnectorDetail


class Ways(QObject):
    """Follows the buttons of a detail. changed: a dataset has other limits."""

    changed = Signal()

    def __init__(self, shell: Shell, routes: Routes, detail: ConnectorDetail) -> None:
        super().__init__(detail)
        self._shell, self._routes, self._detail = shell, routes, detail
        self._dataset_id = ""
        detail.password_asked.connect(self._enter_password)
        detail.dataset_limits_asked.connect(self.ask_for_limits)

    @Slot(str)
    def _enter_password(self, connector_id: str) -> None:
        self._routes.edit_connector(connector_id, focus_secret=True)

    @Slot(str)
    def ask_for_limits(self, dataset_id: str) -> None:
        """Shows the dialog with the limits as they are saved now."""

        def work(_: JobContext) -> Dataset:
            return self._shell.application.datasets.get(dataset_id)

        self._start(work).then(returned=self._show_limits)

    @Slot(object)
    def _show_limits(self, dataset: Dataset) -> None:
        from kbconnect.ui.pages.sync_limits import LimitsDialog

        self._dataset_id = dataset.id
        dialog = LimitsDialog(self._detail, dataset.name, dataset.policy)
        dialog.chosen.connect(self._set_limits)
        dialog.open()

    @Slot(object)
    def _set_limits(self, policy: SyncPolicy) -> None:
        dataset_id = self._dataset_id

        def work(_: JobContext) -> None:
            self._shell.application.datasets.set_policy(dataset_id, policy)

        self._start(work).then(returned=self._tell_changed)

    @Slot(object)
    def _tell_changed(self, _: object) -> None:
        self.changed.emit()

    def _start(self, work: Work) -> Job:
        return self._shell.jobs.start(work, owner=self).then(errored=self._failed)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._detail, error)
