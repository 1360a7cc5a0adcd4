"""The form of a connector: kind, address, name, and the parts below them (server, file, password, encryption, tunnel).

Owns what is filled in as a whole, and how an address fills the parts. Must not ask a use case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from kbconnect.app.connectors import draft_of
from kbconnect.core.addresses import ParsedAddress, display_url
from kbconnect.core.connector import Connector, ConnectorDraft, ConnectorOptions, ProviderInfo, SecretPlace
from kbconnect.ui.language import told
from kbconnect.ui.pages.connector_form_faults import (
    is_address,
    may_become_address,
    names_scheme,
    read_address,
    url_fault,
)
from kbconnect.ui.pages.connector_form_file import FilePart
from kbconnect.ui.pages.connector_form_kind import KindPart
from kbconnect.ui.pages.connector_form_more import MorePart
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.pages.connector_form_secret import SecretPart, SecretWords
from kbconnect.ui.pages.connector_form_server import ServerPart
from kbconnect.ui.pages.connector_form_tls import TlsPart
from kbconnect.ui.pages.connector_form_tunnel import TunnelPart
from kbconnect.ui.pages.connector_form_work import Entered
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, rule
from kbconnect.ui.words import inside

PAUSE_MS = 1_200
"""After so long without a key somebody is taken to have finished a field."""
_PASTED = 6
"""So many characters at once were pasted and not typed: a password among them must not stay to be seen."""


class ConnectorFields(QWidget):
    """The form. changed: something was filled in, by hand or from a URL. kind_changed: another provider is chosen.

    guessed: the path of a file was filled in whose name doesn't tell its kind, for somebody to look into it.
    """

    changed = Signal()
    kind_changed = Signal()
    guessed = Signal(str)

    def __init__(self, providers: Sequence[ProviderInfo]) -> None:
        super().__init__()
        self._providers = {provider.id: provider for provider in providers}
        self._taken: frozenset[str] = frozenset()
        self._filling = False
        self._named_by_hand = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._url_before = self._url_shown = self._path_before = ""
        self._make_fields(providers)
        self.setLayout(self._arranged())
        self._connect_fields()
        self._show_kind()

    # -------------------------------------------------------------------------------------------- building

    def _make_fields(self, providers: Sequence[ProviderInfo]) -> None:
        tr = self.tr
        self.kinds = KindPart(providers)
        self._url_hint = tr("An address, a connection string or a JDBC URL: paste it, and the fields below are filled.")
        self.url = Field(
            tr("Connection URL, if you have one"),
            LineEdit(glyph="link-simple"),
            hint=self._url_hint,
            validate=self._url_fault,
        )
        self.name = Field(tr("Name"), LineEdit(), validate=self._name_fault)
        self.server, self.files, self.tls_part = ServerPart(), FilePart(), TlsPart()
        self.password = SecretPart(
            SecretWords(
                tr("Password"), tr("Where the password is"), tr("Forget the saved password"), tr("Keep it elsewhere…")
            )
        )
        self.tunnel, self.more = TunnelPart(), MorePart()
        self.take_over = button(tr("Import connections…"), Kind.LINK, "download-simple")
        self.host, self.port, self.database, self.user = self.server.fields()
        self.file, self.secret = self.files.file, self.password.secret
        self.tls, self.authority = self.tls_part.mode, self.tls_part.authority
        self._parts: tuple[FormPart, ...] = (self.server, self.files, self.tls_part, self.tunnel, self.more)

    def _arranged(self) -> QLayout:
        self._server_part, self._tls_box, self._url_box = QWidget(), QWidget(), QWidget()
        self._url_box.setLayout(down(self.url))
        self._server_part.setLayout(down(self.server, 12, self.password, gap=0))
        self._tls_box.setLayout(down(14, rule(), 14, self.tls_part, gap=0))
        links = across(self.tunnel.opener, None, self.more.opener, margins=(0, 8, 0, 0))
        return down(
            across(text(self.tr("Kind of source"), "label"), None, self.take_over),
            6,
            self.kinds,
            14,
            self._url_box,
            self.files,
            14,
            rule(),
            14,
            self.name,
            12,
            self._server_part,
            self._tls_box,
            self.tunnel,
            links,
            self.more,
            None,
            gap=0,
        )

    def _connect_fields(self) -> None:
        self.url.changed.connect(self._typed)
        for field in self._all():
            self._follow(field)
        self.password.changed.connect(self._edited)
        for part in self._parts:
            part.changed.connect(self._edited)
        self.more.made.connect(self._follow_extras)
        self._pause.timeout.connect(self._check_typed)
        self.url.editor.installEventFilter(self)
        self.url.changed.connect(self._url_edited)
        url = self.url.editor
        if isinstance(url, QLineEdit):
            url.returnPressed.connect(self._take_url)
        self.kinds.chosen.connect(self._kind_chosen)
        self.files.path.picked.connect(self._name_after_file)
        path = self.file.editor
        if isinstance(path, QLineEdit):
            path.editingFinished.connect(self._take_path)

    def _follow(self, field: Field) -> None:
        field.changed.connect(self._typed)
        field.changed.connect(self._edited)

    @Slot()
    def _follow_extras(self) -> None:
        for field in self.more.extra_fields():
            self._follow(field)

    def _all(self) -> tuple[Field, ...]:
        parts = [*self.server.fields(), *self.password.fields()]
        for part in self._parts[1:]:
            parts.extend(part.fields())
        return (self.name, *parts)

    # -------------------------------------------------------------------------------------------- what is filled in

    def provider(self) -> ProviderInfo:
        return self.kinds.provider()

    def show_connector(self, connector: Connector) -> None:
        """Fills the form with a saved connector; its password stays where it is."""
        self._fill(draft_of(connector))
        self.name.set_value(connector.name)
        self._named_by_hand = True
        self._filling = True
        self.password.show_saved(connector.secret_reference)
        self._filling = False
        self._show_url()

    def set_taken(self, names: Sequence[str]) -> None:
        """Names that other connectors have."""
        self._taken = frozenset(name.casefold() for name in names)

    def show_place(self, place: SecretPlace | None) -> None:
        """Says where a new password will be kept; None if that can't be told."""
        if place is None:
            words = self.tr("Where it is kept is shown in the settings.")
        elif place.name == "vault":
            words = self.tr("Kept in the encrypted vault, never in the clear.")
        else:
            label = told(place.label)
            label = inside(label) if label.startswith(("The ", "This ")) else label
            words = self.tr("Kept in %s, never in kbconnect's own files.") % label
        self.password.say_place(words)
        self.tunnel.password.say_place(words)

    def entered(self) -> Entered:
        """What is filled in now. A port or time-out that isn't a number counts as not given: `check` tells."""
        provider = self.provider()
        name = self.name.value().strip()
        if provider.is_file:
            options = ConnectorOptions(extras=self.more.extras())
            return Entered(ConnectorDraft(name, provider.id, database=self.file.value().strip(), options=options), None)
        draft = ConnectorDraft(
            name=name,
            provider=provider.id,
            host=self.host.value().strip(),
            port=self.server.port_number(),
            username=self.user.value().strip(),
            database=self.database.value().strip(),
            options=self._options(provider),
        )
        return Entered(draft, self.password.entered(), self.tunnel.secret())

    def _options(self, provider: ProviderInfo) -> ConnectorOptions:
        usual = ConnectorOptions()
        encrypts = provider.has_tls
        certificate, key = self.tls_part.own_files() if encrypts else ("", "")
        connect_s, statement_s = self.more.timeouts()
        return ConnectorOptions(
            tls=self.tls_part.tls() if encrypts else usual.tls,
            tls_ca_file=self.tls_part.authority_file() if encrypts else "",
            connect_timeout_s=connect_s,
            statement_timeout_s=statement_s,
            tls_certificate_file=certificate,
            tls_key_file=key,
            tunnel=self.tunnel.entered() if provider.has_tunnel else None,
            extras=self.more.extras(),
        )

    def check(self, *, with_name: bool) -> bool:
        """Asks every field that counts and goes to the first that is wrong; True if all is well.

        with_name: for saving; a test needs no name.
        """
        wanted: list[Field] = [self.name] if with_name else []
        if self.provider().is_file:
            wanted += self.files.asked()
        else:
            wanted += [*self.server.asked(), *self.password.asked()]
            wanted += self.tls_part.asked() if self.provider().has_tls else ()
            wanted += self.tunnel.asked()
        wanted += self.more.asked()
        wrong = [field for field in wanted if not field.check()]
        if wrong:
            for part in self._parts:
                if wrong[0] in part.fields():
                    part.reveal(wrong[0])
            wrong[0].editor.setFocus()
        return not wrong

    # -------------------------------------------------------------------------------------------- the address

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.url.editor and isinstance(event, QFocusEvent) and event.lostFocus():
            self._take_url()
        return False

    @Slot()
    def _url_edited(self) -> None:
        pasted = _put_in(self._url_before, self.url.value()) >= _PASTED
        self._url_before = self.url.value()
        if pasted and not self._filling:
            self._take_url()

    def _read(self, written: str) -> ParsedAddress:
        return read_address(written, self._providers.values())

    def _url_fault(self, written: str) -> str:
        return url_fault(written, self._providers.values())

    @Slot()
    def _take_url(self) -> None:
        """Fills the fields from the URL, if it can be read, and takes its password out of it."""
        written = self.url.value().strip()
        if written and written != self._shown_url() and not self._url_fault(written):
            self._take(self._read(written))

    def _take(self, parsed: ParsedAddress) -> None:
        before = self.name.value()
        typed_into = next((field for field in (self.url, self.file) if field.editor.hasFocus()), None)
        self._fill(parsed.draft)
        self.name.set_value(before if self._named_by_hand and before else parsed.draft.name)
        words = [self.tr("The fields below were filled from it.")]
        if parsed.secret is not None:
            self._filling = True
            self.password.put(parsed.secret)
            self._filling = False
            words = [self.tr("The fields below were filled from it. The password was taken out.")]
        words.extend(told(warning) for warning in parsed.warnings)
        self._show_url()
        told_at = self.file if self.provider().is_file else self.url
        if told_at is self.file:
            words[0] = self.tr("Taken from the address.")
        told_at.set_error("")
        told_at.set_hint(" ".join(words), "check-circle")
        if typed_into is not None and typed_into is not told_at:
            told_at.editor.setFocus()  # the other is gone with the kind of source it belongs to
        self.changed.emit()
        if parsed.is_guess:
            self.guessed.emit(self.path())

    def path(self) -> str:
        """The file or folder, as it stands there."""
        return self.file.value().strip()

    @Slot(object)
    def show_kind_inside(self, provider_id: str) -> None:
        """What lies at the path is of this kind, as a look into it tells."""
        self._fill(replace(self.entered().draft, provider=provider_id))
        self._show_url()
        self.file.set_hint(self.tr("Taken from the address. What is inside tells its kind."), "check-circle")
        self.changed.emit()

    def _fill(self, draft: ConnectorDraft) -> None:
        self._filling = True
        self.kinds.choice.choose(draft.provider)
        self._show_kind()
        provider = self._providers[draft.provider]
        for part in (
            (self.files, self.more) if provider.is_file else (self.server, self.tls_part, self.tunnel, self.more)
        ):
            part.fill(draft)
        for field in self._all():
            field.set_error("")
        self._filling = False

    def _shown_url(self) -> str:
        draft = self.entered().draft
        return display_url(draft) if draft.host or (self.provider().is_file and draft.database) else ""

    def _show_url(self) -> None:
        """The URL that belongs to the fields."""
        self._filling = True
        self._url_shown = self._shown_url()
        self.url.set_value(self._url_shown)
        self._url_before = self.url.value()
        self._filling = False

    # -------------------------------------------------------------------------------------------- edits

    @Slot()
    def _edited(self) -> None:
        if self._filling:
            return
        if self.sender() is self.host and is_address(self.host.value()):
            self._take_from_host()
            return
        if self.sender() is self.file and self._path_edited():
            return
        if self.sender() is self.name:
            self._named_by_hand = bool(self.name.value().strip())
        # What somebody wrote there and could not be read yet is theirs to mend.
        if self.url.value() and self.url.value() == self._url_shown != self._shown_url():
            self._show_url()
            self.url.set_hint(self._url_hint)
        self.changed.emit()

    def _take_from_host(self) -> None:
        """A whole address was pasted where only its host belongs, perhaps with a password to be seen there."""
        written = self.host.value()
        self._filling = True
        self.host.set_value("")
        self.url.set_value(written)
        self._filling = False
        if self.url.check():
            self._take(self._read(written))
        self._url_before = self.url.value()

    def _path_edited(self) -> bool:
        """Whether an address was pasted where a path belongs, and taken apart."""
        pasted = _put_in(self._path_before, self.file.value()) >= _PASTED
        self._path_before = self.file.value()
        self.files.explain()
        return pasted and self._take_path()

    @Slot()
    def _take_path(self) -> bool:
        """Fills the fields from an address that stands where a path belongs; whether there was one."""
        written = self.file.value().strip()
        if not names_scheme(written) or self._url_fault(written):
            return False
        self._filling = True
        self.file.set_value("")  # a password in it must not stay where nobody sees it
        self._filling = False
        self._take(self._read(written))
        self._path_before = self.file.value()
        return True

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
        self.url.set_hint(self._url_hint)
        self.changed.emit()

    def _show_kind(self) -> None:
        provider = self.provider()
        self.kinds.show_current()
        self._url_box.setVisible(not provider.is_file)
        self._server_part.setVisible(not provider.is_file)
        self.files.setVisible(provider.is_file)
        self._tls_box.setVisible(not provider.is_file and provider.has_tls)
        for part in self._parts:
            part.show_provider(provider)
        editor = self.url.editor
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(
                f"{provider.scheme or provider.id}://user@host:{provider.default_port or 1234}/database"
            )
        name = self.name.editor
        if isinstance(name, QLineEdit):
            name.setPlaceholderText(self.tr("Price lists") if provider.takes_folder else self.tr("Support desk"))
        self.kind_changed.emit()

    @Slot()
    def _name_after_file(self) -> None:
        if not self.name.value():
            self.name.set_value(Path(self.file.value()).stem)
            self._named_by_hand = False

    # -------------------------------------------------------------------------------------------- faults

    def _name_fault(self, name: str) -> str:
        if not name.strip():
            return self.tr("Give it a name that people recognise.")
        taken = name.strip().casefold() in self._taken
        return self.tr("There is already a connector with this name.") if taken else ""


def _put_in(before: str, now: str) -> int:
    """How many characters came at once, also in the place of others."""
    start = _alike(before, now)
    return len(now) - start - _alike(before[start:][::-1], now[start:][::-1])


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
