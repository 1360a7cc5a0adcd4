"""Settings, "Looking after them" within "Secrets": the encrypted vault's lock, key and pass phrase, and backups of all
saved passwords. Pass phrases are read from their dialog once, handed to a job and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from kbconnect.app.vault_care import BackupMade, Restored, VaultCare
from kbconnect.core.connector import Secret
from kbconnect.core.job import JobContext
from kbconnect.core.secret_care import VaultLock, VaultState
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Jobs, Queue
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.pass_phrase import SHORTEST
from kbconnect.ui.status import State, Status
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Card, Notice
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Choice, Field, SecretEdit
from kbconnect.ui.widgets.labels import Glyph, Pill, text
from kbconnect.ui.widgets.layout import across, clear, down, flow
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.words import counted, utc_now

_MINUTES = (
    (0, noted("Never")),
    (5, noted("After 5 minutes")),
    (15, noted("After 15 minutes")),
    (60, noted("After 1 hour")),
    (240, noted("After 4 hours")),
)
_SUFFIX = "kbsecrets"


class Ask(Enum):
    """Which pass phrases a dialog asks for."""

    CURRENT = "current"
    NEW = "new"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """What a dialog says. act: on its button."""

    title: str
    why: str
    act: str
    glyph: str


class PhraseDialog(Dialog):
    """Asks for a pass phrase that is in force, a new one typed twice, or both. given: once they can be used."""

    given = Signal(object, object)
    """The one in force and the new one, as Secret or None."""

    def __init__(self, parent: QWidget, words: PhraseWords, ask: Ask) -> None:
        self._current = Field(
            self.tr("Pass phrase in force") if ask is Ask.BOTH else self.tr("Pass phrase"),
            SecretEdit(name=self.tr("Pass phrase in force") if ask is Ask.BOTH else self.tr("Pass phrase")),
            validate=self._check_there,
        )
        new = self.tr("New pass phrase") if ask is Ask.BOTH else self.tr("Pass phrase")
        self._new = Field(new, SecretEdit(name=new), validate=self._check_length)
        again = SecretEdit(name=self.tr("Pass phrase once more"))
        self._again = Field(self.tr("Once more"), again, validate=self._check_same)
        fields = {
            Ask.CURRENT: (self._current,),
            Ask.NEW: (self._new, self._again),
            Ask.BOTH: (self._current, self._new, self._again),
        }
        self._fields: Sequence[Field] = fields[ask]
        self._spare = [one for one in (self._current, self._new, self._again) if one not in self._fields]
        body = down(text(words.title, "title", wrap=True), 6, text(words.why, "muted", wrap=True), 4, gap=0)
        for field in self._fields:
            body.addSpacing(12)
            body.addWidget(field)
        self.act = button(words.act, Kind.PRIMARY, words.glyph)
        leave = button(self.tr("Leave it as it is"), Kind.LINK)
        super().__init__(
            parent,
            across(down(Glyph(words.glyph, "accent", 26), None), (body, 1), gap=16),
            across(leave, None, self.act),
            title=words.title,
            width=540,
        )
        for field in self._spare:
            field.setParent(self)
            field.hide()
        self.act.clicked.connect(self._enter)
        self.act.setDefault(True)
        leave.clicked.connect(self.reject)
        self._fields[0].editor.setFocus()

    def _check_there(self, value: str) -> str:
        return "" if value else say("Enter the pass phrase.")

    def _check_length(self, value: str) -> str:
        if len(value) >= SHORTEST:
            return ""
        return say("Use {count} characters or more; several words are good.").format(count=SHORTEST)

    def _check_same(self, value: str) -> str:
        return "" if value == self._new.value() else self.tr("The two are not the same.")

    @Slot()
    def _enter(self) -> None:
        wrong = [field for field in self._fields if not field.check()]  # each shows what is wrong with it
        if not wrong:
            current, new = self._current.value(), self._new.value()
            self.accept()
            self.given.emit(Secret(current) if current else None, Secret(new) if new else None)


class VaultPart(QWidget):
    """Buttons for what can be done, one job at a time. changed: something else is shown now."""

    changed = Signal()

    def __init__(self, care: VaultCare, jobs: Jobs) -> None:
        super().__init__()
        self._care, self._jobs = care, jobs
        self._state: VaultState | None = None
        self._file = Path()
        self._dialog: PhraseDialog | None = None
        self.lock = button(self.tr("Lock now"), glyph="lock-key")
        self.phrase = button(self.tr("Change pass phrase"), Kind.QUIET)
        self.rotate = button(self.tr("New key"), Kind.QUIET)
        self.back_up = button(self.tr("Back up passwords"), glyph="archive")
        self.restore = button(self.tr("Restore"), Kind.QUIET)
        self.minutes = Choice(name=self.tr("Lock by itself"))
        self._minutes_field = Field(self.tr("Lock by itself, when not used"), self.minutes)
        self._pill = across()
        self._words = text("", "muted", wrap=True)
        self.done = Notice("success", "check-circle", "", "")
        self.done.hide()
        self._vault = Card(
            down(
                across(
                    Glyph("lock-key", "text2", 20), (text(self.tr("Encrypted vault"), "strong"), 0), None, self._pill
                ),
                self._words,
                4,
                across(self._minutes_field, None),
                6,
                flow(self.lock, self.rotate, self.phrase, gap=8),
                None,
                gap=6,
            ),
            margins=(15, 13, 15, 13),
        )
        self._backup = Card(
            down(
                across(Glyph("archive", "text2", 20), (text(self.tr("Backup"), "strong"), 0), None),
                text(
                    self.tr(
                        "One file with all passwords that kbconnect keeps, in keyring and vault, encrypted with a pass "
                        "phrase of its own. Backups of the program's file lack those of the keyring."
                    ),
                    "muted",
                    wrap=True,
                ),
                None,
                flow(self.back_up, self.restore, gap=8),
                gap=6,
            ),
            margins=(15, 13, 15, 13),
        )
        self.setLayout(
            down(
                text(self.tr("Looking after them"), "section"),
                8,
                across((self._vault, 1), (self._backup, 1), gap=12),
                12,
                self.done,
                gap=0,
            )
        )
        self.lock.clicked.connect(self._lock)
        self.phrase.clicked.connect(self.ask_for_pass_phrase)
        self.rotate.clicked.connect(self.ask_to_rotate)
        self.back_up.clicked.connect(self.ask_to_back_up)
        self.restore.clicked.connect(self.ask_to_restore)
        self.minutes.picked.connect(self._keep_minutes)
        self.show_state(None, 0)

    def show_state(self, state: VaultState | None, idle_minutes: int) -> None:
        """state: None if it can't be told."""
        self._state = state
        lock = state.lock if state is not None else VaultLock.NONE
        has_phrase = lock is VaultLock.PASS_PHRASE
        is_open = state is not None and state.is_open
        clear(self._pill)
        status = Status(State.UNTESTED, self.tr("Not in use"))
        if lock is not VaultLock.NONE:
            status = Status(State.UNLOCKED) if is_open else Status(State.UNTESTED, self.tr("Locked"))
        self._pill.addWidget(Pill(status))
        self._words.setText(self._explained(lock))
        self._minutes_field.setVisible(has_phrase)
        self.lock.setVisible(has_phrase)
        self.lock.setEnabled(is_open)
        self.phrase.setVisible(has_phrase)
        can_rotate = has_phrase or (lock is VaultLock.KEY and state is not None and not state.is_rotated)
        self.rotate.setVisible(can_rotate)
        offered = sorted({*dict(_MINUTES), idle_minutes})
        self.minutes.set_options((str(number), self._waiting(number)) for number in offered)
        self.minutes.choose(str(idle_minutes))

    def _explained(self, lock: VaultLock) -> str:
        if lock is VaultLock.PASS_PHRASE:
            return self.tr(
                "It opens with your pass phrase. While it is locked, scheduled syncs that need a password of it wait."
            )
        if lock is VaultLock.KEY:
            return self.tr(
                "It opens with the key in KBCONNECT_VAULT_KEY. For a new key, put that one and a comma in front of it."
            )
        return self.tr("It gets a pass phrase with the first password that is saved in it.")

    def _waiting(self, minutes: int) -> str:
        known = dict(_MINUTES).get(minutes)
        if known is not None:
            return say(known)
        return self.tr("After {minutes}").format(minutes=counted(minutes, self.tr("minute"), self.tr("minutes")))

    # ------------------------------------------------------------------------------------------- the vault

    @Slot()
    def _lock(self) -> None:
        self._start(lambda _: self._care.lock(), self._locked)

    @Slot(object)
    def _locked(self, _: object) -> None:
        toast(self, self.tr("The vault is locked. The next use asks for its pass phrase."), "lock-key")
        self.changed.emit()

    @Slot(str)
    def _keep_minutes(self, minutes: str) -> None:
        self._start(partial(self._set_minutes, int(minutes)), self._kept)

    def _set_minutes(self, minutes: int, _: JobContext) -> None:
        self._care.idle_minutes = minutes

    @Slot(object)
    def _kept(self, _: object) -> None:
        self.changed.emit()

    @Slot()
    def ask_for_pass_phrase(self) -> None:
        """Opens the dialog for another pass phrase."""
        words = PhraseWords(
            self.tr("Change the vault's pass phrase"),
            self.tr(
                "The passwords stay as they are. Programs that are open ask for the new one. Nobody can recover a pass "
                "phrase: without it the passwords must be entered again."
            ),
            self.tr("Change pass phrase"),
            "lock-key",
        )
        self._ask(words, Ask.BOTH, self._change_phrase)

    @Slot(object, object)
    def _change_phrase(self, current: Secret, new: Secret) -> None:
        self._start(lambda _: self._care.change_pass_phrase(current, new), self._phrase_changed)

    @Slot(object)
    def _phrase_changed(self, _: object) -> None:
        toast(self, self.tr("The vault has a new pass phrase."))
        self.changed.emit()

    @Slot()
    def ask_to_rotate(self) -> None:
        """Opens the dialog for a new key; a vault that a key of the environment opens takes it without a question."""
        if self._state is None or self._state.lock is not VaultLock.PASS_PHRASE:
            self._rotate(None, None)
            return
        words = PhraseWords(
            self.tr("Give the vault a new key"),
            self.tr(
                "Every password in it is encrypted again with a new key, in one step: whatever happens meanwhile, the "
                "vault opens afterwards. The pass phrase stays. Do this if somebody may have had a copy of the vault."
            ),
            self.tr("Make a new key"),
            "key",
        )
        self._ask(words, Ask.CURRENT, self._rotate)

    @Slot(object, object)
    def _rotate(self, current: Secret | None, _: Secret | None) -> None:
        self._start(lambda _: self._care.rotate(current), self._rotated)

    @Slot(object)
    def _rotated(self, number: int) -> None:
        secrets = counted(number, self.tr("secret is"), self.tr("secrets are"))
        toast(self, self.tr("{secrets} encrypted with a new key.").format(secrets=secrets))
        self.changed.emit()

    # ------------------------------------------------------------------------------------------- backup

    @Slot()
    def ask_to_back_up(self) -> None:
        """Asks for a file, then for its pass phrase."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / f"kbconnect-{utc_now():%Y-%m-%d}.{_SUFFIX}")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Back up passwords"), usual, f"*.{_SUFFIX}")
        if chosen:
            self._file = Path(chosen)
            words = PhraseWords(
                self.tr("A pass phrase for the backup"),
                self.tr(
                    "Whoever has the file and this pass phrase has every password in it. Keep the two apart. Nobody "
                    "can recover it."
                ),
                self.tr("Back up passwords"),
                "archive",
            )
            self._ask(words, Ask.NEW, self._back_up)

    @Slot(object, object)
    def _back_up(self, _: Secret | None, new: Secret) -> None:
        file = self._file
        self._start(lambda context: self._care.export(file, new, context, replace_file=True), self._backed_up)

    @Slot(object)
    def _backed_up(self, made: BackupMade) -> None:
        secrets = counted(made.secrets, self.tr("password is"), self.tr("passwords are"))
        words = self.tr("{secrets} in {file}").format(secrets=secrets, file=self._file.name)
        lines = [self.tr("Only its pass phrase opens it.")]
        lines += [f"{one.connector}: {told(one.reason)}" for one in made.left]
        tone = "warning" if made.left else "success"
        self.done.say(tone, "warning-circle" if made.left else "check-circle", words, "\n".join(lines))
        self.done.show()
        self.changed.emit()

    @Slot()
    def ask_to_restore(self) -> None:
        """Asks for a backup, then for its pass phrase."""
        kinds = self.tr("Backups of passwords (*.{suffix})").format(suffix=_SUFFIX)
        everything = self.tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Restore passwords"), "", f"{kinds};;{everything}")
        if chosen:
            self._file = Path(chosen)
            words = PhraseWords(
                self.tr("Restore passwords from {file}").format(file=self._file.name),
                self.tr(
                    "Connectors get their passwords of the backup back, in place of those they have now. Others stay "
                    "as they are."
                ),
                self.tr("Restore passwords"),
                "archive",
            )
            self._ask(words, Ask.CURRENT, self._restore)

    @Slot(object, object)
    def _restore(self, current: Secret, _: Secret | None) -> None:
        file = self._file
        self._start(lambda context: self._care.restore(file, current, context), self._restored)

    @Slot(object)
    def _restored(self, done: Restored) -> None:
        names = ", ".join(done.connectors)
        words = self.tr("Passwords of the backup are back") if names else self.tr("Nothing was restored")
        lines = [names] if names else []
        lines += [f"{one.connector or self.tr('Hashed columns')}: {told(one.reason)}" for one in done.left]
        self.done.say(
            "warning" if done.left else "success",
            "warning-circle" if done.left else "check-circle",
            words,
            "\n".join(lines),
        )
        self.done.show()
        self.changed.emit()

    # ------------------------------------------------------------------------------------------- jobs

    def _ask(self, words: PhraseWords, ask: Ask, use: Callable[[Secret, Secret], None]) -> None:
        self.done.hide()
        self._dialog = PhraseDialog(self, words, ask)
        self._dialog.given.connect(use)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    @Slot()
    def _closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _start(self, work: Callable[[JobContext], object], returned: Callable[..., None]) -> None:
        self.setEnabled(False)
        job = self._jobs.start(work, Queue.INTERACTIVE, owner=self)
        job.then(returned=returned, errored=self._failed, finished=self._ended)

    @Slot()
    def _ended(self) -> None:
        self.setEnabled(True)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)
        self.changed.emit()
