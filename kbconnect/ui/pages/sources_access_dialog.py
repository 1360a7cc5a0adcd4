"""The dialog "Read-only account": what the present account may do, and what an administrator runs for a safer one.

Shows, copies and saves text; runs nothing of it. Which tables it is about is the application's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.app.access_scripts import ACCOUNT
from kbconnect.core.access import AccessScript, NetworkAdvice, Power, Severity
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CodeBox, CopyButton, Swap
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, scroll

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
        choices = across(
            (Field(say("Name of the new account"), self.account), 1), (Field(say("What the script does"), self.kind), 1)
        )
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
