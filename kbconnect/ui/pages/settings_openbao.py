"""Settings, "Kept elsewhere" within "Secrets": where OpenBao or HashiCorp Vault is, how this program signs in there,
and whether it is let in. Shows and keeps addresses and references only; a token is neither read nor shown here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.core.secret_care import OpenBaoState, SignIn
from kbconnect.core.secret_references import OpenBaoSettings
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.jobs import Jobs, Latest, Queue
from kbconnect.ui.language import noted, say
from kbconnect.ui.pages.connector_form_faults import path_fault
from kbconnect.ui.pages.settings_work import OpenBaoSetting, SettingsWork
from kbconnect.ui.status import State, Status
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Card, Facts, Notice
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import Glyph, Pill, text
from kbconnect.ui.widgets.layout import across, clear, down, flow
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.path_field import PathField
from kbconnect.ui.words import DOT, duration, plain_tip

TOKEN, ROLE = "token", "role"
_SIGN_IN_WORDS = {
    SignIn.APP_ROLE: noted("Signed in with an AppRole."),
    SignIn.VARIABLE: noted("Signed in with the token in BAO_TOKEN or VAULT_TOKEN."),
    SignIn.FILE: noted("Signed in with the token of “bao login”."),
}


def outcome_words(state: OpenBaoState) -> tuple[str, str]:
    """What a test found: the sentence, and how it signed in."""
    named = say("OpenBao {version}").format(version=state.version) if state.version else say("OpenBao")
    what = say("{server} answers, is unsealed and lets kbconnect in").format(server=named)
    way = say(_SIGN_IN_WORDS[state.sign_in])
    if state.ends_in_s is not None:
        good = say("This token is good for another {time}.").format(time=duration(state.ends_in_s))
        way = f"{way} {good}"
    return what, f"{way} {say('No password was read.')}"


def address_fault(address: str) -> str:
    """What can be seen without asking anybody; "" for an empty one, the environment's is used then."""
    written = address.strip()
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    return "" if known else say("An address looks like https://bao.example:8200.")


