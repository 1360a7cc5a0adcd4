"""A part of the connector form: fields that belong together. Owns nothing but what all parts have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import ConnectorDraft, ProviderInfo
from kbconnect.ui.widgets.fields import Field


class FormPart(QWidget):
    """changed: something else than a field was changed by hand: a way was opened, a choice taken back."""

    changed = Signal()

    def fields(self) -> tuple[Field, ...]:
        """All its fields, seen or not, in the order of the Tab key."""
        raise NotImplementedError

    def asked(self) -> tuple[Field, ...]:
        """Those that count as things stand."""
        return self.fields()

    def show_provider(self, provider: ProviderInfo) -> None:
        """Another kind of source was chosen."""

    def fill(self, draft: ConnectorDraft) -> None:
        """Shows what a draft says."""
        raise NotImplementedError

    def reveal(self, field: Field) -> None:
        """Opens what the field is folded away in, so that it can be mended."""
