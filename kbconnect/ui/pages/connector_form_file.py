"""The file of a connector, or its folder. Must not look whether it is there."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from kbconnect.core.connector import ConnectorDraft, ProviderInfo
from kbconnect.ui.pages.connector_form_faults import file_fault
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.widgets.fields import Field
from kbconnect.ui.widgets.layout import down
from kbconnect.ui.widgets.path_field import PathField


class FilePart(FormPart):
    """One path; `path.picked` tells that it was chosen in the system's dialog."""

    def __init__(self) -> None:
        super().__init__()
        self._provider: ProviderInfo | None = None
        self.path = PathField(
            self.tr("File"), title=self.tr("Choose the file"), placeholder="/data/shop.db", validate=self._fault
        )
        self.file = self.path.field
        self.setLayout(down(self.path))

    def fields(self) -> tuple[Field, ...]:
        return (self.file,)

    def show_provider(self, provider: ProviderInfo) -> None:
        if not provider.is_file:
            return
        self._provider = provider
        patterns = " ".join(provider.file_patterns)
        kinds = self.tr("{kind} files ({patterns})") if not provider.takes_folder else self.tr("Files ({patterns})")
        title = self.tr("Choose the file") if provider.takes_folder else self.tr("Choose the database file")
        named = kinds.format(kind=provider.label, patterns=patterns) if patterns else ""
        self.path.set_kinds(title, named, takes_folder=provider.takes_folder)
        self.path.set_label(self.tr("File or folder") if provider.takes_folder else self.tr("File"))
        editor = self.file.editor
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText("/data/reports" if provider.takes_folder else "/data/shop.db")
        self.explain()

    def explain(self) -> None:
        """Says what can be chosen."""
        hint = self.tr("The file of an SQLite database, often with the ending .db or .sqlite.")
        if self._provider is not None and self._provider.takes_folder:
            hint = self.tr(
                "CSV, Excel, Parquet or JSON. Each file of a folder becomes a table, and so does each sheet of a "
                "workbook."
            )
        elif self._provider is not None and self._provider.id != "sqlite":
            hint = ""
        self.file.set_hint(hint)

    def fill(self, draft: ConnectorDraft) -> None:
        self.file.set_value(draft.database)

    def _fault(self, path: str) -> str:
        takes_folder = self._provider is not None and self._provider.takes_folder
        return file_fault(path, takes_folder=takes_folder)