class OpenBaoDialog(Dialog):
    """Where OpenBao is. kept: it was saved, with the settings."""

    kept = Signal(object)

    def __init__(self, parent: QWidget, work: SettingsWork, jobs: Jobs, setting: OpenBaoSetting) -> None:
        self._work, self._setting = work, setting
        kept = setting.kept
        self._make_fields(setting)
        self.try_button = button(self.tr("Test connection"), Kind.SECONDARY, "arrow-clockwise", shortcut="F5")
        self.save = button(self.tr("Save server"), Kind.PRIMARY, shortcut="Ctrl+Return")
        leave = button(self.tr("Leave it as it is"), Kind.LINK)
        self._outcome = QVBoxLayout()
        title = self.tr("OpenBao or HashiCorp Vault")
        why = self.tr(
            "Connectors can name a password that is kept there; it is read when it is needed. What you leave empty "
            "comes from the variables both servers' programs use."
        )
        head = down(text(title, "title", wrap=True), 6, text(why, "muted", wrap=True), gap=0)
        fields = down(
            16,
            self.address,
            12,
            across((self.namespace, 1), (self.sign_in, 1), gap=12),
            self._token_words,
            self._role,
            12,
            self._authority,
            self._outcome,
            gap=0,
        )
        super().__init__(
            parent,
            across(down(Glyph("link-simple", "accent", 26), None), (down(head, fields, gap=0), 1), gap=16),
            across(leave, None, self.try_button, self.save),
            title=title,
            width=620,
        )
        self.sign_in.set_value(ROLE if kept.role_id else TOKEN)
        self._show_way()
        self._test_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._save_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._test_job.returned.connect(self._tested)
        self._save_job.returned.connect(self._saved)
        for job in (self._test_job, self._save_job):
            job.errored.connect(self._failed)
            job.busy_changed.connect(self._show_busy)
        choice = self.sign_in.editor
        if isinstance(choice, Choice):
            choice.picked.connect(self._show_way)
        self.try_button.clicked.connect(self.test)
        self.save.clicked.connect(self.keep)
        self.save.setDefault(True)
        leave.clicked.connect(self.reject)
        self.address.editor.setFocus()

    def _make_fields(self, setting: OpenBaoSetting) -> None:
        tr, kept, around = self.tr, setting.kept, setting.around
        here = tr("from the environment: {value}")
        self.address = Field(
            tr("Address"),
            LineEdit(
                kept.address,
                placeholder=here.format(value=around.address) if around.address else "https://bao.example:8200",
            ),
            validate=self._address_fault,
        )
        self.namespace = Field(
            tr("Namespace"),
            LineEdit(
                kept.namespace, placeholder=here.format(value=around.namespace) if around.namespace else tr("none")
            ),
        )
        self._authority = PathField(
            tr("Certificate of the issuer"),
            title=tr("Choose the certificate"),
            kinds=tr("Certificates (*.pem *.crt *.cer)"),
            placeholder=here.format(value=around.ca_file)
            if around.ca_file
            else tr("the certificates this computer trusts"),
            validate=path_fault,
        )
        self.authority = self._authority.field
        self.authority.set_value(kept.ca_file)
        self.sign_in = Field(
            tr("Sign in with"),
            Choice((TOKEN, tr("The token of this account")), (ROLE, tr("An AppRole"))),
        )
        self.role_id = Field(
            tr("Role id"), LineEdit(kept.role_id, placeholder="env:BAO_ROLE_ID"), validate=self._role_fault
        )
        self.secret_id = Field(tr("Secret id"), LineEdit(kept.secret_id, placeholder="file:/run/secrets/bao_id"))
        where = tr("Write where they are read from, env:NAME or file:PATH, never the ids themselves.")
        ids = across((self.role_id, 1), (self.secret_id, 1), gap=12)
        self._role = QWidget()
        self._role.setLayout(down(12, ids, 6, text(where, "caption", wrap=True), gap=0))
        self._token_words = text("", "caption", wrap=True)
        self._token_words.setContentsMargins(0, 6, 0, 0)

    # -------------------------------------------------------------------------------------------- what is filled in

    def entered(self) -> OpenBaoSettings:
        by_role = self.sign_in.value() == ROLE
        return OpenBaoSettings(
            self.address.value().strip(),
            self.namespace.value().strip(),
            self.authority.value().strip(),
            self.role_id.value().strip() if by_role else "",
            self.secret_id.value().strip() if by_role else "",
        )

    def _check(self) -> bool:
        asked = [self.address, self.authority, *([self.role_id] if self.sign_in.value() == ROLE else [])]
        wrong = [field for field in asked if not field.check()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def _address_fault(self, address: str) -> str:
        return address_fault(address)

    def _role_fault(self, reference: str) -> str:
        return "" if reference.strip() else self.tr("Say where the role id is read from.")

    @Slot()
    def _show_way(self) -> None:
        by_role = self.sign_in.value() == ROLE
        self._role.setVisible(by_role)
        token = self.tr("That of BAO_TOKEN or VAULT_TOKEN, or of “bao login”. kbconnect neither shows nor keeps it.")
        if self._setting.around.role_id:
            token = self.tr("The environment names an AppRole; it is used.")
        self._token_words.setText(token)
        self._token_words.setVisible(not by_role)

    # -------------------------------------------------------------------------------------------- testing and saving

    @Slot()
    def test(self) -> None:
        """Asks the server as it is filled in; nothing is kept."""
        if not (self._test_job.is_busy() or self._save_job.is_busy()) and self._check():
            clear(self._outcome)
            self._test_job.start(self._work.test_openbao(self.entered()))

    @Slot()
    def keep(self) -> None:
        """Saves what is filled in, tested or not: the server may be out of reach just now."""
        if not self._save_job.is_busy() and self._check():
            clear(self._outcome)
            self._save_job.start(self._work.keep_openbao(self.entered()))

    @Slot(object)
    def _tested(self, state: OpenBaoState) -> None:
        self._say(Notice("success", "check-circle", *outcome_words(state)))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._say(ErrorNotice(error, can_retry=False))

    def _say(self, notice: Notice) -> None:
        clear(self._outcome)
        self._outcome.addSpacing(14)
        self._outcome.addWidget(notice)

    @Slot(object)
    def _saved(self, settings: OpenBaoSettings) -> None:
        self.kept.emit(settings)
        self.accept()

    @Slot(bool)
    def _show_busy(self, _: bool) -> None:
        testing, saving = self._test_job.is_busy(), self._save_job.is_busy()
        self.try_button.setEnabled(not testing and not saving)
        self.try_button.setText(self.tr("Testing…") if testing else self.tr("Test connection"))
        self.save.setEnabled(not saving)


class ElsewherePart(QWidget):
    """What others keep. changed: other settings are in force."""

    changed = Signal()

    def __init__(self, work: SettingsWork, jobs: Jobs) -> None:
        super().__init__()
        self._work, self._jobs = work, jobs
        self._setting = OpenBaoSetting()
        self._status: Status | None = None
        self._dialog: OpenBaoDialog | None = None
        self.set_up = button(self.tr("Set up…"), glyph="pencil-simple")
        self.try_button = button(self.tr("Test connection"), Kind.QUIET, "arrow-clockwise")
        self._pill = across()
        self._words = text("", "muted", wrap=True)
        self._facts = Facts((self.tr("Address"), ""), (self.tr("Signs in with"), ""))
        self._outcome = QVBoxLayout()
        self._openbao = Card(
            down(
                across(
                    Glyph("link-simple", "text2", 20),
                    (text(self.tr("OpenBao or Vault"), "strong", elide=True), 0),
                    None,
                    self._pill,
                ),
                self._words,
                self._facts,
                None,
                flow(self.set_up, self.try_button, gap=8),
                gap=6,
            ),
            margins=(15, 13, 15, 13),
        )
        self._aws = Card(
            down(
                across(Glyph("link-simple", "text2", 20), (text(self.tr("AWS Secrets Manager"), "strong"), 0), None),
                text(
                    self.tr(
                        "There is nothing to set here. Account and region are those of AWS's own programs on this "
                        "computer: AWS_PROFILE, AWS_DEFAULT_REGION or the folder .aws. A connector can name another "
                        "region."
                    ),
                    "muted",
                    wrap=True,
                ),
                None,
                gap=6,
            ),
            margins=(15, 13, 15, 13),
        )
        self.setLayout(
            down(
                text(self.tr("Kept elsewhere"), "section"),
                8,
                across((self._openbao, 1), (self._aws, 1), gap=12),
                self._outcome,
                gap=0,
            )
        )
        self._test_job = Latest(jobs, self, Queue.INTERACTIVE)
        self._test_job.returned.connect(self._tested)
        self._test_job.errored.connect(self._failed)
        self._test_job.busy_changed.connect(self._show_busy)
        self.set_up.clicked.connect(self.ask)
        self.try_button.clicked.connect(self.test)
        self.show_setting(self._setting)

    def show_setting(self, setting: OpenBaoSetting) -> None:
        """Shows where it is. What a test said stays until something else is in force."""
        if setting != self._setting:
            self._status = None
            clear(self._outcome)
        self._setting = setting
        address = setting.address
        self._words.setText(
            self.tr("Say where it is, and connectors can name passwords that are kept there.") if not address else ""
        )
        self._words.setVisible(not address)
        self._facts.setVisible(bool(address))
        self._facts.show_fact(self.tr("Address"), address)
        way = self.tr("an AppRole") if setting.has_role() else self.tr("the token of this account")
        self._facts.show_fact(self.tr("Signs in with"), way)
        self._facts.setToolTip(plain_tip(self._more(setting)))
        self.set_up.setText(self.tr("Change…") if address else self.tr("Set up…"))
        self.set_up.setAccessibleName(self.tr("Set up OpenBao or HashiCorp Vault"))
        self.try_button.setAccessibleName(self.tr("Test OpenBao or HashiCorp Vault"))
        self.try_button.setVisible(bool(address))
        self._show_pill()

    def _more(self, setting: OpenBaoSetting) -> str:
        kept, around = setting.kept, setting.around
        parts = [
            self.tr("Address from the settings") if kept.address else self.tr("Address from the environment"),
            self.tr("Namespace {name}").format(name=kept.namespace or around.namespace),
            self.tr("Certificate of the issuer {file}").format(file=kept.ca_file or around.ca_file),
        ]
        shown = (True, bool(kept.namespace or around.namespace), bool(kept.ca_file or around.ca_file))
        return DOT.join(part for part, wanted in zip(parts, shown, strict=True) if wanted)

    def status(self) -> Status:
        """What the last test said of what is in force."""
        if self._status is not None:
            return self._status
        return Status(State.UNTESTED, "" if self._setting.address else self.tr("Not set up"))

    def _show_pill(self) -> None:
        clear(self._pill)
        self._pill.addWidget(Pill(self.status()))

    @Slot()
    def ask(self) -> None:
        """Opens the dialog in which it is set up."""
        self._dialog = OpenBaoDialog(self, self._work, self._jobs, self._setting)
        self._dialog.kept.connect(self._kept)
        self._dialog.open()

    @Slot(object)
    def _kept(self, settings: OpenBaoSettings) -> None:
        self.show_setting(OpenBaoSetting(settings, self._setting.around))
        toast(self, self.tr("OpenBao is set up"))
        self.changed.emit()

    @Slot()
    def test(self) -> None:
        """Asks the server as the settings say."""
        if not self._test_job.is_busy():
            self._test_job.start(self._work.test_openbao(self._setting.kept))

    @Slot(object)
    def _tested(self, state: OpenBaoState) -> None:
        self._status = Status(State.HEALTHY)
        self._tell(Notice("success", "check-circle", *outcome_words(state)))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._status = Status(State.FAILED)
        self._tell(ErrorNotice(error, can_retry=False))

    def _tell(self, notice: Notice) -> None:
        clear(self._outcome)
        self._outcome.addSpacing(12)
        self._outcome.addWidget(notice)
        self._show_pill()

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        self.try_button.setEnabled(not busy)
        self.try_button.setText(self.tr("Testing…") if busy else self.tr("Test connection"))
