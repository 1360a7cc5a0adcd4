"""The ways between pages: which page opens another one, and what follows when that one is done. Shows nothing itself.

    self._routes = Routes(shell, self)
    self._routes.choose_data(connector_id)          # a page above this one, in the section that is in front

A page is imported when it is first opened, on a thread: the window goes on meanwhile. Must not decide what is synced or
saved; it hands on what a page tells.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.connector import Connector
from kbconnect.core.model import Dataset
from kbconnect.ui.navigation import Shell
from kbconnect.ui.widgets.page import Page

_DATASET = "dataset"
_PAGES = "kbconnect.ui.pages"


class Routes(QObject):
    """Opens pages for one page or window, its parent. connector_saved: the Connector a form has saved."""

    connector_saved = Signal(object)

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._asked_from: Page | None = None
        self._show: Callable[[], None] | None = None

    def edit_connector(self, connector_id: str = "", *, focus_secret: bool = False) -> None:
        """The form for a connector, "" for a new one. focus_secret: its password is what has to be entered."""
        self._open("connector_form", partial(self._show_form, connector_id, focus_secret))

    def choose_data(self, connector_id: str, dataset_id: str = "") -> None:
        """The choice of tables and columns, for a new dataset or for one that is changed."""
        self._open("data_selection", partial(self._show_choice, connector_id, dataset_id))

    def open_sync(self, dataset_id: str, name: str = "") -> None:
        """The page of a dataset's sync. name: of the dataset, if it is known."""
        self._open("sync", partial(self._show_sync, dataset_id, name))

    def _open(self, module: str, show: Callable[[], None]) -> None:
        """Shows a page of a module now, or once it is imported. Of two that are asked for meanwhile, the last one; none
        if somebody has gone elsewhere by then."""
        name = f"{_PAGES}.{module}"
        if self._asked_from is None and name in sys.modules:
            show()
            return
        waits, self._asked_from, self._show = self._asked_from, self._shell.navigator.page(), show
        if waits is None:
            job = self._shell.jobs.start(lambda _: importlib.import_module(name), owner=self)
            job.then(returned=self._imported, finished=self._settled)

    @Slot(object)
    def _imported(self, _: object) -> None:
        if self._show is not None and self._shell.navigator.page() is self._asked_from:
            self._show()

    @Slot()
    def _settled(self) -> None:
        self._asked_from = None

    def _show_form(self, connector_id: str, focus_secret: bool) -> None:
        from kbconnect.ui.pages.connector_form import ConnectorFormPage

        page = ConnectorFormPage(self._shell, connector_id, focus_secret=focus_secret)
        page.saved.connect(self._connector_saved)
        self._shell.navigator.push(lambda: page)

    def _show_choice(self, connector_id: str, dataset_id: str) -> None:
        from kbconnect.ui.pages.data_selection import DataSelectionPage

        page = DataSelectionPage(self._shell, connector_id, dataset_id)
        page.saved.connect(self._dataset_saved)
        self._shell.navigator.push(lambda: page)

    def _show_sync(self, dataset_id: str, name: str) -> None:
        from kbconnect.ui.pages.sync import SyncPage

        page = SyncPage(self._shell, dataset_id, name)
        page.setProperty(_DATASET, dataset_id)
        page.edit_asked.connect(self._edit_dataset)
        page.password_asked.connect(self._enter_password)
        page.question_asked.connect(self._ask)
        self._shell.navigator.push(lambda: page)

    @Slot(object)
    def _connector_saved(self, connector: Connector) -> None:
        self.connector_saved.emit(connector)

    @Slot(object)
    def _edit_dataset(self, dataset: Dataset) -> None:
        self.choose_data(dataset.connector_id, dataset.id)

    @Slot(str)
    def _enter_password(self, connector_id: str) -> None:
        self.edit_connector(connector_id, focus_secret=True)

    @Slot(object, bool)
    def _dataset_saved(self, dataset: Dataset, sync: bool) -> None:
        """Goes back; with a sync, on to its page, unless that is the page one comes back to."""
        navigator = self._shell.navigator
        navigator.pop()
        if not sync:
            return
        self._shell.syncs.start(dataset)
        front = navigator.page()
        if front is None or front.property(_DATASET) != dataset.id:
            self.open_sync(dataset.id, dataset.name)

    @Slot(str)
    def _ask(self, knowledge_base_id: str) -> None:
        from kbconnect.ui.pages.knowledge import KnowledgePage

        self._shell.navigator.go("knowledge")
        page = self._shell.navigator.page()
        if isinstance(page, KnowledgePage):
            page.ask(knowledge_base_id)
