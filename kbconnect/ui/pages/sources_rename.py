"""The small dialog that renames a connector: one field, with what is wrong about the name below it. Saves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down


class RenameDialog(Dialog):
    """renamed: the new name, another one than before and one that nobody has."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget, name: str, taken: Iterable[str]) -> None:
        """taken: the names of other connectors."""
        self._before = name
        self._taken = frozenset(other.casefold() for other in taken)
        self.editor = LineEdit(name)
        self.field = Field(say("Name"), self.editor, validate=self._fault)
        save = button(say("Rename connector"), Kind.PRIMARY)
        keep = button(say("Keep the name"), Kind.LINK)
        title = say("Rename {name}").format(name=name)
        body = down(text(title, "title", wrap=True), 14, self.field, gap=0)
        super().__init__(parent, body, across(keep, None, save), title=title, width=420)
        save.setDefault(True)
        save.clicked.connect(self._rename)
        keep.clicked.connect(self.reject)
        self.editor.selectAll()
        self.editor.setFocus()

    def _fault(self, name: str) -> str:
        if not name.strip():
            return self.tr("Give it a name that people recognise.")
        taken = name.strip().casefold() in self._taken
        return self.tr("There is already a connector with this name.") if taken else ""

    @Slot()
    def _rename(self) -> None:
        if not self.field.check():
            self.editor.setFocus()
            return
        name = self.editor.text().strip()
        if name != self._before:
            self.renamed.emit(name)
        self.accept()
