"""A field for the path of a file, with a button that opens the system's dialog. Looks at no file itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from kbconnect.ui.widgets.buttons import button
from kbconnect.ui.widgets.fields import Field, LineEdit, Validator
from kbconnect.ui.widgets.layout import down, flow


class PathField(QWidget):
    """The field is `field`. picked: a path was chosen in the dialog, and stands in the field.

    kinds: file kinds as Qt wants them, "Certificates (*.pem *.crt)". title: of the dialog.
    """

    picked = Signal()

    def __init__(
        self, label: str, *, title: str, kinds: str = "", placeholder: str = "", validate: Validator | None = None
    ) -> None:
        super().__init__()
        self._title, self._kinds = title, kinds
        self.choose_file = button(self.tr("Choose file…"), glyph="folder-open")
        self._file_below = button(self.tr("Choose file…"), glyph="folder-open")
        self.choose_folder = button(self.tr("Choose folder…"), glyph="folder-open")
        for made in (self.choose_file, self._file_below):
            made.clicked.connect(self._pick_file)
        self.choose_folder.clicked.connect(self._pick_folder)
        editor = LineEdit(placeholder=placeholder, name=label)
        self.field = Field(label, editor, self.choose_file, validate=validate)
        self._both = flow(self._file_below, self.choose_folder, gap=8)  # two beside the editor would leave it no room
        self.setLayout(down(self.field, self._both, gap=8))
        self._both.hide()
        self._name_buttons()

    def set_kinds(self, title: str, kinds: str, *, takes_folder: bool = False) -> None:
        """Other files are looked for. takes_folder: a folder may be chosen, too."""
        self._title, self._kinds = title, kinds
        self.choose_file.setVisible(not takes_folder)
        self._both.setVisible(takes_folder)

    def set_label(self, words: str) -> None:
        self.field.set_label(words)
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Several such buttons may be in one form: they are told apart by what they are for."""
        label = self.field.editor.accessibleName()
        for made in (self.choose_file, self._file_below, self.choose_folder):
            made.setAccessibleName(f"{made.text()} {label}")

    def _folder(self) -> str:
        return str(Path(self.field.value()).expanduser().parent) if self.field.value() else ""

    @Slot()
    def _pick_file(self) -> None:
        everything = f"{self.tr('All files')} (*)"
        kinds = f"{self._kinds};;{everything}" if self._kinds else everything
        chosen, _ = QFileDialog.getOpenFileName(self, self._title, self._folder(), kinds)
        self._take(chosen)

    @Slot()
    def _pick_folder(self) -> None:
        self._take(QFileDialog.getExistingDirectory(self, self.tr("Choose the folder"), self._folder()))

    def _take(self, chosen: str) -> None:
        if chosen:
            self.field.set_value(chosen)
            self.field.check()
            self.picked.emit()
