"""The way through an SSH server, folded away until somebody wants it. Must not reach a server or read a key."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from kbconnect.app.connectors import KeepSecret
from kbconnect.core.connector import ConnectorDraft, ProviderInfo, Secret, SshTunnel
from kbconnect.ui.pages.connector_form_faults import expanded, host_fault, number_of, path_fault, port_fault
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.pages.connector_form_secret import SecretPart, SecretWords
from kbconnect.ui.pages.connector_form_work import FormSecret
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, rule
from kbconnect.ui.widgets.path_field import PathField

AGENT, KEY, PASSWORD = "agent", "key", "password"
_JUMP = re.compile(r"(?:[^\s@,]+@)?(?:[^\s@:,\[\]]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
_ADDRESS = re.compile(r"(?:ssh://)?(?:(?P<user>[^\s@/]+)@)?(?P<host>[^\s@:/\[\]]+)(?::(?P<port>\d{1,5}))?/?")


class TunnelPart(FormPart):
    """Server, account and key of an SSH tunnel. opener: the link that unfolds it, for the form to place."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted, self._possible = False, True
        tr = self.tr
        self.opener = button(tr("Through an SSH server…"), Kind.LINK, "git-branch")
        self._close = button(tr("Connect directly"), Kind.LINK, "x")
        self.host = Field(
            tr("SSH server"),
            LineEdit(placeholder="gate.example.com"),
            hint=tr("Or an alias of ~/.ssh/config, without port and user."),
            validate=self._host_fault,
        )
        self.port = Field(tr("SSH port"), LineEdit(placeholder="22"), validate=port_fault)
        self.port.setFixedWidth(96)
        self.user = Field(tr("SSH user name"), LineEdit())
        self.login = Field(
            tr("Log in with"),
            Choice(
                (AGENT, tr("The keys of this computer")),
                (KEY, tr("A key file")),
                (PASSWORD, tr("A password or pass phrase")),
            ),
        )
        self._key = PathField(
            tr("Key file"),
            title=tr("Choose the key"),
            placeholder="~/.ssh/id_ed25519",
            validate=self._key_fault,
        )
        self.key = self._key.field
        self.password = SecretPart(
            SecretWords(
                tr("Password, or pass phrase of the key"),
                tr("Where it is kept"),
                tr("Forget the saved one"),
                tr("Keep it elsewhere…"),
            )
        )
        self.jump = Field(
            tr("Servers to go through before"),
            LineEdit(placeholder=tr("none")),
            hint=tr("Jump hosts, first to last, with commas between: user@host:port"),
            validate=self._jump_fault,
        )
        self._place()
        self.opener.clicked.connect(self._open)
        self._close.clicked.connect(self._shut)
        self.login.changed.connect(self._show_login)
        self.password.changed.connect(self.changed)
        if isinstance(self.host.editor, QLineEdit):
            self.host.editor.editingFinished.connect(self._take_address)
        self._show_login()

    def _place(self) -> None:
        self._key_row, self._password_row = QWidget(), QWidget()
        self._key_row.setLayout(down(12, self._key, gap=0))
        self._password_row.setLayout(down(12, self.password, gap=0))
        what = text(
            self.tr("kbconnect logs in to this server first and reaches the database from there."), "caption", wrap=True
        )
        server = across((self.host, 1), self.port, gap=12)
        server.setAlignment(self.port, Qt.AlignmentFlag.AlignTop)  # what stands below the other may be longer
        inside = down(
            14,
            rule(),
            14,
            across(text(self.tr("Through an SSH server"), "label"), None, self._close),
            what,
            12,
            server,
            12,
            across((self.user, 1), (self.login, 1), gap=12),
            self._key_row,
            self._password_row,
            12,
            self.jump,
            gap=0,
        )
        self.setLayout(inside)
        self.hide()  # the opener stands nowhere yet: shown now it would be a window of its own

    # -------------------------------------------------------------------------------------------- what is filled in

    def is_open(self) -> bool:
        return self._wanted and self._possible

    def fields(self) -> tuple[Field, ...]:
        return (self.host, self.port, self.user, self.login, self.key, *self.password.fields(), self.jump)

    def asked(self) -> tuple[Field, ...]:
        if not self.is_open():
            return ()
        secret = () if self.way() == AGENT else self.password.asked()
        return (self.host, self.port, self.key, *secret, self.jump)

    def way(self) -> str:
        """AGENT, KEY or PASSWORD."""
        return self.login.value()

    def entered(self) -> SshTunnel | None:
        """None while it is folded away."""
        if not self.is_open():
            return None
        return SshTunnel(
            host=self.host.value().strip(),
            port=number_of(self.port.value()) or 22,
            username=self.user.value().strip(),
            key_file=expanded(self.key.value()) if self.way() == KEY else "",
            jump=",".join(part.strip() for part in self.jump.value().split(",") if part.strip()),
            secret_reference="" if self.way() == AGENT else self.password.reference(),
        )

    def secret(self) -> FormSecret:
        """Password or pass phrase of the key. KEEP where there is nothing to keep, too: nothing of it has changed."""
        if not self.is_open():
            return KeepSecret.KEEP
        entered = self.password.entered() if self.way() != AGENT else None
        return KeepSecret.KEEP if entered is None and not self.password.has_saved() else entered

    # -------------------------------------------------------------------------------------------- what is shown

    def show_provider(self, provider: ProviderInfo) -> None:
        self._possible = provider.has_tunnel and not provider.is_file
        self._show_way()

    def fill(self, draft: ConnectorDraft) -> None:
        tunnel = draft.options.tunnel
        shown = tunnel or SshTunnel("")
        self.host.set_value(shown.host)
        self.port.set_value("" if shown.port == SshTunnel("").port else str(shown.port))
        self.user.set_value(shown.username)
        self.key.set_value(shown.key_file)
        self.jump.set_value(shown.jump)
        self.login.set_value(KEY if shown.key_file else PASSWORD if shown.secret_reference else AGENT)
        self.password.show_saved(shown.secret_reference)
        self._wanted = tunnel is not None
        self._show_way()
        self._show_login()

    def put(self, secret: Secret) -> None:
        """A password that came with an address."""
        if self.way() == AGENT:
            self.login.set_value(PASSWORD)
        self.password.put(secret)

    @Slot()
    def _open(self) -> None:
        self._wanted = True
        self._show_way()
        self.host.editor.setFocus()
        self.changed.emit()

    @Slot()
    def _shut(self) -> None:
        self._wanted = False
        self._show_way()
        self.opener.setFocus()
        self.changed.emit()

    def _show_way(self) -> None:
        self.setVisible(self.is_open())
        self.opener.setVisible(self._possible and not self._wanted)

    @Slot()
    def _show_login(self) -> None:
        way = self.way()
        self._key_row.setVisible(way == KEY)
        self._password_row.setVisible(way != AGENT)
        self.password.set_label(
            self.tr("Pass phrase of the key, if it has one")
            if way == KEY
            else self.tr("Password, or pass phrase of the key")
        )
        agent = self.tr("Those of the SSH agent, and of the folder .ssh")
        self.login.set_hint(agent if way == AGENT else "")

    @Slot()
    def _take_address(self) -> None:
        """Somebody wrote user@host:port where only the host belongs."""
        found = _ADDRESS.fullmatch(self.host.value().strip())
        if found is None or not (found["user"] or found["port"]):
            return
        if found["user"]:
            self.user.set_value(found["user"])
        if found["port"]:
            self.port.set_value(found["port"])
        self.host.set_value(found["host"])

    # -------------------------------------------------------------------------------------------- faults

    def _host_fault(self, host: str) -> str:
        if not host.strip():
            return self.tr("Enter the name or address of the SSH server, or connect directly.")
        return host_fault(host)

    def _key_fault(self, path: str) -> str:
        if self.way() != KEY:
            return ""
        return path_fault(path) if path.strip() else self.tr("Choose the file of the private key.")

    def _jump_fault(self, jump: str) -> str:
        for part in (part.strip() for part in jump.split(",") if part.strip()):
            found = _JUMP.fullmatch(part)
            if found is None or (found["port"] and port_fault(found["port"])):
                return self.tr("Each is written user@host:port, with commas between.")
        return ""
