"""The fields of a connector: kind, address, name, server or file, password, encryption, time-outs.

Owns what is filled in and what of it can be seen to be wrong without connecting. Must not ask a use case.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFileDialog, QLayout, QLineEdit, QWidget

from kbconnect.app.connectors import KeepSecret, draft_of
from kbconnect.core.addresses import ParsedAddress, display_url, parse_address
from kbconnect.core.connector import (
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    ProviderInfo,
    Secret,
    SecretPlace,
    TlsMode,
)
from kbconnect.ui.language import say, told
from kbconnect.ui.pages.connector_form_faults import (
    file_fault,
    host_fault,
    is_address,
    may_become_address,
    number_of,
    port_fault,
    seconds_fault,
    url_fault,
)
from kbconnect.ui.pages.connector_form_words import TLS_HINTS, TLS_WORDS, VERIFYING
from kbconnect.ui.pages.connector_form_work import Entered
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit, SecretEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, rule
from kbconnect.ui.widgets.provider_choice import ProviderChoice
from kbconnect.ui.words import inside

PAUSE_MS = 1_200
"""After so long without a key somebody is taken to have finished a field."""
_PASTED = 6
"""So many characters at once were pasted and not typed: a password among them must not stay to be seen."""


class ConnectorFields(QWidget):
    """The form. changed: something was filled in, by hand or from a URL. kind_changed: another provider is chosen."""

    changed = Signal()
    kind_changed = Signal()

    def __init__(self, providers: Sequence[ProviderInfo]) -> None:
        super().__init__()
        self._providers = {provider.id: provider for provider in providers}
        self._taken: frozenset[str] = frozenset()
        self._saved_secret = self._filling = False
        self._named_by_hand = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._url_length = 0
        self._url_shown = ""
        self._place_words = ""
        self.kind = ProviderChoice([(one.id, one.label) for one in providers], name=self.tr("Database kind"))
        self._make_fields()
        self._make_places()
        self.setLayout(self._arranged())
        self._connect_fields()
        self._show_kind()

    # -------------------------------------------------------------------------------------------- building

    def _make_fields(self) -> None:
        tr = self.tr
        self.url = Field(
            tr("Connection URL"),
            LineEdit(placeholder="postgresql://user@host:5432/database", glyph="link-simple"),
            hint=tr(
                "Paste a URL, a JDBC URL or “host=… user=…” and the fields below are filled, or fill them in yourself."
            ),
            validate=url_fault,
        )
        self.name = Field(tr("Name"), LineEdit(placeholder=tr("Support desk")), validate=self._name_fault)
        self.host = Field(tr("Host"), LineEdit(placeholder="db.example.com"), validate=host_fault)
        self.port = Field(tr("Port"), LineEdit(), validate=port_fault)
        self.database = Field(tr("Database"), LineEdit(placeholder=tr("as the user name")))
        self.user = Field(tr("User name"), LineEdit())
        self.secret = Field(tr("Password"), SecretEdit())
        self.tls = Field(tr("Encryption (TLS)"), Choice(*((mode.value, say(words)) for mode, words in TLS_WORDS)))
        self.tls.set_value(ConnectorOptions().tls.value)
        self.authority = Field(
            tr("Certificate of the issuer"),
            LineEdit(placeholder=tr("the certificates this computer trusts")),
            validate=self._authority_fault,
        )
        self.file = Field(tr("File"), LineEdit(placeholder="/data/shop.db", name=tr("File")), validate=file_fault)
        self.connect_s = Field(
            tr("Give up connecting after"), LineEdit("8"), hint=tr("Seconds"), validate=seconds_fault
        )
        self.statement_s = Field(
            tr("Give up a query after"), LineEdit("60"), hint=tr("Seconds"), validate=seconds_fault
        )

    def _make_places(self) -> None:
        self._choose_file = button(self.tr("Choose file…"), glyph="folder-open")
        self._choose_authority = button(self.tr("Choose file…"), glyph="folder-open")
        self._no_secret = button(self.tr("Save without a password"), Kind.LINK, "x")
        self._no_secret.hide()
        self.take_over = button(self.tr("Import connections…"), Kind.LINK, "download-simple")
        self._advanced = button(self.tr("Advanced"), Kind.LINK, "sliders-horizontal")
        self._more = QWidget()
        self._more.setLayout(across((self.connect_s, 1), (self.statement_s, 1), gap=12, margins=(0, 12, 0, 0)))
        self._more.hide()
        self._authority_row = QWidget()
        self._authority_row.setLayout(
            across((self.authority, 1), down(23, self._choose_authority, None, gap=0), margins=(0, 12, 0, 0))
        )
        self._server_part, self._file_part = QWidget(), QWidget()
        self._file_part.setLayout(across((self.file, 1), down(23, self._choose_file, None, gap=0)))
        self.port.setFixedWidth(96)
        self._server_part.setLayout(
            down(
                across((self.host, 1), self.port, gap=12),
                12,
                across((self.database, 1), (self.user, 1), gap=12),
                12,
                self.secret,
                across(self._no_secret, None),
                14,
                rule(),
                14,
                self.tls,
                self._authority_row,
                8,
                across(None, self._advanced),
                self._more,
                gap=0,
            )
        )

    def _arranged(self) -> QLayout:
        return down(
            across(text(self.tr("Database kind"), "label"), None, self.take_over),
            6,
            self.kind,
            14,
            self.url,
            14,
            rule(),
            14,
            self.name,
            12,
            self._server_part,
            self._file_part,
            None,
            gap=0,
        )

    def _connect_fields(self) -> None:
        for field in (self.url, *self._all()):
            field.changed.connect(self._typed)
        for field in self._all():
            field.changed.connect(self._edited)
        self._pause.timeout.connect(self._check_typed)
        self.url.editor.installEventFilter(self)
        self.url.changed.connect(self._url_edited)
        url = self.url.editor
        if isinstance(url, QLineEdit):
            url.returnPressed.connect(self._take_url)
        self.kind.chosen.connect(self._kind_chosen)
        self.tls.changed.connect(self._show_tls)
        self._choose_file.clicked.connect(self._pick_file)
        self._choose_authority.clicked.connect(self._pick_authority)
        self._advanced.clicked.connect(self._show_more)
        self._no_secret.clicked.connect(self._forget_secret)

    def _all(self) -> tuple[Field, ...]:
        server = (self.host, self.port, self.database, self.user, self.secret, self.tls, self.authority)
        return (self.name, self.file, *server, self.connect_s, self.statement_s)

    # -------------------------------------------------------------------------------------------- what is filled in

    def provider(self) -> ProviderInfo:
        return self._providers[self.kind.current()]

    def show_connector(self, connector: Connector) -> None:
        """Fills the form with a saved connector; its password stays where it is."""
        self._fill(draft_of(connector))
        self.name.set_value(connector.name)
        self._named_by_hand = True
        self._saved_secret = bool(connector.secret_reference)
        self._no_secret.setVisible(self._saved_secret)
        self._show_secret_words(connector.secret_reference)
        self._show_url()

    def set_taken(self, names: Sequence[str]) -> None:
        """Names that other connectors have."""
        self._taken = frozenset(name.casefold() for name in names)

    def show_place(self, place: SecretPlace | None) -> None:
        """Says where a new password will be kept; None if that can't be told."""
        if place is None:
            self._place_words = self.tr("Where it is kept is shown in the settings.")
        elif place.name == "vault":
            self._place_words = self.tr("Kept in the encrypted vault, never in the clear.")
        else:
            label = told(place.label)
            label = inside(label) if label.startswith(("The ", "This ")) else label
            self._place_words = self.tr("Kept in %s, never in kbconnect's own files.") % label
        self._show_secret_words("")

    def entered(self) -> Entered:
        """What is filled in now. A port or time-out that isn't a number counts as not given: `check` tells."""
        provider = self.provider()
        name = self.name.value().strip()
        if provider.is_file:
            return Entered(ConnectorDraft(name, provider.id, database=self.file.value().strip()), None)
        usual = ConnectorOptions()
        tls = TlsMode(self.tls.value())
        options = ConnectorOptions(
            tls=tls,
            tls_ca_file=self.authority.value().strip() if tls in VERIFYING else "",
            connect_timeout_s=number_of(self.connect_s.value()) or usual.connect_timeout_s,
            statement_timeout_s=number_of(self.statement_s.value()) or usual.statement_timeout_s,
        )
        draft = ConnectorDraft(
            name=name,
            provider=provider.id,
            host=self.host.value().strip(),
            port=number_of(self.port.value()),
            username=self.user.value().strip(),
            database=self.database.value().strip(),
            options=options,
        )
        typed = self.secret.value()
        if typed:
            return Entered(draft, Secret(typed))
        return Entered(draft, KeepSecret.KEEP if self._saved_secret else None)

    def check(self, *, with_name: bool) -> bool:
        """Asks every field that counts and goes to the first that is wrong; True if all is well.

        with_name: for saving; a test needs no name.
        """
        if self.provider().is_file:
            wanted: tuple[Field, ...] = (self.file,)
        else:
            wanted = (self.host, self.port, self.authority, self.connect_s, self.statement_s)
        if with_name:
            wanted = (self.name, *wanted)
        wrong = [field for field in wanted if not field.check()]
        if wrong:
            if wrong[0] in (self.connect_s, self.statement_s):
                self._more.show()
            wrong[0].editor.setFocus()
        return not wrong

    # -------------------------------------------------------------------------------------------- the address

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.url.editor and isinstance(event, QFocusEvent) and event.lostFocus():
            self._take_url()
        return False

    @Slot()
    def _url_edited(self) -> None:
        length = len(self.url.value())
        pasted = length - self._url_length >= _PASTED
        self._url_length = length
        if pasted and not self._filling:
            self._take_url()

    @Slot()
    def _take_url(self) -> None:
        """Fills the fields from the URL, if it can be read, and takes its password out of it."""
        written = self.url.value().strip()
        if written and written != self._shown_url() and not url_fault(written):
            self._take(parse_address(written))

    def _take(self, parsed: ParsedAddress) -> None:
        before = self.name.value()
        self._fill(parsed.draft)
        self.name.set_value(before if self._named_by_hand and before else parsed.draft.name)
        words = [self.tr("The fields below were filled from it.")]
        if parsed.secret is not None:
            self._filling = True
            self.secret.set_value(parsed.secret.reveal())
            self._filling = False
            words = [self.tr("The fields below were filled from it. The password was taken out.")]
        if parsed.left_out:
            words.append(self.tr("Not needed here: {names}.").format(names=", ".join(parsed.left_out)))
        self._show_url()
        self.url.set_error("")
        self.url.set_hint(" ".join(words), "check-circle")
        self.changed.emit()

    def _fill(self, draft: ConnectorDraft) -> None:
        self._filling = True
        self.kind.choose(draft.provider)
        options = draft.options
        if self._providers[draft.provider].is_file:
            self.file.set_value(draft.database)
        else:
            self.host.set_value(draft.host)
            self.port.set_value(str(draft.port or ""))
            self.database.set_value(draft.database)
            self.user.set_value(draft.username)
            self.tls.set_value(options.tls.value)
            self.authority.set_value(options.tls_ca_file)
            self.connect_s.set_value(str(options.connect_timeout_s))
            self.statement_s.set_value(str(options.statement_timeout_s))
            self._more.setVisible(options != ConnectorOptions(options.tls, options.tls_ca_file))
        for field in self._all():
            field.set_error("")
        self._filling = False
        self._show_kind()

    def _shown_url(self) -> str:
        draft = self.entered().draft
        return display_url(draft) if draft.host or (self.provider().is_file and draft.database) else ""

    def _show_url(self) -> None:
        """The URL that belongs to the fields."""
        self._filling = True
        self._url_shown = self._shown_url()
        self.url.set_value(self._url_shown)
        self._url_length = len(self.url.value())
        self._filling = False

    # -------------------------------------------------------------------------------------------- edits

    @Slot()
    def _edited(self) -> None:
        if self._filling:
            return
        if self.sender() is self.host and is_address(self.host.value()):
            self._take_from_host()
            return
        if self.sender() is self.name:
            self._named_by_hand = bool(self.name.value().strip())
        # What somebody wrote there and could not be read yet is theirs to mend.
        if self.url.value() and self.url.value() == self._url_shown != self._shown_url():
            self._show_url()
            self.url.set_hint("")
        self.changed.emit()

    def _take_from_host(self) -> None:
        """A whole address was pasted where only its host belongs, perhaps with a password to be seen there."""
        written = self.host.value()
        self._filling = True
        self.host.set_value("")
        self.url.set_value(written)
        self._filling = False
        if self.url.check():
            self._take(parse_address(written))
        self._url_length = len(self.url.value())

    @Slot()
    def _typed(self) -> None:
        if not self._filling:
            self._pause.start()

    @Slot()
    def _check_typed(self) -> None:
        """Somebody has stopped typing: what is plainly wrong is said now, before the field is left.

        Not what may still become right, and nothing of a field that was emptied.
        """
        typed = next((field for field in (self.url, *self._all()) if field.editor.hasFocus()), None)
        if typed is None or not typed.value().strip():
            return
        if typed is self.url and may_become_address(typed.value()):
            return
        typed.check()

    @Slot()
    def _kind_chosen(self) -> None:
        self._show_kind()
        self._show_url()
        self.url.set_hint("")
        self.changed.emit()

    def _show_kind(self) -> None:
        provider = self.provider()
        self._server_part.setVisible(not provider.is_file)
        self._file_part.setVisible(provider.is_file)
        port = self.port.editor
        if isinstance(port, QLineEdit):
            port.setPlaceholderText(str(provider.default_port or ""))
        self._show_tls()
        self.kind_changed.emit()

    @Slot()
    def _show_tls(self) -> None:
        mode = TlsMode(self.tls.value())
        self._authority_row.setVisible(mode in VERIFYING)
        self.tls.set_hint(say(TLS_HINTS[mode]))

    @Slot()
    def _show_more(self) -> None:
        self._more.setVisible(self._more.isHidden())

    def _show_secret_words(self, reference: str) -> None:
        editor = self.secret.editor
        kind, _, target = reference.partition(":")
        if self._saved_secret and isinstance(editor, QLineEdit):
            editor.setPlaceholderText(self.tr("Saved. Type a new one to replace it."))
        if kind in ("env", "file") and target:
            where = self.tr("the variable %s") % target if kind == "env" else target
            self.secret.set_hint(self.tr("Read from %s each time it is needed.") % where, "link-simple")
        elif self._place_words:
            self.secret.set_hint(self._place_words, "lock-simple")

    @Slot()
    def _forget_secret(self) -> None:
        self._saved_secret = False
        self._no_secret.hide()
        editor = self.secret.editor
        if isinstance(editor, QLineEdit):
            editor.clear()
            editor.setPlaceholderText(self.tr("None. The saved one goes when you save."))
        self.changed.emit()

    @Slot()
    def _pick_file(self) -> None:
        self._pick(self.file, self.tr("Choose the database file"), self.tr("SQLite files (*.db *.sqlite *.sqlite3)"))

    @Slot()
    def _pick_authority(self) -> None:
        self._pick(self.authority, self.tr("Choose the certificate"), self.tr("Certificates (*.pem *.crt *.cer)"))

    def _pick(self, field: Field, title: str, kinds: str) -> None:
        folder = str(Path(field.value()).expanduser().parent) if field.value() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, title, folder, f"{kinds};;{self.tr('All files')} (*)")
        if chosen:
            field.set_value(chosen)
            field.check()
            if field is self.file and not self.name.value():
                self.name.set_value(parse_address(chosen).draft.name)
                self._named_by_hand = False

    # -------------------------------------------------------------------------------------------- faults

    def _name_fault(self, name: str) -> str:
        if not name.strip():
            return self.tr("Give it a name that people recognise.")
        taken = name.strip().casefold() in self._taken
        return self.tr("There is already a connector with this name.") if taken else ""

    def _authority_fault(self, path: str) -> str:
        if TlsMode(self.tls.value()) not in VERIFYING or not path.strip():
            return ""
        return "" if Path(path.strip()).is_absolute() else self.tr("Write the whole path of the file.")
