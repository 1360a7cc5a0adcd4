"""What the page "Sources" does with the chosen connectors besides syncing and testing: rename, copy, delete, the menu.

Owns the questions before it and what is told after it. Which are chosen is asked of the page each time.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from kbconnect.core.connector import Connector
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Job, Jobs, Work
from kbconnect.ui.models.sources import ConnectorOverview
from kbconnect.ui.pages.sources_menu import Item, menu_of
from kbconnect.ui.pages.sources_questions import delete_connectors
from kbconnect.ui.pages.sources_rename import RenameDialog
from kbconnect.ui.pages.sources_transfer import Transfer
from kbconnect.ui.pages.sources_undo import Undo
from kbconnect.ui.pages.sources_work import Removed, SourcesWork
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.words import counted

Doomed = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of connectors, each with those of the datasets that go with it."""

Chosen = Callable[[], tuple[tuple[ConnectorOverview, ...], tuple[ConnectorOverview, ...]]]
"""Gives the chosen connectors, and all there are."""


class ConnectorActs(QObject):
    """changed: connectors have gone or have other names; the id of one to look at, else "".

    copied: a connector was duplicated, its id. sync_asked, test_asked and edit_asked: picked in the menu.
    """

    changed = Signal(str)
    copied = Signal(str)
    sync_asked = Signal()
    test_asked = Signal()
    edit_asked = Signal()

    def __init__(
        self, page: QWidget, jobs: Jobs, work: SourcesWork, ways: tuple[Undo, Transfer], chosen: Chosen
    ) -> None:
        """ways: for what can be undone, and for exports. chosen: the chosen connectors, and all there are."""
        super().__init__(page)
        self._page, self._jobs, self._work, self._chosen = page, jobs, work, chosen
        self._undo, self._transfer = ways
        self._to_remove: Doomed = ()
        self._to_rename = ""

    # -------------------------------------------------------------------------------------------- names and copies

    @Slot()
    def ask_name(self) -> None:
        """Asks for another name of the connector that is chosen alone."""
        chosen, every = self._chosen()
        if len(chosen) != 1:
            return
        connector = chosen[0].connector
        others = (each.connector.name for each in every if each.connector.id != connector.id)
        self._to_rename = connector.id
        dialog = RenameDialog(self._page, connector.name, others)
        dialog.renamed.connect(self._rename)
        dialog.open()

    @Slot(str)
    def _rename(self, name: str) -> None:
        self._start(self._work.rename(self._to_rename, name)).then(returned=self._renamed)

    @Slot(object)
    def _renamed(self, connector: Connector) -> None:
        self.changed.emit(connector.id)

    @Slot()
    def duplicate(self) -> None:
        """Copies the connector that is chosen alone; its password isn't copied."""
        chosen, _ = self._chosen()
        if len(chosen) == 1:
            self._start(self._work.duplicate(chosen[0].connector.id)).then(returned=self._duplicated)

    @Slot(object)
    def _duplicated(self, connector: Connector) -> None:
        self.copied.emit(connector.id)

    # -------------------------------------------------------------------------------------------- deleting

    @Slot()
    def ask_delete(self) -> None:
        """Deletes the chosen connectors: with a way back if nothing was taken from them, else after a question."""
        chosen, _ = self._chosen()
        if not any(shown.datasets for shown in chosen):
            self._undo.delete(shown.connector.id for shown in chosen)
            return
        self._to_remove = tuple(
            (shown.connector.id, tuple(one.dataset.id for one in shown.datasets)) for shown in chosen
        )
        question = Question(self._page, delete_connectors(chosen))
        question.answered.connect(self._delete_answered)
        question.open()

    @Slot(bool)
    def _delete_answered(self, remove: bool) -> None:
        if remove:
            work = self._work.remove_connectors(self._to_remove)
            self._start(work).then(returned=self.show_removed, finished=self._tell_changed)

    @Slot(object)
    def show_removed(self, removed: Removed) -> None:
        """Says what went, connectors or a dataset."""
        documents = counted(removed.documents, self.tr("document"), self.tr("documents"))
        name = removed.name or counted(removed.connectors, self.tr("connector"), self.tr("connectors"))
        words = self.tr("{name} is removed") if removed.connectors == 1 else self.tr("{name} are removed")
        if removed.documents:
            words = self.tr("{name} is removed, with {documents}")
            if removed.connectors > 1:
                words = self.tr("{name} are removed, with {documents}")
        toast(self._page, words.format(name=name, documents=documents))

    @Slot()
    def _tell_changed(self) -> None:
        self.changed.emit("")

    # -------------------------------------------------------------------------------------------- the menu

    @Slot(str, QPoint)
    def open_menu(self, _: str, place: QPoint) -> None:
        """place: on the screen."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self) -> QMenu:
        """What can be done with the chosen connectors."""
        chosen, _ = self._chosen()
        one, can_sync = len(chosen) == 1, any(shown.datasets for shown in chosen)
        many = counted(len(chosen), self.tr("connector"), self.tr("connectors"))
        sync, test = self.tr("Sync now"), self.tr("Test connection")
        export, delete = self.tr("Export…"), self.tr("Delete…")
        if not one:
            sync = self.tr("Sync {connectors}").format(connectors=many)
            test = self.tr("Test {connections}").format(connections=many)
            export = self.tr("Export {connectors}…").format(connectors=many)
            delete = self.tr("Delete {connectors}…").format(connectors=many)
        items = (
            Item(sync, "arrows-clockwise", self.sync_asked, "Ctrl+Shift+S", enabled=can_sync),
            Item(test, "heartbeat", self.test_asked, "F5"),
            Item(self.tr("Edit…"), "pencil-simple", self.edit_asked, "Return", enabled=one, apart=True),
            Item(self.tr("Rename…"), "text-t", self.ask_name, "F2", enabled=one),
            Item(self.tr("Duplicate"), "copy", self.duplicate, "Ctrl+D", enabled=one),
            Item(export, "export", self._transfer.export_chosen),
            Item(delete, "trash", self.ask_delete, "Del", apart=True),
        )
        return menu_of(self._page, items)

    def _start(self, work: Work) -> Job:
        return self._jobs.start(work, owner=self).then(errored=self._failed)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._page, error)
