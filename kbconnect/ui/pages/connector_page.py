"""A page that belongs to a connector: its name stands in the trail, between "Sources" and the page's own title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot

from kbconnect.ui.widgets.page import Page


class ConnectorPage(Page):
    """The crumb with the connector's name leads to the page above, where the connector is chosen."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._above: tuple[str, ...] = ()
        self._connector_name = self._dataset_name = ""

    def set_connector_name(self, name: str, dataset: str = "") -> None:
        """dataset: the name of the connector's dataset this page is about; its page may stand above this one."""
        self._connector_name, self._dataset_name = name, dataset
        self.set_trail(self._above)

    def set_trail(self, names: Sequence[str]) -> None:
        self._above = tuple(names)
        shown = [*names]
        if self._is_named():
            shown.insert(self._place(), self._connector_name)
        super().set_trail(shown)

    def _is_named(self) -> bool:
        """Whether the connector's name stands in the trail though no page of that name does."""
        return bool(self._above and self._connector_name) and self._above[-1] != self._connector_name

    def _place(self) -> int:
        """Where the connector's name stands: last, or before its dataset."""
        below = len(self._above) > 1 and self._above[-1] == self._dataset_name
        return len(self._above) - 1 if below else len(self._above)

    @Slot()
    def _crumb_pressed(self) -> None:
        sender = self.sender()
        if self._above:
            index = int(sender.property("index"))
            self.trail_pressed.emit(index - 1 if self._is_named() and index >= self._place() else index)
