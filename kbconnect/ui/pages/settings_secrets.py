"""Settings, "Secrets": the places where passwords can live, and where each connector's password does."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kbconnect.app.secret_health import SecretState
from kbconnect.app.secret_moves import OWN_PLACES
from kbconnect.core.connector import SecretPlace
from kbconnect.core.secret_care import SecretRole
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.models.sources import secret_place_words
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.settings_move import MoveWay, SecretMover
from kbconnect.ui.pages.settings_openbao import ElsewherePart
from kbconnect.ui.pages.settings_vault import VaultPart
from kbconnect.ui.pages.settings_work import SecretHealth, SecretsSetting, SettingsWork, row_of
from kbconnect.ui.status import State, Status
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Card, Notice, Swap
from kbconnect.ui.widgets.labels import Glyph, Pill, text
from kbconnect.ui.widgets.layout import across, clear, down
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import DOT, clock, counted, inside, moment, utc_now

COLUMNS = (Column("Connector"), Column("Lives in", 240, least=180), Column("Last read", 132), Column("Health", 150))
_GLYPHS = {"keyring": "key", "vault": "lock-key"}
_WORDS = {
    "keyring": noted("The keyring of this computer. It opens when you sign in."),
    "vault": noted("Encrypted in kbconnect's data folder, with a pass phrase or key of its own. For servers, too."),
}


def place_name(place: SecretPlace) -> str:
    """What people know a place as."""
    return say("Encrypted vault") if place.name == "vault" else told(place.label)


class PlaceCard(Card):
    """A place for secrets. chosen: new ones are to go here."""

    chosen = Signal(str)

    def __init__(self, place: SecretPlace, stored: int, *, current: bool) -> None:
        self._place = place
        status = Status(State.UNTESTED, say("Not available"))
        if place.available:
            status = Status(State.UNLOCKED, say("Ready"))
        name = place_name(place)
        head = across(
            Glyph(_GLYPHS.get(place.name, "key"), "accent" if current else "text2", 20),
            (text(name, "strong", elide=True), 0),
            None,
            Pill(status, whole=True),
        )
        words = say(_WORDS[place.name]) if place.available and place.name in _WORDS else told(place.reason)
        count = counted(stored, say("secret"), say("secrets")) if stored else say("No secret")
        here = [say("new secrets go here")] if current else []
        foot = across((text(DOT.join((count, *here)), "caption", elide=True), 1))
        foot.addStrut(32)  # as high as with its button: the words of all cards stand on one line
        if place.available and not current:
            use = button(say("Use for new secrets"), Kind.QUIET)
            use.clicked.connect(self._choose)
            foot.addWidget(use)
        body = down(head, text(words, "muted", wrap=True), None, foot, gap=6)
        super().__init__(body, margins=(15, 13, 15, 13), chosen=current)
        self.setMinimumHeight(124)
        self.setAccessibleName(", ".join((name, status.word, count, *here)))

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self._place.name)


class SecretsPart(QWidget):
    """Loads when it is first shown; "Check all" reads each secret once, which may ask for a pass phrase."""

    def __init__(self, shell: Shell, work: SettingsWork, routes: Routes) -> None:
        super().__init__()
        self._work, self._routes = work, routes
        self._setting: SecretsSetting | None = None
        self._health: Mapping[str, SecretHealth] = {}
        self._cards = QHBoxLayout()
        self._cards.setSpacing(12)
        self._remark = text("", "caption", wrap=True)
        self._remark.hide()
        self.check = button(self.tr("Check all"), Kind.QUIET, "arrow-clockwise", shortcut="F5")
        self.check.clicked.connect(self.check_all)
        self.move_button = button(self.tr("Move secrets"), glyph="arrows-left-right")
        self.move_button.clicked.connect(self.ask_to_move)
        self._delete_old = button(self.tr("Delete old copies"), glyph="trash")
        self._old_copies = Notice("warning", "warning-circle", "", "", self._delete_old)
        self._old_copies.hide()
        self.mover = SecretMover(shell.application.secret_moves, shell.jobs, self)
        self.mover.moved.connect(self._retry)
        self.vault = VaultPart(shell.application.vault_care, shell.jobs)
        self.vault.changed.connect(self._retry)
        self.elsewhere = ElsewherePart(work, shell.jobs)
        self._delete_old.clicked.connect(self.mover.delete_old)
        self.table = Table(COLUMNS, row_height=52, fit=True, name=self.tr("Secrets in use"))
        self.table.opened.connect(self._edit)
        self.table.chosen.connect(self._show_trouble)
        self._none = text(self.tr("No connector has a password yet."), "muted")
        self._enter = button(self.tr("Enter new password"), glyph="key")
        self._enter.clicked.connect(self._edit_chosen)
        self._trouble = Notice("danger", "x-circle", "", "", self._enter)
        self._problem = QVBoxLayout()
        problem, full = QWidget(), QWidget()
        problem.setLayout(self._problem)
        full.setLayout(self._arranged())
        self.states = Swap(loading=Skeleton(rows=4, row_height=64), error=problem, full=full)
        self.setLayout(
            down(
                text(self.tr("Secrets"), "section"),
                2,
                text(
                    self.tr(
                        "Passwords and keys live in one of these places. They are never written in the clear to "
                        "kbconnect's database, logs, exports or reports."
                    ),
                    "muted",
                    wrap=True,
                ),
                16,
                self.states,
                None,
                gap=0,
            )
        )
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._choose_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._check_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        for job, returned, errored in (
            (self._job, self.show_setting, self._load_failed),
            (self._choose_job, self._was_chosen, self._failed),
            (self._check_job, self.show_health, self._failed),
        ):
            job.returned.connect(returned)
            job.errored.connect(errored)
        self._check_job.busy_changed.connect(self._checking)

    def _arranged(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.addLayout(
            down(
                self._cards,
                self._remark,
                24,
                across(text(self.tr("In use"), "section"), None, self.check, self.move_button),
                4,
                self.table,
                self._none,
                16,
                self._trouble,
                self._old_copies,
                24,
                self.vault,
                20,
                self.elsewhere,
                None,
                gap=0,
            )
        )
        return made

    def reload(self) -> None:
        """Reads places and connectors again; no secret is read."""
        self._job.start(self._work.secrets)

    @Slot(object)
    def show_setting(self, setting: SecretsSetting) -> None:
        """Shows what was loaded."""
        self._setting = setting
        clear(self._cards)
        for place in setting.places:
            stored = sum(reference.startswith(f"{place.name}:") for reference in setting.references)
            card = PlaceCard(place, stored, current=place.name == setting.current.name)
            card.chosen.connect(self._choose)
            self._cards.addWidget(card, 1)
        self.states.show_state("full")
        copies = counted(setting.old_copies, self.tr("old copy"), self.tr("old copies"))
        left = self.tr("{copies} of moved passwords could not be deleted").format(copies=copies)
        meaning = self.tr("Nothing uses them any more. They are as well protected as before.")
        self._old_copies.say("warning", "warning-circle", left, meaning)
        self._old_copies.setVisible(bool(setting.old_copies))
        self.move_button.setVisible(bool(self._ways()))
        self.vault.show_state(setting.vault, setting.idle_minutes)
        self.elsewhere.show_setting(setting.openbao)
        self._show_rows()

    def _ways(self) -> list[MoveWay]:
        """Where passwords can be moved to, from the other place of this program's."""
        setting = self._setting
        if setting is None:
            return []
        own = [reference.partition(":")[0] for reference in setting.references]
        found = []
        for place in setting.places:
            elsewhere = sum(name in OWN_PLACES and name != place.name for name in own)
            if place.available and elsewhere:
                alone = setting.current.ordered and setting.current.name != place.name
                found.append(MoveWay(place.name, place_name(place), elsewhere, alone))
        return found

    @Slot()
    def ask_to_move(self) -> None:
        """Opens the dialog in which passwords are moved."""
        ways = self._ways()
        if ways:
            self.mover.ask(ways)

    def _with_secret(self) -> tuple[SecretState, ...]:
        return self._setting.secrets if self._setting is not None else ()

    def _show_rows(self) -> None:
        shown = self._with_secret()
        self.table.set_rows([self._row(one) for one in shown])
        self.table.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self.check.setVisible(bool(shown))
        self._show_trouble()

    def _row(self, state: SecretState) -> Row:
        connector = state.connector
        place, glyph = secret_place_words(state.reference)
        health = self._health.get(row_of(state))
        told_now = health.state if health is not None and health.state is not None else state
        status = health.status if health is not None else Status(State.UNTESTED, self.tr("Not checked yet"))
        if state.role is SecretRole.TUNNEL:
            of = self.tr("For its SSH server")
        else:
            of = self.tr("Password of %s") % connector.username if connector.username else self.tr("Password")
        read_at = told_now.last_read_at
        read = moment(read_at, utc_now()) if read_at is not None else self.tr("Never, so far")
        cells = (
            Cell(connector.name, of, strong=True, tile=connector.provider),
            Cell(place, glyph=glyph, tip=state.reference if glyph == "link-simple" else ""),
            Cell(read, self._said_of(told_now)),
            Cell(status=status, tip=told(health.message) if health is not None else ""),
        )
        return Row(row_of(state), cells)

    def _said_of(self, state: SecretState) -> str:
        """What its manager says: until when it is good, or its version."""
        if state.expires_at is not None:
            return self.tr("Good until {time}").format(time=clock(state.expires_at))
        short = state.version[:8]
        return self.tr("Version {version}").format(version=short) if short else ""

    @Slot()
    def _show_trouble(self) -> None:
        """Explains the chosen secret if something is wrong with it, else the first of which that is true."""
        wrong = {key: one for key, one in self._health.items() if one.message}
        named = {row_of(one): one.connector.name for one in self._with_secret()}
        ids = [self.table.chosen_id(), *named]
        shown = next((key for key in ids if key in wrong and key in named), "")
        self._trouble.setVisible(bool(shown))
        if shown:
            health = wrong[shown]
            look = health.status.look
            meaning = f"{told(health.hint)} {self.tr('Documents already there can still be searched.')}".strip()
            message = told(health.message)
            message = inside(message) if message.startswith("The ") else message
            self._trouble.say(look.tone, look.icon, f"{named[shown]}: {message}".rstrip("."), meaning)
            self._enter.setProperty("connector", shown)

    @Slot(str)
    def _choose(self, name: str) -> None:
        self._choose_job.start(self._work.choose_place(name))
        self._remark.setProperty("wanted", name)

    @Slot(object)
    def _was_chosen(self, place: SecretPlace) -> None:
        overruled = place.name != self._remark.property("wanted")
        words = self.tr("Your choice is kept, but new secrets still go to the vault now. %s") % told(place.reason)
        self._remark.setText(words if overruled else "")
        self._remark.setVisible(overruled)
        self._remark.setContentsMargins(0, 8, 0, 0)
        self.reload()

    @Slot()
    def check_all(self) -> None:
        """Reads every secret once and says which can't be read."""
        if not self._check_job.is_busy():
            self._check_job.start(self._work.check_secrets)

    @Slot(bool)
    def _checking(self, busy: bool) -> None:
        self.check.setEnabled(not busy)
        self.check.setText(self.tr("Checking…") if busy else self.tr("Check all"))

    @Slot(object)
    def show_health(self, health: Mapping[str, SecretHealth]) -> None:
        self._health = health
        self._show_rows()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._retry)
        self._problem.addWidget(notice)
        self.states.show_state("error")

    @Slot()
    def _retry(self) -> None:
        self.reload()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)

    @Slot(str)
    def _edit(self, connector_id: str) -> None:
        self._routes.edit_connector(connector_id.partition("/")[0], focus_secret=True)

    @Slot()
    def _edit_chosen(self) -> None:
        self._edit(str(self._enter.property("connector")))
