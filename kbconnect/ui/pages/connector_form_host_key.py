"""The key of an SSH server nobody has approved yet: its fingerprint to compare, and the question whether it is right.

Owns how the question is asked and that the answer is kept. A key that has changed is not asked about: it is refused,
and the connection test says so.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLayout, QWidget

from kbconnect.core.connector import HostKey
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.navigation import Shell
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CodeBox
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down

_GROUP, _IN_A_LINE = 4, 6
_KEY_FILES = {"ssh-rsa": "rsa", "ssh-dss": "dsa", "ssh-ed25519": "ed25519"}


class HostKeyDialog(Dialog):
    """trusted: somebody has compared it and trusts the server. Escape and the filled button don't."""

    trusted = Signal(object)

    def __init__(self, parent: QWidget, key: HostKey) -> None:
        self._key = key
        self._refuse = button(self.tr("Do not connect"), Kind.PRIMARY)
        self._trust = button(self.tr("Trust this server"), Kind.SECONDARY, "shield-check")
        title = self.tr("Is this your SSH server?")
        super().__init__(
            parent, self._body(title, key), across(self._trust, None, self._refuse), title=title, width=620
        )
        self._refuse.setAutoDefault(True)
        self._refuse.setDefault(True)
        self._refuse.setFocus()
        self._refuse.clicked.connect(self.reject)
        self._trust.clicked.connect(self._trusted)

    def _body(self, title: str, key: HostKey) -> QLayout:
        why = self.tr(
            "{server} shows a key that nobody has approved on this computer. Its fingerprint tells it from any other "
            "server: if it is the right one, nobody has put a server of theirs in between to read passwords and data."
        )
        compare = self.tr(
            "Compare it with what whoever looks after the server tells you, by telephone or on a page of theirs. On "
            "the server itself this command shows it:"
        )
        unchanged = self.tr("No password was sent, and nothing was read.")
        words = down(
            text(title, "title", wrap=True),
            6,
            text(why.format(server=server_words(key)), wrap=True),
            12,
            text(self.tr("Fingerprint ({kind})").format(kind=f"{key.kind}, {method_of(key)}"), "label"),
            6,
            CodeBox(grouped(key.fingerprint), name=self.tr("Fingerprint"), copied=key.fingerprint),
            12,
            text(compare, wrap=True),
            6,
            CodeBox(command_for(key), self.tr("Copy command"), name=self.tr("What to run")),
            12,
            text(unchanged, "strong", wrap=True),
            gap=0,
        )
        return across(down(Glyph("fingerprint", "warning", 26), None), (words, 1), gap=16)

    @Slot()
    def _trusted(self) -> None:
        self.accept()
        self.trusted.emit(self._key)


class HostKeyQuestion(QObject):
    """Asks about a key and keeps the answer. approved: the server is known by it now."""

    approved = Signal()

    def __init__(self, page: QWidget, shell: Shell) -> None:
        super().__init__(page)
        self._page, self._shell = page, shell
        self._dialog: HostKeyDialog | None = None
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self._kept)
        self._job.errored.connect(self._failed)

    @Slot(object)
    def ask(self, key: HostKey) -> None:
        """Opens the dialog, if none is open."""
        if self._dialog is None:
            self._dialog = HostKeyDialog(self._page, key)
            self._dialog.trusted.connect(self._keep)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    @Slot(object)
    def _keep(self, key: HostKey) -> None:
        host_keys = self._shell.application.host_keys

        def work(_: JobContext) -> None:
            host_keys.approve(key)

        self._job.start(work)

    @Slot()
    def _closed(self) -> None:
        self._dialog = None

    @Slot(object)
    def _kept(self, _: object) -> None:
        self.approved.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self._page, error)


def server_words(key: HostKey) -> str:
    """The server as people write it, with its port where that isn't the usual one."""
    return key.host if key.port == 22 else f"{key.host}:{key.port}"


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups that can be read out and compared, some in a line: "nThb gkXU …"."""
    letters = fingerprint.rpartition(":")[2]
    groups = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
    return "\n".join("  ".join(groups[at : at + _IN_A_LINE]) for at in range(0, len(groups), _IN_A_LINE))


def method_of(key: HostKey) -> str:
    """How the fingerprint is made of the key: "SHA256"."""
    return key.fingerprint.rpartition(":")[0]


def command_for(key: HostKey) -> str:
    """What shows the fingerprint on the server."""
    kind = _KEY_FILES.get(key.kind, "ecdsa" if key.kind.startswith("ecdsa") else "*")
    return f"ssh-keygen -lf /etc/ssh/ssh_host_{kind}_key.pub"
