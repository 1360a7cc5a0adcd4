"""The dialog "Read-only account": what the present account may do, and what an administrator runs for a safer one.

Shows, copies and saves text; runs nothing of it. Which tables it is about is the application's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kbconnect.app.access_scripts import ACCOUNT, save_script
from kbconnect.app.application import Application
from kbconnect.core.access import AccessScript, NetworkAdvice, Power, Severity
from kbconnect.core.connector import Connector
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Jobs, Latest, Work
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CodeBox, CopyButton, Swap
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, scroll
from kbconnect.ui.widgets.overlays import toast

_WIDTH, _HEIGHT = 720, 400
_MAKE, _TAKE, _NETWORK = "make", "take", "network"


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the texts to copy, with plain sentences below it."""

    text: str
    notes: tuple[str, ...] = ()


def texts_of(script: AccessScript) -> dict[str, Shown]:
    """The texts of a script by kind; a kind there is nothing to say of is left out."""
    found = {_MAKE: Shown(script.make, script.notes)}
    if script.take_away:
        found[_TAKE] = Shown(script.take_away)
    if script.network is not None and (script.network.rule or script.network.firewall):
        found[_NETWORK] = Shown(_network_text(script.network), script.network.notes)
    return found


def _network_text(network: NetworkAdvice) -> str:
    """Lines for those who look after the server and the firewall."""
    parts = []
    if network.rule:
        parts.append(f"# {network.rule_place}\n{network.rule}")
    if network.firewall:
        parts.append(f"# {say('Firewall')}\n{network.firewall}")
    return "\n\n".join(parts)


class AccessDialog(Dialog):
    """script_asked: a script for this account is wanted. save_asked: the text that is shown is to be saved."""

    script_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self, parent: QWidget, name: str, powers: Sequence[Power]) -> None:
        """name: of the connector."""
        self._texts: dict[str, Shown] = {}
        self._asked = ACCOUNT
        self.account = LineEdit(ACCOUNT)
        self.kind = Choice(name=say("What to show"))
        self.code = CodeBox("", say("Copy"), name=say("What to run"))
        self._notes = down(gap=6)
        self._problem = down()
        self.copy = CopyButton(say("Copy script"), "", Kind.PRIMARY)
        self.save = button(say("Save script…"), glyph="download-simple")
        close = button(say("Close"), Kind.LINK)
        title = say("Read-only account for {name}").format(name=name)
        why = say(
            "kbconnect only reads. With an account that can do nothing else, whoever gets hold of its password can't "
            "change anything either. Hand this to an administrator of the database; kbconnect runs nothing of it."
        )
        self.states = Swap(
            loading=frame(down(Skeleton(rows=4, row_height=28), margins=(0, 8, 0, 8))),
            ready=frame(down(self.code, 10, self._notes, None, gap=0)),
            problem=frame(down(self._problem, None)),
        )
        inside = down(*_powers_part(powers), self.states, gap=0, margins=(0, 0, 10, 0))
        choices = across((Field(say("Name of the new account"), self.account), 1), (Field(say("Show"), self.kind), 1))
        body = down(
            text(title, "title", wrap=True), 6, text(why, "muted", wrap=True), 14, choices, 10,
            frame(down(scroll(inside), gap=0), height=_HEIGHT), gap=0,
        )  # fmt: skip
        super().__init__(parent, body, across(self.save, None, close, 8, self.copy), title=title, width=_WIDTH)
        self.copy.setDefault(True)
        self.kind.picked.connect(self._show_kind)
        self.account.editingFinished.connect(self._ask_again)
        self.save.clicked.connect(self._save)
        close.clicked.connect(self.reject)
        self.show_loading()

    def show_loading(self) -> None:
        """A script is being written."""
        self.states.show_state("loading")
        self._enable(ready=False)

    def show_script(self, script: AccessScript) -> None:
        self._texts = texts_of(script)
        words = {_MAKE: self.tr("Make the account"), _TAKE: self.tr("Take rights from the present one"),
                 _NETWORK: self.tr("Let this computer in")}  # fmt: skip
        self.kind.set_options((key, words[key]) for key in self._texts)
        self._enable(ready=True)
        self._show_kind()

    def show_problem(self, error: BaseException) -> None:
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._retry)
        self._problem.addWidget(notice)
        self.states.show_state("problem")
        self._enable(ready=False)

    def shown(self) -> str:
        """The text that can be copied now."""
        return self._texts[self.kind.key()].text if self.kind.key() in self._texts else ""

    def _enable(self, *, ready: bool) -> None:
        for part in (self.copy, self.save, self.kind):
            part.setEnabled(ready)

    @Slot()
    def _show_kind(self) -> None:
        shown = self._texts[self.kind.key()]
        self.code.set_code(shown.text)
        self.copy.set_content(shown.text)
        clear(self._notes)
        for note in shown.notes:
            self._notes.addWidget(hint(told(note)))
        self.states.show_state("ready")

    @Slot()
    def _ask_again(self) -> None:
        wanted = self.account.text().strip() or ACCOUNT
        if wanted != self._asked:
            self._asked = wanted
            self._retry()

    @Slot()
    def _retry(self) -> None:
        self.show_loading()
        self.script_asked.emit(self._asked)

    @Slot()
    def _save(self) -> None:
        self.save_asked.emit(self.shown())


