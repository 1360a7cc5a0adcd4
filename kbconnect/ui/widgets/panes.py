"""Panes side by side, parted by one line, whose widths are remembered. Knows nothing of what is in them."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from kbconnect.ui.painting import ink_on


class _Handle(QSplitterHandle):
    """One pixel of line; the mouse gets three more at each side from the splitter's margins."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.painter.fillRect(self.rect(), ink.theme.colour("accent" if self.underMouse() else "line"))


class Panes(QSplitter):
    """Panes from left to right: `Panes("sources", settings, (master, 372), (detail, 0))`.

    A pane is (widget, wished width); the one with 0 takes what is left. `name` is the key under which the widths are
    remembered in `settings` (Shell.memory); without settings they are forgotten.
    """

    def __init__(self, name: str, settings: QSettings | None, *panes: tuple[QWidget, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._key = f"panes/{name}"
        self._settings = settings
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setOpaqueResize(True)
        for index, (widget, width) in enumerate(panes):
            self.addWidget(widget)
            self.setStretchFactor(index, 0 if width else 1)
        self.setSizes([width or 4000 for _, width in panes])
        for widget, _ in panes:  # read out from left to right, as they stand; the lines stay on top
            widget.raise_()
        for at in range(self.count()):
            self.handle(at).raise_()
        kept = settings.value(self._key) if settings is not None else None
        if kept is not None:
            self.restoreState(kept)
        self.splitterMoved.connect(self._remember)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    @Slot()
    def _remember(self) -> None:
        if self._settings is not None:
            self._settings.setValue(self._key, self.saveState())
