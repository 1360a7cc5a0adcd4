"""The encryption of a connector: what it demands, whom it trusts, what it shows itself. Must not open a certificate."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import ConnectionReport, ConnectorDraft, ConnectorOptions, TlsMode
from kbconnect.ui.language import say
from kbconnect.ui.pages.connector_form_faults import expanded, path_fault
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.pages.connector_form_words import TLS_HINTS, TLS_WORDS, VERIFYING
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, Field
from kbconnect.ui.widgets.labels import Hint
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.widgets.path_field import PathField


class TlsPart(FormPart):
    """The mode in words; below it the issuer's certificate, and the client's own if a server asks for one."""

    def __init__(self) -> None:
        super().__init__()
        tr = self.tr
        self.mode = Field(tr("Encryption (TLS)"), Choice(*((mode.value, say(words)) for mode, words in TLS_WORDS)))
        self.mode.set_value(ConnectorOptions().tls.value)
        certificates = tr("Certificates (*.pem *.crt *.cer)")
        self._authority = PathField(
            tr("Certificate of the issuer"),
            title=tr("Choose the certificate"),
            kinds=certificates,
            placeholder=tr("the certificates this computer trusts"),
            validate=self._authority_fault,
        )
        self._certificate = PathField(
            tr("Certificate of this computer"),
            title=tr("Choose the certificate"),
            kinds=certificates,
            placeholder="/etc/kbconnect/client.pem",
            validate=self._certificate_fault,
        )
        self._key = PathField(
            tr("Key to this certificate"),
            title=tr("Choose the key"),
            kinds=tr("Keys (*.pem *.key)"),
            placeholder="/etc/kbconnect/client.key",
            validate=self._key_fault,
        )
        self.authority, self.certificate, self.key = self._authority.field, self._certificate.field, self._key.field
        self._open = button(tr("The server asks for a certificate…"), Kind.LINK, "identification-card")
        self._own = QWidget()
        self._own.setLayout(down(12, self._certificate, 12, self._key, gap=0))
        self._own.hide()
        self._used = Hint("", "lock-simple", "success", role="caption")
        self._used_row = QWidget()
        self._used_row.setLayout(down(4, self._used, gap=0))
        self._used_row.hide()
        self._authority_row = QWidget()
        self._authority_row.setLayout(down(12, self._authority, gap=0))
        self._open_row = QWidget()
        self._open_row.setLayout(down(4, across(self._open, None), gap=0))
        self.setLayout(down(self.mode, self._used_row, self._authority_row, self._own, self._open_row, gap=0))
        self.mode.changed.connect(self.show_mode)
        self._open.clicked.connect(self._show_own)
        self.show_mode()

    def fields(self) -> tuple[Field, ...]:
        return (self.mode, self.authority, self.certificate, self.key)

    def asked(self) -> tuple[Field, ...]:
        return (self.authority, self.certificate, self.key)

    def fill(self, draft: ConnectorDraft) -> None:
        options = draft.options
        self.mode.set_value(options.tls.value)
        self.authority.set_value(options.tls_ca_file)
        self.certificate.set_value(options.tls_certificate_file)
        self.key.set_value(options.tls_key_file)
        self._own.setVisible(bool(options.tls_certificate_file or options.tls_key_file))
        self.show_mode()

    def reveal(self, field: Field) -> None:
        if field in (self.certificate, self.key):
            self._show_own()

    def tls(self) -> TlsMode:
        return TlsMode(self.mode.value())

    def authority_file(self) -> str:
        """ "" where nothing is verified with it."""
        return expanded(self.authority.value()) if self.tls() in VERIFYING else ""

    def own_files(self) -> tuple[str, str]:
        """Certificate and key; "" where nothing is encrypted."""
        if self.tls() is TlsMode.DISABLE:
            return "", ""
        return expanded(self.certificate.value()), expanded(self.key.value())

    def show_used(self, report: ConnectionReport | None) -> None:
        """What was really in use in a test that got so far; None for one that counts no more."""
        reached = report is not None and any(step.name == "login" and step.ok for step in report.steps)
        self._used_row.setVisible(reached)
        if report is not None and report.encryption:
            self._used.say(
                self.tr("In use in this test: {encryption}").format(encryption=report.encryption),
                "lock-simple",
                "success",
            )
        elif reached:
            self._used.say(self.tr("Nothing was encrypted in this test."), "lock-simple-open", "warning")

    @Slot()
    def show_mode(self) -> None:
        """What belongs to the mode that is chosen."""
        mode = self.tls()
        self._authority_row.setVisible(mode in VERIFYING)
        self.mode.set_hint(say(TLS_HINTS[mode]))
        encrypts = mode is not TlsMode.DISABLE
        has_own = bool(self.certificate.value() or self.key.value())
        if not encrypts:
            self._own.hide()
        elif has_own:
            self._own.show()
        self._open_row.setVisible(encrypts and self._own.isHidden())

    @Slot()
    def _show_own(self) -> None:
        self._own.show()
        self._open_row.hide()
        self.certificate.editor.setFocus()

    # -------------------------------------------------------------------------------------------- faults

    def _authority_fault(self, path: str) -> str:
        return path_fault(path) if self.tls() in VERIFYING else ""

    def _certificate_fault(self, path: str) -> str:
        certificate, key = self.own_files()
        if key and not certificate:
            return self.tr("A key alone shows nothing: choose its certificate, too.")
        return path_fault(path) if certificate else ""

    def _key_fault(self, path: str) -> str:
        _, key = self.own_files()
        return path_fault(path) if key else ""
