"""Deleting a connector nobody uses, with a way back: its row goes at once, its password when the way back has closed.

What a kill leaves behind is forgotten the next time this page opens.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.app.connectors import Connectors
from kbconnect.core.connector import Connector
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.overlays import Toast, toast


class Undo(QObject):
    """changed: a connector has gone or is back; its id if it is back, else ""."""

    changed = Signal(str)

    def __init__(self, page: QWidget, jobs: Jobs, connectors: Connectors) -> None:
        super().__init__(page)
        self._page, self._jobs, self._connectors = page, jobs, connectors
        self._gone: Connector | None = None
        self._toast: Toast | None = None

    def forget_left_over(self) -> None:
        """Passwords of connectors that were deleted before the program ended."""
        self._jobs.start(self._forget, Queue.SCHEDULES, owner=self).then(errored=self._not_forgotten)

    def delete(self, connector_id: str) -> None:
        """Deletes a connector without datasets."""
        work = self._jobs.start(lambda _: self._connectors.set_aside(connector_id), Queue.INTERACTIVE, owner=self)
        work.then(returned=self._deleted, errored=self._failed)

    @Slot(object)
    def _deleted(self, connector: Connector) -> None:
        if self._toast is not None:  # its way back closes with this one: all passwords are forgotten together
            self._toast.destroyed.disconnect(self._way_back_closed)
        self._gone = connector
        undo = button(self.tr("Undo"), Kind.LINK)
        undo.clicked.connect(self.undo)
        words = self.tr("{name} is deleted").format(name=connector.name)
        self._toast = toast(self._page, words, "trash", "text2", undo)
        self._toast.destroyed.connect(self._way_back_closed)
        self.changed.emit("")

    @Slot()
    def undo(self) -> None:
        """Brings the connector deleted last back, with its password."""
        gone, self._gone = self._gone, None
        if gone is None:
            return
        work = self._jobs.start(lambda _: self._connectors.bring_back(gone), Queue.INTERACTIVE, owner=self)
        work.then(returned=self._back, errored=self._failed)
        if self._toast is not None:
            self._toast.close()

    @Slot(object)
    def _back(self, connector: Connector) -> None:
        toast(self._page, self.tr("{name} is back").format(name=connector.name))
        self.changed.emit(connector.id)

    @Slot()
    def _way_back_closed(self) -> None:
        self._toast = None
        if self._gone is not None:
            self._gone = None
            self.forget_left_over()

    def _forget(self, _: JobContext) -> None:
        self._connectors.forget_set_aside()

    @Slot(object)
    def _not_forgotten(self, error: BaseException) -> None:
        """It stays noted and is tried again the next time; a locked keyring is no reason to disturb anybody."""

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._page, error)
        self.changed.emit("")
