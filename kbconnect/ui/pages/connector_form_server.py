"""The server of a connector: host, port, database, user name. Must not know how its connection is protected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kbconnect.core.connector import ConnectorDraft, ProviderInfo
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.pages.connector_form_faults import host_fault, number_of, port_fault
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.widgets.fields import Field, LineEdit
from kbconnect.ui.widgets.layout import across, down

_WORDS = (noted("Service name"),)
"""What providers call a database, for the list of texts to translate."""


class ServerPart(FormPart):
    """Where the server is, and who logs in there."""

    def __init__(self) -> None:
        super().__init__()
        tr = self.tr
        self.host = Field(tr("Host"), LineEdit(placeholder="db.example.com"), validate=host_fault)
        self.port = Field(tr("Port"), LineEdit(), validate=port_fault)
        self.port.setFixedWidth(96)
        self.database = Field(tr("Database"), LineEdit())
        self.user = Field(tr("User name"), LineEdit())
        place = across((self.host, 1), self.port, gap=12)
        account = across((self.database, 1), (self.user, 1), gap=12)
        for field in (self.database, self.user):  # only one of them may have a line below
            account.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self.setLayout(down(place, 12, account, gap=0))

    def fields(self) -> tuple[Field, ...]:
        return (self.host, self.port, self.database, self.user)

    def asked(self) -> tuple[Field, ...]:
        return (self.host, self.port)

    def show_provider(self, provider: ProviderInfo) -> None:
        self.database.set_label(say(provider.database_word))
        self.database.set_hint(told(provider.database_default))
        if isinstance(self.port.editor, QLineEdit):
            self.port.editor.setPlaceholderText(str(provider.default_port or ""))

    def fill(self, draft: ConnectorDraft) -> None:
        self.host.set_value(draft.host)
        self.port.set_value(str(draft.port or ""))
        self.database.set_value(draft.database)
        self.user.set_value(draft.username)

    def port_number(self) -> int | None:
        """None if none is given, or what is given is no number."""
        return number_of(self.port.value())
