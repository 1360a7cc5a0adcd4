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
        self._connector_name = ""

    def set_connector_name(self, name: str) -> None:
        self._connector_name = name
        self.set_trail(self._above)

    def set_trail(self, names: Sequence[str]) -> None:
        self._above = tuple(names)
        shown = [*names]
        if names and self._connector_name and names[-1] != self._connector_name:
            shown.append(self._connector_name)
        super().set_trail(shown)

    @Slot()
    def _crumb_pressed(self) -> None:
        sender = self.sender()
        if self._above:
            self.trail_pressed.emit(min(int(sender.property("index")), len(self._above) - 1))
