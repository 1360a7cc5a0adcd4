"""Panes that are narrower in a narrow window, until somebody gives them widths of their own."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kbconnect.ui.style import theme
from kbconnect.ui.widgets.panes import Panes

NARROW = 1000
"""Below this width, which grows with the size of text, the outer panes give some of theirs to the one in the middle."""


class AdaptivePanes(Panes):
    """A left and a right pane around one that takes what is left.

    A side is (widget, width, width in a narrow window). name and settings as for Panes.
    """

    def __init__(
        self,
        name: str,
        settings: QSettings,
        left: tuple[QWidget, int, int],
        middle: QWidget,
        right: tuple[QWidget, int, int],
    ) -> None:
        super().__init__(name, settings, (left[0], left[1]), (middle, 0), (right[0], right[1]))
        self._wide, self._narrow = (left[1], right[1]), (left[2], right[2])
        self._is_free = settings.value(f"panes/{name}") is None
        self._was_narrow: bool | None = None
        self.splitterMoved.connect(self._keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme().px(NARROW)
        if self._is_free and narrow is not self._was_narrow:
            left, right = self._narrow if narrow else self._wide
            left, right = theme().px(left), theme().px(right)
            self.setSizes([left, max(event.size().width() - left - right, 1), right])
        self._was_narrow = narrow

    @Slot()
    def _keep(self) -> None:
        self._is_free = False
