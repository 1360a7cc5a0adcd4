"""Deleting connectors nobody uses, with a way back: rows go at once, passwords when the way back has closed.

What a kill leaves behind is forgotten the next time this page opens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.app.connectors import Connectors
from kbconnect.core.connector import Connector
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.overlays import Toast, toast
from kbconnect.ui.words import counted


@dataclass(frozen=True, slots=True)
class Gone:
    """The connectors that were set aside, up to the first that could not be, and why that could not."""

    connectors: tuple[Connector, ...]
    error: KbConnectError | None = None


class Undo(QObject):
    """changed: connectors have gone or are back; the id of one that is back, else ""."""

    changed = Signal(str)

    def __init__(self, page: QWidget, jobs: Jobs, connectors: Connectors) -> None:
        super().__init__(page)
        self._page, self._jobs, self._connectors = page, jobs, connectors
        self._gone: tuple[Connector, ...] = ()
        self._toast: Toast | None = None

    def forget_left_over(self) -> None:
        """Passwords of connectors that were deleted before the program ended."""
        self._jobs.start(self._forget, Queue.SCHEDULES, owner=self).then(errored=self._not_forgotten)

    def delete(self, connector_ids: Iterable[str]) -> None:
        """Deletes connectors without datasets."""
        work = self._jobs.start(partial(self._set_aside, tuple(connector_ids)), Queue.INTERACTIVE, owner=self)
        work.then(returned=self._deleted, errored=self._failed)

    def _set_aside(self, connector_ids: tuple[str, ...], _: JobContext) -> Gone:
        gone: list[Connector] = []
        for connector_id in connector_ids:
            try:
                gone.append(self._connectors.set_aside(connector_id))
            except KbConnectError as error:  # those before it can be brought back all the same
                return Gone(tuple(gone), error)
        return Gone(tuple(gone))

    @Slot(object)
    def _deleted(self, gone: Gone) -> None:
        if gone.connectors:
            self._offer(gone.connectors)
        if gone.error is not None:
            show_error(self._page, gone.error)
        self.changed.emit("")

    def _offer(self, connectors: tuple[Connector, ...]) -> None:
        if self._toast is not None:  # its way back closes with this one: all passwords are forgotten together
            self._toast.destroyed.disconnect(self._way_back_closed)
        self._gone = connectors
        undo = button(self.tr("Undo"), Kind.LINK, tip=self.tr("Undo (Ctrl+Z)"))
        undo.clicked.connect(self.undo)
        words = self.tr("{connectors} deleted").format(
            connectors=counted(len(connectors), self.tr("connector"), self.tr("connectors"))
        )
        if len(connectors) == 1:
            words = self.tr("{name} is deleted").format(name=connectors[0].name)
        self._toast = toast(self._page, words, "trash", "text2", undo)
        self._toast.destroyed.connect(self._way_back_closed)

    @Slot()
    def undo(self) -> None:
        """Brings what was deleted last back, with its passwords."""
        gone, self._gone = self._gone, ()
        if not gone:
            return
        work = self._jobs.start(partial(self._bring_back, gone), Queue.INTERACTIVE, owner=self)
        work.then(returned=self._back, errored=self._failed)
        if self._toast is not None:
            self._toast.close()

    def _bring_back(self, gone: tuple[Connector, ...], _: JobContext) -> tuple[Connector, ...]:
        return tuple(self._connectors.bring_back(connector) for connector in gone)

    @Slot(object)
    def _back(self, connectors: tuple[Connector, ...]) -> None:
        words = self.tr("{connectors} back").format(
            connectors=counted(len(connectors), self.tr("connector"), self.tr("connectors"))
        )
        if len(connectors) == 1:
            words = self.tr("{name} is back").format(name=connectors[0].name)
        toast(self._page, words)
        self.changed.emit(connectors[0].id)

    @Slot()
    def _way_back_closed(self) -> None:
        self._toast = None
        if self._gone:
            self._gone = ()
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