def _powers_part(powers: Sequence[Power]) -> list[QVBoxLayout | QWidget | int]:
    """What the present account may do, the worst first; nothing where it may only read."""
    if not powers:
        return []
    looks = {Severity.REACHES: ("info", "text3")}
    rows = [hint(told(power.sentence), *looks.get(power.severity, ("shield-warning", "warning"))) for power in powers]
    return [text(say("What the present account can do"), "section"), 6, frame(down(*rows, gap=6)), 16]


class AccessWork:
    """What the dialog asks of the application."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def script(self, connector_id: str, account: str) -> Work:
        """Raises InputError, SourceError and their kin."""

        def work(context: JobContext) -> AccessScript:
            return self._application.access_scripts.script(connector_id, account, None, context)

        return work


class AccessQuestion(QObject):
    """Opens the dialog and answers it."""

    def __init__(self, page: QWidget, jobs: Jobs, work: AccessWork, chosen: Callable[[], Connector | None]) -> None:
        """chosen: the connector it is about."""
        super().__init__(page)
        self._page, self._jobs, self._work, self._chosen = page, jobs, work, chosen
        self._latest = Latest(jobs, self)
        self._latest.returned.connect(self._written)
        self._latest.errored.connect(self._failed)
        self._connector_id = ""
        self.dialog: AccessDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Shows the script for the connector that is chosen alone."""
        connector = self._chosen()
        if connector is None or self.dialog is not None:
            return
        self._connector_id = connector.id
        powers = connector.last_check.powers if connector.last_check is not None else ()
        self.dialog = AccessDialog(self._page, connector.name, powers)
        self.dialog.script_asked.connect(self._write)
        self.dialog.save_asked.connect(self._save)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()
        self._write(ACCOUNT)

    @Slot(str)
    def _write(self, account: str) -> None:
        self._latest.start(self._work.script(self._connector_id, account))

    @Slot(object)
    def _written(self, script: AccessScript) -> None:
        if self.dialog is not None:
            self.dialog.show_script(script)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(error)

    @Slot()
    def _closed(self) -> None:
        self.dialog = None

    @Slot(str)
    def _save(self, script: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / "kbconnect-read-only-account.sql")
        chosen, _ = QFileDialog.getSaveFileName(
            self.dialog or self._page, self.tr("Save script"), usual, self.tr("Scripts (*.sql *.txt *.sh)")
        )
        if chosen:
            job = self._jobs.start(partial(_write_file, Path(chosen), script), owner=self)
            job.then(returned=self._saved, errored=self._not_saved)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        toast(self._page, self.tr("Saved as {name}").format(name=path.name))

    @Slot(object)
    def _not_saved(self, error: BaseException) -> None:
        show_error(self.dialog or self._page, error)


def _write_file(path: Path, script: str, _: JobContext) -> Path:
    """Raises KbConnectError."""
    save_script(path, script)
    return path
